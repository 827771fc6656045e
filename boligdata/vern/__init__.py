"""Vern av enkeltpersoner: rene regler, uten filer og databaser.

`familie` er kuber som henger sammen, og alle tall i dem. `tabellverk` sier hva som binder tallene
sammen, og `avrunding` runder dem av til hele femmere, med `program` til å regne. `runding` prøver
til angrepet ikke lykkes, og `utgivelse` tar årene etter tur og lar det som er publisert, stå.
`angrep` prøver å regne seg tilbake til små tall, slik en som vet hvordan det er gjort, ville prøvd,
og `proevd` husker hva som er angrepet før.
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
    LarSegIkkeVerne,
    Tabellverk,
    avrund,
)
from boligdata.vern.familie import (
    Familie,
    Nivaa,
    Serie,
    Tall,
    Telling,
    Utsnitt,
    familier,
)
from boligdata.vern.frosset import Frosset, Historikk
from boligdata.vern.program import Krav
from boligdata.vern.runding import Avsloert
from boligdata.vern.tabellverk import Bygger, DetViste
from boligdata.vern.utgivelse import Utgivelse, utgi

__all__ = [
    "BASIS",
    "MYKT_AVVIK",
    "STRENGT_AVVIK",
    "Avrunding",
    "Avsloert",
    "Bygger",
    "Familie",
    "Frosset",
    "Funn",
    "Historikk",
    "Krav",
    "LarSegIkkeVerne",
    "DetViste",
    "Nivaa",
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
