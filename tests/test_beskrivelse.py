"""Planens tre «skal beskrive»-punkter kan leses høyt, og hvert tall i dem er det kortet viser."""

import re

import pytest
from publisering import publiser
from spraak import feil_i

from boligdata import lesing
from boligdata.felles import katalog, norsk
from boligdata.innhold import beskrivelse
from boligdata.innhold.kort import Valg

ALLE = Valg("aar", "2025")


@pytest.fixture(params=["internt", "publisert"])
def tall(request, bygd, monkeypatch):
    """De eksakte og de vernede tallene, etter tur."""
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(bygd / request.param))
    return request.param


@pytest.mark.parametrize(
    "valg",
    [ALLE, Valg("tertial", "2025-T3"), Valg("aar", "2016")],
    ids=["aar", "tertial", "foerste"],
)
@pytest.mark.parametrize("punkt", beskrivelse.PUNKTER)
def test_teksten_er_hele_setninger_paa_norsk(punkt, valg, tall):
    avsnitt = beskrivelse.lag(punkt, valg)
    assert len(avsnitt) >= 2
    for a in avsnitt:
        assert a.endswith(".") and a[0].isupper() | a[0].isdigit() and not feil_i(a), a
        assert not re.search(r"None|nan|\{|\}|  |–\.", a), a
        # Det som skal leses høyt, har ikke parenteser og prosenttegn på rad.
        assert "(" not in a


def test_behovet_er_beskrevet_for_hver_maalgruppe_som_har_det(tall):
    tekst = " ".join(beskrivelse.lag("behov", ALLE))
    for kode in ("eldre", "rop", "flyktning"):
        assert f"{lesing.dimensjon('maalgruppe')[kode]}: " in tekst


def test_tallene_i_teksten_er_de_samme_som_paa_kortene(tall):
    tekst = " ".join(beskrivelse.lag("behov", ALLE))
    i = katalog.indikatorer()["vanskeligstilte"]
    verdi = lesing.tall(i, "aar")["verdi"].iloc[-1]
    assert (
        f"kjenner kommunen til {norsk.med_ord(verdi, 'husstander')} som er vanskeligstilt"
        in tekst
    )


def test_en_periode_som_ikke_er_fulgt_lenge_nok_gir_tallet_for_den_siste_som_er_det(
    tall,
):
    siste = lesing.siste_kjente(katalog.indikatorer()["avslag_hjulpet"], "aar", "2025")
    assert siste == "2024"


def test_et_tall_som_mangler_gir_ingen_setning(bygd, tmp_path, monkeypatch):
    publiser(
        bygd / "internt",
        tmp_path,
        "delete from kube_samordning",
        "delete from kube_hjelpetid",
    )
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(tmp_path))
    tekst = " ".join(beskrivelse.lag("organisering", ALLE))
    assert (
        "koordinator" not in tekst
        and "første kontakt" not in tekst
        and "Tjenestekatalogen har" in tekst
    )


def test_teksten_gjelder_hele_kommunen_ogsaa_naar_noe_er_filtrert(tall):
    filtrert = Valg("aar", "2025", {"maalgruppe": "eldre"})
    assert beskrivelse.lag("behov", filtrert) == beskrivelse.lag("behov", ALLE)
    assert beskrivelse.gjelder_alle(ALLE) and not beskrivelse.gjelder_alle(filtrert)
