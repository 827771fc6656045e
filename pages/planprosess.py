"""Planprosess: stegene og fristene, innspillene i høringen, og hva de planen er for, har sagt."""

from boligdata import ui

ui.stegene()
