"""Hvilke overskrifter i en fil som er hvilke kolonner: finnes etter navn, aldri etter plass."""

from collections.abc import Iterable, Sequence

from boligdata.felles.tekst import noekkelform

# Navnene på kolonnene, i nøkkelform. Den første går foran den neste.
Rangert = tuple[dict[str, str], ...]


def rangert(
    kolonner: Iterable[tuple[str, Sequence[str], Sequence[str]]],
) -> Rangert:
    """Oppslagene for kolonner som (id, egne navn, andre navn). En kolonne som heter det samme som
    det som er avtalt, går foran en som bare ligner.
    """
    egne: dict[str, str] = {}
    varianter: dict[str, str] = {}
    for id, navnene, andre in kolonner:
        egne |= {noekkelform(navn): id for navn in navnene}
        varianter |= {noekkelform(navn): id for navn in andre}
    return egne, varianter


def plasser(
    overskrifter: Sequence[str], rangert: Rangert
) -> tuple[dict[str, int], tuple[str, ...]]:
    """Hvor hver kolonne står, og overskriftene som gjelder en kolonne en annen alt har tatt."""
    plass: dict[str, int] = {}
    dobbelt: list[str] = []
    former = [noekkelform(overskrift) for overskrift in overskrifter]
    for oppslag in rangert:
        i_denne_runden: dict[str, int] = {}
        opptatt = set(plass.values())
        for nr, form in enumerate(former):
            kolonne = oppslag.get(form) if form else None
            if kolonne is None or kolonne in plass or nr in opptatt:
                continue
            if kolonne in i_denne_runden:
                dobbelt.append(overskrifter[nr])
            i_denne_runden.setdefault(kolonne, nr)
        plass |= i_denne_runden
    return plass, tuple(dobbelt)
