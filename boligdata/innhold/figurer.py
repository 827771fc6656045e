"""Fra kort til Plotly-figur. Farger kommer fra temaet; mønster, markør og tekst bærer det samme som
fargen.
"""

import functools
import itertools
import textwrap
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go
from plotly.basedatatypes import BaseFigure

from boligdata.felles import norsk
from boligdata.felles.enheter import Enhet
from boligdata.felles.katalog import Kostratall
from boligdata.innhold.faste_kort import Kostrakort
from boligdata.innhold.grunnkort import Grunnkort
from boligdata.innhold.kort import Kort
from boligdata.innhold.regnskap import Regnskap
from boligdata.lesing import LestIndikator

# Plotly legger selv dit tekst- og rutenettfarger som er for svake mot bakgrunnen (3,7:1), så vi
# setter dem.
TEKST = {False: "#31333f", True: "#e6e9ef"}
RUTE = {False: "#d9dce3", True: "#3a4150"}
_KARTFARGE = {False: "11, 92, 138", True: "109, 184, 232"}
MARKOERER = (
    "circle",
    "square",
    "diamond",
    "triangle-up",
    "cross",
    "x",
    "triangle-down",
    "star",
    "pentagon",
    "hexagon",
)
STREKER = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
_MOENSTRE = ("", "/", ".", "\\", "x", "-", "|", "+")

# Verktøylinjen til Plotly er av: den gir åtte navnløse tabulatorstopp per figur. Kortet har egne
# knapper.
OPPSETT = {
    "displayModeBar": False,
    "scrollZoom": False,
    "doubleClick": False,
    "showTips": False,
}
UROERLIG = OPPSETT | {"staticPlot": True}

UTEN_TALL = {"showticklabels": False, "showgrid": False, "zeroline": False}
_HARDT_MELLOMROM = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Stil:
    """Det figurene må vite om temaet: lyst eller mørkt, og fargene seriene får."""

    moerk: bool = False
    farger: tuple[str, ...] = ()


class Figur(BaseFigure):
    """En figur som er ferdig skrevet, slik Plotly i nettleseren skal ha den.

    `go.Figure` kontrollerer og kopierer alt, både når den lages og hver gang den vises. Det koster
    flere millisekunder per figur, og er gjort én gang for alle i testene.
    """

    def __init__(self, ordbok: dict):
        self._ordbok = ordbok

    def to_dict(self) -> dict:
        """Figuren som ordbok. Den deles mellom brukere og skal ikke endres."""
        return self._ordbok


@functools.lru_cache(maxsize=2000)
def tegn(kort: Grunnkort, stil: Stil) -> Figur:
    """Figuren kortet ber om. Den deles mellom brukere og skal ikke endres."""
    former = {
        "utvikling": utvikling,
        "soeyler": soeyler,
        "fordeling": fordeling,
        "stablet": stablet,
        "kart": kart,
        "varmekart": varmekart,
        "flyt": flyt,
        "regnskap": regnskap,
        "kostra": _kostrakort,
    }
    return former[kort.bestilling.form](kort, stil)


def utvikling(kort: Kort, stil: Stil) -> Figur:
    """Linje over tid, én per gruppe, med målet som stiplet strek. Har serien grenser, vises de og
    snittet som tynne streker.
    """
    serier = [
        {
            "type": "scatter",
            "x": _perioder(serie),
            "y": _tall(serie["verdi"]),
            "name": gruppe,
            "mode": "lines+markers",
            "line": {"width": 3, "dash": STREKER[nr % len(STREKER)]},
            "marker": {"size": 8, "symbol": MARKOERER[nr % len(MARKOERER)]},
            "customdata": _tekster(kort, serie),
            "hovertemplate": _verdi_og_gruppe(gruppe),
            "showlegend": bool(gruppe),
        }
        for nr, (gruppe, serie) in enumerate(kort.data.groupby("gruppe", sort=False))
    ]
    yakse = {"ticksuffix": kort.enhet.tegn_paa_akse} | _verdiakse(kort)
    maallinje, grenser = _maallinje(kort, stil), _grensestreker(kort, stil)
    maallinje["shapes"] = [*grenser, *maallinje.get("shapes", [])]
    return sett_sammen(
        serier,
        stil,
        320,
        [strek["name"] for strek in grenser if strek["showlegend"]],
        hovermode="x unified",
        xaxis=periodeakse(_perioder(kort.data)),
        yaxis=yakse,
        **maallinje,
    )


