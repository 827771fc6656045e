"""Kontrollert avrunding: alle tall i et sett av tabeller som henger sammen, rundes av samtidig.

Hvert tall blir en hel femmer, ingen tall flyttes mer enn fire, null forblir null, og alle summer
stemmer. Å velge ned eller opp for hvert tall slik at alt dette gjelder på en gang, er et
heltallsprogram, og HiGHS løser det.

Hvorfor dette verner: de viste tallene oppfyller alle sammenhengene de virkelige tallene oppfyller.
Derfor er de selv et mulig svar for den som prøver å regne seg tilbake, og ingen kan vise at et tall
ligger mellom 1 og 4: det kan like gjerne være den femmeren som vises. Er noe vist eksakt, som
antall boliger, velges tallene sammen med et annet mulig svar.
"""

import dataclasses
import functools
import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import highspy
import numpy as np

BASIS = 5
STRENGT_AVVIK, MYKT_AVVIK = BASIS - 1, 2 * BASIS - 1

# En celle med de samme medlemmene som før, skal vise det samme når det går. Med vekten 8 skiftet
# 2,3 prosent av dem i måling.
_VEKT_UENDRET = 8
_STRAFF_MYK = 100

# Så mange ganger spør HiGHS om den skal fortsette, før et trinn gis opp: strengt, mykt for summene
# over tid, mykt for alle. Er det en løsning, finnes den som regel før ti. Grensen teller arbeid og
# ikke sekunder, så svaret er det samme på en treg maskin.
_TAALMODIGHET = (40, 200, 10_000)


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

    @property
    def har_noe_eksakt(self) -> bool:
        """Er grensen et tall som vises eksakt?"""
        return any(
            grense and np.isfinite(grense) for grense in (self.nedre, self.oevre)
        )


@dataclass(frozen=True)
class Tabellverk:
    """Tabeller som henger sammen, som lister med én verdi per celle.

    `antall` er det virkelige tallet, `tabell` navnet på tabellen cellen står i, `trekning` et tall
    fra 0 til 1 som følger av cellens medlemmer og en hemmelighet. `laast` er tallet som alt er
    publisert og ikke kan endres, `oensket` tallet cellen viste sist den hadde de samme medlemmene;
    begge er -1 der det ikke finnes noe slikt. `sum_` er sann for et tall som bare er summen av
    andre over tid, som et år. `viktighet` sier hvor mye det koster å flytte tallet mer enn fire.
    `kjent` er sann for et tall alle kan se at er lite, fordi det er en del av noe eksakt som er
    mindre enn fem. `erklaert` er avviket som er erklært for et låst tall.
    """

    antall: np.ndarray
    tabell: tuple[str, ...]
    krav: tuple[Krav, ...]
    trekning: np.ndarray
    laast: np.ndarray
    oensket: np.ndarray
    sum_: np.ndarray
    viktighet: np.ndarray
    kjent: np.ndarray
    erklaert: np.ndarray

    @functools.cached_property
    def rekker(self) -> "Rekker":
        """Kravene som matrise."""
        return rekker(self.krav)

    @classmethod
    def av(
        cls,
        antall,
        krav=(),
        tabell=None,
        trekning=None,
        laast=None,
        oensket=None,
        sum_=None,
        viktighet=None,
        kjent=None,
        erklaert=None,
    ) -> "Tabellverk":
        """Tabellverket der det som ikke er oppgitt, er fritt."""
        celler = len(antall)

        def felt(verdi, ellers, type_):
            return np.asarray(
                np.full(celler, ellers) if verdi is None else verdi, dtype=type_
            )

        return cls(
            np.asarray(antall, dtype=np.int64),
            tuple(tabell or ["tabell"] * celler),
            tuple(krav),
            felt(trekning, 0.5, float),
            felt(laast, -1, np.int64),
            felt(oensket, -1, np.int64),
            felt(sum_, False, bool),
            felt(viktighet, 1, float),
            felt(kjent, False, bool),
            felt(erklaert, STRENGT_AVVIK, np.int64),
        )


class LarSegIkkeVerne(Exception):
    """Ingen avrunding oppfyller alle kravene, heller ikke med mykt avvik."""


class Avrunding(NamedTuple):
    """De viste tallene, og det største avviket som må erklæres for hvert av dem."""

    vist: np.ndarray
    avvik: np.ndarray


