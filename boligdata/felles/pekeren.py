"""Pekeren i en mappe med tall: den lille filen som sier hvilken fil som gjelder.

Den byttes hel, så den som leser, ser enten den gamle eller den nye, også når prosessen drepes eller strømmen
går. Bygget peker slik på det som er bygd, og lesesiden på det som er hentet fra en annen maskin.
"""

import json
import os
import threading
import time
from pathlib import Path

PEKER = "gjeldende.json"
# Windows nekter å bytte en fil noen leser. Så mange ganger prøver vi, og så lenge (sekunder)
# venter vi mellom hver gang.
FORSOEK, PAUSE = 50, 0.1


def les(mappe: Path) -> dict:
    """Det pekeren i mappen sier, eller en tom dict når den ikke finnes eller ikke kan leses."""
    try:
        return json.loads((mappe / PEKER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def skriv(mappe: Path, peker: dict) -> None:
    """Bytt pekeren i mappen. `OSError` når den ikke kan byttes; da gjelder den gamle."""
    ny_peker = midlertidig(mappe / PEKER)
    ny_peker.write_text(json.dumps(peker), encoding="utf-8")
    til_disk(ny_peker)
    bytt(ny_peker, mappe / PEKER)


def midlertidig(fil: Path) -> Path:
    """Stedet å skrive filen til den er ferdig. Flere kan skrive den samme filen, hver på sitt sted."""
    return fil.with_name(f".{fil.name}.{os.getpid()}-{threading.get_ident()}.ny")


def skrevet(fil: Path) -> float:
    """Sekundet filen sist ble skrevet. Har en annen prosess ryddet den bort imens, er det nå."""
    try:
        return fil.stat().st_mtime
    except FileNotFoundError:
        return time.time()


def til_disk(sti: Path) -> None:
    """Vent til filen er på disken."""
    with open(sti, "rb+") as fil:
        os.fsync(fil.fileno())


def bytt(fra: Path, til: Path) -> None:
    """La filen ta plassen til den andre. Windows nekter når noen leser den akkurat da. Leserne er ferdige på
    millisekunder, så vi prøver igjen.
    """
    for _ in range(FORSOEK - 1):
        try:
            os.replace(fra, til)
            return
        except PermissionError:
            time.sleep(PAUSE)
    os.replace(fra, til)
