"""Oversikt sier på to minutter hva som er status, hva som er endret, og hva som ikke går etter
planen.
"""

import dataclasses
import re

import pandas as pd
import pytest
import sidekort
from publisering import publiser
from spraak import feil_i

from boligdata import lesing
from boligdata.felles import katalog, norsk
from boligdata.innhold import kort, oversikt
from boligdata.innhold.kort import Valg
from boligdata.innhold.vurdering import DOMMER, Maalet, Vurdering
from boligdata.lesing.lest import som_lest

INDIKATORER = katalog.indikatorer()


@pytest.fixture(autouse=True)
def eksakte_tall(bygd_internt, monkeypatch):
    """Her er det lesingen som prøves, og den er lettest å følge med eksakte tall. Vernet har sine
    egne tester.
    """
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(bygd_internt))
    return bygd_internt


@pytest.fixture
def publisert(tmp_path, monkeypatch, eksakte_tall):
    """Publiser eksempelkommunen på nytt med endringer i SQL, og les den i denne testen."""
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(tmp_path / "publisert"))
    return lambda *sql: publiser(eksakte_tall, tmp_path / "publisert", *sql)


def _valg(periodetype="aar", **filtre):
    return Valg(periodetype, lesing.perioder(periodetype)["periode"].iloc[-1], filtre)


def _sett(kube, maal, verdi, periode):
    """Sett totalen i en kube for én periode."""
    alle = " and ".join(f"{d} = 'alle'" for d in katalog.kuber()[kube].dimensjoner)
    return f"update kube_{kube} set {maal} = {verdi} where periode = '{periode}' and {alle}"


def _noekkeltall(id, verdier, **mer):
    data = pd.DataFrame(
        {
            "periode": ["2024", "2025"][-len(verdier) :],
            "verdi": verdier,
            "nedre": verdier,
            "oevre": verdier,
            "flagg": "",
        }
    )
    return oversikt.Noekkeltall(
        som_lest(INDIKATORER[id], vernet=False),
        data,
        Vurdering("tilfeldig", ""),
        **mer,
    )


# --------------------------------------------------------------------------- nøkkeltall


@pytest.mark.parametrize("periodetype", ["aar", "tertial"])
def test_noekkeltallene_staar_under_planens_maal_i_planens_rekkefoelge(periodetype):
    grupper = oversikt.etter_maal(_valg(periodetype))
    assert list(grupper) == [
        katalog.planmaal()[m]
        for m in dict.fromkeys(i.planmaal for i in katalog.noekkeltall())
    ]
    assert [n.indikator.id for g in grupper.values() for n in g] == [
        i.id for i in katalog.noekkeltall()
    ]
    for n in (n for g in grupper.values() for n in g):
        assert n.vurdering.dom in DOMMER and not feil_i(n.setning), n.setning
        assert n.verdi == pytest.approx(
            lesing.tall(katalog.indikatorer()[n.indikator.id], periodetype)[
                "verdi"
            ].iloc[-1],
            nan_ok=True,
        )


def test_et_filter_virker_paa_de_noekkeltallene_det_gjelder_og_resten_sier_fra():
    tall = {
        n.indikator.id: n
        for g in oversikt.etter_maal(_valg(maalgruppe="eldre")).values()
        for n in g
    }
    assert not tall["venteliste"].gjelder
    eldre = lesing.tall(INDIKATORER["venteliste"], filtre={"maalgruppe": "eldre"})
    assert tall["venteliste"].verdi == eldre["verdi"].iloc[-1]
    assert not tall["omloepstid"].gjelder
    assert tall["utleiegrad"].gjelder == (
        "Gjelder hele kommunen. Valget av målgruppe virker ikke på dette tallet."
    )
    assert (
        tall["utleiegrad"].verdi
        == lesing.tall(INDIKATORER["utleiegrad"])["verdi"].iloc[-1]
    )


def test_virker_bare_ett_av_to_filtre_sier_tallet_hvilket():
    """«Gjelder hele kommunen» ved et tall for barnefamilier er galt."""
    valg = _valg(maalgruppe="barnefamilie", omraade="Sentrum")
    sett = set()
    for n in (n for g in oversikt.etter_maal(valg).values() for n in g):
        filtre = dict(n.filtre)
        ventet = {
            (): "Gjelder hele kommunen",
            ("maalgruppe",): "Gjelder barnefamilier, alle områder",
            ("omraade",): "Gjelder Sentrum, alle målgrupper",
            ("maalgruppe", "omraade"): "",
        }[tuple(filtre)]
        assert n.omfang == ventet and not feil_i(n.gjelder), n.gjelder
        assert n.gjelder.startswith(f"{ventet}. " if ventet else "")
        serie = lesing.tall(INDIKATORER[n.indikator.id], filtre=filtre)
        assert n.data["verdi"].equals(serie["verdi"].tail(len(n.data)))
        sett.add(ventet)
    assert len(sett) >= 3
    listene = [*oversikt.endret(valg), *oversikt.maal_ikke_naadd(valg)]
    assert any(linje.endswith("virker ikke på dette tallet.") for linje in listene)


