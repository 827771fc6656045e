"""Arbeidet med planen slik det leses fra lageret: stegene, innspillene og medvirkningen."""

import datetime as dt
import re

import pytest
from appen import aapne, alt_paa
from spraak import feil_i

from boligdata import lesing
from boligdata.arbeid import innspill as innspillet
from boligdata.arbeid.feltliste import ny_id
from boligdata.arbeid.lager import Konflikt
from boligdata.arbeid.planprosess import Planprosess, Plansteg
from boligdata.innhold.figurer import Stil
from boligdata.innhold.handlingsdel import planen, rullering
from boligdata.innhold.kort import Valg
from boligdata.innhold.planarbeid import (
    endringer,
    innspillene,
    medvirkningene,
    prosessen,
    tidslinje,
)
from boligdata.innhold.planarbeid.register import KanIkkeLagres

pytestmark = pytest.mark.usefixtures("bygd_eksempel", "eget_lager")
STIL = Stil(farger=("#111111", "#222222", "#333333", "#444444", "#555555"))


# --------------------------------------------------------------------------- prosessen


def test_eksempelet_har_datoene_planen_hadde_og_er_vedtatt():
    steg = prosessen.stegene()
    assert prosessen.hoeringsfrist() == dt.date(2021, 12, 15)
    assert steg["hoering"].fra.isocalendar()[:2] == (2021, 48)
    assert steg["formannskap"].til == dt.date(2022, 1, 26)
    assert steg["kommunestyre"].til == dt.date(2022, 2, 9)
    assert rullering.versjoner()[0].dato == dt.date(2022, 2, 9)
    assert prosessen.svaret(lesing.i_dag()) == (
        "Planen ble vedtatt 09.02.2022 (sak 8/2022)."
    )
    visningen = prosessen.visning(lesing.i_dag())
    assert not [en for ett in visningen for en in ett.advarsler]


def test_den_samme_hoeringen_er_for_kort_naar_planen_er_en_kommunedelplan():
    post = prosessen.prosessen()
    plan = Planprosess(plantype="kommunedelplan")
    prosessen.PROSESSER.lagre(plan, post.versjon, ny_id(), "Kari")
    visningen = prosessen.visning(lesing.i_dag())
    assert prosessen.advarslene_i_ord(visningen) == (
        "Det er 2\N{NO-BREAK SPACE}advarsler. 2 av dem gjelder loven."
    ).replace("\N{NO-BREAK SPACE}", " ")
    assert {ett.erklaert.id for ett in visningen if ett.advarsler} == {
        "planprogram",
        "hoering",
    }


def test_det_neste_steget_staar_i_svaret():
    dag = dt.date(2030, 1, 1)
    for id_, fra, til, gjort in (
        ("kommunestyre", None, dt.date(2030, 3, 1), False),
        ("formannskap", None, dt.date(2030, 2, 1), False),
    ):
        post = next(
            ett.post for ett in prosessen.visning(dag) if ett.erklaert.id == id_
        )
        steg = Plansteg(id_, fra, til, gjort)
        prosessen.STEG.lagre(steg, post.versjon, ny_id(), "Kari")
    assert prosessen.svaret(dag) == "Det neste steget er formannskapet, 01.02.2030."
    assert prosessen.svaret(dt.date(2030, 2, 2)) == (
        "Formannskapet skulle vært gjort 01.02.2030, og er ikke meldt gjort."
    )


def test_to_som_endrer_det_samme_steget_skriver_ikke_over_hverandre():
    steg = Plansteg("hoering", til=dt.date(2022, 1, 15), gjort=True)
    versjon = next(
        post.versjon for post in prosessen.STEG.poster() if post.innhold.id == "hoering"
    )
    prosessen.STEG.lagre(steg, versjon, ny_id(), "Kari")
    with pytest.raises(Konflikt):
        prosessen.STEG.lagre(steg, versjon, ny_id(), "Ola")
    with pytest.raises(KanIkkeLagres, match="før første dag"):
        galt = Plansteg("hoering", dt.date(2022, 1, 15), dt.date(2022, 1, 1))
        prosessen.STEG.lagre(galt, versjon + 1, ny_id(), "Ola")
    assert len(prosessen.STEG.historien("hoering")) == versjon + 1


