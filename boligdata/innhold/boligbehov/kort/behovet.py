"""Kortene som svarer på hvor mange boliger som trengs."""

import dataclasses
import math

import numpy as np
import pandas as pd

from boligdata import lesing
from boligdata.behov import modell
from boligdata.felles import norsk
from boligdata.innhold.boligbehov import folkevekst, grunnlag, planer
from boligdata.innhold.boligbehov.kort.felles import (
    Behovskort,
    alle_pooler,
    funnet,
    lag,
    regnet_bebodd,
    sammenslaatt,
    uenige,
)
from boligdata.innhold.boligbehov.kort.ord import (
    ALLE_BOLIGER,
    ANTALL,
    FORHOLD,
    delnavn,
    maaltekst,
    mangler_eller_til_overs,
    poolnavn,
    spenn,
)
from boligdata.innhold.boligbehov.scenario import ELDRE, VEKST, Scenario

# Ti år fram er tallene et spenn, aldri ett tall.
TI_AAR = 10
# Så mange boligtyper nevnes ved navn i en setning.
NEVNES = 3
# Mangler det ikke flere enn dette, er det omtrent like mange som det trengs.
LIKE_MANGE = 2


@lesing.husk
def hovedsvar(scenario: Scenario) -> str:
    """Svaret på planens hovedspørsmål, med det viktigste i fet skrift (Markdown)."""
    alle, slutt = planer.svar(scenario).alle, grunnlag.planaar()
    behov, boliger = planer.trengs(scenario)[slutt, -1], alle.boliger[slutt]
    return (
        f"{_med_antakelsene(scenario)} trengs det **{norsk.tall(behov)} boliger i "
        f"{grunnlag.aarsnavn()[slutt]}**, trolig mellom "
        f"{spenn(alle.lav[slutt], alle.hoey[slutt], ' og ')}. Kommunen har "
        f"{norsk.tall(alle.boliger[0])} i dag, og det som er vedtatt, "
        f"gir {norsk.tall(boliger)}. {_gap(behov - boliger)}"
    )


def _med_antakelsene(scenario: Scenario) -> str:
    if not scenario.endret:
        return "Med dagens tilstrømming og botid"
    if scenario.navn:
        return f"Med antakelsene i «{norsk.bokstavelig(scenario.navn)}»"
    return "Med det som er valgt her,"


def _gap(mangler: float) -> str:
    if mangler > LIKE_MANGE:
        return f"Da mangler det {norsk.tall(mangler)}."
    if mangler < -LIKE_MANGE:
        return f"Da er det {norsk.tall(-mangler)} til overs."
    return "Da er det omtrent like mange som det trengs."


@lesing.husk
def saksframlegg(scenario: Scenario) -> str:
    """Hovedsvaret som noen korte setninger til et saksframlegg."""
    alle, slutt = planer.svar(scenario).alle, grunnlag.planaar()
    behov, boliger = planer.trengs(scenario)[slutt, -1], alle.boliger[slutt]
    setninger = [
        f"{_boer_kommunen(scenario)} ha {norsk.tall(behov)} kommunale boliger og omsorgsboliger i "
        f"{grunnlag.aarsnavn()[slutt]}.",
        f"Behovet er trolig mellom {spenn(alle.lav[slutt], alle.hoey[slutt], ' og ')}.",
        f"Kommunen har {norsk.tall(alle.boliger[0])} i dag, og {norsk.tall(boliger)} når det som er "
        "vedtatt, er ferdig.",
        _gap(behov - boliger),
        _der_det_mangler(scenario),
        f"Tallene er beregnet av kommunens egne tall per {norsk.dato(grunnlag.i_dag())}, og av SSBs "
        f"framskriving av folketallet ({norsk.liten_forbokstav(VEKST[scenario.vekst])}).",
        "Kommunen er fiktiv." if lesing.meta().fiktiv else "",
    ]
    return " ".join(filter(None, setninger))


