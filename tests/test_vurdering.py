"""Dommen over en endring, mot publiserte eksempler på prøvene, mot fasit og mot det reglene selv sier."""

import dataclasses
import itertools
import re
import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spraak import feil_i

from boligdata.felles import katalog
from boligdata.innhold.vurdering import (
    DOMMER,
    PLANREGLER,
    REGLER,
    RETNINGER,
    Maalet,
    Tallrekke,
    Treff,
    kunne_sett,
    mot_tidligere,
    proever,
    tallrekke,
    vurder,
    vurder_planen,
)
from boligdata.innhold.vurdering.anslag import Anslag, vurder_anslag
from boligdata.lesing.lest import som_lest

INDIKATORER = {
    id: som_lest(indikator, vernet=False)
    for id, indikator in katalog.indikatorer().items()
}
ANTALL = INDIKATORER["soeknader_uten_bolig"]  # antall, strøm, lavere er bedre
BEHOLDNING = INDIKATORER["venteliste"]  # antall, beholdning, lavere er bedre
ANDEL = INDIKATORER["til_eid_bolig"]  # prosent, høyere er bedre, mål minst 20
TELLING = INDIKATORER["andel_rullestol"]  # full telling
MEDIAN = INDIKATORER["omloepstid"]  # dager, lavere er bedre, mål høyst 45
PROSENT = INDIKATORER["andel_bosatt_90_dager"]  # prosent regnet ut i kuben
NOEYTRAL = dataclasses.replace(ANTALL, retning="ingen")
HULL = float("nan")
PLAN_FRA = 2022

VANLIG = (10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9)


def _serie(verdier, nedre=None, oevre=None, talt=None, av=None, siste_aar=2025):
    """En serie av år. `talt` og `av` er eksakte når de ikke er fra og til."""
    verdi = np.array(verdier, dtype=float)
    ukjent = np.full(verdi.size, HULL)

    def fra_til(tall):
        if tall is None:
            return ukjent, ukjent
        ender = tall if isinstance(tall, tuple) else (tall, tall)
        return tuple(np.array(ende, dtype=float) for ende in ender)

    return Tallrekke(
        tuple(str(siste_aar - nr) for nr in reversed(range(verdi.size))),
        verdi,
        verdi if nedre is None else np.maximum(np.array(nedre, dtype=float), 0),
        verdi if oevre is None else np.array(oevre, dtype=float),
        fra_til(talt),
        fra_til(av),
        np.zeros(verdi.size, bool),
    )


def _antallene(verdier, feil=0):
    return _serie(verdier, [v - feil for v in verdier], [v + feil for v in verdier])


def _antall(*verdier, indikator=ANTALL, feil=0):
    return vurder(indikator, _antallene(verdier, feil))


def _median(*verdier, maaltall=45.0, retning="ned"):
    indikator = dataclasses.replace(MEDIAN, maaltall=maaltall, retning=retning)
    return vurder(indikator, _serie(verdier))


def _andel(prosenter, av, indikator=ANDEL, avvik=0):
    """En andel, der teller og nevner kan avvike så mye."""
    nevner = np.array(av, dtype=float)
    teller = np.array(prosenter) / 100 * nevner
    minst, mest = np.maximum(teller - avvik, 0), teller + avvik
    faerrest, flest = nevner - avvik, nevner + avvik
    return _serie(
        prosenter,
        100 * minst / flest,
        np.minimum(100 * mest / faerrest, 100),
        (minst, mest),
        (faerrest, flest),
    )


# ---------------------------------------------------- publiserte eksempler: to perioder


def test_poisson_gir_p_verdien_i_darlingtons_eksempel():
    """10 mot 2: 79/4096 i den ene halen, og det dobbelte når begge teller.

    R. B. Darlington, Cornell: «The sign test from exact numbers of combinations». Den betingede
    Poisson-testen over like lange perioder er den samme binomiske summen.
    """
    assert proever.poisson_p(10, 2) == pytest.approx(2 * 79 / 4096)


