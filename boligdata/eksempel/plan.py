"""Handlingsdelen og byggeplanene til Fjordvik, skrevet slik en boligsosial plan for 2022–2032 kunne vært.

Alt er antakelser. Startverdiene er eksempelkommunens egne tall året før tiltaket begynte.
"""

from typing import NamedTuple

MAAL_BOLIGMASSE = "Nok boliger av riktig type"
MAAL_VEI = "Kort vei til egnet bolig"
MAAL_LEIE = "Trygg leie og videre boligkarriere"
MAAL_SAMORDNING = "Samordnede tjenester"
HELSE, NAV, EIENDOM, TILDELING = "Helse og omsorg", "Nav Fjordvik", "Fjordvik Eiendom KF", "Tildelingskontoret"
PLAN, INTEGRERING = "Plan og utbygging", "Flyktningtjenesten"
HUSBANKEN = "Investeringstilskudd og lån fra Husbanken"


class Tiltak(NamedTuple):
    """Ett tiltak, med milepæler som (tittel, frist, nådd)."""

    nr: str
    tittel: str
    maal: str
    nasjonalt_maal: int
    maalgrupper: str
    boligtype: str
    antall: int | None
    ansvarlig: str
    samarbeid: str
    start: str
    frist: str
    budsjett: int | None
    finansiering: str
    funksjon: int | None
    indikator: str
    startverdi: float | None
    maaltall: float | None
    virkning: str
    virkning_kilde: str
    milepaeler: tuple[tuple[str, str, str], ...]


