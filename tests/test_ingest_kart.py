"""Kartet kommunen selv legger ved: det som passer tegnes, det som ikke passer forklares."""

import datetime as dt
import json

import duckdb
import pytest

from boligdata.bygg.ingest.kart import les_kart
from boligdata.felles import config

KOMMUNE = config.Kommune(
    "Prøvevik", "9902", ("Sentrum", "Øya"), 2022, 2032, 2016, dt.date(2025, 12, 31)
)
FIRKANT = [[14.0, 68.0], [15.0, 68.0], [15.0, 69.0], [14.0, 69.0], [14.0, 68.0]]


def _les(mappe, *omraader, geometri=None):
    elementer = [
        {
            "type": "Feature",
            "properties": {"navn": n},
            "geometry": geometri or {"type": "Polygon", "coordinates": [FIRKANT]},
        }
        for n in omraader
    ]
    (mappe / "omraader.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": elementer}), "utf-8"
    )
    with duckdb.connect() as con:
        avvik = les_kart(con, mappe, KOMMUNE)
        return con.execute("from kart").fetchall(), avvik


def test_omrisset_leses_i_rekkefoelge_og_navnet_kjennes_igjen(tmp_path):
    punkter, avvik = _les(tmp_path, "SENTRUM", "øya")
    assert not avvik
    assert {p[0] for p in punkter} == {"Sentrum", "Øya"}
    assert [p[3] for p in punkter if p[0] == "Øya"] == [68, 68, 69, 69, 68]


def test_grader_oest_kortes_inn_saa_kommunen_faar_rett_form(tmp_path):
    punkter, _ = _les(tmp_path, "Sentrum")
    bredde = max(p[2] for p in punkter) - min(p[2] for p in punkter)
    assert bredde == pytest.approx(0.367, abs=0.01)


def test_flere_flater_i_samme_omraade_gaar_bra(tmp_path):
    punkter, avvik = _les(
        tmp_path,
        "Øya",
        geometri={"type": "MultiPolygon", "coordinates": [[FIRKANT], [FIRKANT]]},
    )
    assert not avvik and {p[1] for p in punkter} == {0, 1}


def test_et_ukjent_omraade_tegnes_ikke_men_meldes(tmp_path):
    punkter, avvik = _les(tmp_path, "Sentrum", "Atlantis")
    assert {p[0] for p in punkter} == {"Sentrum"}
    assert [(a.regel, a.verdi, a.alvor) for a in avvik] == [
        ("ukjent område i kartet", "Atlantis", "merknad")
    ]


@pytest.mark.parametrize(
    "innhold",
    [
        "",
        "ikke json",
        "[]",
        '{"features": [{}]}',
        '{"features": 3}',
        (
            '{"features": [{"properties": {"navn": "Sentrum"}, "geometry": {"type": "Point", '
            '"coordinates": [1, 2]}}]}'
        ),
    ],
)
def test_et_ugyldig_kart_gir_en_merknad_og_ingen_figur(tmp_path, innhold):
    (tmp_path / "omraader.geojson").write_text(innhold, encoding="utf-8")
    with duckdb.connect() as con:
        avvik = les_kart(con, tmp_path, KOMMUNE)
        assert con.execute("select count(*) from kart").fetchall() == [(0,)]
    assert [a.regel for a in avvik] == ["ugyldig kart"]


def test_uten_kart_er_tabellen_tom(tmp_path):
    with duckdb.connect() as con:
        assert les_kart(con, tmp_path, KOMMUNE) == []
        assert con.execute("select count(*) from kart").fetchall() == [(0,)]
