"""Filen tallene leses fra: åpnes bare for lesing, og byttes når pekeren peker på en ny."""

import dataclasses
import functools
import json
import os
import threading
from dataclasses import dataclass
from pathlib import Path

import duckdb

from boligdata.felles import config, katalog, pekeren
from boligdata.felles.config import Brukerfeil
from boligdata.felles.maalform import fast, si

# Leseren skal ikke kunne nå andre filer enn den ene databasen, heller ikke ved en feil i en
# spørring.
_INNSTILLINGER = {
    "threads": "2",
    "memory_limit": "1GB",
    "enable_external_access": "false",
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
    "lock_configuration": "true",
}


@dataclass(frozen=True)
class Utgave:
    """En åpen publisering. Den byttes hel, så den som har begynt å lese den, leser aldri fra to. Advarselen
    deles av alle som leser, og sies på hver sin målform der den vises.
    """

    fil: Path
    database: duckdb.DuckDBPyConnection
    advarsel: str | None = None


def gjeldende(mappe: Path) -> Utgave:
    """Publiseringen pekeren i mappen peker på, eller den siste gode når den ikke kan åpnes."""
    return _hylle(mappe).gjeldende()


def finnes() -> bool:
    """Er det publisert tall, og i ansattprosessen også eksakte?"""
    mapper = {config.publisert_lesemappe(), config.lesemappe()}
    return all((mappe / pekeren.PEKER).exists() for mappe in mapper)


def kan_angres() -> bool:
    """Er det en publisering å gå tilbake til, som dette programmet kan lese?"""
    return all(
        _kan_leses_igjen(mappe)
        for mappe in (config.publisert_mappe(), config.internt_mappe())
    )


def _kan_leses_igjen(mappe: Path) -> bool:
    try:
        foer = pekeren.les(mappe)["forrige"]
        samme = (foer["skjema"], foer["katalog"]) == (config.SKJEMA, katalog.avtrykk())
        return samme and (mappe / foer["fil"]).is_file()
    except (OSError, KeyError, TypeError):
        return False


def krev_lesbar(skjema: int, avtrykk: str) -> None:
    """Kaster `Brukerfeil` når tallene er laget av en annen versjon av programmet. `avtrykk` er katalogens."""
    if skjema > config.SKJEMA:
        raise Brukerfeil(
            fast(
                "Tallene er laget av en nyere versjon av programmet enn den som kjører nå. "
                "Oppdater programmet, og start det på nytt."
            )
        )
    # Samme skjema, men andre kuber: en tabell sidene spør etter, kan mangle.
    if skjema < config.SKJEMA or avtrykk != katalog.avtrykk():
        raise Brukerfeil(
            fast(
                "Tallene er laget av en eldre versjon av programmet. "
                "Den som drifter dashbordet, må bygge dem på nytt."
            )
        )


class _Hylle:
    """Holder gjeldende publisering i en mappe åpen, og bytter når pekeren bytter."""

    def __init__(self, mappe: Path):
        self.mappe, self.peker = mappe, mappe / pekeren.PEKER
        # Meldingen om en fil som ikke kan leses, spør selv den samme hyllen om målformen.
        self.laas = threading.RLock()
        self.signatur = self.utgave = None

    def gjeldende(self) -> Utgave:
        try:
            status = os.stat(self.peker)
        except FileNotFoundError as feil:
            raise Brukerfeil(si(self._mangler())) from feil
        signatur = (status.st_mtime_ns, status.st_ino, status.st_size)
        if signatur != self.signatur:
            with self.laas:
                if signatur != self.signatur:
                    self._bytt(signatur)
        return self.utgave

    def _mangler(self) -> str:
        if self.mappe == config.hentet_mappe():
            return fast(
                "Tallene er ikke hentet til denne maskinen ennå. Last siden på nytt om et minutt. Hjelper "
                "det ikke, si fra til den som drifter dashbordet."
            )
        return fast(
            "Ingen tall er publisert. Den som drifter dashbordet, må bygge dem."
        )

    def _bytt(self, signatur) -> None:
        try:
            self.utgave = self._aapnet(self._fil_i_pekeren())
        except (Brukerfeil, duckdb.Error, OSError, ValueError, KeyError) as feil:
            # De siste gode tallene er bedre enn ingen. Er det ingen, må brukeren få vite hvorfor.
            advarsel = _hvorfor(feil)
            if self.utgave is None:
                raise Brukerfeil(si(advarsel)) from feil
            self.utgave = dataclasses.replace(self.utgave, advarsel=advarsel)
        self.signatur = signatur

    def _aapnet(self, fil: Path) -> Utgave:
        if self.utgave and fil == self.utgave.fil:
            return Utgave(fil, self.utgave.database)
        database = duckdb.connect(str(fil), read_only=True, config=_INNSTILLINGER)
        try:
            config.krev_kommunen(_kommunen(database))
        except Brukerfeil:
            database.close()
            raise
        return Utgave(fil, database)

    def _fil_i_pekeren(self) -> Path:
        peker = json.loads(self.peker.read_text(encoding="utf-8"))
        krev_lesbar(peker["skjema"], peker["katalog"])
        return self.mappe / peker["fil"]


def _kommunen(database: duckdb.DuckDBPyConnection) -> str:
    """Nummeret til kommunen tallene er om."""
    [(nummer,)] = database.execute("select kommunenummer from meta").fetchall()
    return nummer


def _hvorfor(feil: Exception) -> str:
    if isinstance(feil, Brukerfeil):
        return str(feil)
    return fast(
        "Den nyeste publiseringen kan ikke åpnes. Den som drifter dashbordet, må bygge tallene på nytt."
    )


@functools.cache
def _hylle(mappe: Path) -> _Hylle:
    return _Hylle(mappe)
