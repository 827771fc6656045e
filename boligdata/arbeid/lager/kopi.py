"""En kopi som ikke er synlig før den er hel, og som er på disken når den er synlig."""

import contextlib
import datetime as dt
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from boligdata.arbeid.lager.poster import ArbeidFeil


@dataclass(frozen=True)
class NyFil:
    """Navnet kopien får, og navnet den har til den er hel."""

    fil: Path
    midlertidig: Path


@contextlib.contextmanager
def ny_fil(til: Path) -> Iterator[NyFil]:
    """Skriv kopien til `midlertidig`. Er den hel, får den navnet sitt når blokken er ferdig."""
    naa = dt.datetime.now()
    fil = til / f"arbeid-{naa:%Y%m%d-%H%M%S}.sqlite" if til.is_dir() else til
    ny = NyFil(fil, fil.with_name(f".{fil.name}.{os.getpid()}.del"))
    try:
        fil.parent.mkdir(parents=True, exist_ok=True)
        ny.midlertidig.unlink(missing_ok=True)
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
