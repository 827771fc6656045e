"""En tilfeldig kommune der mye skjer på periodens første og siste dag.

Eksempelkommunen er ryddig og har få slike tilfeller. Her blir det mange: leieforhold som overlapper
eller varer null dager, husstander med flere søknader og flere kontrakter i samme bolig, vedtak på
grensen mellom to perioder, et register som ikke er enig med leieforholdene, saker avsluttet før
vedtaket, tomme felt overalt der de er lov.

Rundt husstandene er det like mye som kolliderer: kilder som sier ulikt om situasjonen og
målgruppen, opphold rett etter hverandre eller med akkurat 30 og 31 dager mellom, begjæringer som er
akkurat seks måneder gamle, vedtak akkurat tolv måneder før siste dag, den samme tjenesten fra flere
enheter, og henvisninger der ingenting begynte.
"""

import csv
import datetime as dt
import random
from pathlib import Path

FRA, TIL = dt.date(2012, 1, 1), dt.date(2021, 12, 31)
GRENSER = [
    dt.date(aar, maaned, dag) + dt.timedelta(dager)
    for aar in range(2012, 2022)
    for maaned, dag in ((4, 30), (8, 31), (12, 31))
    for dager in (-1, 0, 1)
]
UTLOEP = [
    TIL + dt.timedelta(dager) for dager in (0, 1, 200, 364, 365, 366)
]  # Til og med ett år etter, og én dag til.
MAALGRUPPER = ["flyktning", "rop", "eldre", "unge", "barnefamilie"]
BOLIGTYPER = ["ordinaer", "flyktningbolig", "omsorgsbolig", "heldoegns"]
OMRAADER = ["Nord", "Sør"]
SITUASJONER = ["uten_bolig", "i_fare", "uegnet_bolig"]
VIRKEMIDLER = [
    "startlaan",
    "startlaan",
    "bostoette",
    "bostoette",
    "depositum",
    "raadgivning",
    "leie_til_eie",
]
TJENESTER = ["booppfoelging", "rop_team", "hjemmesykepleie", "bpa"]
ENHETER = ["nav", "psykisk_rus", "hjemmetjenesten"]
BARN = ["", 0, 0, 1, 3]


def skriv(mappe: Path, froe: int) -> None:
    """Skriv uttrekkene til en kommune som er tilfeldig, men den samme for samme frø."""
    t = random.Random(froe)
    boliger = [bolig(t, nr) for nr in range(180)]
    leieforhold = [leie(t, nr, t.choice(boliger)) for nr in range(1000)]
    soeknader = [soeknad(t, nr) for nr in range(1800)]
    kartlegginger = [kartlegging(t) for _ in range(700)]
    opphold = [o for _ in range(350) for o in opphold_paa_rad(t)]
    # De som kommer tilbake, gjør det ofte akkurat 30 eller 31 dager etter, og noen ganger i en
    # annen situasjon.
    slutt = [
        (rad["husstand_id"], rad[dag])
        for rader, dag in (
            (soeknader, "avsluttet"),
            (kartlegginger, "avklart"),
            (opphold, "til"),
        )
        for rad in rader
        if rad[dag]
    ]
    kartlegginger += [
        kartlegging(
            t,
            husstand,
            min(TIL, dato + dt.timedelta(t.choice([-1, 0, 1, 29, 30, 31, 32]))),
        )
        for husstand, dato in t.sample(slutt, 400)
    ]
    befolkning = [
        {
            "kommunenummer": kommune,
            "aar": aar,
            "aldersgruppe": alder,
            "personer": t.randrange(50, 4000),
        }
        for kommune in ("9998", "9999")
        for aar in (2019, 2021)
        for alder in ("0-17", "18-24", "25-79", "80+")
    ]
    (mappe / "kommune.toml").write_text(
        f'navn = "Kantvik"\nkommunenummer = "9998"\nomraader = {OMRAADER}\nplan_fra = 2020\nplan_til = 2024\n'
        f"foerste_aar = 2019\nper_dato = {TIL}\n",
        encoding="utf-8",
    )
    skriv_csv(mappe / "bolig.csv", boliger)
    skriv_csv(mappe / "leieforhold.csv", leieforhold)
    skriv_csv(mappe / "soeknad.csv", soeknader)
    skriv_csv(mappe / "kartlegging.csv", kartlegginger)
    skriv_csv(mappe / "midlertidig_opphold.csv", opphold)
    skriv_csv(mappe / "utkastelse.csv", [utkastelse(t) for _ in range(500)])
    skriv_csv(mappe / "virkemiddel.csv", [virkemiddel(t) for _ in range(1800)])
    skriv_csv(mappe / "tjeneste.csv", [tjeneste(t) for _ in range(2000)])
    skriv_csv(
        mappe / "tjenestekatalog.csv",
        [
            {
                "tjeneste": "Startlån",
                "enhet": "Tildelingskontoret",
                "hva": "Lån til bolig",
                "for_hvem": "Den uten banklån",
                "situasjon": "uegnet_bolig",
                "soek_slik": "På nett",
            }
        ],
    )
    skriv_csv(mappe / "befolkning.csv", befolkning)


