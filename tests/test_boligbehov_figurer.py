"""Figurene på Boligbehov: Plotly godtar dem, de viser tallene i tabellen, og de kan leses uten å se
forskjell på farger.
"""

import functools
import json
import re

import figurtall
import numpy as np
import plotly.graph_objects as go
import pytest
from spraak import feil_i
from test_figurer import NB, TEMAER, _farger, _kontrast, _tema

from boligdata.innhold import figurer
from boligdata.innhold.boligbehov import Grep, Scenario, grunnlag, kort, planer
from boligdata.innhold.boligbehov import figurer as behovsfigurer
from boligdata.innhold.figurer import Stil

pytestmark = pytest.mark.usefixtures("bygd_eksempel")


def _tiltak():
    a, b, *_ = (p.pool for p in grunnlag.hent().pooler)
    aar = grunnlag.i_dag().year
    return Scenario(
        "Prøven",
        grep=tuple(
            sorted(
                (
                    (a, Grep((-20, -10), (-10, 0), -30, 10, aar + 3)),
                    (b, Grep(botid=(10, 20), boliger=-2, aar=aar + 1)),
                )
            )
        ),
    )


@functools.cache
def _kortene():
    """Hvert kort med figur, i dag og med tiltak, med navnet på formen."""
    s, uten, foerste = _tiltak(), Scenario(), grunnlag.hent().pooler[0].pool
    alle = [
        f(x)
        for x in (uten, s)
        for f in (
            kort.per_type,
            kort.foss,
            kort.innen_frist,
            kort.eldre,
            kort.tornado,
            kort.anker_og_stroem,
        )
    ]
    alle += [
        kort.bane(uten, ""),
        kort.bane(s, foerste),
        kort.planene(uten, ()),
        kort.planene(s, tuple(Scenario(f"Plan {n}", skjult=n) for n in range(1, 5))),
        kort.tiltakene(s),
        kort.etterproevd(),
        kort.botid(foerste),
        kort.per_type(Scenario(maal="ikke_vokser")),
        kort.foss(Scenario(maal="ikke_vokser")),
        kort.innen_frist(Scenario(maal="funksjonelt_null")),
        kort.per_type(Scenario(sammen=tuple(p.pool for p in grunnlag.hent().pooler))),
    ]
    return alle


@functools.cache
def _alle(tema):
    """Figurene slik Plotly leser dem. Et felt eller en verdi Plotly ikke kjenner, stopper her."""
    stil = TEMAER[tema]
    med_farger = Stil(stil.moerk, tuple(_tema(stil.moerk)["chartCategoricalColors"]))
    return [
        (k.bestilling.form, go.Figure(behovsfigurer.tegn(k, s).to_dict()))
        for k in _kortene()
        for s in (stil, med_farger)
    ]


def _figur(k, tema="lyst"):
    return go.Figure(behovsfigurer.tegn(k, TEMAER[tema]).to_dict())


@pytest.mark.parametrize("tema", TEMAER)
def test_alle_figurene_tegnes_og_henter_ingenting_utenfra(tema):
    assert {form for form, _ in _alle(tema)} == {
        "per_type",
        "foss",
        "bane",
        "planer",
        "innen",
        "tiltak",
        "eldre",
        "tornado",
        "anker",
        "etterproevd",
        "botid",
    }
    for form, fig in _alle(tema):
        assert {s.type for s in fig.data} <= {"scatter", "bar", "waterfall"} and len(
            fig.data
        ) <= 10, form
        assert (
            not re.search(r"https?:|//[a-z]", fig.to_json())
            and fig.layout.separators == f",{NB}"
        )
        navn = [s.name for s in fig.data if s.name]
        assert len(set(navn)) == len(navn) and (
            len(navn) == len(fig.data) or form in ("foss", "bane", "tiltak")
        ), form


def test_ingen_tekst_i_figurene_er_tom_verdi_engelsk_eller_tall_med_punktum():
    for form, fig in _alle("lyst"):
        tekster = [a.text for a in fig.layout.annotations] + [
            s.name for s in fig.layout.shapes if s.name
        ]
        for serie in fig.data:
            felter = serie.to_plotly_json()
            tekster += [
                *figurtall.tekster(felter),
                re.sub(r"%\{[^}]+\}", "x", felter.get("hovertemplate") or ""),
                serie.name,
            ]
            tekster += [
                str(n)
                for n in (
                    serie.y if serie.type == "bar" and serie.orientation == "h" else ()
                )
            ]
        galt = {
            t: feil_i(t)
            for t in tekster
            if t and (feil_i(t) or re.search(r"\d\.\d", t))
        }
        assert not galt, form


