"""Fra byte til tabeller: hva slags fil det er, og grensene som gjør at ingen fil kan velte programmet.

Innholdet avgjør hva slags fil det er, ikke endelsen. En fil vi ikke leser, gir en melding som sier hva
den er, og hva som må gjøres.
"""

import io
import zipfile
from collections.abc import Callable

from boligdata.arbeid.feltliste import STYRETEGN
from boligdata.arbeid.inntak import excel, innlimt, pakke, word
from boligdata.arbeid.inntak.pakke import MEGABYTE, OEDELAGT
from boligdata.arbeid.inntak.raatabell import Raatabell
from boligdata.arbeid.inntak.svar import Inntaksfeil
from boligdata.felles.maalform import fast, si

STOERSTE_FIL, STOERSTE_UTPAKKET, LENGSTE_TEKST = (
    20 * MEGABYTE,
    100 * MEGABYTE,
    2 * MEGABYTE,
)
FLEST_LINJER = 20_000
_ET_BILDE = fast(
    "Filen er et bilde. Vi kan ikke lese tekst i bilder. Skriv eller lim inn tabellen."
)
_PAKKET = fast(
    "Filen er en pakket fil. Pakk den ut først, og last opp filen som er inne i den."
)
_EN_NETTSIDE = fast(
    "Filen er en nettside. Åpne den, kopier tabellen, og lim den inn her."
)
_ANDRE_FILTYPER = {
    b"%PDF": fast(
        "Filen er en PDF. Åpne den, kopier tabellen, og lim den inn her. Blir kolonnene borte, kan du åpne "
        "PDF-en i Word og laste opp Word-filen."
    ),
    b"{\\rtf": fast(
        "Filen er et tekstdokument (RTF). Åpne det i Word, lagre det som .docx, og last det opp."
    ),
    b"\x89PNG": _ET_BILDE,
    b"\xff\xd8\xff": _ET_BILDE,
    b"GIF8": _ET_BILDE,
    b"\x1f\x8b": _PAKKET,
    b"7z\xbc\xaf": _PAKKET,
    b"Rar!": _PAKKET,
    b"<!doctype html": _EN_NETTSIDE,
    b"<html": _EN_NETTSIDE,
    b"<?xml": fast(
        "Filen er en XML-fil. Åpne den, kopier tabellen, og lim den inn her."
    ),
    b"sqlite format 3": fast(
        "Filen er en database. Lagre tabellen som Word, Excel eller CSV, og last den opp."
    ),
}


ER_OEDELAGT = fast(
    "Filen er ødelagt, eller bare delvis lastet opp. Åpne den i Word eller Excel, lagre en "
    "ny kopi, og prøv igjen. Du kan også lime inn tabellen."
)


def krev_rimelig(data: bytes) -> None:
    """Stopp en fil som er tom, for stor, ødelagt, kryptert, eller som blir for stor når den pakkes ut.
    Alt annet som åpner filen, kan regne med at dette er prøvd.
    """
    if not data.strip():
        raise Inntaksfeil(si("Filen er tom. Velg filen på nytt, og prøv igjen."))
    if len(data) > STOERSTE_FIL:
        raise Inntaksfeil(
            si(
                "Filen er større enn {megabyte} MB. Lagre bare tabellen i en egen fil, "
                "eller lim inn tabellen.",
                megabyte=STOERSTE_FIL // MEGABYTE,
            )
        )
    if not data.startswith(b"PK"):
        return
    try:
        _krev_at_den_kan_pakkes_ut(data)
        excel.krev_trygg(data)
    except OEDELAGT:
        raise Inntaksfeil(si(ER_OEDELAGT)) from None


