"""Handlingsdelen og byggeplanene til Fjordvik, skrevet slik en boligsosial plan for 2022–2032 kunne
vært.

Alt er antakelser. Startverdiene er eksempelkommunens egne tall året før tiltaket begynte.
"""

from typing import NamedTuple

MAAL_BOLIGMASSE = "Nok boliger av riktig type"
MAAL_VEI = "Kort vei til egnet bolig"
MAAL_LEIE = "Trygg leie og videre boligkarriere"
MAAL_SAMORDNING = "Samordnede tjenester"
HELSE, NAV, EIENDOM, TILDELING = (
    "Helse og omsorg",
    "Nav Fjordvik",
    "Fjordvik Eiendom KF",
    "Tildelingskontoret",
)
PLAN, INTEGRERING = "Plan og utbygging", "Flyktningtjenesten"
HUSBANKEN = "Investeringstilskudd og lån fra Husbanken"


class Plantiltak(NamedTuple):
    """Ett tiltak, med milepæler som (tittel, frist, nådd). Tom tekst betyr at det ikke er fylt
    ut.
    """

    nr: str
    tittel: str
    maal: str
    nasjonalt_maal: int
    ansvarlig: str
    samarbeid: str
    start: str
    frist: str
    milepaeler: tuple[tuple[str, str, str], ...]
    maalgrupper: str = ""
    boligtype: str = ""
    antall: int | None = None
    budsjett: int | None = None
    finansiering: str = ""
    funksjon: int | None = None
    indikator: str = ""
    startverdi: float | None = None
    maaltall: float | None = None
    virkning: str = ""
    virkning_kilde: str = ""


