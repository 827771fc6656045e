"""Dokumentene: de samme tallene som på skjermen, i hvert format, og ingenting gjemt i filene."""

import dataclasses
import errno
import functools
import io
import math
import re
import resource
import signal
import xml.etree.ElementTree as ET
import zipfile

import docx
import dokumentleser
import pptx
import pytest
import sidekort as sidene
import tabeller
import typst
from appen import aapne
from docx.oxml.ns import qn
from docx.shared import Cm
from pptx.enum.chart import XL_CHART_TYPE

from boligdata import lesing
from boligdata.arbeid import inntak
from boligdata.felles import maalform, norsk
from boligdata.felles.config import Brukerfeil
from boligdata.innhold import figurer, kort, sammenligning
from boligdata.innhold.boligbehov import Scenario
from boligdata.innhold.boligbehov import figurer as behovsfigurer
from boligdata.innhold.boligbehov import kort as behovskort
from boligdata.innhold.figurer import Stil
from boligdata.innhold.figurer.grunnlag import sett_sammen
from boligdata.innhold.handlingsdel import planen
from boligdata.innhold.kort import Valg
from boligdata.innhold.rapport import (
    deling,
    figurblokk,
    innholdet,
    oppsett,
    sidekort,
    skriv,
    tegning,
)
from boligdata.innhold.rapport.dokument import (
    Dataserie,
    Diagram,
    Figurblokk,
    Tabellblokk,
)
from boligdata.innhold.rapport.figurblokk import Noter
from boligdata.innhold.rapport.jobb import Jobb
from boligdata.innhold.rapport.lag import LENGSTE_FELT, Rapportvalg, lag
from boligdata.innhold.rapport.skriv import kontor, wordmal
from boligdata.innhold.rapport.tegning.flate import Flate
from boligdata.innhold.sammenligning import utvalg
from boligdata.ui import tabellvisning

pytestmark = pytest.mark.usefixtures("bygd_eksempel")

FARGER = ("#0b5c8a", "#d8741c", "#0f7e64", "#b765a2")
STIL = Stil(False, FARGER)
SLAG = list(oppsett.oppsettet().slag)
# Det en bruker kan skrive, som aldri skal bli noe annet enn tekst.
SKREVET = {
    "vurdering": "=1+1\n<b>fet</b> & [lenke](http://a.no) #let x = 1\n\x0b$x$ \\ {a} @b",
    "forslag": "1. Planen vedtas.\n2. Saken tas til orientering.",
}


def bestilling(slag: str, **endret) -> Rapportvalg:
    deler = oppsett.oppsettet().slag[slag].deler
    return dataclasses.replace(
        Rapportvalg(slag, deler, "aar", "2025", felter=SKREVET), **endret
    )


@functools.cache
def dokumentet(slag: str, kode: str = "nb"):
    return lag(bestilling(slag, maalform=kode), FARGER)


@functools.cache
def filen(slag: str, format_: str) -> bytes:
    return skriv.skriv(dokumentet(slag), format_)


# ------------------------------------------------------------------------------ oppsettet


@pytest.mark.parametrize(
    "del_", oppsett.oppsettet().deler.values(), ids=lambda en: en.id
)
def test_alt_en_del_har_kan_lages(del_):
    kan_ikke = [navn for navn in del_.innhold if not innholdet.kan_lages(navn)]
    assert not kan_ikke, f"deler.toml: {del_.id} har {kan_ikke}, som ikke finnes."


def test_hver_del_er_med_i_et_dokument():
    brukt = {del_ for slag in oppsett.oppsettet().slag.values() for del_ in slag.deler}
    assert brukt == set(oppsett.oppsettet().deler)


def test_delene_i_en_sak_staar_etter_hverandre_og_i_de_andre_paa_hver_sin_side():
    fil = docx.Document(io.BytesIO(filen("saksframlegg", "word")))
    assert not fil.styles["Heading 1"].paragraph_format.page_break_before
    fil = docx.Document(io.BytesIO(filen("handlingsdel", "word")))
    assert fil.styles["Heading 1"].paragraph_format.page_break_before
    pdf = dokumentleser.pdf(filen("saksframlegg", "pdf"))
    begynner = [
        pdf.get_destination_page_number(bokmerke)
        for bokmerke in pdf.outline
        if not isinstance(bokmerke, list)
    ]
    assert len(begynner) >= 5 and len({*begynner}) < len(begynner)


def test_kortene_fra_sidene_er_dem_sidene_har():
    fra_sidene = {
        f"{navn.split('-')[0]}/{b.id}": b
        for navn, b in sidene.bestillinger().items()
        if not navn.startswith("maalgruppe-")
    }
    assert sidekort.bestillinger() == fra_sidene


# ---------------------------------------------------------------- det samme som på skjermen


def _alle_kort():
    valg = Valg("aar", lesing.perioder("aar")["periode"].iloc[-1])
    yield from (kort.lag(b, valg) for b in sidene.bestillinger().values())
    gruppe = dataclasses.replace(valg, filtre={"maalgruppe": "eldre"})
    yield from (kort.lag(b, gruppe) for b in list(sidene.bestillinger().values())[::5])


def test_tabellen_i_dokumentet_er_tabellen_eller_figuren_paa_skjermen():
    sett = 0
    for kortet in _alle_kort():
        figur = figurblokk.lag(kortet, FARGER, Noter())
        tegnet = figurer.tegn(kortet, STIL)
        if isinstance(tegnet, figurer.Figurtabell):
            kode = tabellvisning._figur(tegnet, kortet.alt)
        else:
            kode = tabellvisning._omraade(kortet.tabell, kortet.enheter, kortet.setning)
        hode, *rader = tabeller.i_html(kode)[0].rader
        assert list(figur.tabell.hode) == hode
        tomt = getattr(tegnet, "tomt", "")
        assert [[*rad] for rad in figur.tabell.rader] == [
            [celle or tomt for celle in rad] for rad in rader
        ]
        sett += 1
    assert sett > 80


