"""Felt som er foldet sammen til en knapp der skjermen er smal, så figuren ikke begynner langt nede. Knappen
sier hva som er valgt. Stilen viser bare feltene der det er plass til dem, og `nb.js` sier fra til
skjermlesere om de er foldet ut.
"""

import contextlib
from collections.abc import Callable, Iterator

import streamlit as st


@contextlib.contextmanager
def foldet_paa_smale(
    navn: str, valgt: Callable[[], str], ikon: str = "tune"
) -> Iterator[None]:
    """Feltene som tegnes inne i denne, under knappen. `valgt` er det knappen sier, og leses når feltene er
    tegnet: da er det som står i en lenke, valgt. `ikon` er navnet Material har på tegnet foran.
    """
    ute = st.session_state.get(_ute(navn), False)
    knapp = st.container(key=f"foldeknapp_{navn}")
    with st.container(key=f"{'ute' if ute else 'foldet'}_{navn}"):
        yield
    knapp.button(
        valgt(),
        icon=f":material/{ikon}:",
        key=f"fold_{navn}",
        width="stretch",
        on_click=_fold,
        args=(navn, not ute),
    )


def _ute(navn: str) -> str:
    return f"{navn}_er_ute"


def _fold(navn: str, ute: bool) -> None:
    st.session_state[_ute(navn)] = ute


def fold_sammen(navn: str) -> None:
    """Fold sammen feltene igjen, når det som ble valgt i dem, er alt en velger der."""
    st.session_state[_ute(navn)] = False
