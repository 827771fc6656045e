"""Et innspill: det alle kan se av det, og det som må rettes før det lagres."""

import datetime as dt

import pytest

from boligdata.arbeid import innspill
from boligdata.arbeid.feltliste import les, til_dict
from boligdata.arbeid.innspill import Innspill
from boligdata.felles import plankoder

NB = "\N{NO-BREAK SPACE}"
PRIVAT = Innspill(
    "id-1",
    "7",
    dt.date(2021, 12, 3),
    "privatperson",
    "Solfrid Kvernmoen",
    "Kapittel fem",
    "tildeling",
    "Sønnen min har ventet i to år",
    "Svaret til Solfrid er sendt",
    "delvis",
    "Alle søkere får navnet på den som svarer.",
    "1",
    ("tiltak-1",),
    "2021/418-22",
    kan_vises=True,
    ord=(("E-post", "solfrid@kvernmoen.no"),),
)


def test_et_innspill_leses_tilbake_som_det_ble_skrevet():
    assert les(Innspill, til_dict(PRIVAT)) == PRIVAT


@pytest.mark.parametrize("slag", ["privatperson", ""])
def test_fra_en_privatperson_er_det_bare_slag_tema_anbefaling_og_endring_alle_kan_se(
    slag,
):
    aapent = innspill.aapent(Innspill(**{**PRIVAT.__dict__, "avsenderslag": slag}))
    assert {navn for navn, verdi in til_dict(aapent).items() if verdi} <= {
        "avsenderslag",
        "tema",
        "anbefaling",
        "endring",
    }
    assert aapent.endring == PRIVAT.endring


def test_et_nytt_felt_er_skjult_til_noen_sier_at_det_kan_vises():
    """Det alle kan se, er en liste over det som er trygt, og ikke over det som er farlig."""
    fra_raad = Innspill(**{**PRIVAT.__dict__, "avsenderslag": "raad"})
    vist = {n for n, verdi in til_dict(innspill.aapent(fra_raad)).items() if verdi}
    trygge = {"nr", "mottatt", "avsender", "avsenderslag", "kapittel", "tema"}
    trygge |= {"anbefaling", "endring", "planversjon", "tiltak"}
    assert vist == trygge | {"sammendrag", "vurdering", "kan_vises"}
    ulest = Innspill(**{**fra_raad.__dict__, "kan_vises": False})
    assert {n for n, verdi in til_dict(innspill.aapent(ulest)).items() if verdi} == (
        trygge
    )


def test_hvert_slag_avsender_er_enten_privat_eller_nevnt_som_noe_annet():
    assert set(plankoder.navn("avsenderslag")) == {
        "privatperson",
        *innspill.IKKE_PRIVATE,
    }


@pytest.mark.parametrize(
    "endret, sier",
    [
        ({"sammendrag": " "}, "mangler sammendrag"),
        ({"endring": "Slik Kvernmoen ba om."}, "nevner avsenderen"),
        ({"endring": "SOLFRID får svar."}, "nevner avsenderen"),
        ({"anbefaling": "ikke"}, "tas ikke til følge"),
        ({"sammendrag": "a" * 1_000_000}, "høyst 20"),
        ({"anbefaling": "kanskje"}, "ikke en kjent verdi"),
    ],
)
def test_det_som_er_galt_sies_med_en_setning_uten_det_avsenderen_skrev(endret, sier):
    feil = innspill.feil(Innspill(**{**PRIVAT.__dict__, **endret}))
    assert any(sier in en for en in feil)
    assert all(len(en) < 200 and "Solfrid" not in en for en in feil)


def test_et_vanlig_innspill_har_ingen_feil_og_faar_det_neste_nummeret():
    assert not innspill.feil(PRIVAT)
    assert innspill.neste_nr((PRIVAT, Innspill("b", "12"), Innspill("c", "x"))) == "13"
    assert innspill.neste_nr(()) == "1"


def test_det_som_kom_etter_fristen_telles():
    frist = dt.date(2021, 12, 2)
    assert innspill.mottatt_etter((PRIVAT,), frist).replace(NB, " ") == (
        "1 innspill kom etter fristen 02.12.2021."
    )
    assert innspill.mottatt_etter((PRIVAT,), dt.date(2021, 12, 3)) == ""
    assert innspill.mottatt_etter((PRIVAT,), None) == ""
