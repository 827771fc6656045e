"""Det kubene har, delt slik det spørres, for alle perioder og alle verdier av filtrene på én gang.

Alle tallene fra samme kube med samme deling leses i én spørring. Å planlegge en spørring tar
lengre tid enn å lese radene, så det er antallet spørringer som koster.
"""

import functools
from dataclasses import dataclass

import numpy as np
import pandas as pd

from boligdata.felles.katalog import Kube, kuber
from boligdata.lesing.lest import LestIndikator
from boligdata.lesing.oppslag import ALLE, UKJENT, ikke_levert
from boligdata.lesing.spoerring import husk_tall, spoer, tabeller
from boligdata.lesing.utvalg import nevner_kube

# Kubene i denne publiseringen, i den forrige, og uten radene som er kommet siden.
NAA, FORRIGE, KJENT = "", "forrige_", "kjent_"

# `p` er periodene, `t` kuben delt etter egenskapene, `g` gruppene som skal ha en rad i hver periode,
# og `n` kuben en nevner kommer fra.
_SPOERRING = """
with
    p as (
        select periode, til, row_number() over (order by fra) - 1 as nr, {ingen_rad} as ingen_rad
        from periode where periodetype = $1
    ),
    t as (select * from {kube} where {utsnitt}),
    g as ({grupper})
select nr, p.periode, p.til, {egenskaper} {tall}
from p cross join g
left join t on {kobling}
{nevner} {kodelister}
order by {rekkefoelge}
"""


@dataclass(frozen=True)
class Kubesnitt:
    """Radene er sortert etter filtrene, så etter periode og så etter gruppene i fordelingen.

    `nr` er perioden som nummer fra 0. `rader` har kolonnene periode, til (dato) og egenskapene i
    fordelingen, `tall` alle målene og all statistikken i kuben, og målene i nevnerens kube som
    «kube.mål». `utsnitt` sier hvor radene for hver kombinasjon av filterverdier begynner og slutter.
    """

    nr: np.ndarray
    rader: pd.DataFrame
    tall: pd.DataFrame
    utsnitt: dict[tuple[str, ...], tuple[int, int]]


def kubesnitt(
    indikator: LestIndikator,
    periodetype: str,
    fordeling: tuple[str, ...],
    filtre: tuple[str, ...],
    utgave: str = NAA,
) -> Kubesnitt:
    """Det kubene har. Det er det samme for alle indikatorer med samme kube og samme nevner."""
    nevner = nevner_kube(indikator)
    return _kubesnitt(
        indikator.kube,
        nevner.id if nevner else None,
        indikator.vernet,
        periodetype,
        fordeling,
        filtre,
        utgave,
    )


@husk_tall
def _kubesnitt(
    kube_id: str,
    nevner_id: str | None,
    vernet: bool,
    periodetype: str,
    fordeling: tuple[str, ...],
    filtre: tuple[str, ...],
    utgave: str,
) -> Kubesnitt:
    kube, nevner = kuber()[kube_id], kuber().get(nevner_id)
    bare_delt = [egenskap for egenskap in fordeling if egenskap not in filtre]
    egenskaper = [*filtre, *bare_delt]
    sql = _SPOERRING.format(
        kube=_kubetabell(kube, utgave),
        ingen_rad=_ingen_rad(kube, utgave),
        utsnitt=_utsnitt(kube, egenskaper),
        grupper=_grupper(fordeling, filtre, vernet),
        egenskaper="".join(f"g.{egenskap}, " for egenskap in egenskaper),
        tall=", ".join([*_tall(kube), *(_nevnerens_tall(nevner) if nevner else ())]),
        kobling=_kobling(egenskaper),
        nevner=_kobling_til_nevner(nevner, egenskaper, utgave) if nevner else "",
        kodelister=_kodelister(fordeling),
        rekkefoelge=_rekkefoelge(fordeling, filtre),
    )
    data = spoer(sql, periodetype)
    start = _starter(data[list(filtre)]) if filtre else [0]
    noekler = (
        zip(*(data[filter_].iloc[start] for filter_ in filtre)) if filtre else [()]
    )
    return Kubesnitt(
        data["nr"].to_numpy(),
        data[["periode", "til", *bare_delt]],
        _med_vanlige_tomme(data.drop(columns=["nr", "periode", "til", *egenskaper])),
        dict(zip(noekler, zip(start, [*start[1:], len(data)]))),
    )


def _starter(filtre: pd.DataFrame) -> list[int]:
    """Radene der en ny kombinasjon av filterverdier begynner."""
    ny = filtre.ne(filtre.shift()).any(axis=1)
    return ny.to_numpy().nonzero()[0].tolist()


def _med_vanlige_tomme(tall: pd.DataFrame) -> pd.DataFrame:
    """Et ukjent tall er NaN som i resten av tallene. DuckDB gir ellers heltall der det mangler noe,
    en egen slags tom verdi.
    """
    egne = [
        navn for navn, slag in tall.dtypes.items() if not isinstance(slag, np.dtype)
    ]
    return tall.astype(dict.fromkeys(egne, "float64")) if egne else tall


# -------------------------------------------------------------------------------- tallene


