"""En ekte tjener og en ekte nettleser, til testene og til målingene av ytelse."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROT = Path(__file__).resolve().parents[2]
VERT = "127.0.0.1"
# Så lenge får en tjener på å komme opp (sekunder). På en travel maskin tar det flere minutter, og dør den
# imens, er ventingen over.
OPPE_INNEN = 300
# Så lenge kan et svar ta (sekunder).
SVAR_INNEN = 120

# Tjenerne som går nå, og kan si hva de gjør, med loggen sin.
_I_GANG: dict[subprocess.Popen, Path] = {}

FLAGG = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
]
# Chromium nekter å starte sandkassen sin som root, og CI kjører ofte som root i en beholder.
if hasattr(os, "geteuid") and os.geteuid() == 0:
    FLAGG.append("--no-sandbox")


def finn_chromium() -> str | None:
    """Stien til Chromium, fra CHROMIUM eller søkestien."""
    navn = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(
        filter(None, map(shutil.which, navn)), None
    )


@contextlib.contextmanager
def kjoer_tjener(
    skript: Path,
    logg: Path,
    miljoe: dict[str, str] | None = None,
    valg: tuple[str, ...] = (),
    base: str = "",
    port: int | None = None,
    oppvarmet: bool = True,
):
    """Start `streamlit run` på en ledig port, vent til den svarer, gi adressen, og stopp nettopp
    denne prosessen. Er den ikke `oppvarmet`, regnes tallene ut først når noen spør.
    """
    port = port or ledig_port()
    adresse = f"http://{VERT}:{port}{base}"
    kommando = [
        sys.executable,
        "-m",
        "streamlit" if oppvarmet else "tests.nettleser.kald",
        "run",
        str(skript),
        "--server.port",
        str(port),
        *valg,
    ]
    with logg.open("wb") as ut:
        prosess = subprocess.Popen(
            kommando,
            cwd=skript.parent,
            stdout=ut,
            stderr=subprocess.STDOUT,
            env=os.environ
            | {"PYTHONPATH": str(ROT), "PYTHONUTF8": "1"}
            | (miljoe or {}),
        )
        try:
            _vent_til_frisk(prosess, adresse, logg)
            if not oppvarmet:
                _I_GANG[prosess] = logg
            yield adresse
        finally:
            _I_GANG.pop(prosess, None)
            prosess.terminate()
            try:
                prosess.wait(10)
            except subprocess.TimeoutExpired:
                prosess.kill()
                prosess.wait()


def hva_tjenerne_gjoer() -> str:
    """Slutten av loggen til hver tjener som går, med det hver tråd i den holder på med."""
    signalet = getattr(signal, "SIGUSR1", None)  # Ikke på Windows.
    for prosess in _I_GANG if signalet else ():
        prosess.send_signal(signalet)
    time.sleep(bool(_I_GANG))
    return "\n".join(
        logg.read_text(encoding="utf-8", errors="replace")[-20_000:]
        for logg in _I_GANG.values()
    )


def ledig_port() -> int:
    with socket.socket() as s:
        s.bind((VERT, 0))
        return s.getsockname()[1]


def _vent_til_frisk(prosess: subprocess.Popen, adresse: str, logg: Path) -> None:
    frist = time.monotonic() + OPPE_INNEN
    while time.monotonic() < frist and prosess.poll() is None:
        try:
            urllib.request.urlopen(f"{adresse}/_stcore/health", timeout=5).read()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(
        f"Tjeneren kom ikke opp:\n{logg.read_text(encoding='utf-8', errors='replace')[-3000:]}"
    )
