"""Alt eksempelkommunen bygger på, samlet: hvem som søker, hvordan boligene er, hvor lenge folk bor.

«V» er et tall vi har funnet i en kilde (SSB, Husbanken). «Antakelse» er vårt eget anslag, valgt
slik at helheten blir troverdig. Ingen av tallene gjelder en virkelig kommune.
"""

import datetime as dt
from typing import NamedTuple

# Antakelse: frøet er valgt slik at tilfeldigheter i den lille kommunen ikke skjuler historien
# under.
FROE = 650

# Historien: køen vokser fra 2019 fordi det blir flere eldre, og fra 2022 fordi kommunen bosetter
# mange flyktninger. I 2024 åpner et bygg med heldøgns bemanning og flere vanlige boliger, og køen
# begynner å gå ned. (Antakelse)
VARMKJOERING_FRA = (
    1996  # Leieforholdene må ha rukket å bli gamle før uttrekket begynner.
)
FOERSTE_AAR = 2016
PER_DATO = dt.date(2025, 12, 31)
I_DAG = dt.date(2026, 1, 15)  # Dagen sidene til Fjordvik står stille på.

KOMMUNENAVN = "Fjordvik"
# Om lag ni plasser per hundre innbyggere over 80 år. (Antakelse)
SYKEHJEMSPLASSER = 62
KOMMUNENUMMER = "9901"  # Ikke i bruk i Norge.
LANDET = "0000"

# Område: (andel av boligene, andel av søknadene). Antakelse. Fjelldal har ingen kommunale boliger,
# Ytterøya svært få.
OMRAADER = {
    "Sentrum": (0.60, 0.58),
    "Nordbygda": (0.17, 0.16),
    "Sundet": (0.215, 0.19),
    "Ytterøya": (0.015, 0.03),
    "Fjelldal": (0.0, 0.04),
}


class Gruppe(NamedTuple):
    """Forutsetninger for én målgruppe. Antakelser, avstemt slik at fordelingen av nyinnflyttede
    ligner SSBs.

    V: 35–40 % av de nyinnflyttede trenger tilrettelagt bolig, 20–30 % er flyktninger, om lag 22 %
    har psykiske lidelser eller rusproblemer, og 13–17 % har andre grunner.
    """

    soeknader: float  # nye søknader i et vanlig år
    innvilget: float  # andel av vedtakene som er innvilget eller avslag
    botid: float  # år i boligen om ingen avslag, bytte eller kontraktslutt kommer først
    # formen i Weibull-fordelingen: over 1 gir færre svært korte og svært lange botider
    botid_form: float
    boligtyper: dict[str, float]  # hva gruppen søker om
    situasjon: dict[str, float]
    alder: tuple[int, int]
    personer: tuple[float, ...]  # vekt for 1, 2, 3 ... personer
    flytter_til: dict[str, float]
    andre_grupper: dict[str, float] = {}  # andel som også hører til en annen gruppe
    rullestol: float = 0.0


def _situasjon(
    uten_bolig: float, i_fare: float, uegnet_bolig: float
) -> dict[str, float]:
    return {"uten_bolig": uten_bolig, "i_fare": i_fare, "uegnet_bolig": uegnet_bolig}


