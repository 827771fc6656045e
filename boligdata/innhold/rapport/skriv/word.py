"""Word: ekte overskrifter og tabeller, diagrammer som kan endres, tekstalternativer og språk."""

import io
from collections.abc import Iterable
from html import escape

from docx.document import Document
from docx.enum.text import WD_BREAK
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.text.paragraph import Paragraph
from lxml import etree
from pptx.chart.chart import Chart
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.chart.xmlwriter import ChartXmlWriter
from pptx.oxml import parse_xml as les_diagram

from boligdata.innhold.rapport.dokument import (
    Blokk,
    Diagram,
    Dokument,
    Feltblokk,
    Figurblokk,
    Overskrift,
    Punktliste,
    Tabellblokk,
    Tekstblokk,
)
from boligdata.innhold.rapport.skriv import kontor, ordene, wordmal

_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_TEGNING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DIAGRAM = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BREDDE = Cm(15.8)
_DIAGRAMHOEYDE = {"linjer": Cm(7.5), "soeyler": Cm(2.2)}
_PER_SOEYLE = Cm(0.75)
# Tabeller med så få rader deles ikke på to sider.
_SAMLET = 15
_GRAA, _FARGE = RGBColor(0x5C, 0x62, 0x70), RGBColor(0x0B, 0x3C, 0x5D)


def skriv(dokument: Dokument, mal: bytes | None = None) -> bytes:
    """Dokumentet som Word, i kommunens egen mal når den er gitt."""
    fil = wordmal.aapne(mal)
    _Skriver(fil, dokument, egen_mal=mal is not None).skriv()
    ut = io.BytesIO()
    fil.save(ut)
    return ut.getvalue()


