"""Hele appen i testprosessen, uten nettleser."""

from streamlit.testing.v1 import AppTest

from boligdata.felles.config import ROT

FORSIDEN = "oversikt"


def aapne(side: str = FORSIDEN, bruker: dict | None = None, **adresse) -> AppTest:
    """Siden med det som står i adressen, slik en lenke åpner den. Ingen annen side vises først:
    forsiden er den dyreste, og ville vært halve tiden.
    """
    app = AppTest.from_file(str(ROT / "boligdata" / "inngang.py"), default_timeout=120)
    if bruker is not None:
        app.user = bruker
    app.query_params.update(adresse)
    if side != FORSIDEN:
        app.switch_page(f"../pages/{side}.py")
    return app.run()


def alt_paa(app: AppTest) -> str:
    """Alt siden sender til nettleseren: tekst, figurer og tabeller."""
    deler = [str(e.proto) for e in app.main if hasattr(e, "proto")]
    deler += [figur.proto.spec for figur in app.get("plotly_chart")]
    deler += [html.proto.body for html in app.get("html")]
    tekst = (app.title, app.markdown, app.caption, app.metric, app.info, app.error)
    deler += [str(e.value) for slag in tekst for e in slag]
    return "\n".join(deler)
