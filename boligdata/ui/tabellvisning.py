"""Tabeller på skjermen. Alle tabeller i et kort tegnes her."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from boligdata.felles import norsk
from boligdata.innhold.grunnkort import Korttabell


def tabell(innhold: Korttabell) -> None:
    """Tegn tabellen. Tallene skrives med enheten kolonnen har."""

    def skriver(kolonne: str) -> Callable[[Any], str]:
        enhet = innhold.enheter.get(kolonne)
        if enhet is None:
            return norsk.bokstavelig
        return lambda verdi: norsk.uten_tegn(verdi, enhet)

    vist = innhold.tall.style.format({kol: skriver(kol) for kol in innhold.tall})
    st.table(vist, border="horizontal", hide_index=True, alt=innhold.alt)
