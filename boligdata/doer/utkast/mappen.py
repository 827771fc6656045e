"""Filene i utkastet. Bare eieren kan lese dem, og bare én bruker legger inn uttrekk om gangen."""

import contextlib
import datetime as dt
import errno
import json
import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from boligdata.felles import config, kommunefil, norsk, skrivemaater, utkast
from boligdata.felles.config import Brukerfeil, Kommune
from boligdata.felles.maalform import si
from boligdata.felles.skrivemaater import Skrivemaater

_LAAS = ".laas.json"
# Så lenge er utkastet ens eget uten at noe skjer.
VARER = dt.timedelta(minutes=30)


class Opptatt(Brukerfeil):
    """En annen holder på. Meldingen sier siden når."""


@contextlib.contextmanager
def _forklar_skrivefeil() -> Iterator[None]:
    """En disk som er full, eller en mappe som ikke kan skrives til, er noe brukeren må få vite."""
    try:
        yield
    except OSError as feil:
        if feil.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            melding = si(
                "Disken er full, og det siste ble ikke lagret. Si fra til den som drifter dashbordet, og "
                "prøv igjen når det er plass."
            )
        else:
            melding = si(
                "Mappen med nye uttrekk kan ikke skrives til, og det siste ble ikke lagret. Si fra til den "
                "som drifter dashbordet."
            )
        raise Brukerfeil(melding) from feil


# --------------------------------------------------------------------------------- låsen


@_forklar_skrivefeil()
def ta(hvem: str) -> None:
    """Si at utkastet er i bruk av `hvem`. Kaster `Opptatt` når en annen bruker det."""
    mappe = _mappen()
    for _ in range(2):
        with contextlib.suppress(FileExistsError):
            _skriv_ny(mappe / _LAAS, _laasen(hvem))
            return
        eier, sist = _eieren()
        if eier == hvem or _naa() - sist > VARER:
            ta_over(hvem)
            return
        if eier:
            raise Opptatt(
                si(
                    "Noen andre legger inn uttrekk nå, sist klokken {klokken}. Vent til de er ferdige, eller "
                    "ta over det de har begynt på.",
                    klokken=f"{sist.astimezone():%H.%M}",
                )
            )


@_forklar_skrivefeil()
def ta_over(hvem: str) -> None:
    """La utkastet være i bruk av `hvem`, også når en annen hadde det."""
    _bytt(_mappen() / _LAAS, _laasen(hvem))


def er_min(hvem: str) -> bool:
    """Er utkastet i bruk av `hvem`?"""
    return _eieren()[0] == hvem


@_forklar_skrivefeil()
def slipp() -> None:
    """Si at ingen bruker utkastet lenger."""
    (_mappen() / _LAAS).unlink(missing_ok=True)


def _laasen(hvem: str) -> bytes:
    return json.dumps({"hvem": hvem, "tid": _naa().isoformat()}).encode()


def _eieren() -> tuple[str, dt.datetime]:
    """Hvem som har utkastet, og når de sist gjorde noe. Tom når ingen har det."""
    try:
        felt = json.loads((config.utkast_mappe() / _LAAS).read_bytes())
        return felt["hvem"], dt.datetime.fromisoformat(felt["tid"])
    except (OSError, ValueError, KeyError, TypeError):
        return "", dt.datetime.min.replace(tzinfo=dt.UTC)


def _naa() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


# -------------------------------------------------------------------------------- filene


def filer() -> list[str]:
    """Navnene på filene i utkastet."""
    return [fil.name for fil in utkast.filer(config.utkast_mappe())]


@_forklar_skrivefeil()
def legg_til(filene: Iterable[tuple[str, bytes]]) -> None:
    """Legg filene, som par av navn og innhold, i utkastet. En fil med et navn som er der fra før,
    erstatter den. Kaster `Brukerfeil` når det blir for mye.
    """
    mappe = _mappen()
    nye = {utkast.trygt_navn(navn): data for navn, data in filene}
    if len({*filer(), *nye}) > utkast.FLEST_FILER:
        raise Brukerfeil(
            si(
                "Det er plass til {antall} filer. Publiser dem som er her, først.",
                antall=utkast.FLEST_FILER,
            )
        )
    if (stoerst := max(map(len, nye.values()), default=0)) > utkast.MEST_MB << 20:
        raise Brukerfeil(
            si(
                "Den største filen er på {mb} MB. Det er plass til {mest} MB her. Større filer legges i "
                "mappen med uttrekk på tjeneren.",
                mb=norsk.tall(stoerst / (1 << 20)),
                mest=utkast.MEST_MB,
            )
        )
    for navn, data in nye.items():
        _bytt(mappe / navn, data)


