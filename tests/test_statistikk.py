"""Tabellene i statistikkbanken som kan hentes, slik de er erklært."""

import itertools

import pytest

from boligdata.felles import katalog, kilder, statistikk
from boligdata.felles.config import Brukerfeil


def _koder(tabell) -> set[str]:
    """Kodene til tallene tabellen gir: målet, og delen når tabellen er delt på noe mer."""
    maal = [*tabell.velg["ContentsCode"], *tabell.ogsaa.get("ContentsCode", ())]
    deler = [
        valgt
        for variabel, valgt in tabell.velg.items()
        if isinstance(valgt, list) and variabel != "ContentsCode"
    ]
    return {".".join(koder) for koder in itertools.product(maal, *deler)}


@pytest.mark.parametrize(
    "tall",
    [tall for tall in katalog.regionstall().values() if tall.fra_statistikkbanken],
    ids=lambda tall: tall.kode,
)
def test_hvert_tall_for_alle_kommuner_hentes_av_tabellen_det_sier(tall):
    [tabell] = statistikk.tabeller([tall.tabell])
    assert tabell.til == "kommunetall" and tall.kode in _koder(tabell)


@pytest.mark.parametrize("tabell", statistikk.tabeller(), ids=lambda tabell: tabell.id)
def test_svaret_paa_hver_tabell_kan_leses_som_uttrekket_det_er_til(tabell):
    """Ellers ble tabellen hentet, og så satt til side av bygget."""
    utlegg = [
        ett
        for ett in kilder.kilder()[tabell.til].jsonstat
        if ett.dimensjoner.keys() <= tabell.velg.keys()
        and (not ett.tabeller or tabell.id in ett.tabeller)
    ]
    assert utlegg


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
    riktig = {"navn": "Innbyggere", "til": "befolkning", "velg": {"Tid": "alle"}}
    statistikk.Statistikktabell("07459", **riktig)
    with pytest.raises(ValueError, match=sier):
        statistikk.Statistikktabell("07459", **riktig | felt)
