"""Handlingsdelen i lageret: den første planen, endringene i ord, tidslinjen og siden Tiltak."""

import dataclasses
import datetime as dt
import uuid

import pytest
from appen import aapne, alt_paa
from spraak import feil_i
from streamlit.testing.v1 import AppTest

from boligdata import lesing
from boligdata.arbeid import eksport, inntak
from boligdata.arbeid import tiltak as tiltakene
from boligdata.arbeid.feltliste import ny_id
from boligdata.arbeid.lager import Konflikt
from boligdata.arbeid.tiltak import Beloep, Frist, Milepael, Status, Tiltak, Vedtak
from boligdata.felles import maalform, norsk
from boligdata.innhold.figurer import Stil
from boligdata.innhold.handlingsdel import (
    dom,
    endringslogg,
    foerste,
    i_ord,
    planen,
    tidslinje,
)
from boligdata.innhold.planarbeid.register import KanIkkeLagres
from boligdata.innhold.rapport import skriv
from boligdata.innhold.rapport.lag import Rapportvalg, lag

pytestmark = pytest.mark.usefixtures("bygd_eksempel", "eget_lager")
DAG = dt.date(2026, 1, 15)
STIL = Stil(farger=("#111111", "#222222", "#333333", "#444444"))


# ------------------------------------------------------------------- den første planen


def test_tiltakene_i_uttrekket_er_den_foerste_planen_og_kan_lagres_som_de_er(
    uten_historie,
):
    i_uttrekket = lesing.tabell("tiltak")
    alle = [post.tiltak for post in planen.poster()]
    assert {tiltak.tittel for tiltak in alle} == set(i_uttrekket["tittel"])
    assert [tiltak.nr for tiltak in alle] == sorted(tiltak.nr for tiltak in alle)
    assert not [feil for tiltak in alle for feil in tiltakene.feil(tiltak)]
    assert sum(len(tiltak.milepaeler) for tiltak in alle) == len(
        lesing.tabell("milepael")
    )
    assert {post.versjon for post in planen.poster()} == {1}
    assert {post.hvem for post in planen.poster()} == {foerste.HVEM}


def test_den_foerste_planen_hentes_inn_en_gang_ogsaa_naar_flere_begynner_samtidig():
    foer = planen.poster()
    foerste.hent_inn(planen.lager())
    planen._aapnet.cache_clear()
    assert planen.poster() == foer
    assert len(planen.historien(foer[0].tiltak.id)) == foer[0].versjon


def test_boligene_et_tiltak_gir_staar_bare_i_boligprosjektene():
    prosjekter = [
        prosjekt for post in planen.poster() for prosjekt in post.tiltak.prosjekter
    ]
    assert len(prosjekter) > 5 and len(set(prosjekter)) == len(prosjekter)


# ------------------------------------------------------------------------ endringer i ord

FOER = Tiltak(
    "a",
    "1.2",
    "Kjøpe boliger",
    frist=Frist("Høst 2025", "tidfestet", dt.date(2025, 9, 1), dt.date(2025, 11, 30)),
    milepaeler=(
        Milepael("m1", "Byggestart", frist=dt.date(2025, 3, 1)),
        Milepael("m2", "Innflytting", frist=dt.date(2026, 3, 1)),
    ),
    ansvarlige=("NAV", "Eiendom"),
    beloep=(Beloep(2025, 1_200_000),),
)


@pytest.mark.parametrize(
    "endret, setninger",
    [
        (
            {"tittel": "Leie boliger"},
            ["Tiltak: «Kjøpe boliger» er nå «Leie boliger»."],
        ),
        ({"hensikt": "Et hjem."}, ["Hensikt og innhold: Et hjem."]),
        ({"partnere": ("Hva med Nav?",)}, ["Samarbeid med, lagt til: Hva med Nav?"]),
        (
            {"status": Status("i_gang")},
            ["Status: «Ikke startet» er nå «I gang»."],
        ),
        ({"hensikt": "Flere hjem"}, ["Hensikt og innhold: Flere hjem."]),
        ({"hensikt": "Flere hjem."}, ["Hensikt og innhold: Flere hjem."]),
        (
            {"vedtak": (Vedtak("Kommunestyret", ordlyd="Planen vedtas."),)},
            ["Vedtak, lagt til: Kommunestyret, Planen vedtas."],
        ),
        (
            {"ansvarlige": ("NAV", "Helse")},
            ["Ansvarlig, lagt til: Helse.", "Ansvarlig, tatt bort: Eiendom."],
        ),
        (
            {"ansvarlige": ("Eiendom", "NAV")},
            ["Ansvarlig: rekkefølgen er endret."],
        ),
        (
            {
                "milepaeler": (
                    dataclasses.replace(FOER.milepaeler[0], naadd=dt.date(2025, 3, 4)),
                )
            },
            [
                "Milepælen «Byggestart» ble nådd 04.03.2025.",
                "Milepælen «Innflytting» er tatt bort.",
            ],
        ),
        (
            {"beloep": (*FOER.beloep, Beloep(2026, 500_000, "drift", "tilskudd"))},
            ["Beløp, lagt til: 500\N{NO-BREAK SPACE}000 kr i 2026, drift, tilskudd."],
        ),
        ({"fjernet": True}, ["Tiltaket er tatt ut."]),
    ],
)
def test_hver_endring_er_en_setning(endret, setninger):
    etter = dataclasses.replace(FOER, **endret)
    assert list(endringslogg.endringer(FOER, etter)) == setninger


