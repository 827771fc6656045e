"""Det som vises slik det er: tabeller uten personer i."""

import functools
from dataclasses import dataclass

from boligdata.felles.katalog import innlesing


@dataclass(frozen=True)
class Tabell:
    """En tabell uten personer i, som publiseres slik modellen gir den."""

    id: str
    modell: str
    kilder: tuple[str, ...]


@functools.cache
def tabeller() -> dict[str, Tabell]:
    """Tabellene som publiseres slik modellen gir dem."""
    blokker = innlesing.felles().blokker("tabell")
    return {id: blokk.lag(Tabell, id) for id, blokk in blokker.items()}
