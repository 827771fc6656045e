"""Den siste kontrollen før en fil tas i bruk: summerer hver kube til sin egen total?"""

import contextlib
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
    er_total = _utsnittet(kube, ())
    summer = [
        f"sum({maal}) filter (where {_utsnittet(kube, gruppering)}) as sum_{nr}"
        for nr, gruppering in enumerate(kube.grupperinger)
    ]
    skjeve = [
        f"count(*) filter (where total is distinct from sum_{nr})"
        for nr in range(len(summer))
    ]
    (antall,) = con.execute(
        f"with perioden as (select count(*) filter (where {er_total}) as totaler, "
        f"any_value({maal}) filter (where {er_total}) as total, {', '.join(summer)} "
        f"from kube_{kube.id} group by periode) "
        f"select {', '.join(skjeve)} from perioden where totaler > 0"
    ).fetchall()
    return next((perioder for perioder in antall if perioder), 0)


def _utsnittet(kube: Kube, gruppering: tuple[str, ...]) -> str:
    """Vilkåret for radene som er delt etter akkurat disse egenskapene."""
    vilkaar = [
        f"{egenskap} {'<>' if egenskap in gruppering else '='} '{ALLE}'"
        for egenskap in kube.dimensjoner
    ]
    return " and ".join(vilkaar) or "true"
