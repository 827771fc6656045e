"""Legg en sikkerhetskopi på plass i en tom datamappe."""

import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from boligdata.bygg import noekkel, rettigheter, utgiver
from boligdata.bygg.sikkerhetskopi import innhold, laas
from boligdata.bygg.sikkerhetskopi.ta import FORMAT
from boligdata.felles import config, pekeren
from boligdata.felles.config import Brukerfeil

_SAA = "Kopien er ikke rørt. Rett feilen, tøm datamappen, og begynn på nytt."


@dataclass(frozen=True)
class Gjenopprettet:
    """Når kopien ble tatt (ISO 8601), filene som er lagt på plass, dem som var der fra før og står, hvor
    mange endringer i det brukerne har skrevet som er hentet, og om uttrekkene var med.
    """

    tatt: str
    lagt: list[Path]
    sto: list[Path]
    endringer: int
    uttrekk: bool


def gjenopprett(
    kopi: Path, noekkelfil: Path, hent_arbeidet: Callable[[Path], int]
) -> Gjenopprettet:
    """Legg alt i kopien på plass. Pekeren til tallene som vises, kommer sist: til da viser dashbordet
    ingenting.

    `hent_arbeidet(sti)` henter det brukerne har skrevet, inn i et tomt lager, og gir antallet endringer.
    Kaster `Brukerfeil` når det er publisert noe der fra før, når kopien ikke kan åpnes, og når nøkkelen på
    maskinen er en annen.
    """
    data = config.data_mappe()
    _krev_tomt()
    with (
        rettigheter.bare_eieren(),
        utgiver.forklar_skrivefeil(data, _SAA),
    ):
        data.mkdir(parents=True, exist_ok=True)
        with rettigheter.arbeidsmappe(data, "gjenoppretting") as pakket_ut:
            _pakk_ut(kopi, noekkelfil, pakket_ut)
            om = _les_om(pakket_ut)
            noekkel.legg((pakket_ut / innhold.NOEKKEL).read_bytes())
            arbeid = pakket_ut / innhold.ARBEID
            endringer = hent_arbeidet(arbeid) if arbeid.exists() else 0
            lagt, sto = _legg_paa_plass(pakket_ut)
    return Gjenopprettet(om["tatt"], lagt, sto, endringer, om["uttrekk"])


def _krev_tomt() -> None:
    for mappe in (config.publisert_mappe(), config.internt_mappe()):
        if utgiver.gjeldende(mappe):
            raise Brukerfeil(
                f"Det er publisert noe i {mappe} fra før, og det blir ikke byttet. Sett BOLIGDATA_DATA til "
                "en tom mappe, eller flytt det som er der, til et trygt sted. Ingenting er endret."
            )


def _pakk_ut(kopi: Path, noekkelfil: Path, til: Path) -> None:
    if not kopi.is_file():
        raise Brukerfeil(f"Fant ikke kopien {kopi}. Ingenting er endret.")
    with tempfile.TemporaryFile(dir=til) as aapnet:
        with kopi.open("rb") as inn:
            laas.aapne(inn, noekkelfil, aapnet)
        aapnet.seek(0)
        try:
            with tarfile.open(fileobj=aapnet, mode="r:") as arkiv:
                arkiv.extractall(til, filter=_bare_her_og_for_eieren)
        except tarfile.TarError as feil:
            raise Brukerfeil(
                f"{kopi.name} er kryptert for nøkkelen, men er ikke en kopi av dashbordet. Ingenting er lagt "
                "på plass."
            ) from feil


def _bare_her_og_for_eieren(felt: tarfile.TarInfo, mappe: str) -> tarfile.TarInfo:
    """Den som kjenner mottakeren, kan lage en kopi: ingenting i den får havne et annet sted."""
    godkjent = tarfile.data_filter(felt, mappe)
    return godkjent.replace(mode=0o600) if godkjent.isfile() else godkjent


def _les_om(pakket_ut: Path) -> dict:
    try:
        om = json.loads((pakket_ut / innhold.OM).read_text(encoding="utf-8"))
        for_ny = om["format"] > FORMAT or om["skjema"] > config.SKJEMA
    except (OSError, ValueError, KeyError, TypeError) as feil:
        raise Brukerfeil(
            "Filen er ikke en kopi av dashbordet. Ingenting er lagt på plass."
        ) from feil
    if for_ny:
        raise Brukerfeil(
            "Kopien er tatt med en nyere utgave av programmet enn denne. Installer den samme utgaven eller "
            "en nyere, og prøv igjen. Ingenting er lagt på plass."
        )
    return om


def _legg_paa_plass(pakket_ut: Path) -> tuple[list[Path], list[Path]]:
    """Legg hver fil der den hører hjemme, pekerne til slutt, og den til det som vises, aller sist. Gir filene
    som er lagt, og dem som var der fra før.
    """
    filene = [fil for fil in pakket_ut.rglob("*") if fil.is_file()]
    plassene = {
        fil: innhold.plassen(fil.relative_to(pakket_ut).as_posix()) for fil in filene
    }
    hjemme = [fil for fil in filene if plassene[fil]]
    sist = [
        mappe / pekeren.PEKER
        for mappe in (config.internt_mappe(), config.publisert_mappe())
    ]
    rekkefoelge = sorted(
        hjemme,
        key=lambda fil: sist.index(plassene[fil]) if plassene[fil] in sist else -1,
    )
    lagt, sto = [], []
    for fil in rekkefoelge:
        plassen = plassene[fil]
        if plassen.exists():
            sto.append(plassen)
            continue
        plassen.parent.mkdir(parents=True, exist_ok=True)
        # Mappene kan være på hver sin disk, og en fil er ikke synlig før den er hel.
        ny = plassen.with_name(f".{plassen.name}.del")
        shutil.move(fil, ny)
        os.replace(ny, plassen)
        lagt.append(plassen)
    return lagt, sto
