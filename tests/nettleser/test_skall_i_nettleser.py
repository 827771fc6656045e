"""Skallet sett fra en ekte nettleser, med en liten app i stedet for sidene, så testene ikke
avhenger av dem.
"""

import contextlib
import gzip
import re
import shutil
import urllib.request

import pytest
from nettside import brudd, i_farger
from PIL import Image
from playwright.sync_api import expect
from spraak import all_tekst

from boligdata.doer import skall
from boligdata.felles.config import ROT

DASHBOARD = """
import streamlit as st
from boligdata.doer import skall
app = st.App("inngang.py", middleware=skall.MELLOMVARE, routes=skall.RUTER, lifespan=skall.oppstart)
"""

INNGANG = """
from pathlib import Path
import streamlit as st
sider = Path(__file__).parent / "sider"
st.set_page_config(menu_items={"About": "Om appen"})
st.navigation({
    "Status": [
        st.Page(sider / "figur.py", title="Figur", default=True),
        st.Page(sider / "felter.py", title="Felter"),
    ],
    "Arbeid": [st.Page(sider / "tabell.py", title="Tabell")],
}).run()
"""

FIGUR = """
import plotly.graph_objects as go
import streamlit as st
st.title("Figur")
with st.container(key="kort_venter", border=True):
    st.subheader("Hvor mange venter på bolig i Åsen?")
    with st.container(key="setning_venter"):
        st.write("Ved utgangen av 2021 ventet 48 husstander på kommunal bolig, **seks flere** enn året før.")
    figur = go.Figure([go.Bar(name="Venter", x=["2020", "2021"], y=[42, 48])])
    st.plotly_chart(figur, alt="Søylediagram", config={"displayModeBar": False})
    st.caption(":material/info: Tallene er foreløpige.")
    with st.popover("Last ned"):
        st.button("Bilde", key="png_venter")
    with st.container(key="bildetekst_venter"):
        st.write("hvor_mange_venter_i_2021.png")
        st.write("Kilde: Kobo. Periode: 2020–2021.")
with st.container(key="kort_tabell", border=True):
    st.subheader("Bare tabell")
    st.table({"Navn": ["Search", "Stop"], "Antall": [1, 2]})
    st.button("Last ned bilde", key="png_tabell")
    with st.container(key="bildetekst_tabell"):
        st.write("bare_tabell.png")
        st.write("Kilde: Kobo.")
with st.container(key="kort_om"):
    st.subheader("Bare tekst")
    st.button("Bilde av tekst", key="png_om")
vis = st.segmented_control("Vis tall per", ["År", "Tertial"], default="År", required=True)
with st.container(key="merking"):
    st.write("Fjordvik kommune. FIKTIVE DATA til og med 31.12.2021.")
    st.write(f"Viser {vis}, hele kommunen.")
st.session_state["kjoeringer"] = st.session_state.get("kjoeringer", 0) + 1
st.write(f"Kjøring {st.session_state['kjoeringer']}")
st.button("Kjør igjen")
"""

FELTER = """
import datetime as dt
import streamlit as st
st.title("Felter", help="Vår hjelpetekst")
st.write("Search")
st.selectbox("Type", ["Omsorgsbolig", "System", "Kommunale boliger per 1000 innbyggere"], index=None)
st.multiselect("Grupper", ["Unge", "Eldre", "Flyktninger"], ["Unge"])
st.multiselect("Tom liste", ["Unge", "Eldre"])
st.text_input("Navn", max_chars=20)
st.date_input("Dato", dt.date(2021, 12, 31), format="DD.MM.YYYY")
st.file_uploader("Uttrekk", type=["csv"])
st.pills("Visning", ["Graf", "Tabell"], default="Graf")
st.slider("År", 2016, 2032, 2021)
st.download_button("Last ned", "a;b", "tall.csv")
with st.popover("Om tallet"):
    st.write("Definisjonen")
@st.dialog("Et vindu")
def vindu():
    st.write("Det som står i vinduet")
if st.button("Åpne vindu"):
    vindu()
if st.button("Utløs feil"):
    raise RuntimeError("hemmelig detalj")
"""

