"""Tittelen på et kort er sann for alle tall de viste kan være rundet av fra."""

import dataclasses
import itertools

import pandas as pd
import pytest
import sidekort
from hypothesis import given
from hypothesis import strategies as st
from spraak import feil_i

from boligdata import lesing
from boligdata.felles import katalog, norsk
from boligdata.innhold import funn, kort
from boligdata.innhold.kort import Valg
from boligdata.innhold.rangering import Rad
from boligdata.innhold.vurdering import Vurdering
from boligdata.lesing.lest import som_lest

INDIKATORER = katalog.indikatorer()
NAVN = ("eldre", "barnefamilier", "flyktninger", "utskrevne", "unge", "andre")


def _lest(id, **endret):
    return som_lest(dataclasses.replace(INDIKATORER[id], **endret), True)


def _serie(*tall, avvik=0):
    aar = range(2026 - len(tall), 2026)
    return pd.DataFrame(
        {
            "periode": [str(nr) for nr in aar],
            "verdi": tall,
            "nedre": [tallet - avvik for tallet in tall],
            "oevre": [tallet + avvik for tallet in tall],
            "flagg": "",
        }
    )


def _tittel(id, serie, dom="tilfeldig", regel="to_antall", **endret):
    vurdering = Vurdering(dom, "", regel)
    return funn.over_tid(_lest(id, **endret), serie, vurdering).tittel


# ---------------------------------------------------------------------------- over tid


def test_tallet_staar_mot_maalet_og_bare_det_som_er_sikkert_er_sagt():
    over = _tittel("venteliste", _serie(40.0, 30.0, avvik=4))
    assert over == "30 husstander venter på bolig, over målet på 20"
    naer = _tittel("venteliste", _serie(40.0, 20.0, avvik=4))
    assert naer == "20 husstander venter på bolig, målet på 20 kan være nådd"
    naadd = _tittel("venteliste", _serie(40.0, 10.0, avvik=4))
    assert naadd == "10 husstander venter på bolig, målet på 20 er nådd"


@pytest.mark.parametrize(
    "dom, regel, sagt",
    [
        ("verre", "to_antall", "opp fra 10 året før"),
        ("verre", "tidligere", "høyere enn det pleier å være"),
        ("bedre", "tidligere", "lavere enn det pleier å være"),
        ("tilfeldig", "to_antall", "ingen sikker endring fra året før"),
        ("uavgjort", "avrunding", "usikkert om det er endret fra året før"),
        ("omtrent", "avrunding", "omtrent som året før"),
        ("uendret", "likt", "som året før"),
    ],
)
def test_endringen_sies_slik_dommen_er(dom, regel, sagt):
    tittel = _tittel("utkastelser", _serie(10.0, 30.0, avvik=4), dom, regel)
    assert tittel == f"Gjennomførte utkastelser: 30, {sagt}"


def test_en_endring_som_er_sikker_staar_foran_maalet():
    tittel = _tittel("utleiegrad", _serie(80.0, 90.0), "bedre", "to_andeler")
    assert tittel == (
        f"90{norsk.NB}% av boligene er leid ut, opp fra 80{norsk.NB}% året før, "
        f"under målet på 95{norsk.NB}%"
    )


def test_uten_tall_er_det_ikke_noe_funn_og_null_sies_aldri_for_noen_faa():
    assert _tittel("venteliste", _serie(10.0, float("nan"))) == ""
    assert _tittel("utkastelser", _serie(10.0, 0.0)).startswith(
        "Gjennomførte utkastelser: 0–4,"
    )


def test_resten_sier_det_tittelen_ikke_har_sagt_og_ikke_mer():
    vurdering = Vurdering("verre", "", "to_andeler", "Det er en forverring.")
    funnet = funn.over_tid(_lest("utleiegrad"), _serie(94.0, 90.0), vurdering)
    assert "ned fra 94" in funnet.tittel and funnet.resten == "Det er en forverring."
    uavgjort = Vurdering("tilfeldig", "", "to_andeler", "Endringen kan være tilfeldig.")
    funnet = funn.over_tid(_lest("utleiegrad"), _serie(92.0, 90.0), uavgjort)
    assert funnet.resten == (
        f"Mot 92{norsk.NB}% ved utgangen av 2024. Endringen kan være tilfeldig."
    )


# ----------------------------------------------------------------------------- fordelt


