"""Figurene på siden Boligbehov. Hver tegner det kortet har i `figur`; utseendet er det samme som i `figurer`."""

import functools

import pandas as pd

from boligdata import katalog, norsk
from boligdata.boligbehov.kort import Behovskort
from boligdata.figurer import (
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

ANTALL = katalog.ENHETER["antall"]
TRINN = ("Bor der i dag", "Venter i dag", "Endring i søkere, vekst og botid", "Margin")


@functools.lru_cache(maxsize=500)
def tegn(kort: Behovskort, stil: Stil) -> Figur:
    """Figuren til kortet. Den deles mellom brukere og skal ikke endres."""
    tegner = {
        "per_type": behovsstige, "foss": lambda stil, linjer: foss(linjer, ANTALL, stil), "bane": bane, "planer": linjer, "innen": linjer,
        "tiltak": soeyler, "eldre": linjer, "tornado": tornado, "anker": anker, "etterproevd": etterproevd, "botid": linjer,
    }[kort.bestilling.form]
    return tegner(stil=stil, **kort.figur)


def behovsstige(stil: Stil, typer: list[tuple]) -> Figur:
    """Behovet i hver boligtype som trinn, med boligene kommunen har som en strek og båndet som en tynn linje.

    `typer` er (navn, bor der, venter, endring, margin, boliger med vedtatt plan, lavt, høyt).
    """
    # Tallet står under navnet: ved siden av søylen ville det blitt kuttet på en telefon.
    navn = [f"{n}<br><b>{norsk.tall(round(sum(t[1:5])))}</b> ({norsk.tall(round(t[6]))}–{norsk.tall(round(t[7]))})"
            for n, t in zip(brutt(pd.Series([t[0] for t in typer])), typer)]
    serier = []
    # Blir det færre søkere, er trinnet negativt. Da er det trukket fra dem som bor der.
    deler = [[t[1] + min(t[3], 0) for t in typer], [t[2] for t in typer], [max(t[3], 0) for t in typer], [t[4] for t in typer]]
    for nr, (trinn, tall) in enumerate(zip(TRINN, deler)):
        serier.append({"type": "bar", "orientation": "h", "y": navn, "x": tall, "name": trinn, "marker": moenster(nr),
                       "customdata": [norsk.tall(x) for x in tall], "hovertemplate": f"%{{y}}, {norsk.liten_forbokstav(trinn)}: %{{customdata}}<extra></extra>"})
    serier.append({
        "type": "scatter", "mode": "markers", "y": navn, "x": [t[5] for t in typer], "name": "Boliger med vedtatt plan",
        "marker": {"symbol": "line-ns", "size": 30, "line": {"width": 4, "color": TEKST[stil.moerk]}},
        "customdata": [norsk.tall(t[5]) for t in typer], "hovertemplate": "%{y}, boliger med vedtatt plan: %{customdata}<extra></extra>"})
    strek = [{"type": "line", "xref": "x", "x0": t[6], "x1": t[7], "yref": "y", "y0": n, "y1": n, "line": {"width": 2, "color": TEKST[stil.moerk]}}
             for n, t in zip(navn, typer)]
    bredest = max(max(t[5], t[7]) for t in typer)
    return sett_sammen(serier, stil, 50 + (22 + radhoeyde(pd.Series([t[0] for t in typer]))) * len(typer), barmode="stack", bargap=0.4,
                       xaxis={"range": [0, bredest * 1.03], "tickformat": ",~f"}, yaxis={"autorange": "reversed", "showgrid": False}, shapes=strek)


def bane(stil: Stil, aar: list[str], behov, lav, hoey, planer: dict) -> Figur:
    """Boligene år for år som trappetrinn, mot behovet med båndet rundt."""
    farge = stil.farger[0] if stil.farger else "#0b5c8a"
    felles = {"type": "scatter", "x": aar}
    serier = [
        felles | {"y": hoey.tolist(), "mode": "lines", "line": {"width": 0}, "showlegend": False, "hoverinfo": "skip", "name": ""},
        felles | {"y": lav.tolist(), "mode": "lines", "line": {"width": 0}, "fill": "tonexty", "fillcolor": gjennomsiktig(farge, 0.2), "name": "8 av 10 framtider",
                  "customdata": [f"{norsk.tall(round(x))}–{norsk.tall(round(y))}" for x, y in zip(lav, hoey)], "hovertemplate": "%{customdata} 8 av 10<extra></extra>"},
        felles | {"y": behov.tolist(), "mode": "lines+markers", "name": "Trengs", "line": {"width": 3, "color": farge}, "marker": {"size": 8},
                  "customdata": [norsk.tall(round(x)) for x in behov], "hovertemplate": "%{customdata} trengs<extra></extra>"}]
    for nr, (navn, boliger) in enumerate(planer.items(), 1):
        serier.append(felles | {
            "y": boliger.tolist(), "mode": "lines+markers", "name": f"Boliger: {norsk.liten_forbokstav(navn)}", "line": {"width": 3, "shape": "hv", "dash": STREKER[nr]},
            "marker": {"size": 8, "symbol": MARKOERER[nr]}, "customdata": [norsk.tall(x) for x in boliger], "hovertemplate": f"%{{customdata}} {norsk.liten_forbokstav(navn)}<extra></extra>"})
    return sett_sammen(serier, stil, 360, xaxis=periodeakse(aar), yaxis={"tickformat": ",~f"}, hovermode="x unified")


def linjer(stil: Stil, aar: list[str], serier: list, enhet, maal: float | None = None) -> Figur:
    """Én linje per serie over år."""
    tegnet = []
    for nr, (navn, tall) in enumerate(serier):
        y = [None if x != x else x for x in tall]
        tegnet.append({"type": "scatter", "x": aar, "y": y, "mode": "lines+markers", "name": navn, "line": {"width": 3, "dash": STREKER[nr % len(STREKER)]},
                       "marker": {"size": 8, "symbol": MARKOERER[nr % len(MARKOERER)]}, "customdata": [norsk.med_enhet(x, enhet) for x in tall],
                       "hovertemplate": f"%{{customdata}} {norsk.liten_forbokstav(navn)}<extra></extra>"})
    prosent = enhet.tegn == " %"
    strek = [] if maal is None else [{"type": "line", "xref": "x domain", "x0": 0, "x1": 1, "yref": "y", "y0": maal, "y1": maal, "name": f"Mål: {norsk.med_enhet(maal, enhet)}",
                                      "showlegend": True, "line": {"dash": "dash", "width": 2, "color": TEKST[stil.moerk]}}]
    return sett_sammen(tegnet, stil, 340, [s["name"] for s in strek], xaxis=periodeakse(aar), hovermode="x unified", shapes=strek,
                       yaxis={"ticksuffix": " %" if prosent else "", "rangemode": "tozero" if prosent else "normal", "tickformat": ",~f"} | ({"range": [0, 102]} if prosent else {}))


def tornado(stil: Stil, rader: tuple) -> Figur:
    """Hvor mange boliger hver endring betyr, hver sin vei fra midten."""
    navn = brutt(pd.Series([r[0] for r in rader]), 22)
    serier = []
    for nr, (hva, kolonne) in enumerate((("Lavere, kortere eller mindre strengt", 1), ("Høyere, lengre eller strengere", 2))):
        tall = [r[kolonne] for r in rader]
        serier.append({"type": "bar", "orientation": "h", "y": navn, "x": tall, "name": hva, "marker": moenster(nr), "text": [norsk.endring(round(x), ANTALL) for x in tall],
                       "textposition": "outside", "cliponaxis": False, "textfont": {"color": TEKST[stil.moerk]}, "hovertemplate": "%{y}: %{text} boliger<extra></extra>"})
    ytterst = max((max(abs(r[1]), abs(r[2])) for r in rader), default=1) * 1.75 or 1
    return sett_sammen(serier, stil, 40 + radhoeyde(pd.Series([r[0] for r in rader]), 22) * len(rader), barmode="relative", bargap=0.35,
                       xaxis=UTEN_TALL | {"range": [-ytterst, ytterst], "zeroline": True, "zerolinecolor": RUTE[stil.moerk]},
                       yaxis={"autorange": "reversed", "showgrid": False})


def soeyler(stil: Stil, rader: list[tuple[str, float]]) -> Figur:
    """Liggende søyler, én per tiltak."""
    serie = {"type": "bar", "orientation": "h", "y": brutt(pd.Series([r[0] for r in rader]), 22), "x": [r[1] for r in rader], "text": [norsk.tall(r[1], 1) for r in rader],
             "textposition": "outside", "cliponaxis": False, "textfont": {"color": TEKST[stil.moerk]}, "marker": moenster(0), "hovertemplate": "%{y}: %{text} boliger<extra></extra>"}
    ytterst = max(max(r[1] for r in rader), 1) * 1.25
    return sett_sammen([serie], stil, 40 + radhoeyde(pd.Series([r[0] for r in rader]), 22) * len(rader),
                       xaxis=UTEN_TALL | {"range": [min(0, 1.25 * min(r[1] for r in rader)), ytterst]}, yaxis={"autorange": "reversed", "showgrid": False})


def anker(stil: Stil, rader: list[tuple]) -> Figur:
    """Anker og strøm som to punkter på båndet, i prosent av svaret. `rader` er (navn, anker, strøm, svaret, lavt, høyt)."""
    navn = brutt(pd.Series([r[0] for r in rader]))
    av_svaret = [[100 * x / max(r[3], 1e-9) for x in r[1:]] for r in rader]
    serier = [{"type": "scatter", "mode": "markers", "y": navn, "x": [a[k - 1] for a in av_svaret], "name": hva, "marker": {"size": 13, "symbol": symbol},
               "customdata": [norsk.tall(round(r[k])) for r in rader], "hovertemplate": f"%{{y}}, {norsk.liten_forbokstav(hva)}: %{{customdata}}<extra></extra>"}
              for hva, k, symbol in (("Anker", 1, "square"), ("Strøm", 2, "diamond"), ("Svaret", 3, "circle"))]
    return sett_sammen(serier, stil, 60 + (12 + radhoeyde(pd.Series([r[0] for r in rader]))) * len(rader), shapes=_baand(navn, [(a[3], a[4]) for a in av_svaret], stil),
                       xaxis={"tickformat": ",~f", "ticksuffix": " %", "tickangle": 0}, yaxis={"autorange": "reversed", "showgrid": False, "type": "category"})


def _baand(navn: list[str], spenn: list[tuple[float, float]], stil: Stil) -> list[dict]:
    return [{"type": "line", "xref": "x", "x0": lav, "x1": hoey, "yref": "y", "y0": n, "y1": n, "layer": "below", "line": {"width": 8, "color": RUTE[stil.moerk]}}
            for n, (lav, hoey) in zip(navn, spenn)]


def etterproevd(stil: Stil, rader: list[tuple]) -> Figur:
    """Hvor langt fra det som ble beregnet det ble, med spennet. `rader` er (laget, gjelder, hva, beregnet, lavt, høyt, ble)."""
    navn = [f"{'<br>'.join(brutt(pd.Series([norsk.stor(r[2].removeprefix('Husstander som '))]), 22))}<br>{r[1]}, laget {r[0]}" for r in rader]
    serier = [{"type": "scatter", "mode": "markers", "y": navn, "x": [r[k] - r[3] for r in rader], "name": hva, "marker": {"size": 12, "symbol": symbol},
               "customdata": [norsk.tall(round(r[k])) for r in rader], "hovertemplate": f"{hva}: %{{customdata}}<extra></extra>"}
              for hva, k, symbol in (("Beregnet", 3, "circle"), ("Det ble", 6, "x"))]
    return sett_sammen(serier, stil, 40 + 58 * len(rader), shapes=_baand(navn, [(r[4] - r[3], r[5] - r[3]) for r in rader], stil),
                       xaxis={"tickformat": "+,~f", "tickangle": 0}, yaxis={"autorange": "reversed", "showgrid": False, "type": "category"})
