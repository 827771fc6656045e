"""Tidslinjen over planprosessen: hvert steg som en strek eller et punkt, og dagen i dag."""

import datetime as dt
from collections.abc import Sequence

import pandas as pd

from boligdata.arbeid import planprosess
from boligdata.felles import norsk
from boligdata.felles.maalform import si
from boligdata.innhold.figurer.grunnlag import (
    Figur,
    Stil,
    brutt,
    radhoeyde,
    sett_sammen,
)
from boligdata.innhold.handlingsdel.tidslinje import i_dag_merke, i_dag_strek
from boligdata.innhold.planarbeid import prosessen
from boligdata.innhold.planarbeid.prosessen import Stegvisning

_BREDDE = 20
# Formen sier det samme som fargen.
_TEGN = {
    planprosess.GJORT: "circle",
    planprosess.PAAGAAR: "square",
    planprosess.KOMMER: "diamond-open",
    planprosess.OVER: "x",
}
_LUFT, _ET_AAR = dt.timedelta(days=20), 366


def med_dag(visningen: Sequence[Stegvisning]) -> list[Stegvisning]:
    """Stegene som har en dag å vise."""
    return [ett for ett in visningen if ett.steg.slutter and not ett.steg.utelatt]


def figur(visningen: Sequence[Stegvisning], dag: dt.date, stil: Stil) -> Figur:
    """Stegene under hverandre, i den rekkefølgen de følger hverandre."""
    vist = med_dag(visningen)
    navn = pd.Series([ett.erklaert.navn for ett in vist], dtype="str")
    standene = [en for en in _TEGN if any(ett.stand == en for ett in vist)]
    dagene = [d for ett in vist for d in (ett.steg.begynner, ett.steg.slutter)]
    fra, til = min(dagene) - _LUFT, max(dagene) + _LUFT
    if (til - fra).days > _ET_AAR:
        fra = dt.date(fra.year, 1, 1)
    vis_i_dag = fra <= dag <= til
    return sett_sammen(
        [
            _varer(vist, stil),
            *(
                _slutter(vist, en, stil.farger[nr % len(stil.farger)])
                for nr, en in enumerate(standene, 1)
            ),
        ],
        stil,
        (radhoeyde(navn, _BREDDE) + 4) * len(vist) + 60,
        xaxis={
            "type": "date",
            "side": "top",
            **_datoene(fra, til),
            "tickangle": 0,
            "range": [fra.isoformat(), til.isoformat()],
        },
        yaxis={
            "type": "category",
            "categoryorder": "array",
            "categoryarray": [ett.erklaert.id for ett in reversed(vist)],
            "tickvals": [ett.erklaert.id for ett in vist],
            "ticktext": brutt(navn, _BREDDE),
            "showgrid": True,
        },
        shapes=[i_dag_strek(dag, stil)] if vis_i_dag else [],
        annotations=[i_dag_merke(dag, stil)] if vis_i_dag else [],
    )


def _datoene(fra: dt.date, til: dt.date) -> dict:
    """Datoene på aksen: årene, eller to måneder når det er kortere. Flere går i hverandre på en telefon."""
    dager = (til - fra).days
    if dager > _ET_AAR:
        aar = dager // _ET_AAR // 4
        return {
            "dtick": f"M{12 * max(1, aar)}",
            "tick0": f"{fra.year}-01-01",
            "tickformat": "%Y",
        }
    return {"dtick": f"M{max(1, round(dager / 60))}", "tickformat": "%m.%Y"}


def _varer(vist: Sequence[Stegvisning], stil: Stil) -> dict:
    x, y = [], []
    for ett in vist:
        x += [ett.steg.begynner, ett.steg.slutter, None]
        y += [ett.erklaert.id, ett.erklaert.id, None]
    return {
        "type": "scatter",
        "mode": "lines",
        "name": si("Steget varer"),
        "x": x,
        "y": y,
        "line": {"width": 12, "color": stil.farger[0]},
        "opacity": 0.45,
        "hoverinfo": "skip",
    }


def _slutter(vist: Sequence[Stegvisning], stand: str, farge: str) -> dict:
    mine = [ett for ett in vist if ett.stand == stand]
    return {
        "type": "scatter",
        "mode": "markers",
        "cliponaxis": False,
        "name": si(stand),
        "x": [ett.steg.slutter for ett in mine],
        "y": [ett.erklaert.id for ett in mine],
        "text": [f"{ett.erklaert.navn}: {prosessen.naar(ett.steg)}" for ett in mine],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "symbol": _TEGN[stand],
            "size": 13,
            "color": farge,
            "line": {
                "width": 3 if stand == planprosess.KOMMER else 1,
                "color": farge,
            },
        },
    }


def i_ord(visningen: Sequence[Stegvisning]) -> str:
    """Det figuren viser, i én setning."""
    vist = med_dag(visningen)
    foerste, siste = (
        min(vist, key=lambda ett: ett.steg.begynner),
        max(vist, key=lambda ett: ett.steg.slutter),
    )
    return si(
        "Tidslinjen viser {antall} fra {fra} til {til}. Det første er {foerste}, og det siste er {siste}.",
        antall=norsk.med_ord(len(vist), si("steg")),
        fra=norsk.dato(foerste.steg.begynner),
        til=norsk.dato(siste.steg.slutter),
        foerste=norsk.liten_forbokstav(foerste.erklaert.navn),
        siste=norsk.liten_forbokstav(siste.erklaert.navn),
    )
