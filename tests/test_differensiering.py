"""Angrep på de publiserte tallene: ingen kan regne seg fram til et lite tall, og de samme angrepene
knekker det vanlige vernet.
"""

import random
import shutil
import statistics

import numpy as np
import pytest
from angriper import (
    Celle,
    anslag,
    grenser,
    tall_paa_sidene,
    vernet,
    ytterpunkter,
)
from prosentfeil import avstandene
from sak import Sak, publiser, utvalg

from boligdata import lesing
from boligdata.felles import katalog


@pytest.fixture(scope="module")
def eksempel(bygd_eksempel, bygd_internt, tmp_path_factory):
    # Kopier, for i samme prosess kan `lesing` ha filene åpne på sin måte.
    mappe = tmp_path_factory.mktemp("sak")
    return Sak(
        *(
            shutil.copytree(fra, mappe / fra.name)
            for fra in (bygd_eksempel, bygd_internt)
        )
    )


@pytest.fixture(
    scope="module", params=[(1, 0.08), (2, 0.3), (3, 0.6)], ids=lambda p: f"{p[1]:.0%}"
)
def tilfeldig(request, tmp_path_factory):
    """En mindre kommune, de to siste årene, publisert på én gang."""
    mappe = tmp_path_factory.mktemp("kommune")
    utvalg(mappe / "inn", *request.param)
    publiser(mappe, "2025-12-31")
    return Sak(mappe / "publisert", mappe / "internt")


# ------------------------------------------------------------------------ additiviteten


def test_sidene_og_filen_sier_det_samme(eksempel):
    paa_sidene = tall_paa_sidene()
    spurt_om = {
        (c.kube, c.maal, len(c.periode), tuple(e for e, _ in c.utsnitt))
        for c in paa_sidene
    }
    i_filen = {
        c: n
        for c, n in eksempel.publisert.items()
        if (c.kube, c.maal, len(c.periode), tuple(e for e, _ in c.utsnitt)) in spurt_om
    }
    assert paa_sidene == i_filen and len(i_filen) > 10_000


def test_alt_definisjonene_sier_stemmer_for_de_eksakte_tallene(eksempel):
    """Ellers ville angrepene under bygd på noe som ikke er sant, og ikke bevist noe."""
    assert not eksempel.kunnskap.brutt(eksempel.n).any()


def test_alt_definisjonene_sier_stemmer_ogsaa_for_de_viste_tallene(eksempel):
    """Da er de viste tallene selv et mulig svar, og ingen kan bevise at et tall er mellom 1 og 4.

    Hver sum i hver kube, strømmer og beholdninger over året, deler og hele, og kubene seg imellom.
    """
    # De to første er regnet mot eksakte tall, som ikke er hele femmere, og halvparten er det sjelden.
    k = eksempel.kunnskap.uten(
        "leid ut av boligene", "leid ut eller ledig", "akkurat halvparten"
    )
    assert set(k.slag[k.brutt(eksempel.vist)]) == set()
    assert {
        "sum",
        "året er summen",
        "året er siste tertial",
        "inn og ut",
        "samme",
        "venter eller bosatt",
    } <= set(k.slag)


def test_hver_vernet_celle_er_en_hel_femmer_innenfor_avviket_og_null_er_null(eksempel):
    assert all(n % 5 == 0 for c, n in eksempel.publisert.items() if vernet(c))
    assert (np.abs(eksempel.vist - eksempel.n) <= eksempel.avvik).all() and set(
        eksempel.avvik
    ) <= {4, 9}
    assert all(c in eksempel.ekte for c in eksempel.publisert)


def test_tallene_for_hele_kommunen_er_som_regel_den_naermeste_femmeren(eksempel):
    """De leses mest. Noen må gi etter, så tertialene blir året og beholdningen følger av dem som
    kom og gikk.
    """
    s = eksempel
    unna = np.abs(s.vist - s.n)
    totaler = np.array([c.utsnitt == () for c in s.kunnskap.celler]) & (s.n > 0)
    assert totaler.sum() > 2_500
    andre = ~totaler & (s.n > 0)
    assert (unna[totaler] <= 2).mean() > 0.8 > (unna[andre] <= 2).mean()
    assert (unna[totaler] > 4).mean() < 0.03


# -------------------------------------------------------------------------- differanser


def test_ingen_lite_tall_kan_bevises_av_alt_som_er_publisert(eksempel):
    """Alle kuber, alle perioder og alle sammenhenger på en gang, brukt om igjen til ingenting kan
    snevres inn mer.
    """
    s = eksempel
    assert s.smaa.sum() > 50_000 and s.mellom_1_og_4(*s.snevret_inn) == []


