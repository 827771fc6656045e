"""Arkene i .xls, .xlsb og .ods. Calamine gir verdiene, og `xls`, `xlsb` og `ods` det cellene viser."""

import datetime as dt
import io
import itertools
import zipfile
from collections.abc import Iterator
from pathlib import Path

import python_calamine

from boligdata.felles.bok import ods, tekster, xls, xlsb
from boligdata.felles.bok.svar import FLEST_KOLONNER, LENGSTE_CELLE, Arkhode, Bokfeil
from boligdata.felles.bok.visning import Arkvisning, Bokvisning, Dekket, er_tekst
from boligdata.felles.regneark import celletekst

# Makroer kan ikke ses gjennom Calamine. Navnet står slik i filen.
_MAKRO_XLS = "_VBA_PROJECT".encode("utf-16-le")

Rad = tuple[int, list[str]]


def i_xls(sti: Path) -> Iterator[tuple[Arkhode, Iterator[Rad]]]:
    """Hvert regneark i en .xls med hodet og radene."""
    data = sti.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Bokfeil("passord")
    if _MAKRO_XLS in data:
        raise Bokfeil("makroer")
    # Calamine stopper prosessen på en fil som er kuttet. Derfor leses postene først.
    vist = xls.visning(data)
    yield from _arkene(_aapne(data), vist)


def i_pakken(
    sti: Path, arkiv: zipfile.ZipFile, delene: dict[str, str]
) -> Iterator[tuple[Arkhode, Iterator[Rad]]]:
    """Hvert regneark i en .xlsb eller .ods. `delene` er filene i pakken, som i `ooxml`."""
    bok = _aapne(sti.read_bytes())
    if "xl/workbook.bin" in delene:
        yield from _arkene(bok, xlsb.visning(arkiv, delene))
        return
    with arkiv.open(delene["content.xml"]) as stroem:
        vist = ods.visning(stroem)
    yield from _arkene(bok, vist)


def _aapne(data: bytes) -> python_calamine.CalamineWorkbook:
    """Boken. Innholdet sier hvilket format det er: endelsen kan være feil."""
    try:
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except python_calamine.PasswordError:
        raise Bokfeil("passord") from None


def _arkene(
    bok: python_calamine.CalamineWorkbook, vist: Bokvisning
) -> Iterator[tuple[Arkhode, Iterator[Rad]]]:
    # Uten det cellene viser, kunne 68,4 % blitt lest som 0,684.
    if len(vist.arkene) != len(bok.sheets_metadata):
        raise Bokfeil("ødelagt")
    for om, visning in zip(bok.sheets_metadata, vist.arkene):
        if om.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        hode = Arkhode(
            om.name,
            om.visible != python_calamine.SheetVisibleEnum.Visible,
            vist.dato1904,
            visning.skjulte_rader,
            visning.flettet,
        )
        yield hode, _rader(bok.get_sheet_by_name(om.name), visning, vist.dato1904)


def _rader(ark, vist: Arkvisning, fra1904: bool) -> Iterator[Rad]:
    if ark.total_width > FLEST_KOLONNER:
        raise Bokfeil("langt ute", ark.name)
    foran = [""] * (ark.start[1] if ark.start else 0)
    dekket = Dekket(vist.flettet)
    for nr, celler in _nummerert(ark, vist):
        celler = foran + celler
        rad = [_tekst(celle) for celle in celler]
        for plass, hva in vist.celler.get(nr, ()):
            rad.extend(itertools.repeat("", plass + 1 - len(rad)))
            if er_tekst(hva):
                rad[plass] = hva
            elif plass < len(celler) and isinstance(celler[plass], (int, float)):
                rad[plass] = tekster.vist(celler[plass], hva, fra1904)
        if any(len(tekst) > LENGSTE_CELLE for tekst in rad):
            raise Bokfeil("lang celle", ark.name, f"rad {nr}")
        if any(rad):
            yield nr, dekket.fyll(nr, rad)


def _nummerert(ark, vist: Arkvisning) -> Iterator[tuple[int, list]]:
    """Radene fra Calamine, og de bakerst der den ikke ser noe."""
    nr = 0
    for nr, celler in enumerate(ark.iter_rows(), 1):
        yield nr, celler
    yield from ((bak, []) for bak in sorted(vist.celler) if bak > nr)


def _tekst(verdi) -> str:
    if isinstance(verdi, bool) or not isinstance(verdi, (int, float)):
        if isinstance(verdi, dt.datetime) and verdi.date() <= dt.date(1900, 1, 1):
            return "01.01.1900"
        return celletekst(verdi)
    return tekster.tall(verdi) if verdi == verdi else ""
