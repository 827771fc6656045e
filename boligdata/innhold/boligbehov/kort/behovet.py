"""Kortene som svarer på hvor mange boliger som trengs, og hva planene fører til."""

import dataclasses
import math

import numpy as np
import pandas as pd

from boligdata import lesing
from boligdata.behov import modell
from boligdata.felles import norsk
from boligdata.innhold.boligbehov import regning
from boligdata.innhold.boligbehov.kort.felles import (
    Behovskort,
    alle_pooler,
    funnet,
    lag,
    sammenslaatt,
    uenige,
)
from boligdata.innhold.boligbehov.kort.ord import (
    ALLE_BOLIGER,
    ANTALL,
    FLERTALL,
    FORHOLD,
    PROSENT,
    delnavn,
    maaltekst,
    om_lag,
    poolnavn,
    spenn,
)
from boligdata.innhold.boligbehov.scenario import ELDRE, VEKST, Scenario

# Ti år fram er tallene et spenn, aldri ett tall.
TI_AAR = 10


@lesing.husk
def hovedsvar(s: Scenario) -> str:
    """Svaret på planens hovedspørsmål, med det viktigste i fet skrift (Markdown)."""
    a, t = regning.svar(s).alle, regning.planaar()
    med = "Med dagens tilstrømming og botid"
    if s.endret:
        med = (
            f"Med antakelsene i «{norsk.bokstavelig(s.navn)}»"
            if s.navn
            else "Med antakelsene som er valgt"
        )
    return (
        f"{med} trengs om lag **{om_lag(a.behov[t])} boliger i {regning.aarsnavn()[t]}**, trolig mellom "
        f"{spenn(a.lav[t], a.hoey[t], ' og ')} ({FLERTALL}). Kommunen har "
        f"{norsk.tall(a.boliger[0])} i dag, og det som er vedtatt, "
        f"gir {norsk.tall(a.boliger[t])}. {_gap(a.behov[t] - a.boliger[t])}"
    )


def _gap(mangler: float) -> str:
    if mangler >= 2.5:
        return f"Da mangler det om lag {om_lag(mangler)}."
    if mangler <= -2.5:
        return f"Da er det om lag {om_lag(-mangler)} flere enn det trengs."
    return "Da er det omtrent like mange som det trengs."


@lesing.husk
def saksframlegg(s: Scenario) -> str:
    """Hovedsvaret som én setning til et saksframlegg."""
    svar, t, aar = regning.svar(s), regning.planaar(), regning.aarsnavn()
    a = svar.alle
    stoerst = max(svar.pooler, key=lambda b: b.behov[t] - b.boliger[t])
    hvor = (
        f", og det mangler flest av typen {poolnavn(stoerst.pool)}"
        if stoerst.behov[t] - stoerst.boliger[t] >= 1
        else ""
    )
    maal = norsk.liten_forbokstav(maaltekst(s).rstrip(".")).replace(
        "skal få", "skal kunne få"
    )
    begynnelse = (
        f"For at {maal}, bør kommunen" if s.maal == "innen_frist" else "Kommunen bør"
    )
    return (
        f"{begynnelse} ha om lag {om_lag(a.behov[t])} kommunale boliger og omsorgsboliger i {aar[t]} (trolig "
        f"{spenn(a.lav[t], a.hoey[t], ' til ')}), mot {norsk.tall(a.boliger[0])} i dag og "
        f"{norsk.tall(a.boliger[t])} når det som er "
        f"vedtatt, er ferdig{hvor} (beregnet av kommunens egne tall per {norsk.dato(regning.i_dag())}, "
        f"{norsk.liten_forbokstav(VEKST[s.vekst])} for folkeveksten)."
    )


