"""Inngangen Streamlit kjører ved hver visning: sideoppsett, navigasjon og felles filtre. Alle sider
går gjennom her.
"""

import streamlit as st

from boligdata import ui
from boligdata.felles import katalog
from boligdata.felles.config import ROT
from boligdata.felles.maalform import fast, si

st.set_page_config(layout="wide", initial_sidebar_state=265)

# Delene av menyen, med hver side, som heter det samme som filen i `pages/`, og tittelen på den.
MENY = {
    fast("Status"): {
        "oversikt": fast("Oversikt"),
        "utfordringsbilde": fast("Utfordringsbilde"),
        "boliger": fast("Boliger"),
        "venteliste": fast("Venteliste"),
    },
    fast("Innsats"): {
        "virkemidler": fast("Tjenester og virkemidler"),
        "samordning": fast("Samordning"),
        "finnfram": fast("Finn fram"),
        "maalgruppe": fast("Målgruppe"),
        "tiltak": fast("Tiltak"),
    },
    fast("Framover"): {
        "boligbehov": fast("Boligbehov"),
        "sammenligning": fast("Sammenligning"),
    },
    fast("Arbeid"): {
        "moete": fast("Møte"),
        "planprosess": fast("Planprosess"),
        "rapport": fast("Rapport"),
        "kilder": fast("Kilder og kvalitet"),
        "tilgjengelighet": fast("Tilgjengelighet"),
    },
}
TITLER = {navn: tittel for sider in MENY.values() for navn, tittel in sider.items()}
FORSIDE = next(iter(TITLER))
# Filtrene øverst på sidene der ikke alle virker.
UTEN_FILTRE = (
    "finnfram",
    "tiltak",
    "boligbehov",
    "sammenligning",
    "moete",
    "planprosess",
    "rapport",
    "kilder",
    "tilgjengelighet",
)
FILTRE = dict.fromkeys(UTEN_FILTRE, ())
FILTRE["maalgruppe"] = ("maalgruppe",)
side = st.navigation(
    {
        si(del_): [
            st.Page(
                ROT / "pages" / f"{navn}.py",
                title=si(tittel),
                url_path=navn,
                default=navn == FORSIDE,
            )
            for navn, tittel in sider.items()
        ]
        for del_, sider in MENY.items()
    },
    expanded=True,
)
if ui.slipper_inn() and ui.klar():
    navn = side.url_path or FORSIDE
    ui.vis(side, TITLER[navn], FILTRE.get(navn, katalog.FILTRE))
