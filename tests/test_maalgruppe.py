"""Målgruppe: det som står om en gruppe, er om den, er sant, og tomme kort vises ikke."""

import math

import pytest
from sannhet.utsagn import les_fra

from boligdata import lesing
from boligdata.felles import katalog
from boligdata.innhold import kort, maalgruppe, oversikt
from boligdata.innhold.handlingsdel import planen
from boligdata.innhold.kort import Valg

pytestmark = pytest.mark.usefixtures("bygd_eksempel")

VALGENE = [Valg("aar", "2025"), Valg("aar", "2022"), Valg("tertial", "2025-T3")]


def om(gruppe, valg=VALGENE[0]):
    return Valg(valg.periodetype, valg.periode, {"maalgruppe": gruppe})


def grupper():
    return list(lesing.verdier("maalgruppe"))


def _tall(valg):
    """Hovedtallene, med gruppen og kolonnen som nøkkel."""
    tabell = maalgruppe.gruppene(valg).tall.set_index("Målgruppe")
    return {
        (gruppe, kolonne): rad[kolonne]
        for gruppe, rad in tabell.iterrows()
        for kolonne in tabell
    }


def test_alle_gruppene_staar_i_tabellen_med_de_stoerste_foerst():
    tabell = maalgruppe.gruppene(VALGENE[0]).tall
    assert set(tabell["Målgruppe"]) == set(lesing.verdier("maalgruppe").values())
    flest = tabell.iloc[:, 1]
    assert flest.is_monotonic_decreasing and flest.iloc[0] > 0


@pytest.mark.parametrize("valg", VALGENE, ids=str)
def test_hovedtallene_er_aldri_lenger_fra_de_eksakte_enn_teksten_under_sier(
    bygd_eksempel, valg
):
    vernet, teksten = _tall(valg), maalgruppe.tallene_gjelder(valg)
    with les_fra(bygd_eksempel.parent / "internt"):
        eksakt, uten_avvik = _tall(valg), maalgruppe.tallene_gjelder(valg)
    avvik = max(abs(vernet[noekkel] - eksakt[noekkel]) for noekkel in eksakt)
    assert 0 < avvik <= int(teksten.split("høyst ")[1].split()[0])
    assert "Avrundet" not in uten_avvik, "de eksakte tallene er ikke avrundet"


def test_hver_kolonne_sier_hvilken_periode_den_er_fra():
    teksten = maalgruppe.tallene_gjelder(VALGENE[0])
    assert teksten.startswith("Ved utgangen av 2025: vanskeligstilte husstander, ")
    assert "I 2025: virkemidler i bruk." in teksten


def _fliser(valg):
    """Tallet i hver flis om hver gruppe, med det laveste og høyeste det kan være."""
    ut = {}
    for gruppe in grupper():
        for id in maalgruppe.oeverst(om(gruppe, valg)):
            tallet = oversikt.noekkeltall(katalog.indikatorer()[id], om(gruppe, valg))
            siste = tallet.data.iloc[-1]
            ut[gruppe, id] = (siste["verdi"], siste["nedre"], siste["oevre"])
    return ut


@pytest.mark.parametrize("valg", VALGENE, ids=str)
def test_tallet_i_hver_flis_er_sant(bygd_eksempel, valg):
    vist = _fliser(valg)
    with les_fra(bygd_eksempel.parent / "internt"):
        eksakt = _fliser(valg)
    # Med de eksakte tallene kan det være for få, der de avrundede akkurat er nok.
    vist = {noekkel: flisen for noekkel, flisen in vist.items() if noekkel in eksakt}
    assert len(vist) > 30
    assert not {
        noekkel: (lavest, eksakt[noekkel][0], hoeyest)
        for noekkel, (_, lavest, hoeyest) in vist.items()
        if not lavest - 1e-6 <= eksakt[noekkel][0] <= hoeyest + 1e-6
    }


