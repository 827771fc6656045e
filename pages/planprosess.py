"""Planprosess: stegene og fristene, innspillene i høringen, og hva de planen er for, har sagt."""

from boligdata import ui

STEG, INNSPILL, MEDVIRKNING = "Steg og frister", "Innspill", "Medvirkning"

tema = ui.tema("planprosess", steg=STEG, innspill=INNSPILL, medvirkning=MEDVIRKNING)
if tema == STEG:
    ui.stegene()
elif tema == INNSPILL:
    ui.hoeringen()
else:
    ui.medvirkningen()
