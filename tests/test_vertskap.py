"""Mange kommuner på én maskin: hver bygges for seg, og det finnes ingen vei fra den ene til den andre.

Kjøres testene som root, får hver kommune sin egen bruker, som på en ekte maskin.
"""

import contextlib
import dataclasses
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import ferdigbygd
import pytest
from publisering import gjeldende

from boligdata import __main__ as kommandolinjen
from boligdata import lesing
from boligdata.doer import systemd
from boligdata.doer.systemd import PROSESSER
from boligdata.doer.vertskap import JOBBER, koe, kommunene, tjenester
from boligdata.doer.vertskap.koe import Koe
from boligdata.doer.vertskap.kommunene import Kommuneplass
from boligdata.doer.vertskap.tjenester import Vertskap
from boligdata.felles import katalog, pekeren
from boligdata.felles.config import ROT, Brukerfeil

pytestmark = pytest.mark.skipif(os.name == "nt", reason="bare for Linux og macOS")
# En kommune som er bygd før, en som skal bygges, og en som ikke lar seg bygge, hver med sin bruker.
EN, ANNEN, GAL = "9901", "9902", "9903"
BRUKERE = {EN: 29_901, ANNEN: 29_902, GAL: 29_903}
# De to som er i køen. Den første er der fra før, så testene slipper å bygge den en gang til.
KOEEN = f"""
["{ANNEN}"]
navn = "bolig.sundnes.no"

["{GAL}"]
"""
TESTNOEKKEL = os.environ["BOLIGDATA_NOEKKEL"]


def _som(bruker: int) -> dict:
    return {"user": bruker, "group": bruker, "extra_groups": []}


def _kan_kjoere(python: str) -> bool:
    """Kan en annen bruker enn den som kjører testene, bruke denne Python?"""
    try:
        subprocess.run([python, "-c", ""], check=True, **_som(BRUKERE[EN]))
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


@pytest.fixture(scope="module")
def angriper() -> str:
    """Den Python en som har tatt over en kommune, kan bruke."""
    if os.geteuid() == 0:
        for python in (sys.executable, "/usr/bin/python3"):
            if _kan_kjoere(python):
                return python
    return pytest.skip("trenger en egen bruker for hver kommune")


@pytest.fixture(scope="module")
def rot():
    """Den felles mappen, med uttrekkene til kommunene på plass: de samme for alle, med hver sitt nummer. Den
    ene er også bygd.
    """
    # Mappene til pytest er stengt for andre brukere.
    rot = Path(tempfile.mkdtemp(prefix="vertskap-"))
    rot.chmod(0o755)
    try:
        (rot / kommunene.FIL).write_text(KOEEN, encoding="utf-8")
        for nummer, bruker in BRUKERE.items():
            _legg_inn(rot / nummer, nummer)
            if os.geteuid() == 0:
                for sti in (rot / nummer, *(rot / nummer).rglob("*")):
                    os.chown(sti, bruker, bruker)
        yield rot
    finally:
        shutil.rmtree(rot)


def _legg_inn(mappe: Path, nummer: str) -> None:
    for navn in ("data", "noekkel"):
        (mappe / navn).mkdir(parents=True)
        (mappe / navn).chmod(0o750)
    mappe.chmod(0o750)
    ferdig = ferdigbygd.mikrokommune()
    inn = shutil.copytree(ferdig / "inn", mappe / "data" / "inn")
    if nummer == EN:
        for navn in ("publisert", "internt"):
            shutil.copytree(ferdig / navn, mappe / "data" / navn)
        (mappe / "noekkel" / "noekkel").write_text(TESTNOEKKEL, encoding="utf-8")
        (mappe / "noekkel" / "noekkel").chmod(0o600)
    # Den siste har fått uttrekkene til en annen.
    riktig = ANNEN if nummer == GAL else nummer
    for fil in (inn / "kommune.toml", inn / "befolkning.csv"):
        fil.write_bytes(fil.read_bytes().replace(EN.encode(), riktig.encode()))


