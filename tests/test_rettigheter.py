"""Hvem som kan lese filene programmet skriver."""

import os
import stat
import subprocess

import duckdb
import pytest
from uttrekk import mikrokommune

from boligdata import __main__, bygg
from boligdata.bygg import rettigheter
from boligdata.felles import config

pytestmark = pytest.mark.skipif(
    os.name == "nt", reason="Windows har ikke slike rettigheter"
)


def modus(sti) -> int:
    return stat.S_IMODE(sti.stat().st_mode)


def test_nye_filer_er_bare_for_eieren_ogsaa_de_databasen_lager(tmp_path):
    with rettigheter.bare_eieren():
        (tmp_path / "mappe").mkdir()
        (tmp_path / "fil").write_text("x")
        con = duckdb.connect(str(tmp_path / "base.duckdb"))
        con.execute("create table t as select 1")
        logg = [modus(f) for f in tmp_path.glob("base.duckdb*")]
    con.close()
    assert modus(tmp_path / "mappe") == 0o700 and modus(tmp_path / "fil") == 0o600
    assert logg and set(logg) == {0o600}


def test_masken_er_som_foer_etterpaa_ogsaa_naar_noe_gaar_galt(tmp_path):
    foer = os.umask(0o022)
    try:
        with pytest.raises(ValueError), rettigheter.bare_eieren():
            raise ValueError
        (tmp_path / "fil").write_text("x")
        assert modus(tmp_path / "fil") == 0o644
    finally:
        os.umask(foer)


def test_filer_fra_foer_blir_strammet_inn(tmp_path):
    fil, mappe = tmp_path / "fil", tmp_path / "mappe"
    fil.write_text("x")
    mappe.mkdir()
    fil.chmod(0o644), mappe.chmod(0o755)
    rettigheter.stram_inn(fil, mappe, tmp_path / "finnes_ikke")
    assert (modus(fil), modus(mappe)) == (0o600, 0o700)


def test_en_mappe_som_finnes_blir_ikke_endret(tmp_path):
    ny, gammel = tmp_path / "a" / "b", tmp_path / "gammel"
    gammel.mkdir()
    gammel.chmod(0o750)
    rettigheter.lag_mappe(ny)
    rettigheter.lag_mappe(gammel)
    assert (modus(ny), modus(ny.parent), modus(gammel)) == (0o700, 0o700, 0o750)


@pytest.fixture
def aapen_maske():
    """Kontoen gir ellers alle lov til å lese nye filer."""
    foer = os.umask(0o000)
    yield
    os.umask(foer)


def test_alt_bygget_skriver_er_bare_for_eieren(tmp_path, aapen_maske):
    ut = tmp_path / "publisert"
    bygg.bygg(mikrokommune(tmp_path / "inn"), ut)
    assert {f.name.split("-")[0] for f in ut.iterdir()} >= {
        "publisert",
        "gjeldende.json",
        "bygg.laas",
    }
    for mappe in (ut, tmp_path / "internt"):
        assert modus(mappe) == 0o700
        assert {modus(f) for f in mappe.iterdir()} == {0o600}


@pytest.mark.parametrize("navn", ["rapport.xlsx", "rapport.csv"])
def test_rapporten_fra_sjekk_er_bare_for_eieren(tmp_path, aapen_maske, capsys, navn):
    sti = tmp_path / "rapporter" / navn
    sti.parent.mkdir(mode=0o755)
    sti.write_text("fra før")
    uttrekk = mikrokommune(tmp_path / "inn")
    for _ in range(2):
        __main__.main(["sjekk", "--uttrekk", str(uttrekk), "--rapport", str(sti)])
        assert modus(sti) == 0o600 and modus(sti.parent) == 0o755
        sti.unlink()


def test_uttrekk_og_databaser_holdes_utenfor_versjonskontrollen():
    stier = [
        "data/inn/soeknad.csv",
        "data/publisert/a.duckdb",
        "data/internt/a.duckdb",
        "x.duckdb",
        "avviksrapport.csv",
        "data/publisert/bygg.laas",
        "data/publisert/noekkel.merke",
    ]
    svar = subprocess.run(
        ["git", "check-ignore", *stier], cwd=config.ROT, capture_output=True, text=True
    )
    assert svar.stdout.split() == stier
