"""Fra en fil på disken til rader med tekst: tegnsett, skilletegn, anførselstegn og Excel-ark.

Filer som ikke kan leses riktig, blir stoppet med en `Filfeil`. Å gjette seg videre kan gi færre
rader uten at noen ser det: et feil tegnsett eller et anførselstegn som mangler, kan svelge resten
av filen.
"""

import csv
import io
import itertools
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import python_calamine

from boligdata.bygg.ingest import jsonstat
from boligdata.bygg.ingest.rapport import Filfeil
from boligdata.felles.kilder import HJELPEARK, Kilde
from boligdata.felles.maalform import fast
from boligdata.felles.regneark import celletekst, feilceller

# Så langt ned leter vi etter overskriften: over den kan det stå tittel, utvalg og dato.
LET_I = 40


# Hvor mange av kontraktens overskrifter som står i en rad.
TellTreff = Callable[[list[str]], int]


@dataclass
class Ark:
    """Ett regneark, eller hele filen når den ikke er Excel. Radene er par av radnummer i filen og
    celletekster.

    I CSV skal hver rad ha like mange felt som overskriften (`fast_bredde`). Ellers står verdiene i
    feil kolonne.
    """

    fil: str
    navn: str | None
    rader: Iterator[tuple[int, list[str]]]
    fast_bredde: bool = False

    @property
    def til_hjelp(self) -> bool:
        """Hører arket til malen, og ikke til det som er fylt ut?"""
        return self.navn in HJELPEARK


def les_ark(sti: Path, kilde: Kilde, treff: TellTreff) -> list[Ark]:
    """Arkene i filen. `treff(rad)` sier hvor mange av kontraktens overskrifter som står i raden.

    Innholdet avgjør hva slags fil det er, ikke endelsen: en Excel-fil som heter .csv, blir lest som
    Excel.
    """
    try:
        data = sti.read_bytes()
    except OSError:
        raise Filfeil(
            fast("kan ikke åpnes"),
            f"Filen «{sti.name}» kan ikke åpnes. Lukk den i andre programmer, og sjekk at du har tilgang.",
        ) from None
    if not data.strip():
        raise Filfeil(
            fast("tom fil"), f"Filen «{sti.name}» er tom. Ta ut uttrekket på nytt."
        )
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _excel(sti.name, data)
    _avvis_andre_filtyper(sti.name, data)
    tegnsett = _tegnsett(sti.name, data)
    start = data[:200].decode(tegnsett, errors="ignore").lstrip("\ufeff \r\n\t")
    if start.startswith("{"):
        return [
            Ark(sti.name, None, jsonstat.rader(sti.name, data.decode(tegnsett), kilde))
        ]
    return [_csv(sti.name, data, tegnsett, treff)]


# ------------------------------------------------------------------------------ filtype

_ANDRE_FILTYPER = {
    b"%PDF": "et PDF-dokument",
    b"\x89PNG": "et bilde",
    b"\xff\xd8\xff": "et bilde",
    b"GIF8": "et bilde",
    b"\x1f\x8b": "en pakket fil. Pakk den ut først",
    b"7z\xbc\xaf": "en pakket fil. Pakk den ut først",
    b"Rar!": "en pakket fil. Pakk den ut først",
    b"{\\rtf": "et tekstdokument (RTF)",
    b"SQLite format 3": "en database",
    b"PAR1": "en Parquet-fil",
    b"<": "en nettside eller XML. Åpne den i Excel og lagre den som .xlsx",
}


def _avvis_andre_filtyper(fil: str, data: bytes) -> None:
    start = data[:64].lstrip(b"\xef\xbb\xbf \r\n\t")
    for kjennetegn, hva in _ANDRE_FILTYPER.items():
        if start.startswith(kjennetegn):
            raise _annen_filtype(fil, hva)


def _annen_filtype(fil: str, hva: str) -> Filfeil:
    return Filfeil(
        fast("annen filtype"),
        f"Filen «{fil}» er {hva}. Lever uttrekket som CSV eller Excel (.xlsx).",
    )


# ----------------------------------------------------------------------------- tegnsett

_BLANDET = re.compile("Ã[¦¸¥†˜…]")


