"""Innloggingene som er åpne, og når hver av dem sist ble brukt. Kjent for alle prosessene.

Hver innlogging er en liten fil i mappen til den som er logget inn. Navnene på begge er nøklede avtrykk,
og filen sier bare når innloggingen ble gitt, og i hva slags nettleser. Den ble sist brukt da filen sist
ble endret. Er mappen borte, er det som om ingen er brukt siden de ble gitt: da må noen logge inn igjen,
og ingen slipper inn som ikke skulle.
"""

import contextlib
import datetime as dt
import json
import os
import re
from pathlib import Path
from typing import NamedTuple

from boligdata.doer import tilgangslogg, utlogging
from boligdata.felles.config import Brukerfeil
from boligdata.felles.maalform import fast, si

# Så ofte er det nok å lagre at en innlogging er i bruk.
LAGRES_HVERT = dt.timedelta(minutes=1)

# Det en nettleser sier om seg selv, og hva den og maskinen heter. Den første som passer, gjelder: Edge sier
# også at den er Chrome, og alle sier at de er Safari.
_NETTLESERE = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/|FxiOS/", "Firefox"),
    ("Chrome/|CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
_MASKINER = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)
_UKJENT = fast("en ukjent nettleser")


class Innlogging(NamedTuple):
    """En innlogging som er åpen: avtrykket av den, når den ble gitt og sist brukt (med tidssone), og hva
    slags nettleser det var.
    """

    avtrykk: str
    gitt: dt.datetime
    sist_brukt: dt.datetime
    nettleser: str

    @property
    def utloepsdag(self) -> dt.date:
        """Dagen ingen lenger trenger å huske den."""
        return (self.gitt + utlogging.LENGST_INNLOGGET).date()


def mappe() -> Path:
    """Mappen med innloggingene, ved siden av tilgangsloggen."""
    return tilgangslogg.fil().parent / "innlogginger"


def brukt(krav: dict, naa: dt.datetime, om_nettleseren: str) -> None:
    """Husk at innloggingen er i bruk nå. `om_nettleseren` er det nettleseren sier om seg selv.

    Kaster `Brukerfeil` når det ikke kan lagres.
    """
    fil = _fil(krav)
    try:
        ny = not fil.exists()
        if ny:
            _rydd(naa)
            innhold = {"gitt": krav["iat"], "nettleser": _kort(om_nettleseren)}
            tilgangslogg.legg_til(fil, json.dumps(innhold).encode())
        if ny or naa - _endret(fil) >= LAGRES_HVERT:
            os.utime(fil, (naa.timestamp(), naa.timestamp()))
    except OSError as feil:
        raise Brukerfeil(
            si(
                "Det kan ikke lagres at innloggingen er i bruk, og de interne tallene vises ikke uten. "
                "Si fra til den som drifter dashbordet."
            )
        ) from feil


def sist_brukt(krav: dict) -> dt.datetime:
    """Når innloggingen sist ble brukt, med tidssone. Er den ikke brukt, er det da den ble gitt."""
    gitt = dt.datetime.fromtimestamp(krav["iat"], dt.UTC)
    try:
        return max(gitt, _endret(_fil(krav)))
    except OSError:
        return gitt


def andre(krav: dict, naa: dt.datetime, varer: dt.timedelta) -> list[Innlogging]:
    """De andre innloggingene den samme har åpne, den sist brukte først. Så lenge etter at den sist ble
    brukt, er den ikke åpen lenger.
    """
    egen = _fil(krav)
    alle = [_les(fil) for fil in egen.parent.glob("*") if fil.name != egen.name]
    aapne = [
        en
        for en in alle
        if en
        and naa - en.sist_brukt < varer
        and not utlogging.den_med_er_avsluttet(en.avtrykk, en.utloepsdag)
    ]
    return sorted(aapne, key=lambda en: en.sist_brukt, reverse=True)


def avslutt(innloggingene: list[Innlogging]) -> None:
    """Avslutt innloggingene. Kaster `Brukerfeil` når det ikke kan lagres."""
    for en in innloggingene:
        utlogging.avslutt_den_med(en.avtrykk, en.utloepsdag)


def _fil(krav: dict) -> Path:
    eier = utlogging.noeklet(krav, "innlogget", ("iss", "sub"))
    return mappe() / eier / utlogging.avtrykk(krav)


def _endret(fil: Path) -> dt.datetime:
    return dt.datetime.fromtimestamp(fil.stat().st_mtime, dt.UTC)


def _les(fil: Path) -> Innlogging | None:
    """Innloggingen i filen, eller ingen når en annen prosess nettopp har slettet eller laget den."""
    try:
        felt = json.loads(fil.read_bytes())
        gitt = dt.datetime.fromtimestamp(felt["gitt"], dt.UTC)
        return Innlogging(fil.name, gitt, _endret(fil), felt["nettleser"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _kort(om_nettleseren: str) -> str:
    """«Chrome på Windows»: nok til å kjenne den igjen, og ikke mer."""
    nettleser, maskin = (
        next((navn for tegn, navn in kjente if re.search(tegn, om_nettleseren)), "")
        for kjente in (_NETTLESERE, _MASKINER)
    )
    return f"{nettleser} på {maskin}" if nettleser and maskin else nettleser or _UKJENT


def _rydd(naa: dt.datetime) -> None:
    """Slett dem som er for gamle til å gjelde, og mappene som er blitt tomme."""
    for fil in mappe().glob("*/*"):
        with contextlib.suppress(OSError):
            if naa - _endret(fil) > utlogging.LENGST_INNLOGGET:
                fil.unlink()
                fil.parent.rmdir()
