"""Hvor en kommune står blant andre, når tallene ikke er nøyaktige.

Et tall er rundet av, og teller det noe som skjer med folk, er litt av det tilfeldig. Plassen er derfor et
spenn: «nr. 4–7 av 11». Spennet for en rate er Byars tilnærming til Poisson-grensene (Public Health
England, PHEindicatormethods), utvidet med spredningen φ.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

Z_95, Z_998 = 1.959964, 3.090232
# To ender nærmere hverandre enn dette er den samme: et halvt steg er ikke alltid eksakt i en datamaskin.
_NOEYAKTIG = 1e-6


@dataclass(frozen=True)
class Tallspenn:
    """En kommunes tall, og spennet det virkelige nivået kan være i."""

    region: str
    verdi: float
    nedre: float
    oevre: float


@dataclass(frozen=True)
class Plassering:
    """Plassen, der nr. 1 er høyest: fra den beste til den dårligste den kan ha, blant `av` kommuner."""

    fra: int
    til: int
    av: int

    @property
    def er_spenn(self) -> bool:
        """Kan kommunen ha flere plasser?"""
        return self.fra != self.til


def plassen(egen: Tallspenn, alle: Sequence[Tallspenn]) -> Plassering:
    """Plassen til `egen` blant `alle`, som den selv er en av. To kan bare ordnes når spennene ikke møtes."""
    over = sum(en.nedre - egen.oevre > _NOEYAKTIG for en in alle)
    under = sum(egen.nedre - en.oevre > _NOEYAKTIG for en in alle)
    return Plassering(over + 1, len(alle) - under, len(alle))


def avrundet(
    region: str, verdi: float, desimaler: int, under_null: bool = False
) -> Tallspenn:
    """Et tall som bare er rundet av: det virkelige er høyst et halvt steg unna, og er bare `under_null` når
    det kan være det.
    """
    halvt = 0.5 * 10**-desimaler
    nedre = verdi - halvt if under_null else max(0.0, verdi - halvt)
    return Tallspenn(region, verdi, nedre, verdi + halvt)


def byar(antall: float, z: float = Z_95) -> tuple[float, float]:
    """Grensene for hvor mange hendelser det var å vente, når det ble `antall`."""
    over = antall + 1
    return _byar(antall, -z) if antall > 0 else 0.0, _byar(over, z)


def _byar(antall: float, z: float) -> float:
    rot = 1 - 1 / (9 * antall) + z / (3 * math.sqrt(antall))
    return max(0.0, antall * rot**3)


def telt(
    region: str, verdi: float, folketall: float, av: float, phi: float
) -> Tallspenn:
    """En rate per `av` innbyggere, der det er tilfeldig hvor mange det ble. `phi` over 1 er at kommunene
    spriker mer enn tilfeldigheter gjør, så et år sier mindre enn det ser ut til.
    """
    antall = verdi * folketall / av
    nedre, oevre = byar(antall)
    utvidet = math.sqrt(max(phi, 1.0))
    return Tallspenn(
        region,
        verdi,
        max(0.0, verdi - utvidet * (antall - nedre) * av / folketall),
        verdi + utvidet * (oevre - antall) * av / folketall,
    )
