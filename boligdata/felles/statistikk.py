"""Tabellene i statistikkbanken som kan hentes, erklært i `statistikk.toml`."""

import fnmatch
import functools
from collections.abc import Collection
from dataclasses import dataclass, field

from boligdata.felles import kilder
from boligdata.felles.config import PAKKE, Brukerfeil
from boligdata.felles.erklaering import Blokk, krev, les_toml

FIL = PAKKE / "felles" / "statistikk.toml"

# Mappen ved siden av uttrekkene der svarene fra statistikkbanken ligger. Bygget leser dem som uttrekk.
MAPPE = "offentlig"

ALLE, KOMMUNEN, SAMMENLIGNING, AARENE = "alle", "kommunen", "sammenligning", "aarene"
_ORD = (ALLE, KOMMUNEN, SAMMENLIGNING, AARENE)


@dataclass(frozen=True)
class Bank:
    """Statistikkbanken, og det den tåler. `lisens` er vilkårene tallene er gitt ut på."""

    adresse: str
    kilde: str
    lisens: str
    kall_i_minuttet: int
    flest_tall: int


@dataclass(frozen=True)
class Statistikktabell:
    """Én tabell. `velg` er det som hentes av hver variabel: koder, eller et av ordene. `ogsaa` er koder som
    hentes når tabellen har dem, og `kodeliste` er SSBs gruppering av en variabel. Svaret leses som
    uttrekket `til`. `kjent_fra` er hvor kodene er sett i bruk. `nummer` er tabellen i statistikkbanken, når
    `id` er noe annet.
    """

    id: str
    navn: str
    til: str
    kjent_fra: str
    velg: dict[str, str | list[str]]
    ogsaa: dict[str, list[str]] = field(default_factory=dict)
    kodeliste: dict[str, str] = field(default_factory=dict)
    nummer: str = ""

    def __post_init__(self):
        kilde = kilder.kilder().get(self.til)
        krev(
            kilde is not None, f"«til» nevner uttrekket «{self.til}», som ikke finnes."
        )
        krev(
            any(fnmatch.fnmatchcase(f"{self.id}.json", m) for m in kilde.filmoenster),
            f"ingen av filmønstrene til «{self.til}» passer til «{self.id}.json».",
        )
        for variabel, valgt in self.velg.items():
            krev(
                isinstance(valgt, list) or valgt in _ORD,
                f"«{variabel}» er en liste med koder, eller ett av ordene {', '.join(_ORD)}.",
            )
        ukjente = {*self.ogsaa, *self.kodeliste} - self.velg.keys()
        krev(not ukjente, f"variablene {sorted(ukjente)} står ikke under «velg».")

    @property
    def tabell(self) -> str:
        """Nummeret på tabellen i statistikkbanken."""
        return self.nummer or self.id


@functools.cache
def ikke_sett_i_tabellen() -> frozenset[str]:
    """Kodene som kan stå i en annen tabell enn den de hentes av når de er der."""
    return frozenset(
        kode
        for tabell in tabeller()
        for koder in tabell.ogsaa.values()
        for kode in koder
    )


@functools.cache
def bank() -> Bank:
    """Statistikkbanken tabellene hentes fra."""
    return _filen().blokk("bank").lag(Bank)


def tabeller(ider: Collection[str] = ()) -> list[Statistikktabell]:
    """Tabellene, i rekkefølgen de hentes: dem i `ider`, eller alle. En ukjent er en `Brukerfeil`. Et nummer
    gir alt som hentes av tabellen.
    """
    alle = _tabeller()
    kjente = dict.fromkeys(navn for en in alle.values() for navn in (en.id, en.tabell))
    if ukjente := set(ider) - kjente.keys():
        raise Brukerfeil(
            f"Ukjent tabell: {', '.join(sorted(ukjente))}. Tabellene er {', '.join(kjente)}."
        )
    return [en for en in alle.values() if not ider or {en.id, en.tabell} & set(ider)]


@functools.cache
def _tabeller() -> dict[str, Statistikktabell]:
    blokker = _filen().blokker("tabell")
    return {id: blokk.lag(Statistikktabell, id) for id, blokk in blokker.items()}


def _filen() -> Blokk:
    fil = les_toml(FIL)
    fil.krev_noekler(("bank", "tabell"))
    return fil
