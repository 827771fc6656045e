"""Det kortene på siden Boligbehov har felles: formen, forklaringen, og det leseren må vite om
uttrekkene.
"""

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pandas as pd

from boligdata import lesing
from boligdata.behov import modell
from boligdata.felles import maalform, norsk
from boligdata.felles.enheter import Enhet
from boligdata.felles.maalform import fast, si
from boligdata.innhold import kort
from boligdata.innhold.boligbehov import folkevekst, grunnlag
from boligdata.innhold.boligbehov.gapet import Gap
from boligdata.innhold.boligbehov.kort.ord import (
    ALLE_BOLIGER,
    antakelser,
    avvikstekst,
    korttekst,
    poolnavn,
    scenarionavn,
    typenavn,
)
from boligdata.innhold.boligbehov.kort.register import register
from boligdata.innhold.boligbehov.scenario import Scenario
from boligdata.innhold.funn import Kortfunn, kort_nok
from boligdata.innhold.grunnkort import (
    Bestilling,
    Flagg,
    Grunnkort,
    Korttabell,
    Linje,
    Vedlegg,
    Vern,
)
from boligdata.innhold.kildelinje import Kildelinje

KILDER = ("bolig", "leieforhold", "soeknad", "boligprosjekt", "framskriving")
# Hva det skraverte i figurene er.
SKRAVERT = fast("Åtte av ti framtider ligger i det som er skravert.")
# Det som sies når de to anslagene er uenige.
UENIGHET_ER = fast(
    "Da er det trolig noe galt i uttrekkene, eller noe som er i ferd med å endre seg."
)


@dataclass(frozen=True)
class Behovsvalg:
    """Det et kort er laget av: scenarioet, planene ved siden av, og boligtypen. Av det kan kortet lages
    igjen når tallene er andre.
    """

    scenario: Scenario = Scenario()
    ved_siden_av: tuple[Scenario, ...] = ()
    boligtype: str = ""


@dataclass(frozen=True, eq=False)
class Behovskort(Grunnkort):
    """Et ferdig kort om boligbehovet. `figur` er det figuren tegnes av, etter figurens egne regler;
    kort som bare er en tabell, har ingen.

    Tabellen lages første gang noen spør etter den: en figur på skjermen skal ikke vente på tall
    bare tabellen har. `forutsetninger` er registeret, som følger med i filene. `gapene` er dem kortet
    handler om, med navnet på hvert.
    """

    bestilling: Bestilling
    setning: str
    funnet: Kortfunn
    lag_tabell: Callable[[], pd.DataFrame]
    enheter: dict[str, Enhet]
    forklaring: tuple[Linje, ...]
    filtertekst: str
    flagg: tuple[str, ...]
    figur: dict
    forutsetninger: pd.DataFrame | None
    valgt: Behovsvalg
    foldet: tuple[str, ...] = ()
    gapene: tuple[tuple[str, Gap], ...] = ()

    @property
    def funn(self) -> str:
        """Det figuren viser. Tallene er beregnet, og de samme som i figuren."""
        return self.funnet.tittel

    @property
    def resten(self) -> str:
        """Det tittelen ikke har sagt."""
        return self.funnet.resten if self.funn else self.setning

    @functools.cached_property
    def tabell(self) -> pd.DataFrame:
        """Tallene kortet viser, slik de står i tabellen og i filene."""
        return self.lag_tabell()

    @property
    def tabeller(self) -> tuple[Korttabell, ...]:
        """Tabellen på skjermen, med kolonnene som ikke svarer på spørsmålet, bak de andre."""
        navn = self.bestilling.tittel
        return (Korttabell(self.tabell, self.enheter, navn, self.foldet),)

    @property
    def vern(self) -> Vern:
        """Det som er vernet, er det modellen regner av."""
        return Vern(
            si("Antallet som bor og venter, er rundet av for å verne enkeltpersoner."),
            si(
                "Avrundet: Antallet som bor og venter er de publiserte tallene, og resten er anslag "
                "som er rundet av. Avrundingen er regnet med i båndet."
            ),
        )

    @property
    def kilde(self) -> str:
        """Linjen om kildene."""
        return kort.kildetekst(KILDER)

    @property
    def kildelinje(self) -> Kildelinje:
        """Kildene, kort. Alle kortene har de samme."""
        return kort.kildelinje(KILDER)

    @property
    def vedlegg(self) -> dict[str, Vedlegg]:
        """Forutsetningene svaret bygger på, når kortet ikke selv er dem."""
        if self.forutsetninger is None:
            return {}
        return {si("Forutsetninger"): Vedlegg(self.forutsetninger, {})}


