"""Den hemmelige nøkkelen som id-er på boliger, husstander og saker byttes ut med.

Uten nøkkelen kan ingen gå fra det som står i databasen til id-en i fagsystemet, heller ikke ved å
prøve alle id-er. Derfor ligger den aldri sammen med tallene. Nøkkelen må være den samme fra bygg
til bygg: en ny nøkkel gir alle nye id-er.
"""

import contextlib
import hmac
import os
import secrets
import stat
from pathlib import Path

from boligdata.bygg import rettigheter
from boligdata.felles import config
from boligdata.felles.config import Brukerfeil

NOEKKEL, NOEKKELFIL = "BOLIGDATA_NOEKKEL", "BOLIGDATA_NOEKKELFIL"
MERKE = "noekkel.merke"
MINSTE_LENGDE = 32


def hent() -> bytes:
    """Nøkkelen fra miljøet, ellers fra nøkkelfilen. Filen lages første gang, bare for den som
    kjører programmet.
    """
    fra_miljoeet = os.environ.get(NOEKKEL, "").strip()
    if fra_miljoeet:
        return _godkjent(fra_miljoeet, f"Miljøvariabelen {NOEKKEL}")
    sti = fil()
    _krev_utenfor_data(sti)
    if (tekst := _les(sti)) is None:
        _skriv(sti, secrets.token_hex(32))
        tekst = _les(sti)
    rettigheter.stram_inn(sti)
    return _godkjent(tekst or "", f"Nøkkelfilen {sti}")


def legg(noekkelen: bytes) -> None:
    """Legg nøkkelen fra en sikkerhetskopi på plass. Kaster `Brukerfeil` når det er en annen der fra før."""
    if not os.environ.get(NOEKKEL, "").strip() and _les(fil()) is None:
        _krev_utenfor_data(fil())
        _skriv(fil(), noekkelen.decode())
    if hent() != noekkelen:
        raise Brukerfeil(
            "Nøkkelen på denne maskinen er en annen enn den i sikkerhetskopien, og blir ikke byttet. Flytt "
            f"filen {fil()} til et trygt sted, eller fjern miljøvariabelen {NOEKKEL}, og prøv igjen."
        )


def avled(formaal: str) -> bytes:
    """En egen nøkkel til ett formål, 32 byte. Den ene kan ikke regnes ut fra den andre."""
    return hmac.digest(hent(), formaal.encode(), "sha256")


def krev_samme(mappe: Path) -> None:
    """Stopp når nøkkelen er en annen enn den tallene i `mappe` ble laget med. Første gang skrives
    merket til nøkkelen.

    Med en annen nøkkel får alle saker nye id-er, og det som før var avrundet, kunne blitt avrundet
    på en ny måte. Den som har sett begge, vet mer enn den skal. Derfor må noen bestemme det, og det
    kan ikke bare skje.
    """
    sti, merke = mappe / MERKE, avled("merke").hex()[:16]
    if (brukt := _les(sti)) is None:
        with rettigheter.bare_eieren():
            sti.write_text(merke + "\n", encoding="ascii")
    elif brukt != merke:
        raise Brukerfeil(
            f"Nøkkelen er en annen enn den tallene i {mappe} er laget med. Hent den "
            "riktige fra sikkerhetskopien, og "
            f"legg den i {NOEKKEL} eller i filen {fil()}. Er den borte for godt, flytt alt "
            f"i {mappe} til et sikkert "
            "sted. Da gjelder den nye nøkkelen, og alle tall rundes av på nytt: den som "
            "har tatt vare på de gamle, kan "
            "regne seg fram til små tall ved å sammenligne. Ingenting er endret ennå."
        )


