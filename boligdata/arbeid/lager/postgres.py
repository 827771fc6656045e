"""Lageret i en PostgreSQL-database, for dem som kjører dashbordet på flere maskiner.

Adressen kan ha et passord. Feilene fra databasen kan ha både den og det brukeren skrev. Derfor vises
bare egne meldinger, og aldri feilen de kom av.
"""

import contextlib
import datetime as dt
import os
import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import conninfo
from psycopg.types.string import TextLoader

from boligdata.arbeid.lager import kopi, migrering
from boligdata.arbeid.lager.basseng import Basseng
from boligdata.arbeid.lager.poster import (
    IKKE_LAGRET,
    ArbeidFeil,
    ForbindelseBrutt,
    til_tekst,
)
from boligdata.arbeid.lager.sqlite import skriv_kopi
from boligdata.felles import verter
from boligdata.felles.maalform import fast, si

_FLEST = 4
_KOBLE_TIL_S = 5
_VENT_PAA_TABELLEN_S = 5
# Brytes nettet midt i et spørsmål, eller henger databasen, kommer det aldri noe svar. Da skal ikke brukeren
# vente på det. Det lengste spørsmålet tar noen sekunder.
_SVARER_INNEN_S = 15

# Numrene deles ut før transaksjonen er ferdig. Uten én felles lås kunne 248 bli synlig før 247, og den
# som spør hva som er nytt siden 248, aldri få 247.
_LAAS = 0x626F6C6967
# En maskin som mister strømmen midt i en lagring, skal ikke holde låsen til nettverket merker det.
_LENGST_TAUS_S = 30
_EIER = "select pg_has_role(relowner, 'usage') from pg_class where oid = 'hendelse'::regclass"
_LES = "begin isolation level repeatable read read only"
_SKRIV = f"""
begin isolation level read committed read write;
set local lock_timeout = '{{vent_ms}}ms';
set local idle_in_transaction_session_timeout = '{{taus_s}}s';
select set_config('synchronous_commit', 'on', true)
where current_setting('synchronous_commit') = 'off';
select pg_advisory_xact_lock({_LAAS});
select clock_timestamp();
"""

_UTILGJENGELIG = fast(
    "Databasen i BOLIGDATA_ARBEID svarer ikke. Se om den kjører, om denne maskinen når den, "
    "og om adressen er riktig: tegn som @ og / i et passord skrives som %40 og %2F."
)
_UGYLDIG = fast(
    "BOLIGDATA_ARBEID er ikke en gyldig adresse til en PostgreSQL-database. Den skal se slik "
    "ut: postgresql://bruker@maskin:5432/database. Tegn som @ og / i et passord skrives som "
    "%40 og %2F."
)
_INGEN_TILGANG = fast(
    "Databasen i BOLIGDATA_ARBEID slipper ikke inn denne brukeren. Se om brukernavn, passord "
    "og navnet på databasen er riktige, og om brukeren har lov til å koble seg til."
)
_UKRYPTERT = fast(
    "Databasen i BOLIGDATA_ARBEID er på en annen maskin, og trafikken til den kan ikke krypteres. Slå på ssl "
    "i databasen, og se om sertifikatet er det rette. Skal den likevel gå åpent over nettet, skrives "
    "sslmode=disable i adressen."
)
_TRAVEL = fast("Databasen har for mye å gjøre akkurat nå. Vent litt, og prøv igjen.")
_TILKOBLING = {
    "authentication|password|pg_hba|does not exist|permission": _INGEN_TILGANG,
    "too many|remaining connection slots": _TRAVEL,
    "does not support SSL|certificate": _UKRYPTERT,
}
# Etter feilkoden fra databasen (SQLSTATE): hele koden, ellers klassen, som er de to første tegnene.
_MELDINGER = {
    "28": _INGEN_TILGANG,
    "3D": _INGEN_TILGANG,
    "42501": (
        fast(
            "Brukeren i BOLIGDATA_ARBEID mangler retter i databasen. Retten som trengs, står i "
            "boligdata/arbeid/lager/README.md. Nye tabeller lages av den som eier dem."
        )
    ),
    "53100": fast("Disken til databasen er full. Frigjør plass der, og lagre igjen."),
    "53": _TRAVEL,
    "55P03": fast("Noen andre lagrer noe stort akkurat nå. Vent litt, og prøv igjen."),
    "57014": fast("Databasen brukte for lang tid. Vent litt, og prøv igjen."),
    "25006": (
        fast(
            "Databasen i BOLIGDATA_ARBEID kan bare leses, som en reserve gjør. Bruk adressen til "
            "den det skrives i."
        )
    ),
}


