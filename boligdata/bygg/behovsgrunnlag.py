"""Grunnlaget for boligbehovet: fra historikken i bygget til tallene modellen regner videre på.

Modellen trenger å vite når hver husstand kom, fikk bolig og flyttet. Det finnes bare i bygget. Ut
herfra går det som er anslått, og det er vernet for seg, likt i begge filene:

    de som bor og venter   de tallene som alt er publisert, med avrundingen de har
    søkere og utflyttinger per år, rundet av til så grove steg at om lag fem ulike antall gir det samme tallet
    usikkerhet og drift    regnet av det avrundede tallet, så de ikke sier hva det eksakte er
    botid                  to tall for fordelingen, og kurven i steg på fem prosentpoeng
    tid mellom leietakere  snittet av minst ti skifter, i halve måneder
    hvor lenge dagens leietakere har bodd der: snittet i grupper på minst ti (mikroaggregering), i hele måneder
"""

import datetime as dt
import hashlib
import math
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import numpy as np

from boligdata.behov import estimat
from boligdata.behov.drivere import ALDRE, Folketall, tidspunkt, vekst
from boligdata.behov.grunnlag import Pool, Registeravvik, Stroem
from boligdata.behov.historikk import BoligIBruk, Historikk
from boligdata.bygg import levetid
from boligdata.felles import katalog, kilder
from boligdata.felles.config import PAKKE, Brukerfeil
from boligdata.felles.enheter import VIST_PROSENT

ALDER = ("0_66", "67_79", "80")
MINSTE_GRUPPE, FLESTE_GRUPPER = 10, 12
MINSTE_ANDEL = 20
BASIS = 5
# Så grovt rundes forholdet mellom usikkerheten og roten av antallet.
TRINN_USIKKERHET, TRINN_DRIFT = 0.1, 0.05
KURVE_TIL = 15
# Botiden er anslått av de eksakte historiene. Stegene er så grove at én husstand sjelden flytter
# noe.
STEG_BOTID, STEG_KURVE = 0.05, 0.05
# Så mange år må registrene ha hatt før vi prøver modellen på det som alt har skjedd, og så mange år
# prøves den.
MINST_AAR, PROEVDE_AAR = 4, 3
FIL = "forutsetninger.toml"

_TABELLER = {
    "behov_pool": "da integer, pool varchar, boligtyper varchar[], boliger integer, klargjoering "
    "double, klargjoering_usikkerhet double, "
    "avgang double, avgang_usikkerhet double, utflyttinger double",
    "behov_stroem": "da integer, pool varchar, gruppe varchar, grupper varchar[], soekere double, "
    "usikkerhet double, drift double, "
    "log_form double, log_skala double, kov_form double, kov double, kov_skala double, "
    "leietakere double, koe double, "
    "avrunding double, bodd double[]",
    "behov_kurve": "pool varchar, aar integer, andel double",
    "behov_alder": "pool varchar, alder varchar, andel double",
    "behov_avvik": "pool varchar, kode varchar, antall integer",
    "behov_forutsetning": "id varchar, navn varchar, verdi double, enhet varchar, lavest double, hoeyest "
    "double, kilde varchar, dato date, "
    "bestemt_av varchar",
    "behov_dato": "dato date",
}
TABELLER = tuple(_TABELLER)


@dataclass(frozen=True)
class Forutsetning:
    """Et tall modellen bygger på, med spennet det er rimelig å regne i, kilden, datoen og hvem som
    har bestemt det."""

    navn: str
    verdi: float
    enhet: str
    spenn: tuple[float, float]
    kilde: str
    dato: dt.date
    bestemt_av: str


