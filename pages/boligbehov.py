"""Boligbehov: hvor mange kommunale boliger og omsorgsboliger kommunen bør ha, av hvilke typer, i
dag og framover.
"""

from boligdata import ui

TRENGS, PLANER, PROEV, ELDRE, SIKKERT, BYGGER = (
    "Hvor mange trengs?",
    "Holder planene?",
    "Prøv selv",
    "Eldre",
    "Hvor sikkert er det?",
    "Hva bygger det på?",
)

if ui.behov_kan_vises():
    ui.behovssvar()
    tema = ui.tema(
        "boligbehov",
        trengs=TRENGS,
        planer=PLANER,
        proev=PROEV,
        eldre=ELDRE,
        sikkert=SIKKERT,
        bygger=BYGGER,
    )
    if tema != PROEV:
        ui.behovsvalg()
    if tema == TRENGS:
        with ui.rutenett():
            ui.behovskort("per_type")
            ui.behovskort("foss")
            ui.behovskort("slagene")
            ui.behovskort("maalgrupper")
        ui.saksframlegg()
    elif tema == PLANER:
        with ui.rutenett():
            ui.behovskort("bane")
            ui.behovskort("innen")
        ui.behovskort("planer")
        ui.behovskort("kostnader")
    elif tema == PROEV:
        ui.proev_selv()
    elif tema == ELDRE:
        ui.behovskort("eldre")
    elif tema == SIKKERT:
        with ui.rutenett():
            ui.behovskort("tornado")
            ui.behovskort("anker")
            ui.behovskort("etterproevd")
            ui.behovskort("botid")
        ui.behovskort("haandregel")
    else:
        ui.behovskort("register")
