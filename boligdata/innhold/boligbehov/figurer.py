"""Figurene på siden Boligbehov. Hver tegner det kortet har i `figur`; utseendet er det samme som i
`figurer`.
"""

import dataclasses
import functools
import html
import math

import numpy as np
import pandas as pd

from boligdata.felles import norsk
from boligdata.felles.enheter import ENHETER, VERNEDE_ENHETER, Enhet
from boligdata.felles.maalform import fast, husk, si
from boligdata.innhold.boligbehov.gapet import Gap
from boligdata.innhold.boligbehov.kort import Behovskort
from boligdata.innhold.boligbehov.kort.ord import i_hele, spenn
from boligdata.innhold.boligbehov.kort.sikkerhet import VEIENE
from boligdata.innhold.figurer.etiketter import Etikett, etikett, plassert
from boligdata.innhold.figurer.foss import foss
from boligdata.innhold.figurer.grunnlag import (
    MARKOERER,
    RUTE,
    STREKER,
    TEKST,
    UTEN_TALL,
    Figur,
    Stil,
    brutt,
    gjennomsiktig,
    moenster,
    periodeakse,
    radhoeyde,
    sett_sammen,
    strek,
)
from boligdata.innhold.figurer.linjer import FLEST_LINJER
from boligdata.innhold.figurer.tabell import Celle, Figurtabell

ANTALL, _VERNET = ENHETER["antall"], VERNEDE_ENHETER["antall"]
# Andelen en celle har når tallet skal stå der uten noen søyle.
_UTEN_SOEYLE = 0.001
_RADER = {"autorange": "reversed", "showgrid": False}


@husk(maxsize=500)
def tegn(kort: Behovskort, stil: Stil) -> Figur | Figurtabell:
    """Figuren til kortet. Den deles mellom brukere og skal ikke endres."""
    return _TEGNERE[kort.bestilling.form](stil, **kort.figur)


def fossen(stil: Stil, linjer: list[tuple]) -> Figur:
    """Veien fra boligene i dag til behovet."""
    return foss(linjer, ANTALL, stil, teller=si("Boliger"))


def behov_per_type(_: Stil, aar: str, typer: list[tuple]) -> Figurtabell:
    """Det som trengs, det kommunen har, det som mangler og det som er til overs i hver boligtype, den det
    mangler flest av øverst. `typer` er navnet først og gapet til slutt.
    """
    gapene: list[tuple[str, Gap]] = [(navn, gap) for navn, *_, gap in typer]
    ytterst = (ende for _, gap in gapene for ende in (gap.boliger, gap.trengs_spenn[1]))
    lengst = max(1, *ytterst)
    gapene.sort(key=lambda rad: rad[1].til_overs - rad[1].mangler)
    return Figurtabell(
        si("Boligtype"),
        (
            si("Har {aar}", aar=aar),
            si("Trengs {aar}", aar=aar),
            si("Mangler"),
            si("Til overs"),
        ),
        tuple(
            (
                navn,
                (
                    _celle(gap.boliger, lengst),
                    _celle(gap.trengs, lengst, gap.trengs_spenn),
                    _celle(gap.mangler, lengst, gap.mangler_spenn),
                    _celle(gap.til_overs, lengst, gap.til_overs_spenn),
                ),
            )
            for navn, gap in gapene
        ),
        soeyler=True,
    )


def _celle(
    boliger: float, lengst: float, baand: tuple[float, float] | None = None
) -> Celle:
    """Tallet som en søyle, skravert der båndet er. Er det null, er tallet der uten søylen, også i listen
    på en telefon.
    """
    ender = (max(ende / lengst, _UTEN_SOEYLE) for ende in baand or (boliger, boliger))
    return Celle(norsk.tall(round(boliger)), *ender)


def _vernet_celle(husstander: float, lengst: float) -> Celle:
    """Et vernet antall: 0 er 0–4, og skravert. NaN er et tall som ikke er kjent."""
    if math.isnan(husstander):
        return Celle(norsk.MANGLER)
    baand = _VERNET.baand(husstander)
    celle = _celle(husstander, lengst, baand)
    return dataclasses.replace(celle, tekst=norsk.uten_tegn(husstander, _VERNET))