def _boer_kommunen(scenario: Scenario) -> str:
    if scenario.maal != "innen_frist":
        return "Kommunen bør"
    maal = norsk.liten_forbokstav(maaltekst(scenario).rstrip("."))
    return f"For at {maal.replace('skal få', 'skal kunne få')}, bør kommunen"


def _der_det_mangler(scenario: Scenario) -> str:
    mangler = _mangler(scenario)
    flest = max(mangler.values())
    navn = [navn for navn, antall in mangler.items() if antall == flest]
    if flest < 1:
        return ""
    return f"Det mangler flest av {'typen' if len(navn) == 1 else 'typene'} {norsk.ramse(navn)}."


def _mangler(scenario: Scenario) -> dict[str, float]:
    """Hvor mange boliger som mangler av hver type når planen er slutt."""
    slutt, pooler = grunnlag.planaar(), planer.svar(scenario).pooler
    return {
        poolnavn(behov.pool): trengs - behov.boliger[slutt]
        for behov, trengs in zip(pooler, planer.trengs(scenario)[slutt])
    }


# -------------------------------------------------------------------------- per boligtype


@lesing.husk
def per_type(scenario: Scenario) -> Behovskort:
    """Behovet per boligtype, i dag og hvert år til planen er slutt."""
    svar, slutt, aar = planer.svar(scenario), grunnlag.planaar(), grunnlag.aarsnavn()
    trengs = planer.trengs(scenario)[: slutt + 1]
    tabell, uenighet = _typetabell(svar, trengs), uenige(svar)
    return lag(
        "per_type",
        scenario,
        _mangler_mest(_mangler(scenario), aar[slutt]),
        tabell,
        {navn: ANTALL for navn in tabell.columns if navn.startswith(("Trengs", "Har"))},
        {"typer": list(map(_typelinje, svar.pooler, trengs[slutt]))},
        # Det som trengs i år som ikke er det siste, er ikke det kortet spør om.
        foldet=tuple(tabell.columns[6:]),
        flagg=(
            *regnet_bebodd(),
            *sammenslaatt(),
            *funnet(*alle_pooler()),
            *([f"{uenighet} Se «Hvor sikkert er det?»."] if uenighet else []),
        ),
    )


def _typetabell(svar: modell.Svar, trengs: np.ndarray) -> pd.DataFrame:
    slutt, aar = grunnlag.planaar(), grunnlag.aarsnavn()
    rader = []
    for behov, per_aar in zip((*svar.pooler, svar.alle), trengs.T):
        navn = ALLE_BOLIGER if behov is svar.alle else grunnlag.navn(behov.pool)
        rader.append(
            [
                navn,
                per_aar[slutt],
                spenn(behov.lav[slutt], behov.hoey[slutt]),
                behov.boliger[0],
                behov.boliger[slutt],
                spenn(behov.lav[TI_AAR], behov.hoey[TI_AAR]),
                *per_aar[:slutt],
            ]
        )
    kolonner = [
        "Boligtype",
        f"Trengs {aar[slutt]}",
        f"8 av 10, {aar[slutt]}",
        "Har i dag",
        f"Har {aar[slutt]}",
        f"8 av 10, {aar[TI_AAR]}",
        *[f"Trengs {navn}" for navn in aar[:slutt]],
    ]
    return pd.DataFrame(rader, columns=kolonner)


def _mangler_mest(mangler: dict[str, float], aar: str) -> str:
    """Det som mangler, og det som er til overs: uten begge er det ene tallet på siden et annet enn det
    andre, og ingenting sier hvorfor.
    """
    synkende = sorted(mangler.items(), key=lambda type_: type_[1], reverse=True)
    mest = [(navn, antall) for navn, antall in synkende if antall >= 1]
    til_overs = [(navn, -antall) for navn, antall in synkende[::-1] if antall <= -1]
    if mest:
        setning = f"I {aar} mangler det {_av_typene(mest)}."
    else:
        setning = f"I {aar} er det nok av alle boligtypene."
    if not til_overs:
        return setning
    samtidig = "Samtidig blir det" if mest else "Det blir"
    return f"{setning} {samtidig} {_av_typene(til_overs, ' til overs')}."


