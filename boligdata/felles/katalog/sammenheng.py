"""Det alle kan vite om hvordan målene i kubene henger sammen."""

import functools
from dataclasses import dataclass

from boligdata.felles.erklaering import Blokk
from boligdata.felles.katalog import innlesing
from boligdata.felles.katalog.kube import kuber


@dataclass(frozen=True)
class Sammenheng:
    """Mål som er deler av et annet, i alle grupperinger kubene har felles: «kube.maal».

    `lik` når delene til sammen er det hele, `forrige` når det er delene i forrige tertial.
    """

    deler: tuple[tuple[str, str], ...]
    hele: tuple[str, str]
    lik: bool = False
    forrige: bool = False


@dataclass(frozen=True)
class Bevegelse:
    """Beholdningen er forrige beholdning pluss dem som kom `inn`, minus dem som gikk `ut`."""

    beholdning: tuple[str, str]
    inn: tuple[str, str]
    ut: tuple[str, str]


@functools.cache
def sammenhenger() -> tuple[Sammenheng, ...]:
    """Målene som er deler av andre mål."""
    return tuple(
        blokk.lag(Sammenheng, lest=_maalene(blokk, "deler", "hele"))
        for blokk in innlesing.felles().liste("sammenheng")
    )


@functools.cache
def bevegelser() -> tuple[Bevegelse, ...]:
    """Beholdningene som endres av strømmer vi også publiserer."""
    return tuple(
        blokk.lag(Bevegelse, lest=_maalene(blokk, *blokk.felt))
        for blokk in innlesing.felles().liste("bevegelse")
    )


def _maalene(blokk: Blokk, *noekler: str) -> dict:
    """Kuben og målet i hver av nøklene, eller i hvert ledd når det er en liste."""
    ut: dict = {}
    for noekkel in set(noekler) & set(blokk.felt):
        navn = blokk.felt[noekkel]
        if isinstance(navn, list):
            ut[noekkel] = tuple(_maal_i_kube(blokk, ledd) for ledd in navn)
        else:
            ut[noekkel] = _maal_i_kube(blokk, navn)
    return ut


def _maal_i_kube(blokk: Blokk, navn: str) -> tuple[str, str]:
    kube, _, maal = navn.partition(".")
    if kube not in kuber() or maal not in kuber()[kube].maal:
        raise blokk.feil(f"målet «{navn}» finnes ikke i noen kube.")
    return kube, maal