def bane(stil: Stil, aar: list[str], behov, lav, hoey, planer: dict) -> Figur:
    """Boligene år for år som trappetrinn, mot behovet med båndet rundt. Navnet og det siste tallet står
    ved enden av hver linje, og båndet har navn i begge ender.
    """
    farge = stil.farger[0]
    felles = {"type": "scatter", "x": aar, "showlegend": False, "cliponaxis": False}
    linjene = [(si("Trengs"), si("trengs"), behov, {})]
    for plan, boliger in planer.items():
        navn = si(plan)
        linjene.append((navn, norsk.liten_forbokstav(navn), boliger, {"shape": "hv"}))
    serier = [
        felles
        | _linje(nr, **utseende)
        | {"y": tall.tolist(), "name": navn}
        | _hover(tall, hva)
        for nr, (navn, hva, tall, utseende) in enumerate(linjene)
    ]
    _fargelegg(serier, stil)
    akse = _akse_rundt(
        [*lav, *hoey, *(tall for serie in serier for tall in serie["y"])]
    )
    yakse = {"tickformat": ",~f", "range": akse}
    siste = _siste_tall(serier, [(navn, tall) for navn, _, tall, _ in linjene], ANTALL)
    laveste, hoeyeste = i_hele(lav[-1], hoey[-1])
    merknader, til_hoeyre = plassert(
        [
            *siste,
            etikett(hoey[-1], hoeyeste, si("Trolig høyst")),
            etikett(lav[-1], laveste, si("Trolig minst")),
        ],
        akse,
        280,
        stil,
    )
    return sett_sammen(
        [*(felles | kant for kant in _baandflate(lav, hoey, farge)), *serier],
        stil,
        330,
        enhet=si("Boliger"),
        xaxis=periodeakse(aar, yakse, til_hoeyre),
        yaxis=yakse,
        hovermode="x unified",
        margin={"r": til_hoeyre},
        annotations=merknader,
    )


def _akse_rundt(tall: list[float]) -> list[float]:
    """Det laveste og høyeste på aksen, med luft rundt."""
    lavest, hoeyest = min(tall), max(tall)
    luft = max(0.08 * (hoeyest - lavest), 1)
    return [lavest - luft, hoeyest + luft]


def _baandflate(lav, hoey, farge: str) -> list[dict]:
    """Båndet som en flate mellom to linjer uten strek."""
    uten_strek = {"mode": "lines", "line": {"width": 0}}
    i_spennet = si("%{customdata} 8 av 10")
    oevre = {"y": hoey.tolist(), "hoverinfo": "skip", "name": ""}
    nedre = {
        "y": lav.tolist(),
        "fill": "tonexty",
        "fillcolor": gjennomsiktig(farge, 0.2),
        "name": si("8 av 10 framtider"),
        "customdata": [spenn(*ender) for ender in zip(lav, hoey)],
        "hovertemplate": f"{i_spennet}<extra></extra>",
    }
    return [uten_strek | oevre, uten_strek | nedre]


def linjer(
    stil: Stil,
    aar: list[str],
    serier: list,
    enhet: Enhet,
    maallinje: float | None = None,
    over: str = "",
) -> Figur:
    """Én linje per serie over år, med navnet og det siste tallet ved enden, og målet som stiplet strek.
    Er det flere enn fire, er de siste grå.
    """
    tegnet = [
        {
            "type": "scatter",
            "x": aar,
            "y": [None if verdi != verdi else verdi for verdi in tall],
            # Navnet på en egen plan er skrevet av brukeren, og Plotly ville laget lenker av det.
            "name": html.escape(navn, quote=False),
            "cliponaxis": False,
            "showlegend": False,
        }
        | _linje(nr)
        | _hover(tall, html.escape(navn, quote=False), enhet=enhet)
        for nr, (navn, tall) in enumerate(serier)
    ]
    _fargelegg(tegnet, stil)
    tekster = _siste_tall(tegnet, serier, enhet)
    if maallinje is not None:
        tekster.append(etikett(maallinje, norsk.med_enhet(maallinje, enhet), si("Mål")))
    akse = _omfang(serier, enhet)
    yakse = {"tickformat": ",~f", "range": akse}
    if enhet.er_prosent:
        yakse["ticksuffix"] = enhet.tegn
    # Er det mange linjer, må figuren være så høy at alle navnene får plass.
    hoeyde = max(290, sum(tekst.hoeyde for tekst in tekster))
    merknader, til_hoeyre = plassert(tekster, akse, hoeyde, stil)
    return sett_sammen(
        tegnet,
        stil,
        hoeyde + 50,
        enhet=si(over),
        xaxis=periodeakse(aar, yakse, til_hoeyre),
        hovermode="x unified",
        shapes=[] if maallinje is None else [strek(maallinje, stil, 2)],
        yaxis=yakse,
        margin={"r": til_hoeyre},
        annotations=merknader,
    )


def _fargelegg(serier: list[dict], stil: Stil) -> None:
    """Gi linjene fargene i temaet. De som er flere enn det er lett å skille, er tynne og grå."""
    for nr, serie in enumerate(serier):
        if nr < FLEST_LINJER:
            strek_ = {"color": stil.farger[nr % len(stil.farger)]}
        else:
            strek_ = {"color": stil.graa, "width": 1.5}
            serie["mode"] = "lines"
        serie["line"] = serie["line"] | strek_
        serie["marker"] = serie["marker"] | {"color": strek_["color"]}


