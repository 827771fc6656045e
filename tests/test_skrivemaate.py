"""Koden er skrevet for å leses: formatereren bestemmer linjene, og ingen linje eller navn er for tett.

Ruff gjør det den kan. Her står resten: navn på én bokstav, og linjer med for mange ord.
"""

import ast
import collections
import io
import subprocess
import sys
import tokenize

import pytest

from boligdata.felles.config import PAKKE, ROT

FILER = sorted(
    [*PAKKE.rglob("*.py"), *(ROT / "pages").glob("*.py"), ROT / "dashboard.py"]
)
HOEYST_ORD_PER_LINJE = 30
# Navn på én bokstav er for formler som sier hvor de er fra. Så stor del av navnene i et rom.
HOEYST_ENBOKSTAVS = 0.07
# Tegn som ikke er ord i koden.
LUFT = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}


@pytest.mark.parametrize(
    "kommando", [["format", "--check"], ["check"]], ids=["utseendet", "reglene"]
)
def test_ruff_har_ingenting_aa_si(kommando):
    svar = subprocess.run(
        [
            sys.executable,
            "-m",
            "ruff",
            *kommando,
            "--no-cache",
            "--output-format",
            "concise",
            ".",
        ],
        cwd=ROT,
        capture_output=True,
        text=True,
    )
    assert svar.returncode == 0, (
        f"Kjør «ruff format» og «ruff check --fix».\n{svar.stdout}{svar.stderr}"
    )


@pytest.mark.parametrize("fil", FILER, ids=lambda fil: str(fil.relative_to(ROT)))
def test_ingen_linje_har_flere_enn_tretti_ord(fil):
    kode = fil.read_text(encoding="utf-8")
    ord_per_linje = collections.Counter(
        ord_.start[0]
        for ord_ in tokenize.generate_tokens(io.StringIO(kode).readline)
        if ord_.type not in LUFT
    )
    tabeller = _linjer_i_tabeller(ast.parse(kode))
    tette = {
        nr: antall
        for nr, antall in ord_per_linje.items()
        if antall > HOEYST_ORD_PER_LINJE and nr not in tabeller
    }
    assert not tette, f"linje: antall ord {tette}"


def _linjer_i_tabeller(tre: ast.Module) -> set[int]:
    """Linjene i tabeller med faste verdier øverst i en modul, som leses som en tabell."""
    tabeller = [
        node
        for node in tre.body
        if isinstance(node, (ast.Assign, ast.AnnAssign))
        and isinstance(node.value, (ast.Dict, ast.Tuple, ast.List, ast.Set, ast.Call))
    ]
    return {nr for node in tabeller for nr in range(node.lineno, node.end_lineno + 1)}


@pytest.mark.parametrize(
    "rom",
    sorted(mappe.name for mappe in PAKKE.iterdir() if (mappe / "__init__.py").exists()),
)
def test_navn_paa_en_bokstav_er_sjeldne_i(rom):
    navn = collections.Counter(
        bundet
        for fil in (PAKKE / rom).rglob("*.py")
        for bundet in _bundne_navn(ast.parse(fil.read_text(encoding="utf-8")))
    )
    enbokstavs = {
        kort: antall for kort, antall in navn.items() if len(kort) == 1 and kort != "_"
    }
    andel = sum(enbokstavs.values()) / max(1, navn.total())
    assert andel <= HOEYST_ENBOKSTAVS, f"{andel:.1%} av navnene i {rom}: {enbokstavs}"


def _bundne_navn(tre: ast.Module):
    for node in ast.walk(tre):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg


def test_ingen_klasser_i_pakken_heter_det_samme():
    """Et navn som betyr to ting, må leses to ganger."""
    klasser = collections.defaultdict(list)
    for fil in FILER:
        for node in ast.walk(ast.parse(fil.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                klasser[node.name].append(str(fil.relative_to(ROT)))
    like = {navn: filer for navn, filer in klasser.items() if len(filer) > 1}
    assert not like