def test_tekstene_paa_figuren_er_dem_paa_kortet():
    for kortet in _alle_kort():
        figur = figurblokk.lag(kortet, FARGER, Noter())
        assert (figur.tittel, figur.alt) == (kortet.overskrift, kortet.alt)
        assert (
            kortet.filtertekst in figur.gjelder and kortet.kildelinje.hel in figur.kilde
        )


def test_et_diagram_som_kan_endres_har_bare_tall_som_staar_paa_skjermen():
    """Et spenn, et usikkert tall eller «for få» har ikke noe tall å legge i et regneark."""
    diagrammer = 0
    for kortet in _alle_kort():
        figur = figurblokk.lag(kortet, FARGER, Noter())
        if not figur.diagram:
            continue
        diagrammer += 1
        vist = dokumentleser.tallene(" ".join(map(" ".join, figur.tabell.rader)))
        vist |= dokumentleser.tallene(" ".join(s.navn for s in figur.diagram.serier))
        for serie in figur.diagram.serier:
            for verdi in serie.verdier:
                assert verdi is None or _skrevet(verdi) in vist
    assert diagrammer > 10


def _skrevet(verdi: float) -> str:
    return f"{abs(verdi):g}".replace(".", ",")


# -------------------------------------------------------------------------------- tegningen


def test_hver_figur_paa_sidene_kan_tegnes_paa_papir_bortsett_fra_flyten():
    tegnet = 0
    for kortet in _alle_kort():
        figur = figurer.tegn(kortet, STIL)
        if isinstance(figur, figurer.Figurtabell):
            continue
        assert tegning.kan_tegnes(figur.to_dict()) == (kortet.bestilling.form != "flyt")
        if kortet.bestilling.form != "flyt":
            ET.fromstring(tegning.tegn(figur.to_dict(), FARGER))
            tegnet += 1
    assert tegnet > 60


@pytest.mark.parametrize(
    "navn", ["per_type", "foss", "innen_frist", "eldre", "tornado", "anker_og_stroem"]
)
def test_figurene_om_boligbehovet_kan_tegnes(navn):
    kortet = getattr(behovskort, navn)(Scenario())
    figur = figurblokk.lag(kortet, FARGER, Noter())
    assert figur.svg or "skravert" not in figur.setning.lower()
    figur = behovsfigurer.tegn(kortet, STIL)
    if isinstance(figur, figurer.Figurtabell):
        assert figurblokk.lag(kortet, FARGER, Noter()).tabell.rader
        return
    svg = ET.fromstring(tegning.tegn(figur.to_dict(), FARGER))
    assert len(svg.findall(".//{*}text")) > 5


def test_tallet_ved_enden_av_linjen_er_tegnet_og_punktene_er_der_tallene_er():
    kortet = kort.lag(
        sidekort.bestillinger()["venteliste/venteliste"], Valg("aar", "2025")
    )
    svg = ET.fromstring(tegning.tegn(figurer.tegn(kortet, STIL).to_dict(), FARGER))
    tekster = [" ".join(t.itertext()) for t in svg.iter("{*}text")] or [
        "".join(t.itertext()) for t in svg.findall(".//{*}text")
    ]
    assert norsk.med_enhet(kortet.data["verdi"].iloc[-1], kortet.enhet) in tekster
    hoeyder = [float(c.get("cy")) for c in svg.findall(".//{*}circle")]
    verdier = kortet.data["verdi"].tolist()
    assert len(hoeyder) == len(verdier)
    # Lenger ned på papiret er lavere, og like store tall er like høyt oppe.
    assert sorted(range(10), key=lambda nr: (verdier[nr], nr)) == sorted(
        range(10), key=lambda nr: (-hoeyder[nr], nr)
    )


def _sammenlignet(lag, *mer):
    return lag(*mer, sammenligning.velg(utvalg.GRUPPEN, ()), "Hvor står vi?")


def _paa_papir(kortet) -> ET.Element:
    return ET.fromstring(tegning.tegn(figurer.tegn(kortet, STIL).to_dict(), FARGER))


def _firkanten(svg) -> list[tuple[float, float]]:
    """Hjørnene i vår egen markør, som er en firkant."""
    return [
        tuple(map(float, hjoerne.split(",")))
        for en in svg.findall(".//{*}polygon")
        for hjoerne in en.get("points").split()
    ]


def test_kommunene_staar_i_den_samme_rekkefoelgen_paa_papir_med_spennene_sine():
    """Vår egen sto nederst, uansett hvilken plass den hadde, og ingen hadde noe spenn."""
    kortet = _sammenlignet(sammenligning.plasseringen, "KOSboligSper10000000")
    svg, med_tall = _paa_papir(kortet), kortet.rader.dropna(subset=["verdi"])
    assert kortet.plass.fra == 1 and not kortet.plass.er_spenn
    vaar = sum(opp for _, opp in _firkanten(svg)) / 4
    andre = [float(en.get("cy")) for en in svg.findall(".//{*}circle")]
    assert vaar < min(andre) and len(andre) == len(med_tall) - 1
    vannrette = [
        en
        for en in svg.findall(".//{*}polyline")
        if len({punkt.split(",")[1] for punkt in en.get("points").split()}) == 1
    ]
    assert len(vannrette) >= len(med_tall)


def test_flatene_paa_kartet_henger_ikke_sammen_paa_papir():
    """Alle kommunene i landet var tegnet som én flate, med streker på kryss og tvers."""
    to = {"x": [0, 1, 1, 0, None, 5, 6, 6, 5, None], "y": [0, 0, 1, 0, None] * 2}
    serie = to | {"type": "scatter", "mode": "lines", "fill": "toself"}
    figur = sett_sammen(
        [serie | {"fillcolor": "#123456"}], STIL, 300, xaxis={}, yaxis={}
    )
    svg = ET.fromstring(tegning.tegn(figur.to_dict(), FARGER))
    flater = [en.get("points").split() for en in svg.findall(".//{*}polygon")]
    assert [len(hjoerner) for hjoerner in flater] == [4, 4]


