"""Svaret øverst på siden: tallet, målet og dommen med ett ord, og hva tallet gjelder."""

import pytest
import sidekort

from boligdata import lesing
from boligdata.innhold import svaret
from boligdata.innhold.kort import Valg

SISTE = "2025"


@pytest.fixture(autouse=True)
def publisert(bygd_eksempel, monkeypatch):
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(bygd_eksempel))
    with lesing.samme_tall():
        yield


def _flis(id, **filtre):
    [flis] = svaret.fliser((id,), Valg("aar", SISTE, filtre))
    return flis


def test_flisen_sier_tallet_maalet_og_dommen():
    flis = _flis("venteliste")
    maal, endring = flis.merker
    assert (flis.navn, flis.verdi) == ("Husstander som venter på bolig", "30")
    assert (maal.slag, maal.tegn, maal.ord) == (
        "daarlig",
        "✗",
        "Mål: høyst 20, ikke nådd",
    )
    assert endring.slag == "noeytral" and endring.ord == "Omtrent likt"


def test_flisen_sier_naar_tallet_er_fra_bare_naar_det_er_en_annen_dag_enn_den_valgte():
    assert not _flis("venteliste").naar
    assert _flis("innbyggere_80").naar == "den 1. januar 2025"


def test_flisen_viser_det_naermeste_tallet_naar_det_som_er_valgt_er_for_faa():
    flis = _flis("omloepstid", maalgruppe="eldre", omraade="Fjelldal")
    assert flis.verdi == _flis("omloepstid").verdi != "For få"
    assert flis.gjelder == "Gjelder hele kommunen"


def test_flisen_sier_hvor_mange_en_prosent_som_kan_vaere_hva_som_helst_bygger_paa():
    """Da er det ikke noen dom heller."""
    flis = _flis("midlertidig_over_90")
    [merke] = flis.merker
    assert flis.verdi == "For få"
    assert merke.ord == "Bygger på om lag 15, og er for usikkert til å vises"


def test_flisen_sier_hva_tallet_er_for_naar_et_valg_ikke_virker():
    assert not _flis("venteliste", maalgruppe="eldre").gjelder
    assert _flis("utleiegrad", maalgruppe="eldre").gjelder == "Gjelder hele kommunen"
    begge = _flis("utleiegrad", maalgruppe="eldre", omraade="Sentrum")
    assert begge.gjelder == "Gjelder Sentrum, alle målgrupper"


@pytest.mark.parametrize("id", sidekort.svar())
def test_flisen_og_setningen_i_ord_sier_det_samme_tallet(id):
    for filtre in sidekort.faa_utvalg():
        valg = Valg("aar", SISTE, filtre)
        [flis], [(navn, setning)] = (
            svaret.fliser((id,), valg),
            svaret.i_ord((id,), valg),
        )
        assert flis.navn == navn
        assert flis.verdi in setning or flis.verdi == "For få"
