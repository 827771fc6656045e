"""En annen publisering av eksempelkommunen: en kopi av den bygde databasen, endret med SQL og
utpekt som gjeldende.
"""

import json
import os
import secrets
import shutil
from pathlib import Path

import duckdb

from boligdata.felles import config, katalog


def publiser(bygd: Path, mappe: Path, *sql: str) -> str:
    """Kopier databasen i `bygd` til `mappe`, kjør `sql` i kopien og pek på den. Gir navnet på den
    nye filen.
    """
    mappe.mkdir(exist_ok=True)
    fil = mappe / f"publisert-{secrets.token_hex(4)}.duckdb"
    shutil.copyfile(bygd / gjeldende(bygd), fil)
    if sql:
        with duckdb.connect(str(fil)) as con:
            for setning in sql:
                con.execute(setning)
    pek(mappe, fil.name)
    return fil.name


def gjeldende(mappe: Path) -> str:
    """Navnet på filen pekeren viser til."""
    return json.loads((mappe / "gjeldende.json").read_text(encoding="utf-8"))["fil"]


def pek(
    mappe: Path, fil: str, skjema: int = config.SKJEMA, avtrykk: str | None = None
) -> None:
    """Bytt pekeren slik bygget gjør det: ferdig skrevet ved siden av, så byttet inn."""
    ny = mappe / ".gjeldende.ny"
    peker = {"fil": fil, "skjema": skjema, "katalog": avtrykk or katalog.avtrykk()}
    ny.write_text(json.dumps(peker), encoding="utf-8")
    os.replace(ny, mappe / "gjeldende.json")
