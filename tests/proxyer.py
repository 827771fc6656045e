"""De proxyene det lages oppsett til, med det ekte programmet foran det som prøves."""

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from boligdata.doer.proxy import caddy as caddyoppsett
from boligdata.doer.proxy import nginx as nginxoppsett
from boligdata.doer.systemd import Prosesser
from tests import sertifikat
from tests.caddyproxy import kjoer_caddy
from tests.nginxproxy import MANGLER, kjoer_nginx, nginx

uten_nginx = pytest.mark.skipif(nginx() is None, reason=MANGLER)
BEGGE = ["caddy", pytest.param("nginx", marks=uten_nginx)]


@contextlib.contextmanager
def foran(
    slag: str, visningene: Sequence[Prosesser], mappe: Path, port: int, sti: str = ""
) -> Iterator[Path]:
    """Proxyen foran visningene, på denne porten. Gir filen med sertifikatet å stole på."""
    if slag == "caddy":
        with kjoer_caddy(caddyoppsett.oppsett(visningene, sti), mappe, port) as rot:
            yield rot
        return
    navnene = [visning.vert for visning in visningene]
    rot = sertifikat.skriv(mappe / "bolig.pem", verter=navnene, er_utsteder=True)
    with kjoer_nginx(nginxoppsett.oppsett(visningene, sti, (rot, rot)), mappe, port):
        yield rot
