"""Tre maskiner som henter tallene fra et ekte objektlager, bak én proxy: hvor lenge det går fra noe er
publisert til alle viser det, og hva en bruker ser mens maskiner og lageret blir borte og kommer igjen.

Maskinene er prosesser på denne, hver med sin datamappe. Hver tredje runde stoppes en av dem rett etter at noe
er publisert, og hver tredje stoppes lageret. Brukeren går til forsiden og til `/helse` hele tiden.
"""

import contextlib
import http.client
import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock
from urllib.parse import urlsplit

from boligdata.doer import maalinger
from boligdata.doer.systemd import Prosesser
from tests import proxyer, s3tjener
from tests.caddyproxy import stoler_paa
from tests.maskiner import Byggemaskin
from tests.nettleser.oppsett import ROT, kjoer_tjener, ledig_port
from tests.s3tjener import S3tjener
from tests.ytelse.grunnlag import Grunnlag
from tests.ytelse.tabell import Maaling, spenn

GRENSE_SEKUNDER = 10
ANTALL = 3
FRIST_SEKUNDER = 120
PREFIKS = "fjordvik"


@dataclass
class Maskin:
    """Én som henter, på de samme portene hver gang den startes."""

    mappe: Path
    miljoe: dict[str, str]
    port: int = field(default_factory=ledig_port)
    maaleport: int = field(default_factory=ledig_port)
    _aapen: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)

    def start(self) -> None:
        """Start den, og vent til den svarer."""
        miljoe = self.miljoe | {
            "BOLIGDATA_DATA": str(self.mappe),
            "BOLIGDATA_MAALINGER": str(self.maaleport),
        }
        self._aapen.enter_context(
            kjoer_tjener(
                ROT / "dashboard.py",
                self.mappe.with_suffix(".txt"),
                miljoe,
                port=self.port,
                oppvarmet=False,
            )
        )

    def stopp(self) -> None:
        """Stopp den. Det den har hentet, blir liggende."""
        self._aapen.close()

    def viser(self) -> str:
        """Filen den viser nå."""
        with contextlib.suppress(OSError):
            for en in maalinger.hent(self.maaleport):
                if en.name == maalinger.FILEN:
                    return en.labels["fil"]
        return ""


@dataclass
class Bruker:
    """Går til forsiden og til `/helse` gjennom proxyen hele tiden, og husker svarene."""

    adresse: str
    rot: Path
    svar: list[int | str] = field(default_factory=list)

    @contextlib.contextmanager
    def ser_paa(self) -> Iterator[None]:
        """Så lenge blokken varer."""
        stopp = threading.Event()
        traad = threading.Thread(target=self._gaa, args=(stopp,))
        traad.start()
        try:
            yield
        finally:
            stopp.set()
            traad.join()

    def _gaa(self, stopp: threading.Event) -> None:
        sted = urlsplit(self.adresse)
        while not stopp.wait(0.1):
            for sti in ("/", "/helse"):
                forbindelse = http.client.HTTPSConnection(
                    sted.hostname,
                    sted.port,
                    timeout=30,
                    context=stoler_paa(self.rot),
                )
                try:
                    forbindelse.request("GET", sti)
                    self.svar.append(forbindelse.getresponse().status)
                except OSError as feil:
                    self.svar.append(type(feil).__name__)
                finally:
                    forbindelse.close()


def maal(grunnlag: Grunnlag, kort: bool) -> list[Maaling]:
    """Tiden for hver maskin og publisering, og svarene brukeren fikk."""
    bygger = Byggemaskin(grunnlag.publisert(1), grunnlag.mappe / "bygger")
    with contextlib.ExitStack() as aapne:
        lager = aapne.enter_context(s3tjener.kjoer())
        utgi = _utgiver(bygger, lager)
        utgi(0)
        maskinene = []
        for nr in range(ANTALL):
            mappe = grunnlag.mappe / f"maskin{nr}"
            maskinene.append(Maskin(mappe, lager.miljoe("leser", PREFIKS)))
            aapne.callback(maskinene[-1].stopp)
            maskinene[-1].start()
        port, mappe = ledig_port(), grunnlag.mappe / "proxy"
        mappe.mkdir()
        bak = Prosesser(tuple(maskin.port for maskin in maskinene), f"localhost:{port}")
        rot = aapne.enter_context(proxyer.foran("caddy", [bak], mappe, port))
        bruker = Bruker(f"https://localhost:{port}", rot)
        with bruker.ser_paa():
            tider = [
                tid
                for runde in range(1, 4 if kort else 13)
                for tid in _runden(runde, utgi, maskinene, lager)
            ]
    feil = [svar for svar in bruker.svar if svar != 200]
    return [
        Maaling(
            "Fra noe er publisert til hver av tre maskiner viser det, det lengste",
            max(tider),
            "s",
            GRENSE_SEKUNDER,
            spenn(tider, "s"),
        ),
        Maaling(
            "Sider og /helse som ikke svarte, mens maskiner og lageret ble borte",
            len(feil),
            f"av {len(bruker.svar)}",
            0,
            ", ".join(sorted({str(svar) for svar in feil})),
        ),
    ]


def _utgiver(bygger: Byggemaskin, lager: S3tjener):
    """Det som publiserer noe nytt, med nøkkelen som kan skrive."""

    def utgi(runde: int) -> str:
        with mock.patch.dict(os.environ, lager.miljoe("bygger", PREFIKS)):
            return bygger.utgi(f"update meta set plan_til = plan_til + {runde}")

    return utgi


def _runden(
    runde: int, utgi, maskinene: list[Maskin], lager: S3tjener
) -> Iterator[float]:
    """Sekundene til hver maskin viste det som ble publisert. Den som er stoppet, teller ikke."""
    fil, publisert = utgi(runde), time.monotonic()
    stoppes = maskinene[runde // 3 % ANTALL] if runde % 3 == 1 else None
    if stoppes:
        stoppes.stopp()
    venter = {en.port: en for en in maskinene if en is not stoppes}
    while venter:
        for maskin in [*venter.values()]:
            if maskin.viser() == fil:
                yield time.monotonic() - publisert
                del venter[maskin.port]
        if time.monotonic() - publisert > FRIST_SEKUNDER:
            raise RuntimeError(f"{len(venter)} maskiner viste aldri det nye.")
        time.sleep(0.05)
    if stoppes:
        stoppes.start()
    if runde % 3 == 2:
        lager.drep()
        time.sleep(6)
        lager.start()
