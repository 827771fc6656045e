"""Finn fram: hvem som gir hvilken hjelp, hvordan man får den, og hvor lang tid det tar."""

import streamlit as st

from boligdata import ui

st.write("Skriv hva det gjelder med egne ord. Det du skriver, blir ikke lagret.")
ui.finn_fram()
