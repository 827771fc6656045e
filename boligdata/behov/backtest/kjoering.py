"""Lar modellen spå i alle kommunene i alle verdenene, og gir poeng for hvor godt den traff."""

import dataclasses
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from boligdata.behov import estimat, modell
from boligdata.behov.backtest import egne, poeng, verdener
from boligdata.behov.backtest.verdener import (
    BEHOV_OM,
    FRAMTID,
    HORISONT,
    INGEN_TILTAK,
    INNFASING,
    TILTAK,
    Proevekommune,
    Proevetiltak,
)
from boligdata.behov.grunnlag import Grunnlag
from boligdata.behov.historikk import Historikk

VERDENER = {**verdener.VERDENER, **egne.VERDENER}
SOEKNADER, TILDELINGER, KOE, KOE_I_ALT = "soeknader", "tildelinger", "koe", "koe_i_alt"
STROEM, ANKER, SNITT, DEKNINGSGRAD = "stroem", "anker", "snitt", "dekningsgrad"


@dataclass(frozen=True)
class Framskrivingstreff:
    """Hvor godt ett mål ble spådd i én verden: metoden → tabell (kommune × boligtype × år 1–3). Av køen i
    alt er det én, for alle boligtypene.

    crps: avstanden til det som skjedde. plass: andelen av utvalget under det.
    """

    crps: dict[str, np.ndarray]
    plass: dict[str, np.ndarray]


@dataclass(frozen=True)
class Behovstreff:
    """Hvor godt behovet om 3 og 10 år ble spådd i én verden.

    anslag: metoden → tabell (kommune × boligtype × år), sant er det samme for fasiten. plass og
    plass_alle: andelen av utfallene under fasiten, for hver boligtype og for alle til sammen
    (kommune × år). bredde: båndet på 80 prosent delt på snittet.
    soekere: i året på fil (kommune × boligtype).
    """

    sant: np.ndarray
    anslag: dict[str, np.ndarray]
    plass: np.ndarray
    plass_alle: np.ndarray
    bredde: np.ndarray
    soekere: np.ndarray


@dataclass(frozen=True)
class Backtestresultat:
    """Poengene: verden → mål → treff, verden → treff på behovet, og verden → tiltak → hvor mye det endret
    køen i alt om tre år, slik modellen spådde det og slik det ble (kommune × 2).
    """

    kommuner: int
    froe: int
    framtider: int
    sekunder: float
    det_som_kommer: dict[str, dict[str, Framskrivingstreff]]
    behov: dict[str, Behovstreff]
    virkning: dict[str, dict[str, np.ndarray]]


def lag(verden: str, froe: int, nummer: int, tiltak: Proevetiltak = INGEN_TILTAK):
    """Kommune `nummer` i verdenen med dette navnet."""
    valgt = VERDENER[verden]
    fra = egne if isinstance(valgt, egne.Egenverden) else verdener
    return fra.lag(valgt, froe, nummer, tiltak)


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
    det_som_kommer, behov, virkning = {}, {}, {}
    for nr, verden in enumerate(navn):
        fremdrift(verden, nr / len(navn))
        spaadd = [
            _en_kommune(
                lag(verden, froe, nummer),
                framtider,
                np.random.default_rng([froe, nummer, 5]),
                {
                    tiltak: lag(verden, froe, nummer, tiltak).koe[:, -1].sum()
                    for tiltak in TILTAK
                },
            )
            for nummer in range(kommuner)
        ]
        det_som_kommer[verden], behov[verden], virkning[verden] = map(
            _stablet, zip(*spaadd)
        )
    fremdrift("ferdig", 1.0)
    sekunder = time.perf_counter() - start
    return Backtestresultat(
        kommuner, froe, framtider, sekunder, det_som_kommer, behov, virkning
    )


def _stablet(deler: Sequence):
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
    kommune: Proevekommune,
    framtider: int,
    tilfeldig: np.random.Generator,
    koe_med: dict[Proevetiltak, float],
) -> tuple[dict[str, Framskrivingstreff], Behovstreff, dict[str, np.ndarray]]:
    """Poengene i én kommune: hvert mål, behovet og virkningen av tiltakene. `koe_med` er køen i alt om
    tre år når kommunen gjør hvert av dem.
    """
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
    det_som_kommer[KOE_I_ALT] = _koe_i_alt(
        framover, kommune, renset, framtider, tilfeldig
    )
    plan = modell.Plan(horisont=HORISONT, vekst=kommune.drivere)
    svar = modell.regn(grunnlag, plan, framtider)
    avganger = {pool.pool: pool.avgang for pool in grunnlag.pooler}
    return (
        det_som_kommer,
        _behovet(svar, kommune, renset, avganger, tilfeldig),
        _virkning(grunnlag, kommune, framover, framtider, koe_med),
    )


