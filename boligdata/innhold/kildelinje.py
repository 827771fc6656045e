"""Linjen om hvor tallene på et kort er fra. Hver del står for seg, så ingen må lese den ut av en setning."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from boligdata.felles import norsk
from boligdata.felles.kilder import Kilde
from boligdata.felles.maalform import si

# Så mange navn får plass på linjen.
_FLEST_NAVN = 2


@dataclass(frozen=True)
class Kildelinje:
    """Hvor tallene på et kort er fra. Det som ikke gjelder, er «» eller None.

    `navn` er den som har levert dem, `grunnlag` det tallene er hentet fra der, `tabell` nummeret i
    statistikkbanken, og `til` dagen de går til når det ikke er den som står øverst på siden.
    """

    navn: str
    grunnlag: str = ""
    tabell: str = ""
    lisens: str = ""
    grenser: str = ""
    til: dt.date | None = None

    @property
    def kort(self) -> str:
        """Det som står under figuren på skjermen. Resten står under «Om tallet»."""
        return replace(self, grunnlag="", lisens="").hel

    @property
    def hel(self) -> str:
        """Det som må stå når figuren er alene, i et dokument."""
        return " · ".join(
            filter(
                None,
                (
                    si("Kilde: {eier}", eier=self.navn),
                    *self._etter_navnet,
                    self.grenser and si("grenser: {eier}", eier=self.grenser),
                    self.til and si("til {dag}", dag=norsk.dato(self.til)),
                ),
            )
        )

    @property
    def i_ord(self) -> str:
        """Den som har levert tallene, og hvor de står, i en setning som sier resten selv."""
        return ", ".join((self.navn, *self._etter_navnet))

    @property
    def _etter_navnet(self) -> Iterable[str]:
        tabell = si("tabell {nummer}", nummer=self.tabell) if self.tabell else ""
        return filter(None, (self.grunnlag, tabell, self.lisens))


def av(kildene: Iterable[Kilde], til: dt.date | None = None) -> Kildelinje:
    """Linjen for det som er regnet av disse kildene. Er de flere, står ikke tabellen og det de er hentet fra:
    ingen ser hvilken av dem det gjelder.
    """
    kildene = tuple(kildene)
    eiere = list(dict.fromkeys(eier for kilde in kildene for eier in kilde.eiere))
    navn = (
        si("{eier} og andre", eier=eiere[0])
        if len(eiere) > _FLEST_NAVN
        else norsk.ramse(eiere)
    )
    if len(kildene) > 1:
        return Kildelinje(navn, til=til)
    (kilde,) = kildene
    return Kildelinje(navn, kilde.grunnlag, kilde.tabell, kilde.lisens, til=til)
