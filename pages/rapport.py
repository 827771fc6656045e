"""Rapport: dokumenter til planen, saken og årsberetningen, laget av de publiserte tallene."""

from boligdata import ui

ui.rapport()
