"""Finner det spørringene gjør sant, uten å lese hva som er erklært.

Tallene i mange kommuner stilles opp ved siden av hverandre. For hvert par av mål, hver forskyvning
i tid og hver gruppering kubene har felles, spørres det: er det ene alltid høyst det andre? Det
samme spørres for summen av to mål. Det som alltid gjelder, og som ville vært brutt mange ganger om
målene ikke hadde med hverandre å gjøre, er en sammenheng. Så spørres katalogen: følger den av det
som er erklært?
"""

import functools
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import highspy
import numpy as np
import pyarrow as pa

from boligdata.felles import katalog
from boligdata.felles.katalog import Kube

ALLE, UKJENT, VEKTET = "alle", "ukjent", "vektet"
# Egenskaper mange kuber har. En verdi av dem velges ikke, for de er med som grupperinger.
GRUPPERES = ("maalgruppe", "boligtype", "omraade", "aldersgruppe")
# Så mange tertialer eller år før kan det ene målet være. Definisjonene regner med et halvt, ett og
# seks år.
FOER = {"tertial": (0, 1, 2, 3, 18), "aar": (0, 1)}
# Tall som er større enn dette, er like når det regnes ut hva som var å vente.
HOEYESTE = 20
# Så mange steder, og i så mange kommuner eller grupper, måtte sammenhengen vært brutt om målene
# ikke hadde med hverandre å gjøre.
BRUDD, GRUPPER = 25, 8
# Større enn alle tall.
INGEN_GRENSE = 10**6


class Maal(NamedTuple):
    """Et mål i en kube, kanskje bare for én verdi av én egenskap."""

    kube: str
    maal: str
    der: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        valgt = "".join(f"[{egenskap}={verdi}]" for egenskap, verdi in self.der)
        return f"{self.kube}.{self.maal}{valgt}"


class Ledd(NamedTuple):
    """Et mål så mange tertialer før, med en vekt."""

    maal: Maal
    foer: int
    vekt: int

    def __str__(self) -> str:
        return f"{self.maal} før {self.foer}" if self.foer else str(self.maal)


Relasjon = tuple[Ledd, ...]  # Til sammen er leddene høyst null.


class Funn(NamedTuple):
    """En relasjon som alltid gjelder på et nivå, og hvor mange ganger den ville vært brutt ved et
    tilfelle, og i hvor mange grupper.
    """

    relasjon: Relasjon
    nivaa: tuple[str, ...]
    brudd: float
    grupper: float

    def __str__(self) -> str:
        hvor = " og ".join(self.nivaa) or "hele kommunen"
        return (
            f"«{skriv(self.relasjon)}» etter {hvor}: aldri brutt, og ved et tilfelle ville "
            f"det vært brutt {self.brudd:.0f} ganger i {self.grupper:.0f} grupper"
        )


def skriv(relasjon: Relasjon) -> str:
    """«a.b[c=d] ≤ e.f før 1»."""
    mindre = [str(ledd) for ledd in relasjon if ledd.vekt > 0]
    stoerre = [str(ledd) for ledd in relasjon if ledd.vekt < 0]
    return f"{' + '.join(mindre)} ≤ {' + '.join(stoerre)}"


def les(tekst: str) -> Relasjon:
    """Relasjonen slik `skriv` skriver den."""
    ut = []
    for vekt, side in zip((1, -1), tekst.split(" ≤ "), strict=True):
        for ledd in side.split(" + "):
            navn, _, foer = ledd.partition(" før ")
            kube, maal, valgt = re.fullmatch(r"(\w+)\.(\w+)(.*)", navn).groups()
            der = tuple(re.findall(r"\[(\w+)=([^]]+)\]", valgt))
            ut.append(Ledd(Maal(kube, maal, der), int(foer or 0), vekt))
    return tuple(ut)


# ------------------------------------------------------------------------------ tallene


@functools.cache
def kubene() -> dict[str, Kube]:
    """Kubene om personer, husstander, saker og boliger."""
    return {kube.id: kube for kube in katalog.kuber().values() if kube.vernede}


