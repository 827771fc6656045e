"""Kommunen: periodene, de gode radene i uttrekkene, og det som regnes ut én gang per periode."""

import calendar
import datetime as dt
import functools
import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from fasit.uttrekk import UENDELIG, les_kilde

# Gruppene alderen vises i: yngst og eldst i hver av dem.
ALDERSGRUPPER = {
    "0-24": (0, 24),
    "25-49": (25, 49),
    "50-66": (50, 66),
    "67-79": (67, 79),
    "80+": (80, UENDELIG),
}

# ---------------------------------------------------------------------------- periodene


@dataclass(frozen=True)
class Periode:
    id: str
    fra: dt.date
    til: dt.date


def perioder(foerste_aar: int, per_dato: dt.date) -> list[Periode]:
    """Alle hele år og tertialer som er ferdige på `per_dato`."""
    alle = []
    for aar in range(foerste_aar, per_dato.year + 1):
        alle.append(Periode(f"{aar}", dt.date(aar, 1, 1), dt.date(aar, 12, 31)))
        alle.append(Periode(f"{aar}-T1", dt.date(aar, 1, 1), dt.date(aar, 4, 30)))
        alle.append(Periode(f"{aar}-T2", dt.date(aar, 5, 1), dt.date(aar, 8, 31)))
        alle.append(Periode(f"{aar}-T3", dt.date(aar, 9, 1), dt.date(aar, 12, 31)))
    return [p for p in alle if p.til <= per_dato]


def gjelder(fra: dt.date, slutt: dt.date | None, dag: dt.date) -> bool:
    """Er det begynt senest denne dagen, uten å være avsluttet? Sluttdagen selv teller ikke."""
    return fra <= dag and (slutt is None or slutt > dag)


def skjer(dato: dt.date | None, p: Periode) -> bool:
    """Skjer det i perioden?"""
    return dato is not None and p.fra <= dato <= p.til


def maaneder_senere(dato: dt.date, antall: int) -> dt.date:
    """Samme dag et antall måneder senere (eller tidligere). Den siste i måneden når måneden ikke
    har så mange dager.
    """
    aar, maaned = divmod(dato.year * 12 + dato.month - 1 + antall, 12)
    siste = calendar.monthrange(aar, maaned + 1)[1]
    return dt.date(aar, maaned + 1, min(dato.day, siste))


def aar_senere(dato: dt.date, antall: int) -> dt.date:
    """Samme dag et antall år senere. 29. februar blir 28. februar når året ikke er skuddår."""
    return maaneder_senere(dato, 12 * antall)


# ----------------------------------------------------------------------------- kommunen


@dataclass
class Kommune:
    """De gode radene, og det som regnes ut én gang per periode."""

    boliger: list[dict]
    leieforhold: list[dict]
    soeknader: list[dict]
    kartlegginger: list[dict]
    opphold: list[dict]
    utkastelser: list[dict]
    virkemidler: list[dict]
    tjenester: list[dict]
    folketall: dict[tuple[int, tuple[int, int]], int]
    omraader: list[str]
    perioder: list[Periode]
    siste_dag: dt.date
    per_dato: dt.date
    husket: dict = field(default_factory=dict)


def husk(funksjon):
    """Regn ut én gang per periode (og gruppe): de samme radene brukes av mange indikatorer."""

    @functools.wraps(funksjon)
    def med_minne(k: Kommune, *hva):
        noekkel = funksjon, *hva
        if noekkel not in k.husket:
            k.husket[noekkel] = funksjon(k, *hva)
        return k.husket[noekkel]

    return med_minne


def per_husstand(rader: list[dict], *noekkel: str) -> dict[tuple, list[dict]]:
    """Radene til hver husstand, eller til hver husstand og noe mer."""
    grupper = defaultdict(list)
    for rad in rader:
        grupper[rad["husstand_id"], *(rad[felt] for felt in noekkel)].append(rad)
    return grupper


def radene_til(k: Kommune, uttrekk: str, husstand: str) -> list[dict]:
    """Radene om én husstand i et av uttrekkene, for eksempel «virkemidler»."""
    return uttrekket_per_husstand(k, uttrekk).get((husstand,), [])


@husk
def uttrekket_per_husstand(k: Kommune, uttrekk: str) -> dict[tuple, list[dict]]:
    return per_husstand(getattr(k, uttrekk))


