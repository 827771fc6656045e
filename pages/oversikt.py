"""Oversikt: status på to minutter for ledelsen."""

import streamlit as st

from boligdata import ui

ui.utfordringer()
ui.noekkeltall()

venstre, hoeyre = st.columns(2, gap="medium")
with venstre:
    st.subheader("Endret siden sist", anchor=False)
    ui.endret()
with hoeyre:
    st.subheader("Krever en avgjørelse", anchor=False)
    ui.avgjoerelser()
