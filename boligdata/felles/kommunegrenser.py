"""Grensene mellom kommunene slik de er fra 2024, forenklet til et lite kart over landet.

`kommunegrenser.csv` har én linje for hver flate: nummeret, og punktene rundt den som «øst,nord» i kilometer
(EUREF89, UTM-sone 33), rundet av til hver tredje kilometer. Øyer under 36 km² er ikke med, uten når de er
hele kommunen. Kilde: Kartverket, CC BY 4.0.
"""

import csv
import functools

from boligdata.felles.config import PAKKE

FIL = PAKKE / "felles" / "kommunegrenser.csv"
KILDE = "Kartverket, CC BY 4.0"

# Punktene rundt en flate, i kilometer mot øst og nord.
Flate = tuple[tuple[int, int], ...]


@functools.cache
def flatene() -> dict[str, tuple[Flate, ...]]:
    """Flatene til hver kommune, etter nummeret. Den siste i hver går ikke tilbake til den første."""
    ut: dict[str, tuple[Flate, ...]] = {}
    with FIL.open(encoding="utf-8", newline="") as fil:
        for rad in csv.DictReader(fil, delimiter=";"):
            flate = tuple(_punktet(punkt) for punkt in rad["flate"].split())
            nummer = rad["kommunenummer"]
            ut[nummer] = (*ut.get(nummer, ()), flate)
    return ut


def _punktet(tekst: str) -> tuple[int, int]:
    oest, nord = map(int, tekst.split(","))
    return oest, nord