@_forklar_skrivefeil()
def fjern(navn: str) -> None:
    """Ta filen ut av utkastet."""
    for fil in utkast.filer(config.utkast_mappe()):
        if fil.name == navn:
            fil.unlink(missing_ok=True)


@_forklar_skrivefeil()
def kast() -> None:
    """Slett alt i utkastet."""
    for fil in _mappen().iterdir():
        if fil.is_file():
            fil.unlink(missing_ok=True)


def merkede() -> dict[str, Path]:
    """Filene med feilene merket, etter navnet på filen i utkastet."""
    return {
        navn: fil
        for navn in filer()
        if (fil := utkast.merket(config.utkast_mappe(), navn)).is_file()
    }


# -------------------------------------------------------------- det brukeren velger


def valg() -> utkast.Utkastvalg:
    """Det brukeren har valgt."""
    return utkast.les_valg(config.utkast_mappe())


def velg_kilde(fil: str, kilde: str) -> None:
    """Filen er dette uttrekket, uansett hva overskriftene ligner."""
    naa = valg()
    _lagre(replace(naa, kilder={**naa.kilder, fil: kilde}))


def behold(kilder: Iterable[str]) -> None:
    """Filene som er der fra før, skal også være med, for disse uttrekkene."""
    _lagre(replace(valg(), behold=tuple(sorted(kilder))))


@_forklar_skrivefeil()
def _lagre(valgt: utkast.Utkastvalg) -> None:
    tekst = utkast.valg_som_tekst(valgt, filer())
    _bytt(_mappen() / utkast.VALG, tekst.encode())


def skrivemaatene() -> Skrivemaater:
    """Kommunens skrivemåter, med dem som er godtatt i utkastet."""
    return skrivemaater.les(_med(skrivemaater.FIL), kommunen().omraader)


@_forklar_skrivefeil()
def godta(listen: Skrivemaater) -> None:
    """Lagre skrivemåtene i utkastet. De blir kommunens når utkastet publiseres."""
    _bytt(_mappen() / skrivemaater.FIL, skrivemaater.som_toml(listen).encode())


def kommunen() -> Kommune:
    """Det kommunen sier om seg selv, med det som er endret i utkastet."""
    return config.les_kommune(_med(kommunefil.FIL))


def velg_dag(dag: dt.date) -> None:
    """Uttrekkene er tatt ut denne dagen, når ikke noe annet står i navnet på filen."""
    _lagre_kommunen(kommunefil.med_dag(_kommunefilen(), dag))


def bekreft(kilde: str, tatt_ut: dt.date, grunn: str) -> None:
    """Det som er borte i uttrekket fra denne dagen, skal være det."""
    _lagre_kommunen(kommunefil.med_bekreftelse(_kommunefilen(), kilde, tatt_ut, grunn))


def _kommunefilen() -> str:
    return (_med(kommunefil.FIL) / kommunefil.FIL).read_text(encoding="utf-8-sig")


@_forklar_skrivefeil()
def _lagre_kommunen(tekst: str) -> None:
    _bytt(_mappen() / kommunefil.FIL, tekst.encode())


def _med(fil: str) -> Path:
    return utkast.med(config.utkast_mappe(), fil, config.uttrekk_mappe())


# ------------------------------------------------------------------------------ på disken


def _mappen() -> Path:
    mappe = config.utkast_mappe()
    mappe.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name == "posix":
        mappe.chmod(0o700)
    return mappe


def _bytt(til: Path, data: bytes) -> None:
    """Skriv filen ferdig ved siden av, og bytt den inn: ingen leser en halv fil."""
    ny = til.with_name(f".{secrets.token_hex(8)}.ny")
    try:
        _skriv_ny(ny, data)
        os.replace(ny, til)
    finally:
        ny.unlink(missing_ok=True)


def _skriv_ny(til: Path, data: bytes) -> None:
    """Lag en ny fil bare eieren kan lese. `FileExistsError` når det er noe der."""
    aapen_fil = os.open(til, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(aapen_fil, "wb") as fil:
        fil.write(data)
