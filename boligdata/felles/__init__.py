"""Grunnen begge fløyene står på: hva som er erklært, hvor ting ligger, og norske tall og datoer."""