TILTAK = (
    Plantiltak(
        nr="1.1",
        tittel="Bygge tolv boliger med heldøgns bemanning",
        maal=MAAL_BOLIGMASSE,
        nasjonalt_maal=3,
        maalgrupper="Eldre, Fysisk funksjonsnedsettelse",
        boligtype="Bolig med heldøgns bemanning",
        antall=12,
        ansvarlig=HELSE,
        samarbeid=EIENDOM,
        start="2022-03-01",
        frist="2024-03-01",
        budsjett=62_400_000,
        finansiering=HUSBANKEN,
        funksjon=265,
        indikator="heldoegnsdekning",
        startverdi=5.3,
        maaltall=6.5,
        virkning="12 flere boliger",
        virkning_kilde="Byggeprogrammet",
        milepaeler=(
            ("Byggeprogram vedtatt", "2022-06-15", "2022-06-22"),
            ("Byggestart", "2022-11-01", "2022-12-05"),
            ("Innflytting", "2024-03-01", "2024-03-01"),
        ),
    ),
    Plantiltak(
        nr="1.2",
        tittel="Kjøpe tolv vanlige boliger",
        maal=MAAL_BOLIGMASSE,
        nasjonalt_maal=2,
        maalgrupper="Barnefamilier, Økonomisk vanskeligstilte",
        boligtype="Ordinær utleiebolig",
        antall=12,
        ansvarlig=EIENDOM,
        samarbeid=NAV,
        start="2022-02-09",
        frist="2025-03-31",
        budsjett=34_800_000,
        finansiering="Tilskudd til utleieboliger",
        funksjon=265,
        indikator="venteliste",
        startverdi=24,
        maaltall=20,
        virkning="12 flere boliger",
        virkning_kilde="Kjøpekontraktene",
        milepaeler=(
            ("Fire boliger kjøpt", "2022-12-31", "2022-11-18"),
            ("Åtte boliger kjøpt", "2023-12-31", "2024-01-25"),
            ("Tolv boliger kjøpt", "2025-03-31", "2025-03-03"),
        ),
    ),
    Plantiltak(
        nr="1.3",
        tittel="Leie inn ti boliger til flyktninger",
        maal=MAAL_BOLIGMASSE,
        nasjonalt_maal=2,
        maalgrupper="Flyktninger",
        boligtype="Flyktningbolig",
        antall=10,
        ansvarlig=INTEGRERING,
        samarbeid=EIENDOM,
        start="2022-04-01",
        frist="2023-09-30",
        budsjett=4_300_000,
        finansiering="Integreringstilskudd",
        funksjon=265,
        indikator="andel_bosatt_90_dager",
        startverdi=28.5,
        maaltall=90,
        virkning="10 flere boliger",
        virkning_kilde="Leiekontraktene",
        milepaeler=(
            ("Avtale om de fem første", "2022-08-31", "2022-07-04"),
            ("Alle ti i bruk", "2023-09-30", "2023-09-28"),
        ),
    ),
    Plantiltak(
        nr="1.4",
        tittel="Sette opp fire robuste småhus",
        maal=MAAL_BOLIGMASSE,
        nasjonalt_maal=3,
        maalgrupper="Rus og psykisk helse, Løslatte og utskrevne",
        boligtype="Robust bolig",
        antall=4,
        ansvarlig=EIENDOM,
        samarbeid=NAV,
        start="2023-01-15",
        frist="2025-06-30",
        budsjett=14_800_000,
        finansiering=HUSBANKEN,
        funksjon=265,
        indikator="venteliste",
        startverdi=33,
        maaltall=20,
        virkning="4 flere boliger",
        virkning_kilde="Forprosjektet",
        milepaeler=(
            ("Tomt regulert", "2023-10-01", "2024-05-14"),
            ("Byggestart", "2024-06-01", "2025-02-10"),
            ("Innflytting", "2025-06-30", ""),
        ),
    ),
    Plantiltak(
        nr="1.5",
        tittel="Bofellesskap for åtte unge med utviklingshemming",
        maal=MAAL_BOLIGMASSE,
        nasjonalt_maal=3,
        maalgrupper="Utviklingshemming",
        boligtype="Bofellesskap",
        antall=8,
        ansvarlig=HELSE,
        samarbeid="Foreldregruppa og Fjordvik Eiendom KF",
        start="2023-08-01",
        frist="2027-08-01",
        budsjett=41_000_000,
        finansiering=HUSBANKEN,
        funksjon=265,
        indikator="venteliste",
        startverdi=33,
        maaltall=20,
        virkning="8 flere boliger",
        virkning_kilde="Romprogrammet",
        milepaeler=(
            ("Brukergruppe på plass", "2023-11-30", "2023-11-21"),
            ("Romprogram vedtatt", "2024-12-15", "2025-02-05"),
            ("Kontrakt med entreprenør", "2025-11-30", ""),
            ("Innflytting", "2027-08-01", ""),
        ),
    ),
    Plantiltak(
        nr="1.6",
        tittel="Gjøre tjue omsorgsboliger tilgjengelige for rullestol",
        maal=MAAL_BOLIGMASSE,
        nasjonalt_maal=3,
        maalgrupper="Eldre, Fysisk funksjonsnedsettelse",
        boligtype="Omsorgsbolig",
        ansvarlig=EIENDOM,
        samarbeid=HELSE,
        start="2022-08-01",
        frist="2026-12-31",
        budsjett=9_500_000,
        finansiering="Kommunal investering",
        funksjon=261,
        indikator="andel_rullestol",
        startverdi=47.4,
        maaltall=60,
        virkning="20 flere tilgjengelige boliger",
        virkning_kilde="Tilstandsrapporten",
        milepaeler=(
            ("Kartlegging av boligene", "2022-12-31", "2023-01-20"),
            ("Ti boliger ferdige", "2024-12-31", ""),
            ("Tjue boliger ferdige", "2026-12-31", ""),
        ),
    ),
    Plantiltak(
        nr="1.7",
        tittel="Selge eller rive boliger i dårlig stand",
        maal=MAAL_BOLIGMASSE,
        nasjonalt_maal=4,
        boligtype="Ordinær utleiebolig",
        antall=-10,
        ansvarlig=EIENDOM,
        samarbeid="Kommunedirektøren",
        start="2024-01-01",
        frist="2028-12-31",
        finansiering="Salgsinntekter",
        funksjon=265,
        indikator="utleiegrad",
        startverdi=92.8,
        maaltall=95,
        virkning="10 færre boliger som står tomme",
        virkning_kilde="Tilstandsrapporten",
        milepaeler=(
            ("Liste over boliger vedtatt", "2024-03-31", "2024-04-24"),
            ("Fire boliger solgt", "2025-12-31", "2025-10-30"),
            ("Ti boliger solgt", "2028-12-31", ""),
        ),
    ),
    Plantiltak(
        nr="2.1",
        tittel="Felles tildelingsmøte for alle boliger",
        maal=MAAL_VEI,
        nasjonalt_maal=4,
        ansvarlig=TILDELING,
        samarbeid="Alle tjenestene",
        start="2022-05-01",
        frist="2023-05-01",
        finansiering="Innenfor rammen",
        indikator="andel_bosatt_90_dager",
        startverdi=28.5,
        maaltall=90,
        milepaeler=(
            ("Mandat vedtatt", "2022-06-30", "2022-06-14"),
            ("Første møte", "2022-09-30", "2022-09-07"),
            ("Evaluering", "2023-05-01", "2023-06-12"),
        ),
    ),
    Plantiltak(
        nr="2.2",
        tittel="Gjøre tomme boliger klare på 30 dager",
        maal=MAAL_VEI,
        nasjonalt_maal=2,
        ansvarlig=EIENDOM,
        samarbeid=TILDELING,
        start="2023-01-01",
        frist="2025-12-31",
        budsjett=2_400_000,
        finansiering="Kommunal drift",
        funksjon=265,
        indikator="omloepstid",
        startverdi=115,
        maaltall=45,
        virkning="Kortere tid mellom leieforhold",
        virkning_kilde="Anslag fra drift",
        milepaeler=(
            ("Rammeavtale med håndverkere", "2023-06-30", "2023-09-11"),
            ("Ny rutine ved utflytting", "2024-03-31", "2024-03-12"),
            ("Halvparten innen 30 dager", "2025-06-30", ""),
        ),
    ),
    Plantiltak(
        nr="2.3",
        tittel="Veiledning før søknad, så færre får avslag",
        maal=MAAL_VEI,
        nasjonalt_maal=4,
        maalgrupper="Unge i etableringsfasen, Økonomisk vanskeligstilte",
        ansvarlig=TILDELING,
        samarbeid=NAV,
        start="2022-09-01",
        frist="2024-06-30",
        budsjett=650_000,
        finansiering="Innenfor rammen",
        funksjon=242,
        indikator="avslagsandel",
        startverdi=25.0,
        maaltall=20,
        milepaeler=(
            ("Veileder på nett", "2023-01-31", "2023-01-31"),
            ("Fast veiledningstime", "2023-06-01", "2023-08-16"),
            ("Gjennomgang av avslagene", "2024-06-30", "2024-06-19"),
        ),
    ),
    Plantiltak(
        nr="2.4",
        tittel="Regne ut behovet for boliger fram mot 2040",
        maal=MAAL_SAMORDNING,
        nasjonalt_maal=4,
        ansvarlig=PLAN,
        samarbeid=HELSE,
        start="2025-01-15",
        frist="2025-10-31",
        budsjett=300_000,
        finansiering="Innenfor rammen",
        milepaeler=(
            ("Tallgrunnlag klart", "2025-05-31", "2025-06-20"),
            ("Behandling i kommunestyret", "2025-10-31", ""),
        ),
    ),
    Plantiltak(
        nr="3.1",
        tittel="Leie til eie for barnefamilier",
        maal=MAAL_LEIE,
        nasjonalt_maal=1,
        maalgrupper="Barnefamilier, Flyktninger",
        boligtype="Ordinær utleiebolig",
        ansvarlig=NAV,
        samarbeid="Husbanken",
        start="2022-10-01",
        frist="2026-12-31",
        budsjett=12_000_000,
        finansiering="Startlån og etableringstilskudd",
        funksjon=283,
        indikator="til_eid_bolig",
        startverdi=5.1,
        maaltall=20,
        milepaeler=(
            ("Ordningen vedtatt", "2023-02-28", "2023-03-21"),
            ("Fem familier i gang", "2024-12-31", "2025-01-30"),
            ("Ti familier har kjøpt", "2026-12-31", ""),
        ),
    ),
    Plantiltak(
        nr="3.2",
        tittel="Boligsamtale et år før kontrakten går ut",
        maal=MAAL_LEIE,
        nasjonalt_maal=2,
        ansvarlig=TILDELING,
        samarbeid=NAV,
        start="2023-03-01",
        frist="2024-03-01",
        finansiering="Innenfor rammen",
        indikator="botid_median",
        startverdi=4.5,
        maaltall=4,
        virkning="Kortere botid der det er ønsket",
        virkning_kilde="Anslag",
        milepaeler=(
            ("Rutine vedtatt", "2023-06-01", "2023-05-25"),
            ("Alle med kontrakt får samtale", "2024-03-01", "2024-06-03"),
        ),
    ),
    Plantiltak(
        nr="3.3",
        tittel="Oppfølging i hjemmet for dem som står i fare for å miste boligen",
        maal=MAAL_LEIE,
        nasjonalt_maal=2,
        maalgrupper="Rus og psykisk helse, Økonomisk vanskeligstilte",
        ansvarlig=NAV,
        samarbeid="Rop-teamet",
        start="2026-02-01",
        frist="2028-12-31",
        budsjett=5_100_000,
        finansiering="Tilskudd fra Husbanken",
        funksjon=243,
        milepaeler=(
            ("Søknad om tilskudd sendt", "2025-11-15", "2025-11-12"),
            ("To stillinger lyst ut", "2026-03-31", ""),
            ("Tjue husstander følges opp", "2027-06-30", ""),
        ),
    ),
)


