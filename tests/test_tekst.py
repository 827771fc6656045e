"""Navn sammenlignes i én form, og tekst fra filer renses for det som ikke synes."""

import pytest

from boligdata.felles.tekst import del_opp, noekkelform, rens


@pytest.mark.parametrize(
    "skrevet, form",
    [
        ("Frist / Tidsplan", "fristtidsplan"),
        ("Målgruppe", "maalgruppe"),
        ("Ma\u030algruppe", "maalgruppe"),
        ("ÆRLIG ØNSKE", "aerligoenske"),
        ("André", "andre"),
    ],
)
def test_to_skrivemaater_av_et_navn_har_samme_form(skrevet, form):
    assert noekkelform(skrevet) == form


def test_usynlige_tegn_og_harde_mellomrom_er_ikke_en_del_av_teksten():
    assert rens(" handlings\u00addel\u00a0 2025\n") == "handlingsdel 2025"
    assert rens("NULL") == ""


@pytest.mark.parametrize(
    "tekst, deler",
    [
        ("NAV og Eiendom", ["NAV", "Eiendom"]),
        ("Helse og mestring", ["Helse og mestring"]),
        ("NAV, Helse og mestring/Eiendom", ["NAV", "Helse og mestring", "Eiendom"]),
        ("NAV;", ["NAV"]),
    ],
)
def test_et_kjent_navn_deles_ikke_opp(tekst, deler):
    assert del_opp(tekst, {"helseogmestring"}) == deler
