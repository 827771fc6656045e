"""Marginen: hvor mange flere boliger enn de som er i bruk, må finnes for at få skal vente lenge.

Folk kommer ujevnt. Er det akkurat så mange boliger som i snitt er i bruk, står det alltid noen i
kø. Regnestykket er Erlangs formel for køer (A. K. Erlang 1917; Gross m.fl., «Fundamentals of
Queueing Theory», M/M/c): med lasten R og c boliger er sannsynligheten for å vente mer enn fristen L

    C(c, R) · exp(-(c - R) · L / m),

der C er Erlang C og m er tiden en bolig er opptatt. Behovet er det minste antallet som holder den
under målet. Lasten («offered load») er boligene som ville vært i bruk om ingen måtte vente.

Noen gir opp å vente, og da går det fortere for resten. Med avgangen θ per år er det Erlang A
(Palm 1957; Zeltyn og Mandelbaum 2005, «Call centers with impatient customers», M/M/n+M). Tiden en
som aldri ga opp, måtte ventet, er null eller har en tetthet som er proporsjonal med

    g(v) = R/m · exp(R/m · (1 - exp(-θ·v))/θ - c·v/m),

mot 1/B(c - 1, R) for null, der B er Erlang B. Den som søker, får bolig i tide når den tiden er under
fristen og hun ikke gir opp før den er gått.
"""

import functools
import math

import numpy as np

FRIST_90 = 90 / 365.25


def noedvendig(
    last, belegg, frist: float = FRIST_90, andel: float = 0.10, avgang: float = 0.0
) -> np.ndarray:
    """Boligene som trengs for at høyst `andel` ikke får bolig innen `frist` år, og minst `last`.

    `last` er boligene som ville vært i bruk om ingen måtte vente, `belegg` årene en bolig er
    opptatt per husstand; de kan være tabeller. `avgang` er hvor mange av dem som venter, som gir
    opp per år. Svaret er ikke et helt tall: rundes det opp, er det det minste antallet som holder.
    Mellom to hele tall følger det logaritmen av sannsynligheten, så et lite skift i lasten gir et
    lite skift i behovet. Med avgang er marginen regnet i et rutenett av laster og belegg, og er en
    rett linje imellom.
    """
    grense = math.log(andel)

    def for_mye(boliger, last, belegg, log_erlang_c):
        return log_erlang_c - (boliger - last) * (frist / belegg) - grense

    # Med færre boliger enn lasten venter alle lenger enn fristen: logaritmen av 1.
    ingen_gir_opp = _minste(last, belegg, for_mye, -grense)
    if avgang <= 0:
        return ingen_gir_opp
    last = np.broadcast_to(np.asarray(last, float), ingen_gir_opp.shape)
    igjen = _igjen_av_marginen(last, belegg, frist, andel, float(avgang))
    return last + (ingen_gir_opp - last) * igjen


def noedvendig_for_funksjonelt_null(last, belegg) -> np.ndarray:
    """Boligene som trengs for at køen i snitt ikke er lengre enn det som tildeles på en måned.
    Ellers som `noedvendig`.
    """

    def for_mye(boliger, last, belegg, log_erlang_c):
        # Køen er C·R/(c - R) i snitt, og tildelt per måned er R/(12 m).
        return log_erlang_c - np.log((boliger - last) / (12 * belegg))

    return _minste(last, belegg, for_mye, 3.0)


# ------------------------------------------------------------------------- når noen gir opp

# Rutenettet: en last og et belegg for hver dobling.
_LASTER = 2.0 ** np.arange(11)
_LENGST = 45  # Tettheten er under e⁻⁴⁵ av det den er ved null.
_PUNKTER, _VEKTER = np.polynomial.legendre.leggauss(12)
_PUNKTER, _VEKTER = (_PUNKTER + 1) / 2, _VEKTER / 2


def _igjen_av_marginen(last, belegg, frist, andel, avgang: float) -> np.ndarray:
    """Hvor stor del av marginen som trengs når noen gir opp, fra 0 til 1."""
    rute = np.log2(np.broadcast_to(belegg, last.shape))
    log_last = np.log2(np.clip(last, _LASTER[0], _LASTER[-1]))
    igjen = np.zeros(last.shape)
    foerste, siste = np.floor([rute.min(), rute.max()]).astype(int)
    for nr in range(foerste, siste + 2):
        vekt = np.maximum(1 - np.abs(rute - nr), 0)
        i_ruten = np.interp(
            log_last, np.log2(_LASTER), _i_ruten(nr, frist, andel, avgang)
        )
        igjen += vekt * i_ruten
    return igjen