def bolig(t: random.Random, nr: int) -> dict:
    i_bruk_fra = dag(t) if t.random() < 0.3 else FRA
    return {
        "bolig_id": f"B{nr}",
        "boligtype": t.choice(BOLIGTYPER),
        "omraade": t.choice(OMRAADER),
        "disposisjonsform": t.choice(["eid", "innleid", "disposisjonsrett"]),
        "antall_soverom": t.choice(["", 0, 1, 1, 2, 5]),
        "tilstandsgrad": t.choice(["", 0, 1, 2, 3]),
        "tilgjengelig_rullestol": t.choice(["", "ja", "nei"]),
        "status": t.choice(["utleid", "ledig", "oppussing"]),
        "ledig_aarsak": t.choice(["", "vedlikehold", "reservert"]),
        "i_bruk_fra": i_bruk_fra,
        "ut_av_bruk": senere(t, i_bruk_fra, 0.2),
    }


def leie(t: random.Random, nr: int, bolig: dict) -> dict:
    innflyttet = max(dag(t), bolig["i_bruk_fra"])
    husstander = [
        int(bolig["bolig_id"][1:]),
        t.randrange(500),
    ]  # Den første har ofte flere kontrakter i boligen.
    return {
        "leieforhold_id": f"L{nr}",
        "bolig_id": bolig["bolig_id"],
        "husstand_id": f"H{t.choice(husstander)}",
        "maalgruppe": t.choice(MAALGRUPPER),
        "innflyttet": innflyttet,
        "kontrakt_utloeper": t.choice(
            [senere(t, innflyttet, 0.7)] * 4 + [t.choice(UTLOEP)]
        ),
        "utflyttet": senere(t, innflyttet, 0.6),
        "utflyttingsaarsak": t.choice(["", "eid_bolig", "doed", "utkastelse"]),
    }


def soeknad(t: random.Random, nr: int) -> dict:
    mottatt = dag(t, dt.date(2017, 1, 1))
    vedtaksdato = senere(t, mottatt, 0.9)
    vedtak = (
        t.choice(["innvilget"] * 5 + ["avslag", "trukket", "avvist", ""])
        if vedtaksdato
        else ""
    )
    innflyttet = senere(t, vedtaksdato, 0.5) if vedtak == "innvilget" else ""
    avsluttet = t.choice(
        [innflyttet or senere(t, vedtaksdato or mottatt, 0.3)] * 4
        + [senere(t, mottatt, 0.5)]
    )
    return {
        "soeknad_id": f"S{nr:04d}",
        "husstand_id": f"H{t.randrange(800)}",
        "maalgruppe": t.choice(MAALGRUPPER),
        "situasjon": t.choice(["", "uten_bolig", "i_fare"]),
        "oensket_boligtype": t.choice(BOLIGTYPER),
        "soeknadstype": t.choice(["ny", "ny", "ny", "ny", "bytte", "forlengelse"]),
        "husstandsstoerrelse": t.choice(["", 1, 1, 2, 3, 6]),
        "antall_barn": t.choice(["", 0, 1]),
        "aldersgruppe": t.choice(["", "18-24", "25-79", "80+"]),
        "omraade": t.choice(["", *OMRAADER]),
        "mottatt": mottatt,
        "vedtaksdato": vedtaksdato,
        "vedtak": vedtak,
        "avslagsgrunn": t.choice(["", "botid"]) if vedtak == "avslag" else "",
        "innflyttet": innflyttet,
        "avsluttet": avsluttet,
        "avslutningsaarsak": t.choice(["", "annen_loesning", "flyttet", "takket_nei"])
        if avsluttet
        else "",
        "klage": t.choice(["", "ja", "nei"]),
        "klage_omgjort": t.choice(["", "ja", "nei"]),
    }


