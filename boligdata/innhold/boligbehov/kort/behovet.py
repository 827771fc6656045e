"""Kortene som svarer på hvor mange boliger som trengs."""

import dataclasses
import math

import numpy as np
import pandas as pd

from boligdata import lesing
from boligdata.behov import modell
from boligdata.felles import norsk
from boligdata.felles.maalform import fast, si
from boligdata.innhold.boligbehov import folkevekst, grunnlag, planer
from boligdata.innhold.boligbehov.kort.felles import (
    SKRAVERT,
    UENIGHET_ER,
    Behovskort,
    alle_pooler,
    i_uttrekkene,
    lag,
    regnet_bebodd,
    sammenslaatt,
    tittel,
    uenige,
)
from boligdata.innhold.boligbehov.kort.ord import (
    ALLE_BOLIGER,
    ANTALL,
    FORHOLD,
    I_AARET,
    MED_VEDTATT,
    delnavn,
    i_hele,
    maalet_i_tall,
    mangler_eller_til_overs,
    poolnavn,
    spenn,
)
from boligdata.innhold.boligbehov.scenario import ELDRE, VEKST, Scenario
from boligdata.innhold.funn import Kortfunn
from boligdata.innhold.grunnkort import Flagg

# Ti år fram er tallene et spenn, aldri ett tall.
TI_AAR = 10
# Så mange boligtyper nevnes ved navn i en setning.
NEVNES = 3
# Mangler det ikke flere enn dette, er det omtrent like mange som det trengs.
LIKE_MANGE = 2
# Delene av behovet i en boligtype, i den rekkefølgen de legges oppå hverandre.
TRINN = (
    fast("Regnet som bebodd i dag"),
    fast("Venter i dag"),
    fast("Endring i søkere, vekst og botid"),
    fast("Margin"),
)


@lesing.husk
def hovedsvar(scenario: Scenario) -> str:
    """Svaret på planens hovedspørsmål, med det viktigste i fet skrift (Markdown)."""
    alle, slutt = planer.svar(scenario).alle, grunnlag.planaar()
    behov, boliger = planer.trengs(scenario)[slutt, -1], alle.boliger[slutt]
    lav, hoey = i_hele(alle.lav[slutt], alle.hoey[slutt])
    trengs = si(
        _trengs_med(scenario),
        navn=norsk.bokstavelig(scenario.navn),
        antall=norsk.tall(behov),
        aar=grunnlag.aarsnavn()[slutt],
        lav=lav,
        hoey=hoey,
    )
    har = si(
        "Kommunen har {i_dag} i dag, og det som er vedtatt, gir {antall}.",
        i_dag=norsk.tall(alle.boliger[0]),
        antall=norsk.tall(boliger),
    )
    return f"{trengs} {har} {_gap(behov - boliger)}"


def _trengs_med(scenario: Scenario) -> str:
    if not scenario.endret:
        return fast(
            "Med dagens tilstrømming og botid trengs det **{antall} boliger i {aar}**, trolig mellom "
            "{lav} og {hoey}."
        )
    if scenario.navn:
        return fast(
            "Med antakelsene i «{navn}» trengs det **{antall} boliger i {aar}**, trolig mellom {lav} og "
            "{hoey}."
        )
    return fast(
        "Med det som er valgt her, trengs det **{antall} boliger i {aar}**, trolig mellom {lav} og "
        "{hoey}."
    )


def _gap(mangler: float) -> str:
    if mangler > LIKE_MANGE:
        return si("Da mangler det {antall}.", antall=norsk.tall(mangler))
    if mangler < -LIKE_MANGE:
        return si("Da er det {antall} til overs.", antall=norsk.tall(-mangler))
    return si("Da er det omtrent like mange som det trengs.")


@lesing.husk
def saksframlegg(scenario: Scenario) -> str:
    """Hovedsvaret som noen korte setninger til et saksframlegg."""
    alle, slutt = planer.svar(scenario).alle, grunnlag.planaar()
    behov, boliger = planer.trengs(scenario)[slutt, -1], alle.boliger[slutt]
    lav, hoey = i_hele(alle.lav[slutt], alle.hoey[slutt])
    setninger = [
        _boer_kommunen(scenario, norsk.tall(behov), grunnlag.aarsnavn()[slutt]),
        si("Behovet er trolig mellom {lav} og {hoey}.", lav=lav, hoey=hoey),
        si(
            "Kommunen har {i_dag} i dag, og {antall} når det som er vedtatt, er ferdig.",
            i_dag=norsk.tall(alle.boliger[0]),
            antall=norsk.tall(boliger),
        ),
        _gap(behov - boliger),
        _der_det_mangler(scenario),
        si(
            "Tallene er beregnet av kommunens egne tall per {dato}, og av SSBs framskriving av "
            "folketallet ({alternativ}).",
            dato=norsk.dato(grunnlag.i_dag()),
            alternativ=norsk.liten_forbokstav(si(VEKST[scenario.vekst])),
        ),
        si("Kommunen er fiktiv.") if lesing.meta().fiktiv else "",
    ]
    return " ".join(filter(None, setninger))