def test_poisson_gir_p_verdien_fra_r():
    """8 av 10 gir 0,1094 i `binom.test` i R: cehs-research.github.io/eBook_explore, «Binomial Sign
    Test».
    """
    assert proever.poisson_p(2, 8) == pytest.approx(0.1094, abs=5e-5)


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
    assert proever.poisson_p(x, n - x) <= 0.05 < proever.poisson_p(x + 1, n - x - 1)


def test_poisson_for_store_tall_henger_sammen_med_den_eksakte():
    over, under = (proever.EKSAKT_TIL / 2 + d for d in (1, -1))
    assert proever.poisson_p(over + 20, over - 20) == pytest.approx(
        proever.poisson_p(under + 20, under - 20), abs=0.002
    )


def test_dobbelt_saa_mange_over_dobbelt_saa_stort_grunnlag_er_ingen_endring():
    assert proever.poisson_p(20, 40, 1000, 2000) == 1
    assert proever.poisson_p(20, 40, 1000, 1000) == proever.poisson_p(20, 40) < 0.05


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
    assert proever.wilson(x, n) == pytest.approx((lav, hoey), abs=5e-5)


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
    assert proever.newcombe(x2, n2, x1, n1) == pytest.approx((lav, hoey), abs=5e-5)


# ------------------------------------------------------ publiserte tabeller: flere tall

# Mann og Whitney, 5 % tosidig, slik den står i lærebøkene: så mange før, så mange etter, og grensen.
RANGSUM = [
    (3, 5, 0),
    (4, 4, 0),
    (4, 6, 2),
    (5, 5, 2),
    (5, 8, 6),
    (7, 9, 12),
    (10, 10, 23),
]


@pytest.mark.parametrize("foer, etter, grense", RANGSUM)
def test_grensen_for_rangsummen_er_den_i_de_publiserte_tabellene(foer, etter, grense):
    assert proever.rangsumgrense(foer, etter, 0.05) == grense
    assert proever.rangsumgrense(etter, foer, 0.05) == grense


def test_med_for_faa_aar_kan_ingen_rekkefoelge_vaere_sikker():
    assert proever.rangsumgrense(3, 3, 0.05) is None
    assert proever.rangsumgrense(0, 9, 0.05) is None
    assert proever.trendgrense(4, 0.05) is None


@pytest.mark.parametrize(
    "antall, s", [(5, 10), (6, 13), (7, 15), (8, 18), (9, 20), (10, 23)]
)
def test_grensen_for_trenden_er_den_i_den_publiserte_tabellen(antall, s):
    """Kendalls S, 5 % tosidig, slik den står i lærebøkene: parene i rett rekkefølge minus dem i gal."""
    par = antall * (antall - 1) // 2
    assert par - 2 * proever.trendgrense(antall, 0.05) == s


@pytest.mark.parametrize(
    "frihetsgrader, t", [(4, 2.776), (9, 2.262), (20, 2.086), (36, 2.028)]
)
def test_students_fordeling_er_den_i_tabellene(frihetsgrader, t):
    assert proever.student(frihetsgrader) == pytest.approx(t, rel=0.003)


def test_rangsummen_er_som_aa_telle_hver_rekkefoelge():
    """Fasit: alle måtene å plassere tre tall blant åtte på."""
    summer = [
        sum(plass > annen for plass in valgt for annen in set(range(8)) - set(valgt))
        for valgt in itertools.combinations(range(8), 3)
    ]
    sikre = [
        grense
        for grense in range(16)
        if 2 * sum(sum_ <= grense for sum_ in summer) <= 0.1 * len(summer)
    ]
    assert proever.rangsumgrense(3, 5, 0.1) == max(sikre)


# ----------------------------------------------------------------------- perioden før


def test_en_liten_endring_i_antall_kan_vaere_tilfeldig():
    assert (_antall(8, 12).dom, _antall(8, 12).regel) == ("tilfeldig", "to_antall")


def test_en_stor_nedgang_er_bedre_naar_lavere_er_bedre():
    assert _antall(40, 15).dom == "bedre"
    assert _antall(15, 40).dom == "verre"


