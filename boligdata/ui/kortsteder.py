"""Hvor kortet om en indikator står: siden, temaet på den, og kortet. Lest ut av sidene selv, så et kort som
flyttes, ikke gir en lenke som peker feil.
"""

import ast
import functools
from dataclasses import dataclass
from urllib.parse import urlencode

from boligdata.felles.config import ROT
from boligdata.felles.sidekode import kaller, konstanter, temaer, verdi
from boligdata.innhold.grunnkort import kortnoekkel

SIDER = ROT / "pages"


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


def _paa_siden(side: str, tre: ast.Module):
    navn = konstanter(tre)
    koder = {tema: kode for kode, tema in temaer(tre).items()}
    for kall, mulige in _kall(tre.body, tuple(koder), navn):
        tema = mulige[0] if mulige else ""
        felter = dict(zip(("indikator", "tittel", "form", "fordeling"), kall.args))
        felter |= {felt.arg: felt.value for felt in kall.keywords}
        verdier = {felt: verdi(node, navn) for felt, node in felter.items()}
        yield from _kortet(side, koder.get(tema, ""), **verdier)


def _kortet(
    side: str, tema: str, indikator, form="utvikling", fordeling=(), id=None, **_
):
    indikatorer = (indikator,) if isinstance(indikator, str) else indikator
    kort = id or kortnoekkel(indikatorer, fordeling)
    rang = (len(indikatorer) > 1) + 2 * bool(fordeling) + 4 * (form != "utvikling")
    for en in indikatorer:
        yield en, Kortsted(side, tema, kort, rang)


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
