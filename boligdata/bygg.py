"""Bygg den publiserte databasen: uttrekk inn, én ny fil ut, og en peker som sier hvilken som gjelder.

Personopplysninger finnes bare i minnet til denne prosessen. Filen får et navn som aldri er brukt før, og pekeren byttes
til slutt, så leserne merker ingenting før alt er ferdig. Blir bygget avbrutt, gjelder den forrige filen fortsatt.
"""

import contextlib
import datetime as dt
import errno
import json
import os
import secrets
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb

from boligdata import beregning, config, ingest, katalog, noekkel, rettigheter
from boligdata.config import Brukerfeil, Kommune

PEKER = "gjeldende.json"
BEHOLD = 3


@dataclass(frozen=True)
class Resultat:
    """Hva bygget gjorde: filen, radene i hver tabell, tiden det tok (sekunder) og rapporten fra lesingen."""

    fil: Path
    rader: dict[str, int]
    sekunder: float
    rapport: ingest.Rapport


def bygg(uttrekk: Path | None = None, ut: Path | None = None, fremdrift=lambda tekst, andel: None) -> Resultat:
    """Les uttrekkene i mappen `uttrekk` og publiser en ny fil i mappen `ut`.

    `fremdrift(tekst, andel)` kalles underveis med andel fra 0 til 1. Feil brukeren kan rette, kommer som `Brukerfeil`.
    """
    start = time.monotonic()
    uttrekk, ut = uttrekk or config.uttrekk_mappe(), ut or config.publisert_mappe()
    kommune = config.les_kommune(uttrekk)
    with rettigheter.bare_eieren(), _forklar_skrivefeil(ut), _laas(ut), _midlertidig_fil(ut) as fil:
        _stram_inn(ut)
        if not kommune.fiktiv:
            noekkel.krev_samme(ut)
        rader, rapport = _skriv(uttrekk, kommune, fil, _gjeldende_fil(ut), fremdrift)
        fremdrift("Kontrollerer og tar i bruk", 0.97)
        _kontroller(fil)
        ferdig = _ta_i_bruk(fil, ut)
    fremdrift("Ferdig", 1.0)
    return Resultat(ferdig, rader, time.monotonic() - start, rapport)


def _skriv(uttrekk: Path, kommune: Kommune, fil: Path, forrige: Path | None, fremdrift):
    con = ingest.ny_database()
    with contextlib.closing(con):
        # Formatet fra 1.5 leses av både 1.5 og 2.0; formatet i 2.0 leses bare av 2.0.
        con.execute(f"attach '{_sitert(fil)}' as ut (storage_version 'v1.5.0')")
        rapport = ingest.les_uttrekk(con, uttrekk, kommune, lambda tekst, andel: fremdrift(tekst, 0.5 * andel))
        stoppet = {k for k, s in rapport.status.items() if s.stoppet}
        if not any(s.rader_lastet for s in rapport.status.values()):
            raise Brukerfeil(
                f"Fant ingen uttrekk som kan leses i {uttrekk}. Legg filene der og kjør «python -m boligdata sjekk» "
                "for å se hva som er galt. Tallene som var der fra før, er ikke endret."
            )
        per_dato = kommune.per_dato or max(s.sist_levert for s in rapport.status.values() if s.sist_levert)
        con.execute(
            "create table kommune as select ? as kommunenummer, ?::date as per_dato, ?::integer as foerste_aar",
            [kommune.kommunenummer, per_dato, kommune.foerste_aar],
        )
        beregning.lag_modeller(con, lambda tekst, andel: fremdrift(tekst, 0.5 + 0.25 * andel))
        if forrige and stoppet:
            con.execute(f"attach '{_sitert(forrige)}' as forrige (read_only)")
        rader = _skriv_tall(con, stoppet, bool(forrige), lambda t, a: fremdrift(t, 0.75 + 0.2 * a))
        beregning.lag_dimensjoner(con, kommune.omraader, "ut.dimensjon")
        con.execute("create table ut.periode as from periode")
        con.execute("create table ut.kart as from kart")
        _skriv_kilder(con, rapport)
        _skriv_meta(con, kommune, per_dato)
        con.execute("checkpoint ut")
        con.execute("detach ut")
    return rader, rapport


