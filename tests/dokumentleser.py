"""Det som står i en fil en rapport er skrevet til, pakket helt ut: teksten, tabellene og bildene, og alt som
ligger gjemt i egenskaper, tekstalternativer og regnearkene bak diagrammene.
"""

import dataclasses
import io
import re
import zipfile
from html.parser import HTMLParser

import docx
import pptx
import pypdf
import python_calamine
import tabeller
from docx.oxml.ns import qn
from lxml import etree
from pptx.enum.shapes import MSO_SHAPE_TYPE

from boligdata.innhold.rapport.dokument import (
    Dokument,
    Feltblokk,
    Figurblokk,
    Overskrift,
    Punktliste,
    Tabellblokk,
    Tekstblokk,
)

TALL = re.compile(r"\d+(?:[.,]\d+)?")
_BLANKE = re.compile(r"[\s\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]+")


def tallene(tekst: str) -> set[str]:
    """Tallene i teksten. Mellomrom mellom tusener teller ikke."""
    sammen = re.sub(
        r"(?<=\d)[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}](?=\d{3})", "", tekst
    )
    return {tall.replace(".", ",").removesuffix(",0") for tall in TALL.findall(sammen)}


def paa_en_linje(tekst: str) -> str:
    """Teksten med ett mellomrom mellom ordene."""
    return _BLANKE.sub(" ", tekst).strip()


def vist_i(dokument: Dokument) -> list[str]:
    """Alt dokumentet sier: det som er på skjermen, og det malen sier selv."""
    ut = [dokument.tittel, dokument.undertittel, dokument.topptekst, dokument.bunntekst]
    ut += [tekst for linje in dokument.om for tekst in linje]
    for blokk in dokument.blokker:
        ut += _vist(blokk)
    for note in dokument.noter:
        ut += [note.navn, *(tekst for linje in note.linjer for tekst in linje)]
    return ut


def uten_numre(tekst: str, dokument: Dokument) -> str:
    """Teksten uten numrene skriveren selv setter på notene."""
    for note in dokument.noter:
        tekst = tekst.replace(f"Se note {note.nr}.", "")
        tekst = tekst.replace(f"{note.nr}. {note.navn}", note.navn)
    return tekst


def _vist(blokk) -> list[str]:
    match blokk:
        case Overskrift() | Tekstblokk():
            return [blokk.tekst]
        case Punktliste():
            return [*blokk.punkter]
        case Feltblokk():
            return [*blokk.avsnitt]
        case Tabellblokk():
            return [blokk.tittel, *blokk.hode, *(c for rad in blokk.rader for c in rad)]
        case Figurblokk():
            tekster = [
                blokk.tittel,
                blokk.gjelder,
                blokk.setning,
                blokk.alt,
                blokk.kilde,
            ]
            return [*tekster, *_vist(blokk.tabell)]


@dataclasses.dataclass
class Innhold:
    """Det en fil har. `deler` er teksten i hver del av den, også gjemte, `overskrifter` er (nivå, tekst),
    `tabeller` er radene i hver, og `alt` tekstalternativene.
    """

    deler: dict[str, str]
    overskrifter: list[tuple[int, str]]
    tabeller: list[list[list[str]]]
    alt: list[str]
    boeker: list[list[list]] = dataclasses.field(default_factory=list)

    @property
    def alt_sammen(self) -> str:
        """All tekst i filen."""
        return "\n".join(self.deler.values())


# ---------------------------------------------------------------------------------- Word


def word(data: bytes) -> Innhold:
    """Et Word-dokument."""
    fil = docx.Document(io.BytesIO(data))
    overskrifter = [
        (int(avsnitt.style.name[-1]), avsnitt.text)
        for avsnitt in fil.paragraphs
        if avsnitt.style.name.startswith("Heading")
    ]
    tabeller = [
        [[celle.text for celle in rad.cells] for rad in tabell.rows]
        for tabell in fil.tables
    ]
    alt = [del_.get("descr") for del_ in fil.element.body.iter(qn("wp:docPr"))]
    return Innhold(_deler(data), overskrifter, tabeller, alt, _boekene(data))


def _deler(data: bytes) -> dict[str, str]:
    """Teksten og egenskapene i hver XML-del, uten det som bare er utseende."""
    with zipfile.ZipFile(io.BytesIO(data)) as pakke:
        return {
            navn: _tekst(pakke.read(navn))
            for navn in pakke.namelist()
            if navn.endswith((".xml", ".rels")) and _sier_noe(navn)
        }


def _sier_noe(navn: str) -> bool:
    bare_utseende = (
        # Det malene til bibliotekene sier om seg selv, er det samme i hver fil.
        "docProps/app",
        "Masters",
        "Layouts",
        "theme",
        "styles",
        "fontTable",
        "settings",
        "numbering",
        "Content_Types",
    )
    return not any(del_ in navn for del_ in bare_utseende)


# Formler, tallformater, felter, plasser og datoen filen ble laget: de er ikke tall noen leser.
_KODE = (
    *("f", "formatCode", "instrText", "created", "modified", "revision"),
    *("tableStyleId", "col", "row", "colOff", "rowOff"),
)


def _tekst(xml: bytes) -> str:
    """Teksten og tekstalternativene, avsnitt for avsnitt."""
    ut: list[str] = []
    felter: list = []
    for del_ in etree.fromstring(xml).iter():
        if not isinstance(del_.tag, str):
            continue
        navn = etree.QName(del_).localname
        if navn == "fld":  # Nummeret på lysbildet.
            felter += list(del_)
        if del_ in felter:
            continue
        if navn not in _KODE and del_.text and del_.text.strip():
            ut.append(del_.text)
        if navn in ("p", "si"):
            ut.append("\n")
        ut += [f"\n{del_.get(felt)}\n" for felt in ("descr", "title") if del_.get(felt)]
        if navn in ("v", "pt", "Company", "title"):
            ut.append("\n")
    return "".join(ut)


