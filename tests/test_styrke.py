"""Dommene slår sjelden ut når ingenting er endret, og ser det som er sagt i README at de ser."""

import math

import pytest

from tests.styrke import tabell
from tests.styrke.maaling import ENDRINGER, PROEVER, maal

# Hele målingen tar noen minutter. Dette er én rad for hver regel og hvert slag tall.
ANTALL = 150
UTVALG = [
    proeve
    for proeve in PROEVER
    if proeve.navn
    in {
        ("Perioden før", "60 saker", "Terningkast"),
        ("Perioden før", "40 % av 80", "Svinger dobbelt så mye"),
        ("De tidligere", "30 saker, 24 tertialer", "Beholdning, 85 % blir"),
        ("De tidligere", "Median av 35, 10 år", "Terningkast"),
        ("Årene før planen", "20 saker", "Svinger dobbelt så mye"),
        ("Årene før planen", "60 saker", "Beholdning, halvparten blir"),
        ("Årene før planen", "40 % av 80", "Terningkast"),
    }
]


@pytest.fixture(scope="module")
def maalt():
    return {proeve.navn: maal(proeve, ANTALL, froe=2) for proeve in UTVALG}


def test_tabellen_i_readme_har_en_rad_for_hver_proeve():
    tekst = tabell.README.read_text(encoding="utf-8")
    assert tabell.hode() in tekst
    assert list(tabell.fra_readme()) == [proeve.navn for proeve in PROEVER]
    assert len(UTVALG) == 7


@pytest.mark.parametrize("proeve", UTVALG, ids=lambda proeve: ", ".join(proeve.navn))
def test_dommene_tar_feil_og_ser_saa_ofte_som_readme_sier(maalt, proeve):
    tall = maalt[proeve.navn]
    vist = [*tall.eksakt.values(), tall.rundet[0], tall.rundet[ENDRINGER[-1]]]
    for andel, sagt in zip(vist, tabell.fra_readme()[proeve.navn], strict=True):
        sann = min(max(sagt / 100, 0.005), 0.995)
        slingring = 4 * math.sqrt(sann * (1 - sann) / ANTALL) + 0.005
        assert abs(andel - sann) <= slingring, (andel, sagt)


def test_en_dom_over_avrundede_tall_er_aldri_en_annen_enn_den_over_de_eksakte(maalt):
    assert sum(tall.uenige for tall in maalt.values()) == 0
    sikre = sum(sum(tall.rundet.values()) for tall in maalt.values())
    assert sikre > 1, "ellers er det ingen avrundede dommer å sammenligne"


def test_faa_dommer_er_falske_ogsaa_naar_tallet_svinger_mer_enn_terningkast():
    """Bare perioden før: to tall sier ikke hvor mye det svinger."""
    falske = {navn: tall[0] for navn, tall in tabell.fra_readme().items()}
    for navn, prosent in falske.items():
        svinger = navn[0] == "Perioden før" and navn[2].startswith("Svinger")
        assert prosent <= (20 if svinger else 8), navn
