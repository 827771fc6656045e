"""Hent offentlig statistikk. Det eneste i programmet som snakker med andre enn kommunen selv, og det ser
verken uttrekk eller tall: det som sendes, er numrene på tabellene og på kommunen.

nett       spør statistikkbanken, ett spørsmål om gangen, og på nytt når det er verdt det
spoersmaal det som er erklært, og det tabellen har nå → spørsmål som går gjennom
svar       er svaret det vi spurte om?
svarmappe  svarene på disken, med dato, tabell, spørsmål og lisens
hent       alt sammen, tabell for tabell
maaler     hvor langt den er kommet
"""

from boligdata.bygg.henting.hent import (
    FEIL,
    Tabellutfall,
    beskriv,
    hent,
    hvor_lenge,
    om_alle,
)
from boligdata.bygg.henting.maaler import maaler
from boligdata.bygg.henting.nett import Statistikkbank
from boligdata.bygg.henting.svarmappe import Svarmappe

__all__ = [
    "FEIL",
    "Statistikkbank",
    "Svarmappe",
    "Tabellutfall",
    "beskriv",
    "hent",
    "hvor_lenge",
    "maaler",
    "om_alle",
]
