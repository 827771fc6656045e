"""Kilder og kvalitet: hvor tallene kommer fra, hvor ferske de er, hva de betyr, og hvordan folk er
vernet.
"""

import streamlit as st

from boligdata import ui

KILDENE, BETYR, VERNET, REGLENE = (
    "Hvor kommer tallene fra?",
    "Hva betyr tallene?",
    "Hvordan er folk vernet?",
    "Hvilke regler gjelder?",
)

tema = ui.tema("kilder", KILDENE, BETYR, VERNET, REGLENE)

if tema == KILDENE:
    ui.kildesvar()
    ui.kildeoversikt()
    st.header("Satt til side og endret", anchor=False)
    st.write(
        "Rader som bryter avtalen om innhold, blir satt til side og aldri telt. Den som "
        "leverer, får vite hvilke rader det gjelder."
    )
    ui.avviksoversikt()
    st.header("Brudd i seriene", anchor=False)
    ui.brudd()
elif tema == BETYR:
    ui.definisjoner()
    st.header("Når et tall ikke vises", anchor=False)
    st.markdown(
        "- **Median** vises når den bygger på minst 10 husstander, boliger eller vedtak.\n"
        "- **Prosent** vises når det er minst 20 å regne prosenten av.\n"
        "- **Ventetid der de som fortsatt venter teller med**, vises når minst 20 husstander "
        "er fulgt, og ingen av dem alene kan flytte tallet mer enn 10 prosentpoeng.\n"
        "- **Tre egenskaper samtidig** publiseres ikke, for da blir gruppene så små at "
        "enkeltpersoner kan kjennes igjen."
    )
elif tema == VERNET:
    ui.slik_vernes_tallene()
    st.header("Tall som vises eksakt", anchor=False)
    ui.eksakte_tall()
    st.header("Tall som kan avvike mer", anchor=False)
    ui.stoerre_avvik()
    st.header("Perioder som er rettet", anchor=False)
    ui.forrige_publisering()
    ui.rettede_perioder()
else:
    st.header("Hvorfor kommunen kan bruke opplysningene", anchor=False)
    st.markdown(
        "- **Behandlingsgrunnlag.** Kommunen er ansvarlig for opplysningene, og bruker dem til "
        "oppgavene i boligsosialloven: å ha oversikt over behovet for boliger (§ 5) og å hjelpe "
        "vanskeligstilte (§ 6). Grunnlaget er personvernforordningen artikkel 6 nr. 1 bokstav e, "
        "som krever en lov i tillegg. For helseopplysninger må også et av unntakene i artikkel 9 "
        "gjelde. Kommunen må ha vurdert personvernkonsekvensene, og spurt personvernombudet, før "
        "egne uttrekk legges inn.\n"
        "- **Statistikk.** Boligsosialloven § 8 lar kommunen bruke personopplysninger til "
        "statistikk bare når opplysninger uten navn og kjennetegn ikke er nok. Derfor byttes id-er "
        "ut idet de leses, og det som publiseres, er avrundede antall.\n"
        "- **Dataminimering.** Bare kolonnene i avtalen med tjenestene blir lest, og om husstander "
        "og saker spør avtalen ikke om noe ingen figur bruker. Navn, fødselsnummer og adresser "
        "stopper hele filen."
    )
    st.header("Regelverket tallene viser til", anchor=False)
    ui.regelverk()
