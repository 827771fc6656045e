"""Sidene i ekte Chromium: lenker åpner det samme et annet sted, filer er det som står på skjermen,
nye tall vises.
"""

import csv
import io
import re
from urllib.parse import quote_plus

import pytest
import python_calamine
from nettside import (
    FARGEKRAV,
    IKKE_VIST,
    aapne,
    brudd,
    ferdig,
    foelg_lenke,
    for_bredt,
    i_farger,
    innhold,
    kort,
    last_ned,
    tabell_paa_skjermen,
    velg,
)
from PIL import Image
from playwright.sync_api import expect
from publisering import publiser
from sider import SIDER
from spraak import all_tekst, feil_i
from uttrekk import mikrokommune

from boligdata.felles.config import ROT

# -------------------------------------------------------------- lenker og delt tilstand


def _filtrer_oversikt(side):
    side.get_by_role("radio", name="Tertial").click()
    velg(side, "Område", "Sentrum")


def _filtrer_boliger(side):
    velg(side, "Boligtype", "Ordinær utleiebolig")
    kort(side, "utleiegrad").get_by_role("radio", name="Tabell").click()
    kort(side, "utleiegrad").locator("table").wait_for()
    kort(side, "kontrakter_utloeper_boligtype").get_by_role(
        "radio", name="Andel"
    ).click()
    expect(
        kort(side, "kontrakter_utloeper_boligtype").locator(".annotation-text").first
    ).to_contain_text("%")


def _filtrer_venteliste(side):
    velg(side, "Målgruppe", "Eldre")
    velg(side, "Periode", "2024")
    kort(side, "venteliste").get_by_role("radio", name="Om tallet").click()
    expect(kort(side, "venteliste")).to_contain_text("Definisjon.")


def _soek_i_kilder(side):
    side.get_by_role("radio", name="Hva betyr tallene?").click()
    side.get_by_role("textbox", name="Søk i indikatorene").fill("omløpstid")
    side.get_by_role("textbox", name="Søk i indikatorene").press("Enter")
    expect(
        side.locator("[data-testid=stExpander]").filter(
            has_text="Kommunalt disponerte boliger"
        )
    ).to_have_count(0)


def _velg_situasjon_i_regnskapet(side):
    velg(side, "Målgruppe", "Eldre")
    velg(
        side,
        "Situasjon i «Hvem kom til, og hvem gikk ut?»",
        "Uegnet bolig eller bomiljø",
    )
    regnskap = kort(side, "konto_folk")
    regnskap.get_by_role("radio", name="Tabell").click()
    expect(regnskap.locator("table").first).to_contain_text("Ved utgangen av 2024")


def _filtrer_virkemidler(side):
    velg(side, "Målgruppe", "Barnefamilier")
    velg(side, "Periode", "2023")


def _finn_fram(side):
    velg(side, "Situasjon", "I fare for å miste boligen")


def _velg_maalgruppen(side):
    side.get_by_role("button", name="Utviklingshemming").click()
    side.wait_for_url(lambda url: "maalgruppe=" in url)
    assert not brudd(ferdig(side))


def _aapne_innspillene(side):
    side.get_by_role("radio", name="Innspill").click()


def _velg_saksframlegg(side):
    side.get_by_role("radio", name="Saksframlegg").click()


def _velg_ansvarlig(side):
    velg(side, "Ansvarlig", "Fjordvik Eiendom KF")


def _velg_kommuner(side):
    velg(side, "Sammenlign med", "Kommuner jeg velger")
    felt = ferdig(side).locator("[data-testid=stMultiSelect] input")
    felt.fill("Skog")
    side.get_by_role("option", name="Skogbygda").click()
    felt.press("Escape")


def _velg_et_annet_maal(side):
    velg(side, "Mål", "Køen vokser ikke")
    # Tjeneren og nettleseren skriver begge i adressen. Trykkes det før den ene er ferdig, skriver
    # den over det andre.
    side.wait_for_url(lambda url: "plan=maal" in url)
    ferdig(side)
    kort(side, "behov_per_type").get_by_role("radio", name="Tabell").click()
    kort(side, "behov_per_type").locator("table").first.wait_for()