def test_et_utvalg_som_ikke_er_publisert_gir_det_naermeste_tallet_og_sier_hvilket():
    """Uten egen bolig er alt et utvalg av de vanskeligstilte, så tallet er bare publisert for ett
    filter til. Ved siden av sto alle vanskeligstilte i Sentrum, som var færre.
    """
    uten_bolig = oversikt.noekkeltall(
        INDIKATORER["uten_bolig"], _valg(maalgruppe="eldre", omraade="Sentrum")
    )
    eldre = lesing.tall(INDIKATORER["uten_bolig"], filtre={"maalgruppe": "eldre"})
    assert uten_bolig.verdi == eldre["verdi"].iloc[-1]
    assert uten_bolig.gjelder == (
        "Gjelder eldre, alle områder. Tallet er ikke publisert for område i tillegg."
    )
    hele = INDIKATORER["ventende_per_ledig"]
    per_ledig = oversikt.noekkeltall(hele, _valg(maalgruppe="eldre"))
    assert per_ledig.verdi == lesing.tall(hele)["verdi"].iloc[-1]
    assert per_ledig.gjelder == (
        "Gjelder hele kommunen. Tallet er ikke publisert for målgruppe."
    )


def test_et_maal_som_ikke_kan_avgjoeres_sier_hva_tallet_er_for(bygd, monkeypatch):
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(bygd / "publisert"))
    delvis = oversikt.maal_uavgjort(_valg(boligtype="ordinaer", omraade="Sentrum"))
    assert re.search(r" \((hele kommunen|område: Sentrum)\)", delvis), delvis
    assert oversikt.maal_uavgjort(_valg()) and "(" not in oversikt.maal_uavgjort(
        _valg()
    )


def test_endringen_er_fra_forrige_periode_og_ukjent_naar_en_av_dem_er_det():
    assert _noekkeltall("venteliste", [9, 7]).endring == -2
    assert _noekkeltall("venteliste", [7]).endring is None
    assert _noekkeltall("omloepstid", [float("nan"), 40]).endring is None
    assert _noekkeltall("omloepstid", [40, float("nan")]).endring is None


def test_en_endring_fra_eller_til_en_ende_ingen_kjenner_vises_ikke():
    """«Over 95» kan være 96 eller 100, så ingen vet hvor langt det er fra 90."""

    def endring(*verdier):
        n = _noekkeltall("utleiegrad", list(verdier))
        i = dataclasses.replace(n.indikator, vernet=True)
        return dataclasses.replace(n, indikator=i).endring

    assert endring(80, 90) == 10
    assert (
        endring(96, 90) is endring(90, 96) is endring(10, 4) is endring(4, 96) is None
    )
    assert _noekkeltall("utleiegrad", [96, 90]).endring == -6


def test_et_noekkeltall_uten_maal_eller_tall_staar_ikke_blant_maal_som_ikke_er_naadd(
    publisert,
):
    publisert("update kube_innflytting set tomgang_median = null")
    linjer = oversikt.maal_ikke_naadd(_valg())
    for i in katalog.noekkeltall():
        tall = oversikt.noekkeltall(i, _valg())
        if i.maaltall is None or pd.isna(tall.verdi):
            assert not [linje for linje in linjer if linje.startswith(f"**{i.navn}:")]
    assert pd.isna(oversikt.noekkeltall(INDIKATORER["omloepstid"], _valg()).verdi)


@pytest.mark.parametrize(
    "id, verdi, naadd",
    [
        ("utleiegrad", 95, True),
        ("utleiegrad", 94.4, False),
        ("venteliste", 20, True),
        ("venteliste", 21, False),
        ("soeknader", 100, None),
        ("omloepstid", float("nan"), None),
    ],
)
def test_maalet_er_naadd_paa_rett_side_av_grensen(id, verdi, naadd):
    assert _noekkeltall(id, [verdi]).naar_maal is naadd


