"""Sidene slik navigasjonen har dem, med temaene de er delt i, lest rett ut av `inngang.py` og
`pages/`. En ny side blir testet uten at noen husker det.
"""

import ast
from dataclasses import dataclass
from pathlib import Path

from boligdata.felles.config import ROT
from boligdata.felles.sidekode import temaer


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
    titler = dict(par for del_ in _meny(tre).values for par in _par(del_))
    forside = next(iter(titler))
    return {navn: _side(navn, titler[navn], forside, rot) for navn in titler}


def visninger(sider: dict[str, Side]) -> list[tuple[str, str | None]]:
    """Hver side med hvert tema, som (navn, tema). Temaet er None på sidene som ikke er delt."""
    return [(s.navn, tema) for s in sider.values() for tema in s.temaer or (None,)]


def vis_id(visning: tuple[str, str | None]) -> str:
    """Navnet på visningen i testlisten."""
    return "-".join(filter(None, visning))


def _meny(tre: ast.Module) -> ast.Dict:
    """Menyen i inngangen: sidene i hver del av den, med tittelen på hver side."""
    return next(
        node.value
        for node in tre.body
        if isinstance(node, ast.Assign) and node.targets[0].id == "MENY"
    )


def _par(del_: ast.Dict) -> list[tuple[str, str]]:
    return [
        (navn.value, tittel.args[0].value)
        for navn, tittel in zip(del_.keys, del_.values)
    ]


def _side(navn: str, tittel: str, forside: str, rot: Path) -> Side:
    kode = (rot / "pages" / f"{navn}.py").read_text(encoding="utf-8")
    return Side(
        navn,
        tittel,
        "" if navn == forside else navn,
        tuple(temaer(ast.parse(kode)).values()),
    )


SIDER = les()
VISNINGER = visninger(SIDER)
