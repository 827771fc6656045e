"""Marginen: hvor mange boliger som trengs utover lasten, mot Erlangs formel og mot å prøve ett og
ett tall.
"""

import math
from fractions import Fraction

import numpy as np
import pytest
from fasit import koeteori
from hypothesis import assume, example, given
from hypothesis import strategies as st

from boligdata.behov import margin

DAG = 1 / 365.25

laster = st.floats(0.1, 300)
belegg = st.floats(0.2, 15)
frister = st.floats(30 * DAG, 180 * DAG)
andeler = st.floats(0.05, 0.25)


def _antall(last, belegg, frist=90 * DAG, andel=0.10) -> int:
    return int(np.ceil(margin.noedvendig(last, belegg, frist, andel)))


# ----------------------------------------------------- Erlang C i flyttall, i fasiten


@pytest.mark.parametrize(
    ("boliger", "last"),
    [
        (1, "1/2"),
        (2, "1"),
        (3, "5/2"),
        (10, "8"),
        (25, "85/4"),
        (60, "54"),
        (120, "552/5"),
        (300, "285"),
        (500, "1"),
    ],
)
def test_andelen_som_maa_vente_er_den_eksakte(boliger, last):
    eksakt = float(koeteori.erlang_c_eksakt(boliger, Fraction(last)))
    assert koeteori.erlang_c(boliger, float(Fraction(last))) == pytest.approx(
        eksakt, rel=1e-9, abs=1e-300
    )


def test_med_en_bolig_maa_saa_stor_andel_vente_som_boligen_er_opptatt():
    """M/M/1: den som kommer, venter når boligen er i bruk."""
    assert koeteori.erlang_c(1, 0.3) == pytest.approx(0.3)


def test_med_to_boliger_og_last_en_maa_hver_tredje_vente():
    """For hånd: B = (1/2)/(1 + 1 + 1/2) = 1/5, og C = 2·(1/5) / (2 − 1·(4/5)) = 1/3."""
    assert koeteori.erlang_c(2, 1.0) == pytest.approx(1 / 3)


@pytest.mark.parametrize(("boliger", "last"), [(5, 5.0), (5, 7.5), (0, 0.4)])
def test_naar_lasten_ikke_er_mindre_enn_boligene_maa_alle_vente(boliger, last):
    assert koeteori.erlang_c(boliger, last) == 1


def test_uten_last_maa_ingen_vente():
    assert koeteori.erlang_c(3, 0.0) == 0


# ------------------------------------------------------------------- boliger som trengs


@given(laster, belegg, frister, andeler)
@example(last=0.1, belegg=15, frist=30 * DAG, andel=0.05)
@example(last=300, belegg=0.2, frist=180 * DAG, andel=0.25)
@example(last=20.0, belegg=4.0, frist=90 * DAG, andel=0.10)
def test_rundet_opp_er_det_det_minste_hele_tallet_som_holder_fristen(
    last, belegg, frist, andel
):
    minst = koeteori.minste_antall(last, belegg, frist, andel)
    for boliger in (
        minst - 1,
        minst,
    ):  # på grensen mellom to hele tall avgjør siste siffer i flyttallene
        assume(
            abs(
                koeteori.venter_lenger(max(boliger, 0), last, belegg, frist) / andel - 1
            )
            > 1e-6
        )
    assert _antall(last, belegg, frist, andel) == minst


@given(laster, st.integers(0, 30), belegg, frister)
def test_behovet_gaar_til_neste_hele_tall_akkurat_der_maalet_ryker(
    last, ekstra, belegg, frist
):
    """Er målet nettopp det så mange boliger gir, trengs ikke flere. Er det så vidt strengere,
    trengs én til.
    """
    boliger = int(last) + 1 + ekstra
    andel = koeteori.venter_lenger(boliger, last, belegg, frist)
    assume(1e-12 < andel < 0.9)
    assert _antall(last, belegg, frist, andel * (1 + 1e-6)) == boliger
    assert _antall(last, belegg, frist, andel * (1 - 1e-6)) == boliger + 1


@pytest.mark.parametrize(
    ("last", "boliger"),
    [(5, 9), (10, 15), (20, 26), (40, 48), (80, 91), (160, 174), (320, 337)],
)
def test_tabellen_for_botid_fire_aar_og_ni_av_ti_innen_nitti_dager(last, boliger):
    assert koeteori.minste_antall(last, 4, 90 * DAG, 0.10) == boliger
    assert _antall(last, 4) == boliger


def test_fristen_er_nitti_dager_og_andelen_ti_prosent_naar_ikke_annet_er_sagt():
    assert margin.noedvendig(37.0, 3.0) == pytest.approx(
        margin.noedvendig(37.0, 3.0, frist=90 / 365.25, andel=0.10)
    )


