"""Lar modellen spå i alle kommunene i alle verdenene, og gir poeng for hvor godt den traff."""

import dataclasses
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from boligdata.behov import estimat, modell
from boligdata.behov.backtest import poeng, verdener
from boligdata.behov.backtest.verdener import (
    BEHOV_OM,
    FRAMTID,
    HORISONT,
    VERDENER,
    Proevekommune,
)
from boligdata.behov.grunnlag import Grunnlag
from boligdata.behov.historikk import Historikk

SOEKNADER, TILDELINGER, KOE = "soeknader", "tildelinger", "koe"
STROEM, ANKER, SNITT, DEKNINGSGRAD = "stroem", "anker", "snitt", "dekningsgrad"


@dataclass(frozen=True)
class Framskrivingstreff:
    """Hvor godt ett mål ble spådd i én verden: metoden → tabell (kommune × boligtype × år 1–3).

    crps: avstanden til det som skjedde. plass: andelen av utvalget under det.
    """

    crps: dict[str, np.ndarray]
    plass: dict[str, np.ndarray]


@dataclass(frozen=True)
class Behovstreff:
    """Hvor godt behovet om 3 og 10 år ble spådd i én verden.

    anslag: metoden → tabell (kommune × boligtype × år), sant er det samme for fasiten. plass og
    plass_alle: andelen av utfallene under fasiten, for hver boligtype og for alle til sammen
    (kommune × år), rundt strømmen og rundt snittet. bredde: båndet på 80 prosent delt på snittet.
    soekere: i året på fil (kommune × boligtype).
    """

    sant: np.ndarray
    anslag: dict[str, np.ndarray]
    plass: dict[str, np.ndarray]
    plass_alle: dict[str, np.ndarray]
    bredde: np.ndarray
    soekere: np.ndarray


@dataclass(frozen=True)
class Backtestresultat:
    """Poengene: verden → mål → treff, og verden → treff på behovet."""

    kommuner: int
    froe: int
    framtider: int
    sekunder: float
    det_som_kommer: dict[str, dict[str, Framskrivingstreff]]
    behov: dict[str, Behovstreff]


def kjoer(
    navn: Sequence[str] = tuple(VERDENER),
    kommuner: int = 100,
    froe: int = 1,
    framtider: int = 200,
    fremdrift: Callable[[str, float], None] = lambda tekst, andel: None,
) -> Backtestresultat:
    """Spå i `kommuner` kommuner i hver verden i `navn`. `fremdrift` får en tekst og andelen som er
    gjort.
    """
    start = time.perf_counter()
    det_som_kommer, behov = {}, {}
    for nr, verden in enumerate(navn):
        fremdrift(verden, nr / len(navn))
        spaadd = [
            _en_kommune(
                verdener.lag(VERDENER[verden], froe, nummer),
                framtider,
                np.random.default_rng([froe, nummer, 5]),
            )
            for nummer in range(kommuner)
        ]
        det_som_kommer[verden] = _stablet([framover for framover, _ in spaadd])
        behov[verden] = _stablet([behovet for _, behovet in spaadd])
    fremdrift("ferdig", 1.0)
    return Backtestresultat(
        kommuner, froe, framtider, time.perf_counter() - start, det_som_kommer, behov
    )


def _stablet(deler: list):
    """Tabellene fra hver kommune lagt oppå hverandre, felt for felt og navn for navn."""
    foerste = deler[0]
    if dataclasses.is_dataclass(foerste):
        felt = [felt.name for felt in dataclasses.fields(foerste)]
        return type(foerste)(
            *(_stablet([getattr(del_, navn) for del_ in deler]) for navn in felt)
        )
    if isinstance(foerste, dict):
        return {navn: _stablet([del_[navn] for del_ in deler]) for navn in foerste}
    return np.stack(deler)


def _en_kommune(
    kommune: Proevekommune, framtider: int, tilfeldig: np.random.Generator
) -> tuple[dict[str, Framskrivingstreff], Behovstreff]:
    """Poengene i én kommune: hvert mål og behovet."""
    grunnlag = estimat.estimer(kommune.historikk, foer=kommune.drivere_foer)
    # De enkle metodene får også en rettet fil.
    renset = poeng.ryddet(kommune.historikk)
    framover = _framover(grunnlag, kommune, framtider)
    enkle = [
        _enkle_anslag(
            renset.velg(renset.pool == type_), kommune, type_, framtider, tilfeldig
        )
        for type_ in kommune.typer
    ]
    det_som_kommer = {
        maal: _treff(
            {
                metode: [anslag[maal][metode] for anslag in enkle]
                for metode in enkle[0][maal]
            }
            | {"modell": [getattr(pool, felt)[:, -FRAMTID:] for pool in framover]},
            sant,
            tilfeldig,
        )
        for maal, felt, sant in (
            (SOEKNADER, "soekere", kommune.soeknader),
            (TILDELINGER, "tildelt", kommune.tildelinger),
            (KOE, "koe", kommune.koe),
        )
    }
    plan = modell.Plan(horisont=HORISONT, vekst=kommune.drivere)
    svar = modell.regn(grunnlag, plan, framtider)
    return det_som_kommer, _behovet(svar, kommune, renset, tilfeldig)


