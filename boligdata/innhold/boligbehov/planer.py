"""Planene: grunnlaget satt sammen med det brukeren antar og det kommunen gjør, og hva det fører
til.
"""

import dataclasses
import functools
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from boligdata import lesing
from boligdata.behov import modell
from boligdata.behov.forutsetning import IKKE_VEDTATT
from boligdata.felles.maalform import fast
from boligdata.innhold.boligbehov import folkevekst, gapet, grunnlag
from boligdata.innhold.boligbehov.scenario import Grep, Scenario

# Så mange framtider er nok til båndet rundt behovet. Køen er mer tilfeldig, og trenger flere.
UTFALL = 200
FLESTE_FRAMTIDER, FAERREST_FRAMTIDER, FLESTE_HUSSTANDER = 500, 100, 500_000
# Det i scenarioet som endrer en av forutsetningene, med navnet den har i registeret.
FORUTSETNING = {"andel": "maal_andel", "dager": "maal_dager", "skjult": "skjult"}
# Færre søkere i året enn dette er for få til å si noe om ventetiden framover (fra prototypen).
SOEKERE_TIL_VENTETID = 20
I_DAG, VEDTATT, ANBEFALT, EGEN = (
    fast("Boligene i dag"),
    fast("Vedtatt plan"),
    fast("Anbefalt"),
    fast("Planen du prøver"),
)
MED_SCENARIOET = fast("Med scenarioets boliger")
DAGER_I_AARET = 365.25
# Statusen til et prosjekt kommunen har bestemt seg for.
VEDTATTE = ("vedtatt", "under_bygging")
# Et prosjekt som skulle vært ferdig, kommer etter så mange år.
FORSINKET = 0.5


@dataclass(frozen=True, eq=False)
class Utfall:
    """En plan og hva den fører til: gapet hvert årsskifte fra i dag, i hver pool og til sist i alle.

    Køen regnes først når noen spør etter den: den tar ti ganger så lang tid som resten, og figurene
    trenger den ikke.
    """

    navn: str
    plan: modell.Plan
    gapene: gapet.Gapene
    lag_koe: Callable[[], tuple[modell.Framskriving, ...]]

    @property
    def gapet(self) -> gapet.Gap:
        """Gapet for alle boliger når planen er slutt."""
        return self.gapene[-1][grunnlag.planaar()]

    @functools.cached_property
    def koe_per_pool(self) -> tuple[modell.Framskriving, ...]:
        """Køen framover i hver pool."""
        return self.lag_koe()

    @functools.cached_property
    def _koen(self) -> modell.Framskriving:
        return modell.samlet_koe(self.koe_per_pool)

    @property
    def koe(self) -> tuple[np.ndarray, np.ndarray]:
        """Hvor mange som venter hvert årsskifte i åtte av ti framtider: det laveste, og det høyeste."""
        return tuple(np.percentile(self._koen.koe, modell.BAAND, axis=0))

    @property
    def ikke_i_tide(self) -> np.ndarray:
        """Hvor mange som ikke får bolig innen fristen, av dem som kommer før planen er slutt, i hver
        framtid.
        """
        venter_lenge = self._koen.soekere - self._koen.innen
        return venter_lenge[:, : grunnlag.planaar()].sum(axis=1)

    @property
    def innen(self) -> np.ndarray:
        """Andelen (prosent) som får bolig innen fristen av dem som kommer hvert år framover. Se
        `nok_soekere`.
        """
        return andel_innen(self._koen)


def andel_innen(koe: modell.Framskriving) -> np.ndarray:
    """Andelen (prosent) av dem som kommer hvert år, som får bolig innen fristen."""
    innen, soekere = koe.innen.sum(axis=0), koe.soekere.sum(axis=0)
    return 100 * innen / np.maximum(soekere, 1)


# --------------------------------------------------------------------- fra scenario til plan


def gjelder(scenario: Scenario, felt: str) -> float:
    """Verdien av «andel», «dager» eller «skjult»: den scenarioet har satt, ellers den i
    registeret.
    """
    satt = getattr(scenario, felt)
    if satt != getattr(Scenario(), felt):
        return satt
    return grunnlag.forutsetninger()[FORUTSETNING[felt]].verdi


def maalsetting(scenario: Scenario) -> modell.Maalsetting:
    """Målet i scenarioet."""
    frist = gjelder(scenario, "dager") / DAGER_I_AARET
    return modell.Maalsetting(
        scenario.maal, frist, 1 - gjelder(scenario, "andel") / 100
    )


# Når ingen har kartlagt hvor mange flere som ville søkt, vises svaret både uten og med så mange.
SKJULT_KANSKJE = 10


def skjult_er_kjent(scenario: Scenario) -> bool:
    """Har noen sagt hvor mange flere som ville søkt om ventetiden var kort: kommunen eller brukeren?"""
    satt = scenario.skjult != Scenario().skjult
    return satt or grunnlag.forutsetninger()["skjult"].bestemt_av != IKKE_VEDTATT