def _framover(
    grunnlag: Grunnlag,
    kommune: Proevekommune,
    framtider: int,
    tiltak: Proevetiltak = INGEN_TILTAK,
) -> list[modell.Framskriving]:
    """Det modellen spår i hver boligtype, med de vedtatte prosjektene og tiltaket."""
    prosjekter = [modell.Prosjekt(*prosjekt) for prosjekt in kommune.prosjekter]
    prosjekter += [
        modell.Prosjekt(pool.pool, 1.0, tiltak.nye_boliger(pool.boliger))
        for pool in grunnlag.pooler
    ]
    grep = modell.Poolgrep(
        soekere=tiltak.soekere, klargjoering=tiltak.klargjoering, innfasing=INNFASING
    )
    plan = modell.Plan(
        horisont=FRAMTID,
        vekst=kommune.drivere,
        prosjekter=tuple(prosjekter),
        grep=dict.fromkeys(kommune.typer, grep),
    )
    spaadd = {pool.pool: pool for pool in modell.framskriv(grunnlag, plan, framtider)}
    return [spaadd[type_] for type_ in kommune.typer]


def _virkning(
    grunnlag: Grunnlag,
    kommune: Proevekommune,
    framover: list[modell.Framskriving],
    framtider: int,
    koe_med: dict[Proevetiltak, float],
) -> dict[str, np.ndarray]:
    """Hvor mye hvert tiltak endrer køen i alt om tre år: slik modellen spår det, og slik det ble."""

    def om_tre_aar(spaadd: list[modell.Framskriving]) -> float:
        return sum(pool.koe[:, -1].mean() for pool in spaadd)

    uten, uten_sant = om_tre_aar(framover), kommune.koe[:, -1].sum()
    ut = {}
    for tiltak, sant in koe_med.items():
        med = om_tre_aar(_framover(grunnlag, kommune, framtider, tiltak))
        ut[tiltak.navn] = np.array([med - uten, sant - uten_sant])
    return ut


def _koe_i_alt(
    framover: list[modell.Framskriving],
    kommune: Proevekommune,
    renset: Historikk,
    framtider: int,
    tilfeldig,
) -> Framskrivingstreff:
    """Hvor godt køen i alle boligtypene til sammen ble spådd."""
    modellen = sum(pool.koe[:, -FRAMTID:] for pool in framover)
    enkle = _enkle_koer(renset, kommune.prosjekter, framtider)
    per_metode = enkle | {"modell": modellen}
    i_alt = kommune.koe.sum(axis=0, keepdims=True)
    return _treff({navn: [en] for navn, en in per_metode.items()}, i_alt, tilfeldig)


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
    egne_prosjekter = [ett for ett in kommune.prosjekter if ett[0] == type_]
    return ut | {KOE: _enkle_koer(historikk, egne_prosjekter, framtider)}


def _enkle_koer(
    historikk: Historikk, prosjekter: Sequence, framtider: int
) -> dict[str, np.ndarray]:
    """Metode → utvalg for køen ved slutten av årene framover."""
    koe = poeng.koe_ved_aarsslutt(historikk)
    ferdige = [
        sum(antall for _, tid, antall in prosjekter if tid <= aar)
        for aar in range(1, FRAMTID + 1)
    ]
    return {
        "siste": poeng.koe_som_naa(koe, FRAMTID, framtider),
        "trend": poeng.som_trenden(koe, FRAMTID, framtider),
        "bygging": poeng.koe_som_naa(koe, FRAMTID, framtider, ferdige),
    }


def _behovet(
    svar: modell.Svar,
    kommune: Proevekommune,
    renset: Historikk,
    avganger: dict[str, float],
    tilfeldig,
) -> Behovstreff:
    om, sant = list(BEHOV_OM), kommune.behov
    etter_navn = {pool.pool: pool for pool in svar.pooler}
    pooler = [etter_navn[type_] for type_ in kommune.typer]
    filene = [renset.velg(renset.pool == type_) for type_ in kommune.typer]
    anslag = _anslagene(pooler, filene, kommune, avganger)
    utfall = np.stack([pool.framtider[:, om] for pool in pooler], axis=1)
    lav, hoey = np.percentile(utfall, modell.BAAND, axis=0)
    return Behovstreff(
        sant,
        anslag,
        poeng.plass(utfall, sant, tilfeldig),
        poeng.plass(utfall.sum(axis=1), sant.sum(axis=0), tilfeldig),
        (hoey - lav) / anslag[SNITT],
        np.array([poeng.per_aar(fil.kom, fil.fra).mean() for fil in filene]),
    )


def _anslagene(
    pooler: list[modell.Behov],
    filene: list[Historikk],
    kommune: Proevekommune,
    avganger: dict[str, float],
) -> dict[str, np.ndarray]:
    """Behovet etter hver metode, (boligtype, om 3 og 10 år)."""
    om = list(BEHOV_OM)
    boliger = [float(pool.boliger[0]) for pool in pooler]
    etter_anker = [
        poeng.etter_anker(fil, antall, kommune.drivere[type_][om], avganger[type_])
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
