"""Trekker serier fra verdenene, feller dommene, og teller."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from boligdata.innhold.vurdering import RETNINGER, vurder, vurder_planen
from tests.styrke import verdener
from tests.styrke.verdener import ANDEL, ANTALL, BEHOLDNING, MEDIAN, Tall

# Så mye nivået er endret. Ingenting gir falske dommer.
ENDRINGER = (0, 20, 35, 50)
FOER_PLANEN, I_PLANEN = 6, 4


@dataclass(frozen=True)
class Proeve:
    """En rad i tabellen: en regel, et slag tall, og en verden.

    `siste` er hvor mange av de siste periodene som har det nye nivået. `planen` er sann når det er
    dommen over planperioden som prøves.
    """

    regel: str
    hva: str
    verden: str
    tall: Tall
    trekk: Callable[[np.random.Generator, np.ndarray], np.ndarray]
    nivaa: float
    perioder: int
    siste: int = 1
    planen: bool = False

    @property
    def navn(self) -> tuple[str, str, str]:
        """Det som står først på raden."""
        return self.regel, self.hva, self.verden

    def dom(self, trukket: np.ndarray, rundet: bool) -> str:
        """Dommen over serien, slik den er for de eksakte tallene eller de avrundede."""
        indikator, serie = self.tall.lest(rundet), self.tall.serie(trukket, rundet)
        if not self.planen:
            return vurder(indikator, serie).dom
        plandom = vurder_planen(indikator, serie, 2016 + FOER_PLANEN)
        return plandom.dom if plandom else "ukjent"


@dataclass(frozen=True)
class Maalt:
    """Andelen sikre dommer for hver endring, av de eksakte og av de avrundede tallene, og hvor mange av
    de avrundede som sier noe annet enn de eksakte.
    """

    proeve: Proeve
    eksakt: dict[int, float]
    rundet: dict[int, float]
    uenige: int


_LIKE = "Terningkast", ANTALL, verdener.terningkast
_UJEVN = "Svinger dobbelt så mye", ANTALL, verdener.svinger_mer
_HALVPARTEN = (
    "Beholdning, halvparten blir",
    BEHOLDNING,
    verdener.beholdning(verdener.BLIR_ET_AAR),
)
_DE_FLESTE = (
    "Beholdning, 85 % blir",
    BEHOLDNING,
    verdener.beholdning(verdener.BLIR_ET_TERTIAL),
)
_FOER, _TIDLIGERE, _PLANEN = "Perioden før", "De tidligere", "Årene før planen"


def _proevene() -> Iterator[Proeve]:
    for saker in (20, 60):
        for verden in (_LIKE, _UJEVN, _HALVPARTEN):
            yield Proeve(_FOER, f"{saker} saker", *verden, saker, 2)
    for verden, svinger in ((_LIKE, 1), (_UJEVN, verdener.SVINGER)):
        trekk = verdener.andeler(80, svinger)
        yield Proeve(_FOER, "40 % av 80", verden[0], ANDEL, trekk, 40, 2)

    for verden in (_LIKE, _UJEVN, _DE_FLESTE):
        yield Proeve(_TIDLIGERE, "30 saker, 24 tertialer", *verden, 30, 24)
    andel = _LIKE[0], ANDEL, verdener.andeler(40), 40
    yield Proeve(_TIDLIGERE, "40 % av 40, 24 tertialer", *andel, 24)
    median = _LIKE[0], MEDIAN, verdener.medianer(35), 90
    yield Proeve(_TIDLIGERE, "Median av 35, 10 år", *median, 10)

    plan = FOER_PLANEN + I_PLANEN, I_PLANEN, True
    for saker in (20, 60):
        for verden in (_LIKE, _UJEVN, _HALVPARTEN):
            yield Proeve(_PLANEN, f"{saker} saker", *verden, saker, *plan)
    andel = _LIKE[0], ANDEL, verdener.andeler(80), 40
    yield Proeve(_PLANEN, "40 % av 80", *andel, *plan)
    yield Proeve(_PLANEN, "Median av 35", *median, *plan)


PROEVER = tuple(_proevene())


def maal(proeve: Proeve, antall: int, froe: int = 1) -> Maalt:
    """Fell dommen over så mange serier for hver endring."""
    eksakt, rundet, uenige = {}, {}, 0
    for endring in ENDRINGER:
        terning = np.random.default_rng([froe, endring])
        nivaa = np.full(proeve.perioder, float(proeve.nivaa))
        nivaa[-proeve.siste :] *= 1 - endring / 100
        par = [
            (proeve.dom(trukket, rundet=False), proeve.dom(trukket, rundet=True))
            for trukket in (proeve.trekk(terning, nivaa) for _ in range(antall))
        ]
        sikre = [[dom in RETNINGER for dom in dommene] for dommene in zip(*par)]
        eksakt[endring], rundet[endring] = (sum(del_) / antall for del_ in sikre)
        uenige += sum(r in RETNINGER and r != e for e, r in par)
    return Maalt(proeve, eksakt, rundet, uenige)
