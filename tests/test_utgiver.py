"""Filene i de to mappene: alt eller ingenting, uansett hva som går galt underveis. Her er det ikke
noe bygg: filene har én rad.
"""

import contextlib
import errno
import json
import multiprocessing
import os
import random
import signal
import sqlite3
import stat
import sys
import time
import types

import duckdb
import pytest

from boligdata.bygg import utgiver
from boligdata.felles import config, katalog, pekeren
from boligdata.felles.config import Brukerfeil

posix = pytest.mark.skipif(os.name == "nt", reason="Windows har ikke dette")
UTEN_ARV = multiprocessing.get_context("spawn")


@pytest.fixture(autouse=True)
def hovedskript_uten_fil(monkeypatch):
    """En prosess uten arv kjører hovedskriptet om igjen. Har en test vist en side i samme kjøring,
    er det siden.
    """
    monkeypatch.setitem(sys.modules, "__main__", types.ModuleType("__main__"))


@pytest.fixture
def mapper(tmp_path):
    """Mappene de publiserte og de interne filene skal ligge i. De finnes ikke ennå."""
    return tmp_path / "publisert", tmp_path / "internt"


def skriv(fil, tall) -> None:
    with contextlib.closing(duckdb.connect(str(fil))) as con:
        con.execute("create table t as select ? as tall", [tall])


def utgi(mapper, tall) -> tuple:
    """Skriv det samme tallet i begge filene og i dem som følger med, og ta alt i bruk."""
    ut, internt = mapper
    with utgiver.arbeidsfiler(ut, internt) as (fil, intern_fil):
        skriv(fil, tall)
        skriv(intern_fil, tall)
        foelger = str(tall).encode()
        navn, internt_navn = map(utgiver.nytt_navn, ("publisert", "internt"))
        inne = utgiver.ta_i_bruk(intern_fil, internt, internt_navn, rader=foelger)
        ute = utgiver.ta_i_bruk(fil, ut, navn, internt_navn, historikk=foelger)
        return ute, inne


def peker(mappe) -> dict:
    return json.loads((mappe / "gjeldende.json").read_text(encoding="utf-8"))


def tallet(mappe) -> int:
    """Det som gjelder i mappen nå."""
    fil = mappe / peker(mappe)["fil"]
    with contextlib.closing(duckdb.connect(str(fil), read_only=True)) as con:
        return con.execute("from t").fetchall()[0][0]


def innhold(mappe) -> dict[str, bytes]:
    return {
        fil.name: fil.read_bytes() for fil in mappe.iterdir() if fil.name != "bygg.laas"
    }


# ------------------------------------------------------------------------------ pekeren


def test_pekeren_sier_hvilken_fil_som_gjelder_og_hva_den_er_laget_av(mapper):
    fil, intern_fil = utgi(mapper, 1)
    ut, internt = mapper
    assert (fil.parent, intern_fil.parent) == (ut, internt)
    assert peker(ut) == {
        "fil": fil.name,
        "skjema": config.SKJEMA,
        "katalog": katalog.avtrykk(),
        "internt": intern_fil.name,
        "historikk": fil.with_suffix(".historikk").name,
    }
    assert peker(internt)["rader"] == intern_fil.with_suffix(".rader").name
    assert (ut / peker(ut)["historikk"]).read_bytes() == b"1"
    assert tallet(ut) == tallet(internt) == 1


def test_en_ny_fil_faar_et_navn_som_aldri_er_brukt_foer_og_den_gamle_staar(mapper):
    (foerste, _), (andre, _) = utgi(mapper, 1), utgi(mapper, 2)
    assert foerste != andre and foerste.exists() and tallet(mapper[0]) == 2


def test_det_forrige_bygget_er_det_pekerne_viser_til(mapper):
    ut, internt = mapper
    fil, intern_fil = utgi(mapper, 1)
    assert utgiver.forrige(ut, internt) == utgiver.ForrigeBygg(
        internt=intern_fil,
        publisert=fil,
        historikk=fil.with_suffix(".historikk"),
        rader=intern_fil.with_suffix(".rader"),
        leveranse=None,
        internt_har_kubene=True,
        publisert_har_kubene=True,
    )