def _av_typene(typer: list[tuple[str, float]], slik: str = "") -> str:
    """«69 boliger: 42 av omsorgsbolig uten bemanning, og 27 av flyktningbolig», den største først."""
    i_alt = norsk.med_ord(sum(antall for _, antall in typer), "boliger") + slik
    if len(typer) == 1:
        return f"{i_alt} av typen {typer[0][0]}"
    nevnt, resten = typer[:NEVNES], typer[NEVNES:]
    deler = [f"{norsk.tall(antall)} av {navn}" for navn, antall in nevnt]
    if resten:
        andre = norsk.tall(sum(antall for _, antall in resten))
        deler.append(f"{andre} av andre typer")
    # Komma foran «og»: navnet på typene har selv et «og» i seg når flere er slått sammen.
    return f"{i_alt}: {', '.join(deler[:-1])}, og {deler[-1]}"


def _typelinje(behov: modell.Behov, trengs: float) -> tuple:
    """Boligtypen i figuren: navnet, trinnene, boligene som er vedtatt, og båndet."""
    slutt = grunnlag.planaar()
    trinn = planer.hele(_trinn(behov, slutt), int(trengs))
    baand = (behov.lav[slutt], behov.hoey[slutt])
    return grunnlag.navn(behov.pool), *trinn, behov.boliger[slutt], *baand


def _trinn(behov: modell.Behov, aar: int) -> list[float]:
    """Behovsstigen: bor der i dag, venter i dag, endring i søkere og vekst, og margin. Til sammen
    er det behovet.
    """
    deler = {navn: float(tall[aar]) for navn, tall in behov.deler}
    bor, koe, margin = deler["boliger"] + deler["tomme"], deler["koe"], deler["margin"]
    return [bor, koe, float(behov.behov[aar]) - bor - koe - margin, margin]


# ------------------------------------------------------------------- fra i dag til behovet


@lesing.husk
def foss(scenario: Scenario) -> Behovskort:
    """Veien fra boligene i dag til behovet når planen er slutt, del for del."""
    alle, slutt = planer.svar(scenario).alle, grunnlag.planaar()
    behov = int(planer.trengs(scenario)[slutt, -1])
    i_dag = round(float(alle.boliger[0]))
    hele = _hele_deler(alle, slutt, behov)
    linjer = [(delnavn(navn), tall, navn == "boliger") for navn, tall in hele.items()]
    linjer.append((f"Trengs i {grunnlag.aarsnavn()[slutt]}", behov, True))
    netto = round(float(alle.boliger[slutt])) - i_dag
    tabell = pd.DataFrame(
        [(navn, float(tall)) for navn, tall, _ in linjer]
        + [
            ("Netto vedtatt", float(netto)),
            ("Må skaffes i tillegg", float(behov - i_dag - netto)),
        ],
        columns=["Del", "Boliger"],
    )
    return lag(
        "foss",
        scenario,
        _margintekst(behov, hele["margin"]),
        tabell,
        {"Boliger": ANTALL},
        {"linjer": linjer},
        flagg=regnet_bebodd(),
    )


def _hele_deler(alle: modell.Behov, slutt: int, behov: int) -> dict[str, int]:
    """Delene av behovet som synes når de er rundet, og som til sammen er behovet."""
    deler = {
        navn: float(tall[slutt])
        for navn, tall in alle.deler
        if navn in ("boliger", "margin") or abs(tall[slutt]) >= 0.5
    }
    return dict(zip(deler, planer.hele(list(deler.values()), behov)))


