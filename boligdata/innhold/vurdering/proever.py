"""Formlene dommene bygger på, uten ord og uten avrunding. Hver av dem sier hvor den er fra."""

import functools
import math
from statistics import NormalDist

Z = NormalDist().inv_cdf(0.975)
NIVAA = 0.05
EKSAKT_TIL = 1000  # Over dette er binomialfordelingen normal, og den eksakte summen bare langsom.


def poisson_p(
    foer: float, naa: float, grunnlag_foer: float = 1, grunnlag_naa: float = 1
) -> float:
    """Tosidig p-verdi for at to antall har samme rate (betinget binomisk test, det dobbelte av den
    minste halen).
    """
    n, p = int(foer + naa), grunnlag_foer / (grunnlag_foer + grunnlag_naa)
    if n == 0:
        return 1.0
    hale = min(_binomial_hale(int(foer), n, p), _binomial_hale(int(naa), n, 1 - p))
    return min(1.0, 2 * hale)


def _binomial_hale(x: int, n: int, p: float) -> float:
    """Sannsynligheten for høyst x av n i binomialfordelingen med sannsynligheten p."""
    if n > EKSAKT_TIL:
        standardavvik = math.sqrt(n * p * (1 - p))
        return NormalDist().cdf((x + 0.5 - n * p) / standardavvik)
    ledd = math.exp(
        math.lgamma(n + 1)
        - math.lgamma(x + 1)
        - math.lgamma(n - x + 1)
        + x * math.log(p)
        + (n - x) * math.log1p(-p)
    )
    sum_ = 0.0
    for k in range(x, -1, -1):
        sum_ += ledd
        ledd *= k * (1 - p) / ((n - k + 1) * p)
    return sum_


def wilson(x: float, n: float) -> tuple[float, float]:
    """95 % konfidensintervall for andelen x av n (Wilson 1927)."""
    p, nevner = x / n, 1 + Z**2 / n
    midt = (p + Z**2 / (2 * n)) / nevner
    varians = p * (1 - p) / n + Z**2 / (4 * n**2)
    bredde = Z * math.sqrt(varians) / nevner
    return midt - bredde, midt + bredde


def newcombe(x1: float, n1: float, x2: float, n2: float) -> tuple[float, float]:
    """95 % intervall for andel 2 minus andel 1 (Newcombe 1998, metode 10)."""
    p1, p2 = x1 / n1, x2 / n2
    (l1, u1), (l2, u2) = wilson(x1, n1), wilson(x2, n2)
    forskjell = p2 - p1
    return forskjell - math.hypot(p2 - l2, u1 - p1), forskjell + math.hypot(
        u2 - p2, p1 - l1
    )


@functools.cache
def student(frihetsgrader: int) -> float:
    """97,5-prosentilen i Students t-fordeling (Abramowitz og Stegun, 26.7.5)."""
    ledd = (
        Z,
        (Z**3 + Z) / 4,
        (5 * Z**5 + 16 * Z**3 + 3 * Z) / 96,
        (3 * Z**7 + 19 * Z**5 + 17 * Z**3 - 15 * Z) / 384,
    )
    return sum(del_ / frihetsgrader**nr for nr, del_ in enumerate(ledd))


@functools.cache
def rangsumgrense(foer: int, etter: int, nivaa: float) -> int | None:
    """Det største antallet par i gal rekkefølge som fortsatt er en sikker forskjell mellom to sett
    tall (Wilcoxon, Mann og Whitney, eksakt og tosidig), eller None når ingen rekkefølge er det.
    """
    return _stoerste_sikre(_rangsummer(foer, etter), nivaa)


@functools.cache
def _rangsummer(foer: int, etter: int) -> tuple[int, ...]:
    """Hvor mange rekkefølger som gir 0, 1, 2 … par der tallet etter er lavere."""
    if not foer or not etter:
        return (1,)
    # Det høyeste tallet er enten ett av dem før, og da lavere enn ingen, eller ett av dem etter.
    uten, med = _rangsummer(foer - 1, etter), _rangsummer(foer, etter - 1)
    ut = [0] * (foer * etter + 1)
    for sum_, antall in enumerate(med):
        ut[sum_] += antall
    for sum_, antall in enumerate(uten):
        ut[sum_ + etter] += antall
    return tuple(ut)


@functools.cache
def trendgrense(antall: int, nivaa: float) -> int | None:
    """Det største antallet par i gal rekkefølge som fortsatt er en sikker trend i så mange tall (Mann
    og Kendall, eksakt og tosidig), eller None når ingen rekkefølge er det.
    """
    fordeling = [1]
    for nr in range(2, antall + 1):
        # Tall nummer `nr` kan være lavere enn 0 til nr − 1 av dem før.
        ny = [0] * (len(fordeling) + nr - 1)
        for sum_, maater in enumerate(fordeling):
            for flere in range(nr):
                ny[sum_ + flere] += maater
        fordeling = ny
    return _stoerste_sikre(tuple(fordeling), nivaa)


def _stoerste_sikre(fordeling: tuple[int, ...], nivaa: float) -> int | None:
    alle, hale, stoerste = sum(fordeling), 0, None
    for sum_, maater in enumerate(fordeling):
        hale += maater
        if 2 * hale > nivaa * alle:
            break
        stoerste = sum_
    return stoerste