def _omfang(serier: list, enhet: Enhet) -> list[float]:
    """Det laveste og høyeste på aksen. Null er alltid med."""
    if enhet.er_prosent:
        return [0, 102]
    alle = [verdi for _, tall in serier for verdi in tall if verdi == verdi]
    return [min([0, *alle]) * 1.08, max([1, *alle]) * 1.08]


def _siste_tall(tegnet: list[dict], serier: list, enhet: Enhet) -> list[Etikett]:
    """Navnet på hver linje og det siste tallet i den."""
    ut = []
    for serie, (navn, tall) in zip(tegnet, serier):
        kjente = [verdi for verdi in tall if verdi == verdi]
        if kjente:
            siste = kjente[-1] if enhet.desimaler else round(kjente[-1])
            utseende = {
                "markoer": serie["marker"]["symbol"],
                "farge": serie["marker"]["color"],
            }
            if serie["mode"] == "lines":
                utseende = {}
            # Slutter linjen før aksen, er det siste tallet ikke tallet ved enden.
            skrevet = norsk.med_enhet(siste, enhet) if tall[-1] == tall[-1] else ""
            ut.append(etikett(kjente[-1], skrevet, navn, **utseende))
    return ut


def tornado(stil: Stil, rader: tuple) -> Figur:
    """Hvor mange boliger hver endring betyr, hver sin vei fra midten. `rader` er (hva, den ene
    veien, den andre veien).
    """
    navn = _brutt(rader, 22)
    _, lavere, hoeyere = zip(*rader) if rader else ((), (), ())
    serier = [
        _soeyle(navn, list(tall), nr, stil) | {"name": si(vei), "showlegend": False}
        for nr, (vei, tall) in enumerate(zip(VEIENE, (lavere, hoeyere)))
    ]
    ytterst = max(map(abs, (*lavere, *hoeyere)), default=1) * 1.75 or 1
    midten = {
        "range": [-ytterst, ytterst],
        "zeroline": True,
        "zerolinecolor": RUTE[stil.moerk],
    }
    return sett_sammen(
        serier,
        stil,
        40 + _radhoeyde(rader, 22) * len(rader),
        enhet=si("Boliger"),
        barmode="relative",
        bargap=0.35,
        xaxis=UTEN_TALL | midten,
        yaxis=_RADER,
    )


def tiltak(stil: Stil, rader: list[tuple[str, float]]) -> Figur:
    """Hvor mange færre boliger som mangler med hvert tiltak."""
    tall = [boliger for _, boliger in rader]
    bredde = [min(0, 1.4 * min(tall)), max(*tall, 1) * 1.25]
    return sett_sammen(
        [_soeyle(_brutt(rader, 22), tall, 0, stil)],
        stil,
        40 + _radhoeyde(rader, 22) * len(rader),
        enhet=si("Boliger som ikke lenger mangler"),
        xaxis=UTEN_TALL | {"range": bredde},
        yaxis=_RADER,
    )


def anslagene(_: Stil, rader: list[tuple]) -> Figurtabell:
    """De to anslagene ved siden av svaret med spennet. `rader` er (navn, anker, strøm, svaret, lavt,
    høyt).
    """
    lengst = max(1, *(hoey for *_, hoey in rader))
    return Figurtabell(
        si("Boligtype"),
        (si("Anker"), si("Strøm"), si("Svaret")),
        tuple(
            (
                navn,
                (
                    _celle(anker, lengst),
                    _celle(stroem, lengst),
                    _celle(svaret, lengst, (lav, hoey)),
                ),
            )
            for navn, anker, stroem, svaret, lav, hoey in rader
        ),
        soeyler=True,
    )


def behov_per_maalgruppe(_: Stil, aar: str, rader: list[tuple]) -> Figurtabell:
    """De som bor og venter i dag, og spennet for boligene som trengs, i hver målgruppe. `rader` er (navn,
    bor, venter, lavt, høyt).
    """
    alle = [tall for _, bor, _, _, hoey in rader for tall in (bor, hoey)]
    lengst = np.nanmax([1, *alle])
    return Figurtabell(
        si("Målgruppe"),
        (si("Bor der i dag"), si("Venter i dag"), si("Trengs {aar}", aar=aar)),
        tuple(
            (
                navn,
                (
                    _vernet_celle(bor, lengst),
                    _vernet_celle(venter, lengst),
                    # Ett tall for en målgruppe ville vært for sikkert.
                    dataclasses.replace(
                        _celle(hoey, lengst, (lav, hoey)), tekst=spenn(lav, hoey)
                    ),
                ),
            )
            for navn, bor, venter, lav, hoey in rader
        ),
        soeyler=True,
    )


