"""Det som er skrevet om tiltakene i Fjordvik fra planen ble vedtatt i 2022: penger, vedtak,
kommentarer og de nye tiltakene. `handlingsdel` gjør det til endringer med dato.

Alt er oppdiktet. Den som skriver, er en rolle og aldri et navn.
"""

import datetime as dt
from typing import NamedTuple

from boligdata.arbeid.tiltak import Beloep, Frist, Milepael, Status, Tiltak, Vedtak
from boligdata.eksempel.plan import (
    EIENDOM,
    HELSE,
    INTEGRERING,
    MAAL_BOLIGMASSE,
    MAAL_LEIE,
    MAAL_VEI,
    NAV,
    PLAN,
    TILDELING,
)

KOORDINATOR, OEKONOMI = "Boligkoordinator", "Økonomirådgiver"
PROSJEKTLEDER, LEDER_NAV = "Prosjektleder Eiendom", "Leder Nav"
ROLLE = {
    HELSE: "Kommunalsjef helse og omsorg",
    NAV: LEDER_NAV,
    EIENDOM: PROSJEKTLEDER,
    TILDELING: "Leder Tildelingskontoret",
    INTEGRERING: "Leder Flyktningtjenesten",
    PLAN: "Planlegger",
}
KOMMUNESTYRET = "Kommunestyret"


class Rullering(NamedTuple):
    """En versjon av planen. `nye` er tiltakene som kom med i den, etter nummeret i planen."""

    dato: str
    navn: str
    saksnr: str
    nye: tuple[str, ...]
    hoering: str = ""
    tekst: str = ""


RULLERINGER = (
    Rullering(
        "2022-02-09",
        "Handlingsdel 2022",
        "8/2022",
        ("1.1", "1.2", "1.3", "1.6", "2.1", "2.3", "2.5", "3.1"),
        "Brukerrådet ba om at tiltaket om rullestol skulle gjelde tjue boliger, ikke ti.",
        "Den første handlingsdelen, vedtatt sammen med planen.",
    ),
    Rullering(
        "2022-12-08",
        "Handlingsdel 2023",
        "94/2022",
        ("1.4", "1.5", "2.2", "3.2"),
        tekst="Fire nye tiltak etter budsjettet for 2023.",
    ),
    Rullering(
        "2023-12-07",
        "Handlingsdel 2024",
        "101/2023",
        ("1.7", "2.6"),
        tekst="Pengene til omsorgsboligene er økt. De dårligste boligene skal selges eller rives.",
    ),
    Rullering(
        "2024-12-05",
        "Handlingsdel 2025",
        "97/2024",
        ("1.10", "2.4", "3.3"),
        "Eldrerådet ba om flere omsorgsboliger. Forslaget ble ikke prioritert.",
    ),
    Rullering(
        "2025-12-11",
        "Handlingsdel 2026",
        "103/2025",
        ("1.8", "1.9", "3.4"),
        tekst="To av de nye tiltakene har ikke penger ennå, og er meldt til neste økonomiplan.",
    ),
)


class Penger(NamedTuple):
    """Brutto kroner per år og slag, og hvor pengene er. Årene er til sammen budsjettet i planen."""

    slag: str
    kroner: dict[int, int]
    finansiering: str
    oekonomiplan: str = ""

    def beloep(self) -> tuple[Beloep, ...]:
        return tuple(Beloep(aar, kr, self.slag) for aar, kr in self.kroner.items())