def test_foerste_gang_er_det_ikke_noe_forrige(mapper):
    for mappe in mapper:
        mappe.mkdir()
    assert utgiver.forrige(*mapper) == utgiver.ForrigeBygg(
        None, None, None, None, None, False, False
    )


@pytest.mark.parametrize("tekst", ["", "{", '{"fil": "borte.duckdb"}', None], ids=str)
def test_historikken_gjelder_ogsaa_naar_pekeren_er_borte_eller_skadet(mapper, tekst):
    """Det som er vist, er vist."""
    utgi(mapper, 1)
    fil, _ = utgi(mapper, 2)
    (mapper[0] / "gjeldende.json").unlink()
    if tekst is not None:
        (mapper[0] / "gjeldende.json").write_text(tekst, encoding="utf-8")
    forrige = utgiver.forrige(*mapper)
    nyeste = max(f.name for f in mapper[0].glob("*.historikk"))
    assert forrige.historikk == mapper[0] / nyeste
    assert forrige.publisert is None and not forrige.publisert_har_kubene
    assert fil.exists()


@pytest.mark.parametrize("felt", ["skjema", "katalog"])
def test_tall_beholdes_bare_naar_kubene_er_de_samme(mapper, felt):
    utgi(mapper, 1)
    ut, internt = mapper
    annen = peker(ut) | {felt: "en annen"}
    (ut / "gjeldende.json").write_text(json.dumps(annen), encoding="utf-8")
    forrige = utgiver.forrige(ut, internt)
    assert forrige.publisert is not None and not forrige.publisert_har_kubene
    assert forrige.internt_har_kubene


# ------------------------------------------------------------------------------ rydding


def test_gamle_filer_ryddes_men_de_siste_beholdes(mapper):
    ut, _ = mapper
    ut.mkdir()
    for nr in range(utgiver.BEHOLD + 2):
        (ut / f"publisert-2020010{nr}T000000Z-abcd.duckdb").touch()
        (ut / f"publisert-2020010{nr}T000000Z-abcd.historikk").touch()
    (ut / "noe_annet.duckdb").touch()
    ny, _ = utgi(mapper, 1)
    igjen = sorted(ut.glob("publisert-*.duckdb"))
    assert len(igjen) == utgiver.BEHOLD and igjen[-1] == ny
    assert igjen[0].name.startswith("publisert-20200103")
    foelgere = sorted(fil.stem for fil in ut.glob("*.historikk"))
    assert foelgere == [fil.stem for fil in igjen]
    assert (ut / "noe_annet.duckdb").exists()


def test_hver_mappe_har_sine_siste_filer_og_foelgerne_til_dem(mapper):
    for nr in range(utgiver.BEHOLD + 2):
        utgi(mapper, nr)
    for mappe, endelse in zip(mapper, ("historikk", "rader")):
        filer = sorted(fil.stem for fil in mappe.glob("*.duckdb"))
        foelgere = sorted(fil.stem for fil in mappe.glob(f"*.{endelse}"))
        assert len(filer) == utgiver.BEHOLD and foelgere == filer
        assert tallet(mappe) == utgiver.BEHOLD + 1


def test_det_som_ikke_tas_i_bruk_er_borte_etterpaa_ogsaa_naar_det_gaar_galt(mapper):
    utgi(mapper, 1)
    foer = [innhold(mappe) for mappe in mapper]
    with (
        pytest.raises(ValueError, match="noe gikk galt"),
        utgiver.arbeidsfiler(*mapper) as filer,
    ):
        for fil in filer:
            skriv(fil, 2)
            fil.with_name(f"{fil.name}.wal").touch()
        raise ValueError("noe gikk galt")
    assert [innhold(mappe) for mappe in mapper] == foer


def test_rester_etter_et_bygg_som_ble_drept_tas_bort_av_det_neste(mapper):
    for mappe in mapper:
        mappe.mkdir()
        (mappe / ".bygg-1.duckdb").touch()
        (mappe / ".bygg-1.duckdb.wal").touch()
    with utgiver.arbeidsfiler(*mapper):
        assert not [fil for mappe in mapper for fil in mappe.glob(".bygg-1.*")]


