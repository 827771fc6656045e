"""Lageret i en fil i datamappen. Alle prosessene må være på den samme maskinen."""

import contextlib
import datetime as dt
import errno
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from boligdata.arbeid.lager import kopi, migrering, nettverk
from boligdata.arbeid.lager.basseng import Basseng
from boligdata.arbeid.lager.bilde import Forbindelse
from boligdata.arbeid.lager.poster import IKKE_LAGRET, ArbeidFeil, til_tekst
from boligdata.felles.maalform import fast, si

FILNAVN = "arbeid.sqlite"
ELDSTE_SQLITE = (3, 37, 0)  # Den første med tabeller der typene gjelder (STRICT).
_FLEST = 8

# Meldingene etter den enkle feilkoden i SQLite (de åtte laveste bitene).
_MELDINGER = {
    sqlite3.SQLITE_BUSY: (
        fast(
            "Et annet program holder filen med arbeidsdata låst. Vent litt, og prøv igjen. "
            "Hjelper det ikke, lukk andre programmer som har den åpen, også sikkerhetskopiering "
            "og virusvern."
        )
    ),
    sqlite3.SQLITE_FULL: (
        fast("Disken er full. Frigjør plass der arbeidsdataene ligger, og lagre igjen.")
    ),
    sqlite3.SQLITE_IOERR: (
        fast(
            "Disken tar ikke imot mer, eller svarer ikke. Se om den er full eller frakoblet, og "
            "lagre igjen."
        )
    ),
    sqlite3.SQLITE_READONLY: (
        fast(
            "Programmet har ikke lov til å skrive i mappen med arbeidsdata. Gi det skriverett "
            "til mappen og filene i den, og prøv igjen."
        )
    ),
    sqlite3.SQLITE_CORRUPT: (
        fast(
            "Filen med arbeidsdata er skadet. Stopp programmet, ta vare på filen, og hent den "
            "siste sikkerhetskopien."
        )
    ),
}
_MELDINGER[sqlite3.SQLITE_LOCKED] = _MELDINGER[sqlite3.SQLITE_BUSY]
_MELDINGER[sqlite3.SQLITE_CANTOPEN] = _MELDINGER[sqlite3.SQLITE_READONLY]
_MELDINGER[sqlite3.SQLITE_PERM] = _MELDINGER[sqlite3.SQLITE_READONLY]
_MELDINGER[sqlite3.SQLITE_NOTADB] = _MELDINGER[sqlite3.SQLITE_CORRUPT]
_SKRIVEFEIL = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM)
_FRA_FILSYSTEMET = {
    errno.ENOSPC: sqlite3.SQLITE_FULL,
    errno.EDQUOT: sqlite3.SQLITE_FULL,
    errno.EACCES: sqlite3.SQLITE_READONLY,
    errno.EPERM: sqlite3.SQLITE_READONLY,
    errno.EROFS: sqlite3.SQLITE_READONLY,
}


