"""Det registrene viser: når hver husstand kom, fikk bolig og flyttet, boligene, og folketallet.

Her er det personer. Bare det som er anslått av dette, og vernet, går videre.
"""

import datetime as dt
from dataclasses import replace

import duckdb
import numpy as np

from boligdata.behov import estimat
from boligdata.behov.drivere import ALDRE, Folketall, tidspunkt, vekst
from boligdata.behov.grunnlag import Registeravvik
from boligdata.behov.historikk import BoligIBruk, Historikk
from boligdata.felles import kilder

# Navnet på hver pool, og boligtypene i den.
Pooler = dict[str, tuple[str, ...]]

# Noen få er vanlig etterslep mellom to registre.
ETTERSLEP = 10

_INNFLYTTING_UTEN_LEIEFORHOLD = """
    select boligtype from ventende v
    where bosatt and ventet_til <= $1 and not exists (
        from leieforhold l
        where l.husstand_id = v.husstand_id and abs(l.innflyttet - v.ventet_til) <= 31
    )
"""
_LEIEFORHOLD_UTEN_VEDTAK = """
    select b.boligtype from leieforhold l join bolig b using (bolig_id), kommune k
    where l.innflyttet <= $1 and year(l.innflyttet) > k.foerste_aar and not exists (
        from soeknad s
        where s.husstand_id = l.husstand_id and abs(s.innflyttet - l.innflyttet) <= 31
    )
"""


# -------------------------------------------------------------------------- historikken


def historikk(
    con: duckdb.DuckDBPyConnection, i_dag: dt.date
) -> tuple[Historikk, np.ndarray]:
    """Historikken slik registrene viser den, med hver boligtype for seg, og aldersgruppen til hver
    rad.
    """
    saker = con.sql(
        "select boligtype, maalgruppe, "
        "dense_rank() over (order by husstand_id) as husstand, "
        "if(bolig_id is null, -1, dense_rank() over (order by bolig_id)) as nr, "
        f"{', '.join(_aar(felt, i_dag) for felt in ('kom', 'fikk', 'gikk', 'ut'))}, "
        "bolig_id, coalesce(alder_fra(aldersgruppe), -1) as alder from behov_sak "
        "where boligtype is not null and maalgruppe is not null "
        f"and kom <= date '{i_dag}' order by all"
    ).fetchnumpy()
    [(fra,)] = con.execute(
        "select make_date(foerste_aar, 1, 1) from kommune"
    ).fetchall()
    numre = dict(zip(saker["bolig_id"].tolist(), saker["nr"].tolist()))
    alle = Historikk(
        pool=saker["boligtype"].astype(str),
        gruppe=saker["maalgruppe"].astype(str),
        husstand=saker["husstand"].astype(int),
        **{felt: _tid(saker[felt]) for felt in ("kom", "fikk", "gikk", "ut")},
        bolig=saker["nr"].astype(int),
        fra=(fra - i_dag).days / 365.25,
        boliger=_boliger(con, i_dag, numre),
    )
    slutt = np.where(np.isnan(alle.fikk), alle.gikk, alle.ut)
    med = ~(slutt <= alle.fra)
    return alle.velg(med), saker["alder"][med]


def _aar(kolonne: str, i_dag: dt.date) -> str:
    """SQL for datoen i år fra i dag."""
    return f"(({kolonne} - date '{i_dag}') / 365.25)::double as {kolonne}"


def _tid(kolonne: np.ndarray) -> np.ndarray:
    # Det som er meldt etter datoen modellen regner fra, har ikke skjedd ennå.
    verdier = np.ma.filled(np.ma.asarray(kolonne, float), np.nan)
    return np.where(verdier <= 0, verdier, np.nan)


def _boliger(
    con: duckdb.DuckDBPyConnection, i_dag: dt.date, numre: dict[str, int]
) -> tuple[BoligIBruk, ...]:
    """Boligene, med numrene de har i historikken. De ingen har bodd i, får numre for seg."""
    rader = con.execute(
        f"select bolig_id, boligtype, {_aar('i_bruk_fra', i_dag)}, "
        f"{_aar('ut_av_bruk', i_dag)} from bolig order by bolig_id"
    ).fetchall()
    return tuple(
        BoligIBruk(
            numre.get(id, -2 - plass), boligtype, fra, np.nan if til is None else til
        )
        for plass, (id, boligtype, fra, til) in enumerate(rader)
    )


