"""Fra kort til Plotly-figur. Farger kommer fra temaet; mønster, markør og tekst bærer det samme som fargen."""

import functools
import textwrap
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from boligdata import norsk
from boligdata.katalog import Enhet, Indikator, Kostratall
from boligdata.kort import Kort

# Plotly legger selv dit tekst- og rutenettfarger som er for svake mot bakgrunnen (3,7:1), så vi setter dem.
_TEKST = {False: "#31333f", True: "#e6e9ef"}
_RUTE = {False: "#d9dce3", True: "#3a4150"}
_KARTFARGE = {False: "11, 92, 138", True: "109, 184, 232"}
_MARKOERER = (
    "circle", "square", "diamond", "triangle-up", "cross", "x", "triangle-down", "star", "pentagon", "hexagon",
)
_STREKER = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
_MOENSTRE = ("", "/", ".", "\\", "x", "-", "|", "+")

# Verktøylinjen til Plotly er av: den gir åtte navnløse tabulatorstopp per figur. Kortet har egne knapper.
OPPSETT = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "showTips": False}
UROERLIG = OPPSETT | {"staticPlot": True}


@dataclass(frozen=True)
class Stil:
    """Det figurene må vite om temaet: lyst eller mørkt, og fargene seriene får."""

    moerk: bool = False
    farger: tuple[str, ...] = ()


@functools.lru_cache(maxsize=500)
def tegn(kort: Kort, stil: Stil) -> go.Figure:
    """Figuren kortet ber om. Den deles mellom brukere og skal ikke endres: Plotly bruker 25 ms på å lage den."""
    return {"utvikling": utvikling, "soeyler": soeyler, "fordeling": fordeling, "stablet": stablet, "kart": kart}[
        kort.bestilling.form](kort, stil)


def utvikling(kort: Kort, stil: Stil) -> go.Figure:
    """Linje over tid, én per gruppe, med målet som stiplet strek."""
    fig = go.Figure()
    for nr, (gruppe, serie) in enumerate(kort.data.groupby("gruppe", sort=False)):
        fig.add_scatter(
            x=serie["periode"].map(norsk.periode_kort), y=serie["verdi"], name=gruppe, mode="lines+markers",
            line={"width": 3, "dash": _STREKER[nr % len(_STREKER)]},
            marker={"size": 8, "symbol": _MARKOERER[nr % len(_MARKOERER)]},
            hovertemplate="%{y" + _format(kort.enhet) + "}" + kort.enhet.tegn + (f" {gruppe}" if gruppe else "")
            + "<extra></extra>",
        )
    _ramme(fig, stil, hoeyde=320)
    _maallinje(fig, kort, stil)
    _periodeakse(fig, kort.data["periode"])
    fig.update_yaxes(ticksuffix=kort.enhet.tegn if kort.enhet.tegn == " %" else "", **_verdiakse(kort))
    return fig.update_layout(hovermode="x unified")


def soeyler(kort: Kort, stil: Stil) -> go.Figure:
    """Stablede søyler over tid, ett lag per gruppe."""
    fig = go.Figure()
    for nr, (gruppe, serie) in enumerate(kort.data.groupby("gruppe", sort=False)):
        fig.add_bar(
            x=serie["periode"].map(norsk.periode_kort), y=serie["verdi"], name=gruppe,
            marker=_moenster(nr),
            hovertemplate="%{y" + _format(kort.enhet) + "}" + kort.enhet.tegn + (f" {gruppe}" if gruppe else "")
            + "<extra></extra>",
        )
    _ramme(fig, stil, hoeyde=340)
    _periodeakse(fig, kort.data["periode"])
    fig.update_yaxes(rangemode="tozero", ticksuffix=kort.enhet.tegn if kort.enhet.tegn == " %" else "")
    return fig.update_layout(barmode="stack", hovermode="x unified", bargap=0.3)


def fordeling(kort: Kort, stil: Stil) -> go.Figure:
    """Liggende søyler, én per gruppe, med tallet skrevet ved siden av."""
    data = kort.data
    fig = go.Figure(go.Bar(
        x=data["verdi"].fillna(0), y=_brutt(data["gruppe"]), orientation="h", text=_tekster(kort),
        textposition="outside",
        cliponaxis=False, hovertemplate="%{y}: %{text}<extra></extra>", textfont={"color": _TEKST[stil.moerk]},
    ))
    _ramme(fig, stil, hoeyde=40 + 40 * len(data))
    stoerste = data["verdi"].max()
    fig.update_xaxes(showticklabels=False, showgrid=False, zeroline=False,
                     range=[0, max(stoerste, 1) * 1.25 if pd.notna(stoerste) else 1])
    return fig.update_yaxes(autorange="reversed", showgrid=False)


