"""Ordene skriverne selv sier, på målformen dokumentet har."""

from boligdata.felles.maalform import si
from boligdata.innhold.rapport.dokument import Figurblokk

_HER = "\0"


def innhold() -> str:
    """Overskriften over innholdslisten."""
    return si("Innhold")


def noter() -> str:
    """Overskriften over notene om tallene."""
    return si("Definisjoner og kilder")


def note(nr: int) -> str:
    """Henvisningen til noten om et tall, eller «» når det ikke har noen."""
    return si("Se note {nr}.", nr=nr) if nr else ""


def kilden(figur: Figurblokk) -> str:
    """Det som står under en figur: kilden, og henvisningen til noten."""
    return f"{figur.kilde} {note(figur.note)}".rstrip()


def sidetall() -> tuple[str, str, str]:
    """Det som står foran sidetallet, mellom det og antallet, og etter: tallene vet bare programmet som
    setter sidene.
    """
    foer, mellom, etter = si("Side {nr} av {antall}", nr=_HER, antall=_HER).split(_HER)
    return foer, mellom, etter


def figur(nr: int) -> str:
    """Navnet på en figur, til den som flytter den i Word."""
    return si("Figur {nr}", nr=nr)
