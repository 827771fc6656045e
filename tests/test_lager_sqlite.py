"""Lageret i en fil: disken kan være full, låst, skadet, borte eller en annen maskin."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path

import pytest
from lagerarbeider import ny

from boligdata.arbeid import lager as rommet
from boligdata.arbeid.lager import ArbeidFeil, Sletting, migrering, nettverk, sqlite
from boligdata.felles.config import ROT


@pytest.fixture
def mappe(tmp_path):
    return tmp_path / "arbeid"


@pytest.fixture
def lager(mappe):
    """Et lager som nesten ikke venter på andre."""
    lager = rommet.aapne(mappe, vent_ms=50)
    yield lager
    lager.lukk()


def direkte(mappe):
    """Rett inn i filen, uten innstillingene programmet bruker."""
    return contextlib.closing(
        sqlite3.connect(mappe / sqlite.FILNAVN, isolation_level=None)
    )


def test_innstillingene_er_de_som_taaler_at_stroemmen_gaar(lager):
    with lager._base.skriving() as forbindelse:
        assert [
            forbindelse.hent(f"pragma {navn}")[0][0]
            for navn in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ] == ["wal", 2, 1, 50]


@pytest.mark.skipif(os.name == "nt", reason="Windows har ikke slike rettigheter")
def test_ingen_utenfor_gruppen_kan_aapne_det_som_er_skrevet_eller_en_kopi_av_det(
    tmp_path,
):
    """Innspill har navn på folk. Masken er den som lar flest lese."""
    foer = os.umask(0)
    try:
        mappe = tmp_path / "arbeid"
        lager = rommet.aapne(mappe)
        lager.lagre(ny("t1", 0, "Kari"))
        kopien = lager.sikkerhetskopi(tmp_path / "kopi" / "arbeid.sqlite")
        filene = [mappe, *mappe.iterdir(), kopien.parent, kopien]
        assert len(filene) >= 5
        assert [fil for fil in filene if fil.stat().st_mode & 0o007] == []
        lager.lukk()
    finally:
        os.umask(foer)


@pytest.mark.skipif(os.name == "nt", reason="Windows har ikke slike rettigheter")
def test_en_fil_alle_kunne_lese_blir_stengt_for_andre_neste_gang_den_aapnes(mappe):
    rommet.aapne(mappe).lukk()
    (mappe / sqlite.FILNAVN).chmod(0o644)
    rommet.aapne(mappe).lukk()
    assert (mappe / sqlite.FILNAVN).stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    "nr, endring_id, versjon",
    [("1", "ny", 2), ("null", "gammel", 2), ("null", "ny", 1), ("1", "gammel", 1)],
    ids=["nummeret", "endringen", "versjonen", "alt"],
)
@pytest.mark.parametrize("ord_", ["replace", "insert or replace", "insert or ignore"])
def test_replace_skriver_ikke_over_historikken(
    lager, mappe, ord_, nr, endring_id, versjon
):
    """REPLACE sletter raden uten å utløse vakten mot sletting."""
    lagret = ny("t1", 0, "Kari")
    lager.lagre(lagret)
    id_ = lagret.endring_id if endring_id == "gammel" else str(uuid.uuid4())
    rad = f"{nr}, '{id_}', 'tiltak', 't1', {versjon}, '{{}}', 'Ola', ''"
    with direkte(mappe) as forbindelse, pytest.raises(sqlite3.IntegrityError):
        forbindelse.execute(
            f"{ord_} into hendelse values ({rad}, '2025-01-01T00:00:00.000000Z')"
        )
    assert [h.hvem for h in lager.historikk("tiltak", "t1")] == ["Kari"]


def test_en_full_disk_sier_at_det_ikke_er_lagret_og_virker_igjen_etterpaa(
    mappe, monkeypatch
):
    rommet.aapne(mappe).lukk()
    koble, plass = sqlite.Fil._koble, "max_page_count = 1"

    def trang(selv, modus):
        forbindelse = koble(selv, modus)
        forbindelse.hent(f"pragma {plass}")
        return forbindelse

    monkeypatch.setattr(sqlite.Fil, "_koble", trang)
    lager = rommet.aapne(mappe)
    stor = ny("t1", 0, "Kari")
    stor.innhold["hensikt"] = "x" * 500_000
    with pytest.raises(ArbeidFeil, match="ikke lagret.*Disken er full. Frigjør plass"):
        lager.lagre(stor)
    assert lager.gjeldende("tiltak") == []
    lager.lukk()
    plass = "max_page_count = 100000"
    lager = rommet.aapne(mappe)
    assert lager.lagre(stor).versjon == 1
    lager.lukk()


def test_en_disk_som_ikke_tar_imot_mer_sier_det(lager):
    resource = pytest.importorskip("resource", reason="Windows har ikke slike grenser")
    lager.lagre(ny("t1", 0, "Kari"))
    stor = ny("t1", 1, "Kari")
    stor.innhold["hensikt"] = "x" * 900_000
    myk, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
    try:
        with pytest.raises(ArbeidFeil, match="ikke lagret.*Disken tar ikke imot mer"):
            lager.lagre(stor)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (myk, hard))
    assert lager.hent("tiltak", "t1").versjon == 1
    assert lager.lagre(stor).versjon == 2


def test_en_laast_fil_sier_hva_som_kan_holde_den(lager, mappe):
    endring = ny("t1", 0, "Kari")
    with direkte(mappe) as andre:
        andre.execute("begin immediate")
        with pytest.raises(ArbeidFeil, match="holder filen med arbeidsdata låst"):
            lager.lagre(endring)
        assert lager.gjeldende("tiltak") == []
    assert lager.lagre(endring).versjon == 1


def test_en_skadet_fil_blir_ikke_skrevet_over(lager, mappe):
    lager.lukk()
    fil = mappe / sqlite.FILNAVN
    fil.write_bytes(b"dette er ikke en database" * 1000)
    with pytest.raises(ArbeidFeil, match="skadet.*hent den siste sikkerhetskopien"):
        rommet.aapne(mappe)
    assert fil.read_bytes().startswith(b"dette er ikke")


@pytest.mark.skipif(os.name == "nt", reason="Windows flytter ikke en åpen fil")
def test_er_filen_borte_lages_ikke_en_ny_og_tom(lager, mappe):
    lager.lagre(ny("t1", 0, "Kari"))
    fil = mappe / sqlite.FILNAVN
    flyttet = fil.rename(fil.with_name("flyttet.sqlite"))
    for proev in (
        lambda: lager.lagre(ny("t2", 0, "Kari")),
        lambda: lager.gjeldende("tiltak"),
    ):
        with pytest.raises(ArbeidFeil, match="arbeidsdata er borte"):
            proev()
    assert not fil.exists()
    flyttet.rename(fil)
    assert lager.lagre(ny("t2", 0, "Kari")).versjon == 1
    assert len(lager.gjeldende("tiltak")) == 2


@pytest.mark.skipif(os.name == "nt", reason="Windows flytter ikke en åpen fil")
def test_er_filen_byttet_ut_lagres_det_i_den_nye(lager, mappe, tmp_path):
    """Ellers ville det som ble lagret, ligge i en fil ingen finner igjen."""
    lager.lagre(ny("t1", 0, "Kari"))
    kopi = lager.sikkerhetskopi(tmp_path / "kopi.sqlite")
    for ved_siden_av in mappe.glob("*-*"):
        ved_siden_av.unlink()
    shutil.copy(kopi, mappe / "ny.sqlite")
    os.replace(mappe / "ny.sqlite", mappe / sqlite.FILNAVN)
    lager.lagre(ny("t2", 0, "Kari"))
    with direkte(mappe) as forbindelse:
        svar = forbindelse.execute("select objekt_id from hendelse order by nr")
        assert svar.fetchall() == [("t1",), ("t2",)]


@pytest.fixture
def bare_lesbar():
    """En mappe med ett tiltak, og en som ikke får skrive der: `som_annen()`."""
    rot = Path(tempfile.mkdtemp(dir="/tmp"))
    rot.chmod(0o755)
    mappe = rot / "arbeid"
    lager = rommet.aapne(mappe)
    lager.lagre(ny("t1", 0, "Kari"))
    for del_ in (mappe, *mappe.iterdir()):
        del_.chmod(0o555 if del_.is_dir() else 0o444)
    yield mappe, lager
    lager.lukk()
    mappe.chmod(0o755)
    shutil.rmtree(rot)


@contextlib.contextmanager
def som_annen():
    """Root får skrive overalt, så da byttes brukeren en stund."""
    if er_root := os.geteuid() == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        if er_root:
            os.seteuid(0)


@pytest.mark.skipif(os.name == "nt", reason="Windows har andre rettigheter")
@pytest.mark.parametrize("i_bruk", [True, False], ids=["i bruk", "lukket"])
def test_en_mappe_det_ikke_kan_skrives_i_kan_leses_og_sier_fra(bare_lesbar, i_bruk):
    mappe, skriver = bare_lesbar
    if not i_bruk:
        mappe.chmod(0o755)
        skriver.lukk()
        mappe.chmod(0o555)
    with som_annen():
        lager = rommet.aapne(mappe)
        assert "skriverett" in lager.skrivesperre
        assert [h.objekt_id for h in lager.gjeldende("tiltak")] == ["t1"]
        with pytest.raises(ArbeidFeil, match="ikke lagret.*skriverett til mappen"):
            lager.lagre(ny("t2", 0, "Kari"))
    mappe.chmod(0o777)
    for fil in mappe.iterdir():
        fil.chmod(0o666)
    with som_annen():
        assert lager.lagre(ny("t2", 0, "Kari")).versjon == 1
        assert lager.skrivesperre == ""
        lager.lukk()


@pytest.mark.skipif(os.name == "nt", reason="Windows har andre rettigheter")
def test_en_mappe_det_ikke_kan_lages_noe_i_sier_hva_som_trengs(bare_lesbar):
    mappe, _ = bare_lesbar
    with som_annen(), pytest.raises(ArbeidFeil, match="Gi det skriverett til mappen"):
        rommet.aapne(mappe / "ny")


def test_en_fil_der_mappen_skulle_vaert_avvises(tmp_path):
    fil = tmp_path / "arbeid.sqlite"
    fil.touch()
    with pytest.raises(ArbeidFeil, match="skal være en mappe"):
        rommet.aapne(fil)


# ------------------------------------------------------------------ delte mapper

MONTERT = """\
/dev/vda / ext4 rw 0 0
proc /proc proc rw 0 0
tjener:/felles /mnt/felles\\040mappe nfs4 rw 0 0
//tjener/hjem /home/kari cifs rw 0 0
/dev/vdb /home/kari/lokal ext4 rw 0 0
kari@tjener: /mnt/ssh fuse.sshfs rw 0 0
"""
MAC = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
//kari@tjener/felles on /Volumes/felles mappe (smbfs, nodev, nosuid)
"""


