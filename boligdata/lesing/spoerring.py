"""SQL mot utgaven som leses, og det som huskes til tallene byttes.

DataFrames herfra deles mellom brukere og skal ikke endres.
"""

import functools

import pandas as pd

from boligdata.felles import dagen, maalform
from boligdata.lesing import innsyn

# Tabellene her har ti til noen hundre rader. Da er vanlige tekster dobbelt så raske i pandas som
# tekster i Arrow.
pd.set_option("mode.string_storage", "python")


def husk(funksjon):
    """Husk svarene til tallene byttes, eller dagen er en annen, hver målform for seg. Argumentene må
    kunne hashes, og svarene deles mellom brukere.

    Alt som leses mens svaret lages, leses fra samme visning: den svaret huskes for.
    """
    return _huskende(funksjon, maalform.i_bruk)


def husk_tall(funksjon):
    """Som `husk`, når svaret ikke har tekster fra koden og er det samme på begge målformer."""
    return _huskende(funksjon, lambda: "")


def _huskende(funksjon, maalformen):
    @functools.lru_cache(maxsize=2000)
    def lager(_, *args, **kwargs):
        return funksjon(*args, **kwargs)

    @functools.wraps(funksjon)
    def huskende(*args, **kwargs):
        visning = innsyn.visning()
        with innsyn.les_fra(visning):
            noekkel = (visning.noekkel, dagen.i_dag(), maalformen())
            return lager(noekkel, *args, **kwargs)

    huskende.cache_info = lager.cache_info
    return huskende


@husk_tall
def spoer(sql: str, *parametre) -> pd.DataFrame:
    """Radene spørringen gir. Verdier hører hjemme i `parametre`, aldri i teksten."""
    # Én markør per spørring: en tilkobling som deles av flere tråder, kan gi én bruker en annens
    # rader.
    with innsyn.visning().utgave.database.cursor() as markoer:
        return markoer.execute(sql, list(parametre)).df()


@husk_tall
def tabeller() -> frozenset[str]:
    """Navnene på tabellene i utgaven."""
    return frozenset(spoer("select table_name from duckdb_tables()")["table_name"])