TABELL = """
import pandas as pd
import streamlit as st
from boligdata.ui import tabellvisning
st.title("Tabell")
egen = pd.DataFrame({"Målgruppe": ["Flyktninger"], **{f"Kolonne {nr}": [nr] for nr in range(5)}})
tabellvisning.enkel(egen, "Vår egen tabell")
st.dataframe(pd.DataFrame({"Navn": ["Search", "Stop"] * 30, "Antall": range(60)}), hide_index=True)
"""

# Ord som røper at noe av Streamlits engelske tekst er igjen.
ENGELSK = re.compile(
    r"\b(the|your|you|and|not|with|press|choose|select|search|download|upload|show|hide|clear|remove|close|options?|"
    r"heading|content|running|error|please|page|pages|menu|sidebar|results?|settings|theme|copy|sort|column)\b",
    re.IGNORECASE,
)

# Innholdet i disse er appens egen tekst, ikke Streamlits.
APPENS_EGEN = (".stTable", ".stMarkdown", "canvas")


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """Mappen med den lille appen, med dashbordets egne innstillinger."""
    mappe = tmp_path_factory.mktemp("app")
    (mappe / "sider").mkdir()
    for navn, kode in (
        ("app.py", DASHBOARD),
        ("inngang.py", INNGANG),
        ("sider/figur.py", FIGUR),
        ("sider/felter.py", FELTER),
        ("sider/tabell.py", TABELL),
    ):
        (mappe / navn).write_text(kode, encoding="utf-8")
    shutil.copytree(ROT / ".streamlit", mappe / ".streamlit")
    return mappe


@pytest.fixture(scope="module")
def adresse(app, start_tjener):
    with start_tjener(app / "app.py", app / "logg.txt") as adresse:
        yield adresse


def aapne(side, adresse, sti="", overskrift="Figur"):
    side.goto(adresse + sti)
    side.get_by_role("heading", name=overskrift, exact=True).wait_for()
    return side


def ferdig(side):
    """Vent til Streamlit er ferdig med kjøringen."""
    side.locator(".stApp[data-test-script-state=notRunning]").wait_for()
    side.wait_for_timeout(200)


def aapne_felter(side, adresse):
    """Siden uten figurer. Den er nok der det ikke er dem det gjelder, og åpnes på en tredel av tiden."""
    return aapne(side, adresse, "/felter", "Felter")


def aapne_figur(side, adresse):
    aapne(side, adresse)
    side.locator(".js-plotly-plot .point").first.wait_for()
    ferdig(side)


def engelske(tekster):
    """De av tekstene som er på engelsk. De to siste er appens egne ord."""
    return sorted(t for t in set(tekster) - {"Search", "Stop"} if ENGELSK.search(t))


def test_siden_er_paa_norsk_bokmaal_med_egen_tittel(side, adresse):
    aapne_felter(side, adresse)
    assert side.locator("html").get_attribute("lang") == "nb"
    assert side.title() == "Felter"


def test_en_kald_dyp_lenke_gaar_gjennom_inngangen(side, adresse):
    aapne_felter(side, adresse)
    assert side.get_by_role("link", name="Figur").count() == 1
    assert side.locator("html").get_attribute("lang") == "nb"


def test_uten_javascript_staar_det_hva_som_maa_gjoeres(ny_side, adresse):
    side = ny_side(java_script_enabled=False)
    side.goto(adresse)
    assert "JavaScript" in side.inner_text("noscript")


def test_websocketen_virker_med_bare_self_i_sikkerhetsregelen(side, adresse):
    svar = side.goto(f"{adresse}/felter")
    assert "connect-src 'self';" in svar.headers["content-security-policy"]
    side.get_by_role("button", name="Åpne vindu").click()
    side.get_by_text("Det som står i vinduet").wait_for()


def test_sikkerhetsregelen_brytes_aldri_av_sidene_selv(to_nettlesere, adresse):
    side = to_nettlesere[0].context.new_page()
    side.add_init_script(
        "window.brudd = []; addEventListener('securitypolicyviolation', (e) => brudd.push(e.blockedURI))"
    )
    aapne(side, adresse)
    for navn in ("Figur", "Felter", "Tabell"):
        side.get_by_role("link", name=navn).click()
        side.get_by_role("heading", name=navn, exact=True).wait_for()
        ferdig(side)
        # Streamlits tallbibliotek prøver WebAssembly, får nei og bruker JavaScript.
        assert set(side.evaluate("brudd")) <= {"wasm-eval"}, navn


