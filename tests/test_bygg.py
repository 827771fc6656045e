"""Bygget: alt eller ingenting, uansett hva som går galt underveis."""

import datetime as dt
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time

import duckdb
import ferdigbygd
import pytest
from lagerarbeider import Prosess
from uttrekk import sett

from boligdata import bygg, lesing
from boligdata.bygg import kontroll, publisering, utgiver
from boligdata.felles import katalog, kilder, maalform
from boligdata.felles.config import ROT, Brukerfeil


@pytest.fixture
def uttrekk(mikro):
    """Uttrekkene til en kommune som alt er bygget én gang."""
    return mikro / "inn"


@pytest.fixture
def publisert(mikro):
    """Mappen med det første bygget av uttrekkene."""
    return mikro / "publisert"


def _peker(mappe):
    return json.loads((mappe / "gjeldende.json").read_text(encoding="utf-8"))["fil"]


def _antall(mappe, spoerring="select count(*) from kube_boliger"):
    with duckdb.connect(str(mappe / _peker(mappe)), read_only=True) as con:
        return con.execute(spoerring).fetchall()[0][0]


def _bygg_i_egen_prosess(uttrekk, ut, **valg):
    kommando = [
        sys.executable,
        "-m",
        "boligdata",
        "bygg",
        "--uttrekk",
        str(uttrekk),
        "--ut",
        str(ut),
    ]
    return subprocess.Popen(
        kommando,
        cwd=ROT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **valg,
    )


def test_bygget_sier_hvor_langt_det_er_kommet_og_hva_det_lagde(uttrekk, tmp_path):
    framdrift, maalformer = [], set()

    def fremdrift(tekst, andel):
        framdrift.append((tekst, andel))
        maalformer.add(maalform.i_bruk())

    with maalform.bruk(maalform.NYNORSK):
        resultat = bygg.bygg(uttrekk, tmp_path / "ny", fremdrift)
    assert maalformer == {maalform.BOKMAAL}, "filen er den samme for alle lesere"
    andeler = [a for _, a in framdrift]
    assert andeler == sorted(andeler) and andeler[-1] == 1.0
    assert set(resultat.rader) == {f"kube_{k}" for k in katalog.kuber()} | {
        f"tabell_{t}" for t in katalog.tabeller()
    }
    assert resultat.fil.name == _peker(tmp_path / "ny")


def test_det_ingen_skal_lese_lenger_er_ikke_i_minnet_mens_tallene_vernes(
    uttrekk, tmp_path, monkeypatch
):
    i_minnet, ekte = set(), publisering.vern_tallene

    def vern(con, *resten):
        alle = con.sql(
            "select table_name from duckdb_tables() where database_name = 'memory'"
        )
        i_minnet.update(navn for (navn,) in alle.fetchall())
        return ekte(con, *resten)

    monkeypatch.setattr(publisering, "vern_tallene", vern)
    bygg.bygg(uttrekk, tmp_path / "ny")
    assert {"bolig_beholdning", "soeknad"} <= i_minnet
    assert not i_minnet & {"kommunetall", "regionstall", "virkemiddel", "tjeneste"}


def test_filen_kan_leses_av_baade_duckdb_1_5_og_2_0(bygd_eksempel):
    with open(bygd_eksempel / _peker(bygd_eksempel), "rb") as fil:
        hode = fil.read(20)
    assert hode[8:12] == b"DUCK" and int.from_bytes(hode[12:20], "little") == 68


def test_den_publiserte_filen_har_ingen_id_og_ingen_dato_for_en_enkelt_hendelse(
    bygd_eksempel, tmp_path
):
    fil = shutil.copy(bygd_eksempel / _peker(bygd_eksempel), tmp_path)
    with duckdb.connect(str(fil), read_only=True) as con:
        kolonner = con.execute(
            "select table_name, column_name, data_type from duckdb_columns()"
        ).fetchall()
    ider = {
        k.id
        for kilde in kilder.kilder().values()
        for k in kilde.kolonner.values()
        if k.type == "id"
    }
    ikke_personlig = {"tiltak_id", "prosjekt_id"}
    assert not [(t, k) for t, k, _ in kolonner if k in ider - ikke_personlig]
    datoer = {(t, k) for t, k, type_ in kolonner if type_ in ("DATE", "TIMESTAMP")}
    assert {t for t, _ in datoer} <= {
        "periode",
        "kilde",
        "meta",
        "behov_dato",
        "behov_forutsetning",
        "tabell_planlagt",
        "tabell_tiltak",
        "tabell_milepael",
    }


