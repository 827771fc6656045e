"""Noen få forbindelser, lånt ut én om gangen. Å åpne en ny tar mye lengre tid enn å spørre."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from boligdata.arbeid.lager.poster import ArbeidFeil
from boligdata.felles.maalform import si

F = TypeVar("F")


class Basseng(Generic[F]):
    """Høyst `flest` forbindelser om gangen. De andre venter på tur."""

    def __init__(
        self,
        aapne: Callable[[], F],
        lukk: Callable[[F], None],
        *,
        flest: int,
        vent_s: float,
    ):
        self._aapne, self._lukk = aapne, lukk
        self._vent_s = vent_s
        self._plasser = threading.BoundedSemaphore(flest)
        self._ledige: list[F] = []
        self._laas = threading.Lock()
        self._er_lukket = False

    @contextlib.contextmanager
    def laan(self, er_frisk: Callable[[F], bool]) -> Iterator[F]:
        """En forbindelse bare den som låner, bruker. Svikter den, brukes den ikke igjen."""
        if not self._plasser.acquire(timeout=self._vent_s):
            raise ArbeidFeil(
                si(
                    "Det er mange som bruker arbeidsdataene akkurat nå. Vent litt, og prøv igjen."
                )
            )
        try:
            forbindelse = self._frisk(er_frisk)
            try:
                yield forbindelse
            except ArbeidFeil:
                self._lever(forbindelse)  # En konflikt er ikke forbindelsens feil.
                raise
            except BaseException:
                self._lukk(forbindelse)
                raise
            self._lever(forbindelse)
        finally:
            self._plasser.release()

    def toem(self) -> None:
        """Lukk de ledige. Neste lån åpner en ny."""
        with self._laas:
            ledige, self._ledige = self._ledige, []
        for forbindelse in ledige:
            self._lukk(forbindelse)

    def lukk(self) -> None:
        """Lukk de ledige nå, og de utlånte når de leveres."""
        self._er_lukket = True
        self.toem()

    def _frisk(self, er_frisk: Callable[[F], bool]) -> F:
        while True:
            with self._laas:
                forbindelse = self._ledige.pop() if self._ledige else None
            if forbindelse is None:
                return self._aapne()
            if er_frisk(forbindelse):
                return forbindelse
            self._lukk(forbindelse)

    def _lever(self, forbindelse: F) -> None:
        with self._laas:
            if not self._er_lukket:
                self._ledige.append(forbindelse)
                return
        self._lukk(forbindelse)