@pytest.mark.parametrize(
    "last, belegg", [(math.nan, 4), (math.inf, 4), (5, math.inf), ([5, math.nan], 4)]
)
def test_et_regnestykke_uten_svar_stopper_i_stedet_for_aa_lete_evig(last, belegg):
    for behov in (margin.noedvendig, margin.noedvendig_for_funksjonelt_null):
        with pytest.raises(ValueError, match="må være tall"):
            behov(last, belegg)


def test_uten_last_trengs_ingen_boliger():
    assert margin.noedvendig(0.0, 4.0) == 0


@given(laster, belegg, frister, andeler)
def test_det_trengs_alltid_mer_enn_lasten(last, belegg, frist, andel):
    assert margin.noedvendig(last, belegg, frist, andel) > last


def _er_stigende(verdier):
    return (np.diff(np.asarray(verdier, dtype=float)) >= -1e-9).all()


@given(
    laster,
    belegg,
    frister,
    andeler,
    st.lists(st.floats(0, 300), min_size=2, max_size=20),
)
@example(
    last=1.0, belegg=1.0, frist=0.25, andel=0.25, flere=[0.0, 1e-309]
)  # når nesten alle har flyttet ut
def test_mer_last_krever_aldri_faerre_boliger(last, belegg, frist, andel, flere):
    assert _er_stigende(
        margin.noedvendig(np.sort([last, *flere]), belegg, frist, andel)
    )


@given(laster, st.lists(belegg, min_size=2, max_size=10), frister, andeler)
def test_lengre_botid_med_samme_last_krever_aldri_faerre_boliger(
    last, flere, frist, andel
):
    assert _er_stigende(
        [margin.noedvendig(last, m, frist, andel) for m in sorted(flere)]
    )


@given(laster, belegg, st.lists(frister, min_size=2, max_size=10), andeler)
def test_lengre_frist_krever_aldri_flere_boliger(last, belegg, flere, andel):
    assert _er_stigende(
        [margin.noedvendig(last, belegg, f, andel) for f in sorted(flere, reverse=True)]
    )


@given(laster, belegg, frister, st.lists(andeler, min_size=2, max_size=10))
def test_et_mildere_maal_krever_aldri_flere_boliger(last, belegg, frist, flere):
    assert _er_stigende(
        [margin.noedvendig(last, belegg, frist, a) for a in sorted(flere, reverse=True)]
    )


def test_mange_laster_og_botider_regnes_paa_en_gang_med_samme_svar_som_hver_for_seg():
    laster_, belegg_ = (
        np.array([[0.0, 0.7, 12.0], [45.5, 130.0, 290.0]]),
        np.array([0.5, 4.0, 11.0]),
    )
    sammen = margin.noedvendig(laster_, belegg_)
    assert sammen.shape == laster_.shape
    for (i, j), last in np.ndenumerate(laster_):
        assert sammen[i, j] == pytest.approx(
            float(margin.noedvendig(last, belegg_[j])), abs=1e-9
        )


def test_ett_felles_lager_trenger_faerre_boliger_enn_flere_smaa():
    """Modellnotatets eksempel: seks lager hver for seg trenger 422 boliger, ett felles 382 (botid
    fire år).
    """
    last = np.array([95.0, 51, 44, 35, 107, 33])
    assert sum(koeteori.minste_antall(r, 4, 90 * DAG, 0.10) for r in last) == 422
    assert sum(_antall(r, 4) for r in last) == 422
    assert (
        _antall(last.sum(), 4)
        == koeteori.minste_antall(last.sum(), 4, 90 * DAG, 0.10)
        == 382
    )


# --------------------------------------------------------------------- funksjonelt null


def _er_funksjonelt_null(boliger, last, belegg) -> float:
    """Gjennomsnittskøen C·a/(c − a) (M/M/c) delt på det som tildeles på en måned, a/(12·belegg).
    Høyst 1 er målet.
    """
    return koeteori.erlang_c(boliger, last) * 12 * belegg / (boliger - last)


@given(laster, belegg)
def test_funksjonelt_null_er_det_minste_tallet_der_koeen_er_hoeyst_det_som_tildeles_paa_en_maaned(
    last, belegg
):
    minst = math.floor(last) + 1
    while (grad := _er_funksjonelt_null(minst, last, belegg)) > 1:
        assume(abs(grad - 1) > 1e-6)
        minst += 1
    assume(abs(grad - 1) > 1e-6)
    assert int(np.ceil(margin.noedvendig_for_funksjonelt_null(last, belegg))) == minst