@pytest.mark.parametrize("tema", TEMAER)
def test_all_tekst_i_figurene_kan_leses_mot_bakgrunnen(tema):
    bakgrunn = _tema(TEMAER[tema].moerk)["backgroundColor"]
    for form, fig in _alle(tema):
        spesifikasjon = json.loads(fig.to_json())
        spesifikasjon["layout"].pop("template", None)
        for farge in set(_farger(spesifikasjon)):
            assert _kontrast(farge, bakgrunn) >= 4.5, (form, farge)


@pytest.mark.parametrize("tema", TEMAER)
def test_streker_uten_navn_paa_aksen_synes_mot_bakgrunnen(tema):
    bakgrunn = _tema(TEMAER[tema].moerk)["backgroundColor"]
    for form, fig in _alle(tema):
        for strek in fig.layout.shapes:
            if (
                strek.line.width and strek.layer != "below"
            ):  # Det som ligger under, er bånd.
                assert _kontrast(strek.line.color, bakgrunn) >= 3, form
        for serie in fig.data:
            if serie.type == "scatter" and serie.marker.symbol == "diamond-tall":
                assert _kontrast(serie.marker.color, bakgrunn) >= 3, form
                assert serie.marker.line.color == bakgrunn


def test_seriene_i_hver_figur_skilles_av_mer_enn_farge():
    for form, fig in _alle("lyst"):
        synlige = [
            s for s in fig.data if s.showlegend is not False and s.hoverinfo != "skip"
        ]
        utseende = [
            (
                s.type,
                s.mode if s.type == "scatter" else None,
                s.line.dash
                if s.type == "scatter"
                else s.marker.pattern.shape
                if s.type == "bar"
                else None,
                s.marker.symbol if s.type == "scatter" else None,
                s.fill if s.type == "scatter" else None,
            )
            for s in synlige
        ]
        assert len(set(utseende)) == len(utseende), (form, utseende)


def test_lengden_paa_en_soeyle_er_tallet_og_begynner_paa_null():
    med_soeyler = [(form, f) for form, f in _alle("lyst") if figurtall.har_soeyler(f)]
    assert {form for form, _ in med_soeyler} == {
        "per_type",
        "foss",
        "tornado",
        "tiltak",
    }
    for form, fig in med_soeyler:
        assert figurtall.skjeve_soeyler(fig) == [], form


def test_delene_i_behovsstigen_er_til_sammen_behovet():
    k = kort.per_type(Scenario())
    fig, t = _figur(k), grunnlag.planaar()
    soeyler = [s for s in fig.data if s.type == "bar"]
    for nr, b in enumerate(planer.svar(Scenario()).pooler):
        trengs = planer.trengs(Scenario())[t, nr]
        assert sum(s.x[nr] for s in soeyler) == trengs
        assert all(s.x[nr] >= 0 for s in soeyler)
        assert (fig.layout.shapes[nr].x0, fig.layout.shapes[nr].x1) == (
            b.lav[t],
            b.hoey[t],
        )
    assert list(
        next(s for s in fig.data if s.name == "Boliger med vedtatt plan").x
    ) == [b.boliger[t] for b in planer.svar(Scenario()).pooler]
    assert fig.layout.xaxis.range[1] > max(
        b.hoey[t] for b in planer.svar(Scenario()).pooler
    )


def test_baandet_boligene_og_behovet_er_tallene_i_tabellen():
    k = kort.bane(Scenario(), "")
    hoey, lav, behov, boliger = _figur(k).data
    assert (
        np.round(behov.y).tolist() == k.tabell["Trengs"].tolist()
        and list(boliger.y) == k.tabell["Boliger, vedtatt plan"].tolist()
    )
    assert (
        np.ceil(hoey.y).tolist() == k.tabell["Høyt"].tolist()
        and np.floor(lav.y).tolist() == k.tabell["Lavt"].tolist()
    )
    assert lav.fill == "tonexty" and boliger.line.shape == "hv", (
        "boliger kommer på en dato, ikke litt hver dag"
    )


@pytest.mark.parametrize("form", ["innen", "eldre", "botid"])
def test_linjene_er_kolonnene_i_tabellen(form):
    for k in [k for k in _kortene() if k.bestilling.form == form]:
        for serie, kolonne in zip(_figur(k).data, k.tabell.columns[1:], strict=True):
            assert np.array(serie.y, float) == pytest.approx(
                k.tabell[kolonne].to_numpy(float), abs=0.51, nan_ok=True
            )


