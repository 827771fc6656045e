"""Kortene som svarer på hvor sikkert svaret er, og hva det bygger på."""

import math

import numpy as np
import pandas as pd

from boligdata import lesing
from boligdata.behov import modell
from boligdata.behov.botid import overlevelse
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
    om_lag,
)
from boligdata.innhold.boligbehov.kort.register import register
from boligdata.innhold.boligbehov.scenario import Scenario

# Marginen i håndregelen, mot kvadratroten av boligene i bruk (målt mot den lukkede formelen).
HAANDMARGIN = 1.2
BOTID_TIL = 15


@lesing.husk
def tornado(s: Scenario) -> Behovskort:
    """Hva som betyr mest for behovet."""
    rader, aar = utslag.tornado(s), grunnlag.aarsnavn()[grunnlag.planaar()]
    tabell = pd.DataFrame(
        [(hva, float(round(ned)), float(round(opp))) for hva, ned, opp in rader],
        columns=[
            "Endring",
            "Lavere, kortere eller mindre strengt",
            "Høyere, lengre eller strengere",
        ],
    )
    hva, ned, opp = rader[0]
    setning = (
        f"Mest betyr «{norsk.liten_forbokstav(hva)}»: {norsk.endring(round(ned), ANTALL)} "
        f"eller {norsk.endring(round(opp), ANTALL)} "
        f"boliger i {aar}."
    )
    return lag(
        "tornado",
        s,
        setning,
        tabell,
        dict.fromkeys(tabell.columns[1:], ANTALL),
        {"rader": rader},
    )


@lesing.husk
def anker_og_stroem(s: Scenario) -> Behovskort:
    """De to anslagene ved siden av hverandre."""
    svar, t = planer.svar(s), grunnlag.planaar()
    rader = [
        (
            ALLE_BOLIGER if b is svar.alle else grunnlag.navn(b.pool),
            *(float(x[t]) for x in (b.anker, b.stroem, b.behov, b.lav, b.hoey)),
        )
        for b in (*svar.pooler, svar.alle)
    ]
    tabell = pd.DataFrame(
        [
            (navn, *np.round(anslag), np.floor(lav), np.ceil(hoey))
            for navn, *anslag, lav, hoey in rader
        ],
        columns=["Boligtype", "Anker", "Strøm", "Svaret", "Lavt", "Høyt"],
    )
    return lag(
        "anker",
        s,
        uenige(svar) or "De to anslagene er enige nok for alle boligtypene.",
        tabell,
        dict.fromkeys(tabell.columns[1:], ANTALL),
        {"rader": rader},
    )


@lesing.husk
def haandregel(s: Scenario) -> Behovskort:
    """Regnestykket som kan gjøres for hånd, ved siden av modellen."""
    svar, t = planer.svar(s), grunnlag.planaar()
    pooler = {p.pool: p for p in modell.pooler(grunnlag.hent(), planer.plan(s))}
    rader = []
    for b in svar.pooler:
        p = pooler[b.pool]
        i_bruk = p.soekere * p.botid
        margin = HAANDMARGIN * math.sqrt(i_bruk)
        rader.append(
            (
                grunnlag.navn(b.pool),
                p.soekere,
                p.botid,
                i_bruk,
                margin,
                i_bruk + margin,
                float(b.behov[t]),
            )
        )
    kolonner = [
        "Boligtype",
        "Nye søkere per år",
        "Botid (år)",
        "Søkere × botid",
        "Margin",
        "Håndregel",
        f"Modellen {grunnlag.aarsnavn()[t]}",
    ]
    tabell = pd.DataFrame(rader, columns=kolonner)
    setning = (
        f"For hånd blir behovet om lag {om_lag(tabell['Håndregel'].sum())} boliger når alt "
        "har roet seg. Modellen sier "
        f"{om_lag(tabell[kolonner[-1]].sum())} i {grunnlag.aarsnavn()[t]}."
    )
    return lag(
        "haandregel",
        s,
        setning,
        tabell,
        dict.fromkeys(kolonner[1:3], FORHOLD) | dict.fromkeys(kolonner[3:], ANTALL),
        {},
    )


@lesing.husk
def etterproevd() -> Behovskort | None:
    """Hva modellen ville sagt tidligere år, mot det som skjedde. None når registrene er for
    korte."""
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
        f"{norsk.tall(innenfor.sum())} av {norsk.tall(len(data))} tidligere beregninger traff "
        "spennet som åtte av ti skal treffe."
    )
    return lag(
        "etterproevd",
        Scenario(),
        setning,
        tabell,
        dict.fromkeys(["Beregnet", "Lavt", "Høyt", "Det ble"], ANTALL),
        {
            "rader": list(
                data[
                    ["laget", "gjelder", "hva", "beregnet", "lav", "hoey", "ble"]
                ].itertuples(index=False, name=None)
            )
        },
    )


@lesing.husk
def botid(pool: str) -> Behovskort:
    """Hvor lenge de blir boende: det som er sett, og fordelingen modellen bruker."""
    p = next(p for p in grunnlag.hent().pooler if p.pool == pool)
    sett, aar = {0: 1.0} | dict(grunnlag.kurve(pool)), range(BOTID_TIL + 1)
    modellert = (
        sum(
            s.soekere * overlevelse(np.array(aar, float), s.botid.form, s.botid.skala)
            for s in p.stroemmer
        )
        / p.soekere
    )
    serier = {
        "Sett": [100 * sett.get(x, math.nan) for x in aar],
        "Modellen": (100 * modellert).tolist(),
    }
    navn = [str(x) for x in aar]
    tabell = pd.DataFrame(
        {"År etter innflytting": navn}
        | {f"{k} (prosent)": v for k, v in serier.items()}
    )
    setning = (
        f"{grunnlag.navn(pool)}: Etter fem år bor "
        f"{norsk.med_enhet(serier['Modellen'][5], PROSENT)} der fortsatt. I snitt blir en "
        "ny leietaker "
        f"{norsk.med_enhet(p.botid, AAR)}."
    )
    return lag(
        "botid",
        Scenario(),
        setning,
        tabell,
        dict.fromkeys(tabell.columns[1:], PROSENT),
        {"aar": navn, "serier": list(serier.items()), "enhet": PROSENT},
        flagg=funnet(pool),
        gjelder=grunnlag.navn(pool),
    )


def registerkort(s: Scenario) -> Behovskort:
    """Registeret som et kort, så det kan lastes ned."""
    tabell = register(s)
    setning = (
        f"Svaret bygger på {norsk.tall(len(tabell))} forutsetninger. Hver har en verdi, et "
        "spenn, en kilde med dato, og hvem som har "
        "bestemt den."
    )
    return lag("register", s, setning, tabell, {}, {}, flagg=funnet(*alle_pooler()))