@pytest.fixture(scope="module")
def bygget(rot):
    """Den felles mappen etter at køen er kjørt, koden den sluttet med, og det den sa."""
    with pytest.MonkeyPatch.context() as bytt, io.StringIO() as sagt:
        bytt.setenv("BOLIGDATA_DATA", str(rot / ANNEN / "data"))
        if os.geteuid() == 0 and not _kan_kjoere(sys.executable):
            # Her kan bare root bruke den Python testene kjøres med.
            bytt.setattr(Koe, "_som_eieren", lambda koeen, plass: {"umask": 0o077})
        with contextlib.redirect_stdout(sagt):
            kode = kommandolinjen.main(["alle", "bygg", "--mappe", str(rot)])
        return rot, kode, sagt.getvalue()


def _tallene(rot: Path, nummer: str, mappe: str) -> dict[str, list[tuple]]:
    """Alt i hver kube. Er det få tall i en av dem, kan to nøkler tilfeldig runde den av likt."""
    ut = rot / nummer / "data" / mappe
    with duckdb.connect(str(ut / gjeldende(ut)), read_only=True) as con:
        return {
            kube: con.sql(f"select * from kube_{kube} order by all").fetchall()
            for kube in katalog.kuber()
        }


def test_en_som_gaar_galt_stopper_ikke_de_andre_og_staar_i_rapporten(bygget):
    rot, kode, sagt = bygget
    assert kode == 1
    assert f"{ANNEN}  gjort" in sagt and f"{GAL}  GALT" in sagt
    assert sagt.rstrip().endswith("1 av 2 kommuner er gjort.")
    assert (rot / ANNEN / "data" / "publisert" / pekeren.PEKER).exists()


def test_uttrekkene_til_en_annen_kommune_blir_ikke_bygget(bygget):
    rot, _, sagt = bygget
    assert "tallene til en annen kommune" in sagt.partition(f"\n{GAL}:")[2]
    assert not (rot / GAL / "data" / "publisert" / pekeren.PEKER).exists()


def test_hver_kommune_har_sin_egen_noekkel_som_bare_den_kan_lese(bygget):
    """Den som starter køen, har en annen i miljøet."""
    rot, *_ = bygget
    noekkelen = Kommuneplass(ANNEN, rot / ANNEN).noekkel
    assert len(noekkelen.read_text().strip()) == 64 != len(TESTNOEKKEL)
    assert noekkelen.stat().st_mode & 0o077 == 0


def test_de_samme_saksnumrene_i_to_kommuner_gir_tall_som_ikke_kan_settes_sammen(bygget):
    """De eksakte tallene er like. De som vises, er rundet av hver for seg, så forskjellen sier ingenting."""
    rot, *_ = bygget
    assert _tallene(rot, EN, "internt") == _tallene(rot, ANNEN, "internt")
    assert _tallene(rot, EN, "publisert") != _tallene(rot, ANNEN, "publisert")
    avtrykkene = [
        next((rot / nummer / "data" / "internt").glob("*.rader")).read_bytes()
        for nummer in (EN, ANNEN)
    ]
    assert not {*_biter(avtrykkene[0])} & {*_biter(avtrykkene[1])}


def _biter(innhold: bytes) -> list[bytes]:
    return [innhold[nr : nr + 16] for nr in range(64, len(innhold) - 16, 16)]


@pytest.mark.parametrize(
    "angrep",
    [
        "open('{annen}/noekkel/noekkel').read()",
        "open('{annen}/data/publisert/gjeldende.json').read()",
        "open('{en}/data/../../{nummer}/noekkel/noekkel').read()",
        "__import__('os').listdir('{annen}')",
        "open('{annen}/data/inn/ny.csv', 'w')",
        "__import__('os').link('{annen}/noekkel/noekkel', '{en}/data/stjaalet')",
        "__import__('os').symlink('{annen}/noekkel/noekkel', '{en}/data/lenke') "
        "or open('{en}/data/lenke').read()",
    ],
)
def test_den_som_har_tatt_over_en_kommune_naar_ikke_filene_til_en_annen(
    bygget, angriper, angrep
):
    rot, *_ = bygget
    koden = angrep.format(en=rot / EN, annen=rot / ANNEN, nummer=ANNEN)
    svar = subprocess.run(
        [angriper, "-c", koden],
        check=False,
        capture_output=True,
        text=True,
        **_som(BRUKERE[EN]),
    )
    assert svar.returncode and "PermissionError" in svar.stderr, svar.stderr


