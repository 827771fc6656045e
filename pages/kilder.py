"""Kilder og kvalitet: hvor tallene kommer fra, hvor ferske de er, og hva de betyr."""

import streamlit as st

from boligdata import ui

st.write("Alle tall på sidene kommer fra kildene under. Rader som bryter avtalen om innhold, blir satt til side og "
         "aldri telt. Den som leverer, ser hvilke rader det gjelder med «python -m boligdata sjekk».")

st.header("Kilder", anchor=False)
ui.kildeoversikt()

st.header("Satt til side og endret", anchor=False)
ui.avviksoversikt()

st.header("Brudd i seriene", anchor=False)
ui.brudd()

st.header("Hva tallene betyr", anchor=False)
ui.definisjoner()
