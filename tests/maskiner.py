"""En maskin som bygger og sender, og maskiner som henter, med et objektlager mellom seg."""

import os
from dataclasses import dataclass
from pathlib import Path

from boligdata.bygg import utsending
from boligdata.felles import config, katalog, pekeren
from tests import publisering


@dataclass
class Byggemaskin:
    """Tar en kopi av det som er bygd i `bygd`, som noe nytt, i mappen `ut`, og sender det."""

    bygd: Path
    ut: Path

    def utgi(self, *sql: str) -> str:
        """Publiser noe nytt, der `sql` er kjørt. Gir navnet på filen."""
        fil = publisering.publiser(self.bygd, self.ut, *sql)
        self.send()
        return fil

    def utgi_fra_en_annen_versjon(
        self, skjema: int = config.SKJEMA, avtrykk: str | None = None
    ) -> str:
        """Publiser noe som et program med andre tabeller har laget."""
        fil = publisering.publiser(self.bygd, self.ut)
        publisering.pek(self.ut, fil, skjema, avtrykk or katalog.avtrykk())
        self.send()
        return fil

    def send(self) -> None:
        """Send det som gjelder, på nytt."""
        utsending.send(self.ut, pekeren.les(self.ut))


def i_mappen(lager: Path) -> str:
    """Adressen til et objektlager i mappen."""
    lager.mkdir(exist_ok=True)
    return lager.as_uri()


def tallfilen(lager: Path, ut: Path) -> Path:
    """Filen i lageret med tallene som gjelder i `ut`."""
    fil = ut / publisering.gjeldende(ut)
    [treff] = [en for en in lager.glob("tall-*") if samme(en, fil)]
    return treff


def samme(en: Path, annen: Path) -> bool:
    """Har filene det samme innholdet?"""
    return os.path.getsize(en) == os.path.getsize(annen) and (
        en.read_bytes() == annen.read_bytes()
    )
