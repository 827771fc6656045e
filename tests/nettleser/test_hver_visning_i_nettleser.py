"""Hver side med hvert tema oppfyller kravene til universell utforming, i lyst og mørkt, er på norsk
til siste ord, kan brukes med tastaturet og får plass på en smal skjerm.

Å åpne en visning koster mest, og så å bytte farger eller bredde: da tegnes hver figur på nytt. Hver av dem
åpnes derfor én gang, i de fargene og den bredden den forrige endte med, og bytter én gang. Testene tar den
etter tur.
"""

import collections
import itertools
import random
import warnings
from typing import NamedTuple
from urllib.parse import quote_plus, urlencode

import oppsett
import pytest
from deltfane import SKJERM
from nettside import (
    ALLE_KRAV,
    FARGEKRAV,
    IKKE_VIST,
    LUKKET,
    aapne,
    alt_aapnet,
    brudd,
    bytt_farger,
    ferdig,
    foelg_lenke,
    for_bredt,
    gang,
    listene,
    oppbygning,
    velg_tema,
)
from playwright.sync_api import Error, expect
from sider import SIDER, VISNINGER, vis_id
from spraak import all_tekst, feil_i

from boligdata import lesing
from boligdata.felles import katalog

FILTRE = ["Periode", "Målgruppe", "Boligtype", "Område"]
LISTENE = "[role=combobox]"
UTENOM_FILTRENE = f"{LISTENE}:not(.st-key-filtre *)"
EGNE_FELT = {
    "kilder": [],
    "tilgjengelighet": [],
    "planprosess": [],
    "moete": [],
    "maalgruppe": ["Periode", "Målgruppe", "Eldre"],
    "finnfram": ["Hva trenger du hjelp til?", "Situasjon", "Klage på vedtak"],
    "tiltak": ["Åpne et tiltak"],
    "rapport": ["Kunnskapsgrunnlag", "Periode", "Lag dokumentet"],
    "sammenligning": ["Sammenlign med"],
    "boligbehov": ["Mål", "Folkevekst", "Behovet til eldre"],
}
SPAKER = [
    "Fristen",
    "Skjult behov",
    "Boligtyper som skal kunne brukes om hverandre",
    "Forebygging",
    "Raskere klargjøring",
    "Hva koster det?",
    "Navn på scenarioet",
]
# Sidene der figurene kan deles på målgruppe, boligtype og område.
DELES = {"utfordringsbilde", "boliger", "venteliste", "virkemidler", "samordning"}
# En skjerm på 1440 bildepunkter med skriften dobbelt og fire ganger så stor, og et nettbrett.
SMALE = (768, 720, 360)
# Høyden på skjermen til en leder, og hvor langt ned den første figuren kan begynne på en telefon.
FOERSTE_SKJERM, PAA_TELEFON = 900, 700
TELEFON = {"width": 375, "height": 812}
# Hvor langt ned på siden det første av slaget i kortene begynner og slutter: en tegning, eller en tegning
# eller tabell.
PLASS = """(slag) => {
    const figur = document.querySelector(`[class*='st-key-kort_'] :is(${slag})`);
    const ramme = figur?.getBoundingClientRect();
    const rullet = document.querySelector("[data-testid=stMain]").scrollTop;
    return ramme ? [ramme.top, ramme.bottom].map((y) => Math.round(y + rullet)) : null;
}"""
# Tekstene i figurene som går ut over kanten av figuren de står i, og tekstene ellers som er kuttet.
KUTTET = """() => [...document.querySelectorAll(".js-plotly-plot")].flatMap((figur) => {
    const ramme = figur.getBoundingClientRect();
    return [...figur.querySelectorAll(".main-svg text")].filter((tekst) => {
        const b = tekst.getBoundingClientRect();
        const over = [ramme.top - b.top, b.bottom - ramme.bottom, ramme.left - b.left, b.right - ramme.right];
        return b.width && tekst.checkVisibility({visibilityProperty: true}) && Math.max(...over) > 1;
    }).map((tekst) => tekst.textContent);
}).concat([...document.querySelectorAll("main *")].filter((e) =>
    !e.children.length && e.innerText?.trim() && e.clientWidth > 4 && e.scrollWidth > e.clientWidth + 1
    && getComputedStyle(e).overflowX !== "visible" && e.checkVisibility({visibilityProperty: true})
).map((e) => e.innerText))"""
# Valgene som står på flere linjer uten å være like brede, så de ikke er en liste.
HULTER_TIL_BULTER = """() => [...document.querySelectorAll("main [role=radiogroup]")].filter((valg) => {
    const rammer = [...valg.children].map((knapp) => knapp.getBoundingClientRect());
    const ulike = (felt) => new Set(rammer.map((ramme) => Math.round(ramme[felt]))).size;
    return valg.checkVisibility() && ulike("top") > 1 && ulike("width") > 1;
}).map((valg) => valg.innerText)"""
TEGNING, FIGUR = ".js-plotly-plot", ".js-plotly-plot, table"
# Skriver ned hvert stopp tabulatoren gjør, idet den går videre: navnet en skjermleser sier på det som har
# fokus, og om det har en ring rundt seg. Et felt har den rundt rammen sin. Etter det siste blir den der.
SKRIV_NED_STOPPENE = """() => {
    window.stoppene = [];
    window.gjennom = false;
    window.skriver = new AbortController();
    addEventListener("keydown", (hendelse) => {
        const e = document.activeElement;
        if (e !== document.body) {
            const navn = (e.ariaLabel || e.labels?.[0]?.innerText || e.innerText).trim();
            stoppene.push([navn, [e, e.closest("div, label")].some((ramme) => {
                const stil = getComputedStyle(ramme);
                return stil.outlineStyle === "solid" && parseFloat(stil.outlineWidth) >= 2;
            })]);
        } else if (stoppene.length) {
            window.gjennom = true;
            hendelse.preventDefault();
        }
    }, {capture: true, signal: skriver.signal});
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute("tabindex");
}"""


