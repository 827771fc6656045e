"""Figurene viser tallene i kortet, på norsk, lesbart i lyst og mørkt, uten å hente noe utenfra."""

import dataclasses
import functools
import itertools
import json
import re
import tomllib

import figurtall
import pandas as pd
import plotly.graph_objects as go
import pytest
import sidekort
from publisering import publiser
from spraak import feil_i

from boligdata import lesing
from boligdata.felles import katalog, kilder, norsk
from boligdata.felles.config import ROT
from boligdata.felles.enheter import ENHETER
from boligdata.innhold import figurer, kort
from boligdata.innhold.figurer import Figurtabell, Stil, etiketter, grunnlag
from boligdata.innhold.figurer.linjer import aarslinjer
from boligdata.innhold.kort import Valg
from boligdata.ui import tabellvisning

NB = "\N{NO-BREAK SPACE}"
KORT = sidekort.bestillinger()
TEMAER = {"lyst": Stil(moerk=False), "mørkt": Stil(moerk=True)}
INDIKATORER = katalog.indikatorer()


@pytest.fixture(autouse=True)
def eksakte_tall(bygd_internt, monkeypatch):
    """Her er det lesingen som prøves, og den er lettest å følge med eksakte tall. Vernet har sine
    egne tester.
    """
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(bygd_internt))
    return bygd_internt


def _valg(periodetype="aar", **filtre):
    return Valg(periodetype, lesing.perioder(periodetype)["periode"].iloc[-1], filtre)


def _lag(id, form="utvikling", fordeling=(), valg=None, **mer):
    return kort.lag(
        sidekort.som_bestilling(id, form=form, fordeling=fordeling),
        valg or _valg(),
        **mer,
    )


def _tegn(k, tema="lyst"):
    return _kontrollert(figurer.tegn(k, TEMAER[tema]))


def _kontrollert(figur):
    """Figuren slik Plotly leser den. Et felt eller en verdi Plotly ikke kjenner, stopper her. En figur
    som er en tabell, er den samme.
    """
    if isinstance(figur, Figurtabell):
        return figur
    return go.Figure(figur.to_dict())


def _spesialfigurer(stil):
    """Figurene som ikke tegnes fra et kort."""
    kostra = pd.DataFrame(
        {
            "aar": [2023, 2024, 2025],
            "verdi": [27.0, None, 29.0],
            "landet": [20.0, 20.0, None],
            "foreloepig": [False, False, True],
        }
    )
    linjer = [
        ("Ved utgangen av 2024", 60, True),
        ("Søknad", 12, False),
        ("Kommunal bolig", -7, False),
        ("Ved utgangen av 2025", 65, True),
    ]
    figurene = (
        aarslinjer(
            kostra, {"verdi": "Fjordvik", "landet": "Landet"}, 1, "boliger", stil
        ),
        figurer.foss(linjer, ENHETER["antall"], stil),
    )
    return [_kontrollert(f) for f in figurene]


@functools.cache
def _alle(stil):
    """Alle figurene på sidene Plotly tegner. De deles av testene her og skal ikke endres."""
    valg = _valg("aar" if stil.moerk else "tertial")
    figurene = [
        _kontrollert(figurer.tegn(kort.lag(b, valg), stil)) for b in KORT.values()
    ]
    return [f for f in figurene if not isinstance(f, Figurtabell)] + _spesialfigurer(
        stil
    )


# ------------------------------------------------------------------------ tall og tekst


