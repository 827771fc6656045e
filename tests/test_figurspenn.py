"""Det avrundingen gjør usikkert, er tegnet som et spenn, og det står under figuren hva det betyr.

At hvert kort gjør det, står i `test_alle_kort`.
"""

import pandas as pd
import pytest

from boligdata.felles import katalog, norsk
from boligdata.felles.enheter import ENHETER, VERNEDE_ENHETER
from boligdata.innhold import figurer, figurspenn
from boligdata.lesing.lest import som_lest

ANTALL, PROSENT = VERNEDE_ENHETER["antall"], VERNEDE_ENHETER["prosent"]
VENTELISTE, UTLEIEGRAD = (
    som_lest(katalog.indikatorer()[id], True) for id in ("venteliste", "utleiegrad")
)
NB = "\N{NO-BREAK SPACE}"


def _rader(*verdier, unna=0.0):
    verdi = pd.Series(verdier, dtype="float64")
    return pd.DataFrame(
        {"verdi": verdi, "nedre": (verdi - unna).clip(lower=0), "oevre": verdi + unna}
    )


@pytest.mark.parametrize("enhet", [*VERNEDE_ENHETER.values(), *ENHETER.values()])
def test_bare_det_som_ikke_skrives_som_et_tall_er_et_spenn(enhet):
    for verdi in (0, 0.4, 1, 4, 5, 50, 95, 96, float("nan")):
        som_tall = norsk.uten_tegn(verdi, enhet) == norsk.tall(verdi, enhet.desimaler)
        assert (enhet.baand(verdi) is None) == som_tall, verdi


def test_feltet_er_det_som_skrives_og_videre_naar_det_virkelige_spennet_er_det():
    assert figurspenn.felter(ANTALL, _rader(0, 5, unna=9)) == [(0, 4), None]
    assert figurspenn.felter(PROSENT, _rader(4, 50, unna=1)) == [(0, 5), None]
    assert figurspenn.felter(PROSENT, _rader(4, unna=6)) == [(0, 10)]
    assert figurspenn.felter(ENHETER["antall"], _rader(0)) == [None], "eksakt"


def test_det_staar_under_figuren_hva_strekene_og_feltene_er():
    andeler, antall = _rader(4, 50, unna=3), _rader(0, 5)
    strek, felt = "Streken viser hva tallet kan være før avrunding.", "Skravert er"
    under = figurspenn.i_ord("utvikling", UTLEIEGRAD, PROSENT, andeler)
    assert strek in under and f"{felt} under 5{NB}%." in under
    assert figurspenn.i_ord("fordeling", VENTELISTE, ANTALL, antall) == f" {felt} 0–4."
    assert figurspenn.i_ord("stablet", VENTELISTE, ANTALL, antall) == f" {felt} 0–4."
    assert figurspenn.i_ord("utvikling", UTLEIEGRAD, PROSENT, _rader(None)) == ""
    bare_felter = figurspenn.i_ord("fordeling", UTLEIEGRAD, PROSENT, _rader(4, 4))
    assert bare_felter == f" Skravert er under 5{NB}%.", "det er ingen strek å forklare"
    assert figurspenn.i_ord("varmekart", VENTELISTE, ANTALL, antall) == ""


def test_tallet_etter_et_felt_faar_plass_paa_en_telefon():
    """«under 5 %» er lengre enn feltet."""
    smal = 160
    for tekst in ("0–4", f"under 5{NB}%", f"under en halv{NB}måned"):
        merknad = figurspenn.ved_enden(5, "Eldre", tekst, "#000000")
        bredde = figurspenn.bredde(5, tekst)
        lengst = max(map(len, merknad["text"].split("<br>")))
        assert smal * (bredde - 5) / bredde >= 7.5 * lengst + merknad["xshift"]


def test_en_gruppe_uten_hull_har_linje_og_en_med_hull_har_felt_i_sin_egen_farge():
    [felt] = figurspenn.feltserie(
        ["2024", "2025"], [None, (0, 4)], ["5", "0–4"], ("#111111", "#222222"), 1
    )
    assert felt["x"] == ["2025"] and felt["y"] == [4] and felt["base"] == [0]
    assert felt["marker"]["line"]["color"] == "#222222"
    assert felt["marker"]["pattern"]["shape"], "ikke bare farge"
    assert felt["meta"] == figurspenn.FELT and not felt["showlegend"]
    assert figurspenn.feltserie(["2025"], [None], ["5"], ("#111111",)) == []


def test_en_post_paa_null_til_fire_i_fossen_er_et_felt_den_veien_posten_gaar():
    linjer = [("Før", 5.0, True), ("Ut", 0.0, False), ("Nå", 5.0, True)]
    figur = figurer.foss(
        linjer, ANTALL, figurer.Stil(), [None, (1.0, 5.0), None]
    ).to_dict()
    assert figur["data"][0]["text"] == ["5", "", "5"]
    felt = figur["data"][1]
    assert (felt["y"], felt["base"], felt["x"]) == ([1], [1.0], [4.0])
    assert figur["layout"]["annotations"][0]["text"] == "0–4"
    assert not figur["layout"]["showlegend"]
