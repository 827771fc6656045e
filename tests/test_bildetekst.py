"""Et bilde av et kort kan leses alene: det sier forbeholdene, hva tallet er, hva det gjelder, og kilden."""

import pytest
import sidekort

from boligdata import lesing
from boligdata.innhold import bildetekst, kort
from boligdata.innhold.kort import Valg


@pytest.fixture(autouse=True)
def publisert(bygd_eksempel, monkeypatch):
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(bygd_eksempel))
    with lesing.samme_tall():
        yield


def _linjer(id, **filtre):
    kortet = kort.lag(sidekort.som_bestilling(id), Valg("aar", "2025", filtre))
    return kortet, bildetekst.linjer(kortet)


def test_bildet_sier_avrundingen_definisjonen_utvalget_og_kilden():
    kortet, linjer = _linjer("venteliste", maalgruppe="eldre")
    assert kortet.vern.kort in linjer
    assert f"Definisjon: {kortet.indikator.definisjon}" in linjer
    assert "målgruppe: Eldre" in linjer[-1]
    assert "Kilde: Søknader om kommunal bolig." in linjer[-1]


def test_bildet_av_eksakte_tall_sier_ingenting_om_avrunding():
    _, linjer = _linjer("boliger")
    assert not [linje for linje in linjer if "vrundet" in linje]


def test_bildet_har_forbeholdene_helt_ut_og_ikke_bare_slik_de_staar_paa_kortet():
    kortet, linjer = _linjer("boliger", maalgruppe="eldre")
    assert list(kortet.flagg) == linjer[: len(kortet.flagg)]
