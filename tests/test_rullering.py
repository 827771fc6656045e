"""Rulleringen: versjonene av planen, hva som har skjedd fra en til en annen, og avvik fra det vedtatte."""

import dataclasses
import datetime as dt
import io

import pytest
import tabeller
from appen import aapne
from python_calamine import CalamineWorkbook
from spraak import feil_i
from streamlit.testing.v1 import AppTest

from boligdata import lesing
from boligdata.arbeid.feltliste import ny_id
from boligdata.arbeid.lager import Konflikt, NyEndring
from boligdata.arbeid.tiltak import Frist, Milepael, Status, Tiltak
from boligdata.felles.config import Brukerfeil
from boligdata.innhold.handlingsdel import planen, rullering, versjonslogg
from boligdata.innhold.handlingsdel.rullering import Planversjon
from boligdata.innhold.planarbeid.register import KanIkkeLagres

pytestmark = pytest.mark.usefixtures("bygd_eksempel")
VEDTATT = dt.date(2023, 12, 14)
POLITISK = Tiltak(
    "politisk",
    "90.1",
    "Bygge småhus",
    frist=Frist("Høst 2025", "tidfestet", til=dt.date(2025, 11, 30)),
    milepaeler=(Milepael("m1", "Byggestart", frist=dt.date(2025, 3, 1)),),
    art="politisk",
)
ADMINISTRATIVT = Tiltak("administrativt", "90.2", "Veilede flere")


@pytest.fixture(autouse=True)
def lageret(eget_lager, uten_historie):
    """Hver test har sitt eget lager med den første planen og to tiltak til, og får endre det."""
    for tiltak in (POLITISK, ADMINISTRATIVT):
        planen.lagre(tiltak, 0, ny_id(), "Ola")


def _endre(tiltak_id: str, **felt) -> None:
    post = planen.post(tiltak_id)
    planen.lagre(dataclasses.replace(post.tiltak, **felt), post.versjon, ny_id(), "Ola")


def _ny_versjon(nr: int = 1, **felt) -> Planversjon:
    fast = {"navn": f"Handlingsdel {2023 + nr}", "organ": "Kommunestyret"}
    ferdig = fast | {"dato": VEDTATT, "tiltak": rullering.slik_planen_er()} | felt
    return Planversjon(nr, **ferdig)


def _vedta(nr: int = 1, **felt) -> Planversjon:
    rullering.lagre(_ny_versjon(nr, **felt), ny_id(), "Kari")
    return rullering.siste()


def _skjedd(fra, til=None) -> dict[str, str]:
    return {en.tiltak.id: en.skjedd for en in rullering.sammenlign(fra, til)}


def _setninger(tiltak_id: str, fra, til=None) -> tuple[str, ...]:
    alle = {en.tiltak.id: en for en in rullering.sammenlign(fra, til)}
    return alle[tiltak_id].setninger


# -------------------------------------------------------------------------- versjonene


def test_en_versjon_er_planen_slik_den_ble_vedtatt_ogsaa_etter_at_den_er_endret():
    vedtatt = _vedta(saksnr="87/2023", hoering="To tiltak kom til.")
    _endre("politisk", tittel="Bygge rekkehus")
    assert rullering.versjoner() == (vedtatt,)
    assert (vedtatt.nr, vedtatt.saksnr, vedtatt.hvem) == (1, "87/2023", "Kari")
    da = rullering.utgave(vedtatt).tiltak
    assert da["politisk"] == POLITISK
    assert len(da) == len(planen.poster())
    assert rullering.utgave(None).tiltak["politisk"].tittel == "Bygge rekkehus"


def test_versjonen_peker_paa_det_den_som_lagret_saa_ogsaa_naar_noen_endrer_imens():
    sett = rullering.slik_planen_er()
    _endre("politisk", tittel="Bygge rekkehus")
    assert rullering.utgave(_vedta(tiltak=sett)).tiltak["politisk"] == POLITISK


def test_det_som_er_vedtatt_endres_aldri():
    vedtatt = _vedta()
    with pytest.raises(Konflikt):
        rullering.lagre(_ny_versjon(navn="Et annet navn"), ny_id(), "Ola")
    # Også om noen skriver rett i lageret, er det den første som ble vedtatt.
    planen.lager().lagre(
        NyEndring(ny_id(), rullering.SLAG, "1", 1, {"fjernet": True}, "Ola")
    )
    assert rullering.versjoner() == (vedtatt,)


def test_to_trykk_paa_lagre_er_en_versjon():
    versjon, endring = _ny_versjon(), ny_id()
    for _ in range(2):
        rullering.lagre(versjon, endring, "Kari")
    assert len(rullering.versjoner()) == 1


