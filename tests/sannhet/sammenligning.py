"""Det den publiserte utgaven sier, mot det den eksakte sier om det samme."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from statistics import mean

from boligdata.felles import katalog
from boligdata.innhold.vurdering import RETNINGER
from tests.sannhet.utsagn import Hva, Utsagn

MAALET = "Er målet nådd for hele kommunen?"
MAALET_MED_FILTER = "Er målet nådd med et filter, når det er nok?"
MAALET_AV_FAA = "Er målet nådd med et filter, av for få?"
HITTIL = "Hvor ofte er målet nådd hittil for hele kommunen?"
HITTIL_MED_FILTER = "Hvor ofte er målet nådd hittil med et filter?"
SIER_LIKT = ("det samme som", "Uendret")


class Svar(Enum):
    """Hva den publiserte dommen er, mot den eksakte."""

    RETT = "rett"
    GALT = "galt"
    UAVGJORT = "kan ikke avgjøres"


@dataclass(frozen=True)
class Funn:
    """En dom eller setning som er i strid med de eksakte tallene."""

    slag: str
    hva: Hva
    publisert: str
    eksakt: str


@dataclass(frozen=True)
class Avstand:
    """Hvor langt tallene for hele kommunen er fra de eksakte."""

    antall: int
    snitt: float
    stoerst: float


@dataclass(frozen=True)
class Rapport:
    """`dommer` er hvor mange dommer av hvert slag som er rett, galt og ikke avgjort."""

    dommer: dict[str, Counter]
    avstander: dict[str, Avstand]
    funn: list[Funn]


def sammenlign(publisert: dict[Hva, Utsagn], eksakt: dict[Hva, Utsagn]) -> Rapport:
    """Hver dom og hver setning som begge utgavene har."""
    dommer: dict[str, Counter] = {slag: Counter() for slag in _DOMMER}
    funn = []
    for hva in publisert.keys() & eksakt.keys():
        vist, virkelig = publisert[hva], eksakt[hva]
        for slag, svar in _DOMMER.items():
            svaret = svar(vist, virkelig)
            gjelder = _BARE_FOR.get(slag, bool(hva.filter)) is bool(hva.filter)
            if svaret is None or not gjelder:
                continue
            dommer[slag][svaret] += 1
            if svaret is Svar.GALT:
                funn.append(Funn(slag, hva, vist.setning, virkelig.setning))
    return Rapport(dommer, _avstander(publisert, eksakt), funn)


def _maalet(vist: Utsagn, virkelig: Utsagn) -> Svar | None:
    return None if virkelig.naadd is None else _svar(vist.naadd, virkelig.naadd)


def _maalet_av_nok(vist: Utsagn, virkelig: Utsagn) -> Svar | None:
    return _maalet(vist, virkelig) if vist.nok_til_maalet else None


def _maalet_av_faa(vist: Utsagn, virkelig: Utsagn) -> Svar | None:
    return None if vist.nok_til_maalet else _maalet(vist, virkelig)


def _hittil(vist: Utsagn, virkelig: Utsagn) -> Svar | None:
    """Hver gang, noen ganger eller aldri. Galt er det også når antallet er utenfor det som er sagt."""
    if vist.maalet is None or virkelig.maalet is None:
        return None
    if vist.maalet.av == virkelig.maalet.av:
        antall = virkelig.maalet.minst
        if not vist.maalet.minst <= antall <= vist.maalet.hoeyst:
            return Svar.GALT
    return _svar(vist.maalet.treff, virkelig.maalet.treff)


def _svar(vist, virkelig) -> Svar:
    if vist is None:
        return Svar.UAVGJORT
    return Svar.RETT if vist == virkelig else Svar.GALT


def _endringen(vist: Utsagn, virkelig: Utsagn) -> Svar | None:
    """«Kan være tilfeldig» er ikke galt når endringen er virkelig, men da er den ikke sett."""
    return _dommen(vist.dom, virkelig.dom)


def _planen(vist: Utsagn, virkelig: Utsagn) -> Svar | None:
    return _dommen(vist.planen, virkelig.planen)


def _dommen(vist: str, virkelig: str) -> Svar | None:
    if "ukjent" in (vist, virkelig):
        return None
    if vist in (*RETNINGER, "uendret"):
        return Svar.RETT if vist == virkelig else Svar.GALT
    uavgjort = vist == "uavgjort" or virkelig in RETNINGER
    return Svar.UAVGJORT if uavgjort else Svar.RETT


def _likheten(vist: Utsagn, virkelig: Utsagn) -> Svar | None:
    """Sier setningen at to tall er det samme, skal de være det."""
    if not _sier_likt(vist.setning):
        return None
    return Svar.RETT if _sier_likt(virkelig.setning) else Svar.GALT


def _spennet(vist: Utsagn, virkelig: Utsagn) -> Svar:
    """Det virkelige tallet skal være i spennet. Det lille tillegget er maskinens regnefeil."""
    inne = vist.nedre - 1e-6 <= virkelig.tall <= vist.oevre + 1e-6
    return Svar.RETT if inne else Svar.GALT


def _sier_likt(setning: str) -> bool:
    return any(ord_ in setning for ord_ in SIER_LIKT)


# Dommene som bare er om tall uten filter, eller bare om tall med et.
_BARE_FOR = {
    MAALET: False,
    MAALET_MED_FILTER: True,
    MAALET_AV_FAA: True,
    HITTIL: False,
    HITTIL_MED_FILTER: True,
}
_DOMMER: dict[str, Callable[[Utsagn, Utsagn], Svar | None]] = {
    MAALET: _maalet,
    MAALET_MED_FILTER: _maalet_av_nok,
    MAALET_AV_FAA: _maalet_av_faa,
    HITTIL: _hittil,
    HITTIL_MED_FILTER: _hittil,
    "Er tallet endret?": _endringen,
    "Er planperioden en annen?": _planen,
    "Setninger om at noe er likt": _likheten,
    "Er det virkelige tallet i spennet?": _spennet,
}


def _avstander(
    publisert: dict[Hva, Utsagn], eksakt: dict[Hva, Utsagn]
) -> dict[str, Avstand]:
    funnet = defaultdict(list)
    for hva in publisert.keys() & eksakt.keys():
        if not hva.filter:
            avstand = abs(publisert[hva].tall - eksakt[hva].tall)
            funnet[_slag(katalog.indikatorer()[hva.indikator])].append(avstand)
    return {
        slag: Avstand(len(tall), mean(tall), max(tall))
        for slag, tall in sorted(funnet.items())
    }


def _slag(indikator: katalog.Indikator) -> str:
    if indikator.verdi:
        return f"median i {indikator.eksakt_enhet.navn}"
    return indikator.eksakt_enhet.navn
