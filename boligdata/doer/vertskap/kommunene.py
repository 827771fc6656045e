"""Kommunene på maskinen, og plassen hver av dem har.

`kommunene.toml` i den felles mappen sier hvilke de er, og hvilke navn brukerne skriver. Alt annet om en
kommune ligger i mappen med nummeret dens, som ingen av de andre slipper inn i.
"""

import os
import re
import stat
import tomllib
from collections import Counter
from dataclasses import dataclass, fields
from pathlib import Path

from boligdata.doer import systemd
from boligdata.doer.systemd import Prosesser
from boligdata.felles.config import Brukerfeil

FIL = "kommunene.toml"
_NUMMER = re.compile(r"\d{4}", re.ASCII)
# Hver kommune har fire porter: én for alle, én for de ansatte, og målingene fra hver av dem. De følger av
# nummeret, så ingen må velge dem, og to kommuner aldri får den samme.
_FOERSTE_PORT, _PORTER = 10_000, 4


@dataclass(frozen=True)
class Kommuneplass:
    """Plassen til én kommune: nummeret, mappen, og navnene brukerne og de ansatte skriver. Et navn er tomt
    når de ikke skal nås utenfra.
    """

    nummer: str
    mappe: Path
    navn: str = ""
    ansattnavn: str = ""

    @property
    def data(self) -> Path:
        """Datamappen, som bare prosessene til kommunen skriver i."""
        return self.mappe / "data"

    @property
    def noekkel(self) -> Path:
        """Filen med nøkkelen, utenfor datamappen."""
        return self.mappe / "noekkel" / "noekkel"

    @property
    def kopier(self) -> Path:
        """Mappen med sikkerhetskopiene."""
        return self.mappe / "kopier"

    @property
    def alle(self) -> Prosesser:
        """Prosessen for alle."""
        return Prosesser((self._port(0),), self.navn)

    @property
    def ansatte(self) -> Prosesser:
        """Prosessen for de ansatte."""
        return Prosesser((self._port(1),), self.ansattnavn)

    @property
    def visninger(self) -> tuple[Prosesser, Prosesser]:
        """Prosessene til alle og til de ansatte."""
        return self.alle, self.ansatte

    @property
    def maaleporter(self) -> tuple[int, int]:
        """Portene på egen maskin med målingene fra de to."""
        return self._port(2), self._port(3)

    def _port(self, hvilken: int) -> int:
        return _FOERSTE_PORT + _PORTER * int(self.nummer) + hvilken

    def eier(self) -> tuple[int, int]:
        """Brukeren og gruppen som eier tallene, og som alt om kommunen kjøres som. Kaster `Brukerfeil` når
        noen andre kan komme til dem, eller en mappe er en lenke til et annet sted.
        """
        for mappe in (self.mappe, self.data):
            _krev_stengt(mappe)
        if self.noekkel.parent.is_symlink():
            raise Brukerfeil(f"{self.noekkel.parent} er en lenke. Bruk en egen mappe.")
        eies_av = self.data.lstat()
        root, jeg = 0, os.geteuid()
        if jeg == root == eies_av.st_uid:
            raise Brukerfeil(
                f"{self.data} eies av root. Gi den til en egen bruker for kommunen, så ingenting om den "
                "kjøres med full rett."
            )
        if jeg not in (root, eies_av.st_uid):
            raise Brukerfeil(
                f"{self.data} eies av en annen enn den som kjører dette. Kjør det som root: da kjøres hver "
                "kommune som den som eier mappen."
            )
        return eies_av.st_uid, eies_av.st_gid


def _krev_stengt(mappe: Path) -> None:
    """Mappen er en mappe, og stengt for alle andre enn eieren og gruppen."""
    try:
        tilstand = mappe.lstat()
    except OSError as feil:
        raise Brukerfeil(
            f"Mappen {mappe} mangler eller kan ikke leses. boligdata/doer/vertskap/README.md viser hvordan "
            "den lages."
        ) from feil
    if not stat.S_ISDIR(tilstand.st_mode):
        raise Brukerfeil(f"{mappe} er en lenke eller en fil. Bruk en egen mappe.")
    if tilstand.st_mode & stat.S_IRWXO:
        raise Brukerfeil(
            f"Alle på maskinen kommer inn i {mappe}. Kjør «chmod o-rwx {mappe}»."
        )


def les(mappe: Path) -> list[Kommuneplass]:
    """Kommunene i `kommunene.toml` i mappen, i rekkefølgen de står. Kaster `Brukerfeil` når filen ikke er
    slik den skal være, eller to kommuner ville delt noe.
    """
    fil = mappe / FIL
    try:
        felt = tomllib.loads(fil.read_text(encoding="utf-8"))
    except FileNotFoundError as feil:
        raise Brukerfeil(
            f"Filen {fil} mangler. Lag den slik boligdata/doer/vertskap/README.md viser."
        ) from feil
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as feil:
        raise Brukerfeil(f"Filen {fil} kan ikke leses. Rett den, og prøv igjen.") from (
            feil
        )
    plassene = [_tolket(mappe, *rad) for rad in felt.items()]
    if not plassene:
        raise Brukerfeil(f"Filen {fil} har ingen kommuner.")
    navnene = Counter(
        visning.vert.lower()
        for plass in plassene
        for visning in plass.visninger
        if visning.navn
    )
    if delte := [navn for navn, antall in navnene.items() if antall > 1]:
        raise Brukerfeil(
            f"Navnet {delte[0]} står to ganger i {fil}. Hver kommune må ha sine egne, og de ansatte et annet "
            "enn alle."
        )
    return plassene


def _tolket(mappe: Path, nummer: str, felt: object) -> Kommuneplass:
    kjente = {felt.name for felt in fields(Kommuneplass)} - {"nummer", "mappe"}
    if not _NUMMER.fullmatch(nummer):
        raise Brukerfeil(
            f'«{nummer}» i {FIL} er ikke et kommunenummer. Skriv fire sifre, som ["1103"].'
        )
    if not isinstance(felt, dict) or not {*felt} <= kjente:
        raise Brukerfeil(
            f"Kommune {nummer} i {FIL} har noe annet enn feltene {' og '.join(sorted(kjente))}."
        )
    for navn in felt.values():
        systemd.krev_navn(navn)
    return Kommuneplass(nummer, mappe / nummer, **felt)