PENGER = {
    "1.1": Penger(
        "investering",
        {2022: 7_400_000, 2023: 42_000_000, 2024: 13_000_000},
        "oekonomiplan",
        "2022–2025",
    ),
    "1.2": Penger(
        "investering",
        {2022: 11_600_000, 2023: 11_600_000, 2024: 5_800_000, 2025: 5_800_000},
        "oekonomiplan",
        "2022–2025",
    ),
    "1.3": Penger("drift", {2022: 2_100_000, 2023: 2_200_000}, "ekstern"),
    "1.4": Penger(
        "investering", {2024: 6_000_000, 2025: 8_800_000}, "oekonomiplan", "2023–2026"
    ),
    "1.5": Penger(
        "investering",
        {2025: 2_500_000, 2026: 24_000_000, 2027: 14_500_000},
        "oekonomiplan",
        "2024–2027",
    ),
    "1.6": Penger(
        "investering",
        {2023: 1_500_000, 2024: 3_000_000, 2025: 2_500_000, 2026: 2_500_000},
        "oekonomiplan",
        "2023–2026",
    ),
    "2.2": Penger("drift", dict.fromkeys(range(2023, 2026), 800_000), "innenfor"),
    "2.3": Penger("drift", {2022: 150_000, 2023: 300_000, 2024: 200_000}, "innenfor"),
    "2.4": Penger("drift", {2025: 300_000}, "innenfor"),
    "3.1": Penger("drift", dict.fromkeys(range(2023, 2027), 3_000_000), "ekstern"),
    "3.3": Penger("drift", dict.fromkeys(range(2026, 2029), 1_700_000), "uavklart"),
}
INNENFOR = ("1.7", "2.1", "3.2")
# Det kommunestyret vedtar endringer i. De andre er administrative.
POLITISKE = ("1.1", "1.2", "1.4", "1.5", "1.7", "3.1")


class Hendt(NamedTuple):
    """Noe som ble skrevet om et tiltak: dagen, hvem, hvorfor, og feltene som ble endret."""

    dag: str
    nr: str
    hvem: str
    hvorfor: str
    felt: dict


def _vedtak(saksnr: str, dag: str, ordlyd: str, organ: str = KOMMUNESTYRET) -> Vedtak:
    return Vedtak(organ, saksnr, dt.date.fromisoformat(dag), ordlyd)


def status(verdi: str, dag: str, kommentar: str) -> Status:
    return Status(verdi, kommentar, dt.date.fromisoformat(dag))


# Kommentaren den ansvarlige skrev da milepælen var nådd.
KOMMENTAR = {
    ("1.1", "Byggeprogram vedtatt"): "Byggeprogrammet er vedtatt en uke etter planen.",
    ("1.1", "Byggestart"): "Byggingen er i gang. Grunnen var bløtere enn antatt.",
    ("1.1", "Innflytting"): "Alle tolv boligene er tatt i bruk.",
    ("1.2", "Fire boliger kjøpt"): "Fire boliger er kjøpt, tre av dem i Sentrum.",
    (
        "1.2",
        "Åtte boliger kjøpt",
    ): "Åtte er kjøpt. Prisene har steget, så det gikk senere.",
    ("1.2", "Tolv boliger kjøpt"): "Alle tolv er kjøpt og tatt i bruk.",
    ("1.3", "Avtale om de fem første"): "Avtalen gjelder fem boliger i tre år.",
    ("1.3", "Alle ti i bruk"): "Alle ti boligene er leid ut.",
    (
        "1.4",
        "Tomt regulert",
    ): "Tomten er regulert. Naboene klaget, og det tok et halvt år.",
    ("1.4", "Byggestart"): "Grunnarbeidet har begynt.",
    ("1.5", "Brukergruppe på plass"): "Foreldregruppa er med i prosjektgruppen.",
    (
        "1.5",
        "Romprogram vedtatt",
    ): "Romprogrammet er vedtatt. Alle åtte får egen inngang.",
    ("1.6", "Kartlegging av boligene"): "34 boliger er kartlagt. 20 kan bygges om.",
    (
        "1.7",
        "Liste over boliger vedtatt",
    ): "Listen har 14 boliger som skal selges eller rives.",
    ("1.7", "Fire boliger solgt"): "Fire er solgt. Pengene går til nye boliger.",
    ("2.1", "Mandat vedtatt"): "Mandatet er vedtatt i ledermøtet.",
    ("2.1", "Første møte"): "Alle tjenestene var med på det første møtet.",
    ("2.1", "Evaluering"): "Møtet hver uke fortsetter. Vi får fram hele listen samlet.",
    (
        "2.2",
        "Rammeavtale med håndverkere",
    ): "Avtalen er underskrevet. Ett tilbud ble trukket.",
    (
        "2.2",
        "Ny rutine ved utflytting",
    ): "Boligen blir sett på to uker før utflyttingen.",
    (
        "2.3",
        "Veileder på nett",
    ): "Veilederen ligger på nettsidene, også på engelsk og ukrainsk.",
    ("2.3", "Fast veiledningstime"): "Fast time hver torsdag på Innbyggertorget.",
    ("2.3", "Gjennomgang av avslagene"): "Gjennomgangen er lagt fram for utvalget.",
    ("2.4", "Tallgrunnlag klart"): "Tallene er klare. Usikkerheten er størst for unge.",
    (
        "3.1",
        "Ordningen vedtatt",
    ): "Ordningen er vedtatt, med fem avtaler det første året.",
    ("3.1", "Fem familier i gang"): "Fem familier har skrevet under avtale.",
    ("3.2", "Rutine vedtatt"): "Samtalen er med i rutinen for tildeling.",
    (
        "3.2",
        "Alle med kontrakt får samtale",
    ): "Alle som skal flytte om et år, får innkalling.",
    ("3.3", "Søknad om tilskudd sendt"): "Søknaden er sendt. Svaret kommer i februar.",
}

