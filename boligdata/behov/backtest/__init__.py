"""Backtesten: hvor godt modellen treffer i kommuner vi kjenner fasiten for, ved siden av enkle
metoder og prototypen.

`verdener` og `egne` lager kommunene, `poeng` er målestokkene, `kjoering` lar modellen spå, og `tabeller`
skriver det ut.
"""

from boligdata.behov.backtest.kjoering import VERDENER, Backtestresultat, kjoer
from boligdata.behov.backtest.tabeller import rapport

__all__ = ["VERDENER", "Backtestresultat", "kjoer", "rapport"]
