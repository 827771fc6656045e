"""Planens tekst for siden: avsnitt laget av tallene, som kan leses høyt i et møte."""

import streamlit as st

from boligdata.felles import norsk
from boligdata.innhold import beskrivelse as tekst
from boligdata.ui.ramme import valg


def beskrivelse(punkt: str) -> None:
    """Teksten til ett av planens «skal beskrive»-punkter, lukket til noen åpner den."""
    v = valg()
    with st.expander(
        f"Tekst til planen: {norsk.liten_forbokstav(tekst.PUNKTER[punkt])}",
        icon=":material/menu_book:",
    ):
        st.markdown(
            "\n\n".join(norsk.bokstavelig(avsnitt) for avsnitt in tekst.lag(punkt, v))
        )
        if not tekst.gjelder_alle(v):
            st.caption(
                ":material/info: Teksten gjelder hele kommunen. Valgene av målgruppe, "
                "boligtype og område virker ikke på den."
            )
