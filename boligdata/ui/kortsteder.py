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


@functools.cache
def kortene(side: str) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Indikatorene og fordelingen i hvert kort på siden, hver kombinasjon én gang."""
    fil = SIDER / f"{side}.py"
    funnet = (felter for _, felter in _kallene(ast.parse(fil.read_text("utf-8"))))
    return tuple(
        dict.fromkeys(
            (_indikatorene(felter["indikator"]), tuple(felter.get("fordeling", ())))
            for felter in funnet
        )
    )


def _paa_siden(side: str, tre: ast.Module):
    koder = {tema: kode for kode, tema in temaer(tre).items()}
    for tema, felter in _kallene(tre):
        yield from _kortet(side, koder.get(tema, ""), **felter)


def _kallene(tre: ast.Module):
    """Hvert kall på `ui.figurkort`: det første temaet det kan stå under, og det som er gitt."""
    navn = konstanter(tre)
    for kall, mulige in _kall(tre.body, tuple(temaer(tre).values()), navn):
        felter = dict(zip(("indikator", "tittel", "form", "fordeling"), kall.args))
        felter |= {felt.arg: felt.value for felt in kall.keywords}
        yield (
            mulige[0] if mulige else "",
            {felt: verdi(node, navn) for felt, node in felter.items()},
        )


def _indikatorene(indikator) -> tuple[str, ...]:
    return (indikator,) if isinstance(indikator, str) else tuple(indikator)


def _kortet(
    side: str, tema: str, indikator, form="utvikling", fordeling=(), id=None, **_
):
    indikatorer = _indikatorene(indikator)
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
