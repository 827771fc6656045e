"""Filene i de to mappene: hvem som får skrive, hvilken fil som gjelder, og hva som ryddes bort.

En fil får et navn som aldri er brukt før, og tas i bruk når pekeren i mappen byttes. Blir bygget
drept, går disken full eller bygger noen samtidig, gjelder den forrige filen fortsatt. Hva som står
i filene, vet ikke denne modulen noe om.
"""

import contextlib
import datetime as dt
import errno
import os
import secrets
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from boligdata.bygg import rettigheter, utsending
from boligdata.felles import config, katalog, pekeren
from boligdata.felles.config import Brukerfeil

LAAS = "bygg.laas"
# Så mange ferdige filer blir liggende i hver mappe.
BEHOLD = 3
# Filene som kan følge med en ferdig fil, etter endelsen.
FOELGERE = ("historikk", "rader", "leveranse")


@dataclass(frozen=True)
class ForrigeBygg:
    """Filene fra forrige bygg, når de finnes.

    `…_har_kubene` er sann når filen har de samme kubene som katalogen nå, så tall kan beholdes.
    Ellers kan de bare sammenlignes.
    """

    internt: Path | None
    publisert: Path | None
    historikk: Path | None
    rader: Path | None
    leveranse: Path | None
    internt_har_kubene: bool
    publisert_har_kubene: bool


@contextlib.contextmanager
def arbeidsfiler(ut: Path, internt: Path) -> Iterator[tuple[Path, Path]]:
    """Stedet å skrive de to filene, den publiserte og den interne, til de er ferdige.

    Bare ett bygg om gangen slipper inn, og bare eieren kan lese det som skrives. Det som ikke er
    tatt i bruk etterpå, er borte. Kaster `Brukerfeil` når noen andre bygger, eller når mappene ikke
    kan skrives til.
    """
    with (
        alene(ut),
        _midlertidig_fil(ut) as fil,
        forklar_skrivefeil(internt),
        _midlertidig_fil(internt) as intern_fil,
    ):
        _stram_inn(ut, internt)
        rett_opp(ut, internt)
        yield fil, intern_fil


def forrige(ut: Path, internt: Path) -> ForrigeBygg:
    """Det forrige bygget. Historikken gjelder også når kubene er endret, eller pekeren er borte:
    det som er vist, er vist.
    """
    peker, intern_peker = pekeren.les(ut), pekeren.les(internt)
    nyeste = max((fil.name for fil in ut.glob("*.historikk")), default=None)
    historikk = peker.get("historikk", nyeste)
    return ForrigeBygg(
        _fil_i_pekeren(internt, intern_peker, "fil"),
        _fil_i_pekeren(ut, peker, "fil"),
        ut / historikk if historikk else None,
        _fil_i_pekeren(internt, intern_peker, "rader"),
        _fil_i_pekeren(internt, intern_peker, "leveranse"),
        _har_kubene(internt, intern_peker),
        _har_kubene(ut, peker),
    )


def nytt_navn(slag: str) -> str:
    """Et navn ingen fil har hatt. `slag` er «publisert» eller «internt»."""
    tid = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    return f"{slag}-{tid}-{secrets.token_hex(4)}.duckdb"


def ta_i_bruk(
    fil: Path, mappe: Path, navn: str, internt: str = "", **foelgere: bytes
) -> Path:
    """Gi filene endelige navn, og pek på dem. Pekeren byttes til slutt, så filene alltid hører
    sammen. `navn` er fra `nytt_navn`.

    `internt` er navnet på filen med de eksakte tallene, til den publiserte. `foelgere` er innholdet i filene
    som følger med, etter endelsen de skal ha. Det pekeren pekte på før, står i den nye, så publiseringen kan
    angres.
    """
    ferdig, slag = mappe / navn, navn.partition("-")[0]
    pekeren.til_disk(fil)
    os.replace(fil, ferdig)
    peker = {"fil": ferdig.name, "skjema": config.SKJEMA, "katalog": katalog.avtrykk()}
    if internt:
        peker["internt"] = internt
    for endelse, innhold in foelgere.items():
        foelger = ferdig.with_suffix(f".{endelse}")
        foelger.write_bytes(innhold)
        pekeren.til_disk(foelger)
        peker[endelse] = foelger.name
    if foer := pekeren.les(mappe):
        peker["forrige"] = {navn: foer[navn] for navn in foer if navn != "forrige"}
    pekeren.skriv(mappe, peker)
    _rydd(mappe, slag, ferdig, foer.get("fil"))
    return ferdig


