"""Spakene på Boligbehov i ekte Chromium: med tastaturet, på telefon, og lenken som åpner det samme
hos en annen.
"""

import re

import pytest
from nettside import IKKE_VIST, aapne, brudd, ferdig, for_bredt, innhold, kort, velg
from playwright.sync_api import expect
from spraak import all_tekst, feil_i

PROEV = "boligbehov?boligbehov_tema=Prøv+selv"


def _svaret(side):
    return side.locator(".st-key-behovssvar")


def _spak(side, navn):
    return side.get_by_role("slider", name=re.compile(navn)).first


def _flytt(side, navn, tast, ganger=1):
    """Flytt en spak med piltastene, slik en som ikke bruker mus gjør."""
    _spak(side, navn).focus()
    for _ in range(ganger):
        side.keyboard.press(tast)
    ferdig(side)


def test_en_spak_flyttes_med_tastaturet_og_svaret_lenken_og_figurene_foelger_med(
    to_nettlesere, tjener
):
    side, annen = to_nettlesere
    aapne(side, f"{tjener}/{PROEV}", "Boligbehov")
    foer, figur = (
        _svaret(side).text_content(),
        kort(side, "behov_planer").locator("[role=figure]").get_attribute("aria-label"),
    )
    _flytt(side, "Skjult behov", "ArrowRight", 2)
    expect(_svaret(side)).not_to_have_text(foer)
    expect(_svaret(side)).to_contain_text("boliger mot dagens plan")
    side.wait_for_url(re.compile("plan=skjult"))
    expect(_svaret(side)).to_be_in_viewport(ratio=1)
    _spak(side, "Forebygging").focus()
    plass = _spak(side, "Forebygging").bounding_box()
    _flytt(side, "Forebygging", "ArrowLeft", 3)
    assert _spak(side, "Forebygging").bounding_box()["y"] == pytest.approx(
        plass["y"], abs=1
    ), "spaken flytter seg ikke under hånden"
    expect(_svaret(side)).to_be_in_viewport(ratio=1)
    expect(kort(side, "behov_tiltak")).to_contain_text("Hva betyr hvert tiltak?")
    assert (
        kort(side, "behov_planer").locator("[role=figure]").get_attribute("aria-label")
        != figur
    )
    vist = innhold(side)
    assert innhold(aapne(annen, side.url, "Boligbehov")) == vist
    til_en_annen_side_og_tilbake(side)
    side.wait_for_url(re.compile("plan=skjult"))
    expect(_svaret(side)).not_to_have_text(foer)
    side.get_by_role("button", name="Tilbakestill").click()
    expect(_svaret(side)).to_have_text(foer)
    assert "plan=" not in side.url


def til_en_annen_side_og_tilbake(side):
    for navn in ("Venteliste", "Boligbehov"):
        side.get_by_role("link", name=navn).click()
        expect(side.get_by_role("heading", name=navn, level=1)).to_be_visible()
        ferdig(side)


def test_valgene_er_foldet_paa_en_telefon_til_en_knapp_som_sier_hva_som_er_valgt(
    side, tjener
):
    side.set_viewport_size({"width": 375, "height": 800})
    aapne(side, f"{tjener}/boligbehov", "Boligbehov")
    felt = side.get_by_role("combobox", name="Folkevekst")
    knapp = side.get_by_role("button", name="Folkevekst: hovedalternativet.")
    expect(knapp).to_have_attribute("aria-expanded", "false")
    expect(felt).to_be_hidden()
    knapp.press("Enter")
    expect(felt).to_be_visible()
    expect(knapp).to_have_attribute("aria-expanded", "true")
    expect(knapp).to_be_focused()
    velg(side, "Folkevekst", "Høy vekst")
    side.get_by_role("button", name="Folkevekst: høy vekst.").press("Enter")
    expect(felt).to_be_hidden()


def test_tabulatoren_gaar_den_veien_en_ser_i_proev_selv_paa_en_telefon(side, tjener):
    """Figuren står over spakene, så den nås først."""
    side.set_viewport_size({"width": 375, "height": 800})
    aapne(side, f"{tjener}/{PROEV}", "Boligbehov")
    side.get_by_role("radio", name="Graf").first.focus()
    hoeyder = [_hoeyde(side)]
    for _ in range(6):
        side.keyboard.press("Tab")
        hoeyder.append(_hoeyde(side))
    assert hoeyder == sorted(hoeyder)
    # Fra knappene på figuren er en kommet til spakene.
    assert side.evaluate(
        "document.activeElement.closest('.st-key-behovsspaker') !== null"
    )


