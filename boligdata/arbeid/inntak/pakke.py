"""En pakket fil fra utsiden, som Word og Excel er: den pakkes ut litt om gangen, før noe annet leser den."""

import io
import zipfile
import zlib
from collections.abc import Iterator

import python_calamine
from docx.opc.exceptions import PackageNotFoundError
from lxml.etree import LxmlError

from boligdata.arbeid.inntak.svar import Inntaksfeil

MEGABYTE = 1_000_000
# Det zip-leseren, Calamine, python-docx og lxml gir fra seg for filer som er kuttet eller ødelagt.
OEDELAGT = (
    python_calamine.CalamineError,
    zipfile.BadZipFile,
    zlib.error,
    PackageNotFoundError,
    LxmlError,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    KeyError,
    IndexError,
    AttributeError,
    TypeError,
    NotImplementedError,
)


def pakk_ut(
    data: bytes, hoeyst: int, *, har_passord: str, for_stor: str
) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Navnet på hver del, og innholdet i den, litt om gangen. Størrelsen pakken selv oppgir, kan være feil,
    så det er det som er lest, som teller mot `hoeyst`. `har_passord` og `for_stor` er meldingene i feilen.
    """
    igjen = hoeyst

    def stykkene(innhold) -> Iterator[bytes]:
        nonlocal igjen
        while stykke := innhold.read(MEGABYTE):
            igjen -= len(stykke)
            if igjen < 0:
                raise Inntaksfeil(for_stor)
            yield stykke

    with zipfile.ZipFile(io.BytesIO(data)) as arkiv:
        for del_ in arkiv.infolist():
            if del_.flag_bits & 0x1:
                raise Inntaksfeil(har_passord)
            with arkiv.open(del_) as innhold:
                yield del_.filename, stykkene(innhold)
