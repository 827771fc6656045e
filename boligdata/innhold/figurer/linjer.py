"""Linjer over tid: utviklingen, KOSTRA-tallene og trendlinjen på Oversikt."""

import pandas as pd

from boligdata.felles import norsk
from boligdata.felles.katalog import Kostratall
from boligdata.innhold import figurspenn
from boligdata.innhold.faste_kort import Kostrakort
from boligdata.innhold.figurer.grunnlag import (
    HARDT_MELLOMROM,
    MARKOERER,
    STREKER,
    TEKST,
    Figur,
    Stil,
    periodeakse,
    periodenavn,
    sett_sammen,
    skrevet,
    strek,
    tallene,
    verdi_og_gruppe,
)
from boligdata.innhold.kort import Kort


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
            periodenavn(serie),
            figurspenn.felter(kort.enhet, serie),
            skrevet(kort, serie),
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
        xaxis=periodeakse(periodenavn(kort.data)),
        yaxis=yakse,
        **maallinje,
    )


def _linje(kort: Kort, nr: int, gruppe: str, serie: pd.DataFrame) -> dict:
    """Linjen til én gruppe. Den er brutt der tallet bare er kjent som et spenn."""
    felter = figurspenn.felter(kort.enhet, serie)
    return {
        "type": "scatter",
        "x": periodenavn(serie),
        "y": figurspenn.uten_felter(tallene(serie["verdi"]), felter),
        "name": gruppe,
        "mode": "lines+markers",
        "line": {"width": 3, "dash": STREKER[nr % len(STREKER)]},
        "marker": {"size": 8, "symbol": MARKOERER[nr % len(MARKOERER)]},
        "customdata": skrevet(kort, serie),
        "hovertemplate": verdi_og_gruppe(gruppe),
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
                "text": f"Mål<br>{tekst if len(tekst) < 9 else tekst.replace(HARDT_MELLOMROM, '<br>')}",
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


def kostrakort(kort: Kostrakort, stil: Stil) -> Figur:
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
            "y": tallene(data["verdi"]),
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
                "y": tallene(data["landet"]),
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
