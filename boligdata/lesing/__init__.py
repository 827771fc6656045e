"""Den eneste leseren av den publiserte databasen.

utgave      filen: åpnes bare for lesing, og byttes når pekeren bytter
speil       kopien av det som er publisert i et objektlager, når tallene hentes derfra
innsyn      hvem som får lese hva: de publiserte tallene, alt, eller egne målgrupper
spoerring   SQL mot utgaven, og det som huskes til tallene byttes
oppslag     det som leses rett ut: perioder, egenskaper, tabeller, kilder, vern
lest        indikatoren slik den leses, vernet eller eksakt
utvalg      hva et tall kan deles etter, og avslaget når det ikke er publisert
spoersmaal  spørsmålet, avklart én gang
kubesnitt   spørringen: det kubene har, delt slik det spørres
utregning   hvordan et antall, en andel og en statistikk regnes ut av det
ferskhet    hvor gamle uttrekkene er, og når de neste ventes
spenn       hva et vernet tall virkelig kan være
snitt       ett tall for alle perioder og alle verdier av filtrene
tall        svaret
endring     hva som er endret i tallet siden forrige publisering

DataFrames herfra deles mellom brukere og skal ikke endres.
"""

from boligdata.lesing.endring import Endring, endring
from boligdata.lesing.ferskhet import Ferskhet, ferskhet, i_dag
from boligdata.lesing.innsyn import (
    IkkePublisert,
    Innsyn,
    advarsel,
    publiserte_tall,
    samme_tall,
    versjon,
)
from boligdata.lesing.lest import LestIndikator
from boligdata.lesing.oppslag import (
    ALLE,
    UKJENT,
    VANLIG_AVVIK,
    Forrige,
    Meta,
    avvik,
    behov,
    dimensjon,
    filtervalg,
    forrige,
    helse,
    ikke_levert,
    kart,
    kildestatus,
    kube,
    meta,
    moeter,
    periodenumre,
    perioder,
    regioner,
    regionstall,
    rettede_perioder,
    siste_regionstall,
    stoerre_avvik,
    tabell,
    verdier,
)
from boligdata.lesing.speil import foelg, hent_nyeste, speilet
from boligdata.lesing.spenn import stoerste_avvik
from boligdata.lesing.spoerring import glem, husk, husk_tall
from boligdata.lesing.spoersmaal import Spoersmaal, still
from boligdata.lesing.tall import svar, tall, varm_opp
from boligdata.lesing.utgave import finnes, kan_angres
from boligdata.lesing.utvalg import brukbare, er_publisert

__all__ = [
    "VANLIG_AVVIK",
    "ALLE",
    "UKJENT",
    "Endring",
    "Ferskhet",
    "Forrige",
    "IkkePublisert",
    "Innsyn",
    "LestIndikator",
    "Meta",
    "Spoersmaal",
    "advarsel",
    "avvik",
    "behov",
    "brukbare",
    "dimensjon",
    "endring",
    "er_publisert",
    "ferskhet",
    "filtervalg",
    "finnes",
    "foelg",
    "kan_angres",
    "forrige",
    "helse",
    "hent_nyeste",
    "glem",
    "husk",
    "husk_tall",
    "i_dag",
    "ikke_levert",
    "kart",
    "kildestatus",
    "kube",
    "meta",
    "moeter",
    "periodenumre",
    "perioder",
    "publiserte_tall",
    "regioner",
    "regionstall",
    "rettede_perioder",
    "samme_tall",
    "siste_regionstall",
    "still",
    "speilet",
    "stoerre_avvik",
    "stoerste_avvik",
    "svar",
    "tabell",
    "tall",
    "varm_opp",
    "verdier",
    "versjon",
]