@pytest.fixture(scope="module", params=VISNINGER, ids=vis_id)
def visning(request):
    """Siden og temaet. Alle testene tar den samme før noen går til den neste."""
    return request.param


@pytest.fixture
def aapnet(delt_fane, tjener, visning):
    """Fanen, på visningen, på en vanlig skjerm. Står den der alt, er det ingenting å gjøre. Kommer den fra
    en smal skjerm, er hver smal bredde målt på veien.
    """
    if delt_fane.viser != visning:
        try:
            _gaa_til(delt_fane, tjener, visning)
        except (Error, AssertionError) as feil:
            # Det har hendt at en fane ikke kommer videre, og da feilet alle testene etter. Hva den og
            # tjeneren gjorde, står i rapporten, og testene går videre i en ny fane.
            gjorde = oppsett.hva_tjenerne_gjoer()[-4000:]
            venter = getattr(feil, "__notes__", "")
            warnings.warn(
                f"{visning} ble ikke åpnet: {feil} {venter}\n{gjorde}", stacklevel=1
            )
            delt_fane.kast()
            _gaa_til(delt_fane, tjener, visning)
    return delt_fane.side


def _gaa_til(delt_fane, tjener, visning) -> None:
    fane, delt_fane.viser = delt_fane.side, None
    if not fane.url.startswith(tjener):
        aapne(fane, tjener, "Oversikt")
    if fane.viewport_size == SKJERM:
        _velg_i_menyen(fane, *visning)
        delt_fane.smal = None
    else:
        _gaa_rett_til(fane, *visning)
        delt_fane.smal = _paa_smale_skjermer(fane, SMALE[::-1])
        fane.set_viewport_size(SKJERM)
    # Å bytte tema ruller ikke opp igjen fra der den forrige visningen ble forlatt.
    fane.locator("[data-testid=stMain]").evaluate("main => main.scrollTo(0, 0)")
    ferdig(fane)
    delt_fane.viser = visning


