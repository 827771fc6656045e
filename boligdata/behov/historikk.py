"""Det modellen anslår av: hvert behov for en bolig, fra det oppsto til det tok slutt."""

from dataclasses import dataclass, replace

import numpy as np


@dataclass(frozen=True)
class BoligIBruk:
    """En bolig: nummeret, poolen den er i, og når den er i bruk (år fra i dag; `til` er NaN når den
    fortsatt er det). `sett_fra` er når registrene begynner for den, når det er senere enn for de
    andre, og `ute` fra og til da den var ute av drift, som under en ombygging.
    """

    bolig: int
    pool: str
    fra: float
    til: float
    sett_fra: float = -np.inf
    ute: tuple[float, float] = (np.inf, np.inf)

    def slik_den_var(self, da: float) -> "BoligIBruk":
        """Boligen slik den var ved tiden `da`, med tiden regnet fra da."""
        til = self.til - da if self.til <= da else np.nan
        ute = tuple(tid - da for tid in self.ute)
        return replace(
            self, fra=self.fra - da, til=til, sett_fra=self.sett_fra - da, ute=ute
        )


@dataclass(frozen=True)
class Historikk:
    """Én rad per behov. Tabellene er like lange.

    pool: boligtypene som deler søkere. gruppe: målgruppen. husstand: nummeret, -1 er ukjent. kom,
    fikk, gikk, ut: da husstanden meldte behovet, fikk bolig, ga opp ventingen og flyttet ut igjen,
    i år fra i dag (fortid er negativ, NaN har ikke skjedd). bolig: nummeret, -1 er ingen. `fra` er
    da registrene begynner; behov som tok slutt før det, er ikke med. `sett_fra` er det samme for hver
    rad, når registrene begynner senere for noen av boligene, som etter en sammenslåing. `oensket` er
    poolen husstanden søkte om, når den fikk bolig i en annen. `stengt` er fra og til da ventelisten
    var stengt.
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
    oensket: np.ndarray | None = None
    stengt: tuple[tuple[float, float], ...] = ()

    @property
    def soekt(self) -> np.ndarray:
        """Poolen hver husstand søkte om."""
        return self.pool if self.oensket is None else self.oensket

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
        """Andelen av søknadene til poolen registrene kan ha i hvert av de siste hele årene, det eldste
        først: av boligene de dekker, og av året ventelisten var åpen.
        """
        slutt = np.arange(-self.hele_aar + 1.0, 1.0)
        dekket = [
            np.clip(slutt - bolig.sett_fra, 0, 1)
            for bolig in self.boliger
            if bolig.pool == pool
        ]
        aapen = np.ones(self.hele_aar)
        for fra, til in self.stengt:
            aapen -= np.clip(np.minimum(til, slutt) - np.maximum(fra, slutt - 1), 0, 1)
        return aapen * (np.mean(dekket, axis=0) if dekket else 1)

    @property
    def hele_aar(self) -> int:
        """Hvor mange hele år registrene har. Fra 1. januar til 31. desember er et helt år, selv om
        det bare er 364 dager imellom.
        """
        return int(-self.fra + 2 / 365.25)

    def velg(self, hvor: np.ndarray) -> "Historikk":
        """Historikken for noen av radene. Boligene er de samme."""
        return replace(self, **{felt: kol[hvor] for felt, kol in self._kolonner()})

    def _kolonner(self) -> list[tuple[str, np.ndarray]]:
        """Kolonnene historikken har."""
        alle = ((felt, getattr(self, felt)) for felt in (*KOLONNER, *_VALGFRIE))
        return [(felt, kolonne) for felt, kolonne in alle if kolonne is not None]

    def slik_den_var(self, da: float) -> "Historikk":
        """Historikken slik registrene viste den ved tiden `da` (negativ), med tiden regnet fra
        da.
        """

        def foer(tid: np.ndarray) -> np.ndarray:
            return np.where(tid <= da, tid, np.nan) - da

        kjent = self.velg(self.kom <= da)
        tider = {
            felt: foer(getattr(kjent, felt)) for felt in ("kom", "fikk", "gikk", "ut")
        }
        if kjent.sett_fra is not None:
            tider["sett_fra"] = kjent.sett_fra - da
        boliger = tuple(
            bolig.slik_den_var(da) for bolig in self.boliger if bolig.fra <= da
        )
        stengt = tuple((fra - da, til - da) for fra, til in self.stengt)
        return replace(
            kjent, **tider, fra=self.fra - da, boliger=boliger, stengt=stengt
        )


KOLONNER = ("pool", "gruppe", "husstand", "kom", "fikk", "gikk", "ut", "bolig")
_VALGFRIE = ("sett_fra", "oensket")
