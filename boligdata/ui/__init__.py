"""Delene sidene er bygget av. Bare denne pakken og `inngang` bruker Streamlit.

    ramme       det rundt siden: første start, tittel, filtre
    figurkort   kortet med graf, tabell, forklaring og nedlasting
    oversikt    nøkkeltall og lister på Oversikt
    kvalitet    kilder, avvik og definisjoner
    adgang      hvem som ser på ansattvisningen, og sporet det setter
"""

from boligdata.ui.adgang import slipper_inn
from boligdata.ui.figurkort import figurkort, kostrakort, planlagte_boliger, rutenett, svar, tema
from boligdata.ui.kvalitet import avviksoversikt, brudd, definisjoner, kildeoversikt
from boligdata.ui.oversikt import endret, maal_ikke_naadd, noekkeltall, sene_tiltak, utfordringer
from boligdata.ui.ramme import klar, vis

__all__ = [
    "avviksoversikt", "brudd", "definisjoner", "endret", "figurkort", "kildeoversikt", "klar", "kostrakort",
    "maal_ikke_naadd", "noekkeltall", "planlagte_boliger", "rutenett", "sene_tiltak", "slipper_inn", "svar",
    "tema", "utfordringer", "vis",
]
