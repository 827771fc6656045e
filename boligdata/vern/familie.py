"""Kubene som henger sammen, med tallene i dem kodet som lister av heltall.

Hvert utsnitt og hvert avtrykk i familien får et nummer. Da kan cellene og alt som binder dem
sammen, finnes ved oppslag i lister, mange om gangen.
"""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from boligdata.felles import katalog
from boligdata.felles.katalog import Kube

# Verdien av hver egenskap som er delt opp, i katalogens rekkefølge: (("boligtype", "robust"),
# ("omraade", "Nord")).
Utsnitt = tuple[tuple[str, str], ...]


class Serie(NamedTuple):
    """Et mål i en kube i en periode."""

    kube: str
    maal: str
    periode: str


class Nivaa(NamedTuple):
    """Tallene i en kube i en periode som er delt på like mange egenskaper, `dybde`. Avviket
    erklæres for hvert nivå.
    """

    kube: str
    periode: str
    dybde: int


class Telling(NamedTuple):
    """Et virkelig tall, og et avtrykk av hvem som er talt. To tellinger med samme avtrykk har de
    samme medlemmene.
    """

    antall: int
    avtrykk: str


Tall = dict[Serie, dict[Utsnitt, Telling]]
Vist = dict[Serie, dict[Utsnitt, int]]


@dataclass(frozen=True)
class Rekke:
    """Tallene i en serie: utsnittene i rekkefølgen de står, og for hvert av dem antallet og
    avtrykket. `plass` har en verdi for hvert utsnitt i familien: hvor det står i rekken, eller −1.
    """

    utsnitt: np.ndarray
    antall: np.ndarray
    avtrykk: np.ndarray
    plass: np.ndarray

    def antall_i(self, utsnitt: np.ndarray) -> np.ndarray:
        """Antallet i hvert av utsnittene, og 0 der det ikke står noe."""
        return self._slaa_opp(self.antall, utsnitt, 0)

    def avtrykk_i(self, utsnitt: np.ndarray) -> np.ndarray:
        """Nummeret på avtrykket i hvert av utsnittene, og −1 der det ikke står noe."""
        return self._slaa_opp(self.avtrykk, utsnitt, -1)

    def _slaa_opp(self, verdier: np.ndarray, utsnitt: np.ndarray, ellers: int):
        if not len(verdier):
            return np.full(len(utsnitt), ellers)
        plass = self.plass[utsnitt]
        return np.where(plass >= 0, verdier[plass], ellers)


class Summer(NamedTuple):
    """Summene mellom utsnitt: i rad nummer `rad` er `del_` en del, og summen av delene er
    `hele[rad]`.
    """

    rad: np.ndarray
    del_: np.ndarray
    hele: np.ndarray


class Felles(NamedTuple):
    """En sammenheng eller bevegelse i katalogen, og hvilke av familiens utsnitt den gjelder."""

    regel: katalog.Sammenheng | katalog.Bevegelse
    gjelder: np.ndarray


class Antatt(NamedTuple):
    """En antakelse i katalogen, og for hvert ledd i den utsnittene den gjelder: de samme i samme
    rekkefølge, men der en verdi er valgt, med den.
    """

    ledd: list[katalog.Ledd]
    utsnitt: list[np.ndarray]


class Maaltall(NamedTuple):
    """Måltallet for en andel eller et antall, for hele kommunen: målene det regnes av som (kube,
    mål), og utsnittet det gjelder. `faktor` ganger telleren skal være minst eller høyst `maaltall`
    ganger nevneren, eller `maaltall` alene.
    """

    teller: tuple[str, str]
    nevner: tuple[str, str] | None
    utsnitt: int
    faktor: float
    maaltall: float
    opp: bool
    minste_nevner: int


class Halvdel(NamedTuple):
    """Et mål der alle kan se om det er mer eller mindre enn halvparten, når det er minst så mange å
    telle: målet og det som er det hele, som (kube, mål).
    """

    teller: tuple[str, str]
    nevner: tuple[str, str]
    minst: int


class Familieplan(NamedTuple):
    """En familie, antakelsene den må følge, og numrene på de tidligere familiene som er med i
    dem.
    """

    kuber: tuple[Kube, ...]
    antakelser: list[katalog.Antakelse]
    bygger_paa: set[int]


def planlegg(kuber: dict[str, Kube]) -> list[Familieplan]:
    """Familiene i den rekkefølgen de rundes av. Den siste familien i en antakelse følger den, etter
    det som er vist for de andre.
    """
    alle = familier(kuber)
    nummer = {kube.id: nr for nr, familie in enumerate(alle) for kube in familie}
    planer = [Familieplan(familie, [], set()) for familie in alle]
    for antakelse in katalog.antakelser():
        ider = {ledd.maal[0] for ledd in antakelse.ledd}
        if ider <= set(nummer):
            siste = max(nummer[kube] for kube in ider)
            planer[siste].antakelser.append(antakelse)
            planer[siste].bygger_paa.update({nummer[kube] for kube in ider} - {siste})
    return planer


