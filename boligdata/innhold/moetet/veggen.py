"""Hva som får plass på veggen om gangen. En liste som er for lang, deles på flere skjermer: på fire meter kan
ingen rulle, og skriften skal ikke bli mindre.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from boligdata.felles.maalform import si

T = TypeVar("T")
# Linjer under tittelen på en skjerm som er 16:9. Skriften følger bredden, så tallet er det samme på alle.
LINJER = 20.0
# Tegn på en linje over hele skjermen, og i tabellen ved siden av beslutningen.
HELE, TABELLEN = 95, 60
# Luften mellom to avsnitt eller to rader, i linjer.
_LUFT = 0.6


def biter(
    alle: Sequence[T], linjer: Callable[[T], float], plass: float = LINJER
) -> list[tuple[T, ...]]:
    """Delene av listen, i rekkefølge, hver med så mange som får plass. Det som alene er for høyt, står
    alene. En tom liste har ingen deler.
    """
    ut: list[tuple[T, ...]] = []
    brukt = math.inf
    for en in alle:
        hoeyde = linjer(en)
        if brukt + hoeyde > plass:
            ut.append(())
            brukt = 0.0
        ut[-1] += (en,)
        brukt += hoeyde
    return ut


def avsnitt(tekst: str, tegn: int = HELE) -> float:
    """Linjene et avsnitt tar, med luften etter."""
    return _linjer(tekst, tegn) + _LUFT


def rad(celler: Iterable[str], bredder: Iterable[float], tegn: int = HELE) -> float:
    """Linjene en rad i en tabell tar. `bredder` er hvor stor del av bredden hver kolonne har."""
    hoeyder = (
        _linjer(celle, max(1, int(tegn * bredde)))
        for celle, bredde in zip(celler, bredder)
    )
    return max(hoeyder, default=1) + _LUFT


def _linjer(tekst: str, tegn: int) -> int:
    return sum(max(1, math.ceil(len(linje) / tegn)) for linje in tekst.split("\n"))


def del_tittel(tittel: str, nr: int, antall: int) -> str:
    """Tittelen, med hvilken del det er når det er flere. `nr` er fra 0."""
    if antall == 1:
        return tittel
    return si(
        "{tittel} (del {nr} av {antall})", tittel=tittel, nr=nr + 1, antall=antall
    )