def test_sikkerhetsregelen_stopper_fremmede_skript(side, adresse, ventet):
    ventet += ["Content Security Policy", "fremmed vert"]
    aapne_felter(side, adresse)
    side.evaluate("""() => {
        for (const egenskaper of [{textContent: "window.innbrudd = 1"}, {src: "https://example.invalid/x.js"}])
            document.body.append(Object.assign(document.createElement("script"), egenskaper));
    }""")
    side.wait_for_timeout(300)
    assert side.evaluate("window.innbrudd") is None


def test_de_store_filene_kommer_komprimert_og_mellomlagres(ny_side, adresse):
    side = ny_side()
    svar = []
    side.on("response", lambda s: svar.append(s))
    aapne_figur(side, adresse)
    plotly = next(s for s in svar if "/PlotlyChart." in s.url)
    assert plotly.headers["content-encoding"] == "gzip"
    assert int(plotly.headers["content-length"]) < 1_600_000 < len(plotly.body())
    assert "immutable" in plotly.headers["cache-control"]
    tekstfiler = [s for s in svar if s.url.endswith((".js", ".css"))]
    assert not [
        s.url for s in tekstfiler if s.headers.get("content-encoding") != "gzip"
    ]

    # En fil som ikke er kommet helt fram når siden lastes på nytt, er ikke i mellomlageret.
    side.wait_for_load_state("networkidle")
    paa_nytt = []
    side.on("response", lambda s: paa_nytt.append(s) if "/static/" in s.url else None)
    aapne_figur(side, adresse)
    assert all(
        s.from_service_worker
        or s.request.timing["requestStart"] <= 0
        or s.status == 304
        for s in paa_nytt
    )


@pytest.fixture
def figuren(som_foer, adresse):
    """Siden Figur, åpnet én gang for testene her: å åpne den koster mer enn det de gjør. En av de siste
    kjører siden på nytt, og to av dem åpner listen over nedlastinger.
    """
    if not som_foer.viser:
        aapne_figur(som_foer.side, adresse)
        som_foer.viser = "figur"
    return som_foer.side


def test_skjermleseren_hoerer_setningen_og_verken_ikonnavn_eller_tegningen(figuren):
    hoert = figuren.locator(".st-key-kort_venter").aria_snapshot()
    assert '- figure "Søylediagram"\n' in hoert
    assert "Tallene er foreløpige." in hoert
    assert "info" not in hoert and "img" not in hoert


def test_det_som_naas_med_tastaturet_har_en_ring_i_samme_farge_som_teksten(figuren):
    """Også i menyen, der Streamlit tar ringen bort."""
    for rolle, navn in (
        ("link", "Felter"),
        ("radio", "År"),
        ("button", "Kjør igjen"),
        ("main", "Innholdet på siden"),
    ):
        stopp = figuren.get_by_role(rolle, name=navn)
        stopp.focus()
        # Nettleseren viser ringen bare når det siste som ble brukt, var tastaturet.
        figuren.keyboard.press("Tab")
        figuren.keyboard.press("Shift+Tab")
        expect(stopp).to_be_focused()
        bredde, slag, farge, tekst = stopp.evaluate("""(e) => {
            const stil = getComputedStyle(e);
            return [stil.outlineWidth, stil.outlineStyle, stil.outlineColor, stil.color];
        }""")
        assert (bredde, slag, farge) == ("3px", "solid", tekst), navn


def test_den_som_har_bedt_om_mindre_bevegelse_faar_siden_uten(figuren):
    """Ingenting varer, og ingenting begynner: en overgang på hvert element, om den er aldri så kort, gjør
    hvert sidebytte tyngre.
    """
    varigheter = """() => Math.max(...[...document.querySelectorAll("body *")].flatMap((e) => {
        const {transitionDuration, animationDuration} = getComputedStyle(e);
        return `${transitionDuration},${animationDuration}`.split(",").map(parseFloat);
    }))"""
    overganger = """() => [...document.querySelectorAll("body *")].filter((e) =>
        parseFloat(getComputedStyle(e).transitionDuration) > 0).length"""
    figuren.emulate_media(reduced_motion="no-preference")
    assert figuren.evaluate(varigheter) > 0.1
    assert figuren.evaluate(overganger)
    figuren.emulate_media(reduced_motion="reduce")
    assert figuren.evaluate(varigheter) < 0.001
    assert not figuren.evaluate(overganger)


