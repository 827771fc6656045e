"""Innloggingene som er åpne: når de sist ble brukt, hvor ellers den samme er inne, og ingen navn."""

import datetime as dt
import os
import shutil
import stat

import pytest
from ansatte import krav
from streamlit import config as streamlit_config

from boligdata.doer import innlogginger, utlogging
from boligdata.felles.config import Brukerfeil

EN_TIME = dt.timedelta(hours=1)
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/141.0.0.0 Safari/537.36"
)
EDGE = f"{CHROME} Edg/141.0.0.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.6 Mobile/15E148 Safari/604.1"
)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"


@pytest.fixture(autouse=True)
def mappe(tmp_path, monkeypatch):
    """Mappen til loggene, slik oppstarten lager den."""
    monkeypatch.setenv("BOLIGDATA_TILGANGSLOGG", str(tmp_path / "logg" / "t.jsonl"))
    foer = streamlit_config.get_option("server.cookieSecret")
    streamlit_config.set_option("server.cookieSecret", "n" * 40)
    utlogging.kontroller(naa())
    yield tmp_path / "logg" / "innlogginger"
    streamlit_config.set_option("server.cookieSecret", foer)


def naa(minutter=0):
    return dt.datetime.now(dt.UTC) + dt.timedelta(minutes=minutter)


def to_innlogginger():
    """Den samme på kontoret og hjemme."""
    return tuple(krav(sub="kari@example.no", nonce=nonce) for nonce in ("1", "2"))


def de_andre(opplysninger, minutter=0):
    return innlogginger.andre(opplysninger, naa(minutter), EN_TIME)


# ------------------------------------------------------------------------------ sist brukt


def test_en_ny_innlogging_er_sist_brukt_da_den_ble_gitt():
    den = krav(nonce="1")
    assert innlogginger.sist_brukt(den).timestamp() == den["iat"]


def test_hver_innlogging_har_sin_egen_tid():
    den, annen = to_innlogginger()
    innlogginger.brukt(den, naa(30), CHROME)
    assert abs(innlogginger.sist_brukt(den) - naa(30)) < dt.timedelta(seconds=5)
    assert innlogginger.sist_brukt(annen).timestamp() == annen["iat"]


def test_det_lagres_hoeyst_hvert_minutt():
    den = krav(nonce="1")
    innlogginger.brukt(den, naa(10), CHROME)
    foer = innlogginger.sist_brukt(den)
    innlogginger.brukt(den, naa(10.5), CHROME)
    assert innlogginger.sist_brukt(den) == foer
    innlogginger.brukt(den, naa(11.5), CHROME)
    assert innlogginger.sist_brukt(den) > foer


def test_er_mappen_borte_er_innloggingen_som_om_den_ikke_er_brukt(mappe):
    den = krav(nonce="1")
    innlogginger.brukt(den, naa(30), CHROME)
    shutil.rmtree(mappe)
    assert innlogginger.sist_brukt(den).timestamp() == den["iat"]


def test_kan_det_ikke_lagres_vises_ingenting(mappe):
    mappe.write_text("en fil der mappen skulle vært")
    with pytest.raises(Brukerfeil, match="kan ikke lagres"):
        innlogginger.brukt(krav(nonce="1"), naa(), CHROME)


# ------------------------------------------------------------------------------- de andre


def test_den_som_er_inne_to_steder_ser_det_andre():
    kontoret, hjemme = to_innlogginger()
    innlogginger.brukt(kontoret, naa(), CHROME)
    assert de_andre(kontoret) == []
    innlogginger.brukt(hjemme, naa(), IPHONE)
    (annen,) = de_andre(kontoret)
    assert annen.nettleser == "Safari på iPhone"
    assert annen.gitt.timestamp() == hjemme["iat"]


def test_ingen_ser_hvor_noen_annen_er_inne():
    ola = krav(sub="ola@example.no", nonce="1")
    kari, _ = to_innlogginger()
    innlogginger.brukt(ola, naa(), CHROME)
    assert de_andre(kari) == []


def test_den_som_avslutter_de_andre_er_fortsatt_inne_selv():
    kontoret, hjemme = to_innlogginger()
    for en in (kontoret, hjemme):
        innlogginger.brukt(en, naa(), CHROME)
    innlogginger.avslutt(de_andre(kontoret))
    assert utlogging.er_avsluttet(hjemme) and not utlogging.er_avsluttet(kontoret)
    assert de_andre(kontoret) == []


def test_en_som_ikke_er_brukt_paa_lenge_er_ikke_aapen():
    kontoret, hjemme = to_innlogginger()
    innlogginger.brukt(hjemme, naa(), CHROME)
    assert de_andre(kontoret, minutter=59) and not de_andre(kontoret, minutter=61)


@pytest.mark.parametrize("innhold", [b"", b"{", b"[]", b'{"gitt": "i dag"}'])
def test_en_fil_som_ikke_er_ferdig_skrevet_er_ingen_innlogging(mappe, innhold):
    kontoret, hjemme = to_innlogginger()
    innlogginger.brukt(hjemme, naa(), CHROME)
    (fil,) = mappe.glob("*/*")
    fil.write_bytes(innhold)
    assert de_andre(kontoret) == []


@pytest.mark.parametrize(
    ("sier", "heter"),
    [
        (CHROME, "Chrome på Windows"),
        (EDGE, "Edge på Windows"),
        (FIREFOX, "Firefox på Linux"),
        (IPHONE, "Safari på iPhone"),
        ("curl/8.1", "en ukjent nettleser"),
        ("", "en ukjent nettleser"),
    ],
)
def test_nettleseren_og_maskinen_har_navn_til_aa_kjenne_igjen(sier, heter):
    kontoret, hjemme = to_innlogginger()
    innlogginger.brukt(hjemme, naa(), sier)
    assert de_andre(kontoret)[0].nettleser == heter


# ---------------------------------------------------------------------------- det som lagres


def test_filene_sier_ikke_hvem_det_er_og_er_bare_til_eieren(mappe):
    den, _ = to_innlogginger()
    innlogginger.brukt(den, naa(), CHROME)
    (fil,) = mappe.glob("*/*")
    assert "kari" not in str(fil).lower() + fil.read_text().lower()
    if os.name == "posix":
        assert stat.S_IMODE(fil.stat().st_mode) == 0o600


def test_etter_et_doegn_er_de_slettet(mappe):
    gammel, ny = (krav(sub=navn, nonce="1") for navn in ("a", "b"))
    innlogginger.brukt(gammel, naa(), CHROME)
    innlogginger.brukt(ny, naa(25 * 60), CHROME)
    assert len([*mappe.glob("*/*")]) == len([*mappe.glob("*")]) == 1
