"""Kortene som svarer på hvor sikkert svaret er, og hva det bygger på."""

import math

import numpy as np
import pandas as pd

from boligdata import lesing
from boligdata.behov import modell
from boligdata.behov.botid import overlevelse
from boligdata.behov.grunnlag import Pool
from boligdata.felles import norsk
from boligdata.innhold.boligbehov import etterproeving, grunnlag, planer, utslag
from boligdata.innhold.boligbehov.kort.felles import (
    Behovskort,
    alle_pooler,
    funnet,
    lag,
    uenige,
)
from boligdata.innhold.boligbehov.kort.ord import (
    AAR,
    ALLE_BOLIGER,
    ANTALL,
    FORHOLD,
    PROSENT,
)
from boligdata.innhold.boligbehov.kort.register import register
from boligdata.innhold.boligbehov.scenario import Scenario

# Marginen i håndregelen, mot kvadratroten av boligene i bruk (målt mot den lukkede formelen).
HAANDMARGIN = 1.2
BOTID_TIL = 15


@lesing.husk
def tornado(scenario: Scenario) -> Behovskort:
    """Hva som betyr mest for behovet."""
    alle, aar = utslag.tornado(scenario), grunnlag.aarsnavn()[grunnlag.planaar()]
    tabell = pd.DataFrame(
        [(hva, float(round(ned)), float(round(opp))) for hva, ned, opp in alle],
        columns=[
            "Endring",
            "Lavere, kortere eller mindre strengt",
            "Høyere, lengre eller strengere",
        ],
    )
    mest = alle[0]
    ned, opp = (_flere_eller_faerre(round(tall)) for tall in (mest.ned, mest.opp))
    return lag(
        "tornado",
        scenario,
        f"Mest betyr «{norsk.liten_forbokstav(mest.hva)}»: {ned} eller {opp} boliger i "
        f"{aar}.",
        tabell,
        dict.fromkeys(tabell.columns[1:], ANTALL),
        {"rader": alle},
    )


def _flere_eller_faerre(boliger: int) -> str:
    return f"{norsk.tall(abs(boliger))} {'færre' if boliger < 0 else 'flere'}"


@lesing.husk
def anker_og_stroem(scenario: Scenario) -> Behovskort:
    """De to anslagene ved siden av hverandre."""
    svar, slutt = planer.svar(scenario), grunnlag.planaar()
    anker, stroem = (
        planer.hele_per_aar(
            [getattr(behov, anslag) for behov in svar.pooler],
            getattr(svar.alle, anslag),
        )[slutt]
        for anslag in ("anker", "stroem")
    )
    rader = [
        (
            ALLE_BOLIGER if behov is svar.alle else grunnlag.navn(behov.pool),
            *anslagene,
            float(behov.lav[slutt]),
            float(behov.hoey[slutt]),
        )
        for behov, *anslagene in zip(
            (*svar.pooler, svar.alle), anker, stroem, planer.trengs(scenario)[slutt]
        )
    ]
    tabell = pd.DataFrame(
        [
            (navn, *anslag, np.floor(lav), np.ceil(hoey))
            for navn, *anslag, lav, hoey in rader
        ],
        columns=["Boligtype", "Anker", "Strøm", "Svaret", "Lavt", "Høyt"],
    )
    return lag(
        "anker",
        scenario,
        uenige(svar) or "De to anslagene er enige nok for alle boligtypene.",
        tabell,
        dict.fromkeys(tabell.columns[1:], ANTALL),
        {"rader": rader},
    )


@lesing.husk
def haandregel(scenario: Scenario) -> Behovskort:
    """Regnestykket som kan gjøres for hånd, ved siden av modellen."""
    aar = grunnlag.aarsnavn()[grunnlag.planaar()]
    tabell = _haandregeltabell(scenario, aar)
    kolonner = tabell.columns
    for_haand, modellen = (tabell[kolonne].sum() for kolonne in kolonner[-2:])
    return lag(
        "haandregel",
        scenario,
        f"Regnet for hånd blir behovet {norsk.tall(for_haand)} boliger på lang sikt. "
        f"Modellen sier {norsk.tall(modellen)} i {aar}.",
        tabell,
        dict.fromkeys(kolonner[1:3], FORHOLD) | dict.fromkeys(kolonner[3:], ANTALL),
        {},
    )


