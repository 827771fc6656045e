"""Spør statistikkbanken (PxWebApi v2): ett spørsmål om gangen, aldri oftere enn den tillater, og på nytt
når feilen går over av seg selv.

Mellomtjeneren («proxy») er den som står i HTTPS_PROXY og NO_PROXY. Sertifikatene er de maskinen stoler
på, og de i SSL_CERT_FILE: mange kommuner åpner trafikken i sin egen brannmur.
"""

import itertools
import json
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Self

import httpx

from boligdata.felles.config import Brukerfeil

_FLEST_FORSOEK = 6
_LENGST_VENT = 60.0  # Sekunder. Så lenge varer vinduet SSB teller spørsmålene i.
_SVARTID = 60.0  # Sekunder uten et tegn fra tjeneren før vi gir opp.
_STOERST = 100 << 20  # 800 000 tall er om lag ti MB.
_GAAR_OVER = {
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
}
# Feilene er funnet i svar fra SSB, også skrivefeilen i den siste.
_AVSLAG = {
    "Non-existent table": "Tabellen finnes ikke lenger.",
    "Non-existent variable": "Tabellen har ikke en av variablene.",
    "Non-existent value": "Tabellen har ikke en av kodene.",
    "Non-existent codelist": "Tabellen har ikke kodelisten.",
    "Too many cells selected": "Det er spurt om flere tall enn SSB gir i ett svar.",
    "Illegal selection expression": "Utvalget er skrevet på en måte SSB ikke forstår.",
    "Missing selection for mandantory variable": "En variabel som må være valgt, er det ikke.",
}


class Nettfeil(Brukerfeil):
    """Dette spørsmålet ga ikke noe svar vi kan bruke."""


class IkkeKontakt(Nettfeil):
    """Vi når ikke statistikkbanken, så de andre spørsmålene er heller ikke verdt å stille."""


class _GaarOver(Exception):
    """Prøv igjen om litt: etter `vent` sekunder, når tjeneren har sagt det."""

    def __init__(self, setning: str, vent: float | None = None):
        super().__init__(setning)
        self.vent = vent


@dataclass(frozen=True)
class Klokke:
    """Sekunder som går, og en måte å vente på dem."""

    naa: Callable[[], float] = time.monotonic
    vent: Callable[[float], None] = time.sleep


