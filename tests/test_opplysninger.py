"""Det filene sier om seg selv: kildene, aldri verdiene, og hvem og når tallene gjelder."""

import datetime as dt

import duckdb
import pytest

from boligdata.bygg import opplysninger
from boligdata.bygg.ingest import Avvik, Kildestatus, Rapport
from boligdata.felles import config
from boligdata.felles.config import Kommune


@pytest.fixture
def con():
    with duckdb.connect() as con:
        for database in ("ut", "internt"):
            con.execute(f"attach ':memory:' as {database}")
        yield con


def avvik(rad: int, regel: str = "ukjent verdi") -> Avvik:
    return Avvik(
        "soeknad",
        "soeknad.csv",
        None,
        rad,
        "Målgruppe",
        regel,
        "en hemmelig verdi",
        "«en hemmelig verdi» er ukjent.",
        "satt til side",
    )


def test_kildene_og_antallet_av_hvert_avvik_er_med_men_aldri_verdiene(con):
    status = {
        "soeknad": Kildestatus(
            "soeknad",
            ("a.csv", "b.csv"),
            10,
            7,
            3,
            dt.date(2026, 1, 5),
            dt.date(2025, 12, 31),
            None,
        ),
        "bolig": Kildestatus("bolig", (), 0, 0, 0, None, None, "filen er stoppet"),
    }
    funn = [avvik(2), avvik(3), avvik(4, "dobbel nøkkel")]
    opplysninger.skriv_kilder(con, Rapport(status, funn))
    assert con.sql("from internt.kilde").fetchall() == [
        (
            "soeknad",
            "a.csv, b.csv",
            dt.date(2026, 1, 5),
            dt.date(2025, 12, 31),
            10,
            3,
            None,
        ),
        ("bolig", "", None, None, 0, 0, "filen er stoppet"),
    ]
    assert con.sql("from internt.avvik order by regel desc").fetchall() == [
        ("soeknad", "Målgruppe", "ukjent verdi", "satt til side", 2),
        ("soeknad", "Målgruppe", "dobbel nøkkel", "satt til side", 1),
    ]


def test_uten_avvik_er_tabellen_der_og_tom(con):
    opplysninger.skriv_kilder(con, Rapport({}, []))
    assert con.sql("from internt.avvik").fetchall() == []
    assert con.sql("describe internt.kilde").fetchall()[2][:2] == (
        "tatt_ut",
        "DATE",
    )


@pytest.mark.parametrize("database, vernet", [("ut", True), ("internt", False)])
def test_filen_sier_hvem_og_naar_den_gjelder_og_om_tallene_er_vernet(
    con, database, vernet
):
    dag = dt.date(2025, 12, 31)
    kommune = Kommune("Prøvevik", "9902", ("Nord",), 2022, 2032, 2016, dag)
    foer = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    opplysninger.skriv_meta(con, database, kommune)
    svar = con.sql(f"from {database}.meta")
    [rad] = [dict(zip(svar.columns, verdier)) for verdier in svar.fetchall()]
    bygd = rad.pop("bygd")
    assert foer <= bygd <= dt.datetime.now(dt.UTC).replace(tzinfo=None)
    assert rad == {
        "skjema": config.SKJEMA,
        "per_dato": dt.date(2025, 12, 31),
        "kommune": "Prøvevik",
        "kommunenummer": "9902",
        "plan_fra": 2022,
        "plan_til": 2032,
        "fiktiv": kommune.fiktiv,
        "i_dag": None,
        "vernet": vernet,
        "maalform": "nb",
    }
