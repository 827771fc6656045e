"""Linjen under en figur sier hvem som har levert tallene, og for offentlig statistikk hvilken tabell de
står i. Lisensen står under «Om tallet» og der figuren er alene.
"""

import datetime as dt

import pytest

from boligdata.felles import katalog, kilder, statistikk
from boligdata.innhold import faste_kort, kildelinje, kort

INDIKATORER = katalog.indikatorer()
REGIONSTALL = katalog.regionstall()
# Så mange tegn får plass på én linje i et kort i halv bredde.
EN_LINJE = 65


@pytest.mark.usefixtures("bygd_eksempel")
@pytest.mark.parametrize("id", INDIKATORER)
def test_linjen_nevner_bare_dem_som_har_levert_noe_tallet_er_regnet_av(id):
    kildene = [kilder.kilder()[kilde] for kilde in INDIKATORER[id].kilder]
    eiere = {eier for kilde in kildene for eier in kilde.eiere}
    linje = kort.kildelinje(INDIKATORER[id].kilder)
    nevnt = {eier for eier in eiere if eier in linje.kort}
    assert nevnt == eiere or (len(eiere) > 2 and "og andre" in linje.kort)
    assert len(linje.kort) <= EN_LINJE and ", " not in linje.kort
    for kilde in kildene:
        om = kort.kildeeiere(INDIKATORER[id].kilder)
        deler = (*kilde.eiere, kilde.grunnlag, kilde.tabell, kilde.lisens)
        assert all(del_ in om for del_ in deler)


@pytest.mark.parametrize("kode", REGIONSTALL)
def test_et_tall_for_alle_kommuner_sier_tabellen_paa_linjen_og_lisensen_under_om_tallet(
    kode,
):
    tall = REGIONSTALL[kode]
    kilde = kilder.kilder()[tall.kilde]
    linje = faste_kort.kildelinje(tall)
    kjent = tall.tabell and kode not in statistikk.ikke_sett_i_tabellen()
    assert linje.kort == " · ".join(
        [
            f"Kilde: {kilde.eiere[0]}",
            *([f"tabell {tall.tabell}"] if kjent else []),
        ]
    )
    (hvor,) = [
        tekst
        for ledetekst, tekst in faste_kort.forklart(tall)
        if ledetekst in ("Kilde", "Tabell")
    ]
    assert kilde.lisens in hvor and kilde.lisens in linje.hel
    assert linje.hel.startswith(linje.kort)


@pytest.mark.parametrize("id", kilder.kilder())
def test_det_statistisk_sentralbyraa_gir_ut_har_lisensen_og_ingen_andre(id):
    kilde = kilder.kilder()[id]
    assert (kilde.lisens == "CC BY 4.0") == (kilde.eiere[0].startswith("Statistisk"))


def test_linjen_til_en_figur_alene_har_alt_i_rekkefoelge():
    linje = kildelinje.Kildelinje(
        "NAV", "etter varsel", "01234", "CC BY 4.0", "Kartverket", dt.date(2026, 1, 2)
    )
    assert linje.hel == (
        "Kilde: NAV · etter varsel · tabell 01234 · CC BY 4.0 · grenser: Kartverket · til 02.01.2026"
    )
    assert linje.kort == (
        "Kilde: NAV · tabell 01234 · grenser: Kartverket · til 02.01.2026"
    )
    assert linje.i_ord == "NAV, etter varsel, tabell 01234, CC BY 4.0"
