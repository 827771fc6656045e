"""Marginen: hvor mange flere boliger enn de som er i bruk, må finnes for at få skal vente lenge.

Folk kommer ujevnt. Er det akkurat så mange boliger som i snitt er i bruk, står det alltid noen i
kø. Regnestykket er Erlangs formel for køer (A. K. Erlang 1917; Gross m.fl., «Fundamentals of
Queueing Theory», M/M/c): med lasten R og c boliger er sannsynligheten for å vente mer enn fristen L

    C(c, R) · exp(-(c - R) · L / m),

der C er Erlang C og m er tiden en bolig er opptatt. Behovet er det minste antallet som holder den
under målet. Lasten («offered load») er boligene som ville vært i bruk om ingen måtte vente.
"""

import math

import numpy as np

FRIST_90 = 90 / 365.25


def noedvendig(
    last, belegg, frist: float = FRIST_90, andel: float = 0.10
) -> np.ndarray:
    """Boligene som trengs for at høyst `andel` skal vente mer enn `frist` år.

    `last` er boligene som ville vært i bruk om ingen måtte vente, `belegg` årene en bolig er
    opptatt per husstand; de kan være tabeller. Svaret er ikke et helt tall: rundes det opp, er det
    det minste antallet som holder. Mellom to hele tall følger det logaritmen av sannsynligheten, så
    et lite skift i lasten gir et lite skift i behovet.
    """
    grense = math.log(andel)

    def for_mye(boliger, last, belegg, log_erlang_c):
        return log_erlang_c - (boliger - last) * (frist / belegg) - grense

    # Med færre boliger enn lasten venter alle lenger enn fristen: logaritmen av 1.
    return _minste(last, belegg, for_mye, -grense)


def noedvendig_for_funksjonelt_null(last, belegg) -> np.ndarray:
    """Boligene som trengs for at køen i snitt ikke er lengre enn det som tildeles på en måned.
    Ellers som `noedvendig`.
    """

    def for_mye(boliger, last, belegg, log_erlang_c):
        # Køen er C·R/(c - R) i snitt, og tildelt per måned er R/(12 m).
        return log_erlang_c - np.log((boliger - last) / (12 * belegg))

    return _minste(last, belegg, for_mye, 3.0)


def _minste(last, belegg, for_mye, uten: float) -> np.ndarray:
    """Det minste antallet der `for_mye(boliger, last, belegg, log C)` ikke er over null. `uten` er
    hvor mye det er for mye når boligene ikke er flere enn lasten.
    """
    last, belegg = np.broadcast_arrays(
        np.asarray(last, float), np.asarray(belegg, float)
    )
    if not (np.isfinite(last).all() and np.isfinite(belegg).all()):
        raise ValueError(
            "Lasten og belegget må være tall. Ellers finnes det ikke noe minste antall."
        )
    rekke = np.argsort(last, axis=None, kind="stable")
    rekke = rekke[last.ravel()[rekke] > 0]
    minste = np.zeros(last.size)
    minste[rekke] = _minste_i_rekke(
        last.ravel()[rekke], belegg.ravel()[rekke], for_mye, uten
    )
    return minste.reshape(last.shape)


def _minste_i_rekke(
    last: np.ndarray, belegg: np.ndarray, for_mye, uten: float
) -> np.ndarray:
    """Som `_minste`, for stigende laster over null: boligene telles opp for alle på en gang.

    1/B (Erlang B) følger x(c) = 1 + c/R · x(c-1), og Erlang C er 1/(x·(1 - R/c) + R/c).
    """
    minste = np.zeros(last.size)
    x = np.ones(last.size)
    forrige = np.full(last.size, uten)
    per_last = 1 / np.maximum(last, 1e-12)
    foerste, boliger = 0, 0
    while foerste < last.size:
        boliger += 1
        x[foerste:] *= boliger * per_last[foerste:]
        x[foerste:] += 1
        # Lasten er sortert, så de som kan ha nok boliger, ligger først.
        mulige = slice(foerste, int(np.searchsorted(last, boliger)))
        if mulige.stop <= mulige.start:
            continue
        fyllingsgrad = last[mulige] / boliger
        log_erlang_c = -np.log(x[mulige] * (1 - fyllingsgrad) + fyllingsgrad)
        naa = for_mye(boliger, last[mulige], belegg[mulige], log_erlang_c)
        nok = (naa <= 0) & (minste[mulige] == 0)
        if nok.any():
            foer = forrige[mulige][nok]
            minste[mulige][nok] = boliger - 1 + foer / (foer - naa[nok])
            mangler = np.flatnonzero(minste[mulige] == 0)
            foerste = mulige.start + int(mangler[0]) if mangler.size else mulige.stop
        forrige[mulige] = naa
    return minste
