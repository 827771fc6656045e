"""Frister slik de står i ekte planer. Forventningene er skrevet fra ordene, og ikke fra koden."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boligdata.arbeid import frist
from boligdata.arbeid.lesning import ANTATT, IKKE_FORSTAATT, SIKKER
from boligdata.arbeid.tiltak import Frist, Tiltak, feil

PLANEN = (2024, 2032)


def _dag(skrevet: str) -> dt.date | None:
    return dt.date.fromisoformat(skrevet) if skrevet else None


# (ord, fra, til). Tom betyr at enden er åpen.
TIDFESTET = [
    ("2025", "2025-01-01", "2025-12-31"),
    ("i løpet av 2025", "2025-01-01", "2025-12-31"),
    ("Innflytningsklare i løpet av 2025", "2025-01-01", "2025-12-31"),
    ("I laupet av 2025", "2025-01-01", "2025-12-31"),
    ("2023-2026", "2023-01-01", "2026-12-31"),
    ("2023 – 2026", "2023-01-01", "2026-12-31"),
    ("2024/25", "2024-01-01", "2025-12-31"),
    ("2024, 2025 og 2026", "2024-01-01", "2026-12-31"),
    ("Høst 2025", "2025-09-01", "2025-11-30"),
    ("hausten 2025", "2025-09-01", "2025-11-30"),
    ("høsten '25", "2025-09-01", "2025-11-30"),
    ("Våren 2026", "2026-03-01", "2026-05-31"),
    ("sommaren 2026", "2026-06-01", "2026-08-31"),
    ("vinteren 2025/2026", "2025-12-01", "2026-02-28"),
    ("Våren 2024 til høsten 2025", "2024-03-01", "2025-11-30"),
    ("Første halvdel 2024", "2024-01-01", "2024-06-30"),
    ("Fyrste halvår 2024", "2024-01-01", "2024-06-30"),
    ("2. halvår 2024", "2024-07-01", "2024-12-31"),
    ("siste halvår 2024", "2024-07-01", "2024-12-31"),
    ("1. tertial 2026", "2026-01-01", "2026-04-30"),
    ("T3 2026", "2026-09-01", "2026-12-31"),
    ("Q2 2025", "2025-04-01", "2025-06-30"),
    ("4. kvartal 2025", "2025-10-01", "2025-12-31"),
    ("1.–2. kvartal 2025", "2025-01-01", "2025-06-30"),
    ("mars 2025", "2025-03-01", "2025-03-31"),
    ("jan.–juni 2025", "2025-01-01", "2025-06-30"),
    ("november–februar 2026", "2025-11-01", "2026-02-28"),
    ("06/2025", "2025-06-01", "2025-06-30"),
    ("uke 34 2025", "2025-08-18", "2025-08-24"),
    ("31.12.2025", "", "2025-12-31"),
    ("1.3.25", "", "2025-03-01"),
    ("2025-03-01", "", "2025-03-01"),
    ("innen 1. juli 2026", "", "2026-07-01"),
    ("01.08.2024 - 31.12.2025", "2024-08-01", "2025-12-31"),
    ("Innen utgangen av 2024", "", "2024-12-31"),
    ("Innan utgongen av 2024", "", "2024-12-31"),
    ("innen utgangen av juni 2025", "", "2025-06-30"),
    ("Innen utgangen av 2024 – senest 01.01.2025", "", "2025-01-01"),
    ("Første halvdel 2024 – senest 01.01.2025", "2024-01-01", "2025-01-01"),
    ("Innen 2027", "", "2027-12-31"),
    ("før sommeren 2025", "", "2025-05-31"),
    ("før jul 2025", "", "2025-12-23"),
    ("årsskiftet 2025/2026", "", "2025-12-31"),
    ("Oppstart 2024, ferdig 2026", "2024-01-01", "2026-12-31"),
    ("tidlig 2026", "2026-01-01", "2026-04-30"),
    ("slutten av 2026", "2026-09-01", "2026-12-31"),
    ("i kommunestyreperioden", "2023-10-01", "2027-09-30"),
    ("I planperioden", "2024-01-01", "2032-12-31"),
    ("2025 (avhengig av finansiering)", "2025-01-01", "2025-12-31"),
]


@pytest.mark.parametrize("ord_, fra, til", TIDFESTET)
def test_en_frist_med_en_tid_er_tidfestet_med_dagene_ordene_sier(ord_, fra, til):
    assert frist.les(ord_, PLANEN).frist == Frist(
        ord_, "tidfestet", _dag(fra), _dag(til)
    )


@pytest.mark.parametrize(
    "ord_, slag, fra, til",
    [
        ("Fortløpende", "loepende", "", ""),
        ("Løpande", "loepende", "", ""),
        ("kontinuerlig", "loepende", "", ""),
        ("Ved behov", "loepende", "", ""),
        ("Løpende 2023–2026", "loepende", "2023-01-01", "2026-12-31"),
        ("2025 og deretter løpende", "loepende", "2025-01-01", ""),
        ("Starter 01.08.2024", "loepende", "2024-08-01", ""),
        ("fra 2025", "loepende", "2025-01-01", ""),
        ("etter 2026", "loepende", "2027-01-01", ""),
        ("Hvert år", "aarlig", "", ""),
        ("Kvart år", "aarlig", "", ""),
        ("Årlig i budsjettprosessen", "aarlig", "", ""),
        ("To ganger i året", "aarlig", "", ""),
        ("Årleg 2024-2026", "aarlig", "2024-01-01", "2026-12-31"),
    ],
)
def test_det_som_gjentar_seg_eller_ikke_slutter_har_sitt_eget_slag(
    ord_, slag, fra, til
):
    assert frist.les(ord_, PLANEN).frist == Frist(ord_, slag, _dag(fra), _dag(til))


@pytest.mark.parametrize(
    "ord_",
    [
        "Avklares i budsjett 2025",
        "Må avklarast",
        "Vurderes i 2025",
        "Ref. vedtak 87/2022",
        "jf. sak 22/1034",
        "87/2022",
        "Snarest",
        "høst",
        "Se merknad",
        "2026-2023",
        "",
        "-",
    ],
)
def test_det_som_ikke_sier_en_tid_er_uavklart_med_ordene(ord_):
    lest = frist.les(ord_, PLANEN)
    assert lest.frist == Frist(ord_)


def test_uten_planens_aar_blir_ikke_perioden_gjettet():
    assert frist.les("i kommunestyreperioden").frist == Frist("i kommunestyreperioden")
    assert frist.les("i planperioden").sikkerhet == IKKE_FORSTAATT


@pytest.mark.parametrize(
    "ord_, sikkerhet, sier",
    [
        ("Q2 2025", SIKKER, ""),
        ("Fortløpende", SIKKER, ""),
        ("Avklares i budsjett 2025", SIKKER, ""),
        ("Høst 2025", ANTATT, "Høsten er lest som september til november."),
        ("Innen 2027", ANTATT, "«Innen 2027» er lest som innen utgangen av 2027."),
        ("2025 (avhengig av finansiering)", ANTATT, ""),
        ("99.99.2025", ANTATT, ""),
        ("fra 2025", ANTATT, "ikke når det er ferdig"),
        ("2026-2023", IKKE_FORSTAATT, "slutter før den begynner"),
        ("Snarest", IKKE_FORSTAATT, "«Snarest» sier ikke en tid vi forstår"),
        ("i planperioden", ANTATT, "Planperioden er lest som 2024–2032."),
    ],
)
def test_lesningen_sier_hvor_sikker_den_er_og_hva_den_har_valgt(ord_, sikkerhet, sier):
    lest = frist.les(ord_, PLANEN)
    assert lest.sikkerhet == sikkerhet
    assert sier in " ".join(lest.merknader)
    assert bool(lest.merknader) or sikkerhet != IKKE_FORSTAATT


ORDENE = st.sampled_from(
    (
        "innen",
        "senest",
        "fra",
        "til",
        "og",
        "-",
        "–",
        "2024",
        "2025",
        "høst",
        "våren",
        "1.",
        "2.",
        "kvartal",
        "tertial",
        "mars",
        "Q2",
        "31.12.2025",
        "før",
        "løpende",
        "avklares",
        "uke",
        "60",
        "00/0000",
        "'25",
        "T9",
        "13/2025",
        "29.02.2025",
        "<b>",
        "2025-13-40",
        "halvår",
    )
)


# Styretegn er tatt bort før teksten kommer hit.
TEKST = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60)


@settings(max_examples=100, deadline=None)
@given(st.lists(ORDENE, max_size=8).map(" ".join) | TEKST)
def test_ingen_tekst_er_en_feil_og_fristen_kan_alltid_lagres(ord_):
    lest = frist.les(ord_, PLANEN)
    assert lest.frist.ord == ord_.strip()
    assert feil(Tiltak("t", tittel="x", frist=lest.frist)) == []


def test_en_svaert_lang_tekst_er_ikke_treg():
    assert frist.les("2025 " * 200_000).frist.slag == "tidfestet"
