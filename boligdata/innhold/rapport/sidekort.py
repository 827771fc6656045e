"""Kortene sidene viser, funnet igjen i koden til sidene selv: et kort i et dokument har den samme tittelen
og figuren som på siden, uten at det står to steder.
"""

import ast
import dataclasses
import functools

from boligdata.felles.config import ROT
from boligdata.felles.maalform import si
from boligdata.felles.sidekode import kaller, konstanter, verdi
from boligdata.innhold.grunnkort import Bestilling, kortnoekkel

SIDER = ROT / "pages"


@functools.cache
def bestillinger() -> dict[str, Bestilling]:
    """Hvert figurkort på sidene, med «side/kort» som nøkkel, og tittelen på bokmål."""
    ut: dict[str, Bestilling] = {}
    for fil in sorted(SIDER.glob("*.py")):
        tre = ast.parse(fil.read_text(encoding="utf-8"))
        navn = konstanter(tre)
        for kall in ast.walk(tre):
            if kaller(kall, "figurkort"):
                felter = dict(
                    zip(("indikator", "tittel", "form", "fordeling"), kall.args)
                )
                felter |= {felt.arg: felt.value for felt in kall.keywords}
                ett = _bestilling(
                    **{en: verdi(node, navn) for en, node in felter.items()}
                )
                ut.setdefault(f"{fil.stem}/{ett.id}", ett)
    return ut


def paa_maalformen(noekkel: str) -> Bestilling:
    """Kortet med tittelen på målformen som er i bruk."""
    bestilt = bestillinger()[noekkel]
    return dataclasses.replace(bestilt, tittel=si(bestilt.tittel))


def _bestilling(
    indikator, tittel, form="utvikling", fordeling=(), id=None, tillegg=None
) -> Bestilling:
    indikatorer = (indikator,) if isinstance(indikator, str) else tuple(indikator)
    noekkel = id or kortnoekkel(indikatorer, fordeling)
    return Bestilling(noekkel, tittel, indikatorer, form, tuple(fordeling), tillegg)


def spoersmaal(noekkel: str, funksjon: str) -> str:
    """Tittelen på et kort som ikke er et figurkort, som regnskapet «folk», på målformen i bruk."""
    return si(_titler(funksjon)[noekkel])


@functools.cache
def _titler(funksjon: str) -> dict[str, str]:
    ut: dict[str, str] = {}
    for fil in sorted(SIDER.glob("*.py")):
        tre = ast.parse(fil.read_text(encoding="utf-8"))
        navn = konstanter(tre)
        for kall in ast.walk(tre):
            if kaller(kall, funksjon):
                noekkel, tittel = (verdi(node, navn) for node in kall.args[:2])
                ut.setdefault(noekkel, tittel)
    return ut
