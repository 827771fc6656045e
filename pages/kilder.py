"""Kilder og kvalitet: hvor tallene kommer fra, hvor ferske de er, hva de betyr, og hvordan folk er
vernet.
"""

from boligdata import ui

KILDENE, BETYR, VERNET, REGLENE, NYE = (
    "Hvor kommer tallene fra?",
    "Hva betyr tallene?",
    "Hvordan er folk vernet?",
    "Hvilke regler gjelder?",
    "Legg inn nye tall",
)

tema = ui.tema(
    "kilder", kildene=KILDENE, betyr=BETYR, vernet=VERNET, reglene=REGLENE, nye=NYE
)

if tema == KILDENE:
    ui.kildesvar()
    ui.kildeoversikt()
    ui.overskrift("Dem kommunen alt vet om")
    ui.kjente_brukere()
    ui.overskrift("Satt til side og endret")
    ui.avsnitt(
        "Rader som bryter avtalen om innhold, blir satt til side og aldri telt. Den som "
        "leverer, får vite hvilke rader det gjelder."
    )
    ui.avviksoversikt()
    ui.overskrift("Kjennes de samme husstandene igjen?")
    ui.avsnitt(
        "En husstand skal ha den samme id-en i alle kildene. Er id-ene skrevet ulikt, blir én husstand til "
        "to, og behovet blir for høyt. Faller andelen mye fra sist, blir kilden holdt tilbake."
    )
    ui.idmoeter()
    ui.overskrift("Stemmer tallene med det som er meldt til KOSTRA?")
    ui.meldt_til_kostra()
    ui.overskrift("Brudd i seriene")
    ui.brudd()
elif tema == BETYR:
    ui.definisjoner()
    ui.overskrift("Når et tall ikke vises")
    ui.avsnitt(
        "- **Median** vises når den bygger på minst 10 husstander, boliger eller vedtak.\n"
        "- **Prosent** vises når det er minst 20 å regne prosenten av.\n"
        "- **Ventetid der de som fortsatt venter teller med**, vises når minst 20 husstander "
        "er fulgt, og ingen av dem alene kan flytte tallet mer enn 10 prosentpoeng.\n"
        "- **Tre egenskaper samtidig** publiseres ikke, for da blir gruppene så små at "
        "enkeltpersoner kan kjennes igjen."
    )
elif tema == VERNET:
    ui.slik_vernes_tallene()
    ui.overskrift("Tall som vises eksakt")
    ui.eksakte_tall()
    ui.overskrift("Tall som kan avvike mer")
    ui.stoerre_avvik()
    ui.overskrift("Perioder som er rettet")
    ui.forrige_publisering()
    ui.rettede_perioder()
elif tema == NYE:
    ui.nye_uttrekk()
else:
    ui.overskrift("Hvorfor kommunen kan bruke opplysningene")
    ui.avsnitt(
        "- **Behandlingsgrunnlag.** Kommunen er ansvarlig for opplysningene, og bruker dem til "
        "oppgavene i boligsosialloven: å ha oversikt over behovet for boliger (§ 5) og å hjelpe "
        "vanskeligstilte (§ 6). Grunnlaget er personvernforordningen artikkel 6 nr. 1 bokstav e, "
        "som krever en lov i tillegg. For helseopplysninger må også et av unntakene i artikkel 9 "
        "gjelde. Kommunen må ha vurdert personvernkonsekvensene, og spurt personvernombudet, før "
        "egne uttrekk legges inn.\n"
        "- **Statistikk.** Boligsosialloven § 8 lar kommunen bruke personopplysninger til "
        "statistikk bare når opplysninger uten navn og kjennetegn ikke er nok. Derfor byttes id-er "
        "ut idet de leses, og det som publiseres, er avrundede antall.\n"
        "- **Dataminimering.** Bare kolonnene i avtalen med tjenestene blir lest, og om husstander "
        "og saker spør avtalen ikke om noe ingen figur bruker. Navn, fødselsnummer og adresser "
        "stopper hele filen."
    )
    ui.overskrift("Regelverket tallene viser til")
    ui.regelverk()
