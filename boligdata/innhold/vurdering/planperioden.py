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

from dataclasses import dataclass

import numpy as np

from boligdata.innhold.vurdering import to_perioder
from boligdata.innhold.vurdering.proever import NIVAA, rangsumgrense, trendgrense
from boligdata.innhold.vurdering.tallrekke import NED, OPP, Tallrekke
from boligdata.lesing import LestIndikator

# Hvor ofte trenden, og nivået, slår ut av seg selv. De to til sammen gir under fem falske dommer av
# hundre. I en beholdning er mange de samme fra år til år, så årene der følger hverandre av seg selv.
STROEM = 0.02, NIVAA
BEHOLDNING = 0.005, 0.01


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
    kjent = serie.velg(serie.kjent)
    i_planen = _i_planen(kjent, plan_fra)
    foer, plan = kjent.velg(~i_planen), kjent.velg(i_planen)
    trend = kjent.velg(slice(max(len(foer) - 1, 0), None))
    trendnivaa, nivaanivaa = BEHOLDNING if indikator.er_beholdning else STROEM
    trendgrensen = trendgrense(len(trend), trendnivaa)
    nivaagrensen = rangsumgrense(len(foer), len(plan), nivaanivaa)
    if trendgrensen is None and nivaagrensen is None:
        return _samlet(indikator, serie, plan_fra)

    def gaar(retning: int, sikkert: bool) -> bool:
        gale = np.triu(_gale(trend, trend, retning, sikkert), 1).sum()
        return trendgrensen is not None and gale <= trendgrensen

    def ligger(retning: int) -> bool:
        gale = _gale(foer, plan, retning, sikkert=True).sum()
        return nivaagrensen is not None and gale <= nivaagrensen

    for retning in (OPP, NED):
        if gaar(retning, sikkert=True):
            return _planutslag(retning, "plantrend", trend, trend)
        if ligger(retning) and not gaar(-retning, sikkert=False):
            return _planutslag(retning, "plannivaa", foer, plan)
    if nivaagrensen is None:
        return _planutslag(0, "plantrend", trend, trend)
    return _planutslag(0, "plannivaa", foer, plan)


def _i_planen(serie: Tallrekke, plan_fra: int) -> np.ndarray:
    return np.array([int(periode[:4]) >= plan_fra for periode in serie.perioder], bool)


def _gale(foer: Tallrekke, etter: Tallrekke, retning: int, sikkert: bool) -> np.ndarray:
    """Hvert par av et tall før og et etter: 0 når de er i rekkefølge, 1 når de ikke er det, og en halv
    når de er like. `sikkert` regner det som galt når det ikke er sikkert, og ellers bare når det ikke
    er mulig at de er i rekkefølge.
    """
    lavest, hoeyest = (
        (etter.nedre, foer.oevre) if sikkert else (etter.oevre, foer.nedre)
    )
    if retning == NED:
        lavest, hoeyest = (
            (-etter.oevre, -foer.nedre) if sikkert else (-etter.nedre, -foer.oevre)
        )
    forskjell = np.round(lavest[None, :] - hoeyest[:, None], 9)
    return (forskjell < 0) + 0.5 * (forskjell == 0)


def _samlet(
    indikator: LestIndikator, serie: Tallrekke, plan_fra: int
) -> Planutslag | None:
    """Årene i planen lagt sammen, mot like mange før."""
    er_andel = indikator.er_prosent and indikator.nevner
    if not er_andel or indikator.er_beholdning:
        return None
    talt = serie.velg(np.isfinite(serie.av[0]))
    i_planen = _i_planen(talt, plan_fra)
    plan, foer = talt.velg(i_planen), talt.velg(~i_planen)
    foer = foer.velg(slice(max(len(foer) - len(plan), 0), None))
    if not len(foer) or not len(plan):
        return None
    to = _som_to_tall(foer, plan)
    if min(to.av[0]) < indikator.eksakt_enhet.minste_nevner:
        return None
    for retning in (OPP, NED):
        if to_perioder.sikker(indikator, to, retning):
            return _planutslag(retning, "plansamlet", foer, plan)
    return _planutslag(0, "plansamlet", foer, plan)


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


def _planutslag(
    retning: int, regel: str, foer: Tallrekke, plan: Tallrekke
) -> Planutslag:
    aarene = ((del_.perioder[0], del_.perioder[-1]) for del_ in (foer, plan))
    return Planutslag(retning, regel, *aarene)
