"""Alt som regnes ut, erklært én gang: kubene, indikatorene og hvordan de henger sammen.

Erklæringene er TOML: én fil for hvert tema, med kubene ved siden av indikatorene de gir, og
`felles.toml` for det som gjelder flere. Pakken leser dem, og sier fra om det som ikke går opp.

innlesing    filene, i den rekkefølgen de er erklært
egenskap     egenskapene tallene kan deles etter
kube         hva som telles, og hva som vernes
sammenheng   mål som er deler av andre mål
indikator    tallene, og planens mål
tabell       tabeller uten personer i
regionstall  tallene som finnes for alle kommuner
"""

import functools
import hashlib

from boligdata.felles import maalform
from boligdata.felles.katalog.egenskap import (
    AARSAK_IKKE_KJENT,
    FILTRE,
    IKKE_OPPGITT,
    Dimensjon,
    dimensjoner,
)
from boligdata.felles.katalog.indikator import (
    Indikator,
    indikatorer,
    maalsatte,
    noekkeltall,
    planmaal,
)
from boligdata.felles.katalog.innlesing import frister
from boligdata.felles.katalog.kube import (
    Kube,
    Levetid,
    Statistikk,
    er_vernet,
    kilder_om_personer,
    kuber,
)
from boligdata.felles.katalog.regionstall import (
    Avstemming,
    Regionstall,
    Ubekreftet,
    avstemminger,
    feller,
    regionstall,
    ubekreftede,
)
from boligdata.felles.katalog.sammenheng import (
    Antakelse,
    Bevegelse,
    Ledd,
    Sammenheng,
    antakelser,
    bevegelser,
    sammenhenger,
)
from boligdata.felles.katalog.tabell import Tabell, tabeller

__all__ = [
    "AARSAK_IKKE_KJENT",
    "FILTRE",
    "IKKE_OPPGITT",
    "Avstemming",
    "Bevegelse",
    "Dimensjon",
    "Indikator",
    "Kube",
    "Levetid",
    "Regionstall",
    "Sammenheng",
    "Statistikk",
    "Tabell",
    "Ubekreftet",
    "avtrykk",
    "Antakelse",
    "Ledd",
    "antakelser",
    "avstemminger",
    "bevegelser",
    "dimensjoner",
    "er_vernet",
    "feller",
    "frister",
    "indikatorer",
    "kilder_om_personer",
    "kuber",
    "maalsatte",
    "noekkeltall",
    "planmaal",
    "regionstall",
    "sammenhenger",
    "tabeller",
    "ubekreftede",
]


@functools.cache
def avtrykk() -> str:
    """Fingeravtrykk av det som publiseres. Er det et annet enn i en ferdig fil, mangler filen noe
    sidene spør etter. Det er det samme på begge målformene.
    """
    with maalform.bruk(maalform.BOKMAAL):
        publiseres = repr((kuber(), tabeller()))
    return hashlib.sha256(publiseres.encode()).hexdigest()[:16]
