"""Kortet om bosetting av flyktninger: hvor mange kommunen er bedt om å bosette, har vedtatt å bosette og har
bosatt. IMDi gir ut de samme tallene, og viser heller ikke hvor mange som er bosatt når de er færre enn fem.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from boligdata import lesing
from boligdata.felles import norsk
from boligdata.felles.enheter import ENHETER, Enhet
from boligdata.felles.maalform import fast, si
from boligdata.innhold.grunnkort import Bestilling, Linje
from boligdata.innhold.uvernet import Aarskort

ID = "bosetting"
SPOERSMAAL = fast("Hvor mange flyktninger bosetter vi?")


@dataclass(frozen=True, eq=False)
class Bosettingskort(Aarskort):
    """Bosettingen, år for år. `serie` har kolonnene aar, anmodet, vedtak, bosatt og faa, som er om det er for
    få bosatte til å vise tallet. `valgte` er filtrene som er valgt, og som ikke virker.
    """

    bestilling: Bestilling
    serie: pd.DataFrame
    valgte: tuple[str, ...] = ()

    uttrekk = (ID,)

    @property
    def linjer(self) -> dict[str, str]:
        """Det kortet viser for hvert år, etter kolonnen i serien."""
        return {
            "anmodet": si("Bedt om å bosette"),
            "vedtak": si("Vedtatt å bosette"),
            "bosatt": si("Bosatt"),
        }

    @property
    def funn(self) -> str:
        """Det siste året vi vet hvor mange som er bosatt i."""
        siste = self._siste_bosatte
        if siste is None:
            return ""
        bosatt = _flyktninger(siste.bosatt, siste.faa)
        if pd.isna(siste.anmodet):
            return si("{bosatt} ble bosatt i {aar}", bosatt=bosatt, aar=siste.aar)
        return si(
            "{bosatt} ble bosatt i {aar}, og kommunen ble bedt om {anmodet}",
            bosatt=bosatt,
            aar=siste.aar,
            anmodet=norsk.tall(siste.anmodet),
        )

    @functools.cached_property
    def resten(self) -> str:
        """Årene etter det."""
        siste = self._siste_bosatte
        senere = self.serie if siste is None else self.serie[self.serie.aar > siste.aar]
        return " ".join(map(_framover, senere.itertuples()))

    @property
    def _siste_bosatte(self):
        """Raden for det siste året det er sagt hvor mange som er bosatt, eller None."""
        kjent = self.serie[self.serie["bosatt"].notna() | self.serie["faa"]]
        return next(kjent[::-1].itertuples(), None)

    @functools.cached_property
    def tabell(self) -> pd.DataFrame:
        """Året, og de tre tallene."""
        kolonner = {navn: self.serie[kolonne] for kolonne, navn in self.linjer.items()}
        return pd.DataFrame({si("År"): self.serie["aar"].astype(str), **kolonner})

    @property
    def enheter(self) -> Mapping[str, Enhet]:
        """Antall flyktninger."""
        return dict.fromkeys(self.linjer.values(), ENHETER["antall"])

    @property
    def forklaring(self) -> tuple[Linje, ...]:
        """Hva de tre tallene er, og hvordan de brukes."""
        return (
            (
                si("Definisjon"),
                si(
                    "Hvor mange flyktninger staten har bedt kommunen om å bosette, hvor mange kommunen "
                    "har vedtatt å ta imot, og hvor mange som er bosatt."
                ),
            ),
            (
                si("Fortolkning"),
                si(
                    "Et hull i linjen er et år uten tall. Er vedtaket 0, sa kommunen nei. Boligbehovet "
                    "regner med vedtaket, og med anmodningen når det ikke er gjort noe vedtak."
                ),
            ),
            (
                si("Personvern"),
                si("Er færre enn fem bosatt i et år, vises ikke tallet."),
            ),
        )

    @property
    def flagg(self) -> tuple[str, ...]:
        """Årene med for få bosatte, og at tallene kan være gamle."""
        faa = self.serie.loc[self.serie["faa"], "aar"].astype(str).tolist()
        alder = super().flagg
        if not faa:
            return alder
        sagt = si("Færre enn fem ble bosatt i {aarene}.", aarene=norsk.ramse(faa))
        return (*alder, sagt)


@lesing.husk
def lag(tittel: str, valgte: tuple[str, ...] = ()) -> Bosettingskort | None:
    """Kortet, eller None når ingenting er levert."""
    serie = lesing.tabell(ID)
    if serie.empty:
        return None
    tallene = serie.astype(dict.fromkeys(("anmodet", "vedtak", "bosatt"), float))
    return Bosettingskort(Bestilling(ID, tittel, (), "bosetting"), tallene, valgte)


def _flyktninger(antall: float, faa: bool) -> str:
    """«17 flyktninger», «Ingen flyktninger» eller «Færre enn fem flyktninger», først i en setning."""
    if faa:
        return si("Færre enn fem flyktninger")
    if not antall:
        return si("Ingen flyktninger")
    return norsk.med_ord(antall, si("flyktninger"))


def _framover(aaret) -> str:
    """Hva kommunen er bedt om og har vedtatt for et år det ikke er sagt hvor mange som er bosatt i."""
    if pd.isna(aaret.anmodet) and pd.isna(aaret.vedtak):
        return ""
    if pd.isna(aaret.vedtak):
        return si(
            "For {aar} er kommunen bedt om å bosette {anmodet}, og har ikke gjort vedtak.",
            aar=aaret.aar,
            anmodet=norsk.tall(aaret.anmodet),
        )
    if pd.isna(aaret.anmodet):
        return si(
            "For {aar} har kommunen vedtatt å bosette {vedtak}.",
            aar=aaret.aar,
            vedtak=norsk.tall(aaret.vedtak),
        )
    return si(
        "For {aar} er kommunen bedt om å bosette {anmodet}, og har vedtatt {vedtak}.",
        aar=aaret.aar,
        anmodet=norsk.tall(aaret.anmodet),
        vedtak=norsk.tall(aaret.vedtak),
    )