def familier(kuber: dict[str, Kube]) -> list[tuple[Kube, ...]]:
    """Kubene delt i grupper som ikke henger sammen med hverandre."""
    gruppe = {kube.id: {kube.id} for kube in kuber.values() if kube.vernede}
    for maalene in map(_maalene, [*katalog.sammenhenger(), *katalog.bevegelser()]):
        ider = [kube for kube, _ in maalene if kube in gruppe]
        felles = set().union(*(gruppe[kube] for kube in ider))
        for kube in felles:
            gruppe[kube] = felles
    unike = {frozenset(ider) for ider in gruppe.values()}
    return sorted(
        (tuple(kuber[kube] for kube in kuber if kube in ider) for ider in unike),
        key=lambda familie: list(kuber).index(familie[0].id),
    )


def _maalene(regel: katalog.Sammenheng | katalog.Bevegelse) -> list[tuple[str, str]]:
    if isinstance(regel, katalog.Bevegelse):
        return [regel.beholdning, regel.inn, regel.ut]
    return [*regel.deler, regel.hele]


def foregaaende(periode: str) -> str:
    """Tertialet før."""
    aar, nr = int(periode[:4]), int(periode[-1])
    return f"{aar}-T{nr - 1}" if nr > 1 else f"{aar - 1}-T3"


def tidligere(periode: str, antall: int) -> str:
    """Tertialet så mange tertialer før."""
    for _ in range(antall):
        periode = foregaaende(periode)
    return periode


def neste_tertial(periode: str) -> str:
    """Tertialet etter."""
    aar, nr = int(periode[:4]), int(periode[-1])
    return f"{aar}-T{nr + 1}" if nr < 3 else f"{aar + 1}-T1"


