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

from boligdata.felles import norsk
from boligdata.innhold import figurer
from boligdata.innhold.boligbehov import Grep, Scenario, grunnlag, kort, planer
from boligdata.innhold.boligbehov import figurer as behovsfigurer
from boligdata.innhold.figurer import Stil

pytestmark = pytest.mark.usefixtures("bygd_eksempel")


def _tiltak():
    # Begge mangler boliger: et tiltak i en type det er nok av, gjør ingen mangel mindre.
    a, b = (gap.pool for gap in planer.gap_per_pool(Scenario()) if gap.mangler)
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


# Figurene som er en tabell.
TABELLER = ("per_type", "slagene", "maalgrupper", "anker")


@functools.cache
def _kortene():
    """Hvert kort med figur, i dag og med tiltak, med navnet på formen."""
    s, uten, foerste = _tiltak(), Scenario(), grunnlag.hent().pooler[0].pool
    alle = [
        f(x)
        for x in (uten, s)
        for f in (
            kort.per_type,
            kort.slagene,
            kort.maalgrupper,
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
        if k.bestilling.form not in TABELLER
    ]


def _figurtabell(k):
    return behovsfigurer.tegn(k, TEMAER["lyst"])


def _figur(k, tema="lyst"):
    return go.Figure(behovsfigurer.tegn(k, TEMAER[tema]).to_dict())


@pytest.mark.parametrize("tema", TEMAER)
def test_alle_figurene_tegnes_og_henter_ingenting_utenfra(tema):
    assert {form for form, _ in _alle(tema)} == {
        "foss",
        "bane",
        "planer",
        "innen",
        "tiltak",
        "eldre",
        "tornado",
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
        assert not fig.layout.showlegend, f"{form}: ingen skal slå opp i en forklaring"


@pytest.mark.parametrize(
    "form", ["foss", "bane", "planer", "tiltak", "eldre", "tornado", "etterproevd"]
)
def test_det_som_telles_staar_over_figuren(form):
    fig = next(fig for navn, fig in _alle("lyst") if navn == form)
    over = [a.text for a in fig.layout.annotations if a.yref == "paper" and a.y == 1]
    assert len(over) == 1 and re.match("Boliger|Husstander", over[0])


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
            if serie.type == "scatter" and serie.mode == "lines" and serie.line.width:
                assert _kontrast(serie.line.color, bakgrunn) >= 3, "de grå linjene"


def test_seriene_i_hver_figur_skilles_av_mer_enn_farge():
    for form, fig in _alle("lyst"):
        synlige = [s for s in fig.data if s.hoverinfo != "skip"]
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
    assert {form for form, _ in med_soeyler} == {"foss", "tornado", "tiltak"}
    for form, fig in med_soeyler:
        assert figurtall.skjeve_soeyler(fig) == [], form


@pytest.mark.parametrize("nr", range(4))
def test_tabellen_over_typene_har_det_som_trengs_finnes_og_mangler_i_hver(nr):
    k = [k for k in _kortene() if k.bestilling.form == "per_type"][nr]
    figur, aar = _figurtabell(k), grunnlag.aarsnavn()[grunnlag.planaar()]
    tabell = k.tabell.iloc[:-1].set_index("Boligtype")
    assert {navn for navn, _ in figur.rader} == set(tabell.index)
    netto = tabell["Mangler"] - tabell["Til overs"]
    assert [navn for navn, _ in figur.rader] == netto.sort_values(
        ascending=False, kind="stable"
    ).index.tolist(), "den det mangler flest av, står øverst"
    cellene = figurtall.cellene(figur)
    for type_, rad in tabell.iterrows():
        for kolonne in (f"Har {aar}", f"Trengs {aar}", "Mangler", "Til overs"):
            assert cellene[type_, kolonne] == norsk.tall(rad[kolonne])


def test_soeylene_i_tabellene_er_paa_samme_skala_og_spennet_er_skravert():
    for k in _kortene():
        if k.bestilling.form not in TABELLER:
            continue
        baandene = dict(_baandene(k))
        lengst = max(hoey for ender in baandene.values() for _, hoey in ender)
        for navn, celler in _figurtabell(k).rader:
            med_spenn = [celle for celle in celler if celle.minst < celle.mest]
            spennene = [(celle.minst, celle.mest) for celle in med_spenn]
            ventet = [ender for ender in baandene[navn] if ender[1] > ender[0]]
            for spennet, (lav, hoey) in zip(spennene, ventet, strict=True):
                er_der = max(lav / lengst, 0.001)
                assert spennet == pytest.approx((er_der, hoey / lengst))
            for celle in celler:
                if celle not in med_spenn:
                    assert celle.mest * lengst == pytest.approx(
                        int(celle.tekst), abs=0.51
                    )
                assert celle.mest <= 1


def _baandene(k):
    """(navn, spennene i raden) i figurene som er en tabell."""
    for navn, *_, gap in k.figur.get("typer", ()):
        yield navn, [gap.trengs_spenn, gap.mangler_spenn, gap.til_overs_spenn]
    for navn, *antall, lav, hoey in k.figur.get("rader", ()):
        # Et vernet antall som er null, er 0–4.
        smaa = antall.count(0) if k.bestilling.form == "maalgrupper" else 0
        yield navn, [*[(0, 4)] * smaa, (lav, hoey)]


def test_baandet_boligene_og_behovet_er_tallene_i_tabellen():
    k = kort.bane(Scenario(), "")
    fig = _figur(k)
    hoey, lav, behov, boliger = fig.data
    assert (
        np.round(behov.y).tolist() == k.tabell["Trengs"].tolist()
        and list(boliger.y) == k.tabell["Har"].tolist()
    )
    assert (
        np.ceil(hoey.y).tolist() == k.tabell["Høyt"].tolist()
        and np.floor(lav.y).tolist() == k.tabell["Lavt"].tolist()
    )
    assert lav.fill == "tonexty" and boliger.line.shape == "hv", (
        "boliger kommer på en dato, ikke litt hver dag"
    )
    ved_enden = " ".join(a.text.replace("<br>", " ") for a in fig.layout.annotations)
    for navn, kolonne in (
        ("Trengs", "Trengs"),
        ("Vedtatt plan", "Har"),
        ("Trolig høyst", "Høyt"),
        ("Trolig minst", "Lavt"),
    ):
        siste = norsk.tall(k.tabell[kolonne].iloc[-1])
        assert f"{navn} <b>{siste}</b>" in ved_enden
    nederst, oeverst = fig.layout.yaxis.range
    assert nederst < min(*lav.y, *boliger.y) and oeverst > max(*hoey.y, *boliger.y)


@pytest.mark.parametrize("form", ["innen", "eldre", "botid"])
def test_linjene_er_kolonnene_i_tabellen(form):
    for k in [k for k in _kortene() if k.bestilling.form == form]:
        # Det siste i tabellen om eldre er gapet, som ikke er tegnet.
        kolonner = [navn for navn in k.tabell.columns[1:] if "med dagens" not in navn]
        for serie, kolonne in zip(_figur(k).data, kolonner, strict=True):
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


def test_anslagene_staar_ved_siden_av_svaret_i_hver_boligtype():
    for s in (
        Scenario(),
        Scenario(maal="funksjonelt_null", vekst="LLML", eldre="norm"),
    ):
        k = kort.anker_og_stroem(s)
        cellene = figurtall.cellene(_figurtabell(k))
        for rad in k.tabell.itertuples(index=False):
            for kolonne, tall in (
                ("Anker", rad.Anker),
                ("Strøm", rad.Strøm),
                ("Svaret", rad.Svaret),
            ):
                assert cellene[rad.Boligtype, kolonne] == norsk.tall(tall)


def test_etterproevingen_viser_avviket_fra_det_beregnede():
    k = kort.etterproevd()
    (ble,) = _figur(k).data
    assert len(set(ble.y)) == len(k.tabell)
    avvik = (k.tabell["Det ble"] - k.tabell["Beregnet"]).tolist()
    assert list(ble.x) == pytest.approx(avvik, abs=0.51)
    for skrevet, verdi in zip(ble.text, ble.x, strict=True):
        assert int(skrevet.replace("\N{MINUS SIGN}", "-")) == round(verdi)


@pytest.mark.parametrize("antall", [1, 2, 4])
def test_linjene_som_er_flere_enn_fire_er_graa_og_har_navn_ved_enden(antall):
    egne = tuple(
        Scenario(f"Plan {nr} med et langt navn", skjult=nr)
        for nr in range(1, antall + 1)
    )
    fig = _figur(kort.planene(Scenario(), egne))
    tekster = [a.text.replace("<br>", " ") for a in fig.layout.annotations]
    for nr, serie in enumerate(fig.data):
        assert (serie.mode == "lines") == (nr >= 4)
        assert any(serie.name in tekst for tekst in tekster)
    assert len({serie.line.color for serie in fig.data[4:]}) <= 1
    hoeyder = [17 * (a.text.count("<br>") + 1) for a in fig.layout.annotations[:-1]]
    assert sum(hoeyder) <= fig.layout.height - 50


@pytest.mark.parametrize(
    "verdi, skrevet", [(0.4, "0"), (-0.4, "0"), (2.6, "+3"), (-2, "\N{MINUS SIGN}2")]
)
def test_null_har_ikke_fortegn(verdi, skrevet):
    rad = ("2022", "2023", "Venter på bolig", 30.0, 20.0, 40.0, 30.0 + verdi)
    (serie,) = behovsfigurer.etterproevd(TEMAER["lyst"], [rad]).to_dict()["data"]
    assert serie["text"] == [skrevet]


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
        assert 3 <= len(akse.tickvals) <= 4 and akse.tickangle == 0


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
