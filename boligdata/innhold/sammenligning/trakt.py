"""Trakten: hvor mye kommunene kan være ulike av tilfeldigheter alene, etter hvor store de er.

Bare for tall som teller noe som skjer med folk. Hvor mange boliger en kommune har, er noe den har bestemt, og
skal ikke måles mot tilfeldigheter. Grensene er midten ± z standardavvik for en Poisson-rate, utvidet med
spredningen φ når kommunene spriker mer enn det (Spiegelhalter 2005; PHStatsMethods, `funnels.py`).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from boligdata.innhold.sammenligning.plassering import Z_95, Z_998

# Så stor del av de ytterste i hver ende trekkes inn før spredningen regnes ut: ellers bestemmer én kommune
# den.
_TREKKES_INN = 0.1


@dataclass(frozen=True)
class Trakt:
    """Raten i alle kommunene til sammen, per `av` innbyggere, og spredningen φ, som aldri er under 1."""

    midten: float
    phi: float
    av: float

    def grensene(self, folketall: float, z: float = Z_95) -> tuple[float, float]:
        """Det laveste og høyeste en kommune så stor kan ha av tilfeldigheter."""
        bredde = (
            z * math.sqrt(self.phi) * _standardavvik(self.midten, folketall, self.av)
        )
        return max(0.0, self.midten - bredde), self.midten + bredde

    def utenfor(self, verdi: float, folketall: float) -> int:
        """0 når tallet kan være tilfeldig, 1 når det sjelden er det (5 prosent), og 2 når det nesten aldri er
        det (0,2 prosent). Under midten er det negativt.
        """
        for styrke, z in ((2, Z_998), (1, Z_95)):
            nedre, oevre = self.grensene(folketall, z)
            if not nedre <= verdi <= oevre:
                return styrke if verdi > oevre else -styrke
        return 0


def trakten(verdier: Sequence[float], folketall: Sequence[float], av: float) -> Trakt:
    """Trakten for ratene, som hver er per `av` av kommunens `folketall`."""
    rater, folk = np.asarray(verdier, "float64"), np.asarray(folketall, "float64")
    midten = float((rater * folk).sum() / folk.sum())
    if midten == 0:
        return Trakt(0.0, 1.0, av)
    z = (rater - midten) / np.sqrt(midten * av / folk)
    return Trakt(midten, max(1.0, spredningen(z)), av)


def spredningen(z: np.ndarray) -> float:
    """φ: snittet av avvikene i andre, når de ytterste er trukket inn."""
    trukket = np.clip(z, *np.quantile(z, (_TREKKES_INN, 1 - _TREKKES_INN)))
    return float((trukket**2).mean())


def _standardavvik(rate: float, folketall: float, av: float) -> float:
    return math.sqrt(rate * av / folketall)
