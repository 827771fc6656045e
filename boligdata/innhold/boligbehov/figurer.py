"""Figurene på siden Boligbehov. Hver tegner det kortet har i `figur`; utseendet er det samme som i
`figurer`.
"""

import functools
import html
import math
from typing import NamedTuple

import pandas as pd

from boligdata.felles import norsk
from boligdata.felles.enheter import ENHETER, Enhet
from boligdata.innhold.boligbehov.kort import Behovskort
from boligdata.innhold.figurer.etiketter import Etikett, etikett, plassert
from boligdata.innhold.figurer.foss import foss
from boligdata.innhold.figurer.grunnlag import (
    BUNN,
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

ANTALL = ENHETER["antall"]
TRINN = (
    "Regnet som bebodd i dag",
    "Venter i dag",
    "Endring i søkere, vekst og botid",
    "Margin",
)
_RADER = {"autorange": "reversed", "showgrid": False}


@functools.lru_cache(maxsize=500)
def tegn(kort: Behovskort, stil: Stil) -> Figur:
    """Figuren til kortet. Den deles mellom brukere og skal ikke endres."""
    return _TEGNERE[kort.bestilling.form](stil=stil, **kort.figur)


def fossen(stil: Stil, linjer: list[tuple]) -> Figur:
    """Veien fra boligene i dag til behovet."""
    return foss(linjer, ANTALL, stil)


class Trinn(NamedTuple):
    """En boligtype i behovsstigen: dem som bor der og venter, endringen og marginen, boligene med
    vedtatt plan, og båndet.
    """

    navn: str
    bor: float
    venter: float
    endring: float
    margin: float
    boliger: float
    lav: float
    hoey: float

    @property
    def behov(self) -> float:
        return self.bor + self.venter + self.endring + self.margin


def behovsstige(stil: Stil, typer: list[tuple]) -> Figur:
    """Behovet i hver boligtype som trinn, med boligene kommunen har som en strek og båndet som en
    tynn linje. `typer` er feltene i `Trinn`.
    """
    stigen = [Trinn(*rad) for rad in typer]
    # Tallet står under navnet: ved siden av søylen ville det blitt kuttet på en telefon.
    navn = [
        f"{brutt_navn}<br><b>{norsk.tall(round(trinn.behov))}</b> ({_spenn(trinn.lav, trinn.hoey)})"
        for brutt_navn, trinn in zip(_brutt(stigen), stigen)
    ]
    bredest = max(max(trinn.boliger, trinn.hoey) for trinn in stigen)
    return sett_sammen(
        [*_trinnene(navn, stigen), _vedtatt(navn, stigen, stil)],
        stil,
        50 + (22 + _radhoeyde(stigen)) * len(stigen),
        enhet="Boliger",
        barmode="stack",
        bargap=0.4,
        xaxis={
            "range": [0, bredest * 1.03],
            "tickformat": ",~f",
            "tickangle": 0,
            "nticks": 4,
        },
        yaxis=_RADER,
        shapes=_baand(
            navn,
            [(trinn.lav, trinn.hoey) for trinn in stigen],
            {"width": 2, "color": TEKST[stil.moerk]},
        ),
    )


def _trinnene(navn: list[str], stigen: list[Trinn]) -> list[dict]:
    # Blir det færre søkere, er trinnet negativt. Da er det trukket fra dem som bor der.
    deler = [
        [trinn.bor + min(trinn.endring, 0) for trinn in stigen],
        [trinn.venter for trinn in stigen],
        [max(trinn.endring, 0) for trinn in stigen],
        [trinn.margin for trinn in stigen],
    ]
    return [
        {
            "type": "bar",
            "orientation": "h",
            "y": navn,
            "x": tall,
            "name": del_,
            "marker": moenster(nr),
        }
        | _hover(tall, del_, rad=True)
        for nr, (del_, tall) in enumerate(zip(TRINN, deler))
    ]


def _vedtatt(navn: list[str], stigen: list[Trinn], stil: Stil) -> dict:
    """Boligene kommunen har med vedtatt plan, som et merke på søylen."""
    har = [trinn.boliger for trinn in stigen]
    # Kanten i bakgrunnens farge gjør at merket synes oppå alle lagene, også i mørkt.
    merke = {
        "symbol": "diamond-tall",
        "size": 18,
        "color": TEKST[stil.moerk],
        "line": {"width": 2, "color": BUNN[stil.moerk]},
    }
    return {
        "type": "scatter",
        "mode": "markers",
        "y": navn,
        "x": har,
        "name": "Boliger med vedtatt plan",
        "marker": merke,
    } | _hover(har, "boliger med vedtatt plan", rad=True)


def bane(stil: Stil, aar: list[str], behov, lav, hoey, planer: dict) -> Figur:
    """Boligene år for år som trappetrinn, mot behovet med båndet rundt."""
    farge = stil.farger[0]
    felles = {"type": "scatter", "x": aar}
    serier = [
        *(felles | kant for kant in _baandflate(lav, hoey, farge)),
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
        330,
        enhet="Boliger",
        xaxis=periodeakse(aar),
        yaxis={"tickformat": ",~f"},
        hovermode="x unified",
    )


def _baandflate(lav, hoey, farge: str) -> list[dict]:
    """Båndet som en flate mellom to linjer uten strek."""
    uten_strek = {"mode": "lines", "line": {"width": 0}}
    oevre = {"y": hoey.tolist(), "showlegend": False, "hoverinfo": "skip", "name": ""}
    nedre = {
        "y": lav.tolist(),
        "fill": "tonexty",
        "fillcolor": gjennomsiktig(farge, 0.2),
        "name": "8 av 10 framtider",
        "customdata": [_spenn(*ender) for ender in zip(lav, hoey)],
        "hovertemplate": "%{customdata} 8 av 10<extra></extra>",
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
    """Én linje per serie over år, med det siste tallet ved enden og målet som stiplet strek. Er det
    mange serier, står navnene i en forklaring.
    """
    ved_enden = len(serier) <= FLEST_LINJER
    tegnet = [
        {
            "type": "scatter",
            "x": aar,
            "y": [None if verdi != verdi else verdi for verdi in tall],
            # Navnet på en egen plan er skrevet av brukeren, og Plotly ville laget lenker av det.
            "name": html.escape(navn, quote=False),
            "cliponaxis": False,
            **({"showlegend": False} if ved_enden else {}),
        }
        | _linje(nr)
        | _hover(tall, html.escape(navn, quote=False), enhet=enhet)
        for nr, (navn, tall) in enumerate(serier)
    ]
    for nr, serie in enumerate(tegnet):
        for del_ in ("line", "marker"):
            serie[del_] = serie[del_] | {"color": stil.farger[nr % len(stil.farger)]}
    akse = _omfang(serier, enhet)
    tekster = _siste_tall(tegnet, serier, enhet) if ved_enden else []
    if maallinje is not None:
        tekster.append(etikett(maallinje, norsk.med_enhet(maallinje, enhet), "Mål"))
    merknader, til_hoeyre = plassert(tekster, akse, 290, stil) if tekster else ([], 16)
    return sett_sammen(
        tegnet,
        stil,
        340,
        enhet=over,
        xaxis=periodeakse(aar),
        hovermode="x unified",
        shapes=[] if maallinje is None else [strek(maallinje, stil, 2)],
        yaxis={"tickformat": ",~f", "range": akse}
        | ({"ticksuffix": enhet.tegn} if enhet.er_prosent else {}),
        margin={"r": til_hoeyre},
        annotations=merknader,
    )


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
        _soeyle(navn, list(tall), nr, stil) | {"name": hva}
        for nr, (hva, tall) in enumerate(
            (
                ("Lavere, kortere eller mindre strengt", lavere),
                ("Høyere, lengre eller strengere", hoeyere),
            )
        )
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
        xaxis=UTEN_TALL | {"range": bredde},
        yaxis=_RADER,
    )


def anker(stil: Stil, rader: list[tuple]) -> Figur:
    """Anker og strøm som to punkter på båndet, i prosent av svaret. `rader` er (navn, anker, strøm,
    svaret, lavt, høyt).
    """
    navn = _brutt(rader)
    boliger = [tallene for _, *tallene in rader]
    i_prosent = [_i_prosent_av(tallene[2], tallene) for tallene in boliger]
    serier = [
        _punkter(navn, [prosenter[nr] for prosenter in i_prosent], hva, symbol)
        | _hover([tallene[nr] for tallene in boliger], hva, rad=True)
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
            navn,
            [prosenter[3:] for prosenter in i_prosent],
            {"width": 8, "color": RUTE[stil.moerk]},
        ),
    )


