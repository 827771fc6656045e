"""Målingene til en overvåking, i formatet til Prometheus, på en egen port på egen maskin.

De sier hvor mange som er inne, hvor lang tid sidene tar, hvilke tall som vises, og hvor mye minne prosessen
bruker. De sier aldri hvem som ser på, eller hva noen har valgt.
"""

import contextlib
import contextvars
import datetime as dt
import os
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.exposition import start_http_server
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.registry import Collector
from prometheus_client.samples import Sample
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from boligdata import lesing
from boligdata.doer import oppvarming
from boligdata.felles.config import Brukerfeil

EGEN_MASKIN = "127.0.0.1"
VENT_SEKUNDER = 5
# Et kort som kjøres på nytt utenom siden.
KORT = "kort"
# Målingene andre ser etter.
FEIL, FILEN, MINNE, LAGERET, OPPVARMET = (
    "boligdata_feil_total",
    "boligdata_publisering_info",
    "boligdata_minne_byte",
    "boligdata_objektlager_virker",
    "boligdata_oppvarmet",
)
_SEKUNDER = (0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4)
_STATM = Path("/proc/self/statm")

_register = CollectorRegistry()
_svartid = Histogram(
    "boligdata_svartid_sekunder",
    "Tiden til svaret på en forespørsel er sendt, etter hva det er og hvordan det gikk.",
    ["slag", "svar"],
    registry=_register,
    buckets=_SEKUNDER,
)
_aapne = Gauge(
    "boligdata_aapne_faner",
    "Faner som har forbindelse med prosessen nå.",
    registry=_register,
)
_skripttid = Histogram(
    "boligdata_skript_sekunder",
    "Tiden det tar å lage en side, eller et kort som kjøres på nytt alene.",
    ["side"],
    registry=_register,
    buckets=_SEKUNDER,
)
_feil = Counter(
    FEIL,
    "Sider og kort der noe gikk galt i programmet.",
    registry=_register,
)
_maales: contextvars.ContextVar[bool] = contextvars.ContextVar("maales", default=False)


# ------------------------------------------------------------------------- det som måles


