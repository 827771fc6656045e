"""nginx foran dashbordet, med oppsettet kommandoen skriver, og et sertifikat laget her."""

import contextlib
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

FRIST_SEKUNDER = 120
MANGLER = "nginx mangler. Installer den (Debian: «sudo apt-get install nginx»)."

# Det som ellers står i filen maskinen har fra før.
_RUNDT = """\
daemon off;
pid {mappe}/nginx.pid;
{bruker}events {{}}
http {{
	client_body_temp_path {mappe}/inn;
	proxy_temp_path {mappe}/ut;
	fastcgi_temp_path {mappe}/f;
	uwsgi_temp_path {mappe}/u;
	scgi_temp_path {mappe}/s;
	include {mappe}/boligdata.conf;
}}
"""


def nginx() -> str | None:
    """Programmet, når det er installert."""
    return shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")


@contextlib.contextmanager
def kjoer_nginx(oppsett: str, mappe: Path, port: int):
    """Start nginx med oppsettet, vent til den svarer, og stopp den etterpå."""
    (mappe / "boligdata.conf").write_text(oppsett, encoding="utf-8")
    bruker = "user root;\n" if os.geteuid() == 0 else ""
    (mappe / "nginx.conf").write_text(
        _RUNDT.format(mappe=mappe, bruker=bruker), encoding="utf-8"
    )
    logg = mappe / "nginx.txt"
    with logg.open("wb") as ut:
        prosess = subprocess.Popen(
            [
                nginx(),
                "-p",
                str(mappe),
                "-c",
                str(mappe / "nginx.conf"),
                "-e",
                "stderr",
            ],
            stdout=ut,
            stderr=subprocess.STDOUT,
        )
        try:
            frist = time.monotonic() + FRIST_SEKUNDER
            while not _svarer(port):
                assert prosess.poll() is None and time.monotonic() < frist, (
                    logg.read_text(errors="replace")[-3000:]
                )
                time.sleep(0.05)
            yield
        finally:
            prosess.terminate()
            prosess.wait(FRIST_SEKUNDER)


def _svarer(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 5):
        return True
    return False
