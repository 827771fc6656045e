"""Mange brukere på én tjener: hvor lenge den tregeste av tjue visninger tar, mot én bruker alene."""

import asyncio
import random
from statistics import median, quantiles

from tests.ytelse.grunnlag import ROT, Grunnlag, tjener
from tests.ytelse.klient import Bruker, tilkobling
from tests.ytelse.tabell import Maaling, spenn

BRUKERE, GRENSE = 30, 3
TENKETID_S = (1, 5)


def maal(grunnlag: Grunnlag, kort: bool) -> list[Maaling]:
    """Først én bruker alene, så tretti samtidig, mot den samme tjeneren."""
    sekunder = 15 if kort else 40
    with tjener(ROT / "dashboard.py", grunnlag.publisert(1), grunnlag.mappe / "samtidig.txt") as adresse:
        alene = asyncio.run(_alene(adresse, 30 if kort else 100))
        mange = asyncio.run(_mange(adresse, sekunder))
    p95 = quantiles(mange, n=20)[-1]
    raa = f"p95 {p95:.0f} ms av {len(mange)} visninger, {spenn(mange, 'ms')}, mot én alene {spenn(alene, 'ms')}"
    return [Maaling(f"{BRUKERE} brukere samtidig: p95 mot p50 for én alene", p95 / median(alene), "×", GRENSE, raa)]


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
