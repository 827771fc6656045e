"""Åpne data: filene har det som er publisert, alt av det, og ikke noe annet."""

import csv
import json
import math
import shutil

import duckdb
import numpy as np
import pytest

from boligdata.__main__ import main
from boligdata.felles import katalog
from boligdata.innhold import aapnedata

KUBER = katalog.kuber()


@pytest.fixture(scope="module")
def filene(bygd_eksempel, tmp_path_factory):
    mappe = tmp_path_factory.mktemp("aapne")
    aapnedata.skriv(mappe)
    return mappe


def rader(fil) -> list[dict[str, str]]:
    with open(fil, encoding="utf-8", newline="") as lest:
        return list(csv.DictReader(lest))


@pytest.fixture(scope="module")
def publisert(bygd_eksempel, tmp_path_factory):
    # En kopi: programmet har filen åpen med andre innstillinger.
    (fil,) = bygd_eksempel.glob("*.duckdb")
    kopi = shutil.copy(fil, tmp_path_factory.mktemp("publisert"))
    with duckdb.connect(kopi, read_only=True) as con:
        yield con


@pytest.mark.parametrize("id", KUBER)
def test_csv_filen_har_hver_publisert_rad_og_hver_kolonne(id, filene, publisert):
    ut = rader(filene / f"{id}.csv")
    lest = publisert.execute(f"select * from kube_{id} order by all")
    kolonner = [kolonne[0] for kolonne in lest.description]
    ventet = [
        {navn: "" if verdi is None else verdi for navn, verdi in zip(kolonner, rad)}
        for rad in lest.fetchall()
    ]
    assert len(ut) == len(ventet)
    for rad, publisert_rad in zip(ut, ventet):
        like = {
            navn: type(verdi)(rad[navn]) if rad[navn] else ""
            for navn, verdi in publisert_rad.items()
        }
        assert like == publisert_rad


@pytest.mark.parametrize("id", [id for id, kube in KUBER.items() if kube.vernede])
def test_ingen_fil_har_et_antall_personer_som_ikke_er_en_hel_femmer(id, filene):
    for rad in rader(filene / f"{id}.csv"):
        assert int(rad["avvik"]) >= 4
        for maal in KUBER[id].vernede:
            assert not rad[maal] or int(rad[maal]) % 5 == 0


def test_avviket_i_filen_er_det_som_er_erklaert_for_kuben_perioden_og_delingen(
    filene, publisert
):
    erklaert = {
        noekkel: avvik
        for *noekkel_, avvik in publisert.execute(
            "select kube, periode, dybde, avvik from vern"
        ).fetchall()
        for noekkel in [tuple(noekkel_)]
    }
    assert 9 in erklaert.values()
    for rad in rader(filene / "situasjon.csv"):
        dybde = sum(rad[navn] != "alle" for navn in KUBER["situasjon"].dimensjoner)
        assert int(rad["avvik"]) == erklaert["situasjon", rad["periode"], dybde]


@pytest.mark.parametrize("id", KUBER)
def test_json_stat_filen_har_de_samme_tallene_som_csv_filen(id, filene):
    egenskaper = KUBER[id].dimensjoner
    lest = {}
    mappe = filene / aapnedata.JSONSTAT
    for fil in [mappe / f"{id}.json", *mappe.glob(f"{id}-*.json")]:
        delt = lest_jsonstat(json.loads(fil.read_text(encoding="utf-8")))
        assert not lest.keys() & delt.keys()
        lest |= delt
    ventet = {
        (
            frozenset(
                (navn, rad[navn])
                for navn in ("periode", *egenskaper)
                if rad[navn] != "alle"
            ),
            maal,
        ): float(rad[maal])
        for rad in rader(filene / f"{id}.csv")
        for maal in rad.keys() - {"periode", *egenskaper}
        if rad[maal]
    }
    assert lest == ventet


def lest_jsonstat(svar: dict) -> dict[tuple, float]:
    """Det rutene er om, og målet → tallet, lest slik standarden sier."""
    koder = [list(svar["dimension"][navn]["category"]["index"]) for navn in svar["id"]]
    assert svar["size"] == list(map(len, koder))
    numrene = np.array(list(svar["value"]), dtype=int)
    plassene = zip(*np.unravel_index(numrene, svar["size"]))
    lest = {}
    for plasser, verdi in zip(plassene, svar["value"].values()):
        *om, maal = (liste[plass] for liste, plass in zip(koder, plasser))
        lest[frozenset(zip(svar["id"], om)), maal] = verdi
    return lest


def test_andre_programmer_kan_lese_hver_fil_fordi_rutene_i_den_er_faa(filene):
    """De som leser JSON-stat, lager ofte en plass for hver rute, også dem uten tall."""
    filer = [*(filene / aapnedata.JSONSTAT).iterdir()]
    stoerst = max(
        math.prod(json.loads(fil.read_text(encoding="utf-8"))["size"]) for fil in filer
    )
    assert len(filer) > len(KUBER) and stoerst < 100_000


def test_ordboken_forklarer_hver_kolonne_og_hver_kode_i_filene(filene):
    ordbok = rader(filene / aapnedata.ORDBOK)
    forklart = {(rad["fil"], rad["kolonne"], rad["kode"]) for rad in ordbok}
    for id, kube in KUBER.items():
        innhold = rader(filene / f"{id}.csv")
        for navn in innhold[0] if innhold else ():
            koder = {rad[navn] for rad in innhold} if navn in kube.dimensjoner else {""}
            assert {(f"{id}.csv", navn, kode) for kode in koder} <= forklart


def test_ordboken_har_et_navn_paa_hvert_maal_som_ikke_er_navnet_paa_et_annet(filene):
    ordbok = rader(filene / aapnedata.ORDBOK)
    for id, kube in KUBER.items():
        navnene = [
            rad["navn"]
            for rad in ordbok
            if rad["fil"] == f"{id}.csv" and rad["slag"] in ("antall", "statistikk")
        ]
        assert len({*navnene}) == len(navnene) == len(kube.maal) + len(kube.statistikk)
    [for_liten] = [rad for rad in ordbok if rad["kolonne"] == "for_liten"]
    definisjon = katalog.indikatorer()["for_liten_bolig"].definisjon
    assert for_liten["definisjon"] == definisjon and definisjon


def test_ordboken_sier_hvorfor_et_tall_er_eksakt_og_hvor_det_brukes(filene):
    ordbok = rader(filene / aapnedata.ORDBOK)
    indikator = katalog.indikatorer()["boliger"]
    kube = KUBER[indikator.kube]
    (boliger,) = [
        rad
        for rad in ordbok
        if (rad["fil"], rad["kolonne"]) == (f"{kube.id}.csv", indikator.teller)
    ]
    assert boliger["vern"] == f"Eksakt: {kube.uvernet[indikator.teller]}"
    assert indikator.navn in boliger["brukt_i"].split("; ")


def test_de_eksakte_tallene_kan_ikke_bli_aapne_data(
    bygd_internt, tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv("BOLIGDATA_VISNING", "internt")
    assert main(["eksporter", "--til", str(tmp_path / "ut")]) == 1
    assert "bare av de vernede tallene" in capsys.readouterr().err
    assert not (tmp_path / "ut").exists()


def test_en_mappe_som_ikke_kan_skrives_til_gir_et_raad(bygd_eksempel, tmp_path, capsys):
    (tmp_path / "ut").write_text("en fil", encoding="utf-8")
    assert main(["eksporter", "--til", str(tmp_path / "ut")]) == 1
    assert "Velg en mappe du kan skrive i." in capsys.readouterr().err