# Sider der det ikke er noe å velge.
UTEN_VALG = ("tilgjengelighet", "moete")

# Hva som velges på hver side, hva det gjør med adressen, og hva som så står på siden.
VALG = {
    "oversikt": (
        "",
        _filtrer_oversikt,
        ["vis=tertial", "omraade=sentrum"],
        "Endret fra T2 2025",
    ),
    "utfordringsbilde": (
        "utfordringsbilde?tema=stroem",
        _velg_situasjon_i_regnskapet,
        ["maalgruppe=eldre", "konto_situasjon=uegnet", "konto_folk_visning=tabell"],
        "målgruppe: Eldre",
    ),
    "boliger": (
        "boliger?boliger_tema=Hva+brukes%2C+og+hva+står+tomt%3F",
        _filtrer_boliger,
        [
            "boligtype=ordinaer",
            "tema=bruk",
            "utleiegrad_visning=tabell",
            "mengde=andel",
        ],
        "boligtype: Ordinær utleiebolig",
    ),
    "venteliste": (
        "venteliste",
        _filtrer_venteliste,
        ["maalgruppe=eldre", "periode_aar=2024", "venteliste_visning=om"],
        "Ved utgangen av 2024; målgruppe: Eldre",
    ),
    "virkemidler": (
        "virkemidler",
        _filtrer_virkemidler,
        ["maalgruppe=barnefamilie", "periode_aar=2023"],
        "I 2023; målgruppe: Barnefamilier",
    ),
    "samordning": (
        "samordning?samordning_tema=Hva+skjer+etter+et+nei%3F",
        _filtrer_virkemidler,
        ["maalgruppe=barnefamilie", "periode_aar=2023", "tema=avslag"],
        "målgruppe: Barnefamilier",
    ),
    "maalgruppe": (
        "maalgruppe",
        _velg_maalgruppen,
        ["maalgruppe?maalgruppe=utviklingshemming"],
        "1 tiltak i handlingsdelen er for målgruppen utviklingshemming.",
    ),
    "finnfram": (
        "finnfram",
        _finn_fram,
        ["finn_fram_situasjon=i_fare"],
        "Hjelp ved varsel om utkastelse",
    ),
    "tiltak": (
        "tiltak",
        _velg_ansvarlig,
        ["ansvarlig=fjordvik_eiendom"],
        "Kjøpe tolv vanlige boliger",
    ),
    "boligbehov": (
        "boligbehov",
        _velg_et_annet_maal,
        ["plan=maal", "behov_per_type_visning=tabell"],
        "Endrede antakelser",
    ),
    "sammenligning": (
        "sammenligning",
        _velg_kommuner,
        ["sammenlign_med=egne", "kommuner=9907"],
        "Nr. 1 av 2 fra høyest",
    ),
    "planprosess": (
        "planprosess",
        _aapne_innspillene,
        ["tema=innspill"],
        "innspill",
    ),
    "rapport": ("rapport", _velg_saksframlegg, ["=saksframlegg"], "Forslag til vedtak"),
    "kilder": ("kilder", _soek_i_kilder, ["soek="], "Omløpstid"),
}


@pytest.fixture
def brukeren(som_foer, tjener):
    """Brukeren har dashbordet åpent, på siden testen før forlot, og går videre med en lenke i det."""
    if not som_foer.viser:
        aapne(som_foer.side, tjener, "Oversikt")
        som_foer.viser = "dashbordet"
    return som_foer.side