class Tjener:
    """Databasen på tjeneren."""

    skrivesperre = ""
    skriv_om = "select skriv_om_hendelse(?, ?, ?)"

    def __init__(self, adresse: str, vent_ms: int):
        self._skriv = _SKRIV.format(vent_ms=vent_ms, taus_s=_LENGST_TAUS_S)
        valg = _valg(adresse)
        self._basseng = Basseng(
            lambda: _koble(valg), _lukk, flest=_FLEST, vent_s=vent_ms / 1000 + 1
        )
        self._klargjoer()

    @contextlib.contextmanager
    def lesing(self) -> Iterator["_Tjenerforbindelse"]:
        """Se `Base`."""
        with (
            _oversatt(),
            self._basseng.laan(_er_frisk) as forbindelse,
            forbindelse.transaksjon(_LES),
        ):
            yield forbindelse

    @contextlib.contextmanager
    def skriving(self) -> Iterator["_Tjenerforbindelse"]:
        """Se `Base`."""
        with (
            _oversatt(IKKE_LAGRET),
            self._basseng.laan(_er_frisk) as forbindelse,
            forbindelse.transaksjon(self._skriv),
        ):
            yield forbindelse

    def naa(self, forbindelse: "_Tjenerforbindelse") -> dt.datetime:
        """Se `Base`."""
        return forbindelse.begynte

    def sikkerhetskopi(self, til: Path) -> Path:
        """Se `Base`."""
        with self.lesing() as forbindelse:
            return skriv_kopi(forbindelse, til)

    def fyll(self, rader: Iterator[list[tuple]]) -> None:
        """Se `Base`."""
        with self.skriving() as forbindelse:
            kopi.fyll(forbindelse, rader, "overriding system value")
            forbindelse.hent(
                "select setval(pg_get_serial_sequence('hendelse', 'nr'), max(nr)) "
                "from hendelse having max(nr) is not null"
            )

    def visk_ut(self) -> bool:
        """Se `Base`."""
        with _oversatt(), self._basseng.laan(_er_frisk) as forbindelse:
            if forbindelse.hent(_EIER) != [(True,)]:
                return False
            # Står en lang lesing i veien, som en kopi, skal ikke alle andre vente bak denne.
            forbindelse.kjoer(f"set lock_timeout = '{_VENT_PAA_TABELLEN_S}s'")
            try:
                forbindelse.kjoer_saa_lenge_det_tar("vacuum full hendelse")
            finally:
                forbindelse.kjoer("reset lock_timeout")
        return True

    def kopier(self) -> tuple[str, ...]:
        """Se `Base`. Kopiene av en tjener tar den som drifter den."""
        return ()

    def lukk(self) -> None:
        """Se `Base`."""
        self._basseng.lukk()

    def _klargjoer(self) -> None:
        """Lag tabellene første gang, og ta stegene som gjenstår."""
        alle = migrering.steg("postgres")
        with self.lesing() as forbindelse:
            if forbindelse.hent("show server_encoding") != [("UTF8",)]:
                raise ArbeidFeil(
                    si(
                        "Databasen i BOLIGDATA_ARBEID kan ikke lagre alle tegn. Lag en ny med "
                        "encoding 'UTF8'."
                    )
                )
            if forbindelse.hent("show fsync") == [("off",)]:
                raise ArbeidFeil(
                    si(
                        "PostgreSQL er satt opp til å svare før det er på disken (fsync = off). "
                        "Slå fsync på, og start PostgreSQL på nytt. Ellers kan det som er "
                        "lagret, bli borte."
                    )
                )
            if not migrering.gjenstaar(forbindelse.skjemaversjon(), alle):
                return
        with self.skriving() as forbindelse:
            # En annen prosess kan ha tatt stegene mens denne ventet.
            naa = forbindelse.skjemaversjon()
            for nr, sql in migrering.gjenstaar(naa, alle).items():
                forbindelse.kjoer(sql)
                migrering.noter(forbindelse, nr, til_tekst(self.naa(forbindelse)))


class _MedFrist(psycopg.Connection):
    """En forbindelse som lukkes når databasen ikke har svart i tide. Spørsmålet kan likevel være utført."""

    frist: float | None = None

    def wait(self, *args, **kwargs):
        """Se `psycopg.Connection`."""
        try:
            return super().wait(*args, **{"timeout": self.frist, **kwargs})
        except psycopg.OperationalError:
            # Svaret kan komme senere, og ville da blitt lest som svaret på noe annet.
            if self.info.transaction_status == psycopg.pq.TransactionStatus.ACTIVE:
                self.close()
            raise