class Fil:
    """Filen i én mappe."""

    skriv_om = "update hendelse set innhold = ?, hvorfor = ? where nr = ? returning nr"

    def __init__(self, mappe: Path, vent_ms: int):
        self._fil = mappe.absolute() / FILNAVN
        self._vent_ms = vent_ms
        self._sperret_av: int | None = None
        self._basseng = Basseng(
            self._forbindelse, _lukk, flest=_FLEST, vent_s=vent_ms / 1000 + 1
        )
        _kontroller(mappe)
        self._klargjoer()

    @property
    def skrivesperre(self) -> str:
        """Se `Base`."""
        return "" if self._sperret_av is None else si(_MELDINGER[self._sperret_av])

    @contextlib.contextmanager
    def lesing(self) -> Iterator["_Filforbindelse"]:
        """Se `Base`."""
        with (
            _oversatt(),
            self._basseng.laan(self._er_frisk) as forbindelse,
            forbindelse.transaksjon("begin"),
        ):
            yield forbindelse

    @contextlib.contextmanager
    def skriving(self) -> Iterator["_Filforbindelse"]:
        """Se `Base`."""
        if self.skrivesperre:
            self._klargjoer()  # Rettighetene kan være rettet siden sist.
        if self.skrivesperre:
            raise ArbeidFeil(f"{si(IKKE_LAGRET)} {self.skrivesperre}")
        # En transaksjon som leser før den skriver, må være alene fra første stund. Ellers blir den
        # avvist i det den skriver, og å vente hjelper ikke.
        with (
            _oversatt(IKKE_LAGRET),
            self._basseng.laan(self._er_frisk) as forbindelse,
            forbindelse.transaksjon("begin immediate"),
        ):
            yield forbindelse

    def naa(self, forbindelse: "_Filforbindelse") -> dt.datetime:
        """Se `Base`."""
        return dt.datetime.now(dt.UTC)

    def sikkerhetskopi(self, til: Path) -> Path:
        """Se `Base`."""
        # Å kopiere filen selv mister det som står i loggen ved siden av den.
        with (
            _oversatt(),
            self._basseng.laan(self._er_frisk) as forbindelse,
            kopi.ny_fil(til, self._fil) as ny,
        ):
            forbindelse.hent("vacuum into ?", (str(ny.midlertidig),))
        return ny.fil

    def fyll(self, rader: Iterator[list[tuple]]) -> None:
        """Se `Base`."""
        with self.skriving() as forbindelse:
            kopi.fyll(forbindelse, rader)

    def visk_ut(self) -> bool:
        """Se `Base`."""
        # VACUUM skriver filen på nytt, uten det som lå igjen mellom radene. Loggen ved siden av har de
        # gamle sidene til den er tømt.
        with _oversatt(), self._basseng.laan(self._er_frisk) as forbindelse:
            forbindelse.hent("vacuum")
            [(opptatt, *_)] = forbindelse.hent("pragma wal_checkpoint(truncate)")
        return not opptatt

    def kopier(self) -> tuple[str, ...]:
        """Se `Base`."""
        return tuple(
            fil.name for fil in sorted(self._fil.parent.glob("arbeid-foer-utgave-*"))
        )

    def lukk(self) -> None:
        """Se `Base`."""
        self._basseng.lukk()

    def _klargjoer(self) -> None:
        """Lag filen første gang, og ta stegene som gjenstår. Kan den bare leses, huskes hvorfor."""
        try:
            with _oversatt(ogsaa=OSError):
                _kan_skrives(self._fil.parent, self._fil)
                kopi.steng(self._fil)
                with contextlib.closing(self._koble("rwc")) as forbindelse:
                    forbindelse.bruk_logg(self._vent_ms)
                    self._migrer(forbindelse)
            self._sperret_av = None
        except _KanIkkeSkrives as feil:
            if not self._fil.exists():
                raise
            self._sperret_av = feil.kode
            with self.lesing() as forbindelse:
                if migrering.gjenstaar(
                    forbindelse.skjemaversjon(), migrering.steg("sqlite")
                ):
                    raise

    def _migrer(self, forbindelse: "_Filforbindelse") -> None:
        alle = migrering.steg("sqlite")
        naa = forbindelse.skjemaversjon()
        if not migrering.gjenstaar(naa, alle):
            return
        # Et steg som går galt, rulles tilbake. Kopien er for det ingen så. Den første er den rette: en
        # annen prosess kan ha tatt stegene imens.
        ny = self._fil.with_name(f"arbeid-foer-utgave-{max(alle)}.sqlite")
        if naa and not ny.exists():
            with kopi.ny_fil(ny) as skrives:
                forbindelse.hent("vacuum into ?", (str(skrives.midlertidig),))
        with forbindelse.transaksjon("begin immediate"):
            _ta_stegene(forbindelse)

    def _forbindelse(self) -> "_Filforbindelse":
        if _kjennemerke(self._fil) is None:
            raise ArbeidFeil(
                si(
                    "Filen med arbeidsdata er borte: {fil}. Er den flyttet, legg den tilbake. "
                    "Er den slettet, stopp programmet og hent den siste sikkerhetskopien.",
                    fil=self._fil,
                )
            )
        if not self.skrivesperre:
            return self._koble("rw")
        # Uten logg ved siden av kan filen bare åpnes som noe ingen endrer, og med logg bare slik:
        # ellers leses den uten det som står i loggen.
        logg = self._fil.with_name(f"{FILNAVN}-wal")
        har_logg = logg.exists() and logg.stat().st_size
        return self._koble("ro" if har_logg else "ro&immutable=1")

    def _koble(self, modus: str) -> "_Filforbindelse":
        forbindelse = sqlite3.connect(
            f"{self._fil.as_uri()}?mode={modus}",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            timeout=self._vent_ms / 1000,
        )
        # Det en som bare leser, har åpnet, kan være et annet neste gang.
        return _Filforbindelse(
            forbindelse, None if modus.startswith("ro") else _kjennemerke(self._fil)
        )

    def _er_frisk(self, forbindelse: "_Filforbindelse") -> bool:
        """Er det fortsatt denne filen som ligger der? Ellers ville det vi lagret, ligge i en fil
        ingen finner igjen.
        """
        return forbindelse.fil is not None and forbindelse.fil == _kjennemerke(
            self._fil
        )


