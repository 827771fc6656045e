"""Venteliste: hvem som venter, hvor lenge, på hva, og hvem som får avslag."""

from boligdata import ui

HVEM, TID, SOEKERE = (
    "Hvem venter?",
    "Hvor lenge venter de?",
    "Hvem søker, og hvem får nei?",
)
VENTETID = ("ventetid_0_3", "ventetid_4_6", "ventetid_7_12", "ventetid_over_12")

ui.svar("venteliste", "andel_bosatt_90_dager", "avslagsandel")
tema = ui.tema("venteliste", hvem=HVEM, tid=TID, soekere=SOEKERE)

with ui.rutenett():
    if tema == HVEM:
        ui.figurkort("venteliste", "Hvor mange venter på bolig?")
        ui.figurkort(
            "venteliste", "Hvilke målgrupper venter?", "fordeling", ("maalgruppe",)
        )
        ui.figurkort(
            "venteliste", "Hvilken boligtype venter de på?", "fordeling", ("boligtype",)
        )
        ui.figurkort(
            "ventende_per_ledig",
            "Passer de ledige boligene til dem som venter?",
            "fordeling",
            ("boligtype",),
        )
    elif tema == TID:
        ui.figurkort(
            VENTETID,
            "Hvor lenge må en husstand regne med å vente?",
            "soeyler",
            id="ventetid_fordeling",
        )
        ui.figurkort("andel_bosatt_90_dager", "Hvor mange får bolig innen 90 dager?")
        ui.figurkort(
            "venteliste",
            "Hvor lenge har de som venter nå, ventet?",
            "fordeling",
            ("ventetidsbaand",),
        )
        ui.figurkort(
            "bosatt",
            "Hvor lenge ventet de som flyttet inn?",
            "fordeling",
            ("ventetidsbaand",),
        )
    else:
        ui.figurkort("soeknader", "Hvor mange søker?")
        ui.figurkort(
            "soeknader", "Hvilken situasjon er søkerne i?", "fordeling", ("situasjon",)
        )
        ui.figurkort("avslagsandel", "Hvor mange får avslag?")
        ui.figurkort("avslag", "Hvorfor får de avslag?", "fordeling", ("avslagsgrunn",))
        ui.figurkort("behandlingstid", "Hvor lang tid tar det å få svar?")
        ui.figurkort("klager", "Hvor mange klager på vedtaket?")