def test_lageret_kan_brukes_naar_tjenesten_bare_ser_prosessene_i_proc(tmp_path):
    """Slik systemd setter det opp (ProcSubset=pid): da er /proc/mounts borte."""
    kode = (
        "from pathlib import Path; from boligdata.arbeid.lager import nettverk; "
        f"print(nettverk.er_delt(Path({str(tmp_path)!r})))"
    )
    skall = 'mount -t proc -o subset=pid proc /proc && exec "$@"'
    unshare = ["unshare", "--mount", "sh", "-c", skall, "sh"]
    with contextlib.suppress(FileNotFoundError):
        proeve = subprocess.run([*unshare, "true"], capture_output=True, check=False)
        if proeve.returncode == 0:
            svar = subprocess.run(
                [*unshare, sys.executable, "-c", kode],
                cwd=ROT,
                capture_output=True,
                text=True,
                check=False,
            )
            assert svar.stdout == "False\n", svar.stderr
            return
    pytest.skip("Bare root på Linux kan stenge /proc.")


@pytest.mark.parametrize(
    "mappe, delt",
    [
        ("/srv/arbeid", False),
        ("/mnt/felles mappe/arbeid", True),
        ("/mnt/felles mappen", False),
        ("/home/kari/arbeid", True),
        ("/home/kari/lokal/arbeid", False),
        ("/mnt/ssh", True),
    ],
)
def test_en_delt_nettverksmappe_kjennes_igjen(mappe, delt, monkeypatch):
    monkeypatch.setattr(nettverk, "_monteringer", lambda: nettverk.linux(MONTERT))
    assert nettverk.er_delt(Path(mappe)) is delt


