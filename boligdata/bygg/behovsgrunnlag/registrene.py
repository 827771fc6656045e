"""Det registrene viser: når hver husstand kom, fikk bolig og flyttet, boligene, og folketallet.

Her er det personer. Bare det som er anslått av dette, og vernet, går videre.
"""

import datetime as dt
import itertools
import math
from dataclasses import dataclass, replace
from typing import NamedTuple

import duckdb
import numpy as np

from boligdata.behov.drivere import ALDRE, Folketall, tidspunkt, vekst
from boligdata.behov.grunnlag import Registeravvik
from boligdata.behov.historikk import BoligIBruk, Historikk
from boligdata.behov.kjente import Ventet
from boligdata.bygg.behovsgrunnlag.publisert import Publisert, PublisertOmfang
from boligdata.felles import kilder
from boligdata.felles.config import Kommune

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


@dataclass(frozen=True, eq=False)
class Soekerne:
    """Det søknaden bak hver rad i historikken sier, og som modellen ikke regner med: den yngste i
    aldersgruppen, og om husstanden trenger en tilpasset bolig (1 er ja, 0 er nei). -1 er ukjent.
    """

    alder: np.ndarray
    tilpasset: np.ndarray

    def velg(self, med: np.ndarray) -> "Soekerne":
        """De samme radene som historikken velger."""
        return Soekerne(self.alder[med], self.tilpasset[med])


def historikk(
    con: duckdb.DuckDBPyConnection, i_dag: dt.date
) -> tuple[Historikk, Soekerne]:
    """Historikken slik registrene viser den, med hver boligtype for seg, og det søknaden sier om hver
    rad.
    """
    starten = dict(con.execute("select hva, fra from registre_fra").fetchall())
    saker = con.sql(
        "select boligtype, oensket, maalgruppe, "
        "dense_rank() over (order by husstand_id) as husstand, "
        "if(bolig_id is null, -1, dense_rank() over (order by bolig_id)) as nr, "
        f"{', '.join(_aar(felt, i_dag) for felt in ('kom', 'fikk', 'gikk', 'ut'))}, "
        "bolig_id, coalesce(alder_fra(aldersgruppe), -1) as alder, "
        "coalesce(trenger_tilpasset::integer, -1) as tilpasset from behov_sak "
        "where boligtype is not null and maalgruppe is not null "
        f"and kom <= date '{i_dag}' order by all"
    ).fetchnumpy()
    [(fra,)] = con.execute(
        "select make_date(foerste_aar, 1, 1) from kommune"
    ).fetchall()
    numre = dict(zip(saker["bolig_id"].tolist(), saker["nr"].tolist()))
    boliger = _boliger(con, i_dag, numre, starten)
    alle = Historikk(
        pool=saker["boligtype"].astype(str),
        gruppe=saker["maalgruppe"].astype(str),
        husstand=saker["husstand"].astype(int),
        **{felt: _tid(saker[felt]) for felt in ("kom", "fikk", "gikk", "ut")},
        bolig=saker["nr"].astype(int),
        fra=(fra - i_dag).days / 365.25,
        boliger=boliger,
        sett_fra=_sett_fra(saker["nr"].tolist(), boliger, i_dag, starten),
        oensket=saker["oensket"].astype(str),
        stengt=_stengt(con, i_dag),
    )
    slutt = np.where(np.isnan(alle.fikk), alle.gikk, alle.ut)
    med = ~(slutt <= alle.begynner)
    return alle.velg(med), Soekerne(saker["alder"], saker["tilpasset"]).velg(med)


def _aar(kolonne: str, i_dag: dt.date) -> str:
    """SQL for datoen i år fra i dag."""
    return f"(({kolonne} - date '{i_dag}') / 365.25)::double as {kolonne.split()[0]}"


def _tid(kolonne: np.ndarray) -> np.ndarray:
    # Det som er meldt etter datoen modellen regner fra, har ikke skjedd ennå.
    verdier = np.ma.filled(np.ma.asarray(kolonne, float), np.nan)
    return np.where(verdier <= 0, verdier, np.nan)


def skriv_opplyst(con: duckdb.DuckDBPyConnection, kommune: Kommune) -> None:
    """Skriv det `kommune.toml` sier om registrene: dagene de begynner, etter uttrekk eller område, i
    tabellen `registre_fra`, og periodene ventelisten var stengt, i `venteliste_stengt`.
    """
    con.execute("create table registre_fra (hva varchar, fra date)")
    for hva, fra in kommune.registre_fra.items():
        con.execute("insert into registre_fra values (?, ?)", [hva, fra])
    con.execute("create table venteliste_stengt (fra date, til date)")
    for fra, til in kommune.venteliste_stengt:
        con.execute("insert into venteliste_stengt values (?, ?)", [fra, til])


