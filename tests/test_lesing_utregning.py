"""Hvert slag tall regnes ut slik katalogen sier, og vises ikke når det bygger på for få."""

import math

import pandas as pd
import pytest

from boligdata.felles import katalog
from boligdata.lesing.lest import som_lest
from boligdata.lesing.utregning import regn

INDIKATORER = katalog.indikatorer()


def _regnet(
    id, vernet=False, periodetype="aar", teller=0, nevner=None, statistikk=None
):
    """Verdien (None når den ikke vises) og flagget, når kubene har dette."""
    indikator = som_lest(INDIKATORER[id], vernet)
    rad = {indikator.teller: teller, indikator.nevner: nevner}
    if indikator.verdi:
        av = katalog.kuber()[indikator.kube].statistikk[indikator.verdi]
        rad = {av.antall: teller, indikator.verdi: statistikk}
    tall = pd.DataFrame({navn: [verdi] for navn, verdi in rad.items()}, dtype="float64")
    svar = regn(indikator, periodetype, tall).iloc[0]
    return None if math.isnan(svar["verdi"]) else svar["verdi"], svar["flagg"]


def test_et_antall_er_telleren_og_aldri_for_lite():
    assert _regnet("venteliste", teller=3) == (3, "")


@pytest.mark.parametrize(
    "teller, nevner, vernet, verdi, flagg",
    [
        (30, 40, False, 75, ""),
        (40, 40, False, 100, ""),
        (40, 40, True, 96, ""),
        (0, 40, True, 4, ""),
        (10, 19, False, None, "for_faa"),
        (10, 20, False, 50, ""),
        (0, 0, False, None, "for_faa"),
        (None, 40, True, None, "mangler"),
        (10, None, True, None, "mangler"),
    ],
)
def test_en_andel_er_prosent_av_minst_tjue_og_vernet_aldri_alle_eller_ingen(
    teller, nevner, vernet, verdi, flagg
):
    svar = _regnet("utleiegrad", vernet, teller=teller, nevner=nevner)
    assert svar == (verdi, flagg)


def test_en_rate_per_maaned_ganges_med_maanedene_i_perioden():
    id = next(i.id for i in INDIKATORER.values() if i.eksakt_enhet.per_maaned)
    aar, tertial = (
        _regnet(id, periodetype=type_, teller=60, nevner=60)[0]
        for type_ in ("aar", "tertial")
    )
    assert aar == 3 * tertial > 0


def test_en_statistikk_regnes_om_til_enheten_den_vises_i_og_mangler_naar_det_er_for_faa():
    assert _regnet("omloepstid", statistikk=45) == (45, "")
    assert _regnet("omloepstid") == (None, "for_faa")


def test_en_rate_av_ingen_sier_at_nevneren_er_tom():
    id = next(
        i.id
        for i in INDIKATORER.values()
        if i.nevner and i.eksakt_enhet.minste_nevner == 0
    )
    assert _regnet(id, teller=3, nevner=0) == (None, "tom_nevner")