def test_likt_antall_er_uendret():
    assert _antall(12, 12).dom == "uendret"


def test_en_andel_vurderes_med_stoerrelsen_paa_gruppen():
    assert vurder(ANDEL, _andel([10, 20], [20, 20])).dom == "tilfeldig"
    assert vurder(ANDEL, _andel([10, 30], [1000, 1000])).dom == "bedre"


def test_en_prosent_som_er_regnet_ut_i_kuben_vurderes_med_antallet_den_bygger_paa():
    """49 % av 90 og 31 % av 75 er ikke like, selv om det bare er to år."""
    assert vurder(PROSENT, _serie([49, 31], av=[90, 75])).dom == "verre"
    assert vurder(PROSENT, _serie([49, 31], av=[20, 20])).dom == "tilfeldig"


def test_en_rate_vurderes_mot_det_den_regnes_av():
    per_1000 = next(i for i in INDIKATORER.values() if i.enhet == "per_1000")
    rate = dataclasses.replace(per_1000, tilfeldig=True, retning="ned")

    def dom(antall, av):
        verdier = [1000 * teller / nevner for teller, nevner in zip(antall, av)]
        return vurder(rate, _serie(verdier, talt=antall, av=av)).dom

    assert dom([200, 440], [10_000, 20_000]) == "tilfeldig"
    assert dom([200, 440], [10_000, 10_000]) == "verre"


def test_en_full_telling_er_aldri_tilfeldig():
    assert vurder(TELLING, _serie([46, 47])).dom == "bedre"
    assert vurder(TELLING, _serie([46.1, 46.2])).dom == "uendret"


def test_manglende_tall_kan_ikke_vurderes():
    for verdier in ((60, HULL), (60,), (HULL, 60), ()):
        assert _median(*verdier).dom == "ukjent"


def test_uten_oensket_retning_sies_bare_om_tallet_gikk_opp_eller_ned():
    boliger = INDIKATORER["boliger"]
    assert vurder(boliger, _serie([330, 342])).dom == "oekt"
    assert vurder(boliger, _serie([330, 320])).dom == "redusert"


def test_en_forskjell_som_bare_er_sikker_slik_tallene_vises_kan_ikke_avgjoeres():
    """0 og 8 er en sikker forskjell når tallene er eksakte. Rundet av kan de være 4 og 4."""
    assert _antall(0, 8).dom == "verre"
    assert (_antall(0, 8, feil=4).dom, _antall(0, 8, feil=4).regel) == (
        "uavgjort",
        "avrunding",
    )
    assert _antall(10, 40, feil=4).dom == "verre"


def test_avrundingen_av_en_andel_avhenger_av_stoerrelsen_paa_gruppen():
    assert vurder(ANDEL, _andel([20, 50], [50, 50])).dom == "bedre"
    for antall, dom in ((50, "uavgjort"), (1000, "bedre")):
        assert vurder(ANDEL, _andel([20, 50], [antall] * 2, avvik=9)).dom == dom


# ------------------------------------------------------------------- alle de tidligere


def test_en_median_med_faa_perioder_kan_ikke_skilles_fra_tilfeldigheter():
    assert _median(60, 40).dom == "tilfeldig" and _median(60, 40).regel == "for_kort"
    assert _median(60, 62, 61, 59, 60, 40).regel == "tidligere"


def test_intervallet_er_det_i_en_laerebok():
    """Devore, «Probability and Statistics», eksempelet om fettinnhold i ti pølser: snitt 21,90, s 4,134
    og neste mellom 12,09 og 31,71.
    """
    fett = [25.2, 21.3, 22.8, 17.0, 29.8, 21.0, 25.5, 16.0, 20.9, 19.5]
    intervall = mot_tidligere.intervallet(MEDIAN, _serie([*fett, 20]))
    assert intervall.nedre == pytest.approx((12.09, 12.09), abs=0.02)
    assert intervall.oevre == pytest.approx((31.71, 31.71), abs=0.02)