def _margintekst(behov: int, margin: int) -> str:
    if not margin:
        return (
            f"De {norsk.tall(behov)} boligene har ingen margin, så noen står alltid i kø. Køen "
            "vokser ikke, men den blir heller ikke borte."
        )
    return (
        f"Av de {norsk.tall(behov)} boligene er {norsk.tall(margin)} margin. Uten margin står "
        "noen alltid i kø. Med den står noen boliger tomme en kort tid."
    )


# --------------------------------------------------------------------------- år for år


@lesing.husk
def bane(scenario: Scenario, pool: str) -> Behovskort:
    """Boligene år for år mot behovet med bånd, for én boligtype eller alle («»)."""
    svar = planer.svar(scenario)
    behov = _behov(svar, pool)
    trengs = planer.trengs(scenario)[:, [*svar.pooler, svar.alle].index(behov)]
    vedtatt = _behov(planer.svar(_uten_egne_boliger(scenario)), pool).boliger
    i_poolen = behov.pool.split(modell.FLEKSIBEL)
    prosjekter = [
        prosjekt
        for prosjekt in planer.planlagt(scenario.ideer)
        if behov.pool == "alle" or prosjekt.pool in i_poolen
    ]
    har = {planer.VEDTATT: vedtatt}
    if (behov.boliger != vedtatt).any():
        har["Med scenarioets boliger"] = behov.boliger
    tabell = _banetabell(behov, trengs, vedtatt, prosjekter)
    gjelder = ALLE_BOLIGER if behov.pool == "alle" else grunnlag.navn(behov.pool)
    return lag(
        "bane",
        scenario,
        f"{gjelder}: {_gap_til_slutt(behov, trengs)} {_netto_vedtatt(prosjekter)}",
        tabell,
        dict.fromkeys(tabell.columns[1:], ANTALL),
        {
            "aar": grunnlag.aarsnavn(),
            "behov": trengs,
            "lav": behov.lav,
            "hoey": behov.hoey,
            "planer": har,
        },
        flagg=funnet(*i_poolen),
        gjelder=gjelder,
    )


def _behov(svar: modell.Svar, pool: str) -> modell.Behov:
    for behov in svar.pooler:
        if pool in behov.pool.split(modell.FLEKSIBEL):
            return behov
    return svar.alle


def _uten_egne_boliger(scenario: Scenario) -> Scenario:
    grep = tuple(
        (pool, dataclasses.replace(grep, boliger=0, aar=0))
        for pool, grep in scenario.grep
    )
    return dataclasses.replace(scenario, grep=grep)


def _banetabell(
    behov: modell.Behov,
    trengs: np.ndarray,
    vedtatt: np.ndarray,
    prosjekter: list[modell.Prosjekt],
) -> pd.DataFrame:
    aar = grunnlag.aarsnavn()
    nye = np.zeros(len(aar))
    for prosjekt in prosjekter:
        nr = math.ceil(prosjekt.tid)
        if prosjekt.antall > 0 and nr < len(aar):
            nye[nr] += prosjekt.antall
    return pd.DataFrame(
        {
            "År": aar,
            "Kommer til": nye,
            "Går ut": nye - np.diff(vedtatt, prepend=vedtatt[0]),
            "Boliger, vedtatt plan": vedtatt,
            "Trengs": trengs,
            "Lavt": np.floor(behov.lav),
            "Høyt": np.ceil(behov.hoey),
            "Mangler": trengs - behov.boliger,
        }
    )


def _gap_til_slutt(behov: modell.Behov, trengs: np.ndarray) -> str:
    slutt = grunnlag.planaar()
    gap = trengs[slutt] - behov.boliger[slutt]
    return f"I {grunnlag.aarsnavn()[slutt]} {mangler_eller_til_overs(gap)}."


