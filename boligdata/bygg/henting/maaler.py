"""Hvor langt hentingen er kommet: en linje som fylles i terminalen, eller vanlige linjer i en logg."""

from collections.abc import Callable
from typing import TextIO

_BREDDE = 24


def maaler(ut: TextIO) -> Callable[[str, float], None]:
    """Funksjonen som viser teksten og andelen, fra 0 til 1."""
    i_terminal, forrige = ut.isatty(), 0

    def vis(tekst: str, andel: float) -> None:
        nonlocal forrige
        if not i_terminal:
            print(f"{andel:4.0%}  {tekst}", file=ut, flush=True)
            return
        fylt = round(_BREDDE * andel)
        linje = f"[{'█' * fylt}{'░' * (_BREDDE - fylt)}] {andel:4.0%}  {tekst}"
        # Mellomrommene dekker det som sto igjen av en lengre linje.
        print(f"\r{linje.ljust(forrige)}", end="", file=ut, flush=True)
        forrige = len(linje)
        if andel >= 1:
            print(file=ut)

    return vis