def test_nesten_ingen_smaa_tall_kan_bevises_av_det_som_nesten_alltid_gjelder(eksempel):
    """Angriperen har lest spørringene, og vet for eksempel at den som kom fra en søknad, har søkt.

    Uten at avrundingen fulgte dette, kunne den bevist over to tusen. De få som er igjen, er der
    avrundingen ikke går opp på noen annen måte.
    """
    s = eksempel
    k = s.med_antatt
    assert (k.slag == "antatt").sum() > 4_000 and not k.brutt(s.n).any()
    brutt = k.slag[k.brutt(s.vist)] == "antatt"
    assert brutt.sum() <= 20 and len(s.bevist(k)) <= 60


MAALGRUPPER = [kode.kode for kode in katalog.dimensjoner()["maalgruppe"].koder]


@pytest.mark.parametrize("maalgruppe", MAALGRUPPER)
def test_den_som_ser_en_maalgruppe_eksakt_kan_ikke_bevise_noe_lite_om_de_andre(
    eksempel, maalgruppe
):
    """Nesten: avrundingen vet ikke hva den ansatte ser. README for vernet sier hvor mange det er."""
    bevist = eksempel.bevist_av_en_ansatt(maalgruppe)
    assert len(bevist) <= eksempel.smaa.sum() / 2_000


def test_det_gjelder_ogsaa_i_kommuner_der_nesten_alt_er_smaatt(tilfeldig):
    """I den minste av dem, med et tjuetall leieforhold, er det en målgruppe der det ikke går."""
    bevist = [len(tilfeldig.bevist_av_en_ansatt(gruppe)) for gruppe in MAALGRUPPER]
    er_minst = tilfeldig.smaa.sum() < 10_000
    assert sum(antall > 0 for antall in bevist) <= er_minst
    assert sum(bevist) <= tilfeldig.smaa.sum() / 100


@pytest.mark.parametrize("steg", [1, 2])
def test_differanser_og_snittet_av_dem_gir_bare_det_som_alt_vises(eksempel, steg):
    s = eksempel
    regnet = anslag(
        s.kunnskap.uten("leid ut eller ledig", "akkurat halvparten"), s.vist, steg
    )
    assert np.array_equal(regnet[~np.isnan(regnet)], s.vist[~np.isnan(regnet)])
    assert (np.isnan(regnet).mean() < 0.01) and not (np.rint(regnet) == s.n)[
        s.smaa
    ].any()


@pytest.mark.parametrize("steg", [1, 2])
def test_heller_ikke_differanser_mot_antall_boliger_treffer_oftere_enn_den_som_gjetter(
    eksempel, steg
):
    s = eksempel
    treff = (np.rint(anslag(s.kunnskap, s.vist, steg)) == s.n)[s.smaa].mean()
    assert treff < max((s.n[s.smaa] == g).mean() for g in range(1, 5)) / 10


@pytest.mark.parametrize(("steg", "minst"), [(1, 0.08), (2, 0.14), (50, 0.35)])
def test_de_samme_differansene_knekker_aa_skjule_tall_under_fem(eksempel, steg, minst):
    """Kontrollen av angrepet: det vanlige vernet, «under fem vises ikke», gir fra seg mer for hvert
    steg.
    """
    s = eksempel
    regnet = anslag(s.kunnskap, np.where(s.smaa, np.nan, s.n), steg)
    assert (np.rint(regnet) == s.n)[s.smaa].mean() > minst


def test_de_samme_grensene_knekker_de_fleste_tall_under_fem_som_er_skjult(eksempel):
    s = eksempel
    nedre, oevre = grenser(
        s.kunnskap, np.where(s.smaa, 1, s.n), np.where(s.smaa, 4, s.n)
    )
    assert (nedre == oevre)[s.smaa].mean() > 0.8 and (nedre == s.n)[
        s.smaa & (nedre == oevre)
    ].all()


def test_de_samme_grensene_knekker_aa_runde_av_hvert_tall_for_seg(eksempel):
    """Nærmeste femmer for hvert tall for seg verner ikke: mange av de små tallene kan bevises å
    være små.
    """
    s = eksempel
    hver_for_seg = 5 * np.rint(s.n / 5).astype(int)
    nedre, oevre = grenser(
        s.kunnskap, np.maximum(hver_for_seg - 2, 0), hver_for_seg + 2
    )
    assert len(s.mellom_1_og_4(nedre, oevre)) > 0.4 * s.smaa.sum()


