"""Reglene som ser på flere rader om gangen: like nøkler, datorekkefølge, henvisninger og overlapp.

Kjøres i DuckDB på en mellomtabell per kilde. Der har hver rad en tilstand, så ingen rad forsvinner
uten å være talt.
"""

import datetime as dt

import duckdb
import numpy as np
import pyarrow as pa

from boligdata.bygg import tabell
from boligdata.bygg.ingest import pseudonym
from boligdata.bygg.ingest.rapport import Avvik, antall
from boligdata.felles import kilder
from boligdata.felles.kilder import Kilde, Kolonne
from boligdata.felles.maalform import fast

LASTET, TIL_SIDE, HOPPET_OVER = 0, 1, 2

SQLTYPER = {
    "heltall": "integer",
    "desimal": "double",
    "dato": "date",
    "ja_nei": "boolean",
}


def lag_tabell(con: duckdb.DuckDBPyConnection, kilde: Kilde) -> None:
    """Den tomme tabellen de andre delene av programmet leser."""
    con.execute(f"create or replace table {kilde.id} ({_felt(kilde)})")


def lag_mellomtabell(con: duckdb.DuckDBPyConnection, kilde: Kilde) -> None:
    """Tom mellomtabell for en kilde med filer."""
    con.execute(
        f"create or replace temp table _inn_{kilde.id} "
        f"({_felt(kilde)}, _rad integer, _tilstand tinyint, _nr integer, "
        "_fil varchar, _ark varchar, _rang integer)"
    )


def legg_til(
    con: duckdb.DuckDBPyConnection,
    kilde: Kilde,
    rader: pa.Table,
    fil: str,
    ark: str | None,
    rang: int = 0,
) -> None:
    """Legg radene fra ett ark bak dem som er der. `rang` er hvor gammelt uttrekket er: 0 er nyest."""
    [(start,)] = con.execute(f"select count(*) from _inn_{kilde.id}").fetchall()
    numre = pa.array(np.arange(start, start + rader.num_rows, dtype=np.int32))
    with tabell.lest_som(con, "_ark", rader.append_column("_nr", numre)):
        con.execute(
            f"insert into _inn_{kilde.id} by name "
            "select *, ? as _fil, ? as _ark, ? as _rang from _ark",
            [fil, ark, rang],
        )


def toem(con: duckdb.DuckDBPyConnection, kilde: Kilde) -> None:
    """Fjern radene fra en kilde som er stoppet."""
    con.execute(f"truncate _inn_{kilde.id}")


def tell(con: duckdb.DuckDBPyConnection, kilde: Kilde) -> dict[int, int]:
    """Antall rader i hver tilstand."""
    telling = con.execute(
        f"select _tilstand, count(*) from _inn_{kilde.id} group by 1"
    ).fetchall()
    return {LASTET: 0, TIL_SIDE: 0, HOPPET_OVER: 0} | dict(telling)


def fyll_tabell(con: duckdb.DuckDBPyConnection, kilde: Kilde, noekkel: bytes) -> None:
    """Legg radene som er i orden, i tabellen, med pseudonymer for id-ene.

    Mellomtabellen, med id-ene slik de sto i filen og rader som er satt til side, forsvinner.
    """
    uttrykk = [
        f"{pseudonym.uttrykk(kolonne.id) if kolonne.hemmelig else kolonne.id} as {kolonne.id}"
        for kolonne in kilde.kolonner.values()
    ]
    hemmelige = sum(kolonne.hemmelig for kolonne in kilde.kolonner.values())
    con.execute(
        f"insert into {kilde.id} by name "
        f"select {', '.join(uttrykk)} from _inn_{kilde.id} where _tilstand = {LASTET} order by _nr",
        pseudonym.parametre(noekkel) * hemmelige,
    )
    con.execute(f"drop table _inn_{kilde.id}")


def i_kilden(
    con: duckdb.DuckDBPyConnection, kilde: Kilde, per_dato: dt.date | None
) -> list[Avvik]:
    """Reglene som bare trenger kildens egne rader."""
    avvik = _like_noekler(con, kilde)
    for tidlig, sen in kilde.rekkefoelge:
        avvik += _rekkefoelge(con, kilde, kilde.kolonner[tidlig], kilde.kolonner[sen])
    if per_dato:
        for kolonne in kilde.kolonner.values():
            avvik += (
                _fram_i_tid(con, kilde, kolonne, per_dato) if kolonne.hendelse else []
            )
    return avvik


