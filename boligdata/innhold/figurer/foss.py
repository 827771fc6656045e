"""Fossen: fra det som var, gjennom det som kom til og gikk ut, til det som er."""

import itertools

import pandas as pd

from boligdata.felles import norsk
from boligdata.felles.enheter import Enhet
from boligdata.innhold import figurspenn
from boligdata.innhold.figurer.grunnlag import (
    RUTE,
    TEKST,
    UTEN_TALL,
    Figur,
    Stil,
    brutt,
    sett_sammen,
)
from boligdata.innhold.regnskap import Regnskap


def regnskap(kort: Regnskap, stil: Stil) -> Figur:
    """Postene i et regnskap, fra det som var til det som er."""
    linjer = [(post.navn, post.tall, post.beholdning) for post in kort.poster]
    felter, loepende = [], 0.0
    for post in kort.poster:
        fra = 0.0 if post.beholdning else loepende
        loepende = fra + post.tall
        felt = kort.enhet.baand(post.tall)
        ender = felt and (fra, max(fra + post.vei * felt[1], 0))
        felter.append(ender and (min(ender), max(ender)))
    return foss(linjer, kort.enhet, stil, felter)


def foss(
    linjer: list[tuple[str, float, bool]],
    enhet: Enhet,
    stil: Stil,
    felter: list[tuple[float, float] | None] | None = None,
    teller: str = "",
) -> Figur:
    """Fra det som var, gjennom det som kom til og gikk ut, til det som er. `linjer` er (navn, tall,
    om det er en beholdning), og `felter` er spennet til dem som bare er kjent som et spenn. `teller` er
    det tallene teller, når ikke noe annet på skjermen sier det.
    """
    # Plassen på aksen er et nummer: to linjer med samme navn ville blitt én søyle.
    navn, plasser = (
        brutt(pd.Series([navn for navn, _, _ in linjer])),
        [*range(len(linjer))],
    )
    felter = felter or [None] * len(linjer)
    tekster = [
        norsk.med_enhet(tall, enhet) if beholdning else _med_fortegn(tall, enhet)
        for _, tall, beholdning in linjer
    ]
    skravert = figurspenn.feltserie(
        plasser, felter, tekster, stil.farger, liggende=True
    )
    serie = {
        "type": "waterfall",
        "orientation": "h",
        "y": plasser,
        "customdata": navn,
        "x": [tall for _, tall, _ in linjer],
        # Den siste beholdningen er summen av det over. Står det der som et tall, kan figuren ikke
        # bli uenig med tabellen.
        "measure": [
            "absolute" if beholdning else "relative" for _, _, beholdning in linjer
        ],
        "text": ["" if felt else tekst for tekst, felt in zip(tekster, felter)],
        "textposition": "outside",
        "cliponaxis": False,
        "textfont": {"color": TEKST[stil.moerk]},
        "hovertemplate": "%{customdata}: %{text}<extra></extra>",
        "connector": {"line": {"color": RUTE[stil.moerk], "width": 1}},
        **{
            slag: {"marker": {"color": farge}}
            for slag, farge in zip(("totals", "increasing", "decreasing"), stil.farger)
        },
    }
    # Så langt ut fossen kommer på vei fra det som var til det som er.
    endringer = [0 if beholdning else tall for _, tall, beholdning in linjer]
    hoeyest = linjer[0][1] + max(itertools.accumulate(endringer))
    bredde = max(
        max(hoeyest, 5 if skravert else 1) * 1.2,
        *map(figurspenn.bredde, _toppene(linjer), tekster),
    )
    return sett_sammen(
        [serie, *(felt | {"width": 0.8} for felt in skravert)],
        stil,
        50 + 38 * len(linjer),
        enhet=teller,
        annotations=[
            figurspenn.ved_enden(felt[1], plass, tekst, TEKST[stil.moerk])
            for plass, felt, tekst in zip(plasser, felter, tekster)
            if felt
        ],
        xaxis=UTEN_TALL | {"range": [_plass_foran(linjer, bredde), bredde]},
        yaxis={
            "autorange": "reversed",
            "showgrid": False,
            "zeroline": False,
            "tickvals": plasser,
            "ticktext": navn,
        },
    )


def _toppene(linjer: list[tuple[str, float, bool]]) -> list[float]:
    """Hvor langt ut det som har tallet sitt til høyre, går. Det som gikk ut, har det til venstre."""
    ut, igjen = [], 0.0
    for _, tall, beholdning in linjer:
        igjen = tall if beholdning else igjen + tall
        ut.append(igjen if tall >= 0 else 0.0)
    return ut


def _plass_foran(linjer: list[tuple[str, float, bool]], bredde: float) -> float:
    """Der aksen begynner. Tallet ved det som gikk ut, står til venstre for søylen, og er det nesten
    ingen igjen, ville det stått oppå navnet.
    """
    igjen, lavest = 0.0, bredde
    for _, tall, beholdning in linjer:
        igjen = tall if beholdning else igjen + tall
        if tall < 0:
            lavest = min(lavest, igjen)
    return -0.15 * bredde if lavest < 0.15 * bredde else 0


def _med_fortegn(tall: float, enhet: Enhet) -> str:
    """«+ 10», «− 5», og «0–4» uten fortegn når tallet er vernet."""
    if not tall:
        return norsk.med_enhet(tall, enhet)
    return ("+ " if tall > 0 else "\N{MINUS SIGN} ") + norsk.med_enhet(abs(tall), enhet)
