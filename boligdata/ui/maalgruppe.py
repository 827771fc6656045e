"""Målgruppe: hovedtallene for alle gruppene, og alt om den ene som er valgt."""

import streamlit as st

from boligdata import lesing
from boligdata.felles import norsk
from boligdata.felles.config import ROT
from boligdata.felles.maalform import si
from boligdata.innhold import maalgruppe
from boligdata.innhold.handlingsdel import dom, i_ord
from boligdata.innhold.handlingsdel.planen import Planpost
from boligdata.ui.figurkort import figurkort
from boligdata.ui.medvirkning import sagt_av
from boligdata.ui.ramme import rutenett, valg
from boligdata.ui.svaret import svar
from boligdata.ui.tabellvisning import tabell

_SIDER = ROT / "pages"


def alle_maalgrupper() -> bool:
    """Hovedtallene for hver gruppe, og valget av en. Usann når en gruppe er valgt."""
    valgt = valg()
    if maalgruppe.valgt_gruppe(valgt):
        return False
    st.header(si("Velg en målgruppe"), anchor=False)
    with st.container(horizontal=True, gap="small"):
        for kode, navn in lesing.verdier(maalgruppe.MAALGRUPPE).items():
            st.button(
                norsk.bokstavelig(navn),
                key=f"velg_{kode}",
                on_click=_velg,
                args=(kode,),
            )
    st.header(si("Alle målgruppene"), anchor=False)
    tabell(maalgruppe.gruppene(valgt))
    st.markdown(maalgruppe.tallene_gjelder(valgt))
    return True


def _velg(kode: str) -> None:
    # Filteret øverst er det samme på alle sidene, så gruppen er valgt der også.
    st.session_state[maalgruppe.MAALGRUPPE] = kode


def en_maalgruppe() -> None:
    """Alt om gruppen som er valgt: svaret, kortene som har tall, tiltakene og behovet."""
    valgt = valg()
    gruppe = maalgruppe.valgt_gruppe(valgt)
    navn = lesing.dimensjon(maalgruppe.MAALGRUPPE)[gruppe]
    st.header(norsk.bokstavelig(navn), anchor=False)
    with st.container(key="maalgruppe_svar"):
        svar(*maalgruppe.oeverst(valgt))
    for del_ in maalgruppe.deler(valgt):
        st.header(del_.overskrift, anchor=False)
        with rutenett():
            for bestilling in del_.kort:
                figurkort(
                    bestilling.indikatorer,
                    bestilling.tittel,
                    bestilling.form,
                    bestilling.fordeling,
                    bestilling.id,
                )
    sagt_av(gruppe)
    _tiltakene(gruppe)
    st.header(si("Hva trengs framover?"), anchor=False)
    st.write(norsk.bokstavelig(maalgruppe.behovet_i_ord(valgt)))
    st.page_link(
        _SIDER / "boligbehov.py",
        label=si("Se hvor mange boliger som trengs av hver type"),
    )
    if uten_svar := maalgruppe.uten_svar(valgt):
        st.header(si("Ingen, eller for få til å vises"), anchor=False)
        st.write(si("Disse spørsmålene har ikke noe tall om denne målgruppen:"))
        st.markdown(norsk.punktliste(uten_svar))


def _tiltakene(gruppe: str) -> None:
    st.header(si("Hvilke tiltak er for dem?"), anchor=False)
    st.write(norsk.bokstavelig(maalgruppe.tiltakene_i_ord(gruppe)))
    for post in maalgruppe.tiltakene(gruppe):
        _tiltak(post)


def _tiltak(post: Planpost) -> None:
    tiltak = post.tiltak
    with st.container(border=True, gap="xsmall"):
        st.page_link(
            _SIDER / "tiltak.py",
            label=norsk.bokstavelig(i_ord.navn(tiltak)),
            query_params={"tiltak": tiltak.id},
        )
        dommen = dom.bedoem(tiltak, lesing.i_dag())
        st.markdown(
            f"**{dommen.ikon} {dommen.tekst}** · "
            + si("Frist: {frist}", frist=norsk.bokstavelig(i_ord.frist(tiltak.frist)))
        )