# ------------------------------------------------------------------------------ poolene


def pooler(historikk: Historikk) -> Pooler:
    """Boligtypene i hver pool. En type som er for liten, slås sammen med slektningene som også er
    det, eller med den minste av dem.
    """
    brukt = {bolig.pool for bolig in historikk.boliger} | set(historikk.pool.tolist())
    koder = [kode.kode for kode in kilder.kodelister()["boligtype"].koder]
    typer = [boligtype for boligtype in koder if boligtype in brukt]
    delt = [
        pool
        for slekt in kilder.boligslekter().values()
        for pool in _del_slekten(
            historikk, [typen for typen in slekt if typen in brukt]
        )
    ]
    delt.sort(key=lambda pool: typer.index(pool[0]))
    return {"_".join(pool): pool for pool in delt}


def _del_slekten(historikk: Historikk, slekt: list[str]) -> list[tuple[str, ...]]:
    """Poolene i en slekt: hver type for seg, og de som er for små, sammen."""

    def nok(*boligtyper: str) -> bool:
        return estimat.nok(historikk.velg(np.isin(historikk.pool, boligtyper)))

    smaa = {boligtype for boligtype in slekt if not nok(boligtype)}
    store = sorted(
        (boligtype for boligtype in slekt if boligtype not in smaa),
        key=lambda boligtype: (historikk.pool == boligtype).sum(),
    )
    if smaa and store and not nok(*smaa):
        smaa.add(store.pop(0))
    sammen = tuple(boligtype for boligtype in slekt if boligtype in smaa)
    return [(boligtype,) for boligtype in store] + ([sammen] if sammen else [])


def i_pooler(historikk: Historikk, pooler: Pooler) -> Historikk:
    """Historikken med poolene i stedet for boligtypene."""
    pool_til = _pool_til(pooler)
    i_pool = [
        pool_til.get(boligtype, boligtype) for boligtype in historikk.pool.tolist()
    ]
    boliger = tuple(
        replace(bolig, pool=pool_til.get(bolig.pool, bolig.pool))
        for bolig in historikk.boliger
    )
    return replace(historikk, pool=np.array(i_pool, dtype=object), boliger=boliger)


def _pool_til(pooler: Pooler) -> dict[str, str]:
    """Poolen hver boligtype er i."""
    return {boligtype: pool for pool, typer in pooler.items() for boligtype in typer}


# --------------------------------------------------------------------- det rundt dem


def stroem_som_ikke_gaar_opp(
    con: duckdb.DuckDBPyConnection, pooler: Pooler, i_dag: dt.date
) -> list[Registeravvik]:
    """Der køen og leieforholdene ikke sier det samme: søkere som skal ha flyttet inn uten
    leieforhold, og leieforhold uten vedtak.
    """
    pool_til = _pool_til(pooler)
    funn = []
    for kode, sql in (
        ("innflytting_uten_leieforhold", _INNFLYTTING_UTEN_LEIEFORHOLD),
        ("leieforhold_uten_vedtak", _LEIEFORHOLD_UTEN_VEDTAK),
    ):
        antall = dict.fromkeys(pooler, 0)
        for boligtype, rader in con.execute(
            f"select boligtype, count(*) from ({sql}) group by 1 order by 1", [i_dag]
        ).fetchall():
            pool = pool_til.get(boligtype, boligtype)
            antall[pool] = antall.get(pool, 0) + rader
        funn += [
            Registeravvik(kode, pool, rader)
            for pool, rader in antall.items()
            if rader >= ETTERSLEP
        ]
    return funn


def folketall_foer(
    con: duckdb.DuckDBPyConnection, dato: dt.date, hele_aar: int
) -> dict[str, np.ndarray]:
    """Folketallet midt i hvert av de siste hele årene, mot folketallet ved `dato`, etter
    målgruppe.
    """
    rader = con.sql(
        "from folketall_alder where alternativ = 'faktisk' order by aar"
    ).fetchnumpy()
    grupper = {
        alder: np.ma.filled(np.ma.asarray(rader[f"alder_{alder}"], float), np.nan)
        for alder in ALDRE
    }
    faktisk = Folketall(rader["aar"], grupper)
    naa = tidspunkt(dato)
    tider = naa - np.arange(hele_aar, 0, -1) + 0.5
    return {
        maalgruppe: vekst(faktisk, alder, naa, tider)
        for maalgruppe, alder in kilder.folketallet_de_foelger().items()
    }
