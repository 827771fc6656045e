"""Delene sidene er bygget av. Bare denne pakken og `inngang` bruker Streamlit.

    ramme       det rundt siden: første start, tittel, filtre
    figurkort   kortet med graf, tabell, forklaring og nedlasting
    oversikt    nøkkeltall og lister på Oversikt
    kvalitet    kilder, avvik og definisjoner
    vernet      hvordan enkeltpersoner er vernet, og hva det gjør med tallene
    adgang      hvem som ser på ansattvisningen, og sporet det setter
"""

from boligdata.ui.adgang import slipper_inn
from boligdata.ui.figurkort import figurkort, kostrakort, planlagte_boliger, rutenett, svar, tema
from boligdata.ui.kvalitet import avviksoversikt, brudd, definisjoner, kildeoversikt
from boligdata.ui.oversikt import endret, maal_ikke_naadd, noekkeltall, sene_tiltak, utfordringer
from boligdata.ui.ramme import klar, vis
from boligdata.ui.vernet import eksakte_tall, rettede_perioder, slik_vernes_tallene, stoerre_avvik

__all__ = [
    "avviksoversikt", "brudd", "definisjoner", "eksakte_tall", "endret", "figurkort", "kildeoversikt", "klar",
    "kostrakort", "maal_ikke_naadd", "noekkeltall", "planlagte_boliger", "rettede_perioder", "rutenett", "sene_tiltak",
    "slik_vernes_tallene", "slipper_inn", "stoerre_avvik", "svar", "tema", "utfordringer", "vis",
]
