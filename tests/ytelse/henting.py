"""Hele hentingen fra statistikkbanken mot den tillatte takten, og minnet til den, inntaket og bygget.

Tjeneren er den testene bruker, med alle tabellene som er erklært, for alle kommunene. Ventetiden går på en
klokke som hopper fram når noen venter; alt annet tar den tiden det tar. Hver måling av minnet er en egen
prosess, som sier hvor mye den selv har hatt på det meste. Prosessen som åpner regneark, er ikke med.
"""

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

from tests.ytelse import statistikk as tabellene
from tests.ytelse.grunnlag import FRIST_SEKUNDER, ROT, Grunnlag
from tests.ytelse.tabell import Maaling, spenn

GRENSE_MOT_TAKTEN, GRENSE_MB = 1.05, 500


def maal(grunnlag: Grunnlag, kort: bool) -> list[Maaling]:
    """Tiden mot den det tar å stille så mange spørsmål i den tillatte takten, og minnetoppene."""
    inn = grunnlag.mappe / "alle_kommunene"
    shutil.copytree(ROT / "data" / "eksempel", inn)
    tabellene.skriv_tabellene(inn / "offentlig")
    ut = grunnlag.mappe / "alle_kommunene_ut"
    runder = range(1 if kort else 3)
    hentinger = [_prosess("hent", grunnlag.mappe / f"hentet_{nr}") for nr in runder]
    inntak = [_prosess("inntak", inn) for _ in runder]
    # Det første bygget runder av alt, og de neste leser også det som er publisert før.
    bygg = [_prosess("bygg", inn, ut) for _ in range(2 if kort else 3)]
    antall = hentinger[0]["kall"]
    return [
        Maaling(
            f"Hele hentingen, {antall} spørsmål, mot den tillatte takten",
            max(svar["tid"] / svar["takten"] for svar in hentinger),
            "×",
            GRENSE_MOT_TAKTEN,
            spenn([svar["tid"] for svar in hentinger], "s"),
        ),
        *(
            Maaling(
                f"Minnetopp i {hva} med alle kommunene",
                max(svar["mb"] for svar in svarene),
                "MB",
                GRENSE_MB,
                spenn([svar["mb"] for svar in svarene], "MB"),
            )
            for hva, svarene in (
                ("hentingen", hentinger),
                ("inntaket og modellen", inntak),
                ("hele bygget", bygg),
            )
        ),
    ]


def _prosess(hva: str, *mapper: Path) -> dict:
    svar = subprocess.run(
        [sys.executable, "-m", "tests.ytelse.henting", hva, *map(str, mapper)],
        cwd=ROT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        timeout=FRIST_SEKUNDER,
    )
    return json.loads(svar.stdout.splitlines()[-1])


def _hent(mappe: Path) -> dict:
    """Tjeneren er i en egen prosess, så minnet er bare det hentingen bruker."""
    kommando = [sys.executable, "-m", "tests.ytelse.henting", "tjener"]
    with subprocess.Popen(
        kommando, cwd=ROT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as tjener:
        try:
            return _hent_fra(tjener.stdout.readline().strip(), mappe)
        finally:
            tjener.stdin.close()


def _hent_fra(adresse: str, mappe: Path) -> dict:
    import datetime as dt

    from boligdata.bygg import henting
    from boligdata.bygg.henting import nett
    from boligdata.felles import statistikk
    from boligdata.felles.config import Kommune

    mappe.mkdir()
    hoppet = 0.0

    def vent(sekunder: float) -> None:
        nonlocal hoppet
        hoppet += sekunder

    klokke = nett.Klokke(lambda: time.monotonic() + hoppet, vent)
    i_minuttet = statistikk.bank().kall_i_minuttet
    kommune = Kommune("Bærum", "3201", (), 2022, 2032, 2015, dt.date(2025, 12, 31))
    start = klokke.naa()
    with henting.Statistikkbank(adresse, i_minuttet, klokke) as bank:
        utfall = henting.hent(
            bank,
            henting.Svarmappe(mappe),
            statistikk.tabeller(),
            kommune,
            dt.datetime.now(dt.UTC),
        )
        kall = bank.antall_kall
    feil = [ett for ett in utfall if ett.hva == henting.FEIL]
    assert not feil, feil
    # Det første spørsmålet venter ikke på noe.
    takten = (kall - 1) * 60 / i_minuttet
    return {"kall": kall, "tid": klokke.naa() - start, "takten": takten}


def _tjener() -> None:
    from boligdata.felles import statistikk
    from tests import statistikkbanken

    with statistikkbanken.start() as bank:
        bank.tabeller = {}
        for erklaert in statistikk.tabeller():
            _legg_til(bank.tabeller, erklaert)
        print(bank.adresse, flush=True)
        sys.stdin.read()


def _legg_til(tabeller: dict[str, dict], erklaert) -> None:
    """Metadata med det som er erklært. To erklæringer kan være om den samme tabellen."""
    from tests import statistikkbanken

    koder = {
        variabel: tabellene.kodene(erklaert, variabel, valgt)
        for variabel, valgt in erklaert.velg.items()
    }
    foer = tabeller.get(erklaert.tabell, {"dimension": {}})["dimension"]
    for variabel, om in foer.items():
        kjente = om["category"]["index"]
        koder[variabel] = [*dict.fromkeys([*kjente, *koder.get(variabel, ())])]
    variabler = {
        navn: statistikkbanken.variabel(*alle, sum=True) for navn, alle in koder.items()
    }
    tabeller[erklaert.tabell] = statistikkbanken.tabellen(erklaert.tabell, **variabler)


def _inntak(mappe: Path) -> dict:
    tabellene.les(mappe)
    return {}


def _bygg(inn: Path, ut: Path) -> dict:
    from boligdata.bygg import gangen

    gangen.bygg(inn, ut / "publisert")
    return {}


def _minnetopp() -> float:
    """Det meste denne prosessen har hatt i minnet (MB). Det den som startet den hadde, er ikke med."""
    for linje in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if linje.startswith("VmHWM"):
            return int(linje.split()[1]) / 1000
    raise RuntimeError("Minnet kan bare måles på Linux.")


if __name__ == "__main__":
    hva, *mapper = sys.argv[1:]
    if hva == "tjener":
        _tjener()
    else:
        svar = {"hent": _hent, "inntak": _inntak, "bygg": _bygg}[hva](
            *map(Path, mapper)
        )
        print(json.dumps(svar | {"mb": _minnetopp()}))
