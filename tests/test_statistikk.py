"""Tabellene i statistikkbanken som kan hentes, slik de er erklært."""

import pytest

from boligdata.felles import katalog, kilder, statistikk
from boligdata.felles.config import Brukerfeil


def test_alle_kostratallene_som_vises_er_med_i_en_tabell_som_hentes():
    hentes = {
        kode
        for tabell in statistikk.tabeller()
        for valg in (tabell.velg, tabell.ogsaa)
        for kode in valg.get("ContentsCode", ())
    }
    assert katalog.kostra().keys() <= hentes


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
