"""Mange brukere på én tjener: hvor lenge den tregeste av tjue visninger tar, mot én bruker alene. Det måles
når det tjeneren lager på forhånd, er laget, som på en tjener som har gått en stund.

Brukerne bytter side annenhver gang og velger ellers noe på siden: et filter, et tema, eller graf og
tabell i et kort. De velger fritt blant alle verdiene, så mange av visningene er nye for tjeneren.
"""

import asyncio
import contextlib
import itertools
import math
import random
import time
from collections.abc import Iterator, Sequence
from statistics import median, quantiles

from boligdata.doer import maalinger
from tests.nettleser.oppsett import ledig_port
from tests.ytelse.grunnlag import ROT, Grunnlag, tjener
from tests.ytelse.klient import tilkobling
from tests.ytelse.tabell import Maaling, spenn, tall

BRUKERE, GRENSE = 30, 3
TENKETID_S = (1, 5)
VARMT_INNEN_S = 300


def maal(grunnlag: Grunnlag, kort: bool) -> list[Maaling]:
    """Først én bruker alene, så tretti samtidig, mot den samme tjeneren."""
    alene, mange = (40, 15) if kort else (150, 40)  # Visninger og sekunder.
    with varm_tjener(grunnlag, "samtidig.txt") as (adresse, _):
        en = asyncio.run(_alene(adresse, alene))
        tretti = asyncio.run(brukerne([adresse], BRUKERE, mange))
    raa = f"{beskriv(tretti)} mot {beskriv(en)}"
    return [
        Maaling(
            f"{BRUKERE} brukere samtidig: p95 mot p50 for én alene",
            p95(tretti) / median(en),
            "×",
            GRENSE,
            raa,
        )
    ]


@contextlib.contextmanager
def varm_tjener(grunnlag: Grunnlag, logg: str) -> Iterator[tuple[str, int]]:
    """En tjener som har laget det den lager på forhånd: adressen, og porten målingene er på."""
    port = ledig_port()
    with tjener(
        ROT / "dashboard.py",
        grunnlag.publisert(1),
        grunnlag.mappe / logg,
        {"BOLIGDATA_MAALINGER": str(port)},
    ) as adresse:
        vent_til_varmt(port)
        yield adresse, port


def vent_til_varmt(maaleport: int) -> None:
    """Vent til prosessen har laget det den lager på forhånd. `TimeoutError` når det tar for lang tid."""
    frist = time.monotonic() + VARMT_INNEN_S
    while maalt(maaleport, maalinger.OPPVARMET) != 1:
        if time.monotonic() > frist:
            raise TimeoutError("Tjeneren er ikke varm.")
        time.sleep(1)


def maalt(port: int, navn: str) -> float:
    """Målingen med dette navnet fra prosessen som har dem på porten."""
    [verdi] = [en.value for en in maalinger.hent(port) if en.name == navn]
    return verdi


def beskriv(tider: list[float]) -> str:
    """Medianen, den minste og største, p95, og hvor mange de er."""
    return f"{spenn(tider, 'ms')}, p95 {tall(p95(tider))} ms, {len(tider)} visninger"


def p95(tider: list[float]) -> float:
    """Tiden den tregeste av tjue er over."""
    return quantiles(tider, n=20)[-1]


async def _alene(adresse: str, visninger: int) -> list[float]:
    """Halvparten av visningene går til å varme opp."""
    async with tilkobling(adresse) as bruker:
        terning = random.Random(0)
        tider = [1000 * await bruker.klikk(terning) for _ in range(visninger)]
    return tider[visninger // 2 :]


async def brukerne(
    adresser: Sequence[str],
    antall: int,
    sekunder: int,
    froe: int = 1,
    tenketid: tuple[float, float] = TENKETID_S,
) -> list[float]:
    """Millisekundene hver visning tok, for så mange brukere samtidig. Hver av dem holder seg til én av
    adressene, som bak en proxy. Et annet `froe` gir andre valg.
    """
    tider: list[float] = []
    slutt = asyncio.get_running_loop().time() + sekunder
    fordelt = zip(itertools.cycle(adresser), range(antall))
    await asyncio.gather(
        *(
            _bruker(adresse, froe + nr, slutt, tenketid, tider)
            for adresse, nr in fordelt
        )
    )
    return tider


async def _bruker(
    adresse: str,
    froe: int,
    slutt: float,
    tenketid: tuple[float, float],
    tider: list[float],
) -> None:
    terning = random.Random(froe)
    # Ikke alle kommer i samme øyeblikk.
    await asyncio.sleep(terning.uniform(0, tenketid[1]))
    try:
        async with tilkobling(adresse) as bruker:
            while asyncio.get_running_loop().time() < slutt:
                await asyncio.sleep(terning.uniform(*tenketid))
                tider.append(1000 * await bruker.klikk(terning))
    except TimeoutError:
        # Den som ikke får svar, gir opp. Den siden ble det aldri noe av.
        tider.append(math.inf)