def _skriv_tall(con, stoppet: set[str], har_forrige: bool, fremdrift) -> dict[str, int]:
    """Regn ut kuber og tabeller. Der et uttrekk er stoppet, beholdes tallene fra forrige fil."""
    rader = {}
    oppgaver = [*katalog.kuber().values(), *katalog.tabeller().values()]
    for nr, oppgave in enumerate(oppgaver):
        navn = ("kube_" if isinstance(oppgave, katalog.Kube) else "tabell_") + oppgave.id
        fremdrift(f"Teller opp, del {nr + 1} av {len(oppgaver)}", nr / len(oppgaver))
        if har_forrige and stoppet & set(oppgave.kilder) and _finnes_i_forrige(con, navn):
            con.execute(f"create table ut.{navn} as from forrige.{navn}")
        elif isinstance(oppgave, katalog.Kube):
            beregning.lag_kube(con, oppgave, f"ut.{navn}")
        else:
            con.execute(f"create table ut.{navn} as from {oppgave.modell}")
        rader[navn] = con.execute(f"select count(*) from ut.{navn}").fetchall()[0][0]
    return rader


def _finnes_i_forrige(con, navn: str) -> bool:
    spoerring = "select 1 from duckdb_tables() where database_name = 'forrige' and table_name = ?"
    return bool(con.execute(spoerring, [navn]).fetchall())


def _skriv_kilder(con, rapport: ingest.Rapport) -> None:
    """Hva som kom inn, og hvor mye som ble satt til side. Aldri verdiene selv."""
    status = [
        (k, ", ".join(s.filer), s.sist_levert, s.rader_lest, s.rader_lastet, s.rader_til_side, s.stoppet)
        for k, s in rapport.status.items()
    ]
    con.execute(
        "create table ut.kilde (kilde varchar, filer varchar, sist_levert date, rader_lest integer, "
        "rader_lastet integer, rader_til_side integer, stoppet varchar)"
    )
    con.executemany("insert into ut.kilde values (?, ?, ?, ?, ?, ?, ?)", status)
    con.execute("create table ut.avvik (kilde varchar, kolonne varchar, regel varchar, alvor varchar, antall integer)")
    telling: dict[tuple, int] = {}
    for a in rapport.avvik:
        noekkel = (a.kilde, a.kolonne, a.regel, a.alvor)
        telling[noekkel] = telling.get(noekkel, 0) + 1
    if telling:
        con.executemany("insert into ut.avvik values (?, ?, ?, ?, ?)", [(*k, n) for k, n in telling.items()])


def _skriv_meta(con, kommune: Kommune, per_dato: dt.date) -> None:
    con.execute(
        "create table ut.meta as select ?::integer as skjema, ?::timestamp as bygd, ?::date as per_dato, ? as kommune, "
        "? as kommunenummer, ?::integer as plan_fra, ?::integer as plan_til, ?::boolean as fiktiv",
        [config.SKJEMA, dt.datetime.now(dt.UTC).replace(tzinfo=None), per_dato, kommune.navn, kommune.kommunenummer,
         kommune.plan_fra, kommune.plan_til, kommune.fiktiv],
    )


def _kontroller(fil: Path) -> None:
    """Åpne filen slik en leser gjør, og se at hver kube summerer til sin egen total."""
    with contextlib.closing(duckdb.connect(str(fil), read_only=True)) as con:
        for kube in katalog.kuber().values():
            for gruppering in kube.grupperinger:
                hvor = " and ".join(
                    f"{d} {'<>' if d in gruppering else '='} '{beregning.ALLE}'" for d in kube.dimensjoner
                ) or "true"
                maal = next(iter(kube.maal))
                total = " and ".join(f"{d} = '{beregning.ALLE}'" for d in kube.dimensjoner) or "true"
                skjeve = con.execute(
                    f"with d as (select periode, sum({maal}) n from kube_{kube.id} where {hvor} group by 1), "
                    f"t as (select periode, {maal} n from kube_{kube.id} where {total}) "
                    "select count(*) from t left join d using (periode) where t.n is distinct from d.n"
                ).fetchall()[0][0]
                if skjeve:
                    raise Brukerfeil(
                        f"Kontrollen stoppet bygget: kuben «{kube.id}» summerer ikke i {skjeve} perioder. "
                        "Forrige publisering står uendret. Meld dette til dem som vedlikeholder programmet."
                    )