def mot_andre(
    con: duckdb.DuckDBPyConnection, kilde: Kilde, uten_rader: set[str]
) -> list[Avvik]:
    """Reglene som trenger andre kilder, og overlapp, som bare gjelder rader som ellers er i orden.

    En kilde uten rader kan ingen henvise til; da er det den som må leveres, ikke radene her som er
    gale.
    """
    avvik = []
    for kolonne, annen in kilde.referanser.items():
        if annen not in uten_rader:
            avvik += _referanse(
                con, kilde, kilde.kolonner[kolonne], kilder.kilder()[annen]
            )
    if kilde.overlapp:
        avvik += _samme_start(con, kilde) + _avslutt_eldre(con, kilde)
    return avvik


# ------------------------------------------------------------------------------ reglene


def _like_noekler(con: duckdb.DuckDBPyConnection, kilde: Kilde) -> list[Avvik]:
    """Den første raden med en nøkkel i det nyeste uttrekket gjelder. Er en senere rad helt lik, er den
    bare levert to ganger, og er den i et eldre uttrekk, er den erstattet.
    """
    alle = f"row({', '.join(f'r.{kolonne}' for kolonne in kilde.kolonner)})"
    noekkel = ", ".join(f"r.{kolonne}" for kolonne in kilde.noekkel)
    samme = " and ".join(
        f"r.{kolonne} is not distinct from flere.{kolonne}" for kolonne in kilde.noekkel
    )
    # Nesten alle nøklene står bare i én rad. Bare de andre må sammenlignes.
    flere = (
        f"select {', '.join(kilde.noekkel)} from _inn_{kilde.id} where _tilstand = {LASTET} "
        "group by all having count(*) > 1"
    )
    if not con.execute(f"{flere} limit 1").fetchall():
        return []
    rader = con.execute(
        f"""
        with flere as ({flere}),
        lik as (
            select r._nr, first_value(r._nr) over n as foerste,
                {alle} is not distinct from first_value({alle}) over n as helt_lik,
                r._rang > first_value(r._rang) over n as eldre
            from _inn_{kilde.id} r semi join flere on {samme} where r._tilstand = {LASTET}
            window n as (partition by {noekkel} order by r._rang, r._nr)
        )
        select r._nr, r._fil, r._ark, r._rad, helt_lik, eldre, f._fil, f._rad,
            concat_ws(', ', {noekkel})
        from lik join _inn_{kilde.id} r using (_nr) join _inn_{kilde.id} f on f._nr = lik.foerste
        where lik._nr <> lik.foerste order by r._nr
        """
    ).fetchall()
    like = [rad for rad in rader if rad[4]]
    eldre = [rad for rad in rader if rad[5] and not rad[4]]
    ulike = [rad for rad in rader if not rad[4] and not rad[5]]
    _sett(con, kilde, HOPPET_OVER, [rad[0] for rad in like + eldre])
    _sett(con, kilde, TIL_SIDE, [rad[0] for rad in ulike])
    navn = " og ".join(kilde.kolonner[kolonne].navn for kolonne in kilde.noekkel)
    avvik = [
        Avvik(
            kilde.id,
            fil,
            ark,
            rad,
            navn,
            fast("dobbel nøkkel"),
            verdi,
            f"«{verdi}» står også i {_sted(f_fil, fil)}rad {f_rad}, med andre opplysninger. "
            "Den første raden er brukt. Slett den raden som er feil.",
            "satt til side",
        )
        for _, fil, ark, rad, _, _, f_fil, f_rad, verdi in ulike
    ]
    if like:
        _, fil, ark, rad, *_ = like[0]
        hvor_mange = antall(len(like), "rad er", "rader er")
        avvik.append(
            Avvik(
                kilde.id,
                fil,
                ark,
                rad,
                None,
                fast("like rader"),
                None,
                f"{hvor_mange} helt lik en tidligere rad, og er bare tatt med én gang.",
                "merknad",
            )
        )
    return avvik + _erstattet(con, kilde, eldre)


