"""Sammenhenger som rader i en matrise, og lineære programmer over dem som HiGHS løser."""

import itertools
from collections.abc import Iterable
from typing import NamedTuple

import highspy
import numpy as np

# Så mye kan det beste svaret koste mer enn det som kunne vært funnet: mindre enn å endre én celle
# som er publisert.
_NAER_NOK = 20.0
# Så mange ganger spør HiGHS om den skal lete videre etter det beste svaret.
_TAALMODIGHET_BESTE = 300

# Slagene av sammenhenger, se `Krav`.
SLAG = ("sum", "aar", "kuber", "bevegelse", "antatt", "maaltall")


class Krav(NamedTuple):
    """En sammenheng alle kan kjenne: `nedre <= sum(vekt * celle) <= oevre` for de virkelige
    tallene.

    Det samme skal gjelde de viste tallene, bortsett fra når delene er regnet mot noe eksakt: er det
    12 boliger, kan ikke hele femmere for de utleide og de ledige bli det til sammen.

    `slag` er «sum» for summene i en tabell, som alltid holder. De andre slagene binder sammen tall
    fra ulike kuber eller tider, og kan slippes når ingen avrunding oppfyller alt: da gjelder de
    bare de virkelige tallene.
    """

    celler: tuple[int, ...]
    vekter: tuple[int, ...]
    nedre: float = 0
    oevre: float = 0
    slag: str = "sum"


class Rekker(NamedTuple):
    """Mange krav som matrise i radform: hvor hver rad begynner, kolonner og verdier, og for hver
    rad grensene og nummeret på slaget i `SLAG`.
    """

    start: np.ndarray
    kolonner: np.ndarray
    verdier: np.ndarray
    nedre: np.ndarray
    oevre: np.ndarray
    slag: np.ndarray

    @property
    def antall(self) -> int:
        """Hvor mange rader det er."""
        return len(self.nedre)

    @property
    def rad(self) -> np.ndarray:
        """Raden hver verdi står i."""
        return np.repeat(np.arange(self.antall), np.diff(self.start))

    @property
    def har_noe_eksakt(self) -> np.ndarray:
        """Radene der en grense er et tall som vises eksakt. Et måltall er ikke talt."""
        talt = self.slag != SLAG.index("maaltall")
        return talt & (
            (np.isfinite(self.nedre) & (self.nedre != 0))
            | (np.isfinite(self.oevre) & (self.oevre != 0))
        )

    def delt_paa(self, enhet: int) -> "Rekker":
        """De samme kravene til tall som er så mange ganger mindre."""
        return self._replace(nedre=self.nedre / enhet, oevre=self.oevre / enhet)

    def brutt(self, tall: np.ndarray) -> np.ndarray:
        """Numrene på radene tallene ikke oppfyller."""
        sum_ = np.bincount(
            self.rad, self.verdier * tall[self.kolonner], minlength=self.antall
        )
        return np.flatnonzero((sum_ < self.nedre) | (sum_ > self.oevre))

    def bare(self, rader: np.ndarray) -> "Rekker":
        """Bare radene som er sanne i `rader`."""
        lengder = np.diff(self.start)
        med = np.repeat(rader, lengder)
        return Rekker(
            _start(lengder[rader]),
            self.kolonner[med],
            self.verdier[med],
            self.nedre[rader],
            self.oevre[rader],
            self.slag[rader],
        )

    def innholdet(self, rad: int) -> tuple:
        """Alt som står i én rad, til å sammenligne med en annen."""
        ledd = slice(self.start[rad], self.start[rad + 1])
        return (
            self.kolonner[ledd].tolist(),
            self.verdier[ledd].tolist(),
            self.nedre[rad],
            self.oevre[rad],
            self.slag[rad],
        )

    def uten(self, slag: tuple[str, ...]) -> "Rekker":
        """Uten radene av disse slagene."""
        if not slag:
            return self
        return self.bare(~np.isin(self.slag, [SLAG.index(navn) for navn in slag]))


def _start(lengder: np.ndarray) -> np.ndarray:
    return np.concatenate(([0], np.cumsum(lengder))).astype(np.int32)


