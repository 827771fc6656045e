"""Kommunens egen del av siden om tilgjengelighet: hvem en sier fra til, og erklæringen loven krever."""

import re

import streamlit as st

from boligdata import lesing
from boligdata.felles import config, norsk
from boligdata.felles.maalform import si


def kontakt() -> None:
    """Hvem en sier fra til. Kommunen setter det med `BOLIGDATA_KONTAKT`."""
    kommune = norsk.bokstavelig(lesing.meta().kommune)
    hvem = config.kontakt()
    if hvem:
        st.markdown(
            si(
                "Si fra til {kommune} kommune: {hvem}. Fortell hvilken side det gjelder, "
                "hva du ville gjøre, og hva som skjedde. Kommunen skal svare så raskt den kan.",
                kommune=kommune,
                hvem=_lenket(hvem),
            )
        )
        return
    st.info(
        si(
            "{kommune} kommune har ikke sagt hvem du skal si fra til om dashbordet. Bruk kommunens "
            "vanlige e-post eller telefon.",
            kommune=kommune,
        )
    )


def erklaering() -> None:
    """Lenken til kommunens egen erklæring. Kommunen setter den med `BOLIGDATA_ERKLAERING`."""
    adresse = config.erklaering()
    if adresse:
        navn = si("Kommunens tilgjengelighetserklæring")
        st.markdown(f"[{navn}]({adresse})")
        return
    st.info(
        si(
            "Lenken til kommunens erklæring er ikke lagt inn ennå. Kommunen fyller ut erklæringen på "
            "uustatus.no, løsningen til Digitaliseringsdirektoratet."
        )
    )


def _lenket(hvem: str) -> str:
    """En e-postadresse som en lenke som kan trykkes på og kopieres, og ellers teksten som den står."""
    if re.fullmatch(r"[\w.+-]+@[\w.-]+", hvem):
        return f"[{hvem}](mailto:{hvem})"
    return norsk.bokstavelig(hvem)
