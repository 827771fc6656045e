"""Finn fram: søk i tjenestekatalogen."""

import pandas as pd
import streamlit as st

from boligdata import lesing
from boligdata.felles import norsk
from boligdata.innhold import finnfram as sok
from boligdata.lesing import ALLE

_FLEST = 12


@st.fragment
def finn_fram() -> None:
    """Søkefelt, valg av situasjon, og tjenestene som passer: hva, hvem, hvordan, frist og
    regelverk.
    """
    if lesing.tabell("tjenestekatalog").empty:
        st.info("Tjenestekatalogen er ikke levert. Se siden «Kilder og kvalitet».")
        return
    tekst, situasjon = _felter()
    treff = sok.soek(tekst, situasjon)
    if treff.empty:
        _ingen_treff(tekst)
    elif tekst.strip():
        _treff(treff)
    else:
        _alle(treff)


def _felter() -> tuple[str, str]:
    """Det som er skrevet, og situasjonen som er valgt."""
    navn = {ALLE: "Alle situasjoner"} | lesing.dimensjon("situasjon")
    navn.pop(lesing.UKJENT, None)
    felt, situasjonsvalg = st.columns([2, 1], gap="small")
    # Det noen søker på, kan si noe om dem, så det skal ikke stå i adressen.
    tekst = felt.text_input(
        "Hva trenger du hjelp til?",
        placeholder="For eksempel: dyr husleie, gjeld, rullestol",
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
    return tekst, situasjon


def _treff(treff: pd.DataFrame) -> None:
    """Tjenestene som passer til det som er skrevet, de beste først."""
    flere = f", og viser de {_FLEST} beste" if len(treff) > _FLEST else ""
    st.header(
        f"Fant {norsk.med_ord(len(treff), 'tjenester')}{flere}",
        anchor=False,
    )
    _liste(treff.head(_FLEST))


def _alle(tjenester: pd.DataFrame) -> None:
    """Navnene i alfabetisk orden, så den som ikke vet hva det heter, kan lete."""
    st.header(
        f"Alle {norsk.med_ord(len(tjenester), 'tjenester')}, fra A til Å", anchor=False
    )
    with st.grid(columns="auto", min_column_width=430, gap="small"):
        for rad in tjenester.to_dict("records"):
            with st.expander(norsk.bokstavelig(rad["tjeneste"])):
                _innhold(rad)


def _ingen_treff(tekst: str) -> None:
    """Det er ærlig å si at ingenting passer, men ingen skal gå herfra uten noen å ringe."""
    hva = f" på «{norsk.bokstavelig(tekst.strip())}»" if tekst.strip() else ""
    st.header(f"Ingen treff{hva}", anchor=False)
    st.markdown(
        "- Skriv det du ville sagt til en venn: «gjeld», «kastet ut», «trenger leilighet».\n"
        "- Prøv ett ord i stedet for flere, eller velg «Alle situasjoner».\n"
        "- Tøm feltet, så ser du alle tjenestene."
    )
    if ringer := [
        f"{norsk.bokstavelig(kontor['enhet'])} på {_telefon(kontor['telefon'])}"
        for kontor in sok.kontorer().head(2).to_dict("records")
    ]:
        st.markdown(
            f"Du kan også ringe {norsk.ramse_eller(ringer)}, så hjelper de deg videre."
        )
    haster = sok.samme_dag()
    if not haster.empty:
        st.header("Haster det? Her får du hjelp samme dag", anchor=False)
        _liste(haster)


def _liste(tjenester: pd.DataFrame) -> None:
    with st.grid(columns="auto", min_column_width=430, gap="small"):
        for rad in tjenester.to_dict("records"):
            with st.container(border=True, height="stretch"):
                st.subheader(norsk.bokstavelig(rad["tjeneste"]), anchor=False)
                _innhold(rad)


def _innhold(rad: dict) -> None:
    st.markdown(norsk.bokstavelig(rad["hva"]))
    telefon = f", telefon {_telefon(rad['telefon'])}" if rad["telefon"] else ""
    linjer = [
        ("Hvem", norsk.bokstavelig(rad["enhet"]) + telefon),
        ("For hvem", norsk.bokstavelig(rad["for_hvem"])),
        ("Slik søker du", norsk.bokstavelig(rad["soek_slik"])),
        ("Svar", _frist(rad["frist_dager"])),
        ("Regelverk", _hjemmel(rad["hjemmel"])),
    ]
    st.markdown("  \n".join(f"**{navn}:** {innhold}" for navn, innhold in linjer))


def _telefon(nummer: str) -> str:
    """Nummeret som en lenke telefonen kan ringe."""
    lenke = sok.ringelenke(nummer)
    vist = norsk.bokstavelig(nummer).replace(" ", norsk.NB)
    return f"[{vist}]({lenke})" if lenke else vist


def _hjemmel(hjemmel: str) -> str:
    return norsk.bokstavelig(hjemmel or "Ingen egen bestemmelse").replace(
        "§ ", f"§{norsk.NB}"
    )


def _frist(dager: float) -> str:
    if pd.isna(dager):
        return "Ingen fast frist"
    return f"Innen {norsk.med_ord(dager, 'dager')}" if dager else "Samme dag"
