"""Et kort sier hvordan tallene er rundet av, og hvor langt unna det virkelige tallet kan være, i det
som telles.
"""

import re

import pytest
import sidekort
from publisering import publiser

from boligdata import lesing
from boligdata.innhold import kort, setninger
from boligdata.innhold.kort import Valg


@pytest.fixture(autouse=True)
def vernet(bygd_eksempel, monkeypatch):
    """De publiserte tallene."""
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(bygd_eksempel))


def _valg(periodetype="aar", **filtre):
    return Valg(periodetype, lesing.perioder(periodetype)["periode"].iloc[-1], filtre)


def _lag(id, form="utvikling", fordeling=(), valg=None, **mer):
    bestilling = sidekort.som_bestilling(id, form=form, fordeling=fordeling)
    return kort.lag(bestilling, valg or _valg(), **mer)


def test_avviket_paa_et_kort_gjelder_tall_delt_paa_like_mange_egenskaper(
    bygd, tmp_path, monkeypatch
):
    """At en liten gruppe kan avvike ni, gjør ikke tallet for hele kommunen mindre sikkert."""
    publiser(
        bygd / "publisert",
        tmp_path,
        "update vern set avvik = case when dybde = 1 then 9 else 4 end",
    )
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(tmp_path))
    delt, filtrert = (
        _lag("venteliste", "serie", ("maalgruppe",)),
        _valg(maalgruppe="eldre"),
    )
    hoeyst = {
        "hele kommunen": _lag("venteliste"),
        "delt": delt,
        "filtrert": _lag("vanskeligstilte", valg=filtrert),
        "begge": _lag("vanskeligstilte", "serie", ("situasjon",), valg=filtrert),
    }
    inntil = {
        navn: re.search(r"høyst (\d) husstander unna\.", k.vern.kort)[1]
        for navn, k in hoeyst.items()
    }
    assert inntil == {
        "hele kommunen": "4",
        "delt": "9",
        "filtrert": "9",
        "begge": "4",
    }


def test_et_kort_sier_kort_og_helt_hvordan_tallene_er_vernet():
    k = _lag("venteliste")
    hoeyst, _ = lesing.stoerste_avvik(
        k.indikator, [], k.data["periode"].unique().tolist()
    )
    unna = f"Hvert tall kan være inntil {hoeyst} husstander for høyt eller lavt."
    assert hoeyst in (4, 9)
    assert k.vern.kort == (
        f"Avrundet av personvernhensyn, høyst {hoeyst} husstander unna."
    )
    ogsaa_flere = ", og noen få steder opptil ni" if hoeyst > 4 else ""
    assert k.vern.helt == (
        "Avrundet: Tallene er rundet av til hele femmere, opp eller ned, for å verne "
        f"enkeltpersoner. {unna} Tabellene summerer. 0–4 kan bety ingen{ogsaa_flere}. "
        "Små endringer kan skyldes avrundingen."
    )
    assert _lag("utleiegrad").vern.helt.startswith(
        "Avrundet: Tallet er regnet ut fra tall som er rundet av"
    )
    assert (
        "hele måneder" in _lag("behandlingstid").vern.kort
        and "hele måneder" in _lag("omloepstid").vern.kort
        and "hele prosent" in _lag("andel_bosatt_90_dager").vern.kort
    )
    assert _lag("boliger").vern is None


def test_avviket_sies_om_det_som_telles_og_det_det_deles_paa_hver_for_seg(
    bygd, tmp_path, monkeypatch
):
    """«Høyst 9» under en prosent ville vært lest som prosentpoeng. Boligene i utleiegraden er
    eksakte.
    """
    publiser(
        bygd / "publisert",
        tmp_path,
        "update vern set avvik = case when kube = 'ledige' and dybde = 0 then 9 else 4 end",
    )
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(tmp_path))
    telles, deles = "Antallet som telles (telleren)", "antallet det deles på (nevneren)"
    i_ord = {
        "venteliste": "Hvert tall kan være inntil 4 husstander for høyt eller lavt.",
        "ventende_per_ledig": f"{telles}, kan være inntil 4 for høyt eller lavt, og {deles}, "
        "kan være inntil 9 for høyt eller lavt.",
        "utleiegrad": f"{telles}, kan være inntil 4 for høyt eller lavt, og {deles}, er eksakt.",
        "avslagsandel": f"{telles} og {deles}, kan hver være inntil 4 for høye eller lave.",
    }
    for id, tekst in i_ord.items():
        assert f" {tekst}" in _lag(id).vern.helt
        # Under en figur med streker er det de som sier hvor nøyaktig tallet er.
        assert "telleren" not in _lag(id).vern.kort
    delt = _lag("ventende_per_ledig", "fordeling", ("boligtype",))
    assert "kan hver være inntil 4 for høye eller lave." in delt.vern.helt


def test_avviket_gjelder_antallene_ogsaa_naar_de_vises_i_prosent():
    k = _lag("venteliste", "fordeling", ("maalgruppe",), andel=True)
    assert "Hvert antall bak prosenten kan være inntil" in k.vern.helt
    assert "antallene bak prosenten er høyst" in k.vern.kort
    tjenester = _lag("tjenester", "fordeling", ("tjeneste",))
    assert re.search(r"høyst \d tjenester unna\.", tjenester.vern.kort)


@pytest.mark.parametrize(
    "id", ["utleiegrad", "behandlingstid", "andel_bosatt_90_dager"]
)
def test_et_forholdstall_og_en_median_sier_hva_det_siste_tallet_kan_vaere(id):
    k = _lag(id)
    nedre, oevre = k.data[["nedre", "oevre"]].iloc[-1]
    mellom = setninger.spennet(k.indikator, nedre, oevre)
    assert k.vern.helt.endswith(f" Det siste tallet er {mellom} før avrunding.")
    assert k.vern.kort.endswith(f" før avrunding, sist {mellom}.")
    assert "før avrunding" not in _lag("venteliste").vern.kort
