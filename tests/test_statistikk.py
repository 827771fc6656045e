"""Tabellene i statistikkbanken som kan hentes, slik de er erklært."""

import itertools

import pytest

from boligdata.felles import katalog, kilder, statistikk
from boligdata.felles.config import Brukerfeil


def _koder(tabell) -> set[str]:
    """Kodene til tallene tabellen gir, slik uttrekket leser dem: målet, og delen når tabellen er delt på
    noe mer.
    """
    utlegg = max(_utleggene(tabell), key=lambda ett: len(ett.dimensjoner))
    variabler = [navn for navn, kol in utlegg.dimensjoner.items() if kol == "kode"]
    valgt = [
        [*utlegg.grupper[navn]]
        if navn in utlegg.grupper
        else [*tabell.velg[navn], *tabell.ogsaa.get(navn, ())]
        for navn in variabler
    ]
    koder = {".".join(koder) for koder in itertools.product(*valgt)}
    return {utlegg.bytt.get("kode", {}).get(kode, kode) for kode in koder}


def _utleggene(tabell) -> list:
    """Slik svaret på tabellen kan leses: det som er erklært for den, eller for alle."""
    passer = [
        ett
        for ett in kilder.kilder()[tabell.til].jsonstat
        if ett.dimensjoner.keys() <= tabell.velg.keys()
    ]
    egne = [ett for ett in passer if tabell.tabell in ett.tabeller]
    return egne or [ett for ett in passer if not ett.tabeller]


@pytest.mark.parametrize(
    "tall", katalog.regionstall().values(), ids=lambda tall: tall.kode
)
def test_hvert_tall_for_alle_kommuner_hentes_av_tabellen_det_sier(tall):
    """Et tall som regnes ut, har alle delene sine fra en tabell eller fra IMDi."""
    hentet = {
        kode: tabell.tabell
        for tabell in statistikk.tabeller()
        if tabell.til == "kommunetall"
        for kode in _koder(tabell)
    }
    deler = [del_ for del_ in tall.deler if not del_.startswith("bosetting.")]
    assert set(deler) <= hentet.keys()
    assert not tall.tabell or tall.tabell in {hentet[del_] for del_ in deler}


def test_hver_tabell_sier_hvor_kodene_er_sett():
    assert all(tabell.kjent_fra for tabell in statistikk.tabeller())


def test_den_samme_tabellen_kan_hentes_paa_to_maater():
    [innbyggere, grupper] = statistikk.tabeller(["07459"])
    assert innbyggere.tabell == grupper.tabell
    assert innbyggere.til != grupper.til
    assert statistikk.tabeller([grupper.id]) == [grupper]


@pytest.mark.parametrize("tabell", statistikk.tabeller(), ids=lambda tabell: tabell.id)
def test_svaret_paa_hver_tabell_kan_leses_som_uttrekket_det_er_til(tabell):
    """Ellers ble tabellen hentet, og så satt til side av bygget."""
    assert _utleggene(tabell)


def test_en_ukjent_tabell_sies_med_dem_som_finnes():
    with pytest.raises(Brukerfeil, match="Ukjent tabell: 1. Tabellene er 07459"):
        statistikk.tabeller(["1"])


@pytest.mark.parametrize(
    ("felt", "sier"),
    [
        ({"til": "finnes_ikke"}, "«finnes_ikke», som ikke finnes"),
        ({"til": "bolig"}, "ingen av filmønstrene"),
        ({"velg": {"Tid": "nå"}}, "alle, kommunen, sammenligning, aarene"),
        ({"ogsaa": {"Alder": ["080"]}}, r"\['Alder'\] står ikke under «velg»"),
    ],
)
def test_en_feil_i_erklaeringen_sier_hva_den_er(felt, sier):
    riktig = {
        "navn": "Innbyggere",
        "til": "befolkning",
        "kjent_fra": "et svar fra SSB",
        "velg": {"Tid": "alle"},
    }
    statistikk.Statistikktabell("07459", **riktig)
    with pytest.raises(ValueError, match=sier):
        statistikk.Statistikktabell("07459", **riktig | felt)