def test_et_bygg_ser_ikke_noe_i_miljoeet_om_en_annen_kommune(rot, monkeypatch):
    monkeypatch.setenv("BOLIGDATA_NOEKKEL", "hemmelig")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hemmelig")
    monkeypatch.setenv("PGPASSWORD", "hemmelig")
    for nummer in (EN, ANNEN):
        miljoe = koe.miljoe(Kommuneplass(nummer, rot / nummer))
        assert "hemmelig" not in miljoe.values()
        om_kommunen = [verdi for verdi in miljoe.values() if str(rot) in verdi]
        assert om_kommunen and all(
            Path(verdi).is_relative_to(rot / nummer) for verdi in om_kommunen
        )


@pytest.mark.parametrize("hvordan", ["mappen er kopiert", "pekeren er flyttet"])
def test_tallene_til_en_annen_kommune_vises_aldri(
    bygget, tmp_path, monkeypatch, hvordan
):
    rot, *_ = bygget
    annen, egen = rot / ANNEN / "data" / "publisert", tmp_path / "publisert"
    if hvordan == "mappen er kopiert":
        shutil.copytree(annen, egen)
    else:
        egen.mkdir()
        peker = pekeren.les(annen)
        veien = os.path.relpath(annen / peker["fil"], egen)
        pekeren.skriv(egen, peker | {"fil": veien})
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(egen))
    monkeypatch.setenv("BOLIGDATA_KOMMUNE", EN)
    with pytest.raises(Brukerfeil, match="tallene til en annen kommune"):
        lesing.meta()
    monkeypatch.setenv("BOLIGDATA_KOMMUNE", ANNEN)
    assert lesing.meta().kommunenummer == ANNEN


# ------------------------------------------------------------------------------ plassene


@pytest.mark.parametrize(
    "innhold, melding",
    [
        ('["../9902"]', "ikke et kommunenummer"),
        ('["99011"]', "ikke et kommunenummer"),
        ("", "ingen kommuner"),
        ('["9901"', "kan ikke leses"),
        ('["9901"]\nmappe = "/etc"', "noe annet enn feltene"),
        ('["9901"]\nnavn = "bolig.no {"', "ikke et navn"),
        ('["9901"]\nnavn = 3', "ikke et navn"),
        ('["9901"]\nnavn = "a.no"\n["9902"]\nnavn = "A.no"', "står to ganger"),
        ('["9901"]\nnavn = "a.no"\n["9902"]\nansattnavn = "a.no"', "står to ganger"),
    ],
)
def test_en_liste_der_to_kommuner_ville_delt_noe_blir_avvist(
    tmp_path, innhold, melding
):
    (tmp_path / kommunene.FIL).write_text(innhold, encoding="utf-8")
    with pytest.raises(Brukerfeil, match=melding):
        kommunene.les(tmp_path)


def test_uten_en_liste_sies_det_hvilken_fil_som_mangler(tmp_path):
    with pytest.raises(Brukerfeil, match=kommunene.FIL):
        kommunene.les(tmp_path)


def test_ingen_port_er_den_samme_for_to_kommuner():
    portene = [
        port
        for nummer in range(10_000)
        for plass in [Kommuneplass(f"{nummer:04}", Path("/srv"))]
        for port in (*plass.alle.porter, *plass.ansatte.porter, *plass.maaleporter)
    ]
    assert len({*portene}) == len(portene) == 40_000
    assert min(portene) >= 1024 and max(portene) < 65_536


@pytest.mark.parametrize("hva", ["lenke", "datalenke", "aapen", "borte"])
def test_en_mappe_som_er_en_lenke_eller_aapen_for_andre_blir_ikke_kjoert(tmp_path, hva):
    plass, annen = Kommuneplass(EN, tmp_path / EN), tmp_path / "annen"
    for mappe in (annen, annen / "data"):
        mappe.mkdir(mode=0o750)
    if hva == "lenke":
        plass.mappe.symlink_to(annen)
    elif hva != "borte":
        plass.mappe.mkdir(mode=0o750)
    if hva == "datalenke":
        plass.data.symlink_to(annen / "data")
    elif hva == "aapen":
        plass.data.mkdir()
        plass.data.chmod(0o755)
    [utfall] = Koe([plass], 1, 5).kjoer("bygg")
    assert not utfall.gjort and str(plass.mappe) in utfall.sagt