# Det som står der figuren eller siden skal komme, og det i innholdet som aldri slutter å bevege seg.
SE_ETTER_PLASSENE = """window.sett = {plasser: new Set(), uten_ende: new Set()};
    new MutationObserver(() => {
        for (const plass of document.querySelectorAll("[data-testid$=Skeleton]"))
            sett.plasser.add(plass.dataset.testid);
        for (const {effect} of document.getAnimations())
            if (effect.getTiming().iterations === Infinity && effect.target.closest("[data-testid=stMain]"))
                sett.uten_ende.add(effect.target.outerHTML);
    }).observe(document, {childList: true, subtree: true});"""


def test_plassen_til_en_figur_og_en_side_som_ikke_er_kommet_staar_stille(
    ny_side, adresse
):
    """Også for den som ikke har bedt om det. Det som aldri slutter å bevege seg, tegner skjermen på nytt hele
    tiden.
    """
    side = ny_side(reduced_motion="no-preference")
    side.add_init_script(SE_ETTER_PLASSENE)
    slipp = hold_igjen_siden(side)
    side.goto(adresse)
    side.get_by_test_id("stAppSkeleton").wait_for()
    slipp()
    side.locator(".js-plotly-plot .point").first.wait_for()
    plasser, uten_ende = side.evaluate("Object.values(sett).map((m) => [...m])")
    assert set(plasser) == {"stAppSkeleton", "stSkeleton"}
    assert not uten_ende


def hold_igjen_siden(side):
    """La ingenting av siden komme fram før det som returneres, kalles, som når tjeneren har mye å gjøre."""
    holdt, endene = [], []

    def aapnet(nettleseren):
        tjeneren = nettleseren.connect_to_server()
        tjeneren.on_message(lambda bit: holdt.append(bit))
        endene.append((nettleseren, tjeneren))

    def slipp():
        nettleseren, tjeneren = endene[-1]
        while holdt:
            nettleseren.send(holdt.pop(0))
        tjeneren.on_message(nettleseren.send)

    side.route_web_socket("**/_stcore/stream", aapnet)
    return slipp


def test_menyen_til_streamlit_er_paa_norsk(figuren):
    figuren.get_by_test_id("stMainMenuButton").click()
    figuren.get_by_test_id("stMainMenuItemLabel").first.wait_for()
    tekster = set(all_tekst(figuren, *APPENS_EGEN))
    figuren.keyboard.press("Escape")
    assert {"Hovedmeny", "Utseende"} <= tekster
    assert not engelske(tekster)


def test_vaare_egne_ord_i_en_tabell_oversettes_ikke(figuren):
    celler = figuren.locator(".stTable td").all_text_contents()
    assert celler[::2] == ["Search", "Stop"]


def test_ingenting_aa_tegne_gir_en_melding_om_hva_som_maa_velges(figuren):
    figuren.locator(".st-key-png_om button").click()
    melding = figuren.get_by_role("status").filter(
        has_text="Velg «Graf» eller «Tabell» for å laste ned bildet"
    )
    melding.wait_for(state="visible")
    assert melding.get_attribute("aria-live") == "polite"


# Det som skrives i bildet, i rekkefølge.
SKREVET = """() => {
    window.skrevet = [];
    const skriv = CanvasRenderingContext2D.prototype.fillText;
    CanvasRenderingContext2D.prototype.fillText = function (tekst, ...resten) {
        skrevet.push(tekst);
        return skriv.call(this, tekst, ...resten);
    };
}"""


def test_tabellen_lastes_ned_som_bilde_med_kommune_tittel_og_kilde(figuren):
    figuren.evaluate(SKREVET)
    with figuren.expect_download() as nedlasting:
        figuren.locator(".st-key-png_tabell button").click()
    assert nedlasting.value.suggested_filename == "bare_tabell.png"
    assert figuren.evaluate("skrevet") == [
        *("Fjordvik kommune. FIKTIVE DATA til og med 31.12.2021.", "Bare tabell"),
        *("Navn", "Antall", "Search", "1", "Stop", "2"),
        "Kilde: Kobo.",
    ]


