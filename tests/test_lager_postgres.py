"""Lageret på en tjener: passordet vises aldri, rettene kan være små, og tjeneren kan falle om."""

import contextlib
import threading
import time
import traceback
import uuid
from concurrent.futures import ThreadPoolExecutor

import lagerarbeider
import psycopg
import pytest
from lagerarbeider import ny
from nettbrudd import ledning
from postgrestjener import PASSORD
from test_lager import kontroller

from boligdata.arbeid import lager as rommet
from boligdata.arbeid.lager import SLETTET, ArbeidFeil, Sletting
from boligdata.arbeid.lager import postgres as rommet_postgres
from boligdata.arbeid.lager.postgres import _LAAS, _valg


@pytest.fixture
def adresse(postgres):
    return postgres.adresse()


@pytest.fixture
def lager(adresse):
    lager = rommet.aapne(adresse, vent_ms=200)
    yield lager
    lager.lukk()


KODET = PASSORD.replace("/", "%2F").replace("@", "%40")


@pytest.mark.parametrize(
    "adresse, melding",
    [
        (f"postgresql://postgres:{KODET}x@127.0.0.1:PORT/postgres", "slipper ikke inn"),
        (f"postgresql://ukjent:{KODET}@127.0.0.1:PORT/postgres", "slipper ikke inn"),
        (
            f"postgresql://postgres:{KODET}@127.0.0.1:PORT/finnes_ikke",
            "slipper ikke inn",
        ),
        (f"postgresql://postgres:{KODET}@127.0.0.1:1/postgres", "svarer ikke"),
        (f"postgresql://postgres:{KODET}@finnes.ikke.invalid/postgres", "svarer ikke"),
        (f"postgresql://postgres:{PASSORD}@127.0.0.1:PORT/postgres", "%40 og %2F"),
        (
            f"postgresql://postgres:{KODET}@127.0.0.1:{PASSORD}/postgres",
            "BOLIGDATA_ARBEID",
        ),
        (f"postgresql://postgres:100%{PASSORD}@127.0.0.1/postgres", "ikke en gyldig"),
        (f"mysql://postgres:{KODET}@127.0.0.1/postgres", "ikke en gyldig"),
        (f"postgresql://postgres:{KODET}@127.0.0.1/postgres?{PASSORD}=1", "gyldig"),
    ],
)
def test_en_adresse_som_ikke_virker_forklares_uten_passordet(
    postgres, adresse, melding, capfd, caplog
):
    adresse = adresse.replace("PORT", str(postgres.port))
    with pytest.raises(ArbeidFeil, match=melding) as feil:
        rommet.aapne(adresse)
    vist = "".join(traceback.format_exception(feil.value)) + repr(feil.value)
    vist += "".join(capfd.readouterr()) + caplog.text
    for hemmelig in (PASSORD, KODET, *PASSORD.replace("@", "/").split("/")):
        assert hemmelig not in vist


@pytest.mark.parametrize(
    "vert, kryptert",
    [
        ("", None),
        ("localhost", None),
        ("127.0.0.1", None),
        ("[::1]", None),
        ("%2Fvar%2Frun%2Fpostgresql", None),
        ("localhost:5432,127.0.0.1:5433", None),
        ("db.kommunen.no", "require"),
        ("10.0.0.7", "require"),
        ("localhost:5432,db.kommunen.no:5432", "require"),
    ],
)
def test_til_en_annen_maskin_gaar_ingenting_aapent_over_nettet(
    vert, kryptert, monkeypatch
):
    for navn in ("PGHOST", "PGSSLMODE"):
        monkeypatch.delenv(navn, raising=False)
    assert _valg(f"postgresql://ola@{vert}/bolig").get("sslmode") == kryptert
    # Det som står i adressen, gjelder, og det driften har valgt for alle.
    strengere = _valg(f"postgresql://ola@{vert}/bolig?sslmode=verify-full")
    assert strengere["sslmode"] == "verify-full"
    monkeypatch.setenv("PGSSLMODE", "verify-ca")
    assert "sslmode" not in _valg(f"postgresql://ola@{vert}/bolig")


def test_verten_i_miljoeet_teller_naar_adressen_ikke_har_noen(monkeypatch):
    monkeypatch.delenv("PGSSLMODE", raising=False)
    monkeypatch.setenv("PGHOST", "db.kommunen.no")
    assert _valg("postgresql:///bolig")["sslmode"] == "require"


def test_en_tjener_som_ikke_krypterer_sies_med_hva_som_maa_gjoeres(postgres):
    uten = f"postgresql://postgres:{KODET}@127.0.0.1:{postgres.port}/postgres"
    with pytest.raises(ArbeidFeil, match="Slå på ssl"):
        rommet.aapne(f"{uten}?sslmode=require")