def etterproevd(stil: Stil, rader: list[tuple]) -> Figur:
    """Hvor langt fra det som ble beregnet det ble, med spennet. `rader` er (laget, gjelder, hva,
    beregnet, lavt, høyt, ble).
    """
    laget, gjelder, hva, beregnet, lav, hoey, ble = zip(*rader)
    naar = [
        si("{aar}, laget {laget}", aar=aaret, laget=da)
        for aaret, da in zip(gjelder, laget)
    ]
    navn = ["<br>".join(rad) for rad in zip(brutt(pd.Series(hva), 22), naar)]

    def fra_beregnet(tall: tuple[float, ...]) -> list[float]:
        return [verdi - midten for verdi, midten in zip(tall, beregnet)]

    avvik = fra_beregnet(ble)
    det_ble = _punkter(navn, avvik, si("Det ble"), "x") | {
        "mode": "markers+text",
        "text": [_med_fortegn_foran(verdi) for verdi in avvik],
        "textposition": "top center",
        "textfont": {"color": TEKST[stil.moerk]},
        "cliponaxis": False,
    }
    return sett_sammen(
        [det_ble | _hover(ble, si("det ble"))],
        stil,
        40 + 58 * len(rader),
        enhet=si("Husstander"),
        xaxis=UTEN_TALL | {"zeroline": True, "zerolinecolor": TEKST[stil.moerk]},
        yaxis=_RADER | {"type": "category"},
        shapes=_baand(
            navn,
            list(zip(fra_beregnet(lav), fra_beregnet(hoey))),
            {"width": 8, "color": RUTE[stil.moerk]},
        ),
    )


_TEGNERE = {
    "per_type": behov_per_type,
    "slagene": behov_per_type,
    "maalgrupper": behov_per_maalgruppe,
    "foss": fossen,
    "bane": bane,
    "planer": functools.partial(linjer, over=fast("Boliger som mangler")),
    "innen": functools.partial(linjer, over=fast("Prosent av dem som får bolig")),
    "tiltak": tiltak,
    "eldre": functools.partial(linjer, over=fast("Boliger")),
    "tornado": tornado,
    "anker": anslagene,
    "etterproevd": etterproevd,
    "botid": functools.partial(linjer, over=fast("Prosent som fortsatt bor der")),
}


# -------------------------------------------------------------------------------- deler


def _med_fortegn_foran(verdi: float) -> str:
    """Tallet med fortegn. Null har ikke noe."""
    return norsk.endring(round(verdi), ANTALL) if round(verdi) else "0"


def _linje(nr: int, **strek) -> dict:
    """Strek og markør for serie nummer `nr`, så seriene kan skilles også uten farger."""
    return {
        "mode": "lines+markers",
        "line": {"width": 3, "dash": STREKER[nr % len(STREKER)], **strek},
        "marker": {"size": 8, "symbol": MARKOERER[nr % len(MARKOERER)]},
    }


def _punkter(navn: list[str], tall: list[float], hva: str, symbol: str) -> dict:
    return {
        "type": "scatter",
        "mode": "markers",
        "y": navn,
        "x": tall,
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
        "text": [norsk.endring(round(verdi), ANTALL) for verdi in tall],
        "textposition": "outside",
        "cliponaxis": False,
        "textfont": {"color": TEKST[stil.moerk]},
        "hovertemplate": f"{si('%{y}: %{text} boliger')}<extra></extra>",
    }


def _hover(tall, hva: str, enhet: Enhet = ANTALL) -> dict:
    """Teksten når pekeren holdes over et punkt."""
    hva = norsk.liten_forbokstav(hva)

    def skriv(verdi: float) -> str:
        hel = not enhet.desimaler and not math.isnan(verdi)
        return norsk.med_enhet(round(verdi) if hel else verdi, enhet)

    return {
        "customdata": [skriv(verdi) for verdi in tall],
        "hovertemplate": f"%{{customdata}} {hva}<extra></extra>",
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
            "y0": rad,
            "y1": rad,
            "line": linje,
            "layer": "below" if linje["width"] > 4 else "above",
        }
        for rad, (lav, hoey) in zip(navn, spenn)
    ]


def _brutt(rader, bredde: int = 18) -> list[str]:
    return brutt(pd.Series([rad[0] for rad in rader]), bredde)


def _radhoeyde(rader, bredde: int = 18) -> int:
    return radhoeyde(pd.Series([rad[0] for rad in rader]), bredde)
