"""PowerPoint: et lysbilde for hver figur og tabell, med diagrammer som kan endres, og definisjonene som
notater til den som legger fram.
"""

import collections
import io
import itertools
import math
import textwrap
from collections.abc import Iterator, Sequence

import pptx
from pptx.dml.color import RGBColor
from pptx.enum.text import PP_ALIGN
from pptx.opc.packuri import PackURI
from pptx.oxml.ns import qn
from pptx.package import Package
from pptx.parts.image import Image, ImagePart
from pptx.presentation import Presentation
from pptx.slide import Slide
from pptx.text.text import TextFrame
from pptx.util import Cm, Emu, Pt

from boligdata.innhold.rapport.dokument import (
    Blokk,
    Dokument,
    Feltblokk,
    Figurblokk,
    Overskrift,
    Punktliste,
    Tabellblokk,
    Tekstblokk,
)
from boligdata.innhold.rapport.skriv import kontor

_BREDDE, _HOEYDE, _MARG = Cm(33.87), Cm(19.05), Cm(1.6)
_INNHOLD = (_MARG, Cm(3.4), _BREDDE - 2 * _MARG, Cm(13.6))
_GRAA, _FARGE = RGBColor(0x5C, 0x62, 0x70), RGBColor(0x0B, 0x3C, 0x5D)
_FORSIDE, _BARE_TITTEL = 0, 5
# Nummeret på linjen om hvilke tall det er, blant dem på forsiden av dokumentet.
_OM_TALLENE = 3
# Så mye får plass på ett lysbilde uten at skriften blir for liten til å leses bakerst i salen.
_TEGN_PER_BILDE, _RADER_PER_BILDE = 700, 11
_TEGN_PER_LINJE = 105
# Skriften i en tabell, den største det er plass til. Et tegn er om lag halvparten så bredt som høyt.
_TABELLSKRIFT = (18, 16, 14, 12, 10)
_TEGNBREDDE, _LINJEHOEYDE = 0.52, 1.2
_CELLELUFT_BORT, _CELLELUFT_OPP = Cm(0.51).pt, Cm(0.26).pt


def skriv(dokument: Dokument) -> bytes:
    """Dokumentet som PowerPoint."""
    fil = pptx.Presentation()
    _nummerer_delene(fil.part.package)
    _Framvisning(fil, dokument).skriv()
    ut = io.BytesIO()
    fil.save(ut)
    return ut.getvalue()


def _nummerer_delene(pakke: Package) -> None:
    """La hver ny del få det neste nummeret. Biblioteket går ellers gjennom alle delene i filen for hvert navn
    og hvert bilde, så tiden vokser med kvadratet av antallet lysbilder.
    """
    tatt = {del_.partname for del_ in pakke.iter_parts()}
    numre = collections.defaultdict(lambda: itertools.count(1))

    def navn(mal: str) -> PackURI:
        alle = (PackURI(mal % nr) for nr in numre[mal])
        return next(en for en in alle if en not in tatt)

    pakke.next_partname = navn
    pakke.next_image_partname = lambda endelse: navn(f"/ppt/media/image%d.{endelse}")
    pakke.get_or_add_image_part = lambda bilde: ImagePart.new(
        pakke, Image.from_file(bilde)
    )