@pytest.mark.parametrize("b", KORT.values(), ids=KORT)
def test_figuren_har_de_samme_tallene_som_kortet(b):
    k = kort.lag(b, _valg())
    fig = _tegn(k)
    if isinstance(fig, Figurtabell):
        _er_tallene_i(k, fig)
        return
    if b.form == "kart":
        tekst = " ".join(a.text for a in fig.layout.annotations)
        assert all(
            f"{r.gruppe}<br><b>{norsk.med_enhet(r.verdi, k.enhet)}</b>" in tekst
            for r in k.data.itertuples()
            if r.gruppe in set(k.kart["omraade"])
        )
        return
    tegnet = [v for serie in fig.to_dict()["data"] for v in figurtall.tall(serie)]
    assert pd.Series(tegnet, dtype=float).sum() == pytest.approx(k.data["verdi"].sum())
    ventet = (k.data["verdi"] > 0).sum() if b.form == "flyt" else len(k.data)
    if b.form == "fordeling":
        samlet = max(map(figurtall.samlet, fig.data[0].y))
        ventet -= max(samlet - 1, 0)
    assert len(tegnet) == ventet


def _er_tallene_i(k, fig):
    """Hver celle er tallet i kortet. Ruter uten tall kan være tomme, og tomme rader samlet i én."""
    celler, navn = figurtall.cellene(fig), {rad for rad, _ in fig.rader}
    samlet = sum(map(figurtall.samlet, navn))
    for rad in k.data.itertuples():
        sted = (rad.gruppe, rad.lag)
        tekst = celler.get(sted, celler.get(sted[::-1], ""))
        if tekst == "" and fig.soeyler is False:
            assert not rad.verdi > 0
        else:
            assert tekst == norsk.med_enhet(rad.verdi, k.enhet)
    rader, kolonner = k.data["gruppe"].nunique(), k.data["lag"].nunique()
    antall = len(navn) - bool(samlet) + samlet
    assert {antall, len(fig.kolonner)} == {rader, kolonner}


@pytest.mark.parametrize("tema", TEMAER)
def test_ingen_figur_henter_noe_utenfra_eller_bruker_typer_som_gjoer_det(tema):
    for fig in _alle(TEMAER[tema]):
        spesifikasjon = json.loads(fig.to_json())
        assert {serie["type"] for serie in spesifikasjon["data"]} <= {
            "scatter",
            "bar",
            "sankey",
            "waterfall",
        }
        assert not re.search(r"https?:|//[a-z]", fig.to_json())
        assert not spesifikasjon["layout"].get("images")


def test_tall_i_figurene_skrives_med_komma_og_hardt_mellomrom():
    for fig in _alle(TEMAER["lyst"])[:-2]:
        assert fig.layout.separators == f",{NB}"
        for serie in fig.data:
            assert not re.search(
                r"\d\.\d", " ".join(figurtall.tekster(serie.to_plotly_json()))
            )


def test_ingen_tekst_i_figurene_er_tom_verdi_eller_engelsk():
    for fig in _alle(TEMAER["lyst"]):
        tekster = [a.text for a in fig.layout.annotations] + [
            str(fig.layout.title.text or "")
        ]
        for serie in fig.data:
            felter = serie.to_plotly_json()
            tekster += [
                *figurtall.tekster(felter),
                re.sub(r"%\{[^}]+\}", "", felter.get("hovertemplate") or ""),
            ]
        assert not [t for t in tekster if feil_i(t)]


def test_en_gruppe_med_for_faa_faar_ordene_i_stedet_for_et_tall():
    k = _lag("utleiegrad", "fordeling", ("boligtype",))
    soeyler = _tegn(k).data[0]
    tekst = dict(zip((n.replace("<br>", " ") for n in soeyler.y), soeyler.text))
    kjente = k.data[k.data["verdi"].notna()]
    assert {navn: tekst[navn] for navn in kjente["gruppe"]} == dict(
        zip(kjente["gruppe"], (norsk.med_enhet(v, k.enhet) for v in kjente["verdi"]))
    )
    faa = len(k.data) - len(kjente)
    assert faa > 1 and tekst[f"Øvrige {faa} grupper"] == "for få"


