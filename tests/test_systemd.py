"""Filene til systemd: hver tjeneste får bare det den trenger, og systemd selv godtar dem."""

import dataclasses
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from boligdata import __main__ as kommandolinjen
from boligdata.bygg.sikkerhetskopi import laas
from boligdata.doer import systemd
from boligdata.doer.systemd import Prosesser
from boligdata.felles.config import ROT, Brukerfeil
from tests import stengt
from tests.stengt import analyse

# Det systemd regner som godt vernet, er under 5 av 10.
HOEYST_UTSATT = 2.0


@pytest.fixture
def hvor():
    return systemd.Installasjon(
        ROT,
        Path("/usr/bin/python3"),
        Path("/var/lib/boligdata"),
        Path("/var/lib/boligdata-noekkel/noekkel"),
        Path("/etc/boligdata/secrets.toml"),
        bruker="games",
        kopier=Path("/var/backups/boligdata"),
    )


@pytest.fixture
def med_lager(hvor):
    """Den samme, der tallene også sendes til et objektlager."""
    lager = systemd.Lagervalg(
        "s3://bolig/fjordvik",
        "https://lager.kommunen.no:9000",
        Path("/etc/boligdata/lager"),
    )
    return dataclasses.replace(hvor, lager=lager)


def _lest(innhold: str) -> dict[str, dict[str, list[str]]]:
    """Feltene i hver del, med alle verdiene til et felt som står flere ganger."""
    deler: dict[str, dict[str, list[str]]] = {}
    for linje in innhold.splitlines():
        if linje.startswith("["):
            felter = deler.setdefault(linje.strip("[]"), {})
        elif linje:
            felt, _, verdi = linje.partition("=")
            felter.setdefault(felt, []).append(verdi)
    return deler


def _tjenesten(hvor, navn: str) -> dict[str, list[str]]:
    return _lest(systemd.enhetene(hvor)[f"{navn}.service"])["Service"]


def test_den_alle_bruker_ser_verken_eksakte_tall_uttrekk_noekkel_eller_innlogging(hvor):
    tjeneste = _tjenesten(hvor, "boligdata@")
    stengt = {sti.removeprefix("-") for sti in tjeneste["InaccessiblePaths"]}
    mapper = {
        f"{hvor.data}/{navn}"
        for navn in ("internt", "inn", "inn_forrige", "utkast", "logg")
    }
    felles = f"{hvor.rot}/.git"
    assert stengt == {*mapper, felles, str(hvor.noekkel), str(hvor.hemmeligheter)}
    assert tjeneste["ReadWritePaths"] == [f"-{hvor.data}/arbeid"]
    assert "BOLIGDATA_VISNING=publisert" in tjeneste["Environment"]
    assert "BOLIGDATA_REDIGERING=ingen" in tjeneste["Environment"]
    assert not any("NOEKKEL" in en for en in tjeneste["Environment"])


def test_bygget_naar_ikke_nettet_og_skriver_bare_i_dataene_og_ved_noekkelen(hvor):
    tjeneste = _tjenesten(hvor, "boligdata-bygg")
    assert tjeneste["PrivateNetwork"] == ["yes"]
    assert tjeneste["ReadWritePaths"] == [f"{hvor.data} {hvor.noekkel.parent}"]
    assert tjeneste["ExecStart"] == [f"{hvor.python} -m boligdata bygg"]


