"""Hvor kortet om en indikator står: siden, temaet på den, og kortet. Lest ut av sidene selv, så et kort som
flyttes, ikke gir en lenke som peker feil.
"""

import ast
import functools
from dataclasses import dataclass
from urllib.parse import urlencode

from boligdata.felles.sidekode import (
    SIDER,
    argumentene,
    kaller,
    konstanter,
    temaer,
    verdi,
)
from boligdata.innhold.grunnkort import Bestilling, bestill


@dataclass(frozen=True)
class Kortsted:
    """Siden, koden til temaet («» når siden ikke er delt) og id-en til kortet. Det med lavest `rang` sier
    mest om indikatoren selv.
    """

    side: str
    tema: str
    kort: str
    rang: int

    def adresse(self, valgene: dict[str, str]) -> str:
        """Adressen til kortet, med det som er valgt i filtrene."""
        tema = {"tema": self.tema} if self.tema else {}
        sporring = urlencode(valgene | tema)
        return f"./{self.side}{'?' * bool(sporring)}{sporring}#kort_{self.kort}"


@functools.cache
def steder() -> dict[str, Kortsted]:
    """Kortet som sier mest om hver indikator: trenden for alle, ellers det første."""
    ut: dict[str, Kortsted] = {}
    for fil in sorted(SIDER.glob("*.py")):
        for indikator, sted in _paa_siden(fil.stem, ast.parse(fil.read_text("utf-8"))):
            if indikator not in ut or sted.rang < ut[indikator].rang:
                ut[indikator] = sted
    return ut


@functools.cache
def kortene(side: str) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Indikatorene og fordelingen i hvert kort på siden, hver kombinasjon én gang."""
    fil = SIDER / f"{side}.py"
    return tuple(
        dict.fromkeys(
            (bestilt.indikatorer, bestilt.fordeling)
            for _, bestilt in _kallene(ast.parse(fil.read_text("utf-8")))
        )
    )


def _paa_siden(side: str, tre: ast.Module):
    koder = {tema: kode for kode, tema in temaer(tre).items()}
    for tema, bestilt in _kallene(tre):
        yield from _kortet(side, koder.get(tema, ""), bestilt)


def _kallene(tre: ast.Module):
    """Hvert kall på `ui.figurkort`: det første temaet det kan stå under, og det som er bestilt."""
    navn = konstanter(tre)
    for kall, mulige in _kall(tre.body, tuple(temaer(tre).values()), navn):
        faste, navngitte = argumentene(kall, navn)
        yield mulige[0] if mulige else "", bestill(*faste, **navngitte)


def _kortet(side: str, tema: str, bestilt: Bestilling):
    rang = len(bestilt.indikatorer) > 1
    rang += 2 * bool(bestilt.fordeling) + 4 * (bestilt.form != "utvikling")
    for en in bestilt.indikatorer:
        yield en, Kortsted(side, tema, bestilt.id, rang)


def _kall(noder: list, mulige: tuple[str, ...], navn: dict):
    """Hvert kall på `ui.figurkort`, med temaene det kan stå under."""
    for node in noder:
        if isinstance(node, ast.If):
            tema = _temaet(node.test, navn)
            ellers = tuple(ett for ett in mulige if ett != tema)
            yield from _kall(node.body, (tema,) if tema in mulige else mulige, navn)
            yield from _kall(node.orelse, ellers, navn)
        elif isinstance(node, ast.With):
            yield from _kall(node.body, mulige, navn)
        elif isinstance(node, ast.Expr) and kaller(node.value, "figurkort"):
            yield node.value, mulige


def _temaet(test: ast.expr, navn: dict) -> str:
    """Temaet det spørres etter i `tema == HVEM`, ellers «»."""
    if isinstance(test, ast.Compare) and getattr(test.left, "id", "") == "tema":
        return verdi(test.comparators[0], navn)
    return ""