@pytest.mark.parametrize("froe", range(10))
def test_det_videste_intervallet_er_aldri_smalere_enn_noen_av_de_virkelige(froe):
    """Fasit: alle måtene tallene kan være i en av endene på. Der er intervallet videst."""
    terning = np.random.default_rng(froe)
    antall = terning.integers(5, 8)
    vist = terning.integers(0, 60, antall).astype(float)
    feil = terning.choice([0, 0.5, 4, 9], antall)
    serie = _serie([*vist, 20], [*(vist - feil), 20], [*(vist + feil), 20])
    intervall = mot_tidligere.intervallet(MEDIAN, serie)
    ender = [
        mot_tidligere.intervallet(MEDIAN, _serie([*virkelige, 20]))
        for virkelige in itertools.product(*zip(serie.nedre[:-1], serie.oevre[:-1]))
    ]
    for felt, fortegn in (("oevre", 1), ("nedre", -1)):
        innerst, ytterst = (fortegn * ende for ende in getattr(intervall, felt))
        virkelige = [fortegn * getattr(ende, felt)[0] for ende in ender]
        bredde = max(virkelige) - fortegn * vist.mean()
        assert ytterst >= max(virkelige) - 1e-9
        assert ytterst <= max(virkelige) + 0.1 * bredde
        assert innerst <= min(virkelige) + 1e-9


def test_et_tall_utenfor_det_det_pleier_aa_vaere_er_en_endring():
    dom = _antall(*VANLIG, 40)
    assert (dom.dom, dom.regel) == ("verre", "tidligere")
    assert dom.i_ord == "Tallet er høyere enn det pleier å være: en forverring."
    assert _antall(*VANLIG, 40, indikator=NOEYTRAL).dom == "oekt"
    assert _antall(*VANLIG, 11).dom == "tilfeldig"
    assert _antall(*VANLIG, 9).dom == "uendret"


def test_en_beholdning_som_svinger_lite_er_ikke_sikrere_enn_antallet_i_den():
    """Fra tertial til tertial er de fleste de samme. 60 er ikke noe nytt etter 50 og 51."""
    assert _antall(*(50, 51) * 6, 60, indikator=BEHOLDNING).dom == "tilfeldig"
    assert _antall(*(50, 51) * 6, 70, indikator=BEHOLDNING).dom == "verre"


def test_den_foerste_eneren_etter_mange_nuller_er_ikke_noe_nytt():
    assert _antall(*[0] * 12, 1).dom == "tilfeldig"
    assert _antall(*[0] * 12, 3).dom == "verre"


def test_et_hull_er_hoppet_over_og_det_sies():
    dom = _antall(*VANLIG, 10, HULL, 12, 40)
    assert dom.dom == "verre"
    assert dom.fordi.endswith("Perioder uten tall er hoppet over.")
    assert "hoppet over" not in _antall(*VANLIG, 40).fordi


def test_manglende_forrige_periode_hindrer_ikke_dommen_naar_serien_er_lang():
    assert _antall(*VANLIG, 10, HULL, 40).dom == "verre"


@pytest.mark.parametrize(
    "verdier, i_ord",
    [
        ((10,) * 12, "nådd i alle de 6 siste årene"),
        ((60,) * 12, "ikke nådd i noen av de 6 siste årene"),
        ((60,) * 10 + (10, 10), "nådd i 2 av de 6 siste årene"),
        ((10, 60, 10), "nådd i 2 av de 3 siste årene"),
        ((10, 60, HULL, 10), "nådd i 2 av de 3 siste årene"),
    ],
)
def test_maalet_hittil_er_hvor_mange_av_de_siste_periodene_det_er_naadd(verdier, i_ord):
    med_maal = dataclasses.replace(ANTALL, maaltall=30.0)
    assert _antall(*verdier, indikator=med_maal).maalet.i_ord == i_ord
    assert _antall(*verdier, indikator=med_maal, feil=5).maalet.i_ord == i_ord


