"""Tabellene med grunnlaget: kolonnene, og hvordan de fylles."""

import itertools
from collections.abc import Iterable

import duckdb

TABELLER = {
    "behov_pool": {
        "da": "integer",
        "pool": "varchar",
        "boligtyper": "varchar[]",
        "for_smaa": "varchar[]",
        "boliger": "integer",
        "klargjoering": "double",
        "klargjoering_usikkerhet": "double",
        "ute_av_drift": "double",
        "avgang": "double",
        "avgang_usikkerhet": "double",
    },
    "behov_stroem": {
        "da": "integer",
        "pool": "varchar",
        "gruppe": "varchar",
        "grupper": "varchar[]",
        "soekere": "double",
        "usikkerhet": "double",
        "drift": "double",
        "log_form": "double",
        "log_skala": "double",
        "kov_form": "double",
        "kov": "double",
        "kov_skala": "double",
        "leietakere": "double",
        "koe": "double",
        "avrunding": "double",
        "bodd": "double[]",
    },
    "behov_kjent": {
        "pool": "varchar",
        "gruppe": "varchar",
        "kilde": "varchar",
        "del_": "double",
        "ventet": "double",
        "avrunding": "double",
        "forhold": "double[]",
    },
    "behov_kurve": {"pool": "varchar", "aar": "integer", "andel": "double"},
    "behov_alder": {"pool": "varchar", "alder": "varchar", "andel": "double"},
    "behov_tilpasset": {"andel": "double"},
    "behov_avvik": {"pool": "varchar", "kode": "varchar", "antall": "integer"},
    "behov_forutsetning": {
        "id": "varchar",
        "navn": "varchar",
        "verdi": "double",
        "enhet": "varchar",
        "lavest": "double",
        "hoeyest": "double",
        "kilde": "varchar",
        "dato": "date",
        "bestemt_av": "varchar",
    },
    "behov_dato": {"dato": "date"},
}


def lag(con: duckdb.DuckDBPyConnection) -> None:
    """Lag tabellene i databasen `ut`, uten rader."""
    for tabell, kolonner in TABELLER.items():
        felt = ", ".join(f"{navn} {type_}" for navn, type_ in kolonner.items())
        con.execute(f"create table ut.{tabell} ({felt})")


def sett_inn(
    con: duckdb.DuckDBPyConnection, tabell: str, rader: Iterable[dict]
) -> None:
    """Legg radene til i tabellen, i ett kast. Alle kolonnene må være der, i hvilken som helst
    rekkefølge.
    """
    kolonner = TABELLER[tabell]
    verdier = [[rad[kolonne] for kolonne in kolonner] for rad in rader]
    if verdier:
        plasser = f"({', '.join('?' * len(kolonner))})"
        con.execute(
            f"insert into ut.{tabell} values {', '.join([plasser] * len(verdier))}",
            [*itertools.chain.from_iterable(verdier)],
        )


def behold(con: duckdb.DuckDBPyConnection) -> None:
    """Ta tabellene fra forrige fil."""
    for tabell in TABELLER:
        con.execute(f"create table ut.{tabell} as from forrige_ut.{tabell}")


def kopier_til_internt(con: duckdb.DuckDBPyConnection) -> None:
    """Den interne filen har det samme grunnlaget som den publiserte."""
    for tabell in TABELLER:
        con.execute(f"create table internt.{tabell} as from ut.{tabell}")
