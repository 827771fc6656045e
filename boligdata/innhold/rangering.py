"""Hvem som har flest, i ord: aldri mer enn tallene holder til.

To avrundede tall kan ha byttet plass. Da sies det ikke hvem som har flest, bare hva som vises høyest.
Er flere like store enn det er plass til, nevnes ingen av dem ved navn.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from boligdata.felles.maalform import fast, si

# Så mange av de største nevnes ved navn i en setning.
NEVNES = 3
KAN_VAERE_HOEYERE = fast("Andre kan være høyere, for tallene er rundet av")


@dataclass(frozen=True)
class Rad:
    """Et navn med tallet slik det skrives, og spennet det virkelige tallet er i. `noen` er usann når
    tallet er null eller vises som det. `verdi` er tallet som vises.
    """

    navn: str
    skrevet: str
    nedre: float
    oevre: float
    noen: bool = True
    verdi: float = 0.0


def kjente(data: pd.DataFrame, felt: str) -> dict[str, list[float]]:
    """De kjente tallene i hver gruppe, eller hvert lag, i rekkefølgen de står i.

    Tabellene har noen titalls rader. Å gruppere dem i pandas tar tjue ganger så lang tid.
    """
    ut: dict[str, list[float]] = {}
    for navn, verdi in zip(data[felt].tolist(), data["verdi"].tolist()):
        ut.setdefault(navn, []).extend(() if math.isnan(verdi) else (verdi,))
    return ut


@dataclass(frozen=True)
class Rangering:
    """De største i ord. `sikkert` er sann når ingen andre kan være like store, og `alle` når det ikke
    er noen andre.
    """

    deler: list[str]
    sikkert: bool
    alle: bool

    def setning(
        self,
        hoeyest: str,
        binde: Callable[[list[str]], str],
        alle: str = "",
    ) -> str:
        """«Flest: eldre (25)», der `hoeyest` er «Flest» eller «Høyest», uten punktum. Er det ingen
        andre enn dem som nevnes, står `alle` foran, eller «Fordelt slik».
        """
        deler = binde(self.deler)
        if self.alle:
            return f"{alle or si('Fordelt slik')}: {deler}"
        if self.sikkert:
            return f"{hoeyest}: {deler}"
        hoeyeste = si("De høyeste tallene som vises: {deler}.", deler=deler)
        return f"{hoeyeste} {si(KAN_VAERE_HOEYERE)}"


def ranger(
    synkende: Sequence[Rad],
    skriv: Callable[[str, str], str],
    hva: str = "",
    hver: bool = True,
    alle_vises: bool = True,
    nevnes: int = NEVNES,
) -> Rangering:
    """De største av radene, som står med den største først, også dem det ikke er noen i.

    Helst så mange som `nevnes`. Kan noen av de andre være større, nevnes færre, og er ikke det nok, er
    det ikke sikkert. `alle_vises` er usann når det finnes rader som ikke vises. `hva` er ordet for
    radene, ellers «grupper», og `hver` er sann når tallet er hvor mange det er i hver av dem.
    """
    fullt = _plass_til(synkende, nevnes)
    kutt = (fullt, *range(min(fullt, nevnes) - 1, 0, -1))
    sikkert = next((antall for antall in kutt if _skilt(synkende, antall)), None)
    nevnt = synkende[: sikkert or fullt]
    return Rangering(
        _i_ord(nevnt, skriv, hva or si("grupper"), hver, nevnes),
        sikkert is not None,
        alle_vises and not any(rad.oevre > 0 for rad in synkende[len(nevnt) :]),
    )


def _plass_til(synkende: Sequence[Rad], nevnes: int) -> int:
    """Hvor mange som nevnes, og alle som er like store som den siste av dem."""
    noen = [rad for rad in synkende if rad.noen]
    if len(noen) <= nevnes:
        return len(noen)
    like = noen[nevnes - 1].skrevet
    return max(nr for nr, rad in enumerate(noen, start=1) if rad.skrevet == like)


def _skilt(synkende: Sequence[Rad], antall: int) -> bool:
    """Er alle de første større enn alle de andre, hvor de enn er i spennet sitt?"""
    resten = [rad.oevre for rad in synkende[antall:]]
    minst = min((rad.nedre for rad in synkende[:antall]), default=0)
    return not resten or minst > max(resten)


def _i_ord(
    nevnt: Sequence[Rad],
    skriv: Callable[[str, str], str],
    hva: str,
    hver: bool,
    nevnes: int,
) -> list[str]:
    if len(nevnt) <= nevnes:
        return [skriv(rad.navn, rad.skrevet) for rad in nevnt]
    like = nevnt[-1].skrevet
    over = [rad for rad in nevnt if rad.skrevet != like]
    resten = si(
        _RESTEN[bool(over), bool(hver)],
        antall=len(nevnt) - len(over),
        hva=hva,
        tall=like,
    )
    return [*(skriv(rad.navn, rad.skrevet) for rad in over), resten]


# Om noen er nevnt ved navn, og om tallet er hvor mange det er i hver.
_RESTEN = {
    (False, False): fast("{antall} {hva} med {tall}"),
    (False, True): fast("{antall} {hva} med {tall} hver"),
    (True, False): fast("{antall} andre {hva} med {tall}"),
    (True, True): fast("{antall} andre {hva} med {tall} hver"),
}


def klart_stoerst(synkende: Sequence[Rad], flest: int = 2) -> int:
    """Hvor mange av de første, helst én, som sikkert er større enn alle de andre. 0 når det ikke er
    sikkert, eller når det ikke er noen andre å være større enn.
    """
    noen = sum(rad.oevre > 0 for rad in synkende)
    kutt = range(1, min(flest, max(noen - 1, 1)) + 1)
    return next((antall for antall in kutt if _skilt(synkende, antall)), 0)


def kan_vaere_stoerst(synkende: Sequence[Rad]) -> int:
    """Hvor mange av de første en må nevne for å ha med alle som kan være størst."""
    minst = max(rad.nedre for rad in synkende)
    mulige = (nr for nr, rad in enumerate(synkende, start=1) if rad.oevre >= minst)
    return max(mulige)