# -------------------------------------------------------------------------------- låsen


def test_to_bygg_samtidig_gir_beskjed_og_ingen_skade(mapper):
    utgi(mapper, 1)
    with utgiver.arbeidsfiler(*mapper) as (fil, intern_fil):
        skriv(fil, 2)
        with pytest.raises(Brukerfeil, match="Et annet bygg pågår"):
            utgi(mapper, 3)
        assert fil.exists(), "det første bygget har fortsatt filen sin"
    assert tallet(mapper[0]) == 1
    utgi(mapper, 4)
    assert tallet(mapper[0]) == 4


def _hold_laasen(mapper, melding) -> None:
    with utgiver.arbeidsfiler(*mapper):
        melding.send("inne")
        time.sleep(60)


@posix
def test_laasen_er_borte_naar_prosessen_som_hadde_den_er_drept(mapper):
    les, skriv_til = UTEN_ARV.Pipe(duplex=False)
    prosess = UTEN_ARV.Process(target=_hold_laasen, args=(mapper, skriv_til))
    prosess.start()
    assert les.poll(60) and les.recv() == "inne"
    with pytest.raises(Brukerfeil, match="Et annet bygg pågår"):
        utgi(mapper, 1)
    prosess.kill()
    prosess.join()
    utgi(mapper, 2)
    assert tallet(mapper[0]) == 2


# ------------------------------------------------------------- drept når som helst


def _utgi_til_den_drepes(mapper, melding) -> None:
    for tall in range(2, 10_000):
        utgi(mapper, tall)
        melding.send(tall)


@posix
def test_drept_naar_som_helst_gjelder_enten_alt_det_gamle_eller_alt_det_nye(mapper):
    """Filen, det som følger med, og pekeren hører alltid sammen, og det neste bygget går."""
    utgi(mapper, 1)
    terning = random.Random(20211231)
    for _ in range(4):
        les, skriv_til = UTEN_ARV.Pipe(duplex=False)
        prosess = UTEN_ARV.Process(
            target=_utgi_til_den_drepes, args=(mapper, skriv_til)
        )
        prosess.start()
        assert les.poll(60)
        time.sleep(terning.uniform(0, 0.2))
        os.kill(prosess.pid, signal.SIGKILL)
        prosess.join()
        for mappe, endelse in zip(mapper, ("historikk", "rader")):
            gjeldende = peker(mappe)
            fil, foelger = gjeldende["fil"], gjeldende[endelse]
            assert fil.removesuffix(".duckdb") == foelger.removesuffix(f".{endelse}")
            assert (mappe / foelger).read_bytes() == str(tallet(mappe)).encode()
    utgi(mapper, 0)
    assert not [fil for mappe in mapper for fil in mappe.glob(".bygg-*")]
    assert [tallet(mappe) for mappe in mapper] == [0, 0]


STEG = ((pekeren, "til_disk"), (pekeren, "bytt"), (utgiver, "_rydd"))


@pytest.mark.parametrize("modul, steg", STEG, ids=[steg for _, steg in STEG])
@pytest.mark.parametrize("gang", range(3))
def test_stopper_det_i_et_steg_hoerer_peker_og_filer_sammen(
    mapper, monkeypatch, modul, steg, gang
):
    utgi(mapper, 1)
    ekte, ganger = getattr(modul, steg), iter(range(100))

    def stopper(*argumenter):
        if next(ganger) == gang:
            raise KeyboardInterrupt
        return ekte(*argumenter)

    monkeypatch.setattr(modul, steg, stopper)
    with contextlib.suppress(KeyboardInterrupt):
        utgi(mapper, 2)
    monkeypatch.undo()
    for mappe, endelse in zip(mapper, ("historikk", "rader")):
        foelger = mappe / peker(mappe)[endelse]
        assert foelger.read_bytes() == str(tallet(mappe)).encode()
    utgi(mapper, 3)
    assert [tallet(mappe) for mappe in mapper] == [3, 3]


# -------------------------------------------------------------------- disken og mappene


