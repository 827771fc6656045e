"""Sidene i ekte Chromium: lenker åpner det samme et annet sted, nedlastinger er det som står på skjermen, alle kan bruke dem."""

import csv
import io
import re
import shutil
import sys
import time
from subprocess import run

import pytest
import python_calamine
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import expect
from publisering import publiser
from spraak import feil_i

from boligdata.config import ROT

# Forsiden har ingen egen sti.
SIDER = {"": "Oversikt", "boliger": "Boliger", "venteliste": "Venteliste", "kilder": "Kilder og kvalitet"}
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}

# Siden er ferdig når skriptet er det, hver figur er tegnet, og ingenting er på vei inn eller ut.
FERDIG = """() => document.querySelector(".stApp")?.dataset.testScriptState === "notRunning"
    && !document.querySelector("[data-stale=true], [data-testid=stSkeleton]")
    && [...document.querySelectorAll("[data-testid=stElementContainer]")].every((e) => getComputedStyle(e).opacity === "1")
    && [...document.querySelectorAll("[data-testid=stPlotlyChart]")].every((f) => f.querySelector(".main-svg"))"""

# Alt som leses eller leses opp: tekst, navn på knapper og felt, hjelpetekster. Navnet på et ikon vises som et tegn.
ALL_TEKST = """() => {
    const ut = new Set(), vandrer = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    while (vandrer.nextNode()) {
        const n = vandrer.currentNode;
        if (n.nodeType === Node.TEXT_NODE) {
            if (!n.parentElement.closest("script, style, noscript, [data-testid=stIconMaterial], [translate=no]"))
                ut.add(n.nodeValue.trim());
        } else for (const navn of ["aria-label", "aria-description", "title", "placeholder", "alt"])
            ut.add((n.getAttribute(navn) ?? "").trim());
    }
    return [...ut].filter(Boolean);
}"""


def aapne(side, adresse, overskrift):
    """Gå til adressen og vent til siden er ferdig tegnet."""
    side.goto(adresse)
    side.get_by_role("heading", name=overskrift, exact=True, level=1).wait_for()
    return ferdig(side)


def ferdig(side):
    side.wait_for_function(FERDIG)
    return side


def velg(side, felt, verdi):
    """Velg en verdi i et av filtrene øverst, slik en bruker gjør."""
    side.get_by_role("combobox", name=felt).click()
    side.get_by_role("option", name=verdi, exact=True).click()
    expect(side.get_by_role("combobox", name=felt)).to_have_value(verdi)


def innhold(side):
    """Alt som står på siden, også det som er utenfor skjermen, og tallene i figurene."""
    ferdig(side)
    return side.locator("[data-testid=stMain]").inner_text(), side.locator("[role=figure]").evaluate_all(
        "figurer => figurer.map((f) => f.ariaLabel)")


def kort(side, id):
    return side.locator(f".st-key-kort_{id}")


def tabell_paa_skjermen(side, id):
    """Tabellen i kortet, rad for rad, med overskriftene først."""
    return [[celle.strip() for celle in rad] for rad in kort(side, id).locator("table tr").evaluate_all(
        "rader => rader.map((r) => [...r.cells].map((c) => c.innerText))")]


def last_ned(side, id, knapp):
    """Trykk på en knapp under «Last ned» og gi filnavnet og innholdet."""
    meny = kort(side, id).get_by_role("button", name="Last ned", exact=True)
    if meny.get_attribute("aria-expanded") != "true":
        meny.click()
    with side.expect_download() as nedlasting:
        side.locator(f".st-key-{knapp}_{id}").get_by_role("button").click()
    with open(nedlasting.value.path(), "rb") as fil:
        return nedlasting.value.suggested_filename, fil.read()


# ------------------------------------------------- lenker og delt tilstand

def _filtrer_oversikt(side):
    side.get_by_role("radio", name="Tertial").click()
    velg(side, "Område", "Sentrum")


def _filtrer_boliger(side):
    side.get_by_role("radio", name="Hva brukes, og hva står tomt?").click()
    velg(side, "Boligtype", "Ordinær utleiebolig")
    kort(side, "utleiegrad").get_by_role("radio", name="Tabell").click()
    kort(side, "ledige_ledig_aarsak").get_by_role("radio", name="Andel").click()


def _filtrer_venteliste(side):
    velg(side, "Målgruppe", "Eldre")
    velg(side, "Periode", "2024")
    kort(side, "venteliste").get_by_role("radio", name="Om tallet").click()


def _soek_i_kilder(side):
    side.get_by_role("textbox", name="Søk i indikatorene").fill("omløpstid")
    side.get_by_role("textbox", name="Søk i indikatorene").press("Enter")


