"""Lar modellen spå i alle kommunene i alle verdenene, og gir poeng for hvor godt den traff."""

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
    soekere: i året på fil (kommune × boligtype)."""

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
    gjort."""
    start = time.perf_counter()
    det_som_kommer, behov = {}, {}
    for nr, verden in enumerate(navn):
        fremdrift(verden, nr / len(navn))
        spaadd = [
            _en_kommune(
                verdener.lag(VERDENER[verden], froe, k),
                framtider,
                np.random.default_rng([froe, k, 5]),
            )
            for k in range(kommuner)
        ]
        det_som_kommer[verden] = {
            maal: Framskrivingstreff(
                *(_stablet([s[0][maal][i] for s in spaadd]) for i in range(2))
            )
            for maal in (SOEKNADER, TILDELINGER, KOE)
        }
        behov[verden] = Behovstreff(
            *(_stablet([s[1][i] for s in spaadd]) for i in range(6))
        )
    fremdrift("ferdig", 1.0)
    return Backtestresultat(
        kommuner, froe, framtider, time.perf_counter() - start, det_som_kommer, behov
    )


def _stablet(deler: list):
    """Tabellene fra hver kommune lagt oppå hverandre, også når de ligger under hvert sitt navn."""
    if isinstance(deler[0], dict):
        return {navn: np.stack([d[navn] for d in deler]) for navn in deler[0]}
    return np.stack(deler)


def _en_kommune(kommune: Proevekommune, framtider: int, tilfeldig: np.random.Generator):
    """Poengene i én kommune: mål → (crps, plass), og feltene i `Behovstreff`."""
    grunnlag = estimat.estimer(kommune.historikk, foer=kommune.drivere_foer)
    # De enkle metodene får også en rettet fil.
    renset = poeng.ryddet(kommune.historikk)
    prosjekter = tuple(modell.Prosjekt(*p) for p in kommune.prosjekter)
    koeplan = modell.Plan(
        horisont=FRAMTID, vekst=kommune.drivere, prosjekter=prosjekter
    )
    framover = {f.pool: f for f in modell.framskriv(grunnlag, koeplan, framtider)}
    enkle = [
        _enkle_anslag(renset.velg(renset.pool == t), kommune, t, framtider, tilfeldig)
        for t in kommune.typer
    ]
    det_som_kommer = {}
    for maal, felt, sant in (
        (SOEKNADER, "soekere", kommune.soeknader),
        (TILDELINGER, "tildelt", kommune.tildelinger),
        (KOE, "koe", kommune.koe),
    ):
        utvalg = {metode: [e[maal][metode] for e in enkle] for metode in enkle[0][maal]}
        utvalg["modell"] = [
            getattr(framover[t], felt)[:, -FRAMTID:] for t in kommune.typer
        ]
        stablet = {
            metode: np.stack(per_type, axis=1) for metode, per_type in utvalg.items()
        }
        det_som_kommer[maal] = (
            {m: poeng.crps(u, sant) for m, u in stablet.items()},
            {m: poeng.plass(u, sant, tilfeldig) for m, u in stablet.items()},
        )
    svar = modell.regn(
        grunnlag, modell.Plan(horisont=HORISONT, vekst=kommune.drivere), framtider
    )
    return det_som_kommer, _behovet(svar, kommune, renset, tilfeldig)


def _enkle_anslag(
    h: Historikk, kommune: Proevekommune, type_: str, framtider: int, tilfeldig
) -> dict[str, dict]:
    """Mål → metode → utvalg, for metodene uten noen modell."""
    aar = range(1, FRAMTID + 1)
    ut = {
        maal: {
            "siste": poeng.som_i_fjor(per_aar, FRAMTID, framtider, tilfeldig),
            "trend": poeng.som_trenden(per_aar, FRAMTID, framtider),
        }
        for maal, per_aar in (
            (SOEKNADER, poeng.per_aar(h.kom, h.fra)),
            (TILDELINGER, poeng.per_aar(h.fikk, h.fra)),
        )
    }
    koe = poeng.koe_ved_aarsslutt(h)
    ferdige = [
        sum(
            antall
            for pool, tid, antall in kommune.prosjekter
            if pool == type_ and tid <= a
        )
        for a in aar
    ]
    ut[KOE] = {
        "siste": poeng.koe_som_naa(koe, FRAMTID, framtider),
        "trend": poeng.som_trenden(koe, FRAMTID, framtider),
        "bygging": poeng.koe_som_naa(koe, FRAMTID, framtider, ferdige),
    }
    return ut


def _behovet(
    svar: modell.Svar, kommune: Proevekommune, renset: Historikk, tilfeldig
) -> tuple:
    """Feltene i `Behovstreff` for én kommune."""
    om = list(BEHOV_OM)
    pooler = [next(b for b in svar.pooler if b.pool == t) for t in kommune.typer]
    filene = [renset.velg(renset.pool == t) for t in kommune.typer]
    boliger = [float(b.boliger[0]) for b in pooler]
    anslag = {
        STROEM: np.array([b.stroem[om] for b in pooler]),
        ANKER: np.array(
            [
                poeng.etter_anker(h, n, kommune.drivere[t][om])
                for h, n, t in zip(filene, boliger, kommune.typer, strict=True)
            ]
        ),
        SNITT: np.array([b.behov[om] for b in pooler]),
        DEKNINGSGRAD: np.array(
            [poeng.etter_dekningsgrad(n, kommune.innbyggere[om]) for n in boliger]
        ),
    }
    # Utfallene i svaret ligger rundt snittet. Rundt strømmen er de like spredt.
    rundt_snittet = np.stack([b.framtider[:, om] for b in pooler], axis=1)
    utfall = {
        SNITT: rundt_snittet,
        STROEM: rundt_snittet * anslag[STROEM] / anslag[SNITT],
    }
    sant = kommune.behov
    lav, hoey = np.percentile(rundt_snittet, (10, 90), axis=0)
    soekere = np.array([poeng.per_aar(h.kom, h.fra).mean() for h in filene])
    return (
        sant,
        anslag,
        {m: poeng.plass(u, sant, tilfeldig) for m, u in utfall.items()},
        {
            m: poeng.plass(u.sum(axis=1), sant.sum(axis=0), tilfeldig)
            for m, u in utfall.items()
        },
        (hoey - lav) / anslag[SNITT],
        soekere,
    )
