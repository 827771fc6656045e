"""Tilgjengelighet: hva som er gjort for at alle skal kunne bruke dashbordet, og hva som mangler."""

import streamlit as st

from boligdata import ui

st.write(
    "Dashbordet skal kunne brukes av alle, også med skjermleser, uten mus, med stor skrift og på telefon. "
    "Forskrift om universell utforming av IKT-løsninger krever det, og viser til WCAG 2.1 på nivå AA."
)

st.header("Hva er prøvd?", anchor=False)
st.markdown(
    "Før en ny utgave tas i bruk, prøver et program sidene i en ekte nettleser:\n"
    "- Kravene som kan prøves automatisk, i lyst og mørkt, som graf, tabell og forklaring.\n"
    "- At alt kan nås og brukes med tastaturet, og at det vises hvor du er.\n"
    "- At figurer, felt og knapper har et navn på norsk, og at hver figur sier i ord det den viser.\n"
    "- At ingenting må rulles sidelengs på en telefon eller med fire ganger så stor skrift."
)

st.header("Hva er ikke godt nok?", anchor=False)
st.markdown(
    "Dashbordet følger kravene delvis:\n"
    "- Det er ikke prøvd av folk som bruker skjermleser, stemmestyring eller andre hjelpemidler til daglig.\n"
    "- Tallene i en figur leses ikke opp ett for ett. Setningen over figuren sier det viktigste, "
    "og alle tallene står under «Tabell».\n"
    "- Brede tabeller må rulles sidelengs på en liten skjerm. Det kan gjøres med piltastene.\n"
    "- Felt, menyer og vinduer er laget av Streamlit, og har engelske navn til siden er ferdig lastet.\n"
    "- Filene er laget for regneark, og bildene har ingen tekst en skjermleser kan lese. "
    "Bruk tallene i tabellen eller CSV-filen i stedet."
)

st.header("Er det noe du ikke får brukt?", anchor=False)
ui.tilgjengelighetskontakt()
st.write(
    "Får du ikke svar, eller er du uenig i svaret, kan du klage til Diskrimineringsnemnda. "
    "Tilsynet for universell utforming av ikt veileder om reglene og kontrollerer at de følges."
)

st.header("Kommunens egen erklæring", anchor=False)
st.write(
    "En kommune må selv vurdere løsningen slik den er satt opp der, og publisere en erklæring om den. "
    "Denne siden er et grunnlag for erklæringen, og kan ikke brukes i stedet for den."
)
ui.tilgjengelighetserklaering()