def _framover(
    grunnlag: Grunnlag, kommune: Proevekommune, framtider: int
) -> list[modell.Framskriving]:
    """Det modellen spår i hver boligtype, med de vedtatte prosjektene."""
    prosjekter = tuple(modell.Prosjekt(*prosjekt) for prosjekt in kommune.prosjekter)
    plan = modell.Plan(horisont=FRAMTID, vekst=kommune.drivere, prosjekter=prosjekter)
    spaadd = {pool.pool: pool for pool in modell.framskriv(grunnlag, plan, framtider)}
    return [spaadd[type_] for type_ in kommune.typer]


def _treff(
    per_type: dict[str, list], sant: np.ndarray, tilfeldig
) -> Framskrivingstreff:
    """Hvor godt hver metode traff, der `per_type` er metode → utvalget for hver boligtype."""
    utvalg = {metode: np.stack(typene, axis=1) for metode, typene in per_type.items()}
    return Framskrivingstreff(
        {metode: poeng.crps(mulige, sant) for metode, mulige in utvalg.items()},
        {
            metode: poeng.plass(mulige, sant, tilfeldig)
            for metode, mulige in utvalg.items()
        },
    )


def _enkle_anslag(
    historikk: Historikk, kommune: Proevekommune, type_: str, framtider: int, tilfeldig
) -> dict[str, dict]:
    """Mål → metode → utvalg, for metodene uten noen modell."""
    fra = historikk.fra
    ut = {
        maal: {
            "siste": poeng.som_i_fjor(per_aar, FRAMTID, framtider, tilfeldig),
            "trend": poeng.som_trenden(per_aar, FRAMTID, framtider),
        }
        for maal, per_aar in (
            (SOEKNADER, poeng.per_aar(historikk.kom, fra)),
            (TILDELINGER, poeng.per_aar(historikk.fikk, fra)),
        )
    }
    koe = poeng.koe_ved_aarsslutt(historikk)
    egne = [(tid, antall) for pool, tid, antall in kommune.prosjekter if pool == type_]
    ferdige = [
        sum(antall for tid, antall in egne if tid <= aar)
        for aar in range(1, FRAMTID + 1)
    ]
    ut[KOE] = {
        "siste": poeng.koe_som_naa(koe, FRAMTID, framtider),
        "trend": poeng.som_trenden(koe, FRAMTID, framtider),
        "bygging": poeng.koe_som_naa(koe, FRAMTID, framtider, ferdige),
    }
    return ut


def _behovet(
    svar: modell.Svar, kommune: Proevekommune, renset: Historikk, tilfeldig
) -> Behovstreff:
    om, sant = list(BEHOV_OM), kommune.behov
    etter_navn = {pool.pool: pool for pool in svar.pooler}
    pooler = [etter_navn[type_] for type_ in kommune.typer]
    filene = [renset.velg(renset.pool == type_) for type_ in kommune.typer]
    anslag = _anslagene(pooler, filene, kommune, om)
    # Utfallene i svaret ligger rundt snittet. Rundt strømmen er de like spredt.
    rundt_snittet = np.stack([pool.framtider[:, om] for pool in pooler], axis=1)
    rundt_stroemmen = rundt_snittet * anslag[STROEM] / anslag[SNITT]
    utfall = {SNITT: rundt_snittet, STROEM: rundt_stroemmen}
    lav, hoey = np.percentile(rundt_snittet, (10, 90), axis=0)
    return Behovstreff(
        sant,
        anslag,
        {
            metode: poeng.plass(mulige, sant, tilfeldig)
            for metode, mulige in utfall.items()
        },
        {
            metode: poeng.plass(mulige.sum(axis=1), sant.sum(axis=0), tilfeldig)
            for metode, mulige in utfall.items()
        },
        (hoey - lav) / anslag[SNITT],
        np.array([poeng.per_aar(fil.kom, fil.fra).mean() for fil in filene]),
    )


def _anslagene(
    pooler: list[modell.Behov],
    filene: list[Historikk],
    kommune: Proevekommune,
    om: list[int],
) -> dict[str, np.ndarray]:
    """Behovet etter hver metode, (boligtype, om 3 og 10 år)."""
    boliger = [float(pool.boliger[0]) for pool in pooler]
    etter_anker = [
        poeng.etter_anker(fil, antall, kommune.drivere[type_][om])
        for fil, antall, type_ in zip(filene, boliger, kommune.typer, strict=True)
    ]
    etter_dekningsgrad = [
        poeng.etter_dekningsgrad(antall, kommune.innbyggere[om]) for antall in boliger
    ]
    return {
        STROEM: np.array([pool.stroem[om] for pool in pooler]),
        ANKER: np.array(etter_anker),
        SNITT: np.array([pool.behov[om] for pool in pooler]),
        DEKNINGSGRAD: np.array(etter_dekningsgrad),
    }
