"""Sidene slik navigasjonen har dem, med temaene de er delt i, lest rett ut av `inngang.py` og
`pages/`. En ny side blir testet uten at noen husker det.
"""

import ast
from dataclasses import dataclass
from pathlib import Path

from boligdata.felles.config import ROT
from boligdata.felles.sidekode import kaller, temaer


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


def _side(kall: ast.Call, rot: Path) -> Side:
    valg = {k.arg: k.value for k in kall.keywords}
    fil = kall.args[0].right.value
    forside = "default" in valg and valg["default"].value
    return Side(
        fil.removesuffix(".py"),
        valg["title"].value,
        "" if forside else valg["url_path"].value,
        temaer(ast.parse((rot / "pages" / fil).read_text(encoding="utf-8"))),
    )


SIDER = les()
VISNINGER = visninger(SIDER)
