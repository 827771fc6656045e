"""Kommunens egne tall ved siden av det som er meldt til KOSTRA: bare det som er sikkert, blir sagt."""

import pytest

from boligdata import lesing
from boligdata.felles import katalog
from boligdata.innhold import meldt


@pytest.mark.parametrize(
    "eget, meldt_, desimaler, sagt",
    [
        ((20, 20), (20, 20), 0, "Likt"),
        ((20, 20), (17, 17), 0, "3 mer"),
        ((17, 17), (20, 20), 0, "3 mindre"),
        # Det vernede tallet kan være det som er meldt.
        ((18, 22), (21, 21), 0, "Kan være likt"),
        ((18, 22), (25, 25), 0, "Minst 3 mindre"),
        ((18, 22), (14, 16), 0, "Minst 2 mer"),
        # SSB viser hele tall per 1000 innbyggere.
        ((25.4, 25.4), (24.5, 25.5), 1, "Kan være likt"),
        ((24.1, 24.1), (24.5, 25.5), 1, "Minst 0,4 mindre"),
        ((24.48, 24.48), (24.5, 25.5), 1, "Kan være likt"),
    ],
)
def test_forskjellen_er_den_minste_den_kan_vaere(eget, meldt_, desimaler, sagt):
    assert meldt.forskjellen(eget, meldt_, desimaler) == sagt


@pytest.mark.parametrize(
    "del_, andel, hele",
    [
        (13, 68.4, (19, 19)),
        (7, 46.7, (15, 15)),
        (13, 68, (19, 19)),
        (60, 67, (89, 90)),
        (20, 100, (20, 20)),
    ],
)
def test_ventelisten_regnes_av_delen_og_hvor_mange_prosent_den_er(del_, andel, hele):
    assert meldt.hele(del_, andel) == hele


def test_hvert_tall_som_er_erklaert_har_en_grunn_og_en_rad(bygd_eksempel):
    with lesing.samme_tall():
        tallene, tabell = meldt.tallene(), meldt.tabell()
    navn = [katalog.indikatorer()[en.egen].navn for en in katalog.avstemminger()]
    assert [ett.navn for ett in tallene] == list(tabell.iloc[:, 0]) == navn
    assert all(ett.grunn.endswith(".") for ett in tallene)
    assert [ett.likt for ett in tallene] == [
        ett.forskjell in ("Likt", "Kan være likt") for ett in tallene
    ]


def test_det_publiserte_sier_ikke_mer_enn_det_vernede_tallet(
    bygd_eksempel, bygd_internt, monkeypatch
):
    """En forskjell som er sagt av det vernede tallet, er minst så stor for det eksakte."""
    with lesing.samme_tall():
        vernet = meldt.tallene()
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(bygd_internt))
    with lesing.samme_tall():
        eksakt = meldt.tallene()
    for ute, inne in zip(vernet, eksakt, strict=True):
        assert ute.meldt == inne.meldt
        if not ute.likt:
            assert ute.forskjell.split()[-1] == inne.forskjell.split()[-1]