GRUPPER = {
    "flyktning": Gruppe(
        soeknader=6.8,
        innvilget=0.93,
        botid=7.5,
        botid_form=1.5,
        boligtyper={"flyktningbolig": 65, "ordinaer": 35},
        situasjon=_situasjon(80, 5, 15),
        alder=(19, 58),
        personer=(50, 20, 12, 15, 12, 6, 3),
        flytter_til={"privat_leie": 46, "eid_bolig": 20, "flyttet": 26, "annet": 8},
        andre_grupper={"barnefamilie": 0.20, "oekonomi": 0.10},
        rullestol=0.02,
    ),
    "rop": Gruppe(
        soeknader=13.0,
        innvilget=0.62,
        botid=12.8,
        botid_form=1.1,
        boligtyper={
            "ordinaer": 51,
            "bofellesskap": 12,
            "robust": 5,
            "heldoegns": 6,
            "overgang": 11,
            "midlertidig": 20,
        },
        situasjon=_situasjon(42, 30, 28),
        alder=(21, 62),
        personer=(9, 1),
        flytter_til={
            "privat_leie": 32,
            "institusjon": 18,
            "utkastelse": 14,
            "flyttet": 12,
            "doed": 12,
            "annet": 10,
            "eid_bolig": 2,
        },
        andre_grupper={"oekonomi": 0.30, "loeslatt": 0.08},
        rullestol=0.03,
    ),
    "utviklingshemming": Gruppe(
        soeknader=2.4,
        innvilget=0.88,
        botid=24.0,
        botid_form=1.3,
        boligtyper={"bofellesskap": 62, "heldoegns": 30, "ordinaer": 8},
        situasjon=_situasjon(3, 7, 90),
        alder=(19, 45),
        personer=(1,),
        flytter_til={
            "institusjon": 35,
            "doed": 30,
            "flyttet": 15,
            "eid_bolig": 8,
            "annet": 12,
        },
        andre_grupper={"funksjonsnedsettelse": 0.25},
        rullestol=0.15,
    ),
    "funksjonsnedsettelse": Gruppe(
        soeknader=4.4,
        innvilget=0.75,
        botid=13.0,
        botid_form=1.2,
        boligtyper={"omsorgsbolig": 55, "ordinaer": 30, "heldoegns": 15},
        situasjon=_situasjon(5, 10, 85),
        alder=(24, 66),
        personer=(7, 3),
        flytter_til={
            "eid_bolig": 20,
            "privat_leie": 20,
            "institusjon": 25,
            "doed": 20,
            "flyttet": 10,
            "annet": 5,
        },
        andre_grupper={"oekonomi": 0.15},
        rullestol=0.55,
    ),
    "eldre": Gruppe(
        soeknader=11.0,
        innvilget=0.80,
        botid=7.6,
        botid_form=1.25,
        boligtyper={"omsorgsbolig": 60, "heldoegns": 34, "ordinaer": 6},
        situasjon=_situasjon(1, 4, 95),
        alder=(70, 95),
        personer=(8, 2),
        flytter_til={
            "doed": 44,
            "institusjon": 42,
            "flyttet": 6,
            "privat_leie": 3,
            "annet": 5,
        },
        andre_grupper={"funksjonsnedsettelse": 0.30},
        rullestol=0.45,
    ),
    "unge": Gruppe(
        soeknader=5.8,
        innvilget=0.27,
        botid=5.5,
        botid_form=1.4,
        boligtyper={"ordinaer": 85, "overgang": 15},
        situasjon=_situasjon(40, 30, 30),
        alder=(18, 27),
        personer=(9, 1),
        flytter_til={
            "privat_leie": 62,
            "eid_bolig": 12,
            "flyttet": 18,
            "annet": 6,
            "utkastelse": 2,
        },
        andre_grupper={"oekonomi": 0.35, "rop": 0.10},
    ),
    "barnefamilie": Gruppe(
        soeknader=5.4,
        innvilget=0.49,
        botid=9.0,
        botid_form=1.4,
        boligtyper={"ordinaer": 88, "midlertidig": 12},
        situasjon=_situasjon(15, 45, 40),
        alder=(24, 45),
        personer=(0, 30, 40, 30, 15, 5),
        flytter_til={
            "eid_bolig": 44,
            "privat_leie": 38,
            "flyttet": 13,
            "utkastelse": 2,
            "annet": 3,
        },
        andre_grupper={"oekonomi": 0.50},
    ),
    "oekonomi": Gruppe(
        soeknader=6.8,
        innvilget=0.28,
        botid=11.0,
        botid_form=1.2,
        boligtyper={"ordinaer": 62, "midlertidig": 38},
        situasjon=_situasjon(30, 45, 25),
        alder=(25, 66),
        personer=(8, 2),
        flytter_til={
            "privat_leie": 48,
            "eid_bolig": 18,
            "utkastelse": 9,
            "flyttet": 14,
            "doed": 4,
            "annet": 7,
        },
        andre_grupper={"rop": 0.10},
    ),
    "loeslatt": Gruppe(
        soeknader=2.2,
        innvilget=0.55,
        botid=6.0,
        botid_form=1.1,
        boligtyper={"ordinaer": 37, "midlertidig": 36, "overgang": 22, "robust": 5},
        situasjon=_situasjon(85, 10, 5),
        alder=(20, 55),
        personer=(1,),
        flytter_til={
            "privat_leie": 40,
            "institusjon": 20,
            "flyttet": 20,
            "utkastelse": 10,
            "annet": 10,
        },
        andre_grupper={"rop": 0.55, "oekonomi": 0.20},
    ),
    "uten_behovsproeving": Gruppe(
        soeknader=2.2,
        innvilget=0.85,
        botid=3.2,
        botid_form=1.5,
        boligtyper={"ordinaer": 1},
        situasjon=_situasjon(10, 5, 85),
        alder=(25, 55),
        personer=(5, 3, 1, 1),
        flytter_til={"eid_bolig": 40, "privat_leie": 25, "flyttet": 35},
    ),
}

