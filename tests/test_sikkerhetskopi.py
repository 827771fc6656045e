"""Sikkerhetskopien: én kryptert fil mens dashbordet er i bruk, og veien tilbake på en tom maskin."""

import io
import os
import re
import shutil
import stat
import tarfile
import uuid
from pathlib import Path

import duckdb
import pyrage
import pytest

from boligdata import bygg
from boligdata.__main__ import main
from boligdata.arbeid import lager
from boligdata.arbeid.lager import NyEndring
from boligdata.bygg import noekkel, utgiver
from boligdata.bygg.sikkerhetskopi import innhold, laas
from boligdata.bygg.sikkerhetskopi.ta import kopiene, ta
from boligdata.bygg.sikkerhetskopi.tilbake import gjenopprett
from boligdata.felles import config
from boligdata.felles.config import Brukerfeil

posix = pytest.mark.skipif(os.name == "nt", reason="Windows har ikke slike rettigheter")
HEMMELIG = "denne-noekkelen-skal-aldri-kunne-leses"


@pytest.fixture
def maskin(tmp_path, monkeypatch):
    """`maskin(mappe)`: fra nå er vi på en maskin med denne datamappen, og med sin egen nøkkelfil."""
    monkeypatch.delenv(noekkel.NOEKKEL, raising=False)
    for navn in ("BOLIGDATA_PUBLISERT", "BOLIGDATA_INTERNT", "BOLIGDATA_ARBEID"):
        monkeypatch.delenv(navn, raising=False)

    def bruk(mappe: Path) -> Path:
        monkeypatch.setenv("BOLIGDATA_DATA", str(mappe))
        monkeypatch.setenv(noekkel.NOEKKELFIL, str(tmp_path / f"noekkel-{mappe.name}"))
        return mappe

    return bruk


@pytest.fixture
def i_drift(maskin, tmp_path) -> Path:
    """En maskin som har publisert noe, der noen har skrevet noe, og som har en nøkkel til kopiene. Det som
    står i filene med tall, teller ikke her.
    """
    data = maskin(tmp_path / "gammel")
    for mappe, slag in (
        (data / "publisert", "publisert"),
        (data / "internt", "internt"),
    ):
        mappe.mkdir(parents=True)
        for utgave in ("første", "andre"):
            ny = mappe / ".ny"
            ny.write_text(f"{slag} {utgave}", encoding="utf-8")
            foelgere = {"historikk": b"vist"} if slag == "publisert" else {}
            utgiver.ta_i_bruk(ny, mappe, utgiver.nytt_navn(slag), **foelgere)
    noekkel.legg(HEMMELIG.encode())
    noekkel.krev_samme(data / "publisert")
    (data / "inn").mkdir()
    (data / "inn" / "kommune.toml").write_text('navn = "Fjordvik"', encoding="utf-8")
    (data / "inn" / "soeknad.csv").write_text("H1;Eldre", encoding="utf-8")
    (data / "tilgang.toml").write_text("timer = 8", encoding="utf-8")
    (data / "logg").mkdir()
    (data / "logg" / "tilgang.jsonl").write_text("{}\n", encoding="utf-8")
    skriv_noe("Bygge flere boliger")
    laas.lag_noekkel(tmp_path / "gjenoppretting.txt")
    return data


def skriv_noe(tekst: str) -> None:
    aapnet = lager.aapne()
    aapnet.lagre(
        NyEndring(str(uuid.uuid4()), "tiltak", "t1", 0, {"navn": tekst}, "Kari")
    )
    aapnet.lukk()


def det_som_er_skrevet() -> list[dict]:
    aapnet = lager.aapne()
    try:
        return [hendelse.innhold for hendelse in aapnet.gjeldende("tiltak")]
    finally:
        aapnet.lukk()


def filene_i(mappe: Path) -> dict[str, bytes]:
    return {
        fil.relative_to(mappe).as_posix(): fil.read_bytes()
        for fil in mappe.rglob("*")
        if fil.is_file()
    }


def lag(til: Path, innholdet: dict[str, bytes]) -> Path:
    """En fil som er lukket for nøkkelen på maskinen, med det innholdet noen vil."""
    samlet = io.BytesIO()
    with tarfile.open(fileobj=samlet, mode="w") as arkiv:
        for navn, data in innholdet.items():
            felt = tarfile.TarInfo(navn)
            felt.size = len(data)
            arkiv.addfile(felt, io.BytesIO(data))
    samlet.seek(0)
    with til.open("wb") as ut:
        laas.lukk(samlet, ut)
    return til