def _stengt(
    con: duckdb.DuckDBPyConnection, i_dag: dt.date
) -> tuple[tuple[float, float], ...]:
    """Da ventelisten var stengt, fra og til i år fra i dag. Den siste dagen er med."""
    return tuple(
        con.execute(
            f"select {_aar('fra', i_dag)}, {_aar('til + 1', i_dag)} "
            "from venteliste_stengt order by fra"
        ).fetchall()
    )


def _boliger(
    con: duckdb.DuckDBPyConnection,
    i_dag: dt.date,
    numre: dict[str, int],
    starten: dict[str, dt.date],
) -> tuple[BoligIBruk, ...]:
    """Boligene, med numrene de har i historikken. De ingen har bodd i, får numre for seg."""
    rader = con.execute(
        f"select bolig_id, boligtype, {_aar('i_bruk_fra', i_dag)}, "
        f"{_aar('ut_av_bruk', i_dag)}, omraade, {_aar('ute_av_drift_fra', i_dag)}, "
        f"{_aar('ute_av_drift_til', i_dag)} from bolig order by bolig_id"
    ).fetchall()
    return tuple(
        BoligIBruk(
            numre.get(id, -2 - plass),
            boligtype,
            fra,
            np.nan if til is None else til,
            max(_tid_til(starten, hva, i_dag) for hva in ("leieforhold", omraade)),
            tuple(np.inf if tid is None else tid for tid in ute),
        )
        for plass, (id, boligtype, fra, til, omraade, *ute) in enumerate(rader)
    )


def _tid_til(starten: dict[str, dt.date], hva: str, i_dag: dt.date) -> float:
    """Når registrene begynner for dette, i år fra i dag."""
    return (starten[hva] - i_dag).days / 365.25 if hva in starten else -np.inf


def _sett_fra(
    numre: list[int],
    boliger: tuple[BoligIBruk, ...],
    i_dag: dt.date,
    starten: dict[str, dt.date],
) -> np.ndarray | None:
    """Når registrene begynner for hver rad: den som har fått bolig, følger boligen, og den som
    venter, følger søknadene. None når alt begynner samtidig.
    """
    if not starten:
        return None
    fra = {bolig.bolig: bolig.sett_fra for bolig in boliger}
    fra[-1] = _tid_til(starten, "soeknad", i_dag)
    return np.array([fra.get(nr, -np.inf) for nr in numre], float)


# ------------------------------------------------------------------------------ poolene


def pooler(
    historikk: Historikk, publisert: Publisert, omfang: PublisertOmfang
) -> Pooler:
    """Boligtypene i hver pool: dem kommunen har boliger av, og dem noen vises i. En type som er for
    liten, slås sammen med slektningene som også er det, eller med den minste av dem.
    """
    har_boliger = {bolig.pool for bolig in historikk.boliger}
    koder = [kode.kode for kode in kilder.kodelister()["boligtype"].koder]
    typer = [
        boligtype
        for boligtype in koder
        if boligtype in har_boliger or publisert.er_vist(boligtype)
    ]
    delt = [
        pool
        for slekt in kilder.boligslekter().values()
        for pool in _del_slekten(omfang, [typen for typen in slekt if typen in typer])
    ]
    delt.sort(key=lambda pool: typer.index(pool[0]))
    return {"_".join(pool): pool for pool in delt}


def _del_slekten(omfang: PublisertOmfang, slekt: list[str]) -> list[tuple[str, ...]]:
    """Poolene i en slekt: hver type for seg, og de som er for små, sammen."""
    smaa = set(omfang.for_smaa(slekt))
    store = sorted(
        (boligtype for boligtype in slekt if boligtype not in smaa),
        key=lambda boligtype: omfang.antall("innflytting", (boligtype,)),
    )
    if smaa and store and not omfang.nok_i(tuple(smaa)):
        smaa.add(store.pop(0))
    sammen = tuple(boligtype for boligtype in slekt if boligtype in smaa)
    return [(boligtype,) for boligtype in store] + ([sammen] if sammen else [])


def i_pooler(historikk: Historikk, pooler: Pooler) -> tuple[Historikk, np.ndarray]:
    """Historikken med poolene i stedet for boligtypene, og hvilke rader som er med. Har hele slekten
    verken boliger eller noen som vises, er de få som søkte, ikke det.
    """
    pool_til = _pool_til(pooler)
    i_pool, soekt = (
        np.array([pool_til.get(boligtype, "") for boligtype in typene], dtype=object)
        for typene in (historikk.pool.tolist(), historikk.soekt.tolist())
    )
    boliger = tuple(
        replace(bolig, pool=pool_til[bolig.pool]) for bolig in historikk.boliger
    )
    med = i_pool != ""
    alle = replace(
        historikk,
        pool=i_pool,
        # Ingen har boliger av den typen, så den de fikk, er den de trengte.
        oensket=np.where(soekt == "", i_pool, soekt),
        boliger=boliger,
    )
    return alle.velg(med), med


