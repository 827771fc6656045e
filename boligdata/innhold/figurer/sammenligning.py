"""Figurene på siden Sammenligning: kommunene i rekkefølge, ryggraden, og trakten."""

import numpy as np
import pandas as pd

from boligdata.felles import norsk
from boligdata.felles.maalform import si
from boligdata.innhold.figurer.grunnlag import (
    STREKER,
    TEKST,
    UTEN_TALL,
    Figur,
    Stil,
    brutt,
    gjennomsiktig,
    radhoeyde,
    sett_sammen,
)
from boligdata.innhold.sammenligning import Plasskort, Ryggradskort, Traktkort
from boligdata.innhold.sammenligning.plassering import Z_95, Z_998

# Flere rader enn dette blir for smått: da vises de høyeste, de laveste, og dem rundt vår egen.
FLEST_RADER, _YTTERST, _RUNDT_EGEN = 32, 3, 12
_BREDDE = 24


def plass(kort: Plasskort, stil: Stil) -> Figur:
    """Ett punkt for hver kommune med spennet sitt, det høyeste øverst. Vår egen er en firkant, og de andre er
    grå. Gruppen, fylket og landet er loddrette streker med navn. Fargene og strekene er som i kortet med
    utviklingen, ved siden av.
    """
    rader = _vist(kort.rader.dropna(subset=["verdi"]).reset_index(drop=True))
    navn = pd.Series([rad.navn for rad in rader.itertuples()])
    hele = brutt(navn, _BREDDE)
    enhet = kort.tall.visningsenhet
    serier = []
    for egen, tegn, farge in _punktene(stil):
        del_ = rader[rader["egen"] == egen]
        serier.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": del_["verdi"].tolist(),
                "y": [hele[plassen] for plassen in del_.index],
                "customdata": [
                    norsk.uten_tegn(verdi, enhet) for verdi in del_["verdi"]
                ],
                "hovertemplate": "%{y}: %{customdata}<extra></extra>",
                "showlegend": False,
                "cliponaxis": False,
                "marker": {
                    "size": 13 if egen else 9,
                    "symbol": tegn,
                    "color": farge,
                },
                "error_x": {
                    "type": "data",
                    "symmetric": False,
                    "array": (del_["oevre"] - del_["verdi"]).tolist(),
                    "arrayminus": (del_["verdi"] - del_["nedre"]).tolist(),
                    "color": TEKST[stil.moerk],
                    "thickness": 1.5,
                    "width": 4,
                },
            }
        )
    hoeyest = max([rader["oevre"].max(), *kort.ved_siden.values(), 0])
    lavest = min([rader["nedre"].min(), *kort.ved_siden.values()])
    luft = (hoeyest - lavest or 1) * 0.06
    return sett_sammen(
        [*serier, *_loddrett(kort.ved_siden, hele, stil)],
        stil,
        48 + radhoeyde(navn, _BREDDE) * len(rader),
        xaxis={
            "range": [lavest - luft, hoeyest + luft],
            "tickformat": ",~f",
            "nticks": 5,
        },
        yaxis={
            "autorange": "reversed",
            "showgrid": False,
            "categoryorder": "array",
            "categoryarray": hele,
            "type": "category",
        },
        enhet=norsk.stor(kort.tall.enhetsord),
    )


def _punktene(stil: Stil) -> tuple[tuple[bool, str, str], ...]:
    """De andre kommunene, og så vår egen: om det er vår, formen og fargen."""
    return (False, "circle", stil.graa), (True, "square", stil.farge(0))


def _vist(rader: pd.DataFrame) -> pd.DataFrame:
    if len(rader) <= FLEST_RADER:
        return rader
    egen = int(np.flatnonzero(rader["egen"])[0])
    nr = np.arange(len(rader))
    med = (
        (nr < _YTTERST)
        | (nr >= len(rader) - _YTTERST)
        | (abs(nr - egen) <= _RUNDT_EGEN)
    )
    return rader[med].reset_index(drop=True)


def _loddrett(ved_siden, navn: list[str], stil: Stil) -> list[dict]:
    """En strek for gruppen, fylket og landet, med navnet i forklaringen."""
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [verdi, verdi],
            "y": [navn[0], navn[-1]],
            "name": hvem,
            "hoverinfo": "skip",
            "line": {"color": stil.farge(nr), "width": 2, "dash": STREKER[nr]},
        }
        for nr, (hvem, verdi) in enumerate(ved_siden.items(), start=1)
    ]


