"""Finn fram: søk i tjenestekatalogen på siden Samordning."""

import pandas as pd
import streamlit as st

from boligdata import lesing
from boligdata.felles import norsk
from boligdata.innhold import finnfram as sok
from boligdata.lesing import ALLE

_FLEST = 12


def finn_fram() -> None:
    """Søkefelt, valg av situasjon, og tjenestene som passer: hvem, for hvem, hvordan, frist og
    regelverk.
    """
    _soek()


@st.fragment
def _soek() -> None:
    navn = {ALLE: "Alle situasjoner"} | lesing.dimensjon("situasjon")
    navn.pop(lesing.UKJENT, None)
    felt, situasjonsvalg = st.columns([2, 1], gap="small")
    # Det noen søker på, kan si noe om dem, så det skal ikke stå i adressen.
    tekst = felt.text_input(
        "Hva trenger du hjelp til?",
        placeholder="For eksempel: husleie, startlån, oppfølging",
        key="finn_fram_tekst",
        max_chars=80,
    )
    situasjon = situasjonsvalg.selectbox(
        "Situasjon",
        list(navn),
        format_func=navn.get,
        key="finn_fram_situasjon",
        bind="query-params",
    )
    treff = sok.soek(tekst, situasjon)
    if lesing.tabell("tjenestekatalog").empty:
        st.info("Tjenestekatalogen er ikke levert. Se siden «Kilder og kvalitet».")
    elif treff.empty:
        st.info(
            "Ingen tjenester passer. Prøv et annet ord, eller velg «Alle situasjoner»."
        )
    else:
        flere = f" Viser de {_FLEST} beste." if len(treff) > _FLEST else ""
        st.write(f"{norsk.med_ord(len(treff), 'tjenester')} passer.{flere}")
        with st.grid(columns="auto", min_column_width=430, gap="small"):
            for rad in treff.head(_FLEST).to_dict("records"):
                _tjeneste(rad)


def _tjeneste(rad: dict) -> None:
    with st.container(border=True, height="stretch"):
        st.subheader(norsk.bokstavelig(rad["tjeneste"]), anchor=False)
        st.markdown(norsk.bokstavelig(rad["hva"]))
        telefon = f", telefon {rad['telefon']}" if rad["telefon"] else ""
        linjer = [
            ("Hvem", rad["enhet"] + telefon),
            ("For hvem", rad["for_hvem"]),
            ("Slik søker du", rad["soek_slik"]),
            (
                "Svar innen",
                norsk.med_ord(rad["frist_dager"], "dager")
                if pd.notna(rad["frist_dager"])
                else "Ingen fast frist",
            ),
            ("Regelverk", rad["hjemmel"] or "Ingen egen bestemmelse"),
        ]
        st.markdown(
            "  \n".join(
                f"**{ledetekst}:** {norsk.bokstavelig(tekst)}"
                for ledetekst, tekst in linjer
            )
        )
