"""Køen: hvem som flytter inn når, når den som har ventet lengst, får den første boligen som blir
ledig.

Regnestykket er eksakt (Kiefer og Wolfowitz 1955): den neste i køen flytter inn når den første
boligen blir ledig, og boligen er så opptatt til hun flytter ut og den er gjort klar. Alle
framtidene regnes samtidig, én i køen om gangen.
"""

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
    noen venter på den.
    """
    kommer, opptatt = np.asarray(kommer, float), np.asarray(opptatt, float)
    framtider, antall = kommer.shape
    inn = np.full((framtider, antall), np.inf)
    if not np.shape(ledig_fra)[-1]:
        return inn
    boliger = _Boliger(_per_framtid(ledig_fra, framtider))
    uttak = _Uttak(sorted(np.ravel(ut_av_bruk).tolist()), framtider)
    # Én rad per husstand i stedet for per framtid: raskere å gå gjennom.
    tider = np.maximum(kommer, 0.0).T.copy()
    varer = opptatt.T.copy()
    siste = (
        None
        if taalmodighet is None
        else (kommer + np.asarray(taalmodighet, float)).T.copy()
    )
    inn_per_husstand = inn.T
    for husstand in range(antall):
        tid = tider[husstand]
        foerste = uttak.ta_ut(boliger, boliger.finn_foerste(), tid)
        start = np.maximum(foerste, tid)
        if siste is not None:
            start = np.where(start > siste[husstand], np.inf, start)
        opptatt_til = np.where(np.isfinite(start), start + varer[husstand], foerste)
        boliger.opptatt_til(opptatt_til)
        inn_per_husstand[husstand] = start
    return inn


def _per_framtid(ledig_fra, framtider: int) -> np.ndarray:
    ledig_fra = np.asarray(ledig_fra, float)
    return np.broadcast_to(ledig_fra, (framtider, ledig_fra.shape[-1]))


class _Uttak:
    """Boligene som går ut for godt, og hvor mange av dem som har gjort det i hver framtid."""

    def __init__(self, tider: list[float], framtider: int):
        self.tider = tider
        self.gjort = np.zeros(framtider, int)

    def ta_ut(
        self, boliger: "_Boliger", foerste: np.ndarray, tid: np.ndarray
    ) -> np.ndarray:
        """Ta ut boligene som skal gå før noen flytter inn i den første ledige. Gir tiden den første
        som er igjen, blir ledig.
        """
        for nr, uttak in enumerate(self.tider):
            gaar_ut = (self.gjort == nr) & (uttak <= np.maximum(foerste, tid))
            if gaar_ut.any():
                boliger.opptatt_til(np.where(gaar_ut, np.inf, foerste))
                foerste = boliger.finn_foerste()
                self.gjort[gaar_ut] = nr + 1
        return foerste


# Så mange boliger er det raskest å lete gjennom på en gang.
_RADLENGDE = 256


class _Boliger:
    """Når hver bolig blir ledig, i hver framtid. Er de mange, ligger de i blokker, så bare den ene
    blokken må letes gjennom.
    """

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
        boligen.
        """
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

    def venter(tid: float) -> np.ndarray:
        return ((kommer <= tid) & (slutt > tid)).sum(axis=1)

    return np.stack([venter(tid) for tid in np.ravel(tider)], axis=1)
