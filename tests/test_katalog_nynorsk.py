"""Katalogen på nynorsk er den samme katalogen: id-ene, kodene, enhetene og tallene er like, og bare tekstene
er andre.
"""

import dataclasses
import re

import pytest

from boligdata.felles import katalog, kilder, lover, maalform, plankoder
from boligdata.felles.katalog import innlesing
from boligdata.felles.tekst import noekkelform

# Feltene som er tekster en leser ser.
TEKSTER = {
    "navn", "heter", "definisjon", "fortolkning", "enhetsord", "spoersmaal", "grunn", "kortnavn", "alle",
    "regel", "uvernet", "brudd", "eiere", "grunnlag", "hyppighet", "beskrivelse", "lest_i", "om", "sier",
    "hva", "koder",
}  # fmt: skip
DELER = {
    "indikatorer": katalog.indikatorer,
    "nøkkeltall": katalog.noekkeltall,
    "målsatte": katalog.maalsatte,
    "planens mål": katalog.planmaal,
    "egenskaper": katalog.dimensjoner,
    "kuber": katalog.kuber,
    "tabeller": katalog.tabeller,
    "tall for alle kommuner": katalog.regionstall,
    "feller": katalog.feller,
    "tall som ikke er med": katalog.ubekreftede,
    "regler": innlesing.regler,
    "uttrekk": kilder.kilder,
    "kodelister": kilder.kodelister,
    "plankoder": plankoder.kodelister,
    "lover": lover.lover,
    "frister": lover.aarsfrister,
}
# Det som er tekst helt ned, uten egne felt.
BARE_TEKST = {"planens mål", "regler", "feller"}


def _begge(les) -> tuple:
    with maalform.bruk(maalform.NYNORSK):
        nynorsk = les()
    return les(), nynorsk


@pytest.mark.parametrize("del_", DELER)
def test_paa_nynorsk_er_bare_tekstene_andre(del_):
    _sammenlign(*_begge(DELER[del_]), del_, del_ in BARE_TEKST)


def _sammenlign(bokmaal, nynorsk, sted: str, tekst: bool) -> None:
    assert type(bokmaal) is type(nynorsk), sted
    if dataclasses.is_dataclass(bokmaal):
        for felt in dataclasses.fields(bokmaal):
            _sammenlign(
                getattr(bokmaal, felt.name),
                getattr(nynorsk, felt.name),
                f"{sted}.{felt.name}",
                felt.name in TEKSTER,
            )
    elif isinstance(bokmaal, dict):
        assert list(bokmaal) == list(nynorsk), sted
        for noekkel in bokmaal:
            under = f"{sted}.{noekkel}"
            _sammenlign(bokmaal[noekkel], nynorsk[noekkel], under, tekst)
    elif isinstance(bokmaal, tuple):
        assert len(bokmaal) == len(nynorsk), sted
        for nr, (den_ene, den_andre) in enumerate(zip(bokmaal, nynorsk)):
            _sammenlign(den_ene, den_andre, f"{sted}[{nr}]", tekst)
    elif tekst and isinstance(bokmaal, str):
        assert bool(bokmaal) == bool(nynorsk), sted
        assert _form(bokmaal) == _form(nynorsk), sted
    else:
        assert bokmaal == nynorsk, sted


def _form(tekst: str) -> tuple:
    """Det oversettelsen ikke skal endre: tallene, paragrafene og hvordan setningen begynner og slutter."""
    stor = tekst[:1].isupper()
    return (
        re.findall(r"\d+(?:[.,]\d+)*", tekst),
        tekst.count("§"),
        stor,
        tekst[-1:] == ".",
    )


def test_det_som_er_erklaert_staar_virkelig_paa_nynorsk():
    """Minst ni av ti lange tekster er noe annet på nynorsk. Ellers er målformen ikke i bruk."""
    bokmaal, nynorsk = _begge(katalog.indikatorer)
    ulike = [bokmaal[id].definisjon != nynorsk[id].definisjon for id in bokmaal]
    assert sum(ulike) >= 0.9 * len(ulike)


def test_avtrykket_av_det_som_publiseres_er_det_samme_paa_begge_maalformene():
    katalog.avtrykk.cache_clear()
    with maalform.bruk(maalform.NYNORSK):
        paa_nynorsk = katalog.avtrykk()
    katalog.avtrykk.cache_clear()
    assert katalog.avtrykk() == paa_nynorsk


@pytest.mark.parametrize("alle", [kilder.kodelister, plankoder.kodelister])
def test_navnet_paa_en_kode_leses_paa_begge_maalformene_og_betyr_aldri_en_annen(alle):
    for paa_maalformen in _begge(alle):
        for id, liste in paa_maalformen.items():
            oppslag = kilder.oppslag(alle, id)
            for kode in liste.koder:
                for skrevet in (kode.kode, kode.navn, *kode.varianter):
                    assert oppslag[noekkelform(skrevet)] == kode.kode, (id, skrevet)


def test_det_regelverket_sier_er_en_setning_paa_nynorsk():
    with maalform.bruk(maalform.NYNORSK):
        assert lover.forklart(["boligsosialloven § 6"]) == (
            "Boligsosialloven § 6 (hjelp til å skaffe og behalde bustad). Lesen 02.07.2026."
        )
        assert lover.forklart(["brukerstyrt"]).endswith(
            "Lesen 29.11.2026, i Helsedirektoratet sitt rundskriv til lova."
        )
