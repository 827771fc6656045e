"""Hvor godt et anslag traff, og de enkle anslagene modellen må slå.

Et anslag er et utvalg mulige framtider: tabeller der den første aksen er framtidene. CRPS måler
hvor langt utvalget ligger fra det som skjedde, i samme enhet som tallet. For ett enkelt tall er den
avstanden.
"""

import dataclasses
from collections.abc import Callable
from statistics import NormalDist

import numpy as np

from boligdata.behov.historikk import Historikk
from boligdata.behov.margin import noedvendig


def crps(utvalg: np.ndarray, sant) -> np.ndarray:
    """Snittet av |X - y| minus halve snittet av |X - X'|, der X og X' er trukket fra utvalget og y er
    det som skjedde (Gneiting og Raftery 2007). Mindre er bedre.
    """
    sortert, antall = np.sort(utvalg, axis=0), len(utvalg)
    # Når utvalget er sortert, er summen av alle avstandene mellom to av dem en vektet sum.
    vekter = 2 * np.arange(antall) - antall + 1
    halve_spredningen = np.tensordot(vekter, sortert, 1) / antall**2
    return np.abs(sortert - sant).mean(axis=0) - halve_spredningen


def plass(utvalg: np.ndarray, sant, tilfeldig: np.random.Generator) -> np.ndarray:
    """Andelen av utvalget under det som skjedde. Er noen like, trekkes plassen blant dem.

    Er anslaget riktig, er plassen like gjerne ett sted som et annet mellom 0 og 1, også for små,
    hele tall.
    """
    under, like = (utvalg < sant).mean(axis=0), (utvalg == sant).mean(axis=0)
    return under + tilfeldig.uniform(size=np.shape(under)) * like


def dekning(plass_: np.ndarray, andel: float = 0.8) -> float:
    """Hvor stor andel som havnet i det midterste båndet. Er anslagene riktige, er svaret nær
    `andel`.
    """
    return float((np.abs(plass_ - 0.5) <= andel / 2).mean())


def standardfeil(
    tall: Callable[[np.ndarray], float], kommuner: int, ganger: int = 200
) -> float:
    """Hvor mye et tall ville variert med andre kommuner: `tall` får numrene på kommunene som er
    trukket på nytt.
    """
    tilfeldig = np.random.default_rng(kommuner)
    trekninger = (tilfeldig.integers(0, kommuner, kommuner) for _ in range(ganger))
    return float(np.std([tall(trukket) for trukket in trekninger]))


def typisk_feil(anslag, sant) -> float:
    """Medianen av den relative feilen, uten fortegn."""
    return float(np.median(np.abs(np.asarray(anslag) / sant - 1)))


def skjevhet(anslag, sant) -> float:
    """Medianen av den relative feilen, med fortegn: over 0 er for høyt."""
    return float(np.median(np.asarray(anslag) / sant - 1))


# --------------------------------------------------------------- det kommunen kan telle


def per_aar(tider: np.ndarray, fra: float) -> np.ndarray:
    """Hvor mange av tidene som falt i hvert hele år fram til i dag, det eldste først."""
    return np.histogram(tider, np.arange(np.ceil(fra), 1))[0]


def ryddet(historikk: Historikk) -> Historikk:
    """Filen slik en saksbehandler ville rettet den: hver husstand én gang, og bare den siste i
    boligen bor der ennå.

    Forutsetter at ingen husstand har hatt to behov, slik det er i verdenene.
    """
    _, foerste = np.unique(historikk.husstand, return_index=True)
    en_gang = historikk.velg(np.sort(foerste))
    rekke = np.lexsort((en_gang.fikk, en_gang.bolig))
    rekke = rekke[en_gang.bolig[rekke] >= 0]
    denne, neste = rekke[:-1], rekke[1:]
    flere = en_gang.bolig[denne] == en_gang.bolig[neste]
    denne, neste = denne[flere], neste[flere]
    ut = en_gang.ut.copy()
    ut[denne] = np.fmin(ut[denne], en_gang.fikk[neste])
    return dataclasses.replace(en_gang, ut=ut)


