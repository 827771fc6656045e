"""De vernede tallene grunnlaget må stemme med: hvor mange som bor og venter, og hvor mange som har
flyttet.
"""

import datetime as dt
import math
from collections.abc import Iterable, Set
from typing import NamedTuple

import duckdb

from boligdata.behov import estimat
from boligdata.bygg.beregning import ALLE
from boligdata.felles import katalog, kilder

# Så mye er et tall feil i snitt (standardavvik), når det er rundet til femmeren over eller under.
_RUNDINGSFEIL = 5 / math.sqrt(6)

# Når kuben ikke har noe avvik i perioden, er dette det største det kan være.
AVVIK_UKJENT = 4
# Så mange utflyttinger må vises før botiden anslås av dem. Av færre ville den sagt noe om hver av
# dem.
FAERREST_FLYTTET = 10

# Det tallene er delt på.
_EGENSKAPER = ("boligtype", "maalgruppe")


def _maalgruppene() -> tuple[str, ...]:
    """Målgruppene i kodelisten."""
    return tuple(kode.kode for kode in kilder.kodelister()["maalgruppe"].koder)


def _udelte(kube: str) -> list[str]:
    """Vilkårene som velger radene der kuben bare er delt på boligtype og målgruppe."""
    return [
        f"{egenskap} = '{ALLE}'"
        for egenskap in katalog.kuber()[kube].dimensjoner
        if egenskap not in _EGENSKAPER
    ]


class Vist(NamedTuple):
    """Et antall slik det er vist, hvor mye det kan avvike fra det virkelige, og hvor mye det i snitt gjør
    det.
    """

    antall: float
    avvik: float
    feil: float


class Publisert:
    """De publiserte tallene for én periode: hvor mange som bor og venter, etter boligtype og
    målgruppe, og hvor mye de kan avvike.
    """

    kuber = ("leieforhold", "venteliste")

    def __init__(self, con: duckdb.DuckDBPyConnection, periode: str):
        self.maalgrupper = _maalgruppene()
        self.tall = {
            (kube, boligtype, maalgruppe): antall
            for kube in self.kuber
            for boligtype, maalgruppe, antall in self._les(con, kube, periode)
        }
        self.avvik = dict(
            con.execute(
                "select kube, max(avvik) from ut.vern where periode = ? and dybde <= ? group by kube",
                [periode, len(_EGENSKAPER)],
            ).fetchall()
        )

    def er_vist(self, boligtype: str) -> bool:
        """Bor noen i boligtypen, eller venter noen på den, i de publiserte tallene?"""
        return any(self.tall.get((kube, boligtype, ALLE)) for kube in self.kuber)

    @staticmethod
    def _les(con: duckdb.DuckDBPyConnection, kube: str, periode: str) -> list[tuple]:
        return con.execute(
            f"select boligtype, maalgruppe, antall from ut.kube_{kube} "
            f"where {' and '.join(['periode = ?', *_udelte(kube)])}",
            [periode],
        ).fetchall()

    def i_typene(self, kube: str, boligtyper: Set[str]) -> Vist:
        """Antallet i alle boligtypene til sammen: tallet for hele kommunen, når ingen bor i andre."""
        andre = {
            boligtype
            for _, boligtype, _ in self.tall
            if boligtype != ALLE and boligtype not in boligtyper
        }
        vist = self.antall(kube, (ALLE,), None)
        utenfor = self.antall(kube, tuple(sorted(andre)), None)
        feil = math.hypot(vist.feil, utenfor.feil if utenfor.antall else 0.0)
        return Vist(vist.antall - utenfor.antall, vist.avvik + utenfor.avvik, feil)

    def antall(
        self, kube: str, boligtyper: tuple[str, ...], maalgrupper: list[str] | None
    ) -> Vist:
        """Antallet i boligtypene, i alle målgrupper eller noen."""
        # Det er færrest tall å legge sammen, og minst avvik, når resten er alle minus dem som er
        # nevnt.
        alle = maalgrupper is None
        resten = not alle and len(maalgrupper) > len(self.maalgrupper) / 2
        andre = [
            gruppe for gruppe in self.maalgrupper if gruppe not in (maalgrupper or ())
        ]
        celler = [
            ((kube, boligtype, gruppe), -1 if resten else 1)
            for boligtype in boligtyper
            for gruppe in (andre if resten else maalgrupper or ())
        ]
        if resten or alle:
            celler += [((kube, boligtype, ALLE), 1) for boligtype in boligtyper]
        antall = sum(fortegn * self.tall.get(celle, 0) for celle, fortegn in celler)
        avvik = self.avvik.get(kube, AVVIK_UKJENT)
        feil = min(avvik, _RUNDINGSFEIL)
        ganger = math.sqrt(len(celler))
        return Vist(float(max(antall, 0)), avvik * ganger, feil * ganger)


