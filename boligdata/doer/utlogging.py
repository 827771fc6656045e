"""Innloggingene som er avsluttet, kjent for alle prosessene og etter en omstart.

Kapselen i nettleseren er signert, og ville ellers gjeldt til den utløp, i andre faner og for den
som har kopiert den. Hver avsluttet innlogging er en linje i en fil som alle prosessene leser.
Linjen er et nøklet avtrykk, og sier ikke hvem det gjelder.

Det er én fil for hver dag noe utløper. Da blir ingen fil skrevet om mens en annen prosess leser
eller skriver den: linjer legges bare til, og filen slettes når dagen er over.
"""

import contextlib
import datetime as dt
import functools
import hashlib
import hmac
import json
import os
from pathlib import Path

from streamlit.web.server.server_util import get_cookie_secret

from boligdata.doer import tilgangslogg
from boligdata.felles.config import Brukerfeil
from boligdata.felles.maalform import si

# Ingen innlogging gjelder lenger enn et døgn.
LENGST_INNLOGGET = dt.timedelta(hours=24)


def mappe() -> Path:
    """Mappen med filene, ved siden av tilgangsloggen."""
    return tilgangslogg.fil().parent / "utlogget"


def avslutt(krav: dict, naa: dt.datetime) -> None:
    """Innloggingen gjelder ikke lenger, heller ikke i andre faner og prosesser.

    Kaster `Brukerfeil` når det ikke kan lagres. Da er brukeren fortsatt logget inn.
    """
    if er_avsluttet(krav):
        return
    avslutt_den_med(avtrykk(krav), _utloepsdag(krav))
    _rydd(naa.date())


def avslutt_den_med(avtrykket: str, utloepsdag: dt.date) -> None:
    """Avslutt innloggingen som har dette avtrykket.

    Kaster `Brukerfeil` når det ikke kan lagres. Da er den fortsatt åpen.
    """
    try:
        tilgangslogg.legg_til(_fil(utloepsdag), avtrykket.encode() + b"\n")
    except OSError as feil:
        raise Brukerfeil(
            si(
                "Utloggingen kunne ikke lagres, så du er fortsatt logget inn. Lukk nettleseren, og si fra "
                "til den som drifter dashbordet."
            )
        ) from feil


def er_avsluttet(krav: dict) -> bool:
    """Er innloggingen avsluttet? En uten kjent alder har aldri vært åpen.

    Kaster `Brukerfeil` når listen ikke kan leses. Da skal ingen slippe inn.
    """
    dag = _utloepsdag(krav)
    return dag is None or den_med_er_avsluttet(avtrykk(krav), dag)


def den_med_er_avsluttet(avtrykket: str, utloepsdag: dt.date) -> bool:
    """Er innloggingen som har dette avtrykket, avsluttet? Kaster `Brukerfeil` som `er_avsluttet`."""
    return avtrykket.encode() in _les(_fil(utloepsdag))


def kontroller(naa: dt.datetime) -> None:
    """Kan listen skrives? `Brukerfeil` med stien når det ikke går, til den som starter prosessen."""
    try:
        tilgangslogg.legg_til(_fil((naa + LENGST_INNLOGGET).date()), b"")
    except OSError as feil:
        raise Brukerfeil(
            f"Listen over utloggede i {mappe()} kan ikke skrives ({feil.strerror}). Gi brukeren som "
            "kjører prosessen rett til å skrive der, eller la BOLIGDATA_TILGANGSLOGG peke på en fil i "
            "en annen mappe."
        ) from feil
    _rydd(naa.date())


def _utloepsdag(krav: dict) -> dt.date | None:
    gitt = krav.get("iat")
    if isinstance(gitt, bool) or not isinstance(gitt, int | float):
        return None
    try:
        return (dt.datetime.fromtimestamp(gitt, dt.UTC) + LENGST_INNLOGGET).date()
    except (ValueError, OverflowError, OSError):
        return None


def avtrykk(krav: dict) -> str:
    """Det som skiller én innlogging fra en annen. Nøkkelen er den kapslene er signert med: byttes
    den, gjelder verken kapslene eller listen.
    """
    return noeklet(krav, "utlogget", ("iss", "sub", "iat", "nonce"))


def noeklet(krav: dict, formaal: str, felt: tuple[str, ...]) -> str:
    """Et avtrykk av disse opplysningene i innloggingen, som ingen uten nøkkelen kan regne seg til."""
    opplysninger = json.dumps([str(krav.get(navn)) for navn in felt])
    return hmac.new(
        get_cookie_secret().encode(),
        f"{formaal} {opplysninger}".encode(),
        hashlib.sha256,
    ).hexdigest()


def _fil(dag: dt.date) -> Path:
    return mappe() / dag.isoformat()


def _les(fil: Path) -> bytes:
    try:
        if not fil.exists() and mappe().is_dir():
            return b""
        tilstand = fil.stat()
        return _innhold(fil, tilstand.st_size, tilstand.st_mtime_ns)
    except OSError as feil:
        # Oppstarten lager mappen. Er den borte, er også de som har logget ut.
        raise Brukerfeil(
            f"Listen over utloggede i {mappe()} kan ikke leses ({feil.strerror}). Er mappen slettet "
            "eller flyttet, legger du den tilbake, eller starter ansattvisningen på nytt."
        ) from feil


@functools.lru_cache(maxsize=4)
def _innhold(fil: Path, _stoerrelse: int, _endret: int) -> bytes:
    return fil.read_bytes()


def _rydd(i_dag: dt.date) -> None:
    for fil in mappe().glob("????-??-??"):
        if fil.name < i_dag.isoformat():
            # En annen prosess kan ha slettet den først, eller på Windows ha den åpen.
            with contextlib.suppress(OSError):
                os.unlink(fil)