@st.composite
def _rader(draw):
    """Grupper med tall som vises, og hvor langt unna hvert av dem kan være."""
    tall = draw(st.lists(st.integers(0, 6), min_size=2, max_size=6))
    avvik = draw(st.integers(0, 9))
    rader = [
        Rad(navn, str(5 * nr), max(5 * nr - avvik, 0), 5 * nr + avvik, nr > 0, 5 * nr)
        for navn, nr in zip(NAVN, tall)
    ]
    return sorted(rader, key=lambda rad: -rad.verdi)


def _ytterst(rader):
    """De virkelige tallene i endene av spennene."""
    return itertools.product(*((rad.nedre, rad.oevre) for rad in rader))


@given(_rader())
def test_den_som_kalles_stoerst_er_det_hvor_enn_tallene_er_i_spennet(rader):
    tittel = funn.stoerst(_lest("venteliste"), rader, True).tittel
    if not tittel.startswith("Flest: "):
        return
    nevnt = [nr for nr, rad in enumerate(rader) if rad.navn in tittel]
    assert nevnt
    for virkelig in _ytterst(rader):
        stoerst = [nr for nr, tall in enumerate(virkelig) if tall == max(virkelig)]
        if " eller " in tittel:
            assert {*stoerst} <= {*nevnt}
        elif len(nevnt) == 1 or "like mange" in tittel:
            assert stoerst == nevnt
        else:
            resten = [tall for nr, tall in enumerate(virkelig) if nr not in nevnt]
            assert min(virkelig[nr] for nr in nevnt) > max(resten)


def test_en_gruppe_som_ikke_vises_kan_vaere_stoerre():
    rader = [Rad("eldre", "20", 20, 20, True, 20), Rad("unge", "5", 5, 5, True, 5)]
    indikator = _lest("venteliste")
    assert funn.stoerst(indikator, rader, True).tittel == (
        "Flest: eldre (20 av 25 husstander)"
    )
    assert funn.stoerst(indikator, rader, False).tittel.startswith(
        "Flest av dem som vises: eldre"
    )


def test_er_alle_mulige_sies_det_at_ingen_er_klart_stoerst():
    rader = [Rad("eldre", "10", 6, 14, True, 10), Rad("unge", "10", 6, 14, True, 10)]
    assert funn.stoerst(_lest("venteliste"), rader, True).tittel == (
        "20 husstander, ingen gruppe er klart størst"
    )


@pytest.mark.parametrize("resten", [("5",), ("5", "5", "5")])
def test_vises_en_hoeyere_enn_de_andre_uten_at_det_er_sikkert_sier_tittelen_hvorfor(
    resten,
):
    """Figuren viser én søyle som er lengst."""
    andre = [Rad(navn, tall, 1, 9, True, 5) for navn, tall in zip(NAVN[1:], resten)]
    rader = [Rad("eldre", "10", 6, 14, True, 10), *andre]
    assert funn.stoerst(_lest("venteliste"), rader, True).tittel == (
        f"{10 + 5 * len(andre)} husstander, ingen gruppe er sikkert størst, for tallene er rundet av"
    )


@given(_rader())
def test_at_ingen_er_klart_stoerst_sies_ikke_naar_en_vises_hoeyere_enn_de_andre(rader):
    tittel = funn.stoerst(_lest("venteliste"), rader, True).tittel
    if "klart størst" in tittel:
        assert sum(rad.verdi == rader[0].verdi for rad in rader) > 1
    if "sikkert størst" in tittel:
        virkelige = list(_ytterst(rader))
        assert not any(
            all(tall[nr] == max(tall) for tall in virkelige) for nr in range(len(rader))
        )


# ------------------------------------------------------------------------------ sidene


@pytest.mark.parametrize("type_, periode", [("aar", "2025"), ("tertial", "2025-T1")])
def test_hver_tittel_paa_sidene_er_kort_og_paa_norsk(bygd_eksempel, type_, periode):
    for filtre in sidekort.faa_utvalg():
        for bestilling in sidekort.bestillinger().values():
            try:
                k = kort.lag(bestilling, Valg(type_, periode, filtre))
            except lesing.IkkePublisert:
                continue
            assert funn.antall_ord(k.funn) <= funn.FLEST_ORD
            assert not feil_i(f"{k.overskrift}.") and not feil_i(k.resten)
            assert k.funn or not k.resten or k.resten == k.setning
