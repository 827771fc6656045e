"""Hva som er nytt siden forrige publisering: sent registrerte rader, rettede rader og endrede
definisjoner.

Tallene fra forrige gang legges ved siden av de nye. De regnes også ut på nytt med bare de radene
som var med i uttrekkene forrige gang. Forskjellen mellom de nye tallene og dem er det som kom sent,
og forskjellen mellom dem og de gamle er det som er rettet. Slik virker det likt for antall, andeler
og medianer, for det er alltid ferdige tall som sammenlignes.

Hvilke rader som var med, huskes som nøklede avtrykk i en forseglet fil ved siden av de interne
tallene.
"""

import functools
import hashlib
import io
import itertools
import re
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from boligdata.bygg import beregning, forsegling, tabell
from boligdata.bygg.ingest import pseudonym
from boligdata.felles import katalog, kilder
from boligdata.felles.katalog import Kube

_RADER = forsegling.Slag("rader", b"BOLIGR1\n")
_SKILLE = "chr(31)"

# Egenskaper som bare er kjent for siste periode. At de er borte neste gang, er ingen retting.
_BARE_KJENT_SIST = ("ledig_aarsak",)

# Spørringen som ikke gir noen periode.
_INGEN_PERIODER = "select null::varchar where false"


# ------------------------------------------------------------------------- hvilke rader


def lag_radavtrykk(con: duckdb.DuckDBPyConnection, noekkel: bytes) -> None:
    """Lag tabellen `radavtrykk` i minnet: kilde, rad og avtrykk (64 bit) av det som gjør raden til
    den den er.
    """
    con.execute(
        "create temp table radavtrykk (kilde varchar, rad bigint, avtrykk ubigint)"
    )
    for kilde in _talte_kilder():
        felt = ", ".join(
            f"coalesce({kolonne}::varchar, '')"
            for kolonne in kilder.kilder()[kilde].noekkel
        )
        avtrykk = pseudonym.uttrykk(f"concat_ws({_SKILLE}, '{kilde}', {felt})")
        con.execute(
            f"insert into radavtrykk select '{kilde}', rowid, ('0x' || {avtrykk})::ubigint from {kilde}",
            pseudonym.parametre(noekkel),
        )


@functools.cache
def _talte_kilder() -> tuple[str, ...]:
    """Uttrekkene det finnes kuber av."""
    brukt = {kilde for kube in katalog.kuber().values() for kilde in kube.kilder}
    return tuple(kilde for kilde in kilder.kilder() if kilde in brukt)


def pakk_rader(
    con: duckdb.DuckDBPyConnection,
    kjente: pa.Table | None,
    stoppet: set[str],
    noekkel: bytes,
) -> bytes:
    """Avtrykkene slik de lagres. En kilde som er stoppet, har tallene fra forrige gang, og derfor
    også radene.
    """
    naa = con.sql("select kilde, avtrykk from radavtrykk order by all").to_arrow_table()
    if kjente is not None and stoppet:
        beholdt = pa.array(
            [kilde in stoppet for kilde in kjente["kilde"].to_pylist()], pa.bool_()
        )
        naa = pa.concat_tables([naa, kjente.filter(beholdt)])
    fil = io.BytesIO()
    # Avtrykkene er tilfeldige tall, som ikke kan pakkes. Navnet på kilden er likt i tusenvis av
    # rader, og tar ingen plass.
    pq.write_table(
        naa,
        fil,
        compression="none",
        use_dictionary=["kilde"],
        column_encoding={"avtrykk": "PLAIN"},
        write_statistics=False,
    )
    return forsegling.forsegle(fil.getvalue(), _RADER, noekkel)


def les_rader(
    fil: Path | None, noekkel: bytes, fiktiv: bool = False
) -> tuple[pa.Table | None, str | None]:
    """Avtrykkene fra forrige bygg, og en beskjed til den som bygger når de finnes, men ikke kan
    brukes.

    Uten dem blir tallene de samme. Det er bare årsaken til at de er endret, som ikke kan sies.
    """
    if fil is None:
        return None, None
    try:
        return pq.read_table(
            io.BytesIO(forsegling.aapne(fil.read_bytes(), _RADER, noekkel))
        ), None
    except forsegling.AnnenNoekkel:
        grunn = "er laget med en annen nøkkel"
        if fiktiv:
            return None, None
    except (OSError, ValueError):
        grunn = "kan ikke leses"
    return None, (
        f"Filen {fil.name} over radene i forrige uttrekk {grunn}. Tallene er riktige, men "
        "denne gangen kan ikke "
        "sidene si om endringer i eldre tall skyldes sen registrering eller rettelser. "
        "Neste bygg kan det igjen."
    )


# ------------------------------------------------------------------------ definisjonene


