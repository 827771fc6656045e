"""Regnestykkene flere indikatorer deler, og listen over alle indikatorene."""

import datetime as dt
import statistics
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from fasit.kommune import Periode


def forhold(teller, nevner, ganger: float = 1) -> float | None:
    """Teller delt på nevner. None når nevneren mangler eller er null."""
    return None if teller is None or not nevner else teller / nevner * ganger


def prosent(teller: int, nevner: int) -> float | None:
    """Prosent, men ikke av færre enn 20."""
    return None if nevner is None or nevner < 20 else forhold(teller, nevner, 100)


def median(verdier: list[float]) -> float | None:
    """Den midterste verdien, men ikke av færre enn 10."""
    return statistics.median(verdier) if len(verdier) >= 10 else None


def dager(fra: dt.date, til: dt.date) -> int:
    """Antall dager mellom to datoer."""
    return (til - fra).days


def aar(fra: dt.date, til: dt.date) -> float:
    """Antall år mellom to datoer, der et år er 365,25 dager."""
    return dager(fra, til) / 365.25


@dataclass(frozen=True)
class Ventedag:
    """Andelen som fortsatt venter etter denne ventedagen, og om for få er fulgt den dagen."""

    venter: Fraction
    for_faa: bool


@dataclass(frozen=True)
class Fulgt:
    """Noe som ventes på fra en dag, til det skjer eller vi slutter å følge det. `slutt` er None når
    det ventes ennå."""

    fra: dt.date
    slutt: dt.date | None
    skjedde: bool


def kaplan_meier(fulgte: list[Fulgt], p: Periode) -> list[Ventedag] | None:
    """Kaplan–Meier med forsinket inngang, dag for dag fra ventedag 0. None når færre enn 20 er
    fulgt.

    Hver er fulgt fra og med ventedag `inn` til og med ventedag `ut`, bare for den tiden det ventes
    i perioden."""
    begynner, slutter, skjer_dag = Counter(), Counter(), Counter()
    for f in fulgte:
        if f.fra <= p.til and (f.slutt is None or f.slutt >= max(p.fra, f.fra)):
            ut = dager(f.fra, min(f.slutt or p.til, p.til))
            begynner[max(0, dager(f.fra, p.fra))] += 1
            slutter[ut] += 1
            if f.skjedde and f.slutt <= p.til:
                skjer_dag[ut] += 1
    if begynner.total() < 20:
        return None
    kurve, venter_fortsatt, fulgt = (
        [],
        Fraction(1),
        0,
    )  # Brøk, slik at «halvparten» er nøyaktig halvparten.
    for dag in range(max(365, *slutter) + 1):
        fulgt += begynner[dag]
        for_faa = for_faa_fulgt(venter_fortsatt, fulgt)
        if skjer_dag[dag]:
            venter_fortsatt *= 1 - Fraction(skjer_dag[dag], fulgt)
        kurve.append(Ventedag(venter_fortsatt, for_faa))
        fulgt -= slutter[dag]
    return kurve


def for_faa_fulgt(venter_fortsatt: Fraction, fulgt: int) -> bool:
    """Kan én husstand flytte andelen mer enn 10 prosentpoeng denne dagen?

    Skjer det for én av dem som er fulgt, synker andelen med `venter_fortsatt / fulgt`. Det skal
    være høyst en tidel. Regnet slik svarer det også ja når noen venter uten at noen er fulgt. Da
    vet vi ikke hvordan det går videre."""
    return 10 * venter_fortsatt > fulgt


def bygger_paa_mange(kurve: list[Ventedag], siste_dag: int) -> bool:
    """Er nok husstander fulgt hver ventedag til og med den siste?"""
    return not any(dag.for_faa for dag in kurve[: siste_dag + 1])


def andel_mellom(
    kurve: list[Ventedag] | None, etter: int | None = None, innen: int | None = None
) -> float | None:
    """Prosent der det skjer etter mer enn `etter` ventedager, og senest på ventedag `innen`."""
    if kurve is None or not bygger_paa_mange(kurve, etter if innen is None else innen):
        return None
    venter_foer = 1 if etter is None else kurve[etter].venter
    venter_etter = 0 if innen is None else kurve[innen].venter
    return float(venter_foer - venter_etter) * 100


def dager_til_halvparten(kurve: list[Ventedag] | None) -> int | None:
    """Ventedagen det er skjedd for halvparten."""
    halvparten = next(
        (nr for nr, dag in enumerate(kurve or []) if dag.venter <= Fraction(1, 2)), None
    )
    return (
        halvparten
        if halvparten is not None and bygger_paa_mange(kurve, halvparten)
        else None
    )


# ------------------------------------------------------------------------- indikatorene
#
# `med(rad)` velger gruppen: alle, eller for eksempel bare målgruppen «rop». Innbyggertall deles
# aldri opp.

FASIT = {}


def indikator(*egenskaper: str):
    """Ta med indikatoren i fasiten, med egenskapene den kan deles etter."""

    def registrer(funksjon):
        FASIT[funksjon.__name__] = funksjon, egenskaper
        return funksjon

    return registrer


def antall(rader: list[dict], *vilkaar) -> int:
    """Antall rader som fyller alle vilkårene."""
    for fyller in vilkaar:
        rader = [rad for rad in rader if fyller(rad)]
    return len(rader)


def andel(rader: list[dict], med, vilkaar) -> float | None:
    """Prosent av radene i gruppen som fyller vilkåret."""
    gruppen = [rad for rad in rader if med(rad)]
    return prosent(antall(gruppen, vilkaar), len(gruppen))


def er(egenskap: str, *verdier):
    """Vilkåret at egenskapen har en av verdiene."""
    return lambda rad: rad[egenskap] in verdier
