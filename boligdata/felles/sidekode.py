"""Det sidene ber om, lest rett ut av koden i `pages/`: navnene øverst i siden, temaene og kallene på `ui`.

En lenke til et kort, og testene av sidene, kan da aldri si noe annet enn siden selv.
"""

import ast


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