def test_et_tiltak_uten_forgjenger_er_nytt():
    assert endringslogg.endringer(None, FOER) == ("Tiltaket er nytt.",)
    assert endringslogg.endringer(FOER, FOER) == ()


@pytest.mark.parametrize(
    "frist, ord_",
    [
        (Frist("Fortløpende", "loepende"), "Fortløpende"),
        (Frist(slag="aarlig"), "Hvert år"),
        (FOER.frist, "Høst 2025 (fra 01.09.2025 til 30.11.2025)"),
        (Frist("31.12.2025", "tidfestet", None, dt.date(2025, 12, 31)), "31.12.2025"),
        (Frist(slag="tidfestet", til=dt.date(2025, 1, 1)), "innen 01.01.2025"),
    ],
)
def test_fristen_staar_med_planens_ord(frist, ord_):
    assert i_ord.frist(frist) == ord_


# ---------------------------------------------------------------------------- tidslinjen


def test_tidslinjen_viser_om_hver_milepael_er_naadd_kommer_eller_er_sen():
    setning = tidslinje.i_ord_for_alle([FOER], DAG)
    assert setning == (
        "Tidslinjen viser 1 tiltak og 2 milepæler: 0 er nådd, 1 skulle vært nådd før 15.01.2026, og "
        "1 kommer senere."
    )
    figur = tidslinje.figur([FOER], DAG, STIL).to_dict()
    punkter = {serie["name"]: serie["x"] for serie in figur["data"]}
    assert punkter["Skulle vært nådd"] == [dt.date(2025, 3, 1)]
    assert punkter["Kommer"] == [dt.date(2026, 3, 1)] and punkter["Nådd"] == []
    assert tidslinje.tabell([FOER], DAG)["Hvordan den står"].tolist() == [
        "Skulle vært nådd",
        "Kommer",
    ]


def test_paa_selve_fristen_er_en_milepael_ikke_for_sen():
    i_dag, i_gaar = (
        Milepael("m", "Byggestart", frist=DAG - dt.timedelta(days=dager))
        for dager in (0, 1)
    )
    assert tidslinje.stand(i_dag, DAG) == "Kommer"
    assert tidslinje.stand(i_gaar, DAG) == "Skulle vært nådd"


def test_et_tiltak_uten_dato_er_ikke_i_tidslinjen_og_det_sies():
    loepende = Tiltak("b", tittel="Veilede", frist=Frist("Løpende", "loepende"))
    assert tidslinje.med_tid([FOER, loepende]) == [FOER]
    assert tidslinje.i_ord_for_alle([FOER, loepende], DAG).endswith(
        "1 tiltak har ingen dato."
    )


def test_det_som_er_skrevet_vises_som_tekst_i_figuren():
    farlig = dataclasses.replace(FOER, tittel='<a href="x">Klikk</a>')
    figur = tidslinje.figur([farlig], DAG, STIL).to_dict()
    assert "<a" not in str(figur["layout"]["yaxis"]["ticktext"])


# ------------------------------------------------------------------------------- lagring


def test_en_endring_faar_en_ny_versjon_og_staar_i_historien():
    post = planen.poster()[0]
    nytt = dataclasses.replace(post.tiltak, hensikt="Trygge hjem")
    planen.lagre(nytt, post.versjon, ny_id(), "Kari", "Vedtatt i mai")
    naa = planen.post(post.tiltak.id)
    assert naa.versjon == post.versjon + 1
    assert (naa.tiltak.hensikt, naa.hvem) == ("Trygge hjem", "Kari")
    assert [en.hvorfor for en in planen.historien(post.tiltak.id)][0] == "Vedtatt i mai"
    assert planen.poster()[0].tiltak.hensikt == "Trygge hjem"