def _pool_til(pooler: Pooler) -> dict[str, str]:
    """Poolen hver boligtype er i. En type som ingen vises i, er i den siste i slekten."""
    ut: dict[str, str] = {}
    for slekt in kilder.boligslekter().values():
        i_slekten = {
            typen: pool
            for pool, typer in pooler.items()
            for typen in typer
            if typen in slekt
        }
        if i_slekten:
            siste = list(i_slekten.values())[-1]
            ut |= dict.fromkeys(slekt, siste) | i_slekten
    return ut


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
            if boligtype in pool_til:
                antall[pool_til[boligtype]] += rader
        funn += [
            Registeravvik(kode, pool, rader)
            for pool, rader in antall.items()
            if rader >= ETTERSLEP
        ]
    return funn


def ute_av_drift(
    con: duckdb.DuckDBPyConnection, pooler: Pooler, i_dag: dt.date
) -> list[Registeravvik]:
    """Boligene registeret sier er ute av drift eller under oppussing, og som ingen bor i."""
    pool_til = _pool_til(pooler)
    antall = dict.fromkeys(pooler, 0)
    for boligtype, boliger in con.execute(
        "select boligtype, count(*) from bolig b where status in ('oppussing', 'utilgjengelig') "
        "and i_bruk_fra <= $1 and (ut_av_bruk is null or ut_av_bruk > $1) and not exists ("
        "from leieforhold l where l.bolig_id = b.bolig_id and l.innflyttet <= $1 and "
        "(l.utflyttet is null or l.utflyttet > $1)) group by 1",
        [i_dag],
    ).fetchall():
        antall[pool_til[boligtype]] += boliger
    return [
        Registeravvik("ute_av_drift", pool, boliger)
        for pool, boliger in antall.items()
        if boliger
    ]


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


# ----------------------------------------------------------- dem kommunen alt vet om


class PaaListen(NamedTuple):
    """En husstand på listen over kjente framtidige brukere, og når det ventes at den trenger bolig."""

    ventet: Ventet
    boligtype: str
    maalgruppe: str


def paa_listen(con: duckdb.DuckDBPyConnection, i_dag: dt.date) -> list[PaaListen]:
    """Husstandene på listen over kjente framtidige brukere, de som ventes først, først."""
    rader = con.execute(
        f"select {_aar('fra', i_dag)}, {_aar('til', i_dag)}, sannsynlighet, boligtype, maalgruppe "
        "from behov_kjent order by all"
    ).fetchall()
    return [
        PaaListen(Ventet(*naar), boligtype, maalgruppe)
        for *naar, boligtype, maalgruppe in rader
    ]


# Av færre år vet vi ikke hva som er vanlig.
FAERREST_BOSETTINGSAAR = 3


class Bosetting:
    """Hvor mange flyktninger kommunen bosetter hvert år, mot et vanlig år: snittet av årene før
    `dato` der det er kjent. Uten nok slike år er `kjent` usann.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection, dato: dt.date, hele_aar: int):
        alle = con.execute(
            "select aar, flyktninger, har_skjedd from behov_bosetting order by aar"
        ).fetchall()
        self._naa = tidspunkt(dato)
        foer = [
            antall
            for aar, antall, har_skjedd in alle
            if har_skjedd and self._naa - hele_aar - 0.5 <= aar < self._naa - 0.5
        ]
        self._vanlig = sum(foer) / len(foer) if foer else 0.0
        self.kjent = len(foer) >= FAERREST_BOSETTINGSAAR and self._vanlig > 0
        self._antall = {aar: antall for aar, antall, _ in alle}

    def foer(self, hele_aar: int) -> np.ndarray:
        """Forholdet til et vanlig år i hvert av de siste hele årene, det eldste først. 1 der det
        ikke er kjent.
        """
        aarene = (self._ved(-nr) for nr in range(hele_aar, 0, -1))
        return np.array([1.0 if kjent is None else kjent for kjent in aarene])

    def framover(self) -> tuple[float, ...]:
        """Forholdet i årene fra i dag, så lenge det er vedtatt eller bedt om noe."""
        if not self.kjent:
            return ()
        aarene = itertools.takewhile(
            lambda kjent: kjent is not None, map(self._ved, itertools.count())
        )
        return tuple(aarene)

    def _ved(self, aar_fra_i_dag: int) -> float | None:
        """Forholdet i året som begynner så mange år fra i dag, av kalenderårene det går over. None
        når det meste av det ikke er kjent.
        """
        fra = self._naa + aar_fra_i_dag
        foerste = math.floor(fra)
        deler = {foerste: 1 - (fra - foerste), foerste + 1: fra - foerste}
        kjente = {aar: del_ for aar, del_ in deler.items() if aar in self._antall}
        if sum(kjente.values()) < 0.5:
            return None
        antall = sum(del_ * self._antall[aar] for aar, del_ in kjente.items())
        return antall / sum(kjente.values()) / self._vanlig