class _Skriver:
    """Et Word-dokument mens det skrives."""

    def __init__(self, fil: Document, dokument: Dokument, *, egen_mal: bool):
        self.fil, self.dokument, self.egen_mal = fil, dokument, egen_mal
        self.nr, self.bredde = 0, _tekstbredden(fil)
        self.stiler = {
            nivaa: fil.styles[f"Heading {nivaa}"].style_id for nivaa in range(1, 4)
        }
        self.bilder = kontor.bildene_i(dokument)

    def skriv(self) -> None:
        kontor.sett_egenskapene(self.fil.core_properties, self.dokument)
        self.fil.core_properties.comments = ""
        self._sider()
        self._stiler()
        if self.dokument.forside:
            self._forside()
            self._innholdsliste()
        for blokk in self.dokument.blokker:
            self._blokk(blokk)
        self._noter()

    # ------------------------------------------------------------------------ rammen rundt

    def _sider(self) -> None:
        if not self.egen_mal:
            for del_ in self.fil.sections:
                del_.page_width, del_.page_height = Cm(21), Cm(29.7)
                del_.left_margin = del_.right_margin = Cm(2.6)
                del_.top_margin = del_.bottom_margin = Cm(2.4)
        for del_ in self.fil.sections:
            for sider in self._sideslag(del_):
                self._paa_hver_side(*sider)

    def _sideslag(self, del_) -> list[tuple]:
        """Topp og bunn på hvert slag sider: en mal kan ha en annen på den første og på annenhver."""
        slag = [(del_.header, del_.footer)]
        if del_.different_first_page_header_footer:
            slag.append((del_.first_page_header, del_.first_page_footer))
        if self.fil.settings.odd_and_even_pages_header_footer:
            slag.append((del_.even_page_header, del_.even_page_footer))
        return slag

    def _paa_hver_side(self, topp, bunn) -> None:
        """Kommunen, filtrene, datoen og sidetallet. I en mal står det etter det malen har fra før."""
        self._liten(self._avsnitt_i(topp), self.dokument.topptekst)
        nederst = self._avsnitt_i(bunn)
        foer, mellom, etter = ordene.sidetall()
        self._liten(nederst, f"{self.dokument.bunntekst} · {foer}")
        self._sidefelt(nederst, "PAGE")
        self._liten(nederst, mellom)
        self._sidefelt(nederst, "NUMPAGES")
        self._liten(nederst, etter)

    def _avsnitt_i(self, sted) -> Paragraph:
        if self.egen_mal and any(en.text.strip() for en in sted.paragraphs):
            return sted.add_paragraph()
        return sted.paragraphs[0] if sted.paragraphs else sted.add_paragraph()

    def _liten(self, avsnitt: Paragraph, tekst: str) -> None:
        loep = avsnitt.add_run(tekst)
        loep.font.size, loep.font.color.rgb = Pt(8.5), _GRAA

    def _sidefelt(self, avsnitt: Paragraph, felt: str) -> None:
        foer = len(avsnitt.runs)
        _feltdeler(avsnitt, "begin", f" {felt} ", "separate")
        avsnitt.add_run("1")
        _feltdeler(avsnitt, "end")
        for loep in avsnitt.runs[foer:]:
            loep.font.size, loep.font.color.rgb = Pt(8.5), _GRAA

    def _stiler(self) -> None:
        """Språket, og skriften i stilene Word selv kjenner: da virker navigasjonsruten."""
        stiler = self.fil.styles
        spraak = self.dokument.spraakkode
        vanlig = stiler["Normal"].element.get_or_add_rPr()
        for egne in (*stiler.element.xpath("w:docDefaults//w:rPr"), vanlig):
            for gammel in egne.findall(qn("w:lang")):
                egne.remove(gammel)
            egne.append(
                parse_xml(
                    f'<w:lang {nsdecls("w")} w:val="{spraak}" w:eastAsia="{spraak}"/>'
                )
            )
        if self.egen_mal:
            return
        for navn, stoerrelse in (
            ("Normal", 10.5),
            ("Title", 28),
            ("Subtitle", 13),
            ("Heading 1", 17),
            ("Heading 2", 12.5),
            ("Heading 3", 11),
            ("List Bullet", 10.5),
        ):
            stil = stiler[navn]
            _uten_temaskrift(stil)
            stil.font.name, stil.font.size = kontor.SKRIFT, Pt(stoerrelse)
            if navn.startswith(("Heading", "Title")):
                stil.font.color.rgb = _FARGE
        stiler["Subtitle"].font.color.rgb = _GRAA
        nye_sider = self.dokument.forside and self.dokument.nye_sider
        stiler["Heading 1"].paragraph_format.page_break_before = nye_sider
        stiler["Normal"].paragraph_format.space_after = Pt(6)

    def _forside(self) -> None:
        dokument = self.dokument
        self.fil.add_paragraph(dokument.tittel, "Title")
        self.fil.add_paragraph(dokument.undertittel, "Subtitle")
        for ledetekst, tekst in dokument.om:
            avsnitt = self.fil.add_paragraph()
            avsnitt.add_run(f"{ledetekst}: ").bold = True
            avsnitt.add_run(tekst)

    def _innholdsliste(self) -> None:
        """Overskriftene med lenker. Sidetallene kommer når den som har filen, oppdaterer feltet."""
        overskrift = self.fil.add_paragraph()
        overskrift.add_run().add_break(WD_BREAK.PAGE)
        loep = overskrift.add_run(ordene.innhold())
        loep.bold, loep.font.size, loep.font.color.rgb = True, Pt(17), _FARGE
        linjer = list(self._overskriftene())
        for nr, (merke, tekst, nivaa) in enumerate(linjer):
            avsnitt = self.fil.add_paragraph()
            avsnitt.paragraph_format.left_indent = Cm(0.6 * (nivaa - 1))
            avsnitt.paragraph_format.space_after = Pt(2)
            if nr == 0:
                _feltdeler(avsnitt, "begin", ' TOC \\o "1-2" \\h \\z \\u ', "separate")
            avsnitt._p.append(_lenke(merke, tekst))
            if nr == len(linjer) - 1:
                _feltdeler(avsnitt, "end")
                if not self.dokument.nye_sider:
                    avsnitt.add_run().add_break(WD_BREAK.PAGE)

    def _overskriftene(self) -> Iterable[tuple[str, str, int]]:
        """Merket, teksten og nivået til hver overskrift i innholdslisten, i rekkefølge."""
        alle = [
            (blokk.tekst, blokk.nivaa)
            if isinstance(blokk, Overskrift)
            else (blokk.tittel, blokk.nivaa)
            for blokk in self.dokument.blokker
            if isinstance(blokk, Overskrift | Figurblokk)
        ]
        if self.dokument.noter:
            alle.append((ordene.noter(), 1))
        for nr, (tekst, nivaa) in enumerate(alle, 1):
            if nivaa <= 2:
                yield f"_kapittel{nr}", tekst, nivaa

    # ------------------------------------------------------------------------- innholdet

    def _blokk(self, blokk: Blokk) -> None:
        match blokk:
            case Overskrift():
                self._overskrift(blokk.tekst, blokk.nivaa)
            case Tekstblokk():
                self._avsnitt(blokk.tekst, dempet=blokk.dempet)
            case Punktliste():
                for punkt in blokk.punkter:
                    self.fil.add_paragraph(punkt, "List Bullet")
            case Feltblokk():
                for tekst in blokk.avsnitt:
                    avsnitt = self.fil.add_paragraph()
                    loep = avsnitt.add_run(tekst)
                    loep.italic = blokk.er_tomt or None
            case Tabellblokk():
                self._tabell(blokk)
            case Figurblokk():
                self._figur(blokk)

    def _overskrift(self, tekst: str, nivaa: int) -> None:
        self.nr += 1
        # Stilen skrives rett inn: python-docx leter gjennom alle stilene for hver overskrift.
        avsnitt = self.fil.add_paragraph(tekst)
        avsnitt._p.style = self.stiler[nivaa]
        _merk(avsnitt, f"_kapittel{self.nr}", self.nr)

    def _avsnitt(self, tekst: str, *, dempet: bool = False) -> Paragraph:
        avsnitt = self.fil.add_paragraph()
        if dempet:
            self._liten(avsnitt, tekst)
        else:
            avsnitt.add_run(tekst)
        return avsnitt

    def _figur(self, figur: Figurblokk) -> None:
        self._overskrift(figur.tittel, figur.nivaa)
        gjelder = self._avsnitt(figur.gjelder, dempet=True)
        gjelder.paragraph_format.keep_with_next = True
        if figur.diagram:
            self._diagram(figur, figur.diagram)
        elif figur.svg:
            self._bilde(figur)
        if figur.setning:
            self._avsnitt(figur.setning)
        if figur.viser_tabell:
            self._tabell(figur.tabell)
        kilden = self._avsnitt(ordene.kilden(figur), dempet=True)
        kilden.paragraph_format.space_before = Pt(4)

    def _bilde(self, figur: Figurblokk) -> None:
        avsnitt = self.fil.add_paragraph()
        avsnitt.paragraph_format.keep_with_next = True
        bilde = avsnitt.add_run().add_picture(
            io.BytesIO(next(self.bilder)), int(self.bredde * figur.bildebredde)
        )
        self._beskriv(bilde._inline.docPr, figur)

    def _beskriv(self, egenskaper, figur: Figurblokk) -> None:
        """Tekstalternativet. Navnet på filen bildet kom fra, er ikke med."""
        egenskaper.set("descr", figur.tekstalternativ)
        egenskaper.set("title", figur.tittel)
        egenskaper.set("name", ordene.figur(self.nr))

    def _diagram(self, figur: Figurblokk, diagram: Diagram) -> None:
        """Et diagram Word kan endre. Regnearket bak har bare tallene i figuren."""
        pakke, data = self.fil.part.package, kontor.diagramdata(diagram)
        rot = les_diagram(
            ChartXmlWriter(kontor.diagramtype(diagram), data).xml.encode()
        )
        kontor.kle(Chart(rot, _UtenBok()), diagram, self.dokument.farger)
        bok = Part(
            PackURI(f"/word/embeddings/Microsoft_Excel_Sheet{self.nr}.xlsx"),
            _XLSX,
            CategoryWorkbookWriter(data).xlsx_blob,
            pakke,
        )
        del_ = Part(PackURI(f"/word/charts/chart{self.nr}.xml"), _DIAGRAM, b"", pakke)
        _rydd(rot, del_.relate_to(bok, f"{_REL}/package"))
        del_._blob = etree.tostring(
            rot, xml_declaration=True, encoding="UTF-8", standalone=True
        )
        henvisning = self.fil.part.relate_to(del_, f"{_REL}/chart")
        hoeyde = _DIAGRAMHOEYDE[diagram.slag]
        if diagram.slag == "soeyler":
            hoeyde += _PER_SOEYLE * len(diagram.kategorier)
        avsnitt = self.fil.add_paragraph()
        avsnitt.paragraph_format.keep_with_next = True
        avsnitt.add_run()._r.append(self._tegning(figur, henvisning, hoeyde))

    def _tegning(self, figur: Figurblokk, henvisning: str, hoeyde: int):
        alt, tittel = escape(figur.tekstalternativ), escape(figur.tittel)
        navn = escape(ordene.figur(self.nr))
        return parse_xml(
            f"<w:drawing {nsdecls('w', 'wp', 'a', 'r')}><wp:inline>"
            f'<wp:extent cx="{self.bredde}" cy="{hoeyde}"/>'
            f'<wp:docPr id="{1000 + self.nr}" name="{navn}" descr="{alt}" title="{tittel}"/>'
            f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_CHART}">'
            f'<c:chart xmlns:c="{_CHART}" r:id="{henvisning}"/>'
            "</a:graphicData></a:graphic></wp:inline></w:drawing>"
        )

    def _tabell(self, tabell: Tabellblokk) -> None:
        """Tabellen skrives som tekst: python-docx bruker det meste av tiden på én celle om gangen."""
        siste = self.fil.element.body.sectPr
        siste.addprevious(parse_xml(_tabellkode(tabell, self.bredde)))

    def _noter(self) -> None:
        if not self.dokument.noter:
            return
        if self.dokument.forside:
            self._overskrift(ordene.noter(), 1)
        for note in self.dokument.noter:
            self._overskrift(f"{note.nr}. {note.navn}", 2)
            for ledetekst, tekst in note.linjer:
                avsnitt = self.fil.add_paragraph()
                avsnitt.add_run(f"{ledetekst}. ").bold = True
                avsnitt.add_run(tekst)