def test_gruppene_uten_eget_tall_er_en_rad_som_aldri_er_summen_av_dem(
    bygd_eksempel, monkeypatch
):
    """«0–4» sju ganger er ikke noe tall: raden sier hva hver av dem er, og tabellen har alle."""
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(bygd_eksempel))
    k = _lag("venteliste", "fordeling", ("maalgruppe",))
    smaa = int((k.data["verdi"] == 0).sum())
    fig = _tegn(k)
    soeyler, felt = fig.data
    assert smaa > 1 and soeyler.y[-1] == f"Øvrige {smaa} grupper"
    assert soeyler.x[-1] is None and soeyler.text[-1] == "0–4 hver"
    assert (felt.y, felt.base, felt.x) == ((soeyler.y[-1],), (0,), (4,))
    assert len(soeyler.y) == len(k.data) - smaa + 1
    assert len(k.tabell) == len(k.data)


def test_rader_som_alle_er_hundre_prosent_staar_i_kodelistens_rekkefoelge():
    k = _lag("boliger", "stablet", ("boligtype", "tilstand"), andel=True)
    assert k.data.groupby("gruppe")["verdi"].sum().round(6).unique().tolist() == [100]
    assert [navn for navn, _ in _tegn(k).rader] == k.data["gruppe"].unique().tolist()


def test_er_ingen_av_gruppene_kjent_staar_det_alle(bygd_eksempel, monkeypatch):
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(bygd_eksempel))
    k = _lag("venteliste", "fordeling", ("maalgruppe",))
    k = dataclasses.replace(k, data=k.data.assign(verdi=0.0))
    assert list(_tegn(k).data[0].y) == [f"Alle {len(k.data)} grupper"]


def test_et_omraade_uten_kjent_tall_faar_aldri_null_paa_kartet():
    k = _lag("utleiegrad", "kart", ("omraade",))
    tekst = dict(
        a.text.removesuffix("</b>").split("<br><b>")
        for a in _tegn(k).layout.annotations
    )
    verdi = k.data.set_index("gruppe")["verdi"]
    for omraade in k.kart["omraade"].unique():
        if omraade not in verdi:
            assert tekst[omraade] == "–"
        else:
            assert tekst[omraade] == (
                "for få"
                if pd.isna(verdi[omraade])
                else norsk.med_enhet(verdi[omraade], k.enhet)
            )
    assert {"–", "for få"} <= set(tekst.values())


def test_et_omraade_uten_boliger_har_null_boliger_paa_kartet():
    k = _lag("boliger", "kart", ("omraade",))
    tomt = set(k.kart["omraade"]) - set(k.data["gruppe"])
    assert tomt and all(
        any(a.text == f"{o}<br><b>0</b>" for a in _tegn(k).layout.annotations)
        for o in tomt
    )


def test_et_aar_som_mangler_er_et_hull_i_linjen(tmp_path, monkeypatch, eksakte_tall):
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(tmp_path / "publisert"))
    publiser(
        eksakte_tall,
        tmp_path / "publisert",
        "delete from kube_befolkning where periode = '2023'",
    )
    serie = _tegn(_lag("innbyggere")).data[0]
    assert pd.isna(dict(zip(serie.x, serie.y))["2023"]) and not serie.connectgaps


def test_maalet_er_en_strek_med_navn_bare_der_det_gjelder():
    def strek(k):
        fig = _tegn(k)
        return [s.y0 for s in fig.layout.shapes], [
            a.text for a in fig.layout.annotations if a.text.startswith("Mål")
        ]

    assert strek(_lag("utleiegrad")) == ([95], [f"Mål <b>95{NB}%</b>"])
    assert strek(_lag("boliger")) == ([], [])
    assert strek(_lag("venteliste", valg=_valg(maalgruppe="eldre"))) == ([], [])


def test_det_siste_tallet_staar_ved_enden_av_linjen_og_enheten_over_aksen():
    k = _lag("venteliste")
    tekster = [a.text for a in _tegn(k).layout.annotations]
    siste = norsk.tall(k.data["verdi"].iloc[-1])
    assert tekster == [f"Mål <b>{norsk.tall(20)}</b>", f"<b>{siste}</b>", "Husstander"]


