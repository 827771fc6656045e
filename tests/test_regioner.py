"""Registeret over kommunene, og radene SSB selv har regnet ved siden av dem."""

import collections

import pytest

from boligdata.felles import regioner
from boligdata.felles.regioner import kommuner

VIRKELIGE = {nummer for nummer in kommuner() if nummer < "9900"}


def test_alle_kommunene_er_med_en_gang_og_i_gruppene_ssb_har():
    antall = collections.Counter(kommuner()[nummer].gruppe for nummer in VIRKELIGE)
    assert len(VIRKELIGE) == 357
    assert (antall["EKG01"], antall["EKG12"], antall["EKG13"]) == (40, 11, 1)
    assert sum(kommuner()[nummer].folketall for nummer in VIRKELIGE) > 5_500_000


def test_bare_veksten_i_en_kommune_som_ble_delt_mangler():
    uten = {
        (nummer, navn)
        for nummer in VIRKELIGE
        for navn, verdi in kommuner()[nummer].kjennetegn.items()
        if verdi is None
    }
    delte = ("1508", "1580", "1806", "1875", "5055", "5056", "5059")
    assert uten == {(nummer, "vekst") for nummer in delte}


@pytest.mark.parametrize(
    ("region", "navn"),
    [
        ("0000", "Landet"),
        ("EAKUO", "Landet uten Oslo"),
        ("EKG07", "KOSTRA-gruppe 7"),
        ("EKA32", "Akershus"),
        ("3201", "Bærum"),
        ("1507", "1507"),
    ],
)
def test_hver_region_har_navnet_en_leser_kjenner(region, navn):
    assert regioner.navn(region) == navn


def test_et_nytt_nummer_gjelder_fra_aaret_det_kom_og_et_som_alltid_har_staatt_gjelder_alltid():
    fra = regioner.gjelder_fra()
    assert (fra["3201"], fra["4601"], fra["1580"]) == (2024, 2020, 2024)
    assert "0301" not in fra and "1103" not in fra and "9901" not in fra
    assert (fra["EKA32"], fra["EKA46"]) == (2024, 2020)
    assert "EKA03" not in fra and "EKA18" not in fra


def test_kommunen_har_sin_gruppe_og_sitt_fylke():
    assert (regioner.gruppen("1103"), regioner.fylket("1103")) == ("EKG12", "EKA11")
    assert regioner.gruppen("1507") is None
