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
        ({"planmaal": "finnes_ikke"}, "ukjent planmål"),
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


def test_hvert_maal_i_planen_har_noekkeltall():
    """Det vi må planlegge for, er ikke et mål. Det står i setningene over nøkkeltallene."""
    assert {i.planmaal for i in katalog.noekkeltall()} == set(katalog.planmaal()) - {
        "grunnlag"
    }
    assert 8 <= len(katalog.noekkeltall()) <= 10
