"""Kommandoene siden starter, hver i sin egen prosess, mens den viser framdriften: bygget første gang, og
sjekken og publiseringen av uttrekk som er lastet opp.

De ser personopplysninger. Derfor kjører de aldri i prosessen som svarer nettleseren.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Callable

from boligdata.felles.config import ROT, Brukerfeil
from boligdata.felles.maalform import fast

BYGGET_STOPPET = fast(
    "Bygget stoppet uventet. Den som drifter dashbordet, ser hvorfor ved å bygge på nytt fra kommandolinjen."
)
# Så lenge får kommandoen på å rydde etter seg når den blir bedt om å stoppe (sekunder).
_TID_TIL_AA_STOPPE = 10


class Bygging:
    """En kommando i en egen prosess, som oftest et bygg. Flere økter kan følge den samme.

    `svar` er det den skrev til slutt, når den skal svare med noe (`svarer`). Uansett hvordan den slutter, er
    enten det den skulle, gjort, eller `feil` en setning om hva som må gjøres.
    """

    def __init__(
        self, *kommando: str, stoppet: str = BYGGET_STOPPET, svarer: bool = False
    ):
        self._kommando, self._stoppet = kommando or ("bygg",), stoppet
        self._svarer = svarer
        self._laas, self._prosess, self._leser = threading.Lock(), None, None
        self.nullstill()

    def nullstill(self) -> None:
        """Glem hvordan det gikk sist."""
        self.tekst, self.andel = fast("Starter"), 0.0
        self.feil, self.svar = None, None

    def start(self, ferdig: Callable[[], None] = lambda: None) -> None:
        """Start kommandoen om den ikke alt går. `ferdig` kalles når den har gjort det den skulle. Kaster den
        en `Brukerfeil`, er det den som er `feil`.
        """
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
        """Stopp kommandoen om den går, og vent til den er borte. Det som gjenstår, er ikke gjort."""
        if self.i_gang:
            self._prosess.terminate()
            self._leser.join(_TID_TIL_AA_STOPPE)
        if self.i_gang:
            # Noe den regner på, hører ikke etter.
            self._prosess.kill()
            self._leser.join()

    def _les(self, prosess: subprocess.Popen, ferdig: Callable[[], None]) -> None:
        for linje in prosess.stdout:
            self._ta_imot(linje)
        mangler_svar = self._svarer and self.svar is None
        if (prosess.wait() or mangler_svar) and not self.feil:
            self.feil = self._stoppet
        if not self.feil:
            try:
                ferdig()
            except Brukerfeil as feil:
                self.feil = str(feil)

    def _ta_imot(self, linje: str) -> None:
        """Det kommandoen sier. En linje som er noe annet, er fra et bibliotek, og betyr ingenting."""
        try:
            melding = json.loads(linje)
        except ValueError:
            return
        if not isinstance(melding, dict):
            return
        self.tekst = melding.get("tekst", self.tekst)
        self.andel = melding.get("andel", self.andel)
        self.feil = melding.get("feil", self.feil)
        self.svar = melding.get("svar", self.svar)
