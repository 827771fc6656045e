"""Det modellen anslår av: hvert behov for en bolig, fra det oppsto til det tok slutt."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class BoligIBruk:
    """En bolig: nummeret, poolen den er i, og når den er i bruk (år fra i dag; `til` er NaN når den
    fortsatt er det).
    """

    bolig: int
    pool: str
    fra: float
    til: float

    def slik_den_var(self, da: float) -> "BoligIBruk":
        """Boligen slik den var ved tiden `da`, med tiden regnet fra da."""
        til = self.til - da if self.til <= da else np.nan
        return BoligIBruk(self.bolig, self.pool, self.fra - da, til)


@dataclass(frozen=True)
class Historikk:
    """Én rad per behov. Tabellene er like lange.

    pool: boligtypene som deler søkere. gruppe: målgruppen. husstand: nummeret, -1 er ukjent. kom,
    fikk, gikk, ut: da husstanden meldte behovet, fikk bolig, ga opp ventingen og flyttet ut igjen,
    i år fra i dag (fortid er negativ, NaN har ikke skjedd). bolig: nummeret, -1 er ingen. `fra` er
    da registrene begynner; behov som tok slutt før det, er ikke med.
    """

    pool: np.ndarray
    gruppe: np.ndarray
    husstand: np.ndarray
    kom: np.ndarray
    fikk: np.ndarray
    gikk: np.ndarray
    ut: np.ndarray
    bolig: np.ndarray
    fra: float
    boliger: tuple[BoligIBruk, ...] = ()

    @property
    def hele_aar(self) -> int:
        """Hvor mange hele år registrene har. Fra 1. januar til 31. desember er et helt år, selv om
        det bare er 364 dager imellom.
        """
        return int(-self.fra + 2 / 365.25)

    def velg(self, hvor: np.ndarray) -> "Historikk":
        """Historikken for noen av radene. Boligene er de samme."""
        return Historikk(
            *(getattr(self, felt)[hvor] for felt in KOLONNER), self.fra, self.boliger
        )

    def slik_den_var(self, da: float) -> "Historikk":
        """Historikken slik registrene viste den ved tiden `da` (negativ), med tiden regnet fra
        da.
        """

        def foer(tid: np.ndarray) -> np.ndarray:
            return np.where(tid <= da, tid, np.nan) - da

        kjent = self.kom <= da
        kolonner = {felt: getattr(self, felt)[kjent] for felt in KOLONNER}
        kolonner |= {
            felt: foer(kolonner[felt]) for felt in ("kom", "fikk", "gikk", "ut")
        }
        boliger = tuple(
            bolig.slik_den_var(da) for bolig in self.boliger if bolig.fra <= da
        )
        return Historikk(**kolonner, fra=self.fra - da, boliger=boliger)


KOLONNER = ("pool", "gruppe", "husstand", "kom", "fikk", "gikk", "ut", "bolig")