def avrund(verk: Tabellverk, froe: int = 0, slipp: tuple[str, ...] = ()) -> Avrunding:
    """Rund av alle tallene. Kaster `LarSegIkkeVerne` når ingen avrunding oppfyller alle kravene.

    Krav av slagene i `slipp` holdes utenfor. Samme tabellverk og samme frø gir samme svar. Går det
    ikke med et avvik på fire, prøves det med ni: først bare for summene over tid, så for alle. Da
    er det likevel så få som mulig som avviker mer enn fire.
    """
    if len(verk.antall) == 0:
        return Avrunding(verk.antall, verk.antall)
    verk = dataclasses.replace(
        verk, krav=tuple(krav for krav in verk.krav if krav.slag not in slipp)
    )
    strengt, mykt = np.full((2, len(verk.antall)), [[STRENGT_AVVIK], [MYKT_AVVIK]])
    for avvik, taalmodighet in zip(
        (strengt, np.where(verk.sum_, mykt, strengt), mykt), _TAALMODIGHET
    ):
        vist = _loes(verk, avvik, froe, taalmodighet)
        if vist is not None:
            stort = np.abs(vist - verk.antall) > STRENGT_AVVIK
            # Da kan det mulige svaret avvike ni fra alle tallene som vises, og angriperen må få
            # vite det.
            return Avrunding(
                vist,
                mykt
                if avvik is mykt and noe_er_eksakt(verk)
                else np.where(stort, mykt, strengt),
            )
    raise LarSegIkkeVerne(
        f"Ingen avrunding går opp for {', '.join(dict.fromkeys(verk.tabell))}."
    )


def noe_er_eksakt(verk: Tabellverk) -> bool:
    """Er noen av tallene deler av noe som vises eksakt? Da er de viste tallene ikke selv et mulig
    svar.
    """
    return any(krav.har_noe_eksakt for krav in verk.krav)


class Rekker(NamedTuple):
    """Kravene som matrise i radform: hvor hver rad begynner, kolonner og verdier, og grensene for
    hver rad.
    """

    start: np.ndarray
    kolonner: np.ndarray
    verdier: np.ndarray
    nedre: np.ndarray
    oevre: np.ndarray

    @property
    def rad(self) -> np.ndarray:
        """Raden hver verdi står i."""
        return np.repeat(np.arange(len(self.nedre)), np.diff(self.start))

    def brutt(self, tall: np.ndarray) -> np.ndarray:
        """Numrene på radene tallene ikke oppfyller."""
        sum_ = np.bincount(
            self.rad, self.verdier * tall[self.kolonner], minlength=len(self.nedre)
        )
        return np.flatnonzero((sum_ < self.nedre) | (sum_ > self.oevre))


def rekker(kravene: Iterable[Krav]) -> Rekker:
    """Kravene som matrise."""
    kravene = list(kravene)
    lengder = np.cumsum([len(krav.celler) for krav in kravene], dtype=int)
    start = np.concatenate(([0], lengder)).astype(np.int32)
    celler = itertools.chain.from_iterable(krav.celler for krav in kravene)
    vekter = itertools.chain.from_iterable(krav.vekter for krav in kravene)
    return Rekker(
        start,
        np.fromiter(celler, np.int32, start[-1]),
        np.fromiter(vekter, float, start[-1]),
        np.array([krav.nedre for krav in kravene], dtype=float),
        np.array([krav.oevre for krav in kravene], dtype=float),
    )


def _loes(
    verk: Tabellverk, avvik: np.ndarray, froe: int, taalmodighet: int
) -> np.ndarray | None:
    program = Program()
    vist = program.nye(*_grenser(verk, avvik), _kostnad(verk))
    program.krev(rekker(krav for krav in verk.krav if not krav.har_noe_eksakt), vist)
    myke = np.flatnonzero((avvik > STRENGT_AVVIK) & (verk.laast < 0))
    _straff_store_avvik(program, vist[myke], verk.antall[myke], verk.viktighet[myke])
    if noe_er_eksakt(verk):
        _krev_et_mulig_svar(program, verk, vist, avvik.min())
    svar = program.loes(len(vist), froe, taalmodighet)
    return None if svar is None else BASIS * np.rint(svar[vist]).astype(np.int64)


