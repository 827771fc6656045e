"""Dommen over en endring, mot publiserte eksempler på reglene og mot det reglene selv sier."""

import dataclasses
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spraak import feil_i

from boligdata.felles import katalog
from boligdata.innhold import vurdering
from boligdata.innhold.vurdering import DOMMER, REGLER, Treff, Variasjon, vurder
from boligdata.lesing.lest import som_lest

INDIKATORER = {
    id: som_lest(indikator, vernet=False)
    for id, indikator in katalog.indikatorer().items()
}
ANTALL = INDIKATORER["soeknader_uten_bolig"]  # antall, lavere er bedre
ANDEL = INDIKATORER["til_eid_bolig"]  # prosent, høyere er bedre, mål minst 20
TELLING = INDIKATORER["andel_rullestol"]  # full telling
MEDIAN = INDIKATORER["omloepstid"]  # dager, lavere er bedre, mål høyst 45
NOEYTRAL = dataclasses.replace(ANTALL, retning="ingen")
HULL = float("nan")

VANLIG = (10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9)


def _antall(*verdier, indikator=ANTALL, feil=0):
    nedre, oevre = ([verdi + f for verdi in verdier] for f in (-feil, feil))
    return vurder(indikator, verdier, [None] * len(verdier), nedre, oevre)


def _median(*verdier, maaltall=45.0, retning="ned"):
    i = dataclasses.replace(MEDIAN, maaltall=maaltall, retning=retning)
    return vurder(i, verdier, [None] * len(verdier))


# ---------------------------------------------------- publiserte eksempler: to perioder


def test_poisson_gir_p_verdien_i_darlingtons_eksempel():
    """10 mot 2: 79/4096 i den ene halen, og det dobbelte når begge teller.

    R. B. Darlington, Cornell: «The sign test from exact numbers of combinations». Den betingede
    Poisson-testen over like lange perioder er den samme binomiske summen.
    """
    assert vurdering.poisson_p(10, 2) == pytest.approx(2 * 79 / 4096)


def test_poisson_gir_p_verdien_fra_r():
    """8 av 10 gir 0,1094 i `binom.test` i R: cehs-research.github.io/eBook_explore, «Binomial Sign
    Test».
    """
    assert vurdering.poisson_p(2, 8) == pytest.approx(0.1094, abs=5e-5)


# Det høyeste minste antallet som gir utslag på 5 % (tosidig), for n fra 6 til 25.
TABELL_A7 = dict(
    zip(range(6, 26), [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 7])
)


@pytest.mark.parametrize("n", TABELL_A7)
def test_grensen_for_utslag_er_den_i_den_publiserte_tabellen(n):
    """«Elementary Statistics» (Pearson), tabell A-7: kritiske verdier for tegntesten, α = 0,05
    tosidig.
    """
    x = TABELL_A7[n]
    assert vurdering.poisson_p(x, n - x) <= 0.05 < vurdering.poisson_p(x + 1, n - x - 1)


def test_poisson_for_store_tall_henger_sammen_med_den_eksakte():
    over, under = (vurdering.EKSAKT_TIL / 2 + d for d in (1, -1))
    assert vurdering.poisson_p(over + 20, over - 20) == pytest.approx(
        vurdering.poisson_p(under + 20, under - 20), abs=0.002
    )


def test_dobbelt_saa_mange_over_dobbelt_saa_stort_grunnlag_er_ingen_endring():
    assert vurdering.poisson_p(20, 40, 1000, 2000) == 1
    assert vurdering.poisson_p(20, 40, 1000, 1000) == vurdering.poisson_p(20, 40) < 0.05


