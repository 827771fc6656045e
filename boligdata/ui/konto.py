"""Regnskapene: hvem og hva som kom til og gikk ut i perioden, som figur og tabell."""

import streamlit as st

from boligdata import lesing
from boligdata.felles import katalog, norsk
from boligdata.innhold import figurer, konto
from boligdata.innhold.kort import Kort, Valg
from boligdata.lesing import ALLE
from boligdata.ui import adgang
from boligdata.ui.figurkort import VISNINGER, fot, kortramme, last_ned, vis_tabell
from boligdata.ui.ramme import norske_feil, stil, valg


def regnskap(navn: str, tittel: str) -> None:
    """Et regnskap fra `konto`: «folk», «leid_ut», «boliger» eller «tomme»."""
    with kortramme(f"konto_{navn}", tittel):
        _kort(navn, tittel, valg())


@st.fragment
def _kort(navn: str, tittel: str, v: Valg) -> None:
    with norske_feil(f"Regnskapet {navn}"), adgang.loggfoert("kort", tittel, v):
        kropp, knapper = (
            st.container(),
            st.container(horizontal=True, vertical_alignment="center", gap="small"),
        )
        with knapper:
            visning = st.segmented_control(
                f"Visning av «{tittel}»",
                list(VISNINGER),
                format_func=VISNINGER.get,
                default="graf",
                required=True,
                key=f"konto_{navn}_visning",
                bind="query-params",
                label_visibility="collapsed",
            )
            situasjon = _situasjon(tittel) if navn == "folk" else ALLE
        with kropp:
            try:
                k = _innhold(navn, v, situasjon, visning, tittel)
            except lesing.IkkePublisert as grunn:
                st.info(str(grunn))
                return
        if k is not None:
            with knapper:
                _last_ned(k, navn, v, situasjon)


def _last_ned(k: konto.Konto, navn: str, v: Valg, situasjon: str) -> None:
    def publisert() -> konto.Konto:
        return konto.lag(navn, v, situasjon, k.kort.bestilling.tittel)

    last_ned(k.kort, lambda: publisert().kort, lambda _: _figur(publisert(), stil()))


def _situasjon(tittel: str) -> str:
    navn = {ALLE: "Alle situasjoner"} | lesing.dimensjon("situasjon")
    valg_ = [kode for kode in navn if kode != lesing.UKJENT]
    return st.selectbox(
        f"Situasjon i «{tittel}»",
        valg_,
        format_func=navn.get,
        key="konto_situasjon",
        bind="query-params",
        label_visibility="collapsed",
        width=260,
    )


def _innhold(
    navn: str, v: Valg, situasjon: str, visning: str, tittel: str
) -> konto.Konto | None:
    k = konto.lag(navn, v, situasjon, tittel)
    if k is None:
        st.info(
            "Regnskapet trenger en periode før den som er valgt, og tall for begge. Velg en senere periode."
        )
        return None
    id = k.kort.bestilling.id
    with st.container(key=f"setning_{id}"):
        st.markdown(norsk.bokstavelig(k.kort.setning))
    if visning == "om":
        _om(k.kort)
    elif visning == "tabell":
        vis_tabell(k.kort.tabell, k.kort.enheter, alt=k.kort.setning)
        if not k.tabell.empty:
            vis_tabell(
                k.tabell,
                k.enheter,
                alt=f"{k.kort.setning} Delt etter {k.tabell.columns[0].lower()}.",
            )
    else:
        st.plotly_chart(
            _figur(k, stil()),
            key=f"figur_{id}",
            config=figurer.OPPSETT,
            alt=k.kort.setning,
        )
    fot(k.kort, id, visning)
    return k


@lesing.husk
def _figur(k: konto.Konto, stil_: figurer.Stil):
    return figurer.foss(
        [(p.navn, p.tall, p.beholdning) for p in k.poster], k.kort.enhet, stil_
    )


def _om(k: Kort) -> None:
    regel = katalog.kuber()[k.indikator.kube].regel
    st.markdown(f"**Definisjon.** {k.indikator.definisjon}")
    if regel:
        st.markdown(f"**Slik telles det.** {regel}")
    st.markdown(
        "**Slik henger det sammen.** Det som var, pluss det som kom til, minus det som "
        "gikk ut, er det som er. Det gjelder "
        f"hver gruppe og hver periode. {k.indikator.fortolkning}"
    )