def _i_prosent_av(svaret: float, tallene: list[float]) -> list[float]:
    return [100 * tall / max(svaret, 1e-9) for tall in tallene]


def etterproevd(stil: Stil, rader: list[tuple]) -> Figur:
    """Hvor langt fra det som ble beregnet det ble, med spennet. `rader` er (laget, gjelder, hva,
    beregnet, lavt, høyt, ble).
    """
    laget, gjelder, hva, beregnet, lav, hoey, ble = zip(*rader)
    tekster = [norsk.stor(tekst.removeprefix("Husstander som ")) for tekst in hva]
    navn = [
        f"{tekst}<br>{aaret}, laget {da}"
        for tekst, aaret, da in zip(brutt(pd.Series(tekster), 22), gjelder, laget)
    ]

    def fra_beregnet(tall: tuple[float, ...]) -> list[float]:
        return [verdi - midten for verdi, midten in zip(tall, beregnet)]

    serier = [
        _punkter(navn, fra_beregnet(tall), hva_, symbol) | _hover(tall, hva_)
        for hva_, tall, symbol in (
            ("Beregnet", beregnet, "circle"),
            ("Det ble", ble, "x"),
        )
    ]
    return sett_sammen(
        serier,
        stil,
        40 + 58 * len(rader),
        enhet="Flere eller færre enn beregnet",
        xaxis=_med_fortegn(
            [*fra_beregnet(lav), *fra_beregnet(hoey), *fra_beregnet(ble)]
        ),
        yaxis=_RADER | {"type": "category"},
        shapes=_baand(
            navn,
            list(zip(fra_beregnet(lav), fra_beregnet(hoey))),
            {"width": 8, "color": RUTE[stil.moerk]},
        ),
    )


