"""Feilene i loggen til prosessen: hva som gikk galt og hvor i koden, uten teksten i feilen.

Teksten kan ha verdien noe stoppet på: et navn noen har skrevet, et eksakt tall, eller adressen til databasen
med passordet. Loggen leses av flere enn dem som har tilgang til tallene.
"""

import contextlib
import logging
import threading
import traceback
from collections.abc import Iterator

logg = logging.getLogger(__name__)


@contextlib.contextmanager
def uten_verdier() -> Iterator[None]:
    """Så lenge blokken varer, har ingen feil i loggen teksten sin, heller ikke dem Streamlit og tjeneren
    skriver, og dem som stopper en tråd.
    """
    lag_rad, ved_feil_i_traad = logging.getLogRecordFactory(), threading.excepthook

    def rad(*felt, **flere) -> logging.LogRecord:
        raden = lag_rad(*felt, **flere)
        if raden.exc_info and raden.exc_info[1] is not None:
            # Det som står her, skriver hver formaterer av seg selv i stedet for feilen.
            raden.exc_text = sporet(raden.exc_info[1])
        return raden

    def i_traad(stoppet: threading.ExceptHookArgs) -> None:
        logg.error("En tråd stoppet", exc_info=stoppet.exc_value)

    logging.setLogRecordFactory(rad)
    threading.excepthook = i_traad
    try:
        yield
    finally:
        logging.setLogRecordFactory(lag_rad)
        threading.excepthook = ved_feil_i_traad


def sporet(feil: BaseException) -> str:
    """Linjene i koden, og slaget til feilen og til dem som førte til den, med den første til slutt."""
    ledd, sett = [], set()
    while feil is not None and id(feil) not in sett:
        sett.add(id(feil))
        linjene = "".join(traceback.format_tb(feil.__traceback__))
        ledd.append(f"{linjene}{type(feil).__module__}.{type(feil).__qualname__}")
        foer = None if feil.__suppress_context__ else feil.__context__
        feil = feil.__cause__ or foer
    return "\nFørte til:\n".join(reversed(ledd))
