"""Køen: hvem som flytter inn når, når den som har ventet lengst, får den første boligen som blir
ledig.

Regnestykket er eksakt (Kiefer og Wolfowitz 1955): den neste i køen flytter inn når den første
boligen blir ledig, og boligen er så opptatt til hun flytter ut og den er gjort klar. Alle
framtidene regnes samtidig, én i køen om gangen."""

import math

import numpy as np


def foerstemann(
    kommer, opptatt, ledig_fra, taalmodighet=None, ut_av_bruk=()
) -> np.ndarray:
    """Når hver i køen flytter inn, i år fra i dag. `inf` er den som ga opp, eller aldri fikk bolig.

    Alle tabeller har én rad per framtid. `kommer` (R, N) er når hver av dem meldte seg, stigende,
    `inf` der det ikke er flere; de som venter i dag, har null eller mindre. `opptatt` (R, N) er
    hvor lenge boligen er opptatt. `ledig_fra` (R, C) eller (C,) er når hver bolig først er ledig: 0
    for en tom, datoen for en planlagt. `taalmodighet` (R, N) er hvor lenge hver orker å vente. Ved
    hver av tidene `ut_av_bruk` går den første boligen som er tom fra da av, ut for godt, også om
    noen venter på den."""
    kommer, opptatt = np.asarray(kommer, float), np.asarray(opptatt, float)
    framtider, antall = kommer.shape
    inn = np.full((framtider, antall), np.inf)
    if not np.shape(ledig_fra)[-1]:
        return inn
    boliger = _Boliger(
        np.broadcast_to(
            np.asarray(ledig_fra, float), (framtider, np.shape(ledig_fra)[-1])
        )
    )
    uttak = sorted(np.ravel(ut_av_bruk).tolist())
    gjort = np.zeros(framtider, int)
    tider = np.maximum(kommer, 0.0).T.copy()
    varer = opptatt.T.copy()
    siste = (
        None
        if taalmodighet is None
        else (kommer + np.asarray(taalmodighet, float)).T.copy()
    )
    inn_kolonner = inn.T
    for n in range(antall):
        t = tider[n]
        foerste = boliger.finn_foerste()
        for nr, tid in enumerate(uttak):
            gaar_ut = (gjort == nr) & (tid <= np.maximum(foerste, t))
            if gaar_ut.any():
                boliger.opptatt_til(np.where(gaar_ut, np.inf, foerste))
                foerste = boliger.finn_foerste()
                gjort[gaar_ut] = nr + 1
        start = np.maximum(foerste, t)
        if siste is not None:
            start = np.where(start > siste[n], np.inf, start)
        boliger.opptatt_til(np.where(np.isfinite(start), start + varer[n], foerste))
        inn_kolonner[n] = start
    return inn


# Så mange boliger er det raskest å lete gjennom på en gang.
_RADLENGDE = 256


class _Boliger:
    """Når hver bolig blir ledig, i hver framtid. Er de mange, ligger de i blokker, så bare den ene
    blokken må letes gjennom."""

    def __init__(self, ledig_fra: np.ndarray):
        self.framtid = np.arange(len(ledig_fra))
        antall = ledig_fra.shape[1]
        blokk = antall if antall <= _RADLENGDE else math.ceil(math.sqrt(antall))
        blokker = -(-antall // blokk)
        self.ledig = np.full((len(ledig_fra), blokker * blokk), np.inf)
        self.ledig[:, :antall] = ledig_fra
        self.ledig = self.ledig.reshape(len(ledig_fra), blokker, blokk)
        self.minst = self.ledig.min(axis=2)
        self.blokk = np.zeros(len(ledig_fra), int)

    def finn_foerste(self) -> np.ndarray:
        """Tiden den første boligen blir ledig, i hver framtid. `opptatt_til` gjelder den
        boligen."""
        if self.minst.shape[1] > 1:
            self.blokk = self.minst.argmin(axis=1)
            self.rad = self.ledig[self.framtid, self.blokk]
        else:
            self.rad = self.ledig[:, 0]
        self.plass = self.rad.argmin(axis=1)
        return self.rad[self.framtid, self.plass]

    def opptatt_til(self, tid: np.ndarray) -> None:
        """Sett når boligen som ble funnet, er ledig igjen."""
        self.ledig[self.framtid, self.blokk, self.plass] = tid
        if self.minst.shape[1] > 1:
            self.rad[self.framtid, self.plass] = tid
            self.minst[self.framtid, self.blokk] = self.rad.min(axis=1)


def koelengde(kommer, flytter_inn, tider, taalmodighet=None) -> np.ndarray:
    """Hvor mange som venter ved hver av `tider`, (R, T)."""
    kommer = np.asarray(kommer, float)
    slutt = np.asarray(flytter_inn, float)
    if taalmodighet is not None:
        slutt = np.minimum(slutt, kommer + taalmodighet)
    return np.stack(
        [((kommer <= t) & (slutt > t)).sum(axis=1) for t in np.ravel(tider)], axis=1
    )
