"""Det som skjer rundt husstandene: situasjoner, midlertidige opphold, utkastelser, virkemidler og
tjenester.

Som i `forutsetninger.py` er «V» et tall vi har funnet i en kilde, og «Antakelse» vårt eget anslag.
Tall per år gjelder fra året som står, og følger rette linjer fram til det neste.
"""

from typing import NamedTuple

FRA_AAR = 2012  # Situasjoner og tjenester må ha rukket å vare en stund før uttrekkene begynner.

# Hvem NAV og tjenestene kjenner uten at de bor i kommunal bolig. Antakelse.
GJENBRUK = 0.3  # så ofte er det en de kjenner fra før
KJENT_AAR = 4  # så lenge kjenner de husstanden
ANNEN_MAALGRUPPE = 0.003  # så ofte har to systemer ført husstanden i ulik målgruppe

# -------------------------------------------------------------------------- utkastelser

# V: om lag 20 begjæringer og 5 gjennomførte i året i en kommune på 12 000, og 25–30 prosent blir
# gjennomført.
BEGJAERINGER, GJENNOMFOERT = (15, 20), (4, 6)
KOMMUNALE_BEGJAERINGER = 0.3  # andel av de avvergede. Antakelse
UTKASTES = {
    "oekonomi": 38,
    "rop": 20,
    "barnefamilie": 20,
    "unge": 14,
    "loeslatt": 5,
    "flyktning": 3,
}  # Antakelse
BEGJAERING_TIL_UTKASTELSE = (25, 120)  # dager. Antakelse
AAPEN_BEGJAERING_DAGER = (
    90  # så lenge kan det gå før det er klart hvordan det gikk. Antakelse
)
# V: 92 prosent av begjæringene gjelder betalingsmislighold.
UTKASTELSE_AARSAK = {"husleie": 80, "laan": 12, "bomiljoe": 5, "utloept": 2, "annet": 1}
UTKASTELSE_AARSAK_KOMMUNAL = {"husleie": 88, "bomiljoe": 10, "utloept": 2}  # Antakelse
AVVERGET = {
    "nedbetaling": 42,
    "oekonomisk": 30,
    "oppfoelging": 12,
    "ny_bolig": 11,
    "annet": 5,
}  # Antakelse
AVVERGET_KOMMUNAL = {
    "nedbetaling": 44,
    "oekonomisk": 30,
    "oppfoelging": 22,
    "annet": 4,
}  # Antakelse

# ---------------------------------------------------------------- midlertidige botilbud

# Husstander som begynner et opphold. Antakelse, slik at 12–20 husstander i året har et opphold,
# flest i 2022 og 2023.
OPPHOLD = {
    2014: 12,
    2015: 12,
    2016: 14,
    2017: 11,
    2018: 11,
    2019: 13,
    2020: 10,
    2021: 13,
    2022: 16,
    2023: 15,
    2024: 13,
    2025: 11,
}
OPPHOLD_MED_BARN = (2, 3)  # av dem. Antakelse
OPPHOLD_FRA_SOEKNAD = 0.6  # andel som også har søkt kommunal bolig. Antakelse
OPPHOLD_ETTER_UTKASTELSE = 0.35  # Antakelse
OPPHOLD_GRUPPER = {
    "rop": 34,
    "oekonomi": 26,
    "loeslatt": 16,
    "unge": 16,
    "flyktning": 8,
}  # Antakelse
OPPHOLD_TYPER = {
    "akutt": 42,
    "hospits": 32,
    "overgangsbolig": 16,
    "krise": 10,
}  # Antakelse
# Dager: (vekt, kortest, lengst). V: «inntil 14 dager» og «over tre måneder» er det KOSTRA skiller
# på. Ellers antakelse.
OPPHOLD_DAGER = ((35, 1, 14), (37, 15, 90), (28, 95, 250))
NESTE_OPPHOLD = (
    0.15  # andel som flytter rett videre til et annet midlertidig botilbud. Antakelse
)
# Husstander uten barn som er tilbake i løpet av året, fordi det de flyttet til, ikke varte.
# Antakelse: det skjer mest når det er trangest om plassene, og det nye oppholdet varer som det
# forrige, men høyst en måned eller to. Uten disse har kommunen aldri tjue avsluttede opphold i ett
# år, og kan ikke vise hvor stor andel av dem som var korte eller lange.
TILBAKE = {2022: 7, 2023: 6}
TILBAKE_GRUPPER = {"rop": 60, "loeslatt": 16, "unge": 12, "oekonomi": 12}  # Antakelse
TILBAKE_ETTER, TILBAKE_HOEYST = (7, 60), (25, 60)  # dager. Antakelse
NATTHJEM, NATTHJEM_OPPHOLD, NATTHJEM_DAGER = (
    (1, 3),
    (1, 3),
    (1, 18),
)  # husstander i året. Antakelse
DOEGNPRIS = {
    "akutt": (800, 1300),
    "hospits": (750, 1200),
    "overgangsbolig": (700, 950),
    "krise": (1100, 1500),
    "natthjem": (700, 900),
}  # kroner. Antakelse