def ryggrad(kort: Ryggradskort, stil: Stil) -> Figur:
    """En vannrett linje for hvert tall, fra den laveste til den høyeste kommunen, med de midterste femti
    prosentene mørkere, medianen som en strek i midten, og vår egen som en firkant.
    """
    navn = pd.Series([rad.tall.navn for rad in kort.ryggrader])
    rader = brutt(navn, _BREDDE)
    linjer = [rad.paa_linjen for rad in kort.ryggrader]
    farge = stil.graa
    serier = [
        _baand(rader, linjer, fra, til, gjennomsiktig(farge, styrke), forklart)
        for fra, til, styrke, forklart in (
            ("lavest", "hoeyest", 0.2, si("Fra laveste til høyeste")),
            ("nedre", "oevre", 0.55, si("De midterste femti prosentene")),
        )
    ]
    serier.append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": [linje["egen"] for linje in linjer],
            "y": rader,
            "name": kort.kommune,
            "customdata": [
                norsk.uten_tegn(rad.verdi, rad.tall.visningsenhet)
                for rad in kort.ryggrader
            ],
            "hovertemplate": "%{y}: %{customdata}<extra></extra>",
            "cliponaxis": False,
            "marker": {
                "size": 13,
                "symbol": "square",
                "color": stil.farge(0),
                "line": {"width": 1, "color": TEKST[stil.moerk]},
            },
        }
    )
    midten = {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "x0": 0,
        "x1": 0,
        "y0": 0,
        "y1": 1,
        "line": {"width": 2, "color": TEKST[stil.moerk]},
    }
    return sett_sammen(
        serier,
        stil,
        40 + radhoeyde(navn, _BREDDE) * len(rader),
        barmode="overlay",
        xaxis=UTEN_TALL | {"range": [-1.08, 1.08]},
        yaxis={"autorange": "reversed", "showgrid": False},
        shapes=[midten],
        enhet=si("Høyere →"),
    )


def _baand(rader, linjer, fra: str, til: str, farge: str, navn: str) -> dict:
    return {
        "type": "bar",
        "orientation": "h",
        "y": rader,
        "base": [linje[fra] for linje in linjer],
        "x": [linje[til] - linje[fra] for linje in linjer],
        "name": navn,
        "hoverinfo": "skip",
        "width": 0.6,
        "marker": {"color": farge},
    }


def trakt(kort: Traktkort, stil: Stil) -> Figur:
    """Ett punkt for hver kommune etter folketallet, og grensene for hvor ulike de kan være av
    tilfeldigheter.
    """
    stoerst, minst = kort.rader["folketall"].max(), kort.rader["folketall"].min()
    folk = np.geomspace(max(minst * 0.8, 1), stoerst * 1.1, 40)
    serier = []
    for z, strek, navn in (
        (Z_95, "dash", si("Sjelden tilfeldig utenfor")),
        (Z_998, "dot", si("Nesten aldri tilfeldig utenfor")),
    ):
        grenser = [kort.trakt.grensene(antall, z) for antall in folk]
        for nr, foerst in ((0, True), (1, False)):
            serier.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "x": folk.tolist(),
                    "y": [grense[nr] for grense in grenser],
                    "name": navn,
                    "showlegend": foerst,
                    "hoverinfo": "skip",
                    "line": {"color": TEKST[stil.moerk], "dash": strek, "width": 1.5},
                }
            )
    serier.append(
        {
            "type": "scatter",
            "mode": "lines",
            "x": [float(folk[0]), float(folk[-1])],
            "y": [kort.trakt.midten] * 2,
            "name": si("Alle kommunene"),
            "hoverinfo": "skip",
            "line": {"color": stil.farge(2), "width": 2},
        }
    )
    enhet = kort.tall.visningsenhet
    for egen, tegn, farge in _punktene(stil):
        del_ = kort.rader[kort.rader["egen"] == egen]
        serier.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": del_["folketall"].tolist(),
                "y": del_["verdi"].tolist(),
                "name": del_["navn"].iloc[0] if egen else si("De andre kommunene"),
                "customdata": [
                    f"{rad.navn}: {norsk.uten_tegn(rad.verdi, enhet)}"
                    for rad in del_.itertuples()
                ],
                "hovertemplate": "%{customdata}<extra></extra>",
                "cliponaxis": False,
                "marker": {
                    "size": 13 if egen else 8,
                    "symbol": tegn,
                    "color": farge,
                },
            }
        )
    return sett_sammen(
        serier,
        stil,
        340,
        enhet=norsk.stor(kort.tall.enhetsord),
        xaxis={
            "type": "log",
            "tickformat": ",~f",
            "nticks": 4,
            "showgrid": False,
            "title": {"text": si("Innbyggere"), "standoff": 8, "font": {"size": 13}},
        },
        yaxis={"rangemode": "tozero", "tickformat": ",~f"},
    )
