"""Behov og penger: hva tiltakene gir av boligene som trengs, hva det koster å vente, og det som mangler
penger.
"""

import streamlit as st

from boligdata import lesing
from boligdata.arbeid import eksport
from boligdata.felles import maalform, norsk
from boligdata.felles.enheter import ENHETER
from boligdata.felles.maalform import si
from boligdata.innhold import figurer
from boligdata.innhold.grunnkort import Korttabell
from boligdata.innhold.handlingsdel import gapet, planen
from boligdata.ui import adressen, tabellvisning
from boligdata.ui.ramme import stil

_BOLIGTYPE = "behov_boligtype"


def behov_og_penger() -> None:
    """Gapet mellom behovet og det som er vedtatt, forsinkelsene, og listen til budsjettet."""
    poster = planen.poster()
    with lesing.publiserte_tall():
        gapene = gapet.gapene(poster)
        forsinkelser = gapet.forsinkelser(poster)
    st.header(si("Hvor mye av behovet dekker tiltakene?"), anchor=False)
    if gapene:
        _gapet(gapene)
    else:
        st.info(
            si("Det er ikke levert nok til å regne ut hvor mange boliger som trengs.")
        )
    if forsinkelser:
        st.header(si("Hva betyr ett års forsinkelse?"), anchor=False)
        st.markdown(norsk.punktliste(en.setning for en in forsinkelser))
    st.header(si("Hvilke tiltak mangler penger?"), anchor=False)
    _uten_penger(poster)


def _gapet(gapene: tuple[gapet.Tiltaksgap, ...]) -> None:
    navn = _boligtypene()
    valgt = navn[adressen.liste(si("Boligtype"), _boligtypene, _BOLIGTYPE)]
    gap = next(gap for gap in reversed(gapene) if gap.boligtype == valgt)
    st.write(gap.setning)
    st.plotly_chart(
        figurer.foss(
            list(gap.foss), ENHETER["antall"], stil(), teller=si("Antall boliger")
        ),
        key="tiltaksfoss",
        config=figurer.OPPSETT,
        alt=gap.setning,
    )
    with st.expander(si("Hvert år, som tabell")):
        av_typen = [en for en in gapene if en.boligtype == valgt]
        tabell = gapet.tabell(av_typen).drop(columns=si("Boligtype"))
        enheter = dict.fromkeys(
            tabell.columns[1:].drop(si("Mangler, 8 av 10")), ENHETER["antall"]
        )
        tabellvisning.tabell(
            Korttabell(
                tabell, enheter, si("Gapet hvert år. {boligtype}", boligtype=valgt)
            )
        )


def _boligtypene() -> dict[str, str]:
    """Boligtypene etter navnet på bokmål, som står i adressen, alle boliger først."""
    with maalform.bruk(maalform.BOKMAAL):
        koder = _typene()
    return dict(zip(koder, _typene()))


def _typene() -> list[str]:
    with lesing.publiserte_tall():
        gapene = gapet.gapene(planen.poster())
    return [*reversed(dict.fromkeys(gap.boligtype for gap in gapene))]


def _uten_penger(poster: tuple[planen.Planpost, ...]) -> None:
    tabell = gapet.uten_finansiering(poster)
    if tabell.empty:
        st.write(si("Alle tiltakene har penger."))
        return
    antall = tabell[si("Tiltak")].nunique()
    st.write(
        si(
            "{tiltak} mangler penger. Beløpene er kronene som må prioriteres hvert år: tilskudd er trukket "
            "fra.",
            tiltak=norsk.med_ord(antall, si("tiltak")),
        )
    )
    tabellvisning.enkel(_til_skjermen(tabell), si("Tiltakene som mangler penger"))
    st.download_button(
        si("Last ned til budsjettet (Excel)"),
        maalform.med_seg(lambda: eksport.som_excel({si("Tiltak uten penger"): tabell})),
        "tiltak-uten-penger.xlsx",
        icon=":material/download:",
        on_click="ignore",
    )


def _kroner(beloep: float) -> str:
    return norsk.uten_tegn(beloep, ENHETER["kroner"])


def _til_skjermen(tabell):
    """Årene og summen som kroner, uten «kr» i hver rute, så alle årene får plass. Filen har resten av
    kolonnene.
    """
    aarene = [kolonne for kolonne in tabell.columns if kolonne.isdigit()]
    skrevet = tabell.astype(object)
    for kolonne in (si("Sum"), *aarene):
        skrevet[kolonne] = tabell[kolonne].map(_kroner, na_action="ignore").fillna("")
    return skrevet[
        [si("Tiltak"), si("Sum"), si("Slag"), si("Finansiering"), *aarene, si("Nummer")]
    ]
