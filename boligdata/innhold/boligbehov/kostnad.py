"""Hva alternativene koster, og hvor mange husstander de hjelper i tide. Kostnadene er brukerens egne, eller
dem kommunens regnskap har (`regnskapet`), når brukeren har tatt dem inn.
"""

from typing import NamedTuple

import numpy as np

from boligdata import lesing
from boligdata.behov import modell
from boligdata.innhold.boligbehov import grunnlag, planer
from boligdata.innhold.boligbehov.scenario import Grep, Scenario


class Hjulpet(NamedTuple):
    """Husstandene som slipper å vente lenger enn fristen fram til planen er slutt, mot det som er
    vedtatt: snittet, og det åtte av ti framtider er mellom. Negativt når flere må vente.
    """

    antall: float
    lav: float
    hoey: float


def kostnaden(scenario: Scenario) -> tuple[int, int] | None:
    """Det alt i alternativet koster fram til planen er slutt, i tusen kroner, fra og til. None når ingen
    har sagt hva det koster.
    """
    grepene = [grep for _, grep in scenario.grep if grep.har_kostnad]
    if not grepene:
        return None
    return tuple(sum(_i_typen(grep, ende) for grep in grepene) for ende in (0, 1))


def mangler_kostnad(scenario: Scenario) -> tuple[str, ...]:
    """Boligtypene der noe gjøres uten at noen har sagt hva det koster."""
    return tuple(pool for pool, grep in scenario.grep if not grep.har_kostnad)


def _i_typen(grep: Grep, ende: int) -> int:
    slutt, nye = grunnlag.planaar(), max(grep.boliger, 0)
    i_dag = grunnlag.i_dag().year
    # Boligene står der fra årsskiftet de er ferdige, og til avtalen går ut.
    borte = min(grep.gaar_ut - i_dag, slutt) if grep.gaar_ut else slutt
    aar = max(borte - max(grep.aar - i_dag, 1), 0)
    per_bolig, per_aar, resten = grep.per_bolig, grep.per_aar, grep.resten
    return nye * (per_bolig[ende] + aar * per_aar[ende]) + slutt * resten[ende]


@lesing.husk_tall
def virkningen(scenario: Scenario) -> Hjulpet:
    """Hvor mange flere som får bolig i tide, eller ikke trenger den, enn med det som er vedtatt. De samme
    framtidene er regnet med begge planene, så tilfeldighetene er like.
    """
    vedtatt = planer.utfall(scenario, planer.VEDTATT).ikke_i_tide
    hjulpet = vedtatt - planer.utfall(scenario, planer.EGEN).ikke_i_tide
    lav, hoey = np.percentile(hjulpet, modell.BAAND)
    return Hjulpet(float(hjulpet.mean()), float(lav), float(hoey))


def per_husstand(
    kostnad: tuple[int, int], virkning: Hjulpet
) -> tuple[float, float] | None:
    """Tusen kroner for hver husstand som får bolig i tide, fra og til. None når det ikke er sikkert at noen
    gjør det.
    """
    if round(virkning.lav) < 1:
        return None
    return kostnad[0] / virkning.hoey, kostnad[1] / virkning.lav