class PublisertOmfang(estimat.Omfang):
    """Hva det er mange nok av, slik de publiserte inn- og utflyttingene fra registrene begynte og
    til en dato viser det. Hvem som helst kan regne ut det samme.
    """

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        dato: dt.date,
        pooler: dict[str, tuple[str, ...]] | None = None,
    ):
        self._maalgrupper = list(_maalgruppene())
        self._pooler = pooler or {}
        [(fra,)] = con.execute("select min(fra) from periode").fetchall()
        self._aar = (dato - fra).days / 365.25 if fra else 1.0
        self._tall = {
            (kube, boligtype, maalgruppe): antall
            for kube in ("innflytting", "utflytting")
            for boligtype, maalgruppe, antall in self._les(con, kube, dato)
        }

    @staticmethod
    def _les(con: duckdb.DuckDBPyConnection, kube: str, dato: dt.date) -> list[tuple]:
        """Summen av hele år, og av tertialene etter det siste av dem."""
        return con.execute(
            f"select boligtype, maalgruppe, sum(antall) from ut.kube_{kube} "
            "join periode p using (periode) where p.til <= $1 and (p.periodetype = 'aar' or "
            "not exists (from periode h where h.periodetype = 'aar' and h.til <= $1 and "
            f"p.fra between h.fra and h.til)) and {' and '.join(_udelte(kube))} group by all",
            [dato],
        ).fetchall()

    def grupper(self, pool: str) -> list[str]:
        """Målgruppene i kodelisten. De som finnes i poolen, ville sagt hvem som er der."""
        return self._maalgrupper

    def nok(self, pool: str, grupper: list[str] | None = None) -> bool:
        """Er det nok inn- og utflyttinger i poolen, eller i disse gruppene av den?"""
        return self.nok_i(self._pooler[pool], grupper)

    def nok_i(
        self, boligtyper: tuple[str, ...], grupper: list[str] | None = None
    ) -> bool:
        """Er det nok inn- og utflyttinger i boligtypene?"""
        return estimat.mange_nok(
            self.antall("innflytting", boligtyper, grupper) / self._aar,
            self.antall("utflytting", boligtyper, grupper),
        )

    def for_smaa(self, boligtyper: Iterable[str]) -> list[str]:
        """De av boligtypene som har for få inn- eller utflyttinger til å regnes for seg."""
        return [typen for typen in boligtyper if not self.nok_i((typen,))]

    def flyttet(
        self, pool: str | None = None, grupper: list[str] | None = None
    ) -> bool:
        """Har mange nok flyttet ut av poolen til å anslå botiden av dem?"""
        boligtyper = (ALLE,) if pool is None else self._pooler[pool]
        return self.antall("utflytting", boligtyper, grupper) >= FAERREST_FLYTTET

    def del_av(self, pool: str, noen: Iterable[str], grupper: list[str]) -> float:
        """Hvor stor del av innflyttingene i gruppene i poolen som er i `noen` av dem, fra 0 til 1."""
        i_noen, i_alle = (
            sum(self.antall("innflytting", self._pooler[pool], [en]) for en in hver)
            for hver in (noen, grupper)
        )
        return round(i_noen / i_alle, 2) if i_alle else 0.0

    def antall(
        self, kube: str, boligtyper: tuple[str, ...], grupper: list[str] | None = None
    ) -> int:
        """Så mange inn- eller utflyttinger vises i boligtypene, i alle målgrupper eller noen."""
        alle = grupper is None or set(grupper) == set(self._maalgrupper)
        return sum(
            self._tall.get((kube, boligtype, gruppe), 0)
            for boligtype in boligtyper
            for gruppe in ([ALLE] if alle else grupper)
        )