def rekker(kravene: Iterable[Krav]) -> Rekker:
    """Kravene som matrise."""
    kravene = list(kravene)
    start = _start(np.array([len(krav.celler) for krav in kravene], dtype=int))
    celler = itertools.chain.from_iterable(krav.celler for krav in kravene)
    vekter = itertools.chain.from_iterable(krav.vekter for krav in kravene)
    return Rekker(
        start,
        np.fromiter(celler, np.int32, start[-1]),
        np.fromiter(vekter, float, start[-1]),
        np.array([krav.nedre for krav in kravene], dtype=float),
        np.array([krav.oevre for krav in kravene], dtype=float),
        np.array([SLAG.index(krav.slag) for krav in kravene], dtype=np.int8),
    )


def samlet(
    rad: np.ndarray,
    kolonne: np.ndarray,
    verdi: np.ndarray,
    nedre: np.ndarray,
    oevre: np.ndarray,
    slag: np.ndarray,
) -> Rekker:
    """Matrisen av løse ledd i hvilken som helst rekkefølge.

    Ledd i samme rad og kolonne legges sammen. Rader uten noen ledd igjen, og rader som er like en
    tidligere rad, tas ut.
    """
    rekkefoelge = np.lexsort((kolonne, rad))
    rad, kolonne = rad[rekkefoelge], kolonne[rekkefoelge]
    foerste = begynner(rad, kolonne)
    verdi = np.add.reduceat(verdi[rekkefoelge], foerste) if len(rad) else verdi
    rad, kolonne = rad[foerste], kolonne[foerste]
    igjen = verdi != 0
    rad, kolonne, verdi = rad[igjen], kolonne[igjen], verdi[igjen]
    start = np.append(begynner(rad), len(rad)).astype(np.int32)
    raden = rad[start[:-1]]
    alle = Rekker(
        start,
        kolonne.astype(np.int32),
        verdi.astype(float),
        nedre[raden],
        oevre[raden],
        slag[raden],
    )
    return alle.bare(~_lik_en_tidligere(alle))


def begynner(*sortert: np.ndarray) -> np.ndarray:
    """Plassene der minst én av de sorterte listene får en ny verdi."""
    if not len(sortert[0]):
        return np.zeros(0, dtype=int)
    ny = np.any([liste[1:] != liste[:-1] for liste in sortert], axis=0)
    return np.flatnonzero(np.append(True, ny))


def _lik_en_tidligere(rader: Rekker) -> np.ndarray:
    """Sann for hver rad som er lik en tidligere rad."""
    like = np.zeros(rader.antall, dtype=bool)
    if not rader.antall:
        return like
    avtrykk = np.add.reduceat(
        _spredt(rader.kolonner) * rader.verdier.astype(np.int64).view(np.uint64),
        rader.start[:-1],
    )
    for nr, resten in enumerate((rader.nedre, rader.oevre, rader.slag.astype(float))):
        avtrykk += _spredt(resten.view(np.uint64) + np.uint64(nr))
    _, foerste, omvendt = np.unique(avtrykk, return_index=True, return_inverse=True)
    foerste = foerste[omvendt]
    # Avtrykket peker ut radene som kan være like. Om de er det, ser vi etter.
    for rad in np.flatnonzero(foerste != np.arange(rader.antall)):
        like[rad] = rader.innholdet(rad) == rader.innholdet(foerste[rad])
    return like


