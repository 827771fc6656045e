"""Kommunene i Norge, og radene Statistisk sentralbyrå selv har regnet ut ved siden av dem.

`kommuner.csv` er kommunene slik de er fra 2024, med KOSTRA-gruppen (inndelingen fra 2020), sentraliteten og
folkemengden 1. januar 2024. Kilde: Statistisk sentralbyrå, KLASS 131 og 112, sentralitetsindeksen og tabell
07459, CC BY 4.0. Numrene fra 9901 er oppdiktet, og er bare til eksempelet.
"""

import csv
import datetime as dt
import functools
import re
from dataclasses import dataclass

from boligdata.felles import kommunenummer
from boligdata.felles.config import PAKKE
from boligdata.felles.maalform import si

FIL = PAKKE / "felles" / "kommuner.csv"

LANDET, UTEN_OSLO = "0000", "EAKUO"
_FYLKE, _GRUPPE = "EKA", "EKG"
# Radene en kommune står ved siden av, i den rekkefølgen de har overalt.
VED_SIDEN = ("gruppen", "fylket", "landet", "uten_oslo")
_SSBS_EGNE = re.compile(rf"{UTEN_OSLO}|(?:{_FYLKE}|{_GRUPPE})\d\d")

# Det en kommune kan ligne en annen i. Alle er fra 1. januar 2024, og «vekst» er fra 2019 til 2024.
KJENNETEGN = ("folketall", "sentralitet", "barn", "unge", "eldre", "eldste", "vekst")


@dataclass(frozen=True)
class Kommunen:
    """En kommune i registeret. `gruppe` er koden til KOSTRA-gruppen. `kjennetegn` er folketallet i personer,
    sentraliteten fra 1 til 6, aldersgruppene i prosent og veksten i prosent. Den er None der kommunen ble
    delt, for ingen vet hva veksten i delen var.
    """

    nummer: str
    navn: str
    fylke: str
    gruppe: str
    kjennetegn: dict[str, float | None]

    @property
    def folketall(self) -> float:
        """Innbyggere 1. januar 2024."""
        return self.kjennetegn["folketall"]


@functools.cache
def kommuner() -> dict[str, Kommunen]:
    """Alle kommunene, etter nummeret."""
    with FIL.open(encoding="utf-8", newline="") as fil:
        return {
            rad["kommunenummer"]: Kommunen(
                rad["kommunenummer"],
                rad["navn"],
                rad["fylke"],
                rad["kostragruppe"],
                {navn: _tallet(rad[navn]) for navn in KJENNETEGN},
            )
            for rad in csv.DictReader(fil, delimiter=";")
        }


def _tallet(tekst: str) -> float | None:
    return float(tekst.replace(",", ".")) if tekst else None


def ssbs_egen(kode: str) -> str | None:
    """Koden til raden SSB selv har regnet, av «EKG07» eller «EKG07 KOSTRA-gruppe 7», ellers None. Landet har
    sitt eget nummer.
    """
    treff = _SSBS_EGNE.match(kode.upper())
    return treff.group() if treff else None


def gruppen(nummer: str) -> str | None:
    """Raden til KOSTRA-gruppen kommunen er i, eller None når kommunen ikke er i registeret."""
    kommunen = kommuner().get(nummer)
    return kommunen and kommunen.gruppe


def fylket(nummer: str) -> str:
    """Raden til fylket kommunen er i."""
    return f"{_FYLKE}{nummer[:2]}"


def staar_ved_siden(nummer: str) -> dict[str, str]:
    """Radene SSB selv har regnet, som kommunen står ved siden av, etter hva de er. Overalt i denne
    rekkefølgen, så hver av dem har den samme fargen i alle figurene.
    """
    alle = zip(VED_SIDEN, (gruppen(nummer), fylket(nummer), LANDET, UTEN_OSLO))
    return {hva: region for hva, region in alle if region}


def navn(region: str) -> str:
    """Navnet på kommunen, KOSTRA-gruppen, fylket eller landet."""
    if region == LANDET:
        return si("Landet")
    if region == UTEN_OSLO:
        return si("Landet uten Oslo")
    if region.startswith(_GRUPPE):
        return si("KOSTRA-gruppe {nummer}", nummer=int(region[-2:]))
    if region.startswith(_FYLKE):
        return _fylkesnavn().get(region[-2:], region)
    return kommuner()[region].navn if region in kommuner() else region


@functools.cache
def _fylkesnavn() -> dict[str, str]:
    return {nummer[:2]: kommunen.fylke for nummer, kommunen in kommuner().items()}


@functools.cache
def gjelder_fra() -> dict[str, int]:
    """Det første året for kommunene og fylkene som har fått nummeret sitt etter 2011. Et fylke har nummeret
    sitt fra den første kommunen i det fikk sitt.
    """
    kommunenes = {nummer: _kom_til(nummer) for nummer in kommuner()}
    ut = {nummer: dag.year for nummer, dag in kommunenes.items() if dag}
    for fylke in _fylkesnavn():
        fra = [dag for nummer, dag in kommunenes.items() if nummer[:2] == fylke]
        if all(fra):
            ut[f"{_FYLKE}{fylke}"] = min(fra).year
    return ut


def _kom_til(nummer: str) -> dt.date | None:
    """Dagen nummeret kom til. En kommune som beholdt nummeret da andre ble slått sammen med den, hadde det
    også før.
    """
    perioder = kommunenummer.bakover(nummer).perioder
    return [periode for periode in perioder if nummer in periode.numre][-1].fra
