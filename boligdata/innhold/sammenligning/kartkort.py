"""Ett tall i alle kommunene i landet, på et kart."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from boligdata import lesing
from boligdata.felles import katalog, kommunegrenser, norsk
from boligdata.felles.enheter import Enhet
from boligdata.felles.katalog import Regionstall
from boligdata.felles.maalform import fast, si
from boligdata.innhold import faste_kort
from boligdata.innhold.grunnkort import Bestilling, Linje
from boligdata.innhold.kildelinje import Kildelinje
from boligdata.innhold.sammenligning.grunnen import med_ord
from boligdata.innhold.sammenligning.radene import (
    FAERREST,
    navnet,
    om_foreloepige,
)
from boligdata.innhold.uvernet import UvernetKort

# Kommunene delt i fire like store deler, den laveste først.
DELENE = (
    fast("Lavest: {fra}–{til}"),
    fast("Under midten: {fra}–{til}"),
    fast("Over midten: {fra}–{til}"),
    fast("Høyest: {fra}–{til}"),
)
_VAAR = (
    fast("{kommune} er i den laveste fjerdedelen av kommunene: {tallet}"),
    fast("{kommune} er like under midten av kommunene: {tallet}"),
    fast("{kommune} er like over midten av kommunene: {tallet}"),
    fast("{kommune} er i den høyeste fjerdedelen av kommunene: {tallet}"),
)


@dataclass(frozen=True, eq=False)
class Kartkort(UvernetKort):
    """Tallet i hver kommune på kartet, i det siste året vår egen har et tall. `rader` har kolonnene region,
    navn, verdi, del (0–3, den laveste fjerdedelen er 0) og egen, den høyeste først. `foreloepig` er en
    setning om at tall kan bli endret.
    """

    bestilling: Bestilling
    tall: Regionstall
    aar: int
    rader: pd.DataFrame
    foreloepig: str

    @property
    def uttrekk(self) -> tuple[str, ...]:
        """Det tallet er fra."""
        return (self.tall.kilde,)

    @functools.cached_property
    def delene(self) -> dict[int, str]:
        """Hver fjerdedel, og hva tallene i den er."""
        enhet = self.tall.visningsenhet
        return {
            nr: si(
                DELENE[nr],
                fra=norsk.uten_tegn(rader["verdi"].min(), enhet),
                til=norsk.uten_tegn(rader["verdi"].max(), enhet),
            )
            for nr, rader in self.rader.groupby("del")
        }

    @functools.cached_property
    def funn(self) -> str:
        """Hvilken fjerdedel vår egen er i."""
        egen = self.rader[self.rader["egen"]].iloc[0]
        return si(
            _VAAR[int(egen["del"])],
            kommune=egen["navn"],
            tallet=med_ord(egen["verdi"], self.tall),
        )

    @property
    def resten(self) -> str:
        """Hvor mange kommuner som har tall, og om tallene kan bli endret."""
        har_tall = si(
            "Kartet har {antall} kommuner med tall i {aar}. De andre har ingen farge.",
            antall=norsk.tall(len(self.rader)),
            aar=self.aar,
        )
        return f"{har_tall} {self.foreloepig}".strip()

    @property
    def setning(self) -> str:
        """Hvilken fjerdedel vår egen er i, og hvor mange som har tall."""
        return f"{self.funn}. {self.resten}"

    @functools.cached_property
    def tabell(self) -> pd.DataFrame:
        """Kommunene, den høyeste først."""
        return pd.DataFrame(
            {
                si("Kommune"): self.rader["navn"].tolist(),
                norsk.stor(self.tall.enhetsord): self.rader["verdi"].tolist(),
            }
        )

    @property
    def enheter(self) -> Mapping[str, Enhet]:
        """Enheten til tallet."""
        return {norsk.stor(self.tall.enhetsord): self.tall.visningsenhet}

    @property
    def filtertekst(self) -> str:
        """Året."""
        return si("Tall for {aar}", aar=self.aar)

    @property
    def forklaring(self) -> tuple[Linje, ...]:
        """Hva tallet er, hvordan kommunene er delt, og hvor grensene er fra."""
        return (
            *faste_kort.forklart(self.tall),
            (
                si("Kartet"),
                si(
                    "Kommunene med tall er delt i fire like store deler. Fargen sier hvilken del, og ikke om "
                    "tallet er bra. Er to tall nesten like, kan de likevel ha hver sin farge."
                ),
            ),
            (
                si("Grensene"),
                si(
                    "Kommunene slik de er fra 2024, forenklet. Kilde: {kilde}.",
                    kilde=kommunegrenser.KILDE,
                ),
            ),
        )

    @property
    def kildelinje(self) -> Kildelinje:
        """Kilden til tallet, og til grensene."""
        return replace(faste_kort.kildelinje(self.tall), grenser="Kartverket")


@lesing.husk
def kartet(kode: str, tittel: str) -> Kartkort | None:
    """Kartet, eller None når vår egen ikke er på det eller mangler tall, eller det er for få andre."""
    tall, egen = katalog.regionstall()[kode], lesing.meta().kommunenummer
    data = lesing.regionstall(kode).dropna(subset=["verdi"])
    data = data[data["region"].isin(kommunegrenser.flatene().keys())]
    aarene = data.loc[data["region"] == egen, "aar"]
    if aarene.empty:
        return None
    aar = int(aarene.max())
    aarets = data[data["aar"] == aar]
    rader = aarets[["region", "verdi"]].astype({"verdi": float})
    if len(rader) < 4 * FAERREST:
        return None
    rader = rader.assign(
        navn=[navnet(nummer, egen) for nummer in rader["region"]],
        egen=rader["region"] == egen,
        # Like tall er i den samme delen.
        del_=np.searchsorted(
            rader["verdi"].quantile([0.25, 0.5, 0.75]), rader["verdi"], side="left"
        ),
    ).rename(columns={"del_": "del"})
    rader = rader.sort_values(["verdi", "navn"], ascending=[False, True])
    return Kartkort(
        Bestilling("norgeskart", tittel, (), "norgeskart"),
        tall,
        aar,
        rader.reset_index(drop=True),
        om_foreloepige(aarets.set_index("region")),
    )
