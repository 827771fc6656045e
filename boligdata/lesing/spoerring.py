"""SQL mot utgaven som leses, og det som huskes til tallene byttes.

DataFrames herfra deles mellom brukere og skal ikke endres.
"""

import functools

import pandas as pd

from boligdata.felles import dagen
from boligdata.lesing import innsyn

# Tabellene her har ti til noen hundre rader. Da er vanlige tekster dobbelt så raske i pandas som
# tekster i Arrow.
pd.set_option("mode.string_storage", "python")


def husk(funksjon):
    """Husk svarene til tallene byttes, eller dagen er en annen. Argumentene må kunne hashes, og
    svarene deles mellom brukere.

    Alt som leses mens svaret lages, leses fra samme visning: den svaret huskes for.
    """

    @functools.lru_cache(maxsize=2000)
    def lager(_, *args, **kwargs):
        return funksjon(*args, **kwargs)

    @functools.wraps(funksjon)
    def huskende(*args, **kwargs):
        visning = innsyn.visning()
        with innsyn.les_fra(visning):
            return lager((visning.noekkel, dagen.i_dag()), *args, **kwargs)

    huskende.cache_info = lager.cache_info
    return huskende


@husk
def spoer(sql: str, *parametre) -> pd.DataFrame:
    """Radene spørringen gir. Verdier hører hjemme i `parametre`, aldri i teksten."""
    # Én markør per spørring: en tilkobling som deles av flere tråder, kan gi én bruker en annens
    # rader.
    with innsyn.visning().utgave.database.cursor() as markoer:
        return markoer.execute(sql, list(parametre)).df()


@husk
def tabeller() -> frozenset[str]:
    """Navnene på tabellene i utgaven."""
    return frozenset(spoer("select table_name from duckdb_tables()")["table_name"])
