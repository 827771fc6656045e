"""SQL mot utgaven som leses, og det som huskes til tallene byttes.

DataFrames herfra deles mellom brukere og skal ikke endres.
"""

import functools
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future

import pandas as pd

from boligdata.felles import dagen, maalform
from boligdata.lesing import innsyn

# Tabellene her har ti til noen hundre rader. Da er vanlige tekster dobbelt så raske i pandas som
# tekster i Arrow.
pd.set_option("mode.string_storage", "python")
# Så mange svar huskes for hver funksjon: det som er laget på forhånd, og det som velges i tillegg.
HUSKES = 5_000

_glemmerne: list[Callable[[], None]] = []


def husk(funksjon):
    """Husk svarene til tallene byttes, eller dagen er en annen, hver målform for seg. Argumentene må
    kunne hashes, og svarene deles mellom brukere.

    Alt som leses mens svaret lages, leses fra samme visning: den svaret huskes for. Spør flere om det
    samme før det er klart, som når en lenke åpnes av alle i et møte, lages det én gang for alle.
    """
    return _huskende(funksjon, maalform.i_bruk)


def husk_tall(funksjon):
    """Som `husk`, når svaret ikke har tekster fra koden og er det samme på begge målformer."""
    return _huskende(funksjon, lambda: "")


def _huskende(funksjon, maalformen):
    en_gang = _en_om_gangen(funksjon)

    @functools.lru_cache(maxsize=HUSKES)
    def lager(noekkel, *args, **kwargs):
        return en_gang(noekkel, *args, **kwargs)

    @functools.wraps(funksjon)
    def huskende(*args, **kwargs):
        visning = innsyn.visning()
        with innsyn.les_fra(visning):
            noekkel = (visning.noekkel, dagen.i_dag(), maalformen())
            return lager(noekkel, *args, **kwargs)

    huskende.cache_info = lager.cache_info
    _glemmerne.append(lager.cache_clear)
    return huskende


def glem() -> None:
    """Glem alt som huskes, når ingen lenger kan spørre om det."""
    for glem_funksjonen in _glemmerne:
        glem_funksjonen()


def _en_om_gangen(funksjon: Callable) -> Callable:
    """Funksjonen med en nøkkel foran. Mens ett kall går, venter de like på svaret eller feilen det får."""
    paa_vei: dict[tuple, Future] = {}
    laas = threading.Lock()

    def kall(noekkel, *args, **kwargs):
        det_samme = noekkel, args, tuple(kwargs.items())
        with laas:
            framtid = paa_vei.get(det_samme)
            forst = framtid is None
            if forst:
                framtid = paa_vei[det_samme] = Future()
        if not forst:
            try:
                return framtid.result()
            except CancelledError:
                return funksjon(*args, **kwargs)
        try:
            svar = funksjon(*args, **kwargs)
        except Exception as feil:
            framtid.set_exception(feil)
            raise
        else:
            framtid.set_result(svar)
            return svar
        finally:
            # Ble visningen avbrutt, er det ikke noe svar: da lager de som venter, sitt eget.
            framtid.cancel()
            with laas:
                del paa_vei[det_samme]

    return kall


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
