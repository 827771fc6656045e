"""Bygg som flere tester trenger, laget én gang og husket til byggesiden endres.

Et bygg av eksempelkommunen koster tjue ganger så mye som testene som leser det. Begge
testprosessene, og neste kjøring, bruker derfor det samme bygget så lenge ingenting det
avhenger av, er endret: koden og erklæringene på byggesiden, uttrekkene og bibliotekene.
"""

import contextlib
import functools
import getpass
import hashlib
import importlib.metadata
import os
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import kanttilfeller
import uttrekk

from boligdata import bygg
from boligdata.felles import config

EKSEMPEL = uttrekk.EKSEMPEL
BYGGESIDEN = ("felles", "bygg", "vern", "behov", "eksempel")
BIBLIOTEKER = ("duckdb", "highspy", "numpy", "pandas", "pyarrow")
# Det et bygg ikke bruker: bygget er alltid på bokmål.
IKKE_BRUKT = (".pyc", ".po", ".md")
# Så mange sett med ferdige bygg blir liggende, ett for hver utgave av koden. Et sett som er tatt i
# bruk de siste to timene, kan en annen testkjøring være i gang med.
BEHOLD = 4
I_BRUK_SEKUNDER = 2 * 60 * 60


def eksempel() -> Path:
    """Eksempelkommunen: mappene `eksempel`, `publisert` og `internt`. Skal ikke endres."""

    def lag(mappe: Path) -> None:
        shutil.copytree(EKSEMPEL, mappe / "eksempel")
        bygg.bygg(mappe / "eksempel", mappe / "publisert")

    return _ferdig("eksempel", lag)


def grensekommune() -> Path:
    """Kommunen der alt skjer på grensen mellom to perioder. Skal ikke endres."""

    def lag(mappe: Path) -> None:
        kanttilfeller.skriv(mappe, froe=1)
        bygg.bygg(mappe, mappe / "publisert")

    return _ferdig("grensekommune", lag)


def mikrokommune() -> Path:
    """Mikrokommunen: mappene `inn`, `publisert` og `internt`. Skal ikke endres."""

    def lag(mappe: Path) -> None:
        bygg.bygg(uttrekk.mikrokommune(mappe / "inn"), mappe / "publisert")

    return _ferdig("mikrokommune", lag)


def to_aar() -> Path:
    """De to siste årene av eksempelkommunen, uten det siste tertialet: mappene `inn`, `publisert` og
    `internt`. Skal ikke endres.
    """

    def lag(mappe: Path) -> None:
        inn = uttrekk.siste_aar(mappe / "inn", 2024)
        uttrekk.sett(inn, "per_dato", "2025-08-31")
        bygg.bygg(inn, mappe / "publisert")

    return _ferdig("to_aar", lag)


def _ferdig(navn: str, lag: Callable[[Path], None]) -> Path:
    mappe = _rot() / navn
    with _laas(navn):
        if not mappe.exists():
            # Blir byggingen avbrutt, ligger bare den midlertidige mappen igjen.
            midlertidig = Path(tempfile.mkdtemp(dir=_rot()))
            lag(midlertidig)
            os.replace(midlertidig, mappe)
    return mappe


@contextlib.contextmanager
def _laas(navn: str):
    """Venter til den andre testprosessen er ferdig med å bygge det samme."""
    forbindelse = sqlite3.connect(
        _rot() / f"{navn}.laas", timeout=600, isolation_level=None
    )
    with contextlib.closing(forbindelse):
        forbindelse.execute("begin exclusive")
        yield


@functools.cache
def _rot() -> Path:
    """Mappen for byggene av denne utgaven av koden. Bare den som kjører testene, ser den."""
    felles = Path(tempfile.gettempdir()) / f"boligdata-tester-{getpass.getuser()}"
    rot = felles / _avtrykk()
    rot.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.utime(rot)
    sist_brukt = {mappe: mappe.stat().st_mtime for mappe in felles.iterdir()}
    for mappe in sorted(sist_brukt, key=sist_brukt.get)[:-BEHOLD]:
        if time.time() - sist_brukt[mappe] > I_BRUK_SEKUNDER:
            shutil.rmtree(mappe, ignore_errors=True)
    return rot


def _avtrykk() -> str:
    """Fingeravtrykk av alt et bygg avhenger av."""
    mapper = [config.PAKKE / rom for rom in BYGGESIDEN] + [EKSEMPEL]
    filer = [f for mappe in mapper for f in mappe.rglob("*") if f.is_file()]
    filer += [Path(kanttilfeller.__file__), Path(uttrekk.__file__)]
    sum_ = hashlib.sha256(sys.version.encode())
    for bibliotek in BIBLIOTEKER:
        sum_.update(importlib.metadata.version(bibliotek).encode())
    for fil in sorted(f for f in filer if f.suffix not in IKKE_BRUKT):
        sum_.update(str(fil.relative_to(config.ROT)).encode())
        sum_.update(fil.read_bytes())
    return sum_.hexdigest()[:16]
