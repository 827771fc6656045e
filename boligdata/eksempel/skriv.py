"""Filer som blir like, byte for byte, hver gang og på alle maskiner."""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import xlsxwriter

LAGET = dt.datetime(2026, 1, 15, 8, 0)  # Datoen Excel-filene sier at de er laget.
HARDT_MELLOMROM = "\u00a0"


def tall(verdi: float, desimaler: int = 0, tusenskille: str = "") -> str:
    """Tallet med komma, og med `tusenskille` mellom tusenene."""
    return f"{verdi:,.{desimaler}f}".translate({ord(","): tusenskille, ord("."): ","})


def skriv_csv(
    sti: Path, overskrift: Sequence[str], rader: Iterable[Sequence], tegnsett: str
) -> Path:
    """CSV med semikolon og linjeskift som i Windows."""
    with open(sti, "w", encoding=tegnsett, newline="") as fil:
        skriver = csv.writer(fil, delimiter=";", lineterminator="\r\n")
        skriver.writerow(overskrift)
        skriver.writerows(rader)
    return sti


def skriv_xlsx(
    sti: Path,
    ark: str,
    titler: Sequence[str],
    overskrift: Sequence[str],
    rader: Iterable[Sequence],
) -> Path:
    """Excel-ark med titler, overskrift og rader under hverandre. Datoer blir datoceller, tomme
    verdier tomme celler.
    """
    data = io.BytesIO()
    with xlsxwriter.Workbook(
        data, {"in_memory": True, "default_date_format": "dd.mm.yyyy"}
    ) as bok:
        bok.set_properties({"created": LAGET, "author": "Eksempeldata"})
        side = bok.add_worksheet(ark)
        fet = bok.add_format({"bold": True})
        for nr, tittel in enumerate(titler):
            side.write_string(nr, 0, tittel, fet)
        side.write_row(len(titler), 0, overskrift, fet)
        side.set_column(0, len(overskrift) - 1, 16)
        for nr, rad in enumerate(rader, len(titler) + 1):
            for kolonne, verdi in enumerate(rad):
                if verdi is not None:
                    side.write(nr, kolonne, verdi)
    sti.write_bytes(_uten_pakking(data))
    return sti


def _uten_pakking(data: io.BytesIO) -> bytes:
    """Samme arkiv uten komprimering: hvor tett det pakkes, avhenger av zlib på maskinen."""
    ut = io.BytesIO()
    with (
        zipfile.ZipFile(data) as pakket,
        zipfile.ZipFile(ut, "w", zipfile.ZIP_STORED) as flatt,
    ):
        for navn in pakket.namelist():
            post = zipfile.ZipInfo(navn, (1980, 1, 1, 0, 0, 0))
            post.create_system = (
                0  # Ellers står det hvilket operativsystem filen er skrevet på.
            )
            flatt.writestr(post, pakket.read(navn))
    return ut.getvalue()
