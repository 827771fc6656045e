"""Erklæringene er hele, og en feil i dem stopper programmet i stedet for å gi et galt tall."""

import dataclasses

import pytest

from boligdata.felles import katalog


def test_katalogen_har_minst_24_indikatorer_med_alt_et_menneske_trenger():
    assert len(katalog.indikatorer()) >= 24
    for i in katalog.indikatorer().values():
        assert i.definisjon.endswith(".") and i.fortolkning.endswith("."), i.id
        assert i.kilder, i.id
        assert i.enhetsord, i.id


@pytest.mark.parametrize(
    "endring, melding",
    [
        ({"enhet": "promille"}, "ukjent enhet"),
        ({"retning": "bort"}, "ukjent retning"),
        ({"tid": "alltid"}, "ukjent tid"),
        ({"maal": "finnes_ikke"}, "ukjent mål"),
        ({"verdi": "antall"}, "enten «verdi» eller «teller»"),
        ({"maaltall": 3.0, "retning": "ingen"}, "et måltall trenger en retning"),
    ],
)
def test_en_feil_i_en_indikator_stopper_programmet(endring, melding):
    with pytest.raises(ValueError, match=melding):
        dataclasses.replace(katalog.indikatorer()["venteliste"], **endring)


def test_en_ukjent_noekkel_i_en_indikator_stopper_programmet():
    with pytest.raises(TypeError):
        katalog.Indikator(
            **dataclasses.asdict(katalog.indikatorer()["venteliste"]), farge="blå"
        )


def test_en_kolonne_maa_ha_en_kjent_type():
    with pytest.raises(ValueError, match="ukjent type"):
        katalog.Kolonne("x", "X", "penger")
    with pytest.raises(ValueError, match="kodeliste"):
        katalog.Kolonne("x", "X", "kode")


def test_bare_en_tekst_kan_vaere_telefonnummeret_til_et_kontor_og_det_gjelder_en_kolonne():
    with pytest.raises(ValueError, match="kontor"):
        katalog.Kolonne("x", "X", "id", kontor=True)
    kolonner = [
        (k.id, c.id)
        for k in katalog.kilder().values()
        for c in k.kolonner.values()
        if c.kontor
    ]
    assert kolonner == [("tjenestekatalog", "telefon")]


def test_en_kube_gir_alle_delmengder_av_kombinasjonene_og_ikke_mer():
    kube = katalog.kuber()["venteliste"]
    assert kube.publiserer([])
    assert kube.publiserer(["boligtype", "maalgruppe"])
    assert not kube.publiserer(["boligtype", "maalgruppe", "omraade"])
    assert not kube.publiserer(["disposisjonsform"])


def test_ingen_kube_deler_personer_etter_mer_enn_to_egenskaper():
    assert all(
        len(k) <= 2 for kube in katalog.kuber().values() for k in kube.kombinasjoner
    )


def test_ingen_variant_i_en_kodeliste_hoerer_til_to_koder():
    for liste in katalog.kodelister().values():
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


def test_hvert_maal_i_planen_har_noekkeltall():
    """Det vi må planlegge for, er ikke et mål. Det står i setningene over nøkkeltallene."""
    assert {i.maal for i in katalog.noekkeltall()} == set(katalog.maal()) - {"grunnlag"}
    assert 8 <= len(katalog.noekkeltall()) <= 10


def test_bare_id_er_paa_tiltak_og_prosjekter_staar_slik_de_ble_levert():
    ider = [
        k
        for kilde in katalog.kilder().values()
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