def test_versjonene_staar_i_rekkefoelge_ogsaa_naar_det_er_mer_enn_ni():
    for nr in range(1, 12):
        _vedta(nr)
    assert [versjon.nr for versjon in rullering.versjoner()] == [*range(1, 12)]


@pytest.mark.parametrize(
    "felt, setning",
    [
        ({"navn": " "}, "Navn på versjonen mangler"),
        ({"organ": ""}, "Vedtatt av mangler"),
        ({"dato": None}, "Datoen for vedtaket mangler"),
        ({"dato": dt.date(2090, 1, 1)}, "som ikke har vært ennå"),
        ({"dato": VEDTATT - dt.timedelta(1)}, "kan ikke være eldre enn den før"),
        ({"tiltak": ()}, "Planen har ingen tiltak"),
        ({"tiltak": (("finnes ikke", 1),)}, "et tiltak som ikke finnes"),
        ({"tiltak": (("politisk", 2),)}, "et tiltak som ikke finnes"),
        ({"tiltak": (("politisk", 0),)}, "et tiltak som ikke finnes"),
        ({"tekst": "x" * 20_001}, "Gjør teksten kortere"),
        ({"nr": 4}, "Last siden på nytt"),
    ],
)
def test_en_versjon_som_ikke_kan_brukes_lagres_ikke(felt, setning):
    _vedta()
    with pytest.raises(KanIkkeLagres, match=setning) as feil:
        rullering.lagre(_ny_versjon(**({"nr": 2} | felt)), ny_id(), "Kari")
    assert feil_i(str(feil.value)) is None
    assert len(rullering.versjoner()) == 1


def test_en_versjon_fra_et_nyere_program_stopper_med_en_melding():
    innhold = {"navn": "x", "dato": "2024-01-01", "tiltak": {}, "nytt_felt": 1}
    planen.lager().lagre(NyEndring(ny_id(), rullering.SLAG, "1", 0, innhold, "Ola"))
    with pytest.raises(Brukerfeil, match="Oppdater programmet"):
        rullering.versjoner()


# ---------------------------------------------------------------------- sammenligningen


def _i_gang(verdi: str) -> dict:
    return {"status": Status(verdi, "Etter planen", dt.date(2024, 5, 1))}


@pytest.mark.parametrize(
    "endret, skjedd",
    [
        ({}, "videreført"),
        (_i_gang("i_gang"), "videreført"),
        (_i_gang("gjennomfoert"), "gjennomført"),
        (_i_gang("utgaatt"), "utgått"),
        ({"hensikt": "Trygge hjem"}, "endret"),
        ({"finansiering": "oekonomiplan"}, "endret"),
        ({"hensikt": "Trygge hjem"} | _i_gang("gjennomfoert"), "gjennomført"),
        ({"fjernet": True}, "utgått"),
        (
            {
                "milepaeler": (
                    dataclasses.replace(
                        POLITISK.milepaeler[0], naadd=dt.date(2025, 2, 1)
                    ),
                )
            },
            "videreført",
        ),
    ],
)
def test_det_som_har_skjedd_med_et_tiltak_regnes_ut(endret, skjedd):
    foer = _vedta()
    if endret:
        _endre("politisk", **endret)
    etter = _vedta(2)
    assert _skjedd(foer, etter)["politisk"] == _skjedd(foer)["politisk"] == skjedd
    resten = {
        id_: hva for id_, hva in _skjedd(foer, etter).items() if id_ != "politisk"
    }
    assert set(resten.values()) <= {"videreført", "avsluttet fra før"}


def test_et_tiltak_som_kommer_til_er_nytt():
    foer = _vedta()
    planen.lagre(Tiltak("nytt", "90.3", "Kjøpe boliger"), 0, ny_id(), "Ola")
    assert _skjedd(foer)["nytt"] == "nytt"
    assert set(_skjedd(None, foer).values()) == {"nytt"}


def test_det_som_var_gjennomfoert_foer_er_ikke_gjennomfoert_en_gang_til():
    _endre("politisk", **_i_gang("gjennomfoert"))
    foer = _vedta()
    assert _skjedd(foer)["politisk"] == "avsluttet fra før"
    _endre("politisk", hensikt="Trygge hjem")
    assert _skjedd(foer)["politisk"] == "endret"
    _endre("politisk", fjernet=True)
    assert _skjedd(foer)["politisk"] == "avsluttet fra før"


def test_det_som_var_utgaatt_foer_er_ikke_utgaatt_en_gang_til_naar_det_tas_ut():
    _endre("politisk", **_i_gang("utgaatt"))
    foer = _vedta()
    _endre("politisk", fjernet=True)
    assert _skjedd(foer)["politisk"] == "avsluttet fra før"