@functools.lru_cache(maxsize=1024)
def _i_ruten(nr: int, frist: float, andel: float, avgang: float) -> np.ndarray:
    """Delen av marginen som trengs for hver av `_LASTER`, når belegget er 2^nr år."""
    belegg = 2.0**nr
    uten = noedvendig(_LASTER, belegg, frist, andel)
    med = [
        _minste_naar_noen_gir_opp(last, belegg, frist, andel, avgang, math.ceil(nok))
        for last, nok in zip(_LASTER.tolist(), uten.tolist())
    ]
    return np.clip((np.array(med) - _LASTER) / (uten - _LASTER), 0, 1)


def _minste_naar_noen_gir_opp(
    last: float, belegg: float, frist: float, andel: float, avgang: float, nok: int
) -> float:
    """Som `noedvendig` for én last, når `nok` boliger er nok om ingen gir opp."""
    boliger = np.arange(max(int(last), 1), nok + 1)
    sent = np.log(_andel_sent(boliger, last, belegg, frist, avgang))
    grense = math.log(andel)
    nr = int(np.argmax(sent <= grense))
    if nr == 0:
        return last
    del_ = (sent[nr - 1] - grense) / (sent[nr - 1] - sent[nr])
    return max(float(boliger[nr - 1] + del_), last)


def _andel_sent(
    boliger: np.ndarray, last: float, belegg: float, frist: float, avgang: float
) -> np.ndarray:
    """Andelen som ikke får bolig innen fristen, for hvert antall boliger på rad. `avgang` er over
    null.
    """
    kommer, gaar = last / belegg, boliger[:, None, None] / belegg
    # Eksponenten faller minst så fort som en av de to.
    lengst = (_LENGST + kommer / avgang) / gaar
    over = np.maximum(gaar - kommer, 1e-9)
    lengst = np.minimum(lengst, _LENGST / over)
    stykker = np.linspace(0, 1, 17)[:, None] ** 3 * lengst

    def tetthet(tid: np.ndarray) -> np.ndarray:
        taper = -np.expm1(-avgang * tid) / avgang
        return kommer * np.exp(kommer * taper - gaar * tid)

    bredde = np.diff(stykker, axis=1)
    venter = (tetthet(stykker[:, :-1] + bredde * _PUNKTER) * bredde) @ _VEKTER
    til_fristen = frist * _PUNKTER
    i_tide = tetthet(til_fristen) * np.exp(-avgang * til_fristen)
    i_tide = frist * (i_tide @ _VEKTER)[:, 0]
    uten_venting = _per_erlang_b(boliger, last)
    sent = 1 - (uten_venting + i_tide) / (uten_venting + venter.sum(axis=1))
    return np.maximum(sent, 1e-12)


def _per_erlang_b(boliger: np.ndarray, last: float) -> np.ndarray:
    """1/B for én bolig færre enn hvert av antallene, som står på rad."""
    per_b, alle = 1.0, []
    for antall in range(1, int(boliger[-1]) + 1):
        if antall >= boliger[0]:
            alle.append(per_b)
        per_b = 1 + antall / last * per_b
    return np.array(alle)


# ------------------------------------------------------------------ det minste som er nok


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
    """Som `_minste`, for stigende laster over null. Alle telles opp fra hver sin last på en gang.

    1/B (Erlang B) følger x(c) = 1 + c/R · x(c-1), og Erlang C er 1/(x·(1 - R/c) + R/c).
    """
    minste = np.zeros(last.size)
    mangler = np.arange(last.size)
    boliger, per_last = np.floor(last), 1 / np.maximum(last, 1e-12)
    x = _opp_til_lasten(last, per_last)
    forrige = np.full(last.size, uten)
    while mangler.size:
        boliger += 1
        x = x * (boliger * per_last) + 1
        fyllingsgrad = last / boliger
        log_erlang_c = -np.log(x * (1 - fyllingsgrad) + fyllingsgrad)
        naa = for_mye(boliger, last, belegg, log_erlang_c)
        nok = naa <= 0
        if nok.any():
            foer = forrige[nok]
            minste[mangler[nok]] = boliger[nok] - 1 + foer / (foer - naa[nok])
            flere = ~nok
            mangler, naa = mangler[flere], naa[flere]
            last, belegg, boliger = last[flere], belegg[flere], boliger[flere]
            x, per_last = x[flere], per_last[flere]
        forrige = naa
    return minste


def _opp_til_lasten(last: np.ndarray, per_last: np.ndarray) -> np.ndarray:
    """1/B når boligene er så mange som lasten er, rundet ned. Lasten er sortert."""
    x = np.ones(last.size)
    antall = np.arange(1, int(last[-1]) + 1 if last.size else 1)
    for boliger, igjen in zip(antall.tolist(), np.searchsorted(last, antall).tolist()):
        x[igjen:] *= boliger * per_last[igjen:]
        x[igjen:] += 1
    return x
