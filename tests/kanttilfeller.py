"""En tilfeldig kommune der mye skjer på periodens første og siste dag.

Eksempelkommunen er ryddig og har få slike tilfeller. Her blir det mange: leieforhold som overlapper eller varer null
dager, husstander med flere søknader og flere kontrakter i samme bolig, vedtak på grensen mellom to perioder, et
register som ikke er enig med leieforholdene, saker avsluttet før vedtaket, tomme felt overalt der de er lov.
"""

import csv
import datetime as dt
import random
from pathlib import Path

FRA, TIL = dt.date(2012, 1, 1), dt.date(2021, 12, 31)
GRENSER = [dt.date(aar, maaned, dag) + dt.timedelta(dager)
           for aar in range(2012, 2022) for maaned, dag in ((4, 30), (8, 31), (12, 31)) for dager in (-1, 0, 1)]
UTLOEP = [TIL + dt.timedelta(dager) for dager in (0, 1, 200, 364, 365, 366)]  # Til og med ett år etter, og én dag til.
MAALGRUPPER = ["flyktning", "rop", "eldre", "unge", "barnefamilie"]
BOLIGTYPER = ["ordinaer", "flyktningbolig", "omsorgsbolig", "heldoegns"]
OMRAADER = ["Nord", "Sør"]


def skriv(mappe: Path, froe: int) -> None:
    """Skriv uttrekkene til en kommune som er tilfeldig, men den samme for samme frø."""
    t = random.Random(froe)
    boliger = [bolig(t, nr) for nr in range(180)]
    leieforhold = [leie(t, nr, t.choice(boliger)) for nr in range(1000)]
    befolkning = [
        {"kommunenummer": kommune, "aar": aar, "aldersgruppe": alder, "personer": t.randrange(50, 4000)}
        for kommune in ("9998", "9999") for aar in (2019, 2021) for alder in ("0-17", "18-24", "25-79", "80+")
    ]
    (mappe / "kommune.toml").write_text(
        f'navn = "Kantvik"\nkommunenummer = "9998"\nomraader = {OMRAADER}\nplan_fra = 2020\nplan_til = 2024\n'
        f"foerste_aar = 2019\nper_dato = {TIL}\n", encoding="utf-8")
    skriv_csv(mappe / "bolig.csv", boliger)
    skriv_csv(mappe / "leieforhold.csv", leieforhold)
    skriv_csv(mappe / "soeknad.csv", [soeknad(t, nr) for nr in range(1800)])
    skriv_csv(mappe / "befolkning.csv", befolkning)


def bolig(t: random.Random, nr: int) -> dict:
    i_bruk_fra = dag(t) if t.random() < 0.3 else FRA
    return {
        "bolig_id": f"B{nr}", "boligtype": t.choice(BOLIGTYPER), "omraade": t.choice(OMRAADER),
        "disposisjonsform": t.choice(["eid", "innleid", "disposisjonsrett"]),
        "antall_soverom": t.choice(["", 0, 1, 1, 2, 5]), "tilstandsgrad": t.choice(["", 0, 1, 2, 3]),
        "tilgjengelig_rullestol": t.choice(["", "ja", "nei"]), "status": t.choice(["utleid", "ledig", "oppussing"]),
        "ledig_aarsak": t.choice(["", "vedlikehold", "reservert"]),
        "i_bruk_fra": i_bruk_fra, "ut_av_bruk": senere(t, i_bruk_fra, 0.2),
    }


def leie(t: random.Random, nr: int, bolig: dict) -> dict:
    innflyttet = max(dag(t), bolig["i_bruk_fra"])
    husstander = [int(bolig["bolig_id"][1:]), t.randrange(500)]  # Den første har ofte flere kontrakter i boligen.
    return {
        "leieforhold_id": f"L{nr}", "bolig_id": bolig["bolig_id"], "husstand_id": f"H{t.choice(husstander)}",
        "maalgruppe": t.choice(MAALGRUPPER), "innflyttet": innflyttet,
        "kontrakt_utloeper": t.choice([senere(t, innflyttet, 0.7)] * 4 + [t.choice(UTLOEP)]),
        "utflyttet": senere(t, innflyttet, 0.6), "utflyttingsaarsak": t.choice(["", "eid_bolig", "doed"]),
    }


def soeknad(t: random.Random, nr: int) -> dict:
    mottatt = dag(t, dt.date(2017, 1, 1))
    vedtaksdato = senere(t, mottatt, 0.9)
    vedtak = t.choice(["innvilget"] * 5 + ["avslag", "trukket", "avvist", ""]) if vedtaksdato else ""
    innflyttet = senere(t, vedtaksdato, 0.5) if vedtak == "innvilget" else ""
    avsluttet = t.choice([innflyttet or senere(t, vedtaksdato or mottatt, 0.3)] * 4 + [senere(t, mottatt, 0.5)])
    return {
        "soeknad_id": f"S{nr:04d}", "husstand_id": f"H{t.randrange(800)}", "maalgruppe": t.choice(MAALGRUPPER),
        "situasjon": t.choice(["", "uten_bolig", "i_fare"]), "oensket_boligtype": t.choice(BOLIGTYPER),
        "soeknadstype": t.choice(["ny", "ny", "ny", "ny", "bytte", "forlengelse"]),
        "husstandsstoerrelse": t.choice(["", 1, 1, 2, 3, 6]), "antall_barn": t.choice(["", 0, 1]),
        "aldersgruppe": t.choice(["", "18-24", "25-79", "80+"]), "omraade": t.choice(["", *OMRAADER]),
        "mottatt": mottatt, "vedtaksdato": vedtaksdato, "vedtak": vedtak,
        "avslagsgrunn": t.choice(["", "botid"]) if vedtak == "avslag" else "",
        "innflyttet": innflyttet, "avsluttet": avsluttet,
        "klage": t.choice(["", "ja", "nei"]), "klage_omgjort": t.choice(["", "ja", "nei"]),
    }


def dag(t: random.Random, fra: dt.date = FRA) -> dt.date:
    """En tilfeldig dag, ofte rett ved en periodegrense."""
    if t.random() < 0.3:
        return t.choice([grense for grense in GRENSER if fra <= grense <= TIL])
    return fra + dt.timedelta(t.randrange((TIL - fra).days + 1))


def senere(t: random.Random, dato: dt.date, sannsynlig: float) -> dt.date | str:
    """En dag samme dag eller senere, ofte rett ved en grense i en definisjon. Tom når det ikke har skjedd ennå."""
    dager = t.choice([0, 1, 90, 91, 180, 181, 365, 366, t.randrange(60), t.randrange(700), t.randrange(2500)])
    return dato + dt.timedelta(dager) if t.random() < sannsynlig and dato + dt.timedelta(dager) <= TIL else ""


def skriv_csv(fil: Path, rader: list[dict]) -> None:
    with open(fil, "w", encoding="utf-8", newline="") as ut:
        skriver = csv.DictWriter(ut, rader[0], delimiter=";")
        skriver.writeheader()
        skriver.writerows(rader)
