"""Fra opptalte kuber til tabellverk: hvilke celler som finnes i en periode, og alt som binder dem
sammen.

Et tabellverk gjelder kuber som henger sammen, til vanlig i ett tertial. Strømmer tar med «hittil i
år», så tertialene kan legges sammen uten at avviket vokser. Når siste tertial er med, er hittil det
samme som året."""

import itertools
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from boligdata.felles import katalog
from boligdata.felles.katalog import Kube
from boligdata.vern.avrunding import BASIS, STRENGT_AVVIK, Krav, Tabellverk

# Verdien av hver egenskap som er delt opp, i katalogens rekkefølge: (("boligtype", "robust"),
# ("omraade", "Nord")).
Utsnitt = tuple[tuple[str, str], ...]


class Serie(NamedTuple):
    """Et mål i en kube i en periode."""

    kube: str
    maal: str
    periode: str


class Telling(NamedTuple):
    """Et virkelig tall, og et avtrykk av hvem som er talt. To tellinger med samme avtrykk har de
    samme medlemmene."""

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
    return sorted(
        (tuple(kuber[i] for i in kuber if i in g) for g in unike),
        key=lambda g: list(kuber).index(g[0].id),
    )


def foregaaende(periode: str) -> str:
    """Tertialet før."""
    aar, nr = int(periode[:4]), int(periode[-1])
    return f"{aar}-T{nr - 1}" if nr > 1 else f"{aar - 1}-T3"


