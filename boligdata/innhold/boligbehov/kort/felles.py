"""Det kortene på siden Boligbehov har felles: formen, forklaringen, og det leseren må vite om
uttrekkene.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from boligdata import lesing
from boligdata.behov import modell
from boligdata.felles import norsk
from boligdata.felles.enheter import Enhet
from boligdata.innhold import kort
from boligdata.innhold.boligbehov import folkevekst, grunnlag
from boligdata.innhold.boligbehov.kort.ord import (
    ALLE_BOLIGER,
    antakelser,
    avvikstekst,
    korttekst,
    poolnavn,
    scenarionavn,
)
from boligdata.innhold.boligbehov.kort.register import register
from boligdata.innhold.boligbehov.scenario import Scenario
from boligdata.innhold.grunnkort import (
    Bestilling,
    Flagg,
    Grunnkort,
    Korttabell,
    Linje,
    Vedlegg,
    Vern,
)

KILDER = ("bolig", "leieforhold", "soeknad", "boligprosjekt", "framskriving")
VERN = Vern(
    "Antallet som bor og venter, er rundet av for å verne enkeltpersoner.",
    "Avrundet: Antallet som bor og venter er de publiserte tallene, og resten er anslag "
    "som er rundet av. Avrundingen er regnet "
    "med i båndet.",
)


@dataclass(frozen=True, eq=False)
class Behovskort(Grunnkort):
    """Et ferdig kort om boligbehovet. `figur` er det figuren tegnes av, etter figurens egne regler;
    kort som bare er en tabell, har ingen.

    Tabellen lages første gang noen spør etter den: en figur på skjermen skal ikke vente på tall
    bare tabellen har. `forutsetninger` er registeret, som følger med i filene.
    """

    bestilling: Bestilling
    setning: str
    lag_tabell: Callable[[], pd.DataFrame]
    enheter: dict[str, Enhet]
    forklaring: tuple[Linje, ...]
    filtertekst: str
    flagg: tuple[str, ...]
    figur: dict
    forutsetninger: pd.DataFrame | None
    vern: Vern = VERN
    foldet: tuple[str, ...] = ()

    @functools.cached_property
    def tabell(self) -> pd.DataFrame:
        """Tallene kortet viser, slik de står i tabellen og i filene."""
        return self.lag_tabell()

    @property
    def tabeller(self) -> tuple[Korttabell, ...]:
        """Tabellen på skjermen, med kolonnene som ikke svarer på spørsmålet, bak de andre."""
        return (Korttabell(self.tabell, self.enheter, self.setning, self.foldet),)

    @property
    def kilde(self) -> str:
        """Linjen om kildene."""
        return kort.kildetekst(KILDER)

    @property
    def kildelinje(self) -> str:
        """Kildene, kort."""
        return kort.kildelinje(KILDER)

    @property
    def vedlegg(self) -> dict[str, Vedlegg]:
        """Forutsetningene svaret bygger på, når kortet ikke selv er dem."""
        if self.forutsetninger is None:
            return {}
        return {"Forutsetninger": Vedlegg(self.forutsetninger, {})}


def lag(
    id: str,
    scenario: Scenario,
    setning: str,
    tabell: pd.DataFrame | Callable[[], pd.DataFrame],
    enheter: dict[str, Enhet],
    figur: dict,
    *,
    flagg: tuple[str, ...] = (),
    foldet: tuple[str, ...] = (),
    gjelder: str = ALLE_BOLIGER,
    **i_teksten,
) -> Behovskort:
    """Kortet `id` i `tekster.toml` med disse tallene, eller det som lager dem. `i_teksten` fyller
    ut teksten.
    """
    tekst = {felt: mal.format(**i_teksten) for felt, mal in korttekst(id).items()}
    forklaring = (
        ("Definisjon", tekst["definisjon"]),
        ("Slik leses tallet", tekst["fortolkning"]),
        *antakelser(scenario),
    )
    return Behovskort(
        Bestilling(f"behov_{id}", tekst["tittel"], (), id),
        setning,
        tabell if callable(tabell) else lambda: tabell,
        enheter,
        forklaring,
        f"{gjelder}. {scenarionavn(scenario)}",
        (*kort.alder(KILDER), *_framskriving(), *flagg),
        figur,
        None if id == "register" else register(scenario),
        foldet=foldet,
    )


def _framskriving() -> tuple[str, ...]:
    """Framskrivingen kan mangle, eller slutte før planen."""
    slutt = folkevekst.framskrevet_til()
    if slutt is None:
        return (
            "Framskrevet folketall er ikke levert, så målgruppene er regnet som like store som i dag.",
        )
    if slutt < lesing.meta().plan_til:
        return (
            (
                f"Framskrivingen av folketallet slutter i {slutt}. Etter det er målgruppene "
                "regnet som like store."
            ),
        )
    return ()


def funnet(*pooler: str) -> tuple[str, ...]:
    """Det som er funnet i uttrekkene i disse poolene."""
    ut = []
    for pool, kode, antall in grunnlag.avvik():
        if pool in pooler:
            mengde = f" Det gjelder om lag {norsk.tall(antall)}." if antall else ""
            navn = grunnlag.navn(pool)
            ut.append(
                Flagg(f"{navn}: {avvikstekst(kode)}{mengde}", f"Usikkert: {navn}.")
            )
    return tuple(ut)


def alle_pooler() -> tuple[str, ...]:
    """Navnene på poolene i grunnlaget."""
    return tuple(pool.pool for pool in grunnlag.hent().pooler)


def sammenslaatt() -> tuple[str, ...]:
    """Boligtypene som er slått sammen."""
    flere = [
        grunnlag.navn(pool.pool)
        for pool in grunnlag.hent().pooler
        if len(pool.boligtyper) > 1
    ]
    if not flere:
        return ()
    return (
        Flagg(
            f"Slått sammen fordi de er for små til å regnes hver for seg: {'; '.join(flere)}.",
            "Små boligtyper er slått sammen.",
        ),
    )


def regnet_bebodd() -> tuple[str, ...]:
    """Hvorfor det modellen regner som bebodd og tomt, ikke er de publiserte tallene for hele
    kommunen: to tall for nesten det samme må ha hvert sitt navn, og grunnen må stå der.
    """
    boliger = sum(pool.boliger for pool in grunnlag.hent().pooler)
    bebodd = sum(pool.leietakere for pool in grunnlag.hent().pooler)
    publisert = [grunnlag.publisert(id) for id in ("husstander", "ledige")]
    if None in publisert or publisert == [bebodd, boliger - bebodd]:
        return ()
    leier, tomme = map(norsk.tall, publisert)
    her = (
        f"Her er {norsk.tall(bebodd)} boliger regnet som bebodd og "
        f"{norsk.tall(boliger - bebodd)} som tomme."
    )
    hvorfor = (
        f"De publiserte tallene for hele kommunen er {leier} husstander og {tomme} tomme boliger. "
        "De er rundet av hver for seg. Har en boligtype så få at avrundingen kan være hele tallet, "
        "er det anslått hvor mange som bor der."
    )
    return (Flagg(f"{her} {hvorfor}", her),)


def uenige(svar: modell.Svar) -> str:
    """Poolene der ett av de to anslagene ligger utenfor båndet, eller «» når de er enige."""
    slutt = grunnlag.planaar()

    def enige(behov: modell.Behov) -> bool:
        lav, hoey = behov.lav[slutt], behov.hoey[slutt]
        return all(lav <= tall[slutt] <= hoey for tall in (behov.anker, behov.stroem))

    navn = [poolnavn(behov.pool) for behov in svar.pooler if not enige(behov)]
    if not navn:
        return ""
    return (
        f"De to anslagene er uenige for {norsk.ramse(navn)}. Da er det trolig noe galt i "
        "uttrekkene, eller noe som er i ferd med å endre seg."
    )
