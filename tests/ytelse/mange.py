"""Mange kommuner på én maskin: det ett bygg og én prosess bruker, målt for noen størrelser, og regnet ut for
alle kommunene i landet etter folketallet.

Kommuner som er mindre enn eksempelet, regnes som like store: bygget tar nesten like lang tid, for det følger
av hvor mange tall som vernes. Prosessene deler biblioteker, så minnet er den delen hver av dem selv står for.
"""

import asyncio
import contextlib
import math
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from boligdata.bygg.utgiver import BEHOLD
from boligdata.doer import oppvarming
from boligdata.doer.vertskap import koe
from boligdata.doer.vertskap.kommunene import Kommuneplass
from boligdata.felles import regioner
from tests.nettleser.oppsett import kjoer_tjener, ledig_port
from tests.ytelse import samtidig
from tests.ytelse.grunnlag import FRIST_SEKUNDER, ROT, Grunnlag
from tests.ytelse.tabell import Maaling, spenn

# Fjordvik, og kommuner som er så mange ganger så store. Oslo er seksti.
SKALAER = (1, 10, 60)
INNBYGGERE = 12_000
OPPDIKTET = "99"
KJERNER = (2, 4, 8)
# Så stor del av prosessene er i bruk på samme tid, og så mange kommuner har en prosess for ansatte.
I_BRUK, MED_ANSATTE = 0.1, 0.5
# Bruker en prosess mindre enn dette på fem sekunder (sekunder prosessortid), er den ferdig med oppstarten.
ROLIG = 0.1
# Antatte priser hos en leverandør av virtuelle maskiner, i kroner for en måned.
KRONER_KJERNE, KRONER_GB_MINNE, KRONER_GB_DISK = 150, 40, 1


@dataclass(frozen=True)
class Bygg:
    """Det ett bygg brukte: sekunder prosessortid, toppen av minnet i GB, og det som ligger igjen, i MB."""

    skala: int
    sekunder: float
    minne: float
    disk: float


def maal(grunnlag: Grunnlag, kort: bool) -> list[Maaling]:
    """Byggene og prosessene, og det de blir for alle kommunene."""
    byggene = [
        _bygg(grunnlag, skala)
        for skala in SKALAER[: len(SKALAER) - 1 if kort else None]
    ]
    staar, i_bruk, sekunder = _prosessene(grunnlag, kort)
    rader = []
    for bygg in byggene:
        hva = f"Bygg av en kommune med {bygg.skala * INNBYGGERE:,} innbyggere".replace(
            ",", "\u00a0"
        )
        rader += [
            Maaling(f"{hva}: prosessortid", bygg.sekunder, "s"),
            Maaling(f"{hva}: minnetopp", bygg.minne, "GB"),
            Maaling(f"{hva}: på disken etterpå", bygg.disk, "MB"),
        ]
    return [
        *rader,
        Maaling(
            "Minne i en prosess ingen bruker", mean(staar), "MB", raa=spenn(staar, "MB")
        ),
        Maaling("Minne i en prosess med én bruker", i_bruk, "MB"),
        Maaling(
            "Prosessortid i timen for en prosess ingen bruker",
            mean(sekunder),
            "s",
            raa=spenn(sekunder, "s"),
        ),
        *_alle(byggene, mean(staar), i_bruk),
    ]


def _alle(byggene: list[Bygg], staar: float, i_bruk: float) -> list[Maaling]:
    """Det samme for alle kommunene i landet."""
    folketall = [
        kommunen.folketall
        for nummer, kommunen in regioner.kommuner().items()
        if not nummer.startswith(OPPDIKTET)
    ]
    antall = len(folketall)
    timer = sum(map(_etter_folketall(byggene, "sekunder"), folketall)) / 3600
    disk = BEHOLD * sum(map(_etter_folketall(byggene, "disk"), folketall)) / 1000
    prosesser = antall * (1 + MED_ANSATTE)
    minne = prosesser * (staar + I_BRUK * (i_bruk - staar)) / 1000
    minne_bygg = max(map(_etter_folketall(byggene, "minne"), folketall))
    kjerner = KJERNER[-1]
    kroner = (
        kjerner * KRONER_KJERNE
        + (minne + kjerner * minne_bygg) * KRONER_GB_MINNE
        + disk * KRONER_GB_DISK
    )
    hva = f"{antall} kommuner (regnet ut)"
    return [
        Maaling(f"{hva}: prosessortid til bygg hver natt", timer, "timer"),
        *(
            Maaling(
                f"{hva}: bygg hver natt, {n} kjerner og bygg om gangen",
                timer / n,
                "timer",
            )
            for n in KJERNER
        ),
        Maaling(f"{hva}: minne, {prosesser:.0f} prosesser", minne, "GB"),
        Maaling(f"{hva}: disk, {BEHOLD} utgaver av hver", disk, "GB"),
        Maaling(f"{hva}: antatt pris i måneden for hver", kroner / antall, "kr"),
    ]


