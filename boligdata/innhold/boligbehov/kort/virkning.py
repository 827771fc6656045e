"""Kortene som viser hva planene og tiltakene fører til."""

import dataclasses
import math

import numpy as np
import pandas as pd

from boligdata import lesing
from boligdata.felles import norsk
from boligdata.innhold.boligbehov import grunnlag, planer, utslag
from boligdata.innhold.boligbehov.kort.felles import Behovskort, lag
from boligdata.innhold.boligbehov.kort.ord import (
    ANTALL,
    FORHOLD,
    PROSENT,
    mangler_eller_til_overs,
    poolnavn,
)
from boligdata.innhold.boligbehov.planer import (
    ANBEFALT,
    DAGER_I_AARET,
    EGEN,
    INGENTING,
    VEDTATT,
    Utfall,
)
from boligdata.innhold.boligbehov.scenario import Scenario

FOR_FAA = "Det er for få søkere til å si noe om ventetiden framover."
_KOSTNAD, _PER_BOLIG = "Kostnad (mill. kr)", "Mill. kr per bolig mindre gap"
# Blir gapet mindre enn en halv bolig, er en pris per bolig meningsløs.
_HALV_BOLIG = 0.5


# ------------------------------------------------------------------ planene side om side


@lesing.husk
def planene(scenario: Scenario, egne: tuple[Scenario, ...]) -> Behovskort:
    """Planene side om side, med planene brukeren har lagt ved siden av."""
    slutt, aar = grunnlag.planaar(), grunnlag.aarsnavn()
    alle = [*_de_tre(scenario), *_brukerens(scenario, egne)]
    ingenting, vedtatt = (_mangler(utfall, slutt) for utfall in alle[:2])
    setning = (
        f"Gjør kommunen ingenting, {mangler_eller_til_overs(ingenting)} i {aar[slutt]}. "
        f"Med det som er vedtatt, {mangler_eller_til_overs(vedtatt)}. For å nå "
        f"målet må {norsk.tall(alle[2].inn)} boliger komme til{_mer_enn_gapet(scenario, alle, vedtatt)}"
    )
    serier = [
        (utfall.navn, (utfall.behov - utfall.boliger).tolist()) for utfall in alle
    ]
    return lag(
        "planer",
        scenario,
        setning,
        lambda: _plantabell(alle, slutt, aar[slutt]),
        _planenheter(alle, aar[slutt]),
        {"aar": aar, "serier": serier, "enhet": ANTALL},
        flagg=() if planer.nok_soekere() else (FOR_FAA,),
    )


def _mer_enn_gapet(scenario: Scenario, alle: list[Utfall], gap: float) -> str:
    """Hvordan boligene som må komme til, henger sammen med gapet, som slutten på setningen."""
    _, vedtatt, anbefalt = alle[:3]
    i_tillegg = anbefalt.inn - vedtatt.inn
    flere = i_tillegg - gap
    deler = (
        f": {norsk.tall(vedtatt.inn)} som er vedtatt, og {norsk.tall(i_tillegg)} i "
        "tillegg."
    )
    if flere <= 0 or gap < 0:
        return deler
    grunn = (
        "det som er til overs av én boligtype, dekker ikke mangelen på en annen"
        if _til_overs(scenario) >= 1
        else "hver boligtype rundes opp til hele boliger"
    )
    return (
        f"{deler} De {norsk.tall(i_tillegg)} er {norsk.tall(flere)} flere enn de "
        f"{norsk.tall(gap)} som mangler, for {grunn}."
    )


def _til_overs(scenario: Scenario) -> float:
    """Hvor mange boliger som er til overs av de typene det er nok av, med det som er vedtatt."""
    slutt, svar = grunnlag.planaar(), planer.svar(planer.uten_tiltak(scenario))
    return sum(
        max(float(behov.boliger[slutt] - behov.behov[slutt]), 0.0)
        for behov in svar.pooler
    )