# -------------------------------------------------------------------------- fram og tilbake


def test_alt_er_paa_plass_paa_en_tom_maskin(i_drift, maskin, tmp_path, capsys):
    assert main(["kopi", "--til", str(tmp_path / "kopier")]) == 0
    (kopi,) = kopiene(tmp_path / "kopier")
    foer = filene_i(i_drift)
    ny = maskin(tmp_path / "ny")
    assert not (tmp_path / "noekkel-ny").exists()
    svar = ["gjenopprett", "--fra", str(kopi)]
    assert main([*svar, "--noekkel", str(tmp_path / "gjenoppretting.txt")]) == 0
    etter = filene_i(ny)
    skal_med = {
        navn: data
        for navn, data in foer.items()
        if not navn.startswith("arbeid/")
        and navn not in ("inn/soeknad.csv", "publisert/bygg.laas")
    }
    assert skal_med.items() <= etter.items()
    assert "publisert/gjeldende.json" in skal_med and len(skal_med) >= 10
    assert det_som_er_skrevet() == [{"navn": "Bygge flere boliger"}]
    assert noekkel.hent() == HEMMELIG.encode()
    noekkel.kontroller(ny / "publisert")
    assert "1 endringer" in (sagt := capsys.readouterr().out)
    assert "Uttrekkene var ikke med" in sagt


def test_neste_bygg_lar_det_som_er_publisert_staa(mikro, maskin, tmp_path):
    """Historikken og nøkkelen er med: det samme uttrekket gir de samme vernede tallene."""
    maskin(mikro)
    noekkel.legg(NOEKKELEN_I_TESTENE)
    laas.lag_noekkel(tmp_path / "gjenoppretting.txt")
    kopi = ta(tmp_path / "kopier", None, med_uttrekk=True)
    foer = tallene(mikro / "publisert")
    ny = maskin(tmp_path / "ny")
    gjenopprett(kopi, tmp_path / "gjenoppretting.txt", ingen)
    assert tallene(ny / "publisert") == foer
    bygg.bygg()
    assert tallene(ny / "publisert") == foer


NOEKKELEN_I_TESTENE = os.environ["BOLIGDATA_NOEKKEL"].encode()


def ingen(kopi: Path) -> int:
    raise AssertionError("Ingen hadde skrevet noe.")


def tallene(mappe: Path) -> dict[str, list[tuple]]:
    """Alle radene i hver publisert kube."""
    fil = mappe / utgiver.gjeldende(mappe)
    with duckdb.connect(str(fil), read_only=True) as con:
        navnene = [
            navn
            for (navn,) in con.execute(
                "select table_name from duckdb_tables()"
            ).fetchall()
            if navn.startswith("kube_")
        ]
        assert navnene
        return {
            navn: con.execute(f"from {navn} order by all").fetchall()
            for navn in navnene
        }


def test_uttrekkene_er_bare_med_naar_de_skal_vaere_det(i_drift, maskin, tmp_path):
    uten, med = (
        ta(tmp_path / str(valgt), None, med_uttrekk=valgt) for valgt in (False, True)
    )
    for kopi, ventet in ((uten, False), (med, True)):
        ny = maskin(tmp_path / f"ny-{ventet}")
        gjort = gjenopprett(kopi, tmp_path / "gjenoppretting.txt", ingen)
        assert (ny / "inn" / "soeknad.csv").exists() is gjort.uttrekk is ventet
        assert (ny / "inn" / "kommune.toml").exists()


def test_det_som_var_der_fra_foer_staar(i_drift, maskin, tmp_path):
    kopi = ta(tmp_path / "kopier", None)
    ny = maskin(tmp_path / "ny")
    ny.mkdir()
    (ny / "tilgang.toml").write_text("timer = 2", encoding="utf-8")
    gjort = gjenopprett(kopi, tmp_path / "gjenoppretting.txt", ingen)
    assert gjort.sto == [ny / "tilgang.toml"]
    assert (ny / "tilgang.toml").read_text(encoding="utf-8") == "timer = 2"


# ------------------------------------------------------------------------------ hemmelig


