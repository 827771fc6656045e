"""Små figurer som står i en tabellrad: trendlinjen, og stolpen med merket for målet.

De er SVG som tegnes her, uten Plotly: de koster tjeneren og nettleseren nesten ingenting, er skarpe i
alle størrelser og kommer med på papiret. Tallene står som tekst ved siden av, så figurene har ikke tekst.

Et vernet tall er et sted i et spenn. Spennet tegnes som et lyst felt, og et tall som bare er kjent som et
spenn («0–4», «under 5 %»), har ikke noe punkt.
"""

import itertools
import math
from dataclasses import dataclass
from urllib.parse import quote

import pandas as pd

from boligdata.innhold import figurspenn
from boligdata.lesing import LestIndikator

BREDDE, HOEYDE = 72, 20
_MARG = 3
STOLPEBREDDE, STOLPEHOEYDE = 64, 16


# Fargen på tallene og på målet, i lyst og mørkt. Bildet følger temaet selv, så det er riktig også når
# leseren bytter tema uten at siden kjøres på nytt.
TALLET, MAALET = "var(--t)", "var(--m)"
_STIL = (
    "<style>svg{--t:#0b5c8a;--m:#111a21}"
    "@media(prefers-color-scheme:dark){svg{--t:#6db8e8;--m:#e6ebef}}</style>"
)


@dataclass(frozen=True)
class _Punkt:
    """Ett tall i serien. `verdi` er None når det bare er kjent som et spenn, eller mangler."""

    verdi: float | None
    nedre: float
    oevre: float

    @property
    def kjent(self) -> bool:
        """Er spennet kjent, så det er noe å tegne?"""
        return not math.isnan(self.nedre)


def linje(indikator: LestIndikator, data: pd.DataFrame) -> str:
    """Trendlinjen: tallene over tid, spennene de er i, målet som stiplet strek, og det siste som punkt."""
    punkter = _punktene(indikator, data)
    if not any(punkt.kjent for punkt in punkter):
        return ""
    x, y = _skala(punkter, indikator.maaltall)
    steder = [(x(nr), punkt) for nr, punkt in enumerate(punkter)]
    deler = [_felt(gruppe, y) for gruppe in _sammen(steder, lambda en: en.kjent)]
    if indikator.maaltall is not None:
        hoeyde = _tall(y(indikator.maaltall))
        deler.append(
            f'<path d="M{_MARG} {hoeyde}H{BREDDE - _MARG}" stroke="{MAALET}" '
            'stroke-dasharray="3 2"/>'
        )
    deler += [
        f'<path d="{_strek(gruppe, y)}" fill="none" stroke="{TALLET}" '
        'stroke-width="1.75" stroke-linejoin="round" stroke-linecap="round"/>'
        for gruppe in _sammen(steder, lambda en: en.verdi is not None)
    ]
    siste_sted, siste = steder[-1]
    if siste.verdi is not None:
        deler.append(
            f'<circle cx="{_tall(siste_sted)}" cy="{_tall(y(siste.verdi))}" r="2.6" '
            f'fill="{TALLET}"/>'
        )
    return _svg(BREDDE, HOEYDE, deler)


def stolpe(indikator: LestIndikator, data: pd.DataFrame) -> str:
    """Siste tall som en stolpe fra null, med et merke der målet er. Det tallet sikkert er, er fylt, og
    det det kan være, er lyst.
    """
    siste = _punktene(indikator, data.tail(1))[0]
    lengst = _lengst(indikator, siste)
    if not siste.kjent or not lengst:
        return ""

    def langs(verdi: float) -> float:
        return 1 + (STOLPEBREDDE - 2) * min(max(verdi, 0) / lengst, 1)

    fra, til = langs(siste.nedre), langs(siste.oevre)
    topp, tykk = 4, STOLPEHOEYDE - 8
    deler = [
        f'<path d="M1 {topp}H{_tall(fra)}v{tykk}H1z" fill="{TALLET}"/>',
    ]
    if til > fra:
        deler.append(
            f'<path d="M{_tall(fra)} {topp}H{_tall(til)}v{tykk}H{_tall(fra)}z" '
            f'fill="{TALLET}" fill-opacity=".3"/>'
        )
    deler.append(
        f'<path d="M1 {STOLPEHOEYDE / 2}H{STOLPEBREDDE - 1}" stroke="{MAALET}" '
        'stroke-opacity=".25"/>'
    )
    if indikator.maaltall is not None:
        deler.append(
            f'<path d="M{_tall(langs(indikator.maaltall))} 0v{STOLPEHOEYDE}" '
            f'stroke="{MAALET}" stroke-width="2"/>'
        )
    return _svg(STOLPEBREDDE, STOLPEHOEYDE, deler)


