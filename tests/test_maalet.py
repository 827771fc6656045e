"""Leseren velger målformen på siden, og alt som sies etterpå, er på den."""

from streamlit.testing.v1 import AppTest


def _side():
    import streamlit as st

    from boligdata.felles.maalform import si
    from boligdata.ui import maalet

    def svar():
        st.session_state["svar"] = si("Boliger")

    st.title(si("Boliger"))
    maalet.velger()
    st.button("Spør", on_click=svar)


def _aapne(**adresse) -> AppTest:
    app = AppTest.from_function(_side, default_timeout=60)
    app.query_params.update(adresse)
    return app.run()


def _sagt(app: AppTest) -> tuple[str, str]:
    """Det siden sier, og det et trykk på knappen blir svart, før siden er kjørt."""
    app.button[0].click().run()
    return app.title[0].value, app.session_state["svar"]


def test_en_lenke_paa_nynorsk_gjelder_siden_og_svaret_paa_et_trykk():
    assert _sagt(_aapne(maalform="nn")) == ("Bustader", "Bustader")
    assert _sagt(_aapne(maalform="tysk")) == ("Boliger", "Boliger")


def test_valget_staar_i_adressen_naar_det_er_et_annet_enn_kommunens():
    app = _aapne()
    assert "maalform" not in app.query_params
    valget = app.segmented_control(key="maalform")
    valget.set_value("nn").run()
    assert app.query_params["maalform"] == "nn"
    assert _sagt(app) == ("Bustader", "Bustader")
    app.segmented_control(key="maalform").set_value("nb").run()
    assert "maalform" not in app.query_params
    assert _sagt(app) == ("Boliger", "Boliger")
