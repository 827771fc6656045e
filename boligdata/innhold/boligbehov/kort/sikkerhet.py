"""Kortene som svarer på hvor sikkert svaret er, og hva det bygger på."""

import math

import numpy as np
import pandas as pd

from boligdata import lesing
from boligdata.behov import modell
from boligdata.behov.botid import overlevelse
from boligdata.behov.grunnlag import Pool
from boligdata.felles import norsk
from boligdata.felles.maalform import fast, si
from boligdata.felles.stoersterest import hele
from boligdata.innhold.boligbehov import (
    etterproeving,
    gapet,
    grunnlag,
    planer,
    utslag,
)
from boligdata.innhold.boligbehov.kort import gapord
from boligdata.innhold.boligbehov.kort.felles import (
    SKRAVERT,
    UENIGHET_ER,
    Behovskort,
    alle_pooler,
    er_enige,
    i_uttrekkene,
    lag,
    tittel,
    uenige,
)
from boligdata.innhold.boligbehov.kort.ord import (
    AAR,
    ANTALL,
    FORHOLD,
    PROSENT,
)
from boligdata.innhold.boligbehov.kort.register import register
from boligdata.innhold.boligbehov.scenario import Scenario
from boligdata.innhold.funn import Kortfunn

# Marginen i håndregelen, mot kvadratroten av boligene i bruk (målt mot den lukkede formelen).
HAANDMARGIN = 1.2
BOTID_TIL = 15
_ENIGE = fast("De to anslagene er enige nok for alle boligtypene")
# De to veiene noe kan endres i tornadoen.
VEIENE = (
    fast("Lavere, kortere eller mindre strengt"),
    fast("Høyere, lengre eller strengere"),
)


@lesing.husk
def tornado(scenario: Scenario) -> Behovskort:
    """Hva som betyr mest for behovet."""
    alle, aar = utslag.tornado(scenario), grunnlag.aarsnavn()[grunnlag.planaar()]
    tabell = pd.DataFrame(
        [(si(en.hva), *_i_hele(en)) for en in alle],
        columns=[si("Endring"), *map(si, VEIENE)],
    )
    mest = alle[0]
    virkningen = {
        "ned": _flere_eller_faerre(round(mest.ned)),
        "opp": _flere_eller_faerre(round(mest.opp)),
        "aar": aar,
    }
    setning = si(
        "Mest betyr «{endringen}»: {ned} eller {opp} boliger i {aar}.",
        endringen=norsk.liten_forbokstav(si(mest.hva)),
        **virkningen,
    )
    overskrift = si(
        "Mest betyr {det_som_endres}: {ned} eller {opp} boliger i {aar}",
        det_som_endres=si(mest.det_som_endres),
        **virkningen,
    )
    return lag(
        "tornado",
        scenario,
        setning,
        tittel(
            overskrift,
            resten=si(
                "Tallet til venstre er for det som står først i navnet, og tallet til høyre for det "
                "andre."
            ),
        ),
        tabell,
        dict.fromkeys(tabell.columns[1:], ANTALL),
        {"rader": tuple((si(en.hva), en.ned, en.opp) for en in alle)},
    )


def _i_hele(en: utslag.Utslag) -> tuple[float, float]:
    return float(round(en.ned)), float(round(en.opp))


def _flere_eller_faerre(boliger: int) -> str:
    antall = norsk.tall(abs(boliger))
    if boliger < 0:
        return si("{antall} færre", antall=antall)
    return si("{antall} flere", antall=antall)


@lesing.husk
def anker_og_stroem(scenario: Scenario) -> Behovskort:
    """De to anslagene ved siden av hverandre."""
    svar, slutt = planer.svar(scenario), grunnlag.planaar()
    anker, stroem = (
        gapet.hele_per_aar(
            [getattr(behov, anslag) for behov in svar.pooler],
            getattr(svar.alle, anslag),
        )[slutt]
        for anslag in ("anker", "stroem")
    )
    gapene = (*planer.gap_per_pool(scenario), planer.gapet_til_slutt(scenario))
    rader = [
        (gapord.navn(gap), *anslagene, float(gap.trengs), *map(float, gap.trengs_spenn))
        for gap, *anslagene in zip(gapene, anker, stroem)
    ]
    tabell = pd.DataFrame(
        rader,
        columns=[
            si("Boligtype"),
            si("Anker"),
            si("Strøm"),
            si("Svaret"),
            si("Lavt"),
            si("Høyt"),
        ],
    )
    uenighet, hvorfor = uenige(svar), si(UENIGHET_ER)
    return lag(
        "anker",
        scenario,
        f"{uenighet} {hvorfor}" if uenighet else f"{si(_ENIGE)}.",
        _enighet(svar, uenighet, hvorfor),
        tabell,
        dict.fromkeys(tabell.columns[1:], ANTALL),
        {"rader": rader},
    )


