"""Klienter som aldri blir ferdige, mot den ekte tjeneren: de andre merker dem ikke."""

import asyncio
import contextlib
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from test_doeren_i_drift import WEBSOCKET

from tests.ytelse.klient import tilkobling

ANTALL = 20
# Så mye lenger kan en visning ta, med alle de trege der.
HOEYST = 2
# To sider uten figurer: det er forbindelsene det gjelder, og ikke det som tegnes.
SIDENE = ("finnfram", "tilgjengelighet")


@contextlib.asynccontextmanager
async def forbindelser(adresse, foresporsel):
    """Forbindelser der alle har sendt den samme begynnelsen på en forespørsel."""
    deler, alle = urlsplit(adresse), []
    async with contextlib.AsyncExitStack() as aapne:
        for _ in range(ANTALL):
            inn, ut = await asyncio.open_connection(deler.hostname, deler.port)
            aapne.callback(ut.close)
            ut.write(f"GET {foresporsel.format(vert=deler.netloc)}".encode())
            alle.append((inn, ut))
        yield alle


@contextlib.asynccontextmanager
async def uferdige_hoder(adresse):
    """Forespørsler som kommer én bokstav om gangen, uten slutt."""
    hode = "/ HTTP/1.1\r\nHost: {vert}\r\nX-Treg: "
    async with contextlib.AsyncExitStack() as aapne:
        alle = await aapne.enter_async_context(forbindelser(adresse, hode))
        for _, ut in alle:
            drypper = asyncio.create_task(_drypp(ut))
            aapne.callback(drypper.cancel)
        yield


async def _drypp(ut):
    while True:
        ut.write(b"a")
        await asyncio.sleep(0.1)


@contextlib.asynccontextmanager
async def halvaapne_websocketer(adresse):
    """Websocketer som er åpnet, der den andre enden er borte uten å ha sagt fra."""
    hode = f"/_stcore/stream HTTP/1.1\r\nHost: {{vert}}\r\n{WEBSOCKET}\r\n"
    async with forbindelser(adresse, hode) as alle:
        for inn, _ in alle:
            assert b" 101 " in await inn.readuntil(b"\r\n\r\n")
        yield


@contextlib.asynccontextmanager
async def ventende(adresse):
    """Brukere som ber om en side, og aldri tar imot den."""
    url = adresse.replace("http", "ws", 1) + "/_stcore/stream"
    spoersmaal = BackMsg()
    spoersmaal.rerun_script.page_script_hash = ""
    async with contextlib.AsyncExitStack() as aapne:
        for _ in range(ANTALL // 4):
            forbindelse = await aapne.enter_async_context(
                websockets.connect(
                    url, subprotocols=["streamlit"], max_queue=1, close_timeout=0
                )
            )
            await forbindelse.send(spoersmaal.SerializeToString())
        yield


def test_trege_klienter_og_halvaapne_forbindelser_gjoer_det_ikke_tregt_for_andre(
    tjener,
):
    async def visninger(bruker) -> float:
        """Den raskeste av noen visninger: det andre på maskinen gjør dem bare tregere."""
        return min([await bruker.gaa_til(side) for side in SIDENE * 2])

    async def maal() -> tuple[float, dict[str, float]]:
        async with tilkobling(tjener) as bruker:
            await visninger(bruker)
            alene, sammen = await visninger(bruker), {}
            for trege in (uferdige_hoder, halvaapne_websocketer, ventende):
                async with trege(tjener):
                    # Sidene de ventende har bedt om, lages først.
                    await visninger(bruker)
                    sammen[trege.__name__] = await visninger(bruker)
            return min(alene, await visninger(bruker)), sammen

    # Nettleseren til testene før har en hendelsesløkke i denne tråden.
    with ThreadPoolExecutor() as traad:
        alene, sammen = traad.submit(asyncio.run, maal()).result()
    for hvem, sekunder in sammen.items():
        assert sekunder <= HOEYST * alene, f"{hvem}: {sekunder:.3f} mot {alene:.3f}"
