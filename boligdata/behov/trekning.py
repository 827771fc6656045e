"""Tilfeldige tall som er de samme hver gang. Flyttes én spak, er det bare spaken som flytter
linjene på skjermen.

Hver pool har sine egne tall, etter navnet. Derfor rører ingen endring i én pool linjen til en
annen.
"""

import functools
import hashlib

import numpy as np

_BLOKK = 128


def kilde(*navn) -> np.random.Generator:
    """En strøm av tilfeldige tall som bare avhenger av navnet."""
    froe = hashlib.blake2b("/".join(map(str, navn)).encode(), digest_size=8).digest()
    return np.random.default_rng(int.from_bytes(froe))


@functools.lru_cache(maxsize=64)
def normale(navn: str, framtider: int, antall: int) -> np.ndarray:
    """Normalfordelte tall, (framtider, antall). Flere framtider gir de samme første radene."""
    return _laas(kilde(navn, "normale", antall).standard_normal((framtider, antall)))


@functools.lru_cache(maxsize=64)
def nivaaer(navn: str, framtider: int, usikkerhet: float) -> np.ndarray:
    """Positive tall rundt 1 med dette standardavviket (gamma), (framtider,)."""
    if usikkerhet <= 0:
        return _laas(np.ones(framtider))
    form = 1 / usikkerhet**2
    return _laas(kilde(navn, "nivaaer").standard_gamma(form, framtider) / form)


def ventetider(navn: str, framtider: int, antall: int) -> np.ndarray:
    """Eksponentialfordelte tall med snitt 1, (framtider, antall). Flere av dem endrer ikke de
    første.
    """
    return _ventetider(navn, framtider, _blokker(antall))[:, :antall]


def weibull(navn: str, framtider: int, antall: int, form, skala) -> np.ndarray:
    """Weibull-fordelte tall, (framtider, antall): skala·E^(1/form), der E er `ventetider`. `form` og
    `skala` passer til (framtider, antall).
    """
    log_ventetid = _log_ventetider(navn, framtider, _blokker(antall))[:, :antall]
    tider = log_ventetid / form
    np.exp(tider, out=tider)
    tider *= skala
    return tider


def ankomster(navn: str, framtider: int, antall: int) -> np.ndarray:
    """Når hver av dem kommer når det i snitt kommer én per tid, (framtider, antall): en Poisson-prosess.
    Flere av dem endrer ikke de første.
    """
    return _ankomster(navn, framtider, _blokker(antall))[:, :antall]


def _blokker(antall: int) -> int:
    return -(-antall // _BLOKK)


@functools.lru_cache(maxsize=128)
def _ventetider(navn: str, framtider: int, blokker: int) -> np.ndarray:
    trukket = [
        kilde(navn, "ventetider", nr).standard_exponential((framtider, _BLOKK))
        for nr in range(blokker)
    ]
    # Husstand for husstand i minnet: slik går køen gjennom dem.
    hele = np.concatenate([np.zeros((framtider, 0)), *trukket], axis=1)
    return _laas(np.asfortranarray(hele))


@functools.lru_cache(maxsize=32)
def _log_ventetider(navn: str, framtider: int, blokker: int) -> np.ndarray:
    return _laas(np.log(_ventetider(navn, framtider, blokker)))


@functools.lru_cache(maxsize=32)
def _ankomster(navn: str, framtider: int, blokker: int) -> np.ndarray:
    ventetider_ = np.ascontiguousarray(_ventetider(navn, framtider, blokker))
    return _laas(np.cumsum(ventetider_, axis=1))


def _laas(tall: np.ndarray) -> np.ndarray:
    tall.setflags(write=False)
    return tall