@pytest.mark.skipif(os.name != "nt" and os.geteuid() != 0, reason="bare for root")
def test_to_kommuner_med_den_samme_brukeren_blir_ikke_kjoert(tmp_path):
    plassene = [Kommuneplass(nummer, tmp_path / nummer) for nummer in (EN, ANNEN)]
    for plass in plassene:
        plass.data.mkdir(parents=True)
        for mappe in (plass.mappe, plass.data):
            mappe.chmod(0o750)
            os.chown(mappe, BRUKERE[EN], BRUKERE[EN])
    for utfall in Koe(plassene, 2, 5).kjoer("bygg"):
        assert not utfall.gjort and "den samme brukeren" in utfall.sagt


# ------------------------------------------------------------------------------ tjenestene


@pytest.fixture
def vert():
    """En maskin med to kommuner og et objektlager."""
    mappe = Path("/srv/boligdata")
    plassene = [
        Kommuneplass(EN, mappe / EN, "bolig.fjordvik.no", "ansatte.fjordvik.no"),
        Kommuneplass(ANNEN, mappe / ANNEN, "bolig.sundnes.no"),
    ]
    return Vertskap(
        ROT,
        Path("/usr/bin/python3"),
        mappe,
        Path("/etc/boligdata"),
        plassene,
        lager="s3://bolig/norge",
    )


def test_det_som_er_om_en_kommune_er_bare_navnet_og_portene(vert):
    filene = tjenester.enhetene(vert)
    om_en = {
        navn: innhold for navn, innhold in filene.items() if EN in navn or ANNEN in navn
    }
    assert len(om_en) == 4
    for navn, innhold in om_en.items():
        felter = {linje.partition("=")[0] for linje in innhold.splitlines() if linje}
        assert felter <= {
            "[Service]",
            "Environment",
            "SocketBindAllow",
            "SocketBindDeny",
        }, navn
    flere = dataclasses.replace(
        vert, plassene=[*vert.plassene, Kommuneplass(GAL, vert.mappe / GAL)]
    )
    felles = {
        navn
        for navn, innhold in tjenester.enhetene(flere).items()
        if innhold != filene.get(navn)
    }
    assert felles == {
        "boligdata.target",
        "boligdata-brukere.conf",
        *(f"{navn}@{GAL}.service.d/sted.conf" for navn in PROSESSER),
    }


def test_en_prosess_svarer_bare_paa_portene_til_sin_egen_kommune(vert):
    filene = tjenester.enhetene(vert)
    portene = [
        {*re.findall(r"SocketBindAllow=tcp:(\d+)", filene[navn])}
        for navn in filene
        if navn.endswith("sted.conf")
    ]
    assert len(portene) == 4 and len(set.union(*portene)) == 8
    innhold = filene[f"boligdata@{EN}.service.d/sted.conf"]
    assert "SocketBindDeny=any" in innhold
    [port] = vert.plassene[0].alle.porter
    assert f"STREAMLIT_SERVER_PORT={port}\n" in innhold
    assert "STREAMLIT_BROWSER_SERVER_ADDRESS=bolig.fjordvik.no\n" in innhold


def test_hver_tjeneste_ser_bare_mappene_til_sin_egen_kommune(vert):
    for navn, innhold in tjenester.enhetene(vert).items():
        if not navn.endswith("@.service"):
            continue
        for mappe in (vert.mappe, vert.hemmeligheter):
            assert f"TemporaryFileSystem={mappe}:ro\n" in innhold
            assert f"BindReadOnlyPaths=-{mappe}/%i\n" in innhold
        assert "User=boligdata-%i\n" in innhold
        assert "BOLIGDATA_KOMMUNE=%i\n" in innhold
        stiene = re.findall(r"/(?:srv|etc)/boligdata/(\S\S)", innhold)
        assert {*stiene} == {"%i"}, navn
        if "BOLIGDATA_PUBLISERT" in innhold:
            assert "BOLIGDATA_PUBLISERT=s3://bolig/norge/%i\n" in innhold
            assert "LoadCredential=lager:/etc/boligdata/%i/lager\n" in innhold


