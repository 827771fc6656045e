"""Sikkerhetskopier: ikke synlige før de er hele, på disken når de er synlige, og lest før det."""

import contextlib
import datetime as dt
import os
import sqlite3
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from boligdata.arbeid.lager.bilde import Forbindelse
from boligdata.arbeid.lager.poster import ArbeidFeil

_FELT = "nr, endring_id, slag, objekt_id, versjon, innhold, hvem, hvorfor, tid"
_OM_GANGEN = 1000
# Eieren og gruppen. Hva gruppen får, avgjør masken til den som kjører programmet.
_MAPPE, _FIL = 0o770, 0o660


@dataclass(frozen=True)
class NyFil:
    """Navnet kopien får, og navnet den har til den er hel."""

    fil: Path
    midlertidig: Path


@contextlib.contextmanager
def ny_fil(til: Path, aldri: Path | None = None) -> Iterator[NyFil]:
    """Skriv kopien til `midlertidig`. Er den hel, får den navnet sitt når blokken er ferdig.

    `aldri` er filen som er i bruk. En kopi skal ikke legges over den.
    """
    til, naa = til.absolute(), dt.datetime.now()
    fil = til / f"arbeid-{naa:%Y%m%d-%H%M%S}.sqlite" if til.is_dir() else til
    if aldri and fil.exists() and fil.samefile(aldri):
        raise ArbeidFeil(
            f"Sikkerhetskopien kan ikke legges over filen som er i bruk ({fil}). Velg et annet sted."
        )
    ny = NyFil(fil, fil.with_name(f".{fil.name}.{os.getpid()}.del"))
    try:
        ny.midlertidig.unlink(missing_ok=True)
        steng(ny.midlertidig)
        yield ny
        _kontroller(ny.midlertidig)
        _til_disken(ny.midlertidig)
        os.replace(ny.midlertidig, fil)
        if os.name != "nt":
            _til_disken(fil.parent)
    except (OSError, sqlite3.Error) as feil:
        raise ArbeidFeil(
            f"Sikkerhetskopien ble ikke laget: det gikk ikke å skrive {fil}. Se om disken er full, og "
            "om programmet har skriverett der. Arbeidsdataene er ikke rørt."
        ) from feil
    finally:
        with contextlib.suppress(OSError):
            ny.midlertidig.unlink(missing_ok=True)


def steng(fil: Path) -> None:
    """Ingen utenfor gruppen kan åpne filen: den kan ha navn på folk som har sendt innspill. Finnes den ikke,
    blir den til som en tom fil, for SQLite ville latt alle lese den.

    En fil som finnes, åpnes ikke: å lukke den ville tatt låsene fra dem som bruker den i denne prosessen.
    """
    fil.parent.mkdir(mode=_MAPPE, parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        os.close(os.open(fil, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FIL))
    if os.name != "nt" and (rettigheter := fil.stat().st_mode) & stat.S_IRWXO:
        # Eies den av en annen, er det eierens valg.
        with contextlib.suppress(PermissionError):
            fil.chmod(rettigheter & ~stat.S_IRWXO)


def rader(fra: Forbindelse) -> Iterator[list[tuple]]:
    """Alle hendelsene, noen om gangen, i den rekkefølgen de ble lagret."""
    siste = 0
    while bunke := fra.hent(
        f"select {_FELT} from hendelse where nr > ? order by nr limit ?",
        (siste, _OM_GANGEN),
    ):
        yield bunke
        siste = bunke[-1][0]


def fyll(til: Forbindelse, bunker: Iterator[list[tuple]], med_nr: str = "") -> None:
    """Legg inn hendelsene med numrene de har. `med_nr` er det databasen må ha for å tillate det."""
    plasser = ", ".join("?" * len(_FELT.split(", ")))
    for bunke in bunker:
        for rad in bunke:
            til.hent(f"insert into hendelse ({_FELT}) {med_nr} values ({plasser})", rad)


def _kontroller(fil: Path) -> None:
    """Les alt én gang. En kopi ingen har lest, er ikke en sikkerhetskopi."""
    forbindelse = sqlite3.connect(f"{fil.as_uri()}?mode=ro", uri=True)
    with contextlib.closing(forbindelse):
        if forbindelse.execute("pragma integrity_check").fetchall() != [("ok",)]:
            raise sqlite3.DatabaseError("kopien er ikke hel")


def _til_disken(sti: Path) -> None:
    aapnet = os.open(sti, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(aapnet)
    finally:
        os.close(aapnet)
