"""Målformen den som leser, har valgt."""

import streamlit as st

from boligdata.felles.maalform import BOKMAAL, MAALFORMER

_NOEKKEL = "maalform"


def valgt() -> str:
    """Koden til målformen siden skrives på."""
    kode = st.session_state.get(_NOEKKEL) or st.query_params.get(_NOEKKEL)
    return kode if kode in MAALFORMER else BOKMAAL
