"""Kortene som svarer på hvor mange boliger som trengs."""

import dataclasses

import numpy as np
import pandas as pd

from boligdata import lesing
from boligdata.behov import modell
from boligdata.felles import kilder, norsk
from boligdata.felles.enheter import VERNET_ANDEL
from boligdata.felles.maalform import fast, si
from boligdata.felles.stoersterest import hele
from boligdata.innhold.boligbehov import folkevekst, grunnlag, planer
from boligdata.innhold.boligbehov.gapet import Gap
from boligdata.innhold.boligbehov.kort import gapord
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
    ANTALL,
    FORHOLD,
    PROSENT,
    delnavn,
    maalet_i_tall,
    typenavn,
)
from boligdata.innhold.boligbehov.scenario import ELDRE, VEKST, Scenario
from boligdata.innhold.funn import Kortfunn
from boligdata.innhold.grunnkort import Flagg

# Ti år fram er tallene et spenn, aldri ett tall.
TI_AAR = 10
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
    gap = planer.gapet_til_slutt(scenario)
    lav, hoey = map(norsk.tall, gap.trengs_spenn)
    trengs = si(
        _trengs_med(scenario),
        navn=norsk.bokstavelig(scenario.navn),
        antall=norsk.tall(gap.trengs),
        aar=grunnlag.aarsnavn()[gap.aar],
        lav=lav,
        hoey=hoey,
    )
    return f"{trengs} {_kjeden(scenario)}"


def _kjeden(scenario: Scenario) -> str:
    """Det kommunen har, det som er vedtatt, og det som da mangler og er til overs."""
    gap = planer.gapet_til_slutt(scenario)
    resten = gapord.resten(gap, planer.gap_per_pool(scenario))
    return f"{gapord.har_og_vedtatt(gap)} {resten}"


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


