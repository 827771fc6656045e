"""Det samme dokumentet i hvert format. Hver skriver kjenner bare `dokument`, og skriver bare i minnet: en
full disk kan ikke gi et halvt dokument.

word        Word, med diagrammer som kan endres, i kommunens egen mal når den er gitt
wordmal     kommunens egen Word-mal
pdf         PDF med tagger (PDF/UA-1) i arkivformat (PDF/A-2a), satt av Typst
powerpoint  PowerPoint, med definisjonene som notater
excel       Excel, et ark for hver tabell og figur
html        én HTML-fil uten skript
ordene      ordene skriverne selv sier
kontor      det Word og PowerPoint har felles: diagrammene, og bildet av figurene som ikke er diagrammer
"""

import importlib
from dataclasses import dataclass

from boligdata.felles import maalform, norsk
from boligdata.felles.maalform import fast
from boligdata.innhold.rapport.dokument import Dokument


@dataclass(frozen=True)
class Format:
    """Et format: navnet, endelsen, typen nettleseren får vite, og modulen som skriver det."""

    navn: str
    endelse: str
    type: str
    modul: str


_OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATER = {
    "word": Format(
        fast("Word"), "docx", f"{_OFFICE}.wordprocessingml.document", "word"
    ),
    "pdf": Format(fast("PDF"), "pdf", "application/pdf", "pdf"),
    "powerpoint": Format(
        fast("PowerPoint"),
        "pptx",
        f"{_OFFICE}.presentationml.presentation",
        "powerpoint",
    ),
    "excel": Format(fast("Excel"), "xlsx", f"{_OFFICE}.spreadsheetml.sheet", "excel"),
    "html": Format(fast("Nettside (HTML)"), "html", "text/html", "html"),
}


def skriv(dokument: Dokument, format_: str, **valg) -> bytes:
    """Dokumentet i formatet, med navnet det har i `FORMATER`."""
    # Bibliotekene lastes først når noen lager et dokument: de bruker minne alle andre slipper å betale.
    modul = importlib.import_module(f"{__name__}.{FORMATER[format_].modul}")
    with maalform.bruk(dokument.spraak):
        return modul.skriv(dokument, **valg)


def filnavn(dokument: Dokument, format_: str) -> str:
    """Navnet på filen."""
    navn = norsk.filnavn(f"{dokument.tittel} {dokument.undertittel}")
    return f"{navn}.{FORMATER[format_].endelse}"
