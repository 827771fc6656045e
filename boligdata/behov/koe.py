"""Køen: hvem som flytter inn når, når den som har ventet lengst, får den første boligen som blir ledig.

Regnestykket er eksakt (Kiefer og Wolfowitz 1955): den neste i køen flytter inn når den første boligen blir ledig, og boligen er så
opptatt til hun flytter ut og den er gjort klar. Alle framtidene regnes samtidig, én i køen om gangen.
"""

import numpy as np


def foerstemann(kommer, opptatt, ledig_fra, taalmodighet=None, ut_av_bruk=()) -> np.ndarray:
    """Når hver i køen flytter inn, i år fra i dag. `inf` er den som ga opp, eller aldri fikk bolig.

    Alle tabeller har én rad per framtid. `kommer` (R, N) er når hver av dem meldte seg, stigende, `inf` der det ikke er flere;
    de som venter i dag, har null eller mindre. `opptatt` (R, N) er hvor lenge boligen er opptatt. `ledig_fra` (R, C) eller (C,) er
    når hver bolig først er ledig: 0 for en tom, datoen for en planlagt. `taalmodighet` (R, N) er hvor lenge hver orker å vente.
    Ved hver av tidene `ut_av_bruk` går den første boligen som er tom fra da av, ut for godt, også om noen venter på den.
    """
    kommer, opptatt = np.asarray(kommer, float), np.asarray(opptatt, float)
    framtider, antall = kommer.shape
    # Boligene ligger sist i minnet: å finne den første ledige er det som tar tid.
    ledig = np.array(np.broadcast_to(np.asarray(ledig_fra, float), (framtider, np.shape(ledig_fra)[-1])))
    inn = np.full((framtider, antall), np.inf)
    if not ledig.shape[1]:
        return inn
    rad = np.arange(framtider)
    uttak = [np.broadcast_to(np.asarray(t, float), framtider) for t in sorted(np.ravel(ut_av_bruk).tolist())]
    gjort = np.zeros(framtider, int)
    tider = np.maximum(kommer, 0.0).T.copy()
    varer = opptatt.T.copy()
    siste = None if taalmodighet is None else (kommer + np.asarray(taalmodighet, float)).T.copy()
    inn_kolonner = inn.T
    for n in range(antall):
        t = tider[n]
        bolig = ledig.argmin(axis=1)
        if uttak:
            _ta_ut(ledig, t, bolig, uttak, gjort, rad)
        start = np.maximum(ledig[rad, bolig], t)
        if siste is not None:
            start = np.where(start > siste[n], np.inf, start)
        faar = np.isfinite(start)
        if faar.all():
            ledig[rad, bolig] = start + varer[n]
        else:
            ledig[rad[faar], bolig[faar]] = (start + varer[n])[faar]
        inn_kolonner[n] = start
    return inn


def _ta_ut(ledig, naa, bolig, uttak, gjort, rad) -> None:
    """Ta ut boligene som skal ut før den neste kan flytte inn. `bolig` er den første ledige, og følger med."""
    for nr, tid in enumerate(uttak):
        gjelder = rad[(gjort == nr) & (tid <= np.maximum(ledig[rad, bolig], naa))]
        if gjelder.size:
            ledig[gjelder, bolig[gjelder]] = np.inf
            bolig[gjelder] = ledig[gjelder].argmin(axis=1)
            gjort[gjelder] = nr + 1


def koelengde(kommer, flytter_inn, tider, taalmodighet=None) -> np.ndarray:
    """Hvor mange som venter ved hver av `tider`, (R, T)."""
    kommer = np.asarray(kommer, float)
    slutt = np.asarray(flytter_inn, float)
    if taalmodighet is not None:
        slutt = np.minimum(slutt, kommer + taalmodighet)
    return np.stack([((kommer <= t) & (slutt > t)).sum(axis=1) for t in np.ravel(tider)], axis=1)
