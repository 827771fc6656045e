"""Kontrakten med tjenestene er hel, og en feil i den stopper programmet."""

import re

import numpy as np
import pytest

from boligdata.behov import drivere
from boligdata.felles import katalog, kilder
from boligdata.felles.config import PAKKE
from boligdata.felles.erklaering import Erklaeringsfeil


def test_en_kolonne_maa_ha_en_kjent_type():
    with pytest.raises(ValueError, match="ukjent type"):
        kilder.Kolonne("x", "X", "penger")
    with pytest.raises(ValueError, match="kodeliste"):
        kilder.Kolonne("x", "X", "kode")


def test_bare_en_tekst_kan_vaere_telefonnummeret_til_et_kontor_og_det_gjelder_en_kolonne():
    with pytest.raises(ValueError, match="kontor"):
        kilder.Kolonne("x", "X", "id", kontor=True)
    kolonner = [
        (k.id, c.id)
        for k in kilder.kilder().values()
        for c in k.kolonner.values()
        if c.kontor
    ]
    assert kolonner == [("tjenestekatalog", "telefon")]


def test_ingen_variant_i_en_kodeliste_hoerer_til_to_koder():
    for liste in kilder.kodelister().values():
        sett = {}
        for kode in liste.koder:
            for variant in {
                kode.kode,
                kode.navn.casefold(),
                *(v.casefold() for v in kode.varianter),
            }:
                assert sett.setdefault(variant, kode.kode) == kode.kode, (
                    f"{liste.id}: {variant}"
                )


def test_bare_id_er_paa_tiltak_og_prosjekter_staar_slik_de_ble_levert():
    ider = [
        k
        for kilde in kilder.kilder().values()
        for k in kilde.kolonner.values()
        if k.type == "id"
    ]
    assert {k.id for k in ider if not k.hemmelig} == {"tiltak_id", "prosjekt_id"}
    assert {k.id for k in ider if k.hemmelig} >= {
        "husstand_id",
        "soeknad_id",
        "leieforhold_id",
        "bolig_id",
    }


@pytest.fixture
def endret_kontrakt(tmp_path, monkeypatch):
    """Les kontrakten på nytt, med ett sted i den byttet ut."""

    def les(fra: str, til: str):
        tekst = kilder.FIL.read_text(encoding="utf-8")
        assert fra in tekst
        fil = tmp_path / "kilder.toml"
        fil.write_text(tekst.replace(fra, til, 1), encoding="utf-8")
        monkeypatch.setattr(kilder, "FIL", fil)
        monkeypatch.setattr(kilder, "kodelister", kilder.kodelister.__wrapped__)
        return kilder.kilder.__wrapped__()

    return les


@pytest.mark.parametrize(
    ("fra", "til", "melding"),
    [
        (
            'eldre                = { navn = "Eldre", folketall = "67", ',
            'eldre                = { navn = "Eldre", ',
            r"\[kodeliste\.maalgruppe\]: koden «eldre» mangler «folketall»\. Skriv en av .*"
            r'slik: eldre = \{ navn = "Eldre", folketall = "18_66" \}',
        ),
        (
            'slekt = "omsorg"',
            'slekt = "søsken"',
            r"\[kodeliste\.boligtype\]: koden «omsorgsbolig» har ukjent «slekt» 'søsken'",
        ),
        (
            "[kodeliste.boligtype]\nnavn = ",
            "[kodeliste.boligtype]\nnamn = ",
            r"\[kodeliste\.boligtype\]: ukjent nøkkel «namn»",
        ),
        (
            "[kilde.bolig]\n",
            '[kilde.bolig]\nfarge = "blå"\n',
            r"kilder\.toml \[kilde\.bolig\]: ukjent nøkkel «farge»",
        ),
        (
            'kodeliste = "boligtype"',
            'kodeliste = "hustype"',
            r"\[kilde\.bolig\.kolonner\.boligtype\]: kodelisten «hustype» finnes ikke",
        ),
        (
            "referanser = { bolig_id = ",
            "referanser = { navn = ",
            r"\[kilde\.leieforhold\]: viser til kolonner den ikke har: \['navn'\]",
        ),
        (
            'referanser = { bolig_id = "bolig"',
            'referanser = { bolig_id = "hus"',
            r"\[kilde\.leieforhold\]: «referanser» nevner kilden «hus», som ikke finnes",
        ),
        (
            "{ overskrift = ",
            "{ overskrifter = ",
            r"\[kilde\.\w+\.bred nr\. 1\]: .* mangler «overskrift»",
        ),
        (
            "[kodeliste.maalgruppe]",
            "[kodelister.maalgruppe]",
            "ukjent nøkkel «kodelister»",
        ),
    ],
    ids=[
        "målgruppe uten folketall",
        "boligtype med ukjent slekt",
        "ukjent nøkkel i kodeliste",
        "ukjent nøkkel i kilde",
        "ukjent kodeliste",
        "ukjent kolonne",
        "ukjent kilde",
        "bredt utlegg uten overskrift",
        "ukjent tabell",
    ],
)
def test_en_feil_i_kontrakten_sier_hvor_den_er(endret_kontrakt, fra, til, melding):
    with pytest.raises(Erklaeringsfeil, match=melding):
        endret_kontrakt(fra, til)