@pytest.mark.parametrize(
    "verdier, i_ord, treff",
    [
        ((10, 10, 10, 60, 60, 28), "nådd i 3 til 4 av de 6 siste årene", "NOEN_GANGER"),
        ((60, 60, 28), "nådd i høyst 1 av de 3 siste årene", None),
        ((10, 10, 28), "nådd i minst 2 av de 3 siste årene", None),
        ((28, 28, 28), "", None),
    ],
)
def test_maalet_hittil_sier_hva_avrundingen_gjoer_usikkert(verdier, i_ord, treff):
    med_maal = dataclasses.replace(ANTALL, maaltall=30.0)
    maalet = _antall(*verdier, indikator=med_maal, feil=4).maalet
    assert maalet.i_ord == i_ord
    assert maalet.treff == (Treff[treff] if treff else None)


def test_et_tall_som_er_for_usikkert_til_aa_vises_er_med_blant_de_siste_periodene():
    """Det er kjent i de eksakte tallene. Hoppes det over, sies det om seks andre år enn de seks siste."""
    data = pd.DataFrame(
        {
            "periode": ["2022", "2023", "2024", "2025"],
            "verdi": [np.nan, 90.0, 90.0, np.nan],
            "nedre": [np.nan, 85.0, 85.0, np.nan],
            "oevre": [np.nan, 95.0, 95.0, np.nan],
            "teller": [20.0, 180.0, 180.0, 0.0],
            "nevner": [30.0, 200.0, 200.0, 5.0],
            "i_teller": 9.0,
            "i_nevner": [9.0, 9.0, 9.0, 4.0],
        }
    )
    andel = som_lest(katalog.indikatorer()["henvist_innen_30"], vernet=True)
    serie = tallrekke.tallrekken(andel, data)
    assert serie.usikkert.tolist() == [True, False, False, False]


def test_maalet_hittil_sies_ikke_av_to_perioder_eller_uten_maal():
    med_maal = dataclasses.replace(ANTALL, maaltall=30.0)
    assert _antall(10, 10, indikator=med_maal).maalet is None
    assert _antall(*VANLIG, 10).maalet is None


def test_et_tall_som_kanskje_mangler_i_de_eksakte_teller_ikke_som_naadd():
    med_maal = dataclasses.replace(ANTALL, maaltall=30.0)
    serie = _antallene([10, 10, 10])
    usikker = dataclasses.replace(serie, usikkert=np.arange(3) == 1)
    assert (
        vurder(med_maal, usikker).maalet.i_ord == "nådd i minst 2 av de 3 siste årene"
    )


def test_grensene_som_vises_er_tall_som_kan_finnes():
    assert _antall(1, 0, 3, 1, 0, 2, 0, 3, 1, 0, 2, 1).grenser.vist[0] == 0
    prosent = [97, 99, 95, 99, 96, 100, 95, 99, 97, 100, 96, 98]
    dom = vurder(ANDEL, _andel(prosent, [100] * 12))
    assert dom.grenser.oevre > dom.grenser.vist[1] == 100


# ------------------------------------------------------------------- planperioden


def _planen(*verdier, indikator=ANTALL, feil=0, siste_aar=2025):
    serie = _antallene(verdier, feil)
    aar = (str(siste_aar - nr) for nr in reversed(range(len(verdier))))
    serie = dataclasses.replace(serie, perioder=tuple(aar))
    return vurder_planen(indikator, serie, PLAN_FRA)


def test_aarene_i_planen_kan_vaere_verre_enn_foer_selv_om_siste_aar_er_som_det_forrige():
    foer, planen = (13, 13, 15, 10, 10, 9), (19, 20, 16, 17)
    plandom = _planen(*foer, *planen)
    assert _antall(*foer, *planen).dom == "tilfeldig"
    assert (plandom.dom, plandom.utslag.regel) == ("verre", "plannivaa")
    assert plandom.utslag.foer == ("2016", "2021")
    assert plandom.utslag.plan == ("2022", "2025")


