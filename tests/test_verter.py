"""Hvilke navn bare maskinen selv kan ha."""

import pytest

from boligdata.felles import verter


@pytest.mark.parametrize("vert", ["localhost", "127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_navnene_bare_maskinen_selv_kan_ha(vert):
    assert verter.er_egen_maskin(vert)


@pytest.mark.parametrize("vert", [None, "", "bolig.kommunen.no", "10.0.0.4", "/tmp"])
def test_andre_navn_kan_vaere_en_annen_maskin(vert):
    assert not verter.er_egen_maskin(vert)
