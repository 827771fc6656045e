"""Det alle figurene har felles: temaet, fargene, seriene i felles utseende, aksene og tekstene.

Farger kommer fra temaet; mønster, markør og tekst bærer det samme som fargen.
"""

import functools
import math
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go
from plotly.basedatatypes import BaseFigure

from boligdata.felles import norsk
from boligdata.felles.enheter import Enhet
from boligdata.felles.maalform import si
from boligdata.innhold import figurspenn, setninger
from boligdata.innhold.kort import Kort, verdinavn

# Plotly legger selv dit tekst- og rutenettfarger som er for svake mot bakgrunnen (3,7:1), så vi
# setter dem.
TEKST = {False: "#31333f", True: "#e6e9ef"}


BUNN = {False: "#ffffff", True: "#12181e"}
RUTE = {False: "#d9dce3", True: "#3a4150"}


KARTFARGE = {False: "11, 92, 138", True: "109, 184, 232"}


# Fargen når temaet ikke har noen.
FARGE = "#0b5c8a"
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


# Plassen det tallene teller, tar over figuren: den første linjen, og en til. Så mange tegn er det plass
# til ved siden av navnene på en telefon.
_ENHETSLINJE, _ENHETSLINJE_TIL, _ENHET_BREDDE = 24, 16, 22
# Piksler en figur har i et kort på den smaleste skjermen.
_SMALEST = 302
# Bredden på en figur i et kort på den smaleste telefonen og i det smaleste kortet ellers, det et tegn ved
# aksene tar, og luften mellom to navn på aksen og rundt tallene ved den, i piksler.
_PAA_TELEFON, _SMALT_KORT, _TEGN_VED_AKSEN, _MELLOM_NAVN, _RUNDT_TALL = (
    304,
    396,
    9,
    4,
    20,
)
# Et tegn uten bredde. Stilen kjenner igjen navnene som slutter på det.
BARE_I_BREDE = "\N{ZERO WIDTH SPACE}"
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


UTEN_TALL = {"showticklabels": False, "showgrid": False, "zeroline": False}


HARDT_MELLOMROM = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Stil:
    """Det figurene må vite om temaet: lyst eller mørkt, og fargene seriene får."""

    moerk: bool = False
    farger: tuple[str, ...] = (FARGE,)

    def farge(self, nr: int) -> str:
        """Fargen til serien med dette nummeret, fra 0. Etter den siste begynner de på nytt."""
        return self.farger[nr % len(self.farger)]

    @property
    def graa(self) -> str:
        """Fargen til det som bare er ved siden av."""
        return "#9aa4b2" if self.moerk else "#6b7280"


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


