"""Listen over avsluttede innlogginger: felles for alle prosessene, uten navn, og stengt når den ikke
kan leses.
"""

import datetime as dt
import json
import os
import re
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from ansatte import krav
from streamlit import config as streamlit_config

from boligdata.doer import utlogging
from boligdata.felles.config import ROT, Brukerfeil

NOEKKEL = "n" * 40

EN_ANNEN_PROSESS = """
import datetime as dt, json, sys
from streamlit import config
from boligdata.doer import utlogging
config.set_option("server.cookieSecret", sys.argv[1])
krav = json.loads(sys.argv[2])
if sys.argv[3] == "avslutt":
    utlogging.avslutt(krav, dt.datetime.now(dt.UTC))
print(utlogging.er_avsluttet(krav))
"""


@pytest.fixture(autouse=True)
def mappe(tmp_path, monkeypatch):
    """Mappen slik oppstarten lager den."""
    monkeypatch.setenv("BOLIGDATA_TILGANGSLOGG", str(tmp_path / "logg" / "t.jsonl"))
    foer = streamlit_config.get_option("server.cookieSecret")
    streamlit_config.set_option("server.cookieSecret", NOEKKEL)
    utlogging.kontroller(naa())
    yield tmp_path / "logg" / "utlogget"
    streamlit_config.set_option("server.cookieSecret", foer)


def naa():
    return dt.datetime.now(dt.UTC)


def i_en_annen_prosess(opplysninger, hva="spør"):
    svar = subprocess.run(
        [
            sys.executable,
            "-c",
            EN_ANNEN_PROSESS,
            NOEKKEL,
            json.dumps(opplysninger),
            hva,
        ],
        cwd=ROT,
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(ROT)},
    )
    return svar.stdout.strip() == "True"


def test_en_utlogging_gjelder_i_en_annen_prosess_og_etter_en_omstart():
    """En kopi av kapselen åpnet den andre prosessen, og virket igjen etter en omstart."""
    her, der, aapen = (krav("eldreteam", nonce=n) for n in ("1", "2", "3"))
    utlogging.avslutt(her, naa())
    assert i_en_annen_prosess(her)
    assert not utlogging.er_avsluttet(der), "leses før den andre skriver"
    assert i_en_annen_prosess(der, "avslutt")
    assert utlogging.er_avsluttet(her) and utlogging.er_avsluttet(der)
    assert not utlogging.er_avsluttet(aapen) and not i_en_annen_prosess(aapen)


@pytest.mark.parametrize("felt", ["iss", "sub", "iat", "nonce"])
def test_bare_den_ene_innloggingen_er_avsluttet(felt):
    den = krav("eldreteam", iss="https://id.example", nonce="1")
    utlogging.avslutt(den, naa())
    annen = den | {felt: den["iat"] - 1 if felt == "iat" else "annen"}
    assert utlogging.er_avsluttet(den) and not utlogging.er_avsluttet(annen)


def test_filen_sier_ikke_hvem_som_har_logget_ut(mappe):
    den = krav("eldreteam", iss="https://id.example", sub="kari@example.no", nonce="1")
    utlogging.avslutt(den, naa())
    [fil] = [fil for fil in mappe.iterdir() if fil.stat().st_size]
    assert re.fullmatch(r"[0-9a-f]{64}\n", fil.read_text())
    foer = fil.read_text()
    # Uten nøkkelen kan heller ingen gjette seg fram til hvem det er.
    streamlit_config.set_option("server.cookieSecret", "m" * 40)
    assert not utlogging.er_avsluttet(den)
    utlogging.avslutt(den, naa())
    assert len({*fil.read_text().splitlines(), *foer.splitlines()}) == 2


@pytest.mark.skipif(os.name != "posix", reason="Windows har ikke slike rettigheter.")
def test_bare_eieren_kan_lese_listen(mappe):
    utlogging.avslutt(krav("eldreteam"), naa())
    assert stat.S_IMODE(mappe.stat().st_mode) == 0o700
    assert {stat.S_IMODE(fil.stat().st_mode) for fil in mappe.iterdir()} == {0o600}


