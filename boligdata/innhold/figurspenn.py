"""Det avrundingen gjør usikkert, tegnet: en tynn strek rundt et tall, og et skravert felt der tallet
bare er kjent som et spenn.

«0–4» er ikke null, og «under 5 %» er ikke fire. De tegnes derfor aldri som et punkt eller en søyle.
"""

import textwrap

import pandas as pd

from boligdata.felles import norsk
from boligdata.felles.enheter import Enhet
from boligdata.felles.maalform import si
from boligdata.lesing import LestIndikator

# Merket på serier som er felter, og ikke tall.
FELT = "felt"
FAA = 15
# Så mange tegn av tallet står på én linje.
_LENGST = 12
TYNNE = {"thickness": 1, "width": 0}
# Figurene der et spenn kan tegnes.
_MED_FELT = ("utvikling", "fordeling", "soeyler", "stablet")


def har_streker(indikator: LestIndikator, enhet: Enhet, data: pd.DataFrame) -> bool:
    """Er tallene avrundede forholdstall eller medianer? Avviket i et antall er det samme for alle, og
    står under figuren.
    """
    return indikator.vernet and not enhet.er_antall and "nedre" in data


def tegnes(
    form: str, indikator: LestIndikator, enhet: Enhet, data: pd.DataFrame
) -> bool:
    """Har figuren en strek rundt hvert tall?"""
    return form in _MED_FELT and har_streker(indikator, enhet, data)


def i_ord(
    form: str,
    indikator: LestIndikator,
    enhet: Enhet,
    data: pd.DataFrame,
    siste: str = "",
) -> str:
    """Det som må stå under figuren for at strekene og feltene kan leses, eller «». `siste` er hvor den
    siste streken går.
    """
    ut = ""
    er_tall = any(tall == tall and not enhet.baand(tall) for tall in data["verdi"])
    if er_tall and tegnes(form, indikator, enhet, data):
        strekene = si(
            "Streken viser hva tallet kan være før avrunding{siste}.", siste=siste
        )
        ut += f" {strekene}"
    som_spenn = dict.fromkeys(
        norsk.med_enhet(verdi, enhet) for verdi in data["verdi"] if enhet.baand(verdi)
    )
    hva = norsk.ramse_eller([*som_spenn])
    if som_spenn and form in _MED_FELT:
        ut += f" {si('Skravert er {hva}.', hva=hva)}"
    return ut


def felter(enhet: Enhet, rader: pd.DataFrame) -> list[tuple[float, float] | None]:
    """Feltet hver rad skal tegnes som, eller None når den er et tall. Er det virkelige spennet til en
    andel videre enn det som skrives, er det det som tegnes.
    """
    vide = "nedre" in rader and not enhet.er_antall
    ut = [enhet.baand(verdi) for verdi in rader["verdi"]]
    if not vide:
        return ut
    ender = zip(ut, rader["nedre"], rader["oevre"])
    return [
        felt and (min(felt[0], nedre), max(felt[1], oevre))
        for felt, nedre, oevre in ender
    ]


def uten_felter(
    verdier: list[float | None], felter_: list[tuple[float, float] | None]
) -> list[float | None]:
    """Tallene som skal tegnes som tall."""
    return [None if felt else verdi for verdi, felt in zip(verdier, felter_)]


def streker(rader: pd.DataFrame, felter_: list) -> dict:
    """Strekene fra det laveste til det høyeste hvert tall kan være."""
    ned, opp = rader["verdi"] - rader["nedre"], rader["oevre"] - rader["verdi"]
    return {
        "type": "data",
        "symmetric": False,
        "array": _lengder(opp, felter_),
        "arrayminus": _lengder(ned, felter_),
        # Mange streker på en telefon ville gått i hverandre med tverrstreker.
        **({"thickness": 1.5, "width": 4} if len(rader) <= FAA else TYNNE),
    }


def _lengder(lengder: pd.Series, felter_: list) -> list[float | None]:
    """Lengden på hver strek, eller None der det ikke er noe tall å sette den på."""
    return [
        None if felt or lengde != lengde else max(lengde, 0)
        for lengde, felt in zip(lengder, felter_)
    ]


def feltserie(
    steder: list[str],
    felter_: list[tuple[float, float] | None],
    tekster: list[str],
    farger: tuple[str, ...],
    nr: int = 0,
    *,
    navn: str = "",
    liggende: bool = False,
) -> list[dict]:
    """Feltene i serie nummer `nr` som skraverte søyler i fargen til serien, eller ingenting."""
    synlige = [rad for rad in zip(steder, felter_, tekster) if rad[1]]
    if not synlige:
        return []
    farge = farger[nr % len(farger)]
    sted, lengde = ("y", "x") if liggende else ("x", "y")
    return [
        {
            "type": "bar",
            "meta": FELT,
            "orientation": "h" if liggende else "v",
            sted: [plass for plass, _, _ in synlige],
            "base": [fra for _, (fra, _), _ in synlige],
            lengde: [til - fra for _, (fra, til), _ in synlige],
            "name": navn,
            "showlegend": False,
            "customdata": [tekst for _, _, tekst in synlige],
            "hovertemplate": f"%{{customdata}}{f' {navn}' if navn else ''}<extra></extra>",
            "marker": {
                "color": "rgba(0, 0, 0, 0)",
                "line": {"color": farge, "width": 1},
                "pattern": {
                    "shape": "/",
                    "fillmode": "overlay",
                    "size": 6,
                    "solidity": 0.2,
                    "fgcolor": farge,
                },
            },
        }
    ]


def ender(rader: pd.DataFrame, felter_: list, har_streker_: bool) -> list[float]:
    """Hvor langt ut det som er tegnet for hver rad, går."""
    lengst = rader["oevre" if har_streker_ else "verdi"].fillna(0)
    return [felt[1] if felt else float(lengde) for lengde, felt in zip(lengst, felter_)]


def ved_enden(ende: float, sted: str | int, tekst: str, farge: str) -> dict:
    """Tallet til høyre for det som er tegnet i raden."""
    return {
        "x": ende,
        "y": sted,
        "text": "<br>".join(textwrap.wrap(tekst, _LENGST)),
        "xanchor": "left",
        "xshift": 4,
        "align": "left",
        "showarrow": False,
        "font": {"size": 14, "color": farge},
    }


def bredde(ende: float, tekst: str) -> float:
    """Så lang aksen må være for at tallet etter enden skal få plass på en telefon, der figuren er 160
    piksler bred.
    """
    tegn = max(map(len, textwrap.wrap(tekst, _LENGST)))
    return ende / (1 - (8 * tegn + 8) / 160)