def test_det_som_ble_gjennomfoert_og_saa_tatt_ut_er_gjennomfoert_og_ikke_utgaatt():
    foer = _vedta()
    _endre("politisk", **_i_gang("gjennomfoert"))
    _endre("politisk", fjernet=True)
    etter = _vedta(2)
    _endre("politisk", fjernet=False, status=Status())
    assert _skjedd(foer, etter)["politisk"] == "gjennomført"
    assert _setninger("politisk", foer, etter) == ("Tiltaket er tatt ut av planen.",)


def test_sammenligningen_sier_i_ord_hva_som_er_endret_og_regner_med_hele_veien():
    foerste = _vedta()
    _endre("administrativt", tittel="Veilede alle")
    andre = _vedta(2)
    _endre("administrativt", ansvarlige=("Nav",))
    ventet = ("Tiltak: «Veilede flere» er nå «Veilede alle».",)
    assert _setninger("administrativt", foerste, andre) == ventet
    assert _setninger("administrativt", andre) == ("Ansvarlig, lagt til: Nav.",)
    assert len(_setninger("administrativt", foerste)) == 2


def test_antallet_av_hvert_slag_er_alle_tiltakene():
    foer = _vedta()
    _endre("politisk", hensikt="Trygge hjem")
    _endre("administrativt", fjernet=True)
    setning = rullering.i_ord(rullering.sammenlign(foer, None))
    assert "1 er endret" in setning and "1 er utgått" in setning
    tallene = [int(ord_) for ord_ in setning.split() if ord_.isdigit()]
    assert sum(tallene) == len(foer.tiltak)


# ------------------------------------------------------------- avvik fra det vedtatte


def test_et_politisk_tiltak_som_er_endret_avviker_og_feltene_er_nevnt():
    foer = _vedta()
    assert rullering.avvik_i_ord("politisk") == ""
    _endre("politisk", frist=Frist("2027", "uavklart"), hensikt="Trygge hjem")
    setning = "Avviker fra vedtatt plan (versjon 1): hensikt og innhold og frist."
    assert rullering.avvik_i_ord("politisk") == setning
    [avviket] = [en for en in rullering.sammenlign(foer, None) if en.avvik]
    assert (avviket.tiltak.id, avviket.avvik) == ("politisk", setning)
    _vedta(2)
    assert rullering.avvik_i_ord("politisk") == ""
    assert not [en for en in rullering.sammenlign(foer, rullering.siste()) if en.avvik]


def test_det_administrasjonen_kan_endre_selv_avviker_ikke():
    _vedta()
    _endre("administrativt", tittel="Veilede alle")
    _endre("politisk", **_i_gang("i_gang"))
    assert rullering.avvik() == {}


def test_et_avvik_kan_ikke_skjules_ved_aa_gjoere_tiltaket_administrativt():
    _vedta()
    _endre("politisk", art="administrativt", hensikt="Noe annet")
    assert rullering.avvik() == {"politisk": ("hensikt",)}


def test_et_politisk_tiltak_som_er_tatt_ut_avviker_med_mindre_det_var_gjennomfoert():
    _vedta()
    _endre("politisk", fjernet=True)
    assert rullering.avvik_i_ord("politisk").endswith("tiltaket er tatt ut.")
    _endre("politisk", **_i_gang("gjennomfoert"))
    assert rullering.avvik_i_ord("politisk") == ""


# ------------------------------------------------------------------------------- loggen


def test_loggen_sier_hvem_som_vedtok_naar_hva_hoeringen_endret_og_hva_som_er_nytt():
    _vedta(saksnr="87/2023", hoering="Fristen ble utsatt", tekst="Sendt til rådene.")
    _endre("politisk", hensikt="Trygge hjem")
    _vedta(2, dato=dt.date(2024, 12, 12))
    tabell = versjonslogg.tabell()
    assert tabell["Versjon og vedtak"].tolist() == [
        "1: Handlingsdel 2024. Kommunestyret, sak 87/2023, 14.12.2023",
        "2: Handlingsdel 2025. Kommunestyret, 12.12.2024",
    ]
    foerste, andre = tabell["Hva som ble endret"]
    assert foerste.startswith("Første versjon, med ")
    assert foerste.endswith("Fristen ble utsatt. Sendt til rådene.")
    assert "1 er endret" in andre


def test_loggen_som_excel_har_hvert_tiltak_i_hver_versjon_og_ingen_formler():
    _vedta(navn="=1+1")
    _endre("politisk", hensikt="x" * 19_000)
    _endre("politisk", hensikt="y" * 19_000)
    _vedta(2, tekst="+47")
    _endre("politisk", hensikt="z" * 19_000)
    _vedta(3)
    bok = CalamineWorkbook.from_filelike(io.BytesIO(versjonslogg.excel()))
    logg, tiltak = (bok.get_sheet_by_name(navn).to_python() for navn in bok.sheet_names)
    assert logg[1][:5] == [1, "=1+1", "Kommunestyret", "", VEDTATT]
    assert len(tiltak) == 1 + 3 * len(planen.poster())
    [langt] = [rad for rad in tiltak if rad[0] == 3 and rad[2] == "Endret"]
    assert langt[3].endswith("(resten står i historien til tiltaket)")


