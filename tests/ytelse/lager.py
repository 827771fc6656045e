"""Lageret med det brukerne skriver: fire prosesser som lagrer så fort de kan, et stort lager som leses,
og drap midt i lagringen.

Gulvet for en lagring er den samme raden skrevet rett i SQLite, med de samme løftene om disken og uten
regler. De to måles vekselvis. Gulvet for lesingen er de samme radene i en tabell uten historikk.
"""

import contextlib
import datetime as dt
import json
import sqlite3
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

from boligdata.arbeid import lager as rommet
from boligdata.arbeid.lager.poster import til_tekst
from tests import lagerarbeider, postgrestjener
from tests.lagerarbeider import PROSESSER, ny
from tests.ytelse.grunnlag import Grunnlag
from tests.ytelse.tabell import Maaling, forhold, spenn, tall

SKRIVERE, GRENSE_P95_MS = 4, 50
TILTAK, VERSJONER = 1000, 50
GRENSE_MOT_GULVET, GRENSE_HISTORIKK_MS = 2, 20


def maal(grunnlag: Grunnlag, kort: bool) -> list[Maaling]:
    """Det samme på begge lagrene. Uten PostgreSQL på maskinen bare på SQLite."""
    mappe = grunnlag.mappe / "lager"
    mappe.mkdir()
    maalinger = [
        *_lagring("SQLite", lambda nr: mappe / f"fart{nr}", mappe, kort),
        *_lesing("SQLite", mappe / "stort", mappe),
        _drap("SQLite", mappe / "drap", mappe / "sqlite", kort),
    ]
    with postgrestjener.kjoer() as tjener:
        if tjener is None:
            print(postgrestjener.MANGLER, file=sys.stderr)
            return maalinger
        adresse = tjener.adresse
        return [
            *maalinger,
            *_lagring("PostgreSQL", lambda _: adresse(), mappe, kort),
            *_lesing("PostgreSQL", adresse(), mappe),
            _drap("PostgreSQL", adresse(), mappe / "klienter", kort),
            _tjenerdrap(tjener, adresse(), mappe / "tjener", kort),
        ]


def _lagring(navn: str, nytt_sted, mappe: Path, kort: bool) -> list[Maaling]:
    antall, runder = (50, 2) if kort else (250, 4)
    ekte, gulv = [], []
    er_fil = navn == "SQLite"
    for runde in range(runder):
        sted = nytt_sted(runde)
        rommet.aapne(sted).lukk()
        ekte += _fire(lagre, sted, mappe / f"{navn}{runde}", antall)
        if er_fil:
            gulv += _fire(
                skriv_rett, mappe / "gulv.sqlite", mappe / f"gulv{runde}", antall
            )
    hva = f"Lagring i {navn}, fire prosesser samtidig"
    grense = GRENSE_P95_MS if er_fil else None
    maalinger = [
        Maaling(f"{hva}: p95", _p95(ekte), "ms", grense, spenn(ekte, "ms")),
        Maaling(f"{hva}: p50", median(ekte), "ms"),
    ]
    if er_fil:
        mot, raa = _p95(ekte) / _p95(gulv), f"p95 {tall(_p95(gulv))} ms"
        maalinger.append(Maaling(f"{hva}: p95 mot rett i filen", mot, "×", raa=raa))
    return maalinger


def _fire(maal_, sted, mappe: Path, antall: int) -> list[float]:
    """Millisekundene hver lagring tok, i fire prosesser samtidig."""
    mappe.mkdir()
    filer = [mappe / f"{nr}.txt" for nr in range(SKRIVERE)]
    prosesser = [
        PROSESSER.Process(target=maal_, args=(sted, fil, antall)) for fil in filer
    ]
    for prosess in prosesser:
        prosess.start()
    for prosess in prosesser:
        prosess.join()
        if prosess.exitcode:
            raise RuntimeError("en av prosessene som lagret, stoppet")
    return [float(tid) for fil in filer for tid in fil.read_text().split()]


def lagre(sted, fil: Path, antall: int) -> None:
    """Lagre nye tiltak, og skriv hvor lenge hvert av dem tok."""
    lager, tider = rommet.aapne(sted), []
    for nr in range(antall):
        endring = ny(f"{fil.stem}-{nr}", 0, "Kari")
        start = time.perf_counter()
        lager.lagre(endring)
        tider.append((time.perf_counter() - start) * 1000)
    lager.lukk()
    fil.write_text(" ".join(map(str, tider)))


def skriv_rett(sted: Path, fil: Path, antall: int) -> None:
    """Gulvet: den samme raden i en tabell uten vakter."""
    tider = []
    with contextlib.closing(sqlite3.connect(sted, 60, isolation_level=None)) as gulv:
        for pragma in (
            "busy_timeout = 60000",
            "journal_mode = wal",
            "synchronous = full",
        ):
            gulv.execute(f"pragma {pragma}")
        gulv.execute(
            "create table if not exists rad (id text primary key, innhold text)"
        )
        for nr in range(antall):
            rad = str(uuid.uuid4()), json.dumps(ny(f"{nr}", 0, "Kari").innhold)
            start = time.perf_counter()
            gulv.execute("begin immediate")
            gulv.execute("insert into rad values (?, ?)", rad)
            gulv.execute("commit")
            tider.append((time.perf_counter() - start) * 1000)
    fil.write_text(" ".join(map(str, tider)))


