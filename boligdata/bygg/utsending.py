"""Sender det som er publisert her, til objektlageret de andre maskinene henter det fra.

Bare den ene filen alle får se, sendes. De eksakte tallene, historikken, avtrykkene av radene og nøkkelen blir
på maskinen.
"""

import contextlib
from pathlib import Path

import duckdb

from boligdata.felles import config
from boligdata.felles.config import Brukerfeil
from boligdata.felles.objektlager import Objektlager


def send(mappe: Path, peker: dict) -> None:
    """Send filen `peker` i mappen peker på. Kaster `Brukerfeil` når det ikke går. Da har de andre maskinene
    det de hadde.
    """
    fil = mappe / peker["fil"]
    _krev_vernet(fil)
    try:
        lager = Objektlager(config.objektlager())
        lager.send(fil, peker["skjema"], peker["katalog"])
    except Brukerfeil as feil:
        raise Brukerfeil(
            "Tallene er tatt i bruk på denne maskinen, men de er ikke sendt til de andre. "
            f"{feil} Kjør så «python -m boligdata send»."
        ) from feil


def _krev_vernet(fil: Path) -> None:
    """Filen sier selv om tallene i den er vernet, og hvilken kommune de er om."""
    with contextlib.closing(duckdb.connect(str(fil), read_only=True)) as con:
        [(vernet, nummer)] = con.execute(
            "select vernet, kommunenummer from meta"
        ).fetchall()
    config.krev_kommunen(nummer)
    if not vernet:
        raise Brukerfeil(
            "Tallene i den publiserte mappen er ikke vernet, og er derfor ikke sendt til objektlageret. Se "
            "om BOLIGDATA_PUBLISERT og BOLIGDATA_INTERNT er riktige."
        )