def les_forutsetninger(uttrekk: Path) -> dict[str, Forutsetning]:
    """Forutsetningene som følger med, og kommunens egne der de er satt i `forutsetninger.toml` i
    uttrekksmappen.

    Kaster `Brukerfeil` når filen har et navn, et felt eller en verdi som ikke kan brukes.
    """
    felter = tomllib.loads((PAKKE / "behov" / FIL).read_text(encoding="utf-8"))
    egen = uttrekk / FIL
    if egen.exists():
        try:
            egne = tomllib.loads(egen.read_text(encoding="utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as feil:
            raise Brukerfeil(
                f"Filen {egen} kan ikke leses: {feil}. Rett linjen som er nevnt, og bygg på nytt."
            ) from feil
        for id, endret in egne.items():
            if (
                id not in felter
                or not isinstance(endret, dict)
                or not endret.keys() <= felter[id].keys()
            ):
                raise Brukerfeil(
                    f"Filen {egen} har noe ukjent i «{id}». Navnene er {', '.join(felter)}, og feltene er "
                    f"{', '.join(next(iter(felter.values())))}. Rett det, og bygg på nytt."
                )
            felter[id] = felter[id] | endret
    ut = {}
    for id, felt in felter.items():
        try:
            lavest, hoeyest = map(float, felt["spenn"])
            ut[id] = Forutsetning(
                **(felt | {"verdi": float(felt["verdi"]), "spenn": (lavest, hoeyest)})
            )
            tekster = all(
                isinstance(felt[navn], str)
                for navn in ("navn", "enhet", "kilde", "bestemt_av")
            )
            gyldig = (
                lavest <= ut[id].verdi <= hoeyest
                and isinstance(ut[id].dato, dt.date)
                and tekster
            )
        except (TypeError, ValueError):
            gyldig = False
        if not gyldig:
            raise Brukerfeil(
                f"«{id}» i filen {egen} må ha en verdi som er et tall innenfor spennet "
                "[lavest, høyest], en dato som "
                "2026-01-31, og de andre feltene som tekst i anførselstegn. Rett det, og bygg på nytt."
            )
    return ut


def skriv(
    con: duckdb.DuckDBPyConnection,
    noekkel: bytes,
    forutsetninger: dict[str, Forutsetning],
) -> None:
    """Skriv grunnlaget til databasene `ut` og `internt`. `con` har modellene, og `ut` de vernede
    kubene."""
    for tabell, kolonner in _TABELLER.items():
        con.execute(f"create table ut.{tabell} ({kolonner})")
    con.executemany(
        "insert into ut.behov_forutsetning values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (id, f.navn, f.verdi, f.enhet, *f.spenn, f.kilde, f.dato, f.bestemt_av)
            for id, f in forutsetninger.items()
        ],
    )
    i_dag = con.execute("select max(til) from periode").fetchall()[0][0]
    h, alder = _historikk(con, i_dag) if i_dag else (None, None)
    if h is not None and len(h.kom) and h.boliger:
        con.execute("insert into ut.behov_dato values (?)", [i_dag])
        pooler = _pooler(h)
        h = _i_pooler(h, pooler)
        for da in range(PROEVDE_AAR + 1):
            if h.hele_aar - da >= (MINST_AAR if da else 1):
                _skriv_per(con, h, pooler, i_dag, da, noekkel)
        _skriv_kurver(con, h)
        _skriv_aldre(con, h, alder, pooler, noekkel)
    for tabell in _TABELLER:
        con.execute(f"create table internt.{tabell} as from ut.{tabell}")


def behold(con: duckdb.DuckDBPyConnection) -> None:
    """Ta grunnlaget fra forrige fil, når en av kildene er stoppet."""
    for tabell in _TABELLER:
        con.execute(f"create table ut.{tabell} as from forrige_ut.{tabell}")
        con.execute(f"create table internt.{tabell} as from ut.{tabell}")


# -------------------------------------------------------------------------- historikken


def _historikk(con, i_dag: dt.date) -> tuple[Historikk, np.ndarray]:
    """Historikken slik registrene viser den, med hver boligtype for seg, og aldersgruppen til hver
    rad."""

    def aar(kolonne: str) -> str:
        return f"(({kolonne} - date '{i_dag}') / 365.25)::double as {kolonne}"

    rader = con.sql(
        f"select boligtype, maalgruppe, dense_rank() over (order by husstand_id) as husstand, "
        "if(bolig_id is null, -1, dense_rank() over (order by bolig_id)) as nr, "
        f"{aar('kom')}, {aar('fikk')}, {aar('gikk')}, {aar('ut')}, "
        f"bolig_id, coalesce(alder_fra(aldersgruppe), -1) as alder "
        "from behov_sak where boligtype is not null and maalgruppe is not null and kom <= "
        f"date '{i_dag}' order by all"
    ).fetchnumpy()
    fra = con.execute("select make_date(foerste_aar, 1, 1) from kommune").fetchall()[0][
        0
    ]
    ider = dict(zip(rader["bolig_id"].tolist(), rader["nr"].tolist()))
    boliger = con.execute(
        f"select bolig_id, boligtype, {aar('i_bruk_fra')}, {aar('ut_av_bruk')} from bolig order by bolig_id"
    ).fetchall()

    def tid(felt: str) -> np.ndarray:
        # Det som er meldt etter datoen modellen regner fra, har ikke skjedd ennå.
        verdier = np.ma.filled(np.ma.asarray(rader[felt], float), np.nan)
        return np.where(verdier <= 0, verdier, np.nan)

    h = Historikk(
        rader["boligtype"].astype(str),
        rader["maalgruppe"].astype(str),
        rader["husstand"].astype(int),
        tid("kom"),
        tid("fikk"),
        tid("gikk"),
        tid("ut"),
        rader["nr"].astype(int),
        (fra - i_dag).days / 365.25,
        tuple(
            BoligIBruk(ider.get(id, -2 - n), t, f, np.nan if u is None else u)
            for n, (id, t, f, u) in enumerate(boliger)
        ),
    )
    slutt = np.where(np.isnan(h.fikk), h.gikk, h.ut)
    med = ~(slutt <= h.fra)
    return h.velg(med), rader["alder"][med]


def _pooler(h: Historikk) -> dict[str, tuple[str, ...]]:
    """Boligtypene i hver pool. En type som er for liten, slås sammen med slektningene som også er
    det, eller med den minste av dem."""
    typer = [
        t
        for t in _koder("boligtype")
        if t in {b.pool for b in h.boliger} | set(h.pool.tolist())
    ]
    ut = []
    for slekt in kilder.boligslekter().values():
        smaa = [t for t in slekt if t in typer and not estimat.nok(h.velg(h.pool == t))]
        store = sorted(
            (t for t in slekt if t in typer and t not in smaa),
            key=lambda t: (h.pool == t).sum(),
        )
        if smaa and store and not estimat.nok(h.velg(np.isin(h.pool, smaa))):
            smaa.append(store.pop(0))
        ut += [(t,) for t in store] + (
            [tuple(t for t in slekt if t in smaa)] if smaa else []
        )
    return {
        "_".join(pool): pool
        for pool in sorted(ut, key=lambda pool: typer.index(pool[0]))
    }


def _i_pooler(h: Historikk, pooler: dict[str, tuple[str, ...]]) -> Historikk:
    navn = {t: p for p, typer in pooler.items() for t in typer}
    i_pool = np.array([navn.get(t, t) for t in h.pool.tolist()], dtype=object)
    boliger = tuple(
        BoligIBruk(b.bolig, navn.get(b.pool, b.pool), b.fra, b.til) for b in h.boliger
    )
    return replace(h, pool=i_pool, boliger=boliger)


# ---------------------------------------------------------------------- det som skrives


def _skriv_per(
    con, h: Historikk, pooler: dict, i_dag: dt.date, da: int, noekkel: bytes
) -> None:
    """Grunnlaget slik det ville vært for `da` år siden, med tallene som er publisert for da."""
    dato = i_dag.replace(
        year=i_dag.year - da,
        day=min(i_dag.day, 28) if (i_dag.month, i_dag.day) == (2, 29) else i_dag.day,
    )
    periode = con.execute(
        "select periode from periode where til = ? order by periodetype desc limit 1",
        [dato],
    ).fetchall()
    if not periode:
        return
    tidligere = h.slik_den_var((dato - i_dag).days / 365.25) if da else h
    g = estimat.estimer(tidligere, pooler, _folketall_foer(con, dato, tidligere))
    tall = _Publisert(con, periode[0][0])
    for p in g.pooler:
        steg = BASIS / -tidligere.fra
        con.execute(
            "insert into ut.behov_pool values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                da,
                p.pool,
                list(p.boligtyper),
                p.boliger,
                *_vernet_klargjoering(p, g.pooler),
                max(round(p.avgang, 1), 0.05),
                round(p.avgang_usikkerhet, 1),
                _rundet(p.utflyttinger, steg, noekkel, f"{p.pool} ut"),
            ],
        )
        for s in p.stroemmer:
            grupper = [m for m in tall.maalgrupper if _med(m, s, p)]
            con.execute(
                f"insert into ut.behov_stroem values ({', '.join('?' * 16)})",
                [
                    da,
                    p.pool,
                    s.gruppe,
                    grupper,
                    *_vernet_stroem(s, p, grupper, tall, steg, noekkel),
                ],
            )
    if not da:
        for a in (*g.avvik, *_stroem_som_ikke_gaar_opp(con, pooler, i_dag)):
            antall = round(a.antall / BASIS) * BASIS
            # En melding om én eller to ville sagt noe om dem. Det som gjelder hele poolen, har ikke
            # noe antall.
            if antall or not a.antall:
                con.execute(
                    "insert into ut.behov_avvik values (?, ?, ?)",
                    [a.pool, a.kode, antall],
                )


