"""Filene i de to mappene: hvem som får skrive, hvilken fil som gjelder, og hva som ryddes bort.

En fil får et navn som aldri er brukt før, og tas i bruk når pekeren i mappen byttes. Blir bygget
drept, går disken full eller bygger noen samtidig, gjelder den forrige filen fortsatt. Hva som står
i filene, vet ikke denne modulen noe om.
"""

import contextlib
import datetime as dt
import errno
import json
import os
import secrets
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from boligdata.bygg import rettigheter
from boligdata.felles import config, katalog
from boligdata.felles.config import Brukerfeil

PEKER = "gjeldende.json"
LAAS = "bygg.laas"
# Så mange ferdige filer blir liggende i hver mappe.
BEHOLD = 3
# Filene som kan følge med en ferdig fil, etter endelsen.
FOELGERE = ("historikk", "rader", "leveranse")
# Windows nekter å bytte en fil noen leser. Så mange ganger prøver vi, og så lenge (sekunder)
# venter vi mellom hver gang.
FORSOEK, PAUSE = 50, 0.1


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
        rettigheter.bare_eieren(),
        _forklar_skrivefeil(ut),
        _laas(ut),
        _midlertidig_fil(ut) as fil,
        _forklar_skrivefeil(internt),
        _midlertidig_fil(internt) as intern_fil,
    ):
        _stram_inn(ut, internt)
        yield fil, intern_fil


def forrige(ut: Path, internt: Path) -> ForrigeBygg:
    """Det forrige bygget. Historikken gjelder også når kubene er endret, eller pekeren er borte:
    det som er vist, er vist.
    """
    peker, intern_peker = _les_peker(ut), _les_peker(internt)
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


def ta_i_bruk(fil: Path, mappe: Path, slag: str, **foelgere: bytes) -> Path:
    """Gi filene endelige navn, og pek på dem. Pekeren byttes til slutt, så filene alltid hører
    sammen.

    `foelgere` er innholdet i filene som følger med, etter endelsen de skal ha. Det pekeren pekte på før,
    står i den nye, så publiseringen kan angres.
    """
    tid = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    ferdig = mappe / f"{slag}-{tid}-{secrets.token_hex(4)}.duckdb"
    _til_disk(fil)
    os.replace(fil, ferdig)
    peker = {"fil": ferdig.name, "skjema": config.SKJEMA, "katalog": katalog.avtrykk()}
    for endelse, innhold in foelgere.items():
        foelger = ferdig.with_suffix(f".{endelse}")
        foelger.write_bytes(innhold)
        _til_disk(foelger)
        peker[endelse] = foelger.name
    if foer := _les_peker(mappe):
        peker["forrige"] = {navn: foer[navn] for navn in foer if navn != "forrige"}
    _skriv_peker(mappe, peker)
    _rydd(mappe, slag, ferdig, foer.get("fil"))
    return ferdig


def angre(ut: Path, internt: Path) -> str:
    """La pekerne peke på det som var publisert før, og gi navnet på filen som ikke gjelder lenger.

    Historikken over det som er vist, er fortsatt den nyeste: det som er vist, er vist. Kaster
    `Brukerfeil` når det ikke er noe å gå tilbake til.
    """
    with rettigheter.bare_eieren(), _forklar_skrivefeil(ut), _laas(ut):
        naa = {mappe: _les_peker(mappe) for mappe in (internt, ut)}
        foer = {mappe: peker.get("forrige", {}) for mappe, peker in naa.items()}
        if not all(_har_kubene(mappe, peker) for mappe, peker in foer.items()):
            raise Brukerfeil(
                "Publiseringen kan ikke angres: det som var publisert før, finnes ikke lenger, eller er "
                "laget av en annen versjon av programmet. Legg inn de gamle uttrekkene, og bygg på nytt."
            )
        for mappe, peker in foer.items():
            nyest = {"historikk": naa[mappe]["historikk"]} if mappe == ut else {}
            _skriv_peker(mappe, peker | nyest)
        return naa[ut]["fil"]


# ------------------------------------------------------------------------------ pekeren


def _les_peker(mappe: Path) -> dict:
    try:
        return json.loads((mappe / PEKER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _skriv_peker(mappe: Path, peker: dict) -> None:
    ny_peker = mappe / f".{PEKER}.ny"
    ny_peker.write_text(json.dumps(peker), encoding="utf-8")
    _til_disk(ny_peker)
    _bytt(ny_peker, mappe / PEKER)


def _fil_i_pekeren(mappe: Path, peker: dict, hva: str) -> Path | None:
    fil = mappe / peker.get(hva, "")
    return fil if fil.is_file() else None


def _har_kubene(mappe: Path, peker: dict) -> bool:
    """Finnes filen pekeren viser til, og har den de samme kubene som katalogen nå?"""
    naa = (config.SKJEMA, katalog.avtrykk())
    samme = (peker.get("skjema"), peker.get("katalog")) == naa
    return samme and _fil_i_pekeren(mappe, peker, "fil") is not None


def _bytt(fra: Path, til: Path) -> None:
    """Windows nekter å bytte en fil noen leser akkurat da. Leserne er ferdige på millisekunder, så
    vi prøver igjen.
    """
    for _ in range(FORSOEK - 1):
        try:
            os.replace(fra, til)
            return
        except PermissionError:
            time.sleep(PAUSE)
    os.replace(fra, til)


def _til_disk(sti: Path) -> None:
    with open(sti, "rb+") as fil:
        os.fsync(fil.fileno())


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
    gamle = sorted(fil for fil in mappe.glob(f"{slag}-*.duckdb") if fil != gjeldende)
    for fil in gamle[: max(0, len(gamle) - BEHOLD + 1)]:
        if fil.name == forrige:
            continue
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
    for rest in mappe.glob(".bygg-*"):
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
def _forklar_skrivefeil(mappe: Path):
    """Gjør feil fra disk og filsystem om til en melding som sier hva som må gjøres."""
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
        raise Brukerfeil(
            f"{grunn}: {mappe}. {raad}, og prøv igjen. Forrige publisering gjelder "
            "fortsatt, og ingenting er gått tapt."
        ) from feil


def _er_full_disk(feil: Exception) -> bool:
    """Full disk meldes på flere måter: med et nummer fra systemet, eller bare i teksten."""
    if getattr(feil, "errno", None) in (errno.ENOSPC, errno.EFBIG):
        return True
    tegn = ("no space", "file too large", "disk is full", "disk full")
    return any(del_ in str(feil).lower() for del_ in tegn)
