"""Meldingen øverst på siden om figurene som ikke kan vise alt som er valgt.

Hvilke det er, vet først kortene. Derfor holdes plassen av til den, og fylles når siden er kjørt.
"""

import contextlib
import contextvars
from typing import TypeVar

import streamlit as st

from boligdata.felles import norsk
from boligdata.innhold import filtermelding
from boligdata.innhold.gjelder import Gjelder
from boligdata.innhold.grunnkort import Grunnkort
from boligdata.innhold.kort import Valg
from boligdata.lesing import ALLE

Kort = TypeVar("Kort", bound=Grunnkort | None)

# Hva hver figur på siden som kjøres nå, er for. None når bare ett kort kjøres på nytt.
_figurene: contextvars.ContextVar[dict[str, Gjelder] | None] = contextvars.ContextVar(
    "figurene", default=None
)


@contextlib.contextmanager
def holdt_av(valgt: Valg | None):
    """Hold av plass til meldingen her, og skriv den når blokken er kjørt."""
    if valgt is None or not valgt.valgte:
        yield
        return
    plass = st.container(
        key="filtermelding", horizontal=True, vertical_alignment="center", gap="small"
    )
    figurene: dict[str, Gjelder] = {}
    merke = _figurene.set(figurene)
    try:
        yield
    finally:
        _figurene.reset(merke)
    melding = filtermelding.melding(figurene.values(), valgt.valgte)
    if melding:
        with plass:
            st.markdown(norsk.bokstavelig(melding.tekst), width="content")
            if melding.slipp:
                st.button(
                    melding.knapp,
                    type="tertiary",
                    key="slipp_filter",
                    on_click=_slipp,
                    args=(melding.slipp,),
                )


def telt(id: str, kort: Kort) -> Kort:
    """Kortet selv, talt med i meldingen."""
    figurene = _figurene.get()
    if figurene is not None and kort is not None:
        figurene[id] = kort.gjelder
    return kort


def _slipp(filter_: str) -> None:
    st.session_state[filter_] = ALLE
