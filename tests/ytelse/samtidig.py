"""Mange brukere på én tjener: hvor lenge den tregeste av tjue visninger tar, mot én bruker alene.

Brukerne bytter side annenhver gang og velger ellers noe på siden: et filter, et tema, eller graf og tabell i et kort.
Grensen gjelder når de velger mellom få verdier, slik at det meste er vist før, som i grensen for tiden i skriptet.
Velger de fritt blant alle filtre, er nesten hver visning ny for tjeneren. Det vises til opplysning.
"""

import asyncio
import random
from statistics import median, quantiles

from tests.ytelse.grunnlag import ROT, Grunnlag, tjener
from tests.ytelse.klient import Bruker, tilkobling
from tests.ytelse.tabell import Maaling, spenn, tall

BRUKERE, GRENSE = 30, 3
TENKETID_S = (1, 5)
FAA_VERDIER = 2


def maal(grunnlag: Grunnlag, kort: bool) -> list[Maaling]:
    """Først én bruker alene, så tretti samtidig, mot den samme tjeneren."""
    alene, mange = (40, 15) if kort else (150, 40)  # Visninger og sekunder.
    navn = f"{BRUKERE} brukere samtidig"
    with tjener(ROT / "dashboard.py", grunnlag.publisert(1), grunnlag.mappe / "samtidig.txt") as adresse:
        return [
            _sammenlign(f"{navn}: p95 mot p50 for én alene", adresse, alene, mange, FAA_VERDIER, GRENSE),
            _sammenlign(f"{navn}, fritt blant alle filtre", adresse, alene, mange, None, None),
        ]


def _sammenlign(navn: str, adresse: str, visninger: int, sekunder: int, verdier: int | None,
                grense: float | None) -> Maaling:
    alene = asyncio.run(_alene(adresse, visninger, verdier))
    mange = asyncio.run(_mange(adresse, sekunder, verdier))
    return Maaling(navn, _p95(mange) / median(alene), "×", grense, f"{_beskriv(mange)} mot {_beskriv(alene)}")


def _beskriv(tider: list[float]) -> str:
    return f"{spenn(tider, 'ms')}, p95 {tall(_p95(tider))} ms, {len(tider)} visninger"


def _p95(tider: list[float]) -> float:
    return quantiles(tider, n=20)[-1]


async def _alene(adresse: str, visninger: int, verdier: int | None) -> list[float]:
    """Halvparten av visningene går til å varme opp."""
    async with tilkobling(adresse) as bruker:
        terning = random.Random(0)
        tider = [await _visning(bruker, terning, verdier) for _ in range(visninger)]
    return tider[visninger // 2:]


async def _mange(adresse: str, sekunder: int, verdier: int | None) -> list[float]:
    tider: list[float] = []
    slutt = asyncio.get_running_loop().time() + sekunder
    await asyncio.gather(*(_bruker(adresse, nr, slutt, verdier, tider) for nr in range(BRUKERE)))
    return tider


async def _bruker(adresse: str, nr: int, slutt: float, verdier: int | None, tider: list[float]) -> None:
    terning = random.Random(nr + 1)
    await asyncio.sleep(terning.uniform(0, TENKETID_S[1]))  # Ikke alle kommer i samme øyeblikk.
    async with tilkobling(adresse) as bruker:
        while asyncio.get_running_loop().time() < slutt:
            await asyncio.sleep(terning.uniform(*TENKETID_S))
            tider.append(await _visning(bruker, terning, verdier))


async def _visning(bruker: Bruker, terning: random.Random, verdier: int | None) -> float:
    """Bytt side, eller velg blant de første `verdier` i en av widgetene på siden. Gir millisekunder."""
    if not bruker.valg or terning.random() < 0.5:
        return 1000 * await bruker.gaa_til(terning.choice(bruker.adresser))
    navn = terning.choice(list(bruker.valg))
    return 1000 * await bruker.velg(navn, terning.choice(bruker.valg[navn][:verdier]))
