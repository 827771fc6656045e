"""Første start: bygget går i en egen prosess, brukeren ser framdriften, og en feil kan rettes og
prøves igjen.
"""

import subprocess
import sys
import time

import pytest
from uttrekk import mikrokommune

from boligdata import lesing
from boligdata.doer import oppstart
from boligdata.doer.oppstart import Bygging
from boligdata.felles.config import Brukerfeil


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
        == "Bygget stoppet uventet. Den som drifter dashbordet, ser hvorfor ved å bygge på nytt fra "
        "kommandolinjen."
    )
    assert not lesing.finnes()


@pytest.fixture
def kommando(monkeypatch):
    """En kommando som sier disse linjene, og slutter med denne koden."""
    ekte = subprocess.Popen

    def lag(*linjer: str, kode: int = 0, **valg) -> Bygging:
        skript = f"import sys; print({chr(10).join(linjer)!r}); sys.exit({kode})"
        monkeypatch.setattr(
            oppstart.subprocess,
            "Popen",
            lambda _, **resten: ekte([sys.executable, "-c", skript], **resten),
        )
        return Bygging("sjekk", stoppet="Stoppet.", **valg)

    return lag


def _ferdig(bygging: Bygging, ferdig=lambda: None) -> Bygging:
    bygging.start(ferdig)
    bygging._leser.join(60)
    assert not bygging.i_gang
    return bygging


def test_en_linje_fra_et_bibliotek_stopper_ikke_det_som_blir_sagt_etterpaa(kommando):
    linjer = ("Advarsel: noe er gammelt", "17", '{"andel": 0.5}', '{"svar": {"a": 1}}')
    bygging = _ferdig(kommando(*linjer, svarer=True))
    assert (bygging.andel, bygging.svar, bygging.feil) == (0.5, {"a": 1}, None)


def test_en_kommando_som_skulle_svart_og_ikke_gjorde_det_er_en_feil(kommando):
    """Ellers ville siden startet den om og om igjen, uten et ord."""
    assert _ferdig(kommando('{"andel": 1}', svarer=True)).feil == "Stoppet."
    assert _ferdig(kommando('{"andel": 1}')).feil is None
    assert _ferdig(kommando('{"andel": 1}', kode=9)).feil == "Stoppet."


def test_det_som_ikke_gaar_etterpaa_sies_og_blir_ikke_borte_i_traaden(kommando):
    def ferdig() -> None:
        raise Brukerfeil("Kunne ikke loggføres.")

    assert _ferdig(kommando("{}"), ferdig).feil == "Kunne ikke loggføres."
