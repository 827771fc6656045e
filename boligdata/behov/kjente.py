"""Husstandene kommunen alt vet om, i stedet for den delen av strømmen de ellers ville vært.

En liste over kjente framtidige brukere sier hvor mange som ventes, når, og hvor sannsynlig det er.
Den er aldri hele strømmen: noen kommer uten å ha stått på en liste. Med κ for andelen av dem som
kommer, som har stått på en, og λ for søkerne i året, kommer det

    λ · (1 − κ)  +  de kjente

i hvert av årene listen dekker, og λ etter det. Slik telles ingen to ganger.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

# Målgruppen som kommer av vedtak om bosetting.
FLYKTNING = "flyktning"
# Så mye kan κ være feil (standardavvik). Kommunen anslår den av dem som alt har kommet.
ANDEL_USIKKERHET = 0.1
# Om lag så mange av dem som ventes, kommer ikke likevel, eller kommer uventet (antakelse).
KOMMER_IKKE = 0.1


@dataclass(frozen=True)
class Kjente:
    """De kjente i en strøm: hvor mange husstander som ventes i hvert år framover, så langt vi vet, og
    `andel` av dem som ellers ville kommet, som er kjent på denne måten (κ). De som kan være det, er
    så stor `del_av_stroemmen`: bare noen av målgruppene i en strøm står på en liste.

    `usikkerhet` er standardavviket i hvor mange som kommer i disse årene til sammen (husstander).
    `foelger_stroemmen` er at de er regnet mot strømmen i et vanlig år, og ikke talt.
    """

    kommer: tuple[float, ...]
    andel: float
    usikkerhet: float = 0.0
    del_av_stroemmen: float = 1.0
    foelger_stroemmen: bool = False

    def i_stroem(self, mot_anslaatt: float) -> "Kjente":
        """De samme kjente i en strøm som er så mye større eller mindre."""
        if not self.foelger_stroemmen:
            return self
        kommer = tuple(mot_anslaatt * antall for antall in self.kommer)
        return replace(self, kommer=kommer)


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
    ventet: float, andel: float, soekere: float, aar: int, annet: float = 0.0
) -> float:
    """Standardavviket i hvor mange som kommer i de årene vi vet om.

    De er få, så det er ikke nivået som er usikkert, men hvem som faktisk kommer: av de `ventet`, og av
    de andre av de `soekere` i året, som kommer uavhengig av hverandre (Poisson). `annet` er
    standardavviket i antallet selv, som når det er rundet av.
    """
    av_resten = (1 - andel) * soekere * aar
    return math.sqrt(KOMMER_IKKE * ventet + av_resten + annet**2)


def av_listen(
    ventet: float,
    aar: int,
    andel: float,
    kan_vaere: tuple[float, float],
    avrunding: float = 0.0,
) -> Kjente:
    """De kjente når listen sier hvor mange som ventes de neste årene til sammen, og ikke når: like
    mange hvert år. `kan_vaere` er søkerne i året i målgruppene på listen, og hvor stor del av
    strømmen de er.
    """
    soekere, del_ = kan_vaere
    usikker = usikkerhet(ventet, andel, soekere, aar, avrunding)
    return Kjente((ventet / aar,) * aar, andel, usikker, del_)


def av_bosettingen(
    forhold: tuple[float, ...],
    andel: float,
    kan_vaere: tuple[float, float],
    relativ: float,
) -> Kjente:
    """Flyktningene som kommer av vedtak om bosetting: `forhold` er hvor mange kommunen skal bosette
    hvert år, mot et vanlig år. `kan_vaere` er flyktningene som søker i et vanlig år, og hvor stor
    del av strømmen de er, og `relativ` usikkerheten i antallet.
    """
    soekere, del_ = kan_vaere
    kommer = tuple(andel * soekere * mot_vanlig for mot_vanlig in forhold)
    ventet = sum(kommer)
    usikker = usikkerhet(ventet, andel, soekere, len(forhold), relativ * ventet)
    return Kjente(kommer, andel, usikker, del_, foelger_stroemmen=True)


def erstatt(
    nivaa: np.ndarray,
    kjente: tuple[tuple[Kjente, ...], ...],
    trukket: np.ndarray | None = None,
) -> np.ndarray:
    """Søkerne i hvert år, (framtider, strømmer, år), når de kjente i hver strøm erstatter sin del
    av den.

    `trukket` er normalfordelte tall, (framtider, strømmer, 2): feilen i κ og i antallet kjente.
    Uten dem er begge som anslått.
    """
    if not any(kjente):
        return nivaa
    igjen, ventet = np.ones_like(nivaa), np.zeros_like(nivaa)
    for nr, listene in enumerate(kjente):
        for liste in listene:
            aar = min(len(liste.kommer), nivaa.shape[2])
            feil = np.zeros((len(nivaa), 2)) if trukket is None else trukket[:, nr]
            antall = np.maximum(sum(liste.kommer) + liste.usikkerhet * feil[:, 1], 0)
            fordelt = np.array(liste.kommer[:aar]) / max(sum(liste.kommer), 1e-9)
            ventet[:, nr, :aar] += antall[:, None] * fordelt
            andel = np.clip(liste.andel + ANDEL_USIKKERHET * feil[:, :1], 0, 1)
            igjen[:, nr, :aar] -= andel * liste.del_av_stroemmen
    return nivaa * np.maximum(igjen, 0) + ventet
