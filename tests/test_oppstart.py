"""Første start: bygget går i en egen prosess, brukeren ser framdriften, og en feil kan rettes og
prøves igjen.
"""

import time

import pytest
from uttrekk import mikrokommune

from boligdata import lesing
from boligdata.doer.oppstart import Bygging


@pytest.fixture
def data(tmp_path, monkeypatch):
    """En tom datamappe som både testen og byggeprosessen bruker."""
    monkeypatch.setenv("BOLIGDATA_DATA", str(tmp_path))
    monkeypatch.delenv("BOLIGDATA_PUBLISERT", raising=False)
    return tmp_path


def _vent(bygging, mens=lambda: None):
    """Vent slik siden gjør: til prosessen er ferdig og det siste den sa, er lest."""
    frist = time.monotonic() + 120
    while bygging.i_gang or not (bygging.andel == 1.0 or bygging.feil):
        mens()
        assert time.monotonic() < frist, "bygget ble aldri ferdig"
        time.sleep(0.02)
    mens()


def test_to_brukere_som_kommer_samtidig_faar_ett_bygg_og_tall_til_slutt(data):
    mikrokommune(data / "eksempel")
    bygging, andeler, tekster = Bygging(), [], set()
    assert not bygging.i_gang
    bygging.start()
    prosess = bygging._prosess
    bygging.start()
    assert bygging._prosess is prosess and bygging.i_gang
    _vent(bygging, lambda: (andeler.append(bygging.andel), tekster.add(bygging.tekst)))
    assert bygging.feil is None and bygging.andel == 1.0
    assert andeler == sorted(andeler) and len(set(andeler)) > 3
    assert all(t and t[0].isupper() for t in tekster)
    assert lesing.meta().kommune == "Fjordvik"


def test_en_feil_brukeren_kan_rette_kommer_paa_norsk_og_kan_proeves_igjen(data):
    bygging = Bygging()
    bygging.start()
    _vent(bygging)
    assert "kommune.toml" in bygging.feil and "prøv igjen" in bygging.feil
    assert "Traceback" not in bygging.feil and not bygging.i_gang
    foerste = bygging._prosess
    bygging.start()
    assert (
        bygging._prosess is not foerste
        and bygging.feil is None
        and bygging.andel == 0.0
    )
    _vent(bygging)
    assert "kommune.toml" in bygging.feil


def test_et_bygg_som_blir_drept_sier_hva_man_gjoer_for_aa_finne_ut_hvorfor(data):
    mikrokommune(data / "eksempel")
    bygging = Bygging()
    bygging.start()
    bygging._prosess.kill()
    _vent(bygging)
    assert (
        bygging.feil
        == "Bygget stoppet uventet. Kjør «python -m boligdata bygg» i terminalen for å se hvorfor."
    )
    assert not lesing.finnes()