def test_hver_av_opptil_fire_linjer_har_navnet_sitt_og_markoeren_sin_ved_enden():
    k = _lag("vanskeligstilte", "utvikling", ("situasjon",))
    fig = _tegn(k)
    tekster = [a.text.replace("<br>", " ") for a in fig.layout.annotations]
    assert 2 <= len(fig.data) <= 4 and not fig.layout.showlegend
    for serie, tegn in zip(fig.data, "●■◆▲"):
        (tekst,) = [t for t in tekster if serie.name in t]
        assert tegn in tekst and f">{tegn}<" in tekst
        assert serie.customdata[-1] in tekst


def test_tekstene_ved_endene_dekker_aldri_hverandre():
    like = [etiketter.etikett(10, "10", navn) for navn in ("Eldre", "Unge", "Mål")]
    merknader, _ = etiketter.plassert(like, (0, 10), 200, TEMAER["lyst"])
    opp = sorted(m["yshift"] for m in merknader)
    assert all(etter - foer >= 16 for foer, etter in zip(opp, opp[1:]))
    assert opp[-1] <= 9, "den øverste går ikke ut over figuren"


def test_flere_enn_fire_linjer_faar_hvert_sitt_panel_paa_samme_skala():
    k = _lag("husstander", "utvikling", ("maalgruppe",))
    fig = _tegn(k)
    spesifikasjon = fig.to_plotly_json()
    grupper = k.data["gruppe"].unique().tolist()
    assert len(fig.data) == len(grupper) > 4 and not fig.layout.showlegend
    akser = [v for n, v in spesifikasjon["layout"].items() if n.startswith("yaxis")]
    assert len(akser) == len(grupper)
    assert len({tuple(akse["range"]) for akse in akser}) == 1
    overskrifter = [a.text.replace("<br>", " ") for a in fig.layout.annotations]
    for serie in fig.data:
        assert f"{serie.name} <b>{serie.customdata[-1]}</b>" in overskrifter
    assert not _overlapp([tuple(akse["domain"]) for akse in akser[::2]])


def _overlapp(omfang):
    """Dekker noen av panelene hverandre?"""
    ordnet = sorted(omfang)
    return [par for par in zip(ordnet, ordnet[1:]) if par[0][1] > par[1][0]]


def test_et_punkt_paa_null_er_en_hel_markoer():
    for fig in _alle(TEMAER["lyst"])[:-2]:
        for serie in fig.data:
            if serie.type == "scatter" and "markers" in serie.mode:
                assert serie.cliponaxis is False


def test_snittet_og_grensene_er_tynne_streker_med_navn_og_tall_i_forklaringen():
    k = _lag("soeknader", valg=_valg("tertial"))
    fig, grenser = _tegn(k), k.vurdering.grenser
    assert [s.y0 for s in fig.layout.shapes] == [
        grenser.snitt,
        grenser.vist[1],
        grenser.vist[0],
    ]
    forklaring = [s.name for s in fig.layout.shapes if s.showlegend]
    assert forklaring == [
        f"Snitt: {norsk.tall(grenser.snitt)}",
        f"Pleier å være {norsk.tall(grenser.vist[0])} til {norsk.tall(grenser.vist[1])}",
    ]
    assert fig.layout.showlegend and not fig.data[0].showlegend
    assert len({s.line.dash for s in fig.layout.shapes}) == 2 and {
        s.line.width for s in fig.layout.shapes
    } == {1}


def test_en_serie_med_faa_perioder_eller_flere_grupper_har_ingen_grenser():
    assert not _tegn(_lag("soeknader")).layout.shapes
    assert not _tegn(
        _lag("husstander", "utvikling", ("omraade",), _valg("tertial"))
    ).layout.shapes


