"""Det som sies av de avrundede tallene, er sant om de virkelige, og rapporten finner det som ikke er
det.
"""

import dataclasses

import pytest

from tests.sannhet.sammenligning import (
    HITTIL,
    HITTIL_MED_FILTER,
    MAALET,
    MAALET_AV_FAA,
    MAALET_MED_FILTER,
    Svar,
    sammenlign,
)
from tests.sannhet.utsagn import Hva, Utsagn, utsagn

# Bare hvert tjuende av tallene med filter: hele rapporten tar over ett minutt.
HVER = 20
ALDRI_GALT = (
    MAALET,
    MAALET_MED_FILTER,
    MAALET_AV_FAA,
    HITTIL,
    HITTIL_MED_FILTER,
    "Er tallet endret?",
    "Er planperioden en annen?",
    "Setninger om at noe er likt",
    "Er det virkelige tallet i spennet?",
)


@pytest.fixture(scope="module")
def rapport(bygd):
    return sammenlign(
        *(utsagn(bygd / utgave, HVER) for utgave in ("publisert", "internt"))
    )


@pytest.mark.parametrize("slag", ALDRI_GALT)
def test_ingenting_sies_av_et_avrundet_tall_som_det_virkelige_sier_imot(rapport, slag):
    assert [funn for funn in rapport.funn if funn.slag == slag] == []


@pytest.mark.parametrize(
    "slag, hoeyst", [(MAALET, 0.05), (MAALET_MED_FILTER, 0.1), (HITTIL, 0.15)]
)
def test_om_maalet_er_naadd_kan_nesten_alltid_avgjoeres_av_nok(rapport, slag, hoeyst):
    antall = rapport.dommer[slag]
    assert antall[Svar.UAVGJORT] <= hoeyst * sum(antall.values())


def test_rapporten_ser_paa_nok_til_aa_finne_noe(rapport):
    assert sum(rapport.dommer[MAALET].values()) > 300
    med_filter = rapport.dommer[MAALET_MED_FILTER] + rapport.dommer[MAALET_AV_FAA]
    assert sum(med_filter.values()) > 10
    endret = rapport.dommer["Er tallet endret?"]
    assert sum(endret.values()) > 2_000
    assert endret[Svar.UAVGJORT] <= sum(endret.values()) / 10
    assert sum(rapport.dommer["Er planperioden en annen?"].values()) > 400
    assert rapport.avstander["antall"].antall > 1_000


RETT = Utsagn(
    20,
    16,
    24,
    None,
    True,
    "omtrent",
    "uavgjort",
    None,
    "20 husstander, omtrent som i 2024.",
)
VIRKELIG = Utsagn(
    23, 23, 23, False, True, "tilfeldig", "verre", None, "23 husstander, mot 21 i 2024."
)


@pytest.mark.parametrize(
    "gal, slag",
    [
        ({"naadd": True}, MAALET),
        ({"dom": "uendret"}, "Er tallet endret?"),
        ({"dom": "bedre"}, "Er tallet endret?"),
        ({"planen": "bedre"}, "Er planperioden en annen?"),
        ({"setning": "20, det samme som i 2024."}, "Setninger om at noe er likt"),
        ({"oevre": 22}, "Er det virkelige tallet i spennet?"),
    ],
)
def test_rapporten_finner_det_som_er_galt(gal, slag):
    hva = Hva("venteliste", (), "2025")
    assert sammenlign({hva: RETT}, {hva: VIRKELIG}).funn == []
    vist = dataclasses.replace(RETT, **gal)
    funn = sammenlign({hva: vist}, {hva: VIRKELIG}).funn
    assert [f.slag for f in funn] == [slag]
