"""Hvordan kommunene er spredt: fra den laveste til den høyeste, og de midterste femti prosentene.

Ryggradsfiguren setter alle tallene på den samme linjen, slik Fingertips hos Public Health England gjør: det
en sammenligner med, er i midten, og det som er lengst unna, er i den ene enden (fingertipscharts,
`spine_rescaler`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Spredning:
    """Laveste, nedre kvartil, median, øvre kvartil og høyeste blant `antall` kommuner."""

    lavest: float
    nedre: float
    median: float
    oevre: float
    hoeyest: float
    antall: int


def spredning(verdier: Sequence[float]) -> Spredning:
    """Spredningen i verdiene, som det er minst én av. Kvartilene er mellom to verdier når de må."""
    return Spredning(
        *map(float, np.quantile(verdier, (0, 0.25, 0.5, 0.75, 1))), len(verdier)
    )


def paa_ryggraden(verdi: float, midten: float, spredt: Spredning) -> float:
    """Hvor verdien står på en linje fra −1 til 1, der `midten` er 0. Linjen er like lang på begge sider, så
    to avstander kan sammenlignes. Er alle like, er alt i midten.
    """
    lengst = max(abs(spredt.lavest - midten), abs(spredt.hoeyest - midten))
    return (verdi - midten) / lengst if lengst else 0.0


# Under så mange kommuner sier fordelingen lite om hva som er uvanlig.
FAERREST_FOR_UVANLIG = 10


def uvanlig_lave(verdier: Sequence[float]) -> list[bool]:
    """Sann for hvert tall som er så lavt at det kan være meldt feil: lenger under nedre kvartil enn
    halvannen gang avstanden mellom kvartilene, i logaritmer (Tukey). Null og mindre er ikke med.
    """
    tall = np.array(verdier, float)
    positive = tall > 0
    if positive.sum() < FAERREST_FOR_UVANLIG:
        return [False] * len(tall)
    logaritmer = np.log(tall, where=positive, out=np.full(len(tall), np.inf))
    nedre, oevre = np.quantile(logaritmer[positive], (0.25, 0.75))
    return (logaritmer < nedre - 1.5 * (oevre - nedre)).tolist()
