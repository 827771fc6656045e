"""Køen: den samme jobben for hver kommune, i hver sin prosess, noen få om gangen.

Prosessen får bare det den trenger om sin egen kommune, og kjøres som den som eier tallene. Det går
ikke noe fra den ene til den andre, og den som styrer køen, åpner aldri en fil i mappene. Går én galt,
fortsetter de andre.
"""

import contextlib
import functools
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass

from boligdata.doer.systemd import KOPIER
from boligdata.doer.vertskap.kommunene import Kommuneplass
from boligdata.felles.config import ROT, Brukerfeil

# Det prosessen får vite om maskinen. Alt annet i miljøet kan være om en annen kommune.
_OM_MASKINEN = ("PATH", "LANG", "LC_ALL", "TZ", "SYSTEMROOT")
# Så mye av det siste en jobb sa, er med når den gikk galt (tegn).
_SAGT = 2_000
# Så lenge får en jobb på å rydde etter seg når den blir bedt om å stoppe (sekunder).
_TID_TIL_AA_STOPPE = 10


@dataclass(frozen=True)
class Jobbutfall:
    """Hvordan det gikk med én kommune: om jobben er gjort, sekundene den tok, og det siste den sa."""

    nummer: str
    gjort: bool
    sekunder: float
    sagt: str


class Koe:
    """Køen over kommunene på `plassene`, med høyst `samtidig` jobber i gang. En jobb som tar mer enn `frist`
    sekunder, stoppes. Med `systemd` er det tjenestene på maskinen som startes: de er også stengt inne, og har
    sin egen frist.
    """

    def __init__(
        self,
        plassene: Iterable[Kommuneplass],
        samtidig: int,
        frist: float,
        systemd: bool = False,
    ):
        self._plassene, self._samtidig = list(plassene), samtidig
        self._frist, self._systemd = None if systemd else frist, systemd
        self._i_gang: set[subprocess.Popen] = set()
        self._laas, self._stoppet = threading.Lock(), False

    def kjoer(self, jobb: str) -> Iterator[Jobbutfall]:
        """Utfallene, etter hvert som de er klare. Den som slutter å spørre, stopper det som er i gang."""
        with ThreadPoolExecutor(self._samtidig) as arbeidere:
            venter = [
                arbeidere.submit(self._gjoer, jobb, plass) for plass in self._plassene
            ]
            try:
                for ferdig in as_completed(venter):
                    yield ferdig.result()
            finally:
                arbeidere.shutdown(wait=False, cancel_futures=True)
                self._stopp_alle()

    def _gjoer(self, jobb: str, plass: Kommuneplass) -> Jobbutfall:
        start = time.monotonic()
        try:
            prosess = self._startet(jobb, plass)
        except Brukerfeil as feil:
            return Jobbutfall(plass.nummer, False, 0, str(feil))
        except OSError as feil:
            sagt = f"Jobben kunne ikke startes ({feil.strerror})."
            return Jobbutfall(plass.nummer, False, 0, sagt)
        try:
            sagt = prosess.communicate(timeout=self._frist)[0].strip()[-_SAGT:]
        except subprocess.TimeoutExpired:
            _stopp(prosess)
            sagt = f"Ikke ferdig etter {self._frist:.0f} sekunder, og stoppet."
        finally:
            self._i_gang.discard(prosess)
        gjort = prosess.returncode == 0
        return Jobbutfall(plass.nummer, gjort, time.monotonic() - start, sagt)

    def _startet(self, jobb: str, plass: Kommuneplass) -> subprocess.Popen:
        if self._systemd:
            kommando = ["systemctl", "start", f"boligdata-{jobb}@{plass.nummer}"]
            egne = {}
        else:
            kommando = [sys.executable, "-m", "boligdata", jobb, *_valg(jobb, plass)]
            egne = {"env": miljoe(plass), **self._som_eieren(plass)}
        with self._laas:
            if self._stoppet:
                raise Brukerfeil("Køen ble stoppet før denne kom i gang.")
            prosess = subprocess.Popen(
                kommando,
                cwd=ROT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                encoding="utf-8",
                errors="replace",
                # Blir den stoppet, gjelder det også det den selv har startet.
                start_new_session=True,
                **egne,
            )
            self._i_gang.add(prosess)
        return prosess

    def _som_eieren(self, plass: Kommuneplass) -> dict[str, object]:
        """Kjører køen som root, er hver kommune sin egen bruker, uten gruppene til root."""
        bruker, gruppe = plass.eier()
        if os.geteuid() != 0:
            return {"umask": 0o077}
        if self._eierne[bruker] > 1:
            raise Brukerfeil(
                f"{plass.data} eies av den samme brukeren som en annen kommune. Gi hver kommune sin egen."
            )
        return {"user": bruker, "group": gruppe, "extra_groups": [], "umask": 0o077}

    @functools.cached_property
    def _eierne(self) -> Counter:
        """Hvor mange av kommunene hver bruker eier."""
        eierne = Counter()
        for plass in self._plassene:
            with contextlib.suppress(Brukerfeil):
                eierne[plass.eier()[0]] += 1
        return eierne

    def _stopp_alle(self) -> None:
        with self._laas:
            self._stoppet = True
            i_gang = [*self._i_gang]
        for prosess in i_gang:
            _stopp(prosess)


def miljoe(plass: Kommuneplass) -> dict[str, str]:
    """Alt prosessen til en kommune har i miljøet sitt."""
    om_maskinen = {
        navn: os.environ[navn] for navn in _OM_MASKINEN if navn in os.environ
    }
    return om_maskinen | {
        "HOME": str(plass.mappe),
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "BOLIGDATA_DATA": str(plass.data),
        "BOLIGDATA_NOEKKELFIL": str(plass.noekkel),
        "BOLIGDATA_KOMMUNE": plass.nummer,
    }


def _valg(jobb: str, plass: Kommuneplass) -> list[str]:
    if jobb == "kopi":
        return ["--til", str(plass.kopier), "--behold", str(KOPIER)]
    return []


def _stopp(prosess: subprocess.Popen) -> None:
    """Be prosessen om å stoppe, og vent til den og alt den har startet, er borte."""
    for signalet in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(prosess.pid, signalet)
        with contextlib.suppress(subprocess.TimeoutExpired):
            prosess.wait(_TID_TIL_AA_STOPPE)
            return
