"""Hva et tall kan deles etter, og avslag som sier hva som hjelper."""

import itertools

import pandas as pd
import pytest

from boligdata import lesing
from boligdata.felles import katalog
from boligdata.lesing import IkkePublisert

INDIKATORER = katalog.indikatorer()
FILTRE = ("maalgruppe", "boligtype", "omraade")


@pytest.fixture(autouse=True)
def eksakte_tall(bygd_internt, monkeypatch):
    """Her er det lesingen som prøves, og den er lettest å følge med eksakte tall. Vernet har sine
    egne tester.
    """
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(bygd_internt))
    return bygd_internt


# ----------------------------------------------------------------- hva som er publisert


def test_tre_egenskaper_samtidig_er_ikke_publisert_og_meldingen_sier_hvorfor():
    filtre = {
        "maalgruppe": "rop",
        "boligtype": "ordinaer",
        "omraade": next(iter(lesing.verdier("omraade"))),
    }
    with pytest.raises(IkkePublisert) as feil:
        lesing.tall(INDIKATORER["venteliste"], filtre=filtre)
    assert str(feil.value) == (
        "Ikke publisert: Tall delt etter målgruppe, boligtype og område samtidig ville "
        "gitt så små grupper at "
        "enkeltpersoner kunne kjennes igjen. Velg «Alle» i «Målgruppe», «Boligtype» eller «Område»."
    )


def test_fordelingen_teller_med_naar_egenskapene_telles():
    with pytest.raises(
        IkkePublisert, match="ventetid, målgruppe og boligtype samtidig"
    ):
        lesing.tall(
            INDIKATORER["venteliste"],
            fordeling=("ventetidsbaand",),
            filtre={"maalgruppe": "rop", "boligtype": "ordinaer"},
        )


def test_en_nevner_som_ikke_er_delt_paa_samme_maate_gir_et_avslag_som_sier_det():
    with pytest.raises(IkkePublisert) as feil:
        lesing.tall(INDIKATORER["ventende_per_ledig"], filtre={"maalgruppe": "rop"})
    assert (
        "«Husstander som venter, per ledig bolig» kan ikke deles etter målgruppe"
        in str(feil.value)
    )
    assert str(feil.value).endswith("Velg «Alle» i «Målgruppe».")


def test_meldingen_nevner_bare_filtrene_det_hjelper_aa_slippe():
    with pytest.raises(IkkePublisert) as feil:
        lesing.tall(
            INDIKATORER["ventende_per_ledig"],
            filtre={"maalgruppe": "rop", "boligtype": "ordinaer"},
        )
    assert str(feil.value).endswith("Velg «Alle» i «Målgruppe».")
    with pytest.raises(IkkePublisert) as feil:
        lesing.tall(
            INDIKATORER["venteliste"],
            fordeling=("ventetidsbaand",),
            filtre={"maalgruppe": "rop", "boligtype": "ordinaer"},
        )
    assert str(feil.value).endswith("Velg «Alle» i «Målgruppe» eller «Boligtype».")


def test_den_som_ikke_kan_velge_alle_maalgrupper_blir_ikke_bedt_om_det(monkeypatch):
    monkeypatch.setenv("BOLIGDATA_VISNING", "internt")
    with (
        lesing.samme_tall(lesing.Innsyn(maalgrupper=frozenset({"rop"}))),
        pytest.raises(IkkePublisert) as feil,
    ):
        lesing.tall(
            INDIKATORER["venteliste"],
            fordeling=("ventetidsbaand",),
            filtre={"maalgruppe": "rop", "boligtype": "ordinaer"},
        )
    assert str(feil.value).endswith("Velg «Alle» i «Boligtype».")


@pytest.mark.parametrize("indikator", INDIKATORER.values(), ids=INDIKATORER)
def test_det_som_sies_aa_vaere_publisert_har_tall_og_resten_er_avslag(indikator):
    """Alle par av filtre, for alle indikatorer: enten tall for hver periode eller en norsk
    forklaring.
    """
    perioder = lesing.perioder("aar")["periode"].tolist()
    valg = {d: next(iter(lesing.verdier(d))) for d in FILTRE}
    for antall in range(4):
        for egenskaper in itertools.combinations(valg, antall):
            filtre = {d: valg[d] for d in egenskaper}
            try:
                tall = lesing.tall(indikator, filtre=filtre)
            except IkkePublisert as feil:
                assert len(
                    lesing.brukbare(indikator, filtre)
                ) >= 1 and "Velg «Alle»" in str(feil)
                continue
            assert tall["periode"].tolist() == perioder
            assert len(lesing.brukbare(indikator, filtre)) <= 2


def test_et_filter_som_ikke_gjelder_tallet_endrer_det_ikke():
    uten = lesing.tall(INDIKATORER["innbyggere"])
    pd.testing.assert_frame_equal(
        uten, lesing.tall(INDIKATORER["innbyggere"], filtre={"maalgruppe": "rop"})
    )
    assert (
        lesing.brukbare(
            INDIKATORER["boliger"], {"maalgruppe": "rop", "omraade": "alle"}
        )
        == {}
    )


def test_en_oppdiktet_filterverdi_gir_ingen_tall_og_kan_ikke_bli_sql():
    tall = lesing.tall(
        INDIKATORER["venteliste"], filtre={"maalgruppe": "rop' or '1'='1"}
    )
    assert tall["verdi"].eq(0).all()