class _UtenBok:
    """Det `Chart` trenger av delen den står i, når regnearket lages for seg."""

    chart_workbook = None


def _rydd(rot, bok: str) -> None:
    """Pek på regnearket, ta bort rammen LibreOffice tegner, og gi aksene numre standarden godtar."""
    plottet = rot.find(f"{{{_CHART}}}chart")
    plottet.addprevious(
        les_diagram(f'<c:roundedCorners xmlns:c="{_CHART}" val="0"/>'.encode())
    )
    plottet.addnext(
        les_diagram(
            f'<c:spPr xmlns:c="{_CHART}" xmlns:a="{_TEGNING}"><a:noFill/><a:ln><a:noFill/></a:ln>'
            "</c:spPr>".encode()
        )
    )
    rot.append(
        les_diagram(
            f'<c:externalData xmlns:c="{_CHART}" xmlns:r="{_REL}" r:id="{bok}">'
            '<c:autoUpdate val="0"/></c:externalData>'.encode()
        )
    )
    numre: dict[str, str] = {}
    for akse in rot.xpath(".//c:axId | .//c:crossAx"):
        gammelt = akse.get("val")
        akse.set("val", numre.setdefault(gammelt, str(len(numre) + 1)))


def _tekstbredden(fil: Document) -> int:
    """Så bred en figur kan være: malen kan ha bredere marger enn oss."""
    del_ = fil.sections[0]
    sider = (del_.page_width, del_.left_margin, del_.right_margin)
    if None in sider:
        return _BREDDE
    return min(_BREDDE, sider[0] - sider[1] - sider[2])


