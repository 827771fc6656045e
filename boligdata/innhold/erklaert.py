"""Det setninger og regnskap erklært i TOML viser til. Noe som ikke finnes, er en feil når filen leses,
ikke et tall som stille blir borte.
"""

import string
from collections.abc import Iterable

from boligdata.felles import katalog
from boligdata.felles.erklaering import krev


def krev_indikator(noekkel: str, id: str) -> None:
    """Stopp når indikatoren nøkkelen viser til, ikke er i katalogen."""
    krev(
        id in katalog.indikatorer(),
        f"«{noekkel}» viser til indikatoren «{id}», som ikke er i katalogen.",
    )


def krev_plasser(noekkel: str, setning: str, plasser: Iterable[str]) -> None:
    """Stopp når setningen har en plass ingen fyller ut."""
    brukt = {plass for _, plass, _, _ in string.Formatter().parse(setning)}
    ukjente = sorted(brukt - {None, *plasser})
    krev(not ukjente, f"«{noekkel}» har ukjente plasser: {', '.join(ukjente)}.")


def krev_egenskap(noekkel: str, egenskap: str, *indikatorer: str) -> None:
    """Stopp når en av indikatorene ikke kan deles etter egenskapen nøkkelen viser til."""
    for id in indikatorer:
        kube = katalog.kuber()[katalog.indikatorer()[id].kube]
        krev(
            egenskap in kube.dimensjoner,
            f"«{noekkel}» deler «{id}» etter «{egenskap}», men den deles bare etter "
            f"{', '.join(kube.dimensjoner)}.",
        )