def som_adresse(svg: str) -> str:
    """Figuren som adressen til et bilde, så den kan stå i en side som ikke slipper SVG inn."""
    return f"data:image/svg+xml,{quote(svg, safe=' =:/;,.()')}" if svg else ""


def _lengst(indikator: LestIndikator, siste: _Punkt) -> float:
    """Det stolpen er så lang som kan bli av: hele for prosent, ellers litt mer enn tallet og målet."""
    if indikator.visningsenhet.er_prosent:
        return 100
    return 1.15 * max(indikator.maaltall or 0, siste.oevre if siste.kjent else 0)


def _punktene(indikator: LestIndikator, data: pd.DataFrame) -> list[_Punkt]:
    felter = figurspenn.felter(indikator.visningsenhet, data)
    verdier = data["verdi"].tolist()
    ender = zip(data["nedre"].tolist(), data["oevre"].tolist())
    return [
        _Punkt(None, *felt)
        if felt
        else _Punkt(
            None if verdi != verdi else verdi, *(ende if verdi == verdi else _UKJENT)
        )
        for verdi, felt, ende in zip(verdier, felter, ender)
    ]


_UKJENT = (math.nan, math.nan)


def _skala(punkter: list[_Punkt], maaltall: float | None):
    """Hvor et punkt står, av nummeret det har, og av verdien."""
    ender = [ende for en in punkter if en.kjent for ende in (en.nedre, en.oevre)]
    if maaltall is not None:
        ender.append(maaltall)
    lavest, hoeyest = min(ender), max(ender)
    spenn = (hoeyest - lavest) or 1
    steg = (BREDDE - 2 * _MARG) / max(len(punkter) - 1, 1)

    def x(nr: int) -> float:
        return BREDDE - _MARG - steg * (len(punkter) - 1 - nr)

    def y(verdi: float) -> float:
        return HOEYDE - _MARG - (HOEYDE - 2 * _MARG) * (verdi - lavest) / spenn

    return x, y


def _sammen(steder: list[tuple[float, _Punkt]], er_med) -> list[list]:
    """Punktene som er med, i én liste for hver sammenhengende strekning."""
    grupper = itertools.groupby(steder, key=lambda sted: er_med(sted[1]))
    return [list(gruppe) for med, gruppe in grupper if med]


def _felt(gruppe: list[tuple[float, _Punkt]], y) -> str:
    """Spennene langs en strekning, som et lyst felt. Ett punkt alene får en smal stripe."""
    if len(gruppe) == 1:
        (sted, punkt), bredde = gruppe[0], 1.5
        gruppe = [(sted - bredde, punkt), (sted + bredde, punkt)]
    over = [f"{_tall(sted)} {_tall(y(punkt.oevre))}" for sted, punkt in gruppe]
    under = [f"{_tall(sted)} {_tall(y(punkt.nedre))}" for sted, punkt in gruppe]
    return f'<path d="M{"L".join([*over, *reversed(under)])}z" fill-opacity=".22"/>'


def _strek(gruppe: list[tuple[float, _Punkt]], y) -> str:
    """En strek gjennom punktene. Ett punkt alene blir en prikk, for enden av streken er rund."""
    steder = [f"{_tall(sted)} {_tall(y(punkt.verdi))}" for sted, punkt in gruppe]
    return f"M{'L'.join(steder)}" + ("h0" if len(steder) == 1 else "")


def _svg(bredde: int, hoeyde: int, deler: list[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{bredde}" height="{hoeyde}" '
        f'viewBox="0 0 {bredde} {hoeyde}" fill="{TALLET}">{_STIL}{"".join(deler)}</svg>'
    )


def _tall(verdi: float) -> str:
    return f"{verdi:.1f}".removesuffix(".0")
