"""Vern av enkeltpersoner: rene regler, uten filer og databaser.

`avrunding` runder av tabeller som henger sammen, til hele femmere. `tabellverk` sier hva som henger
sammen i kubene, `utgivelse` tar tertialene etter tur og lar det som er publisert, stå. `angrep`
prøver å regne seg tilbake til små tall, slik en som vet hvordan det er gjort, ville prøvd.
"""

from boligdata.vern.angrep import (
    Funn,
    angrip,
    angrip_alle_aar,
    mulige_tall,
    ytterpunkter,
)
from boligdata.vern.avrunding import (
    BASIS,
    MYKT_AVVIK,
    STRENGT_AVVIK,
    Avrunding,
    Krav,
    LarSegIkkeVerne,
    Tabellverk,
    avrund,
)
from boligdata.vern.tabellverk import Serie, Tall, Telling, Utsnitt, familier
from boligdata.vern.utgivelse import Avsloert, Frosset, Historikk, Utgivelse, utgi

__all__ = [
    "BASIS",
    "MYKT_AVVIK",
    "STRENGT_AVVIK",
    "Avrunding",
    "Avsloert",
    "Frosset",
    "Funn",
    "Historikk",
    "Krav",
    "LarSegIkkeVerne",
    "Serie",
    "Tabellverk",
    "Tall",
    "Telling",
    "Utgivelse",
    "Utsnitt",
    "angrip",
    "angrip_alle_aar",
    "avrund",
    "familier",
    "mulige_tall",
    "utgi",
    "ytterpunkter",
]