def test_et_lineaert_program_beviser_heller_ikke_noe_lite_tall(eksempel):
    """Alle sammenhengene i ett år på en gang, for et tilfeldig utvalg av de små cellene."""
    s, k, med = eksempel, *_et_aar(eksempel)
    smaa = random.Random(5).sample(np.flatnonzero(s.smaa & med).tolist(), 30)
    funnet = ytterpunkter(k, np.maximum(s.vist - s.avvik, 0), s.vist + s.avvik, smaa)
    assert not [
        (k.celler[c], par)
        for c, par in zip(smaa, funnet)
        if par[0] > 0.01 and par[1] < 4.99
    ]


def test_det_samme_programmet_beviser_det_meste_av_det_som_er_skjult(eksempel):
    s, k, med = eksempel, *_et_aar(eksempel)
    skjult = random.Random(5).sample(np.flatnonzero(s.smaa & med).tolist(), 30)
    funnet = ytterpunkter(k, np.where(s.smaa, 1, s.n), np.where(s.smaa, 4, s.n), skjult)
    assert sum(par[1] - par[0] < 0.01 for par in funnet) > 0.7 * len(skjult)


def _et_aar(s: Sak):
    """Det angriperen vet om ventelisten i 2021, og hvilke celler det er."""
    kuber = {"venteliste", "bosatt", "ventetid"}
    med = np.array(
        [c.kube in kuber and c.periode.startswith("2021") for c in s.kunnskap.celler]
    )
    return s.kunnskap.bare(med), med


# ------------------------------------------------------------------ tilfeldige kommuner


def test_heller_ikke_i_en_liten_kommune_kan_et_lite_tall_bevises(tilfeldig):
    s = tilfeldig
    assert not s.kunnskap.brutt(s.n).any() and s.smaa.sum() > 0.5 * (s.n > 0).sum()
    assert (s.vist % 5 == 0).all() and (np.abs(s.vist - s.n) <= s.avvik).all()
    assert s.mellom_1_og_4(*s.snevret_inn) == []


def test_heller_ikke_i_en_liten_kommune_hjelper_det_aa_ta_snittet(tilfeldig):
    """Snittet skal ikke treffe oftere enn den som alltid gjetter det vanligste tallet, uten å se på
    noe.
    """
    s = tilfeldig
    for steg in (1, 2):
        treff = (np.rint(anslag(s.kunnskap, s.vist, steg)) == s.n)[s.smaa].mean()
        gjett = max((s.n[s.smaa] == g).mean() for g in range(1, 5))
        assert treff < gjett / 10


def test_heller_ikke_naar_en_liten_kommune_publiseres_tertial_for_tertial(tmp_path):
    utvalg(tmp_path / "inn", 3, 0.15)
    for per_dato in ("2024-12-31", "2025-04-30"):
        publiser(tmp_path, per_dato)
    sak = Sak(tmp_path / "publisert", tmp_path / "internt")
    assert sak.bevist(sak.kunnskap) == []


# ----------------------------------------------------------------- det som står i filen


def test_en_prosent_som_sies_som_ett_tall_er_naer_den_virkelige(
    bygd_eksempel, bygd_internt
):
    """To femmere delt på hverandre kan være 25 prosentpoeng unna. Da er det spennet som sies."""
    alle = avstandene(bygd_eksempel, bygd_internt)
    som_tall = [rad.avstand for rad in alle if not rad.som_spenn]
    assert max(som_tall) <= 3 and statistics.median(som_tall) <= 1
    assert max(rad.avstand for rad in alle) > 10
    assert len(som_tall) > 0.4 * len(alle)


def test_medianene_er_der_bare_av_de_viste_tallene(eksempel):
    """Om en median eller andel er med, sier ikke noe om det virkelige antallet som ikke alt
    vises.
    """
    for i in (i for i in katalog.indikatorer().values() if i.verdi):
        s = katalog.kuber()[i.kube].statistikk[i.verdi]
        for periodetype in ("aar", "tertial"):
            data = lesing.tall(i, periodetype)
            har = data["verdi"].notna()
            assert (
                data["teller"][har]
                >= s.minst
                + data["periode"][har].map(
                    lambda p, kube=i.kube: eksempel.erklaert[kube, p, 0]
                )
            ).all()
            assert all(
                eksempel.ekte[Celle(i.kube, s.antall, p, ())] >= s.minst
                for p in data["periode"][har]
            )
