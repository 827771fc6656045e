"""Nøkkelen: hvor den kommer fra, hvem som kan lese den, og hva brukeren får vite når noe er
galt.
"""

import os
import stat
import subprocess
import sys

import pytest
from uttrekk import mikrokommune

from boligdata import bygg
from boligdata.bygg import noekkel
from boligdata.felles.config import ROT, Brukerfeil

posix = pytest.mark.skipif(os.name == "nt", reason="Windows har ikke slike rettigheter")


@pytest.fixture
def fil(tmp_path, monkeypatch):
    """En nøkkelfil som ikke finnes ennå, i en mappe som ikke finnes ennå."""
    sti = tmp_path / "innstillinger" / "boligdata" / "noekkel"
    monkeypatch.delenv(noekkel.NOEKKEL, raising=False)
    monkeypatch.setenv(noekkel.NOEKKELFIL, str(sti))
    return sti


def skriv(fil, innhold: bytes):
    fil.parent.mkdir(parents=True)
    fil.write_bytes(innhold)


def test_noekkelen_lages_foerste_gang_og_er_den_samme_siden(fil):
    foerste = noekkel.hent()
    assert (
        len(foerste) == 64
        and noekkel.hent() == foerste
        and fil.read_text().strip().encode() == foerste
    )
    assert [f.name for f in fil.parent.iterdir()] == ["noekkel"]


def test_to_noekler_er_aldri_like(fil):
    foerste = noekkel.hent()
    fil.unlink()
    assert noekkel.hent() != foerste


@posix
def test_bare_eieren_kan_lese_noekkelen(fil):
    foer = os.umask(0o000)
    try:
        noekkel.hent()
    finally:
        os.umask(foer)
    assert stat.S_IMODE(fil.stat().st_mode) == 0o600
    assert stat.S_IMODE(fil.parent.stat().st_mode) == 0o700


