"""Tiltak: handlingsdelen, som liste og tidslinje, hvert tiltak for seg, og en plan som hentes inn."""

from boligdata import ui

LISTE, TID, NY = "Alle tiltak", "Tidslinje", "Hent inn en plan"

if not ui.ett_tiltak():
    tema = ui.tema("tiltak", LISTE, TID, NY)
    if tema == LISTE:
        ui.tiltaksliste()
    elif tema == TID:
        ui.tidslinjen()
    else:
        ui.hent_inn_en_plan()
