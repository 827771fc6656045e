"""Kommunenumrene bakover i tid, mot alle endringene i KLASS fra 2011 til 2024."""

import csv
import datetime as dt
import itertools

import pytest

from boligdata.felles import kommunenummer
from boligdata.felles.kommunenummer import Nummerperiode, bakover

with kommunenummer.FIL.open(encoding="utf-8", newline="") as _fil:
    ENDRINGER = list(csv.DictReader(_fil, delimiter=";"))
# De som finnes i dag: numre noe er blitt til, og som ikke er blitt til noe annet siden.
BORTE = {en["fra"] for en in ENDRINGER if en["fra"] != en["til"]}
DAGENS = sorted({en["til"] for en in ENDRINGER} - BORTE)
DAGER = sorted({en["dag"] for en in ENDRINGER})


def numrene(nummer: str, aar: int) -> frozenset[str]:
    """Numrene som var kommunen i året, eller ingen når den ikke kan følges så langt."""
    perioder = [en for en in bakover(nummer).perioder if en.gjaldt(aar)]
    return perioder[0].numre if perioder else frozenset()


def test_alle_endringene_er_med():
    assert len(ENDRINGER) == 516


def test_et_nummer_som_er_byttet_to_ganger_foelges_helt_tilbake():
    to_tusen_og = {
        aar: {*numrene("3201", aar)} for aar in (2010, 2019, 2020, 2023, 2024)
    }
    assert to_tusen_og == {
        2010: {"0219"},
        2019: {"0219"},
        2020: {"3024"},
        2023: {"3024"},
        2024: {"3201"},
    }
    assert bakover("3201").delt is None


def test_en_kommune_som_aldri_er_endret_har_ett_nummer():
    assert bakover("0301").perioder == (Nummerperiode(frozenset({"0301"}), None, None),)


def test_en_sammenslaatt_kommune_er_summen_av_hele_kommuner_men_ikke_et_forholdstall():
    assert numrene("1103", 2019) == {"1103", "1141", "1142"}
    assert [en.numre for en in bakover("1103").ett_nummer] == [{"1103"}]
    assert [*map(len, (en.numre for en in bakover("3201").ett_nummer))] == [1, 1, 1]


@pytest.mark.parametrize(
    ("nummer", "aar", "delt"),
    [
        ("1508", 2024, "Ålesund (1507)"),
        ("1580", 2024, "Ålesund (1507)"),
        ("5055", 2020, "Snillfjord (5012)"),
        ("1875", 2020, "Tysfjord - Divtasvuodna (1850)"),
    ],
)
def test_en_kommune_som_fikk_en_del_av_en_annen_kan_ikke_foelges_lenger(
    nummer, aar, delt
):
    rekke = bakover(nummer)
    assert rekke.delt == delt and rekke.perioder[-1].fra == dt.date(aar, 1, 1)
    assert numrene(nummer, aar) and not numrene(nummer, aar - 1)


def test_hvert_nummer_i_endringene_foeres_fram_til_dagens_og_dagens_er_seg_selv():
    for en in ENDRINGER:
        for nummer in (en["fra"], en["til"]):
            naa = kommunenummer.i_dag(nummer)
            assert naa and {*naa} <= {*DAGENS}
            assert (naa == (nummer,)) == (nummer in DAGENS)
            assert (kommunenummer.utgaatt(nummer) is None) == (nummer in DAGENS)
    assert kommunenummer.i_dag("0219") == ("3201",)
    assert kommunenummer.i_dag("5012") == ("5055", "5056", "5059")
    assert kommunenummer.i_dag("0301") == ("0301",)


def test_periodene_henger_sammen_for_hver_kommune():
    for nummer in DAGENS:
        perioder = bakover(nummer).perioder
        assert perioder[0].til is None and perioder[0].numre == {nummer}
        for nyere, eldre in itertools.pairwise(perioder):
            assert nyere.fra == eldre.til and nyere.numre != eldre.numre


@pytest.mark.parametrize("aar", sorted({int(dag[:4]) - 1 for dag in DAGER}))
def test_hvert_nummer_er_del_av_hoyst_en_av_dagens_kommuner(aar):
    alle = [nummer for dagens in DAGENS for nummer in numrene(dagens, aar)]
    assert len(alle) == len({*alle})


def test_hvert_gammelt_nummer_er_med_bortsett_fra_der_en_kommune_ble_delt():
    """Enten er nummeret i en rekke dagen før det gikk ut, eller så stopper rekken den dagen eller
    senere fordi en kommune ble delt.
    """
    kommet_til = {(en["dag"], en["fra"]): set() for en in ENDRINGER}
    for en in ENDRINGER:
        kommet_til[en["dag"], en["fra"]].add(en["til"])
    utenfor = set()
    for (dag, fra), nye in kommet_til.items():
        aaret_foer = int(dag[:4]) - 1
        if not any(fra in numrene(dagens, aaret_foer) for dagens in DAGENS):
            utenfor.add(fra)
            assert len(nye) > 1 or _stoppet_av_deling(nye, dag)
    assert utenfor >= {"1507", "5012", "1850", "0720"}


def _stoppet_av_deling(nye: set[str], dag: str) -> bool:
    """Er alle dagens kommuner numrene ble til, stoppet av en deling den dagen eller senere?"""
    etterkommere = set(nye)
    for en in ENDRINGER:
        if en["dag"] > dag and en["fra"] in etterkommere:
            etterkommere.add(en["til"])
    dagens = etterkommere & {*DAGENS}
    return all(
        bakover(nummer).delt
        and bakover(nummer).perioder[-1].fra >= dt.date.fromisoformat(dag)
        for nummer in dagens
    )
