"""Spennet rundt et vernet tall har alltid det virkelige tallet i seg, og er ikke videre enn det må."""

import contextlib
import dataclasses

import pandas as pd
import pytest
from publisering import publiser

from boligdata import lesing
from boligdata.felles import katalog
from boligdata.lesing.lest import som_lest
from boligdata.lesing.spenn import (
    VISES_IKKE,
    avviket,
    snevret_av_maaltallet,
    spenn,
    uten_det_som_sier_for_lite,
)

INDIKATORER = katalog.indikatorer()


def _spenn(id, verdi, teller=None, nevner=None, vernet=True, avvik=(4, 4)):
    tall = pd.DataFrame({"teller": [teller], "nevner": [nevner], "verdi": [verdi]})
    indikator = som_lest(INDIKATORER[id], vernet)
    return tuple(spenn(indikator, "aar", tall, avvik).iloc[0].round(4))


def test_et_eksakt_tall_er_ikke_i_noe_spenn():
    assert _spenn("venteliste", 23, 23, vernet=False) == (23, 23)


def test_et_antall_er_saa_langt_unna_som_avviket_men_aldri_under_null():
    assert _spenn("venteliste", 20, 20) == (16, 24)
    assert _spenn("venteliste", 0, 0) == (0, 4)
    assert _spenn("venteliste", 20, 20, avvik=(9, 0)) == (11, 29)


def test_en_andel_regner_med_avviket_i_baade_teller_og_nevner():
    """60 av 60 vises som «over 95»: minst 56 av 64, og aldri mer enn alle."""
    assert _spenn("for_liten_bolig", 96, 60, 60) == (87.5, 100)
    assert _spenn("utleiegrad", 90, 90, 100, avvik=(4, 0)) == (86, 94)


@pytest.mark.parametrize(
    ("nevner", "vernet", "vises"),
    [(20, True, False), (60, True, True), (20, False, True)],
)
def test_en_prosent_som_kan_vaere_nesten_hva_som_helst_er_for_faa_til_aa_vises(
    nevner, vernet, vises
):
    """Ti av tjue, med ni feil i hvert antall, er alt fra 3 til 100 prosent."""
    indikator = som_lest(INDIKATORER["for_liten_bolig"], vernet)
    tall = pd.DataFrame(
        {"teller": [10], "nevner": [nevner], "verdi": [1000 / nevner], "flagg": [""]}
    )
    funnet, spennet = uten_det_som_sier_for_lite(
        indikator, tall, spenn(indikator, "aar", tall, (9, 9))
    )
    rad = funnet.iloc[0]
    assert (rad["flagg"] == "", pd.notna(rad["verdi"])) == (vises, vises)
    assert spennet.notna().all(axis=None) == vises
    # Antallene står i tabellen, så leseren ser hvor få det er.
    assert (rad["teller"], rad["nevner"]) == (10, nevner)


@pytest.mark.usefixtures("bygd_eksempel")
def test_ingen_prosent_noe_sted_er_i_et_spenn_som_ikke_sier_noe():
    """For hver andel, og hvert filter den kan deles på."""
    proevd = 0
    for indikator in INDIKATORER.values():
        for filter_ in ("", *katalog.FILTRE):
            fordeling = tuple(filter(None, (filter_,)))
            with contextlib.suppress(lesing.IkkePublisert):
                tall = lesing.tall(indikator, fordeling=fordeling)
                if indikator.er_prosent and indikator.nevner:
                    proevd += 1
                    assert not (tall["oevre"] - tall["nedre"] >= VISES_IKKE).any()
    assert proevd > 40


def test_en_rate_deles_aldri_paa_mindre_enn_en():
    assert _spenn("ventende_per_ledig", 4, 20, 5, avvik=(4, 9)) == (1.1429, 24)


@pytest.mark.usefixtures("bygd_eksempel")
def test_avviket_er_det_filen_sier_for_hver_kube_og_hvor_mange_egenskaper_den_er_delt_paa(
    bygd, tmp_path, monkeypatch
):
    """De ledige boligene er ikke delt på målgruppe. Da er det tallet for hele kommunen det deles
    på, og avviket det har.
    """
    publiser(
        bygd / "publisert",
        tmp_path,
        "update vern set avvik = case when kube = 'ledige' and dybde = 0 then 9 else 4 end",
    )
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(tmp_path))
    funnet = {
        (id, egenskap): [
            float(avvik[0])
            for avvik in avviket(
                som_lest(INDIKATORER[id], True),
                {egenskap} - {""},
                ["2025"],
            )
        ]
        for id, egenskap in (
            ("ventende_per_ledig", ""),
            ("ventende_per_ledig", "maalgruppe"),
            ("ventende_per_ledig", "omraade"),
            ("utleiegrad", ""),
            ("venteliste", ""),
        )
    }
    assert funnet == {
        ("ventende_per_ledig", ""): [4, 9],
        ("ventende_per_ledig", "maalgruppe"): [4, 9],
        ("ventende_per_ledig", "omraade"): [4, 4],
        ("utleiegrad", ""): [4, 0],
        ("venteliste", ""): [4, 0],
    }