class Boligprosjekt(NamedTuple):
    boligtype: str
    antall: int
    ferdig: str
    status: str
    tiltak: str
    kostnad: int | None
    finansiering: str


PROSJEKTER = (  # Antakelser. De ferdige er de samme boligene som er tatt i bruk i BOLIGMASSE.
    Boligprosjekt(
        "Bolig med heldøgns bemanning",
        12,
        "2024-03-01",
        "Ferdig",
        "1.1",
        64_850_000,
        HUSBANKEN,
    ),
    Boligprosjekt(
        "Ordinær utleiebolig",
        12,
        "2025-03-01",
        "Ferdig",
        "1.2",
        35_240_000,
        "Tilskudd til utleieboliger",
    ),
    Boligprosjekt(
        "Flyktningbolig",
        10,
        "2023-09-28",
        "Ferdig",
        "1.3",
        None,
        "Integreringstilskudd",
    ),
    Boligprosjekt(
        "Robust bolig/småhus",
        4,
        "2026-05-15",
        "Under bygging",
        "1.4",
        16_100_000,
        HUSBANKEN,
    ),
    Boligprosjekt(
        "Bofellesskap", 8, "2027-08-01", "Vedtatt", "1.5", 41_000_000, HUSBANKEN
    ),
    Boligprosjekt(
        "Ordinær utleiebolig",
        -6,
        "2026-10-01",
        "Vedtatt",
        "1.7",
        None,
        "Salgsinntekter",
    ),
    Boligprosjekt(
        "Omsorgsbolig",
        -8,
        "2028-01-15",
        "Vedtatt",
        "1.7",
        3_200_000,
        "Kommunal investering",
    ),
    Boligprosjekt(
        "Bolig med heldøgns bemanning",
        24,
        "2029-06-01",
        "Vedtatt",
        "",
        138_000_000,
        HUSBANKEN,
    ),
    Boligprosjekt(
        "Ordinær utleiebolig",
        8,
        "2028-09-01",
        "Idé",
        "",
        27_500_000,
        "Husbankens grunnlån",
    ),
    Boligprosjekt("Flyktningbolig", -6, "2027-12-31", "Idé", "", None, ""),
    Boligprosjekt("Omsorgsbolig", 16, "2030-08-01", "Idé", "", 52_000_000, HUSBANKEN),
)