@lesing.husk
def per_type(s: Scenario) -> Behovskort:
    """Behovet per boligtype, i dag og hvert år til planen er slutt."""
    svar, t, aar = regning.svar(s), regning.planaar(), regning.aarsnavn()
    # Hver type er rundet slik at de til sammen er alle boliger.
    hele = np.array(
        [
            [
                *regning.hele(
                    [float(b.behov[n]) for b in svar.pooler], round(svar.alle.behov[n])
                ),
                round(svar.alle.behov[n]),
            ]
            for n in range(t + 1)
        ],
        float,
    )
    rader = [
        [
            ALLE_BOLIGER if b is svar.alle else regning.navn(b.pool),
            b.boliger[0],
            b.boliger[t],
            *behov,
            f"{norsk.tall(math.floor(b.lav[t]))}–{norsk.tall(math.ceil(b.hoey[t]))}",
            spenn(b.lav[TI_AAR], b.hoey[TI_AAR]),
        ]
        for b, behov in zip((*svar.pooler, svar.alle), hele.T)
    ]
    kolonner = [
        "Boligtype",
        "Har i dag",
        f"Har {aar[t]}",
        *[f"Trengs {a}" for a in aar[: t + 1]],
        f"8 av 10, {aar[t]}",
        f"8 av 10, {aar[TI_AAR]}",
    ]
    uenighet = uenige(svar)
    setning = _mangler_mest(
        [(h - b.boliger[t], poolnavn(b.pool)) for b, h in zip(svar.pooler, hele[t])],
        aar[t],
    )
    return lag(
        "per_type",
        s,
        setning,
        pd.DataFrame(rader, columns=kolonner),
        dict.fromkeys(kolonner[1:-2], ANTALL),
        {
            "typer": [
                (regning.navn(b.pool), *_trinn(b, t), b.boliger[t], b.lav[t], b.hoey[t])
                for b in svar.pooler
            ]
        },
        flagg=(
            *sammenslaatt(),
            *funnet(*alle_pooler()),
            *([f"{uenighet} Se «Hvor sikkert er det?»."] if uenighet else []),
        ),
    )


def _mangler_mest(mangler: list[tuple[float, str]], aar: str) -> str:
    mangler = sorted(mangler, reverse=True)
    mest = [
        f"{navn} ({norsk.tall(round(antall))})"
        for antall, navn in mangler
        if antall >= 1
    ]
    nok = [navn for antall, navn in mangler if antall < 1]
    if not mest:
        return f"I {aar} er det nok av alle boligtypene."
    return f"I {aar} mangler det flest av {norsk.ramse(mest)}." + (
        f" Det er nok av {norsk.ramse(nok)}." if nok else ""
    )


def _trinn(b: modell.Behov, t: int) -> tuple[float, float, float, float]:
    """Behovsstigen: bor der i dag, venter i dag, endring i søkere og vekst, og margin. Til sammen
    er det behovet."""
    d = {navn: float(tall[t]) for navn, tall in b.deler}
    bor = d["boliger"] + d["tomme"]
    return bor, d["koe"], float(b.behov[t]) - bor - d["koe"] - d["margin"], d["margin"]


@lesing.husk
def foss(s: Scenario) -> Behovskort:
    """Veien fra boligene i dag til behovet når planen er slutt, del for del."""
    a, t, aar = regning.svar(s).alle, regning.planaar(), regning.aarsnavn()
    deler = [
        (navn, float(tall[t]))
        for navn, tall in a.deler
        if navn in ("boliger", "margin") or abs(tall[t]) >= 0.5
    ]
    behov, i_dag = round(a.behov[t]), round(float(a.boliger[0]))
    hele = dict(
        zip(
            (navn for navn, _ in deler),
            regning.hele([tall for _, tall in deler], behov),
        )
    )
    linjer = [
        (delnavn(navn), tall, navn == "boliger") for navn, tall in hele.items()
    ] + [(f"Trengs i {aar[t]}", behov, True)]
    netto = round(float(a.boliger[t])) - i_dag
    tabell = pd.DataFrame(
        [(navn, float(tall)) for navn, tall, _ in linjer]
        + [
            ("Netto vedtatt", float(netto)),
            ("Må skaffes i tillegg", float(behov - i_dag - netto)),
        ],
        columns=["Del", "Boliger"],
    )
    setning = (
        f"Av de {norsk.tall(behov)} boligene er {norsk.tall(hele['margin'])} margin: uten "
        "den står noen alltid i kø, men noen boliger "
        "vil da også stå tomme en kort tid."
    )
    if not hele["margin"]:
        setning = (
            f"De {norsk.tall(behov)} boligene har ingen margin, så noen står alltid i kø. Køen "
            "vokser ikke, men blir heller ikke borte."
        )
    return lag("foss", s, setning, tabell, {"Boliger": ANTALL}, {"linjer": linjer})