@lesing.husk
def saksframlegg(scenario: Scenario) -> str:
    """Hovedsvaret som noen korte setninger til et saksframlegg."""
    gap = planer.gapet_til_slutt(scenario)
    lav, hoey = map(norsk.tall, gap.trengs_spenn)
    setninger = [
        _boer_kommunen(scenario, norsk.tall(gap.trengs), grunnlag.aarsnavn()[gap.aar]),
        si("Behovet er trolig mellom {lav} og {hoey}.", lav=lav, hoey=hoey),
        _kjeden(scenario),
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


# -------------------------------------------------------------------------- per boligtype


@lesing.husk
def per_type(scenario: Scenario) -> Behovskort:
    """Behovet og gapet per boligtype når planen er slutt, og behovet hvert år på veien dit."""
    svar, slutt, aar = planer.svar(scenario), grunnlag.planaar(), grunnlag.aarsnavn()
    gapene = planer.gap_per_pool(scenario)
    linjer = list(map(_typelinje, svar.pooler, gapene))
    tabell, uenighet = _typetabell(scenario, svar, linjer), uenige(svar)
    alle = planer.gapet_til_slutt(scenario)
    return lag(
        "per_type",
        scenario,
        gapord.resten(alle, gapene, foerst=True),
        _flest_mangler(alle, gapene),
        tabell,
        dict.fromkeys(_tallkolonner(tabell), ANTALL),
        {"aar": aar[slutt], "typer": linjer},
        # Det som trengs i år som ikke er det siste, er ikke det kortet spør om.
        foldet=tuple(tabell.columns[_SVARET:]),
        flagg=(*i_uttrekkene(*alle_pooler()), *_se_hvor_sikkert(uenighet)),
        # Figuren viser ikke hvor mange som er regnet som bebodd, og navnene sier hva som er slått sammen.
        merk=(*regnet_bebodd(), *sammenslaatt()),
        gapene=[(gapord.navn(gap), gap) for gap in (*gapene, alle)],
    )


# Kolonnene som er svaret. Resten er foldet.
_SVARET = 7


def _tallkolonner(tabell: pd.DataFrame) -> list[str]:
    return [navn for navn in tabell if pd.api.types.is_numeric_dtype(tabell[navn])]


def _se_hvor_sikkert(uenighet: str) -> list[str]:
    if not uenighet:
        return []
    hvorfor, se = si(UENIGHET_ER), si("Se «Hvor sikkert er det?».")
    return [Flagg(f"{uenighet} {hvorfor} {se}", f"{uenighet} {se}")]


def _typetabell(
    scenario: Scenario, svar: modell.Svar, linjer: list[tuple]
) -> pd.DataFrame:
    slutt, aar = grunnlag.planaar(), grunnlag.aarsnavn()
    gapene = planer.gapene(scenario)
    trinnene = [linje[1 : 1 + len(TRINN)] for linje in linjer]
    alle_trinn = _alle_trinn(svar.alle, slutt, gapene[-1][slutt].trengs)
    rader = [
        _typerad(rekke, trinn) for rekke, trinn in zip(gapene, (*trinnene, alle_trinn))
    ]
    kolonner = [
        si("Boligtype"),
        si("Vurdering"),
        si("Mangler"),
        si("Til overs"),
        si("Trengs {aar}", aar=aar[slutt]),
        si("Har i dag"),
        si("Vedtatt"),
        si("Mangler, 8 av 10"),
        si("Til overs, 8 av 10"),
        si("8 av 10, {aar}", aar=aar[slutt]),
        si("Kommer til"),
        si("Går ut"),
        si("Har {aar}", aar=aar[slutt]),
        si("8 av 10, {aar}", aar=aar[TI_AAR]),
        *[si("Trengs {aar}", aar=navn) for navn in aar[:slutt]],
        *map(si, TRINN),
    ]
    return pd.DataFrame(rader, columns=kolonner)


def _typerad(rekke: tuple[Gap, ...], trinn: list[int]) -> list:
    gap = rekke[grunnlag.planaar()]
    return [
        gapord.navn(gap),
        gapord.ordet(gap),
        *map(float, (gap.mangler, gap.til_overs, gap.trengs, gap.har, gap.vedtatt)),
        gapord.spenn(gap.mangler_spenn),
        gapord.spenn(gap.til_overs_spenn),
        gapord.spenn(gap.trengs_spenn),
        *map(float, (gap.inn, gap.ut, gap.boliger)),
        gapord.spenn(rekke[TI_AAR].trengs_spenn),
        *[float(i_aaret.trengs) for i_aaret in rekke[: gap.aar]],
        *map(float, trinn),
    ]


def _flest_mangler(alle: Gap, gapene: tuple[Gap, ...]) -> Kortfunn:
    """Typene det mangler flest av. Under figuren står det som mangler og det som er til overs i alt."""
    aar = grunnlag.aarsnavn()[alle.aar]
    flest = max(gap.mangler for gap in gapene)
    resten = _med_skravert(f"{gapord.kort_sagt(alle)}.")
    if not flest:
        return tittel(
            gapord.resten(alle, gapene, foerst=True).partition(".")[0], resten=resten
        )
    navn = [gapord.poolnavn(gap.pool) for gap in gapene if gap.mangler == flest]
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
            boliger=norsk.med_ord(alle.mangler, si("boliger")),
        ),
        resten=resten,
    )


def _med_skravert(tekst: str) -> str:
    return f"{tekst} {si(SKRAVERT)}".strip()


def _typelinje(behov: modell.Behov, gap: Gap) -> tuple:
    """Boligtypen i figuren: navnet, trinnene opp til det som trengs, og gapet."""
    trinn = hele(_trinn(behov, gap.aar), gap.trengs)
    return gapord.navn(gap), *trinn, gap


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
    alle, gap = planer.svar(scenario).alle, planer.gapet_til_slutt(scenario)
    hele = _hele_deler(alle, gap.aar, gap.trengs)
    linjer = [(delnavn(navn), tall, navn == "boliger") for navn, tall in hele.items()]
    trengs = si("Trengs i {aar}", aar=grunnlag.aarsnavn()[gap.aar])
    linjer.append((trengs, gap.trengs, True))
    dekkes = [
        (si("Netto vedtatt"), float(gap.vedtatt)),
        (si("Mangler"), float(gap.mangler)),
        (si("Til overs"), float(gap.til_overs)),
    ]
    tabell = pd.DataFrame(
        [(navn, float(tall)) for navn, tall, _ in linjer] + dekkes,
        columns=[si("Del"), si("Boliger")],
    )
    return lag(
        "foss",
        scenario,
        _margintekst(gap.trengs, hele["margin"]),
        _mer_enn_i_dag(gap.trengs - gap.har, hele),
        tabell,
        {si("Boliger"): ANTALL},
        {"linjer": linjer},
        flagg=(*regnet_bebodd(), *_ukjent_skjult_behov(scenario)),
        gapene=[("", gap)],
    )