def opptelling(kube: Kube) -> str:
    """Spørringen som teller opp kuben i hver kommune. De tre første tegnene i id-en er kommunen."""
    egenskaper = [
        f"if(grouping({navn}) = 1, '{ALLE}', coalesce({navn}::varchar, '{UKJENT}')) "
        f"as {navn}"
        for navn in kube.dimensjoner
    ]
    maalene = [f"{uttrykk} as {navn}" for navn, uttrykk in kube.maal.items()]
    sett = [
        f"({', '.join(('kommune', 'periode', *gruppering))})"
        for gruppering in kube.grupperinger
    ]
    fra = f"(select *, left({kube.enhet}, 3)::integer as kommune from {kube.modell})"
    return (
        f"select kommune, periode, {', '.join(egenskaper + maalene)} from {fra} "
        f"group by grouping sets ({', '.join(sett)})"
    )


def ferdig_talt(kube: Kube) -> str:
    """Spørringen som henter kuben i en ferdig bygget kommune."""
    kolonner = ", ".join(("periode", *kube.dimensjoner, *kube.maal))
    return f"select 0 as kommune, {kolonner} from kube_{kube.id}"


class Tellinger:
    """Tallene i kubene i alle kommunene, etter tertial eller år. En celle uten noen i er null."""

    def __init__(
        self,
        periodetype: str,
        perioder: list[str],
        tell: Callable[[Kube], pa.Table],
    ):
        self.periodetype, self.foer = periodetype, FOER[periodetype]
        self.perioder = {periode: nr for nr, periode in enumerate(perioder)}
        raa = {kube.id: tell(kube) for kube in kubene().values()}
        self.verdier = _verdiene(raa)
        self.kommuner = 1 + max(
            np.max(tabellen["kommune"].to_numpy(), initial=0)
            for tabellen in raa.values()
        )
        self.tall: dict[tuple[str, tuple[str, ...]], np.ndarray] = {}
        self.kjent: dict[str, np.ndarray] = {}
        for kube in kubene().values():
            self._fyll(kube, raa[kube.id])

    def _fyll(self, kube: Kube, raa: pa.Table) -> None:
        periode = _numre(raa["periode"], self.perioder)
        raa, periode = raa.filter(pa.array(periode >= 0)), periode[periode >= 0]
        kommune = raa["kommune"].to_numpy()
        koder = {
            egenskap: _numre(
                raa[egenskap], {v: nr for nr, v in enumerate(self.verdier[egenskap])}
            )
            for egenskap in kube.dimensjoner
        }
        kjent = np.ones(len(self.perioder), dtype=bool)
        if kube.hull:
            kjent = np.isin(np.arange(len(kjent)), periode)
        self.kjent[kube.id] = kjent
        maalene = [raa[maal].to_numpy() for maal in kube.maal]
        for gruppering in kube.grupperinger:
            med = np.ones(len(periode), dtype=bool)
            for egenskap in kube.dimensjoner:
                med &= (koder[egenskap] >= 0) == (egenskap in gruppering)
            form = [len(self.verdier[egenskap]) for egenskap in gruppering]
            ut = np.zeros(
                (len(maalene), *form, self.kommuner, len(self.perioder)), np.int32
            )
            verdiene = [koder[egenskap][med] for egenskap in gruppering]
            hvor = (*verdiene, kommune[med], periode[med])
            for nr, tall in enumerate(maalene):
                ut[nr][hvor] = tall[med]
            self.tall[kube.id, gruppering] = ut

    def paa(self, nivaa: tuple[str, ...]) -> dict[Maal, np.ndarray]:
        """Tallene til hvert mål på et nivå: en rad for hver kommune og verdi av egenskapene, en
        kolonne for hvert tertial.
        """
        ut: dict[Maal, np.ndarray] = {}
        for (id, gruppering), tall in self.tall.items():
            flere = [egenskap for egenskap in gruppering if egenskap not in nivaa]
            felles = len(gruppering) - len(flere) == len(nivaa)
            if not felles or len(flere) > 1 or set(flere) & set(GRUPPERES):
                continue
            akser = [1 + gruppering.index(egenskap) for egenskap in (*flere, *nivaa)]
            tall = tall.transpose(0, *akser, -2, -1)
            for nr, maal in enumerate(kubene()[id].maal):
                if not flere:
                    ut[Maal(id, maal)] = _rader(tall[nr])
                    continue
                for verdi, kode in enumerate(self.verdier[flere[0]]):
                    der = ((flere[0], kode),)
                    ut[Maal(id, maal, der)] = _rader(tall[nr][verdi])
                if vekter := self.vekter(flere[0]):
                    vektet = np.tensordot(list(vekter.values()), tall[nr], 1)
                    ut[Maal(id, maal, ((flere[0], VEKTET),))] = _rader(vektet)
        return {maal: tall for maal, tall in ut.items() if tall.any() and _er_med(maal)}

    def vekter(self, egenskap: str) -> dict[str, int] | None:
        """Tallet hver verdi står for, når egenskapen er et antall."""
        koder = self.verdier[egenskap]
        if all(kode.isdigit() for kode in koder if kode != UKJENT):
            return {kode: int(kode) if kode != UKJENT else 0 for kode in koder}
        return None

    def umulige(self, kube: str, maal: str) -> Iterator[tuple[Maal, list[Maal]]]:
        """Hver verdi av en egenskap, og verdiene av en annen som finnes sammen med den. Er ikke alle
        med, er det celler ingen kan være i.
        """
        nr = list(kubene()[kube].maal).index(maal)
        for (id, gruppering), tall in self.tall.items():
            if id != kube or len(gruppering) != 2 or set(gruppering) & set(GRUPPERES):
                continue
            finnes = tall[nr].any((-2, -1))
            for (ene, andre), par in (
                (gruppering, finnes),
                (gruppering[::-1], finnes.T),
            ):
                for verdi, sammen in zip(self.verdier[ene], par):
                    yield (
                        Maal(kube, maal, ((ene, verdi),)),
                        [
                            Maal(kube, maal, ((andre, annen),))
                            for annen, med in zip(self.verdier[andre], sammen)
                            if med
                        ],
                    )