@lesing.husk_tall
def uten_og_med_skjult(scenario: Scenario) -> tuple[modell.Svar, modell.Svar]:
    """Svaret når ingen flere ville søkt, og når det er ti prosent flere. En stengt eller lang venteliste
    skjuler behovet, så null er ikke et trygt svar når ingen vet.
    """
    uten, med = (
        svar(dataclasses.replace(scenario, skjult=prosent))
        for prosent in (0, SKJULT_KANSKJE)
    )
    return uten, med


def uten_tiltak(scenario: Scenario) -> Scenario:
    """Antakelsene i scenarioet, uten det kommunen gjør i det."""
    return dataclasses.replace(scenario, grep=(), sammen=())


@lesing.husk_tall
def plan(
    scenario: Scenario, prosjekter: tuple[modell.Prosjekt, ...] = ()
) -> modell.Plan:
    """Scenarioet slik modellen vil ha det."""
    return modell.Plan(
        scenario.navn,
        grunnlag.horisont(),
        maalsetting(scenario),
        folkevekst.per_stroem(scenario.vekst, scenario.eldre),
        prosjekter,
        {pool: _modellgrep(pool, grep) for pool, grep in scenario.grep},
        gjelder(scenario, "skjult") / 100,
        (scenario.sammen,) if len(scenario.sammen) > 1 else (),
    )


def _modellgrep(pool: str, grep: Grep) -> modell.Poolgrep:
    """Grepet slik modellen vil ha det: midt i spennet, og hvor langt det er ut til endene. De som får
    startlån i stedet, søker ikke.
    """
    (soekere_fra, soekere_til), (botid_fra, botid_til) = grep.soekere, grep.botid
    kommer = {en.pool: en.soekere for en in grunnlag.hent().pooler}.get(pool, 0.0)
    med_laan = min(grep.startlaan / kommer, 1.0) if kommer else 0.0
    return modell.Poolgrep(
        max((soekere_fra + soekere_til) / 200 - med_laan, -1.0),
        (botid_fra + botid_til) / 200,
        grep.klargjoering / 100,
        grunnlag.forutsetninger()["innfasing"].verdi,
        ((soekere_til - soekere_fra) / 200, (botid_til - botid_fra) / 200),
    )


# ------------------------------------------------------------------------------ boligene


class Planlagt(NamedTuple):
    """En planlagt endring i boligmassen, med id-en og kostnaden den har i uttrekket."""

    prosjekt_id: str
    status: str
    kroner: float | None
    prosjekt: modell.Prosjekt


@lesing.husk_tall
def planlagte() -> tuple[Planlagt, ...]:
    """Det som er vedtatt, under bygging eller en idé, i de boligtypene modellen regner på. Det som
    skulle vært ferdig, kommer om et halvt år.
    """
    hvor = {
        type_: pool.pool for pool in grunnlag.hent().pooler for type_ in pool.boligtyper
    }
    ut = []
    for rad in lesing.tabell("planlagt").itertuples():
        tid = (rad.ferdig.date() - grunnlag.i_dag()).days / DAGER_I_AARET
        if rad.boligtype in hvor:
            tid = tid if tid > 0 else FORSINKET
            prosjekt = modell.Prosjekt(hvor[rad.boligtype], tid, int(rad.antall))
            kroner = None if math.isnan(rad.kostnad_kr) else float(rad.kostnad_kr)
            ut.append(Planlagt(rad.prosjekt_id, rad.status, kroner, prosjekt))
    return tuple(ut)


def planlagt(ideer: bool = False) -> tuple[modell.Prosjekt, ...]:
    """Det som er vedtatt eller under bygging, og ideene når de skal være med."""
    statuser = (*VEDTATTE, *(("ide",) if ideer else ()))
    return tuple(en.prosjekt for en in planlagte() if en.status in statuser)


@lesing.husk_tall
def egne_boliger(scenario: Scenario) -> tuple[modell.Prosjekt, ...]:
    """Boligene scenarioet legger til eller tar bort, og tar bort igjen når en avtale går ut."""
    i_dag, ut = grunnlag.i_dag().year, []
    for pool, grep in scenario.grep:
        if grep.boliger:
            ut.append(modell.Prosjekt(pool, max(grep.aar - i_dag, 1), grep.boliger))
        if grep.gaar_ut:
            ut.append(modell.Prosjekt(pool, grep.gaar_ut - i_dag, -grep.boliger))
    return tuple(ut)


@lesing.husk_tall
def anbefalt(scenario: Scenario) -> tuple[modell.Prosjekt, ...]:
    """Det vedtatte, og det som mangler i hver pool: nye boliger så snart de kan stå ferdige, og så
    i takt med behovet.
    """
    vedtatt = planlagt(scenario.ideer)
    nye = []
    for rekke in _gapene(scenario, vedtatt)[:-1]:
        nye += _dekker(rekke)
    return (*vedtatt, *nye)


