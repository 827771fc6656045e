"""Oversikt i Dash, med det samme innholdet: `python dash_app.py INNHOLD PORT [bilder]`.

Kjøres i et eget miljø med dash og flask-compress, og aldri av dashbordet.
"""

import json
import sys
from pathlib import Path

import dash
import plotly.graph_objects as go
from dash import dcc, html

innhold = json.loads(Path(sys.argv[1]).read_text("utf-8"))
med_bilder = sys.argv[3:] == ["bilder"]
app = dash.Dash(__name__, title="Oversikt", compress=True)


def _gnist(rad: dict):
    if med_bilder:
        return html.Img(src=rad["linje"])
    figur = go.Figure(go.Scatter(x=rad["perioder"], y=rad["verdier"], mode="lines"))
    if rad["maaltall"] is not None:
        figur.add_hline(rad["maaltall"], line_dash="dash")
    figur.update_layout(
        width=72, height=20, margin=dict.fromkeys("lrtb", 0), showlegend=False
    )
    figur.update_xaxes(visible=False)
    figur.update_yaxes(visible=False)
    return dcc.Graph(figure=figur, config={"staticPlot": True})


def _rad(rad: dict):
    celler = [html.Td(tekst) for tekst in rad["celler"]]
    stolpe = [html.Td(html.Img(src=rad["stolpe"]))] if rad["stolpe"] else []
    return html.Tr([html.Th(rad["navn"]), html.Td(_gnist(rad)), *stolpe, *celler])


app.layout = html.Div(
    [
        html.H1("Oversikt"),
        *(
            dcc.Dropdown(valg, valg[0], id=f"filter_{nr}")
            for nr, valg in enumerate(innhold["filtre"])
        ),
        *(html.P(tekst) for tekst in innhold["ruter"]),
        html.Table([_rad(rad) for rad in innhold["rader"]]),
    ]
)
if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(sys.argv[2]), debug=False)
