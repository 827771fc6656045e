"""Møtet slik det lagres: feltene, reglene for dem, og den frosne figuren."""

import dataclasses
import datetime as dt

import pytest

from boligdata.arbeid import feltliste
from boligdata.arbeid import moete as moeter
from boligdata.arbeid.feltliste import Feltfeil
from boligdata.arbeid.moete import Frossenfigur, Moete, Moetesak

SAK = Moetesak("a", "Hvor mange venter?", "NAV", 15, beslutning="Vi øker innsatsen.")
MOETE = Moete(
    "m",
    "Arbeidsgruppa",
    dt.date(2026, 1, 12),
    deltakere=("Kari <b>Berg</b>",),
    saker=(SAK, Moetesak("b", "=1+1", frist=dt.date(2026, 3, 1))),
)


def test_et_moete_er_det_samme_naar_det_er_lest_tilbake():
    assert feltliste.les(Moete, feltliste.til_dict(MOETE)) == MOETE
    assert not moeter.feil(MOETE)


@pytest.mark.parametrize(
    "saker, melding",
    [
        ((Moetesak("a"),), "mangler tittel"),
        ((Moetesak("a", "Uten tid"),), ""),
        ((Moetesak("a", "Tid", minutter=-5),), "mellom 1 og 600"),
        ((Moetesak("a", "Tid", minutter=601),), "mellom 1 og 600"),
        ((SAK, SAK), "samme id"),
        ((dataclasses.replace(SAK, notat="x" * 1_000_000),), "høyst 20"),
        (tuple(Moetesak(str(nr), "Sak") for nr in range(201)), "høyst 200"),
    ],
)
def test_det_som_ikke_kan_lagres_blir_sagt(saker, melding):
    feil = " ".join(moeter.feil(Moete("m", saker=saker)))
    assert melding in feil and bool(feil) == bool(melding)


def test_moetene_er_ordnet_etter_om_de_er_ferdige_og_saa_naar_de_er():
    ferdig = Moete("c", dato=dt.date(2026, 5, 1), avsluttet=True)
    uten_dato, snart = Moete("a"), Moete("b", dato=dt.date(2026, 2, 1))
    assert sorted((uten_dato, snart, ferdig), key=moeter.plass) == [
        ferdig,
        snart,
        uten_dato,
    ]


def test_en_frossen_figur_er_den_samme_naar_den_er_lest_tilbake():
    figur = Frossenfigur(
        "f",
        "Tittel",
        data_til=dt.date(2025, 12, 31),
        hode=("Gruppe", "Antall"),
        rader=(("Eldre", "0–4"),),
        tallkolonner=(1,),
        om=(("Definisjon", "Alle."),),
        tegning={"data": [], "layout": {}},
    )
    assert moeter.figur_fra_dict(moeter.figur_til_dict(figur)) == figur


@pytest.mark.parametrize("galt", [{}, {"id": "f"}, {"hode": 3}, {"ukjent": []}])
def test_en_oedelagt_figur_gir_en_melding(galt):
    with pytest.raises(Feltfeil, match="ikke kan leses"):
        moeter.figur_fra_dict(galt)
