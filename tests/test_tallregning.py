"""Tallene for alle kommuner som ikke er gitt ut, men regnes av dem som er det. Fasiten er regnet i Python av
tallene SSB har gitt ut for de åtti kommunene i Nord-Norge.
"""

import csv
import datetime as dt
import json

import pytest

from boligdata.bygg import beregning, ingest
from boligdata.felles.config import Kommune

KOMMUNE = Kommune("Bodø", "1804", ("Sentrum",), 2022, 2032, 2016, dt.date(2025, 12, 31))


@pytest.fixture
def les(tmp_path):
    """Les KOSTRA-tallene, og gi tallene i tabellen: (region, år, kode) → (tall, tegn)."""

    def lest(rader):
        linjer = [";".join(map(str, rad)) for rad in rader]
        fil = tmp_path / "kommunetall.csv"
        fil.write_text(
            "\n".join(["kommunenummer;aar;kode;verdi", *linjer]), encoding="utf-8"
        )
        return _tabellen(tmp_path)

    return lest


def _tabellen(mappe):
    with ingest.ny_database() as con:
        ingest.les_uttrekk(con, mappe, KOMMUNE)
        beregning.lag_modeller(con, bare={"regionstall"})
        rader = con.execute("from regionstall").fetchall()
    return {rad[:3]: rad[3:5] for rad in rader}


def test_andelen_er_summen_av_telleren_av_summen_av_nevneren_og_delene_vises_ikke(les):
    deler = {"01": 60, "02": 10, "03": 5, "04": 20, "05": 3, "999": 2}
    assert les(
        ("1804", 2026, f"Boliger.{slag}", antall) for slag, antall in deler.items()
    ) == {
        ("1804", 2026, "andel.blokk"): (20.0, None),
        ("1804", 2026, "andel.enebolig"): (60.0, None),
    }


def test_en_del_uten_tall_gir_et_tall_med_det_tegnet(les):
    tallene = les(
        [
            ("1804", 2024, "AntallHushold.0000", 1000),
            ("1804", 2024, "AntallHushold.0001", 410),
            ("1804", 2024, "AntallHushold.0004", ":"),
        ]
    )
    assert tallene["1804", 2024, "andel.aleneboende"] == (41.0, None)
    assert tallene["1804", 2024, "andel.enslig_forsoerger"] == (None, ":")


def test_mangler_en_del_helt_eller_er_nevneren_null_er_det_ikke_noe_tall(les):
    assert not les(
        [
            ("1804", 2023, "AntallHushold.0001", 410),
            ("1804", 2024, "AntallHushold.0000", 0),
            ("1804", 2024, "AntallHushold.0001", 0),
        ]
    )


def test_aldersgruppene_er_det_som_bygges_og_dem_som_bosettes_deles_paa(les, tmp_path):
    imdi = "Enhet;År;Kommunenummer;Kommune;Bosetting;Antall"
    (tmp_path / "imdi_bosetting.csv").write_text(
        f"{imdi}\nPersoner;2025;1804;Bodø;Faktisk bosetting;120\n", encoding="utf-8"
    )
    folk = {"0-17": 10_000, "18-66": 34_000, "67-79": 6_400, "80+": 2_600}
    tallene = les(
        [
            *(("1804", 2025, f"Personer1.{g}", antall) for g, antall in folk.items()),
            ("1804", 2025, "Igangsatte", 265),
            ("1804", 2025, "KOSinstdispplass0000", 455),
            ("1804", 2025, "KOSkjerne066aar0000", 660),
        ]
    )
    verdier = {kode: verdi for (_, _, kode), (verdi, _) in tallene.items()}
    assert verdier == {
        "alder.under_18": pytest.approx(100 * 10 / 53),
        "alder.over_80": pytest.approx(100 * 2.6 / 53),
        "bosetting.bosatt": 120,
        "bosetting.per_1000": pytest.approx(120 / 53),
        "bygging.igangsatt": 5,
        "omsorg.plasser": 17.5,
        "omsorg.under_67": 15,
    }


# ------------------------------------------------------------ av det SSB har gitt ut