_TEGNERE = {
    "per_type": behovsstige,
    "foss": fossen,
    "bane": bane,
    "planer": functools.partial(linjer, over="Boliger som mangler"),
    "innen": functools.partial(linjer, over="Prosent av dem som får bolig"),
    "tiltak": tiltak,
    "eldre": functools.partial(linjer, over="Boliger"),
    "tornado": tornado,
    "anker": anker,
    "etterproevd": etterproevd,
    "botid": functools.partial(linjer, over="Prosent som fortsatt bor der"),
}


# -------------------------------------------------------------------------------- deler


def _med_fortegn(tall: list[float]) -> dict:
    """En akse med fortegn foran alle tall unntatt null, og høyst sju tall."""
    ytterst = max(1, math.ceil(max(map(abs, tall))))
    tiere = 10 ** math.floor(math.log10(ytterst))
    steg = next(
        en for en in (tiere / 2, tiere, 2 * tiere, 5 * tiere) if 3 * en >= ytterst
    )
    steg = max(1, round(steg))
    verdier = [nr * steg for nr in range(-3, 4)]
    return {
        "tickangle": 0,
        "tickvals": verdier,
        "ticktext": [
            norsk.endring(verdi, ANTALL) if verdi else "0" for verdi in verdier
        ],
    }


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
        "hovertemplate": "%{y}: %{text} boliger<extra></extra>",
    }


def _hover(tall, hva: str, rad: bool = False, enhet: Enhet = ANTALL) -> dict:
    """Teksten når pekeren holdes over et punkt. `rad` er sann når raden også skal nevnes."""
    hva = norsk.liten_forbokstav(hva)

    def skriv(verdi: float) -> str:
        hel = not enhet.desimaler and not math.isnan(verdi)
        return norsk.med_enhet(round(verdi) if hel else verdi, enhet)

    return {
        "customdata": [skriv(verdi) for verdi in tall],
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
            "y0": rad,
            "y1": rad,
            "line": linje,
            "layer": "below" if linje["width"] > 4 else "above",
        }
        for rad, (lav, hoey) in zip(navn, spenn)
    ]


def _spenn(lav: float, hoey: float) -> str:
    return f"{norsk.tall(math.floor(lav))}–{norsk.tall(math.ceil(hoey))}"


def _brutt(rader, bredde: int = 18) -> list[str]:
    return brutt(pd.Series([rad[0] for rad in rader]), bredde)


def _radhoeyde(rader, bredde: int = 18) -> int:
    return radhoeyde(pd.Series([rad[0] for rad in rader]), bredde)