def _uten_temaskrift(stil) -> None:
    """Skriften fra temaet går foran den som er navngitt, så den må bort."""
    for skrift in stil.element.xpath(".//w:rFonts"):
        for felt in list(skrift.attrib):
            if felt.endswith("Theme"):
                del skrift.attrib[felt]


def _merk(avsnitt: Paragraph, navn: str, nr: int) -> None:
    """Merket en lenke går til."""
    felles = nsdecls("w")
    start = parse_xml(f'<w:bookmarkStart {felles} w:id="{nr}" w:name="{navn}"/>')
    slutt = parse_xml(f'<w:bookmarkEnd {felles} w:id="{nr}"/>')
    avsnitt._p.insert(1, start)
    avsnitt._p.append(slutt)


def _lenke(merke: str, tekst: str):
    return parse_xml(
        f'<w:hyperlink {nsdecls("w")} w:anchor="{merke}" w:history="1"><w:r>'
        f'<w:t xml:space="preserve">{escape(tekst)}</w:t></w:r></w:hyperlink>'
    )


def _feltdeler(avsnitt: Paragraph, *deler: str) -> None:
    for del_ in deler:
        loep = avsnitt.add_run()
        if del_.startswith(" "):
            kode = OxmlElement("w:instrText")
            kode.text = del_
            kode.set(qn("xml:space"), "preserve")
        else:
            kode = OxmlElement("w:fldChar")
            kode.set(qn("w:fldCharType"), del_)
        loep._r.append(kode)


