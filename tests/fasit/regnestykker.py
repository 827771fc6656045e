"""Regnestykkene flere indikatorer deler, og listen over alle indikatorene."""

import datetime as dt
import statistics
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from fasit.kommune import Periode


@dataclass(frozen=True)
class Svar:
    """Et tall og det det er regnet av: telleren og nevneren, eller hvor mange en median eller en
    ventetid bygger på, i telleren. Et antall er sin egen teller. None er ukjent.
    """

    teller: float | None
    nevner: float | None
    verdi: float | None


def som_svar(tall: Svar | int | None) -> Svar:
    """Svaret fra en indikator: et antall har ingen nevner."""
    return tall if isinstance(tall, Svar) else Svar(tall, None, tall)


def forhold(teller, nevner, ganger: float = 1, minst: int = 1) -> Svar:
    """Teller delt på nevner. Ukjent når nevneren mangler eller er mindre enn `minst`."""
    kjent = teller is not None and nevner is not None and nevner >= minst
    return Svar(teller, nevner, teller / nevner * ganger if kjent else None)


def prosent(teller: int | None, nevner: int | None) -> Svar:
    """Prosent, men ikke av færre enn 20."""
    return forhold(teller, nevner, 100, minst=20)


def median(verdier: list[float]) -> Svar:
    """Den midterste verdien, men ikke av færre enn 10."""
    nok = len(verdier) >= 10
    return Svar(len(verdier), None, statistics.median(verdier) if nok else None)


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
    det ventes ennå.
    """

    fra: dt.date
    slutt: dt.date | None
    skjedde: bool


@dataclass(frozen=True)
class Kurve:
    """Hvor mange som er fulgt i perioden, og hver ventedag, eller ingen når færre enn 20 er
    fulgt.
    """

    fulgte: int
    ventedager: list[Ventedag]


def kaplan_meier(fulgte: list[Fulgt], p: Periode) -> Kurve:
    """Kaplan–Meier med forsinket inngang, dag for dag fra ventedag 0.

    Hver er fulgt fra og med ventedag `inn` til og med ventedag `ut`, bare for den tiden det ventes
    i perioden.
    """
    begynner, slutter, skjer_dag = Counter(), Counter(), Counter()
    for f in fulgte:
        if f.fra <= p.til and (f.slutt is None or f.slutt >= max(p.fra, f.fra)):
            ut = dager(f.fra, min(f.slutt or p.til, p.til))
            begynner[max(0, dager(f.fra, p.fra))] += 1
            slutter[ut] += 1
            if f.skjedde and f.slutt <= p.til:
                skjer_dag[ut] += 1
    if begynner.total() < 20:
        return Kurve(begynner.total(), [])
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
    return Kurve(begynner.total(), kurve)


def for_faa_fulgt(venter_fortsatt: Fraction, fulgt: int) -> bool:
    """Kan én husstand flytte andelen mer enn 10 prosentpoeng denne dagen?

    Skjer det for én av dem som er fulgt, synker andelen med `venter_fortsatt / fulgt`. Det skal
    være høyst en tidel. Regnet slik svarer det også ja når noen venter uten at noen er fulgt. Da
    vet vi ikke hvordan det går videre.
    """
    return 10 * venter_fortsatt > fulgt


def bygger_paa_mange(ventedager: list[Ventedag], siste_dag: int) -> bool:
    """Er nok husstander fulgt hver ventedag til og med den siste?"""
    return not any(dag.for_faa for dag in ventedager[: siste_dag + 1])


def andel_mellom(
    kurve: Kurve, etter: int | None = None, innen: int | None = None
) -> Svar:
    """Prosent der det skjer etter mer enn `etter` ventedager, og senest på ventedag `innen`."""
    dag = kurve.ventedager
    if not dag or not bygger_paa_mange(dag, etter if innen is None else innen):
        return Svar(kurve.fulgte, None, None)
    venter_foer = 1 if etter is None else dag[etter].venter
    venter_etter = 0 if innen is None else dag[innen].venter
    return Svar(kurve.fulgte, None, float(venter_foer - venter_etter) * 100)


def dager_til_halvparten(kurve: Kurve) -> Svar:
    """Ventedagen det er skjedd for halvparten."""
    halvparten = next(
        (nr for nr, dag in enumerate(kurve.ventedager) if dag.venter <= Fraction(1, 2)),
        None,
    )
    kjent = halvparten is not None and bygger_paa_mange(kurve.ventedager, halvparten)
    return Svar(kurve.fulgte, None, halvparten if kjent else None)


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


def andel(rader: list[dict], med, vilkaar) -> Svar:
    """Prosent av radene i gruppen som fyller vilkåret."""
    gruppen = [rad for rad in rader if med(rad)]
    return prosent(antall(gruppen, vilkaar), len(gruppen))


def er(egenskap: str, *verdier):
    """Vilkåret at egenskapen har en av verdiene."""
    return lambda rad: rad[egenskap] in verdier