def angre(ut: Path, internt: Path) -> str:
    """La pekerne peke på det som var publisert før, og gi navnet på filen som ikke gjelder lenger.

    Historikken over det som er vist, er fortsatt den nyeste: det som er vist, er vist. Kaster
    `Brukerfeil` når det ikke er noe å gå tilbake til.
    """
    with alene(ut):
        if angret := _angre_ferdig(ut, internt):
            return angret
        naa, intern_naa = pekeren.les(ut), pekeren.les(internt)
        foer, internt_foer = naa.get("forrige", {}), intern_naa.get("forrige", {})
        if not (_har_kubene(ut, foer) and _har_kubene(internt, internt_foer)):
            raise Brukerfeil(
                "Publiseringen kan ikke angres: det som var publisert før, finnes ikke lenger, eller er "
                "laget av en annen versjon av programmet. Legg inn de gamle uttrekkene, og bygg på nytt."
            )
        pekeren.skriv(internt, internt_foer)
        pekeren.skriv(ut, foer | {"historikk": naa["historikk"]})
        return naa["fil"]


def rett_opp(ut: Path, internt: Path) -> None:
    """Gjør ferdig, eller ta tilbake, det som ble avbrutt mellom de to pekerne, så de hører sammen. Den som
    kaller, er alene (`alene`).
    """
    if _angre_ferdig(ut, internt):
        return
    par, naa = pekeren.les(ut).get("internt"), pekeren.les(internt)
    foer = naa.get("forrige", {})
    if par and naa["fil"] != par and foer.get("fil") == par:
        pekeren.skriv(internt, foer)


def _angre_ferdig(ut: Path, internt: Path) -> str:
    """Er bare den interne pekeren satt tilbake, settes den andre også. Gir navnet på filen som ikke gjelder
    lenger, eller «».
    """
    naa = pekeren.les(ut)
    foer = naa.get("forrige", {})
    par = foer.get("internt")
    if not par or pekeren.les(internt).get("fil") != par:
        return ""
    pekeren.skriv(ut, foer | {"historikk": naa["historikk"]})
    return naa["fil"]


def gjeldende(ut: Path) -> str:
    """Navnet på den publiserte filen som gjelder, eller «»."""
    return pekeren.les(ut).get("fil", "")


def i_bruk(mappe: Path) -> list[Path]:
    """Pekeren, filene den viser til, og dem det kan gås tilbake til."""
    peker = pekeren.les(mappe)
    navnene = {
        navn
        for en in (peker, peker.get("forrige", {}))
        for hva, navn in en.items()
        if hva in ("fil", *FOELGERE)
    }
    return [mappe / navn for navn in sorted({*navnene, pekeren.PEKER})]


@contextlib.contextmanager
def alene(ut: Path) -> Iterator[None]:
    """Ingen andre bygger eller angrer imens. Det som gjelder etterpå, er også det som gjelder i
    objektlageret, når det er et. Kaster `Brukerfeil` når noen andre bygger, når mappen ikke kan skrives til,
    og når lageret ikke tar imot.
    """
    with rettigheter.bare_eieren(), forklar_skrivefeil(ut), _laas(ut):
        foer = gjeldende(ut)
        yield
        if gjeldende(ut) != foer:
            _send(ut)


def send(ut: Path) -> None:
    """Send det som gjelder, til objektlageret på nytt. Kaster `Brukerfeil` når det ikke går."""
    with alene(ut):
        if not gjeldende(ut):
            raise Brukerfeil(
                "Ingen tall er publisert på denne maskinen. Kjør «python -m boligdata bygg»."
            )
        _send(ut)


def _send(ut: Path) -> None:
    # Et bygg i en annen mappe er en prøve.
    if config.objektlager() and ut == config.publisert_mappe():
        utsending.send(ut, pekeren.les(ut))


# ------------------------------------------------------------------------------ pekeren


def _fil_i_pekeren(mappe: Path, peker: dict, hva: str) -> Path | None:
    fil = mappe / peker.get(hva, "")
    return fil if fil.is_file() else None


def _har_kubene(mappe: Path, peker: dict) -> bool:
    """Finnes filen pekeren viser til, og har den de samme kubene som katalogen nå?"""
    if _fil_i_pekeren(mappe, peker, "fil") is None:
        return False
    naa = (config.SKJEMA, katalog.avtrykk())
    return (peker.get("skjema"), peker.get("katalog")) == naa


