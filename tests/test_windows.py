"""Filene som lar Windows kjøre dashbordet: hva hver oppgave gjør, og hva hver konto får se."""

import dataclasses
import re
import sys
from pathlib import Path, PureWindowsPath
from xml.etree import ElementTree

import pytest

from boligdata import __main__ as kommandolinjen
from boligdata.doer import systemd, windows
from boligdata.doer.systemd import Prosesser
from boligdata.doer.windows import ALLES, DE_ANSATTES
from boligdata.felles.config import Brukerfeil

NAVNEROM = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
JOBBENE = ("bygg", "kopi", "lege")


@pytest.fixture
def hvor() -> windows.Windowsinstallasjon:
    egne = PureWindowsPath("C:\\ProgramData\\boligdata")
    rot = PureWindowsPath("C:\\Program Files\\boligdata")
    return windows.Windowsinstallasjon(
        rot,
        rot / ".venv" / "Scripts" / "python.exe",
        PureWindowsPath("D:\\tall fra Blåfjell"),
        egne / "noekkel" / "noekkel",
        egne / "secrets.toml",
        egne / "drift",
        Prosesser((8501, 8502), "bolig.kommunen.no"),
        Prosesser((8601,)),
        "bolig",
        PureWindowsPath("E:\\kopi"),
    )


@pytest.fixture
def filene(hvor) -> dict[str, bytes]:
    return windows.filene(hvor)


def _oppgaven(filene: dict[str, bytes], navn: str) -> ElementTree.Element:
    return ElementTree.fromstring(filene[f"{navn}.xml"].decode("utf-16"))


def _felt(oppgaven: ElementTree.Element, sti: str) -> str:
    return oppgaven.findtext(
        "/".join(f"t:{del_}" for del_ in sti.split("/")), "", NAVNEROM
    )


def _kommandoene(filene: dict[str, bytes], navn: str) -> list[str]:
    return filene[f"{navn}.cmd"].decode("utf-8").split("\r\n")


# ------------------------------------------------------------------------- hva de gjør


def test_hver_prosess_og_hver_jobb_er_en_oppgave(hvor):
    assert [oppgave.navn for oppgave in windows.oppgavene(hvor)] == [
        "boligdata-8501",
        "boligdata-8502",
        "boligdata-ansatte-8601",
        "boligdata-bygg",
        "boligdata-kopi",
        "boligdata-lege",
    ]


def test_uten_en_mappe_til_kopiene_tas_ingen(hvor):
    uten = windows.filene(dataclasses.replace(hvor, kopier=None))
    assert "boligdata-kopi.xml" not in uten
    assert "--kopier" not in uten["boligdata-lege.cmd"].decode()


def test_oppgavene_gjoer_det_samme_og_faar_vite_det_samme_som_med_systemd(hvor):
    """Alt utenom stiene, og porten som systemd setter inn selv."""
    linux = systemd.Installasjon(
        *map(
            Path, ("/rot", "/python", "/data", "/noekkelen/fil", "/hemmeligheter/fil")
        ),
        alle=hvor.alle,
        ansatte=hvor.ansatte,
        sti=hvor.sti,
        kopier=Path("/kopier"),
    )
    stier = {
        hvor.python: linux.python,
        hvor.data: linux.data,
        hvor.noekkel: linux.noekkel,
        hvor.hemmeligheter: linux.hemmeligheter,
        hvor.kopier: linux.kopier,
    }
    oversatt = {str(sti): str(der) for sti, der in stier.items()}
    tjenestene = systemd.tjenestene(linux)
    for oppgave in windows.oppgavene(hvor):
        navn, _, port = oppgave.navn.rpartition("-")
        tjenesten = tjenestene[navn if port.isdigit() else oppgave.navn].replace(
            "%i", port
        )
        [kommandoen] = re.findall(r"^ExecStart=(.*)$", tjenesten, re.MULTILINE)
        her = [str(hvor.python), *oppgave.argumenter]
        assert [oversatt.get(del_, del_) for del_ in her] == kommandoen.split()
        ventet = dict(
            en.split("=", 1)
            for en in re.findall(r"^Environment=(.*)$", tjenesten, re.MULTILINE)
        )
        assert {
            navn: oversatt.get(str(verdi), str(verdi))
            for navn, verdi in oppgave.miljoe.items()
        }.items() <= ventet.items()
        assert set(ventet) - set(oppgave.miljoe) == {
            "BOLIGDATA_DATA",
            "PYTHONDONTWRITEBYTECODE",
        }


