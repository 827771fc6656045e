"""Figurene på siden Boligbehov. Hver tegner det kortet har i `figur`; utseendet er det samme som i
`figurer`."""

import functools
import html
import math

import pandas as pd

from boligdata.felles import norsk
from boligdata.felles.enheter import ENHETER, Enhet
from boligdata.innhold.boligbehov.kort import Behovskort
from boligdata.innhold.figurer import (
    MARKOERER,
    RUTE,
    STREKER,
    TEKST,
    UTEN_TALL,
    Figur,
    Stil,
    brutt,
    foss,
    gjennomsiktig,
    moenster,
    periodeakse,
    radhoeyde,
    sett_sammen,
)

ANTALL = ENHETER["antall"]
TRINN = ("Bor der i dag", "Venter i dag", "Endring i søkere, vekst og botid", "Margin")
_RADER = {"autorange": "reversed", "showgrid": False}


@functools.lru_cache(maxsize=500)
def tegn(kort: Behovskort, stil: Stil) -> Figur:
    """Figuren til kortet. Den deles mellom brukere og skal ikke endres."""
    return _TEGNERE[kort.bestilling.form](stil=stil, **kort.figur)


def fossen(stil: Stil, linjer: list[tuple]) -> Figur:
    """Veien fra boligene i dag til behovet."""
    return foss(linjer, ANTALL, stil)


def behovsstige(stil: Stil, typer: list[tuple]) -> Figur:
    """Behovet i hver boligtype som trinn, med boligene kommunen har som en strek og båndet som en
    tynn linje.

    `typer` er (navn, bor der, venter, endring, margin, boliger med vedtatt plan, lavt, høyt).
    """
    # Tallet står under navnet: ved siden av søylen ville det blitt kuttet på en telefon.
    navn = [
        f"{n}<br><b>{norsk.tall(round(sum(t[1:5])))}</b> ({_spenn(t[6], t[7])})"
        for n, t in zip(_brutt(typer), typer)
    ]
    # Blir det færre søkere, er trinnet negativt. Da er det trukket fra dem som bor der.
    deler = [
        [t[1] + min(t[3], 0) for t in typer],
        [t[2] for t in typer],
        [max(t[3], 0) for t in typer],
        [t[4] for t in typer],
    ]
    serier = [
        {
            "type": "bar",
            "orientation": "h",
            "y": navn,
            "x": tall,
            "name": trinn,
            "marker": moenster(nr),
        }
        | _hover(tall, trinn, rad=True)
        for nr, (trinn, tall) in enumerate(zip(TRINN, deler))
    ]
    har = [t[5] for t in typer]
    strek = {
        "symbol": "line-ns",
        "size": 30,
        "line": {"width": 4, "color": TEKST[stil.moerk]},
    }
    serier.append(
        {
            "type": "scatter",
            "mode": "markers",
            "y": navn,
            "x": har,
            "name": "Boliger med vedtatt plan",
            "marker": strek,
        }
        | _hover(har, "boliger med vedtatt plan", rad=True)
    )
    bredest = max(max(t[5], t[7]) for t in typer)
    return sett_sammen(
        serier,
        stil,
        50 + (22 + _radhoeyde(typer)) * len(typer),
        barmode="stack",
        bargap=0.4,
        xaxis={"range": [0, bredest * 1.03], "tickformat": ",~f"},
        yaxis=_RADER,
        shapes=_baand(
            navn, [t[6:8] for t in typer], {"width": 2, "color": TEKST[stil.moerk]}
        ),
    )


def bane(stil: Stil, aar: list[str], behov, lav, hoey, planer: dict) -> Figur:
    """Boligene år for år som trappetrinn, mot behovet med båndet rundt."""
    farge = stil.farger[0] if stil.farger else "#0b5c8a"
    felles, uten_strek = (
        {"type": "scatter", "x": aar},
        {"mode": "lines", "line": {"width": 0}},
    )
    serier = [
        felles
        | uten_strek
        | {"y": hoey.tolist(), "showlegend": False, "hoverinfo": "skip", "name": ""},
        felles
        | uten_strek
        | {
            "y": lav.tolist(),
            "fill": "tonexty",
            "fillcolor": gjennomsiktig(farge, 0.2),
            "name": "8 av 10 framtider",
            "customdata": [_spenn(x, y) for x, y in zip(lav, hoey)],
            "hovertemplate": "%{customdata} 8 av 10<extra></extra>",
        },
        felles
        | {
            "y": behov.tolist(),
            "mode": "lines+markers",
            "name": "Trengs",
            "line": {"width": 3, "color": farge},
            "marker": {"size": 8},
        }
        | _hover(behov, "trengs"),
    ]
    for nr, (navn, boliger) in enumerate(planer.items(), 1):
        hva = norsk.liten_forbokstav(navn)
        serier.append(
            felles
            | _linje(nr, shape="hv")
            | {"y": boliger.tolist(), "name": f"Boliger: {hva}"}
            | _hover(boliger, hva)
        )
    return sett_sammen(
        serier,
        stil,
        360,
        xaxis=periodeakse(aar),
        yaxis={"tickformat": ",~f"},
        hovermode="x unified",
    )


