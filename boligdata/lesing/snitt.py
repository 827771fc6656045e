"""Spørringen etter ett tall, for alle perioder og alle verdier av filtrene på én gang."""

import functools

import pandas as pd

from boligdata.felles.katalog import Kube, kuber
from boligdata.lesing.lest import LestIndikator
from boligdata.lesing.oppslag import ALLE, UKJENT, ikke_levert
from boligdata.lesing.spoerring import husk, spoer, tabeller
from boligdata.lesing.uttrykk import uttrykk
from boligdata.lesing.utvalg import nevner_kube

# Kubene i denne publiseringen, i den forrige, og uten radene som er kommet siden.
NAA, FORRIGE, KJENT = "", "forrige_", "kjent_"

# `p` er periodene, `t` kuben delt etter egenskapene, `g` gruppene som skal ha en rad i hver periode,
# og `r` tallene for dem.
_SPOERRING = """
with
    p as (
        select periode, til, row_number() over (order by fra) - 1 as nr
        from periode where periodetype = $1
    ),
    t as (select * from {kube} where {utsnitt}),
    g as ({grupper}),
    r as (
        select p.periode, p.til, p.nr, {gruppens_egenskaper}
            {tall.teller} as teller, {tall.nevner} as nevner, {tall.statistikk} as statistikk
        from p cross join g
        left join t on {kobling}
    )
select nr, periode, til, {radens_egenskaper} teller, nevner, {tall.verdi} as verdi,
    case
        when {tall.for_faa} then 'for_faa'
        when {tall.tom_nevner} then 'tom_nevner'
        when verdi is null then 'mangler'
        else ''
    end as flagg
from r {kodelister}
order by {rekkefoelge}
"""


class Snitt:
    """Tallene for alle verdier av filtrene på én gang: å velge blant dem koster nesten ingenting.

    `data` er sortert etter filtrene og så etter periode, og har kolonnen `nr`, perioden som nummer
    fra 0.
    """

    def __init__(self, data: pd.DataFrame, filtre: tuple[str, ...]):
        self.nr = data["nr"].to_numpy()
        self.data = data.drop(columns=["nr", *filtre])
        start = _starter(data[list(filtre)]) if filtre else [0]
        noekler = (
            zip(*(data[egenskap].iloc[start] for egenskap in filtre))
            if filtre
            else [()]
        )
        self.utsnitt = dict(zip(noekler, zip(start, [*start[1:], len(data)])))

    def velg(
        self, verdier: tuple[str, ...], siste_nr: int, bare_siste: bool
    ) -> pd.DataFrame:
        """Radene for disse filterverdiene, til og med periode nummer `siste_nr`, eller bare den."""
        fra, til = self.utsnitt.get(verdier, (0, 0))
        nr = self.nr[fra:til]
        start = fra + nr.searchsorted(siste_nr) if bare_siste else fra
        slutt = fra + nr.searchsorted(siste_nr, "right")
        return self.data.iloc[start:slutt].reset_index(drop=True)


def _starter(filtre: pd.DataFrame) -> list[int]:
    """Radene der en ny kombinasjon av filterverdier begynner."""
    ny = filtre.ne(filtre.shift()).any(axis=1)
    return ny.to_numpy().nonzero()[0].tolist()


def snitt(
    indikator: LestIndikator,
    periodetype: str,
    fordeling: tuple[str, ...],
    filtre: tuple[str, ...],
    utgave: str = NAA,
) -> Snitt:
    """Tallene i denne publiseringen, i `FORRIGE`, eller uten radene som er kommet siden
    (`KJENT`).
    """
    # Et måltall endrer ingen tall. Uten det er tallene for hele kommunen og for et filter de samme.
    return _snitt(indikator.uten_maaltall(), periodetype, fordeling, filtre, utgave)


@husk
def _snitt(
    indikator: LestIndikator,
    periodetype: str,
    fordeling: tuple[str, ...],
    filtre: tuple[str, ...],
    utgave: str,
) -> Snitt:
    kube = kuber()[indikator.kube]
    egenskaper = [
        *filtre,
        *(egenskap for egenskap in fordeling if egenskap not in filtre),
    ]
    tall = uttrykk(
        indikator,
        periodetype,
        _ingen_rad(kube, utgave),
        _fremmed_nevner(indikator, egenskaper, utgave),
    )
    sql = _SPOERRING.format(
        tall=tall,
        kube=_kubetabell(kube, utgave),
        utsnitt=_utsnitt(kube, egenskaper),
        grupper=_grupper(fordeling, filtre, indikator.vernet),
        gruppens_egenskaper="".join(f"g.{egenskap}, " for egenskap in egenskaper),
        radens_egenskaper="".join(f"r.{egenskap}, " for egenskap in egenskaper),
        kobling=_kobling(egenskaper),
        kodelister=_kodelister(fordeling),
        rekkefoelge=_rekkefoelge(fordeling, filtre),
    )
    data = spoer(sql, periodetype)
    # Et ukjent tall er NaN som i resten av tallene. DuckDB gir ellers heltall der det mangler noe,
    # en egen slags tom verdi.
    ukjente = {
        antall: "float64"
        for antall in ("teller", "nevner")
        if data[antall].isna().any()
    }
    return Snitt(data.astype(ukjente), filtre)


def _ingen_rad(kube: Kube, utgave: str) -> str:
    """Antallet i en gruppe kuben ikke har noen rad for: null, eller ukjent når perioden mangler.

    Finnes perioden, er en gruppe uten rader null. I en kube med hull, eller som ingen har levert
    noe til, er en periode uten rader ukjent.
    """
    if not (
        kube.hull or ikke_levert(kube.kilder) == kube.kilder or _var_tom(kube, utgave)
    ):
        return "0"
    finnes = f"select periode from {_kubetabell(kube, utgave)}"
    return f"case when p.periode in ({finnes}) then 0 end"


def _var_tom(kube: Kube, utgave: str) -> bool:
    """Var kuben tom i forrige publisering, var kildene trolig ikke levert da."""
    if utgave != FORRIGE:
        return False
    return spoer(f"select periode from {_kubetabell(kube, utgave)} limit 1").empty


def _fremmed_nevner(
    indikator: LestIndikator, egenskaper: list[str], utgave: str
) -> str:
    """Nevneren når den kommer fra en annen kube, ellers «»."""
    kube = nevner_kube(indikator)
    if not kube:
        return ""
    maal = indikator.nevner.partition(".")[2]
    rad = f"n.periode = p.periode and {_utsnitt(kube, egenskaper, 'n.', 'g')}"
    antall = f"(select n.{maal} from {_kubetabell(kube, utgave)} n where {rad})"
    return f"coalesce({antall}, {'null' if kube.hull else '0'})"


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


def _kodelister(fordeling: tuple[str, ...]) -> str:
    """Kodelistene som gir gruppene rekkefølgen de vises i."""
    return " ".join(
        f"left join dimensjon d{nr} on d{nr}.dimensjon = '{egenskap}' and d{nr}.kode = r.{egenskap}"
        for nr, egenskap in enumerate(fordeling)
    )


def _rekkefoelge(fordeling: tuple[str, ...], filtre: tuple[str, ...]) -> str:
    etter = [*(f"r.{egenskap}" for egenskap in filtre), "nr"]
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