@lesing.husk
def bane(s: Scenario, pool: str) -> Behovskort:
    """Boligene år for år mot behovet med bånd, for én boligtype eller alle («»)."""
    aar, t = regning.aarsnavn(), regning.planaar()
    b = _behov(regning.svar(s), pool)
    vedtatt = _behov(regning.svar(_uten_egne_boliger(s)), pool).boliger
    i_poolen = b.pool.split(modell.FLEKSIBEL)
    prosjekter = [
        p for p in regning.prosjekter(s.ideer) if b.pool == "alle" or p.pool in i_poolen
    ]
    inn, ut = (
        abs(sum(p.antall for p in prosjekter if fortegn * p.antall > 0 and p.tid <= t))
        for fortegn in (1, -1)
    )
    planer = {"Vedtatt plan": vedtatt} | (
        {"Med scenarioets boliger": b.boliger} if (b.boliger != vedtatt).any() else {}
    )
    nye = np.array(
        [
            sum(p.antall for p in prosjekter if n - 1 < p.tid <= n and p.antall > 0)
            for n in range(len(aar))
        ],
        float,
    )
    tabell = pd.DataFrame(
        {
            "År": aar,
            "Kommer til": nye,
            "Går ut": nye - np.diff(vedtatt, prepend=vedtatt[0]),
            "Boliger, vedtatt plan": vedtatt,
            "Trengs": np.round(b.behov),
            "Lavt": np.floor(b.lav),
            "Høyt": np.ceil(b.hoey),
            "Mangler": np.round(b.behov) - b.boliger,
        }
    )
    gjelder = ALLE_BOLIGER if b.pool == "alle" else regning.navn(b.pool)
    gap = round(b.behov[t] - b.boliger[t])
    hva = (
        f"Gapet i {aar[t]} er om lag {norsk.tall(gap)} boliger."
        if gap > 0
        else f"I {aar[t]} er det {norsk.tall(-gap)} flere boliger enn det trengs."
    )
    setning = (
        f"{gjelder}: {hva} Netto {norsk.tall(inn - ut)} er vedtatt: {norsk.tall(inn)} kommer "
        f"til, og {norsk.tall(ut)} går ut."
    )
    return lag(
        "bane",
        s,
        setning,
        tabell,
        dict.fromkeys(tabell.columns[1:], ANTALL),
        {"aar": aar, "behov": b.behov, "lav": b.lav, "hoey": b.hoey, "planer": planer},
        flagg=funnet(*i_poolen),
        gjelder=gjelder,
    )


def _behov(svar: modell.Svar, pool: str) -> modell.Behov:
    return next(
        (b for b in svar.pooler if pool in b.pool.split(modell.FLEKSIBEL)), svar.alle
    )


def _uten_egne_boliger(s: Scenario) -> Scenario:
    return dataclasses.replace(
        s, grep=tuple((p, dataclasses.replace(g, boliger=0, aar=0)) for p, g in s.grep)
    )


@lesing.husk
def planene(s: Scenario, egne: tuple[Scenario, ...]) -> Behovskort:
    """Planene side om side, med planene brukeren har lagt ved siden av."""
    t, aar = regning.planaar(), regning.aarsnavn()
    alle = [
        regning.utfall(s, n)
        for n in (regning.INGENTING, regning.VEDTATT, regning.ANBEFALT)
    ]
    proeves = (s,) if (s.grep or s.sammen) and s not in egne else ()
    # Navnet er brukerens eget, og kan være det samme som en av planene over.
    alle += [
        dataclasses.replace(
            regning.utfall(e, regning.EGEN), navn=e.navn or regning.EGEN
        )
        for e in (*egne, *proeves)
    ]
    mangler = [float(round(u.behov[t]) - u.boliger[t]) for u in alle]
    setning = (
        f"Gjør kommunen ingenting, mangler det {norsk.tall(mangler[0])} boliger i "
        f"{aar[t]}. Det som er vedtatt, gir et gap på "
        f"{norsk.tall(mangler[1])}. For å nå målet må {norsk.tall(alle[2].inn)} boliger komme til."
    )
    enheter = dict.fromkeys(
        [
            "Kommer til",
            "Går ut",
            f"Har {aar[t]}",
            f"Trengs {aar[t]}",
            "Mangler",
            f"I kø {aar[t]}",
        ],
        ANTALL,
    )
    enheter |= {f"Innen fristen {aar[t]}": PROSENT} if regning.nok_soekere() else {}
    enheter |= (
        dict.fromkeys(["Kostnad (mill. kr)", "Mill. kr per bolig mindre gap"], FORHOLD)
        if any(u.kostnad for u in alle)
        else {}
    )
    flagg = (
        ()
        if regning.nok_soekere()
        else ("Det er for få søkere til å si noe om ventetiden framover.",)
    )
    return lag(
        "planer",
        s,
        setning,
        lambda: _plantabell(alle, t, aar[t]),
        enheter,
        {
            "aar": aar,
            "serier": [(u.navn, (u.behov - u.boliger).tolist()) for u in alle],
            "enhet": ANTALL,
        },
        flagg=flagg,
    )