def definisjoner() -> dict[tuple[str, str], str]:
    """Et avtrykk av hvordan hver kube og hver indikator regnes ut. Nøkkelen er («kube» eller
    «indikator», id).
    """
    ut = {
        ("kube", kube.id): _avtrykk(_kubens(kube)) for kube in katalog.kuber().values()
    }
    for indikator in katalog.indikatorer().values():
        kuber = [
            indikator.kube,
            *([indikator.nevnerens_kube] if indikator.nevnerens_kube else []),
        ]
        ut["indikator", indikator.id] = _avtrykk(
            (
                indikator.teller,
                indikator.nevner,
                indikator.verdi,
                indikator.utvalg,
                indikator.enhet,
                [ut["kube", kube] for kube in kuber],
            )
        )
    return ut


def _kubens(kube: Kube) -> tuple:
    sql = [
        _uten_luft(beregning.modell_sql(modell))
        for modell in ("funksjoner", *beregning.modeller_bak(kube.modell))
    ]
    return kube.modell, kube.maal, kube.statistikk, kube.levetid, sql


def _uten_luft(sql: str) -> str:
    """Kommentarer, innrykk og linjeskift endrer ingen tall."""
    return " ".join(re.sub(r"--.*", "", sql).split())


def _avtrykk(definisjon) -> str:
    return hashlib.sha256(repr(definisjon).encode()).hexdigest()[:16]


# ---------------------------------------------------------------- det som står i filene


def skriv_internt(
    con: duckdb.DuckDBPyConnection, kjente: pa.Table | None, beholdte: set[str]
) -> None:
    """Skriv det som trengs for å forklare endringer, i databasen `internt`. `forrige` er den
    forrige, når den finnes.

    `kjente` er radene som var med forrige gang. `beholdte` er kubene som er kopiert fra forrige
    fil, og er uendret.
    """
    _skriv_definisjoner(con, "internt")
    sammenlignes = _skriv_forrige(con, "forrige", "internt")
    if kjente is None or not sammenlignes:
        return
    regnet_om = _skriv_kjente(
        con, kjente, [kube for kube in sammenlignes if kube.id not in beholdte]
    )
    con.execute(
        "create table internt.revisjon (kube varchar, periode varchar, sen boolean, retting boolean)"
    )
    nye_definisjoner, kolonner = _nye_definisjoner(con), _kolonner(con, "internt")
    for kube in sammenlignes:
        if kube.id in beholdte or kube.id in nye_definisjoner:
            continue
        ny, forrige = f"internt.kube_{kube.id}", f"internt.forrige_kube_{kube.id}"
        ulike = functools.partial(_ulike, kube, kolonner[f"kube_{kube.id}"])
        kjent, sen = ny, _INGEN_PERIODER
        if kube.id in regnet_om:
            kjent = f"internt.kjent_kube_{kube.id}"
            sen = ulike(ny, kjent)
        con.execute(f"""
            insert into internt.revisjon
            with sen as ({sen}), retting as ({ulike(kjent, forrige)})
            select '{kube.id}', periode, periode in (from sen), periode in (from retting)
            from internt.forrige_periode where periode in (from sen) or periode in (from retting)
        """)


def skriv_publisert(con: duckdb.DuckDBPyConnection) -> None:
    """Skriv det samme i databasen `ut`. Her står bare hva som er årsaken, aldri hvor mange rader
    det gjelder.

    Årsaken står bare der de viste tallene i kuben og perioden er endret, for det er kjent at de er
    publisert på nytt. Er rader bare kommet til, kan det virkelige tallet ikke ha sunket. Gjør det
    viste det, ville årsaken røpet mer om det virkelige tallet enn avrundingen skal, og da sies den
    ikke. Det samme gjelder når ingenting er endret i det virkelige.
    """
    _skriv_definisjoner(con, "ut")
    sammenlignes = _skriv_forrige(con, "forrige_ut", "ut")
    if not sammenlignes or "revisjon" not in _tabeller(con, "internt"):
        return
    con.execute("create table ut.revisjon as from internt.revisjon limit 0")
    kolonner = _kolonner(con, "ut")
    for kube in sammenlignes:
        ny, forrige = f"ut.kube_{kube.id}", f"ut.forrige_kube_{kube.id}"
        endret = _ulike(kube, kolonner[f"kube_{kube.id}"], ny, forrige)
        noekler = ", ".join(("periode", *kube.dimensjoner))
        sank = (
            " or ".join(f"coalesce(n.{maal}, 0) < f.{maal}" for maal in kube.vernede)
            or "false"
        )
        con.execute(f"""
            insert into ut.revisjon
            with sank as (
                select distinct periode from {forrige} f left join {ny} n using ({noekler})
                where {sank}
            )
            from internt.revisjon
            where kube = '{kube.id}' and periode in ({endret})
                and (retting or periode not in (from sank))
        """)


