"""Lageret: det brukerne har skrevet, og hver endring av det, i den rekkefølgen det ble lagret.

`aapne` gir et `Lager`, som en fil (SQLite) i datamappen.

poster     det som går inn og ut: en ny endring, en hendelse, og feilene
lager      lagringen: versjoner, konflikter, alt eller ingenting
bilde      lesingen: alt som leses sammen, er fra samme øyeblikk
basseng    noen få forbindelser, lånt ut én om gangen
sqlite     filen i datamappen; `nettverk` finner delte mapper, der den ikke kan ligge
migrering  nummererte steg fra en eldre utgave av tabellene; stegene står i `skjema/`
"""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from boligdata.arbeid.lager.bilde import Bilde
from boligdata.arbeid.lager.lager import Lager
from boligdata.arbeid.lager.poster import (
    SLAG,
    ArbeidFeil,
    Hendelse,
    Konflikt,
    Lagret,
    NyEndring,
)
from boligdata.arbeid.lager.sqlite import Fil
from boligdata.felles import config

__all__ = [
    "SLAG",
    "ArbeidFeil",
    "Bilde",
    "Hendelse",
    "Konflikt",
    "Lager",
    "Lagret",
    "NyEndring",
    "aapne",
]


def aapne(
    innstilling: str | Path | None = None,
    *,
    vent_ms: int = 5000,
    klokke: Callable[[], dt.datetime] | None = None,
) -> Lager:
    """Åpne lageret, og lag det første gang. Uten innstilling gjelder `BOLIGDATA_ARBEID`.

    `vent_ms` er hvor lenge en lagring venter på en annen. Uten `klokke` er tiden den maskinen med
    lageret har. Kaster `ArbeidFeil` når lageret ikke kan brukes, med en melding som sier hva som må
    gjøres.
    """
    if innstilling is None:
        innstilling = config.arbeid()
    return Lager(Fil(Path(innstilling), vent_ms), klokke)