def _boer_kommunen(scenario: Scenario, antall: str, aar: str) -> str:
    if scenario.maal != "innen_frist":
        return si(
            "Kommunen bør ha {antall} kommunale boliger og omsorgsboliger i {aar}.",
            antall=antall,
            aar=aar,
        )
    andel, dager = maalet_i_tall(scenario)
    return si(
        "For at {andel} skal kunne få bolig innen {dager} dager, bør kommunen ha {antall} kommunale "
        "boliger og omsorgsboliger i {aar}.",
        andel=andel,
        dager=dager,
        antall=antall,
        aar=aar,
    )


def _der_det_mangler(scenario: Scenario) -> str:
    flest, navn = _mangler_flest(_mangler(scenario))
    if flest < 1:
        return ""
    if len(navn) == 1:
        return si("Det mangler flest av typen {boligtype}.", boligtype=navn[0])
    return si("Det mangler flest av typene {boligtyper}.", boligtyper=norsk.ramse(navn))


def _mangler_flest(mangler: dict[str, float]) -> tuple[float, list[str]]:
    """Hvor mange det mangler av den eller de typene det mangler flest av, og navnet på dem."""
    flest = max(mangler.values())
    return flest, [navn for navn, antall in mangler.items() if antall == flest]


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
    linjer = list(map(_typelinje, svar.pooler, trengs[slutt]))
    tabell, uenighet = _typetabell(svar, trengs, linjer), uenige(svar)
    kolonner, mangler = tabell.columns, _mangler(scenario)
    return lag(
        "per_type",
        scenario,
        _mangler_mest(mangler, aar[slutt]),
        _flest_mangler(mangler, aar[slutt]),
        tabell,
        dict.fromkeys([kolonner[1], *kolonner[3:5], *kolonner[6:]], ANTALL),
        {"aar": aar[slutt], "typer": linjer},
        # Det som trengs i år som ikke er det siste, er ikke det kortet spør om.
        foldet=tuple(kolonner[6:]),
        flagg=(*i_uttrekkene(*alle_pooler()), *_se_hvor_sikkert(uenighet)),
        # Figuren viser ikke hvor mange som er regnet som bebodd, og navnene sier hva som er slått sammen.
        merk=(*regnet_bebodd(), *sammenslaatt()),
    )


def _se_hvor_sikkert(uenighet: str) -> list[str]:
    if not uenighet:
        return []
    hvorfor, se = si(UENIGHET_ER), si("Se «Hvor sikkert er det?».")
    return [Flagg(f"{uenighet} {hvorfor} {se}", f"{uenighet} {se}")]


