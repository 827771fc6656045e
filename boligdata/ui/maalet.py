"""Målformen den som leser, har valgt, og valget selv.

`nb.js` tar imot et trykk på valget: det husker det, og laster siden på nytt, så alt på siden og språket den
er merket med, er det samme fra første tegn.
"""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from boligdata.doer import maalvalg
from boligdata.felles import maalform
from boligdata.felles.maalform import BOKMAAL, MAALFORMER, si


def valgt() -> str:
    """Koden til målformen siden skrives på."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return BOKMAAL
    return st.session_state.get(maalvalg.NAVN) or maalvalg.valgt(
        st.query_params, st.context.cookies
    )


def velger() -> None:
    """Valget, nederst i menyen, der det ikke tar plass fra siden."""
    st.sidebar.segmented_control(
        si("Målform"),
        list(MAALFORMER),
        format_func=MAALFORMER.get,
        default=valgt(),
        required=True,
        key=maalvalg.NAVN,
    )
    _skriv_i_adressen()


def _skriv_i_adressen() -> None:
    """Streamlit tar valget ut av adressen når en annen side åpnes. Kommunens egen målform trenger ikke stå
    der.
    """
    kode = valgt()
    skal_staa = kode if kode != maalvalg.kommunens() else None
    if st.query_params.get(maalvalg.NAVN) == skal_staa:
        return
    if skal_staa:
        st.query_params[maalvalg.NAVN] = skal_staa
    else:
        del st.query_params[maalvalg.NAVN]


maalform.foelg(valgt)
