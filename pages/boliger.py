"""Boliger: hva kommunen har, hvordan det brukes, hva som står tomt, og hva det koster."""

from boligdata import ui

HAR, BRUK, KOSTER = (
    "Hva har vi?",
    "Hva brukes, og hva står tomt?",
    "Hva koster boligene?",
)

ui.svar("boliger", "utleiegrad", "omloepstid")
tema = ui.tema("boliger", har=HAR, bruk=BRUK, koster=KOSTER)

with ui.rutenett():
    if tema == HAR:
        ui.figurkort(
            "boliger", "Hvilke boligtyper har vi?", "fordeling", ("boligtype",)
        )
        ui.figurkort(
            "boliger", "Hvor store er boligene?", "stablet", ("boligtype", "stoerrelse")
        )
        ui.figurkort(
            "boliger",
            "Hvem eier boligene?",
            "stablet",
            ("boligtype", "disposisjonsform"),
        )
        ui.figurkort(
            "boliger",
            "I hvilken tilstand er boligene?",
            "stablet",
            ("boligtype", "tilstand"),
        )
        ui.figurkort(
            "boligalder",
            "Hvor gamle er boligene?",
            "stablet",
            ("boligtype", "byggeperiode"),
        )
        ui.figurkort(
            "boliger",
            "Hvor kan en rullestolbruker bo?",
            "stablet",
            ("boligtype", "rullestol"),
        )
        ui.figurkort(
            "andel_rullestol", "Hvor stor del av boligene er for rullestolbrukere?"
        )
        ui.figurkort(
            "boliger",
            "Hvem eier boligene i hvert område?",
            "stablet",
            ("omraade", "disposisjonsform"),
        )
        ui.figurkort("boliger", "Hvor ligger boligene?", "kart", ("omraade",))
        ui.figurkort("boliger_per_1000", "Har boligmassen fulgt folketallet?")
        ui.kostrakort("KOSboligSper10000000")
    elif tema == KOSTER:
        ui.oekonomi("husleie")
        ui.oekonomi("husleie_boligtype")
        ui.oekonomi("vedlikehold")
        ui.oekonomi("ubetalt")
        ui.oekonomi("investering")
        ui.oekonomi("bemanning")
    else:
        ui.figurkort("utleiegrad", "Hvor mange av boligene er leid ut?")
        ui.figurkort(
            "ledige", "Hvorfor står boliger tomme?", "fordeling", ("ledig_aarsak",)
        )
        ui.figurkort("omloepstid", "Hvor lenge står en bolig tom mellom to leietakere?")
        ui.figurkort(
            "botid_median", "Hvor lenge har de bodd der?", "fordeling", ("boligtype",)
        )
        ui.figurkort(
            "kontrakter_utloeper",
            "Hvor mange kontrakter utløper neste år?",
            "fordeling",
            ("boligtype",),
        )
        ui.figurkort("for_liten_bolig", "Hvor mange bor for trangt?")
        ui.figurkort(
            "utflyttinger",
            "Hvor flytter de som flytter ut?",
            "fordeling",
            ("utflyttingsaarsak",),
        )
        ui.figurkort("til_eid_bolig", "Flytter flere til en bolig de eier?")
        ui.planlagte_boliger()
