"""Ta en sikkerhetskopi mens dashbordet er i bruk."""

import datetime as dt
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from boligdata.bygg import noekkel, rettigheter, utgiver
from boligdata.bygg.sikkerhetskopi import innhold, laas
from boligdata.felles import config
from boligdata.felles.config import Brukerfeil

FORMAT = 1
_SAA = "Ingen kopi er tatt, og det som er der fra før, er ikke rørt."


def ta(
    til: Path,
    arbeidet: Callable[[Path], Path] | None,
    med_uttrekk: bool = False,
    behold: int | None = None,
) -> Path:
    """Skriv en kryptert kopi i mappen `til`, og gi filen. Den er ikke synlig før den er hel.

    `arbeidet(sti)` skriver en kopi av det brukerne har skrevet, når noen har skrevet noe. Med `behold` blir
    bare så mange av de nyeste kopiene i mappen liggende. Ingen kan bygge eller angre imens. Kaster
    `Brukerfeil` når kopien ikke kan tas.
    """
    if not utgiver.gjeldende(config.publisert_mappe()):
        raise Brukerfeil(f"Det er ikke publisert noe ennå. {_SAA}")
    with (
        utgiver.alene(config.publisert_mappe()),
        utgiver.forklar_skrivefeil(config.internt_mappe(), _SAA),
        # Filen har ikke noe navn på disken, så et avbrudd etterlater ingenting som ikke er kryptert.
        tempfile.TemporaryFile(dir=config.internt_mappe()) as samlet,
    ):
        _samle(samlet, arbeidet, med_uttrekk)
        samlet.seek(0)
        fil = _skriv_lukket(samlet, til)
    if behold:
        for gammel in kopiene(til)[:-behold]:
            gammel.unlink(missing_ok=True)
    return fil


def kopiene(mappe: Path) -> list[Path]:
    """Kopiene i mappen, de eldste først."""
    return sorted(mappe.glob("boligdata-*.age"))


def _samle(
    ut: BinaryIO, arbeidet: Callable[[Path], Path] | None, med_uttrekk: bool
) -> None:
    om = {
        "format": FORMAT,
        "skjema": config.SKJEMA,
        "tatt": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "uttrekk": med_uttrekk,
    }
    with (
        tarfile.open(fileobj=ut, mode="w") as arkiv,
        rettigheter.arbeidsmappe(config.internt_mappe(), "kopi") as mappe,
    ):
        _legg_til(arkiv, innhold.OM, json.dumps(om).encode())
        _legg_til(arkiv, innhold.NOEKKEL, noekkel.hent())
        for navn, fil in innhold.filene(med_uttrekk):
            arkiv.add(fil, navn)
        if arbeidet:
            arkiv.add(arbeidet(mappe / innhold.ARBEID), innhold.ARBEID)


def _legg_til(arkiv: tarfile.TarFile, navn: str, data: bytes) -> None:
    felt = tarfile.TarInfo(navn)
    felt.size, felt.mode = len(data), 0o600
    arkiv.addfile(felt, io.BytesIO(data))


def _skriv_lukket(samlet: BinaryIO, til: Path) -> Path:
    naa = dt.datetime.now(dt.UTC)
    fil = til / f"boligdata-{naa:%Y%m%dT%H%M%SZ}.age"
    uferdig = fil.with_name(f".{fil.name}.{os.getpid()}.del")
    with utgiver.forklar_skrivefeil(til, _SAA), rettigheter.bare_eieren():
        til.mkdir(parents=True, exist_ok=True)
        try:
            with uferdig.open("wb") as ut:
                laas.lukk(samlet, ut)
                ut.flush()
                os.fsync(ut.fileno())
            os.replace(uferdig, fil)
        finally:
            uferdig.unlink(missing_ok=True)
    return fil
