"""Planens tekst for siden: avsnitt laget av tallene, som kan leses høyt i et møte."""

import streamlit as st

from boligdata.felles import norsk
from boligdata.innhold import beskrivelse as innhold
from boligdata.ui.ramme import valg


def beskrivelse(punkt: str) -> None:
    """Teksten til ett av planens «skal beskrive»-punkter, lukket til noen åpner den."""
    valgt = valg()
    tittel = norsk.liten_forbokstav(innhold.PUNKTER[punkt].tittel)
    with st.expander(f"Tekst til planen: {tittel}", icon=":material/menu_book:"):
        st.markdown("\n\n".join(map(norsk.bokstavelig, innhold.lag(punkt, valgt))))
        if not innhold.gjelder_alle(valgt):
            st.caption(
                ":material/info: Teksten gjelder hele kommunen. Valgene av målgruppe, "
                "boligtype og område virker ikke på den."
            )