@pytest.mark.parametrize("sti, handling, i_adressen, paa_siden", [
    ("", _filtrer_oversikt, ["vis=Tertial", "omraade=Sentrum"], "fra T2 2025"),
    ("boliger", _filtrer_boliger, ["boligtype=", "boliger_tema=", "utleiegrad_visning=Tabell", "mengde=Andel"],
     "boligtype: Ordinær utleiebolig"),
    ("venteliste", _filtrer_venteliste, ["maalgruppe=Eldre", "periode_aar=2024", "venteliste_visning=Om"],
     "Ved utgangen av 2024; målgruppe: Eldre"),
    ("kilder", _soek_i_kilder, ["soek="], "Omløpstid"),
], ids=SIDER.values())
def test_adressen_aapner_det_samme_i_en_annen_nettleser(ny_side, tjener, sti, handling, i_adressen, paa_siden):
    """Kald dyp lenke, et valg, adressen følger med, og en fersk nettleser viser de samme tallene."""
    side = aapne(ny_side(), f"{tjener}/{sti}", SIDER[sti])
    assert side.locator("html").get_attribute("lang") == "nb" and SIDER[sti] in side.title()
    foer = innhold(side)
    handling(side)
    expect(side.locator("[data-testid=stMain]")).to_contain_text(paa_siden)
    for del_ in i_adressen:
        side.wait_for_url(lambda url, del_=del_: del_ in url)
    vist = innhold(side)
    assert vist != foer
    assert innhold(aapne(ny_side(), side.url, SIDER[sti])) == vist


def test_filtrene_foelger_med_i_menyen_og_staar_i_adressen(side, tjener):
    aapne(side, f"{tjener}/venteliste?omraade=Sentrum", "Venteliste")
    side.get_by_role("link", name="Boliger").click()
    side.get_by_role("heading", name="Boliger", exact=True, level=1).wait_for()
    expect(side.get_by_role("combobox", name="Område")).to_have_value("Sentrum")
    expect(side.locator("[data-testid=stMain]")).to_contain_text("område: Sentrum")
    assert "omraade=Sentrum" in side.url and "/boliger" in side.url


# --------------------------------------------------------------- nedlasting

