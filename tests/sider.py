"""Sidene slik navigasjonen har dem, med temaene de er delt i, lest rett ut av `inngang.py` og
`pages/`. En ny side blir testet uten at noen husker det.
"""

import ast
from dataclasses import dataclass
from pathlib import Path

from boligdata.felles.config import ROT


@dataclass(frozen=True)
class Side:
    """En side i menyen: filen i `pages/` uten endelse, tittelen, adressen («» for forsiden) og
    temaene den er delt i.
    """

    navn: str
    tittel: str
    adresse: str
    temaer: tuple[str, ...]


def les(rot: Path = ROT) -> dict[str, Side]:
    """Sidene i prosjektet under `rot`, i menyens rekkefølge."""
    tre = ast.parse((rot / "boligdata" / "inngang.py").read_text(encoding="utf-8"))
    sider = [_side(kall, rot) for kall in ast.walk(tre) if kaller(kall, "Page")]
    return {side.navn: side for side in sider}


def visninger(sider: dict[str, Side]) -> list[tuple[str, str | None]]:
    """Hver side med hvert tema, som (navn, tema). Temaet er None på sidene som ikke er delt."""
    return [(s.navn, tema) for s in sider.values() for tema in s.temaer or (None,)]


def vis_id(visning: tuple[str, str | None]) -> str:
    """Navnet på visningen i testlisten."""
    return "-".join(filter(None, visning))


def kaller(node: ast.AST, navn: str) -> bool:
    """Om noden er et kall på en funksjon i et annet rom, som `ui.tema(…)`."""
    return isinstance(node, ast.Call) and getattr(node.func, "attr", "") == navn


def konstanter(side: ast.Module) -> dict:
    """Det som er gitt et navn øverst i en side, som temaene."""
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


def verdi(node: ast.expr, konstanter: dict):
    """Verdien av et argument: en konstant i koden, eller navnet på en."""
    try:
        if isinstance(node, ast.Name):
            return konstanter[node.id]
        return ast.literal_eval(node)
    except (KeyError, ValueError) as feil:
        raise ValueError(
            f"Testene leser sidene rett fra koden, og forstår ikke «{ast.unparse(node)}»: skriv "
            "teksten, eller gi den et navn øverst i siden."
        ) from feil


def _side(kall: ast.Call, rot: Path) -> Side:
    valg = {k.arg: k.value for k in kall.keywords}
    fil = kall.args[0].right.value
    forside = "default" in valg and valg["default"].value
    return Side(
        fil.removesuffix(".py"),
        valg["title"].value,
        "" if forside else valg["url_path"].value,
        _temaer(rot / "pages" / fil),
    )


def _temaer(fil: Path) -> tuple[str, ...]:
    tre = ast.parse(fil.read_text(encoding="utf-8"))
    navn = konstanter(tre)
    for kall in ast.walk(tre):
        if kaller(kall, "tema"):
            return tuple(verdi(tema, navn) for tema in kall.args[1:])
    return ()


SIDER = les()
VISNINGER = visninger(SIDER)
