"""Tekstene til høyre for en linjefigur: det siste tallet i hver linje, og målet. De står ved det de
gjelder, så ingen må slå opp i en forklaring, og flyttes fra hverandre der de ville ligget oppå
hverandre.
"""

import html
import textwrap
from dataclasses import dataclass

from boligdata.innhold.figurer.grunnlag import TEKST, Stil

# Markørene i figuren, som tegn.
_TEGN = {"circle": "●", "square": "■", "diamond": "◆", "triangle-up": "▲"}
_LINJE = 17
# Så mange tegn får plass på en linje uten at figuren blir for smal på en telefon.
_LENGST = 15
# Piksler et tegn tar, i vanlig og i fet skrift, også med den bredeste skriften en maskin kan ha.
_TEGNBREDDE, _FETT_TEGN = 7.5, 8.8


@dataclass(frozen=True)
class Etikett:
    """Linjene i en tekst ved høyden `verdi`. Har den en markør, står den foran i sin farge."""

    verdi: float
    linjer: tuple[str, ...]
    markoer: str = ""
    farge: str = ""

    @property
    def hoeyde(self) -> int:
        """Piksler teksten tar."""
        return _LINJE * len(self.linjer)


def etikett(verdi: float, tall: str, navn: str = "", **markoer: str) -> Etikett:
    """Tallet i fet skrift etter navnet, brutt så det får plass. Uten tall er det bare navnet."""
    linjer = textwrap.wrap(navn, _LENGST, break_long_words=False) if navn else []
    fet = [f"<b>{html.escape(linje)}</b>" for linje in _brutt(tall)]
    linjer = [html.escape(linje, quote=False) for linje in linjer]
    if not tall:
        return Etikett(verdi, tuple(linjer), **markoer)
    if linjer and len(linjer[-1]) + len(tall) < _LENGST:
        return Etikett(
            verdi, (*linjer[:-1], f"{linjer[-1]} {' '.join(fet)}"), **markoer
        )
    return Etikett(verdi, (*linjer, *fet), **markoer)


def _brutt(tall: str) -> list[str]:
    return textwrap.wrap(tall, 11, break_long_words=False)


def plassert(
    etiketter: list[Etikett], akse: tuple[float, float], hoeyde: int, stil: Stil
) -> tuple[list[dict], int]:
    """Tekstene som merknader i figuren, og piksler de trenger til høyre. `akse` er det laveste og
    høyeste på aksen, og `hoeyde` pikslene mellom dem.
    """
    fra, til = akse
    ordnet = sorted(etiketter, key=lambda en: en.verdi)
    oensket = [(en.verdi - fra) / (til - fra) * hoeyde for en in ordnet]
    flyttet = _fra_hverandre(oensket, [en.hoeyde for en in ordnet], hoeyde)
    merknader = [
        _merknad(en, round(plass - midt), stil)
        for en, midt, plass in zip(ordnet, oensket, flyttet)
    ]
    return merknader, _bredde(etiketter)


def _fra_hverandre(
    midter: list[float], hoeyder: list[int], oeverst: float
) -> list[float]:
    """Midten i hver tekst, flyttet så lite som mulig, uten at noen dekker hverandre eller går ut over
    figuren.
    """
    plasser = list(midter)
    for nr in range(1, len(plasser)):
        minst = plasser[nr - 1] + (hoeyder[nr - 1] + hoeyder[nr]) / 2
        plasser[nr] = max(plasser[nr], minst)
    tak = oeverst + _LINJE / 2
    for nr in reversed(range(len(plasser))):
        plasser[nr] = min(plasser[nr], tak - hoeyder[nr] / 2)
        tak = plasser[nr] - hoeyder[nr] / 2
    return plasser


def _merknad(en: Etikett, opp: int, stil: Stil) -> dict:
    tekst = "<br>".join(en.linjer)
    if en.markoer:
        tekst = f'<span style="color:{en.farge}">{_TEGN[en.markoer]}</span> {tekst}'
    return {
        "text": tekst,
        "xref": "x domain",
        "x": 1,
        "yref": "y",
        "y": en.verdi,
        "xanchor": "left",
        "xshift": 6,
        "yanchor": "middle",
        "yshift": opp,
        "align": "left",
        "showarrow": False,
        "font": {"size": 13, "color": TEKST[stil.moerk]},
    }


def _bredde(etiketter: list[Etikett]) -> int:
    bredest = max(
        _piksler(linje) + 2 * _TEGNBREDDE * bool(en.markoer and nr == 0)
        for en in etiketter
        for nr, linje in enumerate(en.linjer)
    )
    return round(15 + bredest)


def _piksler(linje: str) -> float:
    vanlig, _, fet = linje.partition("<b>")
    deler = ((vanlig, _TEGNBREDDE), (fet.removesuffix("</b>"), _FETT_TEGN))
    return sum(bredde * len(html.unescape(tekst)) for tekst, bredde in deler)
