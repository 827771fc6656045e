"""Dagen i dag kommer fra ett sted, så ingen side og ingen test leser klokken selv."""

import ast

from boligdata.felles import dagen
from boligdata.felles.config import PAKKE


def test_bare_dagen_spoer_maskinen_hvilken_dato_det_er():
    som_spoer = {
        fil.stem
        for fil in PAKKE.rglob("*.py")
        for node in ast.walk(ast.parse(fil.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "today"
    }
    assert som_spoer == {"dagen"}


def test_i_testene_er_dagen_den_fjordvik_staar_stille_paa():
    assert dagen.i_dag().isoformat() == "2026-01-15"
