"""Det filene sier om seg selv: hva som kom inn fra hver kilde, når de er laget, og for hvem."""

import collections
import datetime as dt

import duckdb
import pyarrow as pa

from boligdata.bygg import tabell
from boligdata.bygg.ingest import Rapport
from boligdata.felles import config, maalform
from boligdata.felles.config import Kommune

_KILDE = pa.schema(
    {
        "kilde": pa.string(),
        "filer": pa.string(),
        "tatt_ut": pa.date32(),
        "gjelder_til": pa.date32(),
        "rader_lest": pa.int32(),
        "rader_til_side": pa.int32(),
        "stoppet": pa.string(),
    }
)
_AVVIK = pa.schema(
    {
        "kilde": pa.string(),
        "kolonne": pa.string(),
        "regel": pa.string(),
        "alvor": pa.string(),
        "antall": pa.int32(),
    }
)

_MOETE = pa.schema(
    {
        "kilde": pa.string(),
        "kolonne": pa.string(),
        "ider": pa.int32(),
        "andel": pa.int32(),
    }
)


def skriv_kilder(con: duckdb.DuckDBPyConnection, rapport: Rapport) -> None:
    """Skriv hva som kom inn, hvor mye som ble satt til side, og hvor stor del av id-ene som står i en
    annen kilde, i prosent, i databasen `internt`. Aldri
    verdiene selv, og ikke hvor mange rader som er igjen: ved siden av de to andre ville det
    snevret dem inn.
    """
    kilder = [
        {
            "kilde": kilde,
            "filer": ", ".join(status.filer),
            "tatt_ut": status.tatt_ut,
            "gjelder_til": status.gjelder_til,
            "rader_lest": status.rader_lest,
            "rader_til_side": status.rader_til_side,
            "stoppet": status.stoppet,
        }
        for kilde, status in rapport.status.items()
    ]
    telling: collections.Counter = collections.Counter()
    for avvik in rapport.avvik:
        telling[avvik.kilde, avvik.kolonne, avvik.regel, avvik.alvor] += avvik.antall
    avvikene = [
        dict(zip(_AVVIK.names, (*avvik, antall))) for avvik, antall in telling.items()
    ]
    tabell.skriv(con, "internt.kilde", pa.Table.from_pylist(kilder, _KILDE))
    moetene = [
        {
            "kilde": moete.kilde,
            "kolonne": moete.kolonne,
            "ider": moete.ider,
            "andel": round(100 * moete.andel),
        }
        for moete in rapport.moeter
    ]
    tabell.skriv(con, "internt.avvik", pa.Table.from_pylist(avvikene, _AVVIK))
    tabell.skriv(con, "internt.moete", pa.Table.from_pylist(moetene, _MOETE))


def skriv_meta(con: duckdb.DuckDBPyConnection, database: str, kommune: Kommune) -> None:
    """Skriv tabellen `meta`: kommunen, datoen tallene gjelder, og om de er vernet."""
    meta = {
        "skjema": pa.array([config.SKJEMA], pa.int32()),
        "bygd": pa.array([dt.datetime.now(dt.UTC).replace(tzinfo=None)]),
        "per_dato": pa.array([kommune.per_dato], pa.date32()),
        "kommune": pa.array([kommune.navn], pa.string()),
        "kommunenummer": pa.array([kommune.kommunenummer], pa.string()),
        "plan_fra": pa.array([kommune.plan_fra], pa.int32()),
        "plan_til": pa.array([kommune.plan_til], pa.int32()),
        "fiktiv": pa.array([kommune.fiktiv], pa.bool_()),
        "i_dag": pa.array([kommune.i_dag], pa.date32()),
        "vernet": pa.array([database == "ut"], pa.bool_()),
        "maalform": pa.array([maalform.KODER[kommune.maalform]], pa.string()),
    }
    tabell.skriv(con, f"{database}.meta", pa.table(meta))
