"""Varmekartet: et rutenett med tall."""

import pandas as pd

from boligdata.innhold.figurer.grunnlag import (
    KARTFARGE,
    TEKST,
    Figur,
    Stil,
    brutt,
    radhoeyde,
    sett_sammen,
    skrevet,
    tallene,
)
from boligdata.innhold.kort import Kort

# Så mange kolonner i et varmekart er smalere enn to linjer med navn på en telefon.
MANGE_KOLONNER = 6


def varmekart(kort: Kort, stil: Stil) -> Figur:
    """Rutenett med tallet skrevet i hver rute, mørkere jo høyere tall."""
    rader = kort.data["gruppe"].unique().tolist()
    kolonner = kort.data["lag"].unique().tolist()
    ruter = kort.data.assign(tekst=skrevet(kort, kort.data)).set_index(
        ["gruppe", "lag"]
    )
    verdi, tekst = (
        ruter[felt].unstack().reindex(index=rader, columns=kolonner)
        for felt in ("verdi", "tekst")
    )
    # Er det mange kolonner, er det bare plass til én linje over hver av dem på en telefon.
    mange = len(kolonner) >= MANGE_KOLONNER
    paa_linjen, tegn, skrift = (99, 6.5, 11) if mange else (24, 8, 14)
    # Det store mønsteret ser en bare når null ikke roper like høyt som resten.
    tekst = tekst.where(verdi != 0, "")
    serie = {
        "type": "heatmap",
        "x": brutt(pd.Series(kolonner), paa_linjen),
        "y": brutt(pd.Series(rader), 14),
        "xgap": 3,
        "ygap": 3,
        "showscale": False,
        "z": [tallene(rad, 0) for _, rad in verdi.iterrows()],
        "text": tekst.fillna("").to_numpy().tolist(),
        "texttemplate": "%{text}",
        "colorscale": _ruteskala(stil),
        "zmin": 0,
        "textfont": {
            "size": 12 if mange else 14,
            "color": TEKST[stil.moerk],
        },
        "hovertemplate": "%{y}, %{x}: %{text}<extra></extra>",
    }
    # Navnene over kolonnene står på høykant: på en telefon er en rute ikke bredere enn tallet i
    # den. Alle må stå der, ellers leses tallene under feil navn.
    navnehoeyde = round(tegn * min(paa_linjen, max(map(len, kolonner))))
    return sett_sammen(
        [serie],
        stil,
        30 + navnehoeyde + radhoeyde(pd.Series(rader), 14) * len(rader),
        xaxis={
            "side": "top",
            "showgrid": False,
            "tickangle": -90,
            "tickvals": serie["x"],
            "tickfont": {"size": skrift, "color": TEKST[stil.moerk]},
        },
        yaxis={"autorange": "reversed", "showgrid": False},
    )


def _ruteskala(stil: Stil) -> list[list]:
    # Svakere enn på kartet: teksten står rett på fargen og skal ha god kontrast også i den mørkeste
    # ruten.
    return [
        [0, f"rgba({KARTFARGE[stil.moerk]}, 0.06)"],
        [1, f"rgba({KARTFARGE[stil.moerk]}, 0.5)"],
    ]
