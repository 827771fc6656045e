"""Kommunene med hvert sitt tall i ett år, og spennet hvert tall kan være i."""

import pandas as pd

from boligdata import lesing
from boligdata.felles import regioner
from boligdata.felles.katalog import Regionstall
from boligdata.felles.maalform import si
from boligdata.innhold.sammenligning import trakt as trakter
from boligdata.innhold.sammenligning.plassering import (
    Plassering,
    Tallspenn,
    avrundet,
    plassen,
    telt,
)
from boligdata.innhold.sammenligning.trakt import Trakt

# Færre kommuner enn dette sier ikke hva som er vanlig.
FAERREST = 5


def ved_siden(aarets: pd.DataFrame, egen: str) -> dict[str, float]:
    """Tallene i radene kommunen står ved siden av, etter navnet."""
    verdier = aarets["verdi"].dropna()
    return {
        regioner.navn(region): float(verdier[region])
        for hva, region in regioner.staar_ved_siden(egen).items()
        if hva != "uten_oslo" and region in verdier.index
    }


def navnet(nummer: str, egen: str) -> str:
    """Navnet på kommunen: vår egen heter det uttrekkene sier."""
    return lesing.meta().kommune if nummer == egen else regioner.navn(nummer)


def radene(
    tall: Regionstall, aarets: pd.DataFrame, numre: tuple[str, ...], egen: str
) -> pd.DataFrame:
    phi, under_null = _phi(tall, aarets), bool((aarets["verdi"] < 0).any())
    rader = []
    for nummer in numre:
        funnet = nummer in aarets.index
        verdi = float(aarets["verdi"][nummer]) if funnet else float("nan")
        kjent = verdi == verdi
        maalt = _maal(tall, nummer, verdi, phi, under_null) if kjent else None
        rader.append(
            {
                "region": nummer,
                "navn": navnet(nummer, egen),
                "verdi": verdi,
                "nedre": maalt.nedre if maalt else float("nan"),
                "oevre": maalt.oevre if maalt else float("nan"),
                "tegn": (aarets["tegn"][nummer] or "..") if funnet else "",
                "egen": nummer == egen,
            }
        )
    ramme = pd.DataFrame(rader)
    return ramme.sort_values(["verdi", "navn"], ascending=[False, True]).reset_index(
        drop=True
    )


def _maal(
    tall: Regionstall, nummer: str, verdi: float, phi: float, under_null: bool
) -> Tallspenn:
    """Tallet med spennet sitt: avrundingen, og det tilfeldige når det teller noe som skjer med folk."""
    rundet = avrundet(nummer, verdi, tall.desimaler, under_null)
    if not tall.hendelse or nummer not in regioner.kommuner():
        return rundet
    folketall = regioner.kommuner()[nummer].folketall
    tilfeldig = telt(nummer, verdi, folketall, tall.av, phi)
    return Tallspenn(
        nummer,
        verdi,
        min(rundet.nedre, tilfeldig.nedre),
        max(rundet.oevre, tilfeldig.oevre),
    )


def _phi(tall: Regionstall, aarets: pd.DataFrame) -> float:
    trakt = trakten_for(tall, aarets)[0]
    return trakt.phi if trakt else 1.0


def trakten_for(
    tall: Regionstall, aarets: pd.DataFrame
) -> tuple[Trakt | None, pd.DataFrame]:
    """Trakten for alle kommunene med tall, og dem: verdi og folketall etter nummeret."""
    folk = {nummer: en.folketall for nummer, en in regioner.kommuner().items()}
    med = aarets[["verdi"]].assign(folketall=aarets.index.map(folk)).dropna()
    if not tall.hendelse or len(med) < FAERREST:
        return None, med
    return trakter.trakten(med["verdi"], med["folketall"], tall.av), med


def om_foreloepige(aarets: pd.DataFrame) -> str:
    """Hvor mange av kommunene som har et tall som kan bli endret, eller tomt når ingen har det. SSB gir ut
    hele tabellen på en gang, så oftest er det alle eller ingen. `aarets` har kommunenummeret som indeks.
    """
    med = aarets.loc[aarets.index.isin(regioner.kommuner().keys())].dropna(
        subset=["verdi"]
    )
    antall = int(med["foreloepig"].fillna(False).astype(bool).sum())
    if not antall:
        return ""
    if antall == len(med):
        return si(
            "Tallene er foreløpige for alle kommunene. De endelige kommer i juni."
        )
    return si(
        "{antall} av {alle} kommuner har et foreløpig tall. De endelige kommer i juni.",
        antall=antall,
        alle=len(med),
    )


def med_tall(rader: pd.DataFrame) -> list[Tallspenn]:
    med = rader[rader["verdi"].notna()]
    return [
        Tallspenn(rad.region, rad.verdi, rad.nedre, rad.oevre)
        for rad in med.itertuples()
    ]


def plassene(tall: Regionstall, rader: pd.DataFrame) -> dict[str, Plassering]:
    """Plassen til hver kommune med tall, eller ingen når kommunene ikke kan stilles i rekkefølge."""
    alle = med_tall(rader) if tall.kan_ha_plass else []
    return {en.region: plassen(en, alle) for en in alle}


def egen_plass(tall: Regionstall, rader: pd.DataFrame, egen: str) -> Plassering | None:
    """Plassen til vår egen, eller None når kommunene ikke kan stilles i rekkefølge."""
    alle = med_tall(rader) if tall.kan_ha_plass else []
    return next((plassen(en, alle) for en in alle if en.region == egen), None)