# Vedtak som ble gjort sammen med en milepæl.
VEDTAK = {
    ("1.1", "Byggeprogram vedtatt"): _vedtak(
        "51/2022",
        "2022-06-22",
        "Byggeprogrammet for tolv boliger med heldøgns bemanning vedtas.",
    ),
    ("1.5", "Romprogram vedtatt"): _vedtak(
        "6/2025",
        "2025-02-05",
        "Romprogrammet for bofellesskapet vedtas. Kostnadsrammen er 41 millioner kroner.",
    ),
    ("1.7", "Liste over boliger vedtatt"): _vedtak(
        "33/2024", "2024-04-24", "Kommunen selger eller river boligene på listen."
    ),
    ("3.1", "Ordningen vedtatt"): _vedtak(
        "19/2023",
        "2023-03-21",
        "Ordningen «leie til eie» prøves ut for barnefamilier til og med 2026.",
    ),
}

NYE_TILTAK = (
    Tiltak(
        "T15",
        "1.8",
        "Bygge 24 boliger med heldøgns bemanning",
        hensikt="Flere eldre trenger en bolig med bemanning hele døgnet fra 2029.",
        maal=(MAAL_BOLIGMASSE,),
        maalgrupper=("eldre", "funksjonsnedsettelse"),
        nasjonalt_maal="3",
        ansvarlige=(HELSE, EIENDOM),
        frist=Frist(
            "Sommeren 2029", "tidfestet", dt.date(2026, 3, 1), dt.date(2029, 6, 1)
        ),
        milepaeler=(
            Milepael("T15 1", "Tomt valgt", frist=dt.date(2026, 9, 30)),
            Milepael("T15 2", "Byggestart", frist=dt.date(2027, 8, 15)),
            Milepael("T15 3", "Innflytting", frist=dt.date(2029, 6, 1)),
        ),
        penger_ord="I forslaget til økonomiplan 2026–2029",
        beloep=(
            Beloep(2026, 4_000_000, "investering"),
            Beloep(2027, 34_000_000, "investering"),
            Beloep(2028, 72_000_000, "investering"),
            Beloep(2029, 28_000_000, "investering"),
        ),
        funksjon="265",
        finansiering="krever_prioritering",
        art="politisk",
        prosjekter=("P08",),
    ),
    Tiltak(
        "T16",
        "1.9",
        "Bygge åtte vanlige utleieboliger",
        maal=(MAAL_BOLIGMASSE,),
        maalgrupper=("barnefamilie", "oekonomi"),
        nasjonalt_maal="2",
        ansvarlige=(EIENDOM, PLAN),
        frist=Frist(
            "Høsten 2028", "tidfestet", dt.date(2027, 1, 1), dt.date(2028, 9, 1)
        ),
        milepaeler=(
            Milepael("T16 1", "Penger i økonomiplanen", frist=dt.date(2026, 12, 10)),
            Milepael("T16 2", "Innflytting", frist=dt.date(2028, 9, 1)),
        ),
        penger_ord="Krever prioritering i økonomiplanen 2027–2030",
        beloep=(
            Beloep(2027, 9_500_000, "investering"),
            Beloep(2028, 18_000_000, "investering"),
        ),
        funksjon="265",
        finansiering="krever_prioritering",
        prosjekter=("P09",),
    ),
    Tiltak(
        "T17",
        "1.10",
        "Bygge seksten omsorgsboliger",
        maal=(MAAL_BOLIGMASSE,),
        maalgrupper=("eldre",),
        nasjonalt_maal="3",
        ansvarlige=(HELSE,),
        partnere=(EIENDOM,),
        frist=Frist("2030", "tidfestet", dt.date(2027, 1, 1), dt.date(2030, 8, 1)),
        penger_ord="Krever prioritering",
        beloep=(
            Beloep(2029, 30_000_000, "investering"),
            Beloep(2030, 22_000_000, "investering"),
        ),
        funksjon="265",
        finansiering="krever_prioritering",
        prosjekter=("P11",),
    ),
    Tiltak(
        "T18",
        "2.5",
        "Holde kontakt med private utleiere",
        hensikt="Flere utleiere skal vite hva kommunen kan hjelpe med, som garanti for depositum.",
        maal=(MAAL_VEI,),
        nasjonalt_maal="2",
        ansvarlige=(NAV, TILDELING),
        partnere=("Huseiere i kommunen",),
        frist=Frist("Fortløpende", "loepende"),
        penger_ord="Innenfor rammen",
        finansiering="innenfor",
    ),
    Tiltak(
        "T19",
        "2.6",
        "Gå gjennom ventelisten",
        hensikt="Alle som venter, blir ringt, så listen viser dem som fortsatt trenger bolig.",
        maal=(MAAL_VEI,),
        nasjonalt_maal="4",
        ansvarlige=(TILDELING,),
        frist=Frist("Hvert år, innen 1. oktober", "aarlig"),
        penger_ord="Innenfor rammen",
        finansiering="innenfor",
    ),
    Tiltak(
        "T20",
        "3.4",
        "Tilskudd til å tilpasse egen bolig",
        hensikt="Flere skal kunne bli boende hjemme når helsen svikter.",
        maal=(MAAL_LEIE,),
        maalgrupper=("eldre", "funksjonsnedsettelse"),
        nasjonalt_maal="1",
        ansvarlige=(HELSE, NAV),
        frist=Frist(
            "2026–2029", "tidfestet", dt.date(2026, 7, 1), dt.date(2029, 12, 31)
        ),
        penger_ord="0,8 mill. per år. Krever prioritering",
        beloep=tuple(Beloep(aar, 800_000, "drift") for aar in range(2026, 2030)),
        aarsverk=0.5,
        funksjon="283",
        finansiering="krever_prioritering",
    ),
)

