"""Forseglede filer kan bare leses med nøkkelen, og bare slik de ble skrevet."""

import pytest

from boligdata.bygg import forsegling

SLAG, ANNET = (
    forsegling.Slag("rader", b"BOLIGR1\n"),
    forsegling.Slag("historikk", b"BOLIGH1\n"),
)
NOEKKEL = b"en noekkel som bare er til testene"


def test_innholdet_er_det_samme_naar_filen_aapnes_igjen_og_staar_ikke_i_den():
    pakke = forsegling.forsegle(b"innhold", SLAG, NOEKKEL)
    assert forsegling.aapne(pakke, SLAG, NOEKKEL) == b"innhold"
    assert b"innhold" not in pakke and NOEKKEL not in pakke
    assert pakke != forsegling.forsegle(b"innhold", SLAG, NOEKKEL), (
        "samme innhold gir ikke samme fil"
    )


def test_en_annen_noekkel_sies_fra_om_for_seg():
    with pytest.raises(forsegling.AnnenNoekkel):
        forsegling.aapne(
            forsegling.forsegle(b"innhold", SLAG, NOEKKEL), SLAG, b"en annen noekkel"
        )


@pytest.mark.parametrize(
    "oedelegg",
    [
        lambda b: b"",
        lambda b: b[:10],
        lambda b: b[:28],
        lambda b: b[:-1],
        lambda b: b + b"x",
        lambda b: b"\x00" * len(b),
    ],
)
def test_en_skadet_fil_aapnes_ikke(oedelegg):
    with pytest.raises(forsegling.Skadet):
        forsegling.aapne(
            oedelegg(forsegling.forsegle(b"innhold", SLAG, NOEKKEL)), SLAG, NOEKKEL
        )


def test_en_fil_av_et_annet_slag_aapnes_ikke():
    with pytest.raises(forsegling.Skadet):
        forsegling.aapne(forsegling.forsegle(b"innhold", ANNET, NOEKKEL), SLAG, NOEKKEL)
