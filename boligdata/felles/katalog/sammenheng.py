"""Det alle kan vite om hvordan målene i kubene henger sammen."""

import functools
from dataclasses import dataclass, field
from typing import NamedTuple

from boligdata.felles.erklaering import Blokk
from boligdata.felles.katalog import innlesing
from boligdata.felles.katalog.egenskap import dimensjoner
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


class Ledd(NamedTuple):
    """Et mål i en antakelse: hvor mange tertialer før, for hvilken verdi av noen egenskaper, og med
    hvilket fortegn.
    """

    maal: tuple[str, str]
    foer: int
    der: dict[str, str]
    fortegn: int


@dataclass(frozen=True)
class Antakelse:
    """Noe den som kjenner registrene, vil regne med: at `delen` er en del av `hele`, i alle
    grupperinger kubene har felles.

    `delen_der` og `hele_der` er verdien av egenskapene som er valgt, som {"kom_fra": "soeknad"}.
    `foer` er hvor mange tertialer før delen det hele er talt. Fra delen trekkes `uten_forrige`, som
    er talt i tertialet før. Det gjelder ikke i ett og alt, for en husstand kan bytte målgruppe: der
    det ikke gjelder de virkelige tallene, kreves det heller ikke av de viste.
    """

    delen: tuple[str, str]
    hele: tuple[str, str]
    delen_der: dict[str, str] = field(default_factory=dict)
    hele_der: dict[str, str] = field(default_factory=dict)
    foer: int = 0
    uten_forrige: tuple[str, str] | None = None

    @property
    def ledd(self) -> list[Ledd]:
        """Målene med fortegn: til sammen er de høyst null."""
        ut = [
            Ledd(self.delen, 0, self.delen_der, 1),
            Ledd(self.hele, self.foer, self.hele_der, -1),
        ]
        if self.uten_forrige:
            ut.append(Ledd(self.uten_forrige, 1, {}, -1))
        return ut


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


@functools.cache
def antakelser() -> tuple[Antakelse, ...]:
    """Det som nesten alltid gjelder mellom mål i ulike kuber eller tider."""
    return tuple(map(_antakelse, innlesing.felles().liste("antakelse")))


def _antakelse(blokk: Blokk) -> Antakelse:
    antakelse = blokk.lag(
        Antakelse, lest=_maalene(blokk, "delen", "hele", "uten_forrige")
    )
    for ledd in antakelse.ledd:
        kube = kuber()[ledd.maal[0]]
        for egenskap, kode in ledd.der.items():
            if egenskap not in kube.dimensjoner:
                raise blokk.feil(f"kuben «{kube.id}» er ikke delt på «{egenskap}».")
            if kode not in {en.kode for en in dimensjoner()[egenskap].koder}:
                raise blokk.feil(f"«{kode}» er ikke en verdi av «{egenskap}».")
    return antakelse


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