# -------------------------------------------------------------------------- kartlegging


class Situasjon(NamedTuple):
    """Husstandene på lista i én situasjon. Antakelser; V: 0,3–0,6 bostedsløse per 1000
    innbyggere.
    """

    antall: dict[int, int]  # til enhver tid
    fra_andre: float  # andel som også er i et annet register
    grupper: dict[str, float]
    dager: int  # median
    avklart_til: dict[str, float]
    gamle: float = 0.0  # andel som blir stående


KARTLAGT = {
    "uten_bolig": Situasjon(
        {2012: 5.2, 2019: 5.2, 2023: 6.4, 2026: 5.4},
        0.65,
        {"rop": 34, "oekonomi": 22, "loeslatt": 16, "unge": 20, "barnefamilie": 8},
        95,
        {
            "privat_leie": 48,
            "kommunal_bolig": 0,
            "institusjon": 16,
            "flyttet": 20,
            "annet": 14,
            "doed": 2,
        },
    ),
    "i_fare": Situasjon(
        {2012: 8, 2019: 7.6, 2023: 10, 2026: 8},
        0.5,
        {"oekonomi": 40, "barnefamilie": 24, "unge": 16, "rop": 20},
        130,
        {"beholdt": 62, "privat_leie": 22, "eid_bolig": 2, "flyttet": 10, "annet": 4},
        0.02,
    ),
    "uegnet_bolig": Situasjon(
        {2012: 9, 2019: 10, 2023: 12.6, 2026: 10},
        0.45,
        {
            "eldre": 28,
            "funksjonsnedsettelse": 22,
            "barnefamilie": 20,
            "rop": 10,
            "utviklingshemming": 12,
            "oekonomi": 8,
        },
        210,
        {
            "beholdt": 34,
            "privat_leie": 28,
            "eid_bolig": 14,
            "institusjon": 14,
            "flyttet": 6,
            "doed": 4,
        },
        0.04,
    ),
}
KARTLAGT_SPREDNING, KARTLAGT_DAGER = (
    0.6,
    (30, 425),
)  # spredningen i en lognormal fordeling, kortest og lengst

# De som er i institusjon eller fengsel når de kartlegges eller avklares, og når de skal ut. Antakelse.
UTSKRIVES_KJENT, I_INSTITUSJON = 0.6, (30, 240)  # andel, og dager
KARTLAGT_INNE, KARTLAGT_FOER_LOESLATELSE = 0.5, (10, 120)  # andel, og dager

# Hvorfor boligen er uegnet, og hva som er anbefalt. Antakelse.
UEGNET_IKKE_OPPGITT = 0.08
UEGNET_AARSAK = {
    "eldre": {"fysisk": 70, "standard": 18, "trang": 4, "bomiljoe": 8},
    "funksjonsnedsettelse": {"fysisk": 78, "standard": 10, "trang": 8, "bomiljoe": 4},
    "utviklingshemming": {"fysisk": 34, "bomiljoe": 34, "trang": 18, "standard": 14},
    "barnefamilie": {"trang": 62, "standard": 22, "bomiljoe": 16},
    "rop": {"bomiljoe": 50, "standard": 36, "trang": 14},
    "": {"standard": 45, "trang": 35, "bomiljoe": 20},
}
TILRAADD_LOESNING = {
    "trang": {"kommunal": 45, "egen": 50, "oppfoelging": 5},
    "standard": {"utbedring": 34, "kommunal": 36, "egen": 30},
    "fysisk": {"utbedring": 52, "omsorg": 40, "kommunal": 8},
    "bomiljoe": {"oppfoelging": 40, "kommunal": 40, "egen": 20},
}

# -------------------------------------------------------------------------- virkemidler


class Ordning(NamedTuple):
    """Saker om ett virkemiddel. Antakelser; V: om lag 16 startlån i året à 1,8 mill. kroner i en
    kommune på 12 000.
    """

    innvilget: tuple[int, int]  # i året
    avslag: tuple[int, int]
    trukket: tuple[int, int]
    grupper: dict[str, float]
    behandlingstid: int  # median, dager
    beloep: tuple[
        int, float, int
    ]  # median, spredning, rundes av til. Null er ikke noe beløp
    varighet: tuple[int, int] | None = None  # dager
    kommunal: float = (
        0.0  # andel av de andre sakene som gjelder leietakere i kommunal bolig
    )
    prisvekst: float = 0.02


