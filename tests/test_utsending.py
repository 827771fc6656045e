"""Det som sendes til objektlageret: bare filen alle får se, og alltid den som gjelder."""

import contextlib
import json

import duckdb
import maskiner
import pytest

from boligdata import __main__ as kommandolinjen
from boligdata.bygg import utgiver, utsending
from boligdata.felles import config, objektlager, pekeren
from boligdata.felles.config import Brukerfeil


@pytest.fixture
def lager(tmp_path, monkeypatch):
    """Mappen objektlageret er i. Testen selv er maskinen som bygger."""
    monkeypatch.setenv("BOLIGDATA_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("BOLIGDATA_INTERNT", raising=False)
    lager = tmp_path / "lager"
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", maskiner.i_mappen(lager))
    return lager


def _utgi(vernet: bool = True, ut=None) -> str:
    """Bygg noe, og ta det i bruk. Gir navnet på den publiserte filen."""
    mapper = (ut or config.publisert_mappe(), config.internt_mappe())
    with utgiver.arbeidsfiler(*mapper) as filene:
        for fil, er_vernet in zip(filene, (vernet, False)):
            with contextlib.closing(duckdb.connect(str(fil))) as con:
                con.execute(
                    "create table meta as select ? as vernet, '9901' as kommunenummer",
                    [er_vernet],
                )
        navn, internt_navn = map(utgiver.nytt_navn, ("publisert", "internt"))
        utgiver.ta_i_bruk(filene[1], mapper[1], internt_navn, rader=b"r", leveranse=b"")
        utgiver.ta_i_bruk(filene[0], mapper[0], navn, internt_navn, historikk=b"h")
    return navn


def _i_lageret(lager) -> str:
    return json.loads((lager / pekeren.PEKER).read_text())["fil"]


def test_bare_den_publiserte_filen_og_en_peker_paa_den_sendes(lager):
    navn = _utgi()
    fil = config.publisert_mappe() / navn
    assert {en.name for en in config.publisert_mappe().iterdir()} > {navn}
    peker = json.loads((lager / pekeren.PEKER).read_text())
    assert set(peker) == {"fil", "byte", "sha256", "skjema", "katalog"}
    [tallene] = [en for en in lager.iterdir() if en.name != pekeren.PEKER]
    assert tallene.name == f"tall-{peker['sha256']}.duckdb"
    assert maskiner.samme(tallene, fil) and peker["fil"] == navn


def test_tallene_til_en_annen_kommune_sendes_aldri(lager, monkeypatch):
    monkeypatch.setenv("BOLIGDATA_KOMMUNE", "9902")
    with pytest.raises(Brukerfeil, match="tallene til en annen kommune"):
        _utgi()
    assert list(lager.iterdir()) == []


def test_eksakte_tall_sendes_aldri(lager):
    with pytest.raises(Brukerfeil, match="ikke vernet"):
        _utgi(vernet=False)
    assert list(lager.iterdir()) == []


def test_det_som_gjelder_etter_en_publisering_og_en_angring_er_det_de_andre_faar(lager):
    foerste, andre = _utgi(), _utgi()
    assert _i_lageret(lager) == andre
    utgiver.angre(config.publisert_mappe(), config.internt_mappe())
    assert _i_lageret(lager) == foerste


def test_et_bygg_i_en_annen_mappe_er_en_proeve_og_sendes_ikke(lager, tmp_path):
    _utgi(ut=tmp_path / "proeve")
    assert list(lager.iterdir()) == []


def test_er_lageret_borte_er_tallene_tatt_i_bruk_her_og_kan_sendes_siden(lager, capsys):
    lager.rename(lager.with_name("borte"))
    with pytest.raises(Brukerfeil, match="tatt i bruk på denne maskinen.*data send"):
        _utgi()
    navn = utgiver.gjeldende(config.publisert_mappe())
    assert navn and kommandolinjen.main(["send"]) == 1
    lager.with_name("borte").rename(lager)
    assert kommandolinjen.main(["send"]) == 0
    assert _i_lageret(lager) == navn


def test_det_som_ble_lagret_feil_pekes_det_ikke_paa(lager, monkeypatch):
    foerste = _utgi()
    ekte = objektlager.Objektlager._skriv

    def mister_litt(self, navn, biter):
        ekte(self, navn, [b"".join(biter)[:-1]])

    monkeypatch.setattr(objektlager.Objektlager, "_skriv", mister_litt)
    with pytest.raises(Brukerfeil, match="skadet"):
        _utgi()
    assert _i_lageret(lager) == foerste


def test_uten_noe_aa_sende_eller_et_sted_aa_sende_det_sier_kommandoen_hva_som_mangler(
    lager, monkeypatch, capsys
):
    assert kommandolinjen.main(["send"]) == 1
    assert "Kjør «python -m boligdata bygg»" in capsys.readouterr().err
    monkeypatch.delenv("BOLIGDATA_PUBLISERT")
    assert kommandolinjen.main(["send"]) == 1
    assert "BOLIGDATA_PUBLISERT" in capsys.readouterr().err


def test_uten_objektlager_sendes_ingenting(lager, monkeypatch):
    monkeypatch.delenv("BOLIGDATA_PUBLISERT")
    monkeypatch.setattr(utsending, "Objektlager", None)
    assert _utgi() == utgiver.gjeldende(config.publisert_mappe())
