"""Hva hver enhet er, spurt om ett sted."""

import pytest

from boligdata.felles.enheter import (
    ANDEL,
    ENHETER,
    MAANEDER_I,
    VERNEDE_ENHETER,
    VERNET_ANDEL,
)

SLAG = {
    "er_antall": {"antall"},
    "er_prosent": {"prosent"},
    "er_maaneder": {"maaneder"},
    "er_dager": {"dager"},
    "er_aar": {"aar"},
    "er_kroner": {"kroner"},
    "er_tid": {"dager", "maaneder", "aar"},
    "er_andel": set(),
}


@pytest.mark.parametrize("slag", SLAG)
def test_en_enhet_vet_hva_den_er(slag):
    assert {navn for navn, e in ENHETER.items() if getattr(e, slag)} == SLAG[slag]


def test_vernede_dager_er_maaneder_og_resten_er_det_de_var():
    assert VERNEDE_ENHETER["dager"].er_maaneder
    for navn in set(ENHETER) - {"dager"}:
        assert [getattr(VERNEDE_ENHETER[navn], slag) for slag in SLAG] == [
            getattr(ENHETER[navn], slag) for slag in SLAG
        ]
    assert all(e.vernet for e in VERNEDE_ENHETER.values())


def test_en_andel_av_et_antall_vises_i_prosent_men_er_ikke_en_indikator_i_prosent():
    for andel in (ANDEL, VERNET_ANDEL):
        assert andel.er_prosent and andel.er_andel
        assert andel.tegn_paa_akse == " %"


def test_bare_prosenttegnet_staar_ved_hvert_tall_paa_aksen():
    assert {e.tegn_paa_akse for e in ENHETER.values()} == {"", " %"}


def test_et_aar_er_tolv_maaneder_og_tre_tertialer():
    assert MAANEDER_I["aar"] == 3 * MAANEDER_I["tertial"] == 12
