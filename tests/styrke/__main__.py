"""Hvor ofte tar dommene feil, og hvor mye ser de? python -m tests.styrke [--antall N] [--froe N]

Skriver tabellen i README for vurderingen. Gir 1 når en dom over avrundede tall sier noe annet enn den
over de eksakte.
"""

import argparse
import sys

from tests.styrke import tabell
from tests.styrke.maaling import PROEVER, maal


def main() -> int:
    """Skriv en rad for hver prøve, etter hvert som den er ferdig."""
    tolk = argparse.ArgumentParser(
        prog="python -m tests.styrke",
        description="Måler falske dommer og hvor store endringer dommene ser",
    )
    tolk.add_argument("--antall", type=int, default=2000, help="serier for hver celle")
    tolk.add_argument("--froe", type=int, default=1)
    valg = tolk.parse_args()
    print(tabell.hode())
    uenige = 0
    for proeve in PROEVER:
        maalt = maal(proeve, valg.antall, valg.froe)
        uenige += maalt.uenige
        print(tabell.rad(maalt), flush=True)
    print(f"\nDommer over avrundede tall som de eksakte sier imot: {uenige}")
    return int(uenige > 0)


sys.exit(main())