class Bygger:
    """Samler cellene og kravene i tertialene. To celler i samme utsnitt med de samme medlemmene
    blir én, og viser det samme.

    `kjenner_tomme` er sann når det regnes med at angriperen vet hvilke celler som er tomme. Det er
    mer enn det som kan leses av tallene, der 0 betyr høyst fire."""

    def __init__(
        self,
        kuber: tuple[Kube, ...],
        tertialer: list[str],
        tall: Tall,
        vist: Vist,
        sist_vist: dict[str, int],
        trekning: Callable[[str], float],
        avvik: dict[tuple[str, str], int],
        kjenner_tomme: bool = True,
    ):
        self.kuber, self.tertialer, self.tall, self.vist = (
            {k.id: k for k in kuber},
            tertialer,
            tall,
            vist,
        )
        self.sist_vist, self.trekning, self.avvik = sist_vist, trekning, avvik
        (
            self.antall,
            self.tabell,
            self.laast,
            self.oensket,
            self.trukket,
            self.viktighet,
            self.erklaert,
        ) = [], [], [], [], [], [], []
        self.kjent: set[int] = set()
        self.kjenner_tomme = kjenner_tomme
        self.eksakte = [
            (k.id, m)
            for k in kuber
            for m in [next(iter(k.maal))]
            if k.vernede and m in k.uvernet
        ]
        self.krav: dict[Krav, None] = {}
        self.plass: dict[tuple[Serie, Utsnitt], int] = {}
        self._etter_medlemmer: dict[tuple, int] = {}

    def bygg(self) -> Tabellverk:
        """Tabellverket. `plass` sier etterpå hvor hver celle havnet."""
        for kube in self.kuber.values():
            for tertial in self.tertialer:
                self._kube(kube, tertial)
        for aar, tertialer in itertools.groupby(self.tertialer, key=lambda t: t[:4]):
            siste = max(tertialer)
            self._aaret(aar, [f"{aar}-T{nr}" for nr in range(1, int(siste[-1]) + 1)])
        for tertial in self.tertialer:
            for s in katalog.sammenhenger():
                self._sammenheng(s, tertial)
            for b in katalog.bevegelser():
                self._bevegelse(b, tertial)
        self._forrige_er_del_av_noe_eksakt()
        celler = range(len(self.antall))
        summer = {
            plass
            for (s, _), plass in self.plass.items()
            if self.er_hittil(s.kube, s.periode)
        }
        return Tabellverk.av(
            self.antall,
            self.krav,
            self.tabell,
            self.trukket,
            self.laast,
            self.oensket,
            [nr in summer for nr in celler],
            self.viktighet,
            [nr in self.kjent for nr in celler],
            self.erklaert,
        )

    def _aaret(self, aar: str, tertialer: list[str]) -> None:
        hele_aaret = tertialer[-1].endswith("T3")
        for kube in self.kuber.values():
            if kube.tid == "stroem" and len(tertialer) > 1:
                self._hittil(kube, aar, tertialer)
            if kube.tid == "fulgt" and hele_aaret:
                self._kube(kube, aar)
                self._fulgt_gjennom_aaret(kube, aar, tertialer)
        if hele_aaret:
            for s in katalog.sammenhenger():
                self._sammenheng(s, aar)

    def er_hittil(self, kube: str, periode: str) -> bool:
        """Er perioden bare summen av tertialene så langt i år?"""
        return "-T" not in periode and self.kuber[kube].tid == "stroem"

    # -------------------------------------------------------------------------- cellene

    def _celle(self, serie: Serie, utsnitt: Utsnitt) -> int | None:
        """Plassen til cellen, eller None når tallet er null."""
        kube = self.kuber[serie.kube]
        if "-T" not in serie.periode and kube.tid == "beholdning":
            serie = serie._replace(periode=f"{serie.periode}-T3")
        if (serie, utsnitt) in self.plass:
            return self.plass[serie, utsnitt]
        telling = self.tall.get(serie, {}).get(utsnitt)
        if telling is None or telling.antall == 0:
            return None
        return self._ny(serie, utsnitt, telling)

    def _ny(self, serie: Serie, utsnitt: Utsnitt, telling: Telling) -> int:
        laast = self.vist.get(serie, {}).get(utsnitt, -1)
        erklaert = self.avvik.get((serie.kube, serie.periode), STRENGT_AVVIK)
        om_boliger = self.kuber[serie.kube].om_boliger
        # I samme utsnitt vet angriperen at to tall gjelder de samme. At to grupper ellers har de
        # samme medlemmene, vet den ikke.
        samme = (
            (telling.avtrykk, utsnitt)
            if telling.antall and not om_boliger
            else (serie, utsnitt)
        )
        # En låst celle har sitt eget tall, også når en annen med de samme medlemmene står fritt.
        noekkel = serie.periode, samme, laast
        nr = self._etter_medlemmer.setdefault(noekkel, len(self.antall))
        if nr == len(self.antall):
            self.antall.append(telling.antall)
            self.tabell.append(serie.kube)
            self.laast.append(laast)
            self.oensket.append(self.sist_vist.get(telling.avtrykk, -1))
            self.erklaert.append(erklaert)
            self.trukket.append(self.trekning(telling.avtrykk))
            # Må noe avvike mer enn fire, er det bedre at det er i de minste gruppene enn i totalen.
            self.viktighet.append(3 - len(utsnitt))
            if om_boliger:
                self.kjent.add(nr)
        self.erklaert[nr] = min(self.erklaert[nr], erklaert)
        self.plass[serie, utsnitt] = nr
        return nr

    def _kube(self, kube: Kube, periode: str) -> None:
        for maal in kube.vernede:
            serie = Serie(kube.id, maal, periode)
            utsnittene = dict.fromkeys(self.tall.get(serie, {}))
            if kube.om_boliger or not self.kjenner_tomme:
                utsnittene |= dict.fromkeys(self._tomme(kube, serie))
            for utsnitt in utsnittene:
                self._celle(serie, utsnitt)
            for hele, deler in grupper(utsnittene):
                self._summerer(serie, hele, deler)
            self._del_av_foerste_maal(kube, maal, periode)

    def _tomme(self, kube: Kube, serie: Serie) -> Iterator[Utsnitt]:
        """Celler uten noen i, bortsett fra dem som må være tomme fordi det ikke finnes noen boliger
        der."""
        kjente = self.tall.get(serie, {})
        mulige = [
            (self.kuber[k].grupperinger, self.tall.get(Serie(k, m, serie.periode), {}))
            for k, m in self.eksakte
        ]
        verdier: dict[str, dict] = {e: {} for e in kube.dimensjoner}
        for egenskap, verdi in itertools.chain(
            *kjente, *(u for _, celler in mulige for u in celler)
        ):
            if egenskap in verdier:
                verdier[egenskap][verdi] = None
        for gruppering in kube.grupperinger:
            for valgt in itertools.product(*(verdier[e] for e in gruppering)):
                utsnitt = tuple(zip(gruppering, valgt))
                finnes = all(
                    utsnitt in celler
                    for grupperinger, celler in mulige
                    if gruppering in grupperinger
                )
                if finnes and utsnitt not in kjente:
                    self._ny(serie, utsnitt, Telling(0, ""))
                    yield utsnitt

    def _summerer(self, serie: Serie, hele: Utsnitt, deler: list[Utsnitt]) -> None:
        self._krev(
            [(self._celle(serie, d), 1) for d in deler]
            + [(self._celle(serie, hele), -1)]
        )

    def _del_av_foerste_maal(self, kube: Kube, maal: str, periode: str) -> None:
        foerste = next(iter(kube.maal))
        for utsnitt in self.tall.get(Serie(kube.id, maal, periode), {}):
            if maal != foerste:
                self._hoeyst(
                    [Serie(kube.id, maal, periode)],
                    Serie(kube.id, foerste, periode),
                    utsnitt,
                )

    # -------------------------------------------------------------------- sammenhengene

    def _hittil(self, kube: Kube, aar: str, tertialer: list[str]) -> None:
        """Hittil i år er summen av tertialene. Ved årets slutt er det året."""
        for maal in kube.vernede:
            serier = [Serie(kube.id, maal, t) for t in tertialer]
            hittil = Serie(kube.id, maal, aar)
            for utsnitt in dict.fromkeys(
                u for s in serier for u in self.tall.get(s, {})
            ):
                tellinger = [
                    self.tall[s][utsnitt]
                    for s in serier
                    if utsnitt in self.tall.get(s, {})
                ]
                antall = sum(t.antall for t in tellinger)
                if antall:
                    avtrykk = [t.avtrykk for t in tellinger if t.antall]
                    sum_ = self._ny(hittil, utsnitt, Telling(antall, "+".join(avtrykk)))
                    self._krev(
                        [(self._celle(s, utsnitt), 1) for s in serier] + [(sum_, -1)]
                    )

    def _fulgt_gjennom_aaret(self, kube: Kube, aar: str, tertialer: list[str]) -> None:
        """Den som var med i et tertial, var med i året."""
        for maal in kube.vernede:
            aaret = Serie(kube.id, maal, aar)
            serier = [Serie(kube.id, maal, t) for t in tertialer]
            for utsnitt in self.tall.get(aaret, {}):
                for serie in serier:
                    self._hoeyst([serie], aaret, utsnitt, slag="aar")
                deler = [(self._celle(s, utsnitt), 1) for s in serier]
                self._krev(
                    [*deler, (self._celle(aaret, utsnitt), -1)],
                    oevre=np.inf,
                    slag="aar",
                )

    def _sammenheng(self, s: katalog.Sammenheng, periode: str) -> None:
        alle = [*s.deler, s.hele]
        if not all(kube in self.kuber for kube, _ in alle):
            return
        if s.forrige and "-T" not in periode:
            return
        felles = self._felles_grupperinger(alle)
        deler = [
            Serie(kube, maal, foregaaende(periode) if s.forrige else periode)
            for kube, maal in s.deler
        ]
        if not any(d in self.tall for d in deler):
            return
        serier = [*deler, Serie(*s.hele, periode)]
        for utsnitt in dict.fromkeys(
            u for serie in serier for u in self.tall.get(serie, {})
        ):
            if _egenskaper(utsnitt) in felles:
                self._hoeyst(serier[:-1], serier[-1], utsnitt, s.lik, slag="kuber")

    def _felles_grupperinger(self, maal: list[tuple[str, str]]) -> set[tuple[str, ...]]:
        return set.intersection(*({*self.kuber[kube].grupperinger} for kube, _ in maal))

    def _hoeyst(
        self,
        deler: list[Serie],
        hele: Serie,
        utsnitt: Utsnitt,
        lik: bool = False,
        slag: str = "sum",
    ) -> None:
        """Delene er til sammen høyst det hele, eller lik det. Er det hele eksakt, som antall
        boliger, er det et kjent tall."""
        ledd = [(self._celle(d, utsnitt), 1) for d in deler]
        if hele.maal in self.kuber[hele.kube].vernede:
            self._krev(
                [*ledd, (self._celle(hele, utsnitt), -1)],
                0 if lik else -np.inf,
                0,
                slag,
            )
        elif utsnitt in self.tall.get(hele, {}):
            antall = self.tall[hele][utsnitt].antall
            self._krev(ledd, antall if lik else -np.inf, antall, slag)
            if antall < BASIS:
                self.kjent.update(plass for plass, _ in ledd if plass is not None)

    def _bevegelse(self, b: katalog.Bevegelse, tertial: str) -> None:
        if b.beholdning[0] not in self.kuber:
            return
        serier = [
            Serie(*b.beholdning, foregaaende(tertial)),
            Serie(*b.inn, tertial),
            Serie(*b.ut, tertial),
            Serie(*b.beholdning, tertial),
        ]
        if serier[0] not in self.tall:
            return
        felles = self._felles_grupperinger([b.beholdning, b.inn, b.ut])
        for utsnitt in dict.fromkeys(
            u for s in serier for u in self.tall.get(s, {}) if _egenskaper(u) in felles
        ):
            if not self.kjenner_tomme and self._celle(serier[0], utsnitt) is None:
                self._ny(serier[0], utsnitt, Telling(0, ""))
            self._krev(
                [(self._celle(s, utsnitt), v) for s, v in zip(serier, (1, 1, -1, -1))],
                slag="bevegelse",
            )

    def _forrige_er_del_av_noe_eksakt(self) -> None:
        """Det eksakte setter en grense også for beholdningen i tertialet før det første."""
        forrige = foregaaende(self.tertialer[0])
        for kube, _ in self.eksakte:
            for maal in self.kuber[kube].vernede:
                self._del_av_foerste_maal(self.kuber[kube], maal, forrige)

    def _krev(
        self, ledd, nedre: float = 0, oevre: float = 0, slag: str = "sum"
    ) -> None:
        vekter: dict[int, int] = {}
        for plass, vekt in ledd:
            if plass is not None:
                vekter[plass] = vekter.get(plass, 0) + vekt
        vekter = {p: v for p, v in sorted(vekter.items()) if v}
        if vekter:
            self.krav[
                Krav(tuple(vekter), tuple(vekter.values()), nedre, oevre, slag)
            ] = None


def _egenskaper(utsnitt: Utsnitt) -> tuple[str, ...]:
    return tuple(egenskap for egenskap, _ in utsnitt)


def grupper(utsnittene) -> list[tuple[Utsnitt, list[Utsnitt]]]:
    """Hvert utsnitt med utsnittene som summerer til det, én egenskap om gangen."""
    ut: dict[tuple[Utsnitt, str], list[Utsnitt]] = {}
    for utsnitt in utsnittene:
        for nr, (egenskap, _) in enumerate(utsnitt):
            ut.setdefault((utsnitt[:nr] + utsnitt[nr + 1 :], egenskap), []).append(
                utsnitt
            )
    return [(hele, deler) for (hele, _), deler in ut.items()]