def _stroem_som_ikke_gaar_opp(con, pooler: dict, i_dag: dt.date) -> list[Registeravvik]:
    """Der køen og leieforholdene ikke sier det samme: søkere som skal ha flyttet inn uten
    leieforhold, og leieforhold uten vedtak."""
    navn = {t: p for p, typer in pooler.items() for t in typer}
    spoerringer = {
        "innflytting_uten_leieforhold": "select boligtype from ventende v where bosatt and ventet_til <= $1 and not "
        "exists "
        "(from leieforhold l where l.husstand_id = v.husstand_id and abs(l.innflyttet - v.ventet_til) <= 31)",
        "leieforhold_uten_vedtak": "select b.boligtype from leieforhold l join bolig b using (bolig_id), kommune k "
        "where l.innflyttet <= $1 and "
        "year(l.innflyttet) > k.foerste_aar and not exists (from soeknad s where "
        "s.husstand_id = l.husstand_id and "
        "abs(s.innflyttet - l.innflyttet) <= 31)",
    }
    ut = []
    for kode, sql in spoerringer.items():
        antall = dict.fromkeys(pooler, 0)
        for boligtype, n in con.execute(
            f"select boligtype, count(*) from ({sql}) group by 1 order by 1", [i_dag]
        ).fetchall():
            antall[navn.get(boligtype, boligtype)] = (
                antall.get(navn.get(boligtype, boligtype), 0) + n
            )
        # Noen få er vanlig etterslep mellom to registre.
        ut += [Registeravvik(kode, p, n) for p, n in antall.items() if n >= 2 * BASIS]
    return ut


