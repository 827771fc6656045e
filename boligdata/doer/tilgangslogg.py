"""Loggen over hvem som har sett hva i ansattvisningen: én linje per visning, og aldri tallene.

Filen kan bare leses og skrives av den som kjører prosessen, og linjer legges bare til. Kan det ikke
skrives, skal visningen stoppe: innsyn uten spor er ikke innsyn med tjenstlig behov.
"""

import datetime as dt
import json
import os
from pathlib import Path

from boligdata.felles import config
from boligdata.felles.config import Brukerfeil
from boligdata.felles.maalform import si

EIER = 0o600


def fil() -> Path:
    """Loggfilen. `BOLIGDATA_TILGANGSLOGG` flytter den."""
    return Path(
        os.environ.get("BOLIGDATA_TILGANGSLOGG")
        or config.data_mappe() / "logg" / "tilgang.jsonl"
    )


def skriv(bruker: str, hendelse: str, side: str, filtre: dict[str, str]) -> None:
    """Legg til én linje: når, hvem (id-en fra innloggingen), hva som skjedde, siden, og filtrene
    som var valgt.

    Kaster `Brukerfeil` når linjen ikke ble skrevet. Den som kaller, skal da ikke vise noe.
    """
    naa = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
    linje = {
        "tid": naa,
        "bruker": bruker,
        "hendelse": hendelse,
        "side": side,
        "filtre": filtre,
    }
    try:
        legg_til(fil(), (json.dumps(linje, ensure_ascii=False) + "\n").encode())
    except OSError as feil:
        raise Brukerfeil(
            si(
                "Visningen kan ikke loggføres, og de interne tallene vises ikke uten. "
                "Si fra til den som drifter dashbordet."
            )
        ) from feil


def kontroller() -> None:
    """Kan det skrives i loggen? `Brukerfeil` med stien når det ikke går, til den som starter
    prosessen.
    """
    try:
        legg_til(fil(), b"")
    except OSError as feil:
        raise Brukerfeil(
            f"Tilgangsloggen {fil()} kan ikke skrives ({feil.strerror}). Gi brukeren som "
            "kjører prosessen rett til å "
            "skrive der, eller la BOLIGDATA_TILGANGSLOGG peke på en annen fil."
        ) from feil


def legg_til(sti: Path, linje: bytes) -> None:
    """Legg en hel linje til en fil som bare eieren kan lese. `OSError` når den ikke kom med."""
    sti.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # O_APPEND og ett kall til write: to prosesser kan skrive samtidig uten å klippe i hverandres
    # linjer.
    aapen_fil = os.open(sti, os.O_WRONLY | os.O_APPEND | os.O_CREAT, EIER)
    try:
        if os.name == "posix":
            os.fchmod(aapen_fil, EIER)
        if os.write(aapen_fil, linje) != len(linje):
            raise OSError("Bare en del av linjen ble skrevet.")
    finally:
        os.close(aapen_fil)
