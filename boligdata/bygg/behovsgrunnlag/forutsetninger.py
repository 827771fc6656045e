"""Tallene modellen bygger på som ikke er anslått av uttrekkene, men bestemt av noen.

De som følger med, står i `behov/forutsetninger.toml`. Kommunen kan sette egne verdier i en fil med
samme navn ved siden av uttrekkene.
"""

import datetime as dt
import tomllib
from pathlib import Path

from boligdata.behov.forutsetning import Forutsetning
from boligdata.felles.config import PAKKE, Brukerfeil
from boligdata.felles.erklaering import les_toml

FIL = "forutsetninger.toml"
_TEKSTER = ("navn", "enhet", "kilde", "bestemt_av")


def les(uttrekk: Path) -> tuple[Forutsetning, ...]:
    """Forutsetningene som følger med, og kommunens egne der de er satt i mappen `uttrekk`.

    Kaster `Brukerfeil` når filen har et navn, et felt eller en verdi som ikke kan brukes.
    """
    felter = les_toml(PAKKE / "behov" / FIL).felt
    egen = uttrekk / FIL
    if egen.exists():
        felter = _med_egne(felter, egen)
    return tuple(_forutsetning(id, felt, egen) for id, felt in felter.items())


def _med_egne(felter: dict[str, dict], egen: Path) -> dict[str, dict]:
    try:
        egne = tomllib.loads(egen.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as feil:
        raise Brukerfeil(
            f"Filen {egen} kan ikke leses: {feil}. Rett linjen som er nevnt, og bygg på nytt."
        ) from feil
    for id, endret in egne.items():
        kjent = id in felter and isinstance(endret, dict)
        if not kjent or not endret.keys() <= felter[id].keys():
            raise Brukerfeil(
                f"Filen {egen} har noe ukjent i «{id}». Navnene er {', '.join(felter)}, "
                f"og feltene er {', '.join(next(iter(felter.values())))}. "
                "Rett det, og bygg på nytt."
            )
    return {id: felt | egne.get(id, {}) for id, felt in felter.items()}


def _forutsetning(id: str, felt: dict, egen: Path) -> Forutsetning:
    try:
        lavest, hoeyest = map(float, felt["spenn"])
        verdi = float(felt["verdi"])
    except (TypeError, ValueError):
        gyldig = False
    else:
        gyldig = (
            lavest <= verdi <= hoeyest
            and isinstance(felt["dato"], dt.date)
            and all(isinstance(felt[navn], str) for navn in _TEKSTER)
        )
    if not gyldig:
        raise Brukerfeil(
            f"«{id}» i filen {egen} må ha en verdi som er et tall innenfor spennet "
            "[lavest, høyest], en dato som 2026-01-31, og de andre feltene som tekst i "
            "anførselstegn. Rett det, og bygg på nytt."
        )
    return Forutsetning(
        id=id,
        navn=felt["navn"],
        verdi=verdi,
        enhet=felt["enhet"],
        lavest=lavest,
        hoeyest=hoeyest,
        kilde=felt["kilde"],
        dato=felt["dato"],
        bestemt_av=felt["bestemt_av"],
    )
