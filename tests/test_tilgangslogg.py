"""Loggen over hvem som har sett hva: alltid en hel linje, aldri tall, og bare for eieren."""

import json
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from boligdata.doer import tilgangslogg
from boligdata.felles.config import ROT, Brukerfeil

POSIX = pytest.mark.skipif(
    os.name != "posix", reason="Windows har ikke slike filrettigheter."
)


@pytest.fixture
def logg(tmp_path, monkeypatch):
    monkeypatch.setenv(
        "BOLIGDATA_TILGANGSLOGG", str(tmp_path / "logg" / "tilgang.jsonl")
    )
    return tmp_path / "logg" / "tilgang.jsonl"


def test_hver_visning_blir_en_linje_med_hvem_hva_og_naar(logg):
    tilgangslogg.skriv("a1b2", "visning", "Venteliste", {"maalgruppe": "eldre"})
    tilgangslogg.skriv("linje\nskift", "visning", "Bøler", {})
    foerste, andre = map(json.loads, logg.read_text(encoding="utf-8").splitlines())
    assert foerste.pop("tid").endswith("+00:00")
    assert foerste == {
        "bruker": "a1b2",
        "hendelse": "visning",
        "side": "Venteliste",
        "filtre": {"maalgruppe": "eldre"},
    }
    assert andre["bruker"] == "linje\nskift"


@POSIX
def test_bare_eieren_kan_lese_loggen_ogsaa_om_filen_var_aapen_fra_foer(logg):
    tilgangslogg.kontroller()
    assert (
        stat.S_IMODE(logg.stat().st_mode) == 0o600
        and stat.S_IMODE(logg.parent.stat().st_mode) == 0o700
    )
    logg.chmod(0o666)
    tilgangslogg.skriv("a", "visning", "Oversikt", {})
    assert stat.S_IMODE(logg.stat().st_mode) == 0o600


def test_mange_samtidige_visninger_gir_hele_linjer_og_ingen_forsvinner(logg):
    with ThreadPoolExecutor(8) as traader:
        list(
            traader.map(
                lambda nr: tilgangslogg.skriv(
                    f"bruker{nr}", "visning", "Oversikt" * 50, {}
                ),
                range(400),
            )
        )
    linjer = [
        json.loads(linje) for linje in logg.read_text(encoding="utf-8").splitlines()
    ]
    assert {linje["bruker"] for linje in linjer} == {f"bruker{nr}" for nr in range(400)}


SKRIV_MANGE = """
import sys
from boligdata.doer import tilgangslogg
for nr in range(200):
    tilgangslogg.skriv(f"{sys.argv[1]}-{nr}", "visning", "Oversikt" * 50, {})
"""


def test_flere_prosesser_skriver_hele_linjer_i_den_samme_loggen(logg):
    """Slik er det når de ansatte har flere prosesser bak en proxy."""
    prosessene = [
        subprocess.Popen([sys.executable, "-c", SKRIV_MANGE, str(en)], cwd=ROT)
        for en in range(3)
    ]
    assert [prosess.wait() for prosess in prosessene] == [0, 0, 0]
    linjer = logg.read_text(encoding="utf-8").splitlines()
    assert len(linjer) == 600
    assert {json.loads(linje)["bruker"] for linje in linjer} == {
        f"{en}-{nr}" for en in range(3) for nr in range(200)
    }


def test_en_logg_som_ikke_kan_skrives_er_en_feil_som_stopper_visningen(
    tmp_path, monkeypatch
):
    (tmp_path / "fil").write_text("")
    monkeypatch.setenv(
        "BOLIGDATA_TILGANGSLOGG", str(tmp_path / "fil" / "tilgang.jsonl")
    )
    with pytest.raises(Brukerfeil, match="vises ikke uten") as feil:
        tilgangslogg.skriv("a", "visning", "Oversikt", {})
    assert str(tmp_path) not in str(feil.value), "meldingen er til brukeren"
    with pytest.raises(Brukerfeil, match="kan ikke skrives.*BOLIGDATA_TILGANGSLOGG"):
        tilgangslogg.kontroller()


def test_loggen_ligger_i_datamappen_naar_ikke_annet_er_sagt(tmp_path, monkeypatch):
    monkeypatch.delenv("BOLIGDATA_TILGANGSLOGG", raising=False)
    monkeypatch.setenv("BOLIGDATA_DATA", str(tmp_path))
    assert tilgangslogg.fil() == tmp_path / "logg" / "tilgang.jsonl"