def test_grensene_og_maalet_skilles_av_mer_enn_farge_og_alle_er_inne_i_figuren():
    k = _lag("utleiegrad", valg=_valg("tertial"))
    fig = _tegn(k)
    assert len({(s.line.dash, s.line.width) for s in fig.layout.shapes}) == 3
    assert fig.layout.yaxis.range[0] < k.vurdering.grenser.vist[0]


def _navnene_faar_plass(fig) -> bool:
    """Periodene som har navn på aksen, står i lik avstand, og navnene får plass ved siden av hverandre mellom
    tallene ved aksen og tekstene til høyre, i et smalt kort og på en telefon.
    """
    akse, tall = fig.layout.xaxis, f"{fig.layout.yaxis.range[1]:,.0f}"
    perioder = list(dict.fromkeys(fig.data[0].x))
    alltid = [navn for navn in akse.ticktext if navn in akse.tickvals]
    assert akse.tickangle == 0 and akse.tickvals[-1] == alltid[-1] == perioder[-1]
    for bredde, navnene in ((396, akse.tickvals), (304, alltid)):
        plasser = [perioder.index(navn) for navn in navnene]
        (steg,) = {neste - foer for foer, neste in itertools.pairwise(plasser)}
        til_navnene = bredde - 9 * len(tall) - fig.layout.margin.r
        assert til_navnene * steg / len(perioder) >= 9 * max(map(len, navnene))
    return True


@pytest.mark.parametrize("periodetype", ["aar", "tertial"])
def test_siste_periode_har_alltid_navn_paa_aksen_og_navnene_faar_plass_paa_en_telefon(
    periodetype,
):
    fig = _tegn(_lag("soeknader", valg=_valg(periodetype)))
    assert _navnene_faar_plass(fig) and len(fig.layout.xaxis.tickvals) >= 3


def test_hvert_annet_aar_har_navn_ogsaa_ved_lange_navn_og_minst_tre_ved_store_tall():
    aar = list(range(2016, 2026))
    data = pd.DataFrame({"aar": aar, "verdi": 27.0, "landet": 20.0, "kroner": 68_400.0})
    for linjer, minst in (
        ({"verdi": "Fjordvik", "landet": "Kommunegruppen"}, 5),
        ({"kroner": "Per bolig"}, 5),
        ({"kroner": "Fjordvik", "landet": "Kommunegruppen"}, 3),
    ):
        fig = _kontrollert(aarslinjer(data, linjer, 0, "kroner", TEMAER["lyst"]))
        assert len(fig.layout.xaxis.tickvals) >= minst
        assert _navnene_faar_plass(fig)


def test_aksen_begynner_paa_null_unntatt_for_hoeye_prosenter():
    assert _tegn(_lag("soeknader")).layout.yaxis.range[0] == 0
    assert _tegn(_lag("til_eid_bolig")).layout.yaxis.range[0] == 0
    lavest, hoeyest = _tegn(_lag("utleiegrad")).layout.yaxis.range
    assert 0 < lavest < _lag("utleiegrad").data["verdi"].min() and hoeyest == 100.5


def test_det_staar_aldri_halve_husstander_paa_aksen(
    tmp_path, monkeypatch, eksakte_tall
):
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(tmp_path / "publisert"))
    publiser(
        eksakte_tall,
        tmp_path / "publisert",
        "update kube_venteliste set antall = 0",
        "update kube_soeknader set antall = 30",
    )
    assert _tegn(_lag("venteliste")).layout.yaxis.dtick == 1
    assert _tegn(_lag("soeknader")).layout.yaxis.dtick is None


def test_lengden_paa_en_soeyle_er_tallet_og_begynner_paa_null():
    med_soeyler = [f for f in _alle(TEMAER["lyst"]) if figurtall.har_soeyler(f)]
    assert len(med_soeyler) > 10
    for fig in med_soeyler:
        assert figurtall.skjeve_soeyler(fig) == []