def test_det_oppgaven_faar_vite_settes_foer_den_begynner(hvor, filene):
    for oppgave in windows.oppgavene(hvor):
        linjene = _kommandoene(filene, oppgave.navn)
        begynner = next(nr for nr, linje in enumerate(linjene) if "python.exe" in linje)
        for navn, verdi in (oppgave.miljoe | {"BOLIGDATA_DATA": hvor.data}).items():
            assert f'set "{navn}={verdi}"' in linjene[:begynner]
        assert f'cd /d "{hvor.rot}"' in linjene[:begynner]


def test_jobbene_er_kommandoer_som_finnes(hvor):
    for oppgave in windows.oppgavene(hvor):
        if oppgave.naar:
            python, modul, *kommandoen = oppgave.argumenter
            assert [python, modul] == ["-m", "boligdata"]
            assert callable(kommandolinjen._tolk(kommandoen).kommando)


def test_en_prosess_som_stopper_startes_igjen_og_en_jobb_gjoeres_en_gang(filene):
    prosessen = _kommandoene(filene, "boligdata-8501")
    fra = prosessen.index(":igjen")
    assert "python.exe" in prosessen[fra + 1] and "goto igjen" in prosessen[fra + 2 :]
    for jobb in JOBBENE:
        linjene = _kommandoene(filene, f"boligdata-{jobb}")
        assert not any("goto" in linje for linje in linjene)
        # Oppgaveplanleggeren viser om det gikk bra.
        assert linjene[-2] == "exit /b %errorlevel%"


def test_utskriften_er_i_en_fil_og_den_forrige_blir_liggende_en_gang(hvor, filene):
    loggen = hvor.drift / "logg" / "boligdata-bygg.txt"
    linjene = _kommandoene(filene, "boligdata-bygg")
    assert any(linje.endswith(f'>>"{loggen}" 2>&1') for linje in linjene)
    flytt = f'if exist "{loggen}" move /y "{loggen}" "{loggen}.forrige" >nul'
    assert flytt in linjene


# ----------------------------------------------------------------------------- oppgaven


@pytest.mark.parametrize("navn", ["boligdata-8502", "boligdata-ansatte-8601"])
def test_en_prosess_begynner_naar_maskinen_starter_og_stoppes_aldri(filene, navn):
    oppgaven = _oppgaven(filene, navn)
    assert oppgaven.find("t:Triggers/t:BootTrigger", NAVNEROM) is not None
    assert _felt(oppgaven, "Settings/ExecutionTimeLimit") == "PT0S"


def test_jobbene_gjoeres_om_natten_i_rekkefoelge_ogsaa_naar_maskinen_var_av(filene):
    klokken = []
    for jobb in JOBBENE:
        oppgaven = _oppgaven(filene, f"boligdata-{jobb}")
        natten = "Triggers/CalendarTrigger"
        klokken.append(_felt(oppgaven, f"{natten}/StartBoundary").partition("T")[2])
        assert _felt(oppgaven, f"{natten}/ScheduleByDay/DaysInterval") == "1"
        assert _felt(oppgaven, "Settings/StartWhenAvailable") == "true"
        assert _felt(oppgaven, "Settings/ExecutionTimeLimit") == "PT1H"
    assert klokken == sorted(klokken) and klokken[0] == "03:30:00"


def test_oppgaven_kjoerer_sin_egen_fil_med_kontoen_den_skal_ha(hvor, filene):
    for oppgave in windows.oppgavene(hvor):
        oppgaven = _oppgaven(filene, oppgave.navn)
        assert _felt(oppgaven, "Principals/Principal/UserId") == oppgave.konto
        assert _felt(oppgaven, "Principals/Principal/RunLevel") == "LeastPrivilege"
        kontoen = oppgaven.find("t:Principals/t:Principal", NAVNEROM).get("id")
        assert oppgaven.find("t:Actions", NAVNEROM).get("Context") == kontoen
        fil = hvor.drift / f"{oppgave.navn}.cmd"
        assert fil.name in filene
        assert _felt(oppgaven, "Actions/Exec/Arguments") == f'/d /c ""{fil}""'


# ------------------------------------------------------------------------- hva de får se


@pytest.mark.parametrize(
    "mappe", ["internt", "inn", "inn_forrige", "inn_bytte", "utkast", "logg"]
)
def test_den_som_viser_tallene_til_alle_kan_ikke_lese_det_som_er_om_personer(
    hvor, mappe
):
    assert not _rett(hvor, hvor.data / mappe, ALLES)
    assert _rett(hvor, hvor.data / mappe, DE_ANSATTES) == "M"


def test_den_som_viser_tallene_til_alle_faar_verken_noekkelen_innloggingen_eller_kopiene(
    hvor,
):
    for fil in (hvor.noekkel, hvor.hemmeligheter, hvor.kopier / "kopi"):
        assert not _rett(hvor, fil.parent, ALLES) and _rett(
            hvor, fil.parent, DE_ANSATTES
        )


