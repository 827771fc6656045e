"""Den siste kontrollen før en fil tas i bruk: summerer hver kube til sin egen total?"""

import contextlib
import itertools
from pathlib import Path

import duckdb

from boligdata.bygg.beregning import ALLE
from boligdata.felles import katalog
from boligdata.felles.config import Brukerfeil
from boligdata.felles.katalog import Kube


def kontroller(fil: Path) -> None:
    """Åpne filen slik en leser gjør, og se at hver kube summerer til sin egen total i hver
    gruppering. Kaster `Brukerfeil` når en av dem ikke gjør det.
    """
    with contextlib.closing(duckdb.connect(str(fil), read_only=True)) as con:
        for kube in katalog.kuber().values():
            skjeve = _skjeve_perioder(con, kube)
            if skjeve:
                raise Brukerfeil(
                    f"Kontrollen stoppet bygget: kuben «{kube.id}» summerer ikke i "
                    f"{skjeve} perioder. Forrige publisering står uendret. Meld dette til "
                    "dem som vedlikeholder programmet."
                )


def _skjeve_perioder(con: duckdb.DuckDBPyConnection, kube: Kube) -> int:
    """Antall perioder der den første grupperingen som ikke går opp, ikke er lik totalen."""
    maal = next(iter(kube.maal))
    er_delt = [
        f"{egenskap} is distinct from '{ALLE}' as delt_{nr}"
        for nr, egenskap in enumerate(kube.dimensjoner)
    ]
    felt = ", ".join(["periode", *er_delt])
    # Å finne alle grupperingene i ett løp koster en brøkdel av ett vilkår for hver av dem.
    rader = con.execute(
        f"select {felt}, sum({maal}), any_value({maal}) from kube_{kube.id} group by all"
    ).fetchall()
    summer, totaler = {}, {}
    for periode, *delt, sum_, total in rader:
        gruppering = tuple(itertools.compress(kube.dimensjoner, delt))
        summer[gruppering, periode] = sum_
        if not gruppering:
            totaler[periode] = total
    skjeve = (
        sum(
            summer.get((gruppering, periode)) != total
            for periode, total in totaler.items()
        )
        for gruppering in kube.grupperinger
    )
    return next(filter(None, skjeve), 0)