def _de_tre(scenario: Scenario) -> list[Utfall]:
    return [planer.utfall(scenario, slag) for slag in (INGENTING, VEDTATT, ANBEFALT)]


def _brukerens(scenario: Scenario, egne: tuple[Scenario, ...]) -> list[Utfall]:
    """Planene brukeren har lagt ved siden av, og den som prøves nå."""
    proeves = (scenario.grep or scenario.sammen) and scenario not in egne
    # Navnet er brukerens eget, og kan være det samme som en av de tre planene.
    return [
        dataclasses.replace(planer.utfall(egen, EGEN), navn=egen.navn or EGEN)
        for egen in (*egne, *((scenario,) if proeves else ()))
    ]


def _mangler(utfall: Utfall, slutt: int) -> float:
    return float(round(utfall.behov[slutt]) - utfall.boliger[slutt])


def _planenheter(alle: list[Utfall], aar: str) -> dict:
    i_boliger = ["Kommer til", "Går ut", f"Har {aar}", f"Trengs {aar}", "Mangler"]
    enheter = dict.fromkeys([*i_boliger, f"I kø {aar}"], ANTALL)
    if planer.nok_soekere():
        enheter[f"Innen fristen {aar}"] = PROSENT
    if any(utfall.kostnad for utfall in alle):
        enheter |= {_KOSTNAD: FORHOLD, _PER_BOLIG: FORHOLD}
    return enheter


def _plantabell(alle: list[Utfall], slutt: int, aar: str) -> pd.DataFrame:
    """Planene side om side når planen er slutt."""
    kolonner = {
        "Plan": lambda utfall: utfall.navn,
        "Kommer til": lambda utfall: float(utfall.inn),
        "Går ut": lambda utfall: float(utfall.ut),
        f"Har {aar}": lambda utfall: float(utfall.boliger[slutt]),
        f"Trengs {aar}": lambda utfall: float(round(utfall.behov[slutt])),
        "Mangler": lambda utfall: _mangler(utfall, slutt),
        f"I kø {aar}": lambda utfall: float(round(utfall.koe[slutt])),
    }
    if planer.nok_soekere():
        # Det siste året i planen er det som slutter med det siste årsskiftet.
        kolonner[f"Innen fristen {aar}"] = lambda utfall: float(
            round(utfall.innen[slutt - 1])
        )
    if any(utfall.kostnad for utfall in alle):
        kolonner[_KOSTNAD] = lambda utfall: _millioner(utfall.kostnad)
        kolonner[_PER_BOLIG] = lambda utfall: _per_bolig(utfall, alle[1], slutt)
    return pd.DataFrame(
        {navn: [verdi(utfall) for utfall in alle] for navn, verdi in kolonner.items()}
    )


def _millioner(kostnad: int) -> float:
    """Kostnaden i millioner kroner, når brukeren har satt en."""
    return kostnad / 1000 if kostnad else math.nan


def _per_bolig(utfall: Utfall, mot: Utfall, slutt: int) -> float:
    """Millioner kroner per bolig gapet blir mindre enn med det som er vedtatt."""
    gap, gap_vedtatt = (
        plan.behov[slutt] - plan.boliger[slutt] for plan in (utfall, mot)
    )
    return _pris(_millioner(utfall.kostnad), gap_vedtatt - gap)


def _pris(millioner: float, boliger: float) -> float:
    return millioner / boliger if boliger > _HALV_BOLIG else math.nan


# ----------------------------------------------------------------------- innen fristen