class Statistikkbank:
    """Forbindelsen til en statistikkbank. Lukkes som en fil, med `with`."""

    def __init__(
        self, adresse: str, kall_i_minuttet: int, klokke: Klokke | None = None
    ):
        self._mellom = 60 / kall_i_minuttet
        self._klokke = klokke or Klokke()
        self._neste = self._klokke.naa()
        self.antall_kall = 0
        try:
            self._http = httpx.Client(
                base_url=adresse, timeout=_SVARTID, verify=_sertifikatene()
            )
        except (ValueError, httpx.InvalidURL):
            raise Brukerfeil(
                "HTTPS_PROXY, HTTP_PROXY eller ALL_PROXY er ikke en adresse. Skriv den som "
                "http://tjener:port."
            ) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_) -> None:
        self._http.close()

    def om(self, tabell: str) -> dict:
        """Navnet på tabellen og når den sist ble oppdatert."""
        return self._spoer("GET", f"/tables/{tabell}")

    def metadata(self, tabell: str) -> dict:
        """Variablene og kodene tabellen har nå, som JSON-stat2 uten tall."""
        return self._spoer("GET", f"/tables/{tabell}/metadata")

    def kodeliste(self, id: str) -> dict:
        """En gruppering av en variabel, med kodene i den."""
        return self._spoer("GET", f"/codelists/{id}")

    def tall(self, tabell: str, spoersmaal: dict) -> dict:
        """Svaret på spørsmålet, som JSON-stat2."""
        return self._spoer("POST", f"/tables/{tabell}/data", spoersmaal)

    def _spoer(self, metode: str, sti: str, kropp: dict | None = None) -> dict:
        for forsoek in itertools.count(1):
            self._hold_takten()
            try:
                return self._ett_kall(metode, sti, kropp)
            except _GaarOver as feil:
                if forsoek == _FLEST_FORSOEK:
                    raise Nettfeil(
                        f"{feil} Det er prøvd {forsoek} ganger. Prøv igjen senere."
                    ) from None
                vent = min(2**forsoek, _LENGST_VENT) if feil.vent is None else feil.vent
                self._klokke.vent(vent)
        raise AssertionError

    def _hold_takten(self) -> None:
        """Vent til det er gått lenge nok siden forrige spørsmål."""
        igjen = self._neste - self._klokke.naa()
        if igjen > 0:
            self._klokke.vent(igjen)
        self._neste = self._klokke.naa() + self._mellom
        self.antall_kall += 1

    def _ett_kall(self, metode: str, sti: str, kropp: dict | None) -> dict:
        valg = {"lang": "no"} | ({"outputFormat": "json-stat2"} if kropp else {})
        try:
            with self._http.stream(metode, sti, params=valg, json=kropp) as svar:
                innhold = self._les(svar)
        except httpx.ProxyError:
            raise IkkeKontakt(
                "Mellomtjeneren i HTTPS_PROXY slapp oss ikke gjennom. Spør dem som har ansvar for "
                "nettet, hva den skal være."
            ) from None
        except (httpx.ConnectError, httpx.ConnectTimeout) as feil:
            raise IkkeKontakt(_hvorfor_ikke(feil, self._http.base_url.host)) from None
        except httpx.TimeoutException:
            raise _GaarOver("SSB svarte ikke i tide.") from None
        except httpx.RequestError:
            raise _GaarOver("Svaret fra SSB ble avbrutt.") from None
        return _tolk(svar, innhold)

    def _les(self, svar: httpx.Response) -> bytes:
        """Alt i svaret. Et svar som aldri tar slutt, blir ikke lest."""
        frist, innhold = self._klokke.naa() + 10 * _SVARTID, bytearray()
        for bit in svar.iter_bytes():
            innhold += bit
            if len(innhold) > _STOERST:
                raise Nettfeil(f"Svaret er større enn {_STOERST >> 20} MB.")
            if self._klokke.naa() > frist:
                raise _GaarOver("Svaret fra SSB kom for sakte.")
        return bytes(innhold)


def _sertifikatene() -> ssl.SSLContext:
    """De maskinen stoler på, i tillegg til dem som følger med httpx."""
    try:
        sikkerhet = httpx.create_ssl_context()
    except OSError:
        raise Brukerfeil(
            "SSL_CERT_FILE er ikke en fil med sertifikater. Den skal ha dem som tekst (PEM)."
        ) from None
    sikkerhet.load_default_certs()
    return sikkerhet


def _hvorfor_ikke(feil: Exception, vert: str) -> str:
    if "CERTIFICATE_VERIFY_FAILED" in str(feil):
        return (
            f"Sertifikatet til {vert} er ikke utstedt av noen maskinen stoler på. Åpner kommunens "
            "brannmur trafikken, må SSL_CERT_FILE være filen med brannmurens sertifikat."
        )
    return (
        f"Når ikke {vert}. Må trafikken gå gjennom en mellomtjener, skal adressen til den stå i "
        "HTTPS_PROXY. Er det ikke åpent ut, kan tabellene lastes ned på en annen maskin og legges i "
        "mappen med uttrekk."
    )


def _tolk(svar: httpx.Response, innhold: bytes) -> dict:
    if svar.status_code in _GAAR_OVER:
        vent = svar.headers.get("Retry-After", "")
        raise _GaarOver(
            f"SSB kunne ikke svare nå ({svar.status_code}).",
            # Tiden kan også være en dato. Da venter vi som om den ikke var der.
            min(float(vent), 2 * _LENGST_VENT) if vent.isdecimal() else None,
        )
    if not innhold.lstrip().startswith(b"{"):
        raise Nettfeil(
            f"Svaret ({svar.status_code}) er ikke tall fra SSB, men noe annet, oftest en nettside. Er det en "
            "innlogging eller en sperre i kommunens nett, spør dem som har ansvar for nettet."
        )
    try:
        lest = json.loads(innhold)
    except ValueError:
        raise _GaarOver("Svaret fra SSB er kuttet.") from None
    if svar.status_code != HTTPStatus.OK:
        tittel = str(lest.get("title", ""))
        hva = _AVSLAG.get(tittel, f"SSB sier nei: «{tittel[:100]}».")
        raise Nettfeil(f"{hva} ({svar.status_code})")
    return lest
