"""Aksene i en figur: hvor en verdi står på papiret, og tallene ved siden av."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from boligdata.felles import norsk
from boligdata.innhold.figurer.grunnlag import BARE_I_BREDE


@dataclass(frozen=True)
class Akse:
    """En akse fra `start` til `slutt` på papiret. `omfang` er det laveste og høyeste på den, og
    `kategorier` navnene når den har navn i stedet for tall.
    """

    felt: dict
    start: float
    slutt: float
    omfang: tuple[float, float]
    kategorier: tuple[str, ...] = ()

    def sted(self, verdi: float | str) -> float:
        """Hvor verdien står på papiret."""
        fra, til = self.omfang
        return self.start + (self.nummer(verdi) - fra) / (til - fra) * (
            self.slutt - self.start
        )

    def nummer(self, verdi: float | str) -> float:
        """Verdien som et tall på aksen."""
        if isinstance(verdi, str) and self.kategorier:
            return self.kategorier.index(verdi)
        return math.log10(verdi) if er_logaritmisk(self.felt) else float(verdi)

    def del_av(self, andel: float) -> float:
        """Stedet som er denne delen av veien langs aksen, fra venstre eller nedenfra."""
        return self.start + andel * (self.slutt - self.start)

    @property
    def vises(self) -> bool:
        """Er det noe å skrive ved aksen?"""
        felt = self.felt
        return felt.get("visible", True) and felt.get("showticklabels", True)

    def merker(self) -> list[tuple[float, str]]:
        """Stedene på aksen det står noe ved, og det som står der."""
        felt = self.felt
        if "ticktext" in felt:
            tekster = (tekst.removesuffix(BARE_I_BREDE) for tekst in felt["ticktext"])
            return list(zip(map(self.sted, felt["tickvals"]), tekster))
        if self.kategorier:
            navn = felt.get("tickvals", self.kategorier)
            return [(self.sted(ett), ett) for ett in navn]
        return [(self.sted(verdi), self._skrevet(verdi)) for verdi in self._runde()]

    def _skrevet(self, verdi: float) -> str:
        desimaler = 0 if float(verdi).is_integer() else 1
        return f"{norsk.tall(verdi, desimaler)}{self.felt.get('ticksuffix', '')}"

    def _runde(self) -> list[float]:
        """Runde tall innenfor aksen, med like langt mellom, eller så langt som logaritmene gjør det."""
        fra, til = self.omfang
        if er_logaritmisk(self.felt):
            return _runde_i_logaritmer(10**fra, 10**til, self.felt.get("nticks", 6))
        steg = self.felt.get("dtick") or _steg(til - fra, self.felt.get("nticks", 6))
        foerste = math.ceil(round(fra / steg, 6))
        siste = math.floor(round(til / steg, 6))
        return [round(nr * steg, 6) for nr in range(foerste, siste + 1)]


def er_logaritmisk(felt: dict) -> bool:
    """Er det like langt mellom 1 og 10 som mellom 10 og 100?"""
    return felt.get("type") == "log"


def _runde_i_logaritmer(fra: float, til: float, hoeyst: int) -> list[float]:
    """Runde tall fra `fra` til `til`: så mange i hver tier at det ikke blir flere enn `hoeyst`, og bare
    tierne når de er mange. Er det mindre enn en tier mellom dem, er det like langt mellom tallene.
    """
    tierne = range(math.floor(math.log10(fra)), math.ceil(math.log10(til)) + 1)
    for i_hver in ((1, 2, 5), (1, 3), (1,)):
        ut = [del_ * 10.0**tier for tier in tierne for del_ in i_hver]
        ut = [tall for tall in ut if fra <= tall <= til]
        if 2 <= len(ut) <= hoeyst:
            return ut
    steg = _steg(til - fra, hoeyst)
    return [
        steg * nr for nr in range(math.ceil(fra / steg), math.floor(til / steg) + 1)
    ]


def _steg(lengde: float, hoeyst: int) -> float:
    """Det minste runde steget som ikke gir flere merker enn det er plass til."""
    raatt = lengde / max(hoeyst - 1, 1)
    tiere = 10 ** math.floor(math.log10(raatt))
    return next(
        steg for del_ in (1, 2, 5, 10) if (steg := del_ * tiere) >= raatt * 0.999
    )


def kategoriene(felt: dict, verdier: Iterable) -> tuple[str, ...]:
    """Navnene på aksen i den rekkefølgen den selv sier, ellers den seriene har dem i. Ingen når den har
    tall.
    """
    if "categoryarray" in felt:
        return tuple(felt["categoryarray"])
    unike = tuple(dict.fromkeys(verdi for verdi in verdier if verdi is not None))
    return unike if unike and all(isinstance(en, str) for en in unike) else ()


def omfanget(
    felt: dict, kategorier: tuple[str, ...], tall: list[float], *, soeyler: bool
) -> tuple[float, float]:
    """Det laveste og høyeste på aksen. Søyler begynner alltid på null."""
    if "range" in felt:
        return float(felt["range"][0]), float(felt["range"][1])
    if kategorier:
        rundt = 0.5 if soeyler else 0.3
        return -rundt, len(kategorier) - 1 + rundt
    if "tickvals" in felt and soeyler:
        return min(felt["tickvals"]) - 0.5, max(felt["tickvals"]) + 0.5
    tall = [*tall, 0.0] if soeyler else tall
    lavest, hoeyest = min(tall, default=0.0), max(tall, default=1.0)
    luft = 0.06 * (hoeyest - lavest or 1)
    return lavest - luft * (lavest != 0), hoeyest + luft