@lesing.husk
def innen_frist(scenario: Scenario) -> Behovskort | None:
    """Andelen som får bolig innen fristen, år for år, i de tre planene. None når det er for få
    søkere til å si noe.
    """
    if not planer.nok_soekere():
        return None
    alle, slutt = _de_tre(scenario), grunnlag.planaar()
    aar, maalet = grunnlag.aarsnavn()[1 : slutt + 1], planer.maalsetting(scenario)
    serier = [(utfall.navn, np.round(utfall.innen[:slutt]).tolist()) for utfall in alle]
    vedtatt, anbefalt = (
        norsk.med_enhet(andeler[-1], PROSENT) for _, andeler in serier[1:]
    )
    serier += _per_pool(alle[1], slutt)
    tabell = pd.DataFrame({"År": aar} | dict(serier))
    dager = round(maalet.frist * DAGER_I_AARET)
    i_fristen = scenario.maal == "innen_frist"
    return lag(
        "innen",
        scenario,
        f"Av dem som får vedtak i {aar[-1]}, får {vedtatt} bolig innen {dager} dager med dagens "
        f"planer. Med den anbefalte planen får {anbefalt} det.",
        tabell,
        dict.fromkeys(tabell.columns[1:], PROSENT),
        {
            "aar": aar,
            "serier": serier,
            "enhet": PROSENT,
            "maallinje": 100 * (1 - maalet.andel) if i_fristen else None,
        },
        dager=dager,
        framtider=norsk.tall(planer.framtider()),
    )


def _per_pool(vedtatt: Utfall, slutt: int) -> list[tuple[str, list[float]]]:
    """Poolene som er store nok til å si noe om, med den vedtatte planen."""
    pooler = grunnlag.hent().pooler
    if len(pooler) < 2:
        return []
    koen = {koe.pool: koe for koe in vedtatt.koe_per_pool}
    store = [pool for pool in pooler if pool.soekere >= planer.SOEKERE_TIL_VENTETID]
    return [
        (
            grunnlag.navn(pool.pool),
            np.round(planer.andel_innen(koen[pool.pool])[:slutt]).tolist(),
        )
        for pool in store
    ]


# ---------------------------------------------------------------------- hvert tiltak alene


@lesing.husk
def tiltakene(scenario: Scenario) -> Behovskort | None:
    """Hva hvert tiltak i scenarioet betyr alene. None når det ikke er noen."""
    alle = utslag.per_tiltak(scenario)
    if not alle:
        return None
    aar = grunnlag.aarsnavn()[grunnlag.planaar()]
    tabell = _tiltakstabell(alle, aar)
    mest = max(alle, key=lambda virkning: virkning.boliger)
    setning = f"Ingen av tiltakene gjør at færre mangler i {aar}."
    if mest.boliger >= _HALV_BOLIG:
        setning = (
            f"Mest alene betyr «{norsk.liten_forbokstav(mest.hva)}»: Da mangler det "
            f"{norsk.flere_eller_faerre(-round(mest.boliger), 'boliger')} i {aar}."
        )
    rader = [
        (f"{virkning.hva}: {poolnavn(virkning.pool)}", virkning.boliger)
        for virkning in alle
    ]
    return lag(
        "tiltak",
        scenario,
        setning,
        tabell,
        dict.fromkeys(tabell.columns[2:5], FORHOLD),
        {"rader": rader},
    )


def _tiltakstabell(alle: tuple[utslag.Virkning, ...], aar: str) -> pd.DataFrame:
    # Kostnaden er for hele boligtypen. Er det flere tiltak der, vet vi ikke hva hvert av dem
    # koster.
    i_poolen = [virkning.pool for virkning in alle]
    kostnad = [
        _millioner(virkning.grep.kostnad if i_poolen.count(virkning.pool) == 1 else 0)
        for virkning in alle
    ]
    return pd.DataFrame(
        {
            "Tiltak": [virkning.hva for virkning in alle],
            "Boligtype": [grunnlag.navn(virkning.pool) for virkning in alle],
            f"Mindre gap i {aar} (boliger)": [virkning.boliger for virkning in alle],
            _KOSTNAD: kostnad,
            "Mill. kr per bolig": [
                _pris(millioner, virkning.boliger)
                for virkning, millioner in zip(alle, kostnad)
            ],
            "Kilde til virkningen": [
                virkning.grep.kilde or "Ikke oppgitt" for virkning in alle
            ],
        }
    )