def test_mange_som_logger_ut_samtidig_blir_alle_husket():
    alle = [krav("eldreteam", nonce=str(nr)) for nr in range(200)]
    with ThreadPoolExecutor(8) as traader:
        list(traader.map(lambda den: utlogging.avslutt(den, naa()), alle))
    assert all(map(utlogging.er_avsluttet, alle))


def test_det_som_uansett_er_utloept_slettes_og_ikke_noe_annet(mappe):
    i_dag = naa().date()
    filer = {
        dager: mappe / (i_dag + dt.timedelta(days=dager)).isoformat()
        for dager in (-400, -1, 0, 1)
    }
    for fil in filer.values():
        fil.touch()
    (mappe / "notat.txt").touch()
    utlogging.avslutt(krav("eldreteam"), naa())
    assert {fil.name for fil in mappe.iterdir()} == {
        filer[0].name,
        filer[1].name,
        "notat.txt",
    }


@pytest.mark.parametrize("timer", [0, 1, 7.9, 12, 23.9])
def test_en_avsluttet_innlogging_huskes_saa_lenge_noen_regel_kunne_godtatt_den(timer):
    start = dt.datetime(2026, 11, 28, 0, 30, tzinfo=dt.UTC)
    den = krav("eldreteam", iat=start.timestamp())
    utlogging.avslutt(den, start)
    utlogging.kontroller(start + dt.timedelta(hours=timer))
    assert utlogging.er_avsluttet(den)


def test_to_utlogginger_av_den_samme_er_en_linje(mappe):
    for _ in range(3):
        utlogging.avslutt(krav("eldreteam", iat=naa().timestamp() // 60 * 60), naa())
    assert sum(len(fil.read_text().splitlines()) for fil in mappe.iterdir()) == 1


@pytest.mark.parametrize("iat", [None, "nå", True, float("nan"), float("inf"), 9e99])
def test_en_innlogging_uten_kjent_alder_er_aldri_aapen(iat, mappe):
    den = krav("eldreteam", iat=iat)
    assert utlogging.er_avsluttet(den)
    utlogging.avslutt(den, naa())
    assert not [fil for fil in mappe.iterdir() if fil.stat().st_size]


def test_er_mappen_borte_slipper_ingen_inn(mappe):
    for fil in mappe.iterdir():
        fil.unlink()
    mappe.rmdir()
    with pytest.raises(Brukerfeil, match="kan ikke leses.*starter ansattvisningen"):
        utlogging.er_avsluttet(krav("eldreteam"))


def test_kan_listen_ikke_leses_slipper_ingen_inn(mappe):
    den = krav("eldreteam")
    dag = dt.datetime.fromtimestamp(den["iat"], dt.UTC) + utlogging.LENGST_INNLOGGET
    fil = mappe / dag.date().isoformat()
    fil.unlink()
    fil.mkdir()
    with pytest.raises(Brukerfeil, match="kan ikke leses"):
        utlogging.er_avsluttet(den)
    with pytest.raises(Brukerfeil, match="kan ikke skrives.*BOLIGDATA_TILGANGSLOGG"):
        utlogging.kontroller(naa())


def test_en_halv_linje_etter_en_full_disk_gjoer_ikke_neste_ugyldig(mappe):
    den = krav("eldreteam")
    utlogging.avslutt(krav("eldreteam", nonce="x"), naa())
    [fil] = [fil for fil in mappe.iterdir() if fil.stat().st_size]
    fil.write_text(fil.read_text() + "abc123")
    utlogging.avslutt(den, naa())
    assert utlogging.er_avsluttet(den)


def test_den_som_ikke_faar_logget_ut_faar_vite_det(mappe, monkeypatch):
    """Svaret til brukeren har ingen stier."""

    def full_disk(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(utlogging.tilgangslogg, "legg_til", full_disk)
    with pytest.raises(Brukerfeil, match="fortsatt logget inn") as feil:
        utlogging.avslutt(krav("eldreteam"), naa())
    assert str(mappe) not in str(feil.value)