def stablet(kort: Kort, stil: Stil) -> go.Figure:
    """Liggende søyler delt i lag, med tallet skrevet i hvert lag."""
    fig = go.Figure()
    bredeste = kort.data.groupby("gruppe")["verdi"].sum().max()
    for nr, (lag, rader) in enumerate(kort.data.groupby("lag", sort=False)):
        # Tallet skrives bare der laget er bredt nok til at det kan leses; resten står i tabellen.
        tekst = [norsk.tall(v, kort.enhet.desimaler) if v > 0.06 * bredeste else "" for v in rader["verdi"].fillna(0)]
        fig.add_bar(
            x=rader["verdi"].fillna(0), y=_brutt(rader["gruppe"]), name=lag, orientation="h", text=tekst,
            textposition="inside", insidetextanchor="middle", textangle=0, constraintext="none",
            marker=_moenster(nr), insidetextfont={"color": _tekst_paa(stil.farger, nr)},
            customdata=[norsk.med_enhet(v, kort.enhet) for v in rader["verdi"]],
            hovertemplate=f"%{{y}}, {lag}: %{{customdata}}<extra></extra>",
        )
    _ramme(fig, stil, hoeyde=60 + 40 * kort.data["gruppe"].nunique())
    fig.update_xaxes(showticklabels=False, showgrid=False, zeroline=False)
    fig.update_yaxes(autorange="reversed", showgrid=False)
    return fig.update_layout(barmode="stack")


def kart(kort: Kort, stil: Stil) -> go.Figure:
    """Områdene som flater, mørkere jo høyere tall, med navn og tall skrevet midt i hvert område."""
    fig = go.Figure()
    styrker = dict(zip(kort.data["gruppe"], (kort.data["verdi"] / max(kort.data["verdi"].max(), 1)).fillna(0)))
    tekster = dict(zip(kort.data["gruppe"], _tekster(kort)))
    ingen = norsk.med_enhet(0 if kort.indikator.enhet == "antall" else None, kort.enhet)
    for (omraade, _), ring in kort.kart.groupby(["omraade", "flate"], sort=False):
        styrke = 0.08 + 0.72 * styrker.get(omraade, 0)
        tekst = tekster.get(omraade, ingen)
        fig.add_scatter(
            x=ring["x"], y=ring["y"], mode="lines", fill="toself", name=omraade, hoveron="fills",
            text=f"{omraade}: {tekst}", hoverinfo="text", fillcolor=f"rgba({_KARTFARGE[stil.moerk]}, {styrke:.2f})",
            line={"color": _TEKST[stil.moerk], "width": 1.5},
        )
        fig.add_annotation(
            x=(ring["x"].min() + ring["x"].max()) / 2, y=(ring["y"].min() + ring["y"].max()) / 2, showarrow=False,
            text=f"{omraade}<br><b>{tekst}</b>", font={"size": 14, "color": _TEKST[stil.moerk]},
            bgcolor="rgba(18, 24, 30, 0.75)" if stil.moerk else "rgba(255, 255, 255, 0.8)",
        )
    _ramme(fig, stil, hoeyde=420)
    fig.update_layout(showlegend=False, height=420, margin_t=8)
    fig.update_xaxes(visible=False)
    return fig.update_yaxes(visible=False, scaleanchor="x")


def gnist(data: pd.DataFrame, indikator: Indikator, stil: Stil) -> go.Figure:
    """Liten trendlinje uten akser til nøkkeltallene på Oversikt, med målet som stiplet strek."""
    fig = go.Figure(go.Scatter(
        x=data["periode"].map(norsk.periode_kort), y=data["verdi"], mode="lines+markers", line={"width": 2.5},
        marker={"size": [0] * (len(data) - 1) + [9]},
    ))
    if indikator.maaltall is not None:
        fig.add_hline(indikator.maaltall, line={"dash": "dash", "width": 1.5, "color": _TEKST[stil.moerk]})
    fig.update_layout(height=70, margin={"l": 2, "r": 6, "t": 6, "b": 2}, showlegend=False, dragmode=False)
    return fig.update_xaxes(visible=False, fixedrange=True).update_yaxes(visible=False, fixedrange=True)


def kostra(data: pd.DataFrame, tall: Kostratall, kommune: str, stil: Stil) -> go.Figure:
    """Kommunens KOSTRA-tall ved siden av landet. År uten tall blir et hull, og foreløpige tall får åpen markør."""
    fig = go.Figure()
    aar = data["aar"].astype(str)
    fig.add_scatter(
        x=aar, y=data["verdi"], name=kommune, mode="lines+markers", line={"width": 3}, connectgaps=False,
        marker={"size": 9, "symbol": ["circle-open" if f else "circle" for f in data["foreloepig"]]},
        hovertemplate="%{y:,." + str(tall.desimaler) + "f} " + kommune + "<extra></extra>",
    )
    if data["landet"].notna().any():
        fig.add_scatter(
            x=aar, y=data["landet"], name="Landet", mode="lines+markers", line={"width": 3, "dash": "dash"},
            marker={"size": 8, "symbol": "square"},
            hovertemplate="%{y:,." + str(tall.desimaler) + "f} landet<extra></extra>",
        )
    _ramme(fig, stil, hoeyde=320)
    _periodeakse(fig, aar)
    return fig.update_yaxes(rangemode="tozero").update_layout(hovermode="x unified")