def _byggeperiode(aar: int | None) -> str | None:
    if aar is None:
        return None
    grenser = {1960: "0-1959", 1980: "1960-1979", 2000: "1980-1999"}
    return next((navn for grense, navn in grenser.items() if aar < grense), "2000+")


def les_kommune(mappe: Path) -> Kommune:
    """Les alle uttrekkene i mappen."""
    om = tomllib.loads((mappe / "kommune.toml").read_text(encoding="utf-8-sig"))
    boliger = les_kilde(mappe, "bolig", om)
    for b in boliger:
        b["stoerrelse"] = (
            None if b["antall_soverom"] is None else str(min(b["antall_soverom"], 4))
        )
        b["tilstand"] = None if b["tilstandsgrad"] is None else str(b["tilstandsgrad"])
        b["rullestol"] = b["tilgjengelig_rullestol"]
        b["byggeperiode"] = _byggeperiode(b["byggeaar"])
    soeknader = les_kilde(mappe, "soeknad", om)
    for s in soeknader:
        s["boligtype"] = s["oensket_boligtype"]
        s["sluttet_aa_vente"] = s["innflyttet"] or s["avsluttet"]
    kartlegginger = les_kilde(mappe, "kartlegging", om)
    opphold = les_kilde(mappe, "midlertidig_opphold", om)
    utkastelser = les_kilde(mappe, "utkastelse", om)
    for rad in [*soeknader, *kartlegginger]:
        if rad["aldersgruppe"]:
            fra, til = rad["aldersgruppe"]
            rad["aldersgruppe"] = next(
                (
                    gruppe
                    for gruppe, (yngst, eldst) in ALDERSGRUPPER.items()
                    if yngst <= fra and til <= eldst
                ),
                None,
            )
    for rad in [*soeknader, *kartlegginger, *opphold, *utkastelser]:
        rad["barn"] = (
            None
            if rad["antall_barn"] is None
            else "ja"
            if rad["antall_barn"] > 0
            else "nei"
        )
    for u in (
        utkastelser
    ):  # Kodelisten har «Annet eller ukjent», så det er årsaken når ingen er oppgitt.
        u["utkastelsesaarsak"] = u["aarsak"] or "annet"
    alle_perioder = perioder(om["foerste_aar"], om["per_dato"])
    return Kommune(
        boliger=boliger,
        leieforhold=ordne_leieforhold(les_kilde(mappe, "leieforhold", om), boliger),
        soeknader=soeknader,
        kartlegginger=kartlegginger,
        opphold=opphold,
        utkastelser=utkastelser,
        virkemidler=les_kilde(mappe, "virkemiddel", om),
        tjenester=les_kilde(mappe, "tjeneste", om),
        folketall={
            (rad["aar"], rad["aldersgruppe"]): rad["personer"]
            for rad in les_kilde(mappe, "befolkning", om)
            if rad["kommunenummer"] == om["kommunenummer"]
        },
        omraader=om["omraader"],
        perioder=alle_perioder,
        siste_dag=max(p.til for p in alle_perioder),
        per_dato=om["per_dato"],
    )


def ordne_leieforhold(rader: list[dict], boliger: list[dict]) -> list[dict]:
    """Leieforhold i kjente boliger, der et nyere avslutter det eldre.

    Begynner to samme dag, gjelder det første i filen. Den som flyttet ut samme dag som inn, bodde
    der aldri, og avslutter ingen andres leieforhold.
    """
    ordnet = []
    for bolig in boliger:
        i_boligen = sorted(
            (r for r in rader if r["bolig_id"] == bolig["bolig_id"]),
            key=lambda r: r["innflyttet"],
        )
        nyere = None
        for r in reversed(i_boligen):
            if r["utflyttet"] == r["innflyttet"]:
                continue
            samme_dag = [
                annet
                for annet in i_boligen
                if annet["innflyttet"] == r["innflyttet"]
                and annet["utflyttet"] != annet["innflyttet"]
            ]
            if samme_dag[0] is not r:
                i_boligen.remove(r)
                continue
            if nyere and (r["utflyttet"] is None or r["utflyttet"] > nyere):
                r["utflyttet"] = nyere
            nyere = r["innflyttet"]
        ordnet += [
            r
            | {
                "bolig": bolig,
                "boligtype": bolig["boligtype"],
                "omraade": bolig["omraade"],
            }
            for r in i_boligen
        ]
    return ordnet