def _velg_i_menyen(fane, navn, tema) -> None:
    tittel = SIDER[navn].tittel
    overskrift = fane.get_by_role("heading", name=tittel, exact=True, level=1)
    if not overskrift.is_visible():
        fane.get_by_role("link", name=tittel, exact=True).click()
        overskrift.wait_for()
    if tema:
        velg_tema(fane, tema)
    else:
        ferdig(fane)


def _gaa_rett_til(fane, navn, tema) -> None:
    """På en smal skjerm er menyen lukket."""
    valgt = f"?{navn}_tema={quote_plus(tema)}" if tema else ""
    foelg_lenke(fane, f"{SIDER[navn].adresse}{valgt}", SIDER[navn].tittel)
    if tema:
        # På en telefon er temaene foldet sammen.
        valgt = fane.get_by_role("radio", name=tema, exact=True, include_hidden=True)
        expect(valgt).to_be_checked()
        ferdig(fane)


class Smalt(NamedTuple):
    """Hvor mye bredere siden, eller en tabell på den, er enn hver av de smale skjermene, og det som er målt
    på den smaleste: plassen til den første figuren, tekstene som er kuttet, og valgene som ikke er en liste.
    """

    overskytende: dict[int, int]
    plass: list[int] | None
    kuttet: list[str]
    skjeve: list[str]


def _paa_smale_skjermer(fane, bredder) -> Smalt:
    """Det leseren må rulle sidelengs for å se, blir ikke sett."""
    overskytende, smalest = {}, ()
    for bredde in bredder:
        fane.set_viewport_size({"width": bredde, "height": SKJERM["height"]})
        overskytende[bredde] = for_bredt(ferdig(fane))
        if bredde == min(SMALE):
            smalest = (
                fane.evaluate(PLASS, FIGUR),
                fane.evaluate(KUTTET),
                fane.evaluate(HULTER_TIL_BULTER),
            )
    return Smalt(overskytende, *smalest)


def test_ingen_brudd_paa_kravene_til_universell_utforming(aapnet):
    assert not brudd(aapnet)


def test_en_skjermleser_moeter_overskrifter_i_rekkefoelge_og_navn_paa_alt(aapnet):
    """Slik nettleseren selv gir siden til skjermleseren. Figurene sier i en setning det de viser, og ingen
    to felt eller knapper heter det samme.
    """
    moett = gang(aapnet)
    nivaaer = moett["overskrifter"]
    assert nivaaer[0] == 1 and nivaaer.count(1) == 1
    assert all(neste <= foer + 1 for foer, neste in itertools.pairwise(nivaaer))
    assert not [navn for navn in moett["figurer"] if len(navn.split()) < 4]
    assert all(navn for _, navn in moett["kontroller"])
    # To lenker til det samme heter det samme.
    antall = collections.Counter(k for k in moett["kontroller"] if k[0] != "link")
    assert not {kontroll for kontroll, ganger in antall.items() if ganger > 1}
    assert all(moett["bilder"])
    assert all(navn and overskrifter for navn, overskrifter in moett["tabeller"])


def test_navnene_i_menyen_er_hele(aapnet):
    navnene = aapnet.locator("[data-testid=stSidebarNavLink] p").locator("..")
    kuttet = "(navn) => navn.filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.innerText)"
    assert navnene.count() == len(SIDER)
    assert not navnene.evaluate_all(kuttet)


def test_den_foerste_tegningen_er_hel_paa_den_foerste_skjermen(aapnet):
    plass = aapnet.evaluate(PLASS, TEGNING)
    assert plass is None or plass[1] <= FOERSTE_SKJERM, plass


def test_alt_kan_naas_med_tastaturet(aapnet):
    """Tabulatoren går innom menyen, filtrene og knappene på kortene, og hvert stopp har et navn og en
    ring som viser hvor en er.
    """
    aapnet.evaluate(SKRIV_NED_STOPPENE)
    for _ in range(7):
        for _ in range(10):
            aapnet.keyboard.press("Tab")
        if aapnet.evaluate("gjennom"):
            break
    stoppene = aapnet.evaluate("() => { skriver.abort(); return stoppene; }")
    stopp = [navn for navn, _ in stoppene]
    uten_ring = {navn for navn, har_ring in stoppene if not har_ring}
    assert all(stopp), "et stopp uten navn"
    assert not uten_ring
    assert {side.tittel for side in SIDER.values()} <= set(stopp)
    assert not [
        felt for felt in _paa_siden(aapnet) if not any(felt in navn for navn in stopp)
    ]


