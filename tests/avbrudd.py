"""Noe blir avbrutt: prosessen blir drept, disken går full, eller mappen kan ikke lenger skrives til.

`kjoer` gjør noe i en egen prosess, og lar det gå galt ved skriving nummer `nr` til disken, så hvert sted det
kan skje, kan prøves. Bare på systemer som kan kopiere en prosess.
"""

import itertools
import os
import signal
import sys
from collections.abc import Callable

from boligdata.felles.config import Brukerfeil

# Det Python sier fra om før noe på disken endres.
_ENDRER = {"os.rename", "os.link", "os.remove", "os.rmdir", "os.mkdir", "os.truncate"}
# Det som ikke trenger plass, og som går også når disken er full.
_UTEN_PLASS = {"os.rename", "os.remove", "os.rmdir"}


def drep(hendelse: str) -> None:
    """Prosessen blir drept uten å få vite det."""
    os.kill(os.getpid(), signal.SIGKILL)


def stopp_med(nummer: int) -> Callable[[str], None]:
    """Systemet svarer med feilen `nummer` fra `errno`."""

    def stopp(hendelse: str) -> None:
        if nummer != _full() or hendelse not in _UTEN_PLASS:
            raise OSError(nummer, os.strerror(nummer))

    return stopp


def _full() -> int:
    import errno

    return errno.ENOSPC


def kjoer(
    gjoer: Callable[[], None], galt: Callable[[str], None], nr: int
) -> str | None:
    """Gjør det, og la det gå galt fra og med skriving nummer `nr`. Gir None når det gikk bra, meldingen fra
    en `Brukerfeil`, eller «drept». En annen feil er en feil i programmet.
    """
    les, skriv = os.pipe()
    barn = os.fork()
    if not barn:
        sys.addaudithook(_teller(galt, nr))
        try:
            gjoer()
        except Brukerfeil as feil:
            os.write(skriv, str(feil).encode())
            os._exit(2)
        except BaseException as feil:
            os.write(skriv, repr(feil).encode())
            os._exit(3)
        os._exit(0)
    os.close(skriv)
    with os.fdopen(les, "rb") as roer:
        melding = roer.read().decode()
    _, status = os.waitpid(barn, 0)
    if os.WIFSIGNALED(status):
        return "drept"
    assert os.WEXITSTATUS(status) in (0, 2), melding
    return melding or None


def _teller(galt: Callable[[str], None], nr: int) -> Callable:
    teller = itertools.count(1)

    def hendt(hendelse: str, om: tuple) -> None:
        if _endrer(hendelse, om) and next(teller) >= nr:
            galt(hendelse)

    return hendt


def _endrer(hendelse: str, om: tuple) -> bool:
    if hendelse != "open":
        return hendelse in _ENDRER
    flagg = om[2] or 0
    return isinstance(om[0], str | bytes | os.PathLike) and bool(
        flagg & (os.O_CREAT | os.O_WRONLY | os.O_RDWR)
    )