def _grensestreker(kort: Kort, stil: Stil) -> list[dict]:
    """Snittet og grensene for vanlig variasjon. Tallene står i forklaringen, der de aldri dekker
    linjen.
    """
    grenser = kort.vurdering and kort.vurdering.grenser
    if not grenser or grenser.nedre == grenser.oevre:
        return []
    nedre, oevre = grenser.vist
    vanlig = (
        f"Vanlig variasjon: {norsk.uten_tegn(nedre, kort.enhet)} til "
        f"{norsk.med_enhet(oevre, kort.enhet)}"
    )
    snitt = f"Snitt: {norsk.med_enhet(grenser.snitt, kort.enhet)}"
    return [
        _grensestrek(grenser.snitt, "dashdot", stil, snitt),
        _grensestrek(oevre, "dot", stil, vanlig),
        _grensestrek(nedre, "dot", stil),
    ]


def _grensestrek(verdi: float, dash: str, stil: Stil, navn: str = "") -> dict:
    """En tynn strek tvers over figuren, under tallene. Har den navn, står den i forklaringen."""
    tynn = strek(verdi, stil, 1)
    return tynn | {
        "line": tynn["line"] | {"dash": dash},
        "layer": "below",
        "name": navn,
        "showlegend": bool(navn),
    }


def soeyler(kort: Kort, stil: Stil) -> Figur:
    """Stablede søyler over tid, ett lag per gruppe."""
    serier = [
        {
            "type": "bar",
            "x": _perioder(serie),
            "y": _tall(serie["verdi"]),
            "name": gruppe,
            "marker": moenster(nr),
            "customdata": _tekster(kort, serie),
            "hovertemplate": _verdi_og_gruppe(gruppe),
        }
        for nr, (gruppe, serie) in enumerate(kort.data.groupby("gruppe", sort=False))
    ]
    yakse = {
        "rangemode": "tozero",
        "ticksuffix": kort.enhet.tegn_paa_akse,
    }
    return sett_sammen(
        serier,
        stil,
        340,
        xaxis=periodeakse(_perioder(kort.data)),
        yaxis=yakse,
        barmode="stack",
        hovermode="x unified",
        bargap=0.3,
    )


def fordeling(kort: Kort, stil: Stil) -> Figur:
    """Liggende søyler, én per gruppe, med tallet skrevet ved siden av."""
    data = kort.data
    serie = {
        "type": "bar",
        "x": _tall(data["verdi"], 0),
        "y": brutt(data["gruppe"]),
        "orientation": "h",
        "text": _tekster(kort, data),
        "textposition": "outside",
        "cliponaxis": False,
        "hovertemplate": "%{y}: %{text}<extra></extra>",
        "textfont": {"color": TEKST[stil.moerk]},
    }
    stoerste = data["verdi"].max()
    # Små prosenter skal se små ut.
    minst = 25 if kort.enhet.er_prosent else 1
    bredde = [0, max(stoerste, minst) * 1.25 if pd.notna(stoerste) else 1]
    return sett_sammen(
        [serie],
        stil,
        40 + radhoeyde(data["gruppe"]) * len(data),
        xaxis=UTEN_TALL | {"range": bredde},
        yaxis={"autorange": "reversed", "showgrid": False},
    )


def stablet(kort: Kort, stil: Stil) -> Figur:
    """Liggende søyler delt i lag, med tallet skrevet i hvert lag."""
    bredeste = kort.data.groupby("gruppe")["verdi"].sum().max()
    serier = []
    for nr, (lag, rader) in enumerate(kort.data.groupby("lag", sort=False)):
        # Tallet skrives bare der laget er bredt nok til at det kan leses; resten står i tabellen.
        tekst = [
            norsk.uten_tegn(tall, kort.enhet) if tall > 0.06 * bredeste else ""
            for tall in _tall(rader["verdi"], 0)
        ]
        serier.append(
            {
                "type": "bar",
                "x": _tall(rader["verdi"], 0),
                "y": brutt(rader["gruppe"]),
                "name": lag,
                "orientation": "h",
                "text": tekst,
                "textposition": "inside",
                "insidetextanchor": "middle",
                "textangle": 0,
                "constraintext": "none",
                "marker": moenster(nr),
                "insidetextfont": {"color": _tekst_paa(stil.farger, nr)},
                "customdata": [
                    norsk.med_enhet(tall, kort.enhet) for tall in rader["verdi"]
                ],
                "hovertemplate": f"%{{y}}, {lag}: %{{customdata}}<extra></extra>",
            }
        )
    return sett_sammen(
        serier,
        stil,
        60 + radhoeyde(kort.data["gruppe"]) * kort.data["gruppe"].nunique(),
        xaxis=UTEN_TALL,
        yaxis={"autorange": "reversed", "showgrid": False},
        barmode="stack",
    )