@pytest.mark.parametrize("navn", [navn for navn in SIDER if navn not in UTEN_VALG])
def test_adressen_aapner_det_samme_i_en_annen_nettleser(
    brukeren, den_andre, tjener, navn
):
    """En lenke, et valg, adressen følger med, og som dyp lenke i en annen nettleser viser den de samme
    tallene.
    """
    assert navn in VALG, f"Skriv i VALG hva en bruker velger på siden «{navn}»."
    sti, handling, i_adressen, paa_siden = VALG[navn]
    tittel = SIDER[navn].tittel
    foer = innhold(foelg_lenke(brukeren, sti, tittel))
    handling(brukeren)
    expect(brukeren.locator("[data-testid=stMain]")).to_contain_text(paa_siden)
    for del_ in i_adressen:
        brukeren.wait_for_url(lambda url, del_=del_: del_ in url)
    vist = innhold(brukeren)
    assert vist != foer
    assert innhold(aapne(den_andre, brukeren.url, tittel)) == vist
    assert den_andre.locator("html").get_attribute("lang") == "nb"
    assert tittel in den_andre.title() and tittel in brukeren.title()


def test_filtrene_i_en_kald_dyp_lenke_foelger_med_i_menyen_og_tilbake_gaar_en_side(
    side, tjener
):
    """Også når lenken er skrevet med store bokstaver og noe etter navnet på siden."""
    tema = SIDER["venteliste"].temaer[1]
    valgene = f"omraade=Sentrum&venteliste_tema={quote_plus(tema)}"
    aapne(side, f"{tjener}/VENTELISTE/gammel?{valgene}", "Venteliste")
    assert side.url.startswith(f"{tjener}/venteliste?")
    side.get_by_role("link", name="Boliger").click()
    side.get_by_role("heading", name="Boliger", exact=True, level=1).wait_for()
    expect(side.get_by_role("combobox", name="Område")).to_have_value("Sentrum")
    expect(side.locator("[data-testid=stMain]")).to_contain_text("område: Sentrum")
    side.wait_for_url(lambda url: "omraade=sentrum" in url and "/boliger" in url)
    velg(side, "Målgruppe", "Eldre")
    side.wait_for_url(lambda url: "maalgruppe=eldre" in url)
    ferdig(side).go_back()
    side.get_by_role("heading", name="Venteliste", exact=True, level=1).wait_for()
    expect(side.get_by_role("radio", name=tema)).to_be_checked()
    assert "omraade=sentrum" in side.url and "tema=tid" in side.url
    expect(side.get_by_role("combobox", name="Målgruppe")).to_have_value("Alle")
    ferdig(side).go_forward()
    side.get_by_role("heading", name="Boliger", exact=True, level=1).wait_for()
    expect(side.get_by_role("combobox", name="Målgruppe")).to_have_value("Eldre")
    assert "maalgruppe=eldre" in side.url and "tema=" not in side.url


def test_den_som_velger_nynorsk_faar_hele_siden_paa_nynorsk_ogsaa_neste_gang(
    side, tjener
):
    """Det som er valgt på siden, følger med, og en annen side åpnes på den samme målformen."""
    aapne(side, f"{tjener}/venteliste?maalgruppe=Eldre", "Venteliste")
    tema = side.get_by_role("radio", name=SIDER["venteliste"].temaer[1])
    tema.click()
    ferdig(side).get_by_role("radio", name="Nynorsk").click()
    expect(side.locator("html")).to_have_attribute("lang", "nn")
    side.get_by_role("link", name="Bustader", exact=True).wait_for()
    assert ferdig(side).url.endswith("?maalgruppe=eldre&tema=tid&maalform=nn")
    expect(side.get_by_role("radio", name="Kor lenge ventar dei?")).to_be_checked()
    assert brudd(side) == []
    side.get_by_role("link", name="Bustader", exact=True).click()
    side.get_by_role("heading", name="Bustader", exact=True, level=1).wait_for()
    assert "maalform=nn" in ferdig(side).url
    aapne(side, f"{tjener}/kilder", "Kjelder og kvalitet")
    expect(side.get_by_role("link", name="Hopp til innhaldet")).to_be_visible()
    side.get_by_role("radio", name="Bokmål").click()
    side.get_by_role(
        "heading", name="Kilder og kvalitet", exact=True, level=1
    ).wait_for()
    expect(side.locator("html")).to_have_attribute("lang", "nb")


