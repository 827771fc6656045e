"""Nummeret til en person kan ikke lagres i planen, uansett hvor i teksten det står."""

import uuid

import pytest
from personnumre import DUF as DUF_NUMRE
from personnumre import fnr

from boligdata.arbeid import identifikator, lager
from boligdata.arbeid.lager import ArbeidFeil, NyEndring

FNR, DNR, DUF = fnr(), fnr(dagtillegg=40), DUF_NUMRE[0]


@pytest.mark.parametrize(
    "tekst",
    [
        FNR,
        f"Ring {FNR} i morgen",
        "Født 010107 50004.",
        "01.01.2007 50004",
        "010107-50004",
        "0101\u200b0750004",
        DNR,
    ],
)
def test_foedselsnummer_og_d_nummer_finnes(tekst):
    funn = identifikator.finn({"kommentar": tekst})
    assert funn.hva == "et fødselsnummer eller D-nummer"
    assert funn.felt == ("kommentar",)


def test_funnet_sier_hvor_men_aldri_nummeret():
    innhold = {"milepaeler": [{"tittel": "Ok"}, {"tittel": f"For {FNR}"}]}
    funn = identifikator.finn(innhold)
    assert funn.felt == ("milepaeler", "1", "tittel")
    assert FNR not in repr(funn)


def test_ogsaa_en_overskrift_planen_har_selv_sees_paa():
    assert identifikator.finn({"ord": {FNR: "ja"}})


@pytest.mark.parametrize("tekst", [DUF, f"{DUF[:4]} {DUF[4:10]} {DUF[10:]}"])
def test_duf_nummer_finnes(tekst):
    assert identifikator.finn({"kommentar": tekst}).hva == "et DUF-nummer"


@pytest.mark.parametrize(
    "tekst",
    [
        f"{DUF[:4]}/{DUF[4:10]}-{DUF[10:]}",  # Sifrene i et saksnummer kan stemme.
        "Sak 21/1234-5, vedtatt 01.01.2025, 12 345 678 kroner",
        "Telefon 22 33 44 55 eller post@kommunen.no",
        f"{uuid.UUID(int=0)}"[:-11] + FNR,
        "Org.nr. 987 654 321",
    ],
)
def test_det_som_er_vanlig_i_en_plan_slipper_gjennom(tekst):
    assert identifikator.finn({"kommentar": tekst}) is None


@pytest.mark.parametrize("felt", ["innhold", "hvem", "hvorfor"])
def test_lageret_tar_ikke_imot_nummeret_og_sier_hva_som_maa_gjoeres(felt, tmp_path):
    verdier = {"innhold": {"kommentar": "Ok"}, "hvem": "Kari", "hvorfor": ""}
    verdier[felt] = {"kommentar": f"For {FNR}"} if felt == "innhold" else f"For {FNR}"
    arbeid = lager.aapne(tmp_path)
    with pytest.raises(ArbeidFeil, match="Ta det bort, og lagre igjen") as feil:
        arbeid.lagre(NyEndring(str(uuid.uuid4()), "tiltak", "t1", 0, **verdier))
    assert FNR not in feil.value.melding
    assert feil.value.felt == ("kommentar" if felt == "innhold" else felt,)
    assert arbeid.gjeldende("tiltak") == []
    arbeid.lukk()