def linjer(
    stil: Stil, aar: list[str], serier: list, enhet: Enhet, maal: float | None = None
) -> Figur:
    """Én linje per serie over år, med målet som stiplet strek."""
    # Navnet på en egen plan er skrevet av brukeren, og Plotly ville laget lenker av det.
    serier = [(html.escape(navn, quote=False), tall) for navn, tall in serier]
    tegnet = [
        {
            "type": "scatter",
            "x": aar,
            "y": [None if x != x else x for x in tall],
            "name": navn,
        }
        | _linje(nr)
        | _hover(tall, navn, enhet=enhet)
        for nr, (navn, tall) in enumerate(serier)
    ]
    strek = []
    if maal is not None:
        strek = [
            {
                "type": "line",
                "xref": "x domain",
                "x0": 0,
                "x1": 1,
                "yref": "y",
                "y0": maal,
                "y1": maal,
                "showlegend": True,
                "name": f"Mål: {norsk.med_enhet(maal, enhet)}",
                "line": {"dash": "dash", "width": 2, "color": TEKST[stil.moerk]},
            }
        ]
    akse = {"ticksuffix": enhet.tegn, "range": [0, 102]} if enhet.er_prosent else {}
    return sett_sammen(
        tegnet,
        stil,
        340,
        [s["name"] for s in strek],
        xaxis=periodeakse(aar),
        hovermode="x unified",
        shapes=strek,
        yaxis={"tickformat": ",~f"} | akse,
    )


def tornado(stil: Stil, rader: tuple) -> Figur:
    """Hvor mange boliger hver endring betyr, hver sin vei fra midten. `rader` er (hva, den ene
    veien, den andre veien)."""
    navn = _brutt(rader, 22)
    serier = [
        _soeyle(navn, [r[kolonne] for r in rader], nr, stil) | {"name": hva}
        for nr, (hva, kolonne) in enumerate(
            (
                ("Lavere, kortere eller mindre strengt", 1),
                ("Høyere, lengre eller strengere", 2),
            )
        )
    ]
    ytterst = max((max(abs(r[1]), abs(r[2])) for r in rader), default=1) * 1.75 or 1
    midten = {
        "range": [-ytterst, ytterst],
        "zeroline": True,
        "zerolinecolor": RUTE[stil.moerk],
    }
    return sett_sammen(
        serier,
        stil,
        40 + _radhoeyde(rader, 22) * len(rader),
        barmode="relative",
        bargap=0.35,
        xaxis=UTEN_TALL | midten,
        yaxis=_RADER,
    )


def tiltak(stil: Stil, rader: list[tuple[str, float]]) -> Figur:
    """Hvor mange færre boliger som mangler med hvert tiltak."""
    tall = [r[1] for r in rader]
    bredde = [min(0, 1.4 * min(tall)), max(*tall, 1) * 1.25]
    return sett_sammen(
        [_soeyle(_brutt(rader, 22), tall, 0, stil)],
        stil,
        40 + _radhoeyde(rader, 22) * len(rader),
        xaxis=UTEN_TALL | {"range": bredde},
        yaxis=_RADER,
    )


def anker(stil: Stil, rader: list[tuple]) -> Figur:
    """Anker og strøm som to punkter på båndet, i prosent av svaret. `rader` er (navn, anker, strøm,
    svaret, lavt, høyt)."""
    navn = _brutt(rader)
    av_svaret = [[100 * x / max(r[3], 1e-9) for x in r[1:]] for r in rader]
    serier = [
        _punkter(navn, [a[nr] for a in av_svaret], hva, symbol)
        | _hover([r[nr + 1] for r in rader], hva, rad=True)
        for nr, (hva, symbol) in enumerate(
            (("Anker", "square"), ("Strøm", "diamond"), ("Svaret", "circle"))
        )
    ]
    return sett_sammen(
        serier,
        stil,
        60 + (12 + _radhoeyde(rader)) * len(rader),
        yaxis=_RADER | {"type": "category"},
        xaxis={"tickformat": ",~f", "ticksuffix": " %", "tickangle": 0},
        shapes=_baand(
            navn, [a[3:5] for a in av_svaret], {"width": 8, "color": RUTE[stil.moerk]}
        ),
    )


