"""Husstandene i en verden som er ferdig levd, og de NAV og tjenestene kjenner uten at de er i
boligregistrene.
"""

import datetime as dt
import heapq
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from boligdata.eksempel import forutsetninger_innsats as innsatstall
from boligdata.eksempel.terning import Terning
from boligdata.eksempel.verden import (
    AAR,
    Bolig,
    Husstand,
    Leieforhold,
    Soeknad,
    Verden,
    ny_husstand,
)

ALDRI = 10_000_000  # En dag som ikke kommer.
# Denne gruppen får bolig av andre grunner enn behov, og er ikke med i resten.
UTENFOR = "uten_behovsproeving"


class Liv:
    """Hvem som bor i kommunal bolig når, hvem som har forlatt kommunen, og hvem tjenestene ellers
    kjenner.
    """

    def __init__(self, verden: Verden, terning: Terning):
        self.terning = terning
        self.leieforhold = [
            leie for leie in verden.leieforhold if leie.husstand.maalgruppe != UTENFOR
        ]
        self.leieforhold.sort(key=lambda leie: leie.innflyttet)
        self.soeknader = [
            soeknad
            for soeknad in verden.soeknader
            if soeknad.husstand.maalgruppe != UTENFOR
        ]
        self.leieforhold_til: dict[Husstand, list[Leieforhold]] = defaultdict(list)
        for leie in self.leieforhold:
            self.leieforhold_til[leie.husstand].append(leie)
        self._borte = _borte(self.leieforhold, self.soeknader)
        self._kjente: dict[str, list[tuple[int, Husstand]]] = defaultdict(list)
        self._maaneder: dict[int, dict[str, list[Leieforhold]]] = {}

    def borte(self, husstand: Husstand) -> int:
        """Dagen husstanden døde, flyttet fra kommunen eller til institusjon."""
        return self._borte.get(husstand, ALDRI)

    def bor(self, husstand: Husstand, dag: int) -> Leieforhold | None:
        """Leieforholdet husstanden har den dagen."""
        egne = self.leieforhold_til.get(husstand, ())
        return next((leie for leie in egne if bor_der(leie, dag)), None)

    def neste_innflytting(self, husstand: Husstand, dag: int) -> int:
        """Dagen husstanden flytter inn i kommunal bolig, fra og med `dag`."""
        egne = self.leieforhold_til.get(husstand, ())
        innflyttet = (leie.innflyttet for leie in egne if leie.innflyttet >= dag)
        return next(innflyttet, ALDRI)

    def leietakere(
        self, dag: int, maalgruppe: str, opptatt: Mapping[Husstand, int]
    ) -> list[Husstand]:
        """De i målgruppen som leier av kommunen den dagen, uten dem som er `opptatt` til senere."""
        maaned = dag // 30
        if maaned not in self._maaneder:
            grupper = self._maaneder[maaned] = defaultdict(list)
            for leie in self.leieforhold:
                if leie.innflyttet < 30 * (maaned + 1) and (
                    leie.utflyttet is None or leie.utflyttet > 30 * maaned
                ):
                    grupper[leie.husstand.maalgruppe].append(leie)
        aktuelle = self._maaneder[maaned][maalgruppe]
        return [
            leie.husstand
            for leie in aktuelle
            if bor_der(leie, dag) and opptatt.get(leie.husstand, 0) <= dag
        ]

    def kjent(
        self,
        dag: int,
        vekter: Mapping[str, float],
        opptatt: Mapping[Husstand, int] = {},
    ) -> Husstand:
        """En husstand uten kommunal bolig: en tjenestene kjenner fra før, eller en ny."""
        gruppe = self.terning.trekk(vekter)
        fra, til = (
            self._plass(gruppe, dag + aar * AAR)
            for aar in (-innsatstall.KJENT_AAR, 0.2)
        )
        if til > fra and self.terning.sjanse(innsatstall.GJENBRUK):
            husstand = self._kjente[gruppe][self.terning.mellom(fra, til - 1)][1]
            if opptatt.get(husstand, 0) <= dag < self.borte(husstand):
                return husstand
        husstand = ny_husstand(self.terning, dag, gruppe)
        self._kjente[gruppe].insert(self._plass(gruppe, dag), (dag, husstand))
        return husstand

    def _plass(self, gruppe: str, dag: float) -> int:
        return bisect_left(self._kjente[gruppe], dag, key=lambda kjent: kjent[0])


