"""Kortene sidene bestiller, lest rett ut av koden i `pages/`, så et nytt kort blir testet uten at
noen husker det."""

import ast

from boligdata.felles.config import ROT
from boligdata.innhold.kort import Bestilling


def bestillinger() -> dict[str, Bestilling]:
    """Hvert kall på `ui.figurkort`, med «side-id-form» som nøkkel."""
    ut = {}
    for fil in sorted((ROT / "pages").glob("*.py")):
        tre = ast.parse(fil.read_text(encoding="utf-8"))
        konstanter = _konstanter(tre)
        for kall in ast.walk(tre):
            if (
                isinstance(kall, ast.Call)
                and getattr(kall.func, "attr", "") == "figurkort"
            ):
                b = _bestilling(
                    *(_verdi(a, konstanter) for a in kall.args),
                    **{k.arg: _verdi(k.value, konstanter) for k in kall.keywords},
                )
                ut[f"{fil.stem}-{b.id}-{b.form}"] = b
    return ut


def _konstanter(side: ast.Module) -> dict:
    ut = {}
    for node in side.body:
        if isinstance(node, ast.Assign) and not isinstance(node.value, ast.Call):
            navn = node.targets[0]
            for n, v in (
                zip(navn.elts, node.value.elts)
                if isinstance(navn, ast.Tuple)
                else [(navn, node.value)]
            ):
                ut[n.id] = ast.literal_eval(v)
    return ut


def _verdi(node: ast.expr, konstanter: dict):
    return konstanter[node.id] if isinstance(node, ast.Name) else ast.literal_eval(node)


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