def test_tornadoen_gaar_hver_sin_vei_fra_null_med_tallet_ved_siden_av():
    k = kort.tornado(Scenario())
    fig = _figur(k)
    for serie, kolonne in zip(fig.data, k.tabell.columns[1:], strict=True):
        assert [round(x) for x in serie.x] == k.tabell[kolonne].tolist()
    lav, hoey = fig.layout.xaxis.range
    assert lav == -hoey and hoey > max(abs(x) for s in fig.data for x in s.x)


def test_tiltak_som_gir_stoerre_gap_faar_plass_paa_akse_til_venstre():
    k = kort.tiltakene(_tiltak())
    fig = _figur(k)
    assert (
        min(fig.data[0].x) < 0
        and fig.layout.xaxis.range[0] < min(fig.data[0].x)
        and fig.layout.xaxis.range[1] > max(fig.data[0].x)
    )
    assert list(fig.data[0].x) == k.tabell.iloc[:, 2].tolist() and len(
        set(fig.data[0].y)
    ) == len(k.tabell)


def test_anker_og_stroem_vises_i_prosent_av_svaret():
    k = kort.anker_og_stroem(Scenario())
    anker, stroem, svaret = _figur(k).data
    assert list(svaret.x) == pytest.approx([100] * len(k.tabell))
    assert anker.x[-1] == pytest.approx(
        100 * k.tabell["Anker"].iloc[-1] / k.tabell["Svaret"].iloc[-1], abs=0.5
    )
    assert all(s.x0 <= 100 <= s.x1 for s in _figur(k).layout.shapes)


def test_etterproevingen_viser_avviket_fra_det_beregnede():
    k = kort.etterproevd()
    beregnet, ble = _figur(k).data
    assert set(beregnet.x) == {0} and len(set(ble.y)) == len(k.tabell)
    assert list(ble.x) == pytest.approx(
        (k.tabell["Det ble"] - k.tabell["Beregnet"]).tolist(), abs=0.51
    )


def test_null_paa_en_akse_med_fortegn_har_ikke_fortegn():
    akse = _figur(kort.etterproevd()).layout.xaxis
    tekster = dict(zip(akse.tickvals, akse.ticktext))
    assert tekster.pop(0) == "0" and all(
        t[0] in "+\N{MINUS SIGN}" for t in tekster.values()
    )


@pytest.mark.parametrize("form", ["planer", "innen", "eldre"])
def test_linjene_har_navnet_og_det_siste_tallet_ved_enden_og_enheten_over(form):
    fig = _figur(next(k for k in _kortene() if k.bestilling.form == form))
    tekster = [a.text.replace("<br>", " ") for a in fig.layout.annotations]
    assert 1 < len(fig.data) <= 4
    for serie in fig.data:
        assert any(serie.name in t and serie.customdata[-1] in t for t in tekster)
    maalet = any(t.startswith("Mål ") for t in tekster)
    assert maalet == bool(fig.layout.shapes)
    assert len(tekster) == len(fig.data) + 1 + maalet and tekster[-1][0].isupper()


def test_aarene_paa_aksen_faar_plass_paa_en_telefon():
    for form in ("bane", "planer", "innen", "eldre"):
        k = next(k for k in _kortene() if k.bestilling.form == form)
        akse = _figur(k).layout.xaxis
        assert 2 <= len(akse.tickvals) <= 4 and akse.tickangle == 0


def test_navnet_paa_en_egen_plan_tolkes_ikke_i_figuren():
    """Plotly lager lenker av HTML i navn, og navnet kommer fra adressen."""
    fig = _figur(
        kort.planene(
            Scenario(),
            (Scenario('<a href="https://ond.example">Her</a>', vekst="LLML"),),
        )
    )
    assert (
        "<a" not in fig.to_json().replace("<extra>", "").replace("\\u003ca", "<a")
        and "&lt;a" in fig.data[-1].name
    )


def test_den_samme_figuren_tegnes_bare_en_gang():
    k = kort.tornado(Scenario())
    assert behovsfigurer.tegn(k, TEMAER["lyst"]) is behovsfigurer.tegn(
        k, TEMAER["lyst"]
    )
    assert isinstance(behovsfigurer.tegn(k, TEMAER["mørkt"]), figurer.Figur)
