"""Dashbordet med en klokke rundt hver kjøring av skriptet. Brukes bare av tjeneren i `skript`."""

import functools
import json
import os
import time

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

LOGG = "YTELSE_KLOKKELOGG"

APP = """
import streamlit as st
from boligdata.doer import skall
from boligdata.felles.config import PAKKE
from tests.ytelse import klokke
klokke.still()
app = st.App(PAKKE / "inngang.py", middleware=skall.MELLOMVARE, routes=skall.RUTER, lifespan=skall.oppstart)
"""


def still() -> None:
    """Skriv én linje til loggen per kjøring: millisekunder på veggen, og prosessortid i hele
    prosessen.
    """
    kjoer = ScriptRunner._run_script

    @functools.wraps(kjoer)
    def med_klokke(*argumenter, **valg):
        vegg, prosessor = time.perf_counter(), time.process_time()
        kjoer(*argumenter, **valg)
        linje = [
            (time.perf_counter() - vegg) * 1000,
            (time.process_time() - prosessor) * 1000,
        ]
        with open(os.environ[LOGG], "a", encoding="utf-8") as logg:
            logg.write(json.dumps(linje) + "\n")

    ScriptRunner._run_script = med_klokke
