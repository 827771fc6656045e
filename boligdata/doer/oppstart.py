"""Kommandoene siden starter, hver i sin egen prosess, mens den viser framdriften: bygget første gang, og
sjekken og publiseringen av uttrekk som er lastet opp.

De ser personopplysninger. Derfor kjører de aldri i prosessen som svarer nettleseren.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Callable

from boligdata.felles.config import ROT
from boligdata.felles.maalform import fast

BYGGET_STOPPET = fast(
    "Bygget stoppet uventet. Kjør «python -m boligdata bygg» i terminalen for å "
    "se hvorfor."
)


class Bygging:
    """En kommando i en egen prosess, som oftest et bygg. Flere økter kan følge den samme.

    `svar` er det den skrev til slutt, når den svarer med noe.
    """

    def __init__(self, *kommando: str, stoppet: str = BYGGET_STOPPET):
        self._kommando, self._stoppet = kommando or ("bygg",), stoppet
        self._laas, self._prosess, self._leser = threading.Lock(), None, None
        self.nullstill()

    def nullstill(self) -> None:
        """Glem hvordan det gikk sist."""
        self.tekst, self.andel = fast("Starter"), 0.0
        self.feil, self.svar = None, None

    def start(self, ferdig: Callable[[], None] = lambda: None) -> None:
        """Start kommandoen om den ikke alt går. `ferdig` kalles når den har gjort det den skulle."""
        with self._laas:
            if not self.i_gang:
                self.nullstill()
                self._prosess = subprocess.Popen(
                    [sys.executable, "-m", "boligdata", *self._kommando, "--maskin"],
                    cwd=ROT,
                    text=True,
                    encoding="utf-8",
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                )
                self._leser = threading.Thread(
                    target=self._les, args=(self._prosess, ferdig), daemon=True
                )
                self._leser.start()

    @property
    def i_gang(self) -> bool:
        """Går kommandoen, eller er det siste den sa, ikke lest ennå?"""
        return self._leser is not None and self._leser.is_alive()

    def stopp(self) -> None:
        """Stopp kommandoen om den går. Det den ikke er ferdig med, er ikke gjort."""
        if self.i_gang:
            self._prosess.terminate()

    def vent(self) -> None:
        """Vent til det siste kommandoen sa, er lest."""
        if self._leser is not None:
            self._leser.join()

    def _les(self, prosess: subprocess.Popen, ferdig: Callable[[], None]) -> None:
        for linje in prosess.stdout:
            melding = json.loads(linje)
            self.tekst, self.andel = (
                melding.get("tekst", self.tekst),
                melding.get("andel", self.andel),
            )
            self.feil = melding.get("feil", self.feil)
            self.svar = melding.get("svar", self.svar)
        if prosess.wait() and not self.feil:
            self.feil = self._stoppet
        if not self.feil:
            ferdig()