def test_tidslinjen_viser_hvert_steg_som_har_en_dag():
    visningen = prosessen.visning(lesing.i_dag())
    figuren = tidslinje.figur(visningen, lesing.i_dag(), STIL).to_dict()
    punkter = [x for serie in figuren["data"][1:] for x in serie["x"]]
    assert len(punkter) == len(prosessen.stegene()) == 11
    setning = tidslinje.i_ord(visningen)
    assert setning.startswith("Tidslinjen viser 11 steg fra 15.03.2021")
    assert len(prosessen.tabell(visningen)) == len(visningen)
    assert not feil_i(setning)


# ------------------------------------------------------------------------------- siden


def test_siden_sier_hvor_planen_er_og_at_arkivet_gjelder():
    app = aapne("planprosess")
    assert not app.exception and not app.error
    alt = alt_paa(app)
    assert "Planen ble vedtatt 09.02.2022" in alt
    assert "Saken i arkivet er den som gjelder" in alt


def test_et_steg_endres_i_skjemaet_og_advarselen_kommer_paa_siden():
    app = aapne("planprosess")
    app.button(key="endre_kommunestyre").click().run()
    [dato] = [felt for felt in app.date_input if felt.label == "Siste dag"]
    dato.set_value(dt.date(2022, 1, 3))
    [navn] = [felt for felt in app.text_input if felt.label == "Navnet ditt"]
    navn.set_value("Kari Planlegger")
    [lagre] = [knapp for knapp in app.button if knapp.label == "Lagre"]
    lagre.click().run()
    assert not app.exception and not app.error
    assert prosessen.stegene()["kommunestyre"].til == dt.date(2022, 1, 3)
    assert "Kommunestyret: er 03.01.2022, men «formannskapet»" in alt_paa(app)
    assert [post.hvem for post in prosessen.STEG.historien("kommunestyre")][0] == (
        "Kari Planlegger"
    )


def test_en_tom_plan_sier_hva_som_maa_velges(uten_historie):
    app = aapne("planprosess")
    assert not app.exception and not app.error
    assert "Ingen har sagt hva slags plan det er ennå" in alt_paa(app)


def test_det_som_er_skrevet_av_andre_vises_som_det_staar():
    steg = Plansteg(
        "hoering",
        dt.date(2021, 11, 29),
        dt.date(2021, 12, 15),
        merknad="<script>x</script> **fet** $x$ [lenke](http://x)",
        gjort=True,
    )
    prosessen.STEG.lagre(steg, 1, ny_id(), "Kari")
    alt = alt_paa(aapne("planprosess"))
    assert "**fet**" not in alt and "[lenke](" not in alt


def test_endringene_i_et_steg_staar_i_ord():
    foer = Plansteg("hoering", til=dt.date(2021, 12, 15))
    etter = Plansteg("hoering", til=dt.date(2022, 1, 15), gjort=True)
    assert endringer.endringer(foer, etter) == (
        "Siste dag: «15.12.2021» er nå «15.01.2022».",
        "Steget er gjort: «Nei» er nå «Ja».",
    )
    assert endringer.endringer(None, etter) == ("Skrevet inn.",)


# ---------------------------------------------------------------------------- innspillene


def test_innspillene_telles_om_hvert_tema_fra_hvert_slag():
    alle = innspillene.aapne()
    tabell = innspillene.antall(alle)
    assert tabell.iloc[-1, -1] == str(len(alle)) == "12"
    private = tabell.set_index("Tema")["Privatperson"]
    assert private["Til sammen"] == "3" and private["Planprosessen"] == "1"
    assert innspillene.i_ord(alle).startswith(
        "12 innspill: 6 tas til følge, 3 tas delvis til følge"
    )
    assert "kom etter fristen" not in innspillene.i_ord(alle)
    assert innspillene.i_ord(()) == "Ingen innspill er skrevet inn."


