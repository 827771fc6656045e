"""Tilfeldige tall som er de samme på alle maskiner og i alle versjoner av numpy.

Bare jevnt fordelte tall hentes fra numpy. Resten regnes ut her, fordi numpy kan endre hvordan de
andre fordelingene trekkes.
"""

import math
from collections.abc import Mapping
from statistics import NormalDist
from typing import TypeVar

import numpy as np

Verdi = TypeVar("Verdi")
_NORMAL = NormalDist()


class Terning:
    """Tilfeldige tall fra et frø. Samme frø gir samme rekke."""

    def __init__(self, *froe: int):
        self._neste = np.random.Generator(np.random.PCG64(froe)).random

    def andel(self) -> float:
        """Et tall mellom 0 og 1, aldri nøyaktig 0."""
        return 1.0 - self._neste()

    def sjanse(self, andel: float) -> bool:
        """Sant i så stor andel av kastene."""
        return self._neste() < andel

    def mellom(self, minst: int, hoeyst: int) -> int:
        """Et helt tall fra og med `minst` til og med `hoeyst`, alle like sannsynlige."""
        return minst + int(self._neste() * (hoeyst - minst + 1))

    def trekk(self, vekter: Mapping[Verdi, float]) -> Verdi:
        """En av nøklene, etter vekt."""
        rest = self._neste() * sum(vekter.values())
        for verdi, vekt in vekter.items():
            rest -= vekt
            if rest < 0:
                return verdi
        return verdi

    def eksponentiell(self, forventet: float) -> float:
        """Ventetiden til noe som kan skje når som helst."""
        return -math.log(self.andel()) * forventet

    def weibull(self, forventet: float, form: float) -> float:
        """Som `eksponentiell`, men med `form` over 1 er svært korte og svært lange tider
        sjeldnere.
        """
        return (
            forventet
            / math.gamma(1 + 1 / form)
            * (-math.log(self.andel())) ** (1 / form)
        )

    def lognormal(self, median: float, spredning: float) -> float:
        """Tider der halvparten er under `median`, og noen få er svært lange."""
        return median * math.exp(
            spredning * _NORMAL.inv_cdf(self.andel() * (1 - 1e-12))
        )