# Andel av husstander med flere personer som har to voksne. Resten av personene er barn. Antakelse.
TO_VOKSNE = {"barnefamilie": 0.4, "flyktning": 0.8, "rop": 0.7, "andre": 1.0}

# Nye søknader i forhold til et vanlig år. Antakelse, etter forløpet i bosettingen av flyktninger i
# landet (V).
AARSVEKT = {
    "flyktning": {
        2015: 1.2,
        2016: 1.9,
        2017: 1.5,
        2018: 1.0,
        2019: 0.9,
        2020: 0.7,
        2021: 0.9,
        2022: 3.2,
        2023: 3.2,
        2024: 1.5,
        2025: 0.9,
    },
}
# Antakelse: gruppene vokser med de eldste aldersgruppene, og flere med rus og psykisk helse søker.
VEKST_PER_AAR = {"eldre": 0.03, "funksjonsnedsettelse": 0.02, "rop": 0.02}
KORONA = {2020: 0.92}  # Antakelse: litt færre søknader i 2020.
# Antakelse: pågangen før uttrekket er satt slik at boligene er nesten fulle i 2016.
VEKT_FOER = 1.35

# Fram til 2020 ble psykisk lidelse, rus og begge deler (ROP) registrert hver for seg (V).
# Fordelingen er en antakelse.
UNDERGRUPPER = {"psykisk": 0.45, "rus": 0.30, "rop": 0.25}
NY_INNDELING = 2020

# Hvor mange av søkerne i hver målgruppe, og i de andre, som trenger en bolig som er tilpasset dem. Antakelse.
TRENGER_TILPASSET = {
    "funksjonsnedsettelse": 0.75,
    "eldre": 0.55,
    "utviklingshemming": 0.45,
    "andre": 0.07,
}

# Botid i boliger som er ment for en kort periode, uansett målgruppe (år). Antakelse.
BOTID_BOLIGTYPE = {"midlertidig": 0.9, "overgang": 1.8}

# Behandling av søknader. Antakelser. V: om lag en tredel av alle søknader får avslag.
TRUKKET, AVVIST = 0.05, 0.02  # andel av de nye søknadene
BEHANDLINGSTID, BEHANDLINGSTID_SPREDNING = (
    34,
    0.55,
)  # median i dager, og spredningen i en lognormal fordeling
BEHANDLINGSTID_RASK = {"midlertidig": 3, "flyktningbolig": 14, "overgang": 14}
KLAGE, OMGJORT = 0.10, 0.25  # andel av avslagene, andel av klagene
KLAGEBEHANDLING_DAGER = (50, 110)
SOEKER_IGJEN_ETTER_AVSLAG = 0.12
SOEKER_IGJEN_ETTER_UTFLYTTING = 0.05
AVSLAGSGRUNNER = {
    "ikke_vanskeligstilt": 38,
    "kan_skaffe_selv": 26,
    "botid": 12,
    "annen_hjelp": 16,
    "mangler_opplysning": 8,
}
FRAFALL_PER_AAR = 0.20  # hvor fort de som venter, faller fra
FRAFALL_AARSAK = {"annen_loesning": 50, "trukket": 26, "flyttet": 24}
DOED_MENS_DE_VENTER = 0.6  # andel av frafallet blant eldre
TAKKER_NEI = 0.06

