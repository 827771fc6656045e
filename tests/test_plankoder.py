"""Kodene i handlingsdelen: KOSTRA-funksjonene er med, og ingen skrivemåte betyr to ting."""

import pytest

from boligdata.felles import kilder, plankoder
from boligdata.felles.tekst import noekkelform


def test_funksjonene_i_et_boligsosialt_tiltak_finnes_og_den_som_er_gaatt_ut_sier_det():
    """De som står i ekte handlingsdeler, og de to som kom da 254 gikk ut."""
    funksjoner = plankoder.navn("funksjon")
    vanlige = "242 243 253 254 257 258 261 265 273 275 276 281 283 315"
    assert set(vanlige.split()) <= set(funksjoner)
    assert funksjoner["265"] == "Kommunalt disponerte boliger"
    gammel = next(
        k for k in plankoder.kodelister()["funksjon"].koder if k.kode == "254"
    )
    assert gammel.brudd == "Gikk ut 1. januar 2024, og er delt i 257 og 258."


@pytest.mark.parametrize("liste", plankoder.kodelister().values(), ids=lambda en: en.id)
def test_ingen_skrivemaate_i_plankodene_kan_bety_to_koder(liste):
    for kode in liste.koder:
        for skrivemaate in (kode.kode, kode.navn, *kode.varianter):
            assert liste.oppslag[noekkelform(skrivemaate)] == kode.kode


def test_maalgruppene_i_planen_er_de_samme_som_i_uttrekkene():
    assert plankoder.kodelister()["maalgruppe"] is kilder.kodelister()["maalgruppe"]
    assert plankoder.navn("maalgruppe")["rop"] == "Rus og psykisk helse"
