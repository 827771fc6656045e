"""Kartet: områdene som flater."""

import pandas as pd

from boligdata.felles import norsk
from boligdata.innhold.figurer.grunnlag import (
    KARTFARGE,
    TEKST,
    Figur,
    Stil,
    sett_sammen,
    skrevet,
)
from boligdata.innhold.kort import Kort


def kart(kort: Kort, stil: Stil) -> Figur:
    """Områdene som flater, mørkere jo høyere tall, med navn og tall skrevet midt i hvert område."""
    styrker = dict(
        zip(
            kort.data["gruppe"],
            (kort.data["verdi"] / max(kort.data["verdi"].max(), 1)).fillna(0),
        )
    )
    tekster = dict(zip(kort.data["gruppe"], skrevet(kort, kort.data)))
    ingen = norsk.med_enhet(0 if kort.indikator.er_antall else None, kort.enhet)
    serier, navn = [], []
    for (omraade, _), ring in kort.kart.groupby(["omraade", "flate"], sort=False):
        tekst = tekster.get(omraade, ingen)
        styrke = 0.08 + 0.72 * styrker.get(omraade, 0)
        farge = f"rgba({KARTFARGE[stil.moerk]}, {styrke:.2f})"
        serier.append(_flate(ring, omraade, tekst, farge, stil))
        navn.append(_midt_i(ring, f"{omraade}<br><b>{tekst}</b>", stil))
    return sett_sammen(
        serier,
        stil,
        420,
        xaxis={"visible": False},
        yaxis={"visible": False, "scaleanchor": "x"},
        margin={"t": 8},
        annotations=navn,
        showlegend=False,
        height=420,
    )


def _flate(ring: pd.DataFrame, omraade: str, tekst: str, farge: str, stil: Stil):
    return {
        "type": "scatter",
        "x": ring["x"].tolist(),
        "y": ring["y"].tolist(),
        "mode": "lines",
        "fill": "toself",
        "name": omraade,
        "hoveron": "fills",
        "text": f"{omraade}: {tekst}",
        "hoverinfo": "text",
        "fillcolor": farge,
        "line": {"color": TEKST[stil.moerk], "width": 1.5},
    }


def _midt_i(ring: pd.DataFrame, tekst: str, stil: Stil) -> dict:
    """Teksten midt i området, på en bakgrunn som gjør at den kan leses."""
    lys, moerk = "rgba(255, 255, 255, 0.8)", "rgba(18, 24, 30, 0.75)"
    return {
        "x": (ring["x"].min() + ring["x"].max()) / 2,
        "y": (ring["y"].min() + ring["y"].max()) / 2,
        "showarrow": False,
        "text": tekst,
        "font": {"size": 14, "color": TEKST[stil.moerk]},
        "bgcolor": moerk if stil.moerk else lys,
    }
