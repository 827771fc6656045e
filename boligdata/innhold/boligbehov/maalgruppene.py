"""Behovet per målgruppe i alle boligtypene til sammen, av de publiserte tallene for hvem som bor der, venter
og har flyttet.
"""

import dataclasses
import itertools
import math
from collections import defaultdict
from collections.abc import Sequence

import pandas as pd

from boligdata import lesing
from boligdata.behov import maalgruppe, modell
from boligdata.behov.maalgruppe import Gruppebehov, Maalgruppe
from boligdata.felles import katalog
from boligdata.innhold.boligbehov import folkevekst, grunnlag, planer
from boligdata.innhold.boligbehov.scenario import Scenario

# Målgruppene som er for små til å regnes hver for seg.
ANDRE = "andre"


@lesing.husk_tall
def behovet(scenario: Scenario) -> tuple[Gruppebehov, ...]:
    """Boligene hver målgruppe trenger, den som trenger flest når planen er slutt, først. De som er for små
    til å regnes, er til sist og til sammen (`ANDRE`). Alle er til sammen svaret.
    """
    deler = defaultdict(list)
    for en in itertools.chain.from_iterable(_per_pool(scenario).values()):
        deler[en.gruppe].append(en)
    slutt = grunnlag.planaar()
    alle = [maalgruppe.til_sammen(gruppe, deler[gruppe]) for gruppe in deler]
    smaa = [en for en in alle if en.gruppe == ANDRE or en.for_liten[slutt]]
    store = [en for en in alle if en not in smaa]
    store.sort(key=lambda en: -en.behov[slutt])
    return (*store, *([maalgruppe.til_sammen(ANDRE, smaa)] if smaa else ()))


@lesing.husk_tall
def i_typene(
    scenario: Scenario, boligtyper: tuple[str, ...]
) -> tuple[Gruppebehov | None, ...]:
    """Boligene hver av dem i `behovet` trenger i poolene med noen av disse boligtypene, når ingen deler
    boliger. None for dem som ikke trenger noen der.
    """
    alene = dataclasses.replace(scenario, sammen=())
    her = [
        en
        for typene, deler in _per_pool(alene).items()
        if not set(boligtyper).isdisjoint(typene)
        for en in deler
    ]
    alle = [en.gruppe for en in behovet(scenario)]

    def hvem(en: Gruppebehov) -> str:
        return en.gruppe if en.gruppe in alle else ANDRE

    ut = []
    for gruppe in alle:
        deler = [en for en in her if hvem(en) == gruppe]
        ut.append(maalgruppe.til_sammen(gruppe, deler) if deler else None)
    return tuple(ut)


@lesing.husk_tall
def _per_pool(scenario: Scenario) -> dict[tuple[str, ...], tuple[Gruppebehov, ...]]:
    """Boligene hver målgruppe trenger i hver pool, etter boligtypene i den."""
    planen = planer.plan(scenario)
    # Strømmene har sin egen vekst i planen. Her er det målgruppenes, der de ikke er en strøm.
    vekst = folkevekst.per_maalgruppe(scenario.vekst) | planen.vekst
    planen = dataclasses.replace(planen, vekst=vekst)
    ut = {}
    for pool in modell.pooler(grunnlag.hent(), planen):
        grupper = _gruppene(pool.boligtyper)
        if not any(en.leietakere or en.koe or en.kom for en in grupper):
            # Avrundingen kan ha skjult alle. De er noen likevel.
            grupper = [Maalgruppe(ANDRE, pool.leietakere, pool.koe, 1.0, 0.0)]
        deler = maalgruppe.del_opp(pool, grupper, planen, planer.UTFALL)
        ut[pool.boligtyper] = deler
    return ut


def i_dag(indikator: str, alle: Sequence[Gruppebehov]) -> list[float]:
    """Tallet for hver målgruppe i hele kommunen, det samme som på de andre sidene. De små er lagt sammen.
    Er ingen av dem vist, er det NaN: summen av flere «0–4» er ikke et tall.
    """
    vist = grunnlag.per_boligtype(indikator, ("maalgruppe",), 0)
    per_gruppe = dict(zip(vist["maalgruppe"], vist["verdi"]))
    store = [en.gruppe for en in alle if en.gruppe != ANDRE]
    de_smaa = sum(tall for gruppe, tall in per_gruppe.items() if gruppe not in store)
    per_gruppe[ANDRE] = de_smaa or math.nan
    return [per_gruppe.get(en.gruppe, math.nan) for en in alle]


@lesing.husk_tall
def _gruppene(boligtyper: tuple[str, ...]) -> list[Maalgruppe]:
    """Det som er publisert om hver målgruppe i boligtypene, likt i alle scenarioene."""
    bor, venter = (
        _i_typene(grunnlag.per_boligtype(indikator, _FORDELING, 0), boligtyper)
        for indikator in ("husstander", "venteliste")
    )
    inn, ut = (
        _i_typene(_alle_aar(indikator), boligtyper)
        for indikator in ("innflyttinger", "utflyttinger")
    )
    return [
        Maalgruppe(
            gruppe,
            *(_sum(del_, gruppe, "verdi") for del_ in (bor, venter)),
            _sum(inn, gruppe, "verdi") + _sum(venter, gruppe, "verdi"),
            _sum(ut, gruppe, "verdi"),
            max(_avvik(del_, gruppe) for del_ in (bor, venter)),
        )
        for gruppe in lesing.dimensjon("maalgruppe")
    ]


_FORDELING = ("maalgruppe", "boligtype")


def _alle_aar(indikator: str) -> pd.DataFrame:
    return lesing.tall(katalog.indikatorer()[indikator], "aar", _FORDELING)


def _i_typene(data: pd.DataFrame, boligtyper: tuple[str, ...]) -> pd.DataFrame:
    return data[data["boligtype"].isin(boligtyper)]


def _sum(data: pd.DataFrame, gruppe: str, kolonne: str) -> float:
    return float(data.loc[data["maalgruppe"] == gruppe, kolonne].sum())


def _avvik(data: pd.DataFrame, gruppe: str) -> float:
    """Hvor mye summen kan avvike fra den virkelige, når tallene er rundet av hver for seg."""
    avvik = data.loc[data["maalgruppe"] == gruppe, "i_teller"]
    return float(avvik.max() * math.sqrt(len(avvik))) if len(avvik) else 0.0
