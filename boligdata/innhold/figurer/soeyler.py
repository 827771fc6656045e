"""Søyler: over tid, en fordeling, og en stabel."""

import pandas as pd

from boligdata.felles import norsk
from boligdata.innhold import figurspenn
from boligdata.innhold.figurer.grunnlag import (
    TEKST,
    UTEN_TALL,
    Figur,
    Stil,
    brutt,
    gjennomsiktig,
    moenster,
    periodeakse,
    periodenavn,
    radhoeyde,
    sett_sammen,
    skrevet,
    tallene,
    tekst_paa,
    verdi_og_gruppe,
)
from boligdata.innhold.kort import Kort


def soeyler(kort: Kort, stil: Stil) -> Figur:
    """Stablede søyler over tid, ett lag per gruppe."""
    serier = [
        {
            "type": "bar",
            "x": periodenavn(serie),
            "y": _i_stabel(kort, serie),
            "name": gruppe,
            "marker": moenster(nr),
            "customdata": skrevet(kort, serie),
            "hovertemplate": verdi_og_gruppe(gruppe),
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
        xaxis=periodeakse(periodenavn(kort.data)),
        yaxis=yakse,
        barmode="stack",
        hovermode="x unified",
        bargap=0.3,
    )


def fordeling(kort: Kort, stil: Stil) -> Figur:
    """Liggende søyler, én per gruppe, med tallet skrevet ved siden av."""
    data, tekster = kort.data, skrevet(kort, kort.data)
    navn, felter = brutt(data["gruppe"]), figurspenn.felter(kort.enhet, data)
    har_streker = figurspenn.har_streker(kort.indikator, kort.enhet, data)
    ender = figurspenn.ender(data, felter, har_streker)
    # Streker og felter ville dekket tallet, så der det er noen, står tallene etter dem.
    etter = har_streker or any(felter)
    # En søyle uten tall har ingen strek heller.
    tall = tallene(data["verdi"], None if har_streker else 0)
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
    farge = stil.farger[0]
    return {
        "color": gjennomsiktig(farge, 0.4),
        "line": {"color": farge, "width": 1.5},
    }


def _i_stabel(kort: Kort, rader: pd.DataFrame, mangler: float | None = None) -> list:
    """Tallene i en stabel. Det som bare er kjent som et spenn, er så høyt som det minst er: mer ville
    gjort stabelen for høy.
    """
    minst = [felt and felt[0] for felt in map(kort.enhet.baand, rader["verdi"])]
    tall = tallene(rader["verdi"], mangler)
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
            for tall, hoeyde in zip(tallene(rader["verdi"], 0), hoeyder)
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
                "insidetextfont": {"color": tekst_paa(stil.farger, nr)},
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