def test_ett_aar_som_skiller_seg_ut_er_ikke_en_hel_planperiode():
    assert _planen(13, 12, 15, 10, 11, 9, 12, 60, 11, 13).dom == "tilfeldig"


def test_hvert_aar_i_samme_retning_er_en_trend():
    plandom = _planen(50, 60, 50, 60, 50, 59, 58, 57, 56, 55)
    assert (plandom.dom, plandom.utslag.regel) == ("bedre", "plantrend")
    assert plandom.utslag.plan == ("2021", "2025")


def test_en_beholdning_maa_vaere_klarere_enn_en_stroem():
    """Årene i en beholdning følger hverandre: to par i gal rekkefølge er ikke nok."""
    verdier = (50, 60, 60, 53, 59, 61, 76, 83, 68, 60)
    assert _planen(*verdier).dom == "verre"
    assert _planen(*verdier, indikator=BEHOLDNING).dom == "tilfeldig"
    verdier = (15, 21, 25, 20, 25, 24, 33, 40, 32, 30)
    assert _planen(*verdier, indikator=BEHOLDNING).dom == "verre"


def test_planperioden_avgjoeres_ikke_naar_avrundingen_bestemmer_rekkefoelgen():
    verdier = (15, 20, 25, 20, 20, 25, 30, 40, 35, 30)
    assert _planen(*verdier).dom == "verre"
    assert _planen(*verdier, feil=4).dom == "uavgjort"
    assert _planen(*(3 * v for v in verdier), feil=4).dom == "verre"


def test_planperioden_doemmes_ikke_foer_det_er_nok_aar():
    assert _planen(20, 30, siste_aar=2022) is None
    assert _planen(20, 21, 22, 23, siste_aar=2021) is None
    assert vurder_planen(TELLING, _serie([40] * 10), PLAN_FRA) is None


def test_smaa_aar_legges_sammen():
    """I hvert år er det for få til å vise en andel. Til sammen er det nok."""
    teller, nevner = [2, 3, 2, 3, 9, 10, 9, 10], [15] * 8
    serie = _serie([HULL] * 8, talt=teller, av=nevner)
    plandom = vurder_planen(ANDEL, serie, PLAN_FRA)
    assert (plandom.dom, plandom.utslag.regel) == ("bedre", "plansamlet")
    assert plandom.utslag.foer == ("2018", "2021")
    uten_noen = _serie([HULL] * 8, talt=[0] * 4 + teller[4:], av=[0] * 4 + nevner[4:])
    assert vurder_planen(ANDEL, uten_noen, PLAN_FRA) is None
    rundet = _serie(
        [HULL] * 8,
        talt=([max(t - 4, 0) for t in teller], [t + 4 for t in teller]),
        av=([11] * 8, [19] * 8),
    )
    assert vurder_planen(ANDEL, rundet, PLAN_FRA).dom == "uavgjort"


# ---------------------------------------------------- hvor stor endring kunne vi ha sett?