class Maaler:
    """ASGI-mellomvaren som står ytterst, når prosessen måles."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            with _aapne.track_inprogress():
                await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start, status = time.perf_counter(), 0

        async def videre(melding: Message) -> None:
            nonlocal status
            if melding["type"] == "http.response.start":
                status = melding["status"]
            await send(melding)

        try:
            await self.app(scope, receive, videre)
        finally:
            svar = f"{status // 100}xx" if status else "brutt"
            tiden = time.perf_counter() - start
            _svartid.labels(_slag(scope["path"]), svar).observe(tiden)


def _slag(sti: str) -> str:
    """Hva det spørres om. Aldri adressen selv: den kan en fremmed ha skrevet hva som helst i."""
    for del_, slag in (
        ("/static/", "fil"),
        ("/media/", "nedlasting"),
        ("/_stcore/", "streamlit"),
        ("/auth/", "innlogging"),
    ):
        if del_ in sti:
            return slag
    return "helse" if sti.endswith("/helse") else "side"


@contextlib.contextmanager
def skriptet(side: str) -> Iterator[None]:
    """Mål tiden det tar å lage siden, eller kortet (`KORT`). Det som lages som del av noe annet, er målt der
    alt.
    """
    if _maales.get():
        yield
        return
    merke = _maales.set(True)
    start = time.perf_counter()
    try:
        yield
    finally:
        _maales.reset(merke)
        _skripttid.labels(side).observe(time.perf_counter() - start)


def feilet() -> None:
    """Noe gikk galt i programmet, og den som ser på, har fått vite det."""
    _feil.inc()


class _Prosessen(Collector):
    """Minnet og prosessortiden. Biblioteket har dette selv, men trenger mer av /proc enn tjenestene ser."""

    def collect(self) -> Iterator[Metric]:
        tid = "Prosessortiden prosessen har brukt."
        yield CounterMetricFamily(
            "boligdata_prosessortid_sekunder", tid, time.process_time()
        )
        with contextlib.suppress(OSError):  # Finnes bare på Linux.
            sider = int(_STATM.read_text().split()[1])
            yield GaugeMetricFamily(
                MINNE,
                "Minnet prosessen bruker.",
                sider * os.sysconf("SC_PAGE_SIZE"),
            )


class _Oppvarmingen(Collector):
    """Om det de fleste åpner, er laget på forhånd."""

    def collect(self) -> Iterator[Metric]:
        yield GaugeMetricFamily(
            OPPVARMET,
            "Om det som skal lages på forhånd av tallene som gjelder, er laget (1), eller ikke (0).",
            oppvarming.er_varmt(),
        )


class _Tallene(Collector):
    """Hvilke tall prosessen viser, og hvor gamle de er."""

    def collect(self) -> Iterator[Metric]:
        kan_leses = "Om tallene kan leses (1), eller ikke (0)."
        navn = "boligdata_tallene_kan_leses"
        try:
            with lesing.samme_tall():
                meta, fil, advarsel = lesing.meta(), lesing.versjon(), lesing.advarsel()
        except Exception:
            # En overvåking skal få de andre målingene også når tallene er borte.
            yield GaugeMetricFamily(navn, kan_leses, 0)
            return
        yield GaugeMetricFamily(navn, kan_leses, 1)
        yield InfoMetricFamily(
            FILEN.removesuffix("_info"), "Filen med tallene som vises.", {"fil": fil}
        )
        yield GaugeMetricFamily(
            "boligdata_bygd_tidspunkt_sekunder",
            "Når tallene ble bygd, i sekunder siden 1970.",
            meta.bygd.replace(tzinfo=dt.UTC).timestamp(),
        )
        yield GaugeMetricFamily(
            "boligdata_tall_til_tidspunkt_sekunder",
            "Dagen tallene går til, i sekunder siden 1970.",
            dt.datetime.combine(meta.per_dato, dt.time(), dt.UTC).timestamp(),
        )
        yield GaugeMetricFamily(
            "boligdata_nyeste_er_ikke_i_bruk",
            "Om den nyeste publiseringen ikke kunne åpnes (1), så de forrige tallene vises.",
            bool(advarsel),
        )


class _Objektlageret(Collector):
    """Om tallene som hentes fra et objektlager, er ferske. Ingen målinger når de ikke hentes derfra."""

    def collect(self) -> Iterator[Metric]:
        if not (speil := lesing.speilet()):
            return
        yield GaugeMetricFamily(
            LAGERET,
            "Om objektlageret hadde tall som kunne brukes, sist det ble spurt (1), eller ikke (0).",
            speil.feil is None,
        )
        yield GaugeMetricFamily(
            "boligdata_sist_nyeste_tidspunkt_sekunder",
            "Når prosessen sist så at den hadde det nyeste i objektlageret, i sekunder siden 1970.",
            speil.sett,
        )


_register.register(_Prosessen())
_register.register(_Oppvarmingen())
_register.register(_Tallene())
_register.register(_Objektlageret())


# ------------------------------------------------------------------------- den egne porten


def port() -> int | None:
    """Porten målingene er på, eller None når prosessen ikke måles. `BOLIGDATA_MAALINGER` setter den."""
    valgt = os.environ.get("BOLIGDATA_MAALINGER")
    if not valgt:
        return None
    if not valgt.isdecimal() or not 0 < int(valgt) < 65_536:
        raise Brukerfeil(
            "Miljøvariabelen BOLIGDATA_MAALINGER må være nummeret på en port."
        )
    return int(valgt)


@contextlib.contextmanager
def aapen() -> Iterator[None]:
    """Svar med målingene så lenge blokken varer, når prosessen skal måles."""
    valgt = port()
    if valgt is None:
        yield
        return
    tjener, traad = start_http_server(valgt, EGEN_MASKIN, _register)
    try:
        yield
    finally:
        tjener.shutdown()
        tjener.server_close()
        traad.join()


def hent(fra: int) -> list[Sample]:
    """Målingene fra prosessen som har dem på denne porten. `OSError` når den ikke svarer."""
    adresse = f"http://{EGEN_MASKIN}:{fra}/metrics"
    with urllib.request.urlopen(adresse, timeout=VENT_SEKUNDER) as svar:
        tekst = svar.read().decode()
    return [
        maaling
        for slag in text_string_to_metric_families(tekst)
        for maaling in slag.samples
    ]