def _borte(
    leieforhold: list[Leieforhold], soeknader: list[Soeknad]
) -> dict[Husstand, int]:
    """Siste dag for dem som er borte. Den som har søkt eller flyttet inn senere, kom tilbake."""
    sist = defaultdict(int)
    begynte = [(soeknad.husstand, soeknad.mottatt) for soeknad in soeknader]
    begynte += [(leie.husstand, leie.innflyttet) for leie in leieforhold]
    for husstand, dag in begynte:
        sist[husstand] = max(sist[husstand], dag)
    slutt = [
        (soeknad.husstand, soeknad.avsluttet)
        for soeknad in soeknader
        if soeknad.aarsak in ("doed", "flyttet")
    ]
    slutt += [
        (leie.husstand, leie.utflyttet)
        for leie in leieforhold
        if leie.aarsak in ("doed", "flyttet", "institusjon")
    ]
    return {husstand: dag for husstand, dag in slutt if dag >= sist[husstand]}


def bor_der(leie: Leieforhold, dag: int) -> bool:
    """Har husstanden leieforholdet den dagen?"""
    return leie.innflyttet <= dag and (leie.utflyttet is None or leie.utflyttet > dag)


def i_bruk(bolig: Bolig, dag: int) -> bool:
    """Er boligen i bruk denne dagen?"""
    return bolig.i_bruk_fra <= dag and (
        bolig.ut_av_bruk is None or bolig.ut_av_bruk > dag
    )


def aar(dag: int) -> int:
    """Året dagen er i."""
    return dt.date.fromordinal(dag).year


def dager(aar: int) -> tuple[int, int]:
    """Første og siste dag i året."""
    return dt.date(aar, 1, 1).toordinal(), dt.date(aar, 12, 31).toordinal()


def paa_linje(punkter: Mapping[int, float], dag: int) -> float:
    """Verdien på dagen, med rette linjer mellom 1. januar i årene i `punkter`."""
    dato = dt.date.fromordinal(dag)
    naa = dato.year + (dag - dato.replace(month=1, day=1).toordinal()) / AAR
    foer = max((aaret for aaret in punkter if aaret <= naa), default=min(punkter))
    etter = min((aaret for aaret in punkter if aaret > naa), default=foer)
    andel = (naa - foer) / (etter - foer) if etter > foer else 0
    return punkter[foer] + andel * (punkter[etter] - punkter[foer])


def maaneder(fra: int, til: int) -> Iterator[tuple[int, int]]:
    """Første og siste dag i hver måned fra dagen `fra` til dagen `til`."""
    dag = dt.date.fromordinal(fra).replace(day=1)
    while dag.toordinal() <= til:
        neste = (dag.replace(day=28) + dt.timedelta(4)).replace(day=1)
        yield dag.toordinal(), neste.toordinal() - 1
        dag = neste


class Bestand:
    """Noe det er om lag like mye av hele tiden: `mengde(dag)` sier hvor mye.

    `ny(dag)` lager ett tilfelle som begynner den dagen, og svarer med dagen det slutter.
    """

    def __init__(
        self, terning: Terning, mengde: Callable[[int], float], ny: Callable[[int], int]
    ):
        self.terning, self.mengde, self.ny = terning, mengde, ny
        self._slutter: list[int] = []

    def fyll(self, start: int, slutt: int) -> None:
        """La så mange begynne i måneden at det er så mange som det skal være, når den er over."""
        while self._slutter and self._slutter[0] <= slutt:
            heapq.heappop(self._slutter)
        for _ in range(round(self.mengde(start)) - len(self._slutter)):
            heapq.heappush(self._slutter, self.ny(self.terning.mellom(start, slutt)))


def hold_ved_like(bestander: Sequence[Bestand], til: int) -> None:
    """Fyll bestandene måned for måned fram til dagen `til`."""
    for start, slutt in maaneder(dager(innsatstall.FRA_AAR)[0], til):
        for bestand in bestander:
            bestand.fyll(start, slutt)
