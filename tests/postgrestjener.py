"""En ekte PostgreSQL for testene, i en egen mappe, som bare denne maskinen når.

PostgreSQL nekter å kjøre som root. Kjøres testene slik, startes den som en bruker uten rettigheter.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

MANGLER = (
    "PostgreSQL mangler, så testene av lageret på en tjener hoppes over. Installer den (Debian: «sudo "
    "apt-get install postgresql»), eller la miljøvariabelen POSTGRES peke på mappen med «initdb»."
)
PASSORD = "kvitrende/spove@myr"
_UTEN_RETTIGHETER = "nobody"


def finn() -> Path | None:
    """Mappen med programmene, den nyeste når det er flere."""
    if valgt := os.environ.get("POSTGRES"):
        return Path(valgt)
    if paa_stien := shutil.which("initdb"):
        return Path(paa_stien).parent
    funnet = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return max((fil.parent for fil in funnet), default=None)


@dataclass
class Postgres:
    """En tjener som kan drepes og startes igjen. `adresse` er til en ny, tom plass for hver test."""

    programmer: Path
    mappe: Path
    port: int
    _prosess: subprocess.Popen | None = None
    _plasser: list[str] = field(default_factory=list)

    def adresse(self) -> str:
        """Adressen til et eget, tomt skjema."""
        navn = f"plass{len(self._plasser)}"
        self._plasser.append(navn)
        self.kjoer(f"create schema {navn}")
        return f"{self._rot('postgres')}&options=-csearch_path%3D{navn}"

    def adresse_som(self, bruker: str, adresse: str) -> str:
        """Den samme plassen, som en annen bruker."""
        return adresse.replace("user=postgres", f"user={bruker}")

    def kjoer(self, sql: str, adresse: str | None = None) -> None:
        """Gjør noe som eieren av alt."""
        with psycopg.connect(
            adresse or self._rot("postgres"), autocommit=True
        ) as tjener:
            tjener.execute(sql)

    def start(self) -> None:
        """Start den, og vent til den svarer."""
        frist = time.monotonic() + 60
        while True:
            # En som er drept, må bli helt borte før den nye tør å begynne.
            if self._prosess is None or self._prosess.poll() is not None:
                self._prosess = self._ny_prosess()
            try:
                return self.kjoer("select 1")
            except psycopg.OperationalError:
                if time.monotonic() > frist:
                    raise
                time.sleep(0.05)

    def drep(self) -> None:
        """Drep den midt i det den gjør."""
        self._prosess.kill()
        self._prosess.wait()

    def stopp(self) -> None:
        """Stopp den straks. Mappen slettes likevel."""
        if self._prosess and self._prosess.poll() is None:
            self._prosess.send_signal(signal.SIGQUIT)
            self._prosess.wait(timeout=60)

    def _ny_prosess(self) -> subprocess.Popen:
        valg = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": self.mappe,
            "max_connections": 60,
            "shared_buffers": "32MB",
            "autovacuum": "off",
        }
        if sys.platform == "linux":
            # Etter et drap er det ellers sekunder før den har gått gjennom alle filene sine.
            valg["recovery_init_sync_method"] = "syncfs"
        with (self.mappe / "logg.txt").open("ab") as logg:
            return subprocess.Popen(
                [
                    self.programmer / "postgres",
                    *("-D", self.mappe / "data"),
                    *(f"--{navn}={verdi}" for navn, verdi in valg.items()),
                ],
                stdout=subprocess.DEVNULL,
                stderr=logg,
                **_bruker(),
            )

    def _rot(self, bruker: str) -> str:
        return (
            f"postgresql:///postgres?host={self.mappe}&port={self.port}&user={bruker}"
        )


@contextlib.contextmanager
def kjoer() -> Iterator[Postgres | None]:
    """En tjener som kjører. None når PostgreSQL ikke er installert."""
    programmer = finn()
    if programmer is None:
        yield None
        return
    mappe = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        if _er_root():
            shutil.chown(mappe, _UTEN_RETTIGHETER)
        passord = mappe / "passord"
        passord.write_text(PASSORD, encoding="utf-8")
        passord.chmod(0o644)
        subprocess.run(
            [
                programmer / "initdb",
                *("-D", mappe / "data", "-U", "postgres", "-N", "-E", "UTF8"),
                *("--locale", "C", "--pwfile", passord),
                *("--auth-local", "trust", "--auth-host", "scram-sha-256"),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            **_bruker(),
        )
        tjener = Postgres(programmer, mappe, _ledig_port())
        tjener.start()
        try:
            yield tjener
        finally:
            tjener.stopp()
    finally:
        shutil.rmtree(mappe, ignore_errors=True)


def _bruker() -> dict:
    """Hvem programmene kjøres som. Mappen testene står i, kan den andre ikke lese."""
    if not _er_root():
        return {"cwd": "/"}
    # Ikke på Windows, som ikke har modulen.
    import pwd

    annen = pwd.getpwnam(_UTEN_RETTIGHETER)
    return {
        "cwd": "/",
        "user": annen.pw_uid,
        "group": annen.pw_gid,
        "extra_groups": [],
    }


def _er_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _ledig_port() -> int:
    with socket.socket() as proeve:
        proeve.bind(("127.0.0.1", 0))
        return proeve.getsockname()[1]