def test_koeen_i_funksjonelt_null_er_den_eksakte():
    """Gjennomsnittskøen er de som kommer i året ganger ventetiden (Littles lov)."""
    boliger, last, belegg = 48, 40.0, 4.0
    koe = last / belegg * koeteori.ventetid(boliger, last, belegg)
    assert _er_funksjonelt_null(boliger, last, belegg) == pytest.approx(
        koe / (last / belegg / 12)
    )


# --------------------------------------------------------------------- når noen gir opp


def _venter_naar_noen_gir_opp(boliger, last, avgang_per_belegg):
    """Andelen som må vente, av likevekten i M/M/n+M: fra n i systemet går det n boliger, og så én
    avgang for hver som venter. Belegget er 1.
    """
    log_vekt, vekter = 0.0, [1.0]
    for i_systemet in range(1, 4000):
        venter = max(i_systemet - boliger, 0)
        gaar = min(i_systemet, boliger) + venter * avgang_per_belegg
        log_vekt += math.log(last / gaar)
        vekter.append(math.exp(log_vekt))
    return sum(vekter[boliger:]) / sum(vekter)


@pytest.mark.parametrize(
    ("boliger", "last", "avgang"), [(1, 0.5, 1.0), (6, 5.0, 0.3), (40, 36.0, 0.8)]
)
def test_med_svaert_kort_frist_er_andelen_dem_som_maa_vente_i_likevekten(
    boliger, last, avgang
):
    """Er avgangen like stor som utflyttingen fra hver bolig, er det Poisson-mange i systemet: med én
    bolig og lasten 0,5 må 1 − exp(−0,5) vente.
    """
    [sent] = margin._andel_sent(np.array([boliger]), last, 1.0, 1e-9, avgang)
    assert sent == pytest.approx(
        _venter_naar_noen_gir_opp(boliger, last, avgang), rel=1e-4
    )
    if boliger == 1:
        assert sent == pytest.approx(1 - math.exp(-0.5), rel=1e-4)


def test_gir_nesten_ingen_opp_er_det_erlang_c():
    for boliger in (22, 26, 40):
        [andel] = margin._andel_sent(np.array([boliger]), 20.0, 4.0, 90 * DAG, 1e-7)
        fasit = koeteori.venter_lenger(boliger, 20.0, 4.0, 90 * DAG)
        assert andel == pytest.approx(fasit, rel=1e-4, abs=1e-9)


def test_de_som_ga_opp_foer_fristen_har_heller_ikke_faatt_bolig(froe=7):
    """Én bolig som nesten alltid er opptatt, og en avgang som er mye raskere enn fristen: spilt ut
    hendelse for hendelse er det like mange som ikke får bolig i tide.
    """
    tilfeldig = np.random.default_rng(froe)
    last, belegg, frist, avgang = 3.0, 2.0, 0.4, 1.5
    antall = 60_000
    kom = np.cumsum(tilfeldig.exponential(belegg / last, antall))
    bor, taaler = (
        tilfeldig.exponential(belegg, antall),
        tilfeldig.exponential(1 / avgang, antall),
    )
    ledig, sent = [0.0] * 4, 0
    for tid, botid, taalmodighet in zip(kom.tolist(), bor.tolist(), taaler.tolist()):
        ledig.sort()
        start = max(tid, ledig[0])
        if start - tid <= taalmodighet:
            ledig[0] = start + botid
        sent += start - tid > min(taalmodighet, frist)
    [fasit] = margin._andel_sent(np.array([4]), last, belegg, frist, avgang)
    assert sent / antall == pytest.approx(fasit, abs=0.01)


@given(laster, belegg, st.floats(0.05, 2))
def test_naar_noen_gir_opp_trengs_det_faerre_men_aldri_faerre_enn_lasten(
    last, belegg, avgang
):
    med = float(margin.noedvendig(last, belegg, avgang=avgang))
    assert last - 1e-9 <= med <= float(margin.noedvendig(last, belegg)) + 1e-9


@pytest.mark.parametrize(
    ("last", "belegg", "avgang"),
    [(5.0, 4.0, 0.2), (23.0, 3.3, 0.5), (64.0, 4.0, 0.2), (250.0, 2.5, 0.1)],
)
def test_mellom_punktene_i_rutenettet_er_marginen_nesten_som_regnet_direkte(
    last, belegg, avgang
):
    uten = margin.noedvendig(last, belegg)
    direkte = margin._minste_naar_noen_gir_opp(
        last, belegg, 90 * DAG, 0.10, avgang, math.ceil(uten)
    )
    assert float(margin.noedvendig(last, belegg, avgang=avgang)) == pytest.approx(
        direkte, abs=0.4
    )