def _typetabell(
    svar: modell.Svar, trengs: np.ndarray, linjer: list[tuple]
) -> pd.DataFrame:
    slutt, aar = grunnlag.planaar(), grunnlag.aarsnavn()
    trinnene = [linje[1 : 1 + len(TRINN)] for linje in linjer]
    rader = []
    for behov, per_aar, trinn in zip(
        (*svar.pooler, svar.alle),
        trengs.T,
        (*trinnene, _alle_trinn(svar.alle, slutt, int(trengs[slutt, -1]))),
    ):
        navn = si(ALLE_BOLIGER) if behov is svar.alle else grunnlag.navn(behov.pool)
        rader.append(
            [
                navn,
                per_aar[slutt],
                spenn(behov.lav[slutt], behov.hoey[slutt]),
                behov.boliger[0],
                behov.boliger[slutt],
                spenn(behov.lav[TI_AAR], behov.hoey[TI_AAR]),
                *per_aar[:slutt],
                *map(float, trinn),
            ]
        )
    kolonner = [
        si("Boligtype"),
        si("Trengs {aar}", aar=aar[slutt]),
        si("8 av 10, {aar}", aar=aar[slutt]),
        si("Har i dag"),
        si("Har {aar}", aar=aar[slutt]),
        si("8 av 10, {aar}", aar=aar[TI_AAR]),
        *[si("Trengs {aar}", aar=navn) for navn in aar[:slutt]],
        *map(si, TRINN),
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
        setning = si(
            "I {aar} mangler det {boliger}.", aar=aar, boliger=_av_typene(mest)
        )
    else:
        setning = si("I {aar} er det nok av alle boligtypene.", aar=aar)
    if not til_overs:
        return setning
    mal = fast("Samtidig blir det {boliger}.") if mest else fast("Det blir {boliger}.")
    return f"{setning} {si(mal, boliger=_av_typene(til_overs, til_overs=True))}"


def _av_typene(typer: list[tuple[str, float]], til_overs: bool = False) -> str:
    """«69 boliger: 42 av omsorgsbolig uten bemanning, og 27 av flyktningbolig», den største først."""
    i_alt = norsk.med_ord(sum(antall for _, antall in typer), si("boliger"))
    if til_overs:
        i_alt = si("{boliger} til overs", boliger=i_alt)
    if len(typer) == 1:
        return si("{i_alt} av typen {boligtype}", i_alt=i_alt, boligtype=typer[0][0])
    nevnt, resten = typer[:NEVNES], typer[NEVNES:]
    deler = [
        si("{antall} av {boligtype}", antall=norsk.tall(antall), boligtype=navn)
        for navn, antall in nevnt
    ]
    if resten:
        andre = norsk.tall(sum(antall for _, antall in resten))
        deler.append(si("{antall} av andre typer", antall=andre))
    # Komma foran «og»: navnet på typene har selv et «og» i seg når flere er slått sammen.
    return si(
        "{i_alt}: {typene}, og {den_siste}",
        i_alt=i_alt,
        typene=", ".join(deler[:-1]),
        den_siste=deler[-1],
    )


def _flest_mangler(mangler: dict[str, float], aar: str) -> Kortfunn:
    """Typen det mangler flest av. Under figuren står det som mangler og det som er til overs i alt: det
    ene minus det andre er gapet øverst på siden.
    """
    i_alt, til_overs = (
        sum(max(vei * antall, 0) for antall in mangler.values()) for vei in (1, -1)
    )
    flest, navn = _mangler_flest(mangler)
    if flest < 1:
        nok = si("Det er nok av alle boligtypene i {aar}", aar=aar)
        return tittel(nok, resten=_med_skravert(_til_overs(0, til_overs)))
    antall = norsk.med_ord(flest, si("boliger"))
    if len(navn) > 1:
        antall = si("{boliger} av hver", boliger=antall)
    return tittel(
        si(
            "Mangler mest i {aar}: {boligtyper} ({boliger})",
            aar=aar,
            boligtyper=norsk.ramse(navn),
            boliger=antall,
        ),
        si(
            "I {aar} mangler det {boliger} av typene det er for lite av",
            aar=aar,
            boliger=norsk.med_ord(i_alt, si("boliger")),
        ),
        resten=_med_skravert(_til_overs(i_alt, til_overs)),
    )


def _med_skravert(tekst: str) -> str:
    return f"{tekst} {si(SKRAVERT)}".strip()


def _til_overs(mangler: float, til_overs: float) -> str:
    """Det som mangler, og det som er til overs, i alt."""
    antall = norsk.tall(til_overs)
    if not mangler:
        if not til_overs:
            return ""
        return si("Til sammen er det {antall} til overs.", antall=antall)
    mangler_i_alt = norsk.med_ord(mangler, si("boliger"))
    if not til_overs:
        return si("Til sammen mangler det {boliger}.", boliger=mangler_i_alt)
    return si(
        "Til sammen mangler det {boliger} av noen typer, og det er {antall} til overs av andre.",
        boliger=mangler_i_alt,
        antall=antall,
    )


def _typelinje(behov: modell.Behov, trengs: float) -> tuple:
    """Boligtypen i figuren: navnet, trinnene, boligene i dag og med vedtatt plan, og båndet."""
    slutt = grunnlag.planaar()
    trinn = planer.hele(_trinn(behov, slutt), int(trengs))
    baand = (behov.lav[slutt], behov.hoey[slutt])
    boliger = (behov.boliger[0], behov.boliger[slutt])
    return grunnlag.navn(behov.pool), *trinn, *boliger, *baand


def _trinn(behov: modell.Behov, aar: int) -> list[float]:
    """Behovsstigen: bor der i dag, venter i dag, endring i søkere og vekst, og margin. Til sammen
    er det behovet.
    """
    deler = {navn: float(tall[aar]) for navn, tall in behov.deler}
    bor, koe, margin = deler["boliger"] + deler["tomme"], deler["koe"], deler["margin"]
    return [bor, koe, float(behov.behov[aar]) - bor - koe - margin, margin]


def _alle_trinn(alle: modell.Behov, slutt: int, behov: int) -> list[int]:
    """Trinnene for alle boliger, med de samme tallene som i fossen."""
    deler = _hele_deler(alle, slutt, behov)
    bor, koe = deler["boliger"] + deler.get("tomme", 0), deler.get("koe", 0)
    return [bor, koe, behov - bor - koe - deler["margin"], deler["margin"]]


# ------------------------------------------------------------------- fra i dag til behovet


@lesing.husk
def foss(scenario: Scenario) -> Behovskort:
    """Veien fra boligene i dag til behovet når planen er slutt, del for del."""
    alle, slutt = planer.svar(scenario).alle, grunnlag.planaar()
    behov = int(planer.trengs(scenario)[slutt, -1])
    i_dag = round(float(alle.boliger[0]))
    hele = _hele_deler(alle, slutt, behov)
    linjer = [(delnavn(navn), tall, navn == "boliger") for navn, tall in hele.items()]
    trengs = si("Trengs i {aar}", aar=grunnlag.aarsnavn()[slutt])
    linjer.append((trengs, behov, True))
    netto = round(float(alle.boliger[slutt])) - i_dag
    tabell = pd.DataFrame(
        [(navn, float(tall)) for navn, tall, _ in linjer]
        + [
            (si("Netto vedtatt"), float(netto)),
            (si("Må skaffes i tillegg"), float(behov - i_dag - netto)),
        ],
        columns=[si("Del"), si("Boliger")],
    )
    return lag(
        "foss",
        scenario,
        _margintekst(behov, hele["margin"]),
        _mer_enn_i_dag(behov - i_dag, hele),
        tabell,
        {si("Boliger"): ANTALL},
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


# Uten margin i planen, og med. Tallene står foran.
_UTEN_MARGIN = fast("Køen vokser ikke, men den blir heller ikke borte.")
_MED_MARGIN = fast(
    "Uten margin står noen alltid i kø. Med den står noen boliger tomme en kort tid."
)


def _margintekst(behov: int, margin: int) -> str:
    boliger = norsk.tall(behov)
    if not margin:
        har = si(
            "De {boliger} boligene har ingen margin, så noen står alltid i kø.",
            boliger=boliger,
        )
        return f"{har} {si(_UTEN_MARGIN)}"
    er_margin = si(
        "Av de {boliger} boligene er {antall} margin.",
        boliger=boliger,
        antall=norsk.tall(margin),
    )
    return f"{er_margin} {si(_MED_MARGIN)}"


def _mer_enn_i_dag(endring: int, hele: dict[str, int]) -> Kortfunn:
    """Hvor mange flere som trengs enn kommunen har, og den delen som betyr mest for det."""
    flere = norsk.flere_eller_faerre(endring, si("boliger"))
    uten_grunn = si("Det trengs {boliger} enn i dag", boliger=flere)
    if not endring:
        uten_grunn = si("Det trengs like mange boliger som i dag")
    foer = {navn: tall for navn, tall in hele.items() if navn != "boliger"}
    mest = max(foer, key=foer.get)
    forslag = [uten_grunn]
    mest_alene = [*foer.values()].count(foer[mest]) == 1
    if endring > 0 and foer[mest] > 0 and mest_alene:
        med_grunn = si(
            "{uten_grunn}, mest: {del_} ({antall})",
            uten_grunn=uten_grunn,
            del_=norsk.liten_forbokstav(delnavn(mest)),
            antall=norsk.tall(foer[mest]),
        )
        forslag.insert(0, med_grunn)
    margin = hele["margin"]
    return tittel(*forslag, resten=si(_MED_MARGIN if margin else _UTEN_MARGIN))


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
        har[planer.MED_SCENARIOET] = behov.boliger
    tabell = _banetabell(behov, trengs, vedtatt, prosjekter)
    er_alle = behov.pool == "alle"
    gjelder = si(ALLE_BOLIGER) if er_alle else grunnlag.navn(behov.pool)
    gap, vedtatt_netto = _gap_til_slutt(behov, trengs), _netto_vedtatt(prosjekter)
    i_typen = si("{hvem}: {setning}", hvem=gjelder, setning=gap)
    return lag(
        "bane",
        scenario,
        f"{i_typen}. {vedtatt_netto}",
        tittel(*([] if er_alle else [i_typen]), gap, resten=vedtatt_netto),
        tabell,
        dict.fromkeys(tabell.columns[1:], ANTALL),
        {
            "aar": grunnlag.aarsnavn(),
            "behov": trengs,
            "lav": behov.lav,
            "hoey": behov.hoey,
            "planer": har,
        },
        flagg=i_uttrekkene(*i_poolen),
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
            si("År"): aar,
            si("Kommer til"): nye,
            si("Går ut"): nye - np.diff(vedtatt, prepend=vedtatt[0]),
            si("Boliger, vedtatt plan"): vedtatt,
            si("Trengs"): trengs,
            si("Lavt"): np.floor(behov.lav),
            si("Høyt"): np.ceil(behov.hoey),
            si("Mangler"): trengs - behov.boliger,
        }
    )


def _gap_til_slutt(behov: modell.Behov, trengs: np.ndarray) -> str:
    slutt = grunnlag.planaar()
    gap = trengs[slutt] - behov.boliger[slutt]
    return mangler_eller_til_overs(gap, I_AARET, aar=grunnlag.aarsnavn()[slutt])


def _netto_vedtatt(prosjekter: list[modell.Prosjekt]) -> str:
    antall = [
        prosjekt.antall for prosjekt in prosjekter if prosjekt.tid <= grunnlag.planaar()
    ]
    inn = sum(boliger for boliger in antall if boliger > 0)
    ut = -sum(boliger for boliger in antall if boliger < 0)
    if not inn and not ut:
        return si("Ingen endringer er vedtatt.")
    brutto = {"inn": _eller_ingen(inn), "ut": _eller_ingen(ut)}
    if inn == ut:
        return si(
            "Det er vedtatt like mange nye boliger som går ut: {inn} kommer til, og {ut} går ut.",
            **brutto,
        )
    return si(
        "Det er vedtatt {boliger}: {inn} kommer til, og {ut} går ut.",
        boliger=norsk.flere_eller_faerre(inn - ut, si("boliger")),
        **brutto,
    )


def _eller_ingen(antall: float) -> str:
    return norsk.tall(antall) if antall else si("ingen")


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
        {si("År"): aar, si("Har, med vedtatt plan"): har}
        | {si(ELDRE[antakelse]): tall for antakelse, tall in trengs.items()}
    )
    serier = [(navn, tabell[navn].tolist()) for navn in tabell.columns[1:]]
    plasser = grunnlag.forutsetninger()["sykehjemsplasser"].verdi
    return lag(
        "eldre",
        scenario,
        *_eldretekst(har, trengs),
        tabell,
        dict.fromkeys(tabell.columns[1:], ANTALL),
        {"aar": aar, "serier": serier, "enhet": ANTALL},
        gjelder=si("Omsorgsboliger"),
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


def _eldretekst(har: np.ndarray, trengs: dict[str, np.ndarray]) -> tuple[str, Kortfunn]:
    """Setningen, og det som er tittelen av den."""
    slutt, norm = grunnlag.planaar(), grunnlag.forutsetninger()["norm_80"].verdi
    aar, dekning = grunnlag.aarsnavn()[slutt], norsk.tall(trengs["dekning"][slutt])
    i_dag, vedtatt = norsk.tall(har[0]), norsk.tall(har[slutt])
    med_dekning = si(
        "Med dagens dekning trengs det {antall} omsorgsboliger i {aar}.",
        antall=dekning,
        aar=aar,
    )
    med_norm = si(
        "For å nå normen på {norm} prosent trengs det {antall}.",
        norm=norsk.tall(norm),
        antall=norsk.tall(trengs["norm"][slutt]),
    )
    har_i_dag = si("Kommunen har {antall} i dag.", antall=i_dag)
    har_og_faar = si(
        "Kommunen har {i_dag} i dag, og {antall} med det som er vedtatt.",
        i_dag=i_dag,
        antall=vedtatt,
    )
    overskrift = si(
        "I {aar} trengs det {antall} omsorgsboliger med dagens dekning, planen gir {vedtatt}",
        aar=aar,
        antall=dekning,
        vedtatt=vedtatt,
    )
    mangler = mangler_eller_til_overs(
        trengs["dekning"][slutt] - har[slutt], MED_VEDTATT
    )
    return (
        f"{med_dekning} {med_norm} {har_og_faar}",
        tittel(overskrift, resten=f"{mangler} {med_norm} {har_i_dag}"),
    )
