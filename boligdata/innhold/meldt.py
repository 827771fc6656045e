"""Kommunens egne tall ved siden av det den har meldt til KOSTRA.

To tall som skal være like, er sjelden det: de er telt av ulike folk, på ulike dager. Her står begge, med
forskjellen og det som kan forklare den. Er et tall vernet eller rundet av, sies bare det som er sikkert.
"""

import math
from dataclasses import dataclass

import pandas as pd

from boligdata import lesing
from boligdata.felles import katalog, norsk
from boligdata.felles.katalog import Avstemming, Regionstall
from boligdata.felles.maalform import si

# Det laveste og det høyeste tallet kan være.
Spenn = tuple[float, float]
# Så mye kan et tall være feil av regningen alene.
_TOLERANSE = 1e-9


@dataclass(frozen=True)
class Tall:
    """Det samme tallet fra uttrekkene og fra KOSTRA, slik de skrives, for det siste året begge har det.

    `forskjell` er i ord, `likt` er at de kan være like, og `grunn` hvorfor de kan være ulike.
    """

    navn: str
    aar: int
    eget: str
    meldt: str
    forskjell: str
    likt: bool
    grunn: str


@lesing.husk
def tallene() -> tuple[Tall, ...]:
    """Tallene som finnes begge steder, i den rekkefølgen de er erklært."""
    return tuple(filter(None, map(_tallet, katalog.avstemminger())))


def svaret() -> str:
    """Om det er noen forskjell, i én setning."""
    alle = tallene()
    ulike = sum(not ett.likt for ett in alle)
    if not alle:
        return si("Det er ingen tall fra KOSTRA å sammenligne med.")
    if not ulike:
        return si(
            "Det er ingen sikker forskjell på uttrekkene og det kommunen har meldt til KOSTRA."
        )
    return si(
        "Det er en sikker forskjell på uttrekkene og det kommunen har meldt til KOSTRA, i {ulike} av {alle} "
        "tall.",
        ulike=ulike,
        alle=len(alle),
    )


@lesing.husk
def tabell() -> pd.DataFrame:
    """En rad for hvert tall."""
    alle = tallene()
    return pd.DataFrame(
        {
            si("Tall"): [ett.navn for ett in alle],
            si("Uttrekk"): [ett.eget for ett in alle],
            si("KOSTRA"): [ett.meldt for ett in alle],
            si("Forskjell"): [ett.forskjell for ett in alle],
            si("År"): [str(ett.aar) for ett in alle],
        }
    )


def _tallet(avstemming: Avstemming) -> Tall | None:
    egen = katalog.indikatorer()[avstemming.egen]
    meldt = _meldt(avstemming)
    data = lesing.tall(egen)
    data = data[data["verdi"].notna() & data["periode"].astype(int).isin(meldt)]
    if data.empty:
        return None
    siste = data.iloc[-1]
    aar, desimaler = int(siste["periode"]), _tall_for(avstemming).desimaler
    eget = (siste["nedre"], siste["oevre"])
    enhet = lesing.still(egen).indikator.visningsenhet
    return Tall(
        egen.navn,
        aar,
        norsk.uten_tegn(siste["verdi"], enhet),
        _skrevet(_vist(avstemming, meldt[aar]), desimaler),
        forskjellen(eget, meldt[aar], enhet.desimaler),
        not avstanden(eget, meldt[aar], enhet.desimaler),
        avstemming.grunn,
    )


# -------------------------------------------------------------------------- det som er meldt


def _tall_for(avstemming: Avstemming) -> Regionstall:
    return katalog.regionstall()[avstemming.tall]


def _meldt(avstemming: Avstemming) -> dict[int, Spenn]:
    """Det som er meldt for hvert år, med det avrundingen kan ha tatt bort."""
    tall = _kommunens(avstemming.tall)
    if avstemming.andel is None:
        er_antall = _tall_for(avstemming).visningsenhet.er_antall
        return {
            aar: (verdi, verdi) if er_antall else _foer_avrunding(verdi)
            for aar, verdi in tall.items()
        }
    andeler = _kommunens(avstemming.andel)
    return {
        aar: hele(verdi, andeler[aar])
        for aar, verdi in tall.items()
        if verdi and andeler.get(aar)
    }


def _kommunens(kode: str) -> dict[int, float]:
    data, nummer = lesing.regionstall(kode), lesing.meta().kommunenummer
    egne = data[(data["region"] == nummer) & data["verdi"].notna()]
    return dict(zip(egne["aar"], egne["verdi"]))


def _foer_avrunding(verdi: float) -> Spenn:
    desimaler = next(antall for antall in range(9) if round(verdi, antall) == verdi)
    halvt = 0.5 * 10**-desimaler
    return verdi - halvt, verdi + halvt


def hele(del_: float, andel: float) -> Spenn:
    """Antallet en del er så mange prosent av, når prosenten er rundet av."""
    nedre, oevre = _foer_avrunding(andel)
    minst = math.ceil(100 * del_ / min(oevre, 100) - _TOLERANSE)
    hoeyst = math.floor(100 * del_ / nedre + _TOLERANSE)
    return minst, max(minst, hoeyst)


def _vist(avstemming: Avstemming, spenn: Spenn) -> Spenn:
    """Spennet slik det vises: er det bare avrundingen, er det tallet i midten."""
    midten = sum(spenn) / 2
    return spenn if avstemming.andel else (midten, midten)


def _skrevet(spenn: Spenn, desimaler: int) -> str:
    return "–".join(dict.fromkeys(norsk.tall(ende, desimaler) for ende in spenn))


# ------------------------------------------------------------------------------ forskjellen


def forskjellen(eget: Spenn, meldt: Spenn, desimaler: int) -> str:
    """«Likt», «Kan være likt», «3 mer» eller «Minst 3 mindre»."""
    avstand = avstanden(eget, meldt, desimaler)
    kjent = eget[0] == eget[1] and meldt[0] == meldt[1]
    if not avstand:
        return si("Likt") if kjent else si("Kan være likt")
    antall = norsk.tall(abs(avstand), desimaler)
    if kjent:
        if avstand > 0:
            return si("{antall} mer", antall=antall)
        return si("{antall} mindre", antall=antall)
    if avstand > 0:
        return si("Minst {antall} mer", antall=antall)
    return si("Minst {antall} mindre", antall=antall)


def avstanden(eget: Spenn, meldt: Spenn, desimaler: int) -> float:
    """Hvor mye mer uttrekkene minst gir enn det som er meldt, eller mindre når det er under null. Ingenting
    når de to kan være like.
    """
    mer, mindre = eget[0] - meldt[1], meldt[0] - eget[1]
    return round(max(mer, 0) - max(mindre, 0), desimaler)
