"""Tilgjengelighet: hva som er gjort for at alle skal kunne bruke dashbordet, og hva som mangler."""

from boligdata import ui

ui.avsnitt(
    "Dashbordet skal kunne brukes av alle, også med skjermleser, uten mus, med stor skrift og på telefon. "
    "Forskrift om universell utforming av IKT-løsninger krever det, og viser til WCAG 2.1 på nivå AA."
)

ui.overskrift("Hva er prøvd?")
ui.avsnitt(
    "Før en ny utgave tas i bruk, prøver et program sidene i en ekte nettleser:\n"
    "- Kravene som kan prøves automatisk, i lyst og mørkt, som graf, tabell og forklaring.\n"
    "- At alt kan nås og brukes med tastaturet, og at det vises hvor du er.\n"
    "- At figurer, felt og knapper har et navn på norsk, og at hver figur sier i ord det den viser.\n"
    "- At ingenting må rulles sidelengs på en telefon eller med fire ganger så stor skrift."
)

ui.overskrift("Hva er ikke godt nok?")
ui.avsnitt(
    "Dashbordet følger kravene delvis:\n"
    "- Det er ikke prøvd av folk som bruker skjermleser, stemmestyring eller andre hjelpemidler til daglig.\n"
    "- Tallene i en figur leses ikke opp ett for ett. Tittelen på kortet og setningen under figuren sier "
    "det viktigste, og alle tallene står under «Tabell».\n"
    "- Felt, menyer og vinduer er laget av Streamlit, og har engelske navn til siden er ferdig lastet.\n"
    "- Bildene av kortene har ingen tekst en skjermleser kan lese. Bruk «Kopier til Word» på kortet i stedet"
    ": der har figuren en tekst, og tallene står i en tabell.\n"
    "- Dokumentene fra siden Rapport er prøvd med et program, og ikke av folk som bruker skjermleser."
)

ui.overskrift("Er det noe du ikke får brukt?")
ui.tilgjengelighetskontakt()
ui.avsnitt(
    "Får du ikke svar, eller er du uenig i svaret, kan du klage til Diskrimineringsnemnda. "
    "Tilsynet for universell utforming av ikt veileder om reglene og kontrollerer at de følges."
)

ui.overskrift("Kommunens egen erklæring")
ui.avsnitt(
    "En kommune må selv vurdere løsningen slik den er satt opp der, og publisere en erklæring om den. "
    "Denne siden er et grunnlag for erklæringen, og kan ikke brukes i stedet for den."
)
ui.tilgjengelighetserklaering()
