"""Det modellen anslår av: hvert behov for en bolig, fra det oppsto til det tok slutt."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class BoligIBruk:
    """En bolig: nummeret, poolen den er i, og når den er i bruk (år fra i dag; `til` er NaN når den
    fortsatt er det). `sett_fra` er når registrene begynner for den, når det er senere enn for de
    andre.
    """

    bolig: int
    pool: str
    fra: float
    til: float
    sett_fra: float = -np.inf

    def slik_den_var(self, da: float) -> "BoligIBruk":
        """Boligen slik den var ved tiden `da`, med tiden regnet fra da."""
        til = self.til - da if self.til <= da else np.nan
        return BoligIBruk(self.bolig, self.pool, self.fra - da, til, self.sett_fra - da)


@dataclass(frozen=True)
class Historikk:
    """Én rad per behov. Tabellene er like lange.

    pool: boligtypene som deler søkere. gruppe: målgruppen. husstand: nummeret, -1 er ukjent. kom,
    fikk, gikk, ut: da husstanden meldte behovet, fikk bolig, ga opp ventingen og flyttet ut igjen,
    i år fra i dag (fortid er negativ, NaN har ikke skjedd). bolig: nummeret, -1 er ingen. `fra` er
    da registrene begynner; behov som tok slutt før det, er ikke med. `sett_fra` er det samme for hver
    rad, når registrene begynner senere for noen av boligene, som etter en sammenslåing.
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
    sett_fra: np.ndarray | None = None

    @property
    def begynner(self) -> np.ndarray:
        """Når registrene begynner for hver rad."""
        alle = np.full(len(self.kom), self.fra)
        return alle if self.sett_fra is None else np.maximum(self.sett_fra, alle)

    def aar_fulgt(self, pool: str) -> float:
        """Hvor mange år registrene har om poolen, i snitt for boligene der."""
        fra = [
            max(bolig.sett_fra, self.fra)
            for bolig in self.boliger
            if bolig.pool == pool
        ]
        return -float(np.mean(fra)) if fra else -self.fra

    def dekning(self, pool: str) -> np.ndarray:
        """Andelen av poolen registrene dekker i hvert av de siste hele årene, det eldste først."""
        slutt = np.arange(-self.hele_aar + 1.0, 1.0)
        dekket = [
            np.clip(slutt - bolig.sett_fra, 0, 1)
            for bolig in self.boliger
            if bolig.pool == pool
        ]
        return np.mean(dekket, axis=0) if dekket else np.ones(self.hele_aar)

    @property
    def hele_aar(self) -> int:
        """Hvor mange hele år registrene har. Fra 1. januar til 31. desember er et helt år, selv om
        det bare er 364 dager imellom.
        """
        return int(-self.fra + 2 / 365.25)

    def velg(self, hvor: np.ndarray) -> "Historikk":
        """Historikken for noen av radene. Boligene er de samme."""
        sett_fra = None if self.sett_fra is None else self.sett_fra[hvor]
        kolonner = (getattr(self, felt)[hvor] for felt in KOLONNER)
        return Historikk(*kolonner, self.fra, self.boliger, sett_fra)

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
        sett_fra = None if self.sett_fra is None else self.sett_fra[kjent] - da
        return Historikk(
            **kolonner, fra=self.fra - da, boliger=boliger, sett_fra=sett_fra
        )


KOLONNER = ("pool", "gruppe", "husstand", "kom", "fikk", "gikk", "ut", "bolig")
