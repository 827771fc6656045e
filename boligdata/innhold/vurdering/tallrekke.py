"""Tallrekken en dom felles over: det som vises, og hvor de virkelige tallene kan være.

Et vernet tall er rundet av, og det virkelige er et sted i spennet (`lesing/spenn.py`). En endring som
sies, må være sann for alle tall i spennet.
"""

import dataclasses
from dataclasses import dataclass

import numpy as np
import pandas as pd

from boligdata.lesing import LestIndikator

OPP, NED = 1, -1
_KOLONNER = ["verdi", "nedre", "oevre", "teller", "nevner", "i_teller", "i_nevner"]


@dataclass(frozen=True)
class Ende:
    """Ett tall i den ene enden av spennet: verdien, det som er talt, og det tallet er regnet av."""

    verdi: float
    talt: float
    av: float


@dataclass(frozen=True, eq=False)
class Tallrekke:
    """Ett tall per periode, eldste først, i enheten det vises i. Et tall som mangler, er NaN.

    `nedre` og `oevre` er spennet det virkelige tallet er i. `talt` er telleren, og `av` det tallet
    er regnet av: nevneren, eller antallet en statistikk bygger på. Begge er fra og til. `usikkert` er
    sant der de eksakte tallene kan ha et tall som mangler her, eller mangle et som er her.
    """

    perioder: tuple[str, ...]
    verdi: np.ndarray
    nedre: np.ndarray
    oevre: np.ndarray
    talt: tuple[np.ndarray, np.ndarray]
    av: tuple[np.ndarray, np.ndarray]
    usikkert: np.ndarray

    def __len__(self) -> int:
        return self.verdi.size

    @property
    def rundet(self) -> bool:
        """Er det siste tallet, eller det før, rundet av, så det virkelige kan være et annet?"""
        return bool((self.nedre[-2:] < self.oevre[-2:]).any())

    def som_vist(self) -> "Tallrekke":
        """Serien som om tallene var akkurat det de vises som."""
        talt, av = ((fra + til) / 2 for fra, til in (self.talt, self.av))
        return dataclasses.replace(
            self,
            nedre=self.verdi,
            oevre=self.verdi,
            talt=(talt, talt),
            av=(av, av),
        )

    @property
    def avvik(self) -> float:
        """Så mye siste tall kan avvike. Spennet kan være snevret inn på den ene siden."""
        siste = self.verdi[-1]
        return float(max(siste - self.nedre[-1], self.oevre[-1] - siste))

    @property
    def kjent(self) -> np.ndarray:
        """Hvilke perioder som har et tall."""
        return np.isfinite(self.verdi)

    def velg(self, rader) -> "Tallrekke":
        """De radene, i samme rekkefølge."""
        perioder = np.array(self.perioder, dtype=object)[rader]
        return Tallrekke(
            tuple(perioder),
            self.verdi[rader],
            self.nedre[rader],
            self.oevre[rader],
            (self.talt[0][rader], self.talt[1][rader]),
            (self.av[0][rader], self.av[1][rader]),
            self.usikkert[rader],
        )

    def ende(self, nr: int, retning: int) -> Ende:
        """Tallet så lavt (`NED`) eller høyt (`OPP`) det kan være. En rate er høyest når flest er talt
        og den er av færrest.
        """
        hoeyt = retning == OPP
        verdi = self.oevre if hoeyt else self.nedre
        # Tallet finnes bare når det er noe å regne det av.
        av = max(self.av[not hoeyt][nr], 1)
        return Ende(float(verdi[nr]), float(self.talt[hoeyt][nr]), float(av))

    def med_siste(self, verdi: float, faktor: float) -> "Tallrekke":
        """Serien som om siste tall vistes som `verdi`, av like mange, og kunne avvike så mye som det kan.
        `faktor` er det en teller delt på nevneren ganges med.
        """
        flytt = verdi - self.verdi[-1]
        nevner = (self.av[0][-1] + self.av[1][-1]) / 2
        flere = flytt / faktor * nevner
        return dataclasses.replace(
            self,
            verdi=_med_siste(self.verdi, verdi),
            nedre=_med_siste(self.nedre, max(verdi - self.avvik, 0.0)),
            oevre=_med_siste(self.oevre, verdi + self.avvik),
            talt=tuple(
                _med_siste(ende, max(ende[-1] + flere, 0.0)) for ende in self.talt
            ),
        )


def _med_siste(tall: np.ndarray, siste: float) -> np.ndarray:
    return np.append(tall[:-1], siste)


def tallrekken(indikator: LestIndikator, data: pd.DataFrame) -> Tallrekke:
    """Serien i et svar fra `lesing.svar` som ikke er delt på noe."""
    verdi, nedre, oevre, teller, nevner, i_teller, i_nevner = (
        # Én om gangen: å velge sju kolonner i én tabell koster fem ganger så mye.
        data[kolonne].to_numpy("float64")
        for kolonne in _KOLONNER
    )
    av, i_av = (teller, i_teller) if indikator.verdi else (nevner, i_nevner)
    return Tallrekke(
        tuple(data["periode"].tolist()),
        verdi,
        nedre,
        oevre,
        _fra_til(teller, i_teller),
        _fra_til(av, i_av),
        _usikkert(indikator, verdi, av, i_av),
    )


def _usikkert(
    indikator: LestIndikator, verdi: np.ndarray, av: np.ndarray, i_av: np.ndarray
) -> np.ndarray:
    """Hvor det ikke er sikkert at tallet er kjent, eller ukjent, også i de eksakte tallene."""
    if indikator.verdi:
        return np.isnan(verdi) & indikator.vernet
    minst = max(1, indikator.eksakt_enhet.minste_nevner)
    # Et tall som er for usikkert til å vises, er kjent i de eksakte tallene.
    kan_mangle = (av - i_av < minst) | np.isnan(verdi)
    return kan_mangle & (av + i_av >= minst)


def _fra_til(antall: np.ndarray, avvik: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return np.maximum(antall - avvik, 0), antall + avvik