@given(st.lists(st.integers(5, 80), min_size=2, max_size=30), st.sampled_from([0, 4]))
@settings(max_examples=50)
def test_det_vi_kunne_sett_er_akkurat_grensen_for_en_sikker_endring(verdier, feil):
    steg = 5 if feil else 1
    verdier = [steg * (verdi // steg) for verdi in verdier]
    serie = _antallene(verdier, feil)
    under_over = kunne_sett(ANTALL, serie, vurder(ANTALL, serie))
    if under_over is None:
        return
    for grense, vei, dom in zip(under_over, (-1, 1), ("bedre", "verre")):
        if not np.isnan(grense):
            for siste, sett in ((grense, False), (grense + vei * steg, True)):
                ny = _antall(*verdier[:-1], max(siste, 0), feil=feil)
                assert (ny.dom == dom) is sett, (verdier, grense, siste)


def test_med_smaa_tall_kan_ingen_nedgang_ses():
    serie = _antallene([4, 3])
    under, over = kunne_sett(ANTALL, serie, vurder(ANTALL, serie))
    assert np.isnan(under) and over > 10


def test_en_sikker_endring_spoer_ikke_hva_vi_kunne_sett():
    serie = _antallene([40, 15])
    assert kunne_sett(ANTALL, serie, vurder(ANTALL, serie)) is None


# -------------------------------------------------------------------------- alltid sant

SERIER = st.lists(st.integers(0, 60), min_size=2, max_size=40)
MEDIANER = st.lists(st.integers(0, 60), min_size=7, max_size=40)
AAR = st.lists(st.integers(0, 60), min_size=10, max_size=10)
MOTSATT = {"bedre": "verre", "verre": "bedre"}


@given(MEDIANER, st.integers(1, 1000))
def test_et_fast_tillegg_endrer_ikke_dommen(verdier, tillegg):
    foer = _median(*verdier, maaltall=None)
    etter = _median(*(v + tillegg for v in verdier), maaltall=None)
    assert (foer.dom, foer.regel) == (etter.dom, etter.regel)


@given(MEDIANER, st.integers(2, 50))
def test_en_annen_maaleenhet_endrer_ikke_dommen(verdier, faktor):
    foer = _median(*verdier, maaltall=None)
    etter = _median(*(v * faktor for v in verdier), maaltall=None)
    assert (foer.dom, foer.regel) == (etter.dom, etter.regel)


@given(MEDIANER)
def test_en_speilet_serie_faar_den_motsatte_dommen(verdier):
    foer = _median(*verdier, maaltall=None)
    etter = _median(*(60 - v for v in verdier), maaltall=None)
    assert etter.dom == MOTSATT.get(foer.dom, foer.dom) and foer.regel == etter.regel


@given(AAR)
def test_en_speilet_planperiode_faar_den_motsatte_dommen(verdier):
    foer, etter = _planen(*verdier), _planen(*(60 - v for v in verdier))
    assert etter.dom == MOTSATT.get(foer.dom, foer.dom)


@given(SERIER)
def test_motsatt_oensket_retning_gir_den_motsatte_dommen(verdier):
    ned = _antall(*verdier)
    opp = _antall(*verdier, indikator=dataclasses.replace(ANTALL, retning="opp"))
    assert opp.dom == MOTSATT.get(ned.dom, ned.dom) and opp.regel == ned.regel


@given(SERIER, st.sampled_from([0, 4, 9]))
def test_hver_dom_har_ord_tegn_og_regel_og_kan_leses_hoeyt(verdier, feil):
    med_maal = dataclasses.replace(ANTALL, maaltall=20.0)
    dom = _antall(*verdier, indikator=med_maal, feil=feil)
    assert dom.dom in DOMMER and dom.regel in REGLER and dom.ikon and dom.tekst
    assert dom.fordi.endswith(".") and not feil_i(dom.fordi) and not feil_i(dom.i_ord)
    assert not dom.maalet or not feil_i(dom.maalet.setning)
    assert len(dom.i_ord.split()) <= 30


@given(SERIER)
def test_avrunding_gjoer_aldri_en_dom_strengere(verdier):
    if _antall(*verdier).dom in ("uendret", "tilfeldig"):
        assert _antall(*verdier, feil=4).dom in ("omtrent", "tilfeldig")


def test_avrundede_tall_som_vises_likt_sies_aldri_aa_vaere_uendret():
    assert _antall(30, 30).dom == "uendret"
    assert _antall(30, 30, feil=4).dom == "omtrent"
    assert _antall(*VANLIG, 9).dom == "uendret"
    assert _antall(*VANLIG, 9, feil=4).dom == "omtrent"


@given(SERIER, st.sampled_from([1, 4]), st.data())
def test_en_sikker_dom_over_avrundede_tall_er_den_samme_om_alle_de_virkelige(
    verdier, feil, data
):
    dom = _antall(*verdier, feil=feil).dom
    if dom in RETNINGER:
        virkelige = [
            max(0, vist + data.draw(st.integers(-feil, feil))) for vist in verdier
        ]
        assert _antall(*virkelige).dom == dom


@given(
    st.lists(st.integers(20, 180), min_size=6, max_size=20),
    st.lists(st.floats(-15, 15), min_size=20, max_size=20),
)
def test_en_sikker_dom_over_avrundede_medianer_er_den_samme_om_de_virkelige(
    dager, feil
):
    """Siste tall er langt borte, så dommen ofte er sikker."""
    dager = [*dager[:-1], 400]
    rundet = vurder(
        MEDIAN, _serie(dager, [d - 15 for d in dager], [d + 15 for d in dager])
    ).dom
    if rundet in RETNINGER:
        virkelige = [max(0, d + f) for d, f in zip(dager, feil)]
        assert _median(*virkelige).dom == rundet


@given(AAR, st.data())
def test_en_sikker_planperiode_er_den_samme_om_alle_de_virkelige(verdier, data):
    plandom = _planen(*sorted(verdier), feil=1)
    if plandom.dom in RETNINGER:
        virkelige = [max(0, v + data.draw(st.integers(-1, 1))) for v in sorted(verdier)]
        assert _planen(*virkelige).dom == plandom.dom


def test_et_tall_som_kanskje_mangler_i_de_eksakte_gjoer_dommen_usikker():
    serie = _antallene([*VANLIG, 10, 40], feil=1)
    assert vurder(ANTALL, serie).dom == "verre"
    usikkert = np.arange(len(serie)) == 3
    usikker = dataclasses.replace(serie, usikkert=usikkert)
    assert vurder(ANTALL, usikker).dom == "uavgjort"
    assert kunne_sett(ANTALL, usikker, vurder(ANTALL, usikker)) is None


FAGUTTRYKK = re.compile(
    r"xmr|spc|signal|kontrollgrense|særskilt|variasjon|signifikan|p-verdi|poisson|newcombe|wilcoxon|"
    r"konfidens|standardavvik|making data count",
    re.IGNORECASE,
)


def test_ingen_ord_paa_skjermen_er_faguttrykk_fra_statistikken():
    tekster = [*DOMMER.values(), *REGLER.values(), *PLANREGLER.values()]
    tekster += [
        Maalet(minst, hoeyst, 6, tertialer=False).setning
        for hoeyst in range(7)
        for minst in range(hoeyst + 1)
    ]
    assert not [tekst for tekst in tekster if FAGUTTRYKK.search(tekst)]
    assert not [
        setning
        for tekst in tekster
        for setning in re.split(r"(?<=[.:]) ", tekst)
        if len(setning.split()) > 30
    ]


def test_en_dom_tar_under_ett_millisekund():
    verdier = list(VANLIG) * 4
    tider = []
    for _ in range(50):
        start = time.perf_counter()
        _antall(*verdier, feil=4)
        _antall(450, 500)
        tider.append(time.perf_counter() - start)
    assert min(tider) < 0.002, "to dommer"


@pytest.mark.parametrize(
    "retning, naa, dom",
    [
        ("ned", (10, 5, 15), "uendret"),
        ("ned", (16, 15, 20), "uavgjort"),
        ("ned", (21, 16, 30), "verre"),
        ("ned", (2, 0, 4), "bedre"),
        ("ingen", (2, 0, 4), "redusert"),
    ],
)
def test_to_anslag_er_forskjellige_naar_spennene_ikke_roerer_hverandre(
    retning, naa, dom
):
    vurdert = vurder_anslag(retning, Anslag(10, 5, 15), Anslag(*naa))
    assert (vurdert.dom, vurdert.regel) == (dom, "anslag")
    assert vurdert.fordi and vurdert.regel_i_ord


def test_to_anslag_over_det_samme_er_sikkert_ulike_i_faerre_enn_aatte_av_hundre():
    tilfeldig, bredde = np.random.default_rng(1), 1.2816
    sikre = sum(
        vurder_anslag(
            "ingen", *(Anslag(midt, midt - bredde, midt + bredde) for midt in par)
        ).dom
        in RETNINGER
        for par in tilfeldig.normal(size=(4_000, 2))
    )
    assert 0.05 < sikre / 4_000 < 0.08
