"""Det som skjer rundt husstandene i en verden: situasjonene de er i, og hjelpen de får.

Verdenen er ferdig levd når dette lages, og har sin egen rekke med tilfeldige tall. Derfor endrer
ingenting her bolig-, leieforholds- og søknadsregisteret.
"""

from dataclasses import dataclass
from itertools import chain
from operator import attrgetter

from boligdata.eksempel.forutsetninger import FROE
from boligdata.eksempel.liv import Liv
from boligdata.eksempel.situasjoner import (
    Kartlagt,
    Opphold,
    Utkastelse,
    gjengangere,
    kartlegging,
    opphold,
    utdyp,
    utkastelser,
)
from boligdata.eksempel.terning import Terning
from boligdata.eksempel.tjenester import Tjeneste, tjenester
from boligdata.eksempel.verden import Verden
from boligdata.eksempel.virkemidler import Sak, Virkemidler

# Skiller tallene her fra dem verdenene og skrivemåtene bruker.
REKKE, GJENGANGERREKKE, FORNYELSESREKKE, KARTLEGGINGSREKKE = (
    2_000_000,
    3_000_000,
    4_000_000,
    5_000_000,
)
BEGYNTE = (
    "kartlagt",
    "fra",
    "begjaering",
    "soekt",
    "henvist",
    "fra",
)  # datoen hver av listene er ordnet etter


@dataclass(frozen=True)
class Innsats:
    """Alt som er skjedd rundt husstandene, også før uttrekkene begynner."""

    kartlegging: list[Kartlagt]
    opphold: list[Opphold]
    utkastelser: list[Utkastelse]
    virkemidler: list[Sak]
    tjenester: list[Tjeneste]
    gjengangere: list[Opphold]


def lag(verdener: list[Verden]) -> Innsats:
    """Innsatsen i alle verdenene. Det som skjer i den første, er alltid det samme."""
    deler = [_lag_en(verden, nr) for nr, verden in enumerate(verdener)]
    lister = (chain.from_iterable(samme_slag) for samme_slag in zip(*deler))
    return Innsats(
        *(sorted(liste, key=attrgetter(dato)) for liste, dato in zip(lister, BEGYNTE))
    )


def _lag_en(verden: Verden, nr: int) -> tuple[list, ...]:
    """Innsatsen i én verden. Det som er lagt til senere, har egne rekker: da er alt annet det samme
    som før.
    """
    terning, gjengangerterning, fornyelsesterning, kartleggingsterning = (
        Terning(FROE, rekke + nr)
        for rekke in (REKKE, GJENGANGERREKKE, FORNYELSESREKKE, KARTLEGGINGSREKKE)
    )
    liv = Liv(verden, terning)
    saker = utkastelser(liv)
    alle_opphold = opphold(liv, saker)
    kartlagte = kartlegging(liv, alle_opphold, saker)
    utdyp(kartlagte, kartleggingsterning)
    return (
        kartlagte,
        alle_opphold,
        saker,
        Virkemidler(liv, saker, fornyelsesterning).saker,
        tjenester(liv),
        gjengangere(Liv(verden, gjengangerterning), alle_opphold),
    )