def tittel(*forslag: str, resten: str = "") -> Kortfunn:
    """Det første forslaget som er kort nok til å være en tittel, og det som da er igjen å si."""
    return Kortfunn(next(filter(None, map(kort_nok, forslag)), ""), resten)


def lag(
    id: str,
    scenario: Scenario,
    setning: str,
    funnet: Kortfunn,
    tabell: pd.DataFrame | Callable[[], pd.DataFrame],
    enheter: dict[str, Enhet],
    figur: dict,
    *,
    flagg: tuple[str, ...] = (),
    foldet: tuple[str, ...] = (),
    gjelder: str = "",
    merk: tuple[str, ...] = (),
    ved_siden_av: tuple[Scenario, ...] = (),
    boligtype: str = "",
    gapene: Iterable[tuple[str, Gap]] = (),
    **i_teksten,
) -> Behovskort:
    """Kortet `id` i `tekster.toml` med disse tallene, eller det som lager dem. Uten `gjelder` er det for
    alle boliger. `merk` er det som bare står under «Om tallet» og i filene, og `i_teksten` fyller ut
    teksten. `ved_siden_av` og `boligtype` er det kortet er laget av i tillegg til scenarioet.
    """
    tekst = {felt: mal.format(**i_teksten) for felt, mal in korttekst(id).items()}
    forklaring = (
        (si("Definisjon"), tekst["definisjon"]),
        (si("Slik leses tallet"), tekst["fortolkning"]),
        *antakelser(scenario),
        *((si("Merk"), tekst_) for tekst_ in merk),
    )
    return Behovskort(
        Bestilling(f"behov_{id}", tekst["tittel"], (), id),
        setning,
        funnet,
        # Enhetene går etter navnet på kolonnene, så de må være på samme målform.
        maalform.med_seg(tabell) if callable(tabell) else lambda: tabell,
        enheter,
        forklaring,
        f"{gjelder or si(ALLE_BOLIGER)}. {scenarionavn(scenario)}",
        (*kort.alder(KILDER), *_framskriving(), *flagg),
        figur,
        None if id == "register" else register(scenario),
        Behovsvalg(scenario, ved_siden_av, boligtype),
        foldet=foldet,
        gapene=tuple(gapene),
    )


def _framskriving() -> tuple[str, ...]:
    """Framskrivingen kan mangle, eller slutte før planen."""
    slutt = folkevekst.framskrevet_til()
    if slutt is None:
        return (
            si(
                "Framskrevet folketall er ikke levert, så målgruppene er regnet som like store som i "
                "dag."
            ),
        )
    if slutt < lesing.meta().plan_til:
        return (
            si(
                "Framskrivingen av folketallet slutter i {aar}. Etter det er målgruppene regnet som "
                "like store.",
                aar=slutt,
            ),
        )
    return ()


