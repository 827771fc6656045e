"""Utslagene: hvor mye behovet endrer seg når én antakelse er en annen, og hva hvert tiltak betyr
alene.
"""

import dataclasses
from collections.abc import Callable
from typing import NamedTuple

from boligdata import lesing
from boligdata.behov import modell
from boligdata.behov.grunnlag import Grunnlag
from boligdata.felles.maalform import fast
from boligdata.innhold.boligbehov import grunnlag, planer
from boligdata.innhold.boligbehov.planer import DAGER_I_AARET
from boligdata.innhold.boligbehov.scenario import Grep, Scenario

# Behovet er det samme hvor mange framtider som enn regnes, så her holder det med to.
_FAERREST_UTFALL = 2
# Endringen som virker fra i dag, og ikke fases inn.
_STRAKS = 0
_TILTAK = {
    "soekere": fast("Endret antall nye søkere"),
    "botid": fast("Endret botid"),
    "klargjoering": fast("Endret tid mellom leietakere"),
    "startlaan": fast("Startlån i stedet for kommunal bolig"),
    "boliger": fast("Boliger bygd, kjøpt, solgt eller revet"),
}
_DELER_BOLIGER = fast("Boligtypene deler boliger")

_Endret = tuple[Grunnlag, modell.Plan]
_Endring = Callable[[Grunnlag, modell.Plan, float], _Endret]


class Utslag(NamedTuple):
    """Boligene behovet endrer seg med når noe er lavere, og når det er høyere. `hva` er tekster som må
    sies: endringen, og det som endres.
    """

    hva: str
    det_som_endres: str
    ned: float
    opp: float


class Virkning(NamedTuple):
    """Ett tiltak i ett grep, og hvor mange færre boliger som mangler av det alene."""

    pool: str
    hva: str
    boliger: int
    grep: Grep


# ------------------------------------------------------------------- én antakelse av gangen


def _grep(felt: str) -> _Endring:
    def endre(grunnlaget: Grunnlag, plan: modell.Plan, endring: float) -> _Endret:
        grep = {
            pool.pool: _lagt_til(
                plan.grep.get(pool.pool, modell.Poolgrep()), felt, endring
            )
            for pool in grunnlaget.pooler
        }
        return grunnlaget, dataclasses.replace(plan, grep=grep)

    return endre


def _lagt_til(grep: modell.Poolgrep, felt: str, endring: float) -> modell.Poolgrep:
    return dataclasses.replace(
        grep,
        **{felt: (1 + getattr(grep, felt)) * (1 + endring) - 1},
        innfasing=_STRAKS if felt == "soekere" else grep.innfasing,
    )


def _folkevekst(grunnlaget: Grunnlag, plan: modell.Plan, poeng: float) -> _Endret:
    vekst = {
        stroem: tuple(tall * (1 + poeng) ** aar for aar, tall in enumerate(veksten))
        for stroem, veksten in plan.vekst.items()
    }
    return grunnlaget, dataclasses.replace(plan, vekst=vekst)


def _koe(grunnlaget: Grunnlag, plan: modell.Plan, faktor: float) -> _Endret:
    pooler = []
    for pool in grunnlaget.pooler:
        stroemmer = tuple(
            dataclasses.replace(stroem, koe=stroem.koe * faktor)
            for stroem in pool.stroemmer
        )
        pooler.append(dataclasses.replace(pool, stroemmer=stroemmer))
    return Grunnlag(tuple(pooler)), plan


def _maal(felt: str) -> _Endring:
    def endre(grunnlaget: Grunnlag, plan: modell.Plan, verdi: float) -> _Endret:
        maal = dataclasses.replace(plan.maalsetting, **{felt: verdi})
        return grunnlaget, dataclasses.replace(plan, maalsetting=maal)

    return endre


