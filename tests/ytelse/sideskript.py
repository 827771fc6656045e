"""Tiden i skriptet til en side som har mye å vise, mot den samme siden med eksempelet.

De to sidene kjøres annenhver gang i samme prosess. En miljøvariabel sier hvilke data siden leser.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from tests.ytelse.tabell import Maaling, forhold, spenn


def maal(
    hva: str,
    variabel: str,
    mapper: tuple[Path, Path],
    lag_app: Callable,
    grense_ms: float,
    *,
    kort: bool,
) -> list[Maaling]:
    """Tiden med mye, som er i den siste av mappene, og den mot tiden med lite."""
    apper = []
    for mappe in mapper:
        os.environ[variabel] = str(mappe)
        apper.append(lag_app())
    lite: list[float] = []
    mye: list[float] = []
    for _ in range(3 if kort else 15):
        for mappe, app, tid in zip(mapper, apper, (lite, mye)):
            os.environ[variabel] = str(mappe)
            start = time.perf_counter()
            app.run()
            tid.append((time.perf_counter() - start) * 1000)
    return [
        Maaling(hva, median(mye), "ms", grense_ms, spenn(mye, "ms")),
        forhold(f"{hva}, mot eksempelet", mye, lite, None, "ms"),
    ]
