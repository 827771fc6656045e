"""Sammenligning: hvor kommunen står blant andre, og hva som er verd å feste seg ved."""

from boligdata import ui

ETT, ALLE = "Ett tall for alle", "Alle tall for oss"

tema = ui.tema("sammenligning", ett=ETT, alle=ALLE)
utvalg, kode = ui.sammenlignes_med(med_tall=tema == ETT)

if tema == ETT:
    with ui.rutenett():
        ui.plasseringen(kode, utvalg)
        with ui.ved_siden_av(utvalg):
            ui.trenden(kode)
            ui.trakten(kode)
            ui.kartet(kode)
else:
    ui.alle_tallene(utvalg)
    ui.ikke_med_ennaa()
