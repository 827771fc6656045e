"""Teksten til planen om folkehelse, levekår og boligmarkedet: hvert tall er det kortet viser."""

import re

import pytest
from appen import aapne
from publisering import publiser
from setningsregler import brudd_i

from boligdata.felles import katalog, norsk
from boligdata.innhold import bakgrunnen, faste_kort

pytestmark = pytest.mark.usefixtures("bygd_eksempel")
FRA = "EUskala60"


@pytest.mark.parametrize("tema", bakgrunnen.TITLER)
def test_hvert_tall_under_temaet_har_et_avsnitt_med_det_kortet_viser(tema):
    avsnittene = bakgrunnen.tekst(tema)
    kodene = [kode for kode, tall in katalog.regionstall().items() if tall.tema == tema]
    assert len(avsnittene) == len(kodene) + (tema == "folket")
    for kode, avsnittet in zip(kodene, avsnittene):
        tall, kort = katalog.regionstall()[kode], faste_kort.kostra(kode, "")
        serie, enhet = kort.serie.set_index("aar"), tall.visningsenhet
        for aar, kolonne in ((2025, "verdi"), (2025, "landet"), (2022, "verdi")):
            skrevet = norsk.med_enhet(serie[kolonne][aar], enhet)
            assert skrevet in avsnittet and str(aar) in avsnittet
        assert avsnittet.startswith(f"{tall.navn}: ")
        assert not [*brudd_i(avsnittet)], avsnittet
        assert ("foreløpig" in avsnittet) == bool(serie["foreloepig"][2025])


def test_bosettingen_staar_i_levekaarene_og_ingen_setning_begynner_med_et_tall():
    assert bakgrunnen.tekst("folket")[-1].startswith("Bosetting av flyktninger: 17 ")
    for tema in bakgrunnen.TITLER:
        for avsnittet in bakgrunnen.tekst(tema):
            assert not re.search(r"(?:^|\. )\d", avsnittet), avsnittet


def test_et_tall_landet_ikke_har_staar_alene_og_et_kommunen_ikke_har_er_ikke_med(
    bygd_eksempel, tmp_path, monkeypatch
):
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(tmp_path))
    publiser(
        bygd_eksempel,
        tmp_path,
        f"delete from tabell_regionstall where kode = '{FRA}' and region = '0000'",
        "delete from tabell_regionstall where kode = 'EUskala60.barn'",
        "delete from tabell_bosetting",
    )
    avsnittene = " ".join(bakgrunnen.tekst("folket")).replace("\N{NO-BREAK SPACE}", " ")
    assert "Innbyggere med lav inntekt: 11,5 % i 2025. I 2022 var det" in avsnittene
    assert "Barn i familier" not in avsnittene and "Bosetting" not in avsnittene


@pytest.mark.parametrize("tema", bakgrunnen.TITLER)
def test_teksten_staar_nederst_paa_temaet_paa_utfordringsbilde(tema):
    app = aapne("utfordringsbilde", tema=tema)
    tittel = norsk.liten_forbokstav(bakgrunnen.TITLER[tema])
    [felt] = [en for en in app.expander if en.label == f"Tekst til planen: {tittel}"]
    vist = felt.markdown[0].value.replace("\\", "")
    for avsnittet in bakgrunnen.tekst(tema):
        assert avsnittet in vist