def husstand(t: random.Random) -> str:
    """En av husstandene som også søker. Noen av dem er det mye om."""
    return f"H{t.choice([t.randrange(40), t.randrange(800)])}"


def kartlegging(
    t: random.Random, husstand_id: str = "", kartlagt: dt.date | None = None
) -> dict:
    kartlagt = kartlagt or dag(t, dt.date(2017, 1, 1))
    avklart = t.choice([senere(t, kartlagt, 0.7), om_maaneder(t, kartlagt, 12)])
    # Egne tall for det som er kommet til, så resten av kommunen er den samme.
    egen = random.Random(f"{husstand_id}{kartlagt}{avklart}")
    return {
        "utskrives": om_maaneder(egen, kartlagt, egen.choice([-1, 1, 2, 3, 5]))
        if egen.random() < 0.3
        else "",
        "uegnet_aarsak": egen.choice(["", "trang", "fysisk"]),
        "tilraadd_loesning": egen.choice(["", "utbedring", "egen"]),
        "husstand_id": husstand_id or husstand(t),
        "kartlagt": kartlagt,
        "situasjon": t.choice(SITUASJONER),
        "maalgruppe": t.choice(MAALGRUPPER),
        "aldersgruppe": t.choice(["", "18-24", "25-79", "67+"]),
        "antall_barn": t.choice(BARN),
        "omraade": t.choice(["", *OMRAADER]),
        "avklart": avklart,
        "avklart_til": t.choice(
            [
                "",
                "kommunal_bolig",
                "eid_bolig",
                "beholdt",
                "institusjon",
                "doed",
                "annet",
            ]
        )
        if avklart
        else "",
    }


def opphold_paa_rad(t: random.Random) -> list[dict]:
    """Ett eller flere opphold i samme husstand, gjerne rett etter hverandre. Bare det siste kan
    vare ennå.
    """
    rader, husstand_id, fra = [], husstand(t), dag(t, dt.date(2017, 1, 1))
    while True:
        til = senere(t, fra, 0.5) or senere(t, fra, 0.8)
        rader.append(
            {
                "husstand_id": husstand_id,
                "maalgruppe": t.choice(MAALGRUPPER),
                "fra": fra,
                "til": til,
                "type": t.choice(["akutt", "krise", "hospits", "natthjem"]),
                "antall_barn": t.choice(BARN),
                "kostnad_kr": t.choice(["", 0, 900, 45000, t.randrange(200000)]),
            }
        )
        fra = til and til + dt.timedelta(t.choice([-1, 0, 0, 1, 2, 30, 31]))
        if not fra or fra > TIL or t.random() < 0.4:
            return rader


def utkastelse(t: random.Random) -> dict:
    begjaering = dag(t, dt.date(2018, 1, 1))
    gjennomfoert = t.choice(
        ["", "", senere(t, begjaering, 0.8), om_maaneder(t, begjaering, 6)]
    )
    return {
        "husstand_id": husstand(t),
        "maalgruppe": t.choice(MAALGRUPPER),
        "begjaering": begjaering,
        "gjennomfoert": gjennomfoert,
        "aarsak": t.choice(["", "husleie", "bomiljoe", "annet"]),
        "kommunal_leietaker": t.choice(["", "ja", "nei"]),
        "antall_barn": t.choice(BARN),
        "avverget_med": t.choice(["", "nedbetaling", "ny_bolig", "annet"]),
    }


