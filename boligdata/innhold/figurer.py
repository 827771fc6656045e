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
from boligdata.innhold import figurspenn
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

# Så mange kolonner i et varmekart er smalere enn to linjer med navn på en telefon.
MANGE_KOLONNER = 6
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
    grupper = [*kort.data.groupby("gruppe", sort=False)]
    serier = [
        _linje(kort, nr, gruppe, serie) for nr, (gruppe, serie) in enumerate(grupper)
    ]
    felter = [
        felt
        for nr, (gruppe, serie) in enumerate(grupper)
        for felt in figurspenn.feltserie(
            _perioder(serie),
            figurspenn.felter(kort.enhet, serie),
            _tekster(kort, serie),
            stil.farger,
            nr,
            navn=gruppe,
        )
    ]
    if len(grupper) == 1:
        felter = [felt | {"width": 0.5} for felt in felter]
    yakse = {"ticksuffix": kort.enhet.tegn_paa_akse} | _verdiakse(kort)
    maallinje, grenser = _maallinje(kort, stil), _grensestreker(kort, stil)
    maallinje["shapes"] = [*grenser, *maallinje.get("shapes", [])]
    return sett_sammen(
        [*serier, *felter],
        stil,
        320,
        [strek["name"] for strek in grenser if strek["showlegend"]],
        hovermode="x unified",
        xaxis=periodeakse(_perioder(kort.data)),
        yaxis=yakse,
        **maallinje,
    )


def _linje(kort: Kort, nr: int, gruppe: str, serie: pd.DataFrame) -> dict:
    """Linjen til én gruppe. Den er brutt der tallet bare er kjent som et spenn."""
    felter = figurspenn.felter(kort.enhet, serie)
    return {
        "type": "scatter",
        "x": _perioder(serie),
        "y": figurspenn.uten_felter(_tall(serie["verdi"]), felter),
        "name": gruppe,
        "mode": "lines+markers",
        "line": {"width": 3, "dash": STREKER[nr % len(STREKER)]},
        "marker": {"size": 8, "symbol": MARKOERER[nr % len(MARKOERER)]},
        "customdata": _tekster(kort, serie),
        "hovertemplate": _verdi_og_gruppe(gruppe),
        "showlegend": bool(gruppe),
        **(
            {"error_y": figurspenn.streker(serie, felter)}
            if figurspenn.har_streker(kort.indikator, kort.enhet, serie)
            else {}
        ),
    }