def test_oversikt_er_paa_en_skjerm_og_en_rad_aapner_kortet_uten_aa_laste_siden_paa_nytt(
    side, tjener
):
    aapne(side, tjener, "Oversikt")
    siste = side.locator(".oversikt tbody tr").last.bounding_box()
    assert siste["y"] + siste["height"] <= side.viewport_size["height"]
    velg(side, "Målgruppe", "Eldre")
    ferdig(side).evaluate("window.samme = true")
    side.get_by_role("link", name="Husstander som får bolig innen 90 dager").click()
    side.get_by_role("heading", name="Venteliste", exact=True, level=1).wait_for()
    side.wait_for_function(
        "() => document.activeElement.closest('.st-key-kort_andel_bosatt_90_dager')"
    )
    expect(kort(side, "andel_bosatt_90_dager")).to_be_in_viewport()
    assert side.evaluate("window.samme") and "maalgruppe=eldre" in side.url
    side.go_back()
    side.get_by_role("heading", name="Oversikt", exact=True, level=1).wait_for()
    side.get_by_role("link", name="tiltak er over fristen").click()
    expect(side.get_by_text("Varsler om tiltakene i handlingsdelen")).to_be_focused()
    expect(side.locator("#tiltak li").first).to_be_visible()


# ------------------------------------------------------------------------------ kontrast


@pytest.fixture
def ventelisten(som_foer, tjener):
    """Siden Venteliste, åpnet én gang for testene her: å åpne den koster mer enn det de gjør. De to
    siste av dem bytter visning på kortene.
    """
    if not som_foer.viser:
        aapne(som_foer.side, f"{tjener}/venteliste", "Venteliste")
        som_foer.viser = "venteliste"
    return som_foer.side


def test_naar_maskinen_bestemmer_fargene_ser_en_hva_som_er_valgt_og_hva_knappene_er(
    ventelisten,
):
    ventelisten.emulate_media(forced_colors="active")
    try:
        knapper = kort(ferdig(ventelisten), "venteliste").get_by_role("radio")
        farger = knapper.evaluate_all("""(knapper) => knapper.map((knapp) =>
            [getComputedStyle(knapp), getComputedStyle(knapp, "::before")]
                .map((stil) => stil.backgroundColor))""")
        (valgt, valgt_ikon), *andre = farger
        assert len(andre) == 3
        assert all(flate != valgt for flate, _ in andre)
        assert all(flate != ikon for flate, ikon in farger), "ikonet er usynlig"
        assert valgt != valgt_ikon
        assert not brudd(ventelisten, FARGEKRAV)
    finally:
        ventelisten.emulate_media(forced_colors="none")


def test_knappen_under_pekeren_har_god_kontrast_ogsaa_i_moerkt(ventelisten):
    side = i_farger(ventelisten, "dark")
    side.get_by_role("radio", name="Last ned", exact=True).first.hover()
    assert not brudd(ferdig(side), FARGEKRAV)


def test_fra_kortet_er_det_to_trykk_paa_tabulatoren_til_csv(ventelisten):
    graf = kort(ventelisten, "venteliste").get_by_role("radio", name="Graf")
    graf.click()
    ferdig(ventelisten)
    graf.focus()
    for _ in range(3):
        ventelisten.keyboard.press("ArrowRight")
    csv = kort(ferdig(ventelisten), "venteliste").get_by_role(
        "button", name="Tall (CSV)"
    )
    csv.wait_for()
    for _ in range(2):
        if csv.evaluate("knapp => knapp !== document.activeElement"):
            ventelisten.keyboard.press("Tab")
    expect(csv).to_be_focused()


# --------------------------------------------------------------------------- nedlasting


