"""Fra en eldre utgave av tabellene til denne, i nummererte steg.

Et steg er to filer i `skjema/`: `002_sqlite.sql` og `002_postgres.sql`. Et steg som er tatt i bruk,
endres aldri.
"""

import re
from pathlib import Path

from boligdata.arbeid.lager.bilde import Forbindelse
from boligdata.arbeid.lager.poster import ArbeidFeil
from boligdata.felles.maalform import si

_SKJEMA = Path(__file__).with_name("skjema")


def steg(slag: str) -> dict[int, str]:
    """Stegene for «sqlite» eller «postgres»: nummer til SQL."""
    return {
        int(re.match("[0-9]+", fil.name)[0]): fil.read_text(encoding="utf-8")
        for fil in sorted(_SKJEMA.glob(f"*_{slag}.sql"))
    }


def gjenstaar(naa: int, alle: dict[int, str]) -> dict[int, str]:
    """Stegene som ikke er tatt. Kaster `ArbeidFeil` når tabellene er nyere enn programmet."""
    if naa > max(alle):
        raise ArbeidFeil(
            si(
                "Arbeidsdataene er laget av en nyere utgave av programmet (tabellene er utgave "
                "{naa}, programmet kjenner {kjenner}). Bruk den nyeste utgaven av programmet. "
                "Ingenting er endret.",
                naa=naa,
                kjenner=max(alle),
            )
        )
    return {nr: sql for nr, sql in alle.items() if nr > naa}


def noter(forbindelse: Forbindelse, nr: int, tid: str) -> None:
    """Skriv ned at steget er tatt."""
    forbindelse.hent(
        "insert into skjema (versjon, tid) values (?, ?) returning versjon", (nr, tid)
    )