def _netto_vedtatt(prosjekter: list[modell.Prosjekt]) -> str:
    antall = [
        prosjekt.antall for prosjekt in prosjekter if prosjekt.tid <= grunnlag.planaar()
    ]
    inn = sum(boliger for boliger in antall if boliger > 0)
    ut = -sum(boliger for boliger in antall if boliger < 0)
    if not inn and not ut:
        return "Ingen endringer er vedtatt."
    if inn == ut:
        netto = "Det er vedtatt like mange nye boliger som går ut"
    else:
        netto = f"Det er vedtatt {norsk.flere_eller_faerre(inn - ut, 'boliger')}"
    return f"{netto}: {_eller_ingen(inn)} kommer til, og {_eller_ingen(ut)} går ut."


def _eller_ingen(antall: float) -> str:
    return norsk.tall(antall) if antall else "ingen"


# ------------------------------------------------------------------------------- eldre


@lesing.husk
def eldre(scenario: Scenario) -> Behovskort | None:
    """Omsorgsboliger under de tre antakelsene om eldre. None når kommunen ikke har
    omsorgsboliger.
    """
    pooler = _omsorgspooler()
    if not pooler:
        return None
    per_antakelse = {
        antakelse: _i_poolene(scenario, antakelse, pooler) for antakelse in ELDRE
    }
    har = sum(behov.boliger for behov in per_antakelse["dekning"])
    trengs = {antakelse: _trengs_i(scenario, antakelse, pooler) for antakelse in ELDRE}
    aar = grunnlag.aarsnavn()
    tabell = pd.DataFrame(
        {"År": aar, "Har, med vedtatt plan": har}
        | {ELDRE[antakelse]: tall for antakelse, tall in trengs.items()}
    )
    serier = [(navn, tabell[navn].tolist()) for navn in tabell.columns[1:]]
    plasser = grunnlag.forutsetninger()["sykehjemsplasser"].verdi
    return lag(
        "eldre",
        scenario,
        _eldretekst(har, trengs),
        tabell,
        dict.fromkeys(tabell.columns[1:], ANTALL),
        {"aar": aar, "serier": serier, "enhet": ANTALL},
        gjelder="Omsorgsboliger",
        trend=f"{norsk.endring(round(100 * folkevekst.dekningstrend(), 1), FORHOLD)}{norsk.NB}%",
        sykehjem=norsk.tall(plasser),
    )


def _omsorgspooler() -> set[str]:
    omsorg = set(folkevekst.omsorgsboliger())
    return {
        pool.pool
        for pool in grunnlag.hent().pooler
        if pool.stroemmer and set(pool.boligtyper) & omsorg
    }


def _i_poolene(
    scenario: Scenario, antakelse: str, pooler: set[str]
) -> list[modell.Behov]:
    """Behovet i hver av poolene når ingen deler boliger."""
    alene = _ingen_deler(scenario, antakelse)
    return [behov for behov in planer.svar(alene).pooler if behov.pool in pooler]


def _trengs_i(scenario: Scenario, antakelse: str, pooler: set[str]) -> np.ndarray:
    """Behovet hvert år i alle poolene til sammen når ingen deler boliger."""
    alene = _ingen_deler(scenario, antakelse)
    kolonner = [
        nr for nr, behov in enumerate(planer.svar(alene).pooler) if behov.pool in pooler
    ]
    return planer.trengs(alene)[:, kolonner].sum(axis=1)


def _ingen_deler(scenario: Scenario, antakelse: str) -> Scenario:
    return dataclasses.replace(scenario, eldre=antakelse, sammen=())


def _eldretekst(har: np.ndarray, trengs: dict[str, np.ndarray]) -> str:
    slutt, norm = grunnlag.planaar(), grunnlag.forutsetninger()["norm_80"].verdi
    return (
        f"Med dagens dekning trengs det {norsk.tall(trengs['dekning'][slutt])} "
        f"omsorgsboliger i {grunnlag.aarsnavn()[slutt]}. For å nå normen på {norsk.tall(norm)} "
        f"prosent trengs det {norsk.tall(trengs['norm'][slutt])}. Kommunen har "
        f"{norsk.tall(har[0])} i dag, og {norsk.tall(har[slutt])} med det som er vedtatt."
    )