def _ukjent_skjult_behov(scenario: Scenario) -> tuple[str, ...]:
    """Hva svaret er om noen lar være å søke, når ingen har sagt hvor mange det er: å tie om dem ville vært
    å si at de ikke finnes.
    """
    if planer.skjult_er_kjent(scenario):
        return ()
    uten, med = (
        norsk.tall(svar.alle.behov[grunnlag.planaar()])
        for svar in planer.uten_og_med_skjult(scenario)
    )
    flere = norsk.med_enhet(planer.SKJULT_KANSKJE, PROSENT)
    helt = si(
        "Noen trenger bolig uten å søke, for eksempel fordi ventelisten er lang eller stengt. Ingen har "
        "anslått hvor mange. Er det ingen, trengs det {uten} boliger. Er det {flere} flere som ville "
        "søkt, trengs det {med}.",
        uten=uten,
        flere=flere,
        med=med,
    )
    kort = si(
        "Er det {flere} flere som ville søkt, trengs det {med} boliger.",
        flere=flere,
        med=med,
    )
    return (Flagg(helt, kort),)


def _hele_deler(alle: modell.Behov, slutt: int, behov: int) -> dict[str, int]:
    """Delene av behovet som synes når de er rundet, og som til sammen er behovet."""
    deler = {
        navn: float(tall[slutt])
        for navn, tall in alle.deler
        if navn in ("boliger", "margin") or abs(tall[slutt]) >= 0.5
    }
    return dict(zip(deler, hele(list(deler.values()), behov)))


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
    rekke = _rekken(scenario, pool)
    behov = _behov(planer.svar(scenario), pool)
    vedtatt = _rekken(_uten_egne_boliger(scenario), pool)
    i_poolen = behov.pool.split(modell.FLEKSIBEL)
    har = {planer.VEDTATT: _boligene(vedtatt)}
    if (_boligene(rekke) != har[planer.VEDTATT]).any():
        har[planer.MED_SCENARIOET] = _boligene(rekke)
    tabell = _banetabell(rekke)
    til_slutt = rekke[grunnlag.planaar()]
    sagt, er_alle = gapord.kort_sagt(til_slutt), til_slutt.pool == "alle"
    i_typen = si("{hvem}: {setning}", hvem=gapord.navn(til_slutt), setning=sagt)
    vedtatt_netto = gapord.har_og_vedtatt(vedtatt[grunnlag.planaar()])
    return lag(
        "bane",
        scenario,
        f"{i_typen}. {vedtatt_netto}",
        tittel(*([] if er_alle else [i_typen]), sagt, resten=vedtatt_netto),
        tabell,
        dict.fromkeys(tabell.columns[1:], ANTALL),
        {
            "aar": grunnlag.aarsnavn(),
            "behov": np.array([gap.trengs for gap in rekke], float),
            "lav": behov.lav,
            "hoey": behov.hoey,
            "planer": har,
        },
        flagg=i_uttrekkene(*i_poolen),
        gjelder=gapord.navn(til_slutt),
        boligtype=pool,
        gapene=[("", til_slutt)],
    )


def _rekken(scenario: Scenario, pool: str) -> tuple[Gap, ...]:
    """Gapet hvert årsskifte i poolen, eller i alle («»)."""
    gapene = planer.gapene(scenario)
    for rekke in gapene:
        if pool in rekke[0].pool.split(modell.FLEKSIBEL):
            return rekke
    return gapene[-1]


def _boligene(rekke: tuple[Gap, ...]) -> np.ndarray:
    return np.array([gap.boliger for gap in rekke], float)


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


def _banetabell(rekke: tuple[Gap, ...]) -> pd.DataFrame:
    """Kjeden hvert årsskifte. Det som kommer til og går ut, er regnet fra i dag."""
    kolonner = {
        si("Mangler"): [gap.mangler for gap in rekke],
        si("Til overs"): [gap.til_overs for gap in rekke],
        si("Trengs"): [gap.trengs for gap in rekke],
        si("Lavt"): [gap.trengs_spenn[0] for gap in rekke],
        si("Høyt"): [gap.trengs_spenn[1] for gap in rekke],
        si("Har"): [gap.boliger for gap in rekke],
        si("Kommer til, i alt"): [gap.inn for gap in rekke],
        si("Går ut, i alt"): [gap.ut for gap in rekke],
    }
    return pd.DataFrame({si("År"): grunnlag.aarsnavn()} | kolonner)