def test_sikkerhetskopien_tas_etter_bygget_uten_nett_og_legen_ser_etter_den(hvor):
    tjeneste = _tjenesten(hvor, "boligdata-kopi")
    assert tjeneste["PrivateNetwork"] == ["yes"]
    assert tjeneste["ExecStart"] == [
        f"{hvor.python} -m boligdata kopi --til {hvor.kopier} --behold 30"
    ]
    assert str(hvor.kopier) in tjeneste["ReadWritePaths"][0].split()
    assert any(str(hvor.kopier) in en for en in tjeneste["ExecStartPre"])
    legen = _tjenesten(hvor, "boligdata-lege")["ExecStart"]
    assert legen == [f"{hvor.python} -m boligdata lege --kopier {hvor.kopier}"]
    naar = {
        navn: _lest(innhold)["Timer"]["OnCalendar"][0].split()[1]
        for navn, innhold in systemd.enhetene(hvor).items()
        if navn.endswith(".timer")
    }
    assert naar["boligdata-bygg.timer"] < naar["boligdata-kopi.timer"]
    assert naar["boligdata-kopi.timer"] < naar["boligdata-lege.timer"]


LAGERET = {
    "BOLIGDATA_PUBLISERT=s3://bolig/fjordvik",
    "AWS_ENDPOINT_URL=https://lager.kommunen.no:9000",
    "AWS_SHARED_CREDENTIALS_FILE=%d/lager",
}


def test_bare_de_som_trenger_objektlageret_naar_det_og_nettet(hvor, med_lager):
    naar = set()
    for navn in systemd.enhetene(med_lager):
        if navn.endswith(".service"):
            tjeneste = _tjenesten(med_lager, navn.removesuffix(".service"))
            if {*tjeneste["Environment"]} >= LAGERET:
                naar.add(navn)
                assert tjeneste["LoadCredential"] == ["lager:/etc/boligdata/lager"]
                assert "PrivateNetwork" not in tjeneste
            else:
                assert "LoadCredential" not in tjeneste
    assert naar == {
        "boligdata@.service",
        "boligdata-lege.service",
        "boligdata-send.service",
    }
    for navn in ("boligdata-bygg", "boligdata-kopi"):
        assert _tjenesten(med_lager, navn) | {"ExecStartPre": 0} == _tjenesten(
            hvor, navn
        ) | {"ExecStartPre": 0}


def test_de_som_maa_ut_paa_nettet_naar_bare_adressene_som_er_oppgitt(med_lager):
    nettet = ("192.0.2.10", "2001:db8::/32")
    begrenset = dataclasses.replace(med_lager, nettet=nettet)
    for navn in systemd.enhetene(begrenset):
        if navn.endswith(".service"):
            tjeneste = _tjenesten(begrenset, navn.removesuffix(".service"))
            if "PrivateNetwork" not in tjeneste:
                assert tjeneste["IPAddressDeny"] == ["any"], navn
                assert tjeneste["IPAddressAllow"] == [f"localhost {' '.join(nettet)}"]
    # Uten lageret når prosessene til alle fortsatt bare egen maskin.
    uten_lager = dataclasses.replace(begrenset, lager=None)
    assert _tjenesten(uten_lager, "boligdata@")["IPAddressAllow"] == ["localhost"]
    assert "IPAddressDeny" not in _tjenesten(med_lager, "boligdata-ansatte@")


def test_den_som_sender_ser_bare_det_som_er_publisert_og_proever_igjen(med_lager):
    tjeneste = _tjenesten(med_lager, "boligdata-send")
    stengt = {sti.removeprefix("-") for sti in tjeneste["InaccessiblePaths"]}
    mapper = ("internt", "inn", "inn_forrige", "utkast", "logg", "arbeid")
    assert stengt == {
        *(f"{med_lager.data}/{navn}" for navn in mapper),
        f"{med_lager.rot}/.git",
        str(med_lager.noekkel),
        str(med_lager.hemmeligheter),
    }
    assert tjeneste["ReadWritePaths"] == [f"-{med_lager.data}/publisert"]
    assert tjeneste["Restart"] == ["on-failure"]
    ser_etter = _lest(systemd.enhetene(med_lager)["boligdata-send.path"])
    assert ser_etter["Path"]["PathChanged"] == [
        f"{med_lager.data}/publisert/gjeldende.json"
    ]


