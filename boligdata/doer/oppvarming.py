"""Det de fleste åpner, er laget når de kommer: etter en omstart, en ny publisering, og hver morgen.

Det som huskes, gjelder én publisering og én dag. Uten dette ventet den første hver dag på alt.
"""

import contextlib
import gc
import logging
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator

from boligdata import lesing
from boligdata.doer import maalvalg
from boligdata.felles import maalform
from boligdata.felles.config import Brukerfeil

VARIABEL = "BOLIGDATA_OPPVARMING"
ALT, TALLENE, NEI = "alt", "tall", "nei"

# Så ofte ses det etter en ny publisering eller en ny dag.
_SE_ETTER_S = 20
# Så mange ganger lenger hviler den enn den arbeider. Den som klikker imens, skal ikke merke den.
_HVILE = 2

logg = logging.getLogger(__name__)
_er_varmt = threading.Event()


def omfang() -> str:
    """Hva som lages på forhånd: alt, bare tallene, eller ingenting. Kaster `Brukerfeil` når
    miljøvariabelen er noe annet.
    """
    valgt = os.environ.get(VARIABEL) or ALT
    if valgt not in (ALT, TALLENE, NEI):
        raise Brukerfeil(
            f"Miljøvariabelen {VARIABEL} må være «{ALT}», «{TALLENE}» eller «{NEI}»."
        )
    return valgt


def er_varmt() -> bool:
    """Er alt som skal lages på forhånd, laget av tallene som gjelder i dag?"""
    return _er_varmt.is_set()


@contextlib.contextmanager
def paagaar(visningene: Callable[[], Iterable[None]]) -> Iterator[None]:
    """Hold det varmt i en egen tråd så lenge blokken varer. `visningene` lager litt til hver gang det bes om
    den neste.
    """
    if omfang() == NEI:
        yield
        return
    stopp = threading.Event()
    threading.Thread(
        target=_hold_varmt, args=(visningene, stopp), name="oppvarming", daemon=True
    ).start()
    try:
        yield
    finally:
        stopp.set()
        _er_varmt.clear()


def _hold_varmt(
    visningene: Callable[[], Iterable[None]], stopp: threading.Event
) -> None:
    varmt = None
    while not stopp.is_set():
        # Mangler tallene, sier siden fra. Her er det nok å se etter dem igjen.
        with contextlib.suppress(Brukerfeil):
            naa = lesing.versjon(), lesing.i_dag()
            if naa != varmt:
                varmt = naa
                _er_varmt.clear()
                if _varm_opp(visningene, stopp) and not stopp.is_set():
                    _er_varmt.set()
        stopp.wait(_SE_ETTER_S)


def _varm_opp(visningene: Callable[[], Iterable[None]], stopp: threading.Event) -> bool:
    """Lag det som skal lages, og si om alt ble laget."""
    # Ingen spør lenger om det som gjaldt i går, eller før den nye publiseringen.
    lesing.glem()
    try:
        with maalform.bruk(maalvalg.kommunens()):
            lesing.varm_opp()
            # Det som er hentet, blir liggende, og samles ikke mens noen venter.
            gc.freeze()
            if omfang() == ALT:
                _lag(visningene, stopp)
        return True
    except Brukerfeil:
        raise
    except Exception:
        # Tråden skal aldri dø: da ble det kaldt igjen uten at noen fikk vite det.
        logg.exception(
            "Oppvarmingen stoppet uventet. Sidene lages når noen ber om dem."
        )
        return False


def _lag(visningene: Callable[[], Iterable[None]], stopp: threading.Event) -> None:
    """Lag visningene i små steg, med hvile mellom dem."""
    with lesing.samme_tall(lesing.Innsyn(alt=True)):
        begynte = time.thread_time()
        for _ in visningene():
            if stopp.wait(_HVILE * (time.thread_time() - begynte)):
                return
            begynte = time.thread_time()
    gc.freeze()