def _er_med(maal: Maal) -> bool:
    """Bare vernede tall kan avsløres. Kubens antall er med også når det er eksakt, for andre mål er
    deler av det.
    """
    kube = kubene()[maal.kube]
    return maal.maal in kube.vernede or (
        not maal.der and maal.maal == next(iter(kube.maal))
    )


def _verdiene(raa: dict[str, pa.Table]) -> dict[str, list[str]]:
    ut: dict[str, set[str]] = {}
    for id, tabellen in raa.items():
        for egenskap in kubene()[id].dimensjoner:
            sett = tabellen[egenskap].unique().to_pylist()
            ut.setdefault(egenskap, set()).update(sett)
    return {egenskap: sorted(sett - {ALLE}) for egenskap, sett in ut.items()}


def _numre(kolonne: pa.ChunkedArray, numre: dict[str, int]) -> np.ndarray:
    ordliste = kolonne.combine_chunks().dictionary_encode()
    koder = [numre.get(verdi, -1) for verdi in ordliste.dictionary.to_pylist()]
    return np.array([*koder, -1])[ordliste.indices.to_numpy()]


def _rader(tall: np.ndarray) -> np.ndarray:
    return tall.reshape(-1, tall.shape[-1])


class Nivaa:
    """Alle mål på ett nivå. Av mål i samme kube som alltid er like, er bare det første med."""

    def __init__(self, tellinger: Tellinger, egenskaper: tuple[str, ...]):
        self.egenskaper, self.tellinger = egenskaper, tellinger
        alle = tellinger.paa(egenskaper)
        foerste: dict[tuple[str, bytes], Maal] = {}
        self.lik = {
            maal: foerste.setdefault((maal.kube, tall.tobytes()), maal)
            for maal, tall in alle.items()
        }
        self.maal = list(foerste.values())
        self.nummer = {maal: nr for nr, maal in enumerate(self.maal)}
        self.tall = np.array([alle[maal] for maal in self.maal], np.int32)
        self.kjent = np.array([tellinger.kjent[maal.kube] for maal in self.maal])

    def gjelder(self, relasjon: Relasjon) -> bool:
        """Er leddene til sammen aldri over null, der alle er kjent?"""
        til, lengst = self.tall.shape[2], max(ledd.foer for ledd in relasjon)
        sum_, kjent = 0, True
        for maal, foer, vekt in relasjon:
            nr, tider = self.nummer[self.lik[maal]], slice(lengst - foer, til - foer)
            sum_ = sum_ + vekt * self.tall[nr][:, tider]
            kjent = kjent & self.kjent[nr, tider]
        return not (sum_ > 0)[:, kjent].any()

    def par(self, foer: int, mulige: np.ndarray) -> np.ndarray:
        """For hvert mulige par: er det første aldri større enn det andre så mange tertialer før?"""
        ene, andre = _forskjoevet(self.tall.shape[2], foer)
        mindre = np.where(self.kjent[:, None, ene], self.tall[:, :, ene], 0)
        stoerre = np.where(
            self.kjent[:, None, andre], self.tall[:, :, andre], INGEN_GRENSE
        )
        mindre = mindre.reshape(len(self.maal), -1)
        stoerre = stoerre.reshape(len(self.maal), -1)
        ut = np.zeros_like(mulige)
        for nr, kan in enumerate(mulige):
            [kan] = np.nonzero(kan)
            [har] = np.nonzero(mindre[nr])
            # De fleste brytes med en gang, så de første stedene silene de andre slipper.
            kan = kan[(mindre[nr, har[:40]] <= stoerre[np.ix_(kan, har[:40])]).all(1)]
            ut[nr, kan] = (mindre[nr, har] <= stoerre[np.ix_(kan, har)]).all(1)
        return ut

    def ventet(self, foer: int, ene: np.ndarray, andre: np.ndarray) -> np.ndarray:
        """For hvert par: hvor mange ganger det ene ville vært større enn det andre, og i hvor mange
        grupper, når hvert tertial settes sammen med et tilfeldig annet.
        """
        tider = _forskjoevet(self.tall.shape[2], foer)
        begge = (self.kjent[ene, tider[0]] & self.kjent[andre, tider[1]]).sum(1)
        andel, under = self._fordelinger
        i_gruppen = np.einsum("pgv,pgv->pg", andel[ene], under[andre]) * begge[:, None]
        return np.stack((i_gruppen.sum(1), np.minimum(i_gruppen, 1).sum(1)), axis=1)

    def summer(self) -> Iterator[tuple[Relasjon, float, float]]:
        """Mål som aldri er større enn summen av to andre, og to mål som til sammen aldri er større
        enn et tredje, med hva som var å vente. Beholdninger er med også i tertialet før.
        """
        ledd = [Ledd(maal, 0, 1) for maal in self._hele()]
        ledd += [
            Ledd(maal, 1, 1)
            for maal in self._hele()
            if kubene()[maal.kube].tid == "beholdning"
        ]
        tall = np.stack([self._uten_det_foerste(et.maal, et.foer) for et in ledd])
        for nr, et in enumerate(ledd):
            if et.foer == 0:
                for relasjon in self._hoeyst_en_sum(nr, tall):
                    yield _relasjonen(ledd, *relasjon)
            for relasjon in self._minst_en_sum(nr, tall):
                yield _relasjonen(ledd, *relasjon)

    def _hele(self) -> list[Maal]:
        """Målene uten noen valgt verdi, som er kjent i minst et par år."""
        return [
            maal
            for maal, kjent in zip(self.maal, self.kjent)
            if not maal.der and kjent.sum() > 6
        ]

    def _uten_det_foerste(self, maal: Maal, foer: int) -> np.ndarray:
        """Tallene fra og med det andre tertialet, eller i hvert tertial før. Er de ikke kjent, er
        de −1.
        """
        nr = self.nummer[maal]
        tider = _forskjoevet(self.tall.shape[2], 1)[foer]
        return np.where(self.kjent[nr, tider], self.tall[nr][:, tider], -1)

    def _hoeyst_en_sum(self, nr: int, tall: np.ndarray):
        """Målet er aldri større enn summen, men ofte større enn hver av dem."""
        flate = tall.reshape(len(tall), -1)
        kjent = flate >= 0
        kan = np.flatnonzero(((flate[nr] > flate) & kjent).sum(1) >= BRUDD)
        alle_kjent = np.flatnonzero((flate[nr] > 0) & kjent[kan].all(0))
        silt = _par_som_holder(flate[nr, alle_kjent], flate[np.ix_(kan, alle_kjent)])
        for ene, andre in kan[silt]:
            med = kjent[[nr, ene, andre]].all(0)
            if (flate[nr] <= flate[ene] + flate[andre])[med].all():
                med = med.reshape(tall[nr].shape)
                yield (
                    ((nr, 1), (ene, -1), (andre, -1)),
                    _byttet_ut(np.where(med, tall[nr] - tall[ene], -1), tall[andre]),
                    _byttet_ut(np.where(med, tall[nr] - tall[andre], -1), tall[ene]),
                )

    def _minst_en_sum(self, nr: int, tall: np.ndarray):
        """To mål som hvert for seg aldri er større enn målet, er det heller ikke til sammen."""
        flate = tall.reshape(len(tall), -1)
        kjent = flate >= 0
        mindre = ((flate <= flate[nr]) | ~kjent | ~kjent[nr]).all(1)
        mindre[nr] = False
        for ene, andre in itertools.combinations(np.flatnonzero(mindre), 2):
            med = kjent[[nr, ene, andre]].all(0)
            if (flate[ene] + flate[andre] <= flate[nr])[med].all():
                med = med.reshape(tall[nr].shape)
                # Byttes det ene ut, er det for stort når det er større enn plassen som er igjen.
                plass = np.where(med, tall[nr] - tall[[ene, andre]], INGEN_GRENSE)
                yield (
                    ((ene, 1), (andre, 1), (nr, -1)),
                    _byttet_ut(-plass[0], -tall[andre]),
                    _byttet_ut(-plass[1], -tall[ene]),
                )

    @functools.cached_property
    def _fordelinger(self) -> tuple[np.ndarray, np.ndarray]:
        """Hvor ofte hvert mål i hver gruppe er hvert tall, og hvor ofte det er mindre."""
        tall = np.minimum(self.tall, HOEYESTE)
        andel = np.stack(
            [
                ((tall == verdi) & self.kjent[:, None]).sum(2, dtype=np.float32)
                for verdi in range(HOEYESTE + 1)
            ],
            axis=2,
        )
        andel /= self.kjent.sum(1)[:, None, None]
        return andel, andel.cumsum(2) - andel