def test_svaret_og_kortene_gjelder_gruppen_og_har_tall_om_den():
    for gruppe in grupper():
        valg = om(gruppe)
        for id in maalgruppe.oeverst(valg):
            indikator = katalog.indikatorer()[id]
            assert "maalgruppe" in lesing.brukbare(indikator, valg.valgte)
        for del_ in maalgruppe.deler(valg):
            for bestilling in del_.kort:
                kortet = kort.lag(bestilling, valg)
                siste = kortet.data["periode"] == kortet.data["periode"].iloc[-1]
                assert (kortet.data.loc[siste, "verdi"] > 0).any(), bestilling.id
                assert "målgruppe: " in kortet.filtertekst


def test_hvert_spoersmaal_har_enten_et_kort_eller_staar_blant_dem_uten_svar():
    alle = [b.tittel for deler in maalgruppe.DELER.values() for b in deler]
    for gruppe in grupper():
        vist = [b.tittel for del_ in maalgruppe.deler(om(gruppe)) for b in del_.kort]
        uten = maalgruppe.uten_svar(om(gruppe))
        assert sorted([*vist, *uten]) == sorted(alle) and not set(vist) & set(uten)
    assert maalgruppe.uten_svar(om("uten_behovsproeving"))
    assert len(maalgruppe.uten_svar(om("eldre"))) < 2


def test_boligtypene_gruppen_bor_i_og_venter_paa_har_alltid_noen_av_den(bygd_eksempel):
    """Også det avrundede tallet 5 må være sant: kan det være ingen, sies det ikke."""
    ider = ("husstander", "venteliste")
    sagt = {
        (gruppe, id): maalgruppe._boligtypene(id, om(gruppe))
        for gruppe in grupper()
        for id in ider
    }
    with les_fra(bygd_eksempel.parent / "internt"):
        sant = {
            (gruppe, id): maalgruppe._boligtypene(id, om(gruppe)) for gruppe, id in sagt
        }
    assert sum(map(len, sagt.values())) > 8
    assert not {
        noekkel: typer
        for noekkel, typer in sagt.items()
        if not set(typer) <= set(sant[noekkel])
    }


def test_behovet_framover_er_aldri_et_tall_om_gruppen():
    """Modellen regner for hver boligtype, og har ikke noe tall for en gruppe."""
    for gruppe in grupper():
        setningen = maalgruppe.behovet_i_ord(om(gruppe))
        assert setningen.endswith("alle målgruppene samlet.")
        assert not any(tegn.isdigit() for tegn in setningen)
    eldre = maalgruppe.behovet_i_ord(om("eldre"))
    assert eldre.startswith("Gruppen bor i omsorgsbolig uten bemanning")
    assert "Den venter på omsorgsbolig uten bemanning." in eldre


def test_tiltakene_er_de_handlingsdelen_sier_er_for_gruppen():
    for gruppe in grupper():
        mine = {post.tiltak.id for post in maalgruppe.tiltakene(gruppe)}
        assert mine == {
            post.tiltak.id
            for post in planen.poster()
            if gruppe in post.tiltak.maalgrupper
        }
    assert maalgruppe.tiltakene_i_ord("eldre") == (
        "5 tiltak i handlingsdelen er for målgruppen eldre. "
        "7 tiltak gjelder alle målgruppene."
    )
    ingen = maalgruppe.tiltakene_i_ord("uten_behovsproeving")
    assert ingen.startswith("Ingen tiltak i handlingsdelen er for målgruppen uten")


def test_en_gruppe_uten_noen_ting_har_likevel_et_svar_oeverst(monkeypatch):
    monkeypatch.setattr(maalgruppe, "_har_tall", lambda *_: False)
    assert maalgruppe.oeverst(om("eldre")) == ("vanskeligstilte", "venteliste")


def test_de_eksakte_tallene_har_ingen_0_til_4(bygd_eksempel):
    with les_fra(bygd_eksempel.parent / "internt"):
        tabell = maalgruppe.gruppene(VALGENE[0])
        verdier = tabell.tall["Vanskeligstilte husstander"]
        enhet = tabell.enheter["Vanskeligstilte husstander"]
    assert any(verdi % 5 for verdi in verdier if not math.isnan(verdi))
    assert enhet.baand(0) is None
