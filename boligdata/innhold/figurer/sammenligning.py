"""Figurene på siden Sammenligning: kommunene i rekkefølge, ryggraden, og trakten."""

import numpy as np
import pandas as pd

from boligdata.felles import norsk, regioner
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
from boligdata.innhold.sammenligning.ryggradskort import Ryggrad

_BREDDE = 24
# Så mange tegn det er plass til over en linje på en telefon, og høyden på en slik tekst, på linjen og på
# luften under den, i piksler.
_OVER, _NAVNELINJE, _LINJEBREDDE, _MELLOM = 36, 18, 14, 7


def plass(kort: Plasskort, stil: Stil) -> Figur:
    """Ett punkt for hver kommune, det høyeste øverst, med spennet sitt når tallene kan stilles i rekkefølge.
    Vår egen er en firkant, og de andre er grå. Gruppen, fylket og landet er loddrette streker med navn.
    Fargene og strekene er som i kortet med utviklingen, ved siden av.
    """
    rader = kort.vist
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
            }
            | ({"error_x": _spennene(del_, stil)} if kort.tall.kan_ha_plass else {})
        )
    hoeyest = max([rader["oevre"].max(), *kort.ved_siden.values(), 0])
    lavest = min([rader["nedre"].min(), *kort.ved_siden.values()])
    luft = (hoeyest - lavest or 1) * 0.06
    return sett_sammen(
        [*serier, *_loddrett(kort, hele, stil)],
        stil,
        48 + radhoeyde(navn, _BREDDE) * len(rader),
        alltid_forklart=True,
        xaxis={
            "range": [lavest - luft, hoeyest + luft],
            "tickformat": ",~f",
            "nticks": 5,
        },
        yaxis={
            "range": [len(rader) - 0.5, -0.5],
            "showgrid": False,
            "categoryorder": "array",
            "categoryarray": hele,
            "type": "category",
        },
        enhet=norsk.stor(kort.tall.enhetsord),
    )


def _spennene(rader: pd.DataFrame, stil: Stil) -> dict:
    """Strekene fra det laveste til det høyeste hvert tall kan være."""
    return {
        "type": "data",
        "symmetric": False,
        "array": (rader["oevre"] - rader["verdi"]).tolist(),
        "arrayminus": (rader["verdi"] - rader["nedre"]).tolist(),
        "color": TEKST[stil.moerk],
        "thickness": 1.5,
        "width": 4,
    }


def _punktene(stil: Stil) -> tuple[tuple[bool, str, str], ...]:
    """De andre kommunene, og så vår egen: om det er vår, formen og fargen."""
    return (False, "circle", stil.graa), (True, "square", stil.farge(0))


def _loddrett(kort: Plasskort, navn: list[str], stil: Stil) -> list[dict]:
    """En strek for gruppen, fylket og landet, med navnet i forklaringen. Hver av dem har alltid sin farge."""
    egen = kort.rader.loc[kort.rader["egen"], "region"].iloc[0]
    numre = {
        regioner.navn(region): regioner.VED_SIDEN.index(hva) + 1
        for hva, region in regioner.staar_ved_siden(egen).items()
    }
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [verdi, verdi],
            "y": [navn[0], navn[-1]],
            "name": hvem,
            "hoverinfo": "skip",
            "line": {
                "color": stil.farge(numre[hvem]),
                "width": 2,
                "dash": STREKER[numre[hvem]],
            },
        }
        for hvem, verdi in kort.ved_siden.items()
    ]


def ryggrad(kort: Ryggradskort, stil: Stil) -> Figur:
    """En vannrett linje for hvert tall, fra den laveste til den høyeste kommunen, med de midterste femti
    prosentene mørkere, medianen som en strek i midten, og vår egen som en firkant. Navnet og tallet står over
    linjen: ved siden av den ville de tatt det meste av bredden på en telefon.
    """
    navnene = [_brutt_med_tall(rad) for rad in kort.ryggrader]
    midten, bunn = _radene(navnene)
    linjer = [rad.paa_linjen for rad in kort.ryggrader]
    serier = [
        _baand(midten, linjer, fra, til, gjennomsiktig(stil.graa, styrke), forklart)
        for fra, til, styrke, forklart in (
            ("lavest", "hoeyest", 0.2, si("Lavest–høyest")),
            ("nedre", "oevre", 0.55, si("Midterste 50 %")),
        )
    ]
    serier.append(
        {
            "type": "scatter",
            "mode": "lines",
            "x": [0, 0, None] * len(midten),
            "y": [ende for sted in midten for ende in _streken(sted)],
            "name": si("Midten"),
            "hoverinfo": "skip",
            "line": {"width": 2, "color": TEKST[stil.moerk]},
        }
    )
    serier.append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": [linje["egen"] for linje in linjer],
            "y": midten,
            "name": kort.kommune,
            "customdata": [_navn_og_tall(rad) for rad in kort.ryggrader],
            "hovertemplate": "%{customdata}<extra></extra>",
            "cliponaxis": False,
            "marker": {
                "size": 13,
                "symbol": "square",
                "color": stil.farge(0),
                "line": {"width": 1, "color": TEKST[stil.moerk]},
            },
        }
    )
    return sett_sammen(
        serier,
        stil,
        20 + bunn,
        barmode="overlay",
        # Så to av navnene i forklaringen får plass ved siden av hverandre på en telefon.
        margin={"r": 8},
        xaxis=UTEN_TALL | {"range": [-1.08, 1.08]},
        yaxis=UTEN_TALL | {"range": [bunn, 0]},
        annotations=[
            _over_linjen(navn, sted, stil) for navn, sted in zip(navnene, midten)
        ],
        enhet=si("Høyere →"),
    )


def _navn_og_tall(rad: Ryggrad) -> str:
    return f"{rad.tall.navn}: {_tallet(rad)}"


def _tallet(rad: Ryggrad) -> str:
    return norsk.med_enhet(rad.verdi, rad.tall.visningsenhet)


def _brutt_med_tall(rad: Ryggrad) -> str:
    [brutt_] = brutt(pd.Series([_navn_og_tall(rad)]), _OVER)
    return f"{brutt_.removesuffix(_tallet(rad))}<b>{_tallet(rad)}</b>"


def _radene(navnene: list[str]) -> tuple[list[int], int]:
    """Midten av linjen under hvert navn, og bunnen av figuren, i piksler ovenfra."""
    ned, midten = 0, []
    for navn in navnene:
        ned += _NAVNELINJE * (navn.count("<br>") + 1) + _LINJEBREDDE // 2
        midten.append(ned)
        ned += _LINJEBREDDE // 2 + _MELLOM
    return midten, ned


def _streken(midten: int) -> tuple[float, float, None]:
    """Streken over linjen, litt lenger enn den er bred, og et hull til den neste."""
    halv = 0.75 * _LINJEBREDDE
    return midten - halv, midten + halv, None


def _over_linjen(navn: str, midten: int, stil: Stil) -> dict:
    return {
        "text": navn,
        "align": "left",
        "xref": "x",
        "x": -1.08,
        "xanchor": "left",
        "yref": "y",
        "y": midten - _LINJEBREDDE // 2,
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 14, "color": TEKST[stil.moerk]},
    }


def _baand(midten, linjer, fra: str, til: str, farge: str, navn: str) -> dict:
    return {
        "type": "bar",
        "orientation": "h",
        "y": midten,
        "base": [linje[fra] for linje in linjer],
        "x": [linje[til] - linje[fra] for linje in linjer],
        "name": navn,
        "hoverinfo": "skip",
        "width": _LINJEBREDDE,
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
