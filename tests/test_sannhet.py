"""Det som sies av de avrundede tallene, er sant om de virkelige, og rapporten finner det som ikke er
det.
"""

import dataclasses

import pytest

from boligdata import lesing
from boligdata.arbeid.tiltak import Kobling
from boligdata.felles import katalog
from boligdata.innhold.handlingsdel import maalbane
from tests.sannhet.sammenligning import (
    HITTIL,
    HITTIL_MED_FILTER,
    MAALET,
    MAALET_AV_FAA,
    MAALET_MED_FILTER,
    Svar,
    sammenlign,
)
from tests.sannhet.utsagn import Hva, Utsagn, les_fra, utsagn

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


def test_dommen_over_et_tiltak_er_den_de_virkelige_tallene_gir(bygd):
    """Hver indikator om personer, mot mål like ved det virkelige tallet, og i år som er og kommer."""
    koblinger = _koblinger_ved(bygd / "internt")
    virkelig, vist = (
        _dommene(bygd / utgave, koblinger) for utgave in ("internt", "publisert")
    )
    sagt = [
        (kobling, dom, virkelig[kobling])
        for kobling, dom in vist.items()
        if dom in ("naadd", "paa_vei", "ikke_paa_vei")
    ]
    assert len(sagt) > 200 and {dom for _, dom, _ in sagt} == {
        "naadd",
        "paa_vei",
        "ikke_paa_vei",
    }
    # Det som er nådd, er også på vei.
    assert not [en for en in sagt if en[1] != en[2] and en[1:] != ("paa_vei", "naadd")]


def _koblinger_ved(mappe) -> list[Kobling]:
    with les_fra(mappe):
        siste = {
            id_: lesing.svar(lesing.still(indikator))["verdi"].dropna()
            for id_, indikator in katalog.indikatorer().items()
            if indikator.om_personer
        }
    return [
        Kobling(id_, verdi * start, "2021", verdi * maal, aar)
        for id_, verdier in siste.items()
        for verdi in verdier.tolist()[-1:]
        for start, maal in ((1.4, 1.0), (0.6, 1.0), (1.4, 0.9), (0.6, 1.1), (1.3, 1.05))
        for aar in (2024, 2025, 2030)
    ]


def _dommene(mappe, koblinger) -> dict[Kobling, str]:
    with les_fra(mappe):
        return {kobling: maalbane.bedoem(kobling).dom for kobling in koblinger}