class _Framvisning:
    """En presentasjon mens den skrives."""

    def __init__(self, fil: Presentation, dokument: Dokument):
        self.fil, self.dokument = fil, dokument
        self.bilder = kontor.bildene_i(dokument)
        self.noter = {note.nr: note for note in dokument.noter}

    def skriv(self) -> None:
        self.fil.slide_width, self.fil.slide_height = _BREDDE, _HOEYDE
        kontor.sett_egenskapene(self.fil.core_properties, self.dokument)
        self._forside()
        for navn, blokker in self.dokument.kapitler():
            self._kapittel(navn, blokker)
        for bilde in self.fil.slides:
            _sett_spraaket(bilde, self.dokument.spraakkode)

    def _forside(self) -> None:
        bilde = self.fil.slides.add_slide(self.fil.slide_layouts[_FORSIDE])
        tittel, under = bilde.shapes.title, bilde.placeholders[1]
        for form, topp, hoeyde in ((tittel, 6, 3), (under, 9.3, 4)):
            form.left, form.width = _MARG, _BREDDE - 2 * _MARG
            form.top, form.height = Cm(topp), Cm(hoeyde)
        _tekst(tittel.text_frame, [self.dokument.tittel], 40, _FARGE, fet=True)
        _, om_tallene = self.dokument.om[_OM_TALLENE]
        linjer = [self.dokument.undertittel, om_tallene]
        _tekst(under.text_frame, linjer, 18, _GRAA)
        self._fot(bilde)

    def _kapittel(self, navn: str, blokker: Sequence[Blokk]) -> None:
        tekster: list[str] = []
        under = navn
        for blokk in blokker:
            match blokk:
                case Tekstblokk():
                    tekster.append(blokk.tekst)
                case Punktliste():
                    tekster += [f"• {en}" for en in blokk.punkter]
                case Feltblokk():
                    tekster += blokk.avsnitt
                case Overskrift():
                    tekster = self._skriv_tekst(under, tekster)
                    under = blokk.tekst
                case Tabellblokk():
                    tekster = self._skriv_tekst(under, tekster)
                    self._tabell(blokk)
                case Figurblokk():
                    tekster = self._skriv_tekst(under, tekster)
                    self._figur(blokk)
        self._skriv_tekst(under, tekster)

    def _skriv_tekst(self, tittel: str, tekster: list[str]) -> list[str]:
        """Avsnittene på så mange lysbilder som trengs. Gir en tom liste til de neste."""
        for del_ in _paa_bilder(tekster):
            bilde = self._bilde(tittel)
            ramme = bilde.shapes.add_textbox(*_INNHOLD).text_frame
            ramme.word_wrap = True
            _tekst(ramme, del_, 18)
        return []

    def _bilde(self, tittel: str) -> Slide:
        bilde = self.fil.slides.add_slide(self.fil.slide_layouts[_BARE_TITTEL])
        form = bilde.shapes.title
        form.left, form.top = _MARG, Cm(0.9)
        form.width, form.height = _BREDDE - 2 * _MARG, Cm(2.3)
        stoerrelse = 28 if len(tittel) < 70 else 22
        _tekst(form.text_frame, [tittel], stoerrelse, _FARGE, fet=True)
        self._fot(bilde)
        return bilde

    def _fot(self, bilde: Slide) -> None:
        """Det som står på hvert lysbilde: kommunen, at data er fiktive, datoen og nummeret."""
        plass = (_MARG, _HOEYDE - Cm(1.3), _BREDDE - 2 * _MARG, Cm(0.9))
        ramme = bilde.shapes.add_textbox(*plass).text_frame
        tekst = f"{self.dokument.topptekst} · {self.dokument.bunntekst} · "
        _tekst(ramme, [tekst], 10, _GRAA)
        avsnitt = ramme.paragraphs[0]
        felt = avsnitt._p.makeelement(
            qn("a:fld"),
            {"id": "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", "type": "slidenum"},
        )
        tall = felt.makeelement(qn("a:t"), {})
        tall.text = str(len(self.fil.slides))
        felt.append(avsnitt.runs[0]._r.get_or_add_rPr().__copy__())
        felt.append(tall)
        avsnitt._p.append(felt)

    # ------------------------------------------------------------------- figurer og tabeller

    def _figur(self, figur: Figurblokk) -> None:
        if not figur.svg:
            self._tabell(figur.tabell, figur)
            return
        bilde = self._bilde(figur.tittel)
        venstre, topp, bredde, hoeyde = _INNHOLD
        if figur.diagram:
            plass = (venstre, topp, bredde, hoeyde - Cm(2.6))
            data = kontor.diagramdata(figur.diagram)
            form = bilde.shapes.add_chart(
                kontor.diagramtype(figur.diagram), *plass, data
            )
            kontor.kle(form.chart, figur.diagram, self.dokument.farger)
            form.chart.font.size = Pt(14)
        else:
            png = io.BytesIO(next(self.bilder))
            form = bilde.shapes.add_picture(png, venstre, topp)
            _tilpass(form, bredde, hoeyde - Cm(2.6))
            form.left = (_BREDDE - form.width) // 2
        self._beskriv(form, figur)
        plass, stoerrelse = (venstre, topp + hoeyde - Cm(2.5), bredde, Cm(2.5)), 12
        if form.width < bredde // 2:
            plass, stoerrelse = _ved_siden_av(form), 16
        ramme = bilde.shapes.add_textbox(*plass).text_frame
        linjer = [figur.setning, f"{figur.gjelder} {figur.kilde}"]
        _tekst(ramme, [en for en in linjer if en], stoerrelse)
        self._notater(bilde, figur)

    def _beskriv(self, form, figur: Figurblokk) -> None:
        egenskaper = form._element.xpath(".//p:cNvPr")[0]
        egenskaper.set("descr", figur.tekstalternativ)
        egenskaper.set("name", figur.tittel[:60])

    def _notater(self, bilde: Slide, figur: Figurblokk) -> None:
        """Det den som legger fram, kan få spørsmål om: hva tallet er, og hvor det er fra."""
        linjer = [figur.alt]
        if note := self.noter.get(figur.note):
            linjer += [f"{ledetekst}: {tekst}" for ledetekst, tekst in note.linjer]
        bilde.notes_slide.notes_text_frame.text = "\n".join(filter(None, linjer))
        _sett_spraaket(bilde.notes_slide, self.dokument.spraakkode)

    def _tabell(self, tabell: Tabellblokk, figur: Figurblokk | None = None) -> None:
        """Tabellen på så mange lysbilder som radene trenger, med overskriftene på hvert."""
        for rader in _radene(tabell):
            bilde = self._bilde(figur.tittel if figur else tabell.tittel)
            venstre, topp, bredde, _ = _INNHOLD
            form = bilde.shapes.add_table(
                len(rader) + 1, len(tabell.hode), venstre, topp, bredde, Cm(1)
            )
            for kolonne, del_ in zip(form.table.columns, tabell.bredder):
                kolonne.width = int(bredde * del_)
            form.table.first_row, form.table.horz_banding = True, False
            form._element.xpath(".//p:cNvPr")[0].set("descr", tabell.tittel)
            skrift = _tabellskriften(tabell, rader)
            for radnr, rad in enumerate((tabell.hode, *rader)):
                for kolonne, tekst in enumerate(rad):
                    celle = form.table.cell(radnr, kolonne)
                    _tekst(celle.text_frame, [tekst], skrift, fet=radnr == 0)
                    if radnr == 0:
                        celle.fill.solid()
                        celle.fill.fore_color.rgb = _FARGE
                    if kolonne in tabell.tall:
                        celle.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
            if figur:
                under = (venstre, _HOEYDE - Cm(2.9), bredde, Cm(1.5))
                ramme = bilde.shapes.add_textbox(*under).text_frame
                _tekst(ramme, [f"{figur.gjelder} {figur.kilde}"], 11, _GRAA)
                self._notater(bilde, figur)