def test_en_delt_mappe_paa_macos_kjennes_igjen(monkeypatch):
    monkeypatch.setattr(nettverk, "_monteringer", lambda: nettverk.macos(MAC))
    assert nettverk.er_delt(Path("/Volumes/felles mappe/arbeid"))
    assert not nettverk.er_delt(Path("/Users/kari"))


def test_en_adresse_til_en_delt_mappe_i_windows_kjennes_igjen():
    assert nettverk.er_delt(Path("\\\\tjener\\felles\\arbeid"))
    assert nettverk.er_delt(Path("//tjener/felles"))


def test_lageret_legges_ikke_paa_en_delt_mappe(monkeypatch, mappe):
    monkeypatch.setattr(nettverk, "_monteringer", lambda: [(Path("/"), "nfs4")])
    with pytest.raises(ArbeidFeil, match="delt nettverksmappe.*PostgreSQL-database"):
        rommet.aapne(mappe)
    assert not mappe.exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows har ikke denne låsingen")
def test_et_filsystem_uten_delt_minne_brukes_ikke(mappe, monkeypatch):
    monkeypatch.setattr(
        sqlite.Fil,
        "_koble",
        lambda selv, modus, koble=sqlite.Fil._koble: koble(
            selv, f"{modus}&vfs=unix-dotfile"
        ),
    )
    with pytest.raises(ArbeidFeil, match="filsystem der SQLite ikke kan lagre trygt"):
        rommet.aapne(mappe)


