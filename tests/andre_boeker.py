"""Skriver små .ods og .xlsb til testene: det finnes ikke noe bibliotek her som gjør det.

En celle er tekst, et tall, en dato, `Prosent`, `Feil`, eller `Formel` uten svar.
"""

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Callable, Iterator
from typing import NamedTuple
from xml.sax.saxutils import escape


class Prosent(NamedTuple):
    """Et tall i en celle som viser prosent."""

    tall: float


class Feil(NamedTuple):
    """En celle som viser en feil."""

    vist: str


class Formel(NamedTuple):
    """En formel der svaret ikke er lagret."""

    uttrykk: str


Celle = str | float | dt.date | Prosent | Feil | Formel
_DAG_NULL, _DAG_NULL_1904 = dt.date(1899, 12, 30), dt.date(1904, 1, 1)


def _pakke(deler: dict[str, str | bytes]) -> bytes:
    ut = io.BytesIO()
    with zipfile.ZipFile(ut, "w", zipfile.ZIP_DEFLATED) as arkiv:
        for navn, innhold in deler.items():
            arkiv.writestr(navn, innhold)
    return ut.getvalue()


def pakk_om(
    data: bytes, endre: Callable[[str, bytes], Iterator[tuple[str, bytes]]]
) -> bytes:
    """Arbeidsboken med delene endret."""
    ut = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as fra, zipfile.ZipFile(ut, "w") as til:
        for navn in fra.namelist():
            for nytt, innhold in endre(navn, fra.read(navn)):
                til.writestr(nytt, innhold)
    return ut.getvalue()


# ------------------------------------------------------------------------------- .ods

_NAVNEROM = " ".join(
    f'xmlns:{kort}="{navn}"'
    for kort, navn in (
        ("office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"),
        ("table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0"),
        ("text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"),
        (
            "calcext",
            "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
        ),
    )
)


_ODS = "application/vnd.oasis.opendocument.spreadsheet"


def ods(rader: list[list[Celle]], start: str | None = None) -> bytes:
    """Ett ark. `start` er dagen løpenumrene teller fra."""
    return ods_av(
        "".join(
            f"<table:table-row>{''.join(map(_ods_celle, rad))}</table:table-row>"
            for rad in rader
        ),
        start,
    )