def _med(maalgruppe: str, s: Stroem, p: Pool) -> bool:
    """Er målgruppen i strømmen?"""
    navngitte = {annen.gruppe for annen in p.stroemmer}
    return (
        s.gruppe == estimat.ALLE
        or maalgruppe == s.gruppe
        or (s.gruppe == estimat.ANDRE and maalgruppe not in navngitte)
    )


class _Publisert:
    """De publiserte tallene for én periode: hvor mange som bor og venter, etter boligtype og
    målgruppe, og hvor mye de kan avvike."""

    def __init__(self, con, periode: str):
        self.maalgrupper = tuple(_koder("maalgruppe"))
        self.tall = {
            (kube, t, m): n
            for kube in ("leieforhold", "venteliste")
            for t, m, n in con.execute(
                f"select boligtype, maalgruppe, antall from ut.kube_{kube} where periode = ? and "
                f"{' and '.join(f'{d} = ?' for d in katalog.kuber()[kube].dimensjoner if d not in ('boligtype', 'maalgruppe'))}",
                [periode, *["alle"] * (len(katalog.kuber()[kube].dimensjoner) - 2)],
            ).fetchall()
        }
        self.avvik = dict(
            con.execute(
                "select kube, max(avvik) from ut.vern where periode = ? group by kube",
                [periode],
            ).fetchall()
        )

    def antall(
        self, kube: str, boligtyper: tuple[str, ...], maalgrupper: list[str] | None
    ) -> tuple[float, float]:
        """Antallet i boligtypene, i alle målgrupper eller noen, og hvor mye det kan avvike fra det
        virkelige."""
        # Det er færrest tall å legge sammen, og minst avvik, når resten er alle minus dem som er
        # nevnt.
        resten = (
            maalgrupper is not None and len(maalgrupper) > len(self.maalgrupper) / 2
        )
        nevnt = (
            [m for m in self.maalgrupper if m not in maalgrupper]
            if resten
            else maalgrupper or []
        )
        celler = [
            ((kube, t, m), -1 if resten else 1) for t in boligtyper for m in nevnt
        ]
        if resten or maalgrupper is None:
            celler += [((kube, t, "alle"), 1) for t in boligtyper]
        antall = sum(fortegn * self.tall.get(celle, 0) for celle, fortegn in celler)
        return float(max(antall, 0)), self.avvik.get(kube, 4) * math.sqrt(len(celler))


