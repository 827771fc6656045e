"""Kartet over kommunene i landet."""

import functools
from collections.abc import Iterable

from boligdata.felles import kommunegrenser
from boligdata.innhold.figurer.grunnlag import (
    BUNN,
    KARTFARGE,
    RUTE,
    TEKST,
    Figur,
    Stil,
    sett_sammen,
)
from boligdata.innhold.sammenligning import Kartkort

_HOEYDE = 520
# Hvor sterk fargen er i hver fjerdedel av kommunene.
_STYRKER = (0.15, 0.4, 0.68, 1.0)


def norgeskart(kort: Kartkort, stil: Stil) -> Figur:
    """Kommunene med tall i fire farger, sterkere jo høyere tall, og grensene til dem uten. Vår egen har en
    tykk strek rundt seg.
    """
    med_tall = {*kort.rader["region"]}
    uten = kommunegrenser.flatene().keys() - med_tall
    serier = [_flatene(sorted(uten), BUNN[stil.moerk], stil)]
    for nr, navn in kort.delene.items():
        numrene = kort.rader.loc[kort.rader["del"] == nr, "region"]
        farge = f"rgba({KARTFARGE[stil.moerk]}, {_STYRKER[nr]})"
        serier.append(
            _flatene(numrene, farge, stil) | {"name": navn, "showlegend": True}
        )
    egen = kort.rader[kort.rader["egen"]]
    rundt = {"color": TEKST[stil.moerk], "width": 3}
    serier.append(
        _flatene(egen["region"], "rgba(0, 0, 0, 0)", stil)
        | {"name": egen["navn"].iloc[0], "showlegend": True, "line": rundt}
    )
    return sett_sammen(
        serier,
        stil,
        _HOEYDE,
        xaxis=_akse(0),
        yaxis=_akse(1) | {"scaleanchor": "x"},
    )


@functools.cache
def _akse(retning: int) -> dict:
    """En akse uten tall, akkurat så lang som landet: uten dette blir kartet lite i en stor tom figur."""
    alle = [
        punkt[retning]
        for flater in kommunegrenser.flatene().values()
        for flate in flater
        for punkt in flate
    ]
    return {"visible": False, "range": [min(alle), max(alle)], "constrain": "domain"}


def _flatene(numrene: Iterable[str], farge: str, stil: Stil) -> dict:
    """Flatene til kommunene som én serie: et hull mellom hver av dem."""
    oest, nord = [], []
    for nummer in numrene:
        for flate in kommunegrenser.flatene()[nummer]:
            oest += [*(punkt[0] for punkt in flate), flate[0][0], None]
            nord += [*(punkt[1] for punkt in flate), flate[0][1], None]
    return {
        "type": "scatter",
        "x": oest,
        "y": nord,
        "mode": "lines",
        "fill": "toself",
        "fillcolor": farge,
        "hoverinfo": "skip",
        "showlegend": False,
        "line": {"color": RUTE[stil.moerk], "width": 0.6},
    }
