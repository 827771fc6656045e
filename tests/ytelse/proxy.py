"""Det proxyen koster: de samme visningene rett på prosessen, gjennom Caddy og gjennom nginx, etter tur.

Tre brukere gjør akkurat det samme, hver sin vei, mot den samme prosessen. For den som er først, er visningen
ny for tjeneren, så rekkefølgen er en annen hver gang.
"""

import asyncio
import contextlib
import random
import statistics
from urllib.parse import urlsplit

from boligdata.doer.systemd import Prosesser
from tests import nginxproxy, proxyer
from tests.caddyproxy import stoler_paa
from tests.nettleser.oppsett import ledig_port
from tests.ytelse.grunnlag import ROT, Grunnlag, tjener
from tests.ytelse.klient import tilkobling
from tests.ytelse.tabell import Maaling, spenn

GRENSE = 1.1


def maal(grunnlag: Grunnlag, kort: bool) -> list[Maaling]:
    """Uten nginx på maskinen bare Caddy."""
    slagene = ["caddy", *(["nginx"] if nginxproxy.nginx() else [])]
    with contextlib.ExitStack() as aapne:
        adresse = aapne.enter_context(
            tjener(
                ROT / "dashboard.py", grunnlag.publisert(1), grunnlag.mappe / "bak.txt"
            )
        )
        veier = {"rett": (adresse, {})}
        for slag in slagene:
            port, mappe = ledig_port(), grunnlag.mappe / slag
            mappe.mkdir()
            bak = Prosesser((urlsplit(adresse).port,), f"localhost:{port}")
            rot = aapne.enter_context(proxyer.foran(slag, [bak], mappe, port))
            veier[slag] = f"https://localhost:{port}", {"ssl": stoler_paa(rot)}
        tider = asyncio.run(_etter_tur(veier, 20 if kort else 150))
    rett = statistics.median(tider.pop("rett"))
    return [
        Maaling(
            f"En visning gjennom {slag} mot rett på prosessen, p50",
            statistics.median(tidene) / rett,
            "×",
            GRENSE,
            f"{spenn(tidene, 'ms')} mot {rett:.1f} ms",
        )
        for slag, tidene in tider.items()
    ]


async def _etter_tur(veier: dict[str, tuple], antall: int) -> dict[str, list[float]]:
    """Millisekundene hver visning tok, etter veien."""
    tider: dict[str, list[float]] = {navn: [] for navn in veier}
    async with contextlib.AsyncExitStack() as aapne:
        brukere = {
            navn: await aapne.enter_async_context(tilkobling(adresse, **valg))
            for navn, (adresse, valg) in veier.items()
        }
        terningene = {navn: random.Random(0) for navn in veier}
        rekkefoelge = random.Random(1)
        for _ in range(antall):
            for navn in rekkefoelge.sample([*veier], len(veier)):
                sekunder = await brukere[navn].klikk(terningene[navn])
                tider[navn].append(1000 * sekunder)
    return tider
