"""Hvem som har ansvaret, delt på hver av dem: «NAV, Helse og mestring og Eiendom» er tre.

«Helse og mestring» er én tjeneste, og «NAV og Eiendom» er to. Navn som er kjent, deles ikke. Ellers er
regelen den norsk rettskriving gir: i navnet på en tjeneste har bare det første ordet stor bokstav.
"""

import re
from collections.abc import Iterable

from boligdata.felles.tekst import noekkelform, rens

# Vanlige navn på tjenester med «og» i, så de er ett navn også når de er skrevet med to store bokstaver.
_VANLIGE = (
    "Helse og mestring",
    "Helse og omsorg",
    "Helse og velferd",
    "Barn og familie",
    "Barn og unge",
    "Bo og habilitering",
    "Drift og vedlikehold",
    "Kultur og fritid",
    "Kultur og idrett",
    "Oppvekst og kultur",
    "Oppvekst og utdanning",
    "Plan og bygg",
    "Plan og utbygging",
    "Plan og utvikling",
    "Plan og næring",
    "Pleie og omsorg",
    "Psykisk helse og rus",
    "Rus og psykisk helse",
    "Samfunn og utvikling",
    "Teknisk og eiendom",
    "Velferd og helse",
)
# En lengre tekst er ikke en liste over tjenester.
LENGSTE_LISTE = 1_000
_SAMARBEID = re.compile(
    r"\b(?:i samarbeid med|i samarb\.? ?m(?:ed)?|i samråd med|sammen med|saman med|i samspill med)\b",
    re.IGNORECASE,
)
_SKILLETEGN = re.compile(r"[\n;,/+&•|]| - | – |(?:^|\n)\s*[-–*]\s")
_PUNKT = re.compile(r"^\d+[.)]\s+")
_OG = re.compile(r"\s+(?:og|samt|eller)\s+", re.IGNORECASE)


def del_opp(
    tekst: str, kjente: Iterable[str] = ()
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """De ansvarlige, og dem de samarbeider med. `kjente` er navnene på tjenester kommunen har."""
    if len(tekst) > LENGSTE_LISTE:
        return (rens(tekst)[:LENGSTE_LISTE],), ()
    ansvarlige, *partnere = _SAMARBEID.split(tekst)
    navn = _navneoppslag((*_VANLIGE, *kjente))
    return _navnene(ansvarlige, navn), _navnene("\n".join(partnere), navn)


def _navneoppslag(kjente: Iterable[str]) -> list[str]:
    """Navnene som har et skille i seg, det lengste først."""
    med_skille = {
        rens(navn).lower()
        for navn in kjente
        if _OG.search(navn) or _SKILLETEGN.search(navn)
    }
    return sorted(med_skille, key=len, reverse=True)


def _navnene(tekst: str, kjente: list[str]) -> tuple[str, ...]:
    gjemt: list[str] = []

    def gjem(treff: re.Match) -> str:
        gjemt.append(treff[0])
        return f"\0{len(gjemt) - 1}\0"

    skjult = re.sub(r"\([^)]*\)", gjem, tekst)
    for navn in kjente:
        moenster = r"\s+".join(map(re.escape, navn.split()))
        skjult = re.sub(rf"(?<!\w){moenster}(?!\w)", gjem, skjult, flags=re.IGNORECASE)
    ut: dict[str, str] = {}
    for del_ in _SKILLETEGN.split(skjult):
        for navn in _delt_paa_og(del_):
            helt = _PUNKT.sub("", rens(_hent_fram(navn, gjemt))).strip(" .:-–*")
            if helt:
                ut.setdefault(noekkelform(helt) or helt, helt)
    return tuple(ut.values())


def _hent_fram(tekst: str, gjemt: list[str]) -> str:
    while "\0" in tekst:
        tekst = re.sub(r"\0(\d+)\0", lambda treff: gjemt[int(treff[1])], tekst)
    return tekst


def _delt_paa_og(tekst: str) -> list[str]:
    """Delt der det som følger etter «og», begynner et nytt navn: med stor bokstav, eller et navn vi
    kjenner.
    """
    deler = [""]
    slutt = 0
    for treff in _OG.finditer(tekst):
        neste = tekst[treff.end() : treff.end() + 1]
        deler[-1] += tekst[slutt : treff.start()]
        if neste.isupper() or neste == "\0":
            deler.append("")
        else:
            deler[-1] += treff[0]
        slutt = treff.end()
    deler[-1] += tekst[slutt:]
    return deler
