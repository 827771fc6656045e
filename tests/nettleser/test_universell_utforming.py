"""Alle kan bruke hver eneste side: kontrast, tastatur, smale skjermer, og ingen engelske ord."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from nettside import IKKE_VIST, SIDER, aapne, ferdig
from playwright.sync_api import expect
from spraak import all_tekst, feil_i

# Temaene sidene er delt i, med overskriften på det første kortet. De nye sidene er med ett tema for
# hvert slags innhold: varmekart, regnskap, flyt og søk.
FOERSTE_KORT = {
    "Hva har vi?": "Hvilke boligtyper har vi?",
    "Hva brukes, og hva står tomt?": "Hvor mange av boligene er leid ut?",
    "Hvem venter?": "Hvor mange venter på bolig?",
    "Hvor lenge venter de?": "Hvor lenge må en husstand regne med å vente?",
    "Hvem søker, og hvem får nei?": "Hvor mange søker?",
    "Hvem er vanskeligstilt?": "Hvilke målgrupper er i hvilken situasjon?",
    "Hvem kommer til og går ut?": "Hvem kom til, og hvem gikk ut?",
    "Hva søkes det om, og hva gis?": "Hva søker folk om?",
    "Hvor lang er veien til hjelp?": "Hvem henviser til hvem?",
    "Finn fram": "Bolig med heldøgns bemanning",
    "Hvor mange trengs?": "Hvor mange trengs av hver type?",
    "Holder planene?": "Holder planene tritt med behovet?",
    "Prøv selv": "Hva om …?",
    "Eldre": "Hvor mange omsorgsboliger trengs?",
    "Hvor sikkert er det?": "Hva betyr mest for svaret?",
    "Hva bygger det på?": "Hva bygger svaret på?",
}
VISNINGER = [
    ("Oversikt", None),
    *(("Boliger", t) for t in list(FOERSTE_KORT)[:2]),
    *(("Venteliste", t) for t in list(FOERSTE_KORT)[2:5]),
    *(("Utfordringsbilde", t) for t in list(FOERSTE_KORT)[5:7]),
    ("Tjenester og virkemidler", "Hva søkes det om, og hva gis?"),
    *(("Samordning", t) for t in list(FOERSTE_KORT)[8:10]),
    *(("Boligbehov", t) for t in list(FOERSTE_KORT)[10:]),
    ("Kilder og kvalitet", None),
]
SPAKER = [
    "Fristen",
    "Skjult behov",
    "Boligtyper som skal kunne brukes om hverandre",
    "Forebygging",
    "Raskere klargjøring",
    "Kostnad i alt",
    "Navn på scenarioet",
]
WCAG = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
}


@pytest.fixture(scope="module")
def fane(chromium, tjener):
    """Én fane som går fra side til side i menyen, delt av testene under. De stiller tilbake det de
    endrer."""
    kontekst = chromium.new_context(
        locale="nb-NO", viewport={"width": 1440, "height": 900}
    )
    kontekst.set_default_timeout(20_000)
    yield aapne(kontekst.new_page(), tjener, "Oversikt")
    kontekst.close()


@pytest.fixture(
    scope="module", params=VISNINGER, ids=lambda v: "-".join(filter(None, v))
)
def aapnet(fane, request):
    """Fanen, på en av sidene med ett av temaene valgt."""
    navn, tema = request.param
    fane.get_by_role("link", name=navn, exact=True).click()
    fane.get_by_role("heading", name=navn, exact=True, level=1).wait_for()
    if tema:
        fane.get_by_role("radio", name=tema, exact=True).click()
        expect(fane.get_by_role("heading", level=3).first).to_have_text(
            FOERSTE_KORT[tema]
        )
    return ferdig(fane)


@pytest.mark.parametrize("utseende", ["light", "dark"])
def test_ingen_brudd_paa_kravene_til_universell_utforming(aapnet, utseende):
    aapnet.emulate_media(color_scheme=utseende)
    bakgrunn = "getComputedStyle(document.querySelector('.stApp')).backgroundColor"
    aapnet.wait_for_function(
        f"lyst => ({bakgrunn} === 'rgb(255, 255, 255)') === lyst",
        arg=utseende == "light",
    )
    funn = Axe().run(ferdig(aapnet), options=WCAG).response["violations"]
    aapnet.emulate_media(color_scheme="light")
    assert not [(v["id"], [n["html"][:200] for n in v["nodes"]]) for v in funn]


@pytest.mark.parametrize("bredde", [375, 768])
def test_siden_ruller_aldri_sidelengs_paa_smale_skjermer(aapnet, bredde):
    aapnet.set_viewport_size({"width": bredde, "height": 900})
    bredest = """() => Math.max(...[document.documentElement, document.querySelector("[data-testid=stMain]")].map(
        (e) => e.scrollWidth - e.clientWidth))"""
    for_bredt = ferdig(aapnet).evaluate(bredest)
    aapnet.set_viewport_size({"width": 1440, "height": 900})
    assert for_bredt <= 0


def test_ingen_engelske_ord_er_igjen(aapnet):
    tekster = set(all_tekst(ferdig(aapnet), *IKKE_VIST))
    nedlasting = aapnet.get_by_role("button", name="Last ned", exact=True)
    if nedlasting.count():
        nedlasting.first.click()
        aapnet.get_by_role("button", name="Tall (CSV)").first.wait_for()
        tekster |= set(all_tekst(aapnet, *IKKE_VIST))
        aapnet.keyboard.press("Escape")
    assert len(tekster) > 30
    assert not {t: feil_i(t) for t in tekster if feil_i(t)}


def test_alt_kan_naas_med_tastaturet(aapnet):
    """Tabulatoren går innom menyen, filtrene og knappene på kortene, og hvert stopp har et navn."""
    ferdig(aapnet).evaluate("document.body.tabIndex = -1; document.body.focus()")
    aapnet.evaluate("document.body.removeAttribute('tabindex')")
    stopp = []
    while not stopp or (stopp[-1] != "BODY" and len(stopp) < 60):
        aapnet.keyboard.press("Tab")
        stopp.append(
            aapnet.evaluate("""() => { const e = document.activeElement;
            return e === document.body ? "BODY" : (e.ariaLabel || e.labels?.[0]?.innerText || e.innerText).trim() }""")
        )
    assert all(stopp), "et stopp uten navn"
    assert set(SIDER.values()) <= set(stopp)
    sti = aapnet.url.rsplit("/", 1)[1].split("?")[0]
    paa_siden = {
        "kilder": ["Søk i indikatorene"],
        "boligbehov": ["Mål", "Folkevekst", "Behovet til eldre", "Last ned"],
    }.get(sti, ["Periode", "Målgruppe", "Boligtype", "Område"])
    paa_siden += (
        ["Graf", "Last ned"]
        if sti in ("boliger", "venteliste", "utfordringsbilde", "virkemidler")
        else []
    )
    paa_siden += (
        SPAKER
        if "Hva om" in aapnet.locator("[data-testid=stMain]").inner_text()
        else []
    )
    assert not [p for p in paa_siden if not any(p in navn for navn in stopp)]