def _enighet(svar: modell.Svar, uenighet: str, hvorfor: str) -> Kortfunn:
    """Om anslagene er enige, og hva de er: ordene i figuren er fagord."""
    hva = si(
        "Anker bygger på dem som bor der og venter. Strøm bygger på nye søkere og botiden."
    )
    hva = f"{hva} {si(SKRAVERT)}"
    if not uenighet:
        return tittel(si(_ENIGE), resten=hva)
    antall = sum(not er_enige(behov) for behov in svar.pooler)
    mange = si(
        "De to anslagene er uenige for {antall} av {alle} boligtyper",
        antall=norsk.tall(antall),
        alle=norsk.tall(len(svar.pooler)),
    )
    return tittel(uenighet.removesuffix("."), mange, resten=f"{hvorfor} {hva}")


@lesing.husk
def haandregel(scenario: Scenario) -> Behovskort:
    """Regnestykket som kan gjøres for hånd, ved siden av modellen."""
    aar = grunnlag.aarsnavn()[grunnlag.planaar()]
    tabell = _haandregeltabell(scenario, aar)
    kolonner = tabell.columns
    for_haand, modellen = (
        norsk.tall(tabell[kolonne].sum()) for kolonne in kolonner[-2:]
    )
    tallene = {"antall": for_haand, "modellen": modellen, "aar": aar}
    setning = si(
        "Regnet for hånd blir behovet {antall} boliger på lang sikt. Modellen sier {modellen} i {aar}.",
        **tallene,
    )
    overskrift = si(
        "Regnet for hånd: {antall} boliger på lang sikt, modellen sier {modellen} i {aar}",
        **tallene,
    )
    return lag(
        "haandregel",
        scenario,
        setning,
        tittel(overskrift),
        tabell,
        dict.fromkeys(kolonner[1:3], FORHOLD) | dict.fromkeys(kolonner[3:], ANTALL),
        {},
    )


def _haandregeltabell(scenario: Scenario, aar: str) -> pd.DataFrame:
    """Søkere × botid + margin, i hver pool, ved siden av det modellen sier."""
    plan = planer.plan(scenario)
    pooler = {pool.pool: pool for pool in modell.pooler(grunnlag.hent(), plan)}
    rader = []
    for gap in planer.gap_per_pool(scenario):
        pool = pooler[gap.pool]
        i_bruk = pool.soekere * pool.botid
        margin = HAANDMARGIN * math.sqrt(i_bruk)
        rader.append(
            (
                gapord.navn(gap),
                pool.soekere,
                pool.botid,
                i_bruk,
                margin,
                i_bruk + margin,
                float(gap.trengs),
            )
        )
    kolonner = [
        si("Boligtype"),
        si("Nye søkere per år"),
        si("Botid (år)"),
        si("Søkere × botid"),
        si("Margin"),
        si("Håndregel"),
        si("Modellen {aar}", aar=aar),
    ]
    tabell = pd.DataFrame(rader, columns=kolonner)
    for_haand = tabell[kolonner[-2]].tolist()
    tabell[kolonner[-2]] = hele(for_haand, round(sum(for_haand)))
    return tabell


