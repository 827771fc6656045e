"""Loggen til prosessen sier hvor det gikk galt, og aldri hva som sto der."""

import asyncio
import io
import logging
import threading
from unittest.mock import Mock

import pytest
from streamlit import error_util
from streamlit import logger as streamlit_logger
from uvicorn.logging import DefaultFormatter

from boligdata.doer import feillogg, oppvarming, skall

HEMMELIG = "Kari Nordmann 7 postgresql://bruker:passord@db"


def feil_med_en_verdi():
    try:
        raise KeyError(HEMMELIG)
    except KeyError as innerst:
        try:
            raise ValueError(f"fant ikke {HEMMELIG}") from innerst
        except ValueError as feil:
            feil.add_note(HEMMELIG)
            return feil


@pytest.fixture(
    params=[
        logging.Formatter("%(message)s"),
        logging.Formatter(streamlit_logger.DEFAULT_LOG_MESSAGE),
        DefaultFormatter("%(levelprefix)s %(message)s", use_colors=False),
    ],
    ids=["vanlig", "Streamlit", "Uvicorn"],
)
def skrevet(request):
    """Det som skrives i loggen, med formatereren til den som skriver."""
    ut = io.StringIO()
    til = logging.StreamHandler(ut)
    til.setFormatter(request.param)
    navnene = ("boligdata", "streamlit.error_util", "uvicorn.error")
    for navn in navnene:
        logging.getLogger(navn).addHandler(til)
    yield ut
    for navn in navnene:
        logging.getLogger(navn).removeHandler(til)


@pytest.mark.parametrize(
    "hvem", ["boligdata.ui.ramme", "streamlit.error_util", "uvicorn.error"]
)
def test_en_feil_i_loggen_har_stedet_og_slaget_men_ikke_teksten(skrevet, hvem):
    with feillogg.uten_verdier():
        logging.getLogger(hvem).error("Siden feilet", exc_info=feil_med_en_verdi())
    tekst = skrevet.getvalue()
    assert "Siden feilet" in tekst and "test_feillogg.py" in tekst
    assert tekst.index("KeyError") < tekst.index("ValueError")
    assert "Nordmann" not in tekst and "passord" not in tekst


def test_ogsaa_det_streamlit_selv_fanger_er_uten_teksten(skrevet):
    with feillogg.uten_verdier():
        error_util.handle_uncaught_app_exception(feil_med_en_verdi())
    assert "ValueError" in skrevet.getvalue()
    assert "Nordmann" not in skrevet.getvalue()


def test_en_traad_som_stopper_sier_fra_i_loggen_uten_teksten(skrevet, capsys):
    def stopp():
        raise feil_med_en_verdi()

    with feillogg.uten_verdier():
        traad = threading.Thread(target=stopp)
        traad.start()
        traad.join()
    assert "En tråd stoppet" in skrevet.getvalue()
    assert "Nordmann" not in skrevet.getvalue() + "".join(capsys.readouterr())


def test_en_feil_som_ble_en_annen_uten_grunn_er_ikke_med():
    """`raise … from None` er brukt der den første feilen ikke er noe å lese."""
    try:
        try:
            raise KeyError(HEMMELIG)
        except KeyError:
            raise ValueError(HEMMELIG) from None
    except ValueError as feil:
        assert "KeyError" not in feillogg.sporet(feil)
        assert "ValueError" in feillogg.sporet(feil)


def test_det_gjelder_fra_prosessen_starter_til_den_stopper(skrevet, monkeypatch):
    # Det andre oppstarten gjør, er det ikke her det gjelder.
    monkeypatch.setattr(skall, "FORHAANDSLES", ())
    monkeypatch.setattr(skall, "foerste_filer", lambda _: [])
    monkeypatch.setenv(oppvarming.VARIABEL, oppvarming.NEI)
    monkeypatch.setattr(skall, "gc", Mock())
    monkeypatch.setattr(skall.sys, "setswitchinterval", lambda _: None)
    foer = logging.getLogRecordFactory()

    async def kjoer():
        async with skall.oppstart(None):
            logging.getLogger("boligdata").error("x", exc_info=feil_med_en_verdi())

    asyncio.run(kjoer())
    assert "ValueError" in skrevet.getvalue()
    assert "Nordmann" not in skrevet.getvalue()
    assert logging.getLogRecordFactory() is foer