def test_csv_excel_og_bilde_er_det_som_staar_paa_skjermen(side, tjener, tmp_path):
    aapne(
        side,
        f"{tjener}/venteliste?omraade=Sentrum&venteliste_tema=Hvem+søker%2C+og+hvem+får+nei%3F"
        "&avslagsandel_visning=Tabell",
        "Venteliste",
    )
    overskrifter, *rader = tabell_paa_skjermen(side, "avslagsandel")
    assert len(rader) > 5 and len(overskrifter) == 5
    tall = [
        [
            "" if celle == "–" else celle.replace("\N{NO-BREAK SPACE}", "")
            for celle in rad
        ]
        for rad in rader
    ]

    navn, csv_fil = last_ned(side, "avslagsandel", "csv")
    assert navn == "hvor_mange_faar_avslag_i_2025_omraade_sentrum.csv"
    lest = list(
        csv.reader(io.StringIO(csv_fil.decode("utf-8-sig"), newline=""), delimiter=";")
    )
    i_filen = [
        [celle.replace("\N{NO-BREAK SPACE}", "") for celle in rad]
        for rad in lest[lest.index([]) + 1 :]
    ]
    assert [overskrifter, *tall] == i_filen
    om = dict(rad for rad in lest[: lest.index([])] if rad[0] != "Merk")
    assert (
        om["Spørsmål"] == "Hvor mange får avslag?"
        and "område: Sentrum" in om["Gjelder"]
    )
    tittelen = kort(side, "avslagsandel").get_by_role("heading").inner_text()
    assert om.get("Svar", om["Spørsmål"]) == tittelen
    navn, excel_fil = last_ned(side, "avslagsandel", "excel")
    assert navn == "hvor_mange_faar_avslag_i_2025_omraade_sentrum.xlsx"
    bok = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(excel_fil))
    ark = bok.get_sheet_by_name("Tall").to_python(skip_empty_area=False)[3:]
    assert ark[0] == overskrifter
    assert [
        [
            celle.replace("\N{NO-BREAK SPACE}", "")
            if isinstance(celle, str)
            else str(int(celle))
            for celle in rad
        ]
        for rad in ark[1:]
    ] == tall

    kort(side, "avslagsandel").locator(".main-svg").first.wait_for()
    navn, png_fil = last_ned(side, "avslagsandel", "png")
    assert navn == "hvor_mange_faar_avslag_i_2025_omraade_sentrum.png"
    with Image.open(io.BytesIO(png_fil)) as bilde:
        figur = kort(side, "avslagsandel").locator(".js-plotly-plot").bounding_box()
        assert (
            bilde.format == "PNG"
            and bilde.width > 2 * figur["width"]
            and bilde.height > 2 * figur["height"]
        )


# -------------------------------------------------------------------------------- papir


def test_paa_papir_er_menyen_borte_figurene_hele_og_det_som_er_valgt_staar_paa_hvert_ark(
    side, tjener
):
    side.emulate_media(color_scheme="dark")
    aapne(side, f"{tjener}/venteliste?maalgruppe=Eldre", "Venteliste")
    # Det som er på papiret, kan leses idet det skrives: hodet på arket, og hvor brede figurene er.
    bredder = """() => [...document.querySelectorAll(".js-plotly-plot .main-svg")].map(
        (figur) => Math.round(figur.getBoundingClientRect().width))"""
    paa_skjermen = side.evaluate(bredder)
    side.evaluate(f"window.bredder = {bredder}")
    side.evaluate("""() => addEventListener("beforeprint", () => {
        window.paaArket = document.adoptedStyleSheets[0].cssRules[0].cssText;
        window.figurbredder = bredder();
        window.moerk = document.documentElement.classList.contains("moerk");
    })""")
    pdf = side.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) >= 2
    paa_arket = side.evaluate("paaArket")
    for tekst in ("Venteliste.", "FIKTIVE DATA", "31.12.2025", "målgruppe: Eldre"):
        assert tekst in paa_arket
    # Figurene er så brede som arket, og som på skjermen igjen etterpå.
    assert {640 < bredde <= 660 for bredde in side.evaluate("figurbredder")} == {True}
    assert side.evaluate(bredder) == paa_skjermen and max(paa_skjermen) < 640
    assert side.evaluate("moerk")

    side.emulate_media(media="print")
    side.evaluate("dispatchEvent(new Event('beforeprint'))")
    for borte in ("stSidebar", "stPopoverButton"):
        expect(side.get_by_test_id(borte).first).to_be_hidden()
    expect(side.get_by_role("combobox", name="Målgruppe")).to_be_hidden()
    expect(side.locator(".js-plotly-plot").first).to_be_visible()
    assert (
        side.locator("h1").evaluate("e => getComputedStyle(e).color")
        == "rgb(17, 26, 33)"
    )
    side.evaluate("dispatchEvent(new Event('afterprint'))")
    side.emulate_media(media="screen")
    assert side.evaluate("document.adoptedStyleSheets.length") == 0
    assert "moerk" not in (side.locator("html").get_attribute("class") or "")