# ------------------------------------------------------------------------------- eldre


@lesing.husk
def eldre(scenario: Scenario) -> Behovskort | None:
    """Omsorgsboliger under de tre antakelsene om eldre. None når kommunen ikke har
    omsorgsboliger.
    """
    per_antakelse = {
        antakelse: planer.gap_i_typene(
            dataclasses.replace(scenario, eldre=antakelse),
            folkevekst.omsorgsboliger(),
        )
        for antakelse in ELDRE
    }
    if not per_antakelse["dekning"]:
        return None
    aar, dekning = grunnlag.aarsnavn(), per_antakelse["dekning"]
    tabell = pd.DataFrame(
        {
            si("År"): aar,
            si("Har, med vedtatt plan"): _boligene(dekning),
            **{
                si(ELDRE[antakelse]): [float(gap.trengs) for gap in rekke]
                for antakelse, rekke in per_antakelse.items()
            },
            si("Mangler med dagens dekning"): [float(gap.mangler) for gap in dekning],
            si("Til overs med dagens dekning"): [
                float(gap.til_overs) for gap in dekning
            ],
        }
    )
    serier = [
        (navn, tabell[navn].tolist()) for navn in tabell.columns[1 : 2 + len(ELDRE)]
    ]
    plasser = grunnlag.forutsetninger()["sykehjemsplasser"].verdi
    return lag(
        "eldre",
        scenario,
        *_eldretekst(per_antakelse),
        tabell,
        dict.fromkeys(tabell.columns[1:], ANTALL),
        {"aar": aar, "serier": serier, "enhet": ANTALL},
        gjelder=si("Omsorgsboliger"),
        gapene=[("", dekning[grunnlag.planaar()])],
        trend=f"{norsk.endring(round(100 * folkevekst.dekningstrend(), 1), FORHOLD)}{norsk.NB}%",
        sykehjem=norsk.tall(plasser),
    )


def _eldretekst(
    per_antakelse: dict[str, tuple[Gap, ...]],
) -> tuple[str, Kortfunn]:
    """Setningen, og det som er tittelen av den."""
    slutt, norm = grunnlag.planaar(), grunnlag.forutsetninger()["norm_80"].verdi
    gap, aar = per_antakelse["dekning"][slutt], grunnlag.aarsnavn()[slutt]
    dekning, vedtatt = norsk.tall(gap.trengs), norsk.tall(gap.boliger)
    med_dekning = si(
        "Med dagens dekning trengs det {antall} omsorgsboliger i {aar}.",
        antall=dekning,
        aar=aar,
    )
    med_norm = si(
        "For å nå normen på {norm} prosent trengs det {antall}.",
        norm=norsk.tall(norm),
        antall=norsk.tall(per_antakelse["norm"][slutt].trengs),
    )
    overskrift = si(
        "I {aar} trengs det {antall} omsorgsboliger med dagens dekning, planen gir {vedtatt}",
        aar=aar,
        antall=dekning,
        vedtatt=vedtatt,
    )
    har, mangler = gapord.har_og_vedtatt(gap), f"{gapord.kort_sagt(gap)}."
    return (
        f"{med_dekning} {med_norm} {har} {mangler}",
        tittel(overskrift, resten=f"{mangler} {med_norm} {har}"),
    )


# ----------------------------------------------------------- ordinære og tilpassede boliger

# De to slagene loven krever en oversikt over.
SLAGENE = {
    "ordinaer": fast("Ordinære boliger"),
    "tilpasset": fast("Tilpassede boliger"),
}


def gap_i_slaget(scenario: Scenario, slag: str) -> Gap | None:
    """Gapet i boligtypene av dette slaget når planen er slutt. None når ingen av dem kan regnes."""
    rekke = planer.gap_i_typene(scenario, typene_i(slag))
    return rekke[grunnlag.planaar()] if rekke else None