def kart(kort: Kort, stil: Stil) -> Figur:
    """Områdene som flater, mørkere jo høyere tall, med navn og tall skrevet midt i hvert område."""
    styrker = dict(
        zip(
            kort.data["gruppe"],
            (kort.data["verdi"] / max(kort.data["verdi"].max(), 1)).fillna(0),
        )
    )
    tekster = dict(zip(kort.data["gruppe"], _tekster(kort, kort.data)))
    ingen = norsk.med_enhet(0 if kort.indikator.er_antall else None, kort.enhet)
    serier, navn = [], []
    for (omraade, _), ring in kort.kart.groupby(["omraade", "flate"], sort=False):
        tekst = tekster.get(omraade, ingen)
        styrke = 0.08 + 0.72 * styrker.get(omraade, 0)
        farge = f"rgba({_KARTFARGE[stil.moerk]}, {styrke:.2f})"
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


def varmekart(kort: Kort, stil: Stil) -> Figur:
    """Rutenett med tallet skrevet i hver rute, mørkere jo høyere tall."""
    rader = kort.data["gruppe"].unique().tolist()
    kolonner = kort.data["lag"].unique().tolist()
    ruter = kort.data.assign(tekst=_tekster(kort, kort.data)).set_index(
        ["gruppe", "lag"]
    )
    verdi, tekst = (
        ruter[felt].unstack().reindex(index=rader, columns=kolonner)
        for felt in ("verdi", "tekst")
    )
    # Det store mønsteret ser en bare når null ikke roper like høyt som resten.
    tekst = tekst.where(verdi != 0, "")
    serie = {
        "type": "heatmap",
        "x": brutt(pd.Series(kolonner), 24),
        "y": brutt(pd.Series(rader), 14),
        "xgap": 3,
        "ygap": 3,
        "showscale": False,
        "z": [_tall(rad, 0) for _, rad in verdi.iterrows()],
        "text": tekst.fillna("").to_numpy().tolist(),
        "texttemplate": "%{text}",
        "colorscale": _ruteskala(stil),
        "zmin": 0,
        "textfont": {
            "size": 14 if len(kolonner) < 6 else 12,
            "color": TEKST[stil.moerk],
        },
        "hovertemplate": "%{y}, %{x}: %{text}<extra></extra>",
    }
    # Navnene over kolonnene står på høykant: på en telefon er en rute ikke bredere enn tallet i
    # den.
    navnehoeyde = 8 * min(24, max(map(len, kolonner)))
    return sett_sammen(
        [serie],
        stil,
        30 + navnehoeyde + radhoeyde(pd.Series(rader), 14) * len(rader),
        xaxis={"side": "top", "showgrid": False, "tickangle": -90},
        yaxis={"autorange": "reversed", "showgrid": False},
    )


def _ruteskala(stil: Stil) -> list[list]:
    # Svakere enn på kartet: teksten står rett på fargen og skal ha god kontrast også i den mørkeste
    # ruten.
    return [
        [0, f"rgba({_KARTFARGE[stil.moerk]}, 0.06)"],
        [1, f"rgba({_KARTFARGE[stil.moerk]}, 0.5)"],
    ]


def flyt(kort: Kort, stil: Stil) -> Figur:
    """Strømmer fra en gruppe til en annen, bredere jo flere. Bare dem det er noe i."""
    data = kort.data[kort.data["verdi"] > 0].reset_index(drop=True)
    fra, til = data["gruppe"].unique().tolist(), data["lag"].unique().tolist()
    farger = stil.farger or ("#0b5c8a",)
    farge = {navn: farger[nr % len(farger)] for nr, navn in enumerate(fra)}
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
        60 + 52 * max(len(fra), len(til), 4),
        xaxis={"visible": False},
        yaxis={"visible": False},
    )


