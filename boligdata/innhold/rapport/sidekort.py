"""Kortene sidene viser, funnet igjen i koden til sidene selv: et kort i et dokument har den samme tittelen
og figuren som på siden, uten at det står to steder.
"""

import dataclasses
import functools

from boligdata.felles import sidekode
from boligdata.felles.maalform import si
from boligdata.innhold.grunnkort import Bestilling, bestill


@functools.cache
def bestillinger() -> dict[str, Bestilling]:
    """Hvert figurkort på sidene, med «side/kort» som nøkkel, og tittelen på bokmål."""
    ut: dict[str, Bestilling] = {}
    for side, faste, navngitte in sidekode.kall("figurkort"):
        ett = bestill(*faste, **navngitte)
        ut.setdefault(f"{side}/{ett.id}", ett)
    return ut


def paa_maalformen(noekkel: str) -> Bestilling:
    """Kortet med tittelen på målformen som er i bruk."""
    bestilt = bestillinger()[noekkel]
    return dataclasses.replace(bestilt, tittel=si(bestilt.tittel))


def spoersmaal(noekkel: str, funksjon: str) -> str:
    """Tittelen på et kort som ikke er et figurkort, som regnskapet «folk», på målformen i bruk."""
    return si(_titler(funksjon)[noekkel])


@functools.cache
def _titler(funksjon: str) -> dict[str, str]:
    ut: dict[str, str] = {}
    for _, (noekkel, tittel, *_), _ in sidekode.kall(funksjon):
        ut.setdefault(noekkel, tittel)
    return ut