def _haandregeltabell(scenario: Scenario, aar: str) -> pd.DataFrame:
    """Søkere × botid + margin, i hver pool, ved siden av det modellen sier."""
    plan = planer.plan(scenario)
    pooler = {pool.pool: pool for pool in modell.pooler(grunnlag.hent(), plan)}
    rader = []
    trengs = planer.trengs(scenario)[grunnlag.planaar()]
    for behov, modellen in zip(planer.svar(scenario).pooler, trengs):
        pool = pooler[behov.pool]
        i_bruk = pool.soekere * pool.botid
        margin = HAANDMARGIN * math.sqrt(i_bruk)
        rader.append(
            (
                grunnlag.navn(behov.pool),
                pool.soekere,
                pool.botid,
                i_bruk,
                margin,
                i_bruk + margin,
                modellen,
            )
        )
    kolonner = [
        "Boligtype",
        "Nye søkere per år",
        "Botid (år)",
        "Søkere × botid",
        "Margin",
        "Håndregel",
        f"Modellen {aar}",
    ]
    tabell = pd.DataFrame(rader, columns=kolonner)
    for_haand = tabell["Håndregel"].tolist()
    tabell["Håndregel"] = planer.hele(for_haand, round(sum(for_haand)))
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
            "Laget ved utgangen av": data["laget"],
            "Gjelder utgangen av": data["gjelder"],
            "Hva": data["hva"],
            "Beregnet": data["beregnet"].round(),
            "Lavt": np.floor(data["lav"]),
            "Høyt": np.ceil(data["hoey"]),
            "Det ble": data["ble"],
            "Traff spennet": innenfor.map({True: "ja", False: "nei"}),
        }
    )
    setning = (
        f"I {norsk.tall(innenfor.sum())} av {norsk.tall(len(data))} tidligere beregninger ble tallet "
        "innenfor spennet. Det skal skje i åtte av ti."
    )
    return lag(
        "etterproevd",
        Scenario(),
        setning,
        tabell,
        dict.fromkeys(["Beregnet", "Lavt", "Høyt", "Det ble"], ANTALL),
        {
            "rader": list(
                data[etterproeving.KOLONNER].itertuples(index=False, name=None)
            )
        },
    )


@lesing.husk
def botid(pool: str) -> Behovskort:
    """Hvor lenge de blir boende: det som er sett, og fordelingen modellen bruker."""
    i_poolen = next(kjent for kjent in grunnlag.hent().pooler if kjent.pool == pool)
    sett, aar = {0: 1.0} | dict(grunnlag.kurve(pool)), range(BOTID_TIL + 1)
    serier = {
        "Sett": [100 * sett.get(nr, math.nan) for nr in aar],
        "Modellen": (100 * _bor_fortsatt(i_poolen, aar)).tolist(),
    }
    navn = [str(nr) for nr in aar]
    tabell = pd.DataFrame(
        {"År etter innflytting": navn}
        | {f"{serie} (prosent)": andeler for serie, andeler in serier.items()}
    )
    etter_fem = norsk.med_enhet(serier["Modellen"][5], PROSENT)
    return lag(
        "botid",
        Scenario(),
        f"{grunnlag.navn(pool)}: Etter fem år bor {etter_fem} der fortsatt. En ny leietaker "
        f"blir boende i {norsk.med_enhet(i_poolen.botid, AAR)} i snitt.",
        tabell,
        dict.fromkeys(tabell.columns[1:], PROSENT),
        {"aar": navn, "serier": list(serier.items()), "enhet": PROSENT},
        flagg=funnet(pool),
        gjelder=grunnlag.navn(pool),
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
    setning = (
        f"Svaret bygger på {norsk.tall(len(tabell))} forutsetninger. For hver av dem står "
        "verdien, spennet, kilden med dato, og hvem som har bestemt den."
    )
    return lag(
        "register", scenario, setning, tabell, {}, {}, flagg=funnet(*alle_pooler())
    )
