"""Oppdiktede kommuner der det er kjent om noe er endret: én serie med tall, der nivået er et annet i
de siste periodene, eller ikke.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from boligdata.felles import katalog
from boligdata.felles.enheter import DAGER_I_MAANED
from boligdata.innhold.vurdering import Tallrekke
from boligdata.lesing import LestIndikator
from boligdata.lesing.lest import som_lest

AVVIK = 4
# Hvor mye mer enn terningkast det svinger i verdenen der det gjør det.
SVINGER = 2
# Så stor del av en beholdning er den samme i neste periode.
BLIR_ET_TERTIAL, BLIR_ET_AAR = 0.85, 0.5


@dataclass(frozen=True)
class Tall:
    """Et slag tall: indikatoren det er, og seriene av nivåene, eksakt og rundet av."""

    indikator: str
    serie: Callable[[np.ndarray, bool], Tallrekke]

    def lest(self, rundet: bool) -> LestIndikator:
        """Indikatoren slik den leses i de publiserte, eller i de eksakte tallene."""
        return som_lest(katalog.indikatorer()[self.indikator], vernet=rundet)


# ---------------------------------------------------------------------- det som trekkes


def terningkast(terning: np.random.Generator, nivaa: np.ndarray) -> np.ndarray:
    """Saker som kommer uavhengig av hverandre."""
    return terning.poisson(nivaa)


def svinger_mer(terning: np.random.Generator, nivaa: np.ndarray) -> np.ndarray:
    """Saker som kommer mer ujevnt: noen år er det mange av dem, uten at noe er endret."""
    return terning.poisson(terning.gamma(nivaa / (SVINGER - 1), SVINGER - 1))


def beholdning(blir: float) -> Callable[[np.random.Generator, np.ndarray], np.ndarray]:
    """De som er der den siste dagen i perioden. De fleste var der også i den forrige."""

    def trekk(terning: np.random.Generator, nivaa: np.ndarray) -> np.ndarray:
        er_der, ut = terning.poisson(nivaa[0]), []
        for kommer in nivaa * (1 - blir):
            er_der = terning.binomial(er_der, blir) + terning.poisson(kommer)
            ut.append(er_der)
        return np.array(ut)

    return trekk


def andeler(av: int, svinger: int = 1):
    """Så mange av `av`, når nivået er i prosent. Svinger det mer, er sakene like hverandre, flere og
    flere.
    """

    def trekk(terning: np.random.Generator, nivaa: np.ndarray) -> np.ndarray:
        andel = nivaa / 100
        if svinger > 1:
            like = (av - 1) / (svinger - 1) - 1
            andel = terning.beta(andel * like, (1 - andel) * like)
        return np.column_stack([terning.binomial(av, andel), np.full(len(nivaa), av)])

    return trekk


def medianer(av: int) -> Callable[[np.random.Generator, np.ndarray], np.ndarray]:
    """Medianen av så mange ventetider, når nivået er medianen i dager. De fleste er korte, noen lange."""

    def trekk(terning: np.random.Generator, nivaa: np.ndarray) -> np.ndarray:
        tider = terning.exponential(nivaa[:, None] / np.log(2), (len(nivaa), av))
        return np.median(np.ceil(tider), axis=1)

    return trekk


# -------------------------------------------------------------------------- seriene


def _antall(saker: np.ndarray, rundet: bool) -> Tallrekke:
    return _serie(*_femmere(saker, rundet), np.full(len(saker), np.nan))


def _andel(saker: np.ndarray, rundet: bool) -> Tallrekke:
    (teller, minst, mest), (nevner, faerrest, flest) = (
        _femmere(saker[:, nr], rundet) for nr in (0, 1)
    )
    verdi = 100 * teller / nevner
    spenn = 100 * minst / flest, np.minimum(100 * mest / faerrest, 100)
    return Tallrekke(
        _aarene(len(saker)),
        verdi,
        *spenn,
        (minst, mest),
        (faerrest, flest),
        np.zeros(len(saker), bool),
    )


def _median(dager: np.ndarray, rundet: bool) -> Tallrekke:
    ukjent = np.full(len(dager), np.nan)
    if not rundet:
        return _serie(dager, dager, dager, ukjent)
    maaneder = np.round(dager / DAGER_I_MAANED)
    nedre = np.maximum(maaneder - 0.5 + 0.5 / DAGER_I_MAANED, 0)
    return _serie(maaneder, nedre, maaneder + 0.5, ukjent)


def _femmere(
    saker: np.ndarray, rundet: bool
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Det som vises, og det det kan være."""
    saker = saker.astype(float)
    if not rundet:
        return saker, saker, saker
    vist = 5 * np.round(saker / 5)
    return vist, np.maximum(vist - AVVIK, 0), vist + AVVIK


def _serie(verdi: np.ndarray, nedre: np.ndarray, oevre: np.ndarray, av) -> Tallrekke:
    usikkert = np.zeros(len(verdi), bool)
    perioder = _aarene(len(verdi))
    return Tallrekke(perioder, verdi, nedre, oevre, (nedre, oevre), (av, av), usikkert)


def _aarene(antall: int) -> tuple[str, ...]:
    return tuple(str(2016 + nr) for nr in range(antall))


ANTALL = Tall("soeknader_uten_bolig", _antall)
BEHOLDNING = Tall("venteliste", _antall)
ANDEL = Tall("til_eid_bolig", _andel)
MEDIAN = Tall("omloepstid", _median)
