"""Om registrene begynner senere enn tallene skal: etter en sammenslåing, eller et bytte av fagsystem.

Da mangler leieforholdene som tok slutt før det, mens de som varte, er med. Botiden ser lengre ut enn
den er, og det gjør boligbehovet også, uten at én eneste rad er gal. Sporet er at ingenting er
avsluttet før en dag, og mye etter den.
"""

import datetime as dt

import duckdb

from boligdata.bygg.ingest.rapport import Avvik
from boligdata.felles import kilder
from boligdata.felles.config import Kommune

# Så mange avslutninger skulle vært der, om det var like mange i året som siden. Når ingen er det, er det
# ikke tilfeldig (Poisson: sannsynligheten for null er e⁻⁸, én av tre tusen).
VENTET_MINST = 8
# Et par måneder uten avslutninger er ikke et nytt system.
KORTEST = dt.timedelta(days=365)

# Boliger som var i bruk fra starten, så en ny bolig ikke ser ut som et nytt register.
_LEIEFORHOLD = """
    select {hvor} as hvor, l.utflyttet as dag
    from leieforhold l join bolig b using (bolig_id), (select ?::date as start, ?::date as slutt)
    where l.utflyttet between start and slutt and l.utflyttet > l.innflyttet and b.i_bruk_fra <= start
"""
_SOEKNADER = """
    select 'soeknad' as hvor, avsluttet as dag
    from soeknad, (select ?::date as start, ?::date as slutt)
    where avsluttet between start and slutt
"""


def finn(con: duckdb.DuckDBPyConnection, kommune: Kommune) -> list[Avvik]:
    """En merknad for hvert register, eller hvert område, som ser ut til å begynne senere enn det første
    året, og der `kommune.toml` ikke sier det. Den sier hva som skal skrives.
    """
    alle = _LEIEFORHOLD.format(hvor="'leieforhold'")
    funn = _sene(con, kommune, alle)
    if not funn:
        funn = _sene(con, kommune, _LEIEFORHOLD.format(hvor="b.omraade"))
    return [
        *(_merknad("leieforhold", "utflyttet", *et, kommune) for et in funn),
        *(
            _merknad("soeknad", "avsluttet", *et, kommune)
            for et in _sene(con, kommune, _SOEKNADER)
        ),
    ]


def _sene(
    con: duckdb.DuckDBPyConnection, kommune: Kommune, dagene: str
) -> list[tuple[str, dt.date]]:
    """Hvor noe begynner for sent, og dagen det begynner."""
    start = dt.date(kommune.foerste_aar, 1, 1)
    rader = con.execute(
        f"select hvor, min(dag), count(*) from ({dagene}) where hvor is not null "
        "group by 1 order by 1",
        [start, kommune.per_dato],
    ).fetchall()
    return [
        (hvor, foerste)
        for hvor, foerste, antall in rader
        if hvor not in kommune.registre_fra
        and foerste - start > KORTEST
        and _ventet(antall, foerste, start, kommune.per_dato) >= VENTET_MINST
    ]


def _ventet(antall: int, foerste: dt.date, start: dt.date, slutt: dt.date) -> float:
    """Hvor mange det skulle vært før den første, om de kom like tett som etter den."""
    return (antall - 1) * (foerste - start).days / max((slutt - foerste).days, 1)


def _merknad(
    kilde: str, kolonne: str, hvor: str, dag: dt.date, kommune: Kommune
) -> Avvik:
    gjelder = kilder.kilder()[kilde]
    sted = "" if hvor == kilde else f" i {hvor}"
    navn = hvor if hvor == kilde else f'"{hvor}"'
    # Den første dagen i måneden: dagen selv er en utflytting.
    fra = dag.replace(day=1)
    return Avvik(
        kilde,
        "",
        None,
        None,
        gjelder.kolonner[kolonne].navn,
        kilder.BEGYNNER_SENERE,
        None,
        f"I {gjelder.navn} er ingenting{sted} avsluttet før {fra:%d.%m.%Y}, og mye etter. Begynner "
        "registeret først da, for eksempel etter en sammenslåing eller et bytte av fagsystem, ser botiden "
        "og boligbehovet for stort ut. Skriv i så fall dette i kommune.toml, under linjen "
        f"[registre_fra]: {navn} = {fra}",
        "merknad",
    )