def test_den_alle_bruker_kan_bare_skrive_det_den_henter(med_lager):
    tjeneste = _tjenesten(med_lager, "boligdata@")
    assert tjeneste["ReadWritePaths"] == [
        f"-{med_lager.data}/arbeid -{med_lager.data}/hentet"
    ]


@pytest.mark.parametrize(
    "adresse, tjener",
    [
        ("s3://NOEKKEL:hemmelig@bolig", ""),
        ("bolig", ""),
        ("s3://bolig", "https://noekkel:hemmelig@lager.no"),
        ("s3://bolig", "lager.no\nUser=root"),
    ],
)
def test_en_adresse_til_lageret_med_noe_annet_i_blir_avvist(adresse, tjener):
    with pytest.raises(Brukerfeil) as feil:
        systemd.Lagervalg(adresse, tjener, Path("/etc/boligdata/lager"))
    assert "hemmelig" not in str(feil.value)


def test_uten_en_mappe_til_kopiene_tas_ingen(hvor):
    uten = systemd.enhetene(dataclasses.replace(hvor, kopier=None))
    assert not any("kopi" in innhold for innhold in uten.values())
    assert not any("kopi" in navn for navn in uten)


@pytest.mark.parametrize(
    "navn",
    [
        "boligdata@",
        "boligdata-ansatte@",
        "boligdata-bygg",
        "boligdata-kopi",
        "boligdata-lege",
    ],
)
def test_ingen_av_dem_kan_skrive_i_programmet_eller_faa_flere_rettigheter(hvor, navn):
    tjeneste = _tjenesten(hvor, navn)
    assert tjeneste["ProtectSystem"] == ["strict"]
    assert tjeneste["NoNewPrivileges"] == ["yes"]
    assert tjeneste["CapabilityBoundingSet"] == [""]
    assert tjeneste["User"] == [hvor.bruker]
    assert f"-{hvor.rot}/.git" in tjeneste["InaccessiblePaths"]
    # Systemd leser den før rettighetene er borte, så bare root trenger å kunne det.
    assert tjeneste["EnvironmentFile"] == ["-/etc/boligdata/miljoe"]
    aapne = " ".join(tjeneste["ReadWritePaths"]).replace("-/", "/").split()
    assert not any(ROT.is_relative_to(sti) for sti in aapne)


def test_prosessene_svarer_bare_paa_egen_maskin_paa_porten_i_navnet(hvor):
    for navn in ("boligdata@", "boligdata-ansatte@"):
        [kommando] = _tjenesten(hvor, navn)["ExecStart"]
        assert "--server.port %i --server.address 127.0.0.1" in kommando


def test_hver_prosess_har_maalingene_paa_sin_egen_port(hvor):
    for navn in ("boligdata@", "boligdata-ansatte@"):
        assert "BOLIGDATA_MAALINGER=1%i" in _tjenesten(hvor, navn)["Environment"]


def test_alle_prosessene_til_en_visning_startes_og_stoppes_under_ett(hvor):
    flere = dataclasses.replace(hvor, alle=Prosesser((8501, 8502)))
    filene = systemd.enhetene(flere)
    for navn, porter in (("boligdata", (8501, 8502)), ("boligdata-ansatte", (8601,))):
        samlet = _lest(filene[f"{navn}.target"])
        startes = " ".join(f"{navn}@{port}.service" for port in porter)
        assert samlet["Unit"]["Wants"] == [startes]
        assert samlet["Install"]["WantedBy"] == ["multi-user.target"]
        hver = _lest(filene[f"{navn}@.service"])
        assert hver["Unit"]["PartOf"] == [f"{navn}.target"] and "Install" not in hver


def test_navnet_og_stien_brukerne_skriver_er_dem_prosessene_svarer_paa(hvor):
    [kommando] = _tjenesten(hvor, "boligdata@")["ExecStart"]
    assert "serverAddress" not in kommando and "baseUrlPath" not in kommando
    med_navn = dataclasses.replace(
        hvor, alle=Prosesser((8501,), "bolig.kommunen.no:8443"), sti="plan"
    )
    [kommando] = _tjenesten(med_navn, "boligdata@")["ExecStart"]
    assert "--browser.serverAddress bolig.kommunen.no --server.baseUrlPath plan" in (
        kommando
    )