def test_det_som_er_galt_sies_for_hvert_tiltak_og_ingenting_lagres():
    post = planen.poster()[0]
    uten_tittel = dataclasses.replace(post.tiltak, tittel="")
    with pytest.raises(KanIkkeLagres):
        planen.lagre(uten_tittel, post.versjon, ny_id(), "Kari")
    nytt = Tiltak(ny_id(), "9.1", "Nytt")
    with pytest.raises(KanIkkeLagres):
        planen.lagre_alle([(nytt, 0), (uten_tittel, post.versjon)], ny_id(), "Kari", "")
    assert planen.post(nytt.id) is None
    assert planen.post(post.tiltak.id).versjon == post.versjon


def test_to_trykk_paa_lagre_er_en_endring():
    nytt = Tiltak(ny_id(), "9.1", "Nytt")
    endring = ny_id()
    for _ in range(2):
        planen.lagre_alle([(nytt, 0)], endring, "Kari", "Import")
    assert len(planen.historien(nytt.id)) == 1


def test_planen_slik_den_var_kan_hentes_fram():
    post = planen.poster()[0]
    planen.lagre(
        dataclasses.replace(post.tiltak, tittel="Ny tittel"),
        post.versjon,
        ny_id(),
        "Kari",
    )
    da = {en.tiltak.id: en.tiltak for en in planen.per(post.tid)}
    assert da[post.tiltak.id].tittel == post.tiltak.tittel


# ---------------------------------------------------------------------------------- siden


def _siden(**adresse) -> AppTest:
    return aapne("tiltak", **adresse)


def _tekst(app) -> str:
    return " ".join(
        str(del_.value)
        for slag in ("markdown", "caption", "header", "subheader", "warning", "error")
        for del_ in getattr(app, slag)
    )


def _aapnet(tiltak_id: str) -> AppTest:
    app = _siden()
    app.selectbox(key="tiltak").set_value(tiltak_id).run()
    assert not app.exception
    return app


def _skjemaet(tiltak_id: str) -> AppTest:
    return _knapp(_aapnet(tiltak_id), "Endre tiltaket").click().run()


def _felt(app, ledetekst: str):
    alle = [*app.text_input, *app.text_area]
    return next(felt for felt in alle if felt.label == ledetekst)


def _knapp(app, tekst: str):
    return next(knapp for knapp in app.button if knapp.label == tekst)


def test_listen_viser_hvert_tiltak_med_dommen_og_grunnen():
    app = _siden()
    assert not app.exception
    tekst = _tekst(app)
    for post in planen.poster():
        assert [k for k in app.button if post.tiltak.tittel in k.label]
    assert "Ikke på vei" in tekst and "Meldt: I gang" in tekst
    assert feil_i(tekst) is None


def test_listen_sier_det_som_avgjorde_dommen_og_ikke_det_som_gikk_bra():
    """Alle milepælene er nådd, men ventelisten er ikke kommet ned: da er det den som sies."""
    app = _siden()
    [kjoepe] = [p for p in planen.poster() if p.tiltak.nr == "1.2"]
    dommen = dom.bedoem(kjoepe.tiltak, lesing.i_dag())
    assert (dommen.dom, dommen.framdrift.dom) == ("ikke_paa_vei", "naadd")
    assert "skal ned fra" in dommen.viktigste_grunn
    assert norsk.bokstavelig(dommen.viktigste_grunn) in _tekst(app)


def test_listen_kan_deles_etter_ansvarlig_og_sokes_i():
    app = _siden()
    eier = planen.poster()[0].tiltak.ansvarlige[0]
    app.selectbox(key="ansvarlig").set_value(eier).run()
    ventet = [p for p in planen.poster() if eier in p.tiltak.ansvarlige]
    assert _aapnes(app) == [post.tiltak.id for post in ventet]
    app.text_input(key="sok").set_value("finnes ikke noe sted").run()
    assert "Ingen tiltak passer" in _tekst(app)