# Tildeling og tomgang. Antakelser: det finnes ingen nasjonal statistikk over ventetid, botid eller
# tomgangstid.
MOETE_HVER_DAG = 14  # tildelingsmøte annenhver uke
FORTRINN_DAGER = (
    150  # så mye lenger kan en husstand uten bolig eller med barn sies å ha ventet
)
OPPUSSING, OPPUSSING_SPREDNING = 28, 0.7  # som for behandlingstiden
OPPUSSING_RASK = {"midlertidig": 7, "overgang": 14, "heldoegns": 18, "bofellesskap": 24}
STORSKADE, STORSKADE_DAGER = (
    0.035,
    (300, 900),
)  # noen boliger blir stående lenge med skade
INNFLYTTING_DAGER = (8, 30)  # fra tildeling til innflytting
OENSKET_OMRAADE_DAGER = 100  # så lenge venter en husstand på bolig i området den ønsker
UTEN_OMRAADE = {
    "heldoegns",
    "flyktningbolig",
    "midlertidig",
    "overgang",
    "robust",
}  # her velger ikke husstanden område
UTEN_STOERRELSE = {
    "omsorgsbolig",
    "bofellesskap",
    "heldoegns",
}  # her er boligene like store
LEMPES_ETTER = (
    70  # så lenge står en bolig klar før en litt mindre eller større husstand får den
)
# En bolig som har stått en stund uten at noen på egen liste passer, kan gå til den som venter på en
# annen type.
ALTERNATIV = {
    "ordinaer": ("flyktningbolig",),
    "flyktningbolig": ("ordinaer",),
    "omsorgsbolig": ("ordinaer",),
}
ALTERNATIV_ETTER = 45

# Kontrakter. Husleieloven § 9-3: minst tre år (V). Omsorgsbolig og liknende har kontrakt uten
# sluttdato (antakelse).
KONTRAKT_DAGER = {
    "ordinaer": 1096,
    "flyktningbolig": 1096,
    "robust": 1096,
    "overgang": 548,
    "midlertidig": 183,
}
FLYTTER_VED_KONTRAKTSLUTT = (
    0.35  # av dem som ellers ville flyttet innen et halvt år før eller etter
)
FORNYES_ETTER_SOEKNAD = 0.35
FORNYES_FOR_SENT = 0.25  # av dem som fornyes uten søknad
UTFALL_FORLENGELSE = {"innvilget": 0.85, "avslag": 0.11, "trukket": 0.04}
BYTTE_PER_AAR = {"ordinaer": 0.05, "flyktningbolig": 0.05, "omsorgsbolig": 0.02}
UTFALL_BYTTE = {"innvilget": 0.56, "avslag": 0.36, "trukket": 0.08}
FLERE_BARN_VED_BYTTE = 0.6  # av barnefamiliene som søker bytte
VIDERE_FRA_KORTTID = (
    0.65  # søker varig bolig mens de bor i midlertidig bolig eller overgangsbolig
)


class Boliggruppe(NamedTuple):
    """En gruppe boliger i registeret. `i_bruk` er første og siste dato de tas i bruk; ellers fra
    byggeåret.

    `omraade` er satt når alle ligger samme sted.
    """

    boligtype: str
    disposisjonsform: str
    antall: int
    byggeaar: tuple[int, int]
    i_bruk: tuple[str, str] | None = None
    omraade: str | None = None