@pytest.mark.parametrize(
    "x, n, lav, hoey",
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gir_de_publiserte_intervallene(x, n, lav, hoey):
    """Newcombe 1998, «Two-sided confidence intervals for the single proportion», tabell I, metode
    3.
    """
    assert vurdering.wilson(x, n) == pytest.approx((lav, hoey), abs=5e-5)


@pytest.mark.parametrize(
    "x1, n1, x2, n2, lav, hoey",
    [
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (6, 7, 2, 7, 0.0582, 0.8062),
        (5, 56, 0, 29, -0.0381, 0.1926),
        (0, 10, 0, 20, -0.1611, 0.2775),
        (0, 10, 0, 10, -0.2775, 0.2775),
        (10, 10, 0, 20, 0.6791, 1),
        (10, 10, 0, 10, 0.6075, 1),
    ],
)
def test_newcombe_gir_de_publiserte_intervallene(x1, n1, x2, n2, lav, hoey):
    """Newcombe 1998, «Interval estimation for the difference between independent proportions»,
    tabell II, metode 10.
    """
    assert vurdering.newcombe(x2, n2, x1, n1) == pytest.approx((lav, hoey), abs=5e-5)


# -------------------------------------------- publiserte eksempler: minst tolv perioder

NIST = (49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1)
DEKK = (
    24.05,
    23.99,
    23.95,
    23.93,
    23.97,
    24.02,
    24.06,
    24.10,
    23.98,
    24.03,
    23.91,
    24.06,
    24.06,
    23.96,
    23.98,
    24.06,
    24.01,
    24.00,
    23.93,
    23.92,
    24.09,
    24.11,
    24.05,
    23.98,
    23.98,
    24.06,
    24.02,
    24.06,
    23.97,
    23.96,
)


@pytest.mark.parametrize(
    "verdier, snitt, nedre, oevre, slingring",
    [
        (NIST, 50.81, 45.8159, 55.8041, 0.002),
        (DEKK, 24.0083, 23.8571, 24.1596, 0.00015),
    ],
    ids=["NIST", "SAS"],
)
def test_grensene_er_de_publiserte(verdier, snitt, nedre, oevre, slingring):
    """NIST/SEMATECH e-Handbook 6.3.2.2 (strømningsrate), og SAS/QC, eksempel «Displaying Individual
    Measurements» (dekk).

    Slingringen er forskjellen mellom 2,66 og 3/1,128, som kildene regner med.
    """
    grenser = vurdering.xmr_grenser(np.array(verdier))
    assert grenser.snitt == pytest.approx(snitt, abs=5e-5)
    assert (grenser.nedre, grenser.oevre) == pytest.approx(
        (nedre, oevre), abs=slingring
    )


def test_dekkene_har_bare_vanlig_variasjon():
    """Ingen av de 30 målingene i SAS-eksempelet er utenfor grensene, og den siste er ikke del av
    noe mønster.
    """
    assert _median(*DEKK).regel == "vanlig"


def _regel(*verdier, snitt=0, bredde=30, feil=0):
    grenser = vurdering.Grenser(snitt, snitt - bredde, snitt + bredde)
    return vurdering._regel(np.array(verdier, dtype=float), grenser, feil)[0]


@pytest.mark.parametrize(
    "side, regel",
    [
        ((1,) * 6, "vanlig"),
        ((1,) * 6 + (-1,), "vanlig"),
        ((1,) * 7, "loep"),
        ((1,) * 8, "loep"),
        ((1,) * 8 + (-1,), "vanlig"),
        ((-1,) * 8, "loep"),
        ((-1,) * 8 + (1,), "vanlig"),
    ],
)
def test_sju_paa_samme_side_er_et_loep(side, regel):
    """Eksemplene i testene til NHS Englands R-pakke (NHSRplotthedots,
    `ptd_seven_point_one_side_mean`), for siste punkt.
    """
    assert _regel(*side) == regel


@pytest.mark.parametrize(
    "naer, side, regel",
    [
        ((1, 0, 1), (1, 1, 1), "to_av_tre"),
        ((0, 1, 1), (1, 1, 1), "to_av_tre"),
        ((1, 0, 1), (1, -1, 1), "vanlig"),
        ((0, 1, 1), (1, -1, 1), "vanlig"),
        ((1, 1, 0), (1, 1, 1), "vanlig"),
        ((1, 0, 0, 1), (1, 1, 1, 1), "vanlig"),
        ((1, 0, 0, 1, 1), (1, 1, 1, 1, 1), "to_av_tre"),
        ((0, 1, 1), (-1, -1, -1), "to_av_tre"),
    ],
)
def test_to_av_tre_naer_samme_grense_er_en_saerskilt_aarsak(naer, side, regel):
    """Eksemplene i testene til NHSRplotthedots (`ptd_two_in_three`, `ptd_part_of_two_in_three`),
    for siste punkt.

    (1, 1, 0) merker de to første punktene der, men ikke det siste, og dommen her gjelder det siste.
    """
    assert _regel(*(s * (25 if n else 1) for n, s in zip(naer, side))) == regel


@pytest.mark.parametrize(
    "verdier, regel",
    [
        ((1, 2, 3, 4, 5), "vanlig"),
        ((1, 2, 3, 4, 5, 6), "trend"),
        ((9, 1, 2, 3, 4, 5, 6), "trend"),
        ((6, 5, 4, 3, 2, 1), "trend"),
        ((1, 2, 3, 3, 4, 5, 6), "vanlig"),
        ((1, 2, 3, 4, 5, 6, 3), "vanlig"),
    ],
)
def test_seks_paa_rad_i_samme_retning_er_en_trend(verdier, regel):
    """«Seks på rad» er seks tall. To like tall bryter den, som i NHSRplotthedots (der grensen er
    sju).
    """
    assert _regel(*verdier, snitt=3.5) == regel


@pytest.mark.parametrize(
    "retning, dommene",
    [
        ("opp", (Treff.IKKE, Treff.JEVNT, Treff.AV_OG_TIL)),
        ("ned", (Treff.JEVNT, Treff.IKKE, Treff.AV_OG_TIL)),
    ],
)
def test_om_maalet_naas_er_som_i_det_publiserte_eksempelet(retning, dommene):
    """Eksemplene i testene til NHSRplotthedots (`ptd_calculate_assurance_type`): mål 4, tre sett
    grenser.
    """
    i = dataclasses.replace(MEDIAN, retning=retning, maaltall=4.0)
    grenser = [
        vurdering.Grenser(snitt, nedre, oevre)
        for nedre, snitt, oevre in ((1, 2, 3), (5, 6, 7), (1, 4, 5))
    ]
    assert tuple(_treff(i, g) for g in grenser) == dommene


@pytest.mark.parametrize(
    "retning, maaltall, grenser, treff",
    [
        # Grensene er −3 og 9, og vises som 0 og 9. Målet «minst 0» nås ikke jevnt etter regelen.
        ("opp", 0.0, vurdering.Grenser(3, -3, 9), Treff.AV_OG_TIL),
        # Grensene er 90 og 104, og vises som 90 og 100.
        ("ned", 100.0, vurdering.Grenser(97, 90, 104, 100), Treff.AV_OG_TIL),
        ("opp", 102.0, vurdering.Grenser(97, 90, 104, 100), Treff.AV_OG_TIL),
        ("opp", 90.0, vurdering.Grenser(97, 90, 104, 100), Treff.JEVNT),
    ],
)
def test_om_maalet_naas_doemmes_etter_grensene_som_er_regnet_ut_og_ikke_de_som_vises(
    retning, maaltall, grenser, treff
):
    i = dataclasses.replace(MEDIAN, retning=retning, maaltall=maaltall)
    assert _treff(i, grenser) is treff


def _treff(indikator, grenser):
    return vurdering._treff(indikator, (grenser.nedre,) * 2, (grenser.oevre,) * 2)


def test_om_maalet_naas_sies_ikke_naar_avrundingen_avgjoer_det():
    med_maal = dataclasses.replace(ANTALL, maaltall=20.0)
    for verdier, treff in (
        ((10, 12) * 6, Treff.JEVNT),
        ((40, 42) * 6, Treff.IKKE),
        ((5, 45) * 6, Treff.AV_OG_TIL),
    ):
        assert _antall(*verdier, indikator=med_maal).treff is treff
        assert _antall(*verdier, indikator=med_maal, feil=0.5).treff is treff
    naer = (15, 20) * 6
    assert _antall(*naer, indikator=med_maal).treff is Treff.AV_OG_TIL
    assert _antall(*naer, indikator=med_maal, feil=4).treff is None


# ----------------------------------------------------------------------- færre enn tolv


def test_en_liten_endring_i_antall_kan_vaere_tilfeldig():
    assert (_antall(8, 12).dom, _antall(8, 12).regel) == ("tilfeldig", "poisson")


def test_en_stor_nedgang_er_bedre_naar_lavere_er_bedre():
    assert _antall(40, 15).dom == "bedre"
    assert _antall(15, 40).dom == "verre"


def test_likt_antall_er_uendret():
    assert _antall(12, 12).dom == "uendret"


def test_en_andel_vurderes_med_stoerrelsen_paa_gruppen():
    assert vurder(ANDEL, [10, 20], [20, 20]).dom == "tilfeldig"
    assert vurder(ANDEL, [10, 30], [1000, 1000]).dom == "bedre"


def test_en_rate_vurderes_mot_det_den_regnes_av():
    per_1000 = next(i for i in INDIKATORER.values() if i.enhet == "per_1000")
    rate = dataclasses.replace(per_1000, tilfeldig=True, retning="ned")
    assert vurder(rate, [20, 22], [10_000, 20_000]).dom == "tilfeldig"
    assert vurder(rate, [20, 44], [10_000, 10_000]).dom == "verre"


def test_en_full_telling_er_aldri_tilfeldig():
    assert vurder(TELLING, [46, 47], [330, 330]).dom == "bedre"
    assert vurder(TELLING, [46.1, 46.2], [330, 331]).dom == "uendret"


def test_en_median_med_faa_perioder_kan_ikke_skilles_fra_tilfeldigheter():
    assert _median(60, 40).dom == "tilfeldig" and _median(60, 40).regel == "for_kort"


def test_manglende_tall_kan_ikke_vurderes():
    for verdier in ((60, HULL), (60,), (HULL, 60), ()):
        assert _median(*verdier).dom == "ukjent"


def test_uten_oensket_retning_sies_bare_om_tallet_gikk_opp_eller_ned():
    boliger = INDIKATORER["boliger"]
    assert vurder(boliger, [330, 342], [None, None]).dom == "oekt"
    assert vurder(boliger, [330, 320], [None, None]).dom == "redusert"


def test_med_faa_perioder_finnes_det_verken_grenser_eller_svar_paa_om_maalet_naas():
    v = _median(*VANLIG)
    assert v.variasjon is v.treff is v.grenser is None and v.dom == "tilfeldig"


def test_en_forskjell_innenfor_avrundingen_er_verken_bedre_eller_verre():
    """0 og 8 er en sikker forskjell når tallene er eksakte. Rundet av kan de være 4 og 4."""
    assert _antall(0, 8).dom == "verre"
    assert (_antall(0, 8, feil=4).dom, _antall(0, 8, feil=4).regel) == (
        "tilfeldig",
        "avrunding",
    )
    assert _antall(10, 40, feil=4).dom == "verre"


def test_avrundingen_av_en_andel_avhenger_av_stoerrelsen_paa_gruppen():
    vernet = dataclasses.replace(ANDEL, vernet=True)
    assert vurder(vernet, [20, 50], [50, 50]).dom == "bedre"
    for antall, dom, regel in (
        (50, "tilfeldig", "avrunding"),
        (1000, "bedre", "newcombe"),
    ):
        spennet = _spenn(vernet, [antall * 0.2, antall * 0.5], [antall] * 2, avvik=9)
        v = vurder(vernet, [20, 50], [antall] * 2, *spennet)
        assert (v.dom, v.regel) == (dom, regel)


def _spenn(indikator, tellere, nevnere, avvik):
    """Spennet til en prosent når teller og nevner kan avvike så mye."""
    faktor = indikator.visningsenhet.faktor
    par = list(zip(tellere, nevnere))
    return (
        [faktor * (t - avvik) / (n + avvik) for t, n in par],
        [faktor * (t + avvik) / (n - avvik) for t, n in par],
    )


# --------------------------------------------------------------------------- minst tolv


def test_et_punkt_utenfor_grensene_er_en_saerskilt_aarsak():
    v = _antall(*VANLIG, 40)
    assert (v.dom, v.variasjon, v.regel) == ("verre", Variasjon.VERRE, "utenfor")
    assert _antall(*VANLIG, 40, indikator=NOEYTRAL).variasjon is Variasjon.OPP


def test_sju_punkter_paa_samme_side_er_et_nytt_nivaa_og_grensene_regnes_ikke_om():
    verdier = (20, 21, 19, 20, 22, 20, 14, 13, 14, 12, 13, 14, 13)
    v = _antall(*verdier)
    assert (v.dom, v.variasjon, v.regel) == ("bedre", Variasjon.BEDRE, "loep")
    assert (
        v.fordi
        == "De siste 7 tallene ligger under snittet. Det tyder på et nytt nivå. Grensene er ikke regnet om."
    )
    assert v.i_ord == "De siste 7 tallene ligger under snittet: en bedring."
    assert v.grenser.snitt == pytest.approx(np.mean(verdier))


def test_en_trend_doemmes_etter_retningen_selv_om_tallet_fortsatt_er_hoeyt():
    v = _median(20, 90, 25, 80, 30, 85, 20, 75, 74, 73, 72, 71, 70)
    assert (v.regel, v.dom) == ("trend", "bedre") and "synker" in v.i_ord


def test_vanlig_svingning_i_en_lang_serie_kan_vaere_tilfeldig():
    v = _antall(*VANLIG, 11)
    assert (v.dom, v.variasjon, v.regel) == ("tilfeldig", Variasjon.VANLIG, "vanlig")
    assert _antall(*VANLIG, 9).dom == "uendret"


def test_en_konstant_serie_er_vanlig_variasjon_uten_bredde():
    v = _median(*[30] * 12)
    assert (v.dom, v.variasjon, v.treff) == ("uendret", Variasjon.VANLIG, Treff.JEVNT)
    assert v.grenser.nedre == v.grenser.snitt == v.grenser.oevre == 30


def test_den_foerste_eneren_etter_mange_nuller_er_ikke_en_saerskilt_aarsak():
    assert _antall(*[0] * 11, 1).variasjon is Variasjon.VANLIG
    assert _antall(*[0] * 11, 3).variasjon is Variasjon.VERRE


def test_grensene_er_aldri_trangere_enn_avrundingen():
    assert _antall(*[10] * 11, 15).variasjon is Variasjon.VERRE
    assert _antall(*[10] * 11, 15, feil=4).variasjon is Variasjon.VANLIG
    assert _antall(*[10] * 11, 60, feil=4).variasjon is Variasjon.VERRE


def test_en_rekke_innenfor_avrundingen_er_ikke_et_nytt_nivaa():
    verdier = (20, 25, 20, 25, 20, 20, 25, 20, 25, 25, 25, 25, 25, 25, 25)
    assert _antall(*verdier).regel == "loep"
    assert _antall(*verdier, feil=4).regel == "vanlig"


def test_et_hull_verken_bryter_eller_forlenger_en_rekke_og_det_sies():
    foer = (20, 21, 19, 20, 22, 20)
    v = _antall(*foer, 14, 13, 14, HULL, 12, 13, 14, 13)
    assert (
        v.regel == "loep"
        and "De siste 7 tallene" in v.fordi
        and v.fordi.endswith("Perioder uten tall er hoppet over.")
    )
    assert _antall(*foer, 14, 13, 14, HULL, 12, 13, 14).regel != "loep"
    assert (
        "hoppet over"
        not in _antall(
            *foer[:3], HULL, *foer[3:], 14, 13, 14, 12, 13, 14, 13, 14, 13
        ).fordi
    )


def test_spranget_over_et_hull_gjoer_ikke_grensene_videre():
    verdier = np.array([10, 11, 10, 11, HULL, 20, 21, 20, 21])
    grenser = vurdering.xmr_grenser(verdier)
    assert grenser.oevre - grenser.snitt == pytest.approx(2.66)


def test_manglende_forrige_periode_hindrer_ikke_dommen_naar_serien_er_lang():
    assert _antall(*VANLIG, 10, HULL, 40).regel == "utenfor"


def test_annenhver_periode_uten_tall_gir_ingen_grenser():
    verdier = [v for tall in VANLIG * 2 for v in (tall, HULL)] + [11]
    assert _antall(*verdier).grenser is None


def test_grensene_som_vises_er_tall_som_kan_finnes():
    assert _antall(1, 0, 3, 1, 0, 2, 0, 3, 1, 0, 2, 1).grenser.vist[0] == 0
    prosent = [97, 99, 95, 99, 96, 100, 95, 99, 97, 100, 96, 98]
    v = vurder(dataclasses.replace(ANDEL, maaltall=95.0), prosent, [100] * 12)
    assert v.grenser.oevre > v.grenser.vist[1] == 100 and v.treff is Treff.AV_OG_TIL


# -------------------------------------------------------------------------- alltid sant

SERIER = st.lists(st.integers(0, 60), min_size=2, max_size=40)
LANGE = st.lists(st.integers(0, 60), min_size=12, max_size=40)
MOTSATT = {"bedre": "verre", "verre": "bedre"}


@given(LANGE, st.integers(1, 1000))
def test_et_fast_tillegg_endrer_ikke_dommen(verdier, tillegg):
    a, b = (
        _median(*verdier, maaltall=None),
        _median(*(v + tillegg for v in verdier), maaltall=None),
    )
    assert (a.dom, a.regel, a.variasjon) == (b.dom, b.regel, b.variasjon)


@given(LANGE, st.integers(2, 50))
def test_en_annen_maaleenhet_endrer_ikke_dommen(verdier, faktor):
    a, b = (
        _median(*verdier, maaltall=None),
        _median(*(v * faktor for v in verdier), maaltall=None),
    )
    assert (a.dom, a.regel, a.variasjon) == (b.dom, b.regel, b.variasjon)


@given(LANGE)
def test_en_speilet_serie_faar_den_motsatte_dommen(verdier):
    a, b = (
        _median(*verdier, maaltall=None),
        _median(*(60 - v for v in verdier), maaltall=None),
    )
    assert b.dom == MOTSATT.get(a.dom, a.dom) and a.regel == b.regel


@given(SERIER)
def test_motsatt_oensket_retning_gir_den_motsatte_dommen(verdier):
    ned, opp = (
        _antall(*verdier),
        _antall(*verdier, indikator=dataclasses.replace(ANTALL, retning="opp")),
    )
    assert opp.dom == MOTSATT.get(ned.dom, ned.dom) and opp.regel == ned.regel


@given(SERIER, st.sampled_from([0, 4, 9]))
def test_hver_dom_har_ord_tegn_og_regel_og_kan_leses_hoeyt(verdier, feil):
    v = _antall(
        *verdier, indikator=dataclasses.replace(ANTALL, maaltall=20.0), feil=feil
    )
    assert v.dom in DOMMER and v.regel in REGLER and v.ikon and v.tekst
    assert v.fordi.endswith(".") and not feil_i(v.fordi) and not feil_i(v.i_ord)
    assert bool(v.grenser) == bool(v.variasjon)
    assert not v.treff or v.grenser
    assert feil or bool(v.treff) == bool(v.grenser)


@given(SERIER)
def test_avrunding_gjoer_aldri_en_dom_strengere(verdier):
    if _antall(*verdier).dom in ("uendret", "tilfeldig"):
        assert _antall(*verdier, feil=4).dom in ("omtrent", "tilfeldig")


def test_avrundede_tall_som_vises_likt_sies_aldri_aa_vaere_uendret():
    assert _antall(30, 30).dom == "uendret"
    assert _antall(30, 30, feil=4).dom == "omtrent"
    assert _antall(*VANLIG, 9).dom == "uendret"
    assert _antall(*VANLIG, 9, feil=4).dom == "omtrent"


@given(st.integers(0, 60), st.integers(0, 60), st.data())
def test_en_dom_over_to_avrundede_tall_er_den_samme_om_alle_de_virkelige(
    foer, naa, data
):
    dom = _antall(foer, naa, feil=4).dom
    if dom in ("bedre", "verre"):
        virkelige = [
            max(0, vist + data.draw(st.integers(-4, 4))) for vist in (foer, naa)
        ]
        assert _antall(*virkelige).dom == dom


def test_hver_variasjon_og_hvert_treff_har_sitt_eget_tegn():
    tegn = [v.ikon for v in (*Variasjon, *Treff)]
    assert len(set(tegn)) == len(tegn)


def test_en_dom_tar_under_ett_millisekund():
    verdier = list(VANLIG) * 4
    tider = []
    for _ in range(50):
        start = time.perf_counter()
        _antall(*verdier, feil=4)
        _antall(450, 500)
        tider.append(time.perf_counter() - start)
    assert min(tider) < 0.002, "to dommer"
