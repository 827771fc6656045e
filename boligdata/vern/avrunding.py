"""Kontrollert avrunding: alle tall i et sett av tabeller som henger sammen, rundes av samtidig.

Hvert tall blir en hel femmer, ingen tall flyttes mer enn fire, null forblir null, og alle summer stemmer. Å velge ned eller
opp for hvert tall slik at alt dette gjelder på en gang, er et heltallsprogram, og HiGHS løser det.

Hvorfor dette verner: de viste tallene oppfyller alle sammenhengene de virkelige tallene oppfyller. Derfor er de selv et
mulig svar for den som prøver å regne seg tilbake, og ingen kan vise at et tall ligger mellom 1 og 4: det kan like gjerne
være den femmeren som vises.
"""

import dataclasses
import itertools
from dataclasses import dataclass
from typing import NamedTuple

import highspy
import numpy as np

BASIS = 5
STRENGT_AVVIK, MYKT_AVVIK = BASIS - 1, 2 * BASIS - 1

# En celle med de samme medlemmene som før, skal vise det samme når det går. Med vekten 8 skiftet 2,3 prosent av dem i måling.
_VEKT_UENDRET = 8
_STRAFF_MYK = 100

# Så mange ganger spør HiGHS om den skal fortsette, før et trinn gis opp: strengt, mykt for summene over tid, mykt for alle. Er det
# en løsning, finnes den som regel før ti. Grensen teller arbeid og ikke sekunder, så svaret er det samme på en treg maskin.
_TAALMODIGHET = (40, 200, 10_000)


class Krav(NamedTuple):
    """En sammenheng alle kan kjenne: `nedre <= sum(vekt * celle) <= oevre`, for de virkelige tallene og for de viste.

    `slag` er «sum» for summene i en tabell, som alltid holder. De andre slagene binder sammen tall fra ulike kuber eller
    tider, og kan slippes når ingen avrunding oppfyller alt: da gjelder de bare de virkelige tallene.
    """

    celler: tuple[int, ...]
    vekter: tuple[int, ...]
    nedre: float = 0
    oevre: float = 0
    slag: str = "sum"


@dataclass(frozen=True)
class Tabellverk:
    """Tabeller som henger sammen, som lister med én verdi per celle.

    `antall` er det virkelige tallet, `tabell` navnet på tabellen cellen står i, `trekning` et tall fra 0 til 1 som følger av
    cellens medlemmer og en hemmelighet. `laast` er tallet som alt er publisert og ikke kan endres, `oensket` tallet cellen
    viste sist den hadde de samme medlemmene; begge er -1 der det ikke finnes noe slikt. `sum_` er sann for et tall som bare er
    summen av andre over tid, som et år. `viktighet` sier hvor mye det koster å flytte tallet mer enn fire.
    """

    antall: np.ndarray
    tabell: tuple[str, ...]
    krav: tuple[Krav, ...]
    trekning: np.ndarray
    laast: np.ndarray
    oensket: np.ndarray
    sum_: np.ndarray
    viktighet: np.ndarray

    @classmethod
    def av(cls, antall, krav=(), tabell=None, trekning=None, laast=None, oensket=None, sum_=None,
           viktighet=None) -> "Tabellverk":
        """Tabellverket der det som ikke er oppgitt, er fritt."""
        n = len(antall)

        def felt(verdi, ellers, type_):
            return np.asarray(np.full(n, ellers) if verdi is None else verdi, dtype=type_)

        return cls(
            np.asarray(antall, dtype=np.int64), tuple(tabell or ["tabell"] * n), tuple(krav), felt(trekning, 0.5, float),
            felt(laast, -1, np.int64), felt(oensket, -1, np.int64), felt(sum_, False, bool), felt(viktighet, 1, float),
        )


class LarSegIkkeVerne(Exception):
    """Ingen avrunding oppfyller alle kravene, heller ikke med mykt avvik."""


def avrund(verk: Tabellverk, froe: int = 0, slipp: tuple[str, ...] = ()) -> np.ndarray:
    """De viste tallene. Kaster `LarSegIkkeVerne` når ingen oppfyller alle kravene.

    Krav av slagene i `slipp` holdes utenfor. Samme tabellverk og samme frø gir samme svar. Går det ikke med et avvik på fire, prøves det med ni: først bare for
    summene over tid, så for alle. Da er det likevel så få som mulig som avviker mer enn fire.
    """
    if len(verk.antall) == 0:
        return verk.antall
    verk = dataclasses.replace(verk, krav=tuple(k for k in verk.krav if k.slag not in slipp))
    strengt, mykt = np.full((2, len(verk.antall)), [[STRENGT_AVVIK], [MYKT_AVVIK]])
    for avvik, taalmodighet in zip((strengt, np.where(verk.sum_, mykt, strengt), mykt), _TAALMODIGHET):
        vist = _loes(verk, avvik, froe, taalmodighet)
        if vist is not None:
            return vist
    raise LarSegIkkeVerne(f"Ingen avrunding går opp for {', '.join(dict.fromkeys(verk.tabell))}.")


class Rekker(NamedTuple):
    """Kravene som matrise i radform: hvor hver rad begynner, kolonner og verdier, og grensene for hver rad."""

    start: np.ndarray
    kolonner: np.ndarray
    verdier: np.ndarray
    nedre: np.ndarray
    oevre: np.ndarray