def virkemiddel(t: random.Random) -> dict:
    vedtaksdato = senere(t, soekt := dag(t, dt.date(2017, 1, 1)), 0.9)
    if (
        vedtaksdato and t.random() < 0.1
    ):  # Akkurat tolv måneder før uttrekket, eller en dag til.
        vedtaksdato = TIL.replace(year=TIL.year - 1) + dt.timedelta(
            t.choice([-1, 0, 1])
        )
        soekt = min(soekt, vedtaksdato)
    fra = (
        t.choice(["", vedtaksdato, senere(t, vedtaksdato, 0.9)]) if vedtaksdato else ""
    )
    til = (
        t.choice(
            ["", senere(t, fra or vedtaksdato, 0.9), om_maaneder(t, vedtaksdato, 12)]
        )
        if vedtaksdato
        else ""
    )
    return {
        "husstand_id": husstand(t),
        "maalgruppe": t.choice(MAALGRUPPER),
        "virkemiddel": t.choice(VIRKEMIDLER),
        "soekt": soekt,
        "vedtaksdato": vedtaksdato,
        "fra": fra,
        "til": til,
        "vedtak": t.choice(["innvilget"] * 4 + ["avslag", "trukket", ""])
        if vedtaksdato
        else "",
        "beloep_kr": t.choice(["", t.randrange(1000, 9000)]),
    }


def tjeneste(t: random.Random) -> dict:
    henvist = dag(t, dt.date(2017, 1, 1))
    if (
        t.random() < 0.1
    ):  # Akkurat tolv måneder før en periode er slutt, eller en dag til.
        henvist = dt.date(2020, *t.choice([(4, 30), (8, 31), (12, 31)])) + dt.timedelta(
            t.choice([-1, 0, 1])
        )
    oppstart = t.choice(
        [
            henvist + dt.timedelta(30),
            henvist + dt.timedelta(31),
            senere(t, henvist, 0.6),
        ]
    )
    oppstart = oppstart if oppstart and oppstart <= TIL else ""
    return {
        "husstand_id": husstand(t),
        "maalgruppe": t.choice(MAALGRUPPER),
        "tjeneste": t.choice(TJENESTER),
        "enhet": t.choice(ENHETER),
        "henvist_fra": t.choice(["", "selv", "fastlege", *ENHETER]),
        "henvist": henvist,
        "oppstart": oppstart,
        "slutt": senere(t, oppstart, 0.6) if oppstart else "",
        "koordinator": t.choice(["", "ja", "nei", "nei"]),
        "individuell_plan": t.choice(["", "ja", "nei", "nei"]),
    }


def dag(t: random.Random, fra: dt.date = FRA) -> dt.date:
    """En tilfeldig dag, ofte rett ved en periodegrense."""
    if t.random() < 0.3:
        return t.choice([grense for grense in GRENSER if fra <= grense <= TIL])
    return fra + dt.timedelta(t.randrange((TIL - fra).days + 1))


def senere(t: random.Random, dato: dt.date, sannsynlig: float) -> dt.date | str:
    """En dag samme dag eller senere, ofte rett ved en grense i en definisjon. Tom når det ikke har
    skjedd ennå.
    """
    dager = t.choice(
        [
            0,
            1,
            90,
            91,
            180,
            181,
            365,
            366,
            t.randrange(60),
            t.randrange(700),
            t.randrange(2500),
        ]
    )
    return (
        dato + dt.timedelta(dager)
        if t.random() < sannsynlig and dato + dt.timedelta(dager) <= TIL
        else ""
    )


def om_maaneder(t: random.Random, dato: dt.date, antall: int) -> dt.date | str:
    """Akkurat et antall måneder senere, eller dagen før eller etter. Tom når det ikke har skjedd
    ennå.
    """
    aar, maaned = divmod(dato.year * 12 + dato.month - 1 + antall, 12)
    siste = (
        dt.date(aar + (maaned == 11), (maaned + 1) % 12 + 1, 1) - dt.timedelta(1)
    ).day
    senere = dt.date(aar, maaned + 1, min(dato.day, siste)) + dt.timedelta(
        t.choice([-1, 0, 1])
    )
    return senere if senere <= TIL else ""


def skriv_csv(fil: Path, rader: list[dict]) -> None:
    with open(fil, "w", encoding="utf-8", newline="") as ut:
        skriver = csv.DictWriter(ut, rader[0], delimiter=";")
        skriver.writeheader()
        skriver.writerows(rader)