def typene_i(slag: str) -> list[str]:
    """Boligtypene av dette slaget."""
    slekter = kilder.boligslag()[slag]
    return [typen for slekt in slekter for typen in kilder.boligslekter()[slekt]]


def slaget_i_ord(navn: str, gap: Gap) -> str:
    """Kjeden for ordinære eller tilpassede boliger, til å lese høyt."""
    lav, hoey = map(norsk.tall, gap.trengs_spenn)
    setning = si("{hvem}: {setning}.", hvem=navn, setning=gapord.kort_sagt(gap))
    trengs = si(
        "Det trengs {antall}, trolig mellom {lav} og {hoey}.",
        antall=norsk.tall(gap.trengs),
        lav=lav,
        hoey=hoey,
    )
    return f"{setning} {trengs} {gapord.har_og_vedtatt(gap)}"


def tilpasset_i_ordinaere(scenario: Scenario) -> str:
    """Hvor mange av dem som søker om en ordinær bolig, som trenger en tilpasset, og hvor mange av boligene
    det blir. Sier uttrekkene det ikke, står det i stedet.
    """
    andel = grunnlag.trenger_tilpasset()
    if andel is None:
        return si(
            "Uttrekkene sier ikke hvem av søkerne som trenger en tilpasset bolig i et vanlig bygg, eller "
            "sier det om for få. De er talt som ordinære."
        )
    prosent = 100 * andel
    soekerne = si(
        "{andel} av søkerne til de ordinære boligtypene trenger en tilpasset bolig i et vanlig bygg. De er "
        "talt som ordinære.",
        andel=norsk.stor(norsk.med_enhet(prosent, VERNET_ANDEL)),
    )
    gap = gap_i_slaget(scenario, "ordinaer")
    # Er andelen bare et spenn, blir antallet det også.
    if not gap or VERNET_ANDEL.baand(prosent):
        return soekerne
    boligene = si(
        "Blir de boende like lenge som de andre, er det om lag {antall} av de {trengs} ordinære boligene "
        "som trengs.",
        antall=norsk.tall(andel * gap.trengs),
        trengs=norsk.tall(gap.trengs),
    )
    return f"{soekerne} {boligene}"


@lesing.husk
def slagene(scenario: Scenario) -> Behovskort:
    """Ordinære og tilpassede boliger hver for seg, slik loven krever oversikten."""
    gapene = {
        si(navn): gap
        for slag, navn in SLAGENE.items()
        if (gap := gap_i_slaget(scenario, slag))
    }
    aar = grunnlag.aarsnavn()[grunnlag.planaar()]
    tabell = pd.DataFrame(
        [
            [
                navn,
                *map(float, (gap.mangler, gap.til_overs, gap.trengs, gap.har)),
                float(gap.vedtatt),
                gapord.spenn(gap.mangler_spenn),
                gapord.spenn(gap.til_overs_spenn),
                gapord.spenn(gap.trengs_spenn),
            ]
            for navn, gap in gapene.items()
        ],
        columns=[
            si("Slag bolig"),
            si("Mangler"),
            si("Til overs"),
            si("Trengs {aar}", aar=aar),
            si("Har i dag"),
            si("Vedtatt"),
            si("Mangler, 8 av 10"),
            si("Til overs, 8 av 10"),
            si("8 av 10, {aar}", aar=aar),
        ],
    )
    mangler = [
        si("{antall} {slaget}", antall=norsk.tall(gap.mangler), slaget=navn.lower())
        for navn, gap in gapene.items()
        if gap.mangler
    ]
    funnet = si(
        "I {aar} mangler det {boligene}", aar=aar, boligene=norsk.ramse(mangler)
    )
    if not mangler:
        funnet = si("I {aar} er det nok av alle boligtypene", aar=aar)
    return lag(
        "slagene",
        scenario,
        " ".join(slaget_i_ord(navn, gap) for navn, gap in gapene.items()),
        tittel(funnet, resten=si(SKRAVERT)),
        tabell,
        dict.fromkeys(_tallkolonner(tabell), ANTALL),
        {"aar": aar, "typer": list(gapene.items())},
        foldet=tuple(tabell.columns[6:]),
        flagg=(tilpasset_i_ordinaere(scenario),),
        gapene=gapene.items(),
        **{slag: typenavn(typene_i(slag)) for slag in SLAGENE},
    )
