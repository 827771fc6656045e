"""Tidslinjen: når hvert tiltak varer, milepælene i det, og dagen i dag."""

import datetime as dt
import html
from collections.abc import Sequence

import pandas as pd

from boligdata.arbeid.tiltak import Milepael, Tiltak
from boligdata.felles import norsk
from boligdata.felles.maalform import fast, si
from boligdata.innhold.figurer.grunnlag import (
    TEKST,
    Figur,
    Stil,
    brutt,
    radhoeyde,
    sett_sammen,
)
from boligdata.innhold.handlingsdel import i_ord

# Flere rader enn dette kan ingen lese i én figur. Resten finnes med filtrene.
FLEST = 40
_BREDDE = 20
NAADD, KOMMER, OVER = fast("Nådd"), fast("Kommer"), fast("Skulle vært nådd")
_TEGN = {NAADD: "circle", KOMMER: "diamond-open", OVER: "x"}


def med_tid(tiltak: Sequence[Tiltak]) -> list[Tiltak]:
    """Tiltakene som har en dag å vise: en tidfestet frist, eller en milepæl med frist."""
    return [ett for ett in tiltak if any(_dagene(ett))]


def stand(milepael: Milepael, dag: dt.date) -> str:
    """Er milepælen nådd, kommer den, eller skulle den vært nådd?"""
    if milepael.naadd:
        return NAADD
    return OVER if milepael.frist and milepael.frist < dag else KOMMER


def figur(tiltak: Sequence[Tiltak], dag: dt.date, stil: Stil) -> Figur:
    """Tiltakene under hverandre, høyst `FLEST`, med dagen i dag som en strek."""
    vist = med_tid(tiltak)[:FLEST]
    navn = pd.Series([_uten_kode(i_ord.navn(ett)) for ett in vist], dtype="str")
    serier = [_varer(vist, stil)]
    serier += [
        _milepaelene(vist, dag, standen, stil.farger[nr % len(stil.farger)])
        for nr, standen in enumerate((NAADD, KOMMER, OVER), 1)
    ]
    dagene = [dagen for ett in vist for dagen in _dagene(ett) if dagen]
    # Hvert annet år har navn, så lenge de ikke går i hverandre på en telefon.
    aarene = max(dagene).year - min(dagene).year
    return sett_sammen(
        serier,
        stil,
        (radhoeyde(navn, _BREDDE) + 8) * len(vist) + 60,
        xaxis={
            "type": "date",
            "side": "top",
            "dtick": "M24" if aarene <= 10 else "M48",
            "tick0": f"{min(dagene).year}-01-01",
            "tickformat": "%Y",
            "tickangle": 0,
            "tickfont": {"size": 11},
            "range": [f"{min(dagene).year}-01-01", f"{max(dagene).year + 1}-03-01"],
        },
        yaxis={
            "type": "category",
            "categoryorder": "array",
            "categoryarray": [ett.id for ett in reversed(vist)],
            "tickvals": [ett.id for ett in vist],
            "ticktext": brutt(navn, _BREDDE),
            "showgrid": True,
        },
        shapes=[i_dag_strek(dag, stil)],
        annotations=[i_dag_merke(dag, stil)],
    )


def i_ord_for_alle(tiltak: Sequence[Tiltak], dag: dt.date) -> str:
    """Det figuren viser, i én setning."""
    vist = med_tid(tiltak)
    standene = [stand(m, dag) for ett in vist for m in ett.milepaeler]
    uten = len(tiltak) - len(vist)
    setninger = [
        si(
            "Tidslinjen viser {tiltak} og {milepaeler}: {naadd} er nådd, {over} skulle vært nådd før "
            "{dato}, og {kommer} kommer senere.",
            tiltak=norsk.med_ord(min(len(vist), FLEST), si("tiltak")),
            milepaeler=norsk.med_ord(len(standene), si("milepæler")),
            naadd=standene.count(NAADD),
            over=standene.count(OVER),
            dato=norsk.dato(dag),
            kommer=standene.count(KOMMER),
        )
    ]
    if len(vist) > FLEST:
        setninger.append(
            si(
                "{antall} tiltak til får ikke plass: velg færre øverst.",
                antall=len(vist) - FLEST,
            )
        )
    if uten:
        setninger.append(si("{antall} tiltak har ingen dato.", antall=uten))
    return " ".join(setninger)


