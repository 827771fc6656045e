"""Dommen over en endring, mot publiserte tall og mot det reglene sier."""

import numpy as np
import pytest

from boligdata import katalog, vurdering
from boligdata.vurdering import vurder

ANTALL = katalog.indikatorer()["soeknader_uten_bolig"]   # antall, lavere er bedre
ANDEL = katalog.indikatorer()["til_eid_bolig"]           # prosent, høyere er bedre
TELLING = katalog.indikatorer()["andel_rullestol"]       # full telling
MEDIAN = katalog.indikatorer()["omloepstid"]


def _antall(*verdier):
    return vurder(ANTALL, verdier, verdier, [None] * len(verdier)).dom


@pytest.mark.parametrize("foer, naa, p", [(8, 12, 0.50), (8, 16, 0.15), (20, 30, 0.20)])
def test_poisson_gir_de_publiserte_p_verdiene(foer, naa, p):
    assert vurdering.poisson_p(foer, naa) == pytest.approx(p, abs=0.006)


def test_poisson_for_store_tall_henger_sammen_med_den_eksakte():
    assert vurdering.poisson_p(1010, 1000) == pytest.approx(vurdering.poisson_p(1000, 990), abs=0.01)


@pytest.mark.parametrize("x, n, lav, hoey", [(1, 5, 4, 62), (5, 20, 11, 47), (25, 100, 18, 34)])
def test_wilson_gir_de_publiserte_intervallene(x, n, lav, hoey):
    assert [round(100 * g) for g in vurdering.wilson(x, n)] == [lav, hoey]


def test_newcombe_gir_det_publiserte_intervallet():
    """Newcombe 1998, tabell II eksempel a: 56/70 mot 48/80 gir 0,0524 til 0,3339."""
    assert vurdering.newcombe(48, 80, 56, 70) == pytest.approx((0.0524, 0.3339), abs=1e-4)


def test_en_liten_endring_i_antall_kan_vaere_tilfeldig():
    assert _antall(8, 12) == "tilfeldig"


def test_en_stor_nedgang_er_bedre_naar_lavere_er_bedre():
    assert _antall(40, 15) == "bedre"
    assert _antall(15, 40) == "verre"


def test_likt_antall_er_uendret():
    assert _antall(12, 12) == "uendret"


def test_en_andel_vurderes_med_stoerrelsen_paa_gruppen():
    assert vurder(ANDEL, [10, 20], [2, 4], [20, 20]).dom == "tilfeldig"
    assert vurder(ANDEL, [10, 30], [100, 300], [1000, 1000]).dom == "bedre"


def test_en_full_telling_er_aldri_tilfeldig():
    assert vurder(TELLING, [46, 47], [152, 155], [330, 330]).dom == "bedre"


def test_en_median_med_faa_perioder_kan_ikke_skilles_fra_tilfeldigheter():
    assert vurder(MEDIAN, [60, 40], [12, 12], [None, None]).dom == "tilfeldig"


def test_manglende_tall_kan_ikke_vurderes():
    assert vurder(MEDIAN, [60, np.nan], [12, 3], [None, None]).dom == "ukjent"
    assert vurder(MEDIAN, [60], [12], [None]).dom == "ukjent"


def test_et_punkt_utenfor_grensene_er_en_virkelig_endring():
    assert _antall(10, 11, 9, 10, 12, 10, 9, 11, 10, 9, 11, 40) == "verre"


def test_sju_punkter_paa_samme_side_er_en_virkelig_endring():
    assert _antall(20, 21, 19, 20, 22, 20, 14, 13, 14, 12, 13, 14, 13) == "bedre"


def test_vanlig_svingning_i_en_lang_serie_kan_vaere_tilfeldig():
    assert _antall(10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 11) == "tilfeldig"


def test_xmr_grensene_er_snittet_pluss_minus_to_komma_seksti_seks_sprang():
    assert vurdering.xmr_grenser(np.array([1.0, 3.0, 2.0, 4.0])) == pytest.approx((2.5, 2.5 - 2.66 * 5 / 3, 2.5 + 2.66 * 5 / 3))


def test_uten_oensket_retning_sies_bare_om_tallet_gikk_opp_eller_ned():
    boliger = katalog.indikatorer()["boliger"]
    assert vurder(boliger, [330, 342], [330, 342], [None, None]).dom == "oekt"
    assert vurder(boliger, [330, 320], [330, 320], [None, None]).dom == "redusert"