# Boligmassen: om lag 330 boliger i bruk ved utgangen av 2025, 250 eid, 48 innleid og 32 med
# disposisjonsrett. Fordelingen på disposisjonsform er som i landet (V); fordelingen på boligtype er
# en antakelse.
BOLIGMASSE = (
    Boliggruppe("ordinaer", "eid", 94, (1955, 2014)),
    Boliggruppe("ordinaer", "eid", 12, (1984, 2021), ("2022-05-01", "2025-03-01")),
    Boliggruppe("ordinaer", "innleid", 20, (1962, 2009), ("2009-01-01", "2015-06-01")),
    Boliggruppe("ordinaer", "innleid", 8, (1970, 2016), ("2017-03-01", "2021-09-01")),
    Boliggruppe("ordinaer", "disposisjonsrett", 20, (1992, 2014)),
    Boliggruppe(
        "ordinaer", "disposisjonsrett", 6, (2018, 2020), ("2018-08-01", "2020-12-01")
    ),
    Boliggruppe("flyktningbolig", "eid", 6, (1965, 1994)),
    Boliggruppe(
        "flyktningbolig", "innleid", 8, (1968, 2010), ("2011-02-01", "2015-12-01")
    ),
    Boliggruppe(
        "flyktningbolig", "innleid", 10, (1970, 2018), ("2022-06-01", "2023-09-01")
    ),
    Boliggruppe("flyktningbolig", "disposisjonsrett", 3, (1988, 2012)),
    Boliggruppe("robust", "eid", 2, (2008, 2012)),
    Boliggruppe(
        "robust", "eid", 2, (2018, 2018), ("2018-11-01", "2018-11-01"), "Nordbygda"
    ),
    Boliggruppe("overgang", "eid", 3, (1978, 1999)),
    Boliggruppe("overgang", "innleid", 1, (1985, 1985), ("2014-04-01", "2014-04-01")),
    Boliggruppe("midlertidig", "eid", 2, (1972, 1988)),
    Boliggruppe(
        "midlertidig", "innleid", 4, (1975, 2006), ("2008-01-01", "2016-10-01")
    ),
    Boliggruppe("omsorgsbolig", "eid", 71, (1979, 2011)),
    Boliggruppe("omsorgsbolig", "disposisjonsrett", 3, (2003, 2008)),
    Boliggruppe("bofellesskap", "eid", 27, (1991, 2013)),
    Boliggruppe("bofellesskap", "innleid", 3, (1996, 2002)),
    Boliggruppe("heldoegns", "eid", 33, (1996, 2012)),
    Boliggruppe(
        "heldoegns", "eid", 12, (2023, 2023), ("2024-03-01", "2024-03-01"), "Sentrum"
    ),
)


class Avhending(NamedTuple):
    """Vedtak om å kvitte seg med boliger. Boligene tas ut når leietakeren flytter."""

    fra: str
    boligtype: str
    disposisjonsform: str
    antall: int


AVHENDINGER = (  # Antakelse.
    Avhending("2017-01-01", "ordinaer", "eid", 2),
    Avhending("2018-06-01", "ordinaer", "innleid", 2),
    Avhending("2019-01-01", "ordinaer", "eid", 2),
    Avhending("2019-06-01", "flyktningbolig", "innleid", 2),
    Avhending("2021-01-01", "ordinaer", "eid", 3),
    Avhending("2021-06-01", "omsorgsbolig", "eid", 2),
    Avhending("2022-01-01", "ordinaer", "innleid", 2),
    Avhending("2023-02-01", "omsorgsbolig", "eid", 2),
    Avhending("2024-02-01", "ordinaer", "eid", 2),
    Avhending("2025-06-01", "ordinaer", "eid", 2),
)


# Tilstandsgrad: eldre boliger er oftere i dårlig stand (TG 2 og 3), men mange er pusset opp.
# Antakelse.
DAARLIG_PER_AAR, DAARLIG_HOEYST, TG3_AV_DAARLIG = 0.0077, 0.45, 0.28

UTLEID_VED_START = 0.92  # V: utleiegraden i landet er litt under 92 prosent.


class Boligfakta(NamedTuple):
    """Hvordan boligene av én type ser ut. Antakelser; andelen for rullestol er avstemt mot landet,
    46–50 % (V).
    """

    soverom: tuple[float, ...]  # vekt for 0, 1, 2 ... soverom
    areal: tuple[int, int]  # m² uten soverom, m² per soverom
    rullestol: float
    leie: tuple[int, int]  # kroner per måned: fast, per m²


