"""Kommunenumrene bakover i tid. Endringene i `kommunenumre.csv` er fra KLASS 131 hos Statistisk sentralbyrå
(CC BY 4.0), fra 2011 til 2024.

En kommune som har fått nytt nummer, eller er slått sammen av hele kommuner, kan følges bakover. En som har
fått en del av en annen, kan ikke det: ingen vet hvor mye av tallene som hørte til delen. Grunnkretser som er
flyttet mellom to kommuner som begge beholdt nummeret, står ikke i KLASS.
"""

import collections
import csv
import datetime as dt
import functools
from dataclasses import dataclass

from boligdata.felles.config import PAKKE

FIL = PAKKE / "felles" / "kommunenumre.csv"


@dataclass(frozen=True)
class Nummerperiode:
    """Numrene som til sammen var dagens kommune, fra og med dagen `fra` og til dagen `til`. None er at den
    ikke begynner eller slutter.
    """

    numre: frozenset[str]
    fra: dt.date | None
    til: dt.date | None

    def gjaldt(self, aar: int) -> bool:
        """Var dette numrene i året? Et nytt nummer gjelder fra 1. januar."""
        etter = self.fra is None or aar >= self.fra.year
        return etter and (self.til is None or aar < self.til.year)


@dataclass(frozen=True)
class Nummerrekke:
    """Periodene, den nyeste først. `delt` er kommunen som ble delt da rekken begynner, som «Ålesund (1507)»,
    eller None når den kan følges så langt KLASS går.
    """

    perioder: tuple[Nummerperiode, ...]
    delt: str | None = None

    @property
    def ett_nummer(self) -> tuple[Nummerperiode, ...]:
        """Periodene fram til kommunen ble slått sammen av flere: et forholdstall som «per 1000 innbyggere»
        kan ikke legges sammen.
        """
        flere = (nr for nr, en in enumerate(self.perioder) if len(en.numre) > 1)
        return self.perioder[: next(flere, None)]

    @property
    def sammenslaatt(self) -> bool:
        """Er det fordi den ble slått sammen av flere, at den ikke kan følges lenger under ett nummer?"""
        return len(self.ett_nummer) < len(self.perioder)

    @property
    def kan_foelges_fra(self) -> int:
        """Det første året tall under ett nummer er for hele dagens kommune. 0 er at den kan følges så langt
        KLASS går.
        """
        eldste = self.ett_nummer[-1].fra
        return eldste.year if eldste else 0


@functools.cache
def bakover(nummer: str) -> Nummerrekke:
    """Numrene kommunen har hatt, og kommunene den er slått sammen av."""
    perioder: list[Nummerperiode] = []
    numre, til = frozenset({nummer}), None
    while dag := _forrige_endring(numre, til):
        perioder.append(Nummerperiode(numre, dag, til))
        kilder = frozenset(fra for en in numre for fra in _kilder(dag, en))
        for kilde in sorted(kilder):
            if len(_endringer()[dag].get(kilde, ())) > 1:
                return Nummerrekke(tuple(perioder), f"{_navn()[dag, kilde]} ({kilde})")
        numre, til = kilder, dag
    return Nummerrekke((*perioder, Nummerperiode(numre, None, til)))


@functools.cache
def i_dag(nummer: str) -> tuple[str, ...]:
    """Numrene dagens kommuner har, som var kommunen med dette nummeret: det selv når det fortsatt er i bruk,
    og flere når kommunen ble delt.
    """
    numre = {nummer}
    for _, endret in sorted(_endringer().items()):
        numre = set().union(*(endret.get(en, {en}) for en in numre))
    return tuple(sorted(numre))


def utgaatt(nummer: str) -> str | None:
    """En setning om at nummeret ikke er i bruk lenger, og hva som har kommet i stedet, ellers None."""
    naa = i_dag(nummer)
    if naa == (nummer,):
        return None
    return (
        f"Kommunenummeret {nummer} er ikke i bruk lenger. Nå er det {' og '.join(naa)}. Rett «kommunenummer» "
        "i kommune.toml."
    )


def _forrige_endring(numre: frozenset[str], foer: dt.date | None) -> dt.date | None:
    """Den siste dagen før `foer` et av numrene kom til."""
    return max(
        (
            dag
            for nummer in numre
            for dag in _dagene().get(nummer, ())
            if foer is None or dag < foer
        ),
        default=None,
    )


def _kilder(dag: dt.date, nummer: str) -> set[str]:
    """Numrene dette nummeret kom av den dagen, eller det selv når det bare sto."""
    return {fra for fra, nye in _endringer()[dag].items() if nummer in nye} or {nummer}


@functools.cache
def _endringer() -> dict[dt.date, dict[str, set[str]]]:
    """Dag → gammelt nummer → nye numre."""
    ut: dict = collections.defaultdict(lambda: collections.defaultdict(set))
    for linje in _linjer():
        ut[dt.date.fromisoformat(linje["dag"])][linje["fra"]].add(linje["til"])
    return {dag: dict(endret) for dag, endret in ut.items()}


@functools.cache
def _dagene() -> dict[str, set[dt.date]]:
    """Nummer → dagene det kom til. Et nummer som bare sto, kom ikke til."""
    ut: dict = collections.defaultdict(set)
    for dag, endret in _endringer().items():
        for fra, nye in endret.items():
            if nye != {fra}:
                for nummer in nye:
                    ut[nummer].add(dag)
    return dict(ut)


@functools.cache
def _navn() -> dict[tuple[dt.date, str], str]:
    """Dag og gammelt nummer → navnet kommunen hadde til da."""
    return {
        (dt.date.fromisoformat(linje["dag"]), linje["fra"]): linje["navn"]
        for linje in _linjer()
    }


def _linjer() -> list[dict[str, str]]:
    with FIL.open(encoding="utf-8", newline="") as fil:
        return list(csv.DictReader(fil, delimiter=";"))