def aapne(
    data: bytes, treff: Callable[[list[str]], int]
) -> tuple[list[Raatabell], list[str]]:
    """Tabellene i filen, og arkene som ikke ble lest fordi de er skjult. `treff` er som i `innlimt`."""
    if data.startswith(b"PK"):
        return _office(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Inntaksfeil(_gammel_office(data))
    start = data[:64].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    for kjennetegn, melding in _ANDRE_FILTYPER.items():
        if start.startswith(kjennetegn.lower()):
            raise Inntaksfeil(si(melding))
    return fra_tekst(_dekod(data), treff), []


def fra_tekst(tekst: str, treff: Callable[[list[str]], int]) -> list[Raatabell]:
    """Tabellen i en tekst."""
    if not tekst.strip():
        raise Inntaksfeil(
            si(
                "Det er ingen tekst her. Kopier tabellen fra Word eller Excel, med "
                "overskriftene, og lim den inn."
            )
        )
    if len(tekst) > LENGSTE_TEKST:
        raise Inntaksfeil(
            si(
                "Teksten er for lang ({antall} millioner tegn). Lim inn bare tabellen, "
                "eller last opp Word- eller Excel-filen.",
                antall=len(tekst) // MEGABYTE,
            )
        )
    if tekst.count("\n") > FLEST_LINJER:
        raise Inntaksfeil(
            si(
                "Teksten har over {antall} linjer, og er neppe bare en tabell. Lim inn "
                "bare tabellen.",
                antall=FLEST_LINJER,
            )
        )
    return innlimt.tabeller(STYRETEGN.sub("", tekst), treff)


def _dekod(data: bytes) -> str:
    er_utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for ett in ("utf-16",) if er_utf16 else ("utf-8-sig", "cp1252"):
        try:
            tekst = data.decode(ett)
        except UnicodeDecodeError:
            continue
        if "\0" not in tekst:
            return tekst
    raise Inntaksfeil(
        si(
            "Filen er ikke en tekst vi kan lese. Åpne den i Excel, lagre den som .xlsx, og last "
            "den opp. Du kan også lime inn tabellen."
        )
    )


def _office(data: bytes) -> tuple[list[Raatabell], list[str]]:
    with zipfile.ZipFile(io.BytesIO(data)) as arkiv:
        navn = set(arkiv.namelist())
    if any(del_.startswith("word/") for del_ in navn):
        return _word(data), []
    if "xl/workbook.xml" in navn:
        return _excel(data)
    if any(del_.startswith("xl/") for del_ in navn):
        raise Inntaksfeil(si(_GAMMEL_EXCEL))
    if "content.xml" in navn:
        raise Inntaksfeil(
            si(
                "Filen er fra LibreOffice. Lagre den som .docx eller .xlsx, og last den opp."
            )
        )
    raise Inntaksfeil(
        si(
            "Filen er en pakket fil, og ikke et Word- eller Excel-dokument. Pakk den ut først, "
            "og last opp filen som er inne i den."
        )
    )


def _krev_at_den_kan_pakkes_ut(data: bytes) -> None:
    for_stor = si(
        "Filen blir for stor når den pakkes ut. Kopier tabellen til et nytt dokument, lagre det, "
        "og prøv igjen."
    )
    utpakket = pakke.pakk_ut(
        data, STOERSTE_UTPAKKET, har_passord=si(_PASSORD), for_stor=for_stor
    )
    for _, stykkene in utpakket:
        for _ in stykkene:
            pass


_PASSORD = fast(
    "Filen er beskyttet med passord. Åpne den, lagre en kopi uten passord, og last opp "
    "kopien. Du kan også lime inn tabellen."
)


def _word(data: bytes) -> list[Raatabell]:
    try:
        return word.tabeller(data)
    except OEDELAGT:
        raise Inntaksfeil(
            si(
                "Word-filen kan ikke leses. Åpne den i Word, velg «Lagre som» og .docx uten "
                "makroer, og prøv igjen. Du kan også lime inn tabellen."
            )
        ) from None


def _excel(data: bytes) -> tuple[list[Raatabell], list[str]]:
    try:
        return excel.tabeller(data)
    except Inntaksfeil:
        raise
    except OEDELAGT:
        raise Inntaksfeil(
            si(
                "Excel-filen kan ikke leses. Åpne den i Excel, velg «Lagre som» og .xlsx, og "
                "prøv igjen. Du kan også lime inn tabellen."
            )
        ) from None


_GAMMEL_EXCEL = fast(
    "Filen er i et Excel-format vi ikke leser. Åpne den i Excel, lagre den som .xlsx, og "
    "last den opp. Du kan også lime inn tabellen."
)


_GAMMEL_WORD = fast(
    "Filen har et gammelt Word-format (.doc). Åpne den i Word, lagre den som .docx, og prøv "
    "igjen."
)


def _gammel_office(data: bytes) -> str:
    """Hvorfor en fil i det gamle formatet ikke leses."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return si(_PASSORD)
    er_word = "WordDocument".encode("utf-16-le") in data
    return si(_GAMMEL_WORD) if er_word else si(_GAMMEL_EXCEL)
