"""Krypterte filer som bare bygget leser: historikken over det som er publisert, og avtrykkene av
radene i uttrekkene.

En forseglet fil begynner med formatet og et merke som kjenner igjen nøkkelen uten å røpe den (til
sammen 16 byte), så et tall som bare brukes én gang (12 byte), så det krypterte (AES-GCM).
"""

import hmac
import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_MERKE, _NONCE = 16, 12


@dataclass(frozen=True)
class Slag:
    """Hva filen er. `format` er åtte byte og står først; skift det når innholdet får en ny form."""

    navn: str
    format: bytes


class Skadet(ValueError):
    """Filen er ikke slik den ble skrevet."""


class AnnenNoekkel(Exception):
    """Filen er av rett slag, men laget med en annen nøkkel."""


def forsegle(innhold: bytes, slag: Slag, noekkel: bytes) -> bytes:
    """Det krypterte innholdet, klart til å skrives til en fil."""
    nonce, merke = secrets.token_bytes(_NONCE), _merke(slag, noekkel)
    return merke + nonce + _laas(slag, noekkel).encrypt(nonce, innhold, merke)


def aapne(pakke: bytes, slag: Slag, noekkel: bytes) -> bytes:
    """Innholdet i en forseglet fil. Kaster `Skadet` når noe i den er endret, og `AnnenNoekkel` når
    nøkkelen er en annen.
    """
    merke, forseglet = pakke[:_MERKE], pakke[_MERKE:]
    if not merke.startswith(slag.format) or len(forseglet) <= _NONCE:
        raise Skadet(slag.navn)
    if merke != _merke(slag, noekkel):
        raise AnnenNoekkel(slag.navn)
    try:
        return _laas(slag, noekkel).decrypt(
            forseglet[:_NONCE], forseglet[_NONCE:], merke
        )
    except InvalidTag as feil:
        raise Skadet(slag.navn) from feil


def _laas(slag: Slag, noekkel: bytes) -> AESGCM:
    return AESGCM(hmac.digest(noekkel, f"{slag.navn}fil".encode(), "sha256"))


def _merke(slag: Slag, noekkel: bytes) -> bytes:
    return (
        slag.format
        + hmac.digest(noekkel, slag.navn.encode(), "sha256")[
            : _MERKE - len(slag.format)
        ]
    )
