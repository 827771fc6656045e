"""Etterprøvingen: hva modellen ville sagt tidligere år, mot det som skjedde."""

import numpy as np
import pandas as pd

from boligdata import lesing
from boligdata.behov import modell
from boligdata.behov.grunnlag import Grunnlag
from boligdata.felles.maalform import fast
from boligdata.innhold.boligbehov import folkevekst, grunnlag, planer
from boligdata.innhold.boligbehov.scenario import Scenario

BOR_ELLER_VENTER = fast("Husstander som bor i eller venter på bolig")
VENTER = fast("Husstander som venter på bolig")
KOLONNER = ["laget", "gjelder", "hva", "beregnet", "lav", "hoey", "ble"]


@lesing.husk_tall
def etterproevd() -> pd.DataFrame:
    """Hva modellen ville sagt, mot det som skjedde. Én rad per år den ble laget, år den gjaldt og
    tall.

    Kolonner: laget og gjelder (år), hva, beregnet, lav, hoey og ble.
    """
    tidligere = {int(aar) for aar in lesing.behov("pool")["da"] if aar}
    rader = []
    for aar_siden in sorted(tidligere, reverse=True):
        koe, boliger = _framskrevet(aar_siden)
        for nr in range(1, aar_siden + 1):
            bor, venter = (
                _publisert(indikator, aar_siden - nr)
                for indikator in ("husstander", "venteliste")
            )
            bor_eller_venter = koe.koe[:, nr] + boliger[nr] - koe.ledige[:, nr]
            for hva, framtider, ble in (
                (BOR_ELLER_VENTER, bor_eller_venter, bor + venter),
                (VENTER, koe.koe[:, nr], venter),
            ):
                aarene = (str(_aar(aar_siden)), str(_aar(aar_siden - nr)))
                lav, hoey = np.percentile(framtider, modell.BAAND)
                midten = float(np.median(framtider))
                rader.append((*aarene, hva, midten, lav, hoey, ble))
    return pd.DataFrame(rader, columns=KOLONNER)


def _framskrevet(aar_siden: int) -> tuple[modell.Framskriving, np.ndarray]:
    """Køen og boligene slik de ville vært framskrevet da, med boligene som faktisk kom."""
    grunnlaget = grunnlag.hent(aar_siden)
    plan = modell.Plan(
        "",
        aar_siden,
        planer.maalsetting(Scenario()),
        folkevekst.per_stroem("MMMM", "dekning", aar_siden),
        _bygd(grunnlaget, aar_siden),
    )
    koeer = modell.framskriv(grunnlaget, plan, planer.framtider())
    boliger = sum(
        modell.boliger(pool, modell.vilkaar_i(pool, plan))
        for pool in grunnlaget.pooler
        if pool.stroemmer
    )
    return modell.samlet_koe(koeer), boliger


def _publisert(indikator: str, aar_siden: int) -> float:
    return float(grunnlag.per_boligtype(indikator, (), aar_siden)["verdi"].sum())


def _aar(aar_siden: int) -> int:
    return grunnlag.i_dag().year - aar_siden


def _bygd(grunnlaget: Grunnlag, aar_siden: int) -> tuple[modell.Prosjekt, ...]:
    """Boligene som faktisk kom til og gikk ut i årene etter."""
    ut = []
    for pool in grunnlaget.pooler:
        antall = [
            sum(
                grunnlag.boliger(aar_siden - nr).get(type_, 0)
                for type_ in pool.boligtyper
            )
            for nr in range(aar_siden + 1)
        ]
        for nr in range(1, aar_siden + 1):
            endring = int(antall[nr] - antall[nr - 1])
            if antall[nr] != antall[nr - 1]:
                ut.append(modell.Prosjekt(pool.pool, nr - 0.5, endring))
    return tuple(ut)
