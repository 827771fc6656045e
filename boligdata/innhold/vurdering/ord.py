"""Dommen over planperioden, og hvor stor endring vi kunne ha sett, skrevet så det kan leses høyt."""

import math

import pandas as pd

from boligdata.felles import norsk
from boligdata.innhold.vurdering.dommen import Plandom
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
        return f"Om {plan} er annerledes enn {foer}, kan ikke avgjøres, for tallene er rundet av."
    if planen.dom == "tilfeldig":
        return f"Det er ingen sikker forskjell mellom {foer} og {plan}."
    samlet = " samlet" if utslag.regel == "plansamlet" else ""
    over = "høyere" if utslag.retning > 0 else "lavere"
    return f"{norsk.stor(plan)} ligger{samlet} {over} enn {foer}{_vending(planen)}"


def _trenden(planen: Plandom) -> str:
    fra, til = planen.utslag.plan
    if planen.dom == "uavgjort":
        return f"Om tallet går én vei fra {fra} til {til}, kan ikke avgjøres, for tallene er rundet av."
    if planen.dom == "tilfeldig":
        return f"Tallet går ikke sikkert én vei fra {fra} til {til}."
    vei = "oppover" if planen.utslag.retning > 0 else "nedover"
    return f"Tallet har gått {vei} fra {fra} til {til}{_vending(planen)}"


def _vending(planen: Plandom) -> str:
    vendinger = {"bedre": ": en bedring.", "verre": ": en forverring."}
    return vendinger.get(planen.dom, ".")


def _aarene(fra: str, til: str) -> str:
    return fra if fra == til else f"årene {fra}–{til}"


def kunne_sett_i_ord(
    indikator: LestIndikator, data: pd.DataFrame, grensene: tuple[float, float] | None
) -> str:
    """«Med så få saker måtte tallet vært under 35 % for at vi kunne sett en endring.» Eller «» når det
    ikke er spørsmålet. `grensene` er det `kunne_sett` gir.

    Har tallet gått ned, er det bare nedgangen det spørres om.
    """
    if grensene is None:
        return ""
    endring = data["verdi"].diff().iloc[-1]
    under, over = grensene
    spurt = {"nedgang": ("under", under), "økning": ("over", over)}
    if endring < 0:
        del spurt["økning"]
    elif endring > 0:
        del spurt["nedgang"]
    grenser = [
        f"{ord_} {norsk.med_enhet(tall, indikator.uten_vern)}"
        for ord_, tall in spurt.values()
        if not math.isnan(tall)
    ]
    faa = "Med så få saker" if _faa_saker(indikator, data.iloc[-1]) else ""
    if grenser:
        avrundet = ", og avrundede tall," if indikator.vernet else ""
        maatte = f"{faa}{avrundet} måtte tallet" if faa else "Tallet måtte"
        return (
            f"{maatte} vært {' eller '.join(grenser)} for at vi kunne sett en endring."
        )
    hva = next(iter(spurt)) if len(spurt) == 1 else "endring"
    grunn = "Slik tallene er rundet av," if indikator.vernet else faa
    return (
        f"{grunn or 'Slik tallet svinger,'} kunne vi ikke sett noen {hva}, uansett hvor "
        "stor."
    )


def _faa_saker(indikator: LestIndikator, siste: pd.Series) -> bool:
    bygger_paa = siste["nevner"] if indikator.nevner else siste["teller"]
    return bool(bygger_paa < FAA_SAKER)