@pytest.mark.parametrize(
    "id, verdi, spennet",
    [
        ("andel_bosatt_90_dager", 4, (0, 4.5)),
        ("andel_bosatt_90_dager", 50, (49.5, 50.5)),
        ("andel_bosatt_90_dager", 96, (95.5, 100)),
        ("behandlingstid", 0, (0, 0.5)),
        ("behandlingstid", 2, (1.5167, 2.5)),
        ("startlaan_beloep", 1_800_000, (1_750_000, 1_850_000)),
    ],
)
def test_en_statistikk_er_et_halvt_steg_unna(id, verdi, spennet):
    assert _spenn(id, verdi) == spennet


def test_et_tall_som_ikke_vises_har_ikke_noe_spenn():
    assert all(pd.isna(ende) for ende in _spenn("utleiegrad", None, 5, 10))


def test_maalet_er_naadd_bare_naar_begge_ender_av_spennet_naar_det():
    venteliste = som_lest(INDIKATORER["venteliste"], True)  # høyst 20
    assert venteliste.naadd(12, 20) is True
    assert venteliste.naadd(21, 29) is False
    assert venteliste.naadd(16, 24) is None
    minst = dataclasses.replace(venteliste, retning="opp")
    assert minst.naadd(20, 24) is True and minst.naadd(12, 19) is False
    assert venteliste.naadd(float("nan"), float("nan")) is None
    assert venteliste.uten_maaltall().naadd(1, 1) is None


@pytest.mark.parametrize(
    "id, naadd, ventet",
    [
        ("venteliste", True, (16, 20)),
        ("venteliste", False, (20, 24)),
        ("til_eid_bolig", True, (20, 24)),
        ("til_eid_bolig", False, (16, 20)),
        ("behandlingstid", False, (16, 24)),
        ("venteliste", None, (16, 24)),
    ],
)
def test_spennet_slutter_ved_maaltallet_naar_det_er_sagt_om_det_er_naadd(
    bygd_eksempel, tmp_path, monkeypatch, id, naadd, ventet
):
    verdi = "null" if naadd is None else naadd
    publiser(
        bygd_eksempel,
        tmp_path,
        f"update maaltall set naadd = {verdi} where indikator = '{id}'",
    )
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(tmp_path))
    bredt = pd.DataFrame({"nedre": [16.0], "oevre": [24.0]})
    indikator = som_lest(INDIKATORER[id], True).uten_maaltall()
    snevert = snevret_av_maaltallet(indikator, ["2024"], bredt)
    assert tuple(snevert.iloc[0].round(4)) == pytest.approx(ventet)
    assert som_lest(INDIKATORER[id], True).naadd(*snevert.iloc[0]) == naadd


@pytest.mark.parametrize(
    "delt",
    [{"fordeling": ("maalgruppe",)}, {"filtre": {"maalgruppe": "flyktning"}}],
    ids=["fordelt", "med filter"],
)
def test_om_en_median_naar_maalet_avgjoeres_ogsaa_for_en_gruppe(
    bygd, monkeypatch, delt
):
    """Begge vises som «1 måned», men målet er 30 dager, og dommen er den virkelige."""
    eksakt = _gruppene(bygd / "internt", monkeypatch, delt)
    vist = _gruppene(bygd / "publisert", monkeypatch, delt)
    paa_grensen = vist[vist["verdi"].round(2) == 1]
    dommer = [
        (
            som_lest(INDIKATORER["behandlingstid"], True).naadd(rad.nedre, rad.oevre),
            som_lest(INDIKATORER["behandlingstid"], False).naadd(ekte, ekte),
        )
        for rad, ekte in zip(
            paa_grensen.itertuples(), eksakt["verdi"].reindex(paa_grensen.index)
        )
    ]
    assert len(dommer) > 2
    assert all(sagt == virkelig for sagt, virkelig in dommer)


def _gruppene(mappe, monkeypatch, delt) -> pd.DataFrame:
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(mappe))
    data = lesing.svar(lesing.still(INDIKATORER["behandlingstid"], **delt))
    return data.set_index(["periode", *delt.get("fordeling", ())])
