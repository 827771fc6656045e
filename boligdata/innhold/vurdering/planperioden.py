"""Er årene i planperioden andre enn årene før? Det siste året kan være likt det før, og hele perioden
likevel være blitt bedre.

Hvert år er ett tall, og det er bare rekkefølgen mellom dem som teller: reglene gjelder da også når
tallet svinger mer enn terningkast, og for medianer. En beholdning må være klarere. Etter tur:

1. **Trend:** har tallet gått samme vei fra det siste året før planen? Mann og Kendall, eksakt.
2. **Nivå:** ligger årene i planen over eller under årene før? Wilcoxon, Mann og Whitney, eksakt.
3. **Samlet:** er en andel av for få i så mange av årene at 1 og 2 ikke kan prøves, legges årene i
   planen sammen, og prøves mot like mange før. Det gjøres bare med strømmer: den som har ventet i tre
   år, ville vært tre av en beholdning.

Er tallene rundet av, telles bare parene av år som sikkert er i rekkefølge.
"""

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from boligdata.innhold.vurdering import to_perioder
from boligdata.innhold.vurdering.proever import NIVAA, rangsumgrense, trendgrense
from boligdata.innhold.vurdering.tallrekke import NED, OPP, Tallrekke
from boligdata.lesing import LestIndikator

# Hvor ofte trenden, og nivået, slår ut av seg selv. De to til sammen gir under fem falske dommer av
# hundre. I en beholdning er mange de samme fra år til år, så årene der følger hverandre av seg selv.
STROEM = 0.02, NIVAA
BEHOLDNING = 0.005, 0.01


# Nærmere enn dette er to tall like: resten er maskinens regnefeil.
LIKT = 1e-9


class Aar(NamedTuple):
    """Ett år, og hvor tallet i det kan være."""

    periode: str
    nedre: float
    oevre: float


@dataclass(frozen=True)
class Planutslag:
    """Det som kan sies om planperioden. `retning` er 0 når det ikke er noen sikker forskjell. `foer` og
    `plan` er første og siste år i det som er sammenlignet.
    """

    retning: int
    regel: str
    foer: tuple[str, str]
    plan: tuple[str, str]


def utslag(
    indikator: LestIndikator, serie: Tallrekke, plan_fra: int
) -> Planutslag | None:
    """Det som er sikkert om planperioden, eller None når det er for få år til å si noe."""
    kjent = [
        Aar(*rad)
        for rad in zip(serie.perioder, serie.nedre.tolist(), serie.oevre.tolist())
        if not math.isnan(rad[1])
    ]
    foer = [aar for aar in kjent if int(aar.periode) < plan_fra]
    plan = kjent[len(foer) :]
    trend = kjent[max(len(foer) - 1, 0) :]
    trendnivaa, nivaanivaa = BEHOLDNING if indikator.er_beholdning else STROEM
    trendgrensen = trendgrense(len(trend), trendnivaa)
    nivaagrensen = rangsumgrense(len(foer), len(plan), nivaanivaa)
    if trendgrensen is None and nivaagrensen is None:
        return _samlet(indikator, serie, plan_fra)
    trendpar = list(itertools.combinations(trend, 2))
    nivaapar = list(itertools.product(foer, plan))
    for retning in (OPP, NED):
        if _innenfor(trendpar, retning, trendgrensen):
            return _planutslag(retning, "plantrend", trend, trend)
        motsatt = _innenfor(trendpar, -retning, trendgrensen, sikkert=False)
        if _innenfor(nivaapar, retning, nivaagrensen) and not motsatt:
            return _planutslag(retning, "plannivaa", foer, plan)
    if nivaagrensen is None:
        return _planutslag(0, "plantrend", trend, trend)
    return _planutslag(0, "plannivaa", foer, plan)


def _innenfor(
    par: list[tuple[Aar, Aar]],
    retning: int,
    grense: int | None,
    sikkert: bool = True,
) -> bool:
    """Er det høyst så mange par av år der det etter ikke er høyere (`OPP`) eller lavere enn det før?

    Er de like, er det en halv. `sikkert` regner paret som galt når det ikke er sikkert i rekkefølge, og
    ellers bare når det ikke kan være det.
    """
    if grense is None:
        return False
    gale = 0.0
    for foer, etter in par:
        if (retning == OPP) == sikkert:
            forskjell = retning * (etter.nedre - foer.oevre)
        else:
            forskjell = retning * (etter.oevre - foer.nedre)
        if abs(forskjell) < LIKT:
            gale += 0.5
        elif forskjell < 0:
            gale += 1
    return gale <= grense


def _samlet(
    indikator: LestIndikator, serie: Tallrekke, plan_fra: int
) -> Planutslag | None:
    """Årene i planen lagt sammen, mot like mange før."""
    er_andel = indikator.er_prosent and indikator.nevner
    if not er_andel or indikator.er_beholdning:
        return None
    talt = serie.velg(np.isfinite(serie.av[0]))
    i_planen = np.array([int(aar) >= plan_fra for aar in talt.perioder], bool)
    plan, foer = talt.velg(i_planen), talt.velg(~i_planen)
    foer = foer.velg(slice(max(len(foer) - len(plan), 0), None))
    if not len(foer) or not len(plan):
        return None
    minst = min(del_.av[0].sum() for del_ in (foer, plan))
    if minst < indikator.eksakt_enhet.minste_nevner:
        return None
    to = _som_to_tall(foer, plan)
    for retning in (OPP, NED):
        if to_perioder.sikker(indikator, to, retning):
            return _planutslag(retning, "plansamlet", *_aarene(foer, plan))
    return _planutslag(0, "plansamlet", *_aarene(foer, plan))


def _som_to_tall(foer: Tallrekke, plan: Tallrekke) -> Tallrekke:
    """Andelen i årene før, og i årene i planen."""
    talt = _summert(foer.talt, plan.talt)
    av = _summert(foer.av, plan.av)
    nedre = 100 * talt[0] / av[1]
    oevre = np.minimum(100 * talt[1] / av[0], 100)
    usikkert = np.zeros(2, bool)
    return Tallrekke(
        ("foer", "plan"), (nedre + oevre) / 2, nedre, oevre, talt, av, usikkert
    )


def _summert(foer, plan) -> tuple[np.ndarray, np.ndarray]:
    """Det som er talt i årene før, og i årene i planen, fra og til."""
    return tuple(np.array([ende.sum() for ende in ender]) for ender in zip(foer, plan))


def _aarene(*rekker: Tallrekke) -> Iterator[list[Aar]]:
    for rekke in rekker:
        yield [Aar(*rad) for rad in zip(rekke.perioder, rekke.nedre, rekke.oevre)]


def _planutslag(
    retning: int, regel: str, foer: list[Aar], plan: list[Aar]
) -> Planutslag:
    aarene = ((del_[0].periode, del_[-1].periode) for del_ in (foer, plan))
    return Planutslag(retning, regel, *aarene)
