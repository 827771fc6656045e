"""Arkene i .xls, .xlsb og .ods, lest med Calamine."""

import datetime as dt
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import python_calamine

from boligdata.felles.bok import tekster
from boligdata.felles.bok.svar import FLEST_KOLONNER, LENGSTE_CELLE, Arkhode, Bokfeil
from boligdata.felles.regneark import celletekst

# Makroer og feil i celler kan ikke ses gjennom Calamine. Navnene og kodene står slik i filene.
_MAKRO_XLS = "_VBA_PROJECT".encode("utf-16-le")


def ark(sti: Path) -> Iterator[tuple[Arkhode, Iterator[tuple[int, list[str]]]]]:
    """Hvert regneark med hodet og radene."""
    data = sti.read_bytes()
    if data.startswith(b"\xd0\xcf"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Bokfeil("passord")
        if _MAKRO_XLS in data:
            raise Bokfeil("makroer")
    feil = _feilceller(sti, data)
    try:
        bok = python_calamine.CalamineWorkbook.from_path(str(sti))
    except python_calamine.PasswordError:
        raise Bokfeil("passord") from None
    for om in bok.sheets_metadata:
        if om.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        skjult = om.visible != python_calamine.SheetVisibleEnum.Visible
        yield Arkhode(om.name, skjult), _rader(bok.get_sheet_by_name(om.name), feil)


def _rader(ark, feil: bool) -> Iterator[tuple[int, list[str]]]:
    if ark.total_width > FLEST_KOLONNER:
        raise Bokfeil("langt ute", ark.name)
    foran = [""] * (ark.start[1] if ark.start else 0)
    for nr, celler in enumerate(ark.iter_rows(), 1):
        rad = foran + [_tekst(celle) for celle in celler]
        if any(len(tekst) > LENGSTE_CELLE for tekst in rad):
            raise Bokfeil("lang celle", ark.name, f"rad {nr}")
        if any(rad):
            yield nr, rad
    if feil:
        raise Bokfeil("feilceller", ark.name)


def _tekst(verdi) -> str:
    if isinstance(verdi, bool) or not isinstance(verdi, (int, float)):
        if isinstance(verdi, dt.datetime) and verdi.date() <= dt.date(1900, 1, 1):
            return "01.01.1900"
        return celletekst(verdi)
    return tekster.tall(verdi) if verdi == verdi else ""


# ---------------------------------------------------------------------------- feilceller

# BIFF8: BOOLERR er post 0x0205, åtte byte lang, der den siste byten sier at det er en feil. Et svar på
# en formel (post 0x0006) er en feil når det begynner med 2 og slutter med FFFF.
_KODE = rb"[\x00\x07\x0f\x17\x1d\x24\x2a]"
_XLS_FEIL = re.compile(
    rb"\x05\x02\x08\x00.{6}" + _KODE + rb"\x01"
    rb"|\x06\x00.{8}\x02." + _KODE + rb".{3}\xff\xff",
    re.DOTALL,
)
_ODS_FEIL = re.compile(
    rb'calcext:value-type="error"'
    rb"|>\s*(?:#(?:N/A|I/T|DIV/0!|REF!|VALUE!|VERDI!|NAME\?|NAVN\?|NUM!|NULL!)|Err:\d{3})\s*<"
)
# BrtCellError og BrtFmlaError i BIFF12.
_XLSB_FEIL = {3, 11}


def _feilceller(sti: Path, data: bytes) -> bool:
    """Har boken en celle med #N/A eller lignende? Hvor den er, kan ikke sies i disse formatene."""
    if data.startswith(b"\xd0\xcf"):
        return bool(_XLS_FEIL.search(data))
    with zipfile.ZipFile(sti) as arkiv:
        delene = [
            navn
            for navn in arkiv.namelist()
            if navn == "content.xml" or re.fullmatch(r"xl/worksheets/[^/]+\.bin", navn)
        ]
        return any(
            _ODS_FEIL.search(innhold)
            if navn == "content.xml"
            else _XLSB_FEIL & set(_poster(innhold))
            for navn, innhold in ((navn, arkiv.read(navn)) for navn in delene)
        )


def _poster(data: bytes) -> Iterator[int]:
    """Slagene av poster i en del av en .xlsb. Slaget og lengden har sju bit i hver byte."""
    plass = 0
    while plass < len(data):
        slag, plass = _sju_bit(data, plass, 2)
        lengde, plass = _sju_bit(data, plass, 4)
        plass += lengde
        yield slag


def _sju_bit(data: bytes, plass: int, flest: int) -> tuple[int, int]:
    tall = 0
    for nr, byte in enumerate(data[plass : plass + flest]):
        tall |= (byte & 0x7F) << (7 * nr)
        if byte < 0x80:
            return tall, plass + nr + 1
    return tall, plass + flest
