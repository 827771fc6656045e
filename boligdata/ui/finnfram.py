"""Finn fram: søk i tjenestekatalogen."""

import pandas as pd
import streamlit as st

from boligdata import lesing
from boligdata.felles import norsk
from boligdata.felles.maalform import si
from boligdata.innhold import finnfram as sok
from boligdata.lesing import ALLE
from boligdata.ui import adressen

_FLEST = 12


@st.fragment
def finn_fram() -> None:
    """Hvordan det søkes, søkefelt, valg av situasjon, og tjenestene som passer: hva, hvem, hvordan,
    frist og regelverk.
    """
    st.write(
        si("Skriv hva det gjelder med egne ord. Det du skriver, blir ikke lagret.")
    )
    if lesing.tabell("tjenestekatalog").empty:
        st.info(si("Tjenestekatalogen er ikke levert. Se siden «Kilder og kvalitet»."))
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
    navn = {ALLE: si("Alle situasjoner")} | lesing.dimensjon("situasjon")
    navn.pop(lesing.UKJENT, None)
    felt, situasjonsvalg = st.columns([2, 1], gap="small")
    # Det noen søker på, kan si noe om dem, så det skal ikke stå i adressen.
    tekst = felt.text_input(
        si("Hva trenger du hjelp til?"),
        placeholder=si("For eksempel: dyr husleie, gjeld, rullestol"),
        key="finn_fram_tekst",
        max_chars=80,
    )
    with situasjonsvalg:
        situasjon = adressen.liste(si("Situasjon"), lambda: navn, "finn_fram_situasjon")
    return tekst, situasjon


def _treff(treff: pd.DataFrame) -> None:
    """Tjenestene som passer til det som er skrevet, de beste først."""
    tjenester = norsk.med_ord(len(treff), si("tjenester"))
    fant = (
        si(
            "Fant {tjenester}, og viser de {flest} beste",
            tjenester=tjenester,
            flest=_FLEST,
        )
        if len(treff) > _FLEST
        else si("Fant {tjenester}", tjenester=tjenester)
    )
    st.header(fant, anchor=False)
    _liste(treff.head(_FLEST))


def _alle(tjenester: pd.DataFrame) -> None:
    """Navnene i alfabetisk orden, så den som ikke vet hva det heter, kan lete."""
    antall = norsk.med_ord(len(tjenester), si("tjenester"))
    st.header(si("Alle {tjenester}, fra A til Å", tjenester=antall), anchor=False)
    with st.grid(columns="auto", min_column_width=430, gap="small"):
        for rad in tjenester.to_dict("records"):
            with st.expander(norsk.bokstavelig(rad["tjeneste"])):
                _innhold(rad)


def _ingen_treff(tekst: str) -> None:
    """Det er ærlig å si at ingenting passer, men ingen skal gå herfra uten noen å ringe."""
    soekt = norsk.bokstavelig(tekst.strip())
    st.header(
        si("Ingen treff på «{soekt}»", soekt=soekt) if soekt else si("Ingen treff"),
        anchor=False,
    )
    st.markdown(
        si(
            "- Skriv det du ville sagt til en venn: «gjeld», «kastet ut», «trenger leilighet».\n"
            "- Prøv ett ord i stedet for flere, eller velg «Alle situasjoner».\n"
            "- Tøm feltet, så ser du alle tjenestene."
        )
    )
    if ringer := [
        si(
            "{kontor} på {telefon}",
            kontor=norsk.bokstavelig(kontor["enhet"]),
            telefon=_telefon(kontor["telefon"]),
        )
        for kontor in sok.kontorer().head(2).to_dict("records")
    ]:
        st.markdown(
            si(
                "Du kan også ringe {kontorene}, så hjelper de deg videre.",
                kontorene=norsk.ramse_eller(ringer),
            )
        )
    haster = sok.samme_dag()
    if not haster.empty:
        st.header(si("Haster det? Her får du hjelp samme dag"), anchor=False)
        _liste(haster)


def _liste(tjenester: pd.DataFrame) -> None:
    with st.grid(columns="auto", min_column_width=430, gap="small"):
        for rad in tjenester.to_dict("records"):
            with st.container(border=True, height="stretch"):
                st.subheader(norsk.bokstavelig(rad["tjeneste"]), anchor=False)
                _innhold(rad)


def _innhold(rad: dict) -> None:
    st.markdown(norsk.bokstavelig(rad["hva"]))
    linjer = [
        (si("Hvem"), _hvem(rad["enhet"], rad["telefon"])),
        (si("For hvem"), norsk.bokstavelig(rad["for_hvem"])),
        (si("Slik søker du"), norsk.bokstavelig(rad["soek_slik"])),
        (si("Svar"), _frist(rad["frist_dager"])),
        (si("Regelverk"), _hjemmel(rad["hjemmel"])),
    ]
    st.markdown("  \n".join(f"**{navn}:** {innhold}" for navn, innhold in linjer))


def _hvem(enhet: str, telefon: str) -> str:
    kontor = norsk.bokstavelig(enhet)
    if not telefon:
        return kontor
    return si("{kontor}, telefon {telefon}", kontor=kontor, telefon=_telefon(telefon))


def _telefon(nummer: str) -> str:
    """Nummeret som en lenke telefonen kan ringe."""
    lenke = sok.ringelenke(nummer)
    vist = norsk.bokstavelig(nummer).replace(" ", norsk.NB)
    return f"[{vist}]({lenke})" if lenke else vist


def _hjemmel(hjemmel: str) -> str:
    return norsk.bokstavelig(hjemmel or si("Ingen egen bestemmelse")).replace(
        "§ ", f"§{norsk.NB}"
    )


def _frist(dager: float) -> str:
    if pd.isna(dager):
        return si("Ingen fast frist")
    if not dager:
        return si("Samme dag")
    return si("Innen {dager}", dager=norsk.med_ord(dager, si("dager")))
