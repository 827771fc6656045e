"""De små figurene i tabellen på Oversikt viser det tallene sier, og ikke mer enn det som er kjent."""

import math
import re
from urllib.parse import unquote
from xml.etree import ElementTree

import pandas as pd
import pytest

from boligdata.felles import katalog
from boligdata.innhold import gnist
from boligdata.lesing.lest import som_lest

SVG = "{http://www.w3.org/2000/svg}"


def _indikator(id, vernet=True):
    return som_lest(katalog.indikatorer()[id], vernet)


def _data(verdier, avvik=0):
    return pd.DataFrame(
        {
            "verdi": verdier,
            "nedre": [max(verdi - avvik, 0) for verdi in verdier],
            "oevre": [verdi + avvik for verdi in verdier],
        }
    )


def _deler(svg):
    """Det som er tegnet: feltene, strekene, målet, punktet."""
    rot = ElementTree.fromstring(svg)
    stier = rot.findall(f"{SVG}path")
    return {
        "felt": [sti for sti in stier if sti.get("fill-opacity")],
        "strek": [sti for sti in stier if sti.get("fill") == "none"],
        "maal": [sti for sti in stier if sti.get("stroke") == gnist.MAALET],
        "punkt": rot.findall(f"{SVG}circle"),
    }


def _steder(sti):
    """Punktene en sti går gjennom, som (x, y)."""
    return [
        tuple(map(float, par))
        for par in re.findall(r"(-?[\d.]+) (-?[\d.]+)", sti.get("d"))
    ]


def test_linjen_gaar_gjennom_tallene_og_ender_i_et_punkt():
    deler = _deler(gnist.linje(_indikator("soeknader"), _data([10, 30, 20])))
    [strek], [punkt] = deler["strek"], deler["punkt"]
    (_, foerst), (_, midt), (sist_x, sist) = _steder(strek)
    assert midt < sist < foerst, "høyere tall står høyere"
    assert sist == pytest.approx((foerst + midt) / 2, abs=0.1)
    assert (float(punkt.get("cx")), float(punkt.get("cy"))) == (sist_x, sist)
    assert not deler["maal"]


def test_et_tall_som_bare_er_kjent_som_et_spenn_er_et_felt_og_ikke_et_punkt():
    """«0–4» er ikke null."""
    deler = _deler(gnist.linje(_indikator("soeknader"), _data([20, 10, 0], 4)))
    assert not deler["punkt"]
    [strek], [felt] = deler["strek"], deler["felt"]
    assert len(_steder(strek)) == 2 and len(_steder(felt)) == 6
    hoeyder = [y for _, y in _steder(felt)]
    assert max(hoeyder) > max(y for _, y in _steder(strek)), "feltet går ned til null"


def test_en_periode_uten_tall_bryter_baade_linjen_og_feltet():
    data = _data([20, 10, math.nan, 15, 10], 4)
    data.loc[2, ["nedre", "oevre"]] = math.nan
    deler = _deler(gnist.linje(_indikator("soeknader"), data))
    assert [len(_steder(sti)) for sti in deler["strek"]] == [2, 2]
    assert len(deler["felt"]) == 2


def test_uten_et_eneste_tall_tegnes_ingenting():
    data = _data([math.nan, math.nan])
    assert gnist.linje(_indikator("venteliste"), data) == ""
    assert gnist.stolpe(_indikator("venteliste"), data) == ""
    assert gnist.som_adresse("") == ""


def _bredder(svg):
    """Hvor langt stolpen sikkert går, hvor langt den kan gå, og hvor målet er, som del av hele."""
    rot = ElementTree.fromstring(svg)
    fylt, *resten = rot.findall(f"{SVG}path")
    ender = [float(re.search(r"H([\d.]+)", fylt.get("d"))[1])]
    lyst = [sti for sti in resten if sti.get("fill-opacity")]
    ender += [float(re.search(r"H([\d.]+)", sti.get("d"))[1]) for sti in lyst]
    merke = [sti for sti in resten if sti.get("stroke-width")]
    ender += [float(re.match(r"M([\d.]+)", sti.get("d"))[1]) for sti in merke]
    return [(ende - 1) / (gnist.STOLPEBREDDE - 2) for ende in ender]


def test_stolpen_er_fylt_til_det_tallet_sikkert_er_og_lys_til_det_det_kan_vaere():
    data = _data([31.0], 4)
    assert _bredder(gnist.stolpe(_indikator("koordinator"), data)) == (
        pytest.approx([0.27, 0.35, 0.80], abs=0.01)
    )


def test_stolpen_for_et_antall_har_plass_til_baade_tallet_og_maalet():
    fra, til, maal = _bredder(gnist.stolpe(_indikator("venteliste"), _data([30.0], 4)))
    assert maal < fra < til < 1
    assert maal / fra == pytest.approx(20 / 26, abs=0.02)


def test_et_eksakt_tall_har_ikke_noe_lyst_felt():
    svg = gnist.stolpe(_indikator("utleiegrad", False), _data([92.0]))
    assert _bredder(svg) == pytest.approx([0.92, 0.95], abs=0.01)


def test_adressen_er_et_bilde_som_ikke_kan_bryte_ut_av_attributtet():
    svg = gnist.linje(_indikator("venteliste"), _data([10, 20], 4))
    adresse = gnist.som_adresse(svg)
    assert adresse.startswith("data:image/svg+xml,") and not set("\"'<>#") & set(
        adresse
    )
    assert unquote(adresse.partition(",")[2]) == svg