class Familie:
    """Kubene som henger sammen, og alle virkelige tall i dem.

    `utsnitt` er alle utsnitt kubene kan ha, etter nummer, `dybde` hvor mange egenskaper hvert av
    dem er delt på, og `dypest` det meste. `avtrykk` er avtrykkene etter nummer. `laante` er kuber i
    andre familier som er med i antakelsene, og som alt er rundet av. `publiserte` er utsnitt som er
    vist før, også der det ikke er noen lenger.
    """

    def __init__(
        self,
        kuber: tuple[Kube, ...],
        tall: Tall,
        antakelser: list[katalog.Antakelse] = (),
        laante: dict[str, Kube] | None = None,
        publiserte: Iterable[Utsnitt] = (),
    ):
        self.kuber = {kube.id: kube for kube in kuber}
        self.alle_kuber = self.kuber | (laante or {})
        self.tall = {
            serie: celler for serie, celler in tall.items() if serie.kube in self.kuber
        }
        self.laant_tall = _det_antakelsene_gjelder(antakelser, self, tall)
        # Alle tertialene det er tall for, også dem der ingen er talt i denne familien.
        self.tertialer = sorted(
            {serie.periode for serie in tall if "-T" in serie.periode}
        )
        self.utsnitt = self._mulige_utsnitt(publiserte)
        self.nummer = {utsnitt: nr for nr, utsnitt in enumerate(self.utsnitt)}
        self.dybde = np.array([len(utsnitt) for utsnitt in self.utsnitt])
        self.dypest = int(self.dybde.max(initial=0))
        self._grupper, self._hele = self._summene()
        self.avtrykk: list[str] = []
        self._avtrykknummer: dict[str, int] = {}
        self._rekker = {
            serie: self._rekke(
                celler,
                [telling.antall for telling in celler.values()],
                [telling.avtrykk for telling in celler.values()],
            )
            for serie, celler in (self.tall | self.laant_tall).items()
        }
        self._ingen = self._rekke({}, [], [])
        self._hittil: dict[tuple[Serie, tuple[str, ...]], Rekke] = {}
        self._tomme: dict[Serie, np.ndarray] = {}
        self.sammenhenger = self._felles(katalog.sammenhenger())
        self.bevegelser = self._felles(katalog.bevegelser())
        self.antatt = [self._antatt(antakelse) for antakelse in antakelser]
        # Så mange tertialer tilbake går antakelsene.
        self.lengst_tilbake = max(
            (ledd.foer for antatt in self.antatt for ledd in antatt.ledd), default=0
        )
        self.maaltall = self._maaltallene()
        self.halvdeler = [
            Halvdel((kube.id, maal), (kube.id, statistikk.antall), statistikk.minst)
            for kube in kuber
            for maal, statistikk in kube.halvdeler
        ]
        # Målene som vises eksakt, og som de andre målene i kuben er deler av.
        self.eksakte = [
            (kube.id, foerste)
            for kube in kuber
            for foerste in [next(iter(kube.maal))]
            if kube.vernede and foerste in kube.uvernet
        ]

    def _mulige_utsnitt(self, publiserte: Iterable[Utsnitt]) -> list[Utsnitt]:
        alle = dict.fromkeys(
            itertools.chain(*(self.tall | self.laant_tall).values(), publiserte)
        )
        verdier: dict[str, dict[str, None]] = {}
        for egenskap, verdi in itertools.chain.from_iterable(alle):
            verdier.setdefault(egenskap, {})[verdi] = None
        for gruppering in dict.fromkeys(
            gruppering
            for kube in self.kuber.values()
            for gruppering in kube.grupperinger
        ):
            valg = (verdier.get(egenskap, {}) for egenskap in gruppering)
            for valgt in itertools.product(*valg):
                alle[tuple(zip(gruppering, valgt))] = None
        for utsnitt in list(alle):
            for antall in range(len(utsnitt)):
                alle |= dict.fromkeys(itertools.combinations(utsnitt, antall))
        return list(alle)

    def _summene(self) -> tuple[np.ndarray, np.ndarray]:
        """For hvert utsnitt summene det er en del av, én for hver egenskap, og for hver sum
        utsnittet den er i.
        """
        grupper = np.full((len(self.utsnitt), self.dypest), -1)
        numre: dict[tuple[Utsnitt, str], int] = {}
        for utsnittet, utsnitt in enumerate(self.utsnitt):
            for nr, (egenskap, _) in enumerate(utsnitt):
                hele = utsnitt[:nr] + utsnitt[nr + 1 :]
                grupper[utsnittet, nr] = numre.setdefault((hele, egenskap), len(numre))
        return grupper, np.array([self.nummer[hele] for hele, _ in numre], dtype=int)

    def _felles(self, regler) -> list[Felles]:
        """Reglene der alle kubene er i familien."""
        ut = []
        for regel in regler:
            kuber = [kube for kube, _ in _maalene(regel)]
            if all(kube in self.kuber for kube in kuber):
                like = set.intersection(
                    *({*self.kuber[kube].grupperinger} for kube in kuber)
                )
                gjelder = [_egenskaper(utsnitt) in like for utsnitt in self.utsnitt]
                ut.append(Felles(regel, np.array(gjelder, dtype=bool)))
        return ut

    def _antatt(self, antakelse: katalog.Antakelse) -> Antatt:
        rader = []
        for utsnitt in self.utsnitt:
            rad = [_med(utsnitt, ledd, self.alle_kuber) for ledd in antakelse.ledd]
            if all(med in self.nummer for med in rad):
                rader.append([self.nummer[med] for med in rad])
        # Er det ingen slike utsnitt, har hvert ledd en tom liste.
        per_ledd = np.array(rader, dtype=int).reshape(-1, len(antakelse.ledd)).T
        return Antatt(antakelse.ledd, list(per_ledd))

    def _maaltallene(self) -> list[Maaltall]:
        return [
            Maaltall(
                (indikator.kube, indikator.teller),
                (indikator.kube, indikator.nevner) if indikator.nevner else None,
                self.nummer[indikator.utvalg],
                indikator.eksakt_enhet.faktor,
                indikator.maaltall,
                indikator.retning == "opp",
                indikator.minste_nevner_til_dom if indikator.nevner else 0,
            )
            for indikator in katalog.maalsatte()
            if indikator.teller
            and indikator.kube in self.kuber
            and indikator.utvalg in self.nummer
        ]

    # ------------------------------------------------------------------------ oppslag

    def har(self, serie: Serie) -> bool:
        """Er det telt noe i serien?"""
        return serie in self._rekker

    def rekke(self, serie: Serie) -> Rekke:
        """Tallene i serien, eller en tom rekke."""
        return self._rekker.get(serie, self._ingen)

    def hittil(self, serie: Serie, tertialer: tuple[str, ...]) -> Rekke:
        """Summen av tertialene, der den ikke er null."""
        if (serie, tertialer) not in self._hittil:
            self._hittil[serie, tertialer] = self._summen(serie, tertialer)
        return self._hittil[serie, tertialer]

    def _summen(self, serie: Serie, tertialer: tuple[str, ...]) -> Rekke:
        celler: dict[Utsnitt, list[Telling]] = {}
        for tertial in tertialer:
            for utsnitt, telling in self.tall.get(
                serie._replace(periode=tertial), {}
            ).items():
                if telling.antall:
                    celler.setdefault(utsnitt, []).append(telling)
        return self._rekke(
            celler,
            [sum(telling.antall for telling in deler) for deler in celler.values()],
            [
                "+".join(telling.avtrykk for telling in deler)
                for deler in celler.values()
            ],
        )

    def utsnittene(self, rekkene: list[Rekke]) -> np.ndarray:
        """Utsnittene det finnes tall for i minst én av rekkene, i rekkefølgen de står."""
        alle = np.concatenate([rekke.utsnitt for rekke in rekkene])
        _, foerste = np.unique(alle, return_index=True)
        return alle[np.sort(foerste)]

    def summer(self, utsnitt: np.ndarray) -> Summer:
        """Hvert utsnitt som er summen av noen av disse, én egenskap om gangen."""
        grupper = self._grupper[utsnitt]
        del_, nr = np.nonzero(grupper >= 0)
        gruppe = grupper[del_, nr]
        unike, foerste, omvendt = np.unique(
            gruppe, return_index=True, return_inverse=True
        )
        rekkefoelge = np.argsort(foerste)
        rad = np.empty(len(unike), dtype=int)
        rad[rekkefoelge] = np.arange(len(unike))
        return Summer(rad[omvendt], utsnitt[del_], self._hele[unike[rekkefoelge]])

    def tomme(self, serie: Serie) -> np.ndarray:
        """Utsnitt uten noen i, bortsett fra dem som må være tomme fordi det ikke finnes noen boliger
        der.
        """
        if serie not in self._tomme:
            self._tomme[serie] = self._finn_tomme(serie)
        return self._tomme[serie]

    def _finn_tomme(self, serie: Serie) -> np.ndarray:
        kube = self.kuber[serie.kube]
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
        ut = []
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
                    ut.append(self.nummer[utsnitt])
        return np.array(ut, dtype=int)

    # ------------------------------------------------------------------------- koding

    def avtrykknummer(self, avtrykk: str) -> int:
        """Nummeret på avtrykket. Det får et nytt om det ikke har noe."""
        nr = self._avtrykknummer.setdefault(avtrykk, len(self.avtrykk))
        if nr == len(self.avtrykk):
            self.avtrykk.append(avtrykk)
        return nr

    def _rekke(self, celler, antall: list[int], avtrykk: list[str]) -> Rekke:
        utsnitt = np.array([self.nummer[utsnitt] for utsnitt in celler], dtype=int)
        plass = np.full(len(self.utsnitt), -1)
        plass[utsnitt] = np.arange(len(utsnitt))
        return Rekke(
            utsnitt,
            np.array(antall, dtype=int),
            np.array([self.avtrykknummer(tegn) for tegn in avtrykk], dtype=int),
            plass,
        )