def test_kontrasten_er_god_baade_i_lyst_og_moerkt_og_bare_fargene_er_ulike(aapnet):
    """Alle kravene er prøvd i de fargene siden er i. De andre kravene enn fargene gjelder oppbygningen
    av siden, og den er den samme i de fargene siden byttes til.
    """
    foer = oppbygning(ferdig(aapnet))
    funn = brudd(bytt_farger(aapnet), FARGEKRAV)
    assert not funn
    assert oppbygning(aapnet) == foer


def test_det_som_er_lukket_er_like_bra_naar_det_aapnes(aapnet, visning):
    """Boksene, listene, og kortene som tabell, forklaring og nedlasting. På det første temaet prøves de i
    lyst og mørkt. Kortene og filtrene er like på de andre, og der prøves boksene og de andre listene i de
    fargene siden er i.
    """
    navn, tema = visning
    foerste = tema in (None, *SIDER[navn].temaer[:1])
    with alt_aapnet(aapnet, LUKKET if foerste else ()) as noe_er_aapnet:
        if noe_er_aapnet:
            assert not brudd(aapnet, i="html" if foerste else "main details[open]")
        assert not _brudd_i_listene(aapnet, LISTENE if foerste else UTENOM_FILTRENE)
        if foerste and noe_er_aapnet:
            assert not brudd(bytt_farger(aapnet), FARGEKRAV)
            assert not _brudd_i_listene(aapnet, LISTENE, FARGEKRAV)


def _brudd_i_listene(fane, hvilke_lister, krav=ALLE_KRAV) -> dict[str, list]:
    return {
        navn: funn
        for navn in listene(fane, hvilke_lister)
        if (funn := brudd(fane, krav, i="[role=listbox], [aria-expanded=true]"))
    }


def test_ingen_ting_paa_siden_maa_rulles_sidelengs(aapnet):
    assert for_bredt(ferdig(aapnet)) <= 0


def test_verken_siden_eller_tabellene_ruller_sidelengs_paa_smale_skjermer_og_figuren_begynner_hoeyt(
    aapnet, delt_fane
):
    smalt = delt_fane.smal = delt_fane.smal or _paa_smale_skjermer(aapnet, SMALE)
    assert smalt.overskytende.keys() == set(SMALE)
    assert max(smalt.overskytende.values()) <= 0, smalt.overskytende
    assert smalt.plass is None or smalt.plass[0] <= PAA_TELEFON, smalt.plass


def test_paa_en_smal_skjerm_er_ingen_tekst_kuttet_og_valgene_en_rad_eller_en_liste(
    aapnet, delt_fane
):
    """Forklaringen over tidslinjen i Planprosess og filtypene på Kilder og kvalitet var kuttet på en telefon,
    og dokumentene i Rapport sto hulter til bulter.
    """
    smalt = delt_fane.smal = delt_fane.smal or _paa_smale_skjermer(aapnet, SMALE)
    assert not smalt.kuttet
    assert not smalt.skjeve


def test_ingen_engelske_ord_er_igjen(aapnet):
    tekster = set(all_tekst(aapnet, *IKKE_VIST))
    nedlasting = aapnet.get_by_role("radio", name="Last ned", exact=True)
    if nedlasting.count():
        nedlasting.first.click()
        tall = aapnet.get_by_role("button", name="Tall (CSV)").first
        tall.wait_for()
        tekster |= set(all_tekst(aapnet, *IKKE_VIST))
        aapnet.get_by_role("radio").and_(
            aapnet.locator("[class*=st-key-topp_] button")
        ).first.click()
    assert len(tekster) > 30
    assert not {t: feil_i(t) for t in tekster if feil_i(t)}