def skriv_kopi(fra: Forbindelse, til: Path) -> Path:
    """Skriv alt som er lagret et annet sted, til en ny fil. Se `Base.sikkerhetskopi`."""
    with kopi.ny_fil(til) as ny:
        rett = sqlite3.connect(ny.midlertidig, isolation_level=None)
        forbindelse = _Filforbindelse(rett, None)
        with contextlib.closing(forbindelse), forbindelse.transaksjon("begin"):
            _ta_stegene(forbindelse)
            kopi.fyll(forbindelse, kopi.rader(fra))
    return ny.fil


@contextlib.contextmanager
def les_kopi(fra: Path) -> Iterator[Iterator[list[tuple]]]:
    """Hendelsene i en sikkerhetskopi, også en fra en eldre utgave. Kopien selv blir ikke rørt."""
    logg = fra.with_name(f"{fra.name}-wal")
    if not fra.is_file() or (logg.exists() and logg.stat().st_size):
        raise ArbeidFeil(
            f"{fra} er ikke en sikkerhetskopi: den finnes ikke, eller er i bruk. Velg en fil laget av "
            "«python -m boligdata arbeid kopi»."
        )
    with _oversatt(ogsaa=OSError), tempfile.TemporaryDirectory() as mappe:
        shutil.copyfile(fra, Path(mappe) / FILNAVN)
        fil = Fil(Path(mappe), vent_ms=0)
        try:
            with fil.lesing() as forbindelse:
                yield kopi.rader(forbindelse)
        finally:
            fil.lukk()


class _Filforbindelse:
    def __init__(self, forbindelse: sqlite3.Connection, fil: tuple[int, int] | None):
        self.fil = fil
        self._forbindelse = forbindelse
        for pragma in (
            "synchronous = full",
            "fullfsync = on",
            "foreign_keys = on",
            "recursive_triggers = on",
        ):
            forbindelse.execute(f"pragma {pragma}")

    def hent(self, sql: str, verdier: tuple = ()) -> list[tuple]:
        """Se `Forbindelse`."""
        return self._forbindelse.execute(sql, verdier).fetchall()

    @contextlib.contextmanager
    def transaksjon(self, begynn: str) -> Iterator[None]:
        self._forbindelse.execute(begynn)
        try:
            yield
            self._forbindelse.execute("commit")
        except BaseException:
            if self._forbindelse.in_transaction:
                self._forbindelse.execute("rollback")
            raise

    def kjoer(self, sql: str) -> None:
        """Kjør setningene i et steg, i transaksjonen som er åpen."""
        setning = ""
        for linje in sql.splitlines(keepends=True):
            setning += linje
            if sqlite3.complete_statement(setning):
                self._forbindelse.execute(setning)
                setning = ""

    def skjemaversjon(self) -> int:
        """Utgaven av tabellene. 0 før de er laget."""
        if not self.hent("select 1 from sqlite_master where name = 'skjema'"):
            return 0
        return self.hent("select max(versjon) from skjema")[0][0]

    def bruk_logg(self, vent_ms: int) -> None:
        """La lesing og skriving gå samtidig (WAL). Huskes i filen."""
        # Mens en annen prosess gjør det samme, svarer SQLite straks at filen er låst.
        frist = time.monotonic() + vent_ms / 1000
        while True:
            try:
                svar = self.hent("pragma journal_mode = wal")
                if svar != [("wal",)]:
                    raise ArbeidFeil(
                        si(
                            "Mappen med arbeidsdata ligger på et filsystem der SQLite ikke kan "
                            "lagre trygt. Sett BOLIGDATA_ARBEID til en mappe på en vanlig disk i "
                            "denne maskinen."
                        )
                    )
                return
            except sqlite3.OperationalError as feil:
                laast = feil.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
                if not laast or time.monotonic() > frist:
                    raise
                time.sleep(0.02)

    def close(self) -> None:
        """Lukk den."""
        self._forbindelse.close()