def _dagene(tiltak: Tiltak) -> list[dt.date | None]:
    return [
        tiltak.frist.fra,
        tiltak.frist.til,
        *(m.naadd or m.frist for m in tiltak.milepaeler),
    ]


def _uten_kode(tekst: str) -> str:
    """Det brukeren har skrevet, vises som det står: Plotly leser ellers lenker og utheving i det."""
    return html.escape(tekst, quote=False)


def _varer(vist: Sequence[Tiltak], stil: Stil) -> dict:
    rader = []
    for ett in vist:
        dagene = sorted(filter(None, _dagene(ett)))
        start, slutt = ett.frist.fra or dagene[0], ett.frist.til or dagene[-1]
        rader += [(start, ett.id), (slutt, ett.id), (None, None)]
    x, y = map(list, zip(*rader)) if rader else ([], [])
    return {
        "type": "scatter",
        "mode": "lines",
        "name": si("Tiltaket varer"),
        "x": x,
        "y": y,
        "line": {"width": 12, "color": stil.farger[0]},
        "opacity": 0.45,
        "hoverinfo": "skip",
    }


def _milepaelene(
    vist: Sequence[Tiltak],
    dag: dt.date,
    standen: str,
    farge: str,
) -> dict:
    punkter = [
        (m.naadd or m.frist, ett.id, m.tittel)
        for ett in vist
        for m in ett.milepaeler
        if stand(m, dag) == standen and (m.naadd or m.frist)
    ]
    x, y, titler = map(list, zip(*punkter)) if punkter else ([], [], [])
    return {
        "type": "scatter",
        "mode": "markers",
        "name": si(standen),
        "x": x,
        "y": y,
        "text": [
            f"{_uten_kode(tittel)}: {norsk.dato(naar)}"
            for tittel, naar in zip(titler, x)
        ],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "symbol": _TEGN[standen],
            "size": 14,
            "color": farge,
            "line": {"width": 3 if standen == KOMMER else 1, "color": farge},
        },
    }


def i_dag_strek(dag: dt.date, stil: Stil) -> dict:
    """Streken der dagen i dag er."""
    return {
        "type": "line",
        "xref": "x",
        "x0": dag,
        "x1": dag,
        "yref": "y domain",
        "y0": 0,
        "y1": 1,
        "line": {"dash": "dash", "width": 2, "color": TEKST[stil.moerk]},
    }


def i_dag_merke(dag: dt.date, stil: Stil) -> dict:
    """Ordene ved streken."""
    return {
        "text": si("I dag"),
        "xref": "x",
        "x": dag,
        "yref": "y domain",
        "y": 0,
        "yanchor": "bottom",
        "xanchor": "left",
        "xshift": 4,
        "showarrow": False,
        "font": {"size": 13, "color": TEKST[stil.moerk]},
    }


def tabell(tiltak: Sequence[Tiltak], dag: dt.date) -> pd.DataFrame:
    """Milepælene i tabellform: tiltak, milepæl, frist, når den ble nådd, og hvordan den står."""
    rader = [
        (
            milepael.tittel,
            i_ord.navn(ett),
            milepael.ord
            or (norsk.dato(milepael.frist) if milepael.frist else si("Ikke satt")),
            norsk.dato(milepael.naadd) if milepael.naadd else si("Nei"),
            si(stand(milepael, dag)),
        )
        for ett in tiltak
        for milepael in ett.milepaeler
    ]
    kolonner = (
        si("Milepæl"),
        si("Tiltak"),
        si("Frist"),
        si("Nådd"),
        si("Hvordan den står"),
    )
    return pd.DataFrame(rader, columns=kolonner)
