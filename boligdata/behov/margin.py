"""Marginen: hvor mange flere boliger enn de som er i bruk, må finnes for at få skal vente lenge.

Folk kommer ujevnt. Er det akkurat så mange boliger som i snitt er i bruk, står det alltid noen i
kø. Regnestykket er Erlangs formel for køer: med offered load R og c boliger er sannsynligheten for
å vente mer enn fristen L

    C(c, R) · exp(-(c - R) · L / m),

der C er Erlang C og m er tiden en bolig er opptatt. Behovet er det minste antallet som holder den
under målet."""

import math

import numpy as np

FRIST_90 = 90 / 365.25


def erlang_c(boliger: int, last: float) -> float:
    """Sannsynligheten for at den som kommer, må vente når `last` boliger ville vært i bruk uten kø.
    1 når det er for få."""
    if last <= 0:
        return 0.0
    if last >= boliger:
        return 1.0
    b = 1.0
    for n in range(1, boliger + 1):
        b = last * b / (n + last * b)
    return b / (1 - last / boliger * (1 - b))


def noedvendig(
    last, belegg, frist: float = FRIST_90, andel: float = 0.10
) -> np.ndarray:
    """Boligene som trengs for at høyst `andel` skal vente mer enn `frist` år.

    `last` er boligene som ville vært i bruk om ingen måtte vente, `belegg` årene en bolig er
    opptatt per husstand; de kan være tabeller. Svaret er ikke et helt tall: rundes det opp, er det
    det minste antallet som holder. Mellom to hele tall følger det logaritmen av sannsynligheten, så
    et lite skift i lasten gir et lite skift i behovet."""
    grense = math.log(andel)

    def for_mye(c, r, m, vent):
        return vent - (c - r) * (frist / m) - grense

    # Med færre boliger enn lasten venter alle lenger enn fristen: logaritmen av 1.
    return _minste(last, belegg, for_mye, -grense)


def noedvendig_for_funksjonelt_null(last, belegg) -> np.ndarray:
    """Boligene som trengs for at køen i snitt ikke er lengre enn det som tildeles på en måned.
    Ellers som `noedvendig`."""

    def for_mye(c, r, m, vent):
        # Køen er C·R/(c - R) i snitt, og tildelt per måned er R/(12 m).
        return vent - np.log((c - r) / (12 * m))

    return _minste(last, belegg, for_mye, 3.0)


def _minste(last, belegg, for_mye, uten: float) -> np.ndarray:
    """Det minste antallet der `for_mye(c, last, belegg, log C)` ikke er over null. `uten` er hvor
    mye det er for mye når c ikke er over lasten."""
    last, belegg = np.broadcast_arrays(
        np.asarray(last, float), np.asarray(belegg, float)
    )
    if not (np.isfinite(last).all() and np.isfinite(belegg).all()):
        raise ValueError(
            "Lasten og belegget må være tall. Ellers finnes det ikke noe minste antall."
        )
    rekke = np.argsort(last, axis=None, kind="stable")
    rekke = rekke[last.ravel()[rekke] > 0]
    r, m = last.ravel()[rekke], belegg.ravel()[rekke]
    svar = np.zeros(r.size)
    # 1/B følger x(c) = 1 + c/R · x(c-1), og Erlang C er 1/(x·(1 - R/c) + R/c).
    x, forrige, per_last = (
        np.ones(r.size),
        np.full(r.size, uten),
        1 / np.maximum(r, 1e-12),
    )
    foerste, c = 0, 0
    while foerste < r.size:
        c += 1
        x[foerste:] *= c * per_last[foerste:]
        x[foerste:] += 1
        # Lasten er sortert, så de som kan ha nok boliger, ligger først.
        d = slice(foerste, int(np.searchsorted(r, c)))
        if d.stop <= d.start:
            continue
        fyllingsgrad = r[d] / c
        naa = for_mye(c, r[d], m[d], -np.log(x[d] * (1 - fyllingsgrad) + fyllingsgrad))
        nok = (naa <= 0) & (svar[d] == 0)
        if nok.any():
            foer = forrige[d][nok]
            svar[d][nok] = c - 1 + foer / (foer - naa[nok])
            mangler = np.flatnonzero(svar[d] == 0)
            foerste = d.start + (int(mangler[0]) if mangler.size else d.stop - d.start)
        forrige[d] = naa
    ut = np.zeros(last.size)
    ut[rekke] = svar
    return ut.reshape(last.shape)
