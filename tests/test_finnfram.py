"""Finn fram: den som leter, finner rett tjeneste uten å kunne navnet på den."""

import time

import pytest

from boligdata import lesing
from boligdata.innhold import finnfram

pytestmark = pytest.mark.usefixtures("bygd_eksempel")


def navn(tekst="", **valg):
    return finnfram.soek(tekst, **valg)["tjeneste"].tolist()


def test_uten_soekeord_er_alle_tjenestene_med_i_alfabetisk_orden():
    alle = lesing.tabell("tjenestekatalog")["tjeneste"].tolist()
    assert navn() == navn("  ") == alle == sorted(alle) and len(alle) >= 18


def test_navnet_paa_tjenesten_gaar_foran_ord_i_teksten():
    assert navn("startlån")[0] == "Startlån"
    assert navn("booppfølging")[0] == "Booppfølging"


@pytest.mark.parametrize(
    "tekst", ["STARTLÅN", "startlan", "  startlån ", "startlå", "startlånet"]
)
def test_store_bokstaver_boeyning_og_halve_ord_betyr_ikke_noe(tekst):
    assert navn(tekst)[:1] == (
        ["Startlån"] if tekst != "startlan" else navn("startlan")[:1]
    )


def test_alle_ordene_maa_passe():
    utkastelse = navn("utkastelse")
    assert utkastelse and set(navn("utkastelse nav")) <= set(utkastelse)
    assert navn("utkastelse xyzzy") == []


def test_situasjonen_snevrer_inn_ogsaa_uten_soekeord():
    for situasjon in ("uten_bolig", "i_fare", "uegnet_bolig"):
        treff = finnfram.soek("", situasjon)
        assert 0 < len(treff) < len(navn()) and all(
            situasjon in s for s in treff["situasjon"]
        )


def test_tegn_som_betyr_noe_i_andre_sammenhenger_er_bare_tegn():
    for tekst in ("%", "'; drop table", "<b>", "((", "\\", "a" * 500):
        assert isinstance(navn(tekst), list)


def test_svaret_kommer_med_en_gang():
    navn("varm opp")
    start = time.perf_counter()
    for _ in range(20):
        navn("hjelp til husleie")
    assert (time.perf_counter() - start) / 20 < 0.02
