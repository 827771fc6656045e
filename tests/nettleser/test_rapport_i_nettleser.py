"""Siden Rapport i ekte Chromium: en sak lages og lastes ned, og et stort dokument avbrytes."""

import dokumentleser
from nettside import aapne, brudd, ferdig
from playwright.sync_api import expect


def test_en_sak_lages_lastes_ned_og_kan_leses_av_alle(side, tjener, ny_side):
    aapne(side, f"{tjener}/rapport?rapport_slag=Saksframlegg", "Rapport")
    felt = side.get_by_role("textbox", name="Vurdering")
    felt.fill("Behovet er <b>større</b> enn planen.")
    side.get_by_text("Flere valg").click()
    assert not brudd(ferdig(side))
    felt.press("Tab")
    side.get_by_role("button", name="Lag dokumentet").click()
    filer = {navn: _last_ned(side, navn) for navn in ("Word", "Nettside (HTML)")}
    innhold = dokumentleser.word(filer["Word"])
    assert (1, "Forslag til vedtak") in innhold.overskrifter
    assert "Behovet er <b>større</b> enn planen." in innhold.alt_sammen
    _krev_en_nettside_alle_kan_lese(ny_side(bypass_csp=True), filer["Nettside (HTML)"])


def _last_ned(side, navn: str) -> bytes:
    knapp = side.get_by_role("button", name=navn, exact=True)
    knapp.wait_for()
    with side.expect_download() as nedlasting:
        knapp.click()
    return nedlasting.value.path().read_bytes()


def _krev_en_nettside_alle_kan_lese(side, html: bytes) -> None:
    side.set_content(html.decode())
    assert not brudd(side)
    side.set_viewport_size({"width": 360, "height": 800})
    assert side.evaluate("document.documentElement.scrollWidth") <= 360


def test_et_stort_dokument_kan_avbrytes_og_lages_igjen(side, tjener):
    aapne(side, f"{tjener}/rapport", "Rapport")
    side.get_by_role("button", name="Lag dokumentet").click()
    avbryt = side.get_by_role("button", name="Avbryt")
    avbryt.click()
    expect(side.get_by_role("button", name="Lag dokumentet")).to_be_visible()
    expect(side.get_by_role("heading", name="Last ned")).to_have_count(0)
