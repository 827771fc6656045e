"""Kommunen ved siden av andre kommuner, og ved siden av gruppen, fylket og landet.

plassering  hvilken plass kommunen kan ha, når tallene ikke er nøyaktige
spredning   fra den laveste til den høyeste kommunen
trakt       hvor mye av forskjellene som kan være tilfeldig
likhet      hvilke kommuner som ligner
utvalg      kommunene det sammenlignes med
radene      kommunene med hvert sitt tall, og spennet det kan være i
grunnen     det kortene har felles
plasskort, kartkort, ryggradskort, traktkort  kortene på siden
"""

from boligdata.innhold.sammenligning.kartkort import Kartkort, kartet
from boligdata.innhold.sammenligning.plasskort import Plasskort, plasseringen
from boligdata.innhold.sammenligning.ryggradskort import (
    Ryggradskort,
    alle_tallene,
    er_faa,
)
from boligdata.innhold.sammenligning.traktkort import Traktkort, trakten
from boligdata.innhold.sammenligning.utvalg import (
    SLAG,
    VEKTER,
    Kommuneutvalg,
    kjennetegnene,
    valgbare,
    velg,
)

__all__ = [
    "SLAG",
    "VEKTER",
    "Kartkort",
    "Plasskort",
    "Ryggradskort",
    "Traktkort",
    "Kommuneutvalg",
    "alle_tallene",
    "er_faa",
    "kartet",
    "kjennetegnene",
    "plasseringen",
    "trakten",
    "valgbare",
    "velg",
]
