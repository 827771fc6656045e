"""Kortet om bosetting sier hva kommunen er bedt om, hva den har vedtatt og hva det ble til, og aldri hvor
mange som er bosatt når de er færre enn fem.
"""

import duckdb
import pytest
from publisering import publiser
from spraak import feil_i

from boligdata import lesing
from boligdata.bygg.beregning import modell_sql
from boligdata.innhold import bosettingskort, figurer
from boligdata.innhold.figurer import Stil


@pytest.fixture
def kortet(tmp_path, monkeypatch, bygd_eksempel):
    """Kortet når disse radene er levert: `kortet((2024, 30, 30, 27, False), …)`."""
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(tmp_path / "publisert"))

    def lag(*rader):
        verdiene = ", ".join(
            f"({', '.join('null' if v is None else str(v) for v in rad)})"
            for rad in rader
        )
        settes_inn = f"insert into tabell_bosetting values {verdiene}"
        publiser(
            bygd_eksempel,
            tmp_path / "publisert",
            "delete from tabell_bosetting",
            *([settes_inn] if rader else []),
        )
        return bosettingskort.lag("Hvor mange bosettes?")

    return lag


def test_faerre_enn_fem_bosatte_staar_ikke_i_det_som_publiseres():
    con = duckdb.connect()
    con.execute(
        """
        create table bosetting as select * from (values
            (2020, 5, 4, 0), (2021, 5, 5, 1), (2022, 5, 5, 4), (2023, 5, 5, 5), (2024, 5, 0, null)
        ) as t (aar, anmodet, vedtak, bosatt)
        """
    )
    assert con.execute(modell_sql("bosetting_aar")).fetchall() == [
        (2020, 5, 4, 0, False),
        (2021, 5, 5, None, True),
        (2022, 5, 5, None, True),
        (2023, 5, 5, 5, False),
        (2024, 5, 0, None, False),
    ]


def test_kortet_sier_hva_det_ble_til_og_hva_som_kommer(kortet):
    kort = kortet(
        (2024, 30, 30, 27, False),
        (2025, 18, 18, 17, False),
        (2026, 20, 18, None, False),
        (2027, 16, None, None, False),
        (2028, None, 12, None, False),
    )
    assert kort.funn == "17 flyktninger ble bosatt i 2025, og kommunen ble bedt om 18"
    assert kort.resten == (
        "For 2026 er kommunen bedt om å bosette 20, og har vedtatt 18. "
        "For 2027 er kommunen bedt om å bosette 16, og har ikke gjort vedtak. "
        "For 2028 har kommunen vedtatt å bosette 12."
    )
    assert kort.setning == f"{kort.funn}. {kort.resten}"
    assert not feil_i(kort.setning)


@pytest.mark.parametrize(
    ("raden", "ventet"),
    [
        (
            (2025, 6, 5, None, True),
            "Færre enn fem flyktninger ble bosatt i 2025, og kommunen ble bedt om 6",
        ),
        (
            (2025, 6, 0, 0, False),
            "Ingen flyktninger ble bosatt i 2025, og kommunen ble bedt om 6",
        ),
        ((2025, None, None, 8, False), "8 flyktninger ble bosatt i 2025"),
        ((2025, 6, 5, None, False), ""),
    ],
)
def test_funnet_sier_bare_det_som_er_kjent(kortet, raden, ventet):
    assert kortet(raden).funn == ventet


def test_aarene_med_for_faa_bosatte_er_hull_i_figuren_og_sagt_under_den(kortet):
    kort = kortet((2024, 6, 5, None, True), (2025, 18, 18, 17, False))
    assert "Færre enn fem ble bosatt i 2024." in kort.flagg
    figuren = figurer.tegn(kort, Stil(moerk=False)).to_dict()
    linjer = {serie["name"]: list(serie["y"]) for serie in figuren["data"]}
    assert linjer == {
        "Bedt om å bosette": [6, 18],
        "Vedtatt å bosette": [5, 18],
        "Bosatt": [None, 17],
    }
    assert kort.tabell["Bosatt"].isna().tolist() == [True, False]


def test_uten_leverte_tall_er_det_ikke_noe_kort(kortet):
    assert kortet() is None


def test_eksempelkommunens_tall_er_de_som_er_levert(bygd_eksempel):
    kort = bosettingskort.lag("Hvor mange bosettes?")
    assert kort.funn.endswith(
        "flyktninger ble bosatt i 2025, og kommunen ble bedt om 18"
    )
    assert len(kort.tabell) == len(lesing.tabell("bosetting")) > 10