def _dekker(rekke: tuple[gapet.Gap, ...]) -> list[modell.Prosjekt]:
    """Boligene som dekker mangelen i poolen når planen er slutt, så tidlig de kan stå ferdige. Rekker
    ingen nye å stå ferdige før det, er det ingen.
    """
    slutt = grunnlag.planaar()
    foerste = math.ceil(grunnlag.forutsetninger()["byggetid"].verdi)
    pool = rekke[0].pool.split(modell.FLEKSIBEL)[0]
    bygd, ut = 0, []
    for aar in range(foerste, slutt + 1):
        # Det bygges ikke mer enn det trengs når planen er slutt og alt som er vedtatt, står ferdig.
        flere = min(rekke[aar].mangler, rekke[slutt].mangler) - bygd
        if flere > 0:
            ut.append(modell.Prosjekt(pool, float(aar), flere))
            bygd += flere
    return ut


# ------------------------------------------------------------------------------- svarene


@lesing.husk_tall
def svar(scenario: Scenario) -> modell.Svar:
    """Behovet i scenarioet, og boligene i den vedtatte planen med det scenarioet legger til."""
    return modell.regn(grunnlag.hent(), plan(scenario, _egne(scenario)), UTFALL)


def gapene(scenario: Scenario) -> gapet.Gapene:
    """Gapet i scenarioet, hvert årsskifte fra i dag, for hver boligtype i svaret og til sist for alle.
    Alle kortene viser disse tallene.
    """
    return _gapene(scenario, _egne(scenario))


def gapet_til_slutt(scenario: Scenario) -> gapet.Gap:
    """Gapet for alle boliger når planen er slutt."""
    return gapene(scenario)[-1][grunnlag.planaar()]


def gap_per_pool(scenario: Scenario) -> tuple[gapet.Gap, ...]:
    """Gapet i hver pool når planen er slutt."""
    return tuple(rekke[grunnlag.planaar()] for rekke in gapene(scenario)[:-1])


def gap_i_typene(
    scenario: Scenario, boligtyper: Iterable[str]
) -> tuple[gapet.Gap, ...]:
    """Gapet hvert årsskifte i alle poolene med noen av disse boligtypene, når ingen deler boliger. Tom når
    ingen av dem er med i regnestykket.
    """
    alene = dataclasses.replace(scenario, sammen=())
    typene = frozenset(boligtyper)
    pooler = {
        pool.pool for pool in grunnlag.hent().pooler if typene & {*pool.boligtyper}
    }
    med = [
        (behov, rekke)
        for behov, rekke in zip(svar(alene).pooler, gapene(alene))
        if behov.pool in pooler
    ]
    if not med:
        return ()
    behovene, rekkene = zip(*med)
    return gapet.samlet(behovene, rekkene)


@lesing.husk_tall
def _gapene(
    scenario: Scenario, prosjekter: tuple[modell.Prosjekt, ...]
) -> gapet.Gapene:
    """Gapene med disse prosjektene. Uten tiltak er planen i scenarioet den vedtatte, og regnes en gang."""
    return gapet.gapene(grunnlag.hent(), plan(scenario, prosjekter), UTFALL)


def _egne(scenario: Scenario) -> tuple[modell.Prosjekt, ...]:
    """Det vedtatte, og det scenarioet legger til."""
    return planlagt(scenario.ideer) + egne_boliger(scenario)


@lesing.husk_tall
def utfall(scenario: Scenario, slag: str) -> Utfall:
    """Hva en plan fører til. «Boligene i dag», «Vedtatt plan» og «Anbefalt» har antakelsene i
    scenarioet, men ingen av tiltakene.

    Ellers (EGEN) er planen scenarioet selv: det vedtatte, og tiltakene og boligene i det.
    """
    antatt = scenario if slag == EGEN else uten_tiltak(scenario)
    prosjekter = _PROSJEKTER[slag](antatt)
    planen = plan(antatt, prosjekter)
    # Grunnlaget hører til publiseringen som leses nå. Køen kan bli regnet etter at en ny er kommet.
    grunnlaget, framtidene = grunnlag.hent(), framtider()
    return Utfall(
        slag,
        planen,
        _gapene(antatt, prosjekter),
        lambda: modell.framskriv(grunnlaget, planen, framtidene),
    )


_PROSJEKTER: dict[str, Callable[[Scenario], tuple[modell.Prosjekt, ...]]] = {
    I_DAG: lambda _: (),
    VEDTATT: lambda scenario: planlagt(scenario.ideer),
    ANBEFALT: anbefalt,
    EGEN: _egne,
}


@lesing.husk_tall
def framtider() -> int:
    """Hvor mange framtider køen regnes i. I en stor kommune jevner tilfeldighetene seg ut, og da er
    færre nok.
    """
    husstander = _soekere() * grunnlag.horisont()
    nok = max(FAERREST_FRAMTIDER, FLESTE_HUSSTANDER / max(husstander, 1))
    return int(min(FLESTE_FRAMTIDER, nok))


def nok_soekere() -> bool:
    """Er det nok søkere i kommunen til å si noe om ventetiden framover?"""
    return _soekere() >= SOEKERE_TIL_VENTETID


def _soekere() -> float:
    return sum(pool.soekere for pool in grunnlag.hent().pooler)