def bildeknapp(side):
    knapp = side.locator(".st-key-png_venter button")
    if not knapp.is_visible():
        side.get_by_role("button", name="Last ned", exact=True).click()
    return knapp


def test_nedlasting_av_bilde_kjoerer_ikke_siden_paa_nytt(figuren):
    kjoeringen = figuren.get_by_text(re.compile(r"^Kjøring \d+$"))
    foer = kjoeringen.inner_text()
    knapp = bildeknapp(figuren)
    for trykk in (
        knapp.click,
        lambda: knapp.press("Enter"),
        lambda: knapp.press("Space"),
    ):
        with figuren.expect_download():
            trykk()
    ferdig(figuren)
    assert kjoeringen.inner_text() == foer


def test_piltastene_velger_i_en_gruppe_og_det_som_da_vises_sies_en_gang(figuren):
    figuren.evaluate("""() => {
        window.sagt = [];
        const felt = document.querySelector("#nb-melding");
        new MutationObserver(() => felt.textContent && sagt.push(felt.textContent))
            .observe(felt, {childList: true});
    }""")
    figuren.get_by_role("radio", name="År").focus()
    figuren.keyboard.press("ArrowRight")
    expect(figuren.get_by_role("radio", name="Tertial")).to_be_checked()
    figuren.wait_for_function("() => sagt.length > 0")
    ferdig(figuren)
    assert figuren.evaluate("sagt") == ["Viser Tertial, hele kommunen."]
    assert figuren.evaluate("document.activeElement.textContent") == "Tertial"


