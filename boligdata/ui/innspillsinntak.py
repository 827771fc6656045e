"""Hent inn innspill: filen eller teksten leses, forslagene ses gjennom, og det som er valgt, lagres."""

import functools
from collections.abc import Sequence

import streamlit as st

from boligdata.arbeid.feltliste import ny_id
from boligdata.arbeid.innspill import FELT, Innspill
from boligdata.arbeid.inntak import Innlest
from boligdata.arbeid.inntak import innspill as inntaket
from boligdata.arbeid.inntak.svar import Innspillsforslag
from boligdata.felles import norsk
from boligdata.felles.maalform import fast, si
from boligdata.innhold.handlingsdel import i_ord
from boligdata.innhold.planarbeid import innspillene
from boligdata.ui import filinntak, skjema
from boligdata.ui.filinntak import Forslagsvisning

_OMGANG, _VALGT = "innspillsomgang", "innspill_kolonner"
_FILTYPER = ["xlsx", "csv", "docx", "txt"]


def hent_inn() -> None:
    """Les en liste over innspill, se gjennom dem, og lagre dem. Bare for ansatte."""
    st.write(
        si(
            "Last opp listen fra Excel, CSV eller Word, eller lim inn tabellen. Ingenting lagres før du har "
            "sett gjennom det."
        )
    )
    omgang = st.session_state.setdefault(_OMGANG, ny_id())
    les = functools.partial(_les, omgang)
    lest = filinntak.lest(si("Fil med innspill"), _FILTYPER, omgang, les)
    if lest:
        _se_gjennom(lest, omgang)


def _les(omgang: str, data: bytes | None, tekst: str) -> Innlest[Innspillsforslag]:
    valg = (omgang, innspillene.alle(), st.session_state.get(_VALGT, {}))
    if data is not None:
        return inntaket.les_fil(data, *valg)
    return inntaket.les_tekst(tekst, *valg)


def _se_gjennom(lest: Innlest[Innspillsforslag], omgang: str) -> None:
    finnes = sum(ett.samme_som is not None for ett in lest.forslag)
    antall = norsk.med_ord(len(lest.forslag), si("innspill"))
    st.write(f"**{si('Fant {innspill}.', innspill=antall)}**")
    if finnes:
        st.write(
            si(
                "{antall} av dem er skrevet inn fra før, og blir ikke doblet.",
                antall=finnes,
            )
        )
    uten_slag = sum(not ett.innspill.avsenderslag for ett in lest.forslag)
    if uten_slag:
        antall = norsk.med_ord(uten_slag, si("innspill"))
        st.info(
            si(
                "{innspill} har ikke slag avsender, og blir vernet som om det er fra privatpersoner. Slaget "
                "kan velges etterpå.",
                innspill=antall,
            )
        )
    filinntak.merknadene(lest)
    felt = {"": FELT["ord"].ledetekst} | {
        id_: ett.navn for id_, ett in inntaket.kolonnefelt().items()
    }
    filinntak.kolonnene(lest.kolonner, felt, omgang, _VALGT)
    filinntak.satt_til_side(
        si("Rader som ikke ble innspill: {antall}", antall=len(lest.satt_til_side)),
        lest.satt_til_side,
    )
    valgte = filinntak.valgte(lest.forslag, omgang, _VISNINGEN)
    hvem = skjema.hvem()
    antall = norsk.med_ord(len(valgte), si("innspill"))
    if st.button(
        si("Lagre {innspill}", innspill=antall), type="primary", disabled=not valgte
    ):
        _lagre(valgte, omgang, hvem)


def _vis(innspill: Innspill) -> None:
    merker = (
        innspillene.slaget(innspill),
        innspillene.temaet(innspill),
        innspillene.anbefalingen(innspill),
    )
    st.markdown(norsk.bokstavelig(" · ".join(merker)))
    st.markdown(norsk.bokstavelig(innspill.sammendrag[:500]))


_VISNINGEN = Forslagsvisning(
    FELT,
    innspillene.navn,
    _vis,
    fast("Er skrevet inn slik fra før."),
    fast("Er skrevet inn fra før. Dette blir nytt: {felter}."),
)


def _lagre(valgte: Sequence[Innspillsforslag], omgang: str, hvem: str) -> None:
    versjoner = {
        post.innhold.id: post.versjon for post in innspillene.REGISTER.poster()
    }
    alle = [(ett.innspill, versjoner.get(ett.innspill.id, 0)) for ett in valgte]
    antall = norsk.med_ord(len(alle), si("innspill"))
    filinntak.lagre(
        lambda: innspillene.REGISTER.lagre_alle(alle, omgang, hvem, i_ord.FRA_EN_FIL),
        (_OMGANG, _VALGT),
        si("{innspill} er lagret.", innspill=antall),
    )
