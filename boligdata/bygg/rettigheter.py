"""Filene programmet skriver, kan bare leses av den som kjører det.

Gjelder Linux og macOS. På Windows arver en fil rettighetene til mappen den ligger i, og her skjer
det ingenting.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def bare_eieren() -> Iterator[None]:
    """Nye filer og mapper får rettighetene 0600 og 0700 fra det øyeblikket de blir til.

    Masken gjelder hele prosessen, også filer andre biblioteker lager (databasen, loggen dens,
    midlertidige filer). Derfor hører den hjemme i byggeprosessen, og ikke i prosessen som svarer
    nettleseren.
    """
    foer = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(foer)


def stram_inn(*stier: Path) -> None:
    """Ta rettighetene fra andre enn eieren, for filer og mapper som kan være laget før."""
    if os.name == "nt":
        return
    for sti in stier:
        # Finnes ikke filen, eies den av en annen, eller kan disken bare leses, er det ingenting å
        # gjøre her.
        with contextlib.suppress(OSError):
            sti.chmod(0o700 if sti.is_dir() else 0o600)


@contextlib.contextmanager
def arbeidsmappe(hvor: Path, navn: str) -> Iterator[Path]:
    """En mappe i `hvor` bare for eieren, som er borte etterpå. Det en som ble drept, lot ligge under det
    samme navnet, tas også bort: den som kaller, er alene om navnet.
    """
    for rest in hvor.glob(f".{navn}-*"):
        shutil.rmtree(rest, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=f".{navn}-", dir=hvor) as mappe:
        yield Path(mappe)


def lag_mappe(mappe: Path) -> None:
    """Lag mappen, bare for eieren. En mappe som finnes, er noen andres valg, og blir ikke
    endret.
    """
    with bare_eieren():
        mappe.mkdir(parents=True, exist_ok=True)