def test_tekstalternativet_sier_verdi_tid_og_dom():
    assert _noekkeltall("utleiegrad", [91, 92]).setning == (
        "Boliger som er leid ut ved utgangen av 2025: 92\N{NO-BREAK SPACE}%. Kan være tilfeldig."
    )


def test_tekstalternativet_sier_ogsaa_hvor_ofte_maalet_er_naadd():
    v = Vurdering("bedre", "", maalet=Maalet(2, 2, 6, "årene"))
    n = dataclasses.replace(_noekkeltall("utleiegrad", [91, 92]), vurdering=v)
    assert n.setning.endswith(" Bedre. Målet er nådd i 2 av de 6 siste årene.")


@pytest.mark.parametrize(
    "verdier, dom, samme",
    [
        ([91, 92], "bedre", True),
        ([92, 91], "bedre", False),
        ([92, 91], "verre", True),
        ([92, 92], "bedre", False),
        ([91, 92], "tilfeldig", False),
        ([92], "bedre", False),
    ],
)
def test_endringen_faar_dommens_farge_bare_naar_den_gaar_samme_vei(verdier, dom, samme):
    n = dataclasses.replace(
        _noekkeltall("utleiegrad", verdier), vurdering=Vurdering(dom, "")
    )
    assert n.endret_som_dommen is samme


def test_noekkeltallet_og_kortet_faar_samme_dom():
    for periodetype in ("aar", "tertial"):
        for i in katalog.noekkeltall():
            b = sidekort.som_bestilling(i.id)
            assert (
                oversikt.noekkeltall(i, _valg(periodetype)).vurdering
                == kort.lag(b, _valg(periodetype)).vurdering
            )


# -------------------------------------------------------------------- utfordringsbildet


def test_utfordringsbildet_er_tre_hele_setninger_for_hele_kommunen():
    setninger = oversikt.utfordringer(_valg())
    assert len(setninger) == 3 and not [s for s in setninger if feil_i(s)]
    assert setninger == oversikt.utfordringer(_valg(maalgruppe="eldre"))
    vanskelige, venter = (
        norsk.tall(lesing.tall(INDIKATORER[id])["verdi"].iloc[-1])
        for id in ("vanskeligstilte", "venteliste")
    )
    assert setninger[0].startswith(
        f"Kommunen kjenner til {vanskelige} husstander som er vanskeligstilt på boligmarkedet: "
    )
    assert setninger[1].startswith(f"{venter} husstand")


def test_utfordringsbildet_skriver_null_og_en_med_ord(publisert):
    publisert(
        _sett("venteliste", "antall", 1, "2025"),
        _sett("venteliste", "antall", 4, "2024"),
        _sett("venteliste", "med_barn", 0, "2025"),
    )
    assert oversikt.utfordringer(_valg())[1] == (
        "1 husstand har fått vedtak om bolig og venter på å flytte inn, mot 4 ved utgangen av 2024. "
        "Ingen av dem har barn."
    )


def test_avrundede_tall_paa_ventelisten_sies_aa_vaere_omtrent_like_og_faa_med_ord(
    bygd, tmp_path, monkeypatch
):
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(tmp_path))
    publiser(
        bygd / "publisert",
        tmp_path,
        _sett("venteliste", "antall", 30, "2025"),
        _sett("venteliste", "antall", 30, "2024"),
        _sett("venteliste", "med_barn", 0, "2025"),
    )
    assert oversikt.utfordringer(_valg())[1] == (
        "30 husstander har fått vedtak om bolig og venter på å flytte inn, omtrent som ved "
        "utgangen av 2024. Færre enn fem av dem har barn."
    )


def test_veksten_i_tallet_paa_eldre_er_regnet_fra_i_dag_til_planen_er_slutt(publisert):
    """Fra 1 000 til 1 500 er 50 prosent, og fra 1 500 til 1 000 er −33."""
    til = 2032

    def eldre(naa, ved_slutt):
        publisert(
            f"update kube_befolkning set personer_80 = {naa} where periode = '2025'",
            f"update tabell_framskriving set personer_80 = {ved_slutt} "
            f"where aar = {til} and alternativ = 'MMMM'",
        )
        return oversikt.utfordringer(_valg())[2].replace("\N{NO-BREAK SPACE}", " ")

    hva = "Tallet på innbyggere som er 80 år eller eldre, ventes å gå fra"
    assert eldre(1000, 1500) == (
        f"{hva} 1 000 den 1. januar 2025 til 1 500 i {til}, en endring på 50 prosent."
    )
    assert eldre(1500, 1000) == (
        f"{hva} 1 500 den 1. januar 2025 til 1 000 i {til}, en endring på \N{MINUS SIGN}33 prosent."
    )