def test_passordet_staar_ikke_i_det_et_lager_skriver_om_seg_selv(postgres):
    lager = rommet.aapne(
        f"postgresql://postgres:{KODET}@127.0.0.1:{postgres.port}/postgres"
        f"?options=-csearch_path%3D{postgres.adresse().rpartition('%3D')[2]}"
    )
    lager.lagre(ny("t1", 0, "Kari"))
    assert KODET not in repr(lager) + repr(vars(lager)) + repr(vars(lager._base))
    lager.lukk()


def test_feilen_i_databasen_viser_ikke_det_brukeren_skrev(lager, adresse, postgres):
    postgres.kjoer("alter table hendelse add check (hvem <> 'Kari')", adresse)
    with pytest.raises(ArbeidFeil, match="feil .23514.") as feil:
        lager.lagre(ny("t1", 0, "Kari"))
    assert "Flere egnede" not in "".join(traceback.format_exception(feil.value))


def test_den_som_lagrer_trenger_bare_aa_lese_og_legge_til(postgres, adresse):
    """Rettene som er anbefalt i README. Vaktene kan bare eieren slå av."""
    eier = rommet.aapne(adresse)
    plass = adresse.rpartition("%3D")[2]
    postgres.kjoer(f"drop role if exists app_{plass}")
    for sql in (
        f"create role app_{plass} login",
        f"grant usage on schema {plass} to app_{plass}",
        f"grant select on hendelse, gjeldende, skjema to app_{plass}",
        f"grant insert on hendelse to app_{plass}",
    ):
        postgres.kjoer(sql, adresse)
    som_app = postgres.adresse_som(f"app_{plass}", adresse)
    app = rommet.aapne(som_app)
    assert app.lagre(ny("t1", 0, "Kari")).versjon == 1
    assert app.lagre(ny("t1", 1, "Kari")).versjon == 2
    with contextlib.closing(psycopg.connect(som_app, autocommit=True)) as forbindelse:
        for sql in (
            "alter table hendelse disable trigger all",
            "delete from hendelse",
            "truncate hendelse",
            "update gjeldende set nr = 1",
            "update hendelse set innhold = '{}'",
            "insert into gjeldende values ('tiltak', 'x', 1)",
            "drop table gjeldende",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                forbindelse.execute(sql)
    assert len(eier.historikk("tiltak", "t1")) == 2
    # Den som lagrer, kan slette, men bare eieren kan viske ut restene.
    bedt_om = Sletting(
        str(uuid.uuid4()), "tiltak", "t1", 2, ("tittel",), (), "Kari", "Bedt om."
    )
    assert not app.slett(bedt_om).visket_ut
    assert {en.innhold["tittel"] for en in eier.historikk("tiltak", "t1")} == {SLETTET}
    assert eier.visk_ut()
    app.lukk()
    eier.lukk()


def test_en_midlertidig_tabell_med_samme_navn_lurer_ikke_vaktene(lager, adresse):
    lager.lagre(ny("t1", 0, "Kari"))
    rad = "'tiltak', 't1', {}, '{{}}', 'Ola', '', '2025-01-01T00:00:00.000000Z'"
    felt = "endring_id, slag, objekt_id, versjon, innhold, hvem, hvorfor, tid"
    inn = f"insert into hendelse ({felt}) values ('{uuid.uuid4()}', {rad})"
    with contextlib.closing(psycopg.connect(adresse, autocommit=True)) as forbindelse:
        forbindelse.execute(
            "create temp table gjeldende (like gjeldende including all)"
        )
        with pytest.raises(psycopg.errors.RaiseException):
            forbindelse.execute(inn.format(1))
        forbindelse.execute(inn.format(2))
    assert [h.versjon for h in lager.gjeldende("tiltak")] == [2]


@pytest.mark.parametrize("sql", ["truncate hendelse cascade", "truncate gjeldende"])
def test_heller_ikke_eieren_toemmer_tabellene_ved_et_uhell(
    lager, adresse, postgres, sql
):
    lager.lagre(ny("t1", 0, "Kari"))
    with pytest.raises(psycopg.errors.RaiseException):
        postgres.kjoer(sql, adresse)
    assert len(lager.gjeldende("tiltak")) == 1


def test_den_som_ikke_kan_lage_tabellene_faar_vite_hvem_som_kan(postgres, adresse):
    plass = adresse.rpartition("%3D")[2]
    postgres.kjoer(f"create role fattig_{plass} login")
    postgres.kjoer(f"grant usage on schema {plass} to fattig_{plass}")
    with pytest.raises(ArbeidFeil, match="mangler retter i databasen"):
        rommet.aapne(postgres.adresse_som(f"fattig_{plass}", adresse))


def test_en_lagring_venter_paa_den_foer_saa_numrene_er_i_rekkefoelge(lager):
    """Ellers kunne et lavere nummer bli synlig etter et høyere, og noen gå glipp av det."""
    with lager._base.skriving() as forbindelse:
        forbindelse.hent("select 1")
        with pytest.raises(ArbeidFeil, match="Noen andre lagrer"):
            lager.lagre(ny("t1", 0, "Kari"))
    assert lager.lagre(ny("t1", 0, "Kari")).versjon == 1


def test_to_som_lager_tabellene_samtidig_stopper_ikke_hverandre(postgres, adresse):
    """Begge har sett at de mangler, før den første får laget dem."""
    with psycopg.connect(adresse, autocommit=True) as holder:
        holder.execute(f"select pg_advisory_lock({_LAAS})")
        with ThreadPoolExecutor(2) as traader:
            lagre = [traader.submit(rommet.aapne, adresse) for _ in range(2)]
            while holder.execute(VENTER).fetchone() != (2,):
                assert not any(lager.done() for lager in lagre)
            holder.execute(f"select pg_advisory_unlock({_LAAS})")
    for lager in lagre:
        assert lager.result().gjeldende("tiltak") == []
        lager.result().lukk()


VENTER = (
    "select count(*) from pg_locks where locktype = 'advisory' and not granted "
    "and database = (select oid from pg_database where datname = current_database())"
)


def test_mange_traader_bruker_faa_forbindelser(postgres, adresse):
    lager = rommet.aapne(f"{adresse}&application_name=traadene")
    start = threading.Barrier(16)

    def les():
        start.wait()
        for _ in range(5):
            lager.gjeldende("tiltak")

    traader = [threading.Thread(target=les) for _ in range(16)]
    for traad in traader:
        traad.start()
    for traad in traader:
        traad.join()
    with psycopg.connect(adresse) as forbindelse:
        (antall,) = forbindelse.execute(
            "select count(*) from pg_stat_activity where application_name = 'traadene'"
        ).fetchone()
    assert 1 <= antall <= 4
    lager.lukk()


def test_en_tjener_som_svarer_foer_det_er_paa_disken_brukes_ikke(postgres, adresse):
    def sett(verdi):
        postgres.kjoer(f"alter system set fsync = {verdi}")
        postgres.kjoer("select pg_reload_conf()")
        while True:
            with psycopg.connect(adresse) as forbindelse:
                if forbindelse.execute("show fsync").fetchone() == (verdi,):
                    return

    sett("off")
    try:
        with pytest.raises(ArbeidFeil, match="fsync = off"):
            rommet.aapne(adresse)
    finally:
        sett("on")


def test_en_database_som_ikke_har_plass_til_alle_tegn_avvises(postgres, adresse):
    postgres.kjoer("create database latin1 encoding 'LATIN1' template template0")
    with pytest.raises(ArbeidFeil, match="kan ikke lagre alle tegn"):
        rommet.aapne(adresse.replace("/postgres?", "/latin1?"))


def test_en_maskin_som_faller_om_holder_ikke_laasen_lenge(lager):
    with lager._base.skriving() as forbindelse:
        tid = forbindelse.hent("show idle_in_transaction_session_timeout")
    assert tid == [("30s",)]


def test_en_svarer_paa_disken_ogsaa_naar_databasen_er_satt_opp_til_aa_la_vaere(
    postgres, adresse
):
    lager = rommet.aapne(f"{adresse}%20-csynchronous_commit%3Doff")
    with lager._base.skriving() as forbindelse:
        assert forbindelse.hent("show synchronous_commit") == [("on",)]
    lager.lukk()


def test_en_reserve_det_bare_kan_leses_fra_sier_det(postgres, adresse):
    rommet.aapne(adresse).lukk()
    lager = rommet.aapne(adresse)
    with lager._base.lesing() as forbindelse, pytest.raises(psycopg.Error) as feil:
        forbindelse.hent("create table x (id integer)")
    assert feil.value.sqlstate == "25006"
    lager.lukk()


# ------------------------------------------------------------------ tjeneren faller om


def test_etter_at_tjeneren_er_startet_paa_nytt_gaar_alt_videre(postgres, lager):
    lager.lagre(ny("t1", 0, "Kari"))
    postgres.drep()
    endring = ny("t2", 0, "Kari")
    with pytest.raises(ArbeidFeil, match="svarer ikke"):
        lager.lagre(endring)
    postgres.start()
    assert lager.lagre(endring).versjon == 1
    assert len(lager.gjeldende("tiltak")) == 2


def test_alt_som_er_kvittert_finnes_etter_at_tjeneren_er_drept(
    postgres, adresse, tmp_path
):
    rommet.aapne(adresse).lukk()
    drap = 2
    lagerarbeider.drep_tjeneren_underveis(postgres, adresse, tmp_path, drap)
    kontroller(adresse, lagerarbeider.kvitterte(tmp_path), ukvittert=4 * (drap + 1))


# ---------------------------------------------------------------------- nettet blir borte


def gjennom(ledningen, adresse) -> str:
    """Den samme plassen, nådd gjennom ledningen."""
    resten = adresse.partition("&options=")[2]
    return f"postgresql://postgres:{KODET}@127.0.0.1:{ledningen.port}/postgres?options={resten}"


def test_svarer_ikke_databasen_venter_brukeren_ikke_evig(
    postgres, adresse, monkeypatch
):
    """Nettet falt ut midt i en lagring, og siden sto i to timer."""
    monkeypatch.setattr(rommet_postgres, "_SVARER_INNEN_S", 1)
    monkeypatch.setattr(rommet_postgres, "_KOBLE_TIL_S", 2)
    with ledning(postgres.port) as ledningen:
        lager = rommet.aapne(gjennom(ledningen, adresse))
        lager.lagre(ny("t1", 0, "Kari"))
        ledningen.bryt()
        endring, begynte = ny("t2", 0, "Kari"), time.monotonic()
        with pytest.raises(ArbeidFeil, match="svarer ikke"):
            lager.lagre(endring)
        assert time.monotonic() - begynte < 30
        ledningen.skjoet()
        assert lager.lagre(endring).versjon == 1
        assert len(lager.gjeldende("tiltak")) == 2
        lager.lukk()


def test_en_maskin_som_blir_borte_midt_i_en_lagring_holder_laasen_i_et_halvt_minutt(
    adresse,
):
    lager = rommet.aapne(adresse)
    with lager._base.skriving() as forbindelse:
        assert forbindelse.hent("show idle_in_transaction_session_timeout") == [
            ("30s",)
        ]
    lager.lukk()


def test_et_svar_som_kommer_for_sent_leses_ikke_som_svaret_paa_noe_annet(
    postgres, adresse, monkeypatch
):
    lager = rommet.aapne(adresse)
    lager.lagre(ny("t1", 0, "Kari"))
    monkeypatch.setattr(rommet_postgres, "_SVARER_INNEN_S", 0.5)
    lager._base._basseng.toem()
    with lager._base.lesing() as forbindelse:
        assert forbindelse.hent("select 'raskt'") == [("raskt",)]
    with (
        pytest.raises(ArbeidFeil, match="ble brutt"),
        lager._base.lesing() as forbindelse,
    ):
        forbindelse.hent("select 'tregt' from pg_sleep(2)")
    with lager._base.lesing() as forbindelse:
        assert forbindelse.hent("select 'neste'") == [("neste",)]
    lager.lukk()


def test_tre_maskiner_mister_hverandre_basen_og_nettet_og_alt_kvittert_finnes(
    postgres, adresse, tmp_path
):
    rommet.aapne(adresse).lukk()
    ferdig, svarer_innen_s = tmp_path / "ferdig", 1.0
    with contextlib.ExitStack() as aapne:
        ledninger = [aapne.enter_context(ledning(postgres.port)) for _ in range(3)]
        maskinene = [
            lagerarbeider.Prosess(
                target=lagerarbeider.lagre_uansett,
                args=(
                    gjennom(ledningen, adresse),
                    f"m{nr}",
                    tmp_path / f"m{nr}.txt",
                    ferdig,
                    svarer_innen_s,
                ),
            )
            for nr, ledningen in enumerate(ledninger)
        ]
        for maskin in maskinene:
            maskin.start()
        lagerarbeider.vent_paa_flere(tmp_path, 30)
        ledninger[0].bryt()
        lagerarbeider.vent_paa_flere(tmp_path, 30, hvem="m[12]")
        ledninger[0].skjoet()
        postgres.drep()
        postgres.start()
        lagerarbeider.vent_paa_flere(tmp_path, 30, hvem="m0")
        for ledningen in ledninger:
            ledningen.bryt()
        time.sleep(2 * svarer_innen_s)
        for ledningen in ledninger:
            ledningen.skjoet()
        lagerarbeider.vent_paa_flere(tmp_path, 30)
        ferdig.touch()
        for maskin in maskinene:
            maskin.join()
    kontroller(adresse, lagerarbeider.kvitterte(tmp_path), ukvittert=len(maskinene))
    ventet = [float(fil.read_text()) for fil in tmp_path.glob("*.sekunder")]
    assert len(ventet) == len(maskinene) and max(ventet) < 60