def _vernet_klargjoering(p: Pool, pooler: tuple[Pool, ...]) -> tuple[float, float]:
    """Tiden mellom leietakere (år) i hele halve måneder, og den relative usikkerheten. Har poolen
    hatt færre enn ti skifter, er det snittet i dem som har hatt nok: ellers kunne den som kjenner
    de andre, regne ut datoen til den siste."""
    nok = [q for q in pooler if q.klargjoeringer >= MINSTE_GRUPPE]
    brukt = [p] if p.klargjoeringer >= MINSTE_GRUPPE else nok
    skifter = sum(q.klargjoeringer for q in brukt)
    tid = (
        sum(q.klargjoering * q.klargjoeringer for q in brukt) / skifter
        if skifter
        else estimat.KLARGJOERING_UKJENT
    )
    return max(round(tid * 24), 1) / 24, round(
        p.klargjoering_usikkerhet, 2
    ) if brukt == [p] else 0.5


def _vernet_stroem(
    s: Stroem,
    p: Pool,
    grupper: list[str],
    tall: _Publisert,
    steg: float,
    noekkel: bytes,
) -> list:
    """Strømmen slik den kan publiseres. Usikkerheten i avrundingen er lagt til."""
    utvalg = None if s.gruppe == estimat.ALLE else grupper
    (bor, avvik_bor), (venter, avvik_venter) = (
        tall.antall(k, p.boligtyper, utvalg) for k in ("leieforhold", "venteliste")
    )
    soekere, usikkerhet, drift = _vernet_tilgang(
        s, steg, noekkel, f"{p.pool} {s.gruppe} inn"
    )
    form, skala = (
        round(_i_steg(x, STEG_BOTID), 2) for x in (s.botid.log_form, s.botid.log_skala)
    )
    if bor + venter <= max(avvik_bor, avvik_venter):
        # Avrundingen kan være hele tallet. Da er det bedre å regne ut hvor mange som bor der, av
        # dem som kommer og blir, og av de avrundede tallene: ellers kunne det vært regnet tilbake
        # til de eksakte.
        bor = round(
            min(
                soekere * replace(s.botid, log_form=form, log_skala=skala).gjennomsnitt,
                p.boliger,
            )
        )
        avvik_bor = bor + venter
    kov = [
        float(f"{v + STEG_BOTID**2 / 12:.0e}") if nr != 1 else float(f"{v:.0e}")
        for nr, v in enumerate(s.botid.kovarians)
    ]
    kov[1] = math.copysign(min(abs(kov[1]), 0.9 * math.sqrt(kov[0] * kov[2])), kov[1])
    return [
        soekere,
        usikkerhet,
        drift,
        form,
        skala,
        *kov,
        bor,
        venter,
        max(avvik_bor, avvik_venter),
        _mikroaggregert(np.array(s.bodd), bor - avvik_bor),
    ]


def _vernet_tilgang(
    s: Stroem, steg: float, noekkel: bytes, hva: str
) -> tuple[float, float, float]:
    """Søkere per år, og usikkerheten og driften i det, slik de kan publiseres.

    Begge er om lag k/√søkere, der k er nesten lik i alle strømmene. Ganget ut med det eksakte
    tallet ville de sagt hva det er, så k rundes grovt og ganges ut med det avrundede. Steget er
    større når det siste året teller mest, så det alltid skjuler like mange. Det øker i hele halve,
    for et steg som fulgte tallene, ville sagt noe om dem selv."""
    steg *= max(math.ceil(2 * BASIS * s.per_husstand / steg - 1e-9), 2) / 2
    soekere = max(_rundet(s.soekere, steg, noekkel, hva), steg / 4)

    def skalert(relativ: float, trinn: float) -> float:
        return (
            round(relativ * math.sqrt(s.soekere) / trinn) * trinn / math.sqrt(soekere)
        )

    usikkerhet = math.hypot(
        skalert(s.usikkerhet, TRINN_USIKKERHET), steg / math.sqrt(12) / soekere
    )
    return (
        soekere,
        round(usikkerhet, 2),
        round(min(skalert(s.drift, TRINN_DRIFT), estimat.DRIFT_HOEYST), 2),
    )


def _i_steg(verdi: float, steg: float) -> float:
    return round(verdi / steg) * steg


