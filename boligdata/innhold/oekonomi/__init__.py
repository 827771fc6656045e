"""Kortene om økonomien, fra kommunens eget regnskap: år for år (`aarene`), og det siste året rad for rad
(`siste`).
"""

from boligdata.innhold.oekonomi.aarene import SLAG, Oekonomikort, lag
from boligdata.innhold.oekonomi.felles import NOEKKEL
from boligdata.innhold.oekonomi.siste import TABELLER, Oekonomitabell, tabellen

ALLE_KORT = (*SLAG, *TABELLER)

__all__ = [
    "ALLE_KORT",
    "NOEKKEL",
    "TABELLER",
    "Oekonomikort",
    "Oekonomitabell",
    "kortet",
    "spoersmaal",
]


def spoersmaal(navn: str) -> str:
    """Spørsmålet kortet svarer på, på bokmål."""
    return (SLAG.get(navn) or TABELLER[navn]).spoersmaal


def kortet(
    navn: str, tittel: str, valgte: tuple[str, ...] = ()
) -> Oekonomikort | Oekonomitabell | None:
    """Kortet med dette navnet, eller None når tallene ikke er levert. `valgte` er filtrene som er valgt, og
    som ikke virker.
    """
    lag_det = tabellen if navn in TABELLER else lag
    return lag_det(navn, tittel, valgte)
