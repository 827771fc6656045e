"""Hvilke kommuner det sammenlignes med."""

from collections.abc import Iterable
from dataclasses import dataclass

from boligdata import lesing
from boligdata.felles import regioner
from boligdata.felles.maalform import fast, si
from boligdata.innhold.sammenligning.likhet import naermeste

LIKNENDE, GRUPPEN, FYLKET, ALLE, EGNE = "liknende", "gruppen", "fylket", "alle", "egne"
SLAG = {
    LIKNENDE: fast("Kommuner som ligner"),
    GRUPPEN: fast("KOSTRA-gruppen vår"),
    FYLKET: fast("Kommunene i fylket"),
    ALLE: fast("Alle kommuner"),
    EGNE: fast("Kommuner jeg velger"),
}
# Så mange kommuner er nok til å se spredningen, og få nok til å ligne.
ANTALL_LIKNENDE = 10
# Hvor mye et kjennetegn kan telle, med det vanlige først.
VEKTER = {"1": fast("Teller"), "2": fast("Teller dobbelt"), "0": fast("Teller ikke")}
_KJENNETEGN = {
    "folketall": fast("Antall innbyggere"),
    "sentralitet": fast("Hvor sentral kommunen er"),
    "barn": fast("Andel under 18 år"),
    "unge": fast("Andel 18–24 år"),
    "eldre": fast("Andel 67–79 år"),
    "eldste": fast("Andel over 80 år"),
    "vekst": fast("Vekst i innbyggere på fem år"),
}


@dataclass(frozen=True)
class Kommuneutvalg:
    """Kommunene, uten vår egen. Er det dem som ligner, har hver sin avstand: 0 er helt lik, og 100 er den i
    landet som er lengst unna.
    """

    slag: str
    regioner: tuple[str, ...]
    avstander: tuple[float, ...] = ()

    @property
    def navn(self) -> str:
        """Det utvalget heter."""
        return si(SLAG[self.slag])


def kjennetegnene() -> dict[str, str]:
    """Det en kommune kan ligne en annen i, med navn."""
    return {id: si(_KJENNETEGN[id]) for id in regioner.KJENNETEGN}


def valgbare() -> dict[str, str]:
    """Kommunene det finnes tall for, uten vår egen, etter navnet."""
    egen = lesing.meta().kommunenummer
    andre = (nummer for nummer in _med_tall() if nummer != egen)
    return {
        nummer: regioner.navn(nummer) for nummer in sorted(andre, key=regioner.navn)
    }


def _med_tall() -> list[str]:
    return sorted(lesing.regioner() & regioner.kommuner().keys())


@lesing.husk
def velg(
    slag: str, vekter: tuple[tuple[str, float], ...], egne: tuple[str, ...] = ()
) -> Kommuneutvalg:
    """Kommunene i utvalget. `vekter` er hvor mye hvert kjennetegn teller for dem som ligner, og `egne` er dem
    brukeren har valgt selv.
    """
    egen = lesing.meta().kommunenummer
    if slag == EGNE:
        return Kommuneutvalg(slag, egne)
    if slag == LIKNENDE:
        return _liknende(egen, dict(vekter))
    lik = {
        ALLE: lambda nummer: True,
        GRUPPEN: lambda nummer: regioner.gruppen(nummer) == regioner.gruppen(egen),
        FYLKET: lambda nummer: regioner.fylket(nummer) == regioner.fylket(egen),
    }[slag]
    return Kommuneutvalg(slag, tuple(filter(lik, _uten(egen, _med_tall()))))


def _liknende(egen: str, vekter: dict[str, float]) -> Kommuneutvalg:
    if egen not in regioner.kommuner():
        return Kommuneutvalg(LIKNENDE, ())
    numre = {egen, *_med_tall()}
    alle = {nummer: regioner.kommuner()[nummer].kjennetegn for nummer in sorted(numre)}
    funnet = naermeste(egen, alle, vekter, ANTALL_LIKNENDE)
    return Kommuneutvalg(
        LIKNENDE,
        tuple(en.region for en in funnet),
        tuple(en.avstand for en in funnet),
    )


def _uten(egen: str, numre: Iterable[str]) -> list[str]:
    return [nummer for nummer in numre if nummer != egen]
