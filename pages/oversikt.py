"""Oversikt: status på to minutter for ledelsen."""

import streamlit as st

from boligdata import ui

ui.utfordringer()
ui.noekkeltall()

endret, maal, tiltak = st.columns(3, gap="medium")
with endret:
    st.subheader("Endret siden sist", anchor=False)
    ui.endret()
with maal:
    st.subheader("Mål som ikke er nådd", anchor=False)
    ui.maal_ikke_naadd()
with tiltak:
    st.subheader("Hva må avgjøres?", anchor=False)
    ui.maa_avgjoeres()