def _plantabell(alle: list[regning.Utfall], t: int, aar: str) -> pd.DataFrame:
    """Planene side om side når planen er slutt."""
    tabell = pd.DataFrame(
        {
            "Plan": [u.navn for u in alle],
            "Kommer til": [float(u.inn) for u in alle],
            "Går ut": [float(u.ut) for u in alle],
            f"Har {aar}": [float(u.boliger[t]) for u in alle],
            f"Trengs {aar}": [float(round(u.behov[t])) for u in alle],
            "Mangler": [float(round(u.behov[t]) - u.boliger[t]) for u in alle],
            f"I kø {aar}": [float(round(u.koe[t])) for u in alle],
        }
    )
    if regning.nok_soekere():
        tabell[f"Innen fristen {aar}"] = [float(round(u.innen[t - 1])) for u in alle]
    if any(u.kostnad for u in alle):
        tabell["Kostnad (mill. kr)"] = [
            u.kostnad / 1000 if u.kostnad else math.nan for u in alle
        ]
        tabell["Mill. kr per bolig mindre gap"] = [
            _per_bolig(u, alle[1], t) for u in alle
        ]
    return tabell


def _per_bolig(u: regning.Utfall, mot: regning.Utfall, t: int) -> float:
    """Millioner kroner per bolig gapet blir mindre enn med det som er vedtatt, når brukeren har
    satt en kostnad."""
    mindre = (mot.behov[t] - mot.boliger[t]) - (u.behov[t] - u.boliger[t])
    return u.kostnad / 1000 / mindre if u.kostnad and mindre > 0.5 else math.nan


@lesing.husk
def innen_frist(s: Scenario) -> Behovskort | None:
    """Andelen som får bolig innen fristen, år for år, i de tre planene. None når det er for få
    søkere til å si noe."""
    if not regning.nok_soekere():
        return None
    alle = [
        regning.utfall(s, n)
        for n in (regning.INGENTING, regning.VEDTATT, regning.ANBEFALT)
    ]
    aar, t, maal = regning.aarsnavn(), regning.planaar(), regning.maal(s)
    serier = [(u.navn, np.round(u.innen[:t]).tolist()) for u in alle]
    pooler = regning.grunnlag().pooler
    koen = {f.pool: f for f in alle[1].koe_per_pool}
    serier += [
        (regning.navn(p.pool), np.round(regning.andel_innen(koen[p.pool])[:t]).tolist())
        for p in pooler
        if p.soekere >= regning.SOEKERE_TIL_VENTETID and len(pooler) > 1
    ]
    tabell = pd.DataFrame({"År": aar[1 : t + 1]} | dict(serier))
    dager = round(maal.frist * 365.25)
    vedtatt, anbefalt = (norsk.med_enhet(serier[n][1][-1], PROSENT) for n in (1, 2))
    setning = (
        f"Av dem som kommer i {aar[t]}, får {vedtatt} bolig innen {dager} dager med det som er "
        f"vedtatt, og {anbefalt} med den anbefalte planen."
    )
    return lag(
        "innen",
        s,
        setning,
        tabell,
        dict.fromkeys(tabell.columns[1:], PROSENT),
        {
            "aar": aar[1 : t + 1],
            "serier": serier,
            "enhet": PROSENT,
            "maal": 100 * (1 - maal.andel) if s.maal == "innen_frist" else None,
        },
        dager=dager,
        framtider=norsk.tall(regning.framtider()),
    )


