"""Penger slik de står i ekte planer. Forventningene er skrevet fra ordene, og ikke fra koden."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boligdata.arbeid import penger
from boligdata.arbeid.lesning import ANTATT, IKKE_FORSTAATT, SIKKER
from boligdata.arbeid.tiltak import Beloep, Frist, Tiltak, feil

PLANEN = (2024, 2027)
FRIST = Frist("2025–2026", "tidfestet", dt.date(2025, 1, 1), dt.date(2026, 12, 31))


@pytest.mark.parametrize(
    "ord_, finansiering",
    [
        ("Innenfor rammen", "innenfor"),
        ("eksisterende rammer", "innenfor"),
        ("Innanfor eksisterande rammer", "innenfor"),
        ("innenfor gjeldende budsjett", "innenfor"),
        ("Dekkes av ordinær drift", "innenfor"),
        ("Ingen merkostnad", "innenfor"),
        ("Inngår i stillingsressursen", "innenfor"),
        ("Krever vedtak i handlingsprogrammet", "krever_prioritering"),
        ("vil kreve prioritering av midler", "krever_prioritering"),
        ("Krev prioritering", "krever_prioritering"),
        ("Ikke innenfor rammen", "krever_prioritering"),
        ("Ikkje finansiert", "krever_prioritering"),
        ("Ikke innarbeidet i økonomiplanen", "krever_prioritering"),
        ("Må innarbeides i økonomiplan 2026–2029", "krever_prioritering"),
        ("Behov for nye midler", "krever_prioritering"),
        ("Ekstern finansiering/Husbanken", "ekstern"),
        ("Søke om midler fra IMDi", "ekstern"),
        ("Tilskudd fra Statsforvalteren", "ekstern"),
        ("Vedtatt i økonomiplan 2024–2027", "oekonomiplan"),
        ("Innarbeidet i budsjett 2025", "oekonomiplan"),
        ("Ligger inne i handlingsprogrammet", "oekonomiplan"),
        ("Løyvd i budsjettet", "oekonomiplan"),
        ("Avvist i budsjettet for 2025", "avvist"),
        ("Ikke prioritert", "avvist"),
        ("Avklares i budsjett 2025", "uavklart"),
        ("Vurderes", "uavklart"),
        ("", "uavklart"),
    ],
)
def test_hvor_langt_finansieringen_er_kommet_leses_av_ordene(ord_, finansiering):
    lest = penger.les(ord_)
    assert (lest.finansiering, lest.sikkerhet) == (finansiering, SIKKER)


@pytest.mark.parametrize(
    "ord_, beloep",
    [
        (
            "1,2 mill. kr i 2025 og 0,5 mill. i 2026",
            [Beloep(2025, 1_200_000), Beloep(2026, 500_000)],
        ),
        (
            "2025: 1,2 mill., 2026: 0,5 mill.",
            [Beloep(2025, 1_200_000), Beloep(2026, 500_000)],
        ),
        ("500 000 kr i 2025", [Beloep(2025, 500_000)]),
        ("kr 350.000,- (2025)", [Beloep(2025, 350_000)]),
        ("1.2 mill. 2025", [Beloep(2025, 1_200_000)]),
        ("2 MNOK i 2026", [Beloep(2026, 2_000_000)]),
        ("850 tusen i 2026", [Beloep(2026, 850_000)]),
        ("0,8 mill. per år", [Beloep(aar, 800_000) for aar in range(2024, 2028)]),
        ("0,8 mill. kvart år", [Beloep(aar, 800_000) for aar in range(2024, 2028)]),
        ("0,8 mill. per år 2025–2026", [Beloep(2025, 800_000), Beloep(2026, 800_000)]),
        (
            "1 mill. til drift i 2025 og 4 mill. til investering i 2026",
            [Beloep(2025, 1_000_000, "drift"), Beloep(2026, 4_000_000, "investering")],
        ),
        (
            "Investering 12 mill. i 2026. Drift 1,5 mill. kr årlig fra 2027",
            [
                Beloep(2026, 12_000_000, "investering"),
                Beloep(2027, 1_500_000, "drift"),
            ],
        ),
        (
            "Utgift 5 mill. kr i 2026, hvorav 2 mill. i tilskudd fra Husbanken",
            [Beloep(2026, 5_000_000), Beloep(2026, 2_000_000, art="tilskudd")],
        ),
        (
            "kr 250 000 årlig i 3 år fra 2025",
            [Beloep(aar, 250_000) for aar in (2025, 2026, 2027)],
        ),
        ("3 mill. i 2025–2027", [Beloep(aar, 1_000_000) for aar in (2025, 2026, 2027)]),
        ("1 000 001 kr i 2025–2026", [Beloep(2025, 500_001), Beloep(2026, 500_000)]),
        (
            "200 000 kr i 2025 og 100 000 kr i 2025",
            [Beloep(2025, 300_000)],
        ),
        ("10–12 mill. i 2026", [Beloep(2026, 12_000_000)]),
        ("Innenfor rammen", []),
        ("Vedtatt i økonomiplan 2024–2027", []),
        ("Sak 87/2022", []),
        ("25 % av kostnaden", []),
    ],
)
def test_beloep_leses_paa_arene_ordene_sier(ord_, beloep):
    assert list(penger.les(ord_, planen=PLANEN).beloep) == beloep


def test_et_beloep_uten_aar_foelger_fristen_og_uten_frist_blir_det_ikke_gjettet():
    med = penger.les("500 000 kr", FRIST, PLANEN)
    assert med.beloep == (Beloep(2026, 500_000),)
    assert "Det er lagt i 2026." in med.merknader[0]
    uten = penger.les("500 000 kr", planen=PLANEN)
    assert uten.beloep == ()
    assert "Legg inn beløpet i riktig år." in uten.merknader[0]
    assert penger.les("0,8 mill. per år").beloep == ()


def test_et_aarlig_beloep_foelger_fristen_foer_planen():
    lest = penger.les("0,8 mill. per år", FRIST, PLANEN)
    assert [en.aar for en in lest.beloep] == [2025, 2026]
    assert lest.sikkerhet == ANTATT


@pytest.mark.parametrize(
    "ord_, enhet, kroner",
    [
        ("500", 1_000, 500_000),
        ("1,5", 1_000_000, 1_500_000),
        ("1,5 mill.", 1_000, 1_500_000),
        ("500 000 kr", 1_000, 500_000),
    ],
)
def test_overskriften_sier_hva_tallene_er_i_men_enheten_i_cellen_gaar_foran(
    ord_, enhet, kroner
):
    [beloep] = penger.les(ord_, FRIST, enhet=enhet).beloep
    assert beloep.kroner == kroner


@pytest.mark.parametrize(
    "ord_, aarsverk",
    [
        ("1,5 årsverk", 1.5),
        ("50 % stilling innenfor rammen", 0.5),
        ("To nye, 2 stillinger i 2025", 2.0),
        ("Innenfor rammen", None),
    ],
)
def test_stillinger_er_aarsverk_og_ikke_kroner(ord_, aarsverk):
    lest = penger.les(ord_)
    assert lest.aarsverk == aarsverk
    assert lest.beloep == ()


def test_oekonomiplanens_aar_er_med_naar_pengene_ligger_der():
    assert penger.les("Vedtatt i økonomiplan 2024-27").oekonomiplan == "2024–2027"
    assert penger.les("Må innarbeides i økonomiplan 2026-2029").oekonomiplan == ""


@pytest.mark.parametrize(
    "ord_, sikkerhet, sier",
    [
        ("10–12 mill. i 2026", ANTATT, "lest som det høyeste, 12 000 000 kr"),
        ("3 mill. i 2025–2027", ANTATT, "delt likt på årene"),
        ("750000 i 2025", ANTATT, "står uten enhet, og er lest som kroner"),
        ("Innenfor rammen og tilskudd fra Husbanken", ANTATT, "flere slags"),
        (
            "5 mill. i 2026, derav 2 mill. tilskudd fra IMDi",
            ANTATT,
            "Tilskuddet dekker",
        ),
        ("Delvis tilskudd fra Husbanken", ANTATT, "Tilskuddet dekker en del"),
        ("Se eget notat", IKKE_FORSTAATT, "Vi forstår ikke"),
        ("200", IKKE_FORSTAATT, "Vi forstår ikke"),
    ],
)
def test_lesningen_sier_hvor_sikker_den_er_og_hva_den_har_valgt(ord_, sikkerhet, sier):
    lest = penger.les(ord_, planen=PLANEN)
    assert lest.sikkerhet == sikkerhet
    assert sier in " ".join(lest.merknader).replace("\u00a0", " ")


ORDENE = st.sampled_from(
    (
        "1",
        "1,2",
        "mill.",
        "kr",
        "500",
        "000",
        "2025",
        "2024-2027",
        "-",
        "per",
        "år",
        "og",
        ".",
        ",",
        "drift",
        "investering",
        "hvorav",
        "tilskudd",
        "fra",
        "9999999",
        "årsverk",
        "%",
        "stilling",
        "mrd.",
        "87/2022",
        "kr.",
        "økonomiplan",
        "krever",
        "ikke",
        "<b>",
        "1.000.000",
        ",-",
        "/",
    )
)


# Styretegn er tatt bort før teksten kommer hit.
TEKST = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60)


@settings(max_examples=100, deadline=None)
@given(st.lists(ORDENE, max_size=10).map(" ".join) | TEKST)
def test_ingen_tekst_er_en_feil_og_beloepene_kan_alltid_lagres(ord_):
    lest = penger.les(ord_, FRIST, PLANEN)
    tiltak = Tiltak(
        "t",
        tittel="x",
        beloep=lest.beloep,
        oekonomiplan=lest.oekonomiplan,
        aarsverk=lest.aarsverk,
    )
    assert feil(tiltak) == []


def test_en_svaert_lang_tekst_er_ikke_treg():
    assert penger.les("1 mill. i 2025 og " * 100_000).beloep
