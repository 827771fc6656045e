"""Inngangen Streamlit kjører ved hver visning: sideoppsett, navigasjon og felles filtre. Alle sider
går gjennom her.
"""

import streamlit as st

from boligdata import ui
from boligdata.felles import katalog
from boligdata.felles.config import ROT

st.set_page_config(layout="wide", initial_sidebar_state=265)

SIDER = ROT / "pages"
# Filtrene øverst på sidene der ikke alle virker.
UTEN_FILTRE = ("finnfram", "tiltak", "boligbehov", "kilder", "tilgjengelighet")
FILTRE = dict.fromkeys(UTEN_FILTRE, ())
FILTRE["maalgruppe"] = ("maalgruppe",)
side = st.navigation(
    {
        "Status": [
            st.Page(
                SIDER / "oversikt.py",
                title="Oversikt",
                url_path="oversikt",
                default=True,
            ),
            st.Page(
                SIDER / "utfordringsbilde.py",
                title="Utfordringsbilde",
                url_path="utfordringsbilde",
            ),
            st.Page(SIDER / "boliger.py", title="Boliger", url_path="boliger"),
            st.Page(SIDER / "venteliste.py", title="Venteliste", url_path="venteliste"),
        ],
        "Innsats": [
            st.Page(
                SIDER / "virkemidler.py",
                title="Tjenester og virkemidler",
                url_path="virkemidler",
            ),
            st.Page(SIDER / "samordning.py", title="Samordning", url_path="samordning"),
            st.Page(SIDER / "finnfram.py", title="Finn fram", url_path="finnfram"),
            st.Page(SIDER / "maalgruppe.py", title="Målgruppe", url_path="maalgruppe"),
            st.Page(SIDER / "tiltak.py", title="Tiltak", url_path="tiltak"),
        ],
        "Framover": [
            st.Page(SIDER / "boligbehov.py", title="Boligbehov", url_path="boligbehov"),
        ],
        "Arbeid": [
            st.Page(SIDER / "kilder.py", title="Kilder og kvalitet", url_path="kilder"),
            st.Page(
                SIDER / "tilgjengelighet.py",
                title="Tilgjengelighet",
                url_path="tilgjengelighet",
            ),
        ],
    },
    expanded=True,
)
if ui.slipper_inn() and ui.klar():
    ui.vis(side, FILTRE.get(side.url_path, katalog.FILTRE))