def test_et_nytt_bygg_tas_i_bruk_uten_omstart(uttrekk, publisert, monkeypatch):
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(publisert))
    foer, versjon = (
        lesing.tall(katalog.indikatorer()["innbyggere"])["verdi"].iloc[-1],
        lesing.versjon(),
    )
    fil = uttrekk / "befolkning.csv"
    linjer = fil.read_text(encoding="cp1252").splitlines()
    siste = max(
        nr
        for nr, linje in enumerate(linjer)
        if ";2025;" in linje and "alle" in linje.lower()
    )
    felt = linjer[siste].split(";")
    felt[-1] = str(int(felt[-1].replace("\xa0", "").replace(" ", "")) + 1000)
    linjer[siste] = ";".join(felt)
    fil.write_text("\r\n".join(linjer) + "\r\n", encoding="cp1252")
    bygg.bygg(uttrekk, publisert)
    assert lesing.versjon() != versjon
    assert (
        lesing.tall(katalog.indikatorer()["innbyggere"])["verdi"].iloc[-1]
        == foer + 1000
    )


@pytest.mark.skipif(os.name == "nt", reason="Windows har ikke SIGKILL")
def test_et_bygg_som_drepes_naar_som_helst_oedelegger_ikke_det_forrige(
    uttrekk, publisert
):
    terning = random.Random(20211231)
    foer = _antall(publisert)
    for _ in range(4):
        prosess = Prosess(target=bygg.bygg, args=(uttrekk, publisert))
        prosess.start()
        time.sleep(terning.uniform(0.1, 2.0))
        prosess.kill()
        prosess.join()
        assert prosess.exitcode in (0, -signal.SIGKILL)
        assert _antall(publisert) == foer
    bygg.bygg(uttrekk, publisert)
    assert not list(publisert.glob(".bygg-*"))


def test_to_bygg_samtidig_gir_beskjed_og_ingen_skade(uttrekk, publisert):
    foer = _peker(publisert)
    with (
        utgiver.arbeidsfiler(publisert, publisert.parent / "internt"),
        pytest.raises(Brukerfeil, match="Et annet bygg pågår"),
    ):
        bygg.bygg(uttrekk, publisert)
    assert _peker(publisert) == foer and _antall(publisert) > 0


@pytest.mark.skipif(os.name == "nt", reason="Windows har ikke grense for filstørrelse")
def test_full_disk_gir_beskjed_og_den_forrige_filen_gjelder(uttrekk, publisert):
    import resource

    foer = _peker(publisert)
    prosess = _bygg_i_egen_prosess(
        uttrekk,
        publisert,
        preexec_fn=lambda: resource.setrlimit(
            resource.RLIMIT_FSIZE, (200_000, 200_000)
        ),
    )
    _, feil = prosess.communicate()
    assert prosess.returncode == 1
    assert (
        "Disken er full" in feil and "Frigjør plass" in feil and "Traceback" not in feil
    )
    assert _peker(publisert) == foer and _antall(publisert) > 0
    assert not list(publisert.glob(".bygg-*"))


def test_en_mappe_som_ikke_kan_skrives_til_gir_beskjed(uttrekk, tmp_path):
    (tmp_path / "ut").write_text("en fil der mappen skulle vært", encoding="utf-8")
    with pytest.raises(Brukerfeil, match="kan ikke skrives til"):
        bygg.bygg(uttrekk, tmp_path / "ut")


def test_uten_uttrekk_faar_brukeren_vite_hvor_de_skal_ligge(tmp_path):
    tom = tmp_path / "inn"
    tom.mkdir()
    shutil.copy(ferdigbygd.EKSEMPEL / "kommune.toml", tom)
    with pytest.raises(Brukerfeil, match="Fant ingen uttrekk.*Legg filene der"):
        bygg.bygg(tom, tmp_path / "ut")
    assert not (tmp_path / "ut" / "gjeldende.json").exists()


def test_en_fil_kontrollen_ikke_godtar_tas_ikke_i_bruk(uttrekk, publisert, monkeypatch):
    """Heller ikke den interne: begge er kontrollert før noen av dem gjelder."""
    internt = publisert.parent / "internt"
    foer = [_peker(mappe) for mappe in (publisert, internt)]
    ekte, sett_ = kontroll.kontroller, []

    def stopp_den_andre(fil):
        ekte(fil)
        sett_.append(fil)
        if len(sett_) == 2:
            raise Brukerfeil("summerer ikke")

    monkeypatch.setattr(kontroll, "kontroller", stopp_den_andre)
    with pytest.raises(Brukerfeil, match="summerer ikke"):
        bygg.bygg(uttrekk, publisert)
    assert [_peker(mappe) for mappe in (publisert, internt)] == foer
    assert not [f for mappe in (publisert, internt) for f in mappe.glob(".bygg-*")]


