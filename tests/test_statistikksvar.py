"""Det som leses likt når et svar fra statistikkbanken hentes, og når det brukes."""

import pytest

from boligdata.felles import statistikksvar


def test_svaret_sier_hvilken_tabell_det_er_eller_ingenting():
    assert statistikksvar.tabellnummer({"extension": {"px": {"tableid": "07459"}}}) == (
        "07459"
    )
    assert statistikksvar.tabellnummer({}) is None


@pytest.mark.parametrize("indeks", [{"b": 1, "a": 0}, ["a", "b"]])
def test_kodene_staar_i_rekkefoelgen_tallene_har(indeks):
    assert statistikksvar.i_rekkefoelge(indeks) == ["a", "b"]


def test_tallene_kan_vaere_en_liste_eller_bare_dem_som_finnes():
    assert [statistikksvar.verdien({"value": [1, None]}, nr) for nr in (0, 1)] == [
        1,
        None,
    ]
    assert [statistikksvar.verdien({"value": {"0": 1}}, nr) for nr in (0, 1)] == [
        1,
        None,
    ]