HENDT = (
    Hendt(
        "2022-10-04",
        "2.5",
        LEDER_NAV,
        "Status for andre tertial.",
        {"status": status("i_gang", "2022-10-04", "Elleve utleiere kom på møtet.")},
    ),
    Hendt(
        "2023-09-19",
        "1.6",
        PROSJEKTLEDER,
        "Status for andre tertial.",
        {
            "status": status(
                "paa_vent", "2023-09-19", "Ingen ga tilbud. Lyses ut igjen."
            )
        },
    ),
    Hendt(
        "2023-11-14",
        "1.6",
        OEKONOMI,
        "Rullering: kostnaden er regnet på nytt etter den første utlysningen.",
        {"beloep": PENGER["1.6"].beloep()},
    ),
    Hendt(
        "2024-03-05",
        "1.6",
        PROSJEKTLEDER,
        "Ny avtale med entreprenør.",
        {
            "status": status(
                "i_gang", "2024-03-05", "Ombyggingen har begynt i Nordbygda."
            )
        },
    ),
    # Lederen i Nav og boligkoordinatoren hadde det samme tiltaket åpent. Den som lagret sist, fikk
    # velge, og begge deler er i historien.
    Hendt(
        "2024-05-14",
        "3.1",
        LEDER_NAV,
        "Status for første tertial.",
        {
            "status": status(
                "i_gang", "2024-05-14", "Tre familier er i gang, to venter."
            )
        },
    ),
    Hendt(
        "2024-05-14",
        "3.1",
        KOORDINATOR,
        "Leder Nav lagret mens jeg skrev. Jeg beholdt statusen derfra, tok med lånetaket og la "
        "til Eiendom.",
        {
            "ansvarlige": (NAV, EIENDOM),
            "status": status(
                "i_gang",
                "2024-05-14",
                "Tre familier er i gang, to venter. Prisene er høyere enn lånetaket for noen.",
            ),
        },
    ),
    Hendt(
        "2024-09-17",
        "1.4",
        PROSJEKTLEDER,
        "Status for andre tertial.",
        {
            "status": status(
                "i_gang", "2024-09-17", "Byggestart blir tidlig i 2025, etter klagen."
            )
        },
    ),
    Hendt(
        "2024-10-01",
        "2.6",
        "Leder Tildelingskontoret",
        "Årets gjennomgang.",
        {
            "status": status(
                "i_gang", "2024-10-01", "Alle er ringt. Ni trengte ikke bolig."
            )
        },
    ),
    Hendt(
        "2024-11-12",
        "1.5",
        KOORDINATOR,
        "Rullering: Eiendom er byggherre, og har ansvaret sammen med Helse og omsorg.",
        {"ansvarlige": (HELSE, EIENDOM)},
    ),
    Hendt(
        "2024-12-06",
        "1.10",
        KOORDINATOR,
        "Vedtaket om økonomiplanen 2025–2028.",
        {
            "finansiering": "avvist",
            "vedtak": (
                _vedtak(
                    "97/2024",
                    "2024-12-05",
                    "Tiltaket prioriteres ikke i økonomiplanen 2025–2028.",
                ),
            ),
            "status": status(
                "paa_vent",
                "2024-12-06",
                "Ikke prioritert. Vurderes på nytt når behovet for boliger er regnet ut.",
            ),
        },
    ),
    Hendt(
        "2025-05-13",
        "2.5",
        LEDER_NAV,
        "Status for første tertial.",
        {"status": status("i_gang", "2025-05-13", "Fire nye utleiere, to avtaler.")},
    ),
    Hendt(
        "2025-07-01",
        "1.4",
        PROSJEKTLEDER,
        "Fristen for innflytting er over.",
        {
            "status": status(
                "i_gang",
                "2025-07-01",
                "Innflyttingen blir i mai 2026. Grunnen måtte pæles.",
            )
        },
    ),
    Hendt(
        "2025-09-16",
        "2.2",
        PROSJEKTLEDER,
        "Status for andre tertial.",
        {
            "status": status(
                "i_gang", "2025-09-16", "To av fem boliger er klare innen 30 dager."
            )
        },
    ),
    Hendt(
        "2025-10-01",
        "2.6",
        "Leder Tildelingskontoret",
        "Årets gjennomgang.",
        {
            "status": status(
                "i_gang", "2025-10-01", "Alle er ringt. Seks trengte ikke bolig."
            )
        },
    ),
    Hendt(
        "2025-11-04",
        "2.4",
        "Planlegger",
        "Saken er utsatt.",
        {
            "status": status(
                "i_gang",
                "2025-11-04",
                "Behandlingen er flyttet til kommunestyret i mars 2026.",
            )
        },
    ),
    Hendt(
        "2025-12-02",
        "1.5",
        PROSJEKTLEDER,
        "Fristen for kontrakten er over.",
        {
            "status": status(
                "i_gang",
                "2025-12-02",
                "Tre har gitt tilbud. Kontrakten kommer i januar.",
            )
        },
    ),
    Hendt(
        "2025-12-12",
        "1.8",
        KOORDINATOR,
        "Vedtaket om økonomiplanen 2026–2029.",
        {
            "penger_ord": "Vedtatt i økonomiplanen 2026–2029",
            "finansiering": "oekonomiplan",
            "oekonomiplan": "2026–2029",
            "vedtak": (
                _vedtak(
                    "103/2025",
                    "2025-12-11",
                    "Det settes av 138 millioner kroner til 24 boliger med heldøgns bemanning.",
                ),
            ),
        },
    ),
    # Etter at planen var rullert: beløpet er ikke lenger det kommunestyret vedtok.
    Hendt(
        "2026-01-08",
        "1.4",
        OEKONOMI,
        "Peling og høyere priser. Legges fram for kommunestyret i mars.",
        {
            "beloep": (
                Beloep(2024, 2_100_000, "investering"),
                Beloep(2025, 9_000_000, "investering"),
                Beloep(2026, 5_000_000, "investering"),
            )
        },
    ),
)
# Det kartleggingen i 2022 antok at omsorgsboligene ville koste.
FOERSTE_BELOEP = {
    "1.6": tuple(Beloep(aar, 2_000_000, "investering") for aar in range(2023, 2027))
}