def test_koeen_paa_maskinen_kan_ikke_lese_mappene_til_kommunene(vert):
    """Den er root, men uten rettighetene til det: da gjelder rettighetene på mappene også for den."""
    filene = tjenester.enhetene(vert)
    for jobb in JOBBER:
        innhold = filene[f"boligdata-alle-{jobb}.service"]
        assert "CapabilityBoundingSet=\n" in innhold
        assert "PrivateNetwork=yes\n" in innhold and "ReadWritePaths" not in innhold
        assert f"alle {jobb} --systemd --mappe /srv/boligdata --samtidig 2" in innhold


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="bare for root")
@pytest.mark.skipif(not shutil.which("setpriv"), reason="setpriv mangler")
def test_en_lenke_i_datamappen_faar_ikke_root_til_aa_gi_bort_en_mappe(vert):
    """Den som har tatt over en kommune, legger en lenke til en annen der tjenesten lager mappene sine."""
    rot = Path(tempfile.mkdtemp(prefix="vertskap-"))
    try:
        rot.chmod(0o755)
        egen, annen = rot / "en" / "data", rot / "annen"
        for mappe in (egen, annen):
            mappe.mkdir(parents=True)
            mappe.chmod(0o700)
        os.chown(egen, BRUKERE[EN], BRUKERE[EN])
        os.chown(annen, BRUKERE[ANNEN], BRUKERE[ANNEN])
        (egen / "arbeid").symlink_to(annen)
        for linje in tjenester.enhetene(vert)["boligdata@.service"].splitlines():
            if linje.startswith("ExecStartPre=+"):
                kommando = (
                    linje.removeprefix("ExecStartPre=+")
                    .replace("/srv/boligdata/%i", str(egen.parent))
                    .replace("boligdata-%i", str(BRUKERE[EN]))
                )
                subprocess.run(kommando.split(), check=False, capture_output=True)
        assert annen.stat().st_uid == BRUKERE[ANNEN]
        assert annen.stat().st_mode & 0o777 == 0o700
        assert (egen.parent / "noekkel").stat().st_uid == BRUKERE[EN]
    finally:
        shutil.rmtree(rot)


@pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="systemd-analyze mangler"
)
def test_systemd_godtar_filene_og_regner_tjenestene_som_godt_vernet(vert, tmp_path):
    """Brukeren til kommunen finnes ikke der testene kjøres. Den byttes med en som gjør det."""
    enhetene = {
        navn: innhold.replace("boligdata-%i", "games")
        for navn, innhold in tjenester.enhetene(vert).items()
    }
    filene = systemd.skriv(enhetene, tmp_path)
    malene = [fil for fil in filene if fil.parent == tmp_path and fil.suffix != ".conf"]
    svar = _analysert("verify", "--man=no", *malene)
    assert (svar.returncode, svar.stderr) == (0, "")
    for fil in malene:
        if fil.suffix == ".service":
            svar = _analysert("security", "--offline=true", "--no-pager", fil)
            utsatt = float(svar.stdout.splitlines()[-1].split(":")[1].split()[0])
            # Køen er root, for å kunne starte tjenestene.
            assert utsatt <= (2.5 if "alle" in fil.name else 2.0), svar.stdout


