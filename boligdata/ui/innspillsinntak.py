"""Hent inn innspill: filen eller teksten leses, forslagene ses gjennom, og det som er valgt, lagres."""

from collections.abc import Sequence

import streamlit as st

from boligdata.arbeid.feltliste import ny_id
from boligdata.arbeid.innspill import FELT
from boligdata.arbeid.inntak import innspill as inntaket
from boligdata.arbeid.inntak.innspill import Innspillsforslag, Innspillsliste
from boligdata.arbeid.lager import ArbeidFeil
from boligdata.felles import norsk
from boligdata.felles.config import Brukerfeil
from boligdata.felles.maalform import si
from boligdata.innhold.handlingsdel import i_ord
from boligdata.innhold.planarbeid import innspillene
from boligdata.innhold.planarbeid.register import KanIkkeLagres
from boligdata.ui import skjema, tiltaksinntak

_OMGANG, _VALGT = "innspillsomgang", "innspill_kolonner"
_FILTYPER = ["xlsx", "csv", "docx", "txt"]
# Så mange forslag tegnes om gangen.
_FLEST = 50


def hent_inn() -> None:
    """Les en liste over innspill, se gjennom dem, og lagre dem. Bare for ansatte."""
    st.write(
        si(
            "Last opp listen fra Excel, CSV eller Word, eller lim inn tabellen. Ingenting lagres før du har "
            "sett gjennom det."
        )
    )
    omgang = st.session_state.setdefault(_OMGANG, ny_id())
    fil = st.file_uploader(
        si("Fil med innspill"),
        _FILTYPER,
        key=f"innspillsfil_{omgang}",
        max_upload_size=20,
    )
    tekst = st.text_area(
        si("Eller lim inn tabellen her"), key=f"innspillstekst_{omgang}"
    )
    if not fil and not tekst.strip():
        return
    finnes = innspillene.alle()
    valgt = st.session_state.get(_VALGT, {})
    try:
        if fil:
            lest = inntaket.les_fil(fil.getvalue(), omgang, finnes, valgt)
        else:
            lest = inntaket.les_tekst(tekst, omgang, finnes, valgt)
    except Brukerfeil as feil:
        st.error(norsk.bokstavelig(str(feil)))
        return
    _se_gjennom(lest, omgang)


def _se_gjennom(lest: Innspillsliste, omgang: str) -> None:
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
    for merknad in lest.merknader:
        st.warning(norsk.bokstavelig(merknad.tekst))
    felt = {"": FELT["ord"].ledetekst} | {
        id_: ett.navn for id_, ett in inntaket.kolonnefelt().items()
    }
    tiltaksinntak.kolonnene(lest.kolonner, felt, omgang, _VALGT)
    tiltaksinntak.satt_til_side(
        si("Rader som ikke ble innspill: {antall}", antall=len(lest.satt_til_side)),
        lest.satt_til_side,
    )
    valgte = _forslagene(lest.forslag[:_FLEST], omgang)
    resten = lest.forslag[_FLEST:]
    if resten and st.checkbox(
        si("Ta også med de {antall} neste, som ikke vises her", antall=len(resten)),
        key=f"innspillsrest_{omgang}",
    ):
        valgte += [ett for ett in resten if ett.kan_lagres and not ett.er_uendret]
    hvem = skjema.hvem()
    antall = norsk.med_ord(len(valgte), si("innspill"))
    if st.button(
        si("Lagre {innspill}", innspill=antall), type="primary", disabled=not valgte
    ):
        _lagre(valgte, omgang, hvem)


def _forslagene(
    forslag: Sequence[Innspillsforslag], omgang: str
) -> list[Innspillsforslag]:
    valgte = []
    for nr, ett in enumerate(forslag):
        hindret = not ett.kan_lagres or ett.er_uendret
        with st.container(border=True, gap="xsmall"):
            if st.checkbox(
                f"**{norsk.bokstavelig(innspillene.navn(ett.innspill))}**",
                not hindret,
                key=f"ta_med_innspill_{omgang}_{nr}",
                disabled=hindret,
            ):
                valgte.append(ett)
            _ett_forslag(ett)
    return valgte


def _ett_forslag(ett: Innspillsforslag) -> None:
    if ett.er_uendret:
        st.caption(si("Er skrevet inn slik fra før."))
        return
    innspill = ett.innspill
    if ett.samme_som:
        endrer = norsk.ramse(
            [norsk.liten_forbokstav(FELT[navn].ledetekst) for navn in ett.endrer]
        )
        st.markdown(
            norsk.bokstavelig(
                si("Er skrevet inn fra før. Dette blir nytt: {felter}.", felter=endrer)
            )
        )
    merker = (
        innspillene.slaget(innspill),
        innspillene.temaet(innspill),
        innspillene.anbefalingen(innspill),
    )
    st.markdown(norsk.bokstavelig(" · ".join(merker)))
    st.markdown(norsk.bokstavelig(innspill.sammendrag[:500]))
    for merknad in ett.merknader:
        tegn = "error" if merknad.hindrer else "info"
        st.markdown(f":material/{tegn}: {norsk.bokstavelig(merknad.tekst)}")
    st.caption(norsk.bokstavelig(str(ett.sted)))


def _lagre(valgte: Sequence[Innspillsforslag], omgang: str, hvem: str) -> None:
    versjoner = {
        post.innhold.id: post.versjon for post in innspillene.REGISTER.poster()
    }
    alle = [(ett.innspill, versjoner.get(ett.innspill.id, 0)) for ett in valgte]
    try:
        innspillene.REGISTER.lagre_alle(alle, omgang, hvem, i_ord.FRA_EN_FIL)
    except KanIkkeLagres as feil:
        skjema.si_hva_som_er_galt(feil.feil)
    except ArbeidFeil as feil:
        st.error(norsk.bokstavelig(feil.melding))
    else:
        del st.session_state[_OMGANG]
        st.session_state.pop(_VALGT, None)
        antall = norsk.med_ord(len(alle), si("innspill"))
        st.toast(si("{innspill} er lagret.", innspill=antall))
        st.rerun()