def _tekst(
    ramme: TextFrame,
    avsnitt: Sequence[str],
    stoerrelse: int,
    farge: RGBColor | None = None,
    *,
    fet: bool = False,
) -> None:
    """Avsnittene i rammen, alle i samme skrift."""
    ramme.word_wrap = True
    for nr, tekst in enumerate(avsnitt):
        p = ramme.paragraphs[0] if nr == 0 else ramme.add_paragraph()
        p.alignment = PP_ALIGN.LEFT
        p.space_after = Pt(stoerrelse / 3)
        loep = p.add_run()
        loep.text = tekst
        loep.font.size, loep.font.bold = Pt(stoerrelse), fet or None
        if farge is not None:
            loep.font.color.rgb = farge


def _paa_bilder(tekster: Sequence[str]) -> Iterator[list[str]]:
    """Avsnittene delt så de får plass. Et avsnitt som er for langt alene, deles mellom ordene."""
    bilde: list[str] = []
    brukt = 0
    for tekst in tekster:
        for stykke in textwrap.wrap(tekst, _TEGN_PER_BILDE, break_long_words=True):
            lengde = max(len(stykke), _TEGN_PER_LINJE)
            if bilde and brukt + lengde > _TEGN_PER_BILDE:
                yield bilde
                bilde, brukt = [], 0
            bilde.append(stykke)
            brukt += lengde
    if bilde:
        yield bilde


