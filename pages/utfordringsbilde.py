"""Utfordringsbilde: hvem som er vanskeligstilt på boligmarkedet, hvem som kommer og går, om det blir bedre,
og det som ligger bak: folkehelse, levekår og boligmarkedet.
"""

from boligdata import ui

HVEM, STROEM, BOLIGER, MISTER, FOLKET, MARKEDET = (
    "Hvem er vanskeligstilt?",
    "Hvem kommer og går?",
    "Boliger inn og ut",
    "Midlertidig botilbud og utkastelser",
    "Folkehelse og levekår",
    "Boligmarkedet",
)

ui.svar("vanskeligstilte", "uten_bolig", "balansepunkt", til_planen="behov")
tema = ui.tema(
    "utfordringsbilde",
    hvem=HVEM,
    stroem=STROEM,
    boliger=BOLIGER,
    mister=MISTER,
    folket=FOLKET,
    markedet=MARKEDET,
)

with ui.rutenett():
    if tema == HVEM:
        ui.figurkort(
            "vanskeligstilte",
            "Hvilke målgrupper er i hvilken situasjon?",
            "varmekart",
            ("maalgruppe", "situasjon"),
        )
        ui.figurkort(
            "vanskeligstilte",
            "Blir det flere i hver situasjon?",
            "utvikling",
            ("situasjon",),
            id="situasjon_utvikling",
        )
        ui.figurkort("uten_bolig", "Hvor mange har ikke egen bolig?")
        ui.figurkort(
            "vanskeligstilte", "Hvor bor de?", "varmekart", ("omraade", "situasjon")
        )
        ui.figurkort(
            "vanskeligstilte",
            "Hvor gamle er de?",
            "varmekart",
            ("aldersgruppe", "situasjon"),
        )
        ui.figurkort(
            "vanskeligstilte",
            "Er det barn i husstanden?",
            "stablet",
            ("situasjon", "barn"),
        )
        ui.figurkort(
            "uegnet_bolig",
            "Hvorfor er boligen uegnet?",
            "fordeling",
            ("uegnet_aarsak",),
        )
        ui.figurkort(
            "uegnet_bolig",
            "Hva anbefaler tjenestene for dem?",
            "fordeling",
            ("tilraadd_loesning",),
        )
        ui.figurkort(
            "lenge_vanskeligstilt",
            "Hvor mange har vært i situasjonen i over et halvt år?",
        )
    elif tema == STROEM:
        ui.figurkort("balansepunkt", "Hvor mange måneder tar det å hjelpe alle?")
        ui.regnskap("folk", "Hvem kom til, og hvem gikk ut?")
        ui.figurkort(
            "nye_vanskeligstilte",
            "Hvor kommer de fra?",
            "varmekart",
            ("kom_fra", "situasjon"),
        )
        ui.figurkort(
            "ute_av_situasjonen",
            "Hva endte det med?",
            "varmekart",
            ("utgang", "situasjon"),
        )
        ui.figurkort("nye_vanskeligstilte", "Kommer det flere til?", id="nye_utvikling")
        ui.figurkort("andel_loest", "Hvor mange kom ut med en bolig?")
    elif tema == BOLIGER:
        ui.regnskap("leid_ut", "Hvem flyttet inn og ut?")
        ui.regnskap("boliger", "Hvilke boliger kom til og gikk ut?")
        ui.regnskap("tomme", "Hvilke boliger ble tomme, og hvilke ble fylt?")
        ui.figurkort(
            "utflyttinger",
            "Hvor flyttet de som flyttet ut?",
            "fordeling",
            ("utflyttingsaarsak",),
        )
    elif tema == FOLKET:
        ui.statistikken("folket")
        ui.bosetting()
    elif tema == MARKEDET:
        ui.statistikken("markedet")
    else:
        ui.figurkort("midlertidig", "Hvor mange er i midlertidig botilbud?")
        ui.figurkort(
            "midlertidig_avsluttet",
            "Hvor lenge varer oppholdene?",
            "soeyler",
            ("varighet",),
        )
        ui.figurkort(
            "midlertidig_over_90", "Hvor mange opphold varer over tre måneder?"
        )
        ui.figurkort("midlertidig_barn", "Hvor mange barnefamilier bor midlertidig?")
        ui.figurkort("midlertidig_kostnad", "Hva koster et opphold?")
        ui.figurkort(
            "begjaeringer",
            "Hvorfor kommer det begjæringer om utkastelse?",
            "fordeling",
            ("utkastelsesaarsak",),
        )
        ui.figurkort("utkastelser", "Hvor mange blir kastet ut?")
        ui.figurkort(
            "begjaeringer_fulgt",
            "Hvor mange utkastelser blir avverget?",
            "soeyler",
            ("avverget",),
        )
        ui.figurkort("avverget", "Hvor stor del av utkastelsene blir avverget?")
        ui.figurkort("natthjem", "Hvor mange er på natthjem?")