def test_et_uttrekk_som_stoppes_beholder_de_siste_gode_tallene(
    uttrekk, publisert, monkeypatch
):
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(publisert))
    foer = lesing.tall(katalog.indikatorer()["venteliste"])["verdi"].tolist()
    (uttrekk / "soeknad.csv").write_bytes(b"%PDF-1.7 dette er ikke en CSV-fil")
    resultat = bygg.bygg(uttrekk, publisert)
    assert resultat.rapport.status["soeknad"].stoppet
    assert lesing.tall(katalog.indikatorer()["venteliste"])["verdi"].tolist() == foer
    assert lesing.kildestatus().set_index("kilde")["stoppet"]["soeknad"]


def test_verdier_fra_rader_som_er_satt_til_side_havner_aldri_i_databasen(
    uttrekk, tmp_path
):
    fil = uttrekk / "leieforhold.csv"
    with open(fil, "a", encoding="utf-8") as f:
        f.write("L99999;B0001;HEMMELIGHUSSTAND;en hemmelig målgruppe;2021-01-01;;;\r\n")
    resultat = bygg.bygg(uttrekk, tmp_path / "ut")
    assert any(a.verdi and "hemmelig" in a.verdi for a in resultat.rapport.avvik)
    with duckdb.connect(str(resultat.fil), read_only=True) as con:
        tabeller = [
            t
            for (t,) in con.execute("select table_name from duckdb_tables()").fetchall()
        ]
        innhold = [
            str(con.execute(f"select * from {t}").fetchall()).lower() for t in tabeller
        ]
    assert tabeller and not any("hemmelig" in tekst for tekst in innhold)


def test_bare_fullfoerte_perioder_vises(uttrekk, tmp_path):
    sett(uttrekk, "per_dato", "2025-10-15")
    sett(uttrekk, "foerste_aar", 2024)
    resultat = bygg.bygg(uttrekk, tmp_path / "ut")
    with duckdb.connect(str(resultat.fil), read_only=True) as con:
        assert con.execute(
            "select max(periode) from periode where periodetype = 'tertial'"
        ).fetchall() == [("2025-T2",)]
        assert con.execute(
            "select max(periode) from periode where periodetype = 'aar'"
        ).fetchall() == [("2024",)]
        assert con.execute("select max(til) from periode").fetchall() == [
            (dt.date(2025, 8, 31),)
        ]


def test_rettelser_kan_samles_til_det_kommer_et_nytt_tertial(uttrekk, publisert):
    kommune, soeknader = uttrekk / "kommune.toml", uttrekk / "soeknad.csv"
    venter = '\nrettelser = "med nytt tertial"\n'
    kommune.write_text(kommune.read_text(encoding="utf-8") + venter, encoding="utf-8")
    hode, *rader = soeknader.read_bytes().splitlines(keepends=True)
    soeknader.write_bytes(b"".join([hode, *rader[::2]]))
    internt = publisert.parent / "internt"
    alle = "select sum(antall) from kube_soeknader where periode = '2025'"
    publisert_foer, internt_foer = _antall(publisert, alle), _antall(internt, alle)
    resultat = bygg.bygg(uttrekk, publisert)
    assert _antall(publisert, alle) == publisert_foer
    assert _antall(internt, alle) < internt_foer
    (merknad,) = resultat.merknader
    assert "Rettelser venter til det kommer et nytt tertial" in merknad
    sett(uttrekk, "per_dato", "2026-04-30")
    assert bygg.bygg(uttrekk, publisert).merknader == ()
    assert _antall(publisert, alle) < publisert_foer


def test_kommandolinjen_gir_melding_uten_feilspor(tmp_path):
    svar = subprocess.run(
        [
            sys.executable,
            "-m",
            "boligdata",
            "bygg",
            "--uttrekk",
            str(tmp_path),
            "--ut",
            str(tmp_path / "ut"),
        ],
        cwd=ROT,
        capture_output=True,
        text=True,
    )
    assert svar.returncode == 1
    assert "kommune.toml" in svar.stderr and "Traceback" not in svar.stderr