def etterproevd(stil: Stil, rader: list[tuple]) -> Figur:
    """Hvor langt fra det som ble beregnet det ble, med spennet. `rader` er (laget, gjelder, hva,
    beregnet, lavt, høyt, ble)."""
    hva = _brutt(
        [(norsk.stor(r[2].removeprefix("Husstander som ")),) for r in rader], 22
    )
    navn = [f"{h}<br>{r[1]}, laget {r[0]}" for h, r in zip(hva, rader)]
    serier = [
        _punkter(navn, [r[k] - r[3] for r in rader], hva_, symbol)
        | _hover([r[k] for r in rader], hva_)
        for hva_, k, symbol in (("Beregnet", 3, "circle"), ("Det ble", 6, "x"))
    ]
    return sett_sammen(
        serier,
        stil,
        40 + 58 * len(rader),
        xaxis={"tickformat": "+,~f", "tickangle": 0},
        yaxis=_RADER | {"type": "category"},
        shapes=_baand(
            navn,
            [(r[4] - r[3], r[5] - r[3]) for r in rader],
            {"width": 8, "color": RUTE[stil.moerk]},
        ),
    )


_TEGNERE = {
    "per_type": behovsstige,
    "foss": fossen,
    "bane": bane,
    "planer": linjer,
    "innen": linjer,
    "tiltak": tiltak,
    "eldre": linjer,
    "tornado": tornado,
    "anker": anker,
    "etterproevd": etterproevd,
    "botid": linjer,
}


# -------------------------------------------------------------------------------- deler


def _linje(nr: int, **strek) -> dict:
    """Strek og markør for serie nummer `nr`, så seriene kan skilles også uten farger."""
    return {
        "mode": "lines+markers",
        "line": {"width": 3, "dash": STREKER[nr % len(STREKER)], **strek},
        "marker": {"size": 8, "symbol": MARKOERER[nr % len(MARKOERER)]},
    }


def _punkter(navn: list[str], x: list[float], hva: str, symbol: str) -> dict:
    return {
        "type": "scatter",
        "mode": "markers",
        "y": navn,
        "x": x,
        "name": hva,
        "marker": {"size": 13, "symbol": symbol},
    }


def _soeyle(navn: list[str], tall: list[float], nr: int, stil: Stil) -> dict:
    """Liggende søyler med endringen skrevet ved siden av."""
    return {
        "type": "bar",
        "orientation": "h",
        "y": navn,
        "x": tall,
        "marker": moenster(nr),
        "text": [norsk.endring(round(x), ANTALL) for x in tall],
        "textposition": "outside",
        "cliponaxis": False,
        "textfont": {"color": TEKST[stil.moerk]},
        "hovertemplate": "%{y}: %{text} boliger<extra></extra>",
    }


def _hover(tall, hva: str, rad: bool = False, enhet: Enhet = ANTALL) -> dict:
    """Teksten når pekeren holdes over et punkt. `rad` er sann når raden også skal nevnes."""
    hva = norsk.liten_forbokstav(hva)
    return {
        "customdata": [
            norsk.med_enhet(x if enhet.desimaler or x != x else round(x), enhet)
            for x in tall
        ],
        "hovertemplate": f"%{{y}}, {hva}: %{{customdata}}<extra></extra>"
        if rad
        else f"%{{customdata}} {hva}<extra></extra>",
    }


def _baand(
    navn: list[str], spenn: list[tuple[float, float]], linje: dict
) -> list[dict]:
    """En vannrett linje fra lavt til høyt i hver rad."""
    return [
        {
            "type": "line",
            "xref": "x",
            "x0": lav,
            "x1": hoey,
            "yref": "y",
            "y0": n,
            "y1": n,
            "line": linje,
            "layer": "below" if linje["width"] > 4 else "above",
        }
        for n, (lav, hoey) in zip(navn, spenn)
    ]


def _spenn(lav: float, hoey: float) -> str:
    return f"{norsk.tall(math.floor(lav))}–{norsk.tall(math.ceil(hoey))}"


def _brutt(rader, bredde: int = 18) -> list[str]:
    return brutt(pd.Series([r[0] for r in rader]), bredde)


def _radhoeyde(rader, bredde: int = 18) -> int:
    return radhoeyde(pd.Series([r[0] for r in rader]), bredde)
