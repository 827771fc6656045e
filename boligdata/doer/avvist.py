"""Det som avvises i døren, i loggen til prosessen: én linje i minuttet med hvor mye og hva slags.

En linje for hver ville latt en fremmed fylle loggen. Ingenting av det som ble spurt om, er med: det kan en
fremmed ha skrevet hva som helst i.
"""

import asyncio
import logging
from collections import Counter
from http import HTTPStatus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Så lenge (sekunder) samles det opp før det skrives.
HVERT = 60
# Svarene døren gir den som ikke skal inn, og det de betyr.
SVAR = {
    HTTPStatus.UNAUTHORIZED: "ikke innlogget",
    HTTPStatus.FORBIDDEN: "ikke tilgang",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "for stort",
    HTTPStatus.MISDIRECTED_REQUEST: "ukjent navn i adressen",
}
_WEBSOCKET = "websocket"

logg = logging.getLogger(__name__)


class Avvisningslogg:
    """ASGI-mellomvaren som ser svarene døren gir."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._antall: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        aapnet = False

        async def videre(melding: Message) -> None:
            nonlocal aapnet
            aapnet = aapnet or melding["type"] == "websocket.accept"
            if melding["type"] == "websocket.close" and not aapnet:
                self._tell(_WEBSOCKET)
            elif melding["type"] == "http.response.start":
                self._tell(SVAR.get(melding["status"]))
            await send(melding)

        await self.app(scope, receive, videre)

    def _tell(self, hva: str | None) -> None:
        if hva is None:
            return
        if not self._antall:
            asyncio.get_running_loop().call_later(HVERT, self._skriv)
        self._antall[hva] += 1

    def _skriv(self) -> None:
        slagene = ", ".join(
            f"{hva} ({antall})" for hva, antall in sorted(self._antall.items())
        )
        logg.warning("Avvist i døren det siste minuttet: %s", slagene)
        self._antall.clear()