def test_ingenting_i_kopien_kan_leses_uten_noekkelen(i_drift, tmp_path):
    kopi = ta(tmp_path / "kopier", None, med_uttrekk=True)
    rene = [HEMMELIG, "Fjordvik", "Eldre", "publisert andre", "vist", "kommune.toml"]
    innholdet = kopi.read_bytes()
    assert innholdet.startswith(b"age-encryption.org/v1\n")
    assert not any(ord_.encode() in innholdet for ord_ in rene)
    samlet = io.BytesIO()
    laas.aapne(io.BytesIO(innholdet), tmp_path / "gjenoppretting.txt", samlet)
    assert all(ord_.encode() in samlet.getvalue() for ord_ in rene)


def test_maskinen_kan_ikke_aapne_kopiene_den_tar(i_drift, tmp_path):
    """Nøkkelen som åpner, er flyttet. Ingenting som er igjen, er en slik nøkkel."""
    (tmp_path / "gjenoppretting.txt").rename(tmp_path / "i-hvelvet.txt")
    ta(tmp_path / "kopier", None)
    igjen = b"".join(filene_i(i_drift).values())
    assert b"age1" in igjen and b"AGE-SECRET-KEY" not in igjen


@posix
def test_bare_eieren_kan_lese_kopien_noekkelen_og_det_som_legges_paa_plass(
    i_drift, maskin, tmp_path
):
    kopi = ta(tmp_path / "kopier", None)
    ny = maskin(tmp_path / "ny")
    gjenopprett(kopi, tmp_path / "gjenoppretting.txt", ingen)
    filer = [kopi, tmp_path / "gjenoppretting.txt", tmp_path / "noekkel-ny"]
    filer += [fil for fil in ny.rglob("*") if fil.is_file()]
    assert {stat.S_IMODE(fil.stat().st_mode) & 0o077 for fil in filer} == {0}


def test_flere_kan_ha_hver_sin_noekkel_som_aapner(i_drift, maskin, tmp_path):
    annen = pyrage.x25519.Identity.generate()
    with (i_drift / laas.MOTTAKERFIL).open("a", encoding="ascii") as ut:
        ut.write(f"{annen.to_public()}\n")
    (tmp_path / "annen.txt").write_text(str(annen), encoding="ascii")
    kopi = ta(tmp_path / "kopier", None)
    for navn in ("annen.txt", "gjenoppretting.txt"):
        maskin(tmp_path / f"ny-{navn}")
        assert gjenopprett(kopi, tmp_path / navn, ingen).lagt


# --------------------------------------------------------------------- det som kan gå galt


def test_uten_noekkel_til_kopiene_sies_hva_som_maa_gjoeres(i_drift, tmp_path):
    (i_drift / laas.MOTTAKERFIL).unlink()
    with pytest.raises(Brukerfeil, match="--lag-noekkel.*Ingen kopi er tatt"):
        ta(tmp_path / "kopier", None)
    assert not filene_i(tmp_path / "kopier")


def test_noekkelen_til_kopiene_blir_aldri_byttet(i_drift, tmp_path):
    foer = (i_drift / laas.MOTTAKERFIL).read_bytes()
    with pytest.raises(Brukerfeil, match="finnes fra før"):
        laas.lag_noekkel(tmp_path / "en-ny.txt")
    assert (i_drift / laas.MOTTAKERFIL).read_bytes() == foer
    assert not (tmp_path / "en-ny.txt").exists()


def test_noekkelen_kan_ikke_ligge_med_tallene(i_drift):
    (i_drift / laas.MOTTAKERFIL).unlink()
    with pytest.raises(Brukerfeil, match="i datamappen"):
        laas.lag_noekkel(i_drift / "gjenoppretting.txt")


@pytest.mark.parametrize(
    "linjer", ["age1dette-er-ikke-en-noekkel\n", "ssh-rsa AAAA\n", "nøkkel\n"]
)
def test_en_gal_mottaker_stopper_kopien(i_drift, tmp_path, linjer):
    (i_drift / laas.MOTTAKERFIL).write_text(linjer, encoding="utf-8")
    with pytest.raises(Brukerfeil, match="kan ikke leses.*Ingen kopi er tatt"):
        ta(tmp_path / "kopier", None)