ORDNINGER = {
    "startlaan": Ordning(
        (15, 18),
        (13, 15),
        (2, 4),
        {
            "barnefamilie": 48,
            "oekonomi": 18,
            "unge": 12,
            "flyktning": 14,
            "funksjonsnedsettelse": 8,
        },
        34,
        (1_600_000, 0.25, 10_000),
    ),
    "tilskudd": Ordning(
        (5, 10),
        (2, 4),
        (0, 1),
        {"funksjonsnedsettelse": 48, "eldre": 36, "barnefamilie": 16},
        42,
        (95_000, 0.6, 1_000),
    ),
    "kommunal_bostoette": Ordning(
        (5, 12),
        (2, 5),
        (0, 1),
        {"oekonomi": 50, "barnefamilie": 30, "eldre": 20},
        24,
        (1_700, 0.3, 10),
        (365, 365),
        kommunal=0.4,
    ),
    "depositum": Ordning(
        (25, 34),
        (3, 6),
        (1, 3),
        {"oekonomi": 36, "unge": 22, "barnefamilie": 18, "flyktning": 14, "rop": 10},
        6,
        (29_000, 0.25, 500),
        (1096, 1096),
    ),
    "raadgivning": Ordning(
        (40, 52),
        (1, 3),
        (3, 6),
        {"oekonomi": 46, "barnefamilie": 24, "rop": 16, "unge": 14},
        11,
        (0, 0, 1),
        (60, 420),
        kommunal=0.25,
    ),
    "leie_til_eie": Ordning(
        (1, 3),
        (0, 1),
        (0, 0),
        {"barnefamilie": 60, "flyktning": 30, "oekonomi": 10},
        45,
        (0, 0, 1),
        (1096, 1096),
        kommunal=1.0,
    ),
}
BEHANDLING_SPREDNING = 0.45
STARTLAAN_VED_KJOEP = (
    0.75  # andel av leietakerne som kjøper bolig med startlån. Antakelse
)
STARTLAAN_UBRUKT = 0.2  # V: 19–26 prosent av finansieringsbevisene blir ikke brukt
# Etter avslag på kommunal bolig fordi annen hjelp passer bedre. Antakelse.
ANNEN_HJELP = {"startlaan": 40, "depositum": 25, "raadgivning": 25, "": 10}
ANNEN_HJELP_INNVILGET = 0.6
DEPOSITUM_VED_PRIVAT_LEIE = (
    0.3  # andel av leietakerne som flytter til privat leie. Antakelse
)
HJELP_FOER_SOEKNAD = (
    0.06  # andel av søkerne som fikk depositum eller rådgivning året før. Antakelse
)
RAADGIVNING_VED_BEGJAERING = 0.4  # Antakelse
DEPOSITUM_FOER_UTKASTELSE = (
    0.2  # andel av de private leietakerne som ble kastet ut. Antakelse
)
TENKETID = (15, 150)  # dager fra avslaget til neste søknad. Antakelse

# V: 150–190 husstander og 2 800–3 300 kroner i måneden i en kommune på 12 000. Regelverket ble
# mildere i 2022 (V).
BOSTOETTE = {2012: 178, 2016: 172, 2021: 156, 2022: 166, 2023: 182, 2026: 170}
BOSTOETTE_KOMMUNAL = 0.5  # andel som leier av kommunen. Antakelse
BOSTOETTE_GRUPPER = {
    "oekonomi": 28,
    "eldre": 20,
    "funksjonsnedsettelse": 18,
    "barnefamilie": 18,
    "flyktning": 10,
    "unge": 6,
}  # Antakelse
BOSTOETTE_MAANEDER = (30, 0.8)  # median og spredning. Antakelse
BOSTOETTE_KR, BOSTOETTE_SPREDNING, BOSTOETTE_VEKST = 2750, 0.28, 0.012
BOSTOETTE_AVSLAG = (14, 22)  # i året. Antakelse

# ---------------------------------------------------------------------------- tjenester


class Tjenestetype(NamedTuple):
    """En tjeneste. Alt er antakelser. «Kommunal» er andelen som bor i kommunal bolig."""

    antall: dict[int, int]  # husstander som har tjenesten til enhver tid
    grupper: dict[str, float]
    kommunal: float
    dager: tuple[int, float]  # median og spredning
    enhet: dict[str, float]
    henvist_fra: dict[str, float]
    timer: tuple[float, float] | None  # median og spredning, per uke