def ods_av(radene: str, start: str | None = None) -> bytes:
    """Ett ark der radene er skrevet som XML."""
    telling = (
        f'<table:calculation-settings><table:null-date table:date-value="{start}"/>'
        "</table:calculation-settings>"
        if start
        else ""
    )
    return _pakke(
        {
            "mimetype": _ODS,
            "META-INF/manifest.xml": (
                '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
                f'<m:file-entry m:full-path="/" m:media-type="{_ODS}"/></m:manifest>'
            ),
            "content.xml": f"<office:document-content {_NAVNEROM}><office:body><office:spreadsheet>"
            f'{telling}<table:table table:name="A">{radene}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        }
    )


def _ods_celle(celle: Celle) -> str:
    match celle:
        case "":
            return "<table:table-cell/>"
        case str():
            slag, vist = 'office:value-type="string"', celle
        case Prosent(tall):
            slag, vist = f'office:value-type="percentage" office:value="{tall}"', "x"
        case Feil(vist):
            slag = 'table:formula="of:=1/0" office:value-type="string" calcext:value-type="error"'
        case Formel(uttrykk):
            slag, vist = f'table:formula="of:={uttrykk}"', ""
        case dt.date():
            slag, vist = f'office:value-type="date" office:date-value="{celle}"', "x"
        case _:
            slag, vist = f'office:value-type="float" office:value="{celle}"', "x"
    return (
        f"<table:table-cell {slag}><text:p>{escape(vist)}</text:p></table:table-cell>"
    )


# ------------------------------------------------------------------------------ .xlsb

_VANLIG, _PROSENT, _DATO, _EGEN_PROSENT = range(4)
_FEILKODER = {"#DIV/0!": 0x07, "#N/A": 0x2A}


def xlsb(
    rader: list[list[Celle]],
    fra1904: bool = False,
    stil: int = _PROSENT,
    flettet: tuple[int, int, int] | None = None,
    skjult: int | None = None,
) -> bytes:
    """Ett ark. Prosenttallene har den innebygde stilen, eller en egen med `stil=3`. `flettet` er første og
    siste rad og kolonnen, og `skjult` er en rad, alle fra null.
    """
    null = _DAG_NULL_1904 if fra1904 else _DAG_NULL
    celler = b"".join(
        _rad(nr, nr == skjult)
        + b"".join(
            _xlsb_celle(plass, celle, null, stil) for plass, celle in enumerate(rad)
        )
        for nr, rad in enumerate(rader)
    )
    bredde = max(map(len, rader))
    maal = struct.pack("<4I", 0, len(rader) - 1, 0, bredde - 1)
    omraade = (
        _post(177, struct.pack("<I", 1))
        + _post(176, struct.pack("<4I", *flettet, flettet[2]))
        + _post(178)
        if flettet
        else b""
    )
    ark = b"".join(
        (
            *(_post(129), _post(148, maal), _post(145), celler, _post(146)),
            *(omraade, _post(130)),
        )
    )
    boken = (
        _post(131)
        + _post(153, struct.pack("<2I", fra1904, 0) + _tekst(""))
        + _post(143)
        + _post(156, struct.pack("<2I", 0, 1) + _tekst("r1") + _tekst("A"))
        + _post(144)
        + _post(132)
    )
    return _pakke(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.bin": boken,
            "xl/_rels/workbook.bin.rels": (
                '<Relationships><Relationship Id="r1" Type="x/worksheet" '
                'Target="worksheets/sheet1.bin"/></Relationships>'
            ),
            "xl/styles.bin": _stiler(),
            "xl/worksheets/sheet1.bin": ark,
        }
    )


def _stiler() -> bytes:
    formater = (0, 9, 14, 200)
    return b"".join(
        (
            _post(278),
            _post(615, struct.pack("<I", 1)),
            _post(44, struct.pack("<H", 200) + _tekst("0.0%")),
            _post(616),
            _post(617, struct.pack("<I", len(formater))),
            *(
                _post(47, struct.pack("<2H", 0, format_) + bytes(12))
                for format_ in formater
            ),
            _post(618),
            _post(279),
        )
    )


def _xlsb_celle(plass: int, celle: Celle, null: dt.date, stil: int) -> bytes:
    match celle:
        case "":
            return _post(1, struct.pack("<2I", plass, _VANLIG))
        case str():
            return _post(6, struct.pack("<2I", plass, _VANLIG) + _tekst(celle))
        case Prosent(tall):
            return _post(5, struct.pack("<2Id", plass, stil, tall))
        case Feil(vist):
            return _post(3, struct.pack("<2IB", plass, _VANLIG, _FEILKODER[vist]))
        case dt.date():
            return _post(5, struct.pack("<2Id", plass, _DATO, (celle - null).days))
        case _:
            return _post(5, struct.pack("<2Id", plass, _VANLIG, celle))


def _rad(nr: int, skjult: bool) -> bytes:
    return _post(
        0, struct.pack("<2IH3B", nr, 0, 300, 0, 0x10 * skjult, 0) + struct.pack("<I", 0)
    )


def _tekst(tekst: str) -> bytes:
    return struct.pack("<I", len(tekst)) + tekst.encode("utf-16-le")


def _post(slag: int, innhold: bytes = b"") -> bytes:
    hode = bytes([slag]) if slag < 128 else bytes([slag & 127 | 128, slag >> 7])
    lengde, ut = len(innhold), bytearray()
    while lengde > 127:
        ut.append(lengde & 127 | 128)
        lengde >>= 7
    return hode + bytes(ut) + bytes([lengde]) + innhold
