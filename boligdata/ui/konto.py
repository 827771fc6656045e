"""Regnskapene: hvem og hva som kom til og gikk ut i perioden, som figur og tabell."""

import pandas as pd
import streamlit as st

from boligdata import figurer, katalog, konto, lesing, norsk
from boligdata.kort import Valg
from boligdata.lesing import ALLE
from boligdata.ui import adgang
from boligdata.ui.figurkort import kortramme, vis_tabell
from boligdata.ui.ramme import norske_feil, stil, valg

_VISNINGER = {"graf": "Graf", "tabell": "Tabell", "om": "Om tallet"}


def regnskap(navn: str, tittel: str) -> None:
    """Et regnskap fra `konto`: «folk», «leid_ut», «boliger» eller «tomme»."""
    with kortramme(f"konto_{navn}", tittel):
        _kort(navn, tittel, valg())


@st.fragment
def _kort(navn: str, tittel: str, v: Valg) -> None:
    with norske_feil(f"Regnskapet {navn}"), adgang.loggfoert("kort", tittel, v):
        kropp, knapper = st.container(), st.container(horizontal=True, vertical_alignment="center", gap="small")
        with knapper:
            visning = st.segmented_control(
                f"Visning av «{tittel}»", list(_VISNINGER), format_func=_VISNINGER.get, default="graf", required=True,
                key=f"konto_{navn}_visning", bind="query-params", label_visibility="collapsed")
            situasjon = _situasjon(tittel) if navn == "folk" else ALLE
        with kropp:
            _innhold(navn, v, situasjon, visning)


def _situasjon(tittel: str) -> str:
    navn = {ALLE: "Alle situasjoner"} | lesing.dimensjon("situasjon")
    valg_ = [kode for kode in navn if kode != lesing.UKJENT]
    return st.selectbox(f"Situasjon i «{tittel}»", valg_, format_func=navn.get, key="konto_situasjon", bind="query-params",
                        label_visibility="collapsed", width=260)


def _innhold(navn: str, v: Valg, situasjon: str, visning: str) -> None:
    try:
        k = konto.lag(navn, v, situasjon)
    except lesing.IkkePublisert as grunn:
        st.info(str(grunn))
        return
    if k is None:
        st.info("Regnskapet trenger en periode før den som er valgt, og tall for begge. Velg en senere periode.")
        return
    st.markdown(norsk.bokstavelig(k.setning))
    if visning == "om":
        _om(k)
    elif visning == "tabell":
        vis_tabell(_posttabell(k), {"Antall": k.enhet}, alt=k.setning)
        if not k.tabell.empty:
            vis_tabell(k.tabell, k.enheter, alt=f"{k.setning} Delt etter {k.tabell.columns[0].lower()}.")
    else:
        st.plotly_chart(_figur(k, stil()), key=f"figur_konto_{navn}", config=figurer.OPPSETT, alt=k.setning)
    if k.vern:
        st.caption(f":material/info: {k.vern.kort if visning == 'graf' else k.vern.helt}")
    st.caption(norsk.bokstavelig(f"{k.gjelder}. {k.kilde}"))


@lesing.husk
def _figur(k: konto.Konto, stil_: figurer.Stil):
    return figurer.foss([(p.navn, p.tall, p.beholdning) for p in k.poster], k.enhet, stil_)


def _posttabell(k: konto.Konto) -> pd.DataFrame:
    return pd.DataFrame({"Post": [p.navn for p in k.poster], "Antall": [p.tall for p in k.poster]})


def _om(k: konto.Konto) -> None:
    st.markdown(f"**Definisjon.** {k.indikator.definisjon}")
    if k.regel:
        st.markdown(f"**Slik telles det.** {k.regel}")
    st.markdown("**Slik henger det sammen.** Det som var, pluss det som kom til, minus det som gikk ut, er det som er. Det gjelder "
                f"hver gruppe og hver periode. {katalog.indikatorer()[k.indikator.id].fortolkning}")
