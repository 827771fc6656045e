"""Et ekte objektlager (SeaweedFS) for testene, i en egen mappe, som bare denne maskinen når."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow.fs

FRIST_SEKUNDER = 60
BOETTE = "bolig"
HEMMELIG = "kvitrende-spove-myr"
# Den siste når bare delen til én kommune.
_RETTER = {
    "bygger": ["Admin"],
    "leser": [f"Read:{BOETTE}", f"List:{BOETTE}"],
    "9901": [f"{rett}:{BOETTE}/9901/*" for rett in ("Read", "Write", "List")],
}


@dataclass
class S3tjener:
    """En tjener som kan drepes, stanses midt i noe og startes igjen, med bøtta `BOETTE` og tre nøkler:
    «bygger» kan alt, «leser» bare lese, og «9901» bare noe i delen med det navnet.
    """

    mappe: Path
    port: int
    _prosess: subprocess.Popen | None = None

    def miljoe(self, hvem: str, prefiks: str, hemmelig: str = HEMMELIG) -> dict:
        """Det en prosess må ha i miljøet for å nå lageret."""
        return {
            "BOLIGDATA_PUBLISERT": f"s3://{BOETTE}/{prefiks}",
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.port}",
            "AWS_ACCESS_KEY_ID": hvem,
            "AWS_SECRET_ACCESS_KEY": hemmelig,
        }

    @property
    def filer(self) -> pyarrow.fs.S3FileSystem:
        """Lageret, sett utenfra."""
        return self.som("bygger")

    def som(self, hvem: str) -> pyarrow.fs.S3FileSystem:
        """Lageret, slik den med denne nøkkelen når det."""
        return pyarrow.fs.S3FileSystem(
            access_key=hvem,
            secret_key=HEMMELIG,
            region="us-east-1",
            endpoint_override=f"http://127.0.0.1:{self.port}",
            allow_bucket_creation=True,
        )

    def start(self) -> None:
        """Start den, og vent til den svarer."""
        self._prosess = self._ny_prosess()
        frist = time.monotonic() + FRIST_SEKUNDER
        while True:
            try:
                self.filer.create_dir(BOETTE)
                with self.filer.open_output_stream(f"{BOETTE}/klar") as ut:
                    ut.write(b"klar")
                return
            except OSError:
                assert self._prosess.poll() is None and time.monotonic() < frist, (
                    self.mappe / "logg.txt"
                ).read_text(errors="replace")[-3000:]
                time.sleep(0.1)

    def drep(self) -> None:
        """Drep den midt i det den gjør."""
        self._prosess.kill()
        self._prosess.wait()

    @contextlib.contextmanager
    def svarer_ikke(self) -> Iterator[None]:
        """Tar imot forbindelser så lenge blokken varer, og svarer ikke."""
        self._prosess.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._prosess.send_signal(signal.SIGCONT)

    def _ny_prosess(self) -> subprocess.Popen:
        oppsett = self.mappe / "s3.json"
        oppsett.write_text(
            json.dumps(
                {
                    "identities": [
                        {
                            "name": hvem,
                            "credentials": [{"accessKey": hvem, "secretKey": HEMMELIG}],
                            "actions": retter,
                        }
                        for hvem, retter in _RETTER.items()
                    ]
                }
            ),
            encoding="utf-8",
        )
        data = self.mappe / "data"
        data.mkdir(exist_ok=True)
        valg = {"dir": data, "ip": "127.0.0.1", "ip.bind": "127.0.0.1"}
        valg |= {"filer": "true", "s3": "true", "s3.config": oppsett}
        valg |= {"master.volumeSizeLimitMB": 64, "volume.max": 20}
        for del_, port in self._portene().items():
            valg[f"{del_}.port"] = port
        with (self.mappe / "logg.txt").open("ab") as logg:
            return subprocess.Popen(
                [
                    shutil.which("weed", path=Path(sys.executable).parent),
                    "server",
                    *(f"-{navn}={verdi}" for navn, verdi in valg.items()),
                ],
                stdout=logg,
                stderr=subprocess.STDOUT,
                cwd=self.mappe,
                env=os.environ | {"HOME": str(self.mappe)},
            )

    def _portene(self) -> dict[str, int]:
        """De andre delene av tjeneren har portene etter den til lageret."""
        navnene = ("s3", "master", "volume", "filer")
        return {navn: self.port + nr for nr, navn in enumerate(navnene)}


@contextlib.contextmanager
def kjoer() -> Iterator[S3tjener]:
    """En tjener som kjører."""
    mappe = Path(tempfile.mkdtemp(prefix="s3-"))
    tjener = S3tjener(mappe, _ledige_porter())
    try:
        tjener.start()
        yield tjener
    finally:
        tjener.drep()
        shutil.rmtree(mappe, ignore_errors=True)


def _ledige_porter() -> int:
    """Den første av fire porter etter hverandre som er ledige, også ti tusen høyere, der delene av tjeneren
    snakker sammen.
    """
    for foerste in range(20_000 + os.getpid() % 1000 * 4, 32_000, 4):
        porter = [
            port + over for port in range(foerste, foerste + 4) for over in (0, 10_000)
        ]
        if all(map(_ledig, porter)):
            return foerste
    raise OSError("Det er ikke fire ledige porter etter hverandre.")


def _ledig(port: int) -> bool:
    with socket.socket() as proeve:
        try:
            proeve.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