# ------------------------------------------------------------------------------- tabeller


def _tabellkode(tabell: Tabellblokk, bredde: int) -> str:
    bredder = _bredder(tabell, bredde)
    rutenett = "".join(f'<w:gridCol w:w="{bredde}"/>' for bredde in bredder)
    # En kort tabell står samlet med kilden under. Av en lang er det den siste raden som følger kilden.
    samlet = len(tabell.rader) <= _SAMLET
    rader = _rad(tabell, tabell.hode, bredder, hode=True, foelger=samlet) + "".join(
        _rad(tabell, rad, bredder, foelger=samlet or rad is tabell.rader[-1])
        for rad in tabell.rader
    )
    tittel = escape(tabell.tittel)
    strek = '<w:{} w:val="single" w:sz="4" w:space="0" w:color="C3C8D1"/>'
    kanter = "".join(strek.format(navn) for navn in ("bottom", "insideH"))
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(bredder)}" w:type="dxa"/>'
        f'<w:tblBorders>{kanter}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="00A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" '
        'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{tittel}"/></w:tblPr>'
        f"<w:tblGrid>{rutenett}</w:tblGrid>{rader}</w:tbl>"
    )


def _bredder(tabell: Tabellblokk, bredde: int) -> list[int]:
    """Bredden på hver kolonne i tjuendedels punkt."""
    i_alt = int(Emu(bredde).pt * 20)
    return [int(i_alt * del_) for del_ in tabell.bredder]


def _rad(
    tabell: Tabellblokk,
    celler: tuple[str, ...],
    bredder: list[int],
    *,
    hode: bool = False,
    foelger: bool = False,
) -> str:
    """`foelger` holder raden på samme side som det som kommer etter."""
    stoerrelse = 14 if len(celler) > 7 else 16 if len(celler) > 5 else 18
    kode = "".join(
        _celle(
            tekst,
            bredde,
            "<w:keepNext/>" * foelger,
            f'{"<w:b/>" * hode}<w:sz w:val="{stoerrelse}"/>',
            '<w:jc w:val="right"/>' * (nr in tabell.tall),
        )
        for nr, (tekst, bredde) in enumerate(zip(celler, bredder))
    )
    egenskaper = "<w:trPr><w:cantSplit/>" + "<w:tblHeader/>" * hode + "</w:trPr>"
    return f"<w:tr>{egenskaper}{kode}</w:tr>"


def _celle(tekst: str, bredde: int, foelger: str, skrift: str, stilt: str) -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{bredde}" w:type="dxa"/></w:tcPr><w:p><w:pPr>{foelger}'
        f'<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>{stilt}'
        f"</w:pPr><w:r><w:rPr>{skrift}</w:rPr>"
        f'<w:t xml:space="preserve">{escape(tekst)}</w:t></w:r></w:p></w:tc>'
    )