def _grenser(verk: Tabellverk, avvik: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    nedre = np.maximum(-((avvik - verk.antall) // BASIS), 0).astype(float)
    oevre = ((verk.antall + avvik) // BASIS).astype(float)
    oevre[verk.antall == 0] = 0
    laast = verk.laast >= 0
    nedre[laast] = oevre[laast] = verk.laast[laast] / BASIS
    return nedre, oevre


def _kostnad(verk: Tabellverk) -> np.ndarray:
    """Billigst er den retningen trekningen peker. 3 trekkes til 5 i tre av fem tilfeller, så
    summene i snitt blir rette.
    """
    trukket_opp = verk.trekning < verk.antall % BASIS / BASIS
    trukket = np.where(trukket_opp, -1.0, 1.0)
    uendret = np.where(
        verk.oensket > verk.antall, -float(_VEKT_UENDRET), float(_VEKT_UENDRET)
    )
    return np.where(verk.oensket >= 0, uendret, trukket)


def _straff_store_avvik(
    program: "Program", vist: np.ndarray, antall: np.ndarray, viktighet: np.ndarray
) -> None:
    """La det koste mye å flytte et tall mer enn fire: mer enn til femmeren under eller over."""
    ingen = np.full(len(vist), np.inf)
    under, over = (
        program.nye(np.zeros(len(vist)), ingen, _STRAFF_MYK * viktighet)
        for _ in range(2)
    )
    program.krev_par(vist, 1, under, 1, antall // BASIS, ingen)
    program.krev_par(vist, 1, over, -1, -ingen, -(-antall // BASIS))


def _krev_et_mulig_svar(
    program: "Program", verk: Tabellverk, vist: np.ndarray, avvik: int
) -> None:
    """Krev at det finnes et mulig svar der ingen små tall røpes, når de viste tallene ikke selv er
    det.

    I det svaret er hvert lite tall null når det vises som null, og ellers minst fem. Angriperen kan
    ikke utelukke det.
    """
    null, ingen = np.zeros(len(vist)), np.full(len(vist), np.inf)
    svar = program.nye(null, ingen, null)
    program.krev(verk.rekker, svar)
    lite = (verk.antall > 0) & (verk.antall < BASIS) & ~verk.kjent
    program.krev_par(svar[lite], 1, vist[lite], -BASIS, 0, np.inf)
    program.krev_par(svar[lite], 1, vist[lite], -(BASIS + STRENGT_AVVIK), -np.inf, 0)
    avvik = np.where(verk.laast >= 0, verk.erklaert, avvik)[~lite]
    program.krev_par(svar[~lite], 1, vist[~lite], -BASIS, -avvik, avvik)
    program.krev_par(svar, 1, vist, -1, 0, np.inf)


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
            )
        )

    def loes(
        self, heltall: int = 0, froe: int = 0, taalmodighet: int = 0
    ) -> np.ndarray | None:
        """Det billigste svaret der de `heltall` første tallene er hele. Gir None når ingen svar er
        funnet.

        Det første svaret i hele tall er nesten like godt som det beste, og finnes på en tiendedel
        av tiden.
        """
        loeser = highspy.Highs()
        for navn, verdi in {
            "output_flag": False,
            "threads": 1,
            "random_seed": froe,
            "mip_max_improving_sols": 1,
        }.items():
            loeser.setOptionValue(navn, verdi)
        if heltall:
            ganger = itertools.count(1)
            loeser.cbMipInterrupt.subscribe(
                lambda spoersmaal: (
                    next(ganger) > taalmodighet and spoersmaal.interrupt()
                )
            )
        loeser.passModel(self._til_highs(heltall))
        loeser.run()
        funnet = (
            loeser.getInfo().primal_solution_status
            == highspy.SolutionStatus.kSolutionStatusFeasible
        )
        return np.array(loeser.getSolution().col_value) if funnet else None

    def _til_highs(self, heltall: int) -> highspy.HighsLp:
        """Programmet slik HiGHS vil ha det."""
        lp = highspy.HighsLp()
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = map(
            np.concatenate, (self._kostnad, self._nedre, self._oevre)
        )
        _, kolonner, verdier, lp.row_lower_, lp.row_upper_ = map(
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
