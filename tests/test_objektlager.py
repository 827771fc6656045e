"""Adressen til objektlageret, og det som aldri skal stå i en melding."""

import pytest

from boligdata.felles import config
from boligdata.felles.config import Brukerfeil
from boligdata.felles.objektlager import Objektlager


@pytest.mark.parametrize(
    "adresse",
    [
        "s3://NOEKKEL:hemmelig@boette/prefiks",
        "s3://boette/prefiks?access_key=hemmelig",
        "s3://Boette/hemmelig",
        "s3://",
        "s3:///hemmelig",
        "s3://boette/../hemmelig",
        "https://hemmelig.no/boette",
        "file://hemmelig/mappe",
    ],
)
def test_en_adresse_som_ikke_er_slik_den_skal_blir_avvist_uten_aa_gjentas(adresse):
    with pytest.raises(Brukerfeil, match="Nøkkelen til lageret skal aldri stå") as feil:
        Objektlager(adresse)
    assert "hemmelig" not in str(feil.value)


@pytest.mark.parametrize("adresse", ["s3://boette", "s3://boette/a/b.c/", "s3://b.no"])
def test_en_adresse_kan_ha_flere_ledd(adresse):
    Objektlager(adresse)


def test_en_mappe_er_ikke_et_objektlager(monkeypatch, tmp_path):
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(tmp_path))
    assert (config.objektlager(), config.publisert_mappe()) == ("", tmp_path)
    monkeypatch.setenv("BOLIGDATA_DATA", str(tmp_path))
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", "s3://boette")
    assert config.objektlager() == "s3://boette"
    assert config.publisert_mappe() == tmp_path / "publisert"