def test_listen_kan_ordnes_etter_hvem_som_har_ansvaret_hvem_det_er_for_og_aaret():
    post = planen.poster()[0]
    to_eiere = dataclasses.replace(post.tiltak, ansvarlige=("Aa", "Zz"), frist=Frist())
    planen.lagre(to_eiere, post.versjon, ny_id(), "Kari")
    app = _siden()
    for etter, overskrifter in (
        ("ansvarlig", {e for p in planen.poster() for e in p.tiltak.ansvarlige}),
        ("aar", {str(f.year) for p in planen.poster() if (f := p.tiltak.frist.til)}),
    ):
        app.selectbox(key="ordne_etter").set_value(etter).run()
        vist = [overskrift.value for overskrift in app.header]
        assert vist[: len(overskrifter)] == sorted(overskrifter)
        assert set(_aapnes(app)) == {p.tiltak.id for p in planen.poster()}
    assert [overskrift.value for overskrift in app.header][-1] == "Ikke fylt ut"
    app.selectbox(key="ordne_etter").set_value("ansvarlig").run()
    assert _aapnes(app).count(to_eiere.id) == 2


def _aapnes(app) -> list[str]:
    noekler = [str(knapp.key) for knapp in app.button]
    return [n.split("_")[1] for n in noekler if n.startswith("aapne_")]


def test_siden_staar_paa_nynorsk_og_en_lenke_paa_bokmaal_gir_det_samme_utvalget():
    with maalform.bruk(maalform.NYNORSK):
        gruppen = i_ord.kode("maalgruppe", "loeslatt")
    valgt = {"ordne_etter": "Målgruppe", "status": "Gjennomført"}
    paa_bokmaal = _siden(gruppe="Løslatte og utskrevne", **valgt)
    app = _siden(maalform="nn", gruppe="Løslatte og utskrevne", **valgt)
    paa_nynorsk = _siden(maalform="nn", gruppe=gruppen, **valgt)
    assert not app.exception and gruppen != "Løslatte og utskrevne"
    for side in (paa_bokmaal, app, paa_nynorsk):
        assert side.selectbox(key="gruppe").value == "loeslatt"
        assert side.selectbox(key="ordne_etter").value == "maalgruppe"
        assert side.selectbox(key="status").value == "gjennomfoert"
    app = _siden(maalform="nn")
    assert "Ansvarleg: " in _tekst(app) and "Ansvarlig: " not in _tekst(app)
    assert "Ikkje på veg" in _tekst(app)


def test_dokumentet_i_word_leses_som_de_samme_tiltakene_paa_begge_maalformene():
    finnes = [post.tiltak for post in planen.poster()]
    ramme = inntak.Ramme((2022, 2031), planen.ansvarlige())
    lest = []
    for kode in maalform.MAALFORMER:
        bestilt = Rapportvalg(
            "handlingsdel", ("tiltaksstatus",), "aar", "2025", maalform=kode
        )
        svar = inntak.les_fil(
            skriv.skriv(lag(bestilt, STIL.farger), "word"), ramme, finnes
        )
        assert {en.samme_som for en in svar.forslag} == {en.id for en in finnes}
        assert len(svar.forslag) == len(finnes) and not svar.ikke_i_filen
        # Planens egne ord står på målformen dokumentet har.
        lest.append(
            [
                dataclasses.replace(
                    en.tiltak,
                    ord=(),
                    frist=dataclasses.replace(en.tiltak.frist, ord=""),
                )
                for en in svar.forslag
            ]
        )
    assert lest[0] == lest[1]


def test_det_programmet_skrev_i_historien_leses_paa_begge_og_det_andre_skrev_staar():
    with maalform.bruk(maalform.NYNORSK):
        assert i_ord.historie(i_ord.FRA_PLANEN) == "Henta inn frå planen."
        assert i_ord.historie("Lagre") == "Lagre"
    assert i_ord.historie(i_ord.FRA_PLANEN) == "Hentet inn fra planen."


def test_et_tiltak_endres_i_skjemaet_og_endringen_staar_i_historien():
    post = planen.poster()[1]
    app = _skjemaet(post.tiltak.id)
    _felt(app, "Hensikt og innhold").set_value("Et **trygt** hjem")
    _felt(app, "Navnet ditt").set_value("Kari")
    _knapp(app, "Lagre").click().run()
    assert not app.exception and not app.error
    lagret = planen.post(post.tiltak.id)
    assert lagret.tiltak == dataclasses.replace(
        post.tiltak, hensikt="Et **trygt** hjem"
    )
    assert f"Versjon {post.versjon + 1}" in _tekst(
        app
    ) and "Et **trygt** hjem" not in _tekst(app)


