"""Hvilket uttrekk en fil er, etter overskriftene i den. Navnet på filen avgjør bare når de ikke gjør det."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from boligdata.bygg.ingest import filer, hvilke
from boligdata.bygg.ingest.oppsett import Oppsett, Overskrifter
from boligdata.bygg.ingest.rapport import Filfeil
from boligdata.felles.kilder import Kilde

Rader = list[tuple[int, list[str]]]
# Færre kjente overskrifter enn dette sier ikke hvilket uttrekk det er.
_MINST_TREFF = 2


@dataclass(frozen=True)
class Gjenkjent:
    """En fil, uttrekket den er (eller None), de andre den kan være, og hvorfor den ikke kan leses."""

    fil: Path
    kilde: str | None
    mulige: tuple[str, ...] = ()
    hvorfor: str | None = None


def kjenn_igjen(
    fil: Path, alle: Mapping[str, Kilde], mest_mb: int, valgt: str | None = None
) -> Gjenkjent:
    """Hvilket av uttrekkene i avtalen filen er. Har brukeren `valgt`, er det svaret."""
    try:
        hvilke.krev_trygt_navn("filen", fil.name)
        mulige = _rangert(fil, alle, _arkene(fil, alle, mest_mb))
    except Filfeil as feil:
        navngitt = [
            id for id, kilde in alle.items() if hvilke.hoerer_til(fil.name, kilde)
        ]
        kilde = valgt or (navngitt[0] if len(navngitt) == 1 else None)
        return Gjenkjent(fil, kilde, tuple(navngitt), feil.forklaring)
    if valgt in alle:
        return Gjenkjent(fil, valgt, mulige)
    return Gjenkjent(fil, mulige[0] if mulige else None, mulige)


def _arkene(fil: Path, alle: Mapping[str, Kilde], mest_mb: int) -> list[Rader]:
    """De første radene i hvert ark som ikke er skjult."""
    lesere = [Overskrifter(kilde) for kilde in alle.values()]

    def treff(rad: list[str]) -> int:
        return max(leser.treff(rad) for leser in lesere)

    # Et svar fra SSB har ingen overskrifter: den første avtalen som kan lese det, er den det er. Andre filer
    # ser like ut for alle.
    feilen = None
    for kilde in (kilde for kilde in alle.values() if kilde.jsonstat):
        try:
            return [
                [*itertools.islice(ark.rader, filer.LET_I)]
                for ark in filer.les_ark(fil, kilde, treff, mest_mb)
                if not ark.til_hjelp and not ark.hode.skjult
            ]
        except Filfeil as feil:
            feilen = feil
    raise feilen


def _rangert(
    fil: Path, alle: Mapping[str, Kilde], arkene: list[Rader]
) -> tuple[str, ...]:
    """Uttrekkene filen kan være, det likeste først."""
    poeng = {}
    for kilde in alle.values():
        oppsettene = [
            funnet[1] for rader in arkene if (funnet := Overskrifter(kilde).finn(rader))
        ]
        if not oppsettene:
            continue
        beste = max(_likhet(oppsett) for oppsett in oppsettene)
        heter_det = hvilke.hoerer_til(fil.name, kilde)
        if (
            beste[0]
            or heter_det
            or max(oppsett.treff for oppsett in oppsettene) >= _MINST_TREFF
        ):
            poeng[kilde.id] = (*beste, heter_det)
    return tuple(sorted(poeng, key=poeng.get, reverse=True))


def _likhet(oppsett: Oppsett) -> tuple[bool, float]:
    """Om filen kan leses slik, og hvor mange av overskriftene som er kjent og ukjent."""
    return oppsett.passer, oppsett.treff - len(oppsett.ukjente) / 2