def kontroller(mappe: Path) -> None:
    """Er nøkkelen på plass, bare for eieren, og den tallene i `mappe` er laget med? Lager ingenting. Kaster
    `Brukerfeil` når noe er galt.
    """
    if not os.environ.get(NOEKKEL, "").strip():
        sti = fil()
        _krev_utenfor_data(sti)
        if not sti.exists():
            raise Brukerfeil(
                f"Nøkkelfilen {sti} mangler. Hent den fra sikkerhetskopien. Er det aldri bygget på denne "
                "maskinen, lages den av det første bygget."
            )
        if os.name != "nt" and sti.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise Brukerfeil(
                f"Andre enn eieren kan lese nøkkelfilen {sti}. Kjør chmod 600 på den, som den som eier den."
            )
    if (mappe / MERKE).exists():
        krev_samme(mappe)


def fil() -> Path:
    """Hvor nøkkelfilen ligger: i mappen for innstillinger, eller der `BOLIGDATA_NOEKKELFIL`
    sier.
    """
    if flyttet := os.environ.get(NOEKKELFIL):
        return Path(flyttet)
    mappe = (
        os.environ.get("APPDATA")
        if os.name == "nt"
        else os.environ.get("XDG_CONFIG_HOME")
    )
    try:
        return (
            (Path(mappe) if mappe else Path.home() / ".config")
            / "boligdata"
            / "noekkel"
        )
    except RuntimeError:
        raise Brukerfeil(
            f"Fant ikke mappen til brukeren som kjører programmet. Sett {NOEKKELFIL} til "
            "en fil utenfor datamappen."
        ) from None


def _krev_utenfor_data(sti: Path) -> None:
    """En sikkerhetskopi av tallene skal ikke ta med nøkkelen."""
    mapper = (config.data_mappe(), config.publisert_mappe(), config.internt_mappe())
    if any(sti.resolve().is_relative_to(mappe.resolve()) for mappe in mapper):
        raise Brukerfeil(
            f"Nøkkelfilen {sti} ligger i datamappen, sammen med det den skal verne. Flytt "
            f"den til en annen mappe, og sett {NOEKKELFIL} til den nye plassen."
        )


def _skriv(sti: Path, tekst: str) -> None:
    """Skriv nøkkelen ved siden av, og gi den navnet til slutt: et avbrudd etterlater aldri en halv
    nøkkel.
    """
    ny = sti.with_name(f".{sti.name}-{os.getpid()}-{secrets.token_hex(4)}")
    try:
        rettigheter.lag_mappe(sti.parent)
        with rettigheter.bare_eieren(), open(ny, "x", encoding="ascii") as ut:
            ut.write(tekst + "\n")
            ut.flush()
            os.fsync(ut.fileno())
        # En lenke tar aldri plassen til en nøkkel en annen prosess rakk å lage først.
        with contextlib.suppress(FileExistsError):
            os.link(ny, sti)
    except OSError as feil:
        raise Brukerfeil(
            f"Kan ikke lage nøkkelfilen {sti} ({feil.strerror}). Gi skrivetilgang til "
            f"mappen, eller sett {NOEKKELFIL} "
            "til en fil i en annen mappe, utenfor datamappen."
        ) from None
    finally:
        with contextlib.suppress(OSError):
            ny.unlink()


def _les(sti: Path) -> str | None:
    """Innholdet i filen, eller ingenting når den ikke finnes."""
    try:
        return sti.read_text(encoding="utf-8-sig").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError):
        raise Brukerfeil(
            f"Nøkkelfilen {sti} kan ikke leses. Gi brukeren som kjører programmet "
            "lesetilgang, eller hent filen fra "
            "sikkerhetskopien. Slett den bare hvis du vil ha en helt ny nøkkel."
        ) from None


def _godkjent(tekst: str, hva: str) -> bytes:
    if len(tekst) < MINSTE_LENGDE:
        raise Brukerfeil(
            f"{hva} er for kort: nøkkelen må ha minst {MINSTE_LENGDE} tegn, men har "
            f"{len(tekst)}. Hent den riktige fra "
            "sikkerhetskopien. Finnes den ikke, fjern den som er der, så lages en ny."
        )
    return tekst.encode()