@pytest.mark.parametrize(
    "felt, melding",
    [
        ({"data": Path("min mappe")}, "uten mellomrom"),
        ({"data": Path("/opt/min mappe")}, "uten mellomrom"),
        ({"python": Path("/opt/100%")}, "uten mellomrom"),
        ({"alle": Prosesser((8501,), "https://bolig.no")}, "uten https://"),
        ({"alle": Prosesser((8501,), "bolig.no\nUser=root")}, "uten https://"),
        ({"alle": Prosesser(())}, "minst én prosess"),
        ({"ansatte": Prosesser((80,))}, "porter fra 1024"),
        ({"ansatte": Prosesser((8501,))}, "de samme portene"),
        ({"sti": "plan/%h"}, "Bruk ett ord"),
        ({"nettet": ("innlogging.no",)}, "ikke en IP-adresse"),
        ({"nettet": ("any",)}, "ikke en IP-adresse"),
    ],
)
def test_noe_systemd_eller_proxyen_ville_lest_galt_blir_avvist(hvor, felt, melding):
    with pytest.raises(Brukerfeil, match=melding):
        dataclasses.replace(hvor, **felt)


def test_kommandoen_skriver_filene_med_stiene_paa_denne_maskinen(tmp_path, capsys):
    til, data = tmp_path / "system", tmp_path / "data"
    valgene = ["--data", str(data), "--port", "9000", "--nettet", "192.0.2.10"]
    assert kommandolinjen.main(["systemd", "--til", str(til), *valgene]) == 0
    skrevet = capsys.readouterr().out.split()
    assert sorted(skrevet) == sorted(map(str, til.iterdir())) and len(skrevet) == 8
    tjeneste = _lest((til / "boligdata@.service").read_text("utf-8"))["Service"]
    assert f"BOLIGDATA_DATA={data}" in tjeneste["Environment"]
    assert "boligdata@9000.service" in (til / "boligdata.target").read_text("utf-8")
    assert tjeneste["WorkingDirectory"] == [str(ROT)]
    ansatte = _lest((til / "boligdata-ansatte@.service").read_text("utf-8"))["Service"]
    assert ansatte["IPAddressAllow"] == ["localhost 192.0.2.10"]


