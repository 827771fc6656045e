"""Det siden er merket med for dem som ikke ser skjermen: kommunen, datoen og det som er valgt.

Linjene vises ikke på siden, der de står i hodet og i filtrene. `doer/statisk/nb.js` leser dem opp når et
filter er endret, og skriver dem på hvert ark og i hvert bilde.
"""

import streamlit as st

from boligdata import lesing
from boligdata.felles import norsk
from boligdata.felles.maalform import si
from boligdata.innhold import gjelder
from boligdata.innhold.kort import Valg


def merk(valgt: Valg | None) -> None:
    """Merk siden. `valgt` er det som er valgt i filtrene, når siden har noen."""
    with st.container(key="merking"):
        st.markdown(norsk.bokstavelig(_kommunen()))
        if valgt:
            st.markdown(norsk.bokstavelig(gjelder.vist(valgt.periode, valgt.valgte)))


def _kommunen() -> str:
    meta = lesing.meta()
    dato = norsk.dato(meta.per_dato)
    if meta.fiktiv:
        return si(
            "{kommune} kommune. FIKTIVE DATA til og med {dato}.",
            kommune=meta.kommune,
            dato=dato,
        )
    return si(
        "{kommune} kommune. Data til og med {dato}.", kommune=meta.kommune, dato=dato
    )