def _med_full_disk(mapper, melding) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
    # Uten dette dreper systemet prosessen i stedet for å si fra.
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        with (
            utgiver.arbeidsfiler(*mapper) as (fil, _),
            contextlib.closing(duckdb.connect(str(fil))) as con,
        ):
            con.execute("create table t as select random() from range(1000000)")
            con.execute("checkpoint")
    except Brukerfeil as feil:
        melding.send(str(feil))


@posix
def test_full_disk_gir_beskjed_og_den_forrige_filen_gjelder(mapper):
    utgi(mapper, 1)
    les, skriv_til = UTEN_ARV.Pipe(duplex=False)
    prosess = UTEN_ARV.Process(target=_med_full_disk, args=(mapper, skriv_til))
    prosess.start()
    prosess.join()
    assert les.poll(1), "ingen beskjed"
    melding = les.recv()
    assert melding.startswith("Disken er full: ") and "Frigjør plass" in melding
    assert tallet(mapper[0]) == 1 and not list(mapper[0].glob(".bygg-*"))


@pytest.mark.parametrize(
    "feil",
    [
        OSError(errno.ENOSPC, "x"),
        OSError(errno.EFBIG, "x"),
        sqlite3.OperationalError("database or disk is full"),
        duckdb.IOException("No space left on device"),
        duckdb.InvalidInputException("could not write: Disk full"),
    ],
    ids=str,
)
def test_full_disk_kjennes_igjen_uansett_hvem_som_merker_den(mapper, feil):
    with (
        pytest.raises(
            Brukerfeil, match="^Disken er full: .*Frigjør plass, og prøv igjen"
        ),
        utgiver.arbeidsfiler(*mapper),
    ):
        raise feil


def test_en_fil_som_er_laast_av_et_annet_program_gir_beskjed(mapper):
    with (
        pytest.raises(Brukerfeil, match="kan ikke skrives til.*lukk programmet"),
        utgiver.arbeidsfiler(*mapper),
    ):
        raise duckdb.IOException("Could not set lock on file")


def test_feil_i_spoerringene_vaare_blir_ikke_kalt_skrivefeil(mapper):
    with pytest.raises(duckdb.ParserException), utgiver.arbeidsfiler(*mapper):
        duckdb.execute("dette er ikke en spørring")


@pytest.mark.parametrize("nr", [0, 1], ids=["publisert", "internt"])
def test_en_mappe_som_ikke_kan_skrives_til_er_nevnt_i_meldingen(mapper, nr):
    mapper[nr].write_text("en fil der mappen skulle vært", encoding="utf-8")
    with pytest.raises(Brukerfeil, match="kan ikke skrives til") as feil:
        utgi(mapper, 1)
    assert str(mapper[nr]) in str(feil.value)
    assert "Forrige publisering gjelder fortsatt" in str(feil.value)


def test_en_peker_som_leses_akkurat_naa_byttes_likevel(mapper, monkeypatch):
    """Slik er det på Windows."""
    utgi(mapper, 1)
    ekte, nekt = os.replace, iter(range(100))

    def opptatt(fra, til):
        if str(til).endswith("gjeldende.json") and next(nekt) % 3:
            raise PermissionError
        ekte(fra, til)

    monkeypatch.setattr(pekeren, "PAUSE", 0)
    monkeypatch.setattr(os, "replace", opptatt)
    next(nekt)
    utgi(mapper, 2)
    assert [tallet(mappe) for mappe in mapper] == [2, 2]


def test_en_peker_som_aldri_kan_byttes_gir_beskjed_og_den_gamle_gjelder(
    mapper, monkeypatch
):
    utgi(mapper, 1)
    ekte = os.replace

    def laast(fra, til):
        if str(til).endswith("gjeldende.json"):
            raise PermissionError
        ekte(fra, til)

    monkeypatch.setattr(pekeren, "PAUSE", 0)
    monkeypatch.setattr(os, "replace", laast)
    with pytest.raises(Brukerfeil, match="låst av et annet program"):
        utgi(mapper, 2)
    assert [tallet(mappe) for mappe in mapper] == [1, 1]


# ------------------------------------------------------------------------- rettighetene


def modus(sti) -> int:
    return stat.S_IMODE(sti.stat().st_mode)