def test_en_akse_med_logaritmer_er_det_paa_papir_ogsaa_og_sier_hva_den_teller():
    kortet = sammenligning.trakten("KOSfainansstartp0000", "Kan det være tilfeldig?")
    svg = _paa_papir(kortet)
    tekstene = ["".join(en.itertext()) for en in svg.findall(".//{*}text")]
    assert "Innbyggere" in tekstene
    # Den siste sirkelen er den i forklaringen.
    stedene = [float(en.get("cx")) for en in svg.findall(".//{*}circle")][:-1]
    folk = kortet.rader.loc[~kortet.rader["egen"], "folketall"].tolist()
    par = sorted(zip(map(math.log, folk), stedene))
    (foerst, venstre), (sist, hoeyre) = par[0], par[-1]
    for logaritmen, sted in par:
        andel = (logaritmen - foerst) / (sist - foerst)
        assert sted == pytest.approx(venstre + andel * (hoeyre - venstre), abs=0.5)


def test_en_hoey_figur_faar_plass_paa_siden_i_word_og_pdf():
    """Figuren med tjuefem tall gikk ut over bunnen av siden."""
    kortet = _sammenlignet(sammenligning.alle_tallene)
    dokument = deling.dokumentet(kortet, FARGER)
    [figur] = [figur for figur in dokument.figurer if figur.svg]
    fil = docx.Document(io.BytesIO(skriv.skriv(dokument, "word")))
    [bilde] = fil.inline_shapes
    assert bilde.height <= Cm(20.5) and bilde.width <= Cm(16.5)
    forhold = float(ET.fromstring(figur.svg).get("height")) / tegning.BREDDE
    assert bilde.height / bilde.width == pytest.approx(forhold, rel=0.01)


# ----------------------------------------------------------------------------- hele filen


LESES = list(dokumentleser.LES)
# Tallet som står i feltet for sidetallet til Word setter sidene.
SETTES_AV_WORD = {"1"}


@functools.cache
def lest(slag: str, format_: str) -> dokumentleser.Innhold:
    return dokumentleser.LES[format_](filen(slag, format_))


@pytest.mark.parametrize("format_", LESES)
@pytest.mark.parametrize("slag", SLAG)
def test_hvert_tall_i_filen_er_et_tall_dokumentet_viser(slag, format_):
    """Også i regnearkene bak diagrammene, i egenskapene, notatene og tekstalternativene."""
    dokument, innhold = dokumentet(slag), lest(slag, format_)
    vist = dokumentleser.tallene("\n".join(dokumentleser.vist_i(dokument)))
    for navn, tekst in innhold.deler.items():
        tekst = dokumentleser.uten_numre(tekst, dokument)
        fremmede = dokumentleser.tallene(tekst) - vist
        if navn == "word/footer1.xml":
            fremmede -= SETTES_AV_WORD
        elif format_ == "excel":
            fremmede -= {navn.split()[0] for _, navn in innhold.overskrifter}
        assert not fremmede, (navn, sorted(fremmede)[:10])
    for celle in (celle for bok in innhold.boeker for rad in bok for celle in rad):
        if isinstance(celle, float | int):
            assert _skrevet(celle) in vist
        assert not isinstance(celle, float) or round(celle, 1) == celle


@pytest.mark.parametrize("format_", LESES)
@pytest.mark.parametrize("slag", SLAG)
def test_ingen_fil_har_en_raa_prosent(slag, format_):
    """En prosent som er regnet ut, har mange desimaler til den skrives."""
    for navn, tekst in lest(slag, format_).deler.items():
        assert not [
            tall
            for tall in dokumentleser.tallene(tekst)
            if len(tall.partition(",")[2]) > 2
        ], navn


@pytest.mark.parametrize("format_", LESES)
@pytest.mark.parametrize("slag", SLAG)
def test_hver_figur_er_med_i_filen_med_tekstalternativet_sitt(slag, format_):
    figurene = [figur for figur in dokumentet(slag).figurer if figur.svg]
    if format_ == "excel":  # De andre er tabeller der.
        figurene = [figur for figur in figurene if figur.diagram]
    assert lest(slag, format_).alt == [figur.alt for figur in figurene]
    assert all(figur.alt for figur in figurene)


@pytest.mark.parametrize("slag", SLAG)
def test_alt_paa_et_lysbilde_er_innenfor_kanten(slag):
    fil = pptx.Presentation(io.BytesIO(filen(slag, "powerpoint")))
    for bilde in fil.slides:
        for form in bilde.shapes:
            assert min(form.left, form.top) >= 0
            assert form.left + form.width <= fil.slide_width
            assert form.top + form.height <= fil.slide_height


@pytest.mark.parametrize("slag", SLAG)
def test_en_tabell_i_word_staar_paa_samme_side_som_kilden_under(slag):
    """Ellers kommer det en side med bare én linje. En kort tabell deles heller ikke."""
    for tabell in docx.Document(io.BytesIO(filen(slag, "word"))).tables:
        foelger = [
            all(
                celle.paragraphs[0].paragraph_format.keep_with_next
                for celle in rad.cells
            )
            for rad in tabell.rows
        ]
        assert foelger[-1]
        assert all(foelger) or len(foelger) > 15


