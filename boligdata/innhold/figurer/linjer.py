"""Linjer over tid: utviklingen, og kommunen ved siden av gruppen, fylket og landet."""

import itertools
from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from boligdata.felles import norsk, regioner
from boligdata.felles.maalform import si
from boligdata.innhold import figurspenn
from boligdata.innhold.bosettingskort import Bosettingskort
from boligdata.innhold.faste_kort import Kostrakort
from boligdata.innhold.figurer import paneler
from boligdata.innhold.figurer.etiketter import Etikett, etikett, plassert
from boligdata.innhold.figurer.grunnlag import (
    MARKOERER,
    STREKER,
    Figur,
    Stil,
    enhetsnavn,
    med_tegn,
    periodeakse,
    periodenavn,
    sett_sammen,
    skrevet,
    strek,
    tallene,
    verdi_og_gruppe,
)
from boligdata.innhold.grunnkort import Grunnkort
from boligdata.innhold.kort import Kort
from boligdata.innhold.oekonomi import Oekonomikort

# Så mange linjer kan ha navnet sitt ved enden. Flere enn det får hvert sitt panel.
FLEST_LINJER = 4
_HOEYDE = 300
# Piksler av høyden som er over og under selve figuren.
_RUNDT = 50


def utvikling(kort: Kort, stil: Stil) -> Figur:
    """Linje over tid, én per gruppe, med det siste tallet ved enden og målet som stiplet strek. Har
    serien grenser, vises de og snittet som tynne streker.
    """
    grupper = [*kort.data.groupby("gruppe", sort=False)]
    if len(grupper) > FLEST_LINJER:
        return paneler.linjer(kort, stil)
    serier = [
        _linje(kort, nr, gruppe, serie, stil)
        for nr, (gruppe, serie) in enumerate(grupper)
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
    grenser = _grensestreker(kort, stil)
    tekster = _etikettene(kort, grupper, stil)
    merknader, til_hoeyre = [], 16
    if tekster:
        merknader, til_hoeyre = plassert(
            tekster, yakse["range"], _HOEYDE - _RUNDT, stil
        )
    maaltall = kort.indikator.maaltall
    return sett_sammen(
        [*serier, *felter],
        stil,
        _HOEYDE,
        [strek["name"] for strek in grenser if strek["showlegend"]],
        enhet=enhetsnavn(kort),
        hovermode="x unified",
        xaxis=periodeakse(periodenavn(kort.data), yakse, til_hoeyre),
        yaxis=yakse,
        shapes=[*grenser, *([] if maaltall is None else [strek(maaltall, stil, 2)])],
        margin={"r": til_hoeyre},
        annotations=merknader,
    )


def _etikettene(
    kort: Kort, grupper: list[tuple[str, pd.DataFrame]], stil: Stil
) -> list[Etikett]:
    """Det siste tallet i hver linje, og målet."""
    ut = []
    for nr, (gruppe, serie) in enumerate(grupper):
        siste = serie.tail(1)
        verdi, [felt] = siste["verdi"].iloc[0], figurspenn.felter(kort.enhet, siste)
        if verdi != verdi:
            continue
        sted = sum(felt) / 2 if felt else verdi
        utseende = {"markoer": MARKOERER[nr], "farge": stil.farge(nr)}
        navn = {"navn": gruppe} | utseende if gruppe else {}
        ut.append(etikett(sted, med_tegn(kort, siste)[0], **navn))
    maaltall = kort.indikator.maaltall
    if maaltall is not None:
        ut.append(etikett(maaltall, norsk.maaltall(maaltall, kort.enhet), si("Mål")))
    return ut


def _linje(kort: Kort, nr: int, gruppe: str, serie: pd.DataFrame, stil: Stil) -> dict:
    """Linjen til én gruppe. Den er brutt der tallet bare er kjent som et spenn."""
    felter = figurspenn.felter(kort.enhet, serie)
    return {
        "type": "scatter",
        "x": periodenavn(serie),
        "y": figurspenn.uten_felter(tallene(serie["verdi"]), felter),
        "name": gruppe,
        "mode": "lines+markers",
        "line": {"width": 3, "dash": STREKER[nr], "color": stil.farge(nr)},
        "marker": {"size": 8, "symbol": MARKOERER[nr], "color": stil.farge(nr)},
        # Et punkt på null er en hel markør.
        "cliponaxis": False,
        "customdata": skrevet(kort, serie),
        "hovertemplate": verdi_og_gruppe(gruppe),
        "showlegend": False,
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
    steder = (grenser.snitt, *grenser.vist)
    i_midten, fra, til = norsk.runde_beloep(*steder, enhet=kort.enhet)
    vanlig = si(
        "Pleier å være {fra} til {til}",
        fra=norsk.uten_tegn(fra, kort.enhet),
        til=norsk.med_enhet(til, kort.enhet),
    )
    snitt, nedre, oevre = steder
    i_ord = si("Snitt: {tall}", tall=norsk.med_enhet(i_midten, kort.enhet))
    return [
        _grensestrek(snitt, "dashdot", stil, i_ord),
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
    return {"range": [0, _oeverst(kort) * 1.08], "tickformat": ",~f"} | _hele_steg(kort)


def _oeverst(kort: Kort) -> float:
    """Det høyeste i figuren. Avrundede tall som er små, skal se små ut, også når alle er 0–4 eller
    under fem prosent.
    """
    data, enhet = kort.data, kort.enhet
    streker = figurspenn.har_streker(kort.indikator, enhet, data)
    grenser = kort.vurdering and kort.vurdering.grenser
    hoeyest = [
        data["oevre" if streker else "verdi"].max(),
        kort.indikator.maaltall or 0,
        grenser.vist[1] if grenser else 0,
    ]
    if kort.indikator.vernet and (enhet.er_antall or enhet.er_prosent):
        hoeyest.append(10)
    return max(tall for tall in hoeyest if tall == tall) or 1


def _hele_steg(kort: Kort) -> dict:
    """Det finnes ingen halve husstander: er tallene små, står det bare hele tall på aksen, og hele
    femmere når det er det tallene er rundet av til.
    """
    stoerste = kort.data["verdi"].max()
    if kort.indikator.vernet and kort.enhet.er_antall:
        return {"dtick": 5} if not stoerste > 25 else {}
    return {"dtick": 1} if kort.enhet.desimaler == 0 and not stoerste > 5 else {}


class Aarsserier(NamedTuple):
    """Tallene i et kort år for år: tabellen med kolonnen «aar», navnet på linjen til hver av de andre
    kolonnene, desimalene, og det tallene teller.
    """

    serie: pd.DataFrame
    linjer: Mapping[str, str]
    desimaler: int
    enhetsord: str


def aarsserier(kort: Grunnkort) -> Aarsserier | None:
    """Tallene i et kort om KOSTRA, bosettingen eller regnskapet. De andre har ingen."""
    if isinstance(kort, Kostrakort):
        linjer = {"verdi": kort.kommune, **kort.andre}
        tall = kort.regionstall
        return Aarsserier(kort.serie, linjer, tall.desimaler, tall.enhetsord)
    if isinstance(kort, Bosettingskort):
        return Aarsserier(kort.serie, kort.linjer, 0, si("flyktninger"))
    if isinstance(kort, Oekonomikort):
        desimaler = kort.enhet.desimaler
        return Aarsserier(kort.serie, kort.linjer, desimaler, kort.enhetsord)
    return None


def aar_for_aar(kort: Grunnkort, stil: Stil) -> Figur:
    """Kommunens tall ved siden av dem det sammenlignes med. Foreløpige tall får åpen markør."""
    return aarslinjer(*aarsserier(kort), stil)


def aarslinjer(
    data: pd.DataFrame,
    linjer: Mapping[str, str],
    desimaler: int,
    enhetsord: str,
    stil: Stil,
) -> Figur:
    """En linje for hver kolonne i `linjer`, som har navnet på den: år for år, med det siste tallet ved enden.
    År uten tall blir et hull. Er et tall foreløpig (sant i kolonnen `foreloepig`, eller for de andre linjene
    i `foreloepig_<linje>`), får det åpen markør.
    """
    aar = data["aar"].astype(str).tolist()
    linjer = dict(itertools.islice(linjer.items(), FLEST_LINJER))
    numre = _numrene(linjer)
    serier = [
        {
            "type": "scatter",
            "x": aar,
            "y": tallene(data[kolonne]),
            "name": navn,
            "mode": "lines+markers",
            "cliponaxis": False,
            "connectgaps": False,
            "showlegend": False,
            "line": {"width": 3, "dash": STREKER[nr], "color": stil.farge(nr)},
            "marker": {
                "size": 9,
                "color": stil.farge(nr),
                "symbol": _markoerene(data, "" if nr == 0 else kolonne, MARKOERER[nr]),
            },
            "hovertemplate": f"%{{y:,.{desimaler}f}} {navn}<extra></extra>",
        }
        for nr, (kolonne, navn) in zip(numre, linjer.items())
    ]
    yakse = {"range": _fra_null(data[[*linjer]]), "tickformat": ",~f"}
    merknader, til_hoeyre = plassert(
        [
            etikett(
                float(siste.iloc[-1]),
                norsk.tall(siste.iloc[-1], desimaler),
                **(
                    {"navn": navn, "markoer": MARKOERER[nr], "farge": stil.farge(nr)}
                    if len(linjer) > 1
                    else {}
                ),
            )
            for nr, (kolonne, navn) in zip(numre, linjer.items())
            if len(siste := data[kolonne].dropna())
        ],
        yakse["range"],
        _HOEYDE - _RUNDT,
        stil,
    )
    return sett_sammen(
        serier,
        stil,
        _HOEYDE,
        enhet=norsk.stor(enhetsord),
        xaxis=periodeakse(aar, yakse, til_hoeyre),
        yaxis=yakse,
        hovermode="x unified",
        margin={"r": til_hoeyre},
        annotations=merknader,
    )


def _numrene(linjer: Mapping[str, str]) -> list[int]:
    """Nummeret på fargen, streken og markøren til hver linje. Gruppen, fylket og landet har alltid sitt, også
    når ikke alle er med.
    """
    faste = {hva: nr for nr, hva in enumerate(regioner.VED_SIDEN[:-1], 1)}
    ledige = (nr for nr in range(len(linjer)) if nr not in map(faste.get, linjer))
    return [faste[en] if en in faste else next(ledige) for en in linjer]


def _fra_null(tall: pd.DataFrame) -> list[float]:
    """Fra null til det høyeste, og ned til det laveste når noe er under null."""
    lavest = min(0.0, tall.min().min())
    hoeyest = max(0.0, tall.max().max())
    if lavest == 0:
        return [0, max(1, hoeyest) * 1.08]
    luft = 0.08 * (hoeyest - lavest)
    return [lavest - luft, hoeyest + luft * (hoeyest > 0)]


def _markoerene(data: pd.DataFrame, kolonne: str, markoer: str) -> list[str] | str:
    """Markøren til hvert tall. Et foreløpig tall har en åpen."""
    foreloepig = data.get(f"foreloepig_{kolonne}" if kolonne else "foreloepig")
    if foreloepig is None or not foreloepig.any():
        return markoer
    return [f"{markoer}-open" if ett else markoer for ett in foreloepig]