def rekker(krav: tuple[Krav, ...], enhet: int = 1) -> Rekker:
    """Kravene som matrise, der tallene telles i `enhet` om gangen."""
    start = np.concatenate(([0], np.cumsum([len(k.celler) for k in krav], dtype=int))).astype(np.int32)
    return Rekker(
        start, np.fromiter((c for k in krav for c in k.celler), np.int32, start[-1]),
        np.fromiter((v for k in krav for v in k.vekter), float, start[-1]),
        np.array([k.nedre / enhet for k in krav], dtype=float), np.array([k.oevre / enhet for k in krav], dtype=float),
    )


def _loes(verk: Tabellverk, avvik: np.ndarray, froe: int, taalmodighet: int) -> np.ndarray | None:
    """Løs programmet i femmere, eller gi None når det ikke har noen løsning."""
    nedre, oevre = _grenser(verk, avvik)
    kostnad, rader = _kostnad(verk), rekker(verk.krav, BASIS)
    myke = np.flatnonzero((avvik > STRENGT_AVVIK) & (verk.laast < 0))
    if len(myke):
        nedre, oevre, kostnad, rader = _med_straff(verk, myke, nedre, oevre, kostnad, rader)
    svar = loes_program(kostnad, nedre, oevre, rader, len(verk.antall), froe, taalmodighet)
    return None if svar is None else BASIS * np.rint(svar[: len(verk.antall)]).astype(np.int64)


def _grenser(verk: Tabellverk, avvik: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    nedre = np.maximum(-((avvik - verk.antall) // BASIS), 0).astype(float)
    oevre = ((verk.antall + avvik) // BASIS).astype(float)
    oevre[verk.antall == 0] = 0
    laast = verk.laast >= 0
    nedre[laast] = oevre[laast] = verk.laast[laast] / BASIS
    return nedre, oevre


def _kostnad(verk: Tabellverk) -> np.ndarray:
    """Billigst er den retningen trekningen peker. 3 trekkes til 5 i tre av fem tilfeller, så summene i snitt blir rette."""
    trukket_opp = verk.trekning < verk.antall % BASIS / BASIS
    trukket = np.where(trukket_opp, -1.0, 1.0)
    uendret = np.where(verk.oensket > verk.antall, -float(_VEKT_UENDRET), float(_VEKT_UENDRET))
    return np.where(verk.oensket >= 0, uendret, trukket)


def _med_straff(verk: Tabellverk, myke: np.ndarray, nedre, oevre, kostnad, rader: Rekker):
    """Legg til to hjelpevariabler for hver av de `myke` cellene, så det koster mye å flytte et tall mer enn fire."""
    n, m = len(verk.antall), len(myke)
    hjelp = n + np.arange(m)
    ingen = np.full(m, np.inf)
    # celle + under >= gulv, og celle - over <= tak
    under, over = np.ravel(np.column_stack([myke, hjelp])), np.ravel(np.column_stack([myke, hjelp + m]))
    start = rader.start[-1] + 2 * np.arange(1, 2 * m + 1)
    utvidet = Rekker(
        np.concatenate([rader.start, start]).astype(np.int32),
        np.concatenate([rader.kolonner, under, over]).astype(np.int32),
        np.concatenate([rader.verdier, np.tile([1.0, 1.0], m), np.tile([1.0, -1.0], m)]),
        np.concatenate([rader.nedre, verk.antall[myke] // BASIS, -ingen]),
        np.concatenate([rader.oevre, ingen, -(-verk.antall[myke] // BASIS)]),
    )
    return (np.concatenate([nedre, np.zeros(2 * m)]), np.concatenate([oevre, ingen, ingen]),
            np.concatenate([kostnad, _STRAFF_MYK * np.tile(verk.viktighet[myke], 2)]), utvidet)


def loes_program(kostnad, nedre, oevre, rader: Rekker, heltall: int = 0, froe: int = 0,
                 taalmodighet: int = 0) -> np.ndarray | None:
    """Løs et lineært program der de `heltall` første tallene skal være hele. Gir None når ingen løsning er funnet.

    Den første løsningen i hele tall er nesten like god som den beste, og finnes på en tiendedel av tiden.
    """
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(kostnad), len(rader.nedre)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = kostnad, nedre, oevre
    lp.row_lower_, lp.row_upper_ = rader.nedre, rader.oevre
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = rader.start, rader.kolonner, rader.verdier
    if heltall:
        lp.integrality_ = ([highspy.HighsVarType.kInteger] * heltall
                           + [highspy.HighsVarType.kContinuous] * (len(kostnad) - heltall))
    loeser = highspy.Highs()
    for navn, verdi in {"output_flag": False, "threads": 1, "random_seed": froe, "mip_max_improving_sols": 1}.items():
        loeser.setOptionValue(navn, verdi)
    if heltall:
        ganger = itertools.count(1)
        loeser.cbMipInterrupt.subscribe(lambda spoersmaal: next(ganger) > taalmodighet and spoersmaal.interrupt())
    loeser.passModel(lp)
    loeser.run()
    funnet = loeser.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    return np.array(loeser.getSolution().col_value) if funnet else None
