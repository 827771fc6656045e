"""Fra opptalte kuber til tabellverk: hvilke celler som finnes i en periode, og alt som binder dem sammen.

Et tabellverk gjelder ett år for kuber som henger sammen, med de tertialene som er ferdige. Strømmer tar med «hittil i år», så
tertialene kan legges sammen uten at avviket vokser. Når siste tertial er med, er hittil det samme som året.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from boligdata import katalog
from boligdata.katalog import Kube
from boligdata.vern.avrunding import Krav, Tabellverk

# Verdien av hver egenskap som er delt opp, i katalogens rekkefølge: (("boligtype", "robust"), ("omraade", "Nord")).
Utsnitt = tuple[tuple[str, str], ...]


class Serie(NamedTuple):
    """Et mål i en kube i en periode."""

    kube: str
    maal: str
    periode: str


class Telling(NamedTuple):
    """Et virkelig tall, og et avtrykk av hvem som er talt. To tellinger med samme avtrykk har de samme medlemmene."""

    antall: int
    avtrykk: str


Tall = dict[Serie, dict[Utsnitt, Telling]]
Vist = dict[Serie, dict[Utsnitt, int]]


def familier(kuber: dict[str, Kube]) -> list[tuple[Kube, ...]]:
    """Kubene delt i grupper som ikke henger sammen med hverandre."""
    gruppe = {k.id: {k.id} for k in kuber.values() if k.vernede}
    par = [[m for m, _ in (*s.deler, s.hele)] for s in katalog.sammenhenger()]
    par += [[m for m, _ in (b.beholdning, b.inn, b.ut)] for b in katalog.bevegelser()]
    for ider in par:
        felles = set().union(*(gruppe[i] for i in ider if i in gruppe))
        for i in felles:
            gruppe[i] = felles
    unike = {frozenset(g) for g in gruppe.values()}
    return sorted((tuple(kuber[i] for i in kuber if i in g) for g in unike), key=lambda g: list(kuber).index(g[0].id))


def foregaaende(periode: str) -> str:
    """Tertialet før."""
    aar, nr = int(periode[:4]), int(periode[-1])
    return f"{aar}-T{nr - 1}" if nr > 1 else f"{aar - 1}-T3"


class Bygger:
    """Samler cellene og kravene i årets tertialer. To celler med de samme medlemmene blir én, så de alltid viser det samme."""

    def __init__(self, kuber: tuple[Kube, ...], tertialer: list[str], tall: Tall, vist: Vist, sist_vist: dict[str, int],
                 trekning: Callable[[str], float]):
        self.kuber, self.tertialer, self.aar, self.tall, self.vist = (
            {k.id: k for k in kuber}, tertialer, tertialer[0][:4], tall, vist)
        self.sist_vist, self.trekning = sist_vist, trekning
        self.antall, self.tabell, self.laast, self.oensket, self.trukket, self.viktighet = [], [], [], [], [], []
        self.krav: dict[Krav, None] = {}
        self.plass: dict[tuple[Serie, Utsnitt], int] = {}
        self._etter_avtrykk: dict[tuple[str, str, int], int] = {}

    def bygg(self) -> Tabellverk:
        """Tabellverket. `plass` sier etterpå hvor hver celle havnet."""
        for kube in self.kuber.values():
            for tertial in self.tertialer:
                self._kube(kube, tertial)
            if kube.tid == "stroem" and len(self.tertialer) > 1:
                self._hittil(kube)
            if kube.tid == "fulgt" and self._hele_aaret:
                self._kube(kube, self.aar)
                self._fulgt_gjennom_aaret(kube)
        for periode in [*self.tertialer, *[self.aar] * self._hele_aaret]:
            for s in katalog.sammenhenger():
                self._sammenheng(s, periode)
        for tertial in self.tertialer:
            for b in katalog.bevegelser():
                self._bevegelse(b, tertial)
        summer = {plass for (s, _), plass in self.plass.items() if self.er_hittil(s.kube, s.periode)}
        return Tabellverk.av(self.antall, self.krav, self.tabell, self.trukket, self.laast, self.oensket,
                             [nr in summer for nr in range(len(self.antall))], self.viktighet)

    @property
    def _hele_aaret(self) -> bool:
        return self.tertialer[-1].endswith("T3")

    def er_hittil(self, kube: str, periode: str) -> bool:
        """Er perioden bare summen av tertialene så langt i år?"""
        return "-T" not in periode and self.kuber[kube].tid == "stroem"

    # ------------------------------------------------------------- cellene

    def _celle(self, serie: Serie, utsnitt: Utsnitt) -> int | None:
        """Plassen til cellen, eller None når tallet er null."""
        kube = self.kuber[serie.kube]
        if serie.periode == self.aar and kube.tid == "beholdning":
            serie = serie._replace(periode=self.tertialer[-1])
        if (serie, utsnitt) in self.plass:
            return self.plass[serie, utsnitt]
        telling = self.tall.get(serie, {}).get(utsnitt)
        if telling is None or telling.antall == 0:
            return None
        return self._ny(serie, utsnitt, telling)

    def _ny(self, serie: Serie, utsnitt: Utsnitt, telling: Telling) -> int:
        laast = self.vist.get(serie, {}).get(utsnitt, -1)
        # En låst celle har sitt eget tall, også når en annen med de samme medlemmene står fritt.
        noekkel = serie.periode, telling.avtrykk, laast
        if noekkel not in self._etter_avtrykk:
            self._etter_avtrykk[noekkel] = len(self.antall)
            self.antall.append(telling.antall)
            self.tabell.append(serie.kube)
            self.laast.append(laast)
            self.oensket.append(self.sist_vist.get(telling.avtrykk, -1))
            self.trukket.append(self.trekning(telling.avtrykk))
            # Må noe avvike mer enn fire, er det bedre at det er i de minste gruppene enn i totalen.
            self.viktighet.append(3 - len(utsnitt))
        self.plass[serie, utsnitt] = self._etter_avtrykk[noekkel]
        return self.plass[serie, utsnitt]

    def _kube(self, kube: Kube, periode: str) -> None:
        for maal in kube.vernede:
            serie = Serie(kube.id, maal, periode)
            for utsnitt in self.tall.get(serie, {}):
                self._celle(serie, utsnitt)
            for hele, deler in grupper(self.tall.get(serie, {})):
                self._summerer(serie, hele, deler)
            self._del_av_foerste_maal(kube, maal, periode)

    def _summerer(self, serie: Serie, hele: Utsnitt, deler: list[Utsnitt]) -> None:
        self._krev([(self._celle(serie, d), 1) for d in deler] + [(self._celle(serie, hele), -1)])

    def _del_av_foerste_maal(self, kube: Kube, maal: str, periode: str) -> None:
        foerste = next(iter(kube.maal))
        for utsnitt in self.tall.get(Serie(kube.id, maal, periode), {}):
            if maal != foerste:
                self._hoeyst([Serie(kube.id, maal, periode)], Serie(kube.id, foerste, periode), utsnitt)

    # -------------------------------------------------------- sammenhengene

    def _hittil(self, kube: Kube) -> None:
        """Hittil i år er summen av tertialene. Ved årets slutt er det året."""
        for maal in kube.vernede:
            serier = [Serie(kube.id, maal, t) for t in self.tertialer]
            hittil = Serie(kube.id, maal, self.aar)
            for utsnitt in dict.fromkeys(u for s in serier for u in self.tall.get(s, {})):
                tellinger = [self.tall[s][utsnitt] for s in serier if utsnitt in self.tall.get(s, {})]
                antall = sum(t.antall for t in tellinger)
                if antall:
                    avtrykk = [t.avtrykk for t in tellinger if t.antall]
                    self.plass[hittil, utsnitt] = self._ny(
                        hittil, utsnitt, Telling(antall, avtrykk[0] if len(avtrykk) == 1 else "+".join(avtrykk)))
                    self._krev([(self._celle(s, utsnitt), 1) for s in serier] + [(self.plass[hittil, utsnitt], -1)])

    def _fulgt_gjennom_aaret(self, kube: Kube) -> None:
        """Den som var med i et tertial, var med i året."""
        for maal in kube.vernede:
            aaret = Serie(kube.id, maal, self.aar)
            tertialer = [Serie(kube.id, maal, t) for t in self.tertialer]
            for utsnitt in self.tall.get(aaret, {}):
                for tertial in tertialer:
                    self._hoeyst([tertial], aaret, utsnitt, slag="aar")
                deler = [(self._celle(t, utsnitt), 1) for t in tertialer]
                self._krev([*deler, (self._celle(aaret, utsnitt), -1)], oevre=np.inf, slag="aar")

    def _sammenheng(self, s: katalog.Sammenheng, periode: str) -> None:
        alle = [*s.deler, s.hele]
        if not all(kube in self.kuber for kube, _ in alle):
            return
        felles = self._felles_grupperinger(alle)
        serier = [Serie(kube, maal, periode) for kube, maal in alle]
        for utsnitt in dict.fromkeys(u for serie in serier for u in self.tall.get(serie, {})):
            if _egenskaper(utsnitt) in felles:
                self._hoeyst(serier[:-1], serier[-1], utsnitt, s.lik, slag="kuber")

    def _felles_grupperinger(self, maal: list[tuple[str, str]]) -> set[tuple[str, ...]]:
        return set.intersection(*({*self.kuber[kube].grupperinger} for kube, _ in maal))

    def _hoeyst(self, deler: list[Serie], hele: Serie, utsnitt: Utsnitt, lik: bool = False, slag: str = "sum") -> None:
        """Delene er til sammen høyst det hele. Er det hele eksakt, som antall boliger, er det ikke noe å runde av sammen."""
        if hele.maal in self.kuber[hele.kube].vernede:
            ledd = [(self._celle(d, utsnitt), 1) for d in deler]
            self._krev([*ledd, (self._celle(hele, utsnitt), -1)], 0 if lik else -np.inf, 0, slag)

    def _bevegelse(self, b: katalog.Bevegelse, tertial: str) -> None:
        if b.beholdning[0] not in self.kuber:
            return
        serier = [Serie(*b.beholdning, foregaaende(tertial)), Serie(*b.inn, tertial), Serie(*b.ut, tertial),
                  Serie(*b.beholdning, tertial)]
        if serier[0] not in self.tall:
            return
        felles = self._felles_grupperinger([b.beholdning, b.inn, b.ut])
        for utsnitt in dict.fromkeys(u for s in serier for u in self.tall.get(s, {}) if _egenskaper(u) in felles):
            self._krev([(self._celle(s, utsnitt), v) for s, v in zip(serier, (1, 1, -1, -1))], slag="bevegelse")

    def _krev(self, ledd, nedre: float = 0, oevre: float = 0, slag: str = "sum") -> None:
        vekter: dict[int, int] = {}
        for plass, vekt in ledd:
            if plass is not None:
                vekter[plass] = vekter.get(plass, 0) + vekt
        vekter = {p: v for p, v in sorted(vekter.items()) if v}
        if vekter:
            self.krav[Krav(tuple(vekter), tuple(vekter.values()), nedre, oevre, slag)] = None


def _egenskaper(utsnitt: Utsnitt) -> tuple[str, ...]:
    return tuple(egenskap for egenskap, _ in utsnitt)


def grupper(utsnittene) -> list[tuple[Utsnitt, list[Utsnitt]]]:
    """Hvert utsnitt med utsnittene som summerer til det, én egenskap om gangen."""
    ut: dict[tuple[Utsnitt, str], list[Utsnitt]] = {}
    for utsnitt in utsnittene:
        for nr, (egenskap, _) in enumerate(utsnitt):
            ut.setdefault((utsnitt[:nr] + utsnitt[nr + 1:], egenskap), []).append(utsnitt)
    return [(hele, deler) for (hele, _), deler in ut.items()]
