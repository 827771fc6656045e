"""Statistikk under numre kommunene ikke har lenger, mot alle endringene i KLASS fra 2011 til 2024."""

import collections
import csv
import datetime as dt

import duckdb
import pytest

from boligdata.bygg.ingest import numre, regler
from boligdata.felles import kilder, kommunenummer
from boligdata.felles.config import Kommune

with kommunenummer.FIL.open(encoding="utf-8", newline="") as _fil:
    ENDRINGER = [
        (dt.date.fromisoformat(rad["dag"]).year, rad["fra"], rad["til"])
        for rad in csv.DictReader(_fil, delimiter=";")
    ]
# År → nummeret før → numrene etter, og årene hvert nummer er med i en endring.
BLITT = {
    naar: {
        fra: {til for a, f, til in ENDRINGER if (a, f) == (naar, fra)}
        for a, fra, _ in ENDRINGER
        if a == naar
    }
    for naar in sorted({naar for naar, _, _ in ENDRINGER})
}
ENDRET = {
    nr: sorted({naar for naar, fra, til in ENDRINGER if nr in (fra, til)})
    for nr in {nr for _, *begge in ENDRINGER for nr in begge}
}
PER_DATO = dt.date(2025, 12, 31)
KILDE = kilder.kilder()["kommunetall"]


@pytest.fixture
def lest():
    """Nummeret hver rad er lest under, av {(nummer, år): verdi}, med merknadene: `lest(rader)`."""

    def les(rader, nummer="0301"):
        kommune = Kommune("Prøven", nummer, ("Her",), 2022, 2032, 2016, PER_DATO)
        with duckdb.connect() as con:
            con.execute(
                "create table _inn_kommunetall (kommunenummer varchar, aar integer, kode varchar, "
                "verdi double, status varchar, _tilstand integer, _var varchar)"
            )
            verdiene = ", ".join(
                f"('{nr}', {aar}, 'KOSx', {verdi}, null, {regler.LASTET}, '{nr}')"
                for (nr, aar), verdi in rader.items()
            )
            con.execute(f"insert into _inn_kommunetall values {verdiene}")
            avvik = numre.foelg(con, KILDE, kommune)
            svar = con.execute(
                f"select _var, aar, kommunenummer from _inn_kommunetall where _tilstand = {regler.LASTET}"
            ).fetchall()
        return {(var, aar): blitt for var, aar, blitt in svar}, avvik

    return les


def _etterkommere(nummer: str, aar: int) -> set[str]:
    """Dagens numre for det som var kommunen med dette nummeret i året, fulgt framover i endringene."""
    numrene = {nummer}
    for naar, blitt in BLITT.items():
        if naar > aar:
            numrene = set().union(*(blitt.get(nr, {nr}) for nr in numrene))
    return numrene


def _fantes(nummer: str, aar: int) -> bool:
    """Var dette et kommunenummer i året?"""
    foer = [naar for naar in ENDRET[nummer] if naar <= aar]
    if foer:
        return any(nummer in nye for nye in BLITT[foer[-1]].values())
    return nummer in BLITT[ENDRET[nummer][0]]


def test_hver_av_endringene_er_fulgt_naar_hele_kommunen_ble_til_en_og_ingen_andre_ble_det(
    lest,
):
    """Året før hver endring: raden leses som dagens nummer bare når kommunen helt og alene er den."""
    numrene = ENDRET.keys()
    aarene = [naar - 1 for naar in BLITT]
    radene = {(nr, aar): 1.0 for aar in aarene for nr in numrene if _fantes(nr, aar)}
    endret = {(fra, naar - 1) for naar, fra, _ in ENDRINGER}
    assert len(ENDRINGER) == 516 and endret <= radene.keys()
    blitt, _ = lest(radene)
    fulgt = 0
    for aar in aarene:
        dagens = {nr: _etterkommere(nr, aar) for nr in numrene if (nr, aar) in radene}
        kom_av = collections.Counter(nr for nye in dagens.values() for nr in nye)
        for nummer, nye in dagens.items():
            alene = len(nye) == 1 and kom_av[next(iter(nye))] == 1
            ventet = next(iter(nye)) if alene else nummer
            assert blitt[nummer, aar] == ventet, (nummer, aar)
            fulgt += ventet != nummer
    assert fulgt > 200


def test_en_kommune_som_ble_delt_gir_ikke_tallene_sine_til_noen_av_delene(lest):
    blitt, avvik = lest({("1507", 2023): 5.0, ("1850", 2019): 5.0, ("5012", 2019): 5.0})
    assert set(blitt.values()) == {"1507", "1850", "5012"} and avvik == []


def test_en_kommune_som_er_slaatt_sammen_av_flere_er_ikke_den_ene_av_dem(lest):
    """Stavanger beholdt nummeret da Finnøy og Rennesøy ble med i 2020."""
    blitt, _ = lest({("1141", 2019): 5.0, ("1142", 2019): 6.0, ("1103", 2019): 7.0})
    assert blitt == {
        ("1141", 2019): "1141",
        ("1142", 2019): "1142",
        ("1103", 2019): "1103",
    }


def test_raden_ssb_selv_har_regnet_for_dagens_kommune_gjelder(lest):
    """Bærum i 2022 står under nummeret fra 2024: tallet under det gamle blir ikke en rad til."""
    blitt, avvik = lest({("3024", 2022): 5.0, ("3201", 2022): 6.0, ("3024", 2023): 7.0})
    assert blitt == {
        ("3024", 2022): "3024",
        ("3201", 2022): "3201",
        ("3024", 2023): "3201",
    }
    [merknad] = avvik
    assert merknad.forklaring == (
        "Én rad om andre kommuner er lest under nummeret kommunen har i dag."
    )


def test_det_gamle_nummeret_gjelder_ikke_det_foerste_aaret_med_det_nye(lest):
    """Bærum fikk 3201 i 2024. En rad under 3024 det året er ikke et tall om Bærum."""
    blitt, _ = lest({("3024", 2023): 7.0, ("3024", 2024): 8.0})
    assert blitt == {("3024", 2023): "3201", ("3024", 2024): "3024"}


def test_egne_og_andres_tall_telles_hver_for_seg(lest):
    _, avvik = lest({("3024", 2023): 7.0, ("3025", 2023): 7.0}, nummer="3201")
    assert [en.forklaring.split(" er lest")[0] for en in avvik[:2]] == [
        "Én rad under tidligere nummer (3024, 0219)",
        "Én rad om andre kommuner",
    ]