@pytest.mark.parametrize("format_", ["word", "html", "powerpoint"])
@pytest.mark.parametrize("slag", SLAG)
def test_hver_tabell_er_med_med_overskriftene_sine(slag, format_):
    dokument = dokumentet(slag)
    ventet = [
        tabell
        for blokk in dokument.blokker
        if (tabell := _tabellen_i(blokk, format_)) is not None
    ]
    skrevet = lest(slag, format_).tabeller
    if format_ == "powerpoint":  # En lang tabell er delt på flere lysbilder.
        assert [rad for tabell in skrevet for rad in tabell[1:]] == [
            [*rad] for tabell in ventet for rad in tabell.rader
        ]
        assert {tuple(tabell[0]) for tabell in skrevet} == {
            tabell.hode for tabell in ventet
        }
    else:
        assert skrevet == [
            [[*tabell.hode], *map(list, tabell.rader)] for tabell in ventet
        ]


def _tabellen_i(blokk, format_):
    if isinstance(blokk, Tabellblokk):
        return blokk
    if not isinstance(blokk, Figurblokk) or not blokk.viser_tabell:
        return None
    return None if format_ == "powerpoint" and blokk.svg else blokk.tabell


@pytest.mark.parametrize("slag", SLAG)
def test_tallene_i_excel_er_tall_og_det_som_ikke_er_et_tall_er_teksten_paa_skjermen(
    slag,
):
    innhold = lest(slag, "excel")
    blokker = [
        en
        for en in dokumentet(slag).blokker
        if isinstance(en, Figurblokk | Tabellblokk)
    ]
    arkene = innhold.tabeller[2 : 2 + len(blokker)]
    for ark, blokk in zip(arkene, blokker, strict=True):
        tabell = blokk if isinstance(blokk, Tabellblokk) else blokk.tabell
        assert tuple(ark[4][: len(tabell.hode)]) == tabell.hode
        for skrevet, rad in zip(ark[5:], tabell.rader):
            for nr, (celle, vist) in enumerate(zip(skrevet, rad)):
                if isinstance(celle, float):
                    assert nr in tabell.tall and _skrevet(
                        celle
                    ) in dokumentleser.tallene(vist)
                else:
                    assert celle == vist


@pytest.mark.parametrize("slag", SLAG)
def test_presentasjonen_har_tittel_spraak_og_bunntekst_paa_hvert_lysbilde(slag):
    fil = pptx.Presentation(io.BytesIO(filen(slag, "powerpoint")))
    for nr, bilde in enumerate(fil.slides, 1):
        tekst = " ".join(f.text_frame.text for f in bilde.shapes if f.has_text_frame)
        assert bilde.shapes.title.text_frame.text
        assert "Fiktive data" in tekst and "Data til og med 31.12.2025" in tekst
        spraak = {
            del_.get("lang")
            for del_ in bilde._element.iter(qn("a:rPr"), qn("a:endParaRPr"))
        }
        assert spraak == {"nb-NO"}
        felt = [en.findtext(qn("a:t")) for en in bilde._element.iter(qn("a:fld"))]
        assert felt == [str(nr)]


@pytest.mark.parametrize("slag", SLAG)
def test_nettsiden_er_hel_uten_nett_og_kan_leses_av_skjermlesere(slag):
    kode = filen(slag, "html").decode()
    tagger = dokumentleser.tagger_i_html(filen(slag, "html"))
    navnene = {tag for tag, _ in tagger}
    assert not navnene & {"script", "link", "iframe", "object", "form"}
    for _, felt in tagger:
        for navn in ("src", "href"):
            assert felt.get(navn, "#").startswith(("#", "data:"))
        assert not [navn for navn in felt if navn.startswith("on")]
    assert 'lang="nb-NO"' in kode and "<title>" in kode and "default-src 'none'" in kode
    nivaaer = [nivaa for nivaa, _ in lest(slag, "html").overskrifter]
    assert nivaaer[0] == 1 and nivaaer.count(1) == 1
    assert all(neste <= naa + 1 for naa, neste in zip(nivaaer, nivaaer[1:]))
    hoder = [felt.get("scope") for tag, felt in tagger if tag == "th"]
    assert set(hoder) == {"col", "row"}
    merker = {felt["id"] for _, felt in tagger if "id" in felt}
    lenker = {felt["href"][1:] for tag, felt in tagger if tag == "a"}
    assert lenker <= merker


@pytest.mark.parametrize("slag", SLAG)
def test_word_har_overskriftene_tabellene_og_alternativene_i_dokumentet(slag):
    dokument, innhold = dokumentet(slag), dokumentleser.word(filen(slag, "word"))
    kapitler = [navn for navn, _ in dokument.kapitler()]
    paa_nivaa_1 = [tekst for nivaa, tekst in innhold.overskrifter if nivaa == 1]
    assert paa_nivaa_1[: len(kapitler)] == kapitler
    nivaaer = [nivaa for nivaa, _ in innhold.overskrifter]
    assert all(neste <= naa + 1 for naa, neste in zip(nivaaer, nivaaer[1:]))
    assert innhold.alt == [figur.alt for figur in dokument.figurer if figur.svg]
    assert all(innhold.alt)
    fil = docx.Document(io.BytesIO(filen(slag, "word")))
    for tabell in fil.tables:
        assert tabell._tbl.tr_lst[0].trPr.find(qn("w:tblHeader")) is not None
        assert tabell._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
    spraak = fil.styles.element.xpath("w:docDefaults//w:lang/@w:val")
    assert spraak == ["nb-NO"] and fil.core_properties.language == "nb-NO"
    assert (
        fil.core_properties.author == ""
        and dokument.tittel in fil.core_properties.title
    )


@pytest.mark.parametrize("slag", SLAG)
def test_hver_side_i_word_sier_kommunen_at_data_er_fiktive_datoen_og_sidetallet(slag):
    del_ = docx.Document(io.BytesIO(filen(slag, "word"))).sections[0]
    assert "Fjordvik kommune" in del_.header.paragraphs[0].text
    assert "Fiktive data" in del_.header.paragraphs[0].text
    bunn = del_.footer.paragraphs[0]
    assert "Data til og med 31.12.2025 · 2025 · Hele kommunen" in bunn.text
    assert [kode.text.strip() for kode in bunn._p.iter(qn("w:instrText"))] == [
        "PAGE",
        "NUMPAGES",
    ]


