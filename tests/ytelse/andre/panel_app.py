"""Oversikt i Panel, med det samme innholdet: `python panel_app.py INNHOLD PORT`.

Kjøres i et eget miljø med panel, og aldri av dashbordet.
"""

import json
import sys
from pathlib import Path

import panel as pn
from bokeh.models import Span
from bokeh.plotting import figure

innhold = json.loads(Path(sys.argv[1]).read_text("utf-8"))


def _gnist(rad: dict):
    figur = figure(width=72, height=20, toolbar_location=None, min_border=0)
    figur.axis.visible = False
    figur.grid.visible = False
    # Bokeh kaller plassene x og y.
    steder = [*range(len(rad["verdier"]))]
    figur.line(
        steder, [float("nan") if tall is None else tall for tall in rad["verdier"]]
    )
    if rad["maaltall"] is not None:
        figur.add_layout(
            Span(location=rad["maaltall"], dimension="width", line_dash="dashed")
        )
    return pn.pane.Bokeh(figur)


def _rad(rad: dict):
    celler = " ".join(f"<span>{tekst}</span>" for tekst in rad["celler"])
    stolpe = f'<img src="{rad["stolpe"]}">' if rad["stolpe"] else ""
    return pn.Row(
        pn.pane.HTML(f"<b>{rad['navn']}</b>"),
        _gnist(rad),
        pn.pane.HTML(f"{stolpe}{celler}"),
    )


def side():
    """Siden, laget på nytt for hver som åpner den."""
    return pn.Column(
        "# Oversikt",
        pn.Row(*(pn.widgets.Select(options=valg) for valg in innhold["filtre"])),
        pn.Row(*(pn.pane.HTML(tekst) for tekst in innhold["ruter"])),
        *map(_rad, innhold["rader"]),
    )


if __name__ == "__main__":
    pn.serve(side, address="127.0.0.1", port=int(sys.argv[2]), show=False)