# ------------------------------------------------------------------ kopier og utgaver


def test_en_kopi_legges_ikke_over_filen_som_er_i_bruk(lager, mappe):
    lager.lagre(ny("t1", 0, "Kari"))
    with pytest.raises(ArbeidFeil, match="kan ikke legges over filen som er i bruk"):
        lager.sikkerhetskopi(mappe / sqlite.FILNAVN)
    assert len(lager.gjeldende("tiltak")) == 1


def test_en_ny_kopi_erstatter_den_forrige_foerst_naar_den_er_hel(
    lager, tmp_path, monkeypatch
):
    lager.lagre(ny("t1", 0, "Kari"))
    kopi = lager.sikkerhetskopi(tmp_path / "kopi.sqlite")
    foer = kopi.read_bytes()
    lager.lagre(ny("t2", 0, "Kari"))

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as med_feil:
        med_feil.setattr(os, "fsync", full)
        with pytest.raises(ArbeidFeil, match="Sikkerhetskopien ble ikke laget"):
            lager.sikkerhetskopi(kopi)
    assert kopi.read_bytes() == foer
    assert [fil for fil in tmp_path.iterdir() if fil.is_file()] == [kopi]
    lager.sikkerhetskopi(kopi)
    with contextlib.closing(sqlite3.connect(kopi)) as forbindelse:
        assert forbindelse.execute("select count(*) from gjeldende").fetchone() == (2,)
        assert forbindelse.execute("pragma journal_mode").fetchone() == ("delete",)


def test_filen_som_er_i_bruk_kan_ikke_hentes_som_om_den_var_en_kopi(
    lager, mappe, tmp_path
):
    """Det siste som er lagret, står i loggen ved siden av."""
    lager.lagre(ny("t1", 0, "Kari"))
    nytt = rommet.aapne(tmp_path / "nytt")
    with pytest.raises(ArbeidFeil, match="er i bruk"):
        nytt.hent_kopi(mappe / sqlite.FILNAVN)
    nytt.lukk()


def test_foer_tabellene_endres_tas_en_kopi(lager, mappe, monkeypatch):
    lager.lagre(ny("t1", 0, "Kari"))
    lager.lukk()
    ekte = migrering.steg
    neste = max(ekte("sqlite")) + 1
    monkeypatch.setattr(
        migrering, "steg", lambda slag: ekte(slag) | {neste: "drop table gjeldende;"}
    )
    rommet.aapne(mappe).lukk()
    with contextlib.closing(
        sqlite3.connect(mappe / f"arbeid-foer-utgave-{neste}.sqlite")
    ) as forbindelse:
        svar = forbindelse.execute("select count(*) from gjeldende")
        assert svar.fetchone() == (1,)


def test_biblioteket_for_tjeneren_lastes_ikke_for_en_fil(mappe):
    kode = (
        "import sys; from boligdata.arbeid import lager; "
        f"lager.aapne({str(mappe)!r}).merke(); print('psycopg' in sys.modules)"
    )
    svar = subprocess.run(
        [sys.executable, "-c", kode],
        cwd=ROT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert svar.stdout.strip() == "False"


def test_en_sletting_mens_noen_leser_sier_at_det_gamle_ikke_er_skrevet_over_ennaa(
    lager, mappe
):
    """Det er slettet, men de gamle sidene ligger i loggen til den som leser, er ferdig."""
    lager.lagre(ny("t1", 0, "Kari"))
    bedt_om = Sletting(
        str(uuid.uuid4()), "tiltak", "t1", 1, ("tittel",), (), "Kari", ""
    )
    with lager.bilde() as bilde:
        assert bilde.merke()
        svar = lager.slett(bedt_om)
    assert not svar.visket_ut
    assert lager.visk_ut()
    assert not (mappe / "arbeid.sqlite-wal").stat().st_size


def test_slettingen_nevner_kopiene_programmet_selv_har_laget(lager, mappe):
    lager.lagre(ny("t1", 0, "Kari"))
    (mappe / "arbeid-foer-utgave-2.sqlite").touch()
    bedt_om = Sletting(
        str(uuid.uuid4()), "tiltak", "t1", 1, ("tittel",), (), "Kari", ""
    )
    assert lager.slett(bedt_om).kopier == ("arbeid-foer-utgave-2.sqlite",)
