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
    utkastelser,
)
from boligdata.eksempel.terning import Terning
from boligdata.eksempel.tjenester import Tjeneste, tjenester
from boligdata.eksempel.verden import Verden
from boligdata.eksempel.virkemidler import Sak, Virkemidler

# Skiller tallene her fra dem verdenene og skrivemåtene bruker.
REKKE, GJENGANGERREKKE = 2_000_000, 3_000_000
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
    deler = [
        _lag_en(
            verden, *(Terning(FROE, rekke + nr) for rekke in (REKKE, GJENGANGERREKKE))
        )
        for nr, verden in enumerate(verdener)
    ]
    lister = (chain.from_iterable(samme_slag) for samme_slag in zip(*deler))
    return Innsats(
        *(sorted(liste, key=attrgetter(dato)) for liste, dato in zip(lister, BEGYNTE))
    )


def _lag_en(
    verden: Verden, terning: Terning, gjengangerterning: Terning
) -> tuple[list, ...]:
    liv = Liv(verden, terning)
    saker = utkastelser(liv)
    alle_opphold = opphold(liv, saker)
    return (
        kartlegging(liv, alle_opphold, saker),
        alle_opphold,
        saker,
        Virkemidler(liv, saker).saker,
        tjenester(liv),
        gjengangere(Liv(verden, gjengangerterning), alle_opphold),
    )