def test_en_kopi_som_blir_avbrutt_etterlater_ingenting(i_drift, tmp_path):
    def avbrutt(sti: Path) -> Path:
        raise KeyboardInterrupt

    foer = filene_i(i_drift)
    with pytest.raises(KeyboardInterrupt):
        ta(tmp_path / "kopier", avbrutt)
    assert not filene_i(tmp_path / "kopier")
    assert filene_i(i_drift).keys() - foer.keys() <= {"publisert/bygg.laas"}


def test_det_en_drept_kopi_lot_ligge_er_borte_etter_den_neste(
    i_drift, maskin, tmp_path
):
    rest = i_drift / "internt" / ".kopi-drept"
    rest.mkdir()
    (rest / innhold.ARBEID).write_text("navn på folk", encoding="utf-8")
    kopi = ta(tmp_path / "kopier", None)
    assert not rest.exists()
    ny = maskin(tmp_path / "ny")
    rest = ny / ".gjenoppretting-drept"
    rest.mkdir(parents=True)
    (rest / innhold.NOEKKEL).write_text(HEMMELIG, encoding="utf-8")
    gjenopprett(kopi, tmp_path / "gjenoppretting.txt", ingen)
    assert not rest.exists()


def test_en_mappe_som_ikke_kan_skrives_til_sier_hva_som_maa_gjoeres(i_drift, tmp_path):
    (tmp_path / "kopier").write_text("en fil", encoding="utf-8")
    with pytest.raises(Brukerfeil, match="kan ikke skrives til.*Ingen kopi er tatt"):
        ta(tmp_path / "kopier", None)


def test_ingen_kopi_tas_midt_i_et_bygg(i_drift, tmp_path):
    with (
        utgiver.alene(i_drift / "publisert"),
        pytest.raises(Brukerfeil, match="Et annet bygg pågår"),
    ):
        ta(tmp_path / "kopier", None)


def test_de_eldste_kopiene_slettes_og_andre_filer_staar(i_drift, tmp_path):
    til = tmp_path / "kopier"
    til.mkdir()
    for dag in (1, 2, 3):
        (til / f"boligdata-2026010{dag}T000000Z.age").write_bytes(b"gammel")
    (til / "noe-annet.age").write_bytes(b"en annens")
    ny = ta(til, None, behold=2)
    assert kopiene(til) == [til / "boligdata-20260103T000000Z.age", ny]
    assert (til / "noe-annet.age").exists()


def test_det_som_er_publisert_blir_aldri_byttet_av_en_kopi(i_drift, tmp_path):
    kopi = ta(tmp_path / "kopier", None)
    foer = filene_i(i_drift)
    with pytest.raises(Brukerfeil, match="fra før.*Ingenting er endret"):
        gjenopprett(kopi, tmp_path / "gjenoppretting.txt", ingen)
    assert filene_i(i_drift) == foer


def test_en_annen_noekkel_paa_maskinen_blir_ikke_byttet(i_drift, maskin, tmp_path):
    kopi = ta(tmp_path / "kopier", None)
    ny = maskin(tmp_path / "ny")
    annen = "en-helt-annen-noekkel-som-var-her-fra-foer"
    noekkel.legg(annen.encode())
    with pytest.raises(Brukerfeil, match="en annen enn den i sikkerhetskopien"):
        gjenopprett(kopi, tmp_path / "gjenoppretting.txt", ingen)
    assert noekkel.hent() == annen.encode() and not filene_i(ny)