def _ta_stegene(forbindelse: _Filforbindelse) -> None:
    # Versjonen leses på nytt: en annen prosess kan ha tatt stegene mens denne ventet.
    naa, tid = forbindelse.skjemaversjon(), til_tekst(dt.datetime.now(dt.UTC))
    for nr, sql in migrering.gjenstaar(naa, migrering.steg("sqlite")).items():
        forbindelse.kjoer(sql)
        migrering.noter(forbindelse, nr, tid)


class _KanIkkeSkrives(ArbeidFeil):
    """Filen kan bare leses. `kode` er en nøkkel i `_MELDINGER`."""

    def __init__(self, melding: str, kode: int):
        super().__init__(melding)
        self.kode = kode


@contextlib.contextmanager
def _oversatt(
    foran: str = "", ogsaa: type[Exception] = sqlite3.Error
) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, ogsaa) as feil:
        kode = _kode(feil)
        if kode not in _MELDINGER:
            raise
        melding = f"{si(foran)} {si(_MELDINGER[kode])}".strip()
        if kode in _SKRIVEFEIL:
            raise _KanIkkeSkrives(melding, kode) from feil
        raise ArbeidFeil(melding) from feil


def _kode(feil: Exception) -> int | None:
    """Feilkoden i SQLite, også for en feil fra filsystemet selv."""
    if isinstance(feil, OSError):
        return _FRA_FILSYSTEMET.get(feil.errno, sqlite3.SQLITE_IOERR)
    kode = getattr(feil, "sqlite_errorcode", None)
    return kode and kode & 0xFF


def _kontroller(mappe: Path) -> None:
    if sqlite3.sqlite_version_info < ELDSTE_SQLITE:
        raise ArbeidFeil(
            si(
                "SQLite på denne maskinen er {versjon}, og må være 3.37 eller nyere. "
                "Installer en nyere Python.",
                versjon=sqlite3.sqlite_version,
            )
        )
    if nettverk.er_delt(mappe):
        raise ArbeidFeil(
            si(
                "Arbeidsdataene kan ikke ligge på en delt nettverksmappe ({mappe}): der kan to "
                "lagre samtidig uten å se hverandre. Sett BOLIGDATA_ARBEID til en mappe på denne "
                "maskinen, eller til en PostgreSQL-database når flere maskiner skal dele dem.",
                mappe=mappe,
            )
        )
    if mappe.exists() and not mappe.is_dir():
        raise ArbeidFeil(
            si(
                "BOLIGDATA_ARBEID skal være en mappe, men {mappe} er en fil. Skriv navnet på "
                "mappen den ligger i.",
                mappe=mappe,
            )
        )


def _kan_skrives(mappe: Path, fil: Path) -> None:
    """SQLite åpner en fil uten skriverett som om alt var i orden, og sier fra først ved lagring."""
    som_naa = os.access in os.supports_effective_ids
    for sti in (mappe, fil):
        if sti.exists() and not os.access(sti, os.W_OK, effective_ids=som_naa):
            raise PermissionError(errno.EACCES, "kan ikke skrives")


def _kjennemerke(fil: Path) -> tuple[int, int] | None:
    """Det som skiller denne filen fra en annen med samme navn. None når den ikke finnes her."""
    try:
        status = fil.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _lukk(forbindelse: _Filforbindelse) -> None:
    forbindelse.close()
