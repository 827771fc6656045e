"""Loggen over hvem som har publisert uttrekk fra dashbordet, hvilke og når. Aldri filnavn eller tall."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from boligdata.doer import tilgangslogg
from boligdata.felles import config
from boligdata.felles.config import Brukerfeil
from boligdata.felles.maalform import si

STARTET, PUBLISERT, ANGRET = "startet", "publisert", "angret"


@dataclass(frozen=True)
class Linje:
    """Én hendelse: når (UTC), hvem (id-en fra innloggingen, og navnet som vises), hva som skjedde, og
    uttrekkene det gjaldt.
    """

    tid: dt.datetime
    bruker: str
    navn: str
    hendelse: str
    kilder: tuple[str, ...]


def fil() -> Path:
    """Loggfilen."""
    return config.data_mappe() / "logg" / "publisering.jsonl"


def skriv(bruker: str, navn: str, hendelse: str, kilder: Sequence[str]) -> None:
    """Legg til én linje. Kaster `Brukerfeil` når den ikke ble skrevet: da skal ingenting publiseres."""
    linje = {
        "tid": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "bruker": bruker,
        "navn": navn,
        "hendelse": hendelse,
        "kilder": list(kilder),
    }
    try:
        tekst = json.dumps(linje, ensure_ascii=False) + "\n"
        tilgangslogg.legg_til(fil(), tekst.encode())
    except OSError as feil:
        raise Brukerfeil(
            si(
                "Publiseringen kan ikke loggføres, og ingenting er publisert. Si fra til den som drifter "
                "dashbordet."
            )
        ) from feil


def siste(antall: int) -> list[Linje]:
    """De siste hendelsene, den nyeste først. Linjer som ikke kan leses, er ikke med."""
    try:
        linjer = fil().read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
    ut = []
    for linje in reversed(linjer):
        try:
            felt = json.loads(linje)
            felt["tid"] = dt.datetime.fromisoformat(felt["tid"])
            felt["kilder"] = tuple(felt["kilder"])
            ut.append(Linje(**felt))
        except (ValueError, KeyError, TypeError):
            continue
        if len(ut) == antall:
            break
    return ut
