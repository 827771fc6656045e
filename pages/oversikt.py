"""Oversikt: status på én skjerm for ledelsen."""

from boligdata import ui

ui.oversikt_paa_en_skjerm()
