"""Tiltak: handlingsdelen, som liste og tidslinje, og hvert tiltak for seg."""

from boligdata import ui

LISTE, TID = "Alle tiltak", "Tidslinje"

if not ui.ett_tiltak():
    tema = ui.tema("tiltak", LISTE, TID)
    if tema == LISTE:
        ui.tiltaksliste()
    else:
        ui.tidslinjen()
