"""Sidene leses rett fra koden: temaene, navnene øverst og argumentene i kallene."""

import ast

import pytest

from boligdata.felles import sidekode


def test_navnene_oeverst_og_temaene_leses_av_siden():
    side = ast.parse(
        'HVA, NAA = ("Hva?", "Nå?")\nALENE = "Alene"\ntema = ui.tema("side", hva=HVA, naa=NAA, saa="Så?")'
    )
    assert sidekode.konstanter(side) == {"HVA": "Hva?", "NAA": "Nå?", "ALENE": "Alene"}
    assert sidekode.temaer(side) == {"hva": "Hva?", "naa": "Nå?", "saa": "Så?"}


def test_en_side_som_ikke_er_delt_har_ingen_temaer():
    assert sidekode.temaer(ast.parse('ui.svar("boliger")')) == {}


def test_et_tema_som_ikke_kan_leses_sier_hva_som_maa_gjoeres():
    with pytest.raises(ValueError, match="skriv teksten, eller gi den et navn øverst"):
        sidekode.verdi(ast.parse("_('Hva nå?')", mode="eval").body, {})
    with pytest.raises(ValueError, match="«NAA»"):
        sidekode.verdi(ast.parse("NAA", mode="eval").body, {})