def _ta_i_bruk(fil: Path, ut: Path) -> Path:
    tid = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    ferdig = ut / f"publisert-{tid}-{secrets.token_hex(4)}.duckdb"
    _til_disk(fil)
    os.replace(fil, ferdig)
    ny_peker = ut / f".{PEKER}.ny"
    peker = {"fil": ferdig.name, "skjema": config.SKJEMA, "katalog": katalog.avtrykk()}
    ny_peker.write_text(json.dumps(peker), encoding="utf-8")
    _til_disk(ny_peker)
    _bytt(ny_peker, ut / PEKER)
    _rydd(ut, ferdig)
    return ferdig


def _stram_inn(ut: Path) -> None:
    """Filene fra tidligere bygg kan være lesbare for andre. Mappen endres bare når den er vår egen."""
    if ut == config.publisert_mappe():
        rettigheter.stram_inn(ut)
    rettigheter.stram_inn(ut / PEKER, ut / "bygg.laas", *ut.glob("publisert-*.duckdb"))


def _bytt(fra: Path, til: Path) -> None:
    """Windows nekter å bytte en fil noen leser akkurat da. Leserne er ferdige på millisekunder, så vi prøver igjen."""
    for forsoek in range(50):
        try:
            return os.replace(fra, til)
        except PermissionError:
            if forsoek == 49:
                raise
            time.sleep(0.1)


def _til_disk(sti: Path) -> None:
    with open(sti, "rb+") as fil:
        os.fsync(fil.fileno())


def _rydd(ut: Path, gjeldende: Path) -> None:
    gamle = sorted(f for f in ut.glob("publisert-*.duckdb") if f != gjeldende)
    for fil in gamle[: max(0, len(gamle) - BEHOLD + 1)]:
        with contextlib.suppress(OSError):  # En leser kan ha filen åpen på Windows; den ryddes neste gang.
            fil.unlink()


def _gjeldende_fil(ut: Path) -> Path | None:
    """Filen pekeren viser til, når den finnes og har de samme kubene som katalogen nå."""
    try:
        peker = json.loads((ut / PEKER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    fil = ut / peker["fil"]
    samme = (peker.get("skjema"), peker.get("katalog")) == (config.SKJEMA, katalog.avtrykk())
    return fil if samme and fil.exists() else None


@contextlib.contextmanager
def _laas(ut: Path):
    """Bare ett bygg om gangen. Låsen slippes av operativsystemet om prosessen dør."""
    ut.mkdir(parents=True, exist_ok=True)
    con = sqlite3.connect(ut / "bygg.laas", timeout=0, isolation_level=None)
    with contextlib.closing(con):
        try:
            con.execute("begin exclusive")
        except sqlite3.OperationalError as feil:
            if feil.sqlite_errorcode not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise
            raise Brukerfeil(
                "Et annet bygg pågår allerede. Vent til det er ferdig, og prøv igjen. Tallene er ikke endret."
            ) from feil
        yield


@contextlib.contextmanager
def _midlertidig_fil(ut: Path):
    for rest in ut.glob(".bygg-*"):  # Låsen er vår, så dette er rester etter et bygg som ble avbrutt.
        rest.unlink(missing_ok=True)
    fil = ut / f".bygg-{os.getpid()}.duckdb"
    try:
        yield fil
    finally:
        for rest in ut.glob(f"{fil.name}*"):
            with contextlib.suppress(OSError):
                rest.unlink()


@contextlib.contextmanager
def _forklar_skrivefeil(ut: Path):
    """Gjør feil fra disk og filsystem om til en melding som sier hva som må gjøres."""
    try:
        yield
    except (OSError, sqlite3.OperationalError, duckdb.Error) as feil:
        full = getattr(feil, "errno", None) in (errno.ENOSPC, errno.EFBIG) or any(
            tegn in str(feil).lower() for tegn in ("no space", "file too large", "disk is full", "disk full")
        )
        # DuckDB melder full disk som flere slags feil. Andre feil fra DuckDB er våre egne, og skal ikke skjules.
        if isinstance(feil, duckdb.Error) and not (full or isinstance(feil, duckdb.IOException)):
            raise
        grunn = "Disken er full" if full else "Mappen kan ikke skrives til, eller filen er låst av et annet program"
        raad = "Frigjør plass" if full else "Gi skrivetilgang til mappen, eller lukk programmet som bruker filen"
        raise Brukerfeil(
            f"{grunn}: {ut}. {raad}, og prøv igjen. Forrige publisering gjelder fortsatt, og ingenting er gått tapt."
        ) from feil


def _sitert(sti: Path) -> str:
    return str(sti).replace("'", "''")