# Hva leseren ser, hva som endres, og hvor mye ned og opp.
_ENDRINGER = (
    (
        fast("Søkere, 10 prosent færre eller flere"),
        fast("hvor mange som søker"),
        _grep("soekere"),
        -0.1,
        0.1,
    ),
    (
        fast("Botid, 10 prosent kortere eller lengre"),
        fast("hvor lenge de bor der"),
        _grep("botid"),
        -0.1,
        0.1,
    ),
    (
        fast("Folkevekst, 1 prosentpoeng lavere eller høyere per år"),
        fast("folkeveksten"),
        _folkevekst,
        -0.01,
        0.01,
    ),
    (
        fast("Tid mellom leietakere, halvparten eller halvannen gang"),
        fast("tiden mellom leietakere"),
        _grep("klargjoering"),
        -0.5,
        0.5,
    ),
    (
        fast("Køen i dag, halvparten eller halvannen gang"),
        fast("køen i dag"),
        _koe,
        0.5,
        1.5,
    ),
)
_ENDRINGER_I_FRISTEN = (
    (
        fast("Målet: 80 eller 95 prosent innen fristen"),
        fast("målet for andelen"),
        _maal("andel"),
        0.20,
        0.05,
    ),
    (
        fast("Fristen: 180 eller 30 dager"),
        fast("fristen"),
        _maal("frist"),
        180 / DAGER_I_AARET,
        30 / DAGER_I_AARET,
    ),
)


@lesing.husk_tall
def tornado(scenario: Scenario) -> tuple[Utslag, ...]:
    """Hvor mange boliger behovet ved planens slutt endrer seg når én ting endres, den som betyr
    mest først.
    """
    grunnlaget, plan = grunnlag.hent(), planer.plan(scenario)
    endringer = _ENDRINGER
    if plan.maalsetting.slag == "innen_frist":
        endringer += _ENDRINGER_I_FRISTEN
    uendret = _behov_til_slutt(grunnlaget, plan)

    def utslag(endre: _Endring, verdi: float) -> float:
        return float(_behov_til_slutt(*endre(grunnlaget, plan, verdi)) - uendret)

    alle = [
        Utslag(hva, det_som_endres, utslag(endre, ned), utslag(endre, opp))
        for hva, det_som_endres, endre, ned, opp in endringer
    ]
    alle.sort(key=lambda rad: -max(abs(rad.ned), abs(rad.opp)))
    return tuple(alle)


def _behov_til_slutt(grunnlaget: Grunnlag, plan: modell.Plan):
    svar = modell.regn(grunnlaget, plan, _FAERREST_UTFALL)
    return svar.alle.behov[grunnlag.planaar()]


# --------------------------------------------------------------------- ett tiltak av gangen


@lesing.husk_tall
def per_tiltak(scenario: Scenario) -> tuple[Virkning, ...]:
    """Hva hvert tiltak i scenarioet betyr for det som mangler når planen er slutt. Boliger av en type det
    er nok av, gjør ingen mangel mindre.
    """
    uten = planer.uten_tiltak(scenario)
    mangler_uten, ut = _mangler(uten), []
    for pool, grep in scenario.grep:
        for felt, hva in _TILTAK.items():
            if getattr(grep, felt) != getattr(Grep(), felt):
                bare_dette = Grep(**{felt: getattr(grep, felt)})
                if felt == "boliger":
                    bare_dette = dataclasses.replace(
                        bare_dette, aar=grep.aar, maate=grep.maate, til=grep.til
                    )
                mangler = _mangler(uten.med_grep(pool, bare_dette))
                ut.append(Virkning(pool, hva, mangler_uten - mangler, grep))
    if len(scenario.sammen) > 1:
        mangler = _mangler(dataclasses.replace(uten, sammen=scenario.sammen))
        delt = modell.FLEKSIBEL.join(scenario.sammen)
        ut.append(Virkning(delt, _DELER_BOLIGER, mangler_uten - mangler, Grep()))
    return tuple(ut)


def _mangler(scenario: Scenario) -> int:
    return planer.gapet_til_slutt(scenario).mangler
