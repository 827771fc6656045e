"""Hvor mye som kan være lastet opp på en gang.

Streamlit holder hver fil i minnet til økten er over, også når siden ikke har noe felt den hører til. Uten en
grense kunne én fremmed fylt maskinen, tjue megabyte om gangen.
"""

from http import HTTPStatus

import streamlit
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import runtime

from boligdata.felles.maalform import si

# Rutene til Streamlit er `…/<økt>/<fil>`.
RUTE = "/_stcore/upload_file/"
# Alle uttrekkene i en leveranse får plass i en økt, og fem slike i prosessen.
OEKTEN_MB, PROSESSEN_MB = 200, 1_000


class Opplasting:
    """ASGI-mellomvaren innerst: en fil som ikke får plass, blir aldri lest."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        # Økten og størrelsen til hver fil som er på vei inn.
        self._paa_vei: list[tuple[str, float]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        _, ruten, resten = scope.get("path", "").rpartition(RUTE)
        if not ruten or scope["type"] != "http" or scope["method"] != "PUT":
            await self.app(scope, receive, send)
            return
        filen = resten.partition("/")[0], _stoerrelse_mb(scope)
        if not self._har_plass(*filen):
            fullt = si(
                "Det er lastet opp for mye. Last siden på nytt, og prøv igjen om litt."
            )
            svar = PlainTextResponse(fullt, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            await svar(scope, receive, send)
            return
        self._paa_vei.append(filen)
        try:
            await self.app(scope, receive, send)
        finally:
            self._paa_vei.remove(filen)

    def _har_plass(self, oekten: str, mb: float) -> bool:
        alle = [*lagret_mb().items(), *self._paa_vei]
        i_oekten = sum(stor for eier, stor in alle if eier == oekten)
        i_alt = sum(stor for _, stor in alle)
        return i_oekten + mb <= OEKTEN_MB and i_alt + mb <= PROSESSEN_MB


def _stoerrelse_mb(scope: Scope) -> float:
    """Så stor filen sier at den er. Sier den det ikke, er den så stor som den kan være."""
    sagt = Headers(scope=scope).get("content-length", "")
    stoerst = streamlit.get_option("server.maxUploadSize")
    return int(sagt) / (1 << 20) if sagt.isdecimal() else stoerst


def lagret_mb() -> dict[str, float]:
    """Megabyte som er lastet opp og ligger i minnet, for hver økt."""
    if not runtime.exists():
        return {}
    lageret = runtime.get_instance().uploaded_file_mgr.file_storage
    return {
        oekten: sum(len(fil.data) for fil in list(filene.values())) / (1 << 20)
        for oekten, filene in list(lageret.items())
    }