def test_navnet_paa_et_sperret_filter_kan_leses(side, tjener):
    aapne(side, f"{tjener}/venteliste?maalgruppe=eldre&omraade=Sentrum", "Venteliste")
    expect(side.get_by_role("combobox", name="Boligtype")).to_be_disabled()
    for farger in ("light", "dark"):
        assert not brudd(i_farger(side, farger), FARGEKRAV)


def test_knapper_er_ikke_med_paa_papir(side, tjener):
    """Det en kan trykke på, er bare i veien der: valget av tema og navnet på et tiltak er tekst."""
    knappene = """() => [...document.querySelectorAll("main button")]
        .filter((e) => e.checkVisibility() && !e.matches("[role=radio], [class*=st-key-aapne_] *"))
        .map((e) => e.innerText)"""
    for adresse, tittel in (
        ("boligbehov", "Boligbehov"),
        ("planprosess", "Planprosess"),
        ("tiltak", "Tiltak"),
    ):
        side.emulate_media(media="screen")
        aapne(side, f"{tjener}/{adresse}", tittel)
        assert side.evaluate(knappene)
        side.emulate_media(media="print")
        assert side.evaluate(knappene) == []
    assert side.locator("[class*=st-key-aapne_]").first.is_visible()


def test_paa_en_telefon_staar_det_tallene_gjelder_over_figuren_naar_det_er_noe_annet_enn_valgt(
    side, tjener
):
    """Da må den som leser tallene, ha sett hva de gjelder."""
    side.set_viewport_size({"width": 375, "height": 800})
    adresse = f"{tjener}/venteliste?venteliste_tema=Hvor+lenge+venter+de%3F"
    for filter_, over in (("", False), ("&boligtype=ordinaer&omraade=Sentrum", True)):
        aapne(side, f"{adresse}{filter_}", "Venteliste")
        kortet = side.locator("[class*=st-key-kort_]").first
        merket = kortet.locator(".stMarkdownBadge")
        figuren = kortet.locator(".js-plotly-plot").bounding_box()["y"]
        assert merket.count() == over
        assert not over or merket.bounding_box()["y"] < figuren
        # Spørsmålet selv står alltid under.
        spurt = kortet.locator("[class*=st-key-spoersmaal_] p").last
        assert spurt.bounding_box()["y"] > figuren


def test_temaene_er_foldet_paa_en_telefon_og_folder_seg_sammen_naar_et_er_valgt(
    side, tjener
):
    """Knappen sier hvilket tema som vises. Den som bruker tastaturet, er på den etter å ha valgt. Tittelen på
    siden er i syne også når en har rullet.
    """
    side.set_viewport_size({"width": 375, "height": 800})
    aapne(side, f"{tjener}/boliger", "Boliger")
    knapp = side.get_by_role("button", name="Tema: Hva har vi?")
    expect(knapp).to_have_attribute("aria-expanded", "false")
    valget = side.get_by_role("radio", name="Hva koster boligene?")
    expect(valget).to_be_hidden()
    knapp.press("Enter")
    expect(knapp).to_have_attribute("aria-expanded", "true")
    assert for_bredt(ferdig(side)) <= 0
    valget.press(" ")
    knapp = side.get_by_role("button", name="Tema: Hva koster boligene?")
    expect(knapp).to_have_attribute("aria-expanded", "false")
    expect(valget).to_be_hidden()
    expect(knapp).to_be_focused()
    side.locator("[data-testid=stMain]").evaluate("main => main.scrollTo(0, 900)")
    expect(side.get_by_role("heading", name="Boliger", level=1)).to_be_in_viewport()


# ------------------------------------------------------------- første start og nye tall