def _tall(kube: Kube) -> list[str]:
    """Målene og statistikken i kuben. En gruppe kuben ikke har noen rad for, er null, eller ukjent
    når perioden mangler.
    """
    antall = [f"coalesce(t.{maal}, p.ingen_rad) as {maal}" for maal in kube.maal]
    return [*antall, *(f"t.{navn}" for navn in kube.statistikk)]


def _nevnerens_tall(nevner: Kube) -> list[str]:
    ingen_rad = "null" if nevner.hull else "0"
    return [
        f'coalesce(n.{maal}, {ingen_rad}) as "{nevner.id}.{maal}"'
        for maal in nevner.maal
    ]


def _ingen_rad(kube: Kube, utgave: str) -> str:
    """Antallet i en gruppe kuben ikke har noen rad for i perioden.

    Finnes perioden, er det null. I en kube med hull, eller som ingen har levert noe til, er en
    periode uten rader ukjent.
    """
    if not (
        kube.hull or ikke_levert(kube.kilder) == kube.kilder or _var_tom(kube, utgave)
    ):
        return "0"
    finnes = f"select periode from {_kubetabell(kube, utgave)}"
    return f"case when periode in ({finnes}) then 0 end"


def _var_tom(kube: Kube, utgave: str) -> bool:
    """Var kuben tom i forrige publisering, var kildene trolig ikke levert da."""
    if utgave != FORRIGE:
        return False
    return spoer(f"select periode from {_kubetabell(kube, utgave)} limit 1").empty


# ------------------------------------------------------------------ tabellene og radene


def _kubetabell(kube: Kube, utgave: str) -> str:
    # Har kuben ingen nye rader, er den ikke regnet ut på nytt uten dem.
    navn = f"{utgave}kube_{kube.id}"
    return navn if utgave != KJENT or navn in tabeller() else f"kube_{kube.id}"


def _kobling(egenskaper: list[str]) -> str:
    like = [
        "t.periode = p.periode",
        *(f"t.{egenskap} = g.{egenskap}" for egenskap in egenskaper),
    ]
    return " and ".join(like)


def _kobling_til_nevner(nevner: Kube, egenskaper: list[str], utgave: str) -> str:
    utsnitt = _utsnitt(nevner, egenskaper, "n.", "g")
    return (
        f"left join {_kubetabell(nevner, utgave)} n "
        f"on n.periode = p.periode and {utsnitt}"
    )


def _kodelister(fordeling: tuple[str, ...]) -> str:
    """Kodelistene som gir gruppene rekkefølgen de vises i."""
    return " ".join(
        f"left join dimensjon d{nr} on d{nr}.dimensjon = '{egenskap}' and d{nr}.kode = g.{egenskap}"
        for nr, egenskap in enumerate(fordeling)
    )


def _rekkefoelge(fordeling: tuple[str, ...], filtre: tuple[str, ...]) -> str:
    etter = [*(f"g.{egenskap}" for egenskap in filtre), "nr"]
    return ", ".join([*etter, *(f"d{nr}.rekkefoelge" for nr in range(len(fordeling)))])


def _grupper(fordeling: tuple[str, ...], filtre: tuple[str, ...], vernet: bool) -> str:
    """Gruppene som skal ha en rad i hver periode, for hver verdi av filtrene.

    Uten fordeling er det én rad for alt filtrene kan velge, også det ingen er i. Med fordeling er
    det gruppene som finnes i utvalget. I vernede tall er det alle grupper: en gruppe som mangler,
    kunne vært en med 0–4.
    """
    if vernet or not fordeling:
        alle = [
            _verdier(egenskap, kjente=egenskap in fordeling)
            for egenskap in dict.fromkeys([*filtre, *fordeling])
        ]
        return f"select * from {' cross join '.join(alle) or '(select 1)'}"
    felles = ", ".join(["ett", *filtre])
    valgt = "".join(f"{filter_}, " for filter_ in filtre)
    brukt = [
        f"(select distinct 1 as ett, {valgt}{egenskap} from t)"
        for egenskap in fordeling
    ]
    return functools.reduce(
        lambda sql, gruppe: f"{sql} join {gruppe} using ({felles})",
        brukt[1:],
        f"select * from {brukt[0]}",
    )


def _verdier(egenskap: str, kjente: bool) -> str:
    """Verdiene i en egenskap. De som ikke er oppgitt, er bare med blant de `kjente` når noen har
    dem.
    """
    uten = (
        f" and (kode not in ('{UKJENT}', 'ikke_kjent') or kode in (select {egenskap} from t))"
        if kjente
        else ""
    )
    return f"(select kode as {egenskap} from dimensjon where dimensjon = '{egenskap}'{uten})"


def _utsnitt(
    kube: Kube, egenskaper: list[str], alias: str = "", koblet: str | None = None
) -> str:
    """Vilkår som velger den grupperingen i kuben der bare `egenskaper` er delt opp, eventuelt
    koblet til en tabell.
    """
    samlet = f"= '{ALLE}'"
    delt = {
        egenskap: f"= {koblet}.{egenskap}" if koblet else f"<> '{ALLE}'"
        for egenskap in egenskaper
    }
    return (
        " and ".join(
            f"{alias}{egenskap} {delt.get(egenskap, samlet)}"
            for egenskap in kube.dimensjoner
        )
        or "true"
    )