TJENESTER = {
    "booppfoelging": Tjenestetype(
        {2012: 40, 2016: 42, 2023: 52, 2026: 58},
        {"rop": 60, "unge": 10, "oekonomi": 12, "loeslatt": 12, "flyktning": 6},
        0.6,
        (620, 0.7),
        {"psykisk_rus": 78, "nav": 22},
        {
            "nav": 34,
            "tildeling": 26,
            "spesialist": 16,
            "psykisk_rus": 10,
            "eiendom": 6,
            "selv": 8,
        },
        (3.0, 0.5),
    ),
    "rop_team": Tjenestetype(
        {2012: 24, 2016: 26, 2026: 34},
        {"rop": 88, "loeslatt": 12},
        0.55,
        (800, 0.7),
        {"psykisk_rus": 1},
        {"spesialist": 40, "nav": 26, "fastlege": 22, "selv": 8, "tildeling": 4},
        (2.5, 0.4),
    ),
    "miljoearbeid": Tjenestetype(
        {2012: 26, 2026: 32},
        {"utviklingshemming": 90, "funksjonsnedsettelse": 10},
        0.75,
        (2200, 0.6),
        {"habilitering": 1},
        {"tildeling": 58, "barn_familie": 18, "selv": 16, "spesialist": 8},
        (16.0, 0.6),
    ),
    "hjemmesykepleie": Tjenestetype(
        {2012: 54, 2026: 66},
        {"eldre": 70, "funksjonsnedsettelse": 16, "rop": 14},
        0.5,
        (520, 0.8),
        {"hjemmetjenesten": 1},
        {"fastlege": 34, "spesialist": 30, "tildeling": 22, "selv": 14},
        (4.0, 0.6),
    ),
    "praktisk_bistand": Tjenestetype(
        {2012: 56, 2026: 64},
        {"eldre": 64, "funksjonsnedsettelse": 26, "rop": 10},
        0.5,
        (680, 0.7),
        {"hjemmetjenesten": 92, "habilitering": 8},
        {"tildeling": 44, "selv": 34, "fastlege": 22},
        (1.5, 0.5),
    ),
    "bpa": Tjenestetype(
        {2012: 3, 2020: 4, 2026: 5},
        {"funksjonsnedsettelse": 1},
        0.4,
        (2600, 0.4),
        {"habilitering": 1},
        {"tildeling": 60, "selv": 40},
        (38.0, 0.4),
    ),
    "flyktningtjeneste": Tjenestetype(
        {
            2012: 20,
            2016: 27,
            2018: 25,
            2021: 16,
            2022: 22,
            2023: 44,
            2024: 48,
            2026: 26,
        },
        {"flyktning": 1},
        0.75,
        (730, 0.2),
        {"flyktning": 1},
        {"selv": 40, "nav": 30, "barn_familie": 20, "tildeling": 10},
        (4.0, 0.4),
    ),
    "ergoterapi": Tjenestetype(
        {2012: 19, 2026: 21},
        {"eldre": 56, "funksjonsnedsettelse": 38, "utviklingshemming": 6},
        0.4,
        (80, 0.4),
        {"rehabilitering": 1},
        {"hjemmetjenesten": 34, "fastlege": 26, "spesialist": 16, "selv": 24},
        None,
    ),
}
HENVIST_LOESLATT = {
    "kriminalomsorg": 62,
    "nav": 24,
    "selv": 14,
}  # når tjenesten ellers ikke følger av bosettingen
# Dager fra henvisning til oppstart (median). Lengre fram til 2023, kortere etterpå. Antakelse.
OPPSTART_DAGER, OPPSTART_SPREDNING, OPPSTART_GRENSER = (
    {2012: 24, 2016: 25, 2023: 44, 2026: 27},
    0.55,
    (3, 120),
)
TIMER_HOEYST = 112  # per uke: to assistenter eller miljøarbeidere hele dagen. Antakelse
ALDRI_OPPSTART = 0.07  # så mange henvisninger i tillegg blir det ikke noe av. Antakelse
FLERE_TJENESTER = (
    0.5  # så ofte går tjenesten til en husstand som har en annen fra før. Antakelse
)
# Andel som får koordinator når de får en tjeneste, etter hvor mange de har da, og veksten hvert år.
# Antakelse.
KOORDINATOR, KOORDINATOR_VEKST = {1: 0.01, 2: 0.04, 3: 0.14}, 0.012
INDIVIDUELL_PLAN = 0.6  # av dem med koordinator. Antakelse