def _boekene(data: bytes) -> list[list[list]]:
    """Cellene i regnearkene som ligger i filen."""
    ut = []
    with zipfile.ZipFile(io.BytesIO(data)) as pakke:
        for navn in pakke.namelist():
            if navn.endswith(".xlsx"):
                bok = python_calamine.CalamineWorkbook.from_filelike(
                    io.BytesIO(pakke.read(navn))
                )
                ut.append(bok.get_sheet_by_index(0).to_python())
    return ut


# ----------------------------------------------------------------- PowerPoint, Excel og HTML


def powerpoint(data: bytes) -> Innhold:
    """En presentasjon. Tittelen på hvert lysbilde er en overskrift."""
    fil = pptx.Presentation(io.BytesIO(data))
    overskrifter = [(1, bilde.shapes.title.text_frame.text) for bilde in fil.slides]
    former = [form for bilde in fil.slides for form in bilde.shapes]
    tabeller = [
        [[celle.text for celle in rad.cells] for rad in form.table.rows]
        for form in former
        if form.has_table
    ]
    alt = [
        form._element.xpath(".//p:cNvPr")[0].get("descr", "")
        for form in former
        if form.has_chart or form.shape_type == MSO_SHAPE_TYPE.PICTURE
    ]
    return Innhold(_deler(data), overskrifter, tabeller, alt, _boekene(data))


def excel(data: bytes) -> Innhold:
    """En arbeidsbok. Hvert ark er en tabell, og navnet på det en overskrift."""
    bok = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    arkene = [
        [
            list(rad)
            for rad in bok.get_sheet_by_name(navn).to_python(skip_empty_area=False)
        ]
        for navn in bok.sheet_names
    ]
    with zipfile.ZipFile(io.BytesIO(data)) as pakke:
        tegninger = [
            etree.fromstring(pakke.read(navn))
            for navn in pakke.namelist()
            if navn.startswith("xl/drawings/drawing")
        ]
    alt = [
        del_.get("descr", "")
        for rot in tegninger
        for del_ in rot.iter("{*}cNvPr")
        if del_.get("descr")
    ]
    deler = {
        navn: tekst
        for navn, tekst in _deler(data).items()
        # Tallene i arkene er cellene under, og deler av XML-en er plasser og ikke tall.
        if navn.startswith(("xl/sharedStrings", "xl/drawings", "docProps/core"))
    }
    return Innhold(deler, [(1, navn) for navn in bok.sheet_names], arkene, alt, arkene)


class _Nettside(HTMLParser):
    """Overskriftene, bildene og taggene i en HTML-fil."""

    def __init__(self):
        super().__init__()
        self.tagger: list[tuple[str, dict]] = []
        self.tekster: list[str] = []
        self.overskrifter: list[tuple[int, str]] = []
        self._nivaa = 0

    def handle_starttag(self, tag, attrs):
        self.tagger.append((tag, dict(attrs)))
        if re.fullmatch(r"h\d", tag):
            self._nivaa = int(tag[1])
            self.overskrifter.append((self._nivaa, ""))

    def handle_endtag(self, tag):
        self._nivaa = 0 if re.fullmatch(r"h\d", tag) else self._nivaa

    def handle_data(self, data):
        if self.tagger and self.tagger[-1][0] != "style":
            self.tekster.append(data)
        if self._nivaa:
            nivaa, tekst = self.overskrifter[-1]
            self.overskrifter[-1] = (nivaa, tekst + data)


def html(data: bytes) -> Innhold:
    """En HTML-fil, med teksten inne i figurene."""
    leser = _Nettside()
    leser.feed(data.decode())
    alt = [felt["alt"] for tag, felt in leser.tagger if tag == "img"]
    tabellene = [en.rader for en in tabeller.i_html(data.decode())]
    deler = {"html": "\n".join((*leser.tekster, *alt))}
    return Innhold(deler, leser.overskrifter, tabellene, alt)


def tagger_i_html(data: bytes) -> list[tuple[str, dict]]:
    """Hver tagg med attributtene."""
    leser = _Nettside()
    leser.feed(data.decode())
    return leser.tagger


LES = {"word": word, "powerpoint": powerpoint, "excel": excel, "html": html}


# ----------------------------------------------------------------------------------- PDF


@dataclasses.dataclass
class Tagget:
    """En tagg i en PDF: slaget, attributtene og tekstalternativet."""

    slag: str
    alt: str = ""
    scope: str = ""


def tagger(leser: pypdf.PdfReader) -> list[Tagget]:
    """Taggene i den rekkefølgen en skjermleser går gjennom dem."""
    ut: list[Tagget] = []
    _gaa(leser.trailer["/Root"]["/StructTreeRoot"], ut)
    return ut


def _gaa(node, ut: list[Tagget]) -> None:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for barn in node:
            _gaa(barn, ut)
        return
    if not isinstance(node, dict):
        return
    if "/S" in node:
        egenskaper = node.get("/A", {})
        egenskaper = egenskaper if isinstance(egenskaper, list) else [egenskaper]
        scope = next(
            (str(en["/Scope"]) for en in map(_objekt, egenskaper) if "/Scope" in en), ""
        )
        ut.append(Tagget(str(node["/S"]), str(node.get("/Alt", "")), scope))
    if "/K" in node:
        _gaa(node["/K"], ut)


def _objekt(node):
    return node.get_object() if hasattr(node, "get_object") else node


def pdf(data: bytes) -> pypdf.PdfReader:
    """PDF-en, klar til å leses."""
    return pypdf.PdfReader(io.BytesIO(data))
