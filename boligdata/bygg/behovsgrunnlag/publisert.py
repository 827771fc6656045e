"""De vernede tallene grunnlaget må stemme med: hvor mange som bor og venter."""

import math

import duckdb

from boligdata.bygg.beregning import ALLE
from boligdata.felles import katalog, kilder

# Når kuben ikke har noe avvik i perioden, er dette det største det kan være.
AVVIK_UKJENT = 4


class Publisert:
    """De publiserte tallene for én periode: hvor mange som bor og venter, etter boligtype og
    målgruppe, og hvor mye de kan avvike.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection, periode: str):
        koder = kilder.kodelister()["maalgruppe"].koder
        self.maalgrupper = tuple(kode.kode for kode in koder)
        self.tall = {
            (kube, boligtype, maalgruppe): antall
            for kube in ("leieforhold", "venteliste")
            for boligtype, maalgruppe, antall in self._les(con, kube, periode)
        }
        self.avvik = dict(
            con.execute(
                "select kube, max(avvik) from ut.vern where periode = ? group by kube",
                [periode],
            ).fetchall()
        )

    @staticmethod
    def _les(con: duckdb.DuckDBPyConnection, kube: str, periode: str) -> list[tuple]:
        udelte = [
            f"{egenskap} = '{ALLE}'"
            for egenskap in katalog.kuber()[kube].dimensjoner
            if egenskap not in ("boligtype", "maalgruppe")
        ]
        return con.execute(
            f"select boligtype, maalgruppe, antall from ut.kube_{kube} "
            f"where {' and '.join(['periode = ?', *udelte])}",
            [periode],
        ).fetchall()

    def antall(
        self, kube: str, boligtyper: tuple[str, ...], maalgrupper: list[str] | None
    ) -> tuple[float, float]:
        """Antallet i boligtypene, i alle målgrupper eller noen, og hvor mye det kan avvike fra det
        virkelige.
        """
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
        avvik = self.avvik.get(kube, AVVIK_UKJENT) * math.sqrt(len(celler))
        return float(max(antall, 0)), avvik
