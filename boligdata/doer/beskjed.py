"""Svarene døren gir selv, når den ikke slipper noen videre til dashbordet: en side med én beskjed
og høyst én vei videre, eller en lukket websocket.
"""

import html
from http import HTTPStatus

from starlette.responses import HTMLResponse
from starlette.types import Receive, Send

from boligdata.felles import config
from boligdata.felles.maalform import i_bruk, si

# Uten skript og uten noe å hente. Skjemaet er en vanlig knapp, så det nås med tastaturet.
_STIL = """body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 15vh auto;
  padding: 0 1rem; color: #111a21; background: #fff; overflow-wrap: anywhere }
  a { color: #0b5c8a }
  button { font: inherit; padding: .4rem 1rem; border: 0; border-radius: .5rem;
    color: #fff; background: #0b5c8a; cursor: pointer }
  :focus-visible { outline: 3px solid #111a21; outline-offset: 2px }"""


def side(
    tittel: str,
    tekst: str,
    status: HTTPStatus = HTTPStatus.OK,
    *,
    lenke: tuple[str, str] | None = None,
    skjema: tuple[str, str] | None = None,
    videre: str = "",
) -> HTMLResponse:
    """Siden med beskjeden, på målformen som er i bruk. `lenke` og `skjema` er adressen og det som står på
    lenken eller knappen. `videre` er adressen nettleseren går til av seg selv.
    """
    navn = (
        si("Boligsosialt dashbord – Internt")
        if config.visning() == "internt"
        else si("Boligsosialt dashbord")
    )
    gaa_til = (
        f'<meta http-equiv="refresh" content="0; url={html.escape(videre)}">\n'
        if videre
        else ""
    )
    vei = ""
    if lenke:
        adresse, paa_lenken = map(html.escape, lenke)
        vei = f'<p><a href="{adresse}">{paa_lenken}</a></p>'
    if skjema:
        adresse, paa_knappen = map(html.escape, skjema)
        vei = f'<form method="post" action="{adresse}"><button>{paa_knappen}</button></form>'
    return HTMLResponse(
        f"""<!doctype html>
<html lang="{i_bruk()}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
{gaa_til}<title>{html.escape(tittel)} – {navn}</title>
<style>{_STIL}</style></head>
<body><main><h1>{html.escape(tittel)}</h1><p>{html.escape(tekst)}</p>
{vei}</main></body></html>""",
        status,
        {"Cache-Control": "no-store"},
    )


async def avvis_websocket(receive: Receive, send: Send) -> None:
    """Lukk websocketen før den er åpnet: nettleseren får 403."""
    await receive()
    await send({"type": "websocket.close", "code": 1008})
