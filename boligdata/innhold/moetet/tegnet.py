"""En frossen figur tegnet igjen: de samme seriene, i temaet til den som ser på, og så stor at den kan leses
fra den andre enden av rommet.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from boligdata.arbeid.moete import Frossenfigur
from boligdata.innhold.figurer import Figur, Figurtabell, Stil
from boligdata.innhold.figurer.grunnlag import BUNN, RUTE, TEKST, ferdig
from boligdata.innhold.figurer.tabell import Celle
from boligdata.innhold.rapport.dokument import Tabellblokk

# Så mye større skriften høyst blir på veggen. Den blir aldri mindre enn på skjermen.
STOERST = 1.9
_HEX = re.compile(r"#[0-9a-f]{6}\b", re.IGNORECASE)
_RGB = re.compile(r"\b\d{1,3}, ?\d{1,3}, ?\d{1,3}\b")


def paa_veggen(figur: Frossenfigur, stil: Stil, lyse: tuple[str, ...], hoeyde: int):
    """Figuren til presentasjonen. None når den bare er en tabell. `lyse` er fargene den ble frosset med, og
    `hoeyde` plassen den har.
    """
    if figur.ruter:
        return rutene(figur)
    if not figur.tegning:
        return None
    naturlig = figur.tegning["layout"].get("height", hoeyde)
    skala = min(STOERST, max(1.0, hoeyde / naturlig))
    tegning = _i_temaet(figur.tegning, _bytte(stil, lyse))
    layout = _stoerre(tegning["layout"], skala) | {"height": hoeyde}
    data = [_stoerre(serie, skala) for serie in tegning["data"]]
    return ferdig(data, layout)


def paa_skjermen(figur: Frossenfigur, stil: Stil, lyse: tuple[str, ...]):
    """Figuren slik den sto på kortet. None når den bare er en tabell."""
    if figur.ruter:
        return rutene(figur)
    if not figur.tegning:
        return None
    tegning = _i_temaet(figur.tegning, _bytte(stil, lyse))
    return ferdig(tegning["data"], tegning["layout"])


def paa_papiret(figur: Frossenfigur) -> Figur | None:
    """Figuren med fargene den ble frosset med, til dokumentet."""
    if not figur.tegning:
        return None
    return ferdig(figur.tegning["data"], figur.tegning["layout"])


def rutene(figur: Frossenfigur) -> Figurtabell:
    """Figuren når den er en tabell med farger eller søyler."""
    ruter = figur.ruter
    return Figurtabell(
        ruter["hode"],
        tuple(ruter["kolonner"]),
        tuple(
            (navn, tuple(Celle(*celle) for celle in celler))
            for navn, celler in ruter["rader"]
        ),
        ruter["soeyler"],
        ruter["tomt"],
    )


def deler(
    figur: Frossenfigur,
    del_opp: Callable[[Sequence[Sequence[str]]], Sequence[Sequence[Sequence[str]]]],
) -> list[Frossenfigur]:
    """Figuren, eller flere når den er en tabell `del_opp` deler. En tegning er alltid hel."""
    if figur.tegning and not figur.ruter:
        return [figur]
    alle = figur.ruter["rader"] if figur.ruter else figur.rader
    synlig = [_det_som_vises(rad) for rad in alle] if figur.ruter else alle
    ut, brukt = [], 0
    for del_ in del_opp(synlig):
        radene = alle[brukt : brukt + len(del_)]
        brukt += len(del_)
        ut.append(_med_rader(figur, radene))
    return ut or [figur]


def _det_som_vises(rad) -> tuple[str, ...]:
    navn, celler = rad
    return (navn, *(str(celle[0]) for celle in celler))


def _med_rader(figur: Frossenfigur, radene) -> Frossenfigur:
    if figur.ruter:
        return replace(figur, ruter={**figur.ruter, "rader": radene})
    return replace(figur, rader=radene)


def tabellen(figur: Frossenfigur) -> Tabellblokk:
    """Tallene som tabell, slik de sto."""
    return Tabellblokk(
        figur.navn or figur.tittel,
        figur.hode,
        figur.rader,
        frozenset(figur.tallkolonner),
    )


# ---------------------------------------------------------------------- tema og størrelse


def _bytte(stil: Stil, lyse: tuple[str, ...]) -> dict[str, str]:
    """Hver farge i lyst tema med den samme i temaet som er i bruk."""
    if not stil.moerk:
        return {}
    faste = [(farger[False], farger[True]) for farger in (TEKST, RUTE, BUNN)]
    par = [*faste, *zip(lyse, stil.farger)]
    return {
        skriv(lys): skriv(moerk)
        for lys, moerk in par
        for skriv in (str.lower, _kanaler)
    }


def _kanaler(farge: str) -> str:
    """Rødt, grønt og blått i «#0b5c8a», slik de står i en gjennomsiktig farge."""
    return ", ".join(map(str, bytes.fromhex(farge.removeprefix("#"))))


def _i_temaet(verdi, bytte: Mapping[str, str]):
    """Tegningen med fargene byttet."""
    if isinstance(verdi, Mapping):
        return {navn: _i_temaet(en, bytte) for navn, en in verdi.items()}
    if isinstance(verdi, list):
        return [_i_temaet(en, bytte) for en in verdi]
    if not isinstance(verdi, str) or not bytte:
        return verdi
    for moenster in (_HEX, _RGB):
        verdi = moenster.sub(lambda treff: bytte.get(treff[0].lower(), treff[0]), verdi)
    return verdi


_LENGDER = {"l", "r", "t", "b", "yshift", "xshift", "ay", "ax"}


def _stoerre(verdi, skala: float, under: str = ""):
    """Skriften, margene og markørene så mye større."""
    if isinstance(verdi, list):
        return [_stoerre(en, skala, under) for en in verdi]
    if not isinstance(verdi, Mapping):
        return verdi
    return {
        navn: en * skala
        if _er_lengde(navn, under) and isinstance(en, int | float)
        else _stoerre(en, skala, navn)
        for navn, en in verdi.items()
    }


def _er_lengde(navn: str, under: str) -> bool:
    if navn == "size":
        return under.endswith("font") or under == "marker"
    if navn == "width":
        return under == "line"
    return navn in _LENGDER and under in ("margin", "annotations")