def _ramme(fig: go.Figure, stil: Stil, hoeyde: int) -> None:
    """Felles utseende. Kalles når alle seriene er lagt til, for forklaringen over figuren tar plass etter navnene."""
    tekst, rute = _TEKST[stil.moerk], _RUTE[stil.moerk]
    forklaring = _forklaringshoeyde([serie.name or "" for serie in fig.data])
    fig.update_layout(
        height=hoeyde + forklaring, margin={"l": 8, "r": 16, "t": 12 + forklaring, "b": 8}, dragmode=False,
        showlegend=len(fig.data) > 1, separators=",\N{NO-BREAK SPACE}",
        font={"size": 15, "color": tekst}, hoverlabel={"font": {"size": 15}},
        legend={"orientation": "h", "xref": "container", "x": 0, "yref": "container", "y": 1, "yanchor": "top",
                "traceorder": "normal", "font": {"size": 14, "color": tekst},
                "itemclick": False, "itemdoubleclick": False},
    )
    akse = {"tickfont": {"size": 14, "color": tekst}, "fixedrange": True, "automargin": True, "title": {"text": ""},
            "gridcolor": rute}
    fig.update_xaxes(**akse)
    fig.update_yaxes(**akse)


def _forklaringshoeyde(navn: list[str]) -> int:
    """Piksler forklaringen trenger på den smaleste skjermen (320 px), der navnene står i like brede kolonner."""
    if len(navn) < 2:
        return 0
    kolonner = max(1, 320 // (8 * max(map(len, navn)) + 45))
    return 22 * -(-len(navn) // kolonner) + 8


def _periodeakse(fig: go.Figure, perioder: pd.Series) -> None:
    perioder = list(dict.fromkeys(perioder.map(norsk.periode_kort)))
    # Ikke flere navn enn at de får plass uten å snus på en telefon. Den siste perioden skal alltid ha navn.
    steg = -(-len(perioder) // (4 if len(perioder) <= 12 else 3))
    fig.update_xaxes(type="category", showgrid=False, tickangle=0, tickvals=perioder[::-1][::steg][::-1])


def _maallinje(fig: go.Figure, kort: Kort, stil: Stil) -> None:
    """Målet som stiplet strek, med navnet utenfor figuren så det aldri dekker et tall."""
    if kort.indikator.maaltall is None:
        return
    fig.add_hline(
        kort.indikator.maaltall, line={"dash": "dash", "width": 2, "color": _TEKST[stil.moerk]},
        annotation={"text": f"Mål<br>{norsk.med_enhet(kort.indikator.maaltall, kort.enhet)}", "x": 1, "xanchor": "left",
                    "align": "left", "font": {"size": 13, "color": _TEKST[stil.moerk]}, "xshift": 4,
                    "yanchor": "middle"},
    )
    fig.update_layout(margin_r=80)


def _verdiakse(kort: Kort) -> dict:
    """Aksen begynner på null, bortsett fra når alt ligger nær hundre prosent: da ville ingen sett forskjellen."""
    laveste = min([kort.data["verdi"].min(), kort.indikator.maaltall or 100])
    if kort.enhet.tegn == " %" and laveste >= 70:
        return {"range": [10 * (laveste // 10) - 10, 100.5], "tickformat": ",.0f"}
    # Det finnes ingen halve husstander: er tallene små, står det bare hele tall på aksen.
    hele = {"dtick": 1} if kort.enhet.desimaler == 0 and not kort.data["verdi"].max() > 5 else {}
    return {"rangemode": "tozero", "tickformat": ",~f"} | hele


def _tekst_paa(farger: tuple[str, ...], nr: int) -> str | None:
    """Hvit eller svart tekst, den som er lettest å lese oppå serie nummer `nr`."""
    if not farger:
        return None
    r, g, b = (int(farger[nr % len(farger)][i:i + 2], 16) / 255 for i in (1, 3, 5))
    lys = sum(v * ((k + 0.055) / 1.055) ** 2.4 for v, k in ((0.2126, r), (0.7152, g), (0.0722, b)))
    return "#ffffff" if 1.05 / (lys + 0.05) >= (lys + 0.05) / 0.05 else "#000000"


def _moenster(nr: int) -> dict:
    """Hel farge med et svakt mønster oppå, så lagene kan skilles også uten farger og tallene kan leses."""
    return {"line": {"width": 1, "color": "white"},
            "pattern": {"shape": _MOENSTRE[nr % len(_MOENSTRE)], "fillmode": "overlay", "size": 9, "solidity": 0.1,
                        "fgcolor": "white", "fgopacity": 0.4}}


def _tekster(kort: Kort) -> list[str]:
    """Tallet i hver rad slik det skrives i figuren."""
    return ["for få" if f == "for_faa" else norsk.med_enhet(v, kort.enhet)
            for v, f in zip(kort.data["verdi"], kort.data["flagg"])]


def _format(enhet: Enhet) -> str:
    return f":,.{enhet.desimaler}f"


def _brutt(navn: pd.Series) -> pd.Series:
    """Lange navn brytes, ellers tar de hele bredden på en telefon."""
    return navn.map(lambda n: "<br>".join(textwrap.wrap(n, 18, break_long_words=False)))
