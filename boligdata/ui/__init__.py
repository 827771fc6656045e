"""Delene sidene er bygget av. Bare denne pakken og `inngang` bruker Streamlit.

ramme       det rundt siden: første start, tittel, filtre, temaer
merking     kommunen, datoen og det som er valgt, for skjermlesere, bilder og papir
maalet      målformen den som leser, har valgt
kortvisning kortet: ramme, knapper, graf eller tabell, fot og nedlasting, likt for alle slag
svaret      svaret øverst på siden, og det samme i ord og planens tekst nederst
adressen    valgene i adressen: koder, eldre lenker med navn, og en melding når noe ikke finnes
folding     felt som er foldet sammen til en knapp på smale skjermer
filtermelding  meldingen om figurene som ikke kan vise alt som er valgt
figurkort   kortene for en indikator, statistikken, bosettingen, økonomien og de planlagte boligene
boligbehov  hvor mange boliger som trengs: svaret, valgene og kortene
proevselv   spakene på siden Boligbehov, og det de fører til ved siden av
sammenligning  kommunen ved siden av andre kommuner: valgene, kortene, og tallene som ikke er med
scenarioet  det brukeren har endret på siden Boligbehov: i adressen, og i økten
regnskap    regnskapet for en beholdning: inn, ut og det som er
finnfram    søk i tjenestekatalogen
maalgruppe  hovedtallene for alle målgruppene, og alt om den ene som er valgt
tiltak      handlingsdelen: liste, tidslinje og hvert tiltak for seg
skjema      skjemaet der det brukerne skriver, endres, og skjermen når to har endret det samme
sletting    personopplysninger som slettes for godt
tiltaksskjema  feltene i skjemaet til et tiltak
tiltaksbehov  hva tiltakene gir av boligene som trengs, og det som mangler penger
planprosess stegene i planprosessen, og fristene
innspill    innspillene i høringen, skjemaet for dem, og tabellen til saksframlegget
innspillsinntak  innspill fra Excel, Word eller utklippstavlen, sett gjennom og lagret
medvirkning det folk har sagt, ved siden av tallene det handler om
moeteknapp  «Legg til i møtet», på hvert kort og hver side
moete       møtet: dagsordenen, deltakerne, referatet, og det som er endret siden sist
sidensist   det som er endret siden forrige møte, og beslutningene som skal følges opp
presentasjon  møtet på veggen: én sak om gangen, og beslutningen i den
rullering   versjonene av planen: loggen, en sammenligning, og en ny versjon
rapport     dokumentene: velg, lag og last ned
filinntak   det som er likt når noe hentes inn fra en fil: forslagene, og det som velges
tiltaksinntak  en plan fra Word, Excel eller utklippstavlen, sett gjennom og lagret
oversikt    Oversikt på én skjerm
kortsteder  hvor kortet om hver indikator står
kvalitet    kilder, avvik og definisjoner
uttrekk     nye uttrekk: lastet opp, sjekket, publisert og angret
uttrekksrapport  det sjekken av dem fant, det som kan godtas, og det som endres
vernet      hvordan enkeltpersoner er vernet, og hva det gjør med tallene
tilgjengelighet  hvem en sier fra til, og kommunens tilgjengelighetserklæring
oppvarming  det de fleste åpner, laget før noen ber om det
adgang      hvem som ser på ansattvisningen, og sporet det setter
"""

from boligdata.ui.adgang import slipper_inn
from boligdata.ui.boligbehov import behovskort, saksframlegg
from boligdata.ui.boligbehov import kan_vises as behov_kan_vises
from boligdata.ui.boligbehov import svar as behovssvar
from boligdata.ui.boligbehov import valgene as behovsvalg
from boligdata.ui.figurkort import (
    bosetting,
    figurkort,
    kostrakort,
    oekonomi,
    planlagte_boliger,
    statistikken,
)
from boligdata.ui.finnfram import finn_fram
from boligdata.ui.innspill import hoeringen
from boligdata.ui.kvalitet import (
    avviksoversikt,
    brudd,
    definisjoner,
    forrige_publisering,
    idmoeter,
    kildeoversikt,
    kildesvar,
    kjente_brukere,
    meldt_til_kostra,
    regelverk,
)
from boligdata.ui.maalgruppe import alle_maalgrupper, en_maalgruppe
from boligdata.ui.medvirkning import medvirkningen
from boligdata.ui.moete import moetet
from boligdata.ui.oppvarming import visningene
from boligdata.ui.oversikt import oversikt_paa_en_skjerm
from boligdata.ui.planprosess import stegene
from boligdata.ui.proevselv import proev_selv
from boligdata.ui.ramme import avsnitt, klar, overskrift, rutenett, tema, vis
from boligdata.ui.rapport import rapport
from boligdata.ui.regnskap import regnskap
from boligdata.ui.rullering import versjoner
from boligdata.ui.sammenligning import (
    alle_tallene,
    ikke_med_ennaa,
    kartet,
    plasseringen,
    sammenlignes_med,
    trakten,
    trenden,
    ved_siden_av,
)
from boligdata.ui.svaret import svar
from boligdata.ui.tilgjengelighet import erklaering as tilgjengelighetserklaering
from boligdata.ui.tilgjengelighet import kontakt as tilgjengelighetskontakt
from boligdata.ui.tiltak import ett_tiltak, tidslinjen, tiltaksliste
from boligdata.ui.tiltaksbehov import behov_og_penger
from boligdata.ui.tiltaksinntak import hent_inn_en_plan
from boligdata.ui.uttrekk import nye_uttrekk
from boligdata.ui.vernet import (
    eksakte_tall,
    rettede_perioder,
    slik_vernes_tallene,
    stoerre_avvik,
)

__all__ = [
    "alle_maalgrupper",
    "alle_tallene",
    "avsnitt",
    "avviksoversikt",
    "idmoeter",
    "behov_kan_vises",
    "behov_og_penger",
    "behovskort",
    "behovssvar",
    "behovsvalg",
    "bosetting",
    "brudd",
    "definisjoner",
    "eksakte_tall",
    "en_maalgruppe",
    "ett_tiltak",
    "figurkort",
    "finn_fram",
    "hent_inn_en_plan",
    "forrige_publisering",
    "hoeringen",
    "ikke_med_ennaa",
    "kartet",
    "kildeoversikt",
    "kildesvar",
    "kjente_brukere",
    "klar",
    "kostrakort",
    "medvirkningen",
    "meldt_til_kostra",
    "moetet",
    "nye_uttrekk",
    "oekonomi",
    "oversikt_paa_en_skjerm",
    "overskrift",
    "planlagte_boliger",
    "plasseringen",
    "proev_selv",
    "rapport",
    "regelverk",
    "regnskap",
    "rettede_perioder",
    "rutenett",
    "saksframlegg",
    "sammenlignes_med",
    "slik_vernes_tallene",
    "slipper_inn",
    "statistikken",
    "stegene",
    "stoerre_avvik",
    "svar",
    "tema",
    "tidslinjen",
    "tilgjengelighetserklaering",
    "tilgjengelighetskontakt",
    "tiltaksliste",
    "trakten",
    "trenden",
    "versjoner",
    "ved_siden_av",
    "vis",
    "visningene",
]