def _tegnsett(fil: str, data: bytes) -> str:
    """Tegnsettet filen er skrevet i: det som står i BOM, ellers UTF-8, ellers Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        tegnsett = "utf-16"
    elif data.startswith(b"\xef\xbb\xbf") or _kan_leses(data, "utf-8"):
        tegnsett = "utf-8-sig"
    else:
        tegnsett = "cp1252"
    try:
        tekst = data.decode(tegnsett)
    except UnicodeDecodeError as feil:
        rad = data.count(b"\n", 0, feil.start) + 1
        raise _feil_tegnsett(
            fil, f"har et tegn som ikke finnes i {_NAVN[tegnsett]}, i rad {rad}", rad
        ) from None
    if "\0" in tekst:
        rad = tekst.count("\n", 0, tekst.index("\0")) + 1
        raise _feil_tegnsett(fil, f"har tegn som ikke er tekst, i rad {rad}", rad)
    if tegnsett == "cp1252" and (blandet := _BLANDET.search(tekst)):
        rad = tekst.count("\n", 0, blandet.start()) + 1
        raise _feil_tegnsett(fil, f"blander to tegnsett, blant annet i rad {rad}", rad)
    return tegnsett


_NAVN = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "UTF-8 eller Windows-1252"}


def _feil_tegnsett(fil: str, hva: str, rad: int) -> Filfeil:
    return Filfeil(
        fast("tegnsett"),
        f"Filen «{fil}» {hva}. Åpne den i Excel, lagre den som «CSV UTF-8», og lever den på nytt.",
        rad,
    )


def _kan_leses(data: bytes, tegnsett: str) -> bool:
    try:
        data.decode(tegnsett)
    except UnicodeDecodeError:
        return False
    return True


# ---------------------------------------------------------------------------------- CSV


def _csv(
    fil: str, data: bytes, tegnsett: str, treff: Callable[[list[str]], int]
) -> Ark:
    """Skilletegnet er det som lar oss kjenne igjen flest overskrifter."""
    # Noen systemer skriver \" for et anførselstegn inne i en tekst, i stedet for "".
    escape = (
        "\\"
        if '\\"'.encode(tegnsett.removesuffix("-sig").replace("utf-16", "utf-16-le"))
        in data
        else None
    )

    def leser(skille: str):
        tekst = io.TextIOWrapper(io.BytesIO(data), tegnsett, newline="")
        return csv.reader(tekst, delimiter=skille, strict=True, escapechar=escape)

    def beste_treff(skille: str) -> int:
        rader = _til_feil(leser(skille))
        return max((treff(rad) for rad in itertools.islice(rader, LET_I)), default=0)

    skille = max((";", "\t", ","), key=beste_treff)
    return Ark(fil, None, _csv_rader(fil, leser(skille)), fast_bredde=True)


def _til_feil(leser) -> Iterator[list[str]]:
    try:
        yield from leser
    except csv.Error:
        return


def _csv_rader(fil: str, leser) -> Iterator[tuple[int, list[str]]]:
    """Radene med linjenummeret der raden begynner. Et anførselstegn som ikke er lukket, stopper
    filen.
    """
    start = 1
    try:
        for rad in leser:
            yield start, rad
            start = leser.line_num + 1
    except csv.Error:
        raise Filfeil(
            fast("anførselstegn"),
            f'Filen «{fil}» har et anførselstegn (") som ikke er lukket, i raden som '
            f"begynner på linje {start}. "
            "Resten av filen kan ikke leses sikkert. Rett raden, eller ta ut uttrekket på nytt.",
            start,
        ) from None


# -------------------------------------------------------------------------------- Excel


def _excel(fil: str, data: bytes) -> list[Ark]:
    try:
        feil_i_celler = {}
        if data.startswith(b"PK"):
            _krev_regneark(fil, data)
            feil_i_celler = feilceller(data)
        bok = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [
            _excel_ark(fil, bok.get_sheet_by_name(navn), feil_i_celler.get(navn, {}))
            for navn in _regneark(bok)
        ]
    except python_calamine.PasswordError:
        passord = True
    except _OEDELAGT:
        passord = "EncryptedPackage".encode("utf-16-le") in data
    if passord:
        raise Filfeil(
            fast("passord"),
            f"Filen «{fil}» er beskyttet med passord. Lagre den uten, og lever den på nytt.",
        )
    raise Filfeil(
        fast("annen filtype"),
        (
            f"Filen «{fil}» kan ikke leses som Excel. Åpne den i Excel, lagre den som .xlsx, "
            "og lever den på nytt."
        ),
    )


# Det zip-leseren og Calamine gir fra seg for filer som er kuttet, ødelagt eller noe annet enn det
# de ser ut som.
_OEDELAGT = (
    python_calamine.CalamineError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    KeyError,
)


def _krev_regneark(fil: str, data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as arkiv:
        navn = set(arkiv.namelist())
    if any(del_.startswith("word/") for del_ in navn):
        raise _annen_filtype(fil, "et Word-dokument")
    if not navn & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        raise _annen_filtype(fil, "en pakket fil. Pakk den ut først")


def _regneark(bok: python_calamine.CalamineWorkbook) -> list[str]:
    return [
        ark.name
        for ark in bok.sheets_metadata
        if ark.typ == python_calamine.SheetTypeEnum.WorkSheet
    ]


def _excel_ark(
    fil: str,
    ark: python_calamine.CalamineSheet,
    feil_i_celler: dict[tuple[int, int], str],
) -> Ark:
    return Ark(fil, ark.name, _excel_rader(ark, feil_i_celler))


def _excel_rader(
    ark: python_calamine.CalamineSheet, feil_i_celler: dict[tuple[int, int], str]
) -> Iterator[tuple[int, list[str]]]:
    foerste_kolonne = ark.start[1] if ark.start else 0
    feilrader = {rad for rad, _ in feil_i_celler}
    for nr, celler in enumerate(ark.iter_rows(), 1):
        tekster = [celletekst(celle) for celle in celler]
        if nr in feilrader:
            tekster = [
                feil_i_celler.get((nr, plass), tekst)
                for plass, tekst in enumerate(tekster, foerste_kolonne + 1)
            ]
        yield nr, tekster
