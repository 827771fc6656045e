"""Målingene som Markdown, slik de står i README for vurderingen, og README lest tilbake."""

import re

from boligdata.felles.config import PAKKE
from tests.styrke.maaling import ENDRINGER, Maalt

README = PAKKE / "innhold" / "vurdering" / "README.md"
_HODE = ("Prøves mot", "Tallene", "Verden")


def hode() -> str:
    """De to første linjene i tabellen."""
    kolonner = [
        *_HODE,
        "Falske dommer",
        *(f"Ser −{endring} %" for endring in ENDRINGER if endring),
        f"Avrundet: falske og −{ENDRINGER[-1]} %",
    ]
    streker = ["---"] * len(_HODE) + ["---:"] * (len(kolonner) - len(_HODE))
    return f"{_rad(kolonner)}\n{_rad(streker)}"


def rad(maalt: Maalt) -> str:
    """Én linje i tabellen."""
    eksakt = (_prosent(andel) for andel in maalt.eksakt.values())
    rundet = [_prosent(maalt.rundet[endring]) for endring in (0, ENDRINGER[-1])]
    return _rad([*maalt.proeve.navn, *eksakt, " og ".join(rundet)])


def fra_readme() -> dict[tuple[str, ...], list[int]]:
    """Tallene i README: prosentene for hver rad, etter navnet på den."""
    rader = {}
    for linje in README.read_text(encoding="utf-8").splitlines():
        celler = [celle.strip() for celle in linje.strip("|").split(" | ")]
        if linje.startswith("|") and celler[-1].endswith("%"):
            prosenter = re.findall(r"(\d+) %", " ".join(celler[len(_HODE) :]))
            if celler[0] != _HODE[0]:
                rader[tuple(celler[: len(_HODE)])] = [int(tall) for tall in prosenter]
    return rader


def _prosent(andel: float) -> str:
    return f"{100 * andel:.0f} %"


def _rad(celler: list[str]) -> str:
    return f"| {' | '.join(celler)} |"