def _analysert(*valg) -> subprocess.CompletedProcess:
    return subprocess.run(
        ["systemd-analyze", *map(str, valg)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_kommandoen_skriver_filene_og_proxyen_med_et_navn_for_hver_kommune(tmp_path):
    (tmp_path / kommunene.FIL).write_text(
        f'["{EN}"]\nnavn = "bolig.fjordvik.no"\nansattnavn = "ansatte.fjordvik.no"\n'
        f'["{ANNEN}"]\nnavn = "bolig.sundnes.no"\n',
        encoding="utf-8",
    )
    til, caddy = tmp_path / "system", tmp_path / "Caddyfile"
    valg = ["--mappe", tmp_path, "--til", til, "--proxy", caddy]
    assert kommandolinjen.main(["vertskap", *map(str, valg)]) == 0
    assert (til / f"boligdata@{EN}.service.d" / "sted.conf").is_file()
    oppsettet = caddy.read_text("utf-8")
    portene = dict(
        zip(
            re.findall(r"^https://(\S+) \{", oppsettet, re.M),
            re.findall(r"reverse_proxy 127\.0\.0\.1:(\d+) \{", oppsettet),
        )
    )
    assert portene == {
        "bolig.fjordvik.no": "49604",
        "ansatte.fjordvik.no": "49605",
        "bolig.sundnes.no": "49608",
    }


# ------------------------------------------------------------------------------ køen


@pytest.fixture
def systemctl(tmp_path, monkeypatch):
    """Et `systemctl` som kjører et skript, i stedet for det på maskinen."""

    def lag(skript: str) -> Path:
        fil = tmp_path / "systemctl"
        fil.write_text(f"#!/bin/sh\n{skript}\n", encoding="utf-8")
        fil.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
        return tmp_path

    return lag


def _mange(antall: int) -> list[Kommuneplass]:
    return [Kommuneplass(f"{nummer:04}", Path("/srv")) for nummer in range(antall)]


def test_aldri_flere_samtidig_enn_det_er_bedt_om_og_alle_blir_tatt(systemctl):
    mappe = systemctl(
        'touch "${0%/*}/gaar-$$"; ls "${0%/*}" | grep -c gaar- >> "${0%/*}/antall"; '
        'sleep 0.1; rm "${0%/*}/gaar-$$"'
    )
    utfall = [*Koe(_mange(12), 3, 60, systemd=True).kjoer("bygg")]
    assert {en.nummer for en in utfall if en.gjort} == {
        plass.nummer for plass in _mange(12)
    }
    antallene = {int(linje) for linje in (mappe / "antall").read_text().split()}
    assert max(antallene) == 3


def test_med_systemd_startes_tjenesten_til_kommunen_og_det_den_sier_er_med(systemctl):
    systemctl('echo "$@"; exit 3')
    utfall = [*Koe(_mange(2), 2, 60, systemd=True).kjoer("lege")]
    assert {(en.gjort, en.sagt) for en in utfall} == {
        (False, f"start boligdata-lege@{plass.nummer}") for plass in _mange(2)
    }


@pytest.fixture
def egen_plass(tmp_path):
    """En plass som den som kjører testene, kan kjøre en jobb på."""
    plass = Kommuneplass(EN, tmp_path / EN)
    plass.data.mkdir(parents=True)
    for mappe in (plass.mappe, plass.data):
        mappe.chmod(0o750)
    return plass


def test_en_jobb_som_aldri_blir_ferdig_stoppes_med_det_den_har_startet(
    egen_plass, monkeypatch
):
    fil = egen_plass.mappe / "barn"
    _kjoer_i_stedet(monkeypatch, f"sleep 60 & echo $! > {fil}; wait")
    start = time.monotonic()
    [utfall] = Koe([egen_plass], 1, 2).kjoer("bygg")
    assert not utfall.gjort and "Ikke ferdig etter" in utfall.sagt
    assert time.monotonic() - start < 20
    assert _er_borte(int(fil.read_text()))


def test_den_som_stopper_koeen_stopper_det_som_er_i_gang(egen_plass, monkeypatch):
    fil = egen_plass.mappe / "barn"
    _kjoer_i_stedet(monkeypatch, f"[ -e {fil} ] && exec sleep 60; touch {fil}; exit 0")
    koeen = Koe([egen_plass] * 4, 1, 60)
    utfallene = koeen.kjoer("bygg")
    assert next(utfallene).gjort
    start = time.monotonic()
    utfallene.close()
    assert time.monotonic() - start < 20 and not koeen._i_gang


def _kjoer_i_stedet(monkeypatch, skript: str) -> None:
    """La køen kjøre dette, som den som kjører testene, i stedet for programmet."""
    popen = subprocess.Popen
    monkeypatch.setattr(Koe, "_som_eieren", lambda koeen, plass: {})
    monkeypatch.setattr(
        koe.subprocess,
        "Popen",
        lambda kommando, **valg: popen(["/bin/sh", "-c", skript], **valg),
    )


def _er_borte(pid: int) -> bool:
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        # En som er drept og ikke hentet av noen, er også borte.
        if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def test_kommandoen_sier_fra_uten_aa_gjoere_noe_naar_listen_er_gal(tmp_path, capsys):
    (tmp_path / kommunene.FIL).write_text('["x"]', encoding="utf-8")
    assert kommandolinjen.main(["alle", "bygg", "--mappe", str(tmp_path)]) == 1
    assert "kommunenummer" in capsys.readouterr().err
