"""Kommuner som ligner, etter kjennetegn leseren ser og kan vekte.

Avstanden er den vanlige mellom to punkter når hvert kjennetegn er målt i standardavvik, slik CIPFA gjør det.
Folketallet regnes i logaritmer: forskjellen på 2000 og 4000 betyr mer enn den på 102 000 og 104 000. Listen
er ustabil: tas ett kjennetegn bort, er om lag en fjerdedel av de ti nærmeste andre kommuner.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

Kjennetegn = Mapping[str, float | None]


@dataclass(frozen=True)
class Liknende:
    """En kommune, og hvor langt unna den er: 0 er helt lik, og 100 er den som er lengst unna av alle."""

    region: str
    avstand: float


def naermeste(
    egen: str,
    alle: Mapping[str, Kjennetegn],
    vekter: Mapping[str, float],
    antall: int,
) -> list[Liknende]:
    """De `antall` nærmeste, den nærmeste først. `alle` har kjennetegnene til hver kommune, og `egen` er en av
    dem. Et kjennetegn som mangler, er som snittet. Uten vekt på noe ligner ingen mer enn andre.
    """
    brukes = [navn for navn, vekt in vekter.items() if vekt > 0]
    andre = [region for region in alle if region != egen]
    if not (brukes and andre):
        return []
    regioner = [egen, *andre]
    kolonner = [
        vekter[navn]
        * _i_standardavvik([alle[region][navn] for region in regioner], navn)
        for navn in brukes
    ]
    punkter = np.column_stack(kolonner)
    avstander = np.sqrt(((punkter[1:] - punkter[0]) ** 2).sum(axis=1))
    lengst = avstander.max() or 1.0
    rekkefoelge = np.argsort(avstander, kind="stable")[:antall]
    return [
        Liknende(andre[nr], float(100 * avstander[nr] / lengst)) for nr in rekkefoelge
    ]


def _i_standardavvik(verdier: list[float | None], navn: str) -> np.ndarray:
    tall = np.array([math.nan if verdi is None else verdi for verdi in verdier])
    if navn == "folketall":
        tall = np.log(tall)
    avvik = np.nanstd(tall)
    return (
        np.nan_to_num((tall - np.nanmean(tall)) / avvik)
        if avvik
        else np.zeros(len(tall))
    )
