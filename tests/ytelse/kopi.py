"""Sikkerhetskopien av eksempelkommunen, og veien tilbake på en tom maskin, ved siden av gulvet: de samme
filene kopiert uten kryptering.
"""

import shutil
import time
from pathlib import Path
from statistics import median

from tests.ytelse.grunnlag import Grunnlag, boligdata, kjoer
from tests.ytelse.tabell import Maaling, spenn

GRENSE_SEKUNDER = 60


def maal(grunnlag: Grunnlag, kort: bool) -> list[Maaling]:
    """Kommandoene slik de kjøres, med oppstart og alt."""
    gammel, noekkelfil = grunnlag.mappe / "kopi", grunnlag.mappe / "gjenoppretting.txt"
    uttrekk, publisert = grunnlag.uttrekk(1), gammel / "publisert"
    boligdata("bygg", "--uttrekk", str(uttrekk), "--ut", str(publisert))
    _kjoer(gammel, "kopi", "--lag-noekkel", noekkelfil)
    tatt, tilbake, gulv = [], [], []
    for runde in range(2 if kort else 5):
        kopier, ny = grunnlag.mappe / f"kopier{runde}", grunnlag.mappe / f"ny{runde}"
        tatt.append(_kjoer(gammel, "kopi", "--til", kopier))
        (fil,) = kopier.iterdir()
        tilbake.append(_kjoer(ny, "gjenopprett", "--fra", fil, "--noekkel", noekkelfil))
        start = time.perf_counter()
        shutil.copytree(gammel, grunnlag.mappe / f"gulv{runde}")
        gulv.append(time.perf_counter() - start)
    hva = "Sikkerhetskopien av eksempelkommunen"
    return [
        Maaling(f"{hva} tatt", median(tatt), "s", raa=spenn(tatt, "s")),
        Maaling(
            f"{hva} lagt på plass på en tom maskin",
            median(tilbake),
            "s",
            GRENSE_SEKUNDER,
            f"{spenn(tilbake, 's')} mot {spenn(gulv, 's')} å kopiere filene",
        ),
        Maaling(f"{hva}, størrelsen", fil.stat().st_size / 1e6, "MB"),
    ]


def _kjoer(data: Path, *kommando) -> float:
    """Sekundene kommandoen tok."""
    miljoe = {"BOLIGDATA_DATA": str(data), "BOLIGDATA_NOEKKEL": "n" * 32}
    tomme = dict.fromkeys(("BOLIGDATA_PUBLISERT", "BOLIGDATA_ARBEID"), "")
    start = time.perf_counter()
    kjoer("-m", "boligdata", *map(str, kommando), miljoe=miljoe | tomme)
    return time.perf_counter() - start
