"""Hvem dokumentet er fra, og hva som må stå på hver side for at ingen tar tallene for noe annet."""

from boligdata import lesing
from boligdata.felles import norsk
from boligdata.felles.maalform import si


def kommunen() -> str:
    """«Fjordvik kommune»."""
    return si("{kommune} kommune", kommune=lesing.meta().kommune)


def merket(*deler: str) -> str:
    """Delene på en linje, og til slutt at data er fiktive når de er det."""
    fiktiv = (si("Fiktive data"),) if lesing.meta().fiktiv else ()
    return " · ".join((*deler, *fiktiv))


def data_til() -> str:
    """Den siste dagen det er data om."""
    return si("Data til og med {dato}", dato=norsk.dato(lesing.meta().per_dato))
