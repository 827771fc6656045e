"""Kommunens egen Word-mal: stilene, logoen og margene er malens, og innholdet er vårt.

En mal kommer fra utsiden. Den pakkes ut litt om gangen før noe leser den, makroer slipper ikke inn, og
koblinger til filer andre steder tas bort.
"""

import io
import re
import zipfile

import docx
from docx.document import Document
from docx.oxml.ns import qn

from boligdata.arbeid.inntak import pakke
from boligdata.arbeid.inntak.pakke import MEGABYTE
from boligdata.felles.config import Brukerfeil
from boligdata.felles.maalform import si

STOERSTE_MAL, STOERSTE_UTPAKKET = 10 * MEGABYTE, 60 * MEGABYTE
_DOKUMENT = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
)
_MAL = _DOKUMENT.replace("document.main", "template.main")
_MED_MAKROER = "macroEnabled"
_TYPER = "[Content_Types].xml"
_STILER = (
    *("Normal", "Title", "Subtitle"),
    *(f"Heading {nivaa}" for nivaa in range(1, 4)),
    "List Bullet",
)
# En kobling til noe utenfor filen, som malen på en filtjener.
_EKSTERN = re.compile(rb"<Relationship [^>]*attachedTemplate[^>]*/>")


def aapne(mal: bytes | None) -> Document:
    """Malen uten det som sto i den, eller et tomt dokument. Kaster `Brukerfeil` når malen ikke kan
    brukes.
    """
    if mal is None:
        return docx.Document()
    if len(mal) > STOERSTE_MAL:
        raise Brukerfeil(
            si("Malen er større enn {mb} MB. Lagre den med færre bilder.", mb=10)
        )
    if not mal.startswith(b"PK"):
        raise Brukerfeil(
            si("Malen er ikke en Word-fil. Åpne den i Word, og lagre den som .docx.")
        )
    try:
        dokument = docx.Document(io.BytesIO(_renset(mal)))
        _toem(dokument)
        _hele_felter(dokument)
        _krev_stilene(dokument)
    except pakke.OEDELAGT as feil:
        raise Brukerfeil(
            si(
                "Malen kan ikke leses. Åpne den i Word, lagre en ny kopi som .docx uten makroer, og "
                "prøv igjen."
            )
        ) from feil
    return dokument


def _renset(mal: bytes) -> bytes:
    """Malen som et vanlig dokument, uten koblinger ut av filen."""
    ut = io.BytesIO()
    delene = pakke.pakk_ut(
        mal,
        STOERSTE_UTPAKKET,
        har_passord=si(
            "Malen er beskyttet med passord. Last opp en kopi uten passord."
        ),
        for_stor=si(
            "Malen blir for stor når den pakkes ut. Lagre den med færre bilder."
        ),
    )
    with zipfile.ZipFile(ut, "w") as ny:
        for navn, stykkene in delene:
            ny.writestr(navn, _uten_koblinger(navn, b"".join(stykkene)))
    return ut.getvalue()


def _uten_koblinger(navn: str, data: bytes) -> bytes:
    if navn == _TYPER:
        if _MED_MAKROER.encode() in data:
            raise Brukerfeil(
                si(
                    "Malen har makroer. Åpne den i Word, og lagre den som .docx uten makroer."
                )
            )
        return data.replace(_MAL.encode(), _DOKUMENT.encode())
    return _EKSTERN.sub(b"", data) if navn.endswith(".rels") else data


def _toem(dokument: Document) -> None:
    """Ta bort det som sto i malen, men ikke margene og det som står på hver side."""
    kropp = dokument.element.body
    for del_ in list(kropp):
        if del_.tag != qn("w:sectPr"):
            kropp.remove(del_)
    if kropp.sectPr is None:
        kropp.get_or_add_sectPr()


def _hele_felter(dokument: Document) -> None:
    """Ta bort felter som begynner uten å slutte: Word ville skjult alt som kommer etter dem."""
    for del_ in dokument.part.package.iter_parts():
        if "header" not in del_.partname and "footer" not in del_.partname:
            continue
        merker = list(del_.element.iter(qn("w:fldChar")))
        slag = [merke.get(qn("w:fldCharType")) for merke in merker]
        if slag.count("begin") != slag.count("end"):
            for merke in (*merker, *del_.element.iter(qn("w:instrText"))):
                merke.getparent().remove(merke)


def _krev_stilene(dokument: Document) -> None:
    """Det vi skriver med. En stil malen ikke har, tas fra Words egne."""
    har = {stil.name for stil in dokument.styles}
    mangler = [navn for navn in _STILER if navn not in har]
    if not mangler:
        return
    vanlige = docx.Document().styles
    for navn in mangler:
        dokument.styles.element.append(vanlige[navn].element)