HUSHOLD = {
    "alle": "0000",
    "aleneboende": "0001",
    "par_uten_barn": "0002",
    "par_med_barn": "0003",
    "enslig_forelder": "0004",
}
BYGG = {
    "boliger_enebolig": "01",
    "boliger_tomannsbolig": "02",
    "boliger_rekkehus": "03",
    "boliger_boligblokk": "04",
    "boliger_bofellesskap": "05",
    "boliger_andre": "999",
}


def test_hushold_og_inntekt_i_aatti_kommuner_er_det_ssb_har_gitt_ut(
    offentlige_data, tmp_path
):
    antall, inntekt = {}, {}
    for rad in _lest(offentlige_data, "06944_husholdninger_2005-2024.csv"):
        if rad["aar"] == "2024" and rad["hustype"] in HUSHOLD:
            noekkel = rad["kommunenummer"], HUSHOLD[rad["hustype"]]
            antall[noekkel] = _tall(rad["antall"])
            inntekt[noekkel] = _tall(rad["median_inntekt_etter_skatt"])
    maal = {"AntallHushold": antall, "InntSkatt": inntekt}
    (tmp_path / "06944.json").write_text(
        _svar("06944", "HusholdType", [*HUSHOLD.values()], maal, "2024"),
        encoding="utf-8",
    )
    tallene = _tabellen(tmp_path)
    andeler = {"aleneboende": "0001", "par_med_barn": "0003"}
    kommuner = {kommune for kommune, _ in antall}
    assert len(kommuner) == 80
    for kommune in kommuner:
        alle = antall[kommune, "0000"]
        for navn, slag in andeler.items():
            fasit = 100 * antall[kommune, slag] / alle
            assert tallene[kommune, 2024, f"andel.{navn}"][0] == pytest.approx(fasit)
        for slag in HUSHOLD.values():
            gitt = inntekt.get((kommune, slag))
            assert tallene[kommune, 2024, f"InntSkatt.{slag}"][0] == gitt
    assert round(tallene["1804", 2024, "andel.aleneboende"][0], 1) == 42.5


def test_boligene_i_aatti_kommuner_er_delt_slik_ssb_har_talt_dem(
    offentlige_data, tmp_path
):
    profiler = _lest(offentlige_data, "levekaar_06944_14780_11084_06265.csv")
    boliger = {
        (rad["kommunenummer"], slag): _tall(rad[navn])
        for rad in profiler
        for navn, slag in BYGG.items()
    }
    (tmp_path / "06265.json").write_text(
        _svar("06265", "BygnType", [*BYGG.values()], {"Boliger": boliger}, "2026"),
        encoding="utf-8",
    )
    tallene = _tabellen(tmp_path)
    for rad in profiler:
        for kode, navn in (("blokk", "boligblokk"), ("enebolig", "enebolig")):
            fasit = 100 * int(rad[f"boliger_{navn}"]) / int(rad["boliger_total"])
            tall, _ = tallene[rad["kommunenummer"], 2026, f"andel.{kode}"]
            assert tall == pytest.approx(fasit)


def _lest(offentlige_data, navn):
    fil = offentlige_data / "offentlig" / "nordnorge" / navn
    if not fil.exists():
        pytest.skip(f"{navn} er ikke blant de offentlige tallene her.")
    with fil.open(encoding="utf-8", newline="") as innhold:
        return list(csv.DictReader(innhold, delimiter=";"))


def _svar(tabell, variabel, koder, maal, aar) -> str:
    """Svaret fra SSB på ett år: mål → (kommune, kode) → tall."""
    kommuner = sorted({kommune for verdier in maal.values() for kommune, _ in verdier})
    dimensjoner = {
        "Region": kommuner,
        variabel: koder,
        "ContentsCode": [*maal],
        "Tid": [aar],
    }
    return json.dumps(
        {
            "class": "dataset",
            "extension": {"px": {"tableid": tabell}},
            "id": [*dimensjoner],
            "size": [len(kodene) for kodene in dimensjoner.values()],
            "dimension": {
                navn: {"category": {"index": kodene, "label": {k: k for k in kodene}}}
                for navn, kodene in dimensjoner.items()
            },
            "value": [
                verdier.get((kommune, kode))
                for kommune in kommuner
                for kode in koder
                for verdier in maal.values()
            ],
        }
    )


def _tall(tekst: str) -> float | None:
    return float(tekst) if tekst else None
