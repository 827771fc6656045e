"""Overskriftene finnes etter navn, og det egne navnet går foran et som ligner."""

from boligdata.felles.overskrifter import plasser, rangert

KOLONNER = rangert(
    [
        ("frist", ("Frist",), ("tidsplan", "når")),
        ("ansvarlig", ("Ansvarlig",), ("hvem",)),
    ]
)


def test_en_kolonne_finnes_uansett_plass_og_skrivemaate():
    assert plasser(["HVEM", "", "Tids-plan"], KOLONNER) == (
        {"ansvarlig": 0, "frist": 2},
        (),
    )


def test_det_egne_navnet_gaar_foran_og_to_like_sier_fra():
    assert plasser(["Når", "Frist"], KOLONNER) == ({"frist": 1}, ())
    assert plasser(["Når", "Tidsplan"], KOLONNER) == ({"frist": 0}, ("Tidsplan",))


def test_en_overskrift_er_ikke_to_kolonner():
    to_ganger = ({"strategi": "tiltak"}, {"strategi": "maal"})
    assert plasser(["Strategi"], to_ganger) == ({"tiltak": 0}, ())
    assert plasser(["Strategi", "Strategi"], to_ganger)[0] == {"tiltak": 0, "maal": 1}
