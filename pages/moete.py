"""Møte: dagsordenen, møtet på veggen, beslutningene, og det som er endret siden sist."""

from boligdata import ui

ui.moetet()