def test_det_som_lagres_om_et_tiltak_staar_paa_oversikt_med_en_gang():
    foer = alt_paa(aapne())
    post = next(post for post in planen.poster() if i_ord.navn(post.tiltak) in foer)
    nytt = dataclasses.replace(post.tiltak, tittel="Et nytt navn")
    planen.lagre(nytt, post.versjon, ny_id(), "Kari")
    etter = alt_paa(aapne())
    assert i_ord.navn(nytt) in etter and i_ord.navn(post.tiltak) not in etter


def test_uten_navn_lagres_ingenting_og_skjemaet_staar():
    post = planen.poster()[1]
    app = _skjemaet(post.tiltak.id)
    _felt(app, "Tiltak").set_value("Et nytt navn")
    _knapp(app, "Lagre").click().run()
    assert "navnet ditt" in app.error[0].value
    assert planen.post(post.tiltak.id).versjon == post.versjon
    assert _felt(app, "Tiltak").value == "Et nytt navn"


def test_et_tall_som_ikke_er_et_tall_sies_fra_om():
    post = planen.poster()[1]
    app = _skjemaet(post.tiltak.id)
    _felt(app, "Årsverk").set_value("en halv")
    _knapp(app, "Lagre").click().run()
    assert "Årsverk må være et tall, som 1,5." in app.error[0].value


def test_et_foedselsnummer_i_en_kommentar_lagres_ikke():
    post = planen.poster()[1]
    app = _skjemaet(post.tiltak.id)
    _felt(app, "Hensikt og innhold").set_value("Gjelder 01010750004")
    _felt(app, "Navnet ditt").set_value("Kari")
    _knapp(app, "Lagre").click().run()
    assert app.error and "01010750004" not in app.error[0].value
    assert planen.post(post.tiltak.id).versjon == post.versjon


def test_naar_to_endrer_det_samme_velger_den_siste_hva_som_skal_gjelde():
    post = planen.poster()[1]
    app = _skjemaet(post.tiltak.id)
    planen.lagre(
        dataclasses.replace(post.tiltak, tittel="Olas navn", hensikt="Olas hensikt"),
        post.versjon,
        ny_id(),
        "Ola",
    )
    _felt(app, "Tiltak").set_value("Karis navn")
    _felt(app, "Navnet ditt").set_value("Kari")
    _knapp(app, "Lagre").click().run()
    assert "Ola har endret det samme" in app.warning[0].value
    app.radio[0].set_value("mitt")
    _knapp(app, "Lagre begge, slik det er valgt her").click().run()
    naa = planen.post(post.tiltak.id)
    assert (naa.versjon, naa.tiltak.tittel) == (post.versjon + 2, "Karis navn")
    assert naa.tiltak.hensikt == "Olas hensikt"


def test_avbryt_lar_det_den_andre_lagret_staa():
    post = planen.poster()[1]
    app = _skjemaet(post.tiltak.id)
    planen.lagre(
        dataclasses.replace(post.tiltak, tittel="Olas navn"),
        post.versjon,
        ny_id(),
        "Ola",
    )
    _felt(app, "Tiltak").set_value("Karis navn")
    _felt(app, "Navnet ditt").set_value("Kari")
    _knapp(app, "Lagre").click().run()
    _knapp(app, "Avbryt").click().run()
    assert planen.post(post.tiltak.id).tiltak.tittel == "Olas navn"
    assert not app.warning


def test_en_tidligere_versjon_hentes_fram_som_en_ny_endring():
    post = planen.poster()[1]
    planen.lagre(
        dataclasses.replace(post.tiltak, tittel="Feil"), post.versjon, ny_id(), "Ola"
    )
    app = _aapnet(post.tiltak.id)
    _knapp(app, f"Hent fram versjon {post.versjon}").click().run()
    _felt(app, "Navnet ditt").set_value("Kari")
    _knapp(app, "Lagre").click().run()
    naa = planen.post(post.tiltak.id)
    assert (naa.versjon, naa.tiltak) == (post.versjon + 2, post.tiltak)


@pytest.mark.parametrize("valgt", ["ingen", ""])
def test_den_som_bare_skal_lese_faar_ikke_noe_skjema(monkeypatch, valgt):
    """Uten innstillingen er det bare egen maskin som endrer, og AppTest er ikke på noen maskin."""
    monkeypatch.setenv("BOLIGDATA_REDIGERING", valgt)
    app = _aapnet(planen.poster()[0].tiltak.id)
    assert not [k for k in app.button if k.label == "Endre tiltaket"]
    assert "kan bare leses her" in _tekst(app)
    app = _siden(tiltak_tema="Hent inn en plan")
    assert "kan bare leses her" in app.info[0].value and not app.text_area


