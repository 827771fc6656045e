"""Lageret: det brukerne har skrevet, og hver endring av det, i den rekkefølgen det ble lagret.

`aapne` gir et `Lager`, i en fil (SQLite) eller på en tjener (PostgreSQL). Resten av programmet ser
ingen forskjell.

poster     det som går inn og ut: en ny endring, en hendelse, og feilene
lager      lagringen: versjoner, konflikter, alt eller ingenting
bilde      lesingen: alt som leses sammen, er fra samme øyeblikk
sletting   personopplysninger som slettes fra alle versjonene av en post
kopi       sikkerhetskopier, og veien tilbake fra en
basseng    noen få forbindelser, lånt ut én om gangen
sqlite     filen i datamappen; `nettverk` finner delte mapper, der den ikke kan ligge
postgres   tjeneren, for dem som kjører dashbordet på flere maskiner
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
from boligdata.arbeid.lager.sletting import SLETTET, Slettet, Sletting
from boligdata.felles import config

__all__ = [
    "SLAG",
    "SLETTET",
    "ArbeidFeil",
    "Bilde",
    "Hendelse",
    "Konflikt",
    "Lager",
    "Lagret",
    "NyEndring",
    "Sletting",
    "Slettet",
    "aapne",
    "finnes",
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
    if isinstance(innstilling, str) and "://" in innstilling:
        # Lastes bare for den som bruker en tjener: biblioteket er stort.
        from boligdata.arbeid.lager.postgres import Tjener

        return Lager(Tjener(innstilling, vent_ms), klokke)
    from boligdata.arbeid.lager.sqlite import Fil

    return Lager(Fil(Path(innstilling), vent_ms), klokke)


def finnes() -> bool:
    """Er det et lager der `BOLIGDATA_ARBEID` sier? En tjener regnes med uten å spørre den."""
    innstilling = config.arbeid()
    if "://" in innstilling:
        return True
    from boligdata.arbeid.lager.sqlite import FILNAVN

    return (Path(innstilling) / FILNAVN).exists()
