"""Husstandene kommunen alt vet om, i stedet for den delen av strømmen de ellers ville vært.

En liste over kjente framtidige brukere sier hvor mange som ventes, når, og hvor sannsynlig det er.
Den er aldri hele strømmen: noen kommer uten å ha stått på en liste. Med κ for andelen av dem som
kommer, som har stått på en, og λ for søkerne i året, kommer det

    λ · (1 − κ)  +  de kjente

i hvert av årene listen dekker, og λ etter det. Slik telles ingen to ganger.
"""

import math
from dataclasses import dataclass

import numpy as np

# Så mye kan κ være feil (standardavvik). Kommunen anslår den av dem som alt har kommet.
ANDEL_USIKKERHET = 0.1
# Om lag så mange av dem som ventes, kommer ikke likevel, eller kommer uventet (antakelse).
KOMMER_IKKE = 0.1


@dataclass(frozen=True)
class Kjente:
    """De kjente i en strøm: hvor mange husstander som ventes i hvert år framover, så langt listen
    går, og `andel` av strømmen som ellers ville stått på en slik liste (κ).

    `usikkerhet` er standardavviket i hvor mange som kommer i disse årene til sammen (husstander).
    Etter det siste året i `kommer` er ingen kjent.
    """

    kommer: tuple[float, ...]
    andel: float
    usikkerhet: float = 0.0


@dataclass(frozen=True)
class Ventet:
    """En rad på listen: årene husstanden ventes i, fra og til i år fra i dag, og sannsynligheten
    for at den kommer.
    """

    fra: float
    til: float
    sannsynlighet: float


def ventet_per_aar(radene: tuple[Ventet, ...], aar: int) -> tuple[float, ...]:
    """Hvor mange husstander som ventes i hvert av de første årene fra i dag.

    Hver rad er spredt jevnt over det som er igjen av årene sine. En rad der årene har gått, er
    ikke med: den husstanden er alt i søknadene, eller kommer ikke.
    """
    grenser = np.arange(aar + 1.0)
    ventet = np.zeros(aar)
    for rad in radene:
        fra = max(rad.fra, 0.0)
        if rad.til > fra:
            kommet = np.clip((grenser - fra) / (rad.til - fra), 0, 1)
            ventet += rad.sannsynlighet * np.diff(kommet)
    return tuple(ventet.tolist())


def usikkerhet(
    ventet: float, andel: float, soekere: float, aar: int, avrunding: float = 0.0
) -> float:
    """Standardavviket i hvor mange som kommer i årene listen dekker.

    Listen er kort, så det er ikke nivået som er usikkert, men hvem som faktisk kommer: av de
    `ventet` på listen, og av resten av strømmen, som kommer uavhengig av hverandre (Poisson).
    `avrunding` er standardavviket i et antall som er vernet.
    """
    av_resten = (1 - andel) * soekere * aar
    return math.sqrt(KOMMER_IKKE * ventet + av_resten + avrunding**2)


def erstatt(
    nivaa: np.ndarray,
    kjente: tuple[Kjente | None, ...],
    trukket: np.ndarray | None = None,
) -> np.ndarray:
    """Søkerne i hvert år, (framtider, strømmer, år), når de kjente erstatter sin del av hver strøm.

    `trukket` er normalfordelte tall, (framtider, strømmer, 2): feilen i κ og i antallet kjente.
    Uten dem er begge som anslått.
    """
    ut = nivaa
    for nr, liste in enumerate(kjente):
        if liste is None or not sum(liste.kommer):
            continue
        # En egen tabell først når noe skal endres: de fleste kommuner har ingen liste.
        ut = ut.copy() if ut is nivaa else ut
        aar = min(len(liste.kommer), nivaa.shape[2])
        feil = np.zeros((len(nivaa), 2)) if trukket is None else trukket[:, nr]
        andel = np.clip(liste.andel + ANDEL_USIKKERHET * feil[:, :1], 0, 1)
        relativ = liste.usikkerhet / sum(liste.kommer) * feil[:, 1:]
        ventet = np.array(liste.kommer[:aar]) * np.maximum(1 + relativ, 0)
        ut[:, nr, :aar] = nivaa[:, nr, :aar] * (1 - andel) + ventet
    return ut
