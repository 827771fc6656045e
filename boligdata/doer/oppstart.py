"""Første start: når ingenting er publisert, bygges databasen i en egen prosess mens siden viser
framdriften.

Bygget ser personopplysninger. Derfor kjører det aldri i prosessen som svarer nettleseren.
"""

import json
import subprocess
import sys
import threading

from boligdata.felles.config import ROT
from boligdata.felles.maalform import fast


class Bygging:
    """Ett bygg i en egen prosess. Flere økter kan følge det samme bygget."""

    def __init__(self):
        self._laas, self._prosess = threading.Lock(), None
        self.tekst, self.andel, self.feil = fast("Starter"), 0.0, None

    def start(self) -> None:
        """Start bygget om det ikke alt går."""
        with self._laas:
            if self._prosess is None or self._prosess.poll() is not None:
                self.tekst, self.andel, self.feil = fast("Starter"), 0.0, None
                self._prosess = subprocess.Popen(
                    [sys.executable, "-m", "boligdata", "bygg", "--maskin"],
                    cwd=ROT,
                    text=True,
                    encoding="utf-8",
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                )
                threading.Thread(
                    target=self._les, args=(self._prosess,), daemon=True
                ).start()

    def gaar(self) -> bool:
        """Er bygget i gang?"""
        return self._prosess is not None and self._prosess.poll() is None

    def _les(self, prosess: subprocess.Popen) -> None:
        for linje in prosess.stdout:
            melding = json.loads(linje)
            self.tekst, self.andel = (
                melding.get("tekst", self.tekst),
                melding.get("andel", self.andel),
            )
            self.feil = melding.get("feil", self.feil)
        if prosess.wait() and not self.feil:
            self.feil = fast(
                "Bygget stoppet uventet. Kjør «python -m boligdata bygg» i terminalen for å "
                "se hvorfor."
            )