def _erstattet(
    con: duckdb.DuckDBPyConnection, kilde: Kilde, eldre: list[tuple]
) -> list[Avvik]:
    """Ett funn for hvert par av uttrekk der det nyeste har rettet rader i det eldste."""
    par: dict[tuple[str, str], list[tuple]] = {}
    for rad in eldre:
        par.setdefault((rad[1], rad[6]), []).append(rad)
    ut = []
    for (fil, nyere), rader in par.items():
        [(bare_der,)] = con.execute(
            f"select count(*) from _inn_{kilde.id} where _fil = ? and _tilstand = {LASTET}",
            [fil],
        ).fetchall()
        igjen = (
            f"{antall(bare_der, 'rad', 'rader')} står bare i det eldste, og er med. Slett filen hvis det "
            "nyeste har alt."
            if bare_der
            else "Filen kan slettes."
        )
        hvor_mange = antall(len(rader), "rad", "rader")
        ut.append(
            Avvik(
                kilde.id,
                fil,
                rader[0][2],
                rader[0][3],
                None,
                fast("erstattet av et nyere uttrekk"),
                None,
                f"{hvor_mange} i «{fil}» står med andre opplysninger i det nyere uttrekket «{nyere}», og er "
                f"brukt derfra. {igjen}",
                "endret",
            )
        )
    return ut


def _rekkefoelge(
    con: duckdb.DuckDBPyConnection, kilde: Kilde, tidlig: Kolonne, sen: Kolonne
) -> list[Avvik]:
    rader = con.execute(
        f"select _nr, _fil, _ark, _rad, {tidlig.id}, {sen.id} from _inn_{kilde.id} "
        f"where _tilstand = {LASTET} and {sen.id} < {tidlig.id} order by _nr"
    ).fetchall()
    _sett(con, kilde, TIL_SIDE, [rad[0] for rad in rader])
    return [
        Avvik(
            kilde.id,
            fil,
            ark,
            rad,
            sen.navn,
            fast("datoer i feil rekkefølge"),
            _norsk(til),
            (
                f"{sen.navn} {_norsk(til)} er før {tidlig.navn.lower()} {_norsk(fra)}. Rett "
                "den datoen som er feil."
            ),
            "satt til side",
        )
        for _, fil, ark, rad, fra, til in rader
    ]


def _fram_i_tid(
    con: duckdb.DuckDBPyConnection, kilde: Kilde, kolonne: Kolonne, per_dato: dt.date
) -> list[Avvik]:
    [(treff, fil, ark, rad)] = con.execute(
        f"select count(*), arg_min(_fil, _nr), arg_min(_ark, _nr), min_by(_rad, _nr) from _inn_{kilde.id} "
        f"where _tilstand = {LASTET} and {kolonne.id} > ?",
        [per_dato],
    ).fetchall()
    if not treff:
        return []
    return [
        Avvik(
            kilde.id,
            fil,
            ark,
            rad,
            kolonne.navn,
            fast("dato fram i tid"),
            None,
            f"{antall(treff, 'rad', 'rader')} har {kolonne.navn.lower()} etter "
            f"{_norsk(per_dato)}, som uttrekkene gjelder. "
            "Radene er med. Sjekk datoene, eller «per_dato» i kommune.toml.",
            "merknad",
        )
    ]


def _referanse(
    con: duckdb.DuckDBPyConnection, kilde: Kilde, kolonne: Kolonne, annen: Kilde
) -> list[Avvik]:
    noekkel = annen.noekkel[0]  # Det som kan henvises til, har én id.
    rader = con.execute(
        f"""
        select _nr, _fil, _ark, _rad, {kolonne.id},
            {kolonne.id} in (
                select {noekkel} from _inn_{annen.id} where {noekkel} is not null
            ) as satt_til_side
        from _inn_{kilde.id}
        where _tilstand = {LASTET} and {kolonne.id} is not null
            and {kolonne.id} not in (select {noekkel} from _inn_{annen.id} where _tilstand = {LASTET})
        order by _nr
        """
    ).fetchall()
    _sett(con, kilde, TIL_SIDE, [rad[0] for rad in rader])
    hvorfor = {
        True: f"er satt til side i {annen.navn}. Rett raden der først.",
        False: f"finnes ikke i {annen.navn}. Rett id-en, eller lever {annen.navn} på nytt med denne med.",
    }
    return [
        Avvik(
            kilde.id,
            fil,
            ark,
            rad,
            kolonne.navn,
            fast("ukjent henvisning"),
            verdi,
            f"{kolonne.navn} «{verdi}» {hvorfor[satt_til_side]}",
            "satt til side",
        )
        for _, fil, ark, rad, verdi, satt_til_side in rader
    ]