def _skriv_definisjoner(con, til: str) -> None:
    rader = [
        {"slag": slag, "id": id, "avtrykk": avtrykk}
        for (slag, id), avtrykk in definisjoner().items()
    ]
    tabell.skriv(con, f"{til}.definisjon", pa.Table.from_pylist(rader))


def _skriv_forrige(con, fra: str, til: str) -> list[Kube]:
    """Kopier det som trengs av forrige fil. Gir kubene som finnes i begge, med de samme
    kolonnene.
    """
    tabeller = _tabeller(con, fra)
    if (
        "definisjon" not in tabeller
    ):  # Det er ingen forrige fil, eller den er fra før endringer ble forklart.
        return []
    con.execute(f"create table {til}.forrige as select bygd, per_dato from {fra}.meta")
    for navn in ("periode", "definisjon"):
        con.execute(f"create table {til}.forrige_{navn} as from {fra}.{navn}")
    i_forrige, i_ny = _kolonner(con, fra), _kolonner(con, til)
    felles = [
        kube
        for kube in katalog.kuber().values()
        if i_forrige.get(f"kube_{kube.id}") == i_ny[f"kube_{kube.id}"]
    ]
    for kube in felles:
        con.execute(
            f"create table {til}.forrige_kube_{kube.id} as from {fra}.kube_{kube.id}"
        )
    return felles


def _skriv_kjente(con, kjente: pa.Table, kuber: list[Kube]) -> set[str]:
    """Regn ut kubene på nytt uten radene som er nye, i et eget skjema. Gir kubene det gjelder: dem
    som har nye rader.
    """
    con.register("kjente", kjente)
    nye = {
        kilde
        for (kilde,) in con.execute(
            "select distinct kilde from radavtrykk anti join kjente using (kilde, avtrykk)"
        ).fetchall()
    }
    kuber = [kube for kube in kuber if nye & set(kube.kilder)]
    if kuber:
        con.execute("create schema kjent")
        con.execute("set schema = 'kjent'")
        try:
            for kilde in kilder.kilder():
                con.execute(
                    f"create view kjent.{kilde} as from memory.main.{kilde}"
                    if kilde not in nye
                    else f"""
                    create table kjent.{kilde} as from memory.main.{kilde}
                    where rowid in (
                        select rad from radavtrykk
                        semi join kjente using (kilde, avtrykk) where kilde = '{kilde}'
                    )"""
                )
            con.execute("create view kjent.kommune as from memory.main.kommune")
            beregning.lag_modeller(
                con,
                bare={
                    modell
                    for kube in kuber
                    for modell in beregning.modeller_bak(kube.modell)
                },
            )
            for kube in kuber:
                beregning.lag_kube(con, kube, f"internt.kjent_kube_{kube.id}")
        finally:
            con.execute("set schema = 'main'")
            con.execute("drop schema kjent cascade")
    con.unregister("kjente")
    return {kube.id for kube in kuber}


def _nye_definisjoner(con) -> set[str]:
    """Kubene som ikke regnes ut på samme måte som forrige gang."""
    ider = con.execute(
        "select id from internt.definisjon n left join internt.forrige_definisjon f using (slag, id) "
        "where slag = 'kube' and n.avtrykk is distinct from f.avtrykk"
    ).fetchall()
    return {id for (id,) in ider}


def _ulike(
    kube: Kube, kolonner: list[tuple[str, str]], foerste: str, andre: str
) -> str:
    """Spørringen som gir periodene der to utgaver av en kube ikke er like."""
    # Et gjennomsnitt kan bli ulikt i siste siffer når radene legges sammen i en annen rekkefølge.
    felt = ", ".join(
        f"round({navn}, 6) as {navn}" if type_ == "DOUBLE" else navn
        for navn, type_ in kolonner
    )
    hvor = (
        " and ".join(
            f"{egenskap} = '{beregning.ALLE}'"
            for egenskap in kube.dimensjoner
            if egenskap in _BARE_KJENT_SIST
        )
        or "true"
    )
    en, to = (
        f"select {felt} from {utgave} where {hvor}" for utgave in (foerste, andre)
    )
    return f"select distinct periode from (({en} except {to}) union all ({to} except {en}))"


def _kolonner(con, database: str) -> dict[str, list[tuple[str, str]]]:
    """Navnet og typen til kolonnene i hver tabell."""
    ut: dict[str, list[tuple[str, str]]] = {}
    for tabellen, navn, type_ in con.execute(
        "select table_name, column_name, data_type from duckdb_columns() "
        "where database_name = ? order by table_name, column_index",
        [database],
    ).fetchall():
        ut.setdefault(tabellen, []).append((navn, type_))
    return ut


def _tabeller(con, database: str) -> set[str]:
    return set(
        itertools.chain.from_iterable(
            con.execute(
                "select table_name from duckdb_tables() where database_name = ?",
                [database],
            ).fetchall()
        )
    )