def _hoeyde(side) -> float:
    """Hvor langt ned på siden det som har fokus, står."""
    return side.evaluate(
        """() => Math.round(document.activeElement.getBoundingClientRect().top
            + document.querySelector("[data-testid=stMain]").scrollTop)"""
    )


@pytest.mark.parametrize(("bredde", "hoeyde"), [(720, 450), (360, 225)])
def test_spaken_en_flytter_er_aldri_dekket_naar_alt_er_forstoerret(
    side, tjener, bredde, hoeyde
):
    """To og fire ganger så stort, som på en vanlig skjerm."""
    side.set_viewport_size({"width": bredde, "height": hoeyde})
    aapne(side, f"{tjener}/{PROEV}", "Boligbehov")
    spaken = side.get_by_role("slider").first
    spaken.focus()
    spaken.evaluate("spak => spak.scrollIntoView({block: 'center'})")
    assert spaken.evaluate(
        """spak => {
            const {left, top, width, height} = spak.getBoundingClientRect();
            const synlig = document.elementFromPoint(left + width / 2, top + height / 2);
            return synlig !== null && (spak.contains(synlig) || synlig.contains(spak));
        }"""
    )


def test_et_scenario_kan_faa_navn_og_legges_ved_siden_av_paa_en_telefon(side, tjener):
    side.set_viewport_size({"width": 375, "height": 800})
    aapne(side, f"{tjener}/{PROEV}&plan=skjult%3D10", "Boligbehov")
    expect(
        side.get_by_role("button", name="Legg ved siden av planene")
    ).to_be_disabled()
    side.get_by_role("textbox", name="Navn på scenarioet").fill("Skjult")
    side.get_by_role("textbox", name="Navn på scenarioet").press("Enter")
    expect(side.get_by_role("button", name="Legg ved siden av planene")).to_be_enabled()
    side.get_by_role("button", name="Legg ved siden av planene").click()
    fjern = side.get_by_role("button", name="Fjern «Skjult»")
    i_figuren = kort(side, "behov_planer").locator(
        ".annotation-text", has_text="Skjult"
    )
    expect(fjern).to_be_visible()
    expect(i_figuren.first).to_be_visible()
    assert for_bredt(ferdig(side)) <= 0
    assert not brudd(side)
    # Planen er lagret for alle, også for testene etter denne.
    fjern.click()
    expect(i_figuren).to_have_count(0)
    expect(fjern).to_have_count(0)


def test_de_to_endene_av_et_spenn_har_hvert_sitt_norske_navn(side, tjener):
    aapne(side, f"{tjener}/{PROEV}", "Boligbehov")
    side.get_by_text("Angi et spenn").click()
    for ende in ("den laveste", "den høyeste"):
        expect(
            side.get_by_role("slider", name=re.compile(f"Forebygging.* — {ende}"))
        ).to_have_count(1)


def test_det_streamlit_selv_skriver_paa_siden_er_paa_norsk(side, tjener):
    aapne(side, f"{tjener}/{PROEV}", "Boligbehov")
    tekster = set()

    def samle():
        side.wait_for_timeout(200)
        tekster.update(all_tekst(side, *IKKE_VIST))

    flervalg = side.get_by_role(
        "combobox", name="Boligtyper som skal kunne brukes om hverandre"
    )
    flervalg.scroll_into_view_if_needed()
    flervalg.click()
    samle()
    flervalg.fill("zzz")
    samle()
    flervalg.fill("")
    side.get_by_role("option").first.click()
    ferdig(side)
    samle()
    side.keyboard.press("Escape")
    side.get_by_text("Hva koster det?").first.click()
    for felt in ("For hver bolig, én gang, lavest", "Kilde til virkningen"):
        side.get_by_label(re.compile(felt)).first.fill("1")
        samle()
    side.locator("[data-testid=stTooltipIcon]").first.hover()
    samle()
    aapne(side, f"{tjener}/boligbehov", "Boligbehov")
    side.locator("[data-testid=stCode]").hover()
    samle()
    assert {"Ingen treff", "Trykk Enter for å bruke", "Kopier"} <= tekster, (
        "ellers har testen ikke åpnet det den tror"
    )
    assert not {t: feil_i(t) for t in tekster if feil_i(t)}


def test_setningen_til_saksframlegget_kan_kopieres(side, tjener):
    side.context.grant_permissions(["clipboard-read", "clipboard-write"])
    aapne(side, f"{tjener}/boligbehov", "Boligbehov")
    kode = side.locator("[data-testid=stCode]")
    kode.hover()
    kode.get_by_role("button").click()
    assert side.evaluate("navigator.clipboard.readText()") == kode.inner_text().strip()
