"""Filene til systemd: hver tjeneste får bare det den trenger, og systemd selv godtar dem."""

import dataclasses
import shutil
import subprocess
from pathlib import Path

import pytest

from boligdata import __main__ as kommandolinjen
from boligdata.doer import systemd
from boligdata.doer.systemd import Prosesser
from boligdata.felles.config import ROT, Brukerfeil

analyse = shutil.which("systemd-analyze")
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
    ],
)
def test_noe_systemd_eller_proxyen_ville_lest_galt_blir_avvist(hvor, felt, melding):
    with pytest.raises(Brukerfeil, match=melding):
        dataclasses.replace(hvor, **felt)


def test_kommandoen_skriver_filene_med_stiene_paa_denne_maskinen(tmp_path, capsys):
    til, data = tmp_path / "system", tmp_path / "data"
    assert (
        kommandolinjen.main(
            ["systemd", "--til", str(til), "--data", str(data), "--port", "9000"]
        )
        == 0
    )
    skrevet = capsys.readouterr().out.split()
    assert sorted(skrevet) == sorted(map(str, til.iterdir())) and len(skrevet) == 8
    tjeneste = _lest((til / "boligdata@.service").read_text("utf-8"))["Service"]
    assert f"BOLIGDATA_DATA={data}" in tjeneste["Environment"]
    assert "boligdata@9000.service" in (til / "boligdata.target").read_text("utf-8")
    assert tjeneste["WorkingDirectory"] == [str(ROT)]


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
