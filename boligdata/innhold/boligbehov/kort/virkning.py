"""Kortene som viser hva planene og tiltakene fører til."""

import math

import numpy as np
import pandas as pd

from boligdata import lesing
from boligdata.felles import norsk
from boligdata.felles.maalform import fast, si
from boligdata.innhold.boligbehov import grunnlag, planer, utslag
from boligdata.innhold.boligbehov.kort.felles import Behovskort, lag, tittel
from boligdata.innhold.boligbehov.kort.ord import (
    ANTALL,
    FORHOLD,
    MED_VEDTATT,
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
from boligdata.innhold.funn import Kortfunn

_KOSTNAD, _PER_BOLIG = fast("Kostnad (mill. kr)"), fast("Mill. kr per bolig mindre gap")
_UTEN_PLAN = (
    fast("Gjør kommunen ingenting, mangler det {boliger} i {aar}."),
    fast("Gjør kommunen ingenting, er det {boliger} til overs i {aar}."),
    fast("Gjør kommunen ingenting, er det akkurat nok boliger i {aar}."),
)
# En plan som vises, med navnet leseren ser.
_Plan = tuple[str, Utfall]
# Blir gapet mindre enn en halv bolig, er en pris per bolig meningsløs.
_HALV_BOLIG = 0.5


# ------------------------------------------------------------------ planene side om side


@lesing.husk
def planene(scenario: Scenario, egne: tuple[Scenario, ...]) -> Behovskort:
    """Planene side om side, med planene brukeren har lagt ved siden av."""
    slutt, aar = grunnlag.planaar(), grunnlag.aarsnavn()
    de_tre, brukerens = _de_tre(scenario), _brukerens(scenario, egne)
    alle = [*_med_navn(de_tre), *brukerens]
    ingenting, vedtatt = (_mangler(utfall, slutt) for utfall in de_tre[:2])
    i_aaret = aar[slutt]
    uten_plan = mangler_eller_til_overs(ingenting, _UTEN_PLAN, aar=i_aaret)
    med_vedtatt = mangler_eller_til_overs(vedtatt, MED_VEDTATT)
    hvorfor_flere = _mer_enn_gapet(scenario, de_tre, vedtatt)
    rester = (uten_plan, med_vedtatt, hvorfor_flere)
    setning = (uten_plan, med_vedtatt, _maa_komme_til(de_tre), hvorfor_flere)
    serier = [(navn, (utfall.behov - utfall.boliger).tolist()) for navn, utfall in alle]
    for_faa = si("Det er for få søkere til å si noe om ventetiden framover.")
    return lag(
        "planer",
        scenario,
        " ".join(filter(None, setning)),
        _maa_til(de_tre, " ".join(filter(None, rester))),
        lambda: _plantabell(alle, slutt, i_aaret),
        _planenheter(alle, i_aaret),
        {"aar": aar, "serier": serier, "enhet": ANTALL},
        flagg=() if planer.nok_soekere() else (for_faa,),
    )


def _maa_komme_til(de_tre: list[Utfall]) -> str:
    """Boligene som må komme til, og hvor mange av dem som er vedtatt."""
    _, vedtatt, anbefalt = de_tre
    return si(
        "For å nå målet må {antall} boliger komme til: {vedtatt} som er vedtatt, og {flere} i tillegg.",
        antall=norsk.tall(anbefalt.inn),
        vedtatt=norsk.tall(vedtatt.inn),
        flere=norsk.tall(anbefalt.inn - vedtatt.inn),
    )


def _maa_til(de_tre: list[Utfall], resten: str) -> Kortfunn:
    """Det samme som tittel."""
    _, vedtatt, anbefalt = de_tre
    if not anbefalt.inn:
        return tittel(si("Ingen nye boliger trengs for å nå målet"), resten=resten)
    antall = norsk.med_ord(anbefalt.inn, si("boliger"))
    if not vedtatt.inn:
        mal = fast("{boliger} må komme til for å nå målet, ingen er vedtatt")
    else:
        mal = fast("{boliger} må komme til for å nå målet, {antall} er vedtatt")
    maa_til = si(mal, boliger=antall, antall=norsk.tall(vedtatt.inn))
    return tittel(maa_til, resten=resten)


def _mer_enn_gapet(scenario: Scenario, de_tre: list[Utfall], gap: float) -> str:
    """Hvorfor flere boliger må komme til enn dem som mangler, eller «»."""
    _, vedtatt, anbefalt = de_tre
    i_tillegg = anbefalt.inn - vedtatt.inn
    flere = i_tillegg - gap
    if flere <= 0 or gap < 0:
        return ""
    if _til_overs(scenario) >= 1:
        mal = fast(
            "De {i_tillegg} i tillegg er {flere} flere enn de {gap} som mangler, for det som er til overs "
            "av én boligtype, dekker ikke mangelen på en annen."
        )
    else:
        mal = fast(
            "De {i_tillegg} i tillegg er {flere} flere enn de {gap} som mangler, for hver boligtype rundes "
            "opp til hele boliger."
        )
    tallene = {"i_tillegg": i_tillegg, "flere": flere, "gap": gap}
    return si(mal, **{navn: norsk.tall(tall) for navn, tall in tallene.items()})


def _til_overs(scenario: Scenario) -> float:
    """Hvor mange boliger som er til overs av de typene det er nok av, med det som er vedtatt."""
    slutt, svar = grunnlag.planaar(), planer.svar(planer.uten_tiltak(scenario))
    return sum(
        max(float(behov.boliger[slutt] - behov.behov[slutt]), 0.0)
        for behov in svar.pooler
    )


def _de_tre(scenario: Scenario) -> list[Utfall]:
    return [planer.utfall(scenario, slag) for slag in (INGENTING, VEDTATT, ANBEFALT)]


def _med_navn(alle: list[Utfall]) -> list[_Plan]:
    return [(si(utfall.navn), utfall) for utfall in alle]


def _brukerens(scenario: Scenario, egne: tuple[Scenario, ...]) -> list[_Plan]:
    """Planene brukeren har lagt ved siden av, og den som prøves nå."""
    proeves = (scenario.grep or scenario.sammen) and scenario not in egne
    # Navnet er brukerens eget, og kan være det samme som en av de tre planene.
    return [
        (egen.navn or si(EGEN), planer.utfall(egen, EGEN))
        for egen in (*egne, *((scenario,) if proeves else ()))
    ]


def _mangler(utfall: Utfall, slutt: int) -> float:
    return float(round(utfall.behov[slutt]) - utfall.boliger[slutt])


def _planenheter(alle: list[_Plan], aar: str) -> dict:
    i_boliger = [
        si("Kommer til"),
        si("Går ut"),
        si("Har {aar}", aar=aar),
        si("Trengs {aar}", aar=aar),
        si("Mangler"),
        si("I kø {aar}", aar=aar),
    ]
    enheter = dict.fromkeys(i_boliger, ANTALL)
    if planer.nok_soekere():
        enheter[si("Innen fristen {aar}", aar=aar)] = PROSENT
    if _noe_koster(alle):
        enheter |= {si(_KOSTNAD): FORHOLD, si(_PER_BOLIG): FORHOLD}
    return enheter


def _noe_koster(alle: list[_Plan]) -> bool:
    return any(utfall.kostnad for _, utfall in alle)


def _plantabell(alle: list[_Plan], slutt: int, aar: str) -> pd.DataFrame:
    """Planene side om side når planen er slutt."""
    utfallene = [utfall for _, utfall in alle]
    kolonner = {
        si("Kommer til"): lambda utfall: float(utfall.inn),
        si("Går ut"): lambda utfall: float(utfall.ut),
        si("Har {aar}", aar=aar): lambda utfall: float(utfall.boliger[slutt]),
        si("Trengs {aar}", aar=aar): lambda utfall: float(round(utfall.behov[slutt])),
        si("Mangler"): lambda utfall: _mangler(utfall, slutt),
        si("I kø {aar}", aar=aar): lambda utfall: float(round(utfall.koe[slutt])),
    }
    if planer.nok_soekere():
        # Det siste året i planen er det som slutter med det siste årsskiftet.
        kolonner[si("Innen fristen {aar}", aar=aar)] = lambda utfall: float(
            round(utfall.innen[slutt - 1])
        )
    if _noe_koster(alle):
        kolonner[si(_KOSTNAD)] = lambda utfall: _millioner(utfall.kostnad)
        kolonner[si(_PER_BOLIG)] = lambda utfall: _per_bolig(
            utfall, utfallene[1], slutt
        )
    return pd.DataFrame(
        {si("Plan"): [navn for navn, _ in alle]}
        | {navn: [*map(verdi, utfallene)] for navn, verdi in kolonner.items()}
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
    serier = [
        (navn, np.round(utfall.innen[:slutt]).tolist())
        for navn, utfall in _med_navn(alle)
    ]
    vedtatt, anbefalt = (
        norsk.med_enhet(andeler[-1], PROSENT) for _, andeler in serier[1:]
    )
    serier += _per_pool(alle[1], slutt)
    tabell = pd.DataFrame({si("År"): aar} | dict(serier))
    dager = round(maalet.frist * DAGER_I_AARET)
    i_fristen = scenario.maal == "innen_frist"
    tallene = {"aar": aar[-1], "andel": vedtatt, "dager": dager}
    med_vedtatt = si(
        "Av dem som får vedtak i {aar}, får {andel} bolig innen {dager} dager med dagens planer.",
        **tallene,
    )
    med_anbefalt = si("Med den anbefalte planen får {andel} det.", andel=anbefalt)
    overskrift = si(
        "{andel} får bolig innen {dager} dager i {aar} med dagens planer", **tallene
    )
    return lag(
        "innen",
        scenario,
        f"{med_vedtatt} {med_anbefalt}",
        tittel(overskrift, resten=med_anbefalt),
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
    overskrift = si("Ingen av tiltakene gjør at færre mangler i {aar}", aar=aar)
    setning = f"{overskrift}."
    if mest.boliger >= _HALV_BOLIG:
        virkningen = {
            "tiltaket": norsk.liten_forbokstav(si(mest.hva)),
            "boliger": norsk.flere_eller_faerre(-round(mest.boliger), si("boliger")),
            "aar": aar,
        }
        setning = si(
            "Mest alene betyr «{tiltaket}»: Da mangler det {boliger} i {aar}.",
            **virkningen,
        )
        overskrift = si(
            "Mest betyr {tiltaket}: {boliger} mangler i {aar}", **virkningen
        )
    rader = [
        (
            si(
                "{hvem}: {setning}",
                hvem=si(virkning.hva),
                setning=poolnavn(virkning.pool),
            ),
            virkning.boliger,
        )
        for virkning in alle
    ]
    return lag(
        "tiltak",
        scenario,
        setning,
        tittel(overskrift),
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
            si("Tiltak"): [si(virkning.hva) for virkning in alle],
            si("Boligtype"): [grunnlag.navn(virkning.pool) for virkning in alle],
            si("Mindre gap i {aar} (boliger)", aar=aar): [
                virkning.boliger for virkning in alle
            ],
            si(_KOSTNAD): kostnad,
            si("Mill. kr per bolig"): [
                _pris(millioner, virkning.boliger)
                for virkning, millioner in zip(alle, kostnad)
            ],
            si("Kilde til virkningen"): [
                virkning.grep.kilde or si("Ikke oppgitt") for virkning in alle
            ],
        }
    )