def koe_ved_aarsslutt(historikk: Historikk) -> np.ndarray:
    """Hvor mange som ventet ved `fra`, et år senere og så videre til i dag."""
    kom, fikk, gikk = historikk.kom, historikk.fikk, historikk.gikk
    aarsslutt = np.arange(np.ceil(historikk.fra), 1)
    venter = [(kom <= tid) & ~(fikk <= tid) & ~(gikk <= tid) for tid in aarsslutt]
    return np.array([np.sum(rader) for rader in venter])


# ------------------------------------------------- enkle anslag for det som kommer


def som_i_fjor(
    aar: np.ndarray, horisont: int, framtider: int, tilfeldig: np.random.Generator
) -> np.ndarray:
    """Like mange hvert år som i det siste, (framtider, horisont). Både fjoråret og årene framover
    er tilfeldige.
    """
    nivaa = tilfeldig.gamma(aar[-1] + 0.5, 1.0, (framtider, 1))
    return tilfeldig.poisson(np.broadcast_to(nivaa, (framtider, horisont))).astype(
        float
    )


def som_trenden(aar: np.ndarray, horisont: int, framtider: int) -> np.ndarray:
    """Linjen gjennom årene, trukket videre, med det båndet regresjonen gir, (framtider, horisont).
    Aldri under 0.
    """
    antall = len(aar)
    kjente, nye = np.arange(antall), np.arange(antall, antall + horisont)
    stigning, start = np.polyfit(kjente, aar, 1)
    varians = np.sum((aar - start - stigning * kjente) ** 2) / (antall - 2)
    # Variansen til en ny verdi rundt en rett linje: jo lenger fra midten av årene, jo større.
    midten = kjente.mean()
    avstand = (nye - midten) ** 2 / np.sum((kjente - midten) ** 2)
    spredning = np.sqrt(varians * (1 + 1 / antall + avstand))
    linjen = start + stigning * nye
    return np.maximum(linjen + _normalt(framtider)[:, None] * spredning, 0)


def koe_som_naa(
    koe: np.ndarray, horisont: int, framtider: int, ferdige=0
) -> np.ndarray:
    """Køen i dag, minus boligene som er ferdige innen hvert år, så usikker som køen har endret seg
    fra år til år.
    """
    endring_i_aaret = np.mean(np.diff(koe) ** 2)
    spredning = np.sqrt(endring_i_aaret * np.arange(1, horisont + 1))
    ventet = koe[-1] - np.asarray(ferdige)
    return np.maximum(ventet + _normalt(framtider)[:, None] * spredning, 0)


def _normalt(antall: int) -> np.ndarray:
    """Like sannsynlige verdier fra normalfordelingen."""
    andeler = [(nr + 0.5) / antall for nr in range(antall)]
    return np.array([NormalDist().inv_cdf(andel) for andel in andeler])


# ------------------------------------------------------------- enkle anslag for behovet


def etter_dekningsgrad(boliger: float, innbyggere) -> np.ndarray:
    """Like mange boliger per innbygger som i dag. `innbyggere` er 1 i dag."""
    return boliger * np.asarray(innbyggere, float)


def etter_anker(
    historikk: Historikk, boliger: float, driver, avgang: float = 0.0
) -> np.ndarray:
    """De som bor der og de som venter, i takt med befolkningen i målgruppen, og den samme marginen
    som modellen.

    `historikk` er én boligtype. En bolig er opptatt så lenge som boligene delt på dem som flytter
    ut i året. `avgang` er hvor mange av dem som venter, som gir opp per år.
    """
    ut = historikk.ut
    bor = np.sum((historikk.fikk <= 0) & ~(ut <= 0))
    flyttet = np.sum((ut > historikk.fra) & (ut <= 0))
    flytter = max(flyttet, 1) / -historikk.fra
    last = (bor + koe_ved_aarsslutt(historikk)[-1]) * np.asarray(driver, float)
    return noedvendig(last, max(boliger, 1) / flytter, avgang=avgang)
