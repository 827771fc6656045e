"""Det sidene ber om, lest rett ut av koden i `pages/`: navnene øverst i siden, temaene og kallene på `ui`.

En lenke til et kort, og testene av sidene, kan da aldri si noe annet enn siden selv.
"""

import ast
from collections.abc import Iterator

from boligdata.felles.config import ROT

SIDER = ROT / "pages"


def kall(funksjon: str) -> Iterator[tuple[str, list, dict]]:
    """Hvert kall på funksjonen i `ui` fra sidene: siden, argumentene, og de navngitte argumentene."""
    for fil in sorted(SIDER.glob("*.py")):
        tre = ast.parse(fil.read_text(encoding="utf-8"))
        navn = konstanter(tre)
        for node in ast.walk(tre):
            if kaller(node, funksjon):
                yield fil.stem, *argumentene(node, navn)


def argumentene(node: ast.Call, navn: dict) -> tuple[list, dict]:
    """Argumentene i et kall, og de navngitte. `navn` er konstantene på siden."""
    return (
        [verdi(gitt, navn) for gitt in node.args],
        {gitt.arg: verdi(gitt.value, navn) for gitt in node.keywords},
    )


def kaller(node: ast.AST, navn: str) -> bool:
    """Om noden er et kall på en funksjon i et annet rom, som `ui.tema(…)`."""
    return isinstance(node, ast.Call) and getattr(node.func, "attr", "") == navn


def konstanter(side: ast.Module) -> dict:
    """Det som er gitt et navn øverst i en side, som temaene."""
    ut = {}
    for node in side.body:
        if isinstance(node, ast.Assign) and not isinstance(node.value, ast.Call):
            navn, verdien = node.targets[0], ast.literal_eval(node.value)
            if isinstance(navn, ast.Tuple):
                ut |= {ett.id: en for ett, en in zip(navn.elts, verdien)}
            else:
                ut[navn.id] = verdien
    return ut


def verdi(node: ast.expr, konstanter: dict):
    """Verdien av et argument: en konstant i koden, eller navnet på en. Noe annet gir `ValueError`."""
    try:
        if isinstance(node, ast.Name):
            return konstanter[node.id]
        return ast.literal_eval(node)
    except (KeyError, ValueError) as feil:
        raise ValueError(
            f"Sidene leses rett fra koden, og «{ast.unparse(node)}» kan ikke leses: skriv "
            "teksten, eller gi den et navn øverst i siden."
        ) from feil


def temaer(side: ast.Module) -> dict[str, str]:
    """Temaene siden er delt i, etter koden de har i adressen: kallet på `ui.tema`. Tom når den ikke er
    delt.
    """
    navn = konstanter(side)
    for kall in ast.walk(side):
        if kaller(kall, "tema"):
            return {tema.arg: verdi(tema.value, navn) for tema in kall.keywords}
    return {}