def test_en_fordeling_av_prosent_er_tegnet_mot_minst_tjuefem_prosent():
    """Små prosenter skal se små ut: 5 prosent er aldri mer enn en femdel av bredden."""
    k = _lag("til_eid_bolig", "fordeling", ("boligtype",))
    fra, til = _tegn(k).layout.xaxis.range
    assert fra == 0 and til >= 25


def test_lagene_i_en_stabel_staar_i_kodelistens_rekkefoelge():
    """Det samme laget står på den samme plassen i hver figur, uansett hvor mange det er."""
    kodeliste = [k.navn for k in kilder.kodelister()["maalgruppe"].koder]
    kolonner = _tegn(_lag("husstander", "stablet", ("omraade", "maalgruppe"))).kolonner
    assert len(kolonner) > 5
    assert list(kolonner) == [n for n in kodeliste if n in kolonner]


def test_de_stoerste_gruppene_staar_oeverst():
    k = _lag("husstander", "fordeling", ("maalgruppe",))
    fig = _tegn(k)
    tall = [x for x in fig.data[0].x if x is not None]
    assert tall == sorted(tall, reverse=True) and len(set(tall)) > 5
    assert fig.layout.yaxis.autorange == "reversed"
    stabel = _tegn(_lag("boliger", "stablet", ("boligtype", "disposisjonsform")))
    summer = [sum(int(c.tekst) for c in celler) for _, celler in stabel.rader]
    assert summer == sorted(summer, reverse=True) and len(summer) > 5


@pytest.mark.parametrize(
    "id, egenskap",
    [("venteliste", "ventetidsbaand"), ("vanskeligstilte", "aldersgruppe")],
)
def test_aldre_og_ventetider_staar_i_sin_egen_rekkefoelge(id, egenskap):
    koder = [k.navn for k in katalog.dimensjoner()[egenskap].koder]
    rader = [
        n.replace("<br>", " ")
        for n in _tegn(_lag(id, "fordeling", (egenskap,))).data[0].y
    ]
    ordnet = [n for n in koder if n in rader]
    assert rader[: len(ordnet)] == ordnet and len(ordnet) > 2


def test_jo_hoeyere_tall_jo_moerkere_er_omraadet_paa_kartet():
    k = _lag("husstander", "kart", ("omraade",))
    verdi = k.data.set_index("gruppe")["verdi"]
    styrke = {
        flate.name: float(re.search(r"([\d.]+)\)$", flate.fillcolor)[1])
        for flate in _tegn(k).data
    }
    kjente = sorted(set(styrke) & set(verdi.index), key=lambda navn: verdi[navn])
    assert verdi[kjente].nunique() > 3
    for lavere, hoeyere in zip(kjente, kjente[1:]):
        assert (styrke[lavere] < styrke[hoeyere]) == (verdi[lavere] < verdi[hoeyere])


@pytest.mark.parametrize(
    "verdier, fra_null", [((45, 60), True), ((69, 95), True), ((70, 95), False)]
)
def test_bare_en_linje_som_alltid_er_over_70_prosent_har_en_akse_som_ikke_begynner_paa_null(
    verdier, fra_null
):
    k = _lag("koordinator")
    k = dataclasses.replace(
        k,
        data=k.data.tail(2).assign(verdi=verdier),
        indikator=dataclasses.replace(k.indikator, maaltall=None),
        vurdering=None,
    )
    akse = _tegn(k).layout.yaxis
    assert (akse.range[0] == 0) is fra_null


