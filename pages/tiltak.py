"""Tiltak: handlingsdelen, hvert tiltak for seg, hva de gir, versjonene, og en plan som hentes inn."""

from boligdata import ui

LISTE, TID, BEHOV, VERSJONER, NY = (
    "Alle tiltak",
    "Tidslinje",
    "Behov og penger",
    "Versjoner",
    "Hent inn en plan",
)

if not ui.ett_tiltak():
    tema = ui.tema(
        "tiltak", liste=LISTE, tid=TID, behov=BEHOV, versjoner=VERSJONER, ny=NY
    )
    if tema == LISTE:
        ui.tiltaksliste()
    elif tema == TID:
        ui.tidslinjen()
    elif tema == BEHOV:
        ui.behov_og_penger()
    elif tema == VERSJONER:
        ui.versjoner()
    else:
        ui.hent_inn_en_plan()