def test_csv_excel_og_bilde_er_det_som_staar_paa_skjermen(side, tjener, tmp_path):
    aapne(side, f"{tjener}/venteliste?maalgruppe=Eldre&venteliste_tema=Hvem+søker%2C+og+hvem+får+nei%3F"
                "&avslagsandel_visning=Tabell", "Venteliste")
    overskrifter, *rader = tabell_paa_skjermen(side, "avslagsandel")
    assert len(rader) > 5 and len(overskrifter) == 4
    tall = [[celle.replace("\N{NO-BREAK SPACE}", "").replace("–", "") for celle in rad] for rad in rader]

    navn, csv_fil = last_ned(side, "avslagsandel", "csv")
    assert navn == "hvor_mange_faar_avslag_i_2025_maalgruppe_eldre.csv"
    lest = list(csv.reader(io.StringIO(csv_fil.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert [overskrifter, *tall] == lest[lest.index([]) + 1:]
    om = dict(rad for rad in lest[:lest.index([])] if rad[0] != "Merk")
    assert om["Tittel"] == "Hvor mange får avslag?" and "målgruppe: Eldre" in om["Gjelder"]
    assert om["Hva figuren viser"] == kort(side, "avslagsandel").locator(".st-key-setning_avslagsandel").inner_text()

    navn, excel_fil = last_ned(side, "avslagsandel", "excel")
    assert navn == "hvor_mange_faar_avslag_i_2025_maalgruppe_eldre.xlsx"
    bok = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(excel_fil))
    ark = bok.get_sheet_by_name("Tall").to_python(skip_empty_area=False)[3:]
    assert ark[0] == overskrifter
    assert [[rad[0], *(str(int(celle)) if celle != "" else "" for celle in rad[1:])] for rad in ark[1:]] == tall

    kort(side, "avslagsandel").get_by_role("radio", name="Graf").click()
    kort(side, "avslagsandel").locator(".main-svg").first.wait_for()
    ferdig(side)
    navn, png_fil = last_ned(side, "avslagsandel", "png")
    assert navn.endswith(".png")
    with Image.open(io.BytesIO(png_fil)) as bilde:
        figur = kort(side, "avslagsandel").locator(".js-plotly-plot").bounding_box()
        assert bilde.format == "PNG" and bilde.width > 2 * figur["width"] and bilde.height > 2 * figur["height"]


# ---------------------------------------------- alle kan bruke hver eneste side

@pytest.fixture(scope="module")
def fane(chromium, tjener):
    """Én fane som går fra side til side i menyen, delt av testene under. De stiller tilbake det de endrer."""
    kontekst = chromium.new_context(locale="nb-NO", viewport={"width": 1440, "height": 900})
    kontekst.set_default_timeout(20_000)
    yield aapne(kontekst.new_page(), tjener, "Oversikt")
    kontekst.close()


@pytest.fixture(scope="module", params=SIDER.values())
def aapnet(fane, request):
    fane.get_by_role("link", name=request.param, exact=True).click()
    fane.get_by_role("heading", name=request.param, exact=True, level=1).wait_for()
    return ferdig(fane)


def _temaer(side):
    """Visningene en side er delt i, ett om gangen. Sider uten temaer har bare den ene."""
    valg = side.locator("[class*=_tema] [role=radio]")
    for nr in range(max(1, valg.count())):
        if valg.count():
            valg.nth(nr).click()
            expect(valg.nth(nr)).to_be_checked()
        yield ferdig(side)
    if valg.count():
        valg.first.click()
        ferdig(side)


@pytest.mark.parametrize("tema", ["light", "dark"])
def test_ingen_brudd_paa_kravene_til_universell_utforming(aapnet, tema):
    aapnet.emulate_media(color_scheme=tema)
    aapnet.wait_for_function(
        "lyst => (getComputedStyle(document.querySelector('.stApp')).backgroundColor === 'rgb(255, 255, 255)') === lyst",
        arg=tema == "light")
    brudd = [(v["id"], [n["html"][:200] for n in v["nodes"]])
             for side in (_temaer(aapnet) if tema == "light" else [ferdig(aapnet)])
             for v in Axe().run(side, options=WCAG).response["violations"]]
    aapnet.emulate_media(color_scheme="light")
    assert not brudd


@pytest.mark.parametrize("bredde", [375, 768])
def test_siden_ruller_aldri_sidelengs_paa_smale_skjermer(aapnet, bredde):
    aapnet.set_viewport_size({"width": bredde, "height": 900})
    ferdig(aapnet)
    maal = """() => [document.documentElement, document.querySelector("[data-testid=stMain]")].map(
        (e) => e.scrollWidth - e.clientWidth)"""
    aapnet.wait_for_function(f"() => ({maal})().every((n) => n <= 0)", timeout=5000)
    aapnet.set_viewport_size({"width": 1440, "height": 900})


def test_ingen_engelske_ord_er_igjen(aapnet):
    tekster = set()
    for side in _temaer(aapnet):
        tekster |= set(side.evaluate(ALL_TEKST))
    nedlasting = aapnet.get_by_role("button", name="Last ned", exact=True)
    if nedlasting.count():
        nedlasting.first.click()
        aapnet.get_by_role("button", name="Tall (CSV)").first.wait_for()
        tekster |= set(aapnet.evaluate(ALL_TEKST))
        aapnet.keyboard.press("Escape")
    assert len(tekster) > 30
    galt = {t: feil_i(t) for t in tekster if feil_i(t)}
    assert not galt


def test_alt_kan_naas_med_tastaturet(aapnet):
    """Tabulatoren går innom menyen, filtrene og knappene på kortene, og hvert stopp har et navn."""
    aapnet.locator("body").press("Escape")
    aapnet.evaluate("document.activeElement.blur()")
    stopp = []
    for _ in range(70):
        aapnet.keyboard.press("Tab")
        stopp.append(aapnet.evaluate("""() => { const e = document.activeElement; return [e.tagName, e.getAttribute("role"),
            (e.getAttribute("aria-label") || e.labels?.[0]?.innerText || e.innerText || e.closest("[aria-label]")?.ariaLabel
             || "").trim()] }"""))
        if stopp[-1][0] == "BODY":
            break
    navn = [n for *_, n in stopp]
    uten_navn = [s for s in stopp if not s[2] and s[0] != "BODY"]
    assert not uten_navn
    assert {"Oversikt", "Boliger", "Venteliste", "Kilder og kvalitet"} <= set(navn)
    sti = aapnet.url.rsplit("/", 1)[1].split("?")[0]
    if sti == "kilder":
        assert any("Søk i indikatorene" in n for n in navn)
    else:
        assert all(any(felt in n for n in navn) for felt in ("Periode", "Målgruppe", "Boligtype", "Område"))
    if sti in ("boliger", "venteliste"):
        assert "Graf" in navn and any(n.startswith("Last ned") for n in navn)


# --------------------------------------------------- første start og nye tall

def test_foerste_start_viser_framdriften_og_nye_bygg_vises_uten_omstart(ny_side, start_tjener, datamappe, tmp_path):
    data = tmp_path / "data"
    shutil.copytree(datamappe / "eksempel", data / "eksempel")
    miljoe = {"BOLIGDATA_DATA": str(data), "BOLIGDATA_PUBLISERT": str(data / "publisert")}
    with start_tjener(ROT / "dashboard.py", tmp_path / "logg.txt", miljoe) as adresse:
        side = ny_side()
        side.goto(adresse)
        side.get_by_role("heading", name="Gjør klart dashbordet").wait_for()
        side.get_by_role("progressbar").wait_for()
        assert not [t for t in side.evaluate(ALL_TEKST) if feil_i(t)]
        side.get_by_role("heading", name="Oversikt", exact=True, level=1).wait_for(timeout=60_000)
        ferdig(side)
        tall = side.locator(".st-key-noekkeltall_innbyggere_80 [data-testid=stMetricValue]")
        foer = tall.inner_text()
        publiser(data / "publisert", data / "publisert", "update kube_befolkning set personer_80 = 4321")
        velg(side, "Målgruppe", "Eldre")
        expect(tall).to_have_text(re.compile(r"4\s321"))
        assert foer != tall.inner_text()
        side.goto("about:blank")