class _Tjenerforbindelse:
    def __init__(self, forbindelse: _MedFrist):
        self._forbindelse = forbindelse
        self.begynte: dt.datetime | None = None

    def hent(self, sql: str, verdier: tuple = ()) -> list[tuple]:
        """Se `Forbindelse`."""
        svar = self._forbindelse.execute(sql.replace("?", "%s"), verdier)
        return svar.fetchall() if svar.description else []

    @contextlib.contextmanager
    def transaksjon(self, begynn: str) -> Iterator[None]:
        try:
            self._begynn(begynn)
            yield
            self.kjoer("commit")
        except BaseException:
            if not self._forbindelse.closed:
                self.kjoer("rollback")
            raise

    def _begynn(self, begynn: str) -> None:
        """Det siste svaret er klokken, tatt etter at låsen er fått. Slik er det ett spørsmål mindre
        mens de andre venter.
        """
        svar = self._forbindelse.execute(begynn)
        while svar.nextset():
            pass
        if svar.description:
            self.begynte = svar.fetchone()[0].astimezone(dt.UTC)

    def kjoer(self, sql: str) -> None:
        """Kjør setningene, slik de står."""
        self._forbindelse.execute(sql)

    def kjoer_saa_lenge_det_tar(self, sql: str) -> None:
        """Kjør noe som kan ta lang tid."""
        self._forbindelse.frist = None
        try:
            self.kjoer(sql)
        finally:
            self._forbindelse.frist = _SVARER_INNEN_S

    def skjemaversjon(self) -> int:
        """Utgaven av tabellene. 0 før de er laget."""
        # to_regclass husker svaret fra før låsen, også når en annen prosess har laget tabellen imens.
        if not self.hent(
            "select 1 from pg_tables "
            "where tablename = 'skjema' and schemaname = any(current_schemas(false))"
        ):
            return 0
        return self.hent("select max(versjon) from skjema")[0][0]

    def close(self) -> None:
        self._forbindelse.close()


def _valg(adresse: str) -> dict:
    if not adresse.startswith(("postgresql://", "postgres://")):
        raise ArbeidFeil(si(_UGYLDIG))
    try:
        valg = conninfo.conninfo_to_dict(adresse)
    except psycopg.Error:
        raise ArbeidFeil(si(_UGYLDIG)) from None
    felles = {"connect_timeout": _KOBLE_TIL_S, "application_name": "boligdata"}
    if not (_er_paa_maskinen(valg) or "PGSSLMODE" in os.environ):
        # Ellers går alt åpent over nettet når den andre enden ikke vil kryptere, uten at noen får vite det.
        felles["sslmode"] = "require"
    return felles | valg


def _er_paa_maskinen(valg: dict) -> bool:
    """Er databasen på denne maskinen? Adressen kan ha flere verter, og ingen betyr denne."""
    oppgitt = valg.get("hostaddr") or valg.get("host") or os.environ.get("PGHOST", "")
    return all(map(_er_her, oppgitt.split(",")))


def _er_her(vert: str) -> bool:
    # En som begynner med en skråstrek, er en fil.
    return not vert or vert.startswith("/") or verter.er_egen_maskin(vert)


def _koble(valg: dict) -> _Tjenerforbindelse:
    # Uten forberedte spørringer virker det også gjennom pgbouncer.
    try:
        forbindelse = _MedFrist.connect(**valg, autocommit=True, prepare_threshold=None)
    except psycopg.OperationalError as feil:
        # Feil under tilkoblingen har ingen kode, bare en tekst.
        meldinger = (m for ord_, m in _TILKOBLING.items() if re.search(ord_, str(feil)))
        raise ArbeidFeil(si(next(meldinger, _UTILGJENGELIG))) from None
    # Som tekst, lik den SQLite gir.
    for slag in ("json", "uuid"):
        forbindelse.adapters.register_loader(slag, TextLoader)
    forbindelse.frist = _SVARER_INNEN_S
    return _Tjenerforbindelse(forbindelse)


def _er_frisk(forbindelse: _Tjenerforbindelse) -> bool:
    """Svarer databasen fortsatt? Den kan være startet på nytt siden sist."""
    try:
        forbindelse.kjoer("select 1")
    except psycopg.Error:
        return False
    return True


def _lukk(forbindelse: _Tjenerforbindelse) -> None:
    forbindelse.close()


@contextlib.contextmanager
def _oversatt(foran: str = "") -> Iterator[None]:
    try:
        yield
    except psycopg.Error as feil:
        raise _som_arbeidfeil(feil, foran) from None


def _som_arbeidfeil(feil: psycopg.Error, foran: str) -> ArbeidFeil:
    kode = feil.sqlstate or ""
    if melding := _MELDINGER.get(kode) or _MELDINGER.get(kode[:2]):
        return ArbeidFeil(f"{si(foran)} {si(melding)}".strip())
    if isinstance(feil, psycopg.OperationalError):
        return ForbindelseBrutt(
            si(
                "Forbindelsen til databasen ble brutt. Prøv igjen: det som alt er lagret, blir "
                "ikke lagret to ganger."
            )
        )
    ukjent = si(
        "Databasen svarte med en feil ({kode}). Meld den til dem som vedlikeholder programmet.",
        kode=kode or type(feil).__name__,
    )
    return ArbeidFeil(f"{si(foran)} {ukjent}".strip())
