"""Kortene på siden Boligbehov: setningen, tabellen og forklaringen til hver figur. Regner ikke, og
tegner ikke.

tekster.toml  titlene, definisjonene og det som sies om avvik
ord           tall, mål og tiltak i ord
gapord        gapet i ord
register      forutsetningene
felles        formen på et kort
behovet       hvor mange som trengs
maalgruppene  hvem de trengs til
virkning      hva planene og tiltakene fører til
sikkerhet     hvor sikkert det er
etter_navn    kortet med et navn
"""

from boligdata.innhold.boligbehov.kort.behovet import (
    SLAGENE,
    bane,
    eldre,
    foss,
    gap_i_slaget,
    hovedsvar,
    per_type,
    saksframlegg,
    slagene,
    slaget_i_ord,
    tilpasset_i_ordinaere,
    typene_i,
)
from boligdata.innhold.boligbehov.kort.etter_navn import kortet
from boligdata.innhold.boligbehov.kort.felles import Behovskort, Behovsvalg
from boligdata.innhold.boligbehov.kort.maalgruppene import maalgrupper
from boligdata.innhold.boligbehov.kort.ord import (
    ALLE_BOLIGER,
    avvikskoder,
    avvikstekst,
    korttekst,
    maaltekst,
    scenarionavn,
    valgt_i_ord,
)
from boligdata.innhold.boligbehov.kort.register import register
from boligdata.innhold.boligbehov.kort.sikkerhet import (
    anker_og_stroem,
    botid,
    etterproevd,
    haandregel,
    registerkort,
    tornado,
)
from boligdata.innhold.boligbehov.kort.virkning import (
    innen_frist,
    kostnadene,
    planene,
    tiltakene,
)

__all__ = [
    "ALLE_BOLIGER",
    "SLAGENE",
    "Behovsvalg",
    "Behovskort",
    "anker_og_stroem",
    "avvikskoder",
    "avvikstekst",
    "bane",
    "botid",
    "eldre",
    "etterproevd",
    "foss",
    "gap_i_slaget",
    "haandregel",
    "hovedsvar",
    "innen_frist",
    "kortet",
    "korttekst",
    "kostnadene",
    "maalgrupper",
    "maaltekst",
    "per_type",
    "planene",
    "register",
    "registerkort",
    "saksframlegg",
    "scenarionavn",
    "slagene",
    "slaget_i_ord",
    "tilpasset_i_ordinaere",
    "tiltakene",
    "tornado",
    "typene_i",
    "valgt_i_ord",
]