def i_uttrekkene(*pooler: str) -> tuple[str, ...]:
    """Det som er funnet i uttrekkene i disse poolene. På kortet er det én setning om alle."""
    usikre, funnet = [], []
    for pool, kode, antall in grunnlag.avvik():
        if pool in pooler:
            navn = grunnlag.navn(pool)
            usikre.append(poolnavn(pool))
            funnet.append(si("{hvem}: {setning}", hvem=navn, setning=avvikstekst(kode)))
            if antall:
                om_lag = norsk.tall(antall)
                funnet.append(si("Det gjelder om lag {antall}.", antall=om_lag))
    if not funnet:
        return ()
    boligtypene = "; ".join(dict.fromkeys(usikre))
    usikkert = si("Usikkert: {boligtyper}.", boligtyper=boligtypene)
    return (Flagg(" ".join(funnet), usikkert),)


def alle_pooler() -> tuple[str, ...]:
    """Navnene på poolene i grunnlaget."""
    return tuple(pool.pool for pool in grunnlag.hent().pooler)


def sammenslaatt() -> tuple[str, ...]:
    """Boligtypene som er slått sammen, og hvorfor, slik bygget avgjorde det: den som er stor nok, er
    med fordi de andre ikke er store nok uten den.
    """
    setninger = [
        _slaatt_sammen(pool.boligtyper, grunnlag.for_smaa()[pool.pool])
        for pool in grunnlag.hent().pooler
        if len(pool.boligtyper) > 1
    ]
    if not setninger:
        return ()
    grensen = si(
        "Grensen er fem innflyttinger i året og femten utflyttinger i de publiserte tallene."
    )
    return (" ".join([*setninger, grensen]),)


def _slaatt_sammen(boligtyper: tuple[str, ...], for_smaa: tuple[str, ...]) -> str:
    smaa = norsk.stor(typenavn(for_smaa))
    store = typenavn(typen for typen in boligtyper if typen not in for_smaa)
    if not store:
        return si(
            "{smaa} har hver for seg for få inn- eller utflyttinger, og er slått sammen.",
            smaa=smaa,
        )
    return si(
        "{smaa} har for få inn- eller utflyttinger til å regnes for seg, og er slått sammen med "
        "{store}.",
        smaa=smaa,
        store=store,
    )


def regnet_bebodd() -> tuple[str, ...]:
    """Hvorfor det modellen regner som bebodd og tomt, ikke er de publiserte tallene for hele
    kommunen: to tall for nesten det samme må ha hvert sitt navn, og grunnen må stå der.
    """
    boliger = sum(pool.boliger for pool in grunnlag.hent().pooler)
    bebodd = round(sum(pool.leietakere for pool in grunnlag.hent().pooler))
    publisert = [grunnlag.publisert(id) for id in ("husstander", "ledige")]
    if None in publisert or publisert == [bebodd, boliger - bebodd]:
        return ()
    leier, tomme = map(norsk.tall, publisert)
    her = si(
        "Her er {bebodd} boliger regnet som bebodd og {tomme} som tomme.",
        bebodd=norsk.tall(bebodd),
        tomme=norsk.tall(boliger - bebodd),
    )
    hvorfor = si(
        "De publiserte tallene for hele kommunen er {leier} husstander og {tomme} tomme boliger. De er "
        "rundet av hver for seg. Hvor mange som bor i hver boligtype, er anslått av dem.",
        leier=leier,
        tomme=tomme,
    )
    return (Flagg(f"{her} {hvorfor}", her),)


def uenige(svar: modell.Svar) -> str:
    """Poolene der ett av de to anslagene ligger utenfor båndet, eller «» når de er enige."""
    navn = [poolnavn(behov.pool) for behov in svar.pooler if not er_enige(behov)]
    if not navn:
        return ""
    boligtyper = norsk.ramse(navn)
    return si("De to anslagene er uenige for {boligtyper}.", boligtyper=boligtyper)


def er_enige(behov: modell.Behov) -> bool:
    """Ligger begge anslagene i båndet når planen er slutt?"""
    slutt = grunnlag.planaar()
    lav, hoey = behov.lav[slutt], behov.hoey[slutt]
    return all(lav <= tall[slutt] <= hoey for tall in (behov.anker, behov.stroem))
