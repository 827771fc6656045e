"""Det et inntak svarer med: forslagene, og hva som skjedde med resten av filen."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Generic, Self, TypeVar

from boligdata.arbeid.innspill import Innspill
from boligdata.arbeid.tiltak import Tiltak
from boligdata.felles.config import Brukerfeil
from boligdata.felles.maalform import si

P = TypeVar("P")
F = TypeVar("F", bound="Forslag")


class Inntaksfeil(Brukerfeil):
    """Filen eller teksten kan ikke leses. Meldingen sier hva den som leverte den, kan gjøre."""


@dataclass(frozen=True)
class Sted:
    """Hvor i filen det står: tabellen eller arket, og raden, eller radene når det er flere."""

    tabell: str
    rad: int
    til_rad: int

    def __str__(self) -> str:
        rader = si("rad {fra}", fra=self.rad)
        if self.til_rad > self.rad:
            rader = si("rad {fra}–{til}", fra=self.rad, til=self.til_rad)
        return f"{self.tabell}, {rader}" if self.tabell else rader


@dataclass(frozen=True)
class Merknad:
    """Noe brukeren bør se. `hindrer` sier at raden ikke kan lagres før det er rettet."""

    tekst: str
    hindrer: bool = False


@dataclass(frozen=True)
class LestFelt:
    """Et felt som er lest: planens ord, hvor sikkert de er forstått (se `arbeid.lesning`), og
    overskriften de sto under. Et mål som står i en rad for seg, har ingen overskrift.
    """

    felt: str
    ord: str
    sikkerhet: str
    overskrift: str = ""


@dataclass(frozen=True)
class Forslag(Generic[P]):
    """Ett tiltak eller ett innspill slik raden er lest. `samme_som` er id-en til et som finnes fra før,
    og `endrer` er feltene som da blir annerledes.
    """

    innhold: P
    sted: Sted
    merknader: tuple[Merknad, ...] = ()
    samme_som: str | None = None
    endrer: tuple[str, ...] = ()

    @property
    def kan_lagres(self) -> bool:
        """Kan det lagres som det er?"""
        return not any(merknad.hindrer for merknad in self.merknader)

    @property
    def er_uendret(self) -> bool:
        """Finnes det fra før, akkurat slik?"""
        return self.samme_som is not None and not self.endrer

    def med_hindre(self, hindre: Iterable[str]) -> Self:
        """Forslaget med det som må rettes før det kan lagres."""
        nye = tuple(Merknad(tekst, hindrer=True) for tekst in hindre)
        return replace(self, merknader=self.merknader + nye)


@dataclass(frozen=True)
class Tiltaksforslag(Forslag[Tiltak]):
    """Ett tiltak slik raden er lest, med ordene hvert felt ble lest av."""

    lest: tuple[LestFelt, ...] = ()

    @property
    def tiltak(self) -> Tiltak:
        """Tiltaket selv."""
        return self.innhold


@dataclass(frozen=True)
class Innspillsforslag(Forslag[Innspill]):
    """Ett innspill slik raden er lest."""

    @property
    def innspill(self) -> Innspill:
        """Innspillet selv."""
        return self.innhold


@dataclass(frozen=True)
class Kolonnevalg:
    """Hva en overskrift ble lest som. `felt` er tomt når kolonnen er planens egen, og følger med som
    ord. `hvordan` er «kjent», «antatt», «valgt» eller «planens egen».
    """

    tabell: str
    overskrift: str
    felt: str
    ledetekst: str
    hvordan: str


@dataclass(frozen=True)
class SattTilSide:
    """En rad som ikke ble et forslag, ordene i den, og hvorfor."""

    sted: Sted
    ord: str
    hvorfor: str


@dataclass(frozen=True)
class Maalrad:
    """En rad som er lest som et mål. `antatt` sier at den bare ligner: den står alene, og kan være et
    tiltak der resten ikke er fylt ut.
    """

    sted: Sted
    tekst: str
    antatt: bool


@dataclass(frozen=True)
class Innlest(Generic[F]):
    """Alt som ble lest i filen eller teksten."""

    forslag: tuple[F, ...]
    kolonner: tuple[Kolonnevalg, ...]
    satt_til_side: tuple[SattTilSide, ...] = ()
    merknader: tuple[Merknad, ...] = ()


@dataclass(frozen=True)
class InnlestPlan(Innlest[Tiltaksforslag]):
    """Alt som ble lest i en plan. `ikke_i_filen` er id-ene til tiltak som finnes fra før, men ikke i
    filen.
    """

    ikke_i_filen: tuple[str, ...] = ()
    maalrader: tuple[Maalrad, ...] = ()
