"""Mange brukere på én tjener: hvor lenge den tregeste av tjue visninger tar, mot én bruker alene."""

import asyncio
import random
from statistics import median, quantiles

from tests.ytelse.grunnlag import ROT, Grunnlag, tjener
from tests.ytelse.klient import Bruker, tilkobling
from tests.ytelse.tabell import Maaling, spenn, tall

BRUKERE, GRENSE = 30, 3
TENKETID_S = (1, 5)


def maal(grunnlag: Grunnlag, kort: bool) -> list[Maaling]:
    """Først én bruker alene, så tretti samtidig, mot den samme tjeneren."""
    sekunder = 15 if kort else 40
    with tjener(ROT / "dashboard.py", grunnlag.publisert(1), grunnlag.mappe / "samtidig.txt") as adresse:
        alene = asyncio.run(_alene(adresse, 30 if kort else 100))
        mange = asyncio.run(_mange(adresse, sekunder))
    raa = f"{_beskriv(mange)} mot {_beskriv(alene)}"
    navn = f"{BRUKERE} brukere samtidig: p95 mot p50 for én alene"
    return [Maaling(navn, _p95(mange) / median(alene), "×", GRENSE, raa)]


def _beskriv(tider: list[float]) -> str:
    return f"{spenn(tider, 'ms')}, p95 {tall(_p95(tider))} ms, {len(tider)} visninger"


def _p95(tider: list[float]) -> float:
    return quantiles(tider, n=20)[-1]


async def _alene(adresse: str, visninger: int) -> list[float]:
    async with tilkobling(adresse) as bruker:
        terning = random.Random(0)
        for _ in range(10):
            await _visning(bruker, terning)
        return [await _visning(bruker, terning) for _ in range(visninger)]


async def _mange(adresse: str, sekunder: float) -> list[float]:
    tider: list[float] = []
    slutt = asyncio.get_running_loop().time() + sekunder
    await asyncio.gather(*(_bruker(adresse, nr, slutt, tider) for nr in range(BRUKERE)))
    return tider


async def _bruker(adresse: str, nr: int, slutt: float, tider: list[float]) -> None:
    terning = random.Random(nr + 1)
    await asyncio.sleep(terning.uniform(0, TENKETID_S[1]))  # Ikke alle kommer i samme øyeblikk.
    async with tilkobling(adresse) as bruker:
        while asyncio.get_running_loop().time() < slutt:
            await asyncio.sleep(terning.uniform(*TENKETID_S))
            tider.append(await _visning(bruker, terning))


async def _visning(bruker: Bruker, terning: random.Random) -> float:
    """Bytt side annenhver gang og velg noe på siden ellers. Gir millisekunder."""
    valg = bruker.valg
    if not valg or terning.random() < 0.5:
        return 1000 * await bruker.gaa_til(terning.choice(bruker.adresser))
    navn = terning.choice(list(valg))
    return 1000 * await bruker.velg(navn, terning.choice(valg[navn]))
