"""Målformen teksten skrives på. Tekstene i koden er på bokmål, og `nynorsk.po` har dem på nynorsk.

En tekst brukeren leser, sies med `si("Det er {antall} igjen.", antall=antall)`, så hele setningen slås opp
før plassene fylles. En tekst som må stå i en konstant, merkes med `fast("…")`, og sies der den vises.
`tekstkatalog` finner begge, og en test stopper når en av dem mangler på nynorsk.

Målformen er den som leser sin, og følger visningen, ikke prosessen.
"""

import contextlib
import contextvars
import functools
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from babel.messages.pofile import read_po

BOKMAAL, NYNORSK = "nb", "nn"
MAALFORMER = {BOKMAAL: "Bokmål", NYNORSK: "Nynorsk"}
# Kodene slik kommunen skriver målformen i filen sin.
KODER = {navn.lower(): kode for kode, navn in MAALFORMER.items()}
FIL = Path(__file__).parent / "nynorsk.po"

_i_bruk: contextvars.ContextVar[str | None] = contextvars.ContextVar(
    "maalform", default=None
)


def _bokmaal() -> str:
    return BOKMAAL


_leserens: Callable[[], str] = _bokmaal


def i_bruk() -> str:
    """Målformen det skrives på nå: «nb» eller «nn»."""
    return _i_bruk.get() or _leserens()


def foelg(leserens: Callable[[], str]) -> None:
    """La `leserens` si målformen der ingen blokk har sagt den. Et trykk på en knapp svares på før siden
    kjøres, og menyen skrives før siden er valgt.
    """
    global _leserens
    _leserens = leserens


@contextlib.contextmanager
def bruk(kode: str) -> Iterator[None]:
    """Skriv på denne målformen så lenge blokken varer."""
    merke = _i_bruk.set(kode)
    try:
        yield
    finally:
        _i_bruk.reset(merke)


def med_seg(funksjon: Callable) -> Callable:
    """Funksjonen på målformen som er i bruk nå, uansett når den kalles: en fil lages først når noen laster
    den ned, og da er siden ferdig.
    """
    return functools.partial(_paa, i_bruk(), funksjon)


def _paa(kode: str, funksjon: Callable):
    with bruk(kode):
        return funksjon()


def si(tekst: str, /, **plasser) -> str:
    """Teksten på målformen som er i bruk, med plassene fylt ut."""
    sagt = _ordbok(i_bruk()).get(tekst, tekst)
    return sagt.format(**plasser) if plasser else sagt


def fast(tekst: str) -> str:
    """En tekst som står i en konstant, og som sies med `si` der den vises."""
    return tekst


def husk(funksjon: Callable | None = None, *, maxsize: int | None = None):
    """Husk svarene, hver målform for seg. Argumentene må kunne hashes."""
    if funksjon is None:
        return functools.partial(husk, maxsize=maxsize)

    @functools.lru_cache(maxsize=maxsize)
    def lager(_, *args, **kwargs):
        return funksjon(*args, **kwargs)

    @functools.wraps(funksjon)
    def huskende(*args, **kwargs):
        return lager(i_bruk(), *args, **kwargs)

    huskende.cache_clear = lager.cache_clear
    huskende.cache_info = lager.cache_info
    return huskende


@functools.cache
def _ordbok(kode: str) -> Mapping[str, str]:
    return les_nynorsk() if kode == NYNORSK else {}


def les_nynorsk() -> dict[str, str]:
    """Hver tekst på bokmål med den samme på nynorsk."""
    with FIL.open("rb") as fil:
        return {str(en.id): str(en.string) for en in read_po(fil) if en.id}