TILTAK = (
    Tiltak(
        "1.1", "Bygge tolv boliger med heldøgns bemanning", MAAL_BOLIGMASSE, 3, "Eldre, Fysisk funksjonsnedsettelse",
        "Bolig med heldøgns bemanning", 12, HELSE, EIENDOM, "2022-03-01", "2024-03-01", 62_400_000, HUSBANKEN, 265,
        "heldoegnsdekning", 5.3, 6.5, "12 flere boliger", "Byggeprogrammet",
        (("Byggeprogram vedtatt", "2022-06-15", "2022-06-22"), ("Byggestart", "2022-11-01", "2022-12-05"),
         ("Innflytting", "2024-03-01", "2024-03-01")),
    ),
    Tiltak(
        "1.2", "Kjøpe tolv vanlige boliger i sentrum", MAAL_BOLIGMASSE, 2, "Barnefamilier, Økonomisk vanskeligstilte",
        "Ordinær utleiebolig", 12, EIENDOM, NAV, "2022-02-09", "2025-03-31", 34_800_000, "Tilskudd til utleieboliger",
        265, "venteliste", 24, 20, "12 flere boliger", "Kjøpekontraktene",
        (("Fire boliger kjøpt", "2022-12-31", "2022-11-18"), ("Åtte boliger kjøpt", "2023-12-31", "2024-01-25"),
         ("Tolv boliger kjøpt", "2025-03-31", "2025-03-03")),
    ),
    Tiltak(
        "1.3", "Leie inn ti boliger til flyktninger", MAAL_BOLIGMASSE, 2, "Flyktninger", "Flyktningbolig", 10,
        INTEGRERING, EIENDOM, "2022-04-01", "2023-09-30", 4_300_000, "Integreringstilskudd", 265,
        "andel_bosatt_90_dager", 28.5, 90, "10 flere boliger", "Leiekontraktene",
        (("Avtale om de fem første", "2022-08-31", "2022-07-04"), ("Alle ti i bruk", "2023-09-30", "2023-09-28")),
    ),
    Tiltak(
        "1.4", "Sette opp fire robuste småhus", MAAL_BOLIGMASSE, 3, "Rus og psykisk helse, Løslatte og utskrevne",
        "Robust bolig", 4, EIENDOM, NAV, "2023-01-15", "2025-06-30", 14_800_000, HUSBANKEN, 265, "venteliste", 24, 20,
        "4 flere boliger", "Forprosjektet",
        (("Tomt regulert", "2023-10-01", "2024-05-14"), ("Byggestart", "2024-06-01", "2025-02-10"),
         ("Innflytting", "2025-06-30", "")),
    ),
    Tiltak(
        "1.5", "Bofellesskap for åtte unge med utviklingshemming", MAAL_BOLIGMASSE, 3, "Utviklingshemming", "Bofellesskap",
        8, HELSE, "Foreldregruppa og Fjordvik Eiendom KF", "2023-08-01", "2027-08-01", 41_000_000, HUSBANKEN, 265,
        "venteliste", 24, 20, "8 flere boliger", "Romprogrammet",
        (("Brukergruppe på plass", "2023-11-30", "2023-11-21"), ("Romprogram vedtatt", "2024-12-15", "2025-02-05"),
         ("Kontrakt med entreprenør", "2025-11-30", ""), ("Innflytting", "2027-08-01", "")),
    ),
    Tiltak(
        "1.6", "Gjøre tjue omsorgsboliger tilgjengelige for rullestol", MAAL_BOLIGMASSE, 3,
        "Eldre, Fysisk funksjonsnedsettelse", "Omsorgsbolig", None, EIENDOM, HELSE, "2022-08-01", "2026-12-31", 9_500_000,
        "Kommunal investering", 261, "andel_rullestol", 47.4, 60, "20 flere tilgjengelige boliger", "Tilstandsrapporten",
        (("Kartlegging av boligene", "2022-12-31", "2023-01-20"), ("Ti boliger ferdige", "2024-12-31", ""),
         ("Tjue boliger ferdige", "2026-12-31", "")),
    ),
    Tiltak(
        "1.7", "Selge eller rive boliger i dårlig stand", MAAL_BOLIGMASSE, 4, "", "Ordinær utleiebolig", -10, EIENDOM,
        "Kommunedirektøren", "2024-01-01", "2028-12-31", None, "Salgsinntekter", 265, "utleiegrad", 92.8, 95,
        "10 færre boliger som står tomme", "Tilstandsrapporten",
        (("Liste over boliger vedtatt", "2024-03-31", "2024-04-24"), ("Fire boliger solgt", "2025-12-31", "2025-10-30"),
         ("Ti boliger solgt", "2028-12-31", "")),
    ),
    Tiltak(
        "2.1", "Felles tildelingsmøte for alle boliger", MAAL_VEI, 4, "", "", None, TILDELING, "Alle tjenestene",
        "2022-05-01", "2023-05-01", None, "Innenfor rammen", None, "andel_bosatt_90_dager", 28.5, 90, "", "",
        (("Mandat vedtatt", "2022-06-30", "2022-06-14"), ("Første møte", "2022-09-30", "2022-09-07"),
         ("Evaluering", "2023-05-01", "2023-06-12")),
    ),
    Tiltak(
        "2.2", "Gjøre tomme boliger klare på 30 dager", MAAL_VEI, 2, "", "", None, EIENDOM, TILDELING, "2023-01-01",
        "2025-12-31", 2_400_000, "Kommunal drift", 265, "omloepstid", 115, 45, "Kortere tid mellom leieforhold",
        "Anslag fra drift",
        (("Rammeavtale med håndverkere", "2023-06-30", "2023-09-11"), ("Ny rutine ved utflytting", "2024-03-31", "2024-03-12"),
         ("Halvparten innen 30 dager", "2025-06-30", "")),
    ),
    Tiltak(
        "2.3", "Veiledning før søknad, så færre får avslag", MAAL_VEI, 4, "Unge i etableringsfasen, Økonomisk vanskeligstilte",
        "", None, TILDELING, NAV, "2022-09-01", "2024-06-30", 650_000, "Innenfor rammen", 242, "avslagsandel", 25.0, 20,
        "", "",
        (("Veileder på nett", "2023-01-31", "2023-01-31"), ("Fast veiledningstime", "2023-06-01", "2023-08-16"),
         ("Gjennomgang av avslagene", "2024-06-30", "2024-06-19")),
    ),
    Tiltak(
        "2.4", "Regne ut behovet for boliger fram mot 2040", MAAL_SAMORDNING, 4, "", "", None, PLAN, HELSE, "2025-01-15",
        "2025-10-31", 300_000, "Innenfor rammen", None, "", None, None, "", "",
        (("Tallgrunnlag klart", "2025-05-31", "2025-06-20"), ("Behandling i kommunestyret", "2025-10-31", "")),
    ),
    Tiltak(
        "3.1", "Leie til eie for barnefamilier", MAAL_LEIE, 1, "Barnefamilier, Flyktninger", "Ordinær utleiebolig", None,
        NAV, "Husbanken", "2022-10-01", "2026-12-31", 12_000_000, "Startlån og etableringstilskudd", 283, "til_eid_bolig", 5.1, 20, "", "",
        (("Ordningen vedtatt", "2023-02-28", "2023-03-21"), ("Fem familier i gang", "2024-12-31", "2025-01-30"),
         ("Ti familier har kjøpt", "2026-12-31", "")),
    ),
    Tiltak(
        "3.2", "Boligsamtale et år før kontrakten går ut", MAAL_LEIE, 2, "", "", None, TILDELING, NAV, "2023-03-01",
        "2024-03-01", None, "Innenfor rammen", None, "botid_median", 4.1, 3.5, "Kortere botid der det er ønsket", "Anslag",
        (("Rutine vedtatt", "2023-06-01", "2023-05-25"), ("Alle med kontrakt får samtale", "2024-03-01", "2024-06-03")),
    ),
    Tiltak(
        "3.3", "Oppfølging i hjemmet for dem som står i fare for å miste boligen", MAAL_LEIE, 2,
        "Rus og psykisk helse, Økonomisk vanskeligstilte", "", None, NAV, "Rop-teamet", "2026-02-01", "2028-12-31",
        5_100_000, "Tilskudd fra Husbanken", 243, "", None, None, "", "",
        (("Søknad om tilskudd sendt", "2025-11-15", "2025-11-12"), ("To stillinger lyst ut", "2026-03-31", ""),
         ("Tjue husstander følges opp", "2027-06-30", "")),
    ),
)


