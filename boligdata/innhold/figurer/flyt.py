"""Strømmer fra en gruppe til en annen."""

import pandas as pd

from boligdata.felles import norsk
from boligdata.innhold.figurer.grunnlag import (
    TEKST,
    Figur,
    Stil,
    brutt,
    gjennomsiktig,
    sett_sammen,
)
from boligdata.innhold.kort import Kort


def flyt(kort: Kort, stil: Stil) -> Figur:
    """Strømmer fra en gruppe til en annen, bredere jo flere. Bare dem det er noe i."""
    data = kort.data[kort.data["verdi"] > 0].reset_index(drop=True)
    fra, til = data["gruppe"].unique().tolist(), data["lag"].unique().tolist()
    farge = {navn: stil.farge(nr) for nr, navn in enumerate(fra)}
    lenketekst = [
        f"{kilde} → {ende}: {norsk.med_enhet(verdi, kort.enhet)}{f', {mer}' if mer else ''}"
        for kilde, ende, verdi, mer in zip(
            data["gruppe"], data["lag"], data["verdi"], data["tillegg"]
        )
    ]
    serie = {
        "type": "sankey",
        "arrangement": "fixed",
        "textfont": {"size": 14, "color": TEKST[stil.moerk], "shadow": "none"},
        "node": {
            "label": brutt(pd.Series([*fra, *til]), 16),
            "pad": 18,
            "thickness": 14,
            "hoverinfo": "none",
            "color": [*farge.values(), *[TEKST[stil.moerk]] * len(til)],
            "line": {"width": 0},
        },
        "link": {
            "source": [fra.index(kilde) for kilde in data["gruppe"]],
            "target": [len(fra) + til.index(ende) for ende in data["lag"]],
            "value": data["verdi"].tolist(),
            "color": [gjennomsiktig(farge[kilde], 0.45) for kilde in data["gruppe"]],
            "customdata": lenketekst,
            "hovertemplate": "%{customdata}<extra></extra>",
        },
    }
    return sett_sammen(
        [serie],
        stil,
        84 + 52 * max(len(fra), len(til), 4),
        # Navnet på den nederste gruppen kan ha flere linjer, og gå ut under den.
        margin={"b": 32},
        xaxis={"visible": False},
        yaxis={"visible": False},
    )