@lesing.husk
def tiltakene(s: Scenario) -> Behovskort | None:
    """Hva hvert tiltak i scenarioet betyr alene. None når det ikke er noen."""
    alle = regning.tiltakene(s)
    if not alle:
        return None
    aar = regning.aarsnavn()[regning.planaar()]
    # Kostnaden er for hele boligtypen. Er det flere tiltak der, vet vi ikke hva hvert av dem
    # koster.
    alene = [sum(pool == annen for annen, *_ in alle) == 1 for pool, *_ in alle]
    kostnad = [
        grep.kostnad / 1000 if grep.kostnad and en else math.nan
        for (*_, grep), en in zip(alle, alene)
    ]
    tabell = pd.DataFrame(
        {
            "Tiltak": [hva for _, hva, _, _ in alle],
            "Boligtype": [regning.navn(pool) for pool, *_ in alle],
            f"Mindre gap i {aar} (boliger)": [boliger for _, _, boliger, _ in alle],
            "Kostnad (mill. kr)": kostnad,
            "Mill. kr per bolig": [
                kr / boliger if boliger > 0.5 else math.nan
                for (_, _, boliger, _), kr in zip(alle, kostnad)
            ],
            "Kilde til virkningen": [grep.kilde or "Ikke oppgitt" for *_, grep in alle],
        }
    )
    _, mest, boliger, _ = max(alle, key=lambda r: r[2])
    setning = f"Ingen av tiltakene gjør at færre mangler i {aar}."
    if boliger >= 0.5:
        setning = (
            f"Tiltaket som betyr mest alene, er «{norsk.liten_forbokstav(mest)}»: om lag "
            f"{norsk.tall(round(boliger))} færre boliger mangler "
            f"i {aar}."
        )
    return lag(
        "tiltak",
        s,
        setning,
        tabell,
        dict.fromkeys(tabell.columns[2:5], FORHOLD),
        {
            "rader": [
                (f"{hva}: {poolnavn(pool)}", boliger) for pool, hva, boliger, _ in alle
            ]
        },
    )


@lesing.husk
def eldre(s: Scenario) -> Behovskort | None:
    """Omsorgsboliger under de tre antakelsene om eldre. None når kommunen ikke har
    omsorgsboliger."""
    t, aar = regning.planaar(), regning.aarsnavn()
    pooler = {
        p.pool
        for p in regning.grunnlag().pooler
        if p.stroemmer and set(p.boligtyper) & set(regning.omsorgsboliger())
    }
    if not pooler:
        return None

    def sum_av(felt: str, slag: str) -> np.ndarray:
        svar = regning.svar(dataclasses.replace(s, eldre=slag, sammen=()))
        return sum(getattr(b, felt) for b in svar.pooler if b.pool in pooler)

    har, trengs = (
        sum_av("boliger", "dekning"),
        {slag: sum_av("behov", slag) for slag in ELDRE},
    )
    tabell = pd.DataFrame(
        {"År": aar, "Har, med vedtatt plan": har}
        | {ELDRE[slag]: np.round(tall) for slag, tall in trengs.items()}
    )
    f = regning.forutsetninger()
    setning = (
        f"Med dagens dekning trengs {norsk.tall(round(trengs['dekning'][t]))} "
        f"omsorgsboliger i {aar[t]}, og {norsk.tall(round(trengs['norm'][t]))} om "
        f"normen på {norsk.tall(f['norm_80'].verdi)} prosent skal nås. Kommunen har "
        f"{norsk.tall(har[0])} i dag og {norsk.tall(har[t])} med det som er vedtatt."
    )
    trend = f"{norsk.endring(round(100 * regning.dekningstrend(), 1), FORHOLD)} %"
    return lag(
        "eldre",
        s,
        setning,
        tabell,
        dict.fromkeys(tabell.columns[1:], ANTALL),
        {
            "aar": aar,
            "serier": [(navn, tabell[navn].tolist()) for navn in tabell.columns[1:]],
            "enhet": ANTALL,
        },
        gjelder="Omsorgsboliger",
        trend=trend,
        sykehjem=norsk.tall(f["sykehjemsplasser"].verdi),
    )