# -------------------------------------------------------------------------------- siden


def _siden(**adresse) -> AppTest:
    app = aapne("tiltak", **adresse)
    assert not app.exception
    return app


def _tekst(app) -> str:
    return " ".join(
        str(del_.value)
        for slag in ("markdown", "caption", "header", "warning", "error", "info")
        for del_ in getattr(app, slag)
    )


def _trykk(app, tekst: str) -> AppTest:
    next(knapp for knapp in app.button if knapp.label == tekst).click().run()
    assert not app.exception
    return app


def _fyll(app, ledetekst: str, tekst: str) -> None:
    felt = (*app.text_input, *app.text_area)
    next(en for en in felt if en.label == ledetekst).set_value(tekst)


def test_en_versjon_lages_paa_siden_og_staar_i_loggen():
    app = _trykk(_siden(tiltak_tema="Versjoner"), "Lag en ny versjon")
    _fyll(app, "Saksnummer", "87/2025")
    _trykk(app, "Lagre versjonen")
    assert "Skriv navnet ditt" in app.error[0].value and not rullering.versjoner()
    _fyll(app, "Navnet ditt", "Kari")
    _trykk(app, "Lagre versjonen")
    [versjon] = rullering.versjoner()
    assert (versjon.saksnr, versjon.hvem) == ("87/2025", "Kari")
    assert versjon.dato == lesing.i_dag()
    loggen = tabeller.paa(app)[0].rader
    assert "sak 87/2025" in loggen[1][loggen[0].index("Versjon og vedtak")]
    assert feil_i(_tekst(app)) is None


def test_det_andre_endrer_mens_skjemaet_er_aapent_maa_ses_foer_det_vedtas():
    app = _trykk(_siden(tiltak_tema="Versjoner"), "Lag en ny versjon")
    _endre("politisk", tittel="Bygge rekkehus")
    _fyll(app, "Navnet ditt", "Kari")
    _trykk(app, "Lagre versjonen")
    assert "90.1 Bygge rekkehus" in app.warning[0].value
    assert not rullering.versjoner()
    _trykk(app, "Lagre versjonen")
    assert dict(rullering.siste().tiltak)["politisk"] == 2


def test_naar_to_lager_den_samme_versjonen_faar_den_siste_vite_det_og_kan_stoppe():
    app = _trykk(_siden(tiltak_tema="Versjoner"), "Lag en ny versjon")
    _vedta(dato=lesing.i_dag())
    _fyll(app, "Navnet ditt", "Kari")
    _fyll(app, "Saksnummer", "88/2025")
    _trykk(app, "Lagre versjonen")
    assert "Kari har laget versjon 1, Handlingsdel 2024" in app.warning[0].value
    assert len(rullering.versjoner()) == 1
    _trykk(app, "Lagre versjonen")
    assert [v.saksnr for v in rullering.versjoner()] == ["", "88/2025"]


def test_to_versjoner_sammenlignes_paa_siden_og_det_skrevne_er_tekst():
    _vedta()
    _endre("politisk", tittel="Bygge <b>rekkehus</b>\n# stort")
    _vedta(2)
    app = _siden(tiltak_tema="Versjoner")
    assert "avviker fra vedtatt plan" not in _tekst(app)
    app.selectbox(key="fra_versjon").set_value("Versjon 1, Handlingsdel 2024").run()
    assert r"er nå «Bygge \<b\>rekkehus\</b\> # stort»" in _tekst(app)
    assert app.selectbox(key="til_versjon").options == [
        "Versjon 2, Handlingsdel 2025",
        "Slik planen er nå",
    ]


def test_avviket_staar_i_listen_paa_tiltakets_side_og_i_sammenligningen():
    _vedta()
    _endre("politisk", hensikt="Noe annet")
    setning = "Avviker fra vedtatt plan (versjon 1): hensikt og innhold."
    assert setning in _tekst(_siden(sok="småhus"))
    assert setning in _tekst(_siden(tiltak="politisk"))
    assert setning in _tekst(_siden(tiltak_tema="Versjoner"))
    assert setning not in _tekst(_siden(tiltak="administrativt"))


def test_den_som_bare_skal_lese_kan_ikke_lage_en_versjon(monkeypatch):
    _vedta()
    monkeypatch.setenv("BOLIGDATA_REDIGERING", "ingen")
    app = _siden(tiltak_tema="Versjoner")
    assert not [knapp for knapp in app.button if knapp.label == "Lag en ny versjon"]
    assert "kan bare leses her" in _tekst(app)
