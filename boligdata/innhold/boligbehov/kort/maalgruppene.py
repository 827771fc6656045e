"""Kortet som svarer på hvem boligene trengs til."""

import math

import pandas as pd

from boligdata import lesing
from boligdata.behov.maalgruppe import Gruppebehov
from boligdata.felles import norsk
from boligdata.felles.enheter import VERNEDE_ENHETER
from boligdata.felles.maalform import fast, si
from boligdata.innhold.boligbehov import grunnlag, maalgruppene
from boligdata.innhold.boligbehov.kort import gapord
from boligdata.innhold.boligbehov.kort.behovet import SLAGENE, typene_i
from boligdata.innhold.boligbehov.kort.felles import (
    SKRAVERT,
    Behovskort,
    lag,
    sammenslaatt,
    tittel,
)
from boligdata.innhold.boligbehov.scenario import Scenario

# Så grovt rundes spennet: ett enkelt tall ville sagt mer om en målgruppe enn noen vet.
STEG = 5
# Så mange målgrupper nevnes i setningen.
NEVNES = 3
_ANDRE = fast("Andre målgrupper")


@lesing.husk
def maalgrupper(scenario: Scenario) -> Behovskort | None:
    """Boligene hver målgruppe trenger når planen er slutt. None når ingen er stor nok til å regnes."""
    alle = maalgruppene.behovet(scenario)
    store = [en for en in alle if en.gruppe != maalgruppene.ANDRE]
    if not store:
        return None
    aar = grunnlag.aarsnavn()[grunnlag.planaar()]
    navn, spenn = list(map(_navn, alle)), list(map(_spenn, alle))
    trengs, bor, venter = (
        si("Trengs {aar}, 8 av 10", aar=aar),
        si("Bor der i dag"),
        si("Venter i dag"),
    )
    tabell = pd.DataFrame(
        {
            si("Målgruppe"): navn,
            trengs: list(map(gapord.spenn, spenn)),
            **_per_slag(scenario, aar),
            bor: maalgruppene.i_dag("husstander", alle),
            venter: maalgruppene.i_dag("venteliste", alle),
        }
    )
    nevnt = [
        si(
            "{spenn} boliger til {gruppe}",
            spenn=gapord.spenn(ender),
            gruppe=norsk.liten_forbokstav(en),
        )
        for en, ender in zip(navn, spenn[: min(NEVNES, len(store))])
    ]
    return lag(
        "maalgrupper",
        scenario,
        si(
            "I {aar} trengs det trolig {boligene}.",
            aar=aar,
            boligene=norsk.ramse(nevnt),
        ),
        tittel(
            si(
                "Flest boliger trengs til {gruppe}: {spenn} i {aar}",
                gruppe=norsk.liten_forbokstav(navn[0]),
                spenn=gapord.spenn(spenn[0]),
                aar=aar,
            ),
            resten=si(SKRAVERT),
        ),
        tabell,
        dict.fromkeys([bor, venter], VERNEDE_ENHETER["antall"]),
        {
            "aar": aar,
            "rader": list(zip(navn, tabell[bor], tabell[venter], *zip(*spenn))),
        },
        flagg=sammenslaatt(),
    )


def _per_slag(scenario: Scenario, aar: str) -> dict[str, list[str]]:
    """Spennet for ordinære og for tilpassede boliger, som to kolonner. «–» der en gruppe ikke vises med
    noen.
    """
    kolonner = {}
    for slag, navn in SLAGENE.items():
        behovene = maalgruppene.i_typene(scenario, tuple(typene_i(slag)))
        kolonner[f"{si(navn)} {aar}"] = [
            gapord.spenn(_spenn(en)) if en else norsk.MANGLER for en in behovene
        ]
    return kolonner


def _navn(en: Gruppebehov) -> str:
    if en.gruppe == maalgruppene.ANDRE:
        return si(_ANDRE)
    return lesing.dimensjon("maalgruppe")[en.gruppe]


def _spenn(en: Gruppebehov) -> tuple[int, int]:
    """Åtte av ti framtider når planen er slutt, i hele femmere."""
    lav, hoey = (float(ende[grunnlag.planaar()]) for ende in en.baand)
    return STEG * math.floor(lav / STEG), STEG * math.ceil(hoey / STEG)
