"""Finn fram: hvem som gir hvilken hjelp, hvordan man får den, og hvor lang tid det tar."""

from boligdata import ui

ui.finn_fram()
