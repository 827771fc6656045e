"""Timer med bruk av den samme prosessen: vokser minnet når alt som huskes, er husket?

Tretti brukere velger fritt, så stadig nye visninger huskes. Minnet skal stige til det er fullt, og så stå.
De tenker seg om en tredel så lenge som ellers, så de velger like mye på førti minutter som på to timer.
"""

import asyncio
import time
from collections.abc import Iterator

from boligdata.doer import maalinger
from tests.ytelse import samtidig
from tests.ytelse.grunnlag import Grunnlag
from tests.ytelse.tabell import Maaling, spenn

MINUTTER, MINUTTER_KORT = 120, 12
RASKERE = 3
TENKETID_S = tuple(en / RASKERE for en in samtidig.TENKETID_S)
DELER = 8
# Så mye mer minne prosessen kan ha til slutt enn halvveis.
GRENSE = 1.1


def maal(grunnlag: Grunnlag, kort: bool) -> list[Maaling]:
    """Minnet halvveis og til slutt, og svartiden i den første og den siste delen."""
    return under_bruk(grunnlag, MINUTTER_KORT if kort else MINUTTER)


def under_bruk(grunnlag: Grunnlag, minutter: float) -> list[Maaling]:
    """Som `maal`, så mange minutter med vanlig bruk."""
    with samtidig.varm_tjener(grunnlag, "varig.txt") as (adresse, port):
        start = _minne(port)
        deler = list(_deler(adresse, port, minutter * 60 / RASKERE / DELER))
    minnet = [minne for minne, _ in deler]
    tidene = [tider for _, tider in deler]
    hva = f"Det {samtidig.BRUKERE} brukere velger på {minutter:g} minutter"
    return [
        Maaling(
            f"{hva}: minnet til slutt mot halvveis",
            minnet[-1] / minnet[DELER // 2 - 1],
            "×",
            GRENSE,
            raa=f"{start:.0f} MB oppvarmet, så {spenn(minnet, 'MB')}",
        ),
        Maaling(f"{hva}: minnet til slutt", minnet[-1], "MB"),
        Maaling(
            f"{hva}: p95 i den siste delen mot den første",
            samtidig.p95(tidene[-1]) / samtidig.p95(tidene[0]),
            "×",
            raa=f"{samtidig.beskriv(tidene[-1])} mot {samtidig.beskriv(tidene[0])}",
        ),
    ]


def _deler(
    adresse: str, port: int, sekunder: float
) -> Iterator[tuple[float, list[float]]]:
    """Minnet (MB) etter hver del av tiden, og tiden hver visning tok i den. Brukerne er nye i hver."""
    for del_ in range(DELER):
        slutt = time.monotonic() + sekunder
        tider = asyncio.run(
            samtidig.brukerne(
                [adresse],
                samtidig.BRUKERE,
                int(sekunder),
                1 + del_ * samtidig.BRUKERE,
                TENKETID_S,
            )
        )
        time.sleep(max(0, slutt - time.monotonic()))
        yield _minne(port), tider


def _minne(port: int) -> float:
    return samtidig.maalt(port, maalinger.MINNE) / 1e6
