"""Et dokument som lages mens brukeren ser framdriften, og som kan avbrytes.

Det lages i en egen tråd, så den som venter, kan bruke resten av siden. Bare ett lages om gangen: to ville
brukt all tiden de andre på tjeneren trenger.
"""

import errno
import logging
import threading
import time

from boligdata.felles import maalform
from boligdata.felles.config import Brukerfeil
from boligdata.felles.maalform import si
from boligdata.innhold.rapport import skriv
from boligdata.innhold.rapport.lag import Rapportvalg, lag

logg = logging.getLogger(__name__)

_EN_OM_GANGEN = threading.Semaphore(1)
# Så stor del av arbeidet er å lage innholdet. Resten er å skrive det i hvert format.
_INNHOLDET = 0.6
# Mellom hver del slipper de andre til.
_PUST_SEKUNDER = 0.02


class _Avbrutt(Exception):
    """Brukeren har avbrutt."""


def _i_ord(feil: Exception) -> str:
    """Hva brukeren kan gjøre. Alt skrives i minnet, men bibliotekene kan ha filer ved siden av."""
    if getattr(feil, "errno", None) in (errno.ENOSPC, errno.EDQUOT):
        return si(
            "Dokumentet ble ikke laget: disken på tjeneren er full. Det du har skrevet, står fortsatt på "
            "siden. Si fra til den som drifter dashbordet, og prøv igjen når det er plass."
        )
    return si(
        "Noe gikk galt da dokumentet skulle lages. Prøv igjen. Skjer det igjen, si "
        "fra til den som drifter dashbordet."
    )


class Jobb:
    """Ett dokument i alle formatene. `andel` og `tekst` er hvor langt det er kommet, `filer` er ferdige
    filer med navnet, og `feil` hvorfor det ikke gikk, på målformen dokumentet har.
    """

    def __init__(self, bestilt: Rapportvalg, farger: tuple[str, ...], **valg):
        self.bestilt, self._farger, self._valg = bestilt, farger, valg
        self.andel, self.tekst, self.feil = 0.0, "", ""
        self.filer: dict[str, tuple[str, bytes]] = {}
        self._stopp = threading.Event()
        self._traad = threading.Thread(target=self._lag, daemon=True)

    def start(self) -> "Jobb":
        """Begynn, og gi jobben tilbake."""
        self._traad.start()
        return self

    @property
    def gaar(self) -> bool:
        """Er den i gang?"""
        return self._traad.is_alive()

    @property
    def er_ferdig(self) -> bool:
        """Er alle filene der?"""
        return bool(self.filer) and not self.gaar

    def avbryt(self) -> None:
        """Stopp etter den delen som lages nå."""
        self._stopp.set()

    def vent(self, sekunder: float | None = None) -> None:
        """Vent til den er ferdig."""
        self._traad.join(sekunder)

    def _lag(self) -> None:
        with maalform.bruk(self.bestilt.maalform):
            self._meld_uten_pust(0, si("Venter på tur"))
            with _EN_OM_GANGEN:
                try:
                    self.filer = self._alle_filene()
                except _Avbrutt:
                    pass
                except Brukerfeil as feil:
                    self.feil = str(feil)
                except Exception as feil:
                    logg.exception("Dokumentet %s kunne ikke lages", self.bestilt.slag)
                    self.feil = _i_ord(feil)

    def _alle_filene(self) -> dict[str, tuple[str, bytes]]:
        dokument = lag(
            self.bestilt,
            self._farger,
            lambda andel, tekst: self._meld(andel * _INNHOLDET, tekst),
        )
        ut, antall = {}, len(skriv.FORMATER)
        for nr, (navn, format_) in enumerate(skriv.FORMATER.items()):
            andel = _INNHOLDET + (1 - _INNHOLDET) * nr / antall
            self._meld(andel, si("Skriver {format}", format=si(format_.navn)))
            fil = skriv.skriv(dokument, navn, **self._valg.get(navn, {}))
            ut[navn] = (skriv.filnavn(dokument, navn), fil)
        return ut

    def _meld(self, andel: float, tekst: str) -> None:
        if self._stopp.is_set():
            raise _Avbrutt
        self._meld_uten_pust(andel, tekst)
        time.sleep(_PUST_SEKUNDER)

    def _meld_uten_pust(self, andel: float, tekst: str) -> None:
        self.andel, self.tekst = andel, tekst