def test_en_innlimt_plan_ses_gjennom_og_lagres():
    app = _siden(tiltak_tema="Hent inn en plan")
    app.text_area[0].set_value(
        "Tiltak\tAnsvarlig\tFrist\n"
        "8.1 Kartlegge behovet\tNav Fjordvik\tHvert år\n"
        "8.2 Bygge småhus\tFjordvik Eiendom KF\tHøst 2027\n"
    ).run()
    assert not app.exception and "Fant 2 tiltak." in _tekst(app)
    app.checkbox[1].uncheck().run()
    _felt(app, "Navnet ditt").set_value("Kari").run()
    _knapp(app, "Lagre 1 tiltak").click().run()
    [nytt] = [p for p in planen.poster() if p.tiltak.nr.startswith("8.")]
    assert nytt.tiltak.tittel == "Kartlegge behovet" and nytt.hvem == "Kari"
    assert nytt.tiltak.frist.slag == "aarlig"


def test_en_kolonne_med_beloep_i_et_aar_sier_at_den_er_det():
    app = _siden(tiltak_tema="Hent inn en plan")
    app.text_area[0].set_value("Tiltak\tDrift 2027\nBygge\t500 000\n").run()
    assert not app.exception
    assert "«Drift 2027»: Drift i 2027" in _tekst(app)
    assert "«Drift 2027»" not in [valg.label for valg in app.selectbox]


def test_et_tiltak_som_er_tatt_ut_kommer_tilbake_naar_planen_hentes_inn_paa_nytt():
    def hent_inn() -> None:
        app = _siden(tiltak_tema="Hent inn en plan")
        app.text_area[0].set_value("Tiltak\tFrist\n8.1 Kartlegge\tHvert år\n").run()
        navnet = _felt(app, "Navnet ditt")
        navnet.set_value("Kari").run()
        _knapp(app, "Lagre 1 tiltak").click().run()
        assert not app.exception and not app.error

    hent_inn()
    [lagret] = [post for post in planen.poster() if post.tiltak.nr == "8.1"]
    planen.lagre(
        dataclasses.replace(lagret.tiltak, fjernet=True), lagret.versjon, ny_id(), "Ola"
    )
    hent_inn()
    [tilbake] = [post for post in planen.poster() if post.tiltak.nr == "8.1"]
    assert not tilbake.tiltak.fjernet


def test_en_rad_som_bare_ligner_et_maal_kan_brukeren_si_er_et_tiltak():
    app = _siden(tiltak_tema="Hent inn en plan")
    app.text_area[0].set_value(
        "Tiltak\tAnsvarlig\tFrist\n"
        "Flere boliger\t\t\n"
        "Kartlegge behovet\tNav Fjordvik\tHvert år\n"
        "Bygge småhus\tFjordvik Eiendom KF\t2027\n"
    ).run()
    assert not app.exception and "Fant 2 tiltak." in _tekst(app)
    [rad] = [boks for boks in app.checkbox if "er et tiltak, ikke et mål" in boks.label]
    assert "Flere boliger" in rad.label
    rad.check().run()
    next(k for k in app.button if k.label == "Les på nytt" and not k.disabled).click()
    app.run()
    assert "Fant 3 tiltak." in _tekst(app)


def test_en_plan_som_er_lastet_ned_kan_hentes_inn_igjen_uten_endringer():
    alle = [post.tiltak for post in planen.poster()]
    innlest = inntak.les_fil(eksport.til_excel(alle), finnes=alle)
    assert [ett.er_uendret for ett in innlest.forslag] == [True] * len(alle)


def test_en_fil_som_ikke_er_en_plan_gir_en_melding():
    app = _siden(tiltak_tema="Hent inn en plan")
    app.text_area[0].set_value("bare noe tekst").run()
    assert not app.exception and len(app.error) == 1
    assert feil_i(app.error[0].value) is None


def test_en_konflikt_i_import_lagrer_ingenting():
    post = planen.poster()[0]
    sett = post.versjon
    planen.lagre(dataclasses.replace(post.tiltak, hensikt="x"), sett, ny_id(), "Ola")
    nytt = Tiltak(ny_id(), "9.9", "Nytt")
    with pytest.raises(Konflikt):
        planen.lagre_alle([(nytt, 0), (post.tiltak, sett)], str(uuid.uuid4()), "K", "")
    assert planen.post(nytt.id) is None
