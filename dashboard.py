"""Døren inn til dashbordet: `streamlit run dashboard.py` finner `app` og serverer den.

Skriptet som kjører for hver bruker, er `boligdata/inngang.py`. Det ligger i en mappe uten `pages/`
ved siden av seg, slik at en dyp lenke aldri kan åpne en side utenom navigasjonen. Det som ligger
rundt Streamlit, står i `boligdata/doer/skall.py`.
"""

import functools

import streamlit as st

from boligdata import ui
from boligdata.doer import skall

app = st.App(
    "boligdata/inngang.py",
    middleware=skall.mellomvare(),
    routes=skall.RUTER,
    lifespan=functools.partial(skall.oppstart, visningene=ui.visningene),
)
