"""Reglene for dato og kontrollsifre i norske identitetsnumre."""

import datetime as dt

import pytest
from personnumre import DUF, FRA_2032, fnr, skrivefeil

from boligdata.felles import identitetsnummer


@pytest.mark.parametrize(
    "nummer",
    [
        fnr(),
        fnr(dagtillegg=40),
        fnr(maanedstillegg=40),
        fnr(maanedstillegg=65),
        fnr(maanedstillegg=80),
        fnr(dt.date(2000, 2, 29)),
        *(fnr(rest=r) for r in (1, 2, 3)),
        *FRA_2032,
    ],
)
def test_foedselsnummer_d_nummer_og_nummer_fra_2032_kjennes_igjen(nummer):
    assert identitetsnummer.er_foedselsnummer(nummer)


@pytest.mark.parametrize(
    "nummer", [fnr(rest=4), "31028712345", "00010112345", "14138754321", "29020112345"]
)
def test_feil_kontrollsiffer_og_datoer_som_ikke_finnes_er_ikke_foedselsnummer(nummer):
    assert not identitetsnummer.er_foedselsnummer(nummer)


def test_en_skrivefeil_i_ett_siffer_gir_aldri_et_gyldig_nummer_etter_dagens_regel():
    nummer = fnr()
    for plass in range(11):
        for siffer in set("0123456789") - {nummer[plass]}:
            feil = nummer[:plass] + siffer + nummer[plass + 1 :]
            gyldige = sum(
                identitetsnummer._vektet(feil, v) % 11 == 0
                for v in (identitetsnummer._K1, identitetsnummer._K2)
            )
            assert gyldige < 2


@pytest.mark.parametrize("nummer", DUF)
def test_duf_nummer_kjennes_igjen(nummer):
    assert identitetsnummer.er_duf_nummer(nummer)
    assert not identitetsnummer.er_duf_nummer(skrivefeil(nummer))