def test_hver_stroem_i_flyten_gaar_fra_det_de_kom_fra_til_det_de_endte_som():
    k = kort.lag(next(b for b in KORT.values() if b.form == "flyt"), _valg())
    flyt = _tegn(k).data[0]
    navn = [n.replace("<br>", " ") for n in flyt.node.label]
    tegnet = {
        (navn[fra], navn[til], tall)
        for fra, til, tall in zip(flyt.link.source, flyt.link.target, flyt.link.value)
    }
    rader = k.data[k.data["verdi"] > 0]
    assert tegnet == set(zip(rader["gruppe"], rader["lag"], rader["verdi"]))
    assert len(tegnet) > 5
    # På en telefon er strømmene en liste.
    smalt = figurer.tegn_smalt(k)
    i_listen = {
        (fra, til.removeprefix("→ "), celle.tekst)
        for fra, celler in smalt.rader
        for til, celle in zip(smalt.kolonner, celler)
        if celle.tekst
    }
    assert i_listen == {(fra, til, f"{tall:.0f}") for fra, til, tall in tegnet}


def test_foerste_rad_i_fossen_staar_oeverst_og_bare_beholdningene_er_hele_soeyler():
    linjer = [
        ("Før", 60, True),
        ("Inn", 12, False),
        ("Ut", -7, False),
        ("Nå", 65, True),
    ]
    fig = _kontrollert(figurer.foss(linjer, ENHETER["antall"], TEMAER["lyst"]))
    assert fig.data[0].measure == ("absolute", "relative", "relative", "absolute")
    assert fig.layout.yaxis.autorange == "reversed"
    assert fig.layout.xaxis.range[0] == 0 and fig.layout.xaxis.range[1] > 72
    assert fig.data[0].text == ("60", "+ 12", "\N{MINUS SIGN} 7", "65")


def test_to_linjer_med_samme_navn_er_to_soeyler_i_fossen():
    """En post kan både komme til og gå ut. Ble de én søyle, gikk figuren ikke opp."""
    linjer = [("Før", 60, True), ("Annen", 5, False), ("Annen", -5, False)]
    fig = _kontrollert(figurer.foss(linjer, ENHETER["antall"], TEMAER["lyst"]))
    assert fig.data[0].y == fig.layout.yaxis.tickvals == (0, 1, 2)
    assert (
        fig.layout.yaxis.ticktext == fig.data[0].customdata == ("Før", "Annen", "Annen")
    )


def test_et_varmekart_har_aldri_flere_kolonner_enn_rader():
    """Navnene over kolonnene står vannrett, og da må de få plass."""
    k = _lag("vanskeligstilte", "varmekart", ("situasjon", "maalgruppe"))
    fig = _tegn(k)
    assert fig.hode == "Målgruppe" and len(fig.rader) > len(fig.kolonner) == 3
    rett = _tegn(_lag("vanskeligstilte", "varmekart", ("maalgruppe", "situasjon")))
    assert rett.hode == "Målgruppe" and rett.kolonner == fig.kolonner
    assert dict(figurtall.cellene(rett)).items() <= figurtall.cellene(fig).items()


def test_jo_hoeyere_tall_jo_moerkere_er_ruten_og_jo_lengre_er_soeylen():
    for form, fordeling in (
        ("varmekart", ("maalgruppe", "situasjon")),
        ("stablet", ("situasjon", "barn")),
    ):
        k = _lag("vanskeligstilte", form, fordeling)
        celler = [c for _, rad in _tegn(k).rader for c in rad if c.tekst]
        tall = [int(c.tekst) for c in celler]
        assert len(set(tall)) > 3
        assert [c.mest for c in celler] == pytest.approx([t / max(tall) for t in tall])


def test_foreloepige_kostratall_har_aapen_markoer():
    fig = _spesialfigurer(TEMAER["lyst"])[0]
    assert fig.data[0].marker.symbol == ("circle", "circle", "circle-open")
    assert pd.isna(fig.data[0].y[1]) and fig.data[0].connectgaps is False
    assert [s.name for s in fig.data] == ["Fjordvik", "Landet"]


# ------------------------------------------------------------------ lesbarhet og farger


def _tema(moerk):
    with open(ROT / ".streamlit" / "config.toml", "rb") as fil:
        return tomllib.load(fil)["theme"]["dark" if moerk else "light"]