def _spredt(tall: np.ndarray) -> np.ndarray:
    """Tallene spredt utover 64 bit, så en sum av noen av dem nesten aldri er lik en annen."""
    spredt = (tall.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    spredt ^= spredt >> np.uint64(31)
    spredt *= np.uint64(0xBF58476D1CE4E5B9)
    return spredt ^ (spredt >> np.uint64(27))


class Program:
    """Et lineært program som bygges opp litt etter litt. Tallene i det er numrene `nye` gir."""

    def __init__(self):
        self._nedre: list[np.ndarray] = []
        self._oevre: list[np.ndarray] = []
        self._kostnad: list[np.ndarray] = []
        self._rekker: list[Rekker] = []
        self._antall = 0

    def nye(
        self, nedre: np.ndarray, oevre: np.ndarray, kostnad: np.ndarray
    ) -> np.ndarray:
        """Nye tall mellom disse grensene. Gir numrene på dem."""
        self._nedre.append(nedre)
        self._oevre.append(oevre)
        self._kostnad.append(kostnad)
        self._antall += len(nedre)
        return np.arange(self._antall - len(nedre), self._antall)

    def krev(self, rader: Rekker, tall: np.ndarray) -> None:
        """Rader der kolonne nummer k er tallet `tall[k]`."""
        self._rekker.append(rader._replace(kolonner=tall[rader.kolonner]))

    def krev_helst(self, rader: Rekker, tall: np.ndarray, straff: float) -> None:
        """Rader `krev` ville krevd at er høyst `oevre`, men der det som er over, koster `straff`."""
        over = self.nye(
            np.zeros(rader.antall),
            np.full(rader.antall, np.inf),
            np.full(rader.antall, straff),
        )
        slutt = rader.start[1:]
        self._rekker.append(
            rader._replace(
                start=rader.start + np.arange(rader.antall + 1),
                kolonner=np.insert(tall[rader.kolonner], slutt, over),
                verdier=np.insert(rader.verdier, slutt, -1.0),
            )
        )

    def krev_par(
        self,
        foerste: np.ndarray,
        vekt: float,
        andre: np.ndarray,
        andre_vekt: float,
        nedre,
        oevre,
    ) -> None:
        """`nedre <= vekt * foerste + andre_vekt * andre <= oevre` for hvert par."""
        par = len(foerste)
        self._rekker.append(
            Rekker(
                np.arange(0, 2 * par + 1, 2),
                np.ravel(np.column_stack([foerste, andre])),
                np.tile([float(vekt), float(andre_vekt)], par),
                np.broadcast_to(nedre, par),
                np.broadcast_to(oevre, par),
                np.zeros(par, np.int8),
            )
        )

    def loes(
        self, heltall: int = 0, froe: int = 0, taalmodighet: int = 0
    ) -> np.ndarray | None:
        """Det billigste svaret der de `heltall` første tallene er hele. Gir None når ingen svar er
        funnet.

        Finnes det beste svaret ikke straks, er det første godt nok.
        """
        lp = self._til_highs(heltall)
        beste = {"mip_abs_gap": _NAER_NOK, "mip_rel_gap": 0.0}
        svar, finnes_ikke = _kjoer(lp, beste, froe, _TAALMODIGHET_BESTE)
        if svar is None and not finnes_ikke:
            foerste = {"mip_max_improving_sols": 1}
            svar, _ = _kjoer(lp, foerste, froe, taalmodighet)
        return svar

    def _til_highs(self, heltall: int) -> highspy.HighsLp:
        """Programmet slik HiGHS vil ha det."""
        lp = highspy.HighsLp()
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = map(
            np.concatenate, (self._kostnad, self._nedre, self._oevre)
        )
        _, kolonner, verdier, lp.row_lower_, lp.row_upper_, _ = map(
            np.concatenate, zip(*self._rekker)
        )
        lp.num_col_, lp.num_row_ = self._antall, len(lp.row_lower_)
        lengder = np.concatenate([np.diff(rader.start) for rader in self._rekker])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.concatenate(([0], np.cumsum(lengder))).astype(np.int32)
        lp.a_matrix_.index_, lp.a_matrix_.value_ = kolonner.astype(np.int32), verdier
        if heltall:
            lp.integrality_ = [highspy.HighsVarType.kInteger] * heltall + [
                highspy.HighsVarType.kContinuous
            ] * (self._antall - heltall)
        return lp


def _kjoer(
    lp: highspy.HighsLp, innstillinger: dict, froe: int, taalmodighet: int
) -> tuple[np.ndarray | None, bool]:
    """Svaret HiGHS fant, eller None, og om det er vist at det ikke finnes noe svar."""
    loeser = highspy.Highs()
    innstillinger = innstillinger | {
        "output_flag": False,
        "threads": 1,
        "random_seed": froe,
    }
    for navn, verdi in innstillinger.items():
        loeser.setOptionValue(navn, verdi)
    ganger = itertools.count(1)
    loeser.cbMipInterrupt.subscribe(
        lambda spoersmaal: next(ganger) > taalmodighet and spoersmaal.interrupt()
    )
    loeser.passModel(lp)
    loeser.run()
    funnet = (
        loeser.getInfo().primal_solution_status
        == highspy.SolutionStatus.kSolutionStatusFeasible
    )
    svar = np.array(loeser.getSolution().col_value) if funnet else None
    return svar, loeser.getModelStatus() == highspy.HighsModelStatus.kInfeasible