def _egenskaper(utsnitt: Utsnitt) -> tuple[str, ...]:
    return tuple(egenskap for egenskap, _ in utsnitt)


def _med(
    utsnitt: Utsnitt, ledd: katalog.Ledd, kuber: dict[str, Kube]
) -> Utsnitt | None:
    """Utsnittet der også verdiene i leddet er valgt, eller None når kuben ikke har det."""
    kube, valgt = kuber[ledd.maal[0]], dict(utsnitt)
    if ledd.der.keys() & valgt.keys():
        return None
    valgt |= ledd.der
    med = tuple((e, valgt[e]) for e in kube.dimensjoner if e in valgt)
    har_alle = len(med) == len(valgt)
    return med if har_alle and _egenskaper(med) in kube.grupperinger else None


def _det_antakelsene_gjelder(
    antakelser: list[katalog.Antakelse], familie: Familie, tall: Tall
) -> Tall:
    """Tallene i de lånte kubene, i de grupperingene antakelsene gjelder."""
    ut: Tall = {}
    for antakelse in antakelser:
        for ledd in antakelse.ledd:
            if ledd.maal[0] in familie.kuber:
                continue
            grupperinger = _grupperingene(antakelse, ledd, familie.alle_kuber)
            for serie, celler in tall.items():
                if (serie.kube, serie.maal) == ledd.maal:
                    ut.setdefault(serie, {}).update(
                        (utsnitt, telling)
                        for utsnitt, telling in celler.items()
                        if _egenskaper(utsnitt) in grupperinger
                        and ledd.der.items() <= dict(utsnitt).items()
                    )
    return ut


def _grupperingene(
    antakelse: katalog.Antakelse, ledd: katalog.Ledd, kuber: dict[str, Kube]
) -> set[tuple[str, ...]]:
    """Grupperingene av leddet der alle de andre leddene har den samme."""
    ut = set()
    for gruppering in kuber[ledd.maal[0]].grupperinger:
        felles = tuple(
            (egenskap, "") for egenskap in gruppering if egenskap not in ledd.der
        )
        if len(felles) == len(gruppering) - len(ledd.der) and all(
            _med(felles, annet, kuber) is not None for annet in antakelse.ledd
        ):
            ut.add(gruppering)
    return ut