def _lesing(navn: str, sted, mappe: Path) -> list[Maaling]:
    lager = rommet.aapne(sted)
    lager._base.fyll(_rader())
    hva = f"{navn}, {tall(TILTAK)} tiltak med {VERSJONER} versjoner"
    gulv = mappe / "lesegulv.sqlite"
    if not gulv.exists():
        _skriv_gulv(gulv)
    tider: dict[str, list[float]] = {"lager": [], "gulv": []}
    for runde in range(22):
        for slag, les in (
            ("lager", lambda: lager.gjeldende("tiltak")),
            ("gulv", lambda: _les_gulv(gulv)),
        ):
            ms = _tid(les)
            if runde:  # Den første varmer opp.
                tider[slag].append(ms)
    midt = lager.historikk("tiltak", "t0500")
    spoersmaal = {
        "historikken til ett": (
            lambda: lager.historikk("tiltak", "t0500"),
            GRENSE_HISTORIKK_MS,
        ),
        "om noe er endret (merket)": (lager.merke, None),
        "alle slik de var på et tidspunkt": (
            lambda: lager.per_tidspunkt("tiltak", midt[25].tid),
            None,
        ),
    }
    maalinger = [
        forhold(
            f"{hva}: alle gjeldende mot rett fra SQLite",
            tider["lager"],
            tider["gulv"],
            GRENSE_MOT_GULVET if navn == "SQLite" else None,
            "ms",
        )
    ]
    for hvilket, (les, grense) in spoersmaal.items():
        brukt = [_tid(les) for _ in range(11)][1:]
        maalinger.append(
            Maaling(
                f"{hva}: {hvilket}", median(brukt), "ms", grense, spenn(brukt, "ms")
            )
        )
    kopiert = _tid(lambda: lager.sikkerhetskopi(mappe / f"{navn}.sqlite"))
    maalinger.append(Maaling(f"{hva}: sikkerhetskopi", kopiert / 1000, "s"))
    lager.lukk()
    return maalinger


def _rader() -> Iterator[list[tuple]]:
    """Historikken som én runde endringer av alle tiltakene om gangen."""
    for versjon in range(VERSJONER):
        tid = til_tekst(
            dt.datetime(2022, 1, 1 + versjon % 28, versjon // 28, tzinfo=dt.UTC)
        )
        yield [
            (
                versjon * TILTAK + nr + 1,
                str(uuid.UUID(int=versjon * TILTAK + nr)),
                "tiltak",
                f"t{nr:04}",
                versjon + 1,
                json.dumps(ny(f"t{nr:04}", versjon, "Kari").innhold),
                "Kari",
                "",
                tid,
            )
            for nr in range(TILTAK)
        ]


def _skriv_gulv(fil: Path) -> None:
    *_, siste = _rader()
    with contextlib.closing(sqlite3.connect(fil)) as gulv:
        gulv.execute("create table rad (id text primary key, hvem, tid, innhold text)")
        gulv.executemany(
            "insert into rad values (?, ?, ?, ?)",
            [(rad[3], rad[6], rad[8], rad[5]) for rad in siste],
        )
        gulv.commit()


def _les_gulv(fil: Path) -> list[tuple]:
    with contextlib.closing(sqlite3.connect(fil)) as gulv:
        rader = gulv.execute("select id, hvem, tid, innhold from rad order by id")
        return [(*rad[:3], json.loads(rad[3])) for rad in rader]


def _drap(navn: str, sted, mappe: Path, kort: bool) -> Maaling:
    """Prosesser drepes midt i lagringen. Det som er kvittert, skal være der."""
    mappe.mkdir()
    rommet.aapne(sted).lukk()
    lagringer, drap = (200, 20) if kort else (1000, 200)
    drept = lagerarbeider.drep_underveis(sted, mappe, lagringer, drap)
    return _borte(
        f"{navn}: kvitterte lagringer som er borte etter {drept} drap av prosesser",
        sted,
        mappe,
    )


def _tjenerdrap(tjener, sted: str, mappe: Path, kort: bool) -> Maaling:
    mappe.mkdir()
    rommet.aapne(sted).lukk()
    drap = 2 if kort else 15
    lagerarbeider.drep_tjeneren_underveis(tjener, sted, mappe, drap)
    return _borte(
        f"PostgreSQL: kvitterte lagringer som er borte etter {drap} drap av tjeneren",
        sted,
        mappe,
    )


def _borte(navn: str, sted, mappe: Path) -> Maaling:
    kvitterte = lagerarbeider.kvitterte(mappe)
    lager = rommet.aapne(sted)
    alle = lager.endret_siden(0)
    lager.lukk()
    lagret = {(h.endring_id, h.objekt_id, h.versjon) for h in alle}
    raa = f"{len(kvitterte)} kvittert, {len(lagret - kvitterte)} lagret uten kvittering"
    return Maaling(navn, len(kvitterte - lagret), "", 0, raa)


def _tid(gjoer) -> float:
    start = time.perf_counter()
    gjoer()
    return (time.perf_counter() - start) * 1000


def _p95(tider: list[float]) -> float:
    return quantiles(tider, n=20)[-1]