@pytest.mark.parametrize(
    "tema, bakgrunn", [("light", (255, 255, 255)), ("dark", (18, 24, 30))]
)
def test_figuren_lastes_ned_som_bilde_med_tittel_og_kilde(
    figuren, tmp_path, tema, bakgrunn
):
    i_farger(figuren, tema)
    with figuren.expect_download() as nedlasting:
        bildeknapp(figuren).click()
    assert nedlasting.value.suggested_filename == "hvor_mange_venter_i_2021.png"
    fil = tmp_path / "figur.png"
    nedlasting.value.save_as(fil)

    figur = figuren.locator(".js-plotly-plot").bounding_box()
    with Image.open(fil) as bilde:
        bilde = bilde.convert("RGB")
    bredde, hoeyde = bilde.size
    assert bredde == pytest.approx(2 * (figur["width"] + 48), abs=2)
    assert 2 * figur["height"] + 200 < hoeyde < 2 * figur["height"] + 500
    assert bilde.getpixel((2, 2)) == bakgrunn
    # Tittelen øverst, figuren i midten og kilden nederst er alle tegnet.
    for boks in (
        (0, 40, bredde, 110),
        (0, hoeyde // 3, bredde, hoeyde // 2),
        (0, hoeyde - 100, bredde, hoeyde),
    ):
        assert len(bilde.crop(boks).getcolors(100_000)) > 2


def test_sidebytte_meldes_til_skjermleseren(side, adresse):
    aapne_felter(side, adresse)
    assert side.locator("#nb-melding").text_content() == ""
    side.get_by_role("link", name="Tabell").click()
    side.locator("#nb-melding", has_text="Siden Tabell er åpnet").wait_for(
        state="attached"
    )


def test_menyen_paa_en_telefon_lukkes_naar_en_side_er_valgt(ny_side, adresse):
    side = ny_side(viewport={"width": 375, "height": 812}, has_touch=True)
    aapne_felter(side, adresse)
    meny = side.get_by_test_id("stSidebarNavLink")
    for navn in ("Tabell", "Felter"):
        side.get_by_role("button", name="Vis sidefeltet").tap()
        meny.get_by_text(navn).tap()
        side.get_by_role("heading", name=navn, level=1).wait_for()
        expect(meny.first).not_to_be_in_viewport()
    assert side.evaluate("document.activeElement.dataset.testid") == "stMain"


def test_en_tabell_som_ikke_faar_plass_staar_tettere_eller_er_en_liste(side, adresse):
    """Det leseren må rulle sidelengs for å se, blir ikke sett. Får tabellen plass igjen, er den en vanlig
    tabell igjen.
    """
    aapne(side, adresse, "/tabell", "Tabell")
    tabellen = side.locator(".nb-tabell")
    hode = tabellen.locator("thead")
    for bredde, form in ((1440, ""), (560, "tett"), (375, "liste"), (1440, "")):
        side.set_viewport_size({"width": bredde, "height": 900})
        expect(tabellen).to_have_class(f"nb-tabell {form}".strip())
        assert tabellen.evaluate("t => t.scrollWidth <= t.clientWidth")
        # I listen står navnet på kolonnen foran hvert tall.
        assert (hode.bounding_box()["width"] > 1) == (form != "liste")


def test_tabellen_til_streamlit_er_paa_norsk(side, adresse):
    aapne(side, adresse, "/tabell", "Tabell")
    tabell = side.locator("[data-testid=stDataFrame]")
    tabell.locator("canvas").first.wait_for()
    tabell.hover()
    side.get_by_role("button", name="Vis eller skjul kolonner").click()
    side.get_by_text("Velg alle").first.wait_for()
    tekster = set(all_tekst(side, *APPENS_EGEN))
    side.keyboard.press("Escape")
    ramme = tabell.bounding_box()
    side.mouse.click(ramme["x"] + ramme["width"] / 2 - 20, ramme["y"] + 17)
    side.get_by_text("Sorter stigende").first.wait_for()
    assert not engelske(tekster.union(all_tekst(side, *APPENS_EGEN)))


# Det en bruker gjør med feltene, og det som da kommer fram.
I_FELTENE = (
    (
        lambda side: side.locator("[data-testid=stTooltipIcon]").first.hover(),
        "Vår hjelpetekst",
    ),
    (lambda side: side.locator(".stSelectbox input").click(), "Omsorgsbolig"),
    (lambda side: side.locator(".stSelectbox input").fill("zzz"), "Ingen treff"),
    (lambda side: side.locator(".stMultiSelect input").first.click(), "Velg alle"),
    (
        lambda side: side.locator(".stTextInput input").fill("Kari"),
        "Trykk Enter for å bruke",
    ),
    (
        lambda side: side.get_by_test_id("stDateInputCalendarButton").click(),
        "desember",
    ),
    (
        lambda side: side.locator("input[type=file]").set_input_files(
            {"name": "bilde.png", "mimeType": "image/png", "buffer": b"x"}
        ),
        "bilde.png",
    ),
    (lambda side: side.get_by_role("button", name="Om tallet").click(), "Definisjonen"),
    (
        lambda side: side.get_by_role("button", name="Åpne vindu").click(),
        "Det som står i vinduet",
    ),
)


def test_feltene_til_streamlit_er_paa_norsk(side, adresse):
    tekster = set()

    def samle(kommer):
        side.get_by_text(kommer).filter(visible=True).first.wait_for()
        tekster.update(all_tekst(side, *APPENS_EGEN))

    ferdig(aapne_felter(side, adresse))
    for handling, kommer in I_FELTENE:
        handling(side)
        samle(kommer)
        side.keyboard.press("Escape")
    side.get_by_role("button", name="Utløs feil").click()
    samle("Noe gikk galt da siden skulle vises")
    # Disse er det bare skjermleseren som hører.
    assert {"Neste måned", "Velg fil", "Lukk"} <= tekster
    assert not engelske(tekster)
    assert not any("hemmelig" in t for t in tekster)


def test_det_som_er_valgt_i_et_felt_er_helt_paa_papir(side, adresse):
    ferdig(aapne_felter(side, adresse))
    felt = side.locator(".stSelectbox input")
    felt.click()
    side.get_by_role("option", name="Kommunale boliger").click()
    expect(felt).to_have_value("Kommunale boliger per 1000 innbyggere")
    side.emulate_media(media="print")
    assert felt.evaluate("felt => felt.scrollWidth <= felt.clientWidth")


def test_streamlits_tekster_og_kalenderen_foelger_maalformen(side, adresse):
    side.goto(f"{adresse}/felter?maalform=nn")
    side.get_by_role("heading", name="Felter", exact=True).wait_for()
    expect(side.locator("html")).to_have_attribute("lang", "nn")
    assert side.evaluate(
        "document.querySelector('main, [data-testid=stMain]').ariaLabel"
    ) == ("Innhaldet på sida")
    side.locator("[data-testid=stDateInputCalendarButton]").click()
    expect(side.get_by_role("button", name="Neste månad")).to_be_visible()
    expect(side.get_by_role("button", name="tysdag 28. desember 2021")).to_be_visible()
    expect(
        side.get_by_role("button", name="fredag 31. desember 2021 vald")
    ).to_be_visible()


def test_kalenderen_sier_maaned_og_aar_og_kan_lukkes_med_tastaturet(side, adresse):
    aapne_felter(side, adresse)
    knapp = side.locator("[data-testid=stDateInputCalendarButton]")
    knapp.click()
    expect(side.get_by_role("button", name="desember måned")).to_be_visible()
    expect(side.get_by_role("button", name="2021 år")).to_be_visible()
    assert not brudd(side, "krav => krav.ruleId.startsWith('landmark')")
    assert not brudd(side, i="[role=dialog]")
    side.keyboard.press("Escape")
    expect(knapp).to_be_focused()


def test_ukjent_side_forklares_paa_norsk(side, adresse, ventet):
    ventet.append("The page that you have requested")
    side.goto(adresse + "/finnes_ikke")
    side.get_by_role("dialog").filter(has_text="Fant ikke siden").wait_for()


def test_vaare_egne_ord_i_et_felt_oversettes_ikke(side, adresse):
    aapne_felter(side, adresse)
    assert side.locator(".stMarkdown", has_text="Search").is_visible()
    side.locator(".stSelectbox input").click()
    assert side.get_by_role("option", name="System").is_visible()


@pytest.fixture(scope="module")
def under_en_annen_rot(app, start_tjener):
    """Dashbordet under `/bolig`: adressen, og det som stopper det."""
    valg = ("--server.baseUrlPath", "bolig")
    with contextlib.ExitStack() as aapent:
        logg = app / "logg_rot.txt"
        tjener = start_tjener(app / "app.py", logg, valg=valg, base="/bolig")
        yield aapent.enter_context(tjener), aapent.close


def test_dashbordet_virker_under_en_annen_rot(side, under_en_annen_rot):
    svar = []

    def noter(s):
        svar.append(s)

    side.on("response", noter)
    aapne(side, under_en_annen_rot[0], "/tabell", "Tabell")
    side.remove_listener("response", noter)
    assert side.get_by_text("Hopp til innholdet").count() == 1
    assert any("/bolig/nb.js?v=" in s.url and s.status == 200 for s in svar)
    assert all(
        s.headers.get("content-encoding") == "gzip"
        for s in svar
        if "/bolig/static/js/" in s.url
    )


def test_naar_dashbordet_stopper_sier_siden_det_paa_norsk(
    side, under_en_annen_rot, ventet
):
    ventet += ["ERR_CONNECTION_REFUSED", "WebSocket", "server"]
    adresse, stopp = under_en_annen_rot
    ferdig(aapne(side, adresse, "/tabell", "Tabell"))
    stopp()
    side.get_by_role("dialog").filter(
        has_text="Ingen kontakt med dashbordet"
    ).wait_for()
    assert "Dashbordet svarer ikke" in side.get_by_role("dialog").inner_text()


def test_nedlastinger_faar_ogsaa_sikkerhetshodene(side, adresse):
    aapne_felter(side, adresse)
    with side.expect_download() as lastet_ned:
        side.get_by_role("button", name="Last ned", exact=True).click()
    # Chromium melder ikke alltid svaret på en nedlasting, så den hentes en gang til.
    assert "/media/" in lastet_ned.value.url
    svar = side.request.get(lastet_ned.value.url)
    hoder = svar.headers
    assert svar.ok
    assert hoder["x-content-type-options"] == "nosniff"
    assert "script-src 'self'" in hoder["content-security-policy"]


def test_pakket_og_upakket_fil_er_like(adresse):
    navn = next(n for n in skall.statiske_filer() if n.startswith("js/PlotlyChart."))
    forespoersel = urllib.request.Request(
        f"{adresse}/static/{navn}", headers={"Accept-Encoding": "gzip"}
    )
    with (
        urllib.request.urlopen(forespoersel) as pakket,
        urllib.request.urlopen(f"{adresse}/static/{navn}") as upakket,
    ):
        assert gzip.decompress(pakket.read()) == upakket.read()