def _byttet_ut(trengs: np.ndarray, tall: np.ndarray) -> tuple[float, float]:
    """Hvor mange ganger et tall ville vært mindre enn det som trengs, og i hvor mange grupper, om
    det var fra et tilfeldig annet tertial.
    """
    i_gruppen = (trengs[:, :, None] > tall[:, None, :]).mean(2).sum(1)
    return i_gruppen.sum(), np.minimum(i_gruppen, 1).sum()


def _par_som_holder(delen: np.ndarray, flate: np.ndarray) -> np.ndarray:
    """Parene der delen er høyst summen i noen av cellene, spredt utover. De andre er brutt der."""
    kan = np.array(np.triu_indices(len(flate), 1))
    for start in range(3):
        celler = slice(start, None, max(1, len(delen) // 16))
        summer = flate[kan[0], celler] + flate[kan[1], celler]
        kan = kan[:, (summer >= delen[celler]).all(1)]
    return kan.T


def _relasjonen(ledd: list[Ledd], vekter, *ventet) -> tuple[Relasjon, float, float]:
    relasjon = tuple(ledd[nr]._replace(vekt=vekt) for nr, vekt in vekter)
    brudd, grupper = map(min, zip(*ventet))
    return relasjon, brudd, grupper


def _forskjoevet(antall: int, foer: int) -> tuple[slice, slice]:
    """Tertialene til det ene målet, og de like mange tertialene `foer` til det andre."""
    if foer < 0:
        return _forskjoevet(antall, -foer)[::-1]
    return slice(foer, antall), slice(0, antall - foer)


# ------------------------------------------------------------------ det som er erklært


class Erklaert:
    """Det katalogen sier om målene på et nivå, i periodene som er med i `FOER`."""

    def __init__(self, nivaa: Nivaa, forklart: Iterable[Relasjon] = ()):
        self.lik, self.egenskaper = nivaa.lik, nivaa.egenskaper
        self.foer, self.valg = nivaa.tellinger.foer, _valgene(nivaa)
        plassene = itertools.product(nivaa.maal, self.foer)
        self.nummer = {plass: nr for nr, plass in enumerate(plassene)}
        self.rader: list[tuple[dict[int, int], bool]] = []
        self._over: dict[int, set[int]] = {}
        for relasjon, lik in _erklaeringene(nivaa):
            self.krev(relasjon, lik)
        for relasjon in forklart:
            self.krev_for_hver_verdi(relasjon)

    def krev_for_hver_verdi(self, relasjon: Relasjon) -> None:
        """Det samme, der kubene har grupperingene, som for en antakelse i katalogen."""
        for der in self.valg:
            gjelder = tuple(
                ledd._replace(maal=ledd.maal._replace(der=(*ledd.maal.der, *der)))
                for ledd in relasjon
            )
            if all(_finnes(ledd.maal, self.egenskaper) for ledd in gjelder):
                self.krev(gjelder)

    def krev(self, relasjon: Relasjon, lik: bool = False) -> None:
        """Leddene er til sammen høyst null, eller lik null, i alle periodene."""
        self._loeser, self._maalt = None, []
        for tid in self.foer:
            if not all(self._er_med(ledd, tid) for ledd in relasjon):
                continue
            rad: dict[int, int] = {}
            for maal, foer, vekt in relasjon:
                if maal in self.lik:
                    nr = self.nummer[self.lik[maal], tid + foer]
                    rad[nr] = rad.get(nr, 0) + vekt
            if rad := {nr: vekt for nr, vekt in rad.items() if vekt}:
                self.rader.append((rad, lik))
                self._knytt(rad, lik)

    def _er_med(self, ledd: Ledd, tid: int) -> bool:
        """Et mål uten noen i er null, men et som vises eksakt, er ikke med, og heller ikke et med to
        verdier valgt.
        """
        kjent = _er_med(ledd.maal) and len(ledd.maal.der) < 2
        return kjent and tid + ledd.foer in self.foer

    def _knytt(self, rad: dict[int, int], lik: bool) -> None:
        """Er det ett ledd som er minst like stort som hvert av de andre, huskes det."""
        for fortegn in (1, -1)[: 1 + lik]:
            hele = [nr for nr, vekt in rad.items() if vekt * fortegn < 0]
            if len(hele) == 1 and rad[hele[0]] * fortegn == -1:
                for del_ in rad.keys() - set(hele):
                    self._over.setdefault(del_, set()).add(hele[0])

    def foelger(self, relasjon: Relasjon) -> bool:
        """Følger relasjonen av det som er erklært?"""
        if len(relasjon) == 2:
            mindre, stoerre = sorted(relasjon, key=lambda ledd: -ledd.vekt)
            if self._plass(stoerre) in self._minst_like_store(self._plass(mindre)):
                return True
        return self._foelger_av_alt(relasjon)

    def _plass(self, ledd: Ledd) -> int:
        return self.nummer[self.lik[ledd.maal], ledd.foer]

    def _minst_like_store(self, plass: int) -> set[int]:
        """Alt som er minst like stort, fra del til hele til hele."""
        sett, igjen = set(), [plass]
        while igjen:
            nr = igjen.pop()
            if nr not in sett:
                sett.add(nr)
                igjen += self._over.get(nr, ())
        return sett

    def _foelger_av_alt(self, relasjon: Relasjon) -> bool:
        """Et lineært program leter etter tall som oppfyller alt, men der summen er over null."""
        loeser = self._loeser = self._loeser or self._program()
        for nr in self._maalt:
            loeser.changeColCost(nr, 0.0)
        self._maalt = [self._plass(ledd) for ledd in relasjon]
        for nr, ledd in zip(self._maalt, relasjon):
            loeser.changeColCost(nr, -float(ledd.vekt))
        loeser.run()
        assert loeser.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return loeser.getInfo().objective_function_value > -1e-6

    def _program(self) -> highspy.Highs:
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.nummer), len(self.rader)
        lp.col_cost_, lp.col_lower_ = np.zeros((2, len(self.nummer)))
        lp.col_upper_ = np.ones(len(self.nummer))
        lp.row_upper_ = np.zeros(len(self.rader))
        lp.row_lower_ = np.array([0.0 if lik else -np.inf for _, lik in self.rader])
        lengder = [len(rad) for rad, _ in self.rader]
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.concatenate(([0], np.cumsum(lengder))).astype(np.int32)
        numre = [nr for rad, _ in self.rader for nr in rad]
        vekter = [vekt for rad, _ in self.rader for vekt in rad.values()]
        lp.a_matrix_.index_ = np.array(numre, np.int32)
        lp.a_matrix_.value_ = np.array(vekter, float)
        loeser = highspy.Highs()
        loeser.setOptionValue("output_flag", False)
        loeser.passModel(lp)
        return loeser


def _erklaeringene(nivaa: Nivaa) -> Iterator[tuple[Relasjon, bool]]:
    """Alt katalogen sier om målene på nivået, også for én verdi av en egenskap til, og om det er
    likhet.
    """
    valg = _valgene(nivaa)
    for kube in kubene().values():
        yield from _i_kuben(nivaa, kube, valg)
    for der in valg:
        if der and not any(
            _publiserer(kube, (*nivaa.egenskaper, der[0][0])) for kube in kubene()
        ):
            continue
        for relasjon, lik in _mellom_kubene(der, nivaa.tellinger.periodetype):
            if all(_finnes(ledd.maal, nivaa.egenskaper) for ledd in relasjon):
                yield relasjon, lik


def _valgene(nivaa: Nivaa) -> list[tuple[tuple[str, str], ...]]:
    """Ingen verdi, og hver verdi av hver egenskap nivået ikke er delt etter."""
    andre = {
        egenskap: verdier
        for egenskap, verdier in nivaa.tellinger.verdier.items()
        if egenskap not in (*nivaa.egenskaper, *GRUPPERES)
    }
    valg = [((navn, verdi),) for navn, alle in andre.items() for verdi in alle]
    return [(), *valg]


def _i_kuben(nivaa: Nivaa, kube: Kube, valg) -> Iterator[tuple[Relasjon, bool]]:
    """Mål er deler av kubens første mål, og verdiene av en egenskap summerer."""
    foerste, *andre = kube.maal
    for maal, der in itertools.product(andre, valg):
        if _finnes(Maal(kube.id, maal, der), nivaa.egenskaper):
            hele = Ledd(Maal(kube.id, foerste, der), 0, -1)
            yield (Ledd(Maal(kube.id, maal, der), 0, 1), hele), False
    for maal, egenskap in itertools.product(kube.maal, kube.dimensjoner):
        if egenskap in (*GRUPPERES, *nivaa.egenskaper):
            continue
        if not kube.publiserer((*nivaa.egenskaper, egenskap)):
            continue
        deler = {
            verdi: Maal(kube.id, maal, ((egenskap, verdi),))
            for verdi in nivaa.tellinger.verdier[egenskap]
        }
        hele = Ledd(Maal(kube.id, maal), 0, -1)
        yield (*(Ledd(del_, 0, 1) for del_ in deler.values()), hele), True
        if vekter := nivaa.tellinger.vekter(egenskap):
            vektet = Ledd(Maal(kube.id, maal, ((egenskap, VEKTET),)), 0, -1)
            ledd = [Ledd(deler[verdi], 0, vekt) for verdi, vekt in vekter.items()]
            yield (*ledd, vektet), True
    if not nivaa.egenskaper:
        # En celle ingen kan være i, vises alltid som null.
        for maal in kube.maal:
            for ene, andre_verdier in nivaa.tellinger.umulige(kube.id, maal):
                ledd = [Ledd(annen, 0, -1) for annen in andre_verdier]
                yield (Ledd(ene, 0, 1), *ledd), False


def _mellom_kubene(der, periodetype: str) -> Iterator[tuple[Relasjon, bool]]:
    for regel in katalog.sammenhenger():
        deler = [Ledd(Maal(*del_, der), int(regel.forrige), 1) for del_ in regel.deler]
        yield (*deler, Ledd(Maal(*regel.hele, der), 0, -1)), regel.lik
    for regel in katalog.bevegelser():
        yield (
            (
                Ledd(Maal(*regel.beholdning, der), 1, 1),
                Ledd(Maal(*regel.inn, der), 0, 1),
                Ledd(Maal(*regel.ut, der), 0, -1),
                Ledd(Maal(*regel.beholdning, der), 0, -1),
            ),
            True,
        )
    for antakelse in katalog.antakelser():
        # Antakelsene gjelder tertialer. De uten forskyvning gjelder da året også.
        if periodetype == "tertial" or not any(et.foer for et in antakelse.ledd):
            yield (
                tuple(
                    Ledd(Maal(*et.maal, (*et.der.items(), *der)), et.foer, et.fortegn)
                    for et in antakelse.ledd
                ),
                False,
            )


def _finnes(maal: Maal, nivaa: tuple[str, ...]) -> bool:
    return _publiserer(maal.kube, (*nivaa, *(egenskap for egenskap, _ in maal.der)))


@functools.cache
def _publiserer(kube: str, egenskaper: tuple[str, ...]) -> bool:
    doble = len(set(egenskaper)) < len(egenskaper)
    return not doble and kubene()[kube].publiserer(egenskaper)


# ------------------------------------------------------------------------------ letingen


def nivaaene() -> list[tuple[str, ...]]:
    """Grupperingene minst to kuber har, de groveste først."""
    antall = Counter(
        gruppering for kube in kubene().values() for gruppering in kube.grupperinger
    )
    return sorted((ett for ett, kuber in antall.items() if kuber > 1), key=len)


def uerklaerte(
    tellinger: Tellinger,
    nivaaer: Iterable[tuple[str, ...]],
    forklart: Iterable[Relasjon] = (),
    grupper: int = GRUPPER,
    summer: bool = True,
) -> list[Funn]:
    """Relasjonene som alltid gjelder, men som verken er erklært eller forklart. Det som følger av de
    andre, er ikke med. De måtte vært brutt i minst så mange `grupper` ved et tilfelle.

    Det som ikke gjelder for hele kommunen, kan heller ikke gjelde alle deler av den. Det samme
    er det med summer, så de letes det etter bare der.
    """
    ut: list[Funn] = []
    hele = Nivaa(tellinger, ())
    ulike = ~np.eye(len(hele.maal), dtype=bool)
    par = {foer: hele.par(foer, ulike | (foer != 0)) for foer in (-1, *tellinger.foer)}
    for egenskaper in nivaaer:
        nivaa = Nivaa(tellinger, egenskaper) if egenskaper else hele
        funnene = list(_par(nivaa, hele, par))
        if nivaa is hele and summer:
            funnene += _summene(nivaa)
        funnene = [
            funn for funn in funnene if funn.brudd >= BRUDD and funn.grupper >= grupper
        ]
        kjent = Erklaert(nivaa, [*forklart, *(funn.relasjon for funn in ut)])
        if tellinger.periodetype == "aar":
            funnene = [funn for funn in funnene if _om_dem_som_er_fulgt(funn)]
        for funn in sorted(funnene, key=_rekkefoelge):
            if not kjent.foelger(funn.relasjon):
                kjent.krev_for_hver_verdi(funn.relasjon)
                ut.append(funn)
    return ut


def _om_dem_som_er_fulgt(funn: Funn) -> bool:
    """Bare kubene over alle som var med i året, har et år som ikke følger av tertialene."""
    return any(kubene()[ledd.maal.kube].tid == "fulgt" for ledd in funn.relasjon)


def _rekkefoelge(funn: Funn):
    """De enkleste først, så de andre kan følge av dem."""
    valgte = sum(len(ledd.maal.der) for ledd in funn.relasjon)
    return len(funn.relasjon), valgte, -funn.grupper, -funn.brudd, skriv(funn.relasjon)


def _par(nivaa: Nivaa, hele: Nivaa, par: dict[int, np.ndarray]) -> Iterator[Funn]:
    numre = np.array([hele.nummer[hele.lik[maal]] for maal in nivaa.maal])
    for foer, holder in par.items():
        if nivaa is not hele:
            holder = nivaa.par(foer, holder[np.ix_(numre, numre)])
        ene, andre = np.nonzero(holder)
        ventet = nivaa.ventet(foer, ene, andre)
        for nr in np.flatnonzero(ventet[:, 0] >= BRUDD):
            relasjon = (
                Ledd(nivaa.maal[ene[nr]], max(-foer, 0), 1),
                Ledd(nivaa.maal[andre[nr]], max(foer, 0), -1),
            )
            yield Funn(relasjon, nivaa.egenskaper, *ventet[nr])


def _summene(nivaa: Nivaa) -> Iterator[Funn]:
    for relasjon, brudd, grupper in nivaa.summer():
        yield Funn(relasjon, nivaa.egenskaper, brudd, grupper)
