"""Kaplan–Meier mot svar regnet for hånd og mot egenskaper som alltid må gjelde."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boligdata.bygg import levetid


def _kurve(*spenn):
    inn, ut, hendelse = (np.array(k) for k in zip(*spenn))
    return levetid.kurve(inn, ut, hendelse.astype(bool))


def test_uten_sensurering_er_kurven_andelen_som_fortsatt_venter():
    k = _kurve((0, 10, 1), (0, 20, 1), (0, 30, 1), (0, 40, 1))
    assert [levetid.andel_over(k, d) for d in (0, 10, 25, 40)] == [1, 0.75, 0.5, 0]


def test_de_som_fortsatt_venter_trekker_ventetiden_opp():
    bare_bosatte = _kurve((0, 10, 1), (0, 20, 1))
    med_ventende = _kurve((0, 10, 1), (0, 20, 1), (0, 300, 0), (0, 300, 0))
    assert levetid.kvantil(bare_bosatte, 0.5) == 10
    assert levetid.kvantil(med_ventende, 0.5) == 20


def test_laereboekens_eksempel_freireich_1963():
    """Remisjonstider i 6-MP-gruppen, det vanlige lærebokeksempelet: S(10) = 0,753 og medianen er 23
    uker.
    """
    hendelser = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    sensurert = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    k = _kurve(*[(0, t, 1) for t in hendelser], *[(0, t, 0) for t in sensurert])
    assert levetid.andel_over(k, 10) == pytest.approx(0.7529, abs=1e-4)
    assert levetid.andel_over(k, 23) == pytest.approx(0.4482, abs=1e-4)
    assert levetid.kvantil(k, 0.5) == 23


def test_sen_inngang_teller_foerst_naar_den_har_kommet():
    # Husstanden som kom til på dag 15, var ikke under risiko da den første flyttet inn på dag 10.
    k = _kurve((0, 10, 1), (0, 20, 1), (15, 20, 0))
    assert levetid.andel_over(k, 10) == 0.5
    assert levetid.andel_over(k, 20) == 0.25


def test_den_som_flytter_inn_samme_dag_som_vedtaket_regnes_med():
    k = _kurve((0, 0, 1), (0, 100, 1))
    assert levetid.andel_mellom(k, 0, 90) == 0.5


def test_medianen_mangler_naar_under_halvparten_faar_bolig():
    assert levetid.kvantil(_kurve((0, 10, 1), (0, 90, 0), (0, 90, 0)), 0.5) is None


def test_uten_innflyttinger_venter_alle():
    assert levetid.andel_over(_kurve((0, 10, 0), (5, 20, 0)), 400) == 1


spenn = st.lists(
    st.tuples(st.integers(0, 50), st.integers(0, 500), st.booleans()).map(
        lambda s: (s[0], s[0] + s[1], s[2])
    ),
    min_size=1,
    max_size=60,
)


@given(spenn)
def test_andelene_i_gruppene_er_alltid_hundre_prosent_til_sammen(liste):
    k = _kurve(*liste)
    andeler = [
        levetid.andel_mellom(k, *g) for g in ((0, 90), (90, 180), (180, 365), (365,))
    ]
    assert sum(andeler) == pytest.approx(1)
    assert all(-1e-12 <= a <= 1 + 1e-12 for a in andeler)


@given(spenn)
def test_kurven_stiger_aldri(liste):
    k = _kurve(*liste)
    assert np.all(np.diff(k.andel) <= 1e-12)
    assert np.all(np.diff(k.dag) > 0)


def test_en_husstand_veier_en_delt_paa_antallet_naar_alle_er_fulgt_fra_vedtaket():
    inn, ut = np.zeros(20, int), np.arange(10, 210, 10)
    k = levetid.kurve(inn, ut, np.ones(20, bool))
    assert levetid.stoerste_vekt(k, inn, ut, 365) == pytest.approx(1 / 20)


def test_en_husstand_veier_mye_naar_faa_er_igjen_aa_foelge():
    inn, ut = np.zeros(12, int), np.array([20] * 10 + [88, 100])
    hendelse = np.array([False] * 10 + [True, False])
    assert levetid.stoerste_vekt(
        levetid.kurve(inn, ut, hendelse), inn, ut, 90
    ) == pytest.approx(0.5)


def test_dager_uten_noen_aa_foelge_gjoer_tallet_ubrukelig():
    inn, ut = np.array([0, 60]), np.array([30, 90])
    k = levetid.kurve(inn, ut, np.array([False, True]))
    assert levetid.stoerste_vekt(k, inn, ut, 90) > 1
