"""Hvor ferske uttrekkene er: hva tallene går til, og når de neste ventes.

Alderen regnes mot dagen i dag, ikke mot datoen tallene gjelder. Ellers ville elleve måneder gamle
tall vært i orden så lenge ingen leverte noe nytt.
"""

import datetime as dt
from dataclasses import dataclass

from boligdata.felles import dagen, kilder
from boligdata.lesing.oppslag import kildestatus, meta
from boligdata.lesing.spoerring import husk_tall


@dataclass(frozen=True)
class Ferskhet:
    """Et uttrekk: dagen tallene derfra går til, dagen de neste ventes, og om de skulle ha kommet.

    `slutter_foer` er sann når uttrekket er tatt ut før dagen alle tallene på sidene gjelder. Da
    mangler det siste i tallene.
    """

    gjelder_til: dt.date
    ventes: dt.date
    forsinket: bool
    slutter_foer: bool


def i_dag() -> dt.date:
    """Dagen alder og frister måles mot. Den fiktive kommunen står stille på en erklært dag."""
    return meta().i_dag or dagen.i_dag()


@husk_tall
def ferskhet() -> dict[str, Ferskhet]:
    """Hvert uttrekk som er lest. Det som ikke er levert, eller er stoppet, er ikke med."""
    status = kildestatus()
    lest = status[status["gjelder_til"].notna()]
    return {
        rad.kilde: _ferskhet(kilder.kilder()[rad.kilde], rad.gjelder_til.date())
        for rad in lest.itertuples()
    }


def _ferskhet(kilde: kilder.Kilde, gjelder_til: dt.date) -> Ferskhet:
    ventes = gjelder_til + dt.timedelta(days=kilde.hyppighet_dager)
    return Ferskhet(
        gjelder_til,
        ventes,
        # Det som ventes i mai, er ikke forsinket før mai er over.
        forsinket=_maaned(i_dag()) > _maaned(ventes),
        slutter_foer=not kilde.aarstall and gjelder_til < meta().per_dato,
    )


def _maaned(dag: dt.date) -> tuple[int, int]:
    return dag.year, dag.month
