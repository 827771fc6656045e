"""En omvendt proxy med TLS foran dashbordet, slik doer/README.md ber om."""

import asyncio
import contextlib
import ssl
import threading
from pathlib import Path

import sertifikat
from oppsett import VERT


@contextlib.contextmanager
def tls_proxy(mappe: Path, port: int, tjener: int):
    """Ta imot https på `port`, og send videre til dashbordet på porten `tjener`. Gir adressen."""
    kontekst = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    kontekst.load_cert_chain(sertifikat.skriv(mappe / "proxy.pem"))
    klar, stopp = threading.Event(), threading.Event()

    async def ta_imot(leser, skriver):
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                await _send_videre(leser, skriver, tjener)
        finally:
            skriver.close()

    async def lytt():
        mottak = await asyncio.start_server(ta_imot, VERT, port, ssl=kontekst)
        klar.set()
        await asyncio.to_thread(stopp.wait)
        mottak.close()

    traad = threading.Thread(target=lambda: asyncio.run(lytt()), daemon=True)
    traad.start()
    assert klar.wait(10), "proxyen kom ikke opp"
    try:
        yield f"https://{VERT}:{port}"
    finally:
        stopp.set()
        traad.join(10)


async def _send_videre(leser, skriver, tjener: int) -> None:
    """Send én forespørsel videre med `Host` uendret, og det en proxy legger til. Så går alt rett
    gjennom begge veier, også en websocket.
    """
    linje, *hoder = (await leser.readuntil(b"\r\n\r\n")).rstrip().split(b"\r\n")
    er_websocket = any(h.lower() == b"upgrade: websocket" for h in hoder)
    fjernes = (b"x-forwarded-",) if er_websocket else (b"x-forwarded-", b"connection:")
    hoder = [h for h in hoder if not h.lower().startswith(fjernes)]
    hoder += [b"X-Forwarded-Proto: https", b"X-Forwarded-For: 192.0.2.7"]
    hoder += [] if er_websocket else [b"Connection: close"]
    inn_leser, inn_skriver = await asyncio.open_connection(VERT, tjener)
    inn_skriver.write(b"\r\n".join([linje, *hoder]) + b"\r\n\r\n")
    veiene = _pump(leser, inn_skriver), _pump(inn_leser, skriver)
    # Bryter den ene, skal det som er på vei den andre veien, fram.
    await asyncio.gather(*veiene, return_exceptions=True)


async def _pump(fra, til) -> None:
    try:
        while bit := await fra.read(65_536):
            til.write(bit)
            await til.drain()
    finally:
        til.close()