def test_en_setning_uten_tall_utelates(publisert):
    publisert("delete from tabell_framskriving")
    assert len(oversikt.utfordringer(_valg())) == 2
    publisert("delete from kube_befolkning")
    assert len(oversikt.utfordringer(_valg())) == 2


def test_foerste_periode_i_serien_har_ingenting_aa_sammenlignes_med():
    foerste = lesing.perioder("aar")["periode"].iloc[0]
    for setning in oversikt.utfordringer(Valg("aar", foerste)):
        assert f"mot {setning.split()[0]} ved utgangen av {foerste}" not in setning


# ---------------------------------------------------------------- endret, mål og tiltak


def test_det_som_er_blitt_verre_staar_foerst(publisert):
    publisert(
        _sett("venteliste", "antall", 60, "2025"),
        _sett("venteliste", "antall", 9, "2024"),
        _sett("soeknader", "uten_bolig", 4, "2025"),
        _sett("soeknader", "uten_bolig", 40, "2024"),
    )
    linjer = oversikt.endret(_valg())
    dommer = [re.match(r"\*\*(\w+):\*\*", linje).group(1) for linje in linjer]
    assert {"Bedre", "Verre"} == set(dommer) and dommer == sorted(dommer, reverse=True)
    assert "**Verre:** husstander som venter på bolig, 60 (+51)." in linjer
    assert "**Bedre:** søknader fra husstander uten egen bolig, 4 (−36)." in linjer
    assert not [linje for linje in linjer if feil_i(linje)]


def test_tilfeldige_svingninger_nevnes_ikke(publisert):
    publisert(
        _sett("venteliste", "antall", 9, "2025"),
        _sett("venteliste", "antall", 8, "2024"),
    )
    assert not [
        linje for linje in oversikt.endret(_valg()) if "venter på bolig" in linje
    ]


def test_maal_som_ikke_er_naadd_staar_med_tallet_og_maalet(publisert):
    publisert(
        _sett("venteliste", "antall", 30, "2025"),
        _sett("venteliste", "antall", 30, "2024"),
    )
    assert (
        "**Husstander som venter på bolig:** 30, målet er 20. Ikke nådd i noen av de 6 siste årene."
        in oversikt.maal_ikke_naadd(_valg())
    )
    publisert(_sett("venteliste", "antall", 20, "2025"))
    assert not [
        linje
        for linje in oversikt.maal_ikke_naadd(_valg())
        if "venter på bolig" in linje
    ]


def test_et_maal_avrundingen_avgjoer_sies_aa_vaere_uavgjort(
    bygd, tmp_path, monkeypatch
):
    """Bak 20 kan det stå alt fra 16 til 24, og målet er høyst 20."""
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(tmp_path))
    for antall, uavgjort in ((20, True), (10, False), (30, False)):
        tallet = _sett("venteliste", "antall", antall, "2025")
        publiser(
            bygd / "publisert",
            tmp_path,
            tallet,
            "update vern set avvik = 4",
            "delete from maaltall",
        )
        setning = oversikt.maal_uavgjort(_valg())
        assert ("husstander som venter på bolig" in setning) == uavgjort


def test_avrundede_tall_som_vises_likt_har_ingen_endring_paa_null():
    n = _noekkeltall("venteliste", [30, 30])
    assert not n.omtrent_likt
    vernet = som_lest(INDIKATORER["venteliste"], vernet=True)
    assert dataclasses.replace(n, indikator=vernet).omtrent_likt


def test_et_maal_paa_god_vei_staar_ikke_blant_dem_som_ikke_naas(publisert):
    publisert(
        _sett("venteliste", "antall", 40, "2025"),
        _sett("venteliste", "antall", 120, "2024"),
    )
    assert not [
        linje
        for linje in oversikt.maal_ikke_naadd(_valg())
        if "venter på bolig" in linje
    ]


def test_alle_maal_er_med_ogsaa_de_som_ikke_er_noekkeltall_paa_siden(publisert):
    assert len([i for i in INDIKATORER.values() if i.maaltall is not None]) == 13
    andel = INDIKATORER["andel_rullestol"]
    assert andel not in katalog.noekkeltall()
    publisert("update kube_boliger set tilgjengelige = 0")
    linjer = oversikt.maal_ikke_naadd(_valg())
    assert f"**{andel.navn}:** 0 %, målet er 60 %." in " ".join(linjer).replace(
        "\xa0", " "
    )