def test_ansatte_ser_hvor_mange_som_kom_etter_fristen(monkeypatch):
    monkeypatch.setenv("BOLIGDATA_VISNING", "internt")
    assert "1 innspill kom etter fristen 15.12.2021." in innspillene.i_ord(
        innspillene.alle()
    )
    assert innspillene.like_numre(innspillene.alle()) == ""
    to = (innspillet.Innspill("a", "4"), innspillet.Innspill("b", "4"))
    assert innspillene.like_numre(to).startswith("Disse numrene er brukt mer enn én")


def test_traaden_gaar_fra_innspillet_til_versjonen_tiltaket_og_tallet():
    [raad] = [ett for ett in innspillene.aapne() if ett.nr == "1"]
    assert endringer.versjonsnavn(raad.planversjon) == "Versjon 1, Handlingsdel 2022"
    [(tiltak_id, navn)] = innspillene.tiltakene(raad.tiltak).items()
    assert navn == "1.1 Bygge tolv boliger med heldøgns bemanning"
    assert planen.post(tiltak_id).tiltak.nr == "1.1"
    assert innspillene.indikatorene(raad.tiltak) == ("heldoegnsdekning",)


def test_hver_medvirkning_i_eksempelet_er_ved_et_tall_eller_en_maalgruppe():
    alle = medvirkningene.aapne()
    assert len(alle) == 6
    assert medvirkningene.i_ord(alle) == (
        "6 bidrag er skrevet inn. Minst 126 var med. 6 av dem endret planen."
    )
    assert all(en.maalgrupper or en.indikatorer for en in alle)
    [flyktninger] = medvirkningene.for_maalgruppe("flyktning")
    assert medvirkningene.navn(flyktninger) == "Beboere og søkere"
    assert medvirkningene.hvordan(flyktninger) == "Intervju"
    ventelisten = medvirkningene.per_indikator()["venteliste"]
    assert {medvirkningene.navn(en) for en in ventelisten} == {
        "Foreldre til unge med utviklingshemming",
        "Nav, Tildelingskontoret og hjemmetjenesten",
    }


def test_det_folk_har_sagt_staar_ved_siden_av_det_tallet_sier():
    om_alle = medvirkningene.tallet_i_ord("venteliste", Valg("aar", "2025"))
    assert om_alle.startswith("Ved utgangen av 2025: 30 husstander")
    flyktning = Valg("aar", "2025", {"maalgruppe": "flyktning"})
    assert om_alle != medvirkningene.tallet_i_ord("venteliste", flyktning)
    fordelt = medvirkningene.tallet_i_ord("andel_bosatt_90_dager", flyktning)
    assert fordelt.endswith("Gjelder hele kommunen.")
    app = aapne("planprosess", tema="medvirkning")
    assert om_alle.split(":")[1].split(",")[0] in alt_paa(app)


def test_alt_i_eksempelet_kunne_vaert_skrevet_i_skjemaet(monkeypatch):
    monkeypatch.setenv("BOLIGDATA_VISNING", "internt")
    for register in (
        innspillene.REGISTER,
        medvirkningene.REGISTER,
        prosessen.STEG,
        prosessen.PROSESSER,
    ):
        for post in register.poster():
            assert not register.feil(post.innhold)
            for versjon in register.historien(post.innhold.id):
                assert versjon.tid.date() <= lesing.i_dag()


@pytest.mark.parametrize("tema", ["innspill", "medvirkning"])
def test_temaene_vises_uten_feil_og_uten_engelsk(tema):
    app = aapne("planprosess", tema=tema)
    assert not app.exception and not app.error
    for tekst in (*app.markdown, *app.header):
        uten_ikon = re.sub(r":material/\w+:|\\\\", "", tekst.value)
        assert not feil_i(uten_ikon), tekst.value