def test_folketallet_er_delt_i_alle_aldrene_en_maalgruppe_kan_foelge():
    aldre = set(kilder.kodelister()["maalgruppe"].krever["folketall"])
    folketall = drivere.Folketall(
        np.array([2025]), {alder: np.array([100.0]) for alder in drivere.ALDRE}
    )
    for alder in aldre - {"ingen"}:
        assert folketall.ved(alder, [2025.0]) is not None


def test_slektene_deler_boligtypene_i_kodelistens_rekkefoelge():
    slekter = kilder.boligslekter()
    assert list(slekter) == kilder.kodelister()["boligtype"].krever["slekt"]
    assert [t for typer in slekter.values() for t in typer] == [
        k.kode for k in kilder.kodelister()["boligtype"].koder
    ]
    assert set(slekter["omsorg"]) == {"omsorgsbolig", "bofellesskap", "heldoegns"}


def test_ingen_slekt_blander_ordinaere_og_tilpassede_boliger():
    """Boligsosialloven § 5 skiller dem, og en pool i boligbehovet er aldri større enn en slekt."""
    slag = kilder.boligslag()
    assert sorted(slag["ordinaer"] + slag["tilpasset"]) == sorted(kilder.boligslekter())
    tilpasset = {
        kode.kode: kode.tilpasset for kode in kilder.kodelister()["boligtype"].koder
    }
    for slaget, svar in (("ordinaer", "nei"), ("tilpasset", "ja")):
        for slekt in slag[slaget]:
            assert {tilpasset[t] for t in kilder.boligslekter()[slekt]} == {svar}
    with pytest.raises(Erklaeringsfeil, match="både ordinære og tilpassede"):
        kilder.del_i_slag(
            {"omsorg": ("heldoegns", "bofellesskap")},
            {"heldoegns": True, "bofellesskap": False},
        )


def test_om_husstander_og_saker_spoerres_det_ikke_om_noe_ingen_figur_bruker():
    """Dataminimering: en kolonne som bare leses, er en opplysning ingen har grunn til å samle."""
    brukt = "\n".join(
        fil.read_text(encoding="utf-8")
        for mappe, endelse in (
            ("bygg/modeller", "sql"),
            ("bygg/behovsgrunnlag", "py"),
            ("felles/katalog", "toml"),
        )
        for fil in (PAKKE / mappe).glob(f"*.{endelse}")
    )
    ubrukt = {
        f"{id}.{kolonne}"
        for id in katalog.kilder_om_personer()
        for kolonne in kilder.kilder()[id].kolonner
        if not re.search(rf"\b{kolonne}\b", brukt)
    }
    assert ubrukt <= {"bolig.bruksareal_m2"}, "opplysninger om boliger, ikke personer"
