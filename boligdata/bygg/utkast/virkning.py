"""Hovedtallene før og etter: det samme tallet, regnet på samme måte, av uttrekkene som er publisert og av
uttrekkene slik de blir.

Tallene er eksakte og gjelder hele kommunen. De vises til den som har lastet opp uttrekkene. Er de om så få
at en av dem kan kjennes igjen, vises de likevel ikke.
"""

import contextlib
from dataclasses import asdict, dataclass

import duckdb

from boligdata.bygg.beregning import ALLE
from boligdata.felles import katalog
from boligdata.felles.enheter import VERNEDE_ENHETER
from boligdata.felles.katalog import Indikator

# Færre enn dette, og flere enn ingen, vises ikke.
_FAA = 5


@dataclass(frozen=True)
class Hovedtall:
    """En indikator i det siste tertialet: verdien før og etter, i enheten den er erklært i. En verdi er
    None når den ikke finnes, eller er om for få.
    """

    indikator: str
    periode: str
    foer: float | None
    etter: float | None


def finn(con: duckdb.DuckDBPyConnection, har_forrige: bool) -> list[dict]:
    """Hovedtallene på Oversikt, i siste tertial etter at uttrekkene er lagt inn. `con` har tallene som
    `internt`, og de forrige som `forrige` når `har_forrige`.
    """
    ut = []
    for indikator in katalog.noekkeltall():
        if indikator.nevnerens_kube:
            continue
        rad = con.execute(
            f"select max(periode) from internt.kube_{indikator.kube}"
        ).fetchone()
        foer = None
        if har_forrige:
            # Mangler den forrige filen, er det ingenting å sammenligne med.
            with contextlib.suppress(duckdb.Error):
                foer = _verdien(con, "forrige", indikator, rad[0])
        etter = _verdien(con, "internt", indikator, rad[0])
        ut.append(asdict(Hovedtall(indikator.id, rad[0] or "", foer, etter)))
    return ut


def _verdien(
    con: duckdb.DuckDBPyConnection, fra: str, indikator: Indikator, periode: str
) -> float | None:
    kube = katalog.kuber()[indikator.kube]
    utvalg = dict(indikator.utvalg)
    vilkaar = " and ".join(
        [
            "periode = ?",
            *(f"{navn} = '{utvalg.get(navn, ALLE)}'" for navn in kube.dimensjoner),
        ]
    )
    talt, delt_paa = indikator.teller or indikator.verdi, indikator.nevner or "null"
    rad = con.execute(
        f"select {talt}, {delt_paa} from {fra}.kube_{kube.id} where {vilkaar}",
        [periode],
    ).fetchone()
    if rad is None or rad[0] is None:
        return None
    teller, nevner = rad
    if indikator.nevner:
        if nevner is None or nevner < VERNEDE_ENHETER[indikator.enhet].minste_nevner:
            return None
        return indikator.eksakt_enhet.faktor * teller / nevner
    if indikator.teller_er_vernet and indikator.er_antall and 0 < teller < _FAA:
        return None
    return indikator.eksakt_enhet.faktor * teller