# ------------------------------------------------------------------------------ mappene


def _stram_inn(*mapper: Path) -> None:
    """Filene fra tidligere bygg kan være lesbare for andre. Mappen endres bare når den er vår
    egen.
    """
    for mappe in mapper:
        if mappe in (config.publisert_mappe(), config.internt_mappe()):
            rettigheter.stram_inn(mappe)
        rettigheter.stram_inn(*(fil for fil in mappe.iterdir() if fil.is_file()))


def _rydd(mappe: Path, slag: str, gjeldende: Path, forrige: str | None) -> None:
    """Ta bort de eldste filene, men ikke den det kan gås tilbake til, og følgerne til filer som er
    borte.
    """
    alle = list(mappe.glob(f"{slag}-*.duckdb"))
    # To filer fra samme sekund er ikke i rekkefølge etter navnet.
    gamle = sorted(fil for fil in alle if fil.name not in (gjeldende.name, forrige))
    for fil in gamle[: max(0, len(alle) - BEHOLD)]:
        # En leser kan ha filen åpen på Windows; den ryddes neste gang.
        with contextlib.suppress(OSError):
            fil.unlink()
    for endelse in FOELGERE:
        for fil in mappe.glob(f"*.{endelse}"):
            if not fil.with_suffix(".duckdb").exists():
                fil.unlink(missing_ok=True)


@contextlib.contextmanager
def _laas(mappe: Path):
    """Bare ett bygg om gangen. Låsen slippes av operativsystemet om prosessen dør."""
    mappe.mkdir(parents=True, exist_ok=True)
    con = sqlite3.connect(mappe / LAAS, timeout=0, isolation_level=None)
    with contextlib.closing(con):
        try:
            con.execute("begin exclusive")
        except sqlite3.OperationalError as feil:
            if feil.sqlite_errorcode not in (
                sqlite3.SQLITE_BUSY,
                sqlite3.SQLITE_LOCKED,
            ):
                raise
            raise Brukerfeil(
                "Et annet bygg pågår allerede. Vent til det er ferdig, og prøv igjen. "
                "Tallene er ikke endret."
            ) from feil
        yield


@contextlib.contextmanager
def _midlertidig_fil(mappe: Path):
    mappe.mkdir(parents=True, exist_ok=True)
    # Låsen er vår, så det som ligger her, er rester etter et bygg som ble avbrutt.
    for rest in (*mappe.glob(".bygg-*"), *mappe.glob(f".{pekeren.PEKER}.*")):
        rest.unlink(missing_ok=True)
    fil = mappe / f".bygg-{os.getpid()}.duckdb"
    try:
        yield fil
    finally:
        for rest in mappe.glob(f"{fil.name}*"):
            with contextlib.suppress(OSError):
                rest.unlink()


# ----------------------------------------------------------------------- det som går galt


@contextlib.contextmanager
def forklar_skrivefeil(
    mappe: Path,
    saa: str = "Forrige publisering gjelder fortsatt, og ingenting er gått tapt.",
):
    """Gjør feil fra disk og filsystem om til en melding som sier hva som må gjøres, og `saa` hvordan det
    står til.
    """
    try:
        yield
    except (OSError, sqlite3.OperationalError, duckdb.Error) as feil:
        full = _er_full_disk(feil)
        # Andre feil fra DuckDB er våre egne, og skal ikke skjules.
        fra_disken = full or isinstance(feil, duckdb.IOException)
        if isinstance(feil, duckdb.Error) and not fra_disken:
            raise
        grunn = (
            "Disken er full"
            if full
            else "Mappen kan ikke skrives til, eller filen er låst av et annet program"
        )
        raad = (
            "Frigjør plass"
            if full
            else "Gi skrivetilgang til mappen, eller lukk programmet som bruker filen"
        )
        raise Brukerfeil(f"{grunn}: {mappe}. {raad}, og prøv igjen. {saa}") from feil


def _er_full_disk(feil: Exception) -> bool:
    """Full disk meldes på flere måter: med et nummer fra systemet, eller bare i teksten."""
    if getattr(feil, "errno", None) in (errno.ENOSPC, errno.EFBIG):
        return True
    tegn = ("no space", "file too large", "disk is full", "disk full")
    return any(del_ in str(feil).lower() for del_ in tegn)
