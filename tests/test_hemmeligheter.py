"""Nøkler, passord og adresser med passord står aldri i en kommando: alle på maskinen kan lese dem der."""

import argparse
import re
import subprocess
from pathlib import Path, PureWindowsPath

import pytest
from test_dokumenter import DOKUMENTER

from boligdata import __main__ as kommandolinjen
from boligdata.doer import lege, oppstart, systemd, windows
from boligdata.doer.vertskap.koe import Koe
from boligdata.doer.vertskap.kommunene import Kommuneplass
from boligdata.felles.bok import Bokfeil, prosess
from boligdata.felles.config import PAKKE, ROT, Brukerfeil

HEMMELIG = "q7Zk-hemmelig-passord-9931"
MILJOE = {
    "BOLIGDATA_NOEKKEL": HEMMELIG,
    "BOLIGDATA_ARBEID": f"postgresql://ola:{HEMMELIG}@db.kommunen.no/bolig",
    "PGPASSWORD": HEMMELIG,
}
# Valgene som tar en tekst, og som aldri er hemmelige. Et nytt må vurderes før det skrives opp her.
IKKE_HEMMELIGE = {
    "adresse",
    "ansattnavn",
    "bruker",
    "lager",
    "lagertjener",
    "navn",
    # IP-adressene tjenestene når.
    "nettet",
    "sti",
    "tabell",
    "uttrekk",
    "verden",
}
OM_HEMMELIGHETER = re.compile("n(ø|oe)kkel|passord|hemmelig|token|sertifikat", re.I)


@pytest.fixture(scope="module")
def valgene():
    """Hvert valg i hver kommando på kommandolinjen."""
    funnet = []

    def se(tolk):
        for valg in tolk._actions:
            if isinstance(valg, argparse._SubParsersAction):
                for under in valg.choices.values():
                    se(under)
            else:
                funnet.append(valg)

    with pytest.MonkeyPatch.context() as bytt:
        bytt.setattr(argparse.ArgumentParser, "parse_args", lambda tolk, _: se(tolk))
        kommandolinjen._tolk([])
    assert len(funnet) > 40
    return funnet


def test_hver_hemmelighet_oppgis_med_en_fil(valgene):
    hemmelige = [
        valg
        for valg in valgene
        if OM_HEMMELIGHETER.search(" ".join([valg.dest, *valg.option_strings]))
    ]
    assert {"noekkel", "lag_noekkel", "hemmeligheter", "sertifikat"} <= {
        valg.dest for valg in hemmelige
    }
    assert [valg.dest for valg in hemmelige if valg.type is not Path] == []


def test_hvert_valg_som_tar_en_tekst_er_vurdert(valgene):
    frie = {
        valg.dest
        for valg in valgene
        if valg.type in (None, str) and valg.nargs != 0 and not valg.choices
    }
    assert frie - {"help"} <= IKKE_HEMMELIGE


def test_et_passord_i_adressen_til_legen_blir_avvist():
    with pytest.raises(Brukerfeil, match="uten brukernavn og passord") as feil:
        list(lege.svaret(f"https://ola:{HEMMELIG}@bolig.kommunen.no"))
    assert HEMMELIG not in str(feil.value)


@pytest.fixture
def startet(monkeypatch):
    """Kommandoene som startes, med hemmelighetene i miljøet."""
    for navn, verdi in MILJOE.items():
        monkeypatch.setenv(navn, verdi)
    kommandoer, ekte = [], subprocess.Popen

    class Popen(ekte):
        def __init__(self, kommando, *resten, **flere):
            kommandoer.append(list(map(str, kommando)))
            super().__init__(["true"], *resten, **flere)

    monkeypatch.setattr(subprocess, "Popen", Popen)
    return kommandoer


def test_prosessene_som_startes_faar_ingen_hemmelighet_i_kommandoen(startet, tmp_path):
    bygget = oppstart.Bygging("sjekk", "--utkast", str(tmp_path))
    bygget.start()
    bygget.stopp()
    fil = tmp_path / "bok.xlsx"
    fil.write_bytes(b"PK")
    with pytest.raises(Bokfeil):
        prosess.les_bok(fil, 10)
    list(lege.maskinen()["Klokke"]())
    plassene = [Kommuneplass("9901", tmp_path)]
    assert [*Koe(plassene, 1, 60, systemd=True).kjoer("bygg")][0].gjort
    assert len(startet) >= 3
    assert HEMMELIG not in repr(startet)


def test_hvert_sted_som_starter_en_prosess_er_proevd():
    starter = {
        fil.relative_to(PAKKE).as_posix()
        for fil in PAKKE.rglob("*.py")
        if re.search(
            r"subprocess\.|os\.(system|exec|spawn|popen)", fil.read_text("utf-8")
        )
    }
    assert starter == {
        "doer/oppstart.py",
        "doer/lege.py",
        "felles/bok/prosess.py",
        "doer/vertskap/koe.py",
        # Bare «mount» på macOS, uten noe fra oss.
        "arbeid/lager/nettverk.py",
        # Skriver kommandoene til Windows, og starter ingen.
        "doer/windows.py",
    }


def test_filene_til_systemd_har_ingen_hemmelighet_selv_om_den_er_i_miljoeet(
    startet, tmp_path
):
    hvor = systemd.Installasjon(
        ROT,
        Path("/usr/bin/python3"),
        tmp_path,
        tmp_path / "noekkel",
        tmp_path / "secrets.toml",
    )
    assert HEMMELIG not in "".join(systemd.enhetene(hvor).values())


def test_filene_til_windows_har_ingen_hemmelighet_selv_om_den_er_i_miljoeet(startet):
    mappe = PureWindowsPath("C:\\boligdata")
    stier = (
        "program",
        "python.exe",
        "tall",
        "noekkel\\noekkel",
        "secrets.toml",
        "drift",
    )
    hvor = windows.Windowsinstallasjon(*(mappe / sti for sti in stier))
    assert HEMMELIG.encode() not in b"".join(windows.filene(hvor).values())
    assert not startet


def test_ingen_kommando_i_dokumentene_har_et_passord_i_seg():
    kommandoer = [
        kode
        for fil in DOKUMENTER
        for kode in re.findall(
            r"```bash\n(.*?)```", (ROT / fil).read_text("utf-8"), re.S
        )
    ]
    assert len(kommandoer) > 5
    assert not re.findall(r"\w+://[^\s/]+:[^\s/]+@", "".join(kommandoer))