def _mikroaggregert(bodd: np.ndarray, minst: float) -> list[float]:
    """Snittet i like store grupper, i hele måneder. Antallet grupper følger det publiserte tallet,
    så det sier ikke mer enn det."""
    grupper = min(
        int(max(minst, 0) // MINSTE_GRUPPE), FLESTE_GRUPPER, len(bodd) // MINSTE_GRUPPE
    )
    return (
        [
            round(float(del_.mean()) * 12) / 12
            for del_ in np.array_split(np.sort(bodd), grupper)
        ]
        if grupper
        else []
    )


def _rundet(verdi: float, steg: float, noekkel: bytes, hva: str) -> float:
    """Verdien på et rutenett med et hemmelig startpunkt. Ingen vet hvor grensen går, så et lite
    hopp sier ikke hvem som kom."""
    start = (
        int.from_bytes(
            hashlib.blake2b(hva.encode(), key=noekkel[:64], digest_size=8).digest()
        )
        / 2**64
    )
    return max(round((math.floor(verdi / steg + start) + 0.5 - start) * steg, 2), 0.0)


def _skriv_kurver(con, h: Historikk) -> None:
    """Andelen som fortsatt bor der etter hvert år, slik den er sett (Kaplan–Meier), i steg på fem
    prosentpoeng."""
    for p in sorted(set(h.pool.tolist())):
        inn, ut, flyttet = estimat.opphold(h.velg(h.pool == p))
        inn_, ut_ = (np.round(x * 365.25).astype(int) for x in (inn, ut))
        kurve = levetid.kurve(inn_, ut_, flyttet)
        for aar in range(1, KURVE_TIL + 1):
            dag = round(aar * 365.25)
            fulgt = ((inn_ <= dag) & (ut_ >= dag)).sum()
            if (
                len(inn) < MINSTE_ANDEL
                or fulgt < MINSTE_GRUPPE
                or levetid.stoerste_vekt(kurve, inn_, ut_, dag) > 0.10
            ):
                break
            con.execute(
                "insert into ut.behov_kurve values (?, ?, ?)",
                [
                    p,
                    aar,
                    _hel_prosent(_i_steg(levetid.andel_over(kurve, dag), STEG_KURVE)),
                ],
            )


def _skriv_aldre(
    con, h: Historikk, alder: np.ndarray, pooler: dict, noekkel: bytes
) -> None:
    """Hvor gamle søkerne er i poolene med omsorgsboliger, i hele prosent, der alderen er kjent for
    nok av dem.

    Prosentene er av antall som er rundet av. Av de eksakte ville noen få i en aldersgruppe vært
    lette å regne tilbake til."""
    grense = np.array([0, 67, 80])
    omsorg = set(kilder.boligslekter()["omsorg"])
    for p in (navn for navn, typer in pooler.items() if omsorg & set(typer)):
        kjent = alder[(h.pool == p) & (alder >= 0) & (h.kom > h.fra)]
        if len(kjent) >= MINSTE_ANDEL:
            antall = np.bincount(
                np.searchsorted(grense, kjent, side="right") - 1, minlength=3
            )
            rundet = [
                _rundet(n, BASIS, noekkel, f"{p} {navn}")
                for navn, n in zip(ALDER, antall.tolist())
            ]
            for navn, n in zip(ALDER, rundet):
                con.execute(
                    "insert into ut.behov_alder values (?, ?, ?)",
                    [p, navn, _hel_prosent(n / sum(rundet))],
                )


def _hel_prosent(andel: float) -> float:
    lavest, hoeyest = (prosent / 100 for prosent in VIST_PROSENT)
    return float(np.clip(round(float(andel), 2), lavest, hoeyest))


def _folketall_foer(con, dato: dt.date, h: Historikk) -> dict[str, np.ndarray]:
    """Folketallet midt i hvert av årene historikken har, mot folketallet ved `dato`, etter
    målgruppe."""
    rader = con.sql(
        "from folketall_alder where alternativ = 'faktisk' order by aar"
    ).fetchnumpy()
    faktisk = Folketall(
        rader["aar"],
        {
            a: np.ma.filled(np.ma.asarray(rader[f"alder_{a}"], float), np.nan)
            for a in ALDRE
        },
    )
    naa = tidspunkt(dato)
    tider = naa - np.arange(h.hele_aar, 0, -1) + 0.5
    return {
        maalgruppe: vekst(faktisk, alder, naa, tider)
        for maalgruppe, alder in kilder.folketallet_de_foelger().items()
    }


def _koder(kodeliste: str) -> tuple[str, ...]:
    return tuple(k.kode for k in kilder.kodelister()[kodeliste].koder)
