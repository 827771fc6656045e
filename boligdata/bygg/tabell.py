"""Tabeller fra minnet til databasen, i ett kast. En rad om gangen er hundre ganger så tregt."""

import contextlib
from collections.abc import Iterator

import duckdb
import pyarrow as pa


def skriv(con: duckdb.DuckDBPyConnection, navn: str, rader: pa.Table) -> None:
    """Lag tabellen `navn` med disse radene."""
    with lest_som(con, "rader", rader):
        con.execute(f"create table {navn} as from rader")


@contextlib.contextmanager
def lest_som(
    con: duckdb.DuckDBPyConnection, navn: str, rader: pa.Table
) -> Iterator[None]:
    """La spørringer lese radene under dette navnet så lenge blokken varer."""
    con.register(navn, rader)
    try:
        yield
    finally:
        con.unregister(navn)