@pytest.mark.parametrize(
    ("oedelegg", "sagt"),
    [
        (lambda data: data[:-1], "skadet"),
        (lambda data: data[: len(data) // 2], "skadet"),
        (lambda data: data[:-9] + b"x" + data[-8:], "skadet"),
        (lambda data: data[:30], "kan ikke åpnes"),
        (lambda data: b"", "kan ikke åpnes"),
        (lambda data: b"PK\x03\x04" + data, "kan ikke åpnes"),
    ],
)
def test_en_skadet_kopi_legger_ingenting_paa_plass(
    i_drift, maskin, tmp_path, oedelegg, sagt
):
    kopi = ta(tmp_path / "kopier", None)
    kopi.write_bytes(oedelegg(kopi.read_bytes()))
    ny = maskin(tmp_path / "ny")
    with pytest.raises(Brukerfeil, match=f"{sagt}.*Ingenting er lagt på plass"):
        gjenopprett(kopi, tmp_path / "gjenoppretting.txt", ingen)
    assert not filene_i(ny) and not (tmp_path / "noekkel-ny").exists()


def test_feil_noekkel_og_noe_som_ikke_er_en_noekkel_sies_hver_for_seg(
    i_drift, maskin, tmp_path
):
    kopi = ta(tmp_path / "kopier", None)
    maskin(tmp_path / "ny")
    (tmp_path / "feil.txt").write_text(
        str(pyrage.x25519.Identity.generate()), encoding="ascii"
    )
    (tmp_path / "tull.txt").write_text("passord", encoding="ascii")
    for navn, sagt in (
        ("feil.txt", "lukket med en annen nøkkel"),
        ("tull.txt", "Fant ingen nøkkel"),
        ("borte.txt", "Fant ingen nøkkel"),
    ):
        with pytest.raises(Brukerfeil, match=sagt):
            gjenopprett(kopi, tmp_path / navn, ingen)


def test_en_kopi_fra_en_nyere_utgave_legges_ikke_paa_plass(
    i_drift, maskin, tmp_path, monkeypatch
):
    monkeypatch.setattr(config, "SKJEMA", config.SKJEMA + 1)
    kopi = ta(tmp_path / "kopier", None)
    monkeypatch.setattr(config, "SKJEMA", config.SKJEMA - 1)
    ny = maskin(tmp_path / "ny")
    with pytest.raises(Brukerfeil, match="nyere utgave"):
        gjenopprett(kopi, tmp_path / "gjenoppretting.txt", ingen)
    assert not filene_i(ny)


OM = b'{"format": 1, "skjema": 1, "tatt": "2026-01-01", "uttrekk": false}'


@pytest.mark.parametrize(
    "navn", ["../ute.txt", "publisert/../../ute.txt", "inn/../../ute.txt"]
)
def test_en_fil_i_kopien_kan_ikke_havne_utenfor(i_drift, maskin, tmp_path, navn):
    """Den som kjenner mottakeren, kan lage en fil som ser ut som en kopi."""
    kopi = lag(
        tmp_path / "falsk.age",
        {innhold.OM: OM, innhold.NOEKKEL: HEMMELIG.encode(), navn: b"x"},
    )
    maskin(tmp_path / "ny" / "data")
    with pytest.raises(Brukerfeil, match="ikke en kopi av dashbordet"):
        gjenopprett(kopi, tmp_path / "gjenoppretting.txt", ingen)
    assert not [*tmp_path.rglob("ute.txt")]


@pytest.mark.parametrize(
    "navn",
    ["innlogging/config.toml", "data/publisert/x", "ukjent/x", "data", "x", "/ute.txt"],
)
def test_det_som_ikke_hoerer_hjemme_legges_ikke_noe_sted(
    i_drift, maskin, tmp_path, navn
):
    kopi = lag(
        tmp_path / "falsk.age",
        {innhold.OM: OM, innhold.NOEKKEL: HEMMELIG.encode(), navn: b"x"},
    )
    ny = maskin(tmp_path / "ny")
    assert gjenopprett(kopi, tmp_path / "gjenoppretting.txt", ingen).lagt == []
    assert not filene_i(ny) and not Path("/ute.txt").exists()


def test_historikken_kan_ikke_bli_borte_i_stillhet(mikro, maskin):
    """Uten historikken kunne det som er vist, blitt rundet av på nytt, og vist mer."""
    maskin(mikro)
    noekkel.legg(NOEKKELEN_I_TESTENE)
    for fil in (mikro / "publisert").glob("*.historikk"):
        fil.unlink()
    foer = utgiver.gjeldende(mikro / "publisert")
    with pytest.raises(
        Brukerfeil, match="Historikken.*kan ikke leses.*sikkerhetskopien"
    ):
        bygg.bygg()
    assert utgiver.gjeldende(mikro / "publisert") == foer


def test_kommandoen_sier_hva_som_er_galt_uten_aa_vise_noe_hemmelig(
    i_drift, tmp_path, capsys
):
    shutil.rmtree(i_drift / "publisert")
    assert main(["kopi", "--til", str(tmp_path / "kopier")]) == 1
    sagt = capsys.readouterr()
    assert re.search("ikke publisert noe ennå", sagt.err)
    assert HEMMELIG not in sagt.out + sagt.err
