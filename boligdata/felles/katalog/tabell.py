"""Det som vises slik det er: tabeller uten personer i, og nøkkeltall kommunen har meldt til KOSTRA."""

import functools
from dataclasses import dataclass

from boligdata.felles import maalform
from boligdata.felles.erklaering import krev
from boligdata.felles.katalog import innlesing
from boligdata.felles.katalog.indikator import indikatorer


@dataclass(frozen=True)
class Tabell:
    """En tabell uten personer i, som publiseres slik modellen gir den."""

    id: str
    modell: str
    kilder: tuple[str, ...]


@dataclass(frozen=True)
class Kostratall:
    """Et nøkkeltall fra KOSTRA, med koden SSB bruker. `egen` er indikatoren som regner det samme av
    kommunens egne uttrekk, når det finnes en.
    """

    kode: str
    navn: str
    enhetsord: str
    desimaler: int
    egen: str | None = None

    def __post_init__(self):
        krev(
            self.egen is None or self.egen in indikatorer(),
            f"«egen» er «{self.egen}», som ikke er en indikator.",
        )


@functools.cache
def tabeller() -> dict[str, Tabell]:
    """Tabellene som publiseres slik modellen gir dem."""
    blokker = innlesing.felles().blokker("tabell")
    return {id: blokk.lag(Tabell, id) for id, blokk in blokker.items()}


@maalform.husk
def kostra() -> dict[str, Kostratall]:
    """Nøkkeltallene fra KOSTRA som vises."""
    blokker = innlesing.felles().blokker("kostra")
    return {kode: blokk.lag(Kostratall, kode) for kode, blokk in blokker.items()}