BOLIGFAKTA = {
    "ordinaer": Boligfakta((14, 34, 28, 18, 6), (26, 17), 0.27, (3100, 92)),
    "flyktningbolig": Boligfakta((4, 34, 26, 22, 14), (26, 17), 0.12, (3200, 94)),
    "robust": Boligfakta((0, 1), (24, 14), 0.50, (3600, 80)),
    "overgang": Boligfakta((2, 2), (24, 15), 0.25, (3300, 85)),
    "midlertidig": Boligfakta((2, 3, 1), (22, 15), 0.20, (4200, 95)),
    "omsorgsbolig": Boligfakta((0, 74, 26), (34, 17), 0.74, (4600, 88)),
    "bofellesskap": Boligfakta((2, 8), (26, 14), 0.66, (4800, 84)),
    "heldoegns": Boligfakta((1, 9), (28, 15), 0.97, (5600, 92)),
}

# Innbyggere 1. januar, med rette linjer mellom årene. Avstemt mot virkelige kommuner på samme
# størrelse: 12 000 i 2021, og 620 som er 80 år eller eldre (V). Resten er antakelser.
FOLKETALL = {
    "0-17": {2016: 2480, 2021: 2330, 2024: 2345, 2026: 2290},
    "18-24": {2016: 1010, 2021: 930, 2024: 935, 2026: 915},
    "25-49": {2016: 3720, 2021: 3600, 2024: 3660, 2026: 3625},
    "50-66": {2016: 2590, 2021: 2680, 2024: 2640, 2026: 2600},
    "67-79": {2016: 1560, 2021: 1840, 2024: 1870, 2026: 1880},
    "80-89": {2016: 470, 2021: 500, 2024: 545, 2026: 575},
    "90+": {2016: 115, 2021: 120, 2024: 122, 2026: 125},
}
# Framskrevet: 80 år og eldre 800 i 2032 og 1 010 i 2040, alle om lag 11 900 i 2032 (lav 11 600, høy
# 12 150) (V for en kommune av samme størrelse). De andre aldersgruppene er antakelser.
FRAMSKREVET = {
    "MMMM": {
        "alle": {2032: 11900, 2040: 11720},
        "0-17": {2032: 2080, 2040: 1990},
        "67-79": {2032: 1950, 2040: 1930},
        "80+": {2032: 800, 2040: 1010},
    },
    "LLML": {
        "alle": {2032: 11600, 2040: 11050},
        "0-17": {2032: 1960, 2040: 1740},
        "67-79": {2032: 1930, 2040: 1890},
        "80+": {2032: 785, 2040: 965},
    },
    "HHMH": {
        "alle": {2032: 12150, 2040: 12350},
        "0-17": {2032: 2190, 2040: 2240},
        "67-79": {2032: 1965, 2040: 1975},
        "80+": {2032: 815, 2040: 1060},
    },
}

# KOSTRA-tall som ikke følger av det som skjer i verdenen. Antakelser, i størrelse som i virkelige
# kommuner.
KOSTRA_HJEMMETJENESTER_80 = {
    2015: 31.6,
    2016: 31.2,
    2017: 30.9,
    2018: 30.7,
    2019: 30.3,
    2020: 30.0,
    2021: 29.5,
    2022: 28.9,
    2023: 28.2,
    2024: 27.6,
    2025: 27.0,
}  # V: 30 → 27 prosent 2020–2025
LANDET_PER_1000 = {
    2015: 20.8,
    2016: 20.9,
    2017: 20.6,
    2018: 20.3,
    2019: 20.2,
    2020: 20.2,
    2021: 20.1,
    2022: 20.4,
    2023: 21.1,
    2024: 21.1,
    2025: 21.0,
}  # V for 2015, 2016 og 2020–2023, ellers antakelse
LANDET_NYINNFLYTTEDE = {
    2015: 13900,
    2016: 14500,
    2017: 14200,
    2018: 13600,
    2019: 13000,
    2020: 12700,
    2021: 12900,
    2022: 15600,
    2023: 16400,
    2024: 15000,
    2025: 14100,
}  # V for 2016, ellers antakelse
KOSTRA_MANGLER = 2018  # Skjema 13 ble ikke levert dette året.
KOSTRA_FORELOEPIG = 2025
# Midlertidig botilbud er ført ti ganger for høyt dette året, slik det iblant skjer.
KOSTRA_FEIL = 2019

# Hvor mye som ikke er fylt ut i registrene. Antakelse.
MANGLER = 0.02
PASSER_IKKE_ETTER = (
    90  # dager en klar bolig har stått før registeret sier at ingen som venter, passer
)
