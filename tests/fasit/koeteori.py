"""Køteoriens eksakte svar, skrevet fra definisjonene. Motoren i `boligdata.behov` prøves mot dem.

Boligene er betjenere og botiden betjeningstiden. Tid er år. `last` er det tallet på boliger som
ville vært i bruk om ingen måtte vente: de som kommer i året ganger årene de bor. Filen bruker bare
numpy, og ingenting fra `boligdata`.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

# ---------------------------------------------------------------------- likevekt: M/M/c


def erlang_b(boliger: int, last: Fraction) -> Fraction:
    """Andelen som avvises når ingen venter (A. K. Erlang 1917): (a^c/c!) / Σ_{k≤c} a^k/k!, summert
    ledd for ledd.
    """
    ledd, summen = Fraction(1), Fraction(1)
    for k in range(1, boliger + 1):
        ledd *= Fraction(last) / k
        summen += ledd
    return ledd / summen


def erlang_c_eksakt(boliger: int, last: Fraction) -> Fraction:
    """Andelen som må vente: C = c·B / (c − a·(1 − B)). 1 når lasten er minst like stor som
    boligene. Uten avrunding.

    Gross m.fl., «Fundamentals of Queueing Theory», kapitlet om M/M/c og M/M/c/c.
    """
    if last >= boliger:
        return Fraction(1)
    b = erlang_b(boliger, last)
    return boliger * b / (boliger - Fraction(last) * (1 - b))


def erlang_c(boliger: int, last: float) -> float:
    """Som `erlang_c_eksakt`, med den stabile rekursjonen 1/B_k = 1 + (k/a)·1/B_(k−1) i flyttall, så
    den er rask.
    """
    if last >= boliger:
        return 1.0
    if last == 0:
        return 0.0
    invers = 1.0
    for k in range(1, boliger + 1):
        invers = 1 + k / last * invers
    avvist = 1 / invers
    return boliger * avvist / (boliger - last * (1 - avvist))


def venter_lenger(boliger: int, last: float, belegg: float, frist: float) -> float:
    """P(W > frist) i M/M/c: ventetiden til den som må vente, er eksponentiell med rate (c −
    a)/belegg.
    """
    return erlang_c(boliger, last) * math.exp(-(boliger - last) * frist / belegg)


def ventetid(boliger: int, last: float, belegg: float) -> float:
    """E[W] i M/M/c, i år og for alle som kommer, også dem som slipper å vente."""
    return erlang_c(boliger, last) * belegg / (boliger - last)


def minste_antall(last: float, belegg: float, frist: float, andel: float) -> int:
    """Det minste hele tallet på boliger der høyst `andel` venter lenger enn `frist`. Prøver ett og
    ett tall.
    """
    if last == 0:
        return 0
    boliger = math.floor(last) + 1
    while venter_lenger(boliger, last, belegg, frist) > andel:
        boliger += 1
    return boliger


def likevekt(boliger: int, last: float, hoyst: int) -> np.ndarray:
    """Fordelingen av antallet i M/M/c (bosatte og ventende), fra 0 til og med `hoyst`: p_n =
    p_(n−1)·a/min(n, c).
    """
    vekt = np.cumprod([1.0, *(last / min(n, boliger) for n in range(1, hoyst + 1))])
    return vekt / vekt.sum()


# ------------------------------------------------------------ over tid: M(t)/M/s(t) + M


@dataclass(frozen=True)
class Koe:
    """Køen på ett tidspunkt: fordelingen av antallet som venter."""

    fordeling: np.ndarray

    @property
    def gjennomsnitt(self) -> float:
        return float(self.fordeling @ np.arange(len(self.fordeling)))

    @property
    def varians(self) -> float:
        return (
            float(self.fordeling @ np.arange(len(self.fordeling)) ** 2)
            - self.gjennomsnitt**2
        )

    def minst(self, antall: int) -> float:
        """P(minst så mange venter)."""
        return float(self.fordeling[max(antall, 0) :].sum())

    def utover(self, plasser: float) -> float:
        """Gjennomsnittlig antall som venter utover så mange plasser: E[max(kø − plasser, 0)]."""
        return float(
            self.fordeling @ np.maximum(np.arange(len(self.fordeling)) - plasser, 0)
        )


def koe_over_tid(
    tider: Sequence[float],
    boliger: int,
    venter: int,
    rate: Callable[[float], float],
    belegg: float,
    gir_opp: float = 0.0,
    nye: Sequence[float] = (),
    ut_av_bruk: Sequence[float] = (),
    hoyst: int = 600,
    skritt: float = 1 / 365.25,
) -> list[Koe]:
    """Løser Kolmogorovs framoverligninger og gir køen på hvert tidspunkt i `tider` (stigende, år
    fra i dag).

    I dag er alle boligene bebodd, og `venter` står i kø. Det kommer `rate(t)` i året, hver bor
    eksponentielt lenge med gjennomsnitt `belegg`, og hver som venter, gir opp med rate `gir_opp` i
    året. `nye` er når nye boliger står ferdige. Ved hver tid i `ut_av_bruk` går den første boligen
    som er tom fra da av, ut for godt.

    Tilstanden er (hvor mange boliger som gjenstår å ta ut, hvor mange som bor eller venter). Så
    lenge en bolig gjenstår å ta ut, er alle boligene bebodd, og den neste som flytter, gir ikke
    plass til noen. Likningene er

        p'(n) = rate·p(n−1) + [ut(n+1)]·p(n+1) − (rate + ut(n))·p(n)
        ut(n) = min(n, s)/belegg + max(n − s, 0)·gir_opp

    og løses med Runge–Kutta av fjerde orden, fra hendelse til hendelse, slik at et skritt aldri går
    over et sprang. `rate` regnes som konstant innenfor hvert skritt (verdien midt i), så den som
    gir stykkevis konstant rate, skal ha sprangene med i `tider`.
    """
    n = np.arange(hoyst + 1)
    hendelser = sorted(
        [
            *((t, 0, "ut") for t in ut_av_bruk),
            *((t, 1, "ny") for t in nye),
            *((t, 2, "les") for t in tider),
        ]
    )
    p = np.zeros((len(ut_av_bruk) + 1, hoyst + 1))
    p[0, boliger + venter] = 1
    naa, svar = 0.0, []
    for tid, _, slag in hendelser:
        p = _framover(p, n, naa, tid, boliger, rate, belegg, gir_opp, skritt)
        naa = tid
        if slag == "ut":
            p = _ta_ut(p, n, boliger)
            boliger -= 1
        elif slag == "ny":
            boliger += 1
            p = _sett_inn(p)
        else:
            svar.append(_koe(p, n, boliger))
    return svar


def _framover(p, n, fra, til, boliger, rate, belegg, gir_opp, skritt):
    """Fordelingen ved `til`, når ingen boliger kommer til eller skal ut mellom `fra` og `til`."""
    if til <= fra:
        return p
    i_bruk = boliger + np.arange(len(p))[:, None]  # med de som gjenstår å ta ut
    flytter = np.minimum(n, i_bruk) / belegg
    oppgitt = np.maximum(n - i_bruk, 0) * gir_opp
    ut = flytter + oppgitt
    antall = max(1, math.ceil((til - fra) / skritt - 1e-9))
    h = (til - fra) / antall

    def endring(p, inn):
        d = -(inn + ut) * p
        d[:, -1] += inn * p[:, -1]  # køen er kuttet så høyt at det ikke betyr noe
        d[:, 1:] += inn * p[:, :-1]
        d[:, :-1] += (oppgitt * p)[:, 1:]
        d[0, :-1] += (flytter * p)[0, 1:]
        d[:-1, :-1] += (flytter * p)[1:, 1:]  # boligen som ble tom, går ut
        return d

    for i in range(antall):
        inn = rate(fra + (i + 0.5) * h)
        k1 = endring(p, inn)
        k2 = endring(p + h / 2 * k1, inn)
        k3 = endring(p + h / 2 * k2, inn)
        k4 = endring(p + h * k3, inn)
        p = p + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
    return p


def _ta_ut(p, n, boliger):
    """Én bolig skal ut nå: straks der en står tom, ellers gjenstår den til noen flytter."""
    ut = np.zeros_like(p)
    tom = n < boliger
    ut[0] = np.where(tom, p[0], 0)
    ut[1] = np.where(tom, 0, p[0])
    ut[2:] += p[1:-1]
    assert p[1:, tom].sum() < 1e-9 and p[-1].sum() < 1e-12
    return ut


def _sett_inn(p):
    """En ny bolig står ferdig: den går rett ut der en bolig gjenstår å ta ut, ellers er det én
    bolig mer.
    """
    ut = np.zeros_like(p)
    ut[:-1] += p[1:]
    ut[0] += p[0]
    return ut


def _koe(p, n, boliger):
    """Fordelingen av antallet som venter."""
    fordeling = np.zeros(len(n))
    for gjenstaar, rad in enumerate(p):
        np.add.at(fordeling, np.maximum(n - boliger - gjenstaar, 0), rad)
    assert abs(fordeling.sum() - 1) < 1e-9 and p[:, -1].sum() < 1e-9, (
        "køen er kuttet for lavt"
    )
    return Koe(fordeling)
