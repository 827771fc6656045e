"""Dommen over planperioden, og hvor stor endring vi kunne ha sett, skrevet så det kan leses høyt."""

import math

import pandas as pd

from boligdata.felles import norsk
from boligdata.felles.maalform import fast, si
from boligdata.innhold.vurdering.dommen import Plandom, med_vending
from boligdata.lesing import LestIndikator

# Når et tall bygger på færre saker enn dette, er det de få sakene som gjør endringen usikker.
FAA_SAKER = 100


def planen_i_ord(planen: Plandom) -> str:
    """«Årene 2022–2025 ligger høyere enn årene 2016–2021: en forverring.»"""
    if planen.utslag.regel == "plantrend":
        return _trenden(planen)
    utslag = planen.utslag
    foer, plan = _aarene(*utslag.foer), _aarene(*utslag.plan)
    if planen.dom == "uavgjort":
        return si(
            "Om {plan} er annerledes enn {foer}, kan ikke avgjøres, for tallene er rundet av.",
            plan=plan,
            foer=foer,
        )
    if planen.dom == "tilfeldig":
        return si(
            "Det er ingen sikker forskjell mellom {foer} og {plan}.",
            foer=foer,
            plan=plan,
        )
    utsagn = _NIVAA[utslag.retning > 0, utslag.regel == "plansamlet"]
    i_ord = si(utsagn, plan=norsk.stor(plan), foer=foer)
    return med_vending(i_ord, planen.dom)


# Om årene i planen ligger høyere, og om de er lagt sammen.
_NIVAA = {
    (True, False): fast("{plan} ligger høyere enn {foer}"),
    (True, True): fast("{plan} ligger samlet høyere enn {foer}"),
    (False, False): fast("{plan} ligger lavere enn {foer}"),
    (False, True): fast("{plan} ligger samlet lavere enn {foer}"),
}


def _trenden(planen: Plandom) -> str:
    fra, til = planen.utslag.plan
    if planen.dom == "uavgjort":
        return si(
            "Om tallet går én vei fra {fra} til {til}, kan ikke avgjøres, for tallene er rundet av.",
            fra=fra,
            til=til,
        )
    if planen.dom == "tilfeldig":
        return si(
            "Tallet går ikke sikkert én vei fra {fra} til {til}.", fra=fra, til=til
        )
    i_ord = (
        si("Tallet har gått oppover fra {fra} til {til}", fra=fra, til=til)
        if planen.utslag.retning > 0
        else si("Tallet har gått nedover fra {fra} til {til}", fra=fra, til=til)
    )
    return med_vending(i_ord, planen.dom)


def _aarene(fra: str, til: str) -> str:
    return fra if fra == til else si("årene {fra}–{til}", fra=fra, til=til)


def kunne_sett_i_ord(
    indikator: LestIndikator, data: pd.DataFrame, grensene: tuple[float, float] | None
) -> str:
    """«Med så få saker måtte tallet vært under 35 % for at vi kunne sett en endring.» Eller «» når det
    ikke er spørsmålet. `grensene` er det `kunne_sett` gir.

    Har tallet gått ned, er det bare nedgangen det spørres om.
    """
    if grensene is None:
        return ""
    # Tall for tall: å lage en hel kolonne, eller en hel rad, koster mange ganger så mye.
    foer, naa = data["verdi"].iloc[-2], data["verdi"].iloc[-1]
    spurt = ("ned",) if naa < foer else ("opp",) if naa > foer else ("ned", "opp")
    grenser = {
        retning: norsk.grense(tall, indikator.uten_vern)
        for retning, tall in zip(("ned", "opp"), grensene)
        if retning in spurt and not math.isnan(tall)
    }
    faa = _faa_saker(indikator, data)
    if grenser:
        hvor_langt = _hvor_langt(grenser)
        if not faa:
            return si(
                "Tallet måtte vært {grense} for at vi kunne sett en endring.",
                grense=hvor_langt,
            )
        if not indikator.vernet:
            return si(
                "Med så få saker måtte tallet vært {grense} for at vi kunne sett en endring.",
                grense=hvor_langt,
            )
        return si(
            "Med så få saker, og avrundede tall, måtte tallet vært {grense} for at vi kunne sett en "
            "endring.",
            grense=hvor_langt,
        )
    hva = _SPURT[spurt]
    if indikator.vernet:
        return si(
            "Slik tallene er rundet av, kunne vi ikke sett {hva}, uansett hvor stor.",
            hva=si(hva),
        )
    if faa:
        return si(
            "Med så få saker kunne vi ikke sett {hva}, uansett hvor stor.", hva=si(hva)
        )
    return si(
        "Slik tallet svinger, kunne vi ikke sett {hva}, uansett hvor stor.", hva=si(hva)
    )


_SPURT = {
    ("ned",): fast("noen nedgang"),
    ("opp",): fast("noen økning"),
    ("ned", "opp"): fast("noen endring"),
}


def _hvor_langt(grenser: dict[str, str]) -> str:
    """«under 35 % eller over 60 %», eller bare den ene."""
    if len(grenser) == 2:
        return si(
            "under {lavt} eller over {hoeyt}", lavt=grenser["ned"], hoeyt=grenser["opp"]
        )
    [(retning, grense)] = grenser.items()
    if retning == "ned":
        return si("under {grense}", grense=grense)
    return si("over {grense}", grense=grense)


def _faa_saker(indikator: LestIndikator, data: pd.DataFrame) -> bool:
    bygger_paa = data["nevner" if indikator.nevner else "teller"].iloc[-1]
    return bool(bygger_paa < FAA_SAKER)