class Prosjekt(NamedTuple):
    boligtype: str
    antall: int
    ferdig: str
    status: str
    tiltak: str
    kostnad: int | None
    finansiering: str


PROSJEKTER = (  # Antakelser. De ferdige er de samme boligene som er tatt i bruk i BOLIGMASSE.
    Prosjekt("Bolig med heldøgns bemanning", 12, "2024-03-01", "Ferdig", "1.1", 64_850_000, HUSBANKEN),
    Prosjekt("Ordinær utleiebolig", 12, "2025-03-01", "Ferdig", "1.2", 35_240_000, "Tilskudd til utleieboliger"),
    Prosjekt("Flyktningbolig", 10, "2023-09-28", "Ferdig", "1.3", None, "Integreringstilskudd"),
    Prosjekt("Robust bolig/småhus", 4, "2026-05-15", "Under bygging", "1.4", 16_100_000, HUSBANKEN),
    Prosjekt("Bofellesskap", 8, "2027-08-01", "Vedtatt", "1.5", 41_000_000, HUSBANKEN),
    Prosjekt("Ordinær utleiebolig", -6, "2026-10-01", "Vedtatt", "1.7", None, "Salgsinntekter"),
    Prosjekt("Omsorgsbolig", -8, "2028-01-15", "Vedtatt", "1.7", 3_200_000, "Kommunal investering"),
    Prosjekt("Bolig med heldøgns bemanning", 24, "2029-06-01", "Vedtatt", "", 138_000_000, HUSBANKEN),
    Prosjekt("Ordinær utleiebolig", 8, "2028-09-01", "Idé", "", 27_500_000, "Husbankens grunnlån"),
    Prosjekt("Flyktningbolig", -6, "2027-12-31", "Idé", "", None, ""),
    Prosjekt("Omsorgsbolig", 16, "2030-08-01", "Idé", "", 52_000_000, HUSBANKEN),
)