def _radene(tabell: Tabellblokk) -> Iterator[tuple[tuple[str, ...], ...]]:
    """Radene i tabellen, så mange om gangen som det er plass til når de lengste cellene brytes."""
    per_celle = [_TEGN_PER_LINJE * 1.3 * del_ for del_ in tabell.bredder]
    bilde: list[tuple[str, ...]] = []
    brukt = 0.0
    for rad in tabell.rader:
        linjer = _linjer(rad, per_celle)
        if bilde and brukt + linjer > _RADER_PER_BILDE:
            yield tuple(bilde)
            bilde, brukt = [], 0.0
        bilde.append(rad)
        brukt += linjer
    if bilde:
        yield tuple(bilde)


def _linjer(rad: tuple[str, ...], tegn: Sequence[float]) -> int:
    """Linjene raden trenger, når det er plass til så mange tegn på linjen i hver kolonne."""
    linjer = (math.ceil(len(en) / plass) for en, plass in zip(rad, tegn))
    return max(1, *linjer)


def _tabellskriften(tabell: Tabellblokk, rader: Sequence[tuple[str, ...]]) -> float:
    """Den største skriften der radene får plass og ingen ord deles."""
    return next(
        (skrift for skrift in _TABELLSKRIFT[:-1] if _faar_plass(tabell, rader, skrift)),
        _TABELLSKRIFT[-1],
    )


def _faar_plass(
    tabell: Tabellblokk, rader: Sequence[tuple[str, ...]], skrift: float
) -> bool:
    """Får tabellen plass på lysbildet med denne skriften, i punkt?"""
    _, topp, bredde, _ = _INNHOLD
    tegn = [
        (Emu(bredde).pt * del_ - _CELLELUFT_BORT) / (skrift * _TEGNBREDDE)
        for del_ in tabell.bredder
    ]
    alle = (tabell.hode, *rader)
    lengst = [
        max(len(ord_) for rad in alle for ord_ in rad[nr].split() or [""])
        for nr in range(len(tegn))
    ]
    if any(ord_ > plass for ord_, plass in zip(lengst, tegn)):
        return False
    linjer = sum(_linjer(rad, tegn) for rad in alle)
    hoeyde = linjer * skrift * _LINJEHOEYDE + len(alle) * _CELLELUFT_OPP
    return hoeyde <= Emu(_HOEYDE - topp - Cm(3)).pt


def _tilpass(form, bredde: int, hoeyde: int) -> None:
    """Gjør bildet så stort det kan bli i plassen."""
    skala = min(bredde / form.width, hoeyde / form.height)
    form.width, form.height = int(form.width * skala), int(form.height * skala)


def _ved_siden_av(form) -> tuple[int, int, int, int]:
    """Gjør en høy og smal figur så stor den kan bli, til venstre, og gi plassen til teksten ved siden av."""
    venstre, topp, bredde, hoeyde = _INNHOLD
    _tilpass(form, bredde, hoeyde)
    form.left = venstre
    bort = form.width + Cm(1)
    return venstre + bort, topp, bredde - bort, hoeyde


def _sett_spraaket(bilde: Slide, kode: str) -> None:
    """PowerPoint har ikke noe språk for hele filen, så hver tekst må si sitt."""
    for loep in bilde._element.iter(qn("a:r"), qn("a:fld")):
        if loep.find(qn("a:rPr")) is None:
            loep.insert(0, loep.makeelement(qn("a:rPr"), {}))
    for egenskaper in bilde._element.iter(qn("a:rPr"), qn("a:endParaRPr")):
        egenskaper.set("lang", kode)
