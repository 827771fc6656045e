"""Målingene sier hvordan det står til, og aldri hvem som ser på eller hva de har valgt."""

import asyncio
import contextlib
import time

import appen
import maskiner
import pytest
from nettleser.oppsett import ledig_port

from boligdata import lesing
from boligdata.doer import maalinger, skall
from boligdata.felles.config import Brukerfeil

DOEGN, DAG_EN = 86_400, 719_163


@pytest.fixture
def port(monkeypatch):
    """Porten målingene er på i denne testen."""
    valgt = ledig_port()
    monkeypatch.setenv("BOLIGDATA_MAALINGER", str(valgt))
    return valgt


def _maalt(port) -> dict[tuple, float]:
    """Verdien av hver måling, etter navnet og merkene på den."""
    with maalinger.aapen():
        maalt = maalinger.hent(port)
    return {(en.name, *sorted(en.labels.items())): en.value for en in maalt}


def _endret(port, gjoer) -> dict[tuple, float]:
    """Det som er blitt et annet mens `gjoer` ble kalt, uten bøttene tidene telles i."""
    foer = _maalt(port)
    gjoer()
    return {
        noekkel: verdi - foer.get(noekkel, 0)
        for noekkel, verdi in _maalt(port).items()
        if verdi != foer.get(noekkel, 0)
        and noekkel[0].endswith(("_count", "_total", "_faner"))
        and "prosessortid" not in noekkel[0]
    }


def _spoer(sti: str, status: int | None) -> None:
    async def app(scope, receive, send):
        if status is None:
            raise ConnectionResetError
        await send({"type": "http.response.start", "status": status, "headers": []})

    async def ingen_hoerer(*_):
        """Svaret går ingen steder."""

    with contextlib.suppress(ConnectionResetError):
        maaler = maalinger.Maaler(app)
        asyncio.run(maaler({"type": "http", "path": sti}, None, ingen_hoerer))


def test_overvaakingen_vet_hvilke_tall_som_vises_og_hvor_gamle_de_er(
    port, bygd_eksempel, monkeypatch
):
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(bygd_eksempel))
    maalt, meta = _maalt(port), lesing.meta()
    assert maalt["boligdata_publisering_info", ("fil", lesing.versjon())] == 1
    fil = bygd_eksempel / lesing.versjon()
    bygd = maalt[("boligdata_bygd_tidspunkt_sekunder",)]
    assert abs(bygd - fil.stat().st_mtime) < DOEGN
    til = maalt[("boligdata_tall_til_tidspunkt_sekunder",)]
    assert til == (meta.per_dato.toordinal() - DAG_EN) * DOEGN
    assert maalt[("boligdata_tallene_kan_leses",)] == 1
    assert maalt[("boligdata_nyeste_er_ikke_i_bruk",)] == 0


def test_er_tallene_borte_sier_maalingene_det_og_resten(port, tmp_path, monkeypatch):
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(tmp_path))
    maalt = _maalt(port)
    assert maalt[("boligdata_tallene_kan_leses",)] == 0
    assert ("boligdata_bygd_tidspunkt_sekunder",) not in maalt
    assert maalt[("boligdata_oppvarmet",)] == 0
    assert 10e6 < maalt[("boligdata_minne_byte",)] < 10e9
    assert maalt[("boligdata_prosessortid_sekunder_total",)] > 0


def test_hentes_tallene_fra_et_objektlager_sier_maalingene_om_det_virker(
    port, bygd_eksempel, tmp_path, monkeypatch
):
    lager = tmp_path / "lager"
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", maskiner.i_mappen(lager))
    monkeypatch.setenv("BOLIGDATA_DATA", str(tmp_path / "leser"))
    maskiner.Byggemaskin(bygd_eksempel, tmp_path / "bygger").utgi()
    lesing.hent_nyeste()
    virket = _maalt(port)
    assert virket[("boligdata_objektlager_virker",)] == 1
    naar = virket[("boligdata_sist_nyeste_tidspunkt_sekunder",)]
    assert 0 <= time.time() - naar < 60
    lager.rename(tmp_path / "borte")
    lesing.hent_nyeste()
    borte = _maalt(port)
    assert borte[("boligdata_objektlager_virker",)] == 0
    assert borte[("boligdata_sist_nyeste_tidspunkt_sekunder",)] == naar
    assert borte[("boligdata_tallene_kan_leses",)] == 1


@pytest.mark.parametrize(
    "sti, status, slag, svar",
    [
        ("/venteliste", 200, "side", "2xx"),
        ("/bolig/static/js/index.js", 304, "fil", "3xx"),
        ("/media/kari-nordmann.csv", 404, "nedlasting", "4xx"),
        ("/_stcore/upload_file/a/b", 413, "streamlit", "4xx"),
        ("/auth/login", 302, "innlogging", "3xx"),
        ("/helse", 503, "helse", "5xx"),
        ("/venteliste", None, "side", "brutt"),
    ],
)
def test_svarene_telles_etter_hva_de_er_og_hvordan_det_gikk(
    port, sti, status, slag, svar
):
    merker = ("slag", slag), ("svar", svar)
    assert _endret(port, lambda: _spoer(sti, status)) == {
        ("boligdata_svartid_sekunder_count", *merker): 1
    }


def test_en_fane_telles_saa_lenge_den_er_aapen(port):
    sett = []

    async def app(*_):
        sett.append(_maalt(port)[("boligdata_aapne_faner",)])

    foer = _maalt(port)[("boligdata_aapne_faner",)]
    asyncio.run(maalinger.Maaler(app)({"type": "websocket", "path": "/"}, None, None))
    etter = _maalt(port)[("boligdata_aapne_faner",)]
    assert (sett, etter) == ([foer + 1], foer)


def test_sidene_maales_hver_for_seg_med_kortene_som_del_av_dem(
    port, bygd_eksempel, monkeypatch
):
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(bygd_eksempel))
    endret = _endret(port, lambda: appen.aapne("venteliste"))
    assert endret[("boligdata_skript_sekunder_count", ("side", "venteliste"))] == 1
    assert ("boligdata_skript_sekunder_count", ("side", "kort")) not in endret


def test_maalingene_er_bare_der_naar_de_er_bedt_om(monkeypatch):
    monkeypatch.delenv("BOLIGDATA_MAALINGER", raising=False)
    assert maalinger.port() is None
    assert maalinger.Maaler not in [en.cls for en in skall.mellomvare()]
    with maalinger.aapen():
        pass


def test_det_som_avvises_i_doeren_er_ogsaa_maalt(port):
    assert skall.mellomvare()[0].cls is maalinger.Maaler


def test_porten_slutter_aa_svare_naar_prosessen_stopper(port):
    _maalt(port)
    with pytest.raises(OSError):
        maalinger.hent(port)


@pytest.mark.parametrize("valgt", ["127.0.0.1:9100", "0", "99999", "ni"])
def test_en_port_som_ikke_er_en_port_stopper_starten(valgt, monkeypatch):
    monkeypatch.setenv("BOLIGDATA_MAALINGER", valgt)
    with pytest.raises(Brukerfeil, match="BOLIGDATA_MAALINGER"):
        maalinger.port()
    with pytest.raises(SystemExit):
        skall.mellomvare()
