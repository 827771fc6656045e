"""Vakten for det som skrives: fødselsnummer, D-nummer og DUF-nummer hører ikke hjemme i planen."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from boligdata.felles.identitetsnummer import DUF, FOEDSELSNUMMER, numre, sikkert
from boligdata.felles.maalform import si
from boligdata.felles.tekst import uten_usynlige


@dataclass(frozen=True)
class Nummerfunn:
    """Hva som ble funnet, med ord, og veien til feltet det står i. Aldri selve nummeret."""

    hva: str
    felt: tuple[str, ...]


def finn(innhold: dict) -> Nummerfunn | None:
    """Det første feltet med nummeret til en person, om det er noe."""
    for felt, tekst in _tekster(innhold, ()):
        slag = {_slag(*nummer) for nummer in numre(uten_usynlige(tekst))}
        if FOEDSELSNUMMER in slag:
            return Nummerfunn(si("et fødselsnummer eller D-nummer"), felt)
        if DUF in slag:
            return Nummerfunn(si("et DUF-nummer"), felt)
    return None


def _slag(sted: str, sifre: str) -> str | None:
    """Et saksnummer som «2024/123456-12» har like mange sifre som et DUF-nummer, og hvert ellevte av
    dem stemmer. Med strek eller skråstrek i er det et saksnummer.
    """
    slag = sikkert(sifre)
    return None if slag == DUF and re.search(r"[^\d\s]", sted) else slag


def _tekster(verdi, felt: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(verdi, str):
        yield felt, verdi
    elif isinstance(verdi, dict):
        for navn, del_ in verdi.items():
            yield from _tekster(navn, felt)
            yield from _tekster(del_, (*felt, navn))
    elif isinstance(verdi, (list, tuple)):
        for nr, del_ in enumerate(verdi):
            yield from _tekster(del_, (*felt, str(nr)))
