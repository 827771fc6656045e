"""Lesing av vernede tall mot lesing av de eksakte: de samme spørringene mot begge filene, annenhver
gang.
"""

import os
import time
from pathlib import Path

from tests.ytelse.grunnlag import Grunnlag, boligdata
from tests.ytelse.tabell import Maaling, forhold

GRENSE = 1.10


def maal(grunnlag: Grunnlag, kort: bool) -> list[Maaling]:
    """Alle indikatorer, i alt og etter hver egenskap, uten noe som huskes fra gangen før."""
    mappe = grunnlag.mappe / "lesing"
    boligdata(
        "bygg", "--uttrekk", str(grunnlag.uttrekk(1)), "--ut", str(mappe / "publisert")
    )
    tider: dict[str, list[float]] = {"publisert": [], "internt": []}
    for runde in range(5 if kort else 21):
        for navn in sorted(tider, reverse=runde % 2 == 1):
            ms = _les(mappe / navn)
            if runde:  # Den første varmer opp.
                tider[navn].append(ms)
    return [
        forhold(
            "Lesing av vernede tall mot eksakte",
            tider["publisert"],
            tider["internt"],
            GRENSE,
            "ms",
        )
    ]


def _les(mappe: Path) -> float:
    """Millisekunder for én lesing av alt."""
    from boligdata import lesing
    from boligdata.felles import katalog

    os.environ["BOLIGDATA_PUBLISERT"] = str(mappe)
    os.utime(mappe / "gjeldende.json")  # En ny utgave, så ingenting er husket.
    lesing.versjon()
    start = time.perf_counter()
    for indikator in katalog.indikatorer().values():
        egenskaper = katalog.kuber()[indikator.kube].dimensjoner
        for fordeling in [(), *((e,) for e in egenskaper)]:
            try:
                lesing.tall(indikator, "aar", fordeling)
            except lesing.IkkePublisert:
                continue
    return (time.perf_counter() - start) * 1000