@lesing.husk
def etterproevd() -> Behovskort | None:
    """Hva modellen ville sagt tidligere år, mot det som skjedde. None når registrene er for
    korte.
    """
    data = etterproeving.etterproevd()
    if data.empty:
        return None
    innenfor = (data["lav"] <= data["ble"]) & (data["ble"] <= data["hoey"])
    tabell = pd.DataFrame(
        {
            si("Laget ved utgangen av"): data["laget"],
            si("Gjelder utgangen av"): data["gjelder"],
            si("Hva"): data["hva"].map(si),
            si("Beregnet"): data["beregnet"].round(),
            si("Lavt"): np.floor(data["lav"]),
            si("Høyt"): np.ceil(data["hoey"]),
            si("Det ble"): data["ble"],
            si("Traff spennet"): innenfor.map({True: si("ja"), False: si("nei")}),
        }
    )
    tallene = {"antall": norsk.tall(innenfor.sum()), "alle": norsk.tall(len(data))}
    traff = si(
        "I {antall} av {alle} tidligere beregninger ble tallet innenfor spennet",
        **tallene,
    )
    skal_treffe = si("Det skal skje i åtte av ti.")
    graatt = si("Streken i midten er det som ble beregnet, og det grå er spennet.")
    rader = data[etterproeving.KOLONNER].assign(hva=data["hva"].map(_uten_hvem))
    return lag(
        "etterproevd",
        Scenario(),
        f"{traff}. {skal_treffe}",
        tittel(traff, resten=f"{skal_treffe} {graatt}"),
        tabell,
        dict.fromkeys(tabell.columns[3:7], ANTALL),
        {"rader": list(rader.itertuples(index=False, name=None))},
    )


def _uten_hvem(hva: str) -> str:
    """Det som ble beregnet, slik det står i figuren, der aksen sier at det er husstander."""
    if hva == etterproeving.VENTER:
        return si("Venter på bolig")
    return si("Bor i eller venter på bolig")


@lesing.husk
def botid(pool: str) -> Behovskort:
    """Hvor lenge de blir boende: det som er sett, og fordelingen modellen bruker."""
    i_poolen = next(kjent for kjent in grunnlag.hent().pooler if kjent.pool == pool)
    sett, aar = {0: 1.0} | dict(grunnlag.kurve(pool)), range(BOTID_TIL + 1)
    serier = {
        si("Sett"): [100 * sett.get(nr, math.nan) for nr in aar],
        si("Modellen"): (100 * _bor_fortsatt(i_poolen, aar)).tolist(),
    }
    navn = [str(nr) for nr in aar]
    tabell = pd.DataFrame(
        {si("År etter innflytting"): navn}
        | {
            si("{hva} (prosent)", hva=serie): andeler
            for serie, andeler in serier.items()
        }
    )
    etter_fem = norsk.med_enhet(serier[si("Modellen")][5], PROSENT)
    fortsatt = si("Etter fem år bor {andel} der fortsatt", andel=etter_fem)
    boende = si(
        "En ny leietaker blir boende i {tid} i snitt.",
        tid=norsk.med_enhet(i_poolen.botid, AAR),
    )
    i_typen = si("{hvem}: {setning}", hvem=grunnlag.navn(pool), setning=fortsatt)
    return lag(
        "botid",
        Scenario(),
        f"{i_typen}. {boende}",
        tittel(i_typen, fortsatt, resten=boende),
        tabell,
        dict.fromkeys(tabell.columns[1:], PROSENT),
        {
            "aar": [norsk.med_ord(nr, si("år")) for nr in aar],
            "serier": list(serier.items()),
            "enhet": PROSENT,
        },
        flagg=i_uttrekkene(pool),
        gjelder=grunnlag.navn(pool),
        boligtype=pool,
    )


def _bor_fortsatt(pool: Pool, aar: range) -> np.ndarray:
    """Andelen av de nye leietakerne som bor der etter hvert år, slik modellen har dem."""
    etter = np.array(aar, float)
    i_stroemmene = sum(
        stroem.soekere * overlevelse(etter, stroem.botid.form, stroem.botid.skala)
        for stroem in pool.stroemmer
    )
    return i_stroemmene / pool.soekere


def registerkort(scenario: Scenario) -> Behovskort:
    """Registeret som et kort, så det kan lastes ned."""
    tabell = register(scenario)
    antall = norsk.tall(len(tabell))
    bygger_paa = si("Svaret bygger på {antall} forutsetninger", antall=antall)
    hva = si(
        "For hver av dem står verdien, spennet, kilden med dato, og hvem som har bestemt den."
    )
    return lag(
        "register",
        scenario,
        f"{bygger_paa}. {hva}",
        tittel(bygger_paa, resten=hva),
        tabell,
        {},
        {},
        flagg=i_uttrekkene(*alle_pooler()),
    )