def test_den_foerste_figuren_er_paa_den_foerste_skjermen_ogsaa_med_to_filtre(
    delt_fane, tjener, bygd_eksempel, monkeypatch
):
    """To tilfeldige filtre, de samme hver gang, for hvert tema på hver side som har dem. Da sier siden også
    hva som ikke kan deles på dem, og hva hvert tall gjelder. Figuren er hel på en vanlig skjerm, og begynner
    høyt på en telefon, der ingenting går ut av skjermen. Er det første kortet uten figur, er svaret ord.
    """
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(bygd_eksempel))
    filtrert = [visning for visning in VISNINGER if visning[0] in DELES]
    fane = delt_fane.side
    delt_fane.viser = None
    aapne(fane, tjener, "Oversikt")
    fane.set_viewport_size(SKJERM)
    lavest, hoeyest, for_brede = {}, {}, {}
    for navn, tema in filtrert:
        valgt = _to_filtre(tema) | {f"{navn}_tema": tema}
        foelg_lenke(fane, f"{navn}?{urlencode(valgt)}", SIDER[navn].tittel)
        # Hver visning åpnes i den bredden den forrige endte med.
        for skjerm in (fane.viewport_size, _den_andre(fane.viewport_size)):
            fane.set_viewport_size(skjerm)
            ferdig(fane)
            foerste = fane.locator("[class*='st-key-kort_']").first
            plass = (
                fane.evaluate(PLASS, FIGUR) if foerste.locator(FIGUR).count() else None
            )
            if skjerm == TELEFON:
                for_brede[tema] = for_bredt(fane)
                hoeyest[tuple(valgt.values())] = plass[0] if plass else 0
            elif plass:
                lavest[tuple(valgt.values())] = plass[1]
    assert len(lavest) > 15
    assert not {valgt: y for valgt, y in lavest.items() if y > FOERSTE_SKJERM}
    assert len(hoeyest) == len(filtrert)
    assert not {valgt: y for valgt, y in hoeyest.items() if y > PAA_TELEFON}
    assert not any(for_brede.values()), for_brede


def _den_andre(skjerm):
    return SKJERM if skjerm == TELEFON else TELEFON


def _to_filtre(tema) -> dict[str, str]:
    terning = random.Random(tema)
    return {
        filter_: terning.choice([*lesing.verdier(filter_)])
        for filter_ in terning.sample(katalog.FILTRE, 2)
    }


def test_krasjer_fanen_er_det_bare_den_testen_som_feiler(delt_fane, tjener):
    foer = delt_fane.side
    with pytest.raises(Error, match="crash"):
        foer.goto("chrome://crash")
    assert delt_fane.side is not foer
    assert aapne(delt_fane.side, f"{tjener}/tilgjengelighet", "Tilgjengelighet")


def test_en_side_som_aldri_blir_ferdig_sier_hva_den_venter_paa_og_feller_ikke_de_neste(
    delt_fane,
):
    fane = delt_fane.side
    fane.set_content("<div class=stApp data-test-script-state=running></div>")
    fane.set_default_timeout(500)
    with pytest.raises(Error) as feil:
        ferdig(fane)
    assert "'skriptet': 'running'" in feil.value.__notes__[0]
    delt_fane.kast()
    assert fane.is_closed() and not delt_fane.side.is_closed()


def _paa_siden(aapnet) -> list[str]:
    """Det som skal kunne nås på siden som er åpen."""
    navn = aapnet.url.rsplit("/", 1)[1].split("?")[0]
    tekst = aapnet.locator("[data-testid=stMain]").inner_text()
    # Bare den valgte visningen av et kort er et stopp; de andre nås med piltastene derfra.
    valgt = {"graf": "Graf", "tabell": "Tabell"}
    visningene = [
        vist
        for slag, vist in valgt.items()
        if aapnet.locator(f"[class*=st-key-visning_{slag}_]").count()
    ]
    return [
        *EGNE_FELT.get(navn, FILTRE),
        *visningene,
        *(["Søk i indikatorene"] if "Søk i indikatorene" in tekst else []),
        *(SPAKER if "Hva om" in tekst else []),
    ]
