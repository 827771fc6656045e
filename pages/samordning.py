"""Samordning: om tjenestene henger sammen, og hvor lang veien til hjelp er."""

from boligdata import ui

FLERE, VEIEN, AVSLAG = (
    "Hvem har flere tjenester?",
    "Hvor lang er veien til hjelp?",
    "Hva skjer etter et nei?",
)

ui.svar("koordinator", "hjelp_innen_30", "henvist_innen_30", til_planen="organisering")
tema = ui.tema("samordning", flere=FLERE, veien=VEIEN, avslag=AVSLAG)

with ui.rutenett():
    if tema == FLERE:
        ui.figurkort(
            "med_tjenester",
            "Hvor mange tjenester har hver husstand?",
            "stablet",
            ("maalgruppe", "antall_tjenester"),
        )
        ui.figurkort("koordinator", "Hvor mange har koordinator?")
        ui.figurkort(
            "koordinator",
            "Hvilke målgrupper har koordinator?",
            "fordeling",
            ("maalgruppe",),
        )
        ui.figurkort("individuell_plan", "Hvor mange har individuell plan?")
        ui.figurkort("flere_enheter", "Hvor mange må forholde seg til flere enheter?")
        ui.figurkort("flere_tjenester", "Blir det flere med mer enn én tjeneste?")
    elif tema == VEIEN:
        ui.figurkort(
            "henvisningstid", "Hvor lenge venter de på tjenesten de er henvist til?"
        )
        ui.figurkort(
            "oppstarter",
            "Hvem henviser til hvem?",
            "flyt",
            ("henvist_fra", "enhet"),
            tillegg="henvisningstid",
        )
        ui.figurkort(
            "henvist_innen_30",
            "Hvor ofte begynner hjelpen innen 30 dager?",
            "fordeling",
            ("enhet",),
        )
        ui.figurkort(
            "henvist_innen_30", "Går det raskere enn før?", id="henvist_utvikling"
        )
        ui.figurkort("hjelp_innen_30", "Hvor mange får hjelp innen 30 dager?")
        ui.figurkort("hjelpetid", "Hvor lang tid tar det å få den første hjelpen?")
        ui.figurkort("venter_paa_tjeneste", "Hvor mange venter på en tjeneste?")
    else:
        ui.figurkort(
            "etter_avslag",
            "Hva fikk de som fikk avslag på bolig?",
            "fordeling",
            ("annen_hjelp",),
        )
        ui.figurkort(
            "etter_avslag",
            "Hvilke målgrupper får hjelp et annet sted?",
            "stablet",
            ("maalgruppe", "annen_hjelp"),
        )
        ui.figurkort("avslag_hjulpet", "Får flere hjelp etter et nei?")
        ui.figurkort("avslag", "Hvorfor får de avslag?", "fordeling", ("avslagsgrunn",))
