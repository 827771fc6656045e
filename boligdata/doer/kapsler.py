"""Kapslene («cookies») bak https: nettleseren sender dem aldri åpent, og ingen annen maskin i kommunens
domene kan lage dem.

Streamlit setter ikke `Secure` selv, og kan ikke velge navn på kapslene. En kapsel med `__Host-` foran navnet
tar nettleseren bare imot fra dashbordet selv. Uten det kunne en side på et annet navn under kommune.no lagt
sin egen innlogging hos brukeren.
"""

import streamlit
from starlette.types import Message, Scope, Send
from streamlit.web.server.starlette.starlette_server_config import (
    SESSION_COOKIE_NAME,
    TOKENS_COOKIE_NAME,
    USER_COOKIE_NAME,
)

# Lenken brukeren kom med, mens innloggingen pågår.
LENKE = "boligdata_lenke"
# Kapslene bare tjeneren leser. En stor innlogging er delt i flere, med et nummer til slutt.
_TJENERENS = (USER_COOKIE_NAME, TOKENS_COOKIE_NAME, SESSION_COOKIE_NAME, LENKE)


def foran() -> str:
    """Det som står foran navnet. Under en sti er kapselen ikke for hele navnet, og da er det det nest
    strengeste.
    """
    return "__Secure-" if streamlit.get_option("server.baseUrlPath") else "__Host-"


def les(scope: Scope) -> Scope:
    """Forespørselen med navnene Streamlit kjenner. En kapsel noen andre kan ha laget, er ikke med."""
    hoder = [
        (navn, _navngitt(verdi) if navn == b"cookie" else verdi)
        for navn, verdi in scope["headers"]
    ]
    return {**scope, "headers": hoder}


def _navngitt(hode: bytes) -> bytes:
    merke = foran().encode()
    kapslene = [kapsel.strip() for kapsel in hode.split(b";")]
    egne = (
        kapsel.removeprefix(merke)
        for kapsel in kapslene
        if kapsel.startswith(merke) or not _er_tjenerens(kapsel)
    )
    return b"; ".join(egne)


def sett(send: Send) -> Send:
    """Svaret med kapslene merket for https."""

    async def videre(melding: Message) -> None:
        if melding["type"] in ("http.response.start", "websocket.accept"):
            melding["headers"] = [
                (navn, _merket(verdi) if navn.lower() == b"set-cookie" else verdi)
                for navn, verdi in melding.get("headers", [])
            ]
        await send(melding)

    return videre


def _merket(kapsel: bytes) -> bytes:
    if not _er_sikker(kapsel):
        kapsel += b"; Secure"
    return foran().encode() + kapsel if _er_tjenerens(kapsel) else kapsel


def _er_tjenerens(kapsel: bytes) -> bool:
    navn = kapsel.partition(b"=")[0].decode("latin-1")
    return navn.rstrip("0123456789").removesuffix("_") in _TJENERENS


def _er_sikker(kapsel: bytes) -> bool:
    egenskaper = kapsel.lower().split(b";")[1:]
    return b"secure" in [egenskap.strip() for egenskap in egenskaper]
