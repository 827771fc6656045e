"""Hvor filene ligger, og hva som skjer når kommunefilen er feil."""

import datetime as dt

import pytest

from boligdata.felles import config
from boligdata.felles.config import Brukerfeil

HEL = """
navn = "Prøvevik"
kommunenummer = "9902"
omraader = ["Sentrum"]
plan_fra = 2022
plan_til = 2032
foerste_aar = 2020
per_dato = 2021-12-31
"""


def test_kommunefilen_leses(tmp_path):
    (tmp_path / "kommune.toml").write_text(HEL, encoding="utf-8")
    kommune = config.les_kommune(tmp_path)
    assert (kommune.navn, kommune.omraader, kommune.per_dato) == (
        "Prøvevik",
        ("Sentrum",),
        dt.date(2021, 12, 31),
    )
    assert not kommune.fiktiv


def test_kommunefil_lagret_i_notisblokk_med_bom_leses(tmp_path):
    (tmp_path / "kommune.toml").write_text(HEL, encoding="utf-8-sig")
    assert config.les_kommune(tmp_path).navn == "Prøvevik"


def test_uten_kommunefil_faar_brukeren_vite_hva_som_maa_gjoeres(tmp_path):
    with pytest.raises(Brukerfeil, match="Kopier «kommune.toml» fra data/eksempel"):
        config.les_kommune(tmp_path)


@pytest.mark.parametrize(
    "tekst, melding",
    [
        ("navn = Prøvevik", "kan ikke leses"),
        (HEL + 'fylke = "X"', "feil skrevet eller mangler"),
        (HEL + 'rettelser = "av og til"', 'enten "straks" eller "med nytt tertial"'),
        (HEL + 'maalform = "nynorks"', 'enten "bokmål" eller "nynorsk"'),
        ('navn = "Prøvevik"', "feil skrevet eller mangler"),
        (HEL.replace("per_dato", "# per_dato"), "mangler .*per_dato"),
        (HEL + "i_dag = 2026-01-15", "bare stå i filen til en fiktiv kommune"),
        (HEL + 'tatt_ut = "i går"', "fra uttrekk til dato"),
        (HEL + '[tatt_ut]\nsoeknad = "i går"', "fra uttrekk til dato"),
        (HEL + "venteliste_stengt = [2024-03-01]", "med første og siste dag"),
        (
            HEL + "venteliste_stengt = [[2024-03-01, 2024-01-01]]",
            "med første og siste dag",
        ),
        (HEL + "[registre_fra]\nsoeknad = 2022", "fra uttrekk eller område til dato"),
        (HEL + '[levering.soeknad]\nnavn = "Kari"', "enheten som leverer og hvordan"),
        (HEL + '[levering.soeknad]\nhvem = ""', "enheten som leverer og hvordan"),
    ],
)
def test_feil_i_kommunefilen_forklares(tmp_path, tekst, melding):
    (tmp_path / "kommune.toml").write_text(tekst, encoding="utf-8")
    with pytest.raises(Brukerfeil, match=melding):
        config.les_kommune(tmp_path)


def test_bare_en_fiktiv_kommune_kan_staa_stille_paa_en_dag(tmp_path):
    tekst = HEL + "fiktiv = true\ni_dag = 2026-01-15"
    (tmp_path / "kommune.toml").write_text(tekst, encoding="utf-8")
    assert config.les_kommune(tmp_path).i_dag == dt.date(2026, 1, 15)


def test_kommunens_egne_uttrekk_gaar_foran_eksempelet(tmp_path, monkeypatch):
    monkeypatch.setenv("BOLIGDATA_DATA", str(tmp_path))
    assert config.uttrekk_mappe() == tmp_path / "eksempel"
    (tmp_path / "inn").mkdir()
    (tmp_path / "inn" / ".gitkeep").touch()
    assert config.uttrekk_mappe() == tmp_path / "eksempel"
    (tmp_path / "inn" / "bolig.csv").touch()
    assert config.uttrekk_mappe() == tmp_path / "inn"


def test_uten_valg_vises_de_publiserte_tallene(monkeypatch, tmp_path):
    for navn in ("BOLIGDATA_VISNING", "BOLIGDATA_PUBLISERT", "BOLIGDATA_INTERNT"):
        monkeypatch.delenv(navn, raising=False)
    monkeypatch.setenv("BOLIGDATA_DATA", str(tmp_path))
    assert (config.visning(), config.lesemappe()) == (
        "publisert",
        tmp_path / "publisert",
    )
    monkeypatch.setenv("BOLIGDATA_VISNING", "internt")
    assert (config.visning(), config.lesemappe()) == ("internt", tmp_path / "internt")
    monkeypatch.setenv("BOLIGDATA_INTERNT", str(tmp_path / "x"))
    assert config.lesemappe() == tmp_path / "x"


@pytest.mark.parametrize("verdi", ["intern", "Internt", "internt ", "0"])
def test_en_visning_som_er_skrevet_feil_er_aldri_noe_annet(monkeypatch, verdi):
    monkeypatch.setenv("BOLIGDATA_VISNING", verdi)
    with pytest.raises(Brukerfeil, match="«publisert» eller «internt»"):
        config.visning()
