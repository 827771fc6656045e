"""Fra opptalte kuber til tabellverk: hvilke celler som finnes i en periode, og alt som binder dem
sammen.

Et tabellverk gjelder kuber som henger sammen, til vanlig i ett tertial. Strømmer tar med «hittil i
år», så tertialene kan legges sammen uten at avviket vokser. Når siste tertial er med, er hittil det
samme som året.
"""

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
    samme medlemmene.
    """

    antall: int
    avtrykk: str


Tall = dict[Serie, dict[Utsnitt, Telling]]
Vist = dict[Serie, dict[Utsnitt, int]]


def familier(kuber: dict[str, Kube]) -> list[tuple[Kube, ...]]:
    """Kubene delt i grupper som ikke henger sammen med hverandre."""
    gruppe = {kube.id: {kube.id} for kube in kuber.values() if kube.vernede}
    ledd = [
        (*sammenheng.deler, sammenheng.hele) for sammenheng in katalog.sammenhenger()
    ]
    ledd += [
        (bevegelse.beholdning, bevegelse.inn, bevegelse.ut)
        for bevegelse in katalog.bevegelser()
    ]
    for henger_sammen in ledd:
        ider = [kube for kube, _ in henger_sammen if kube in gruppe]
        felles = set().union(*(gruppe[kube] for kube in ider))
        for kube in felles:
            gruppe[kube] = felles
    unike = {frozenset(ider) for ider in gruppe.values()}
    return sorted(
        (tuple(kuber[kube] for kube in kuber if kube in ider) for ider in unike),
        key=lambda familie: list(kuber).index(familie[0].id),
    )


def foregaaende(periode: str) -> str:
    """Tertialet før."""
    aar, nr = int(periode[:4]), int(periode[-1])
    return f"{aar}-T{nr - 1}" if nr > 1 else f"{aar - 1}-T3"


class Bygger:
    """Samler cellene og kravene i tertialene. To celler i samme utsnitt med de samme medlemmene
    blir én, og viser det samme.

    `kjenner_tomme` er sann når det regnes med at angriperen vet hvilke celler som er tomme. Det er
    mer enn det som kan leses av tallene, der 0 betyr høyst fire.
    """

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
        self.kuber = {kube.id: kube for kube in kuber}
        self.tertialer = tertialer
        self.tall, self.vist = tall, vist
        self.sist_vist, self.trekning, self.avvik = sist_vist, trekning, avvik
        self.kjenner_tomme = kjenner_tomme
        # Én verdi per celle i hver av disse, som i `Tabellverk`.
        self.antall: list[int] = []
        self.tabell: list[str] = []
        self.laast: list[int] = []
        self.oensket: list[int] = []
        self.trukket: list[float] = []
        self.viktighet: list[int] = []
        self.erklaert: list[int] = []
        self.kjent: set[int] = set()
        self.eksakte = [
            (kube.id, foerste)
            for kube in kuber
            for foerste in [next(iter(kube.maal))]
            if kube.vernede and foerste in kube.uvernet
        ]
        self.krav: dict[Krav, None] = {}
        self.plass: dict[tuple[Serie, Utsnitt], int] = {}
        self._etter_medlemmer: dict[tuple, int] = {}

    def bygg(self) -> Tabellverk:
        """Tabellverket. `plass` sier etterpå hvor hver celle havnet."""
        for kube in self.kuber.values():
            for tertial in self.tertialer:
                self._kube(kube, tertial)
        for aar, tertialer in itertools.groupby(
            self.tertialer, key=lambda tertial: tertial[:4]
        ):
            siste = max(tertialer)
            self._aaret(aar, [f"{aar}-T{nr}" for nr in range(1, int(siste[-1]) + 1)])
        for tertial in self.tertialer:
            for sammenheng in katalog.sammenhenger():
                self._sammenheng(sammenheng, tertial)
            for bevegelse in katalog.bevegelser():
                self._bevegelse(bevegelse, tertial)
        self._forrige_er_del_av_noe_eksakt()
        celler = range(len(self.antall))
        summer = {
            plass
            for (serie, _), plass in self.plass.items()
            if self.er_hittil(serie.kube, serie.periode)
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
            for sammenheng in katalog.sammenhenger():
                self._sammenheng(sammenheng, aar)

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
        der.
        """
        kjente = self.tall.get(serie, {})
        mulige = [
            (
                self.kuber[eksakt].grupperinger,
                self.tall.get(Serie(eksakt, maal, serie.periode), {}),
            )
            for eksakt, maal in self.eksakte
        ]
        verdier: dict[str, dict] = {egenskap: {} for egenskap in kube.dimensjoner}
        utsnittene = [*kjente, *(utsnitt for _, celler in mulige for utsnitt in celler)]
        for egenskap, verdi in itertools.chain(*utsnittene):
            if egenskap in verdier:
                verdier[egenskap][verdi] = None
        for gruppering in kube.grupperinger:
            mulige_verdier = (verdier[egenskap] for egenskap in gruppering)
            for valgt in itertools.product(*mulige_verdier):
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
        ledd = [(self._celle(serie, del_), 1) for del_ in deler]
        self._krev([*ledd, (self._celle(serie, hele), -1)])

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
            serier = [Serie(kube.id, maal, tertial) for tertial in tertialer]
            hittil = Serie(kube.id, maal, aar)
            for utsnitt in self._utsnittene(serier):
                tellinger = [
                    self.tall[serie][utsnitt]
                    for serie in serier
                    if utsnitt in self.tall.get(serie, {})
                ]
                antall = sum(telling.antall for telling in tellinger)
                if antall:
                    avtrykk = [
                        telling.avtrykk for telling in tellinger if telling.antall
                    ]
                    sum_ = self._ny(hittil, utsnitt, Telling(antall, "+".join(avtrykk)))
                    ledd = [(self._celle(serie, utsnitt), 1) for serie in serier]
                    self._krev([*ledd, (sum_, -1)])

    def _fulgt_gjennom_aaret(self, kube: Kube, aar: str, tertialer: list[str]) -> None:
        """Den som var med i et tertial, var med i året."""
        for maal in kube.vernede:
            aaret = Serie(kube.id, maal, aar)
            serier = [Serie(kube.id, maal, tertial) for tertial in tertialer]
            for utsnitt in self.tall.get(aaret, {}):
                for serie in serier:
                    self._hoeyst([serie], aaret, utsnitt, slag="aar")
                ledd = [(self._celle(serie, utsnitt), 1) for serie in serier]
                ledd.append((self._celle(aaret, utsnitt), -1))
                self._krev(ledd, oevre=np.inf, slag="aar")

    def _sammenheng(self, sammenheng: katalog.Sammenheng, periode: str) -> None:
        alle = [*sammenheng.deler, sammenheng.hele]
        if not all(kube in self.kuber for kube, _ in alle):
            return
        if sammenheng.forrige and "-T" not in periode:
            return
        delenes_periode = foregaaende(periode) if sammenheng.forrige else periode
        deler = [Serie(kube, maal, delenes_periode) for kube, maal in sammenheng.deler]
        if not any(serie in self.tall for serie in deler):
            return
        hele = Serie(*sammenheng.hele, periode)
        felles = self._felles_grupperinger(alle)
        for utsnitt in self._utsnittene([*deler, hele]):
            if _egenskaper(utsnitt) in felles:
                self._hoeyst(deler, hele, utsnitt, sammenheng.lik, slag="kuber")

    def _utsnittene(self, serier: list[Serie]) -> dict[Utsnitt, None]:
        """Utsnittene det finnes tall for i minst én av seriene, i rekkefølgen de står."""
        return dict.fromkeys(
            utsnitt for serie in serier for utsnitt in self.tall.get(serie, {})
        )

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
        boliger, er det et kjent tall.
        """
        ledd = [(self._celle(del_, utsnitt), 1) for del_ in deler]
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

    def _bevegelse(self, bevegelse: katalog.Bevegelse, tertial: str) -> None:
        """Beholdningen i forrige tertial, og de som kom inn, minus de som gikk ut, er beholdningen."""
        beholdning, inn, ut = bevegelse.beholdning, bevegelse.inn, bevegelse.ut
        if beholdning[0] not in self.kuber:
            return
        forrige = Serie(*beholdning, foregaaende(tertial))
        if forrige not in self.tall:
            return
        fortegn = {
            forrige: 1,
            Serie(*inn, tertial): 1,
            Serie(*ut, tertial): -1,
            Serie(*beholdning, tertial): -1,
        }
        felles = self._felles_grupperinger([beholdning, inn, ut])
        for utsnitt in self._utsnittene(list(fortegn)):
            if _egenskaper(utsnitt) not in felles:
                continue
            if not self.kjenner_tomme and self._celle(forrige, utsnitt) is None:
                self._ny(forrige, utsnitt, Telling(0, ""))
            ledd = [
                (self._celle(serie, utsnitt), tegn) for serie, tegn in fortegn.items()
            ]
            self._krev(ledd, slag="bevegelse")

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
        vekter = {plass: vekt for plass, vekt in sorted(vekter.items()) if vekt}
        if vekter:
            krav = Krav(tuple(vekter), tuple(vekter.values()), nedre, oevre, slag)
            self.krav[krav] = None


def _egenskaper(utsnitt: Utsnitt) -> tuple[str, ...]:
    return tuple(egenskap for egenskap, _ in utsnitt)


def grupper(utsnittene) -> list[tuple[Utsnitt, list[Utsnitt]]]:
    """Hvert utsnitt med utsnittene som summerer til det, én egenskap om gangen."""
    ut: dict[tuple[Utsnitt, str], list[Utsnitt]] = {}
    for utsnitt in utsnittene:
        for nr, (egenskap, _) in enumerate(utsnitt):
            hele = utsnitt[:nr] + utsnitt[nr + 1 :]
            ut.setdefault((hele, egenskap), []).append(utsnitt)
    return [(hele, deler) for (hele, _), deler in ut.items()]
