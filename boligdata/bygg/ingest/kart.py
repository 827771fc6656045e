"""Kommunens eget områdekart, `omraader.geojson`. Det er frivillig, og figurene klarer seg uten."""

import json
import math
from pathlib import Path

import duckdb
import pyarrow as pa

from boligdata.bygg import tabell
from boligdata.bygg.ingest.rapport import Avvik
from boligdata.felles.config import Kommune
from boligdata.felles.maalform import fast
from boligdata.felles.tekst import noekkelform

FIL = "omraader.geojson"
# Det et kart som ikke er GeoJSON med flater, kan føre til.
_UGYLDIG = (
    *(ValueError, KeyError, TypeError, AttributeError, IndexError),
    *(OverflowError, RecursionError, OSError),
)
_TABELL = (
    "create or replace table kart (omraade varchar, flate integer, x double, y double)"
)


def les_kart(
    con: duckdb.DuckDBPyConnection, mappe: Path, kommune: Kommune
) -> list[Avvik]:
    """Les kartet inn i tabellen `kart`: én rad per punkt i omrisset, i rekkefølge. Tabellen er tom
    uten kart.

    Hvert område i kartet må ha egenskapen «navn» (eller «omraade»), lik navnet i `kommune.toml`.
    Både lengde- og breddegrader og meter (UTM) går bra.
    """
    rader, avvik = [], []
    if (mappe / FIL).exists():
        try:
            rader, avvik = _flater(
                json.loads((mappe / FIL).read_text(encoding="utf-8-sig")), kommune
            )
        except _UGYLDIG:
            avvik = [
                _merknad(
                    fast("ugyldig kart"),
                    "Kartet kan ikke leses. Lagre det som GeoJSON med flater (Polygon).",
                )
            ]
    con.execute(_TABELL)
    # Uten kart er det ingenting å hente fra minnet: den som bare skal avvise en fil, venter på det.
    if rader:
        with tabell.lest_som(con, "punkter", pa.Table.from_pylist(rader)):
            con.execute("insert into kart by name from punkter")
    return avvik


def _flater(geojson: dict, kommune: Kommune) -> tuple[list[dict], list[Avvik]]:
    kjente = {noekkelform(omraade): omraade for omraade in kommune.omraader}
    flater, ukjente = [], []
    for element in geojson["features"]:
        navn = (
            element["properties"].get("navn")
            or element["properties"].get("omraade")
            or ""
        )
        geometri = element["geometry"]
        polygoner = {
            "Polygon": [geometri["coordinates"]],
            "MultiPolygon": geometri["coordinates"],
        }[geometri["type"]]
        if noekkelform(navn) in kjente:
            flater += [(kjente[noekkelform(navn)], polygon[0]) for polygon in polygoner]
        else:
            ukjente.append(navn)
    punkter = [punkt for _, ring in flater for punkt in ring]
    # Grader øst er kortere enn grader nord så langt mot nord; uten dette blir kommunen dobbelt så
    # bred.
    grader = all(abs(x) <= 180 and abs(y) <= 90 for x, y, *_ in punkter)
    bredde = (
        math.cos(math.radians(sum(punkt[1] for punkt in punkter) / len(punkter)))
        if grader and punkter
        else 1.0
    )
    rader = [
        {"omraade": omraade, "flate": nr, "x": x * bredde, "y": float(y)}
        for nr, (omraade, ring) in enumerate(flater)
        for x, y, *_ in ring
    ]
    forklaring = (
        "Området i kartet finnes ikke i kommune.toml, og er ikke tegnet. Bruk samme navn "
        "begge steder."
    )
    return rader, [
        _merknad(fast("ukjent område i kartet"), forklaring, navn) for navn in ukjente
    ]


def _merknad(regel: str, forklaring: str, verdi: str | None = None) -> Avvik:
    return Avvik("", FIL, None, None, None, regel, verdi, forklaring, "merknad")
