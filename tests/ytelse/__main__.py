"""Ytelsen målt mot grensene: python -m tests.ytelse [--bare bygg,lesing,...,behov_backtest]
[--kort]

Skriver én Markdown-tabell. Kjøres på en maskin som ellers er i ro; hele målingen tar under fjorten
minutter.
"""

import argparse
import importlib
import os
import platform
import signal
import sys
import tempfile
import time
from pathlib import Path

from tests.ytelse.grunnlag import Grunnlag
from tests.ytelse.tabell import Maaling, som_markdown

# Bygget må måles først, mens denne prosessen er liten: se `grunnlag`.
DELER = {
    "bygg": "bygging",
    "lesing": "lesing",
    "skript": "skript",
    "nettleser": "nettleser",
    "mot_andre": "mot_andre",
    "samtidig": "samtidig",
    "prosesser": "prosesser",
    "inntak": "inntak",
    "behov": "behov",
    "behov_backtest": "behov_backtest",
    "lager": "lager",
    "handlingsdel": "handlingsdel",
    "sammenligning": "sammenligning",
    "statistikk": "statistikk",
    "henting": "henting",
    "rapport": "rapport",
    "kopi": "kopi",
    "proxy": "proxy",
    "maskiner": "maskiner",
    "mange": "mange",
    "vegg": "vegg",
    "varig": "varig",
}
# Tar to timer, og måles bare når noen ber om det.
BARE_NAVNGITT = ("varig",)


def main() -> int:
    """Kjør delene og skriv tabellen. Gir 1 når en grense ikke holder."""
    tolk = argparse.ArgumentParser(
        prog="python -m tests.ytelse", description="Måler ytelsen mot grensene"
    )
    tolk.add_argument(
        "--bare",
        default=",".join(del_ for del_ in DELER if del_ not in BARE_NAVNGITT),
        help=f"delene som skal måles, av {', '.join(DELER)}",
    )
    tolk.add_argument(
        "--kort",
        action="store_true",
        help="få gjentakelser, for å prøve at målingen virker",
    )
    valg = tolk.parse_args()
    deler = [d for d in DELER if d in valg.bare.split(",")]
    # En måling som blir avbrutt, skal stoppe tjenerne sine og rydde mappen etter seg.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    maalinger: list[Maaling] = []
    with tempfile.TemporaryDirectory(prefix="ytelse-") as mappe:
        grunnlag = Grunnlag(Path(mappe))
        for del_ in deler:
            start = time.monotonic()
            maalinger += importlib.import_module(f"tests.ytelse.{DELER[del_]}").maal(
                grunnlag, valg.kort
            )
            print(
                f"{del_}: {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True
            )
    print(
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} kjerner\n"
    )
    print(som_markdown(maalinger))
    return int(any(m.holder is False for m in maalinger))


if __name__ == "__main__":
    sys.exit(main())
