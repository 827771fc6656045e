"""Uttrekkene slik de blir: dem som er der fra før, med filene i utkastet lagt inn.

De samles i en mappe for seg, så det som er der fra før, ikke røres før tallene er publisert. Filene
kopieres ikke: de får et navn til på disken.
"""

import contextlib
import os
import re
import shutil
import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from boligdata.bygg import rettigheter
from boligdata.bygg.ingest import hvilke
from boligdata.bygg.utkast.hvilken import Gjenkjent
from boligdata.felles import pekeren, statistikk
from boligdata.felles.kilder import Kilde
from boligdata.felles.utkast import KOMMUNENS

_MAPPE = ".samlet"
# Ingen sjekk eller publisering varer så lenge (sekunder).
_LENGST = 6 * 60 * 60
_DATO = re.compile(r"(?<!\d)20\d{2}-?\d{2}-?\d{2}(?!\d)")


@dataclass(frozen=True)
class Bytte:
    """Filene i utkastet med navnene de får blant uttrekkene, og navnene på dem de erstatter."""

    inn: dict[Path, str]
    ut: tuple[str, ...]


def bytte(
    uttrekk: Path,
    utkast: Path,
    gjenkjente: list[Gjenkjent],
    behold: Collection[str],
    alle: Mapping[str, Kilde],
) -> Bytte:
    """Hva utkastet bytter ut. Nye filer erstatter alle filene til det samme uttrekket, om ikke brukeren
    vil beholde dem.
    """
    inn: dict[Path, str] = {}
    for en in gjenkjente:
        if en.kilde:
            inn[en.fil] = _navn_blant(en.fil, alle[en.kilde], {*inn.values()})
    nye = {en.kilde for en in gjenkjente} - {*behold}
    ut = []
    for fil in _filene(uttrekk):
        egne = {id for id, kilde in alle.items() if hvilke.hoerer_til(fil.name, kilde)}
        if fil.name in inn.values() or egne and egne <= nye:
            ut.append(fil.name)
    for navn in KOMMUNENS:
        if (utkast / navn).is_file():
            inn[utkast / navn] = navn
            ut += [navn] * (uttrekk / navn).is_file()
    return Bytte(inn, tuple(ut))


def _navn_blant(fil: Path, kilde: Kilde, opptatt: set[str]) -> str:
    """Navnet filen får: sitt eget når det sier hvilket uttrekk den er, ellers uttrekkets. Datoen i navnet
    sier når det er tatt ut, og blir med.
    """
    if hvilke.hoerer_til(fil.name, kilde) and fil.name not in opptatt:
        return fil.name
    dato = _DATO.search(fil.stem)
    stamme = f"{kilde.id}_{dato[0]}" if dato else kilde.id
    navn, nr = f"{stamme}{fil.suffix.lower()}", 2
    while navn in opptatt:
        navn, nr = f"{stamme}_2-{nr}{fil.suffix.lower()}", nr + 1
    return navn


@contextlib.contextmanager
def samle(uttrekk: Path, utkast: Path, byttet: Bytte) -> Iterator[Path]:
    """Mappen med uttrekkene slik de blir. Den er borte etterpå, også når noe går galt."""
    rettigheter.lag_mappe(utkast)
    rydd(utkast)
    mappe = utkast / f"{_MAPPE}-{os.getpid()}"
    try:
        rettigheter.lag_mappe(mappe)
        for fil in _filene(uttrekk):
            if fil.name not in byttet.ut:
                legg(fil, mappe / fil.name)
        for fil, navn in byttet.inn.items():
            legg(fil, mappe / navn)
        if (hentet := uttrekk / statistikk.MAPPE).is_dir():
            rettigheter.lag_mappe(mappe / statistikk.MAPPE)
            for fil in _filene(hentet):
                legg(fil, mappe / statistikk.MAPPE / fil.name)
        yield mappe
    finally:
        shutil.rmtree(mappe, ignore_errors=True)


def rydd(utkast: Path) -> None:
    """Ta bort det en prosess som ble drept, har latt ligge."""
    for rest in utkast.glob(f"{_MAPPE}-*"):
        for_gammel = time.time() - pekeren.skrevet(rest) > _LENGST
        if for_gammel or not _gaar(int(rest.name.rpartition("-")[2])):
            shutil.rmtree(rest, ignore_errors=True)


def _gaar(prosess: int) -> bool:
    """Finnes prosessen? På Windows er det ingen trygg måte å spørre på."""
    if os.name == "nt":
        return True
    try:
        os.kill(prosess, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _filene(mappe: Path) -> list[Path]:
    return sorted(fil for fil in mappe.iterdir() if fil.is_file())


def legg(fra: Path, til: Path) -> None:
    """La filen også hete `til`. Det tar ikke plass, der disken kan det."""
    try:
        os.link(fra.resolve(), til)
    except OSError:
        # På noen disker kan en fil bare ha ett navn.
        shutil.copy2(fra, til)
