"""Feilprøven kan kjøres: hver feil i listen passer til koden slik den er nå."""

import tomllib
from pathlib import Path

import pytest

from boligdata.felles.config import ROT

FEILENE = tomllib.loads(
    (Path(__file__).parent / "feilproeve" / "feil.toml").read_text(encoding="utf-8")
)["feil"]


@pytest.mark.parametrize("feil", FEILENE, ids=lambda feil: feil["id"])
def test_feilen_kan_legges_inn_i_koden(feil):
    """Er koden skrevet om, må feilen skrives om. Ellers prøves den aldri mer."""
    kode = (ROT / feil["fil"]).read_text(encoding="utf-8")
    assert feil["finn"] in kode and feil["finn"] != feil["bytt"]


def test_alle_testene_som_skal_merke_en_feil_finnes():
    mangler = {
        test
        for feil in FEILENE
        for test in feil["tester"]
        if not (Path(__file__).parent / test).exists()
    }
    assert mangler == set()
