"""Tabeller fra minnet til databasen."""

import duckdb
import pyarrow as pa
import pytest

from boligdata.bygg import tabell

RADER = pa.table({"navn": ["a", None], "antall": pa.array([1, 2], pa.int32())})


def test_tabellen_faar_radene_og_typene_de_har():
    with duckdb.connect() as con:
        tabell.skriv(con, "t", RADER)
        assert con.sql("from t").fetchall() == [("a", 1), (None, 2)]
        assert con.sql("from t").types == ["VARCHAR", "INTEGER"]


def test_en_tabell_uten_rader_har_kolonnene():
    with duckdb.connect() as con:
        tabell.skriv(con, "t", RADER.slice(0, 0))
        assert con.sql("from t").columns == ["navn", "antall"]
        assert con.sql("from t").fetchall() == []


def test_radene_kan_bare_leses_saa_lenge_blokken_varer_ogsaa_naar_noe_gaar_galt():
    with duckdb.connect(config={"python_enable_replacements": "false"}) as con:
        with (
            pytest.raises(ValueError, match="noe gikk galt"),
            tabell.lest_som(con, "vist", RADER),
        ):
            assert con.execute("select count(*) from vist").fetchall() == [(2,)]
            raise ValueError("noe gikk galt")
        with pytest.raises(duckdb.CatalogException):
            con.execute("from vist")
