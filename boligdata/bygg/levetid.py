"""Kaplan–Meier for ventetider: de som fortsatt venter, teller med så lenge vi har fulgt dem.

Ren regning på numpy-tabeller. Metoden er Kaplan og Meier (1958) med sen inngang: den som hadde
ventet i 200 dager da perioden begynte, er med i gruppen «under risiko» fra dag 200, ikke før.
"""

from typing import NamedTuple

import numpy as np


class Kurve(NamedTuple):
    """Andelen som fortsatt venter rett etter hver dag noen flyttet inn. `dag` er stigende, `andel`
    er mellom 0 og 1.
    """

    dag: np.ndarray
    andel: np.ndarray


def kurve(inn: np.ndarray, ut: np.ndarray, hendelse: np.ndarray) -> Kurve:
    """Anslå andelen som fortsatt venter, dag for dag.

    `inn` og `ut` er første og siste ventedag hver husstand er fulgt (heltall, `inn <= ut`),
    `hendelse` er sann når husstanden flyttet inn på dag `ut`. Alle tre har lengde n.
    """
    dag, antall = np.unique(ut[hendelse], return_counts=True)
    under_risiko = np.searchsorted(np.sort(inn), dag, "right") - np.searchsorted(
        np.sort(ut), dag, "left"
    )
    return Kurve(dag, np.cumprod(1 - antall / under_risiko))


def stoerste_vekt(kurven: Kurve, inn: np.ndarray, ut: np.ndarray, til: int) -> float:
    """Hvor mye én husstand alene på det meste kan flytte andelen, noen av dagene 0 til `til`.

    Vekten en dag er andelen som fortsatt venter, delt på antallet som følges den dagen. Den er 1/n
    når alle følges fra vedtaket, men blir stor når sen inngang eller sensurering gjør at få er
    igjen å lære av.
    """
    dager = np.arange(til + 1)
    foer = np.concatenate(([1.0], kurven.andel))[
        np.searchsorted(kurven.dag, dager, "left")
    ]
    fulgt = np.searchsorted(np.sort(inn), dager, "right") - np.searchsorted(
        np.sort(ut), dager, "left"
    )
    venter = foer > 0
    return float(np.max(foer[venter] / np.maximum(fulgt[venter], 1e-9), initial=0.0))


def andel_over(kurven: Kurve, dager: int) -> float:
    """Andelen som venter mer enn `dager` dager."""
    plass = np.searchsorted(kurven.dag, dager, "right")
    return 1.0 if plass == 0 else float(kurven.andel[plass - 1])


def andel_mellom(kurven: Kurve, fra: int, til: int | None = None) -> float:
    """Andelen som flytter inn etter dag `fra` og senest dag `til`. Fra dag 0 er selve vedtaksdagen
    med.
    """
    start = 1.0 if fra == 0 else andel_over(kurven, fra)
    return start - (andel_over(kurven, til) if til is not None else 0.0)


def kvantil(kurven: Kurve, p: float) -> float | None:
    """Dagen da andelen `p` har flyttet inn, eller None når så mange aldri gjør det i det vi har
    sett.
    """
    naadd = np.flatnonzero(kurven.andel <= 1 - p + 1e-12)
    return float(kurven.dag[naadd[0]]) if naadd.size else None
