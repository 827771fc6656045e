"""Hvor ofte målet er nådd hittil: en opptelling av dommene over de siste periodene.

Hvor ofte det nås framover, sies ikke. Et anslag av tall som er rundet av, kunne ikke avgjøres for 9 av
10 tall. Opptellingen bygger på dommene for hver periode, og de kan nesten alltid avgjøres.
"""

from dataclasses import dataclass
from enum import Enum, auto

import numpy as np

from boligdata.felles.maalform import si
from boligdata.innhold.vurdering.tallrekke import Tallrekke
from boligdata.lesing import LestIndikator

# Så mange perioder telles, og så få av dem er for få til å si noe av.
SISTE = 6
MINST = 3


class Treff(Enum):
    """Er målet nådd hver gang, noen ganger eller aldri? Ordene er i `Maalet.i_ord`."""

    HVER_GANG = auto()
    NOEN_GANGER = auto()
    ALDRI = auto()


@dataclass(frozen=True)
class Maalet:
    """Målet er nådd i minst så mange, og høyst så mange, av de `av` siste periodene med et tall: årene,
    eller tertialene.
    """

    minst: int
    hoeyst: int
    av: int
    tertialer: bool

    @property
    def treff(self) -> Treff | None:
        """None når avrundingen gjør at det ikke kan avgjøres."""
        if self.minst == self.av:
            return Treff.HVER_GANG
        if not self.hoeyst:
            return Treff.ALDRI
        return Treff.NOEN_GANGER if self.minst and self.hoeyst < self.av else None

    @property
    def i_ord(self) -> str:
        """«nådd i 2 av de 6 siste årene», tom når det ikke vites om det er noen av dem."""
        siste = self._siste
        if self.treff is Treff.HVER_GANG:
            return si("nådd i alle {siste}", siste=siste)
        if self.treff is Treff.ALDRI:
            return si("ikke nådd i noen av {siste}", siste=siste)
        if self.minst == self.hoeyst:
            return si("nådd i {antall} av {siste}", antall=self.minst, siste=siste)
        if not self.minst and self.hoeyst == self.av:
            return ""
        if not self.minst:
            return si(
                "nådd i høyst {antall} av {siste}", antall=self.hoeyst, siste=siste
            )
        if self.hoeyst == self.av:
            return si(
                "nådd i minst {antall} av {siste}", antall=self.minst, siste=siste
            )
        return si(
            "nådd i {minst} til {mest} av {siste}",
            minst=self.minst,
            mest=self.hoeyst,
            siste=siste,
        )

    @property
    def _siste(self) -> str:
        if self.tertialer:
            return si("de {antall} siste tertialene", antall=self.av)
        return si("de {antall} siste årene", antall=self.av)

    @property
    def setning(self) -> str:
        """Til en egen linje."""
        if not self.i_ord:
            return si(
                "Hvor ofte målet er nådd, kan ikke avgjøres, for tallene er rundet av."
            )
        return si("Målet er {hittil}.", hittil=self.i_ord)


def hittil(indikator: LestIndikator, serie: Tallrekke) -> Maalet | None:
    """Tell de siste periodene med et tall. None uten mål, og når det er for få av dem."""
    if indikator.maaltall is None:
        return None
    siste = np.flatnonzero(serie.kjent | serie.usikkert)[-SISTE:]
    if len(siste) < MINST:
        return None
    dommer = [_naadd(indikator, serie, nr) for nr in siste]
    return Maalet(
        dommer.count(True),
        len(dommer) - dommer.count(False),
        len(dommer),
        "T" in serie.perioder[-1],
    )


def _naadd(indikator: LestIndikator, serie: Tallrekke, nr: int) -> bool | None:
    """Er målet nådd i perioden? None også når det ikke er sikkert at tallet er kjent."""
    if serie.usikkert[nr]:
        return None
    return indikator.naadd(*sorted((serie.nedre[nr], serie.oevre[nr])))