def _samme_start(con: duckdb.DuckDBPyConnection, kilde: Kilde) -> list[Avvik]:
    """To perioder som begynner samme dag: vi vet ikke hvilken som gjelder, og bruker den første."""
    per, fra, til = kilde.overlapp.per, kilde.overlapp.fra, kilde.overlapp.til
    rader = con.execute(
        f"select _nr, _fil, _ark, _rad, {per}, {fra}, first_value(_fil) over lik, first_value(_rad) over lik "
        f"from _inn_{kilde.id} where _tilstand = {LASTET} and {per} is not null and {til} "
        f"is distinct from {fra} "
        f"window lik as (partition by {per}, {fra} order by _nr) "
        f"qualify row_number() over (partition by {per}, {fra} order by _nr) > 1 order by _nr"
    ).fetchall()
    _sett(con, kilde, TIL_SIDE, [rad[0] for rad in rader])
    start = kilde.kolonner[fra]
    return [
        Avvik(
            kilde.id,
            fil,
            ark,
            rad,
            start.navn,
            fast("overlapp"),
            _norsk(dato),
            f"{kilde.kolonner[per].navn} «{verdi}» har også {_sted(f_fil, fil)}rad {f_rad} fra samme dag. "
            "Den første raden er brukt. Rett datoene, eller slett den raden som er feil.",
            "satt til side",
        )
        for _, fil, ark, rad, verdi, dato, f_fil, f_rad in rader
    ]


def _avslutt_eldre(con: duckdb.DuckDBPyConnection, kilde: Kilde) -> list[Avvik]:
    """En nyere periode avslutter den eldre samme dag som den selv begynner."""
    per, fra, til = kilde.overlapp.per, kilde.overlapp.fra, kilde.overlapp.til
    rader = con.execute(
        f"""
        with neste as (
            select *, lead({fra}) over n as ny_slutt, lead(_fil) over n as ny_fil,
                lead(_rad) over n as ny_rad
            from _inn_{kilde.id}
            where _tilstand = {LASTET} and {per} is not null and {til} is distinct from {fra}
            window n as (partition by {per} order by {fra}, _nr)
        )
        select _nr, _fil, _ark, _rad, {per}, {til}, ny_slutt, ny_fil, ny_rad from neste
        where ny_slutt < coalesce({til}, 'infinity'::date) order by _nr
        """
    ).fetchall()
    if not rader:
        return []
    nye = {"nr": [rad[0] for rad in rader], "slutt": [rad[6] for rad in rader]}
    with tabell.lest_som(con, "_ny", pa.table(nye)):
        con.execute(
            f"update _inn_{kilde.id} set {til} = _ny.slutt from _ny where _nr = _ny.nr"
        )
    slutt = kilde.kolonner[til]
    return [
        Avvik(
            kilde.id,
            fil,
            ark,
            rad,
            slutt.navn,
            fast("overlapp"),
            foer and _norsk(foer),
            f"{kilde.kolonner[per].navn} «{verdi}» har en nyere: {_sted(ny_fil, fil)}rad "
            f"{ny_rad}, fra {_norsk(ny)}. "
            f"{slutt.navn} er satt til {_norsk(ny)}. Rett datoen i systemet hvis det er feil.",
            "endret",
        )
        for _, fil, ark, rad, verdi, foer, ny, ny_fil, ny_rad in rader
    ]


# ----------------------------------------------------------------------------- hjelpere


def _felt(kilde: Kilde) -> str:
    return ", ".join(
        f"{kolonne.id} {_sqltype(kolonne)}" for kolonne in kilde.kolonner.values()
    )


def _sqltype(kolonne: Kolonne) -> str:
    return SQLTYPER.get(kolonne.type, "varchar") + ("[]" if kolonne.flere else "")


def _sett(
    con: duckdb.DuckDBPyConnection, kilde: Kilde, tilstand: int, nummer: list[int]
) -> None:
    if not nummer:
        return
    with tabell.lest_som(con, "_numre", pa.table({"nr": nummer})):
        con.execute(
            f"update _inn_{kilde.id} set _tilstand = ? "
            "where _nr in (select nr from _numre)",
            [tilstand],
        )


def _sted(annen_fil: str, fil: str) -> str:
    return "" if annen_fil == fil else f"«{annen_fil}» "


def _norsk(naar: dt.date | int) -> str:
    """En dato, eller et årstall."""
    return str(naar) if isinstance(naar, int) else f"{naar:%d.%m.%Y}"