@pytest.fixture
def aapen_maske():
    """Kontoen gir ellers alle lov til å lese nye filer."""
    foer = os.umask(0o000)
    yield
    os.umask(foer)


@posix
def test_alt_som_skrives_er_bare_for_eieren(mapper, aapen_maske):
    utgi(mapper, 1)
    for mappe in mapper:
        assert modus(mappe) == 0o700
        assert {modus(fil) for fil in mappe.iterdir()} == {0o600}
    assert {fil.name.split("-")[0] for fil in mapper[0].iterdir()} == {
        "publisert",
        "gjeldende.json",
        "bygg.laas",
    }


@posix
def test_filer_fra_foer_blir_strammet_inn_og_mappen_naar_den_er_vaar_egen(
    mapper, aapen_maske, monkeypatch
):
    ut, internt = mapper
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(ut))
    utgi(mapper, 1)
    for sti in (ut, internt, *ut.iterdir(), *internt.iterdir()):
        sti.chmod(0o755 if sti.is_dir() else 0o644)
    with utgiver.arbeidsfiler(*mapper):
        assert (modus(ut), modus(internt)) == (0o700, 0o755)
        filer = [fil for mappe in mapper for fil in mappe.iterdir()]
        assert {modus(fil) for fil in filer} == {0o600}


def test_en_publisering_kan_angres_og_historikken_er_fortsatt_den_nyeste(mapper):
    foerste, inne = utgi(mapper, 1)
    siste, _ = utgi(mapper, 2)
    assert utgiver.angre(*mapper) == siste.name
    ut, internt = mapper
    assert peker(ut)["fil"] == foerste.name and peker(internt)["fil"] == inne.name
    forrige = utgiver.forrige(*mapper)
    assert forrige.historikk.read_bytes() == b"2" and forrige.rader.read_bytes() == b"1"
    tredje, _ = utgi(mapper, 3)
    assert utgiver.angre(*mapper) == tredje.name
    assert peker(ut)["fil"] == foerste.name


def test_det_som_er_angret_eller_ikke_finnes_kan_ikke_angres(mapper):
    utgi(mapper, 1)
    with pytest.raises(Brukerfeil, match="kan ikke angres"):
        utgiver.angre(*mapper)
    utgi(mapper, 2)
    utgiver.angre(*mapper)
    foer = [peker(mappe) for mappe in mapper]
    with pytest.raises(Brukerfeil, match="kan ikke angres"):
        utgiver.angre(*mapper)
    assert [peker(mappe) for mappe in mapper] == foer


def test_det_som_kan_angres_blir_liggende_selv_om_det_er_gammelt(mapper):
    foerste, _ = utgi(mapper, 1)
    for tall in range(2, 6):
        utgi(mapper, tall)
        utgiver.angre(*mapper)
    utgi(mapper, 6)
    assert foerste.is_file()
    utgiver.angre(*mapper)
    assert peker(mapper[0])["fil"] == foerste.name


def test_en_angring_som_ble_avbrutt_mellom_pekerne_gjoeres_ferdig(mapper):
    foerste, inne = utgi(mapper, 1)
    siste, _ = utgi(mapper, 2)
    ut, internt = mapper
    halv = peker(internt)["forrige"]
    (internt / "gjeldende.json").write_text(json.dumps(halv), encoding="utf-8")
    assert utgiver.angre(*mapper) == siste.name
    assert (peker(ut)["fil"], peker(internt)["fil"]) == (foerste.name, inne.name)
    assert peker(ut)["historikk"] == siste.with_suffix(".historikk").name


def test_en_publisering_som_ble_avbrutt_mellom_pekerne_tas_tilbake_foer_den_neste(
    mapper,
):
    foerste, inne = utgi(mapper, 1)
    foer = peker(mapper[0])
    utgi(mapper, 2)
    (mapper[0] / "gjeldende.json").write_text(json.dumps(foer), encoding="utf-8")
    tredje, _ = utgi(mapper, 3)
    assert [tallet(mappe) for mappe in mapper] == [3, 3]
    assert utgiver.angre(*mapper) == tredje.name
    ut, internt = mapper
    assert (peker(ut)["fil"], peker(internt)["fil"]) == (foerste.name, inne.name)