def _etter_folketall(byggene: list[Bygg], felt: str) -> Callable[[float], float]:
    """Feltet for en kommune med et folketall: en rett linje mellom logaritmene til det som er målt, og videre
    som mellom de to største.
    """
    stoerrelser = [math.log(bygg.skala * INNBYGGERE) for bygg in byggene]
    verdier = [math.log(getattr(bygg, felt)) for bygg in byggene]

    def regnet(folketall: float) -> float:
        stor = max(math.log(folketall), stoerrelser[0])
        nr = next(
            (nr for nr, grense in enumerate(stoerrelser[1:-1]) if stor < grense),
            len(stoerrelser) - 2,
        )
        stigning = (verdier[nr + 1] - verdier[nr]) / (
            stoerrelser[nr + 1] - stoerrelser[nr]
        )
        return math.exp(verdier[nr] + stigning * (stor - stoerrelser[nr]))

    return regnet


def _bygg(grunnlag: Grunnlag, skala: int) -> Bygg:
    """Ett bygg med bare miljøet køen ville gitt det."""
    plass = Kommuneplass("9901", grunnlag.mappe / f"mange_{skala}" / "9901")
    shutil.copytree(grunnlag.uttrekk(skala), plass.data / "inn")
    with (plass.mappe / "logg.txt").open("wb") as logg:
        prosess = subprocess.Popen(
            [sys.executable, "-m", "boligdata", "bygg"],
            cwd=ROT,
            env=koe.miljoe(plass),
            stdout=logg,
            stderr=logg,
        )
        _, status, bruk = os.wait4(prosess.pid, 0)
    prosess.returncode = os.waitstatus_to_exitcode(status)
    if prosess.returncode:
        raise RuntimeError(
            (plass.mappe / "logg.txt").read_text(errors="replace")[-3000:]
        )
    disk = sum(
        fil.stat().st_size
        for mappe in ("publisert", "internt")
        for fil in (plass.data / mappe).iterdir()
    )
    # Linux teller minnet i kB.
    return Bygg(
        skala, bruk.ru_utime + bruk.ru_stime, bruk.ru_maxrss * 1024 / 1e9, disk / 1e6
    )


def _prosessene(
    grunnlag: Grunnlag, kort: bool
) -> tuple[list[float], float, list[float]]:
    """Minnet (MB) i hver av prosessene ingen bruker, og i en med én bruker, og sekundene prosessortid i timen
    hver av dem bruker på ingenting. De går samtidig, som på maskinen.
    """
    antall, hvile, bruk = (3, 30, 20) if kort else (10, 120, 60)
    data = grunnlag.mappe / f"mange_{SKALAER[0]}" / "9901" / "data"
    porter = [ledig_port() for _ in range(antall)]
    with contextlib.ExitStack() as aapne:
        adresser = [
            aapne.enter_context(
                kjoer_tjener(
                    ROT / "dashboard.py",
                    grunnlag.mappe / f"mange_{port}.txt",
                    {
                        "BOLIGDATA_DATA": str(data),
                        "BOLIGDATA_KOMMUNE": "9901",
                        oppvarming.VARIABEL: oppvarming.TALLENE,
                    },
                    port=port,
                )
            )
            for port in porter
        ]
        prosesser = [_prosessen(port) for port in porter]
        for prosess in prosesser:
            _vent_til_rolig(prosess)
        foer = [_prosessortid(prosess) for prosess in prosesser]
        time.sleep(hvile)
        etter = [_prosessortid(prosess) for prosess in prosesser]
        staar = [_minne(prosess) for prosess in prosesser]
        asyncio.run(samtidig.brukerne(adresser[:1], 1, bruk))
        i_bruk = _minne(prosesser[0])
    per_time = [(til - fra) * 3600 / hvile for fra, til in zip(foer, etter)]
    return staar, i_bruk, per_time


def _prosessen(port: int) -> Path:
    """Mappen i `/proc` til prosessen på porten."""
    [mappen] = [
        fil.parent
        for fil in Path("/proc").glob("[0-9]*/cmdline")
        if f"--server.port\0{port}\0".encode() in fil.read_bytes()
    ]
    return mappen


def _vent_til_rolig(prosess: Path) -> None:
    """Vent til det som gjøres én gang etter oppstarten, er ferdig."""
    frist = time.monotonic() + FRIST_SEKUNDER
    foer = -math.inf
    while (naa := _prosessortid(prosess)) - foer > ROLIG:
        if time.monotonic() > frist:
            raise RuntimeError("Prosessen ble aldri ferdig med det den gjør først.")
        foer = naa
        time.sleep(5)


def _minne(prosess: Path) -> float:
    """MB prosessen selv står for. Det den deler med andre, er delt på dem."""
    linjer = (prosess / "smaps_rollup").read_text().splitlines()
    [pss] = [linje.split()[1] for linje in linjer if linje.startswith("Pss:")]
    return int(pss) * 1024 / 1e6


def _prosessortid(prosess: Path) -> float:
    felt = (prosess / "stat").read_text().rpartition(")")[2].split()
    return (int(felt[11]) + int(felt[12])) / os.sysconf("SC_CLK_TCK")
