"""Det som avvises i døren, står i loggen, samlet, så ingen kan fylle den."""

import asyncio
import logging

import pytest

from boligdata.doer import avvist, skall


async def _app(scope, receive, send):
    for melding in scope["svar"]:
        await send(melding)


async def _motta():
    return {}


async def _send(melding):
    pass


def _http(status):
    return [{"type": "http.response.start", "status": status, "headers": []}]


LUKKET = {"type": "websocket.close", "code": 1008}


@pytest.fixture
def linjene(monkeypatch, caplog):
    """Send svarene gjennom mellomvaren, og gi linjene i loggen etterpå."""
    monkeypatch.setattr(avvist, "HVERT", 0.01)

    def send(*svarene):
        async def alle():
            doeren = avvist.Avvisningslogg(_app)
            for svar in svarene:
                scope = {"type": "http", "path": "/hemmelig\nsti", "svar": svar}
                await doeren(scope, _motta, _send)
            await asyncio.sleep(0.05)

        with caplog.at_level(logging.INFO):
            asyncio.run(alle())
        return [linje.getMessage() for linje in caplog.records]

    return send


def test_tusen_avviste_blir_en_linje_uten_det_som_ble_spurt_om(linjene):
    [linje] = linjene(*[_http(403)] * 1000, *[_http(421)] * 2, _http(401))
    assert linje.endswith(
        "ikke innlogget (1), ikke tilgang (1000), ukjent navn i adressen (2)"
    )
    assert "hemmelig" not in linje


def test_det_som_slipper_inn_staar_ikke_i_loggen(linjene):
    assert linjene(_http(200), _http(302), _http(404), _http(304)) == []


def test_en_websocket_som_ble_avvist_telles_og_en_som_ble_lukket_ikke(linjene):
    [linje] = linjene([LUKKET], [{"type": "websocket.accept"}, LUKKET])
    assert linje.endswith("websocket (1)")


def test_det_som_kommer_senere_faar_sin_egen_linje(linjene):
    assert len(linjene(_http(403))) == 1
    assert len(linjene(_http(413))) == 2


def test_doeren_foerer_det_i_begge_prosessene_utenfor_adressevakten(monkeypatch):
    monkeypatch.delenv("BOLIGDATA_MAALINGER", raising=False)
    assert skall.mellomvare()[0].cls is avvist.Avvisningslogg
