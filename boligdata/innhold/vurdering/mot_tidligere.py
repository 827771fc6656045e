"""Er siste tall som det pleier, slik de tidligere har svingt?

Siste tall prøves mot intervallet der ett nytt tall fra samme sted ligger i 95 av 100 tilfeller: snittet
av de tidligere, pluss og minus t · s · √(1 + 1/n). Valg som ikke står i formelen:

- **Aldri trangere enn tilfeldigheter alene gir,** for antall og andeler. En beholdning svinger lite fra
  tertial til tertial, fordi de fleste i den er de samme. Med bare svingningen å gå etter var hvert
  tredje tall i en beholdning som ikke endret seg, «utenfor».
- **Ingen regler om rekker,** som sju på rad over snittet. I en beholdning kommer de av seg selv, og i
  avrundede tall kan de nesten aldri avgjøres. Sakte endringer ses i årene: se `planperioden`.
- **Hull.** En periode uten tall er hoppet over.
- **Rundede tall.** Siste tall er sikkert utenfor når det er det for det videste intervallet de virkelige
  tallene kan gi.
"""

import math
from dataclasses import dataclass

import numpy as np

from boligdata.innhold.vurdering.proever import student
from boligdata.innhold.vurdering.tallrekke import OPP, Tallrekke
from boligdata.lesing import LestIndikator

# Så mange perioder i alt, og det siste tallet prøves ikke bare mot det før.
LANG = 12
# Så mange tidligere må det være av en median: to av dem alene sier ikke hvor mye den svinger.
MINST_TIDLIGERE = 5


@dataclass(frozen=True)
class Grenser:
    """Snittet av de tidligere tallene som vises, og det neste pleier å ligge mellom. Det som vises av
    grensene, er mulige tall.
    """

    snitt: float
    nedre: float
    oevre: float
    tak: float = math.inf

    @property
    def vist(self) -> tuple[float, float]:
        """Grensene uten det tallet aldri kan bli: under null, eller en andel over hundre
        prosent.
        """
        return max(self.nedre, 0.0), min(self.oevre, self.tak)


@dataclass(frozen=True)
class Intervall:
    """Intervallet siste tall prøves mot. Hver ende er et spenn: (lengst inne, lengst ute)."""

    nedre: tuple[float, float]
    oevre: tuple[float, float]


def intervallet(indikator: LestIndikator, serie: Tallrekke) -> Intervall:
    """Intervallet siste tall prøves mot, for alle tall i spennet."""
    foer = serie.velg(slice(0, -1))
    foer = foer.velg(foer.kjent)
    antall = len(foer)
    bredde = student(antall - 1) * math.sqrt(1 + 1 / antall)
    faerrest, flest = (max(ende[-1], 1.0) for ende in serie.av)
    tilfeldig = _tilfeldig(indikator, foer, faerrest, flest)
    oppover = _enden(foer.nedre, foer.oevre, bredde, tilfeldig)
    # Den nedre enden er den øvre av tallene med motsatt fortegn.
    nedover = _enden(-foer.oevre, -foer.nedre, bredde, tilfeldig)
    return Intervall(tuple(-ende for ende in nedover), oppover)


def sikker(serie: Tallrekke, intervall: Intervall, retning: int) -> bool:
    """Er siste tall sikkert utenfor intervallet, uansett hva de virkelige tallene er?"""
    forbi = (
        serie.nedre[-1] - intervall.oevre[1]
        if retning == OPP
        else intervall.nedre[1] - serie.oevre[-1]
    )
    return bool(round(forbi, 9) > 0)


def kunne_sett(serie: Tallrekke, intervall: Intervall) -> tuple[float, float]:
    """Det siste tall måtte vært under, og over, for å være sikkert utenfor."""
    return intervall.nedre[1] - serie.avvik, intervall.oevre[1] + serie.avvik


def grenser(indikator: LestIndikator, serie: Tallrekke, vist: Intervall) -> Grenser:
    """Intervallet slik det er av tallene som vises."""
    tak = 100.0 if indikator.er_prosent else math.inf
    snitt = float(np.nanmean(serie.verdi[:-1]))
    return Grenser(snitt, vist.nedre[0], vist.oevre[0], tak)


def _enden(
    minst: np.ndarray,
    mest: np.ndarray,
    bredde: float,
    tilfeldig: tuple[float, float],
) -> tuple[float, float]:
    """Hvor langt inne, og hvor langt ute, den øvre enden av intervallet kan være."""
    if (minst == mest).all():
        ende = float(minst.mean() + bredde * max(minst.std(ddof=1), tilfeldig[0]))
        return ende, ende
    innerst = minst.mean() + bredde * max(_minste_spredning(minst, mest), tilfeldig[0])
    ytterst = max(_ytterst(minst, mest, bredde), mest.mean() + bredde * tilfeldig[1])
    return float(innerst), float(ytterst)


def _tilfeldig(
    indikator: LestIndikator, foer: Tallrekke, faerrest: float, flest: float
) -> tuple[float, float]:
    """Standardavviket terningkast alene gir, minst og mest: Poisson for antall, binomisk for andeler
    av så mange som det siste tallet er av.
    """
    snitt = float(foer.nedre.mean()), float(foer.oevre.mean())
    if indikator.er_antall:
        # Aldri mindre enn ett antall: ellers ville den første eneren etter mange nuller vært uvanlig.
        return tuple(math.sqrt(max(ende, 1.0)) for ende in snitt)
    if indikator.er_prosent:
        mest = min(max(50.0, snitt[0]), snitt[1])
        produkt = [max(ende * (100 - ende), 0.0) for ende in (*snitt, mest)]
        return math.sqrt(min(produkt) / flest), math.sqrt(max(produkt) / faerrest)
    return 0.0, 0.0


def _minste_spredning(minst: np.ndarray, mest: np.ndarray) -> float:
    """Det minste standardavviket tallene kan ha: alle så nær ett felles tall som de kan være.

    Summen av avstandene til det felles tallet øker med det, i rette stykker mellom endene, og det som
    søkes, er der den er null.
    """
    ender = np.sort(np.concatenate([minst, mest]))
    avstander = ender[:, None] - np.clip(ender[:, None], minst, mest)
    felles = np.interp(0.0, avstander.sum(axis=1), ender)
    avstand = felles - np.clip(felles, minst, mest)
    return math.sqrt((avstand @ avstand) / (len(minst) - 1))


def _ytterst(minst: np.ndarray, mest: np.ndarray, bredde: float) -> float:
    """Det høyeste snittet pluss `bredde` standardavvik kan være.

    For alle tall E og σ er s ≤ Σ(x − E)² / (2σ(n − 1)) + σ/2. Der er hvert tall for seg størst i en av
    endene, så det som regnes ut, er aldri for lite. E og σ prøves som snittet og standardavviket når de
    høyeste tallene er så høye som de kan være, og de andre så lave.
    """
    antall = len(minst)
    orden = np.argsort(minst + mest, kind="stable")
    minst, mest = minst[orden], mest[orden]
    hoeyest = np.arange(antall) >= np.arange(antall + 1)[:, None]
    valgt = np.where(hoeyest, mest, minst)
    felles = valgt.mean(axis=1, keepdims=True)
    spredning = np.maximum(valgt.std(axis=1, ddof=1, keepdims=True), 1e-9)
    vekt = bredde / (2 * spredning * (antall - 1))
    lavt, hoeyt = (
        tall / antall + vekt * (tall - felles) ** 2 for tall in (minst, mest)
    )
    summer = np.maximum(lavt, hoeyt).sum(axis=1) + bredde * spredning[:, 0] / 2
    return float(summer.min())
