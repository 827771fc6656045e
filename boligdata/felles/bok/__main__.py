"""Prosessen som leser én bok: python -m boligdata.felles.bok STI MINNE_MB SEKUNDER.

Skriver én linje JSON for hvert ark og hver porsjon rader. Den siste linjen sier at alt er lest, eller
hvorfor boken ikke kan leses.
"""

import contextlib
import json
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

import python_calamine

from boligdata.felles.bok import andre, ooxml
from boligdata.felles.bok.svar import Arkhode, Bokfeil

PORSJON = 500
# Så mye større enn det boken er pakket ut, kan teksten i den bli: én lang tekst kan stå i alle cellene.
_FLEST_TEGN_MER, _FLEST_GANGER = 10_000_000, 4
# Det leserne gir fra seg for filer som er kuttet, ødelagt eller noe annet enn det de ser ut som.
_OEDELAGT = (
    python_calamine.CalamineError,
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ParseError,
    ExpatError,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    KeyError,
    IndexError,
    NotImplementedError,
)


def main(sti: str, minne_mb: str, sekunder: str) -> int:
    """Les boken og skriv den ut. Gir alltid 0: er svaret ikke helt, har noe stoppet prosessen."""
    _sett_grenser(int(minne_mb), int(sekunder))
    for linje in svar(Path(sti)):
        sys.stdout.buffer.write(linje)
        sys.stdout.flush()
    return 0


def svar(sti: Path) -> Iterator[bytes]:
    """Linjene som skrives: arkene og radene, og til slutt at alt er lest, eller hvorfor det ikke er det."""
    try:
        yield from map(_linje, _les(sti))
        yield _linje({"ferdig": True})
    except Bokfeil as feil:
        yield _linje({"feil": [feil.grunn, feil.ark, feil.celle]})
    except MemoryError:
        yield _linje({"feil": ["for stor", None, None]})
    except _OEDELAGT:
        yield _linje({"feil": ["ødelagt", None, None]})


def _linje(innhold: dict) -> bytes:
    return json.dumps(innhold).encode() + b"\n"


def _sett_grenser(minne_mb: int, sekunder: int) -> None:
    """Windows har ikke disse grensene. Der er det tiden som stopper en fil som tar for mye."""
    with contextlib.suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (sekunder, sekunder + 1))
        resource.setrlimit(resource.RLIMIT_AS, (minne_mb << 20, minne_mb << 20))


def _les(sti: Path) -> Iterator[dict]:
    with sti.open("rb") as fil:
        er_zip = fil.read(2) == b"PK"
    if not er_zip:
        yield from _ut(andre.i_xls(sti), sti.stat().st_size * _FLEST_GANGER)
        return
    with zipfile.ZipFile(sti) as arkiv:
        delene = delene_i(arkiv)
        stoerrelse = sum(del_.file_size for del_ in arkiv.infolist())
        arkene = (
            ooxml.Bok(arkiv, delene).ark()
            if "xl/workbook.xml" in delene
            else andre.i_pakken(sti, arkiv, delene)
        )
        yield from _ut(arkene, stoerrelse * _FLEST_GANGER)


def delene_i(arkiv: zipfile.ZipFile) -> dict[str, str]:
    """Filene i pakken med skråstrek og små bokstaver i navnet. En pakke som ikke er et regneark, eller
    har noe som ikke skal inn, er en `Bokfeil`.
    """
    delene = {
        navn.replace("\\", "/").removeprefix("/").lower(): navn
        for navn in arkiv.namelist()
    }
    if any(".." in navn.split("/") for navn in delene):
        raise Bokfeil("ødelagt")
    if any(navn.startswith("word/") for navn in delene):
        raise Bokfeil("word")
    if not delene.keys() & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        raise Bokfeil("pakket")
    if any(
        navn.endswith("vbaproject.bin") or navn.startswith(("basic/", "scripts/"))
        for navn in delene
    ):
        raise Bokfeil("makroer")
    if any(navn.startswith("xl/externallinks/") for navn in delene):
        raise Bokfeil("koblinger")
    return delene


def _ut(arkene: Iterator, flest_tegn: int) -> Iterator[dict]:
    igjen = flest_tegn + _FLEST_TEGN_MER
    for hode, rader in arkene:
        yield {"ark": hode.navn}
        porsjon = []
        for rad in rader:
            igjen -= sum(map(len, rad[1]))
            if igjen < 0:
                raise Bokfeil("for stor", hode.navn)
            porsjon.append(rad)
            if len(porsjon) == PORSJON:
                yield {"rader": porsjon}
                porsjon = []
        yield {"rader": porsjon}
        yield {"hode": _hode(hode)}


def _hode(hode: Arkhode) -> dict:
    return hode.som_dict()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