def test_to_prosesser_som_begynner_samtidig_faar_samme_noekkel(fil):
    kode = "from boligdata.bygg import noekkel; print(noekkel.hent().decode())"
    prosesser = [
        subprocess.Popen(
            [sys.executable, "-c", kode], cwd=ROT, stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    assert len({p.communicate()[0] for p in prosesser}) == 1
    assert [f.name for f in fil.parent.iterdir()] == ["noekkel"]


def test_noekkelen_i_miljoeet_gaar_foran_filen(fil, monkeypatch):
    monkeypatch.setenv(noekkel.NOEKKEL, "  " + "æ" * 32 + "\n")
    assert noekkel.hent() == ("æ" * 32).encode() and not fil.exists()


def test_uten_valg_ligger_noekkelen_i_mappen_for_innstillinger(monkeypatch, tmp_path):
    monkeypatch.delenv(noekkel.NOEKKELFIL, raising=False)
    for variabel in ("APPDATA", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(variabel, str(tmp_path))
    assert noekkel.fil() == tmp_path / "boligdata" / "noekkel"


@posix
def test_uten_mappe_for_innstillinger_ligger_noekkelen_i_hjemmemappen(
    monkeypatch, tmp_path
):
    monkeypatch.delenv(noekkel.NOEKKELFIL, raising=False)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert noekkel.fil() == tmp_path / ".config" / "boligdata" / "noekkel"


def test_noekkelen_kan_ikke_ligge_i_datamappen(tmp_path, monkeypatch, fil):
    monkeypatch.setenv("BOLIGDATA_DATA", str(tmp_path))
    with pytest.raises(Brukerfeil, match="ligger i datamappen.*BOLIGDATA_NOEKKELFIL"):
        noekkel.hent()
    assert not fil.exists()


@pytest.mark.parametrize("mappe", ["BOLIGDATA_PUBLISERT", "BOLIGDATA_INTERNT"])
def test_noekkelen_kan_heller_ikke_ligge_med_tallene_et_annet_sted(
    tmp_path, monkeypatch, fil, mappe
):
    monkeypatch.setenv("BOLIGDATA_DATA", str(tmp_path / "data"))
    monkeypatch.setenv(mappe, str(fil.parent))
    with pytest.raises(Brukerfeil, match="sammen med det den skal verne"):
        noekkel.hent()
    assert not fil.exists()


@pytest.mark.parametrize(
    "innhold, antall",
    [(b"", 0), (b"kort", 4), (b"\xef\xbb\xbf" + b"x" * 31 + b"\r\n", 31)],
)
def test_en_for_kort_noekkel_blir_avvist_uten_aa_vises(fil, innhold, antall):
    skriv(fil, innhold)
    with pytest.raises(
        Brukerfeil, match=f"for kort.*minst 32 tegn, men har {antall}"
    ) as feil:
        noekkel.hent()
    assert "x" * 31 not in str(feil.value)
    assert fil.read_bytes() == innhold, "en nøkkel som finnes, blir aldri skrevet over"


def test_en_for_kort_noekkel_i_miljoeet_blir_avvist(fil, monkeypatch):
    monkeypatch.setenv(noekkel.NOEKKEL, "hemmelig")
    with pytest.raises(Brukerfeil, match="BOLIGDATA_NOEKKEL er for kort") as feil:
        noekkel.hent()
    assert "hemmelig" not in str(feil.value)


def test_en_noekkelfil_som_ikke_er_tekst_eller_er_en_mappe_blir_forklart(fil):
    skriv(fil, b"\xff\xfe\x00\x81" * 20)
    with pytest.raises(Brukerfeil, match="kan ikke leses.*sikkerhetskopien"):
        noekkel.hent()
    fil.unlink()
    fil.mkdir()
    with pytest.raises(Brukerfeil, match="kan ikke leses"):
        noekkel.hent()


@posix
@pytest.mark.skipif(os.name != "nt" and os.geteuid() == 0, reason="root kan lese alt")
def test_en_noekkelfil_uten_lesetilgang_blir_forklart(fil):
    skriv(fil, b"x" * 64)
    fil.chmod(0o000)
    with pytest.raises(Brukerfeil, match="kan ikke leses"):
        noekkel.hent()


def test_en_mappe_som_ikke_kan_lages_blir_forklart(fil):
    fil.parents[1].write_text("en fil der mappen skulle vært")
    with pytest.raises(
        Brukerfeil, match="Kan ikke lage nøkkelfilen.*BOLIGDATA_NOEKKELFIL"
    ):
        noekkel.hent()


def test_en_noekkelfil_andre_kan_lese_blir_strammet_inn(fil):
    skriv(fil, b"x" * 64)
    fil.chmod(0o644)
    noekkel.hent()
    assert os.name == "nt" or stat.S_IMODE(fil.stat().st_mode) == 0o600


def test_noekler_til_ulike_formaal_er_ulike_og_de_samme_hver_gang(fil):
    assert (
        noekkel.avled("avrunding")
        == noekkel.avled("avrunding")
        != noekkel.avled("merke")
    )
    assert len(noekkel.avled("avrunding")) == 32


def test_en_annen_noekkel_stopper_til_noen_har_bestemt_at_den_skal_gjelde(
    fil, tmp_path
):
    noekkel.krev_samme(tmp_path)
    noekkel.krev_samme(tmp_path)
    fil.unlink()
    with pytest.raises(
        Brukerfeil, match="Nøkkelen er en annen.*sikkerhetskopien.*flytt"
    ):
        noekkel.krev_samme(tmp_path)
    (tmp_path / noekkel.MERKE).unlink()
    noekkel.krev_samme(tmp_path)


def test_merket_roeper_ikke_noekkelen(fil, tmp_path):
    noekkel.krev_samme(tmp_path)
    merke = (tmp_path / noekkel.MERKE).read_text().strip()
    assert len(merke) == 16 and merke not in noekkel.hent().decode()


def test_bygget_av_kommunens_egne_tall_stopper_naar_noekkelen_er_borte(
    tmp_path, monkeypatch
):
    """Den første nøkkelen har satt merket sitt. Da kommer bygget aldri så langt som til tallene."""
    uttrekk, ut = mikrokommune(tmp_path / "inn"), tmp_path / "ut"
    kommune = uttrekk / "kommune.toml"
    kommune.write_text(
        kommune.read_text(encoding="utf-8")
        .replace("fiktiv = true", "")
        .replace("i_dag =", "# i_dag ="),
        encoding="utf-8",
    )
    ut.mkdir()
    noekkel.krev_samme(ut)
    monkeypatch.setenv(
        noekkel.NOEKKEL, "en helt annen nøkkel, laget etter at den første ble borte"
    )
    with pytest.raises(Brukerfeil, match="Nøkkelen er en annen"):
        bygg.bygg(uttrekk, ut)
    assert not [*ut.glob("*.duckdb"), *ut.glob("gjeldende.json")]
