"""Bosettingen i alle kommuner, slik IMDi gir ut tallene: hver linje er ett tall, et punktum er at det ikke er
noe, og et kolon at det er færre enn fem.
"""

import datetime as dt

import pytest

from boligdata.bygg import beregning, ingest
from boligdata.felles.config import Kommune

KOMMUNE = Kommune(
    "Alstahaug", "1820", ("Sentrum",), 2022, 2032, 2016, dt.date(2025, 12, 31)
)
OVERSKRIFT = "Enhet;År;Kommunenummer;Kommune;Bosetting;Antall"


@pytest.fixture
def les(tmp_path):
    """Les linjene, og gi rapporten og radene i tabellen: (region, år, kode, tall, tegn)."""

    def lest(*linjer):
        fil = tmp_path / "figur1_bosatt_anmodede_personer.csv"
        fil.write_text("\r\n".join([OVERSKRIFT, *linjer]), encoding="latin-1")
        with ingest.ny_database() as con:
            rapport = ingest.les_uttrekk(con, tmp_path, KOMMUNE)
            beregning.lag_modeller(con, bare={"regionstall"})
            rader = con.execute("from regionstall").fetchall()
        return rapport, [rad[:5] for rad in rader]

    return lest


def test_de_tre_tallene_og_hvor_mange_som_ble_bosatt_for_hver_hundre(les):
    _, rader = les(
        "Personer;2023;1820;Alstahaug;Anmodning om bosetting;160",
        "Personer;2023;1820;Alstahaug;Opprinnelig anmodning;25",
        "Personer;2023;1820;Alstahaug;Vedtak om bosetting;150",
        "Personer;2023;1820;Alstahaug;Faktisk bosetting;80",
    )
    assert rader == [
        ("1820", 2023, "bosetting.andel", 50.0, None),
        ("1820", 2023, "bosetting.anmodet", 160.0, None),
        ("1820", 2023, "bosetting.bosatt", 80.0, None),
        ("1820", 2023, "bosetting.vedtak", 150.0, None),
    ]


def test_et_tegn_er_aldri_null_og_ingen_anmodning_gir_ingen_andel(les):
    _, rader = les(
        "Personer;2023;1811;Bindal;Anmodning om bosetting;10",
        "Personer;2023;1811;Bindal;Vedtak om bosetting;0",
        "Personer;2023;1811;Bindal;Faktisk bosetting;:",
        "Personer;2023;1812;Sømna;Anmodning om bosetting;.",
        "Personer;2023;1812;Sømna;Faktisk bosetting;8",
    )
    tallene = {(region, kode): (tall, tegn) for region, _, kode, tall, tegn in rader}
    assert tallene == {
        ("1811", "bosetting.anmodet"): (10.0, None),
        ("1811", "bosetting.vedtak"): (0.0, None),
        ("1811", "bosetting.bosatt"): (None, ":"),
        ("1811", "bosetting.andel"): (None, ":"),
        ("1812", "bosetting.anmodet"): (None, "."),
        ("1812", "bosetting.bosatt"): (8.0, None),
    }


def test_det_som_ikke_er_personer_leses_ikke_som_personer(les):
    rapport, rader = les(
        "Per 1000 innbyggere;2023;1820;Alstahaug;Faktisk bosetting;11",
        "Personer;2023;1820;Alstahaug;Faktisk bosetting;80",
    )
    assert [rad[3] for rad in rader] == [80.0]
    assert any("Per 1000 innbyggere" in (avvik.verdi or "") for avvik in rapport.avvik)