def sett_sammen(
    serier: list[dict],
    stil: Stil,
    hoeyde: int,
    streker: list[str] | None = None,
    *,
    margin: dict | None = None,
    enhet: str = "",
    alltid_forklart: bool = False,
    annotations: Sequence[dict] = (),
    **layout,
) -> Figur:
    """Seriene i felles utseende. `streker` er navnene på streker som skal stå i forklaringen, og
    `enhet` det tallene teller, som står over dem. Én serie trenger ingen forklaring når den ikke skal være
    `alltid_forklart`. Aksene er de som begynner med «xaxis» og «yaxis».
    """
    tekst = TEKST[stil.moerk]
    tall = [serie for serie in serier if serie.get("meta") != figurspenn.FELT]
    med_navn = [serie for serie in tall if serie.get("showlegend") is not False]
    navn = [serie.get("name") or "" for serie in med_navn] if len(tall) > 1 else []
    forklares = len(navn) > 1 or bool(streker) or (alltid_forklart and bool(navn))
    i_forklaringen = [*navn, *(streker or [])] if forklares else []
    kantene = {"l": 8, "r": 16} | (margin or {})
    radnavn = 8 * _lengst(layout.get("yaxis", {}).get("ticktext") or _navnene_i(serier))
    bredde = _SMALEST - kantene["l"] - radnavn
    forklaring = _forklaringshoeyde(i_forklaringen, bredde - kantene["r"])
    enhetsbredde = max(8, min(_ENHET_BREDDE, bredde // 8))
    enhetslinjer = textwrap.wrap(enhet, enhetsbredde, break_long_words=False)
    over = forklaring + _enhetshoeyde(enhetslinjer)
    akse = {
        "tickfont": {"size": 14, "color": tekst},
        "fixedrange": True,
        "automargin": True,
        "title": {"text": "", "standoff": 0, "font": {"size": 1}},
        "gridcolor": RUTE[stil.moerk],
    }
    akser = {
        felt: akse | verdi | {"tickfont": akse["tickfont"] | verdi.get("tickfont", {})}
        for felt, verdi in layout.items()
        if felt.startswith(("xaxis", "yaxis"))
    }
    return ferdig(
        serier,
        {
            "height": hoeyde + over,
            "margin": {"t": 12 + over, "b": 8} | kantene,
            "dragmode": False,
            "showlegend": forklares,
            "separators": f",{HARDT_MELLOMROM}",
            "font": {"size": 15, "color": tekst},
            "hoverlabel": {"font": {"size": 15}},
            "legend": {
                "orientation": "h",
                "xref": "container",
                "x": 0,
                # Rett over figuren, også der navnene får plass på færre linjer enn på en telefon.
                "yref": "container",
                "y": 1 - forklaring / (hoeyde + over),
                "yanchor": "bottom",
                "traceorder": "normal",
                "font": {"size": 13, "color": tekst},
                "itemclick": False,
                "itemdoubleclick": False,
            },
            "annotations": [*annotations, *_over(enhetslinjer, tekst)],
            **layout,
            **akser,
        },
    )


def _enhetshoeyde(linjer: list[str]) -> int:
    return _ENHETSLINJE + _ENHETSLINJE_TIL * (len(linjer) - 1) if linjer else 0


def _over(enhetslinjer: list[str], farge: str) -> Iterator[dict]:
    """Det tallene teller, over dem: vannrett, så det kan leses uten å legge hodet på skakke."""
    if not enhetslinjer:
        return
    yield {
        "text": "<br>".join(enhetslinjer),
        "align": "left",
        "xref": "paper",
        "x": 0,
        "yref": "paper",
        "y": 1,
        "xanchor": "left",
        "yanchor": "bottom",
        "yshift": 4,
        "showarrow": False,
        "font": {"size": 13, "color": farge},
    }


def _navnene_i(serier: list[dict]) -> list[str]:
    """Navnene ved siden av radene, i en figur der radene har navn."""
    return [en for serie in serier for en in serie.get("y", ()) if isinstance(en, str)]


def _lengst(navn: Sequence[str]) -> int:
    """Tegnene i den lengste linjen."""
    return max((len(linje) for en in navn for linje in en.split("<br>")), default=0)


def _forklaringshoeyde(navn: list[str], bredde: int) -> int:
    """Piksler forklaringen trenger der navnene står i like brede kolonner, i en figur der det er igjen
    `bredde` til dem.
    """
    if not navn:
        return 0
    # Streken foran navnet, og lufta etter alle utenom det siste.
    kolonner = max(1, (bredde + 5) // (7 * max(map(len, navn)) + 45))
    return 22 * -(-len(navn) // kolonner) + 8


def ferdig(serier: list[dict], layout: dict) -> Figur:
    return Figur({"data": serier, "layout": {"template": _mal(), **layout}})


@functools.cache
def _mal() -> dict:
    """Malen Streamlit har lagt inn i Plotly. Nettleseren bytter fargene i den med fargene i
    temaet.
    """
    return go.Figure().to_dict()["layout"]["template"]


def periodeakse(perioder: list[str], yakse: dict, til_hoeyre: int = 16) -> dict:
    """Periodene langs bunnen. Så mange har navn som det er plass til uten å snus i et smalt kort, mellom
    tallene ved `yakse` og de `til_hoeyre` pikslene tekstene etter linjene tar. Den siste har alltid navn.
    Navnene som ikke får plass på en telefon, slutter på `BARE_I_BREDE`.
    """
    perioder = list(dict.fromkeys(perioder))
    sidene = _tallbredde(yakse) + til_hoeyre
    steg = _steg(perioder, _SMALT_KORT - sidene)
    paa_telefon = steg * math.ceil(_steg(perioder, _PAA_TELEFON - sidene) / steg)
    navngitte = perioder[::-1][::steg][::-1]
    alltid = perioder[::-1][::paa_telefon]
    return {
        "type": "category",
        "showgrid": False,
        "tickangle": 0,
        "tickvals": navngitte,
        "ticktext": [
            navn if navn in alltid else f"{navn}{BARE_I_BREDE}" for navn in navngitte
        ],
    }


def _steg(perioder: list[str], bredde: float) -> int:
    """Hvor langt det er mellom periodene som får plass til navnet sitt. Er det tertialer, er det alltid det
    samme tertialet.
    """
    navn = _MELLOM_NAVN + _TEGN_VED_AKSEN * max(map(len, perioder), default=1)
    steg = math.ceil(len(perioder) / max(bredde // navn, 2))
    if steg > 1 and perioder[-1].startswith("T"):
        return 3 * math.ceil(steg / 3)
    return max(steg, 1)


def _tallbredde(yakse: dict) -> float:
    """Piksler det bredeste tallet ved aksen tar."""
    endene = (f"{ende:,.0f}{yakse.get('ticksuffix', '')}" for ende in yakse["range"])
    return _RUNDT_TALL + max(map(len, endene)) * _TEGN_VED_AKSEN


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


def gjennomsiktig(farge: str, styrke: float) -> str:
    roed, groenn, blaa = _kanaler(farge)
    return f"rgba({roed}, {groenn}, {blaa}, {styrke})"


def _kanaler(farge: str) -> list[int]:
    """Rødt, grønt og blått i «#0b5c8a», fra 0 til 255."""
    return [int(farge[nr : nr + 2], 16) for nr in (1, 3, 5)]


def moenster(nr: int) -> dict:
    """Hel farge med et svakt mønster oppå, så lagene kan skilles også uten farger og tallene kan
    leses.
    """
    return {
        "line": {"width": 0},
        "pattern": {
            "shape": _MOENSTRE[nr % len(_MOENSTRE)],
            "fillmode": "overlay",
            "size": 9,
            "solidity": 0.1,
            "fgcolor": "white",
            "fgopacity": 0.4,
        },
    }


def tallene(verdier: pd.Series, mangler: float | None = None) -> list[float | None]:
    """Verdiene slik de sendes til nettleseren. Et tall som mangler, er null og aldri NaN."""
    return [mangler if verdi != verdi else verdi for verdi in verdier.tolist()]


def periodenavn(data: pd.DataFrame) -> list[str]:
    return [norsk.periode_kort(periode) for periode in data["periode"].tolist()]


def skrevet(kort: Kort, rader: pd.DataFrame) -> list[str]:
    """Tallet i hver rad slik det skrives i figuren."""
    return _skrevet(kort, rader, norsk.med_enhet)


def med_tegn(kort: Kort, rader: pd.DataFrame) -> list[str]:
    """Tallet i hver rad slik det skrives der enheten står over figuren: prosenter har tegnet sitt."""
    er_prosent = kort.enhet.er_prosent
    return _skrevet(kort, rader, norsk.med_enhet if er_prosent else norsk.uten_tegn)


def _skrevet(
    kort: Kort, rader: pd.DataFrame, skriv: Callable[[float, Enhet], str]
) -> list[str]:
    """En prosent som mest er avrunding, er et spenn i figuren også, slik den er i tittelen."""
    faa, ukjent = si("for få"), [float("nan")] * len(rader)
    kolonner = (
        rader[navn].tolist() if navn in rader else ukjent
        for navn in ("verdi", "flagg", "nedre", "oevre")
    )
    ut = []
    for verdi, flagg, nedre, oevre in zip(*kolonner):
        if flagg == "for_faa":
            ut.append(faa)
        elif setninger.er_for_usikker(kort.indikator, nedre, oevre):
            ut.append(setninger.spennet(kort.indikator, nedre, oevre, setninger.TIL))
        else:
            ut.append(skriv(verdi, kort.enhet))
    return ut


def enhetsnavn(kort: Kort) -> str:
    """Det tallene i figuren teller, som «Husstander» og «Prosent av boligene»."""
    if kort.enhet.er_andel:
        return si(
            "Prosent av alle {hva}",
            hva=norsk.liten_forbokstav(kort.indikator.enhetsord),
        )
    return verdinavn(kort.indikator, kort.enhet)


def lys_soeyle(stil: Stil) -> dict:
    """Utseendet til søyler med streker: lyse, så den delen av streken som er inne i søylen, synes."""
    farge = stil.farger[0]
    return {
        "color": gjennomsiktig(farge, 0.4),
        "line": {"color": farge, "width": 1.5},
    }


def verdi_og_gruppe(gruppe: str) -> str:
    """Teksten når pekeren holdes over et punkt: tallet slik det skrives ellers, og gruppen når det
    er flere.
    """
    return f"%{{customdata}}{f' {gruppe}' if gruppe else ''}<extra></extra>"


def radhoeyde(navn: pd.Series, bredde: int = 18) -> int:
    """Piksler hver rad trenger for at navn over flere linjer ikke skal gå i hverandre."""
    return max(
        36,
        16
        * max((linjer.count("<br>") + 1 for linjer in brutt(navn, bredde)), default=1),
    )


def brutt(navn: pd.Series, bredde: int = 18) -> list[str]:
    """Lange navn brytes, ellers tar de hele bredden på en telefon."""
    return [
        "<br>".join(textwrap.wrap(tekst, bredde, break_long_words=False))
        for tekst in navn.tolist()
    ]
