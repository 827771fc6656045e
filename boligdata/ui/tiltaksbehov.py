"""Behov og penger: hva tiltakene gir av boligene som trengs, hva det koster å vente, og det som mangler
penger.
"""

import streamlit as st

from boligdata import lesing
from boligdata.arbeid import eksport
from boligdata.felles import norsk
from boligdata.felles.enheter import ENHETER
from boligdata.innhold import figurer
from boligdata.innhold.grunnkort import Korttabell
from boligdata.innhold.handlingsdel import gapet, planen
from boligdata.ui import tabellvisning
from boligdata.ui.ramme import stil


def behov_og_penger() -> None:
    """Gapet mellom behovet og det som er vedtatt, forsinkelsene, og listen til budsjettet."""
    poster = planen.poster()
    with lesing.publiserte_tall():
        gapene = gapet.gapene(poster)
        forsinkelser = gapet.forsinkelser(poster)
    st.header("Hvor mye av behovet dekker tiltakene?", anchor=False)
    if gapene:
        _gapet(gapene)
    else:
        st.info("Det er ikke levert nok til å regne ut hvor mange boliger som trengs.")
    if forsinkelser:
        st.header("Hva betyr ett års forsinkelse?", anchor=False)
        st.markdown(norsk.punktliste(en.setning for en in forsinkelser))
    st.header("Hvilke tiltak mangler penger?", anchor=False)
    _uten_penger(poster)


def _gapet(gapene: tuple[gapet.Gap, ...]) -> None:
    siste = gapene[-1]
    ved_slutten = {gap.boligtype: gap for gap in gapene if gap.aar == siste.aar}
    valgt = st.selectbox(
        "Boligtype",
        list(ved_slutten)[::-1],
        key="behov_boligtype",
        bind="query-params",
    )
    gap = ved_slutten[valgt]
    st.write(gap.setning)
    st.plotly_chart(
        figurer.foss(list(gap.foss), ENHETER["antall"], stil()),
        key="tiltaksfoss",
        config=figurer.OPPSETT,
        alt=gap.setning,
    )
    with st.expander("Hvert år, som tabell"):
        av_typen = [en for en in gapene if en.boligtype == valgt]
        tabell = gapet.tabell(av_typen).drop(columns="Boligtype")
        # Det som mangler, er svaret, og står først.
        resten = [navn for navn in tabell.columns if navn not in ("År", "Mangler")]
        tabell = tabell[["År", "Mangler", *resten]]
        enheter = dict.fromkeys(tabell.columns[1:], ENHETER["antall"])
        tabellvisning.tabell(Korttabell(tabell, enheter, f"Gapet hvert år. {valgt}"))


def _uten_penger(poster: tuple[planen.Planpost, ...]) -> None:
    tabell = gapet.uten_finansiering(poster)
    if tabell.empty:
        st.write("Alle tiltakene har penger.")
        return
    antall = tabell["Tiltak"].nunique()
    st.write(
        f"{norsk.med_ord(antall, 'tiltak')} mangler penger. Kronene er det som må prioriteres hvert "
        "år: tilskudd er trukket fra."
    )
    tabellvisning.enkel(_til_skjermen(tabell), "Tiltakene som mangler penger")
    st.download_button(
        "Last ned til budsjettet (Excel)",
        lambda: eksport.som_excel({"Tiltak uten penger": tabell}),
        "tiltak-uten-penger.xlsx",
        icon=":material/download:",
        on_click="ignore",
    )


def _til_skjermen(tabell):
    """Årene og summen som kroner. Filen har resten av kolonnene."""
    aarene = [kolonne for kolonne in tabell.columns if kolonne.isdigit()]
    skrevet = tabell.astype(object)
    for kolonne in ("Sum", *aarene):
        skrevet[kolonne] = (
            tabell[kolonne].map(norsk.tall, na_action="ignore").fillna("")
        )
    return skrevet[["Tiltak", "Sum", "Slag", "Finansiering", *aarene, "Nummer"]]
