"""Medvirkning: det noen få har sagt, viser ikke hvem de er."""

import datetime as dt

import pytest

from boligdata.arbeid import medvirkning
from boligdata.arbeid.feltliste import les, til_dict
from boligdata.arbeid.medvirkning import FAA, Medvirkning

HEL = Medvirkning(
    "id-1",
    dt.date(2021, 9, 15),
    "beboere",
    "Familien i Elvegata",
    "intervju",
    3,
    ("flyktning",),
    ("Nav",),
    "Vi flyttet fire ganger",
    "Avtalen gjelder i tre år.",
    ("venteliste",),
    ("tiltak-1",),
    "1",
)


def test_medvirkning_leses_tilbake_som_den_ble_skrevet_og_har_ingen_feil():
    assert les(Medvirkning, til_dict(HEL)) == HEL
    assert not medvirkning.feil(HEL)


def test_det_ingen_har_lest_vises_ikke_og_faa_personer_telles_ikke():
    aapent = medvirkning.aapent(HEL)
    skjult = (aapent.id, aapent.dato, aapent.hvem, aapent.sagt, aapent.antall)
    assert not any(skjult) and not aapent.tjenester
    assert aapent.endret == HEL.endret


@pytest.mark.parametrize("antall, vist", [(None, None), (FAA - 1, None), (FAA, FAA)])
def test_tallet_vises_naar_det_er_mange_nok(antall, vist):
    en = Medvirkning("a", antall=antall, sagt="Det er langt.", kan_vises=True)
    aapent = medvirkning.aapent(en)
    assert aapent.antall == vist
    assert aapent.sagt == "Det er langt." and not aapent.id


@pytest.mark.parametrize(
    "endret, sier",
    [
        ({"sagt": ""}, "Skriv hva de sa."),
        ({"medvirkende": ""}, "Velg hvem som medvirket."),
        ({"antall": -1}, "over 0"),
        ({"antall": 10**12}, "over 0"),
        ({"indikatorer": ("tull",)}, "ikke en indikator"),
        ({"sagt": "a" * 1_000_000}, "høyst 20"),
    ],
)
def test_det_som_er_galt_sies_med_en_setning(endret, sier):
    feil = medvirkning.feil(Medvirkning(**{**HEL.__dict__, **endret}))
    assert any(sier in en for en in feil)
    assert all(len(en) < 200 for en in feil)