def regnskap(kort: Regnskap, stil: Stil) -> Figur:
    """Postene i et regnskap, fra det som var til det som er."""
    linjer = [(post.navn, post.tall, post.beholdning) for post in kort.poster]
    return foss(linjer, kort.enhet, stil)


def foss(linjer: list[tuple[str, float, bool]], enhet: Enhet, stil: Stil) -> Figur:
    """Fra det som var, gjennom det som kom til og gikk ut, til det som er. `linjer` er (navn, tall,
    om det er en beholdning).
    """
    # Plassen på aksen er et nummer: to linjer med samme navn ville blitt én søyle.
    navn, plasser = (
        brutt(pd.Series([navn for navn, _, _ in linjer])),
        [*range(len(linjer))],
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
        "text": [
            norsk.med_enhet(tall, enhet) if beholdning else _med_fortegn(tall, enhet)
            for _, tall, beholdning in linjer
        ],
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
    return sett_sammen(
        [serie],
        stil,
        50 + 38 * len(linjer),
        xaxis=UTEN_TALL | {"range": [0, max(hoeyest, 1) * 1.2]},
        yaxis={
            "autorange": "reversed",
            "showgrid": False,
            "zeroline": False,
            "tickvals": plasser,
            "ticktext": navn,
        },
    )


def _med_fortegn(tall: float, enhet: Enhet) -> str:
    """«+ 10», «− 5», og «0–4» uten fortegn når tallet er vernet."""
    if not tall:
        return norsk.med_enhet(tall, enhet)
    return ("+ " if tall > 0 else "\N{MINUS SIGN} ") + norsk.med_enhet(abs(tall), enhet)


def gjennomsiktig(farge: str, styrke: float) -> str:
    roed, groenn, blaa = _kanaler(farge)
    return f"rgba({roed}, {groenn}, {blaa}, {styrke})"


def _kanaler(farge: str) -> list[int]:
    """Rødt, grønt og blått i «#0b5c8a», fra 0 til 255."""
    return [int(farge[nr : nr + 2], 16) for nr in (1, 3, 5)]


def gnist(data: pd.DataFrame, indikator: LestIndikator, stil: Stil) -> Figur:
    """Liten trendlinje uten akser til nøkkeltallene på Oversikt, med målet som stiplet strek."""
    serie = {
        "type": "scatter",
        "x": _perioder(data),
        "y": _tall(data["verdi"]),
        "mode": "lines+markers",
        "line": {"width": 2.5},
        "marker": {"size": [0] * (len(data) - 1) + [9]},
    }
    skjult = {"visible": False, "fixedrange": True}
    maaltall = indikator.maaltall
    streker = [] if maaltall is None else [strek(maaltall, stil, 1.5)]
    return _ferdig(
        [serie],
        {
            "height": 70,
            "margin": {"l": 2, "r": 6, "t": 6, "b": 2},
            "showlegend": False,
            "dragmode": False,
            "xaxis": skjult,
            "yaxis": skjult,
            "shapes": streker,
        },
    )


def _kostrakort(kort: Kostrakort, stil: Stil) -> Figur:
    return kostra(kort.serie, kort.kostratall, kort.kommune, stil)


def kostra(data: pd.DataFrame, tall: Kostratall, kommune: str, stil: Stil) -> Figur:
    """Kommunens KOSTRA-tall ved siden av landet. År uten tall blir et hull, og foreløpige tall får
    åpen markør.
    """
    aar = data["aar"].astype(str).tolist()
    felles = {"type": "scatter", "x": aar, "mode": "lines+markers"}
    hover = "%{y:,." + str(tall.desimaler) + "f} "
    serier = [
        felles
        | {
            "y": _tall(data["verdi"]),
            "name": kommune,
            "line": {"width": 3},
            "connectgaps": False,
            "marker": {
                "size": 9,
                "symbol": [
                    "circle-open" if foreloepig else "circle"
                    for foreloepig in data["foreloepig"]
                ],
            },
            "hovertemplate": f"{hover}{kommune}<extra></extra>",
        }
    ]
    if data["landet"].notna().any():
        serier.append(
            felles
            | {
                "y": _tall(data["landet"]),
                "name": "Landet",
                "line": {"width": 3, "dash": "dash"},
                "marker": {"size": 8, "symbol": "square"},
                "hovertemplate": f"{hover}landet<extra></extra>",
            }
        )
    return sett_sammen(
        serier,
        stil,
        320,
        xaxis=periodeakse(aar),
        yaxis={"rangemode": "tozero"},
        hovermode="x unified",
    )


def sett_sammen(
    serier: list[dict],
    stil: Stil,
    hoeyde: int,
    streker: list[str] | None = None,
    *,
    xaxis: dict,
    yaxis: dict,
    margin: dict | None = None,
    **layout,
) -> Figur:
    """Seriene i felles utseende. `streker` er navnene på streker som skal stå i forklaringen."""
    tekst, rute = TEKST[stil.moerk], RUTE[stil.moerk]
    navn = [serie.get("name") or "" for serie in serier] if len(serier) > 1 else []
    forklaring = _forklaringshoeyde([*navn, *(streker or [])])
    akse = {
        "tickfont": {"size": 14, "color": tekst},
        "fixedrange": True,
        "automargin": True,
        "title": {"text": "", "standoff": 0, "font": {"size": 1}},
        "gridcolor": rute,
    }
    return _ferdig(
        serier,
        {
            "height": hoeyde + forklaring,
            "margin": {"l": 8, "r": 16, "t": 12 + forklaring, "b": 8} | (margin or {}),
            "dragmode": False,
            "showlegend": len(serier) > 1 or bool(streker),
            "separators": f",{_HARDT_MELLOMROM}",
            "font": {"size": 15, "color": tekst},
            "hoverlabel": {"font": {"size": 15}},
            "legend": {
                "orientation": "h",
                "xref": "container",
                "x": 0,
                "yref": "container",
                "y": 1,
                "yanchor": "top",
                "traceorder": "normal",
                "font": {"size": 14, "color": tekst},
                "itemclick": False,
                "itemdoubleclick": False,
            },
            "xaxis": akse | xaxis,
            "yaxis": akse | yaxis,
            **layout,
        },
    )


def _forklaringshoeyde(navn: list[str]) -> int:
    """Piksler forklaringen trenger på den smaleste skjermen (320 px), der navnene står i like brede
    kolonner.
    """
    if len(navn) < 2:
        return 0
    kolonner = max(1, 320 // (8 * max(map(len, navn)) + 45))
    return 22 * -(-len(navn) // kolonner) + 8


def _ferdig(serier: list[dict], layout: dict) -> Figur:
    return Figur({"data": serier, "layout": {"template": _mal(), **layout}})


@functools.cache
def _mal() -> dict:
    """Malen Streamlit har lagt inn i Plotly. Nettleseren bytter fargene i den med fargene i
    temaet.
    """
    return go.Figure().to_dict()["layout"]["template"]


def _tall(verdier: pd.Series, mangler: float | None = None) -> list[float | None]:
    """Verdiene slik de sendes til nettleseren. Et tall som mangler, er null og aldri NaN."""
    return [mangler if verdi != verdi else verdi for verdi in verdier.tolist()]


def _perioder(data: pd.DataFrame) -> list[str]:
    return [norsk.periode_kort(periode) for periode in data["periode"].tolist()]


def periodeakse(perioder: list[str]) -> dict:
    perioder = list(dict.fromkeys(perioder))
    # Ikke flere navn enn at de får plass uten å snus på en telefon. Den siste perioden skal alltid
    # ha navn.
    steg = -(-len(perioder) // (4 if len(perioder) <= 12 else 3))
    return {
        "type": "category",
        "showgrid": False,
        "tickangle": 0,
        "tickvals": perioder[::-1][::steg][::-1],
    }


def _maallinje(kort: Kort, stil: Stil) -> dict:
    """Målet som stiplet strek, med navnet utenfor figuren så det aldri dekker et tall."""
    maaltall = kort.indikator.maaltall
    if maaltall is None:
        return {}
    tekst = norsk.maaltall(maaltall, kort.enhet)
    return {
        "shapes": [strek(maaltall, stil, 2)],
        "margin": {"r": 80},
        "annotations": [
            {
                "text": f"Mål<br>{tekst if len(tekst) < 9 else tekst.replace(_HARDT_MELLOMROM, '<br>')}",
                "xref": "x domain",
                "x": 1,
                "yref": "y",
                "y": maaltall,
                "xanchor": "left",
                "xshift": 4,
                "yanchor": "middle",
                "align": "left",
                "showarrow": False,
                "font": {"size": 13, "color": TEKST[stil.moerk]},
            }
        ],
    }


def strek(verdi: float, stil: Stil, bredde: float) -> dict:
    """En stiplet strek tvers over figuren."""
    return {
        "type": "line",
        "xref": "x domain",
        "x0": 0,
        "x1": 1,
        "yref": "y",
        "y0": verdi,
        "y1": verdi,
        "line": {"dash": "dash", "width": bredde, "color": TEKST[stil.moerk]},
    }


def _verdiakse(kort: Kort) -> dict:
    """Aksen begynner på null, bortsett fra når alt ligger nær hundre prosent: da ville ingen sett
    forskjellen.
    """
    grenser = kort.vurdering and kort.vurdering.grenser
    laveste = min(
        [
            kort.data["verdi"].min(),
            kort.indikator.maaltall or 100,
            grenser.vist[0] if grenser else 100,
        ]
    )
    if kort.enhet.er_prosent and laveste >= 70:
        return {"range": [10 * (laveste // 10) - 10, 100.5], "tickformat": ",.0f"}
    # Det finnes ingen halve husstander: er tallene små, står det bare hele tall på aksen.
    hele = (
        {"dtick": 1}
        if kort.enhet.desimaler == 0 and not kort.data["verdi"].max() > 5
        else {}
    )
    return {"rangemode": "tozero", "tickformat": ",~f"} | hele


def _tekst_paa(farger: tuple[str, ...], nr: int) -> str | None:
    """Hvit eller svart tekst, den som er lettest å lese oppå serie nummer `nr`."""
    if not farger:
        return None
    # Relativ lysstyrke og kontrast etter WCAG 2.
    lys = sum(
        vekt * ((kanal / 255 + 0.055) / 1.055) ** 2.4
        for vekt, kanal in zip(
            (0.2126, 0.7152, 0.0722), _kanaler(farger[nr % len(farger)])
        )
    )
    return "#ffffff" if 1.05 / (lys + 0.05) >= (lys + 0.05) / 0.05 else "#000000"


def moenster(nr: int) -> dict:
    """Hel farge med et svakt mønster oppå, så lagene kan skilles også uten farger og tallene kan
    leses.
    """
    return {
        "line": {"width": 1, "color": "white"},
        "pattern": {
            "shape": _MOENSTRE[nr % len(_MOENSTRE)],
            "fillmode": "overlay",
            "size": 9,
            "solidity": 0.1,
            "fgcolor": "white",
            "fgopacity": 0.4,
        },
    }


def _tekster(kort: Kort, rader: pd.DataFrame) -> list[str]:
    """Tallet i hver rad slik det skrives i figuren."""
    return [
        "for få" if flagg == "for_faa" else norsk.med_enhet(verdi, kort.enhet)
        for verdi, flagg in zip(rader["verdi"].tolist(), rader["flagg"].tolist())
    ]


def _verdi_og_gruppe(gruppe: str) -> str:
    """Teksten når pekeren holdes over et punkt: tallet slik det skrives ellers, og gruppen når det
    er flere.
    """
    return f"%{{customdata}}{f' {gruppe}' if gruppe else ''}<extra></extra>"


def radhoeyde(navn: pd.Series, bredde: int = 18) -> int:
    """Piksler hver rad trenger for at navn over flere linjer ikke skal gå i hverandre."""
    return max(
        40,
        18
        * max((linjer.count("<br>") + 1 for linjer in brutt(navn, bredde)), default=1),
    )


def brutt(navn: pd.Series, bredde: int = 18) -> list[str]:
    """Lange navn brytes, ellers tar de hele bredden på en telefon."""
    return [
        "<br>".join(textwrap.wrap(tekst, bredde, break_long_words=False))
        for tekst in navn.tolist()
    ]
