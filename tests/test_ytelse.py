"""Målingene av ytelse kjøres for seg. Her ser vi bare at de kan startes."""

import subprocess
import sys

from boligdata.felles.config import ROT

IMPORTER_ALLE = """
import importlib, pkgutil, tests.ytelse
for del_ in pkgutil.iter_modules(tests.ytelse.__path__):
    if del_.name != "__main__":
        importlib.import_module(f"tests.ytelse.{del_.name}")
        print(del_.name)
"""


def test_hver_maaling_finner_det_den_trenger_fra_roten_av_prosjektet():
    svar = subprocess.run(
        [sys.executable, "-c", IMPORTER_ALLE], cwd=ROT, capture_output=True, text=True
    )
    assert svar.returncode == 0, svar.stderr
    assert {"skript", "nettleser", "lesing"} <= set(svar.stdout.split())