@pytest.mark.skipif(not analyse, reason="systemd-analyze mangler")
def test_systemd_godtar_filene_og_regner_tjenestene_som_godt_vernet(
    med_lager, tmp_path
):
    filene = systemd.skriv(systemd.enhetene(med_lager), tmp_path)
    svar = subprocess.run(
        [analyse, "verify", "--man=no", *map(str, filene)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (svar.returncode, svar.stderr) == (0, "")
    for fil in filene:
        if fil.suffix == ".service":
            svar = subprocess.run(
                [analyse, "security", "--offline=true", "--no-pager", str(fil)],
                capture_output=True,
                text=True,
                check=False,
            )
            utsatt = float(svar.stdout.splitlines()[-1].split(":")[1].split()[0])
            assert utsatt <= HOEYST_UTSATT, svar.stdout


# ------------------------------------------------------------ kommandoene, stengt inne som av systemd


def _i_gang(enheter: Path, navn: str, port: int = 0) -> subprocess.Popen:
    """Start kommandoen i filen, med det miljøet og de grensene filen gir."""
    fil = enheter / f"{navn}.service"
    tjeneste = _lest(fil.read_text("utf-8"))["Service"]
    miljoe = dict(
        linje.replace("%i", str(port)).split("=", 1)
        for linje in tjeneste["Environment"]
    )
    [kommando] = tjeneste["ExecStart"]
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "tests.stengt",
            fil,
            *kommando.replace("%i", str(port)).split(),
        ],
        cwd=tjeneste["WorkingDirectory"][0],
        env=miljoe | {"PATH": os.environ["PATH"], "HOME": str(enheter)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.fixture
def enheter(mikro, tmp_path, monkeypatch):
    """Mappen med filene til systemd for mikrokommunen, ferdig bygd, og med noe å låse kopiene med."""
    monkeypatch.setenv("BOLIGDATA_DATA", str(mikro))
    monkeypatch.setenv("BOLIGDATA_NOEKKELFIL", str(tmp_path / "noekkel"))
    laas.lag_noekkel(tmp_path / "gjenoppretting.txt")
    installasjon = systemd.Installasjon(
        ROT,
        Path(sys.executable),
        mikro,
        tmp_path / "noekkel",
        tmp_path / "secrets.toml",
        kopier=tmp_path / "kopier",
    )
    systemd.skriv(systemd.enhetene(installasjon), tmp_path / "enheter")
    return tmp_path / "enheter"


kan_stenges = pytest.mark.skipif(
    not (analyse and stengt.bibliotek),
    reason="systemd-analyze eller libseccomp mangler",
)


@kan_stenges
def test_det_tjenestene_ikke_trenger_av_kjernen_og_nettet_er_stengt(enheter):
    """Ellers ville de neste testene ikke sagt noe."""
    proeve = (
        "import os, socket\n"
        "for forsoek in (lambda: socket.create_connection(('127.0.0.1', 9)), lambda: os.chroot('/')):\n"
        "    try: forsoek()\n"
        "    except PermissionError: print('stengt')\n"
    )
    fil = enheter / "boligdata-bygg.service"
    svar = subprocess.run(
        [sys.executable, "-m", "tests.stengt", fil, sys.executable, "-c", proeve],
        capture_output=True,
        text=True,
        check=True,
    )
    assert svar.stdout.split() == ["stengt", "stengt"]


@kan_stenges
def test_bygget_kopien_og_legen_gjoer_jobben_uten_det_systemd_stenger(enheter, mikro):
    for navn in ("bygg", "kopi", "lege"):
        jobben = _i_gang(enheter, f"boligdata-{navn}")
        sagt, _ = jobben.communicate(timeout=180)
        # Legen gir 1 når noe bør ses på, og 2 når noe er galt med installasjonen.
        assert jobben.returncode == 0 or navn == "lege", sagt
        assert "PermissionError" not in sagt and "Traceback" not in sagt
    assert list((enheter.parent / "kopier").iterdir())


@kan_stenges
@pytest.mark.parametrize("navn", ["boligdata@", "boligdata-ansatte@"])
def test_prosessene_svarer_uten_det_systemd_stenger(enheter, navn):
    port = _ledig_port()
    (enheter.parent / "secrets.toml").write_text("", encoding="utf-8")
    prosess = _i_gang(enheter, navn, port)
    try:
        svaret = _svaret(prosess, f"http://127.0.0.1:{port}/helse")
    finally:
        prosess.terminate()
        sagt, _ = prosess.communicate(timeout=30)
    assert svaret, sagt


def _ledig_port() -> int:
    """En port med fire sifre, der også porten til målingene, med et ettall foran, er ledig."""
    for port in range(7000, 9000):
        try:
            for en in (port, 10_000 + port):
                socket.create_server(("127.0.0.1", en)).close()
            return port
        except OSError:
            continue
    raise AssertionError("Ingen ledige porter.")


def _svaret(prosess: subprocess.Popen, adresse: str) -> bytes:
    """Svaret når prosessen er klar, eller ingenting når den har stanset."""
    frist = time.monotonic() + 90
    while prosess.poll() is None and time.monotonic() < frist:
        try:
            with urllib.request.urlopen(adresse, timeout=5) as svar:
                return svar.read()
        except OSError:
            # Den lytter ikke ennå, eller er ikke ferdig startet.
            time.sleep(0.2)
    return b""
