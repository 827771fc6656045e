"""Hvem som får lese hva.

Alt leses gjennom en visning. I den vanlige prosessen har den bare de publiserte tallene. I
ansattprosessen finnes også de eksakte, og de leses bare inne i `samme_tall(innsyn)`, så langt
innsynet rekker. En glemsel gir derfor de publiserte tallene, aldri for mye.
"""

import contextlib
import contextvars
import dataclasses
import functools
from dataclasses import dataclass

import pandas as pd

from boligdata.felles import config
from boligdata.felles.maalform import si
from boligdata.lesing import speil, utgave
from boligdata.lesing.utgave import Utgave

MAALGRUPPE = "maalgruppe"


class IkkePublisert(Exception):
    """Kombinasjonen av egenskaper finnes ikke i de publiserte tallene. Meldingen er norsk og kan
    vises.
    """


@dataclass(frozen=True)
class Innsyn:
    """Hva som kan leses av de eksakte tallene: alt, eller det som gjelder én målgruppe samlet.
    Ellers ingenting: den som har flere målgrupper, leser de publiserte om dem.
    """

    alt: bool = False
    maalgrupper: frozenset[str] = frozenset()


INGEN = Innsyn()


@dataclass(frozen=True)
class Visning:
    """Det én visning leser. Alt leses fra `utgave` når ikke noe annet er bestemt; `intern` har de
    eksakte tallene.
    """

    innsyn: Innsyn
    publisert: Utgave
    intern: Utgave | None
    utgave: Utgave

    @functools.cached_property
    def noekkel(self):
        """Alt svarene avhenger av, så det som huskes for én bruker, aldri gis til en med mindre
        innsyn.
        """
        if not self.innsyn.maalgrupper:
            return self.utgave.fil
        return self.innsyn, self.publisert.fil, self.intern.fil, self.utgave.fil


_valgt: contextvars.ContextVar[Visning | None] = contextvars.ContextVar(
    "visning", default=None
)


def visning() -> Visning:
    """Det som leses nå: visningen blokken er inne i, ellers de publiserte tallene."""
    return _valgt.get() or _ny_visning(INGEN)


def gjeldende() -> Innsyn:
    """Innsynet det leses med nå. I den vanlige prosessen er det alltid `INGEN`."""
    return visning().innsyn


def _ny_visning(innsyn: Innsyn) -> Visning:
    publisert = utgave.gjeldende(config.publisert_lesemappe())
    if innsyn == INGEN or config.visning() == "publisert":
        return Visning(INGEN, publisert, None, publisert)
    intern = utgave.gjeldende(config.lesemappe())
    return Visning(innsyn, publisert, intern, intern if innsyn.alt else publisert)


@contextlib.contextmanager
def samme_tall(innsyn: Innsyn = INGEN):
    """Alt som leses inne i blokken, kommer fra samme publisering, selv om en ny kommer imens.

    I ansattprosessen sier `innsyn` hva som leses eksakt. I den vanlige prosessen har det ingen
    virkning.
    """
    ytre = _valgt.get()
    with les_fra(ytre if ytre and ytre.innsyn == innsyn else _ny_visning(innsyn)):
        yield


@contextlib.contextmanager
def publiserte_tall():
    """Alt som leses inne i blokken, er de publiserte tallene, uansett hvem som spør. Her lages det
    som skal lastes ned.
    """
    publisert = visning().publisert
    with les_fra(Visning(INGEN, publisert, None, publisert)):
        yield


@contextlib.contextmanager
def les_fra(visning_: Visning):
    """Alt som leses inne i blokken, leses fra denne visningen."""
    merke = _valgt.set(visning_)
    try:
        yield
    finally:
        _valgt.reset(merke)


def versjon() -> str:
    """Navnet på filen som leses nå. Nytt bygg gir nytt navn."""
    return visning().utgave.fil.name


def advarsel() -> str | None:
    """Hvorfor den nyeste publiseringen ikke er i bruk, hvis den ikke er det."""
    hvorfor = visning().utgave.advarsel or speil.advarsel()
    return si(hvorfor) if hvorfor else None


# --------------------------------------------------- eksakte tall om egne målgrupper


def gjelder_egne(innsyn: Innsyn, egenskaper) -> bool:
    """Gjelder tallet den ene målgruppen samlet, så den som bare ser den, kan få det eksakt?

    De publiserte tallene kan alle trekke det fra. Var det delt videre, eller om flere målgrupper,
    kunne det som er igjen, sagt noe om de andre.
    """
    return len(innsyn.maalgrupper) == 1 and set(egenskaper) == {MAALGRUPPE}


@contextlib.contextmanager
def rekkevidde(fordeling: tuple[str, ...], filtre: dict[str, str]):
    """Les tallene det er innsyn i inne i blokken: eksakte for egen målgruppe samlet, ellers dem
    visningen har. Kaster `IkkePublisert` når målgruppen er en annens.

    Den som leser noe delt etter målgruppe, må ta bort de andres rader med `bare_egne`.
    """
    innsyn = gjeldende()
    mine = innsyn.maalgrupper
    if mine and filtre.get(MAALGRUPPE, next(iter(mine))) not in mine:
        raise IkkePublisert(
            si("Du har ikke tilgang til de interne tallene for denne målgruppen.")
        )
    eksakt = gjelder_egne(innsyn, {*fordeling, *filtre})
    with eksakte_tall() if eksakt else contextlib.nullcontext():
        yield


@contextlib.contextmanager
def eksakte_tall():
    """Les de eksakte tallene inne i blokken. Den som bruker den, må selv velge ut radene det er
    innsyn i.
    """
    naa = visning()
    with les_fra(dataclasses.replace(naa, utgave=naa.intern)):
        yield


def bare_egne(data: pd.DataFrame, fordeling: tuple[str, ...]) -> pd.DataFrame:
    """Radene i `data` som er om målgruppene det er innsyn i, eller alle når det ikke er delt slik.

    Det som bare finnes hos andre, tas bort: en rad med 0 ville røpet at det finnes.
    """
    innsyn = gjeldende()
    if not innsyn.maalgrupper or MAALGRUPPE not in fordeling:
        return data
    data = data[data[MAALGRUPPE].isin(innsyn.maalgrupper)]
    antall = data[["teller", "nevner"]].fillna(0)
    noen = data[antall.ne(0).any(axis=1)]
    for egenskap in fordeling:
        if egenskap != MAALGRUPPE:
            data = data[data[egenskap].isin(set(noen[egenskap]))]
    return data.reset_index(drop=True)
