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
    framtider = len(kommer)
    if not np.shape(ledig_fra)[-1]:
        return np.full(kommer.shape, np.inf)
    boliger = _Boliger(_per_framtid(ledig_fra, framtider))
    uttak = _Uttak(sorted(np.ravel(ut_av_bruk).tolist()), framtider)
    siste = _siste_tid(kommer, taalmodighet)
    # Én rad per husstand i stedet for per framtid: raskere å gå gjennom. Ligger tabellene slik i minnet fra
    # før, kopieres de ikke. Av samme grunn er det så få steg for hver husstand som mulig.
    inn, varer, siste = (
        np.ascontiguousarray(tabell.T)
        for tabell in (np.maximum(kommer, 0.0), opptatt, siste)
    )
    for start, varighet, orker_til in zip(inn, varer, siste):
        foerste = uttak.ta_ut(boliger, boliger.finn_foerste(), start)
        np.maximum(foerste, start, out=start)
        fikk_ikke = start > orker_til
        opptatt_til = start + varighet
        np.copyto(opptatt_til, foerste, where=fikk_ikke)
        boliger.opptatt_til(opptatt_til)
        np.copyto(start, np.inf, where=fikk_ikke)
    return inn.T


def _siste_tid(kommer: np.ndarray, taalmodighet) -> np.ndarray:
    """Den siste tiden hver orker å vente til. Den som ikke finnes, gir opp med en gang, og ingen venter på
    en bolig som aldri blir ledig.
    """
    orker = np.inf if taalmodighet is None else np.asarray(taalmodighet, float)
    siste = kommer + orker
    np.minimum(siste, np.finfo(float).max, out=siste)
    siste[np.isinf(kommer)] = -np.inf
    return siste


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
        framtider, antall = ledig_fra.shape
        blokk = antall if antall <= _RADLENGDE else math.ceil(math.sqrt(antall))
        blokker = -(-antall // blokk)
        ledig = np.full((framtider, blokker * blokk), np.inf)
        ledig[:, :antall] = ledig_fra
        self.minst = ledig.reshape(framtider, blokker, blokk).min(axis=2)
        # Alle framtidene etter hverandre: én plass er raskere å slå opp enn framtid, blokk og bolig.
        self.ledig = ledig.reshape(-1)
        self.blokker = self.ledig.reshape(-1, blokk)
        self.blokk = self.foerste_blokk = np.arange(framtider) * blokker
        self.start = self.blokk * blokk

    def finn_foerste(self) -> np.ndarray:
        """Tiden den første boligen blir ledig, i hver framtid. `opptatt_til` gjelder den
        boligen.
        """
        rader = self.blokker
        if self.minst.shape[1] > 1:
            self.blokk = self.foerste_blokk + self.minst.argmin(axis=1)
            self.start = self.blokk * self.blokker.shape[1]
            rader = self.blokker.take(self.blokk, axis=0)
        self.plass = self.start + rader.argmin(axis=1)
        return self.ledig.take(self.plass)

    def opptatt_til(self, tid: np.ndarray) -> None:
        """Sett når boligen som ble funnet, er ledig igjen."""
        self.ledig[self.plass] = tid
        if self.minst.shape[1] > 1:
            rader = self.blokker.take(self.blokk, axis=0)
            self.minst.reshape(-1)[self.blokk] = rader.min(axis=1)


def koelengde(kommer, flytter_inn, tider, taalmodighet=None) -> np.ndarray:
    """Hvor mange som venter ved hver av `tider`, (R, T). Ingen flytter inn eller gir opp før de kommer."""
    kommer = np.asarray(kommer, float)
    slutt = np.asarray(flytter_inn, float)
    if taalmodighet is not None:
        slutt = np.minimum(slutt, kommer + taalmodighet)
    return antall_hittil(kommer, tider) - antall_hittil(slutt, tider)


def antall_hittil(hendelser: np.ndarray, tider) -> np.ndarray:
    """Hvor mange av hendelsene i hver rad som har skjedd ved hver av `tider`, (R, T)."""
    # Tidene er få. Da er det raskere å gå gjennom hendelsene én gang for hver enn å lete i tidene.
    return np.stack([_antall(hendelser <= tid) for tid in np.ravel(tider)], axis=1)


def antall_i_aarene(hendelser: np.ndarray, antall_aar: int) -> np.ndarray:
    """Hvor mange av hendelsene i hver rad som skjer i hvert av årene fra i dag, (R, år). Ingen av dem
    skjedde før i dag.
    """
    foer = [_antall(hendelser < aarsskifte) for aarsskifte in range(antall_aar + 1)]
    return np.diff(np.stack(foer, axis=1), axis=1)


def _antall(har_skjedd: np.ndarray) -> np.ndarray:
    # Raskere enn `np.count_nonzero`, som legger sammen i 64 bit.
    return har_skjedd.sum(axis=1, dtype=np.int32)
