"""Det et inntak svarer med: forslagene, og hva som skjedde med resten av filen."""

from dataclasses import dataclass

from boligdata.arbeid.tiltak import Tiltak
from boligdata.felles.config import Brukerfeil
from boligdata.felles.maalform import si


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
class Forslag:
    """Ett tiltak slik raden er lest. `samme_som` er id-en til et tiltak som finnes fra før, og
    `endrer` er feltene som da blir annerledes.
    """

    tiltak: Tiltak
    sted: Sted
    lest: tuple[LestFelt, ...] = ()
    merknader: tuple[Merknad, ...] = ()
    samme_som: str | None = None
    endrer: tuple[str, ...] = ()

    @property
    def kan_lagres(self) -> bool:
        """Kan tiltaket lagres som det er?"""
        return not any(merknad.hindrer for merknad in self.merknader)

    @property
    def er_uendret(self) -> bool:
        """Finnes tiltaket fra før, akkurat slik?"""
        return self.samme_som is not None and not self.endrer


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
    """En rad som ikke ble et tiltak, ordene i den, og hvorfor."""

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
class Innlest:
    """Alt som ble lest. `ikke_i_filen` er id-ene til tiltak som finnes fra før, men ikke i filen."""

    forslag: tuple[Forslag, ...]
    kolonner: tuple[Kolonnevalg, ...]
    satt_til_side: tuple[SattTilSide, ...] = ()
    merknader: tuple[Merknad, ...] = ()
    ikke_i_filen: tuple[str, ...] = ()
    maalrader: tuple[Maalrad, ...] = ()