def test_alle_leser_det_som_er_publisert_og_ingen_endrer_sin_egen_oppgave(hvor):
    assert _rett(hvor, hvor.data / "publisert", ALLES) == "RX"
    for konto in (ALLES, DE_ANSATTES):
        assert _rett(hvor, hvor.drift, konto) == "RX"
        assert _rett(hvor, hvor.drift / "logg", konto) == "M"


def _rett(hvor: windows.Windowsinstallasjon, mappe: PureWindowsPath, konto: str) -> str:
    """Det kontoen får gjøre med filene i mappen: fra den nærmeste mappen over som har fått rettigheter, når
    de går nedover.
    """
    rettighetene = windows.mappene(hvor)
    naermest = next(en for en in (mappe, *mappe.parents) if en in rettighetene)
    for en in rettighetene[naermest]:
        hvem, _, rett = en.partition(":")
        if hvem == f"*{konto}" and rett.startswith("(OI)(CI)"):
            return rett.removeprefix("(OI)(CI)")
    return ""


# -------------------------------------------------------------------------- installeringen


def test_installeringen_legger_inn_hver_oppgave_og_hver_mappe_og_fjern_tar_dem_bort(
    hvor, filene
):
    installer = filene[windows.INSTALLER].decode("utf-8-sig")
    fjern = filene[windows.FJERN].decode("utf-8-sig")
    # Windows PowerShell leser æ, ø og å galt uten merket foran.
    assert filene[windows.INSTALLER][:3] == b"\xef\xbb\xbf"
    for oppgave in windows.oppgavene(hvor):
        navnet = f"-TaskName '{oppgave.navn}' "
        fil = hvor.drift / f"{oppgave.navn}.xml"
        lagt_inn = f"{navnet}-Xml (Get-Content -Raw -LiteralPath '{fil}') -Force"
        assert lagt_inn in installer
        assert f"Unregister-ScheduledTask -TaskPath '\\Boligdata\\' {navnet}" in fjern
    for mappe, rettigheter in windows.mappene(hvor).items():
        assert re.search(
            rf"^Gi '{re.escape(str(mappe))}' @\('{re.escape(rettigheter[0])}'",
            installer,
            re.MULTILINE,
        )


def test_uten_innlogging_til_de_ansatte_er_prosessen_deres_slaatt_av(filene):
    installer = filene[windows.INSTALLER].decode("utf-8-sig")
    _, _, uten = installer.partition("if (-not (Test-Path")
    slaatt_av = re.findall(r"Disable-ScheduledTask .*-TaskName '(\S+)'", uten)
    assert slaatt_av == ["boligdata-ansatte-8601"]


@pytest.mark.parametrize(
    ("felt", "sti", "melding"),
    [
        ("rot", "/opt/boligdata", "hel sti på en maskin med Windows"),
        ("data", "tall", "hel sti på en maskin med Windows"),
        ("data", "D:\\100 % sikkert", "kan ikke brukes"),
        ("kopier", "E:\\Per & Kari", "kan ikke brukes"),
        ("drift", "C:\\O'Neill", "kan ikke brukes"),
        ("noekkel", "D:\\tall fra Blåfjell\\noekkel", "kan ikke ligge i datamappen"),
    ],
)
def test_en_sti_windows_ville_lest_galt_blir_avvist(hvor, felt, sti, melding):
    with pytest.raises(Brukerfeil, match=melding):
        dataclasses.replace(hvor, **{felt: PureWindowsPath(sti)})


def test_prosesser_med_samme_port_og_navn_som_ikke_er_navn_blir_avvist(hvor):
    with pytest.raises(Brukerfeil, match="de samme portene"):
        dataclasses.replace(hvor, ansatte=hvor.alle)
    with pytest.raises(Brukerfeil, match="ikke et navn på en maskin"):
        dataclasses.replace(hvor, alle=Prosesser((8501,), "https://bolig/"))


@pytest.mark.skipif(sys.platform == "win32", reason="På Windows skriver den filene.")
def test_paa_en_annen_maskin_sier_kommandoen_hvor_den_skal_kjoeres(tmp_path, capsys):
    assert kommandolinjen.main(["windows", "--til", str(tmp_path / "drift")]) == 1
    assert (
        "Kjør kommandoen på maskinen der dashbordet skal stå" in capsys.readouterr().err
    )
    assert not (tmp_path / "drift").exists()


def test_filene_skrives_slik_de_er(filene, tmp_path):
    skrevet = windows.skriv(filene, tmp_path / "drift")
    assert {fil.name: fil.read_bytes() for fil in skrevet} == filene