@pytest.mark.parametrize("slag", SLAG)
def test_pdf_en_er_tagget_for_skjermlesere_og_laget_for_arkivet(slag):
    dokument, leser = dokumentet(slag), dokumentleser.pdf(filen(slag, "pdf"))
    rot = leser.trailer["/Root"]
    assert rot["/Lang"].startswith("nb") and rot["/MarkInfo"]["/Marked"]
    assert rot["/ViewerPreferences"]["/DisplayDocTitle"]
    xmp = rot["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "<pdfaid:part>2</pdfaid:part>" in xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp
    tagger = dokumentleser.tagger(leser)
    slagene = [tagg.slag for tagg in tagger]
    assert slagene.count("/H1") >= len([*dokument.kapitler()])
    figurene = [tagg.alt for tagg in tagger if tagg.slag == "/Figure"]
    assert figurene == [figur.alt for figur in dokument.figurer if figur.svg]
    hoder = [tagg.scope for tagg in tagger if tagg.slag == "/TH"]
    assert hoder and set(hoder) == {"/Column"}


@pytest.mark.parametrize("slag", SLAG)
def test_pdf_en_har_de_samme_tallene_og_sier_paa_hver_side_hva_de_gjelder(slag):
    leser = dokumentleser.pdf(filen(slag, "pdf"))
    sider = [dokumentleser.paa_en_linje(side.extract_text()) for side in leser.pages]
    for nr, side in enumerate(sider, 1):
        assert "Fiktive data" in side and "Data til og med 31.12.2025" in side
        assert f"Side {nr} av {len(sider)}" in side
    vist = dokumentleser.tallene("\n".join(dokumentleser.vist_i(dokumentet(slag))))
    cellene = {
        celle
        for figur in dokumentet(slag).figurer
        if figur.viser_tabell
        for rad in figur.tabell.rader
        for celle in rad
        if dokumentleser.tallene(celle)
    }
    assert set().union(*map(dokumentleser.tallene, cellene)) <= vist
    # Leseren skiller ikke mellomrommet mellom tusener fra det mellom to celler, så cellen letes opp hel.
    skrevet = " ".join(sider)
    assert not [c for c in cellene if dokumentleser.paa_en_linje(c) not in skrevet]


def test_pdf_en_har_ordene_i_figurene_ogsaa_naar_tjeneren_ikke_har_en_eneste_skrift(
    monkeypatch,
):
    """Skriften som ligger i Typst, følger med i filen."""
    flate, ordene = (
        Flate(400, 200),
        ("Økonomisk vanskeligstilte", "0–4", "▼ Verre ≈ 12 %"),
    )
    for nr, tekst in enumerate(ordene, 1):
        flate.tekst((50, 40 * nr), tekst, {"size": 14, "color": "#111111"})
    tabell = Tabellblokk("t", ("a", "b"), (("x", "1"),))
    figur = Figurblokk("Figuren", "", "", "alt", "", tabell, svg=flate.svg())
    dokument = dataclasses.replace(
        dokumentet("saksframlegg"), blokker=(figur,), noter=()
    )
    uten_skrifter = functools.partial(typst.compile, ignore_system_fonts=True)
    monkeypatch.setattr(typst, "compile", uten_skrifter)
    leser = dokumentleser.pdf(skriv.skriv(dokument, "pdf"))
    i_filen = _tett(" ".join(side.extract_text() for side in leser.pages))
    assert not [tekst for tekst in ordene if _tett(tekst) not in i_filen]
    brukt = {
        str(skrift.get_object()["/BaseFont"])
        for side in leser.pages
        for skrift in side["/Resources"]["/Font"].values()
    }
    assert brukt and all("Libertinus" in en or "DejaVu" in en for en in brukt)


def test_en_rad_i_pdf_en_er_hel_paa_en_side_saa_sant_den_faar_plass():
    rader = [(f"{nr}", f"fra{nr}x {'ord ' * 90} til{nr}x") for nr in range(40)]
    lang = ("lang", f"{'mange ord ' * 2_000} slutten")
    tabell = Tabellblokk("t", ("Nr", "Tekst"), (*rader, lang))
    dokument = dataclasses.replace(
        dokumentet("saksframlegg"), blokker=(tabell,), noter=()
    )
    leser = dokumentleser.pdf(skriv.skriv(dokument, "pdf"))
    tekstene = [_tett(side.extract_text()) for side in leser.pages]
    for nr in range(40):
        (siden,) = [side for side in tekstene if f"fra{nr}x" in side]
        assert f"til{nr}x" in siden
    assert len(tekstene) > 5 and any("slutten" in side for side in tekstene)


def _tett(tekst: str) -> str:
    """Teksten uten mellomrom og delingen på slutten av linjene."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", tekst)


def test_tallene_paa_hver_figur_har_en_note_med_definisjon_og_kilde():
    dokument = dokumentet("kunnskapsgrunnlag")
    noter = {note.nr: dict(note.linjer) for note in dokument.noter}
    for figur in dokument.figurer:
        assert {"Definisjon", "Kilde"} <= set(noter[figur.note])


@pytest.mark.parametrize("slag", SLAG)
def test_dokumentet_paa_nynorsk_har_overskriftene_paa_nynorsk_og_de_samme_tallene(slag):
    bokmaal, nynorsk = dokumentet(slag), dokumentet(slag, "nn")
    assert nynorsk.spraakkode == "nn-NO"
    assert len(nynorsk.blokker) == len(bokmaal.blokker)
    for nb, nn in zip(bokmaal.figurer, nynorsk.figurer):
        assert [dokumentleser.tallene(" ".join(rad)) for rad in nb.tabell.rader] == [
            dokumentleser.tallene(" ".join(rad)) for rad in nn.tabell.rader
        ]
    with maalform.bruk("nn"):
        titler = [
            oppsett.oppsettet().deler[id_].tittel for id_ in bestilling(slag).deler
        ]
    assert [navn for navn, _ in nynorsk.kapitler()] == titler


def test_rapporten_om_handlingsdelen_lest_inn_igjen_gir_ingen_nye_tiltak():
    """Et tiltak som mangler penger, står i to av tabellene."""
    finnes = [post.tiltak for post in planen.poster()]
    svar = inntak.les_fil(filen("handlingsdel", "word"), finnes=finnes)
    assert not [ett.tiltak.nr for ett in svar.forslag if not ett.samme_som]
    assert len(svar.forslag) == len(finnes)


# --------------------------------------------------------------------------- gal innmating


@pytest.mark.parametrize("format_", LESES)
def test_det_brukeren_skriver_staar_som_tekst_og_uten_styretegn(format_):
    tekst = lest("saksframlegg", format_).alt_sammen
    for linje in (
        "=1+1",
        "<b>fet</b> & [lenke](http://a.no) #let x = 1",
        "$x$ \\ {a} @b",
    ):
        assert linje in tekst
    pdf = dokumentleser.pdf(filen("saksframlegg", "pdf"))
    sider = "".join(side.extract_text() for side in pdf.pages)
    assert "<b>fet</b> & [lenke](http://a.no) #let x = 1" in sider


def test_et_felt_ingen_har_fylt_ut_er_en_veiledning_og_aldri_en_oppdiktet_tekst():
    dokument = lag(bestilling("saksframlegg", felter={}, deler=("vurdering",)), FARGER)
    [felt] = [blokk for blokk in dokument.blokker if hasattr(blokk, "veiledning")]
    assert felt.avsnitt == (f"[{oppsett.oppsettet().felter['vurdering'].veiledning}]",)


def test_en_tekst_paa_en_million_tegn_gir_en_melding_som_sier_hva_som_er_galt():
    for_lang = bestilling("saksframlegg", felter={"vurdering": "x" * 1_000_000})
    with pytest.raises(Brukerfeil, match=r"«Vurdering» er for lang.*20.000 tegn"):
        lag(for_lang, FARGER)


def test_en_tekst_paa_det_meste_som_er_lov_gaar_i_hvert_format():
    lang = bestilling(
        "saksframlegg",
        deler=("vurdering",),
        felter={"vurdering": "Ord. " * (LENGSTE_FELT // 5)},
    )
    dokument = lag(lang, FARGER)
    for format_ in skriv.FORMATER:
        assert skriv.skriv(dokument, format_)


def test_et_dokument_uten_deler_gir_en_melding():
    with pytest.raises(Brukerfeil, match="Velg minst én del"):
        lag(bestilling("kunnskapsgrunnlag", deler=()), FARGER)


def test_et_kort_som_ikke_lenger_er_publisert_er_ikke_med_og_dokumentet_sier_det(
    monkeypatch,
):
    ekte = kort.lag

    def ikke_publisert(bestilt, valg, andel=False):
        if bestilt.id == "koordinator":
            raise lesing.IkkePublisert("Ikke publisert: for små grupper.")
        return ekte(bestilt, valg, andel)

    monkeypatch.setattr(kort, "lag", ikke_publisert)
    dokument = lag(bestilling("kunnskapsgrunnlag", deler=("organisering",)), FARGER)
    sagt = [blokk.tekst for blokk in dokument.blokker if hasattr(blokk, "dempet")]
    assert (
        "«Hvor mange har koordinator?» er ikke med. Ikke publisert: for små grupper."
        in sagt
    )
    assert len(dokument.figurer) == 4


def test_en_periode_det_ikke_finnes_tall_for_sier_det_i_hver_del_som_mangler():
    dokument = lag(bestilling("saksframlegg", periode="1999"), FARGER)
    sagt = {en.tekst for en in dokument.blokker if getattr(en, "dempet", False)}
    assert "Tallene for denne perioden er ikke publisert ennå." in sagt
    assert not [en for en in dokument.figurer if not en.tabell.rader]


@pytest.mark.parametrize("slag", SLAG)
def test_hvert_slag_kan_lages_for_et_tertial(slag):
    siste = lesing.perioder("tertial")["periode"].iloc[-1]
    dokument = lag(bestilling(slag, periodetype="tertial", periode=siste), FARGER)
    assert "3. tertial 2025" in dokument.bunntekst.lower()


@pytest.mark.parametrize("format_", skriv.FORMATER)
def test_filen_lages_selv_om_disken_er_full(format_):
    """Alt skrives i minnet. En prosess som ikke får skrive en eneste byte, er som en full disk."""
    dokument = dokumentet("saksframlegg")
    gammel = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    grense = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, grense[1]))
    try:
        fil = skriv.skriv(dokument, format_)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, grense)
        signal.signal(signal.SIGXFSZ, gammel)
    assert len(fil) > 1000


# --------------------------------------------------------------------------- kommunens mal


def _mal(
    endre=lambda fil: None, del_: str = "", bytt: tuple[bytes, bytes] = (b"", b"")
) -> bytes:
    """En mal med logo i ord, egen skrift, og noe som står i den fra før."""
    fil = docx.Document()
    fil.add_paragraph("Skriv teksten din her")
    fil.sections[0].header.paragraphs[0].text = "LOGO"
    fil.sections[0].left_margin = fil.sections[0].right_margin = Cm(5)
    fil.styles["Heading 1"].font.name = "Garamond"
    endre(fil)
    ut = io.BytesIO()
    fil.save(ut)
    if not del_:
        return ut.getvalue()
    ny = io.BytesIO()
    with zipfile.ZipFile(ut) as inn, zipfile.ZipFile(ny, "w") as til:
        for navn in inn.namelist():
            data = inn.read(navn)
            til.writestr(navn, data.replace(*bytt) if navn == del_ else data)
    return ny.getvalue()


def _i_malen(mal: bytes):
    data = skriv.skriv(dokumentet("saksframlegg"), "word", mal=mal)
    return docx.Document(io.BytesIO(data))


def test_kommunens_mal_gir_stilene_og_logoen_og_innholdet_er_vaart():
    fil = _i_malen(_mal())
    tekst = "\n".join(avsnitt.text for avsnitt in fil.paragraphs)
    assert "Skriv teksten din her" not in tekst and "Forslag til vedtak" in tekst
    assert fil.styles["Heading 1"].font.name == "Garamond"
    topp = [avsnitt.text for avsnitt in fil.sections[0].header.paragraphs]
    assert topp[0] == "LOGO" and "Fiktive data" in topp[1]
    bredest = max(int(e.get("cx")) for e in fil.element.body.iter(qn("wp:extent")))
    del_ = fil.sections[0]
    assert bredest <= del_.page_width - del_.left_margin - del_.right_margin


def test_en_mal_som_er_lagret_som_mal_kan_brukes():
    typer = (b"document.main+xml", b"template.main+xml")
    assert _i_malen(_mal(del_="[Content_Types].xml", bytt=typer)).paragraphs


def test_et_felt_i_malen_som_ikke_slutter_skjuler_ikke_det_som_kommer_etter():
    def oedelegg(fil):
        avsnitt = fil.sections[0].footer.paragraphs[0]
        aapent = avsnitt.add_run()._r
        merke = aapent.makeelement(qn("w:fldChar"), {qn("w:fldCharType"): "begin"})
        aapent.append(merke)

    bunn = _i_malen(_mal(oedelegg)).sections[0].footer._element
    slag = [merke.get(qn("w:fldCharType")) for merke in bunn.iter(qn("w:fldChar"))]
    assert slag.count("begin") == slag.count("end") == 2


def test_en_mal_uten_stilene_faar_dem_fra_word():
    def uten_overskrifter(fil):
        for navn in ("Heading 1", "List Bullet", "Subtitle"):
            fil.styles[navn].delete()

    fil = _i_malen(_mal(uten_overskrifter))
    assert [a for a in fil.paragraphs if a.style.name == "Heading 1"]


@pytest.mark.parametrize(
    ("mal", "melding"),
    [
        (b"", "ikke en Word-fil"),
        (b"%PDF-1.7", "ikke en Word-fil"),
        (b"PK\x03\x04 bare begynnelsen", "kan ikke leses"),
        (lambda: _mal()[:-500], "kan ikke leses"),
        (
            lambda: _mal(del_="word/document.xml", bytt=(b"<w:body>", b"<w:bo")),
            "kan ikke leses",
        ),
        (
            lambda: _mal(
                del_="[Content_Types].xml",
                bytt=(
                    b"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                    b"vnd.ms-word.document.macroEnabled.main+xml",
                ),
            ),
            "har makroer",
        ),
        (b"PK" + b"0" * 11_000_000, "større enn 10 MB"),
    ],
    ids=["tom", "pdf", "kuttet", "halv", "odelagt", "makroer", "stor"],
)
def test_en_mal_som_ikke_kan_brukes_gir_en_melding_som_sier_hva_en_gjoer(mal, melding):
    with pytest.raises(Brukerfeil, match=melding):
        wordmal.aapne(mal() if callable(mal) else mal)


def test_en_mal_henter_aldri_noe_fra_et_annet_sted():
    kobling = (
        b"</Relationships>",
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/attachedTemplate" Target="file:///tjener/mal.dotx" TargetMode="External"/>'
        b"</Relationships>",
    )
    fil = _i_malen(_mal(del_="word/_rels/document.xml.rels", bytt=kobling))
    assert not [r for r in fil.part.rels.values() if r.is_external]


# --------------------------------------------------------------------------- målgruppene


def test_en_valgt_maalgruppe_faar_sitt_kapittel_med_tallene_for_seg():
    valgt = bestilling("kunnskapsgrunnlag", deler=(), maalgrupper=("eldre",))
    dokument = lag(valgt, FARGER)
    [(tittel, innhold)] = dokument.kapitler()
    assert tittel == "Målgruppe: Eldre"
    assert all("målgruppe: Eldre" in fig.gjelder for fig in dokument.figurer)
    assert {fig.nivaa for fig in dokument.figurer} == {3} and len(innhold) > 8
    assert "eldre" in dokument.bunntekst


@pytest.mark.parametrize("format_", skriv.FORMATER)
def test_et_dokument_om_alle_maalgruppene_gaar_i_hvert_format(format_, recwarn):
    """Det største som kan lages. En topptekst som er for lang, ville blitt borte i Excel."""
    skriv.skriv(_om_alle(), format_)
    assert not [str(en.message) for en in recwarn if "Excel" in str(en.message)]


@functools.cache
def _om_alle():
    alle = tuple(lesing.verdier("maalgruppe"))
    return lag(bestilling("kunnskapsgrunnlag", deler=(), maalgrupper=alle), FARGER)


# -------------------------------------------------------------------------- ansattvisningen


def test_dokumentet_er_det_samme_for_en_ansatt_som_ser_de_eksakte_tallene(
    bygd_internt, monkeypatch
):
    valgt = bestilling("kunnskapsgrunnlag", deler=("behov",))
    for_alle = lag(valgt, FARGER)
    monkeypatch.setenv("BOLIGDATA_VISNING", "internt")
    with lesing.samme_tall(lesing.Innsyn(alt=True)):
        kortet = kort.lag(sidekort.bestillinger()["venteliste/venteliste"], valgt.valg)
        assert not kortet.vern, "de eksakte tallene er de som leses ellers"
        assert lag(valgt, FARGER) == for_alle


# ------------------------------------------------------------------------------- jobben


def test_en_jobb_lager_alle_filene_og_sier_hvor_langt_den_er_kommet():
    jobb = Jobb(
        bestilling("saksframlegg", deler=("forslag", "vurdering")), FARGER
    ).start()
    jobb.vent(60)
    assert jobb.er_ferdig and not jobb.feil
    assert {navn: fil[:4] for navn, (_, fil) in jobb.filer.items()}["pdf"] == b"%PDF"
    assert (
        jobb.filer["word"][0] == "saksframlegg_fjordvik_kommune_2025_fiktive_data.docx"
    )
    assert 0 < jobb.andel < 1 and jobb.tekst.startswith("Skriver")


def test_en_jobb_som_avbrytes_stopper_uten_filer():
    jobb = Jobb(bestilling("kunnskapsgrunnlag"), FARGER)
    jobb.avbryt()
    jobb.start().vent(60)
    assert not jobb.filer and not jobb.feil and not jobb.er_ferdig


@pytest.mark.parametrize(
    ("feil", "sier"),
    [
        (
            OSError(errno.ENOSPC, "No space left on device"),
            "disken på tjeneren er full",
        ),
        (RuntimeError("kaboom"), "Noe gikk galt"),
    ],
)
def test_en_jobb_som_feiler_sier_det_paa_norsk_og_teksten_staar(
    monkeypatch, feil, sier
):
    def feiler(*_, **__):
        raise feil

    monkeypatch.setattr(skriv, "skriv", feiler)
    bestilt = bestilling("saksframlegg", deler=("forslag",))
    jobb = Jobb(bestilt, FARGER).start()
    jobb.vent(60)
    assert sier in jobb.feil and str(feil) not in jobb.feil
    assert not jobb.er_ferdig and jobb.bestilt.felter == SKREVET


# --------------------------------------------------------------------------------- delingen


def test_et_kort_til_word_har_figuren_setningen_tabellen_og_kilden():
    for nr, kortet in enumerate(_alle_kort()):
        if nr % 12:
            continue
        dokument = deling.dokumentet(kortet, FARGER)
        innhold = dokumentleser.word(deling.til_word(kortet, FARGER))
        assert innhold.overskrifter[0] == (1, kortet.overskrift)
        assert kortet.resten in innhold.alt_sammen
        assert kortet.kildelinje.hel in innhold.alt_sammen
        assert len(innhold.alt) == bool(dokument.figurer[0].svg)
        assert len(innhold.tabeller) == 1
        vist = dokumentleser.tallene(" ".join(dokumentleser.vist_i(dokument)))
        tekst = dokumentleser.uten_numre(innhold.alt_sammen, dokument)
        assert dokumentleser.tallene(tekst) - vist <= SETTES_AV_WORD


def test_knappen_paa_kortet_gir_word_filen():
    app = aapne("venteliste", venteliste_visning="Last ned")
    knappene = {knapp.proto.label for knapp in app.get("download_button")}
    assert "Kopier til Word: Hvor mange venter på bolig?" in knappene


# --------------------------------------------------------------------------------- siden


def test_siden_viser_delene_lager_dokumentet_og_gir_filene():
    app = aapne("rapport")
    assert not app.exception
    titler = [
        oppsett.oppsettet().deler[id_].tittel for id_ in bestilling(SLAG[0]).deler
    ]
    assert [boks.label for boks in app.checkbox] == titler
    for boks in app.checkbox[:-1]:
        boks.uncheck()
    _knapp(app, "Lag dokumentet").click().run()
    app.session_state["rapportjobb"].vent(60)
    app.run()
    assert not app.exception and not app.error
    navn = [knapp.proto.label for knapp in app.get("download_button")]
    assert navn == [maalform.si(en.navn) for en in skriv.FORMATER.values()]


def test_saksframlegget_har_felter_aa_skrive_i_og_uten_deler_kan_det_ikke_lages():
    app = aapne("rapport", rapport_slag="Saksframlegg")
    assert [felt.label for felt in app.text_area][:2] == [
        "Forslag til vedtak",
        "Saksopplysninger",
    ]
    for boks in app.checkbox:
        boks.uncheck()
    app.run()
    assert _knapp(app, "Lag dokumentet").disabled and not app.text_area


def _knapp(app, navn: str):
    return next(knapp for knapp in app.button if knapp.label == navn)


# ----------------------------------------------------------------------------- diagrammene


def test_diagrammet_i_word_har_tallene_som_de_vises_og_hull_der_et_tall_mangler():
    serie = Dataserie("Eldre", (None, 9.1))
    diagram = Diagram("linjer", ("2024", "2025"), (serie,), "Boliger", 1)
    data = kontor.diagramdata(diagram)
    assert list([*data][0].values) == [None, 9.1]
    assert data.number_format == "#,##0.0"


def test_hvert_diagram_sier_hva_tallene_teller_og_ingen_to_linjer_i_det_er_like():
    fil = pptx.Presentation(io.BytesIO(filen("kunnskapsgrunnlag", "powerpoint")))
    former = [form for lysbilde in fil.slides for form in lysbilde.shapes]
    diagrammene = [form.chart for form in former if form.has_chart]
    assert any(len(diagram.plots[0].series) > 2 for diagram in diagrammene)
    for diagram in diagrammene:
        assert diagram.chart_title.text_frame.text
        linjene = [serie.format.line for serie in diagram.plots[0].series]
        if diagram.chart_type == XL_CHART_TYPE.LINE_MARKERS:
            utseendet = {(en.color.rgb, en.dash_style) for en in linjene}
            assert len(utseendet) == len(linjene)


def test_en_figur_uten_tegning_viser_alltid_tabellen_sin():
    tabell = figurblokk.Tabellblokk("t", ("a", "b"), (("x", "1"),))
    figur = Figurblokk("t", "", "", "", "", tabell, vis_tabell=False)
    assert figur.viser_tabell
    assert not dataclasses.replace(figur, svg="<svg/>").viser_tabell
