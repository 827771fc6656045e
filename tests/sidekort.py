"""Kortene sidene bestiller, lest rett ut av koden i `pages/`, så et nytt kort blir testet uten at
noen husker det."""

import ast
import functools

from sider import kaller, konstanter, verdi

from boligdata.felles.config import ROT
from boligdata.innhold.kort import Bestilling


@functools.cache
def bestillinger() -> dict[str, Bestilling]:
    """Hvert kall på `ui.figurkort`, med «side-id-form» som nøkkel."""
    ut = {}
    for side, faste, navngitte in _kall("figurkort"):
        b = _bestilling(*faste, **navngitte)
        ut[f"{side}-{b.id}-{b.form}"] = b
    return ut


def regnskap() -> list[str]:
    """Titlene på regnskapene: kallene på `ui.regnskap`."""
    return [faste[1] for _, faste, _ in _kall("regnskap")]


def _kall(funksjon: str):
    """Hvert kall på en funksjon i `ui` fra sidene: siden, argumentene og de navngitte
    argumentene."""
    for fil in sorted((ROT / "pages").glob("*.py")):
        tre = ast.parse(fil.read_text(encoding="utf-8"))
        navn = konstanter(tre)
        for kall in ast.walk(tre):
            if kaller(kall, funksjon):
                yield (
                    fil.stem,
                    [verdi(a, navn) for a in kall.args],
                    {k.arg: verdi(k.value, navn) for k in kall.keywords},
                )


def _bestilling(
    indikator, tittel, form="utvikling", fordeling=(), id=None, tillegg=None
) -> Bestilling:
    indikatorer = (indikator,) if isinstance(indikator, str) else indikator
    return Bestilling(
        id or "_".join([indikatorer[0], *fordeling]),
        tittel,
        indikatorer,
        form,
        fordeling,
        tillegg,
    )