def _lysstyrke(farge):
    kanaler = [int(farge[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return sum(
        v * (k / 12.92 if k <= 0.04045 else ((k + 0.055) / 1.055) ** 2.4)
        for v, k in zip((0.2126, 0.7152, 0.0722), kanaler)
    )


def _kontrast(a, b):
    lys, moerk = sorted((_lysstyrke(a), _lysstyrke(b)), reverse=True)
    return (lys + 0.05) / (moerk + 0.05)


def _farger(del_):
    """Alle tekstfarger i en del av figuren: skrift på akser, forklaring, merknader og tall."""
    if isinstance(del_, dict):
        for navn, verdi in del_.items():
            if (
                navn in ("font", "tickfont", "textfont")
                and isinstance(verdi, dict)
                and "color" in verdi
            ):
                yield verdi["color"]
            yield from _farger(verdi)
    elif isinstance(del_, list):
        for verdi in del_:
            yield from _farger(verdi)


def test_kontrasten_regnes_slik_wcag_gjoer_det():
    assert _kontrast("#ffffff", "#000000") == pytest.approx(21)
    assert _kontrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("tema", TEMAER)
def test_all_tekst_i_figurene_kan_leses_mot_bakgrunnen(tema):
    bakgrunn = _tema(TEMAER[tema].moerk)["backgroundColor"]
    for fig in _alle(TEMAER[tema]):
        spesifikasjon = json.loads(fig.to_json())
        spesifikasjon["layout"].pop("template")
        farger = set(_farger(spesifikasjon))
        assert all(_kontrast(f, bakgrunn) >= 4.5 for f in farger), farger
        if fig.layout.xaxis.visible is not False:
            assert {
                fig.layout.xaxis.tickfont.color,
                fig.layout.yaxis.tickfont.color,
                fig.layout.font.color,
            } <= farger


def test_ingen_figur_har_flere_lag_enn_temaet_har_farger():
    for moerk in (False, True):
        farger = _tema(moerk)["chartCategoricalColors"]
        assert len(set(farger)) == len(farger) == 10, (
            "færre enn ti ødelegger hele fargerekken i Plotly"
        )
    for fig in _alle(TEMAER["lyst"]):
        assert len([s for s in fig.data if s.type == "scatter"]) <= 10


def test_linjer_skilles_av_mer_enn_farge():
    linjer = _tegn(_lag("vanskeligstilte", "utvikling", ("situasjon",)))
    utseende = [(s.line.dash, s.marker.symbol) for s in linjer.data]
    assert len(set(utseende)) == len(utseende) > 2


def test_figurene_har_ingen_egne_tabulatorstopp():
    assert figurer.OPPSETT["displayModeBar"] is False


def test_en_soeyle_med_strek_er_lys_med_en_kant_i_full_farge(
    bygd_eksempel, monkeypatch
):
    """Ellers forsvant streken inne i søylen."""
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(bygd_eksempel))
    k = _lag("virkemiddelavslag", "fordeling", ("virkemiddel",))
    soeyler = _kontrollert(figurer.tegn(k, Stil())).data[0]
    assert soeyler.marker.color == "rgba(11, 92, 138, 0.4)"
    assert soeyler.marker.line.color == "#0b5c8a" and soeyler.error_x.visible is None
    assert soeyler.error_x.color == grunnlag.TEKST[False]


@pytest.mark.parametrize(
    ("navn", "delt"),
    [
        ("Privat eid med disposisjonsrett", "disposi-sjonsrett"),
        ("Hjemmetjenesten", "Hjemme-tjenesten"),
        ("Heimetenesta", "Heime-tenesta"),
        ("Flyktningteneste", "Flyktning-teneste"),
    ],
)
def test_et_langt_ord_i_tabellen_kan_deles_der_det_hoerer_hjemme(navn, delt):
    hode = tabellvisning._delt(navn).replace("\N{SOFT HYPHEN}", "-")
    assert hode.split()[-1] == delt
