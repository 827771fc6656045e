"""Tjenester og virkemidler: hva som brukes, av hvem, og hva som skjedde etterpå."""

from boligdata import ui

VIRKEMIDLER, ETTERPAA, TJENESTER, DEKNING = (
    "Hva søkes det om, og hva gis?",
    "Hva skjedde etterpå?",
    "Hvem får tjenester?",
    "Når vi dem som trenger det?",
)

ui.svar(
    "virkemidler_innvilget",
    "uten_ny_soeknad",
    "dekning_virkemidler",
    til_planen="virkemidler",
)
tema = ui.tema(
    "virkemidler",
    virkemidler=VIRKEMIDLER,
    etterpaa=ETTERPAA,
    tjenester=TJENESTER,
    dekning=DEKNING,
)

with ui.rutenett():
    if tema == VIRKEMIDLER:
        ui.figurkort("startlaan", "Hvor mange får startlån?")
        ui.figurkort(
            "virkemiddelsoeknader", "Hva søker folk om?", "fordeling", ("virkemiddel",)
        )
        ui.figurkort(
            "virkemidler_innvilget",
            "Hvem får noe nytt?",
            "varmekart",
            ("maalgruppe", "virkemiddel"),
        )
        ui.figurkort(
            "virkemiddelbrukere",
            "Hvor mange bruker hvert virkemiddel?",
            "utvikling",
            ("virkemiddel",),
        )
        ui.figurkort(
            "virkemiddelavslag", "Hvor mange får avslag?", "fordeling", ("virkemiddel",)
        )
        ui.figurkort(
            "virkemiddel_behandlingstid",
            "Hvor lang tid tar det å få svar?",
            "fordeling",
            ("virkemiddel",),
        )
        ui.oekonomi("startlaan")
        ui.figurkort("startlaan_beloep", "Hvor stort er et vanlig startlån?")
        ui.figurkort("bostoette_beloep", "Hvor stor er en vanlig bostøtte?")
    elif tema == ETTERPAA:
        ui.figurkort("uten_ny_soeknad", "Hvor mange trengte ikke mer hjelp til bolig?")
        ui.figurkort(
            "virkemidler_fulgt",
            "Hva skjedde det første året etter hvert virkemiddel?",
            "stablet",
            ("virkemiddel", "utfall"),
        )
        ui.figurkort(
            "virkemidler_fulgt",
            "Hva skjedde med hver målgruppe?",
            "stablet",
            ("maalgruppe", "utfall"),
        )
        ui.figurkort("kjoepte_bolig", "Hvor mange kjøpte bolig?")
        ui.figurkort("ny_soeknad_etter", "Hvor mange søkte om kommunal bolig likevel?")
    elif tema == TJENESTER:
        ui.figurkort("booppfoelging", "Hvor mange får oppfølging i boligen?")
        ui.figurkort(
            "tjenester",
            "Hvem får hvilken tjeneste?",
            "varmekart",
            ("maalgruppe", "tjeneste"),
        )
        ui.figurkort(
            "tjenester",
            "Blir det flere eller færre?",
            "utvikling",
            ("tjeneste",),
            id="tjenester_utvikling",
        )
        ui.figurkort(
            "venter_paa_tjeneste",
            "Hvem venter på en tjeneste?",
            "fordeling",
            ("tjeneste",),
        )
    else:
        ui.figurkort(
            "dekning_virkemidler", "Hvor mange vanskeligstilte har et virkemiddel?"
        )
        ui.figurkort("dekning_tjenester", "Hvor mange vanskeligstilte får en tjeneste?")
        ui.figurkort(
            "dekning_virkemidler",
            "Hvem når vi med virkemidler?",
            "fordeling",
            ("situasjon",),
        )
        ui.figurkort(
            "dekning_tjenester",
            "Hvem når vi med tjenester?",
            "fordeling",
            ("situasjon",),
        )
        ui.figurkort("raadgivning", "Hvor mange får økonomisk rådgivning?")