def _grensestreker(kort: Kort, stil: Stil) -> list[dict]:
    """Snittet og det tallet pleier å være mellom. Tallene står i forklaringen, der de aldri dekker
    linjen.
    """
    grenser = kort.vurdering and kort.vurdering.grenser
    if not grenser or grenser.nedre == grenser.oevre:
        return []
    nedre, oevre = grenser.vist
    vanlig = (
        f"Pleier å være {norsk.uten_tegn(nedre, kort.enhet)} til "
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
            "y": _i_stabel(kort, serie),
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
    data, tekster = kort.data, _tekster(kort, kort.data)
    navn, felter = brutt(data["gruppe"]), figurspenn.felter(kort.enhet, data)
    har_streker = figurspenn.har_streker(kort.indikator, kort.enhet, data)
    ender = figurspenn.ender(data, felter, har_streker)
    # Streker og felter ville dekket tallet, så der det er noen, står tallene etter dem.
    etter = har_streker or any(felter)
    # En søyle uten tall har ingen strek heller.
    tall = _tall(data["verdi"], None if har_streker else 0)
    serie = {
        "type": "bar",
        "x": figurspenn.uten_felter(tall, felter),
        "y": navn,
        "orientation": "h",
        "text": tekster,
        "textposition": "none" if etter else "outside",
        "cliponaxis": False,
        "hovertemplate": "%{y}: %{text}<extra></extra>",
        "textfont": {"color": TEKST[stil.moerk]},
    }
    if har_streker:
        serie["marker"] = _lys_soeyle(stil)
        farge = {"color": TEKST[stil.moerk]}
        serie["error_x"] = figurspenn.streker(data, felter) | farge
    # Små prosenter skal se små ut.
    bredde = max([25 if kort.enhet.er_prosent else 1, *ender]) * 1.25
    merknader = []
    if etter:
        bredde = max(bredde, *map(figurspenn.bredde, ender, tekster))
        merknader = [
            figurspenn.ved_enden(*rad, TEKST[stil.moerk])
            for rad in zip(ender, navn, tekster)
        ]
    return sett_sammen(
        [
            serie,
            *figurspenn.feltserie(navn, felter, tekster, stil.farger, liggende=True),
        ],
        stil,
        40 + radhoeyde(data["gruppe"]) * len(data),
        xaxis=UTEN_TALL | {"range": [0, bredde]},
        yaxis={"autorange": "reversed", "showgrid": False},
        barmode="overlay",
        annotations=merknader,
    )


def _lys_soeyle(stil: Stil) -> dict:
    """Utseendet til søyler med streker: lyse, så den delen av streken som er inne i søylen, synes."""
    farge = stil.farger[0] if stil.farger else figurspenn.FARGE
    return {
        "color": gjennomsiktig(farge, 0.4),
        "line": {"color": farge, "width": 1.5},
    }


def _i_stabel(kort: Kort, rader: pd.DataFrame, mangler: float | None = None) -> list:
    """Tallene i en stabel. Det som bare er kjent som et spenn, er så høyt som det minst er: mer ville
    gjort stabelen for høy.
    """
    minst = [felt and felt[0] for felt in map(kort.enhet.baand, rader["verdi"])]
    tall = _tall(rader["verdi"], mangler)
    return [verdi if felt is None else felt for verdi, felt in zip(tall, minst)]


def stablet(kort: Kort, stil: Stil) -> Figur:
    """Liggende søyler delt i lag, med tallet skrevet i hvert lag."""
    bredeste = kort.data.groupby("gruppe")["verdi"].sum().max()
    serier = []
    for nr, (lag, rader) in enumerate(kort.data.groupby("lag", sort=False)):
        # Tallet skrives bare der laget er bredt nok til at det kan leses; resten står i tabellen.
        hoeyder = _i_stabel(kort, rader, 0)
        tekst = [
            norsk.uten_tegn(tall, kort.enhet) if hoeyde > 0.06 * bredeste else ""
            for tall, hoeyde in zip(_tall(rader["verdi"], 0), hoeyder)
        ]
        serier.append(
            {
                "type": "bar",
                "x": hoeyder,
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
        "z": [_tall(rad, 0) for _, rad in verdi.iterrows()],
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
) -> Figur:
    """Fra det som var, gjennom det som kom til og gikk ut, til det som er. `linjer` er (navn, tall,
    om det er en beholdning), og `felter` er spennet til dem som bare er kjent som et spenn.
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


def gjennomsiktig(farge: str, styrke: float) -> str:
    roed, groenn, blaa = _kanaler(farge)
    return f"rgba({roed}, {groenn}, {blaa}, {styrke})"


def _kanaler(farge: str) -> list[int]:
    """Rødt, grønt og blått i «#0b5c8a», fra 0 til 255."""
    return [int(farge[nr : nr + 2], 16) for nr in (1, 3, 5)]


def gnist(data: pd.DataFrame, indikator: LestIndikator, stil: Stil) -> Figur:
    """Liten trendlinje uten akser til nøkkeltallene på Oversikt, med målet som stiplet strek."""
    enhet = indikator.visningsenhet
    felter = figurspenn.felter(enhet, data)
    serie = {
        "type": "scatter",
        "x": _perioder(data),
        "y": figurspenn.uten_felter(_tall(data["verdi"]), felter),
        "mode": "lines+markers",
        "line": {"width": 2.5},
        "marker": {"size": [0] * (len(data) - 1) + [9]},
    }
    if figurspenn.har_streker(indikator, enhet, data):
        serie["error_y"] = figurspenn.streker(data, felter) | figurspenn.TYNNE
    tekster = [norsk.med_enhet(verdi, enhet) for verdi in data["verdi"]]
    i_spenn = figurspenn.feltserie(_perioder(data), felter, tekster, stil.farger)
    skjult = {"visible": False, "fixedrange": True}
    maaltall = indikator.maaltall
    streker = [] if maaltall is None else [strek(maaltall, stil, 1.5)]
    return _ferdig(
        [serie, *i_spenn],
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
    tall = [serie for serie in serier if serie.get("meta") != figurspenn.FELT]
    navn = [serie.get("name") or "" for serie in tall] if len(tall) > 1 else []
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
            "showlegend": len(tall) > 1 or bool(streker),
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
    streker = figurspenn.har_streker(kort.indikator, kort.enhet, kort.data)
    laveste = min(
        [
            kort.data["nedre" if streker else "verdi"].min(),
            kort.indikator.maaltall or 100,
            grenser.vist[0] if grenser else 100,
        ]
    )
    if kort.enhet.er_prosent and laveste >= 70:
        return {"range": [10 * (laveste // 10) - 10, 100.5], "tickformat": ",.0f"}
    return (
        {"rangemode": "tozero", "tickformat": ",~f"} | _hele_steg(kort) | _minst(kort)
    )


def _minst(kort: Kort) -> dict:
    """Avrundede tall som er små, skal se små ut, også når alle er 0–4 eller under fem prosent."""
    data, minst = kort.data, 10
    hoeyest = data["oevre" if "oevre" in data and kort.enhet.er_prosent else "verdi"]
    smaa = kort.enhet.er_antall or kort.enhet.er_prosent
    if not kort.indikator.vernet or not smaa or hoeyest.max() >= minst:
        return {}
    grenser = kort.vurdering and kort.vurdering.grenser
    oeverst = max(
        minst, kort.indikator.maaltall or 0, grenser.vist[1] if grenser else 0
    )
    return {"range": [0, oeverst * 1.05]}


def _hele_steg(kort: Kort) -> dict:
    """Det finnes ingen halve husstander: er tallene små, står det bare hele tall på aksen, og hele
    femmere når det er det tallene er rundet av til.
    """
    stoerste = kort.data["verdi"].max()
    if kort.indikator.vernet and kort.enhet.er_antall:
        return {"dtick": 5} if not stoerste > 25 else {}
    return {"dtick": 1} if kort.enhet.desimaler == 0 and not stoerste > 5 else {}


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