def test_foerste_start_viser_framdriften_og_nye_bygg_vises_uten_omstart(
    ny_side, start_tjener, tmp_path
):
    data = tmp_path / "data"
    mikrokommune(data / "eksempel")
    miljoe = {
        "BOLIGDATA_DATA": str(data),
        "BOLIGDATA_PUBLISERT": str(data / "publisert"),
    }
    with start_tjener(ROT / "dashboard.py", tmp_path / "logg.txt", miljoe) as adresse:
        side = ny_side()
        side.goto(adresse)
        side.get_by_role("heading", name="Gjør klart dashbordet").wait_for()
        side.get_by_role("progressbar").wait_for()
        assert not [t for t in all_tekst(side, *IKKE_VIST) if feil_i(t)]
        side.get_by_role("heading", name="Oversikt", exact=True, level=1).wait_for()
        ferdig(side)
        tall = side.locator("tr:has-text('Vanskeligstilte husstander') td.naa b")
        foer = tall.inner_text()
        publiser(
            data / "publisert",
            data / "publisert",
            "update kube_situasjon set antall = 4320",
        )
        velg(side, "Område", "Sentrum")
        expect(tall).to_have_text(re.compile(r"4\s320"))
        assert foer != tall.inner_text()
        side.goto("about:blank")


# ---------------------------------------------------------------------------- Finn fram


def test_finn_fram_svarer_med_noen_aa_ringe_uten_at_soeket_staar_i_adressen(
    side, tjener
):
    """Det noen søker hjelp til, kan si noe om dem."""
    aapne(side, f"{tjener}/finnfram", "Finn fram")
    felt = side.get_by_role("textbox", name="Hva trenger du hjelp til?")
    felt.fill("kasta ut")
    felt.press("Enter")
    expect(side.get_by_role("heading", level=3).first).to_have_text(
        "Hjelp ved varsel om utkastelse"
    )
    nav = side.get_by_role("link", name="10 00 99 02").first
    expect(nav).to_have_attribute("href", "tel:+4710009902")
    assert not brudd(ferdig(side)) and "kast" not in side.url.lower()
    felt.fill("xyzzy")
    felt.press("Enter")
    expect(side.get_by_role("heading", name="Ingen treff på «xyzzy»")).to_be_visible()
    samme_dag = side.get_by_role("heading", name="Her får du hjelp samme dag")
    expect(samme_dag).to_be_visible()
    assert not brudd(ferdig(side)) and "xyzzy" not in side.url


def test_to_som_endrer_det_samme_tiltaket_velger_hva_som_skal_gjelde(
    to_nettlesere, tjener
):
    """Skjemaet er på norsk og uten brudd på kravene, og det den andre lagret, er ikke borte."""
    kari, ola = to_nettlesere
    aapne(kari, f"{tjener}/tiltak", "Tiltak")
    kari.get_by_role("button", name="1.4 Sette opp fire robuste").click()
    kari.wait_for_url(lambda url: "tiltak=" in url)
    aapne(ola, kari.url, "Tiltak")
    for side in (kari, ola):
        side.get_by_role("button", name="Endre tiltaket").click()
        side.get_by_role("textbox", name="Navnet ditt").wait_for()
    assert not {tekst for tekst in all_tekst(ferdig(kari)) if feil_i(tekst)}
    assert not brudd(kari)
    for side, navn, felt, verdi in (
        (kari, "Kari", "Hensikt og innhold", "Trygge hjem"),
        (ola, "Ola", "Samarbeid med", "Nav Fjordvik\nHelse og omsorg"),
    ):
        side.get_by_role("textbox", name=felt).fill(verdi)
        side.get_by_role("textbox", name="Navnet ditt").fill(navn)
        side.get_by_role("button", name="Lagre", exact=True).click()
    expect(ola.get_by_text("Kari har endret det samme")).to_be_visible()
    assert not brudd(ferdig(ola))
    ola.get_by_role("button", name="Lagre begge").click()
    for tekst in ("Hensikt og innhold: Trygge hjem", "Nav Fjordvik; Helse og omsorg"):
        expect(ola.get_by_text(tekst).first).to_be_visible()
