"""Det en .xlsb viser, lest av postene i den (BIFF12, etter [MS-XLSB])."""

import struct
import zipfile
from collections.abc import Iterator

from boligdata.felles.bok import formater, ooxml
from boligdata.felles.bok.svar import Bokfeil
from boligdata.felles.bok.visning import (
    FEIL,
    UKJENT_FEIL,
    Arkvisning,
    Bokvisning,
    av_stil,
)

_OM_BOKEN, _ET_ARK = 153, 156
_FORMAT, _STIL, _STILENE, _STILENE_SLUTT = 44, 47, 617, 618
_RAD, _FLETTET = 0, 176
_TALLENE, _FEILENE = {2, 5, 9}, {3, 11}
# Celler uten kolonne leser ikke Calamine, og Excel skriver dem ikke.
_UTEN_KOLONNE = range(12, 19)
_SKJULT = 0x10


def visning(arkiv: zipfile.ZipFile, delene: dict[str, str]) -> Bokvisning:
    """Hva hvert ark i boken viser. `delene` er filene i pakken, som i `ooxml`."""
    maal = ooxml.maalene(arkiv.read(delene["xl/_rels/workbook.bin.rels"]))
    slagene = (
        _slagene(arkiv.read(delene["xl/styles.bin"]))
        if "xl/styles.bin" in delene
        else []
    )
    fra1904, arkene = False, []
    for slag, post in _poster(arkiv.read(delene["xl/workbook.bin"])):
        if slag == _OM_BOKEN:
            fra1904 = bool(post[0] & 1)
        elif slag == _ET_ARK:
            _, sti = maal.get(_tekst(post, 8), ("", ""))
            arkene.append(
                _ark(arkiv.read(delene[sti]), slagene)
                if sti in delene
                else Arkvisning()
            )
    return Bokvisning(arkene, fra1904)


def _slagene(data: bytes) -> list[str | None]:
    egne, stiler, i_stilene = {}, [], False
    for slag, post in _poster(data):
        if slag == _FORMAT:
            [nummer] = struct.unpack_from("<H", post)
            egne[nummer] = _tekst(post, 2)
        elif slag in (_STILENE, _STILENE_SLUTT):
            i_stilene = slag == _STILENE
        elif slag == _STIL and i_stilene:
            stiler.append(struct.unpack_from("<H", post, 2)[0])
    return [formater.slag(nummer, egne) for nummer in stiler]


def _ark(data: bytes, slagene: list[str | None]) -> Arkvisning:
    ark, rad = Arkvisning(), 0
    for slag, post in _poster(data):
        if slag == _RAD:
            rad = struct.unpack_from("<I", post)[0] + 1
            ark.skjulte_rader += bool(post[11] & _SKJULT)
        elif slag in _TALLENE:
            kolonne, stil = struct.unpack_from("<2I", post)
            ark.merk(rad, kolonne, av_stil(slagene, stil & 0xFFFFFF))
        elif slag in _FEILENE:
            [kolonne] = struct.unpack_from("<I", post)
            ark.merk(rad, kolonne, FEIL.get(post[8], UKJENT_FEIL))
        elif slag == _FLETTET:
            topp, bunn, kolonne = struct.unpack_from("<3I", post)
            ark.flett(topp + 1, bunn + 1, kolonne)
        elif slag in _UTEN_KOLONNE:
            raise Bokfeil("ødelagt")
    return ark


def _tekst(post: bytes, plass: int) -> str:
    [tegn] = struct.unpack_from("<I", post, plass)
    return post[plass + 4 : plass + 4 + 2 * tegn].decode("utf-16-le", "replace")


def _poster(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Slaget og innholdet i hver post. Slaget og lengden har sju bit i hver byte."""
    plass = 0
    while plass < len(data):
        slag, plass = _sju_bit(data, plass, 2)
        lengde, plass = _sju_bit(data, plass, 4)
        yield slag, data[plass : plass + lengde]
        plass += lengde


def _sju_bit(data: bytes, plass: int, flest: int) -> tuple[int, int]:
    tall = 0
    for nr, byte in enumerate(data[plass : plass + flest]):
        tall |= (byte & 0x7F) << (7 * nr)
        if byte < 0x80:
            return tall, plass + nr + 1
    return tall, plass + flest
