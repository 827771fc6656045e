"""Speilet: en egen kopi av det som er publisert i et objektlager, så mange maskiner kan vise det samme.

Det ser etter noe nytt hvert fjerde sekund, henter det, kontrollerer det, og peker på det slik bygget gjør.
Går noe galt, gjelder de siste gode tallene, og `feil` sier hva noen må gjøre.
"""

import contextlib
import functools
import logging
import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from boligdata.felles import config, objektlager, pekeren
from boligdata.felles.config import Brukerfeil
from boligdata.felles.maalform import fast
from boligdata.felles.objektlager import Objektlager, Publisering
from boligdata.lesing import utgave

# Så lenge (sekunder) går det mellom hver gang det ses etter noe nytt. Det varierer, så maskinene ikke spør
# samtidig.
OPPHOLD = (2.5, 4.5)
# Så mange filer med tall blir liggende.
BEHOLD = 3
# En halv fil som er eldre enn dette (sekunder), er fra en prosess som er borte.
_REST = 3600
# Så lenge (sekunder) venter den som stopper, på at en henting skal bli ferdig.
_AVSLUTNING = 5

IKKE_I_BRUK = fast(
    "Det er publisert nyere tall, men de kan ikke brukes på denne maskinen. Si fra til den som drifter "
    "dashbordet."
)
DISKEN = (
    "De nyeste tallene kan ikke lagres på denne maskinen. Se om disken er full, og om prosessen får skrive i "
    "mappen «hentet» i datamappen."
)

logg = logging.getLogger(__name__)


class Speil:
    """Kopien i `mappe` av det som er publisert i lageret på `adresse`.

    `feil` er hva som er galt, og hva noen må gjøre, eller None. `sett` er når kopien sist var den nyeste, i
    sekunder siden 1970, eller 0. `nyere_finnes` er sann når det er publisert noe som ikke kan brukes.
    """

    def __init__(self, adresse: str, mappe: Path):
        self._adresse, self._mappe = adresse, mappe
        self._kontrollert: Publisering | None = None
        self.feil: str | None = None
        self.sett = 0.0
        self.nyere_finnes = False

    @functools.cached_property
    def lager(self) -> Objektlager:
        """Lageret. Er adressen gal, kastes en `Brukerfeil`."""
        return Objektlager(self._adresse)

    def hent(self) -> None:
        """Se etter noe nytt, og ta det i bruk. Det som går galt, står i `feil`."""
        foer, hva = self.feil, None
        try:
            hva = self.lager.gjeldende()
            self._ta_i_bruk(hva)
        except Brukerfeil as feil:
            self.feil = str(feil)
        except OSError as feil:
            logg.warning("Tallene kan ikke lagres", exc_info=feil)
            self.feil = DISKEN
        else:
            self.feil, self.sett = None, time.time()
        naa = pekeren.les(self._mappe)
        self.nyere_finnes = bool(self.feil and hva and hva.som_peker() != naa)
        if self.feil != foer:
            logg.warning("%s", self.feil or "Objektlageret virker igjen.")

    def _ta_i_bruk(self, hva: Publisering) -> None:
        utgave.krev_lesbar(hva.skjema, hva.katalog)
        self._mappe.mkdir(parents=True, exist_ok=True)
        fil = self._mappe / hva.fil
        if not self._har(hva, fil):
            self._last_ned(hva, fil)
        self._kontrollert = hva
        if pekeren.les(self._mappe) != hva.som_peker():
            pekeren.skriv(self._mappe, hva.som_peker())
            self._rydd(fil)

    def _har(self, hva: Publisering, fil: Path) -> bool:
        """Er filen her, og hel? Den som ble hentet av en annen prosess, kontrolleres første gang."""
        if not fil.is_file():
            return False
        return hva == self._kontrollert or objektlager.avtrykk(fil) == hva.sha256

    def _last_ned(self, hva: Publisering, fil: Path) -> None:
        halv = pekeren.midlertidig(fil)
        try:
            with halv.open("wb") as ut:
                for bit in self.lager.hent(hva):
                    ut.write(bit)
            pekeren.til_disk(halv)
            pekeren.bytt(halv, fil)
        finally:
            halv.unlink(missing_ok=True)

    def _rydd(self, gjeldende: Path) -> None:
        """Ta bort de eldste filene, og det prosesser som ble drept, lot ligge halvt."""
        alle = sorted(
            (fil for fil in self._mappe.glob("publisert-*.duckdb") if fil != gjeldende),
            key=pekeren.skrevet,
            reverse=True,
        )
        gammelt = time.time() - _REST
        rester = (
            rest
            for rest in self._mappe.glob(".*.ny")
            if pekeren.skrevet(rest) < gammelt
        )
        for fil in (*alle[BEHOLD - 1 :], *rester):
            # En annen prosess kan være i gang med å ta den bort, eller ha den åpen på Windows.
            with contextlib.suppress(OSError):
                fil.unlink()


def speilet() -> Speil | None:
    """Speilet denne prosessen leser, eller None når tallene ikke hentes fra et objektlager."""
    if not config.objektlager() or config.visning() == "internt":
        return None
    return _speil(config.objektlager(), config.hentet_mappe())


@functools.cache
def _speil(adresse: str, mappe: Path) -> Speil:
    return Speil(adresse, mappe)


def helse() -> dict[str, str]:
    """Til overvåkingen: «ok», eller hva som er galt med objektlageret. Tom når det ikke er noe."""
    speil = speilet()
    return {"objektlager": speil.feil or "ok"} if speil else {}


def advarsel() -> str | None:
    """Til den som leser sidene: at det finnes nyere tall enn dem som vises, når det gjør det. Et lager som er
    borte, er ikke noe den som leser, kan gjøre noe med.
    """
    speil = speilet()
    return IKKE_I_BRUK if speil and speil.nyere_finnes else None


def hent_nyeste() -> None:
    """Hent det nyeste nå, når tallene hentes fra et objektlager. Går det ikke, gjelder de som er her."""
    if speil := speilet():
        speil.hent()


@contextlib.contextmanager
def foelg() -> Iterator[None]:
    """Hold tallene ferske så lenge blokken varer. Det første ses etter før den begynner."""
    speil = speilet()
    if speil is None:
        yield
        return
    speil.hent()
    stopp = threading.Event()
    traad = threading.Thread(
        target=_foelg, args=(speil, stopp), name="speilet", daemon=True
    )
    traad.start()
    try:
        yield
    finally:
        stopp.set()
        traad.join(_AVSLUTNING)


def _foelg(speil: Speil, stopp: threading.Event) -> None:
    while not stopp.wait(random.uniform(*OPPHOLD)):
        try:
            speil.hent()
        except Exception:
            # Tråden skal aldri dø: da ville tallene stått stille uten at noen fikk vite det.
            logg.exception("Speilet stoppet uventet, og prøver igjen.")
