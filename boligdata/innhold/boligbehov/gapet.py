"""Gapet: boligene kommunen har, det som er vedtatt, det som trengs, og det som da mangler eller blir til
overs.

Overalt der et gap vises, er det disse tallene, i hele boliger. I hver boligtype og i alle til sammen er

    har + kommer til − går ut + mangler − til overs = trengs

Det som er til overs av én boligtype, dekker aldri mangelen på en annen: i alle til sammen er det
summen av det som mangler, og summen av det som er til overs.
"""

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from boligdata.behov import modell
from boligdata.behov.grunnlag import Grunnlag
from boligdata.felles.stoersterest import hele

# Det laveste og høyeste tallet åtte av ti framtider ligger mellom, i hele boliger.
Spenn = tuple[int, int]
# Fra hvor stor sannsynlighet for at det mangler, ordene sies uten forbehold, og når det ene er mer
# trolig enn det andre.
SIKKERT, TROLIG = 0.9, 0.5
# Så sikkert er det høyst når avrundingen kan være hele tallet på dem som bor der og venter. Da er det bare
# strømmen som teller, og ordet sies alltid med «trolig».
HOEYST_NAAR_SKJULT = 0.89
# Fra så mye er det minst en hel bolig som mangler i en framtid.
_HALV = 0.5


@dataclass(frozen=True)
class Gap:
    """Boligene av en type, eller alle, ved et årsskifte. `aar` er år fra i dag, og alt det andre er
    boliger: `inn` og `ut` er det som er vedtatt fram til da, og spennene er åtte av ti framtider.

    `sjanse` er sannsynligheten for at det mangler minst én, i én av typene når gapet er for flere.
    """

    pool: str
    aar: int
    har: int
    inn: int
    ut: int
    trengs: int
    mangler: int
    til_overs: int
    trengs_spenn: Spenn
    mangler_spenn: Spenn
    til_overs_spenn: Spenn
    sjanse: float

    @property
    def vedtatt(self) -> int:
        """Det som er vedtatt, netto."""
        return self.inn - self.ut

    @property
    def boliger(self) -> int:
        """Boligene når det som er vedtatt, er gjort."""
        return self.har + self.vedtatt

    @property
    def sikkert(self) -> bool:
        """Er ordet om boligtypen så godt som sikkert? Ellers sies det med «trolig»."""
        nok = 1 - self.sjanse
        return (self.sjanse if self.mangler else nok) >= SIKKERT


# Gapet hvert årsskifte fra i dag, for hver pool i svaret og til sist for alle.
Gapene = tuple[tuple[Gap, ...], ...]


def gapene(grunnlag: Grunnlag, plan: modell.Plan, framtider: int) -> Gapene:
    """Gapene når planen følges: en rekke for hver pool i svaret, og til sist en for alle."""
    svar = modell.regn(grunnlag, plan, framtider)
    trengs = hele_per_aar([behov.behov for behov in svar.pooler], svar.alle.behov)
    uten_nye = _etter_det_som_gaar_ut(grunnlag, plan)
    per_pool = tuple(
        _i_poolen(behov, trengs[:, nr].astype(int), uten_nye[behov.pool])
        for nr, behov in enumerate(svar.pooler)
    )
    return (*per_pool, samlet(svar.pooler, per_pool))


def _i_poolen(
    behov: modell.Behov, trengs: np.ndarray, uten_nye: np.ndarray
) -> tuple[Gap, ...]:
    naa, igjen = np.rint(behov.boliger).astype(int), np.rint(uten_nye).astype(int)
    har = np.full_like(naa, naa[0])
    mangler, til_overs = np.maximum(trengs - naa, 0), np.maximum(naa - trengs, 0)
    return _hvert_aar(
        behov.pool,
        har=har,
        inn=naa - igjen,
        ut=har - igjen,
        trengs=trengs,
        mangler=mangler,
        til_overs=til_overs,
        trengs_spenn=_hele_ender(behov.lav, behov.hoey),
        mangler_spenn=_rundt(behov.mangler.framtider, mangler),
        til_overs_spenn=_rundt(behov.til_overs.framtider, til_overs),
        sjanse=_sjanse(
            behov.mangler.framtider >= _HALV,
            mangler,
            HOEYST_NAAR_SKJULT if behov.vekt_stroem == 1 else 1.0,
        ),
    )


def samlet(behovene: Sequence[modell.Behov], per_pool: Gapene) -> tuple[Gap, ...]:
    """Gapene i disse poolene til sammen, ett for hvert årsskifte, med mangelen og det som er til overs
    hver for seg.
    """

    def i_framtidene(hent: Callable[[modell.Behov], np.ndarray]) -> np.ndarray:
        return np.sum([hent(behov) for behov in behovene], axis=0)

    sum_av = {
        felt: np.sum([[getattr(gap, felt) for gap in rekke] for rekke in per_pool], 0)
        for felt in ("har", "inn", "ut", "trengs", "mangler", "til_overs")
    }
    mangler_noe = i_framtidene(lambda behov: behov.mangler.framtider >= _HALV) > 0
    return _hvert_aar(
        "alle",
        **sum_av,
        trengs_spenn=_rundt(
            i_framtidene(lambda behov: behov.framtider),
            i_framtidene(lambda behov: behov.behov),
        ),
        mangler_spenn=_rundt(
            i_framtidene(lambda behov: behov.mangler.framtider), sum_av["mangler"]
        ),
        til_overs_spenn=_rundt(
            i_framtidene(lambda behov: behov.til_overs.framtider), sum_av["til_overs"]
        ),
        sjanse=_sjanse(mangler_noe, sum_av["mangler"]),
    )


def _hvert_aar(pool: str, **felt: np.ndarray) -> tuple[Gap, ...]:
    """Ett gap for hvert årsskifte, av felt med en rad for hvert av dem."""
    rader = zip(*(kolonne.tolist() for kolonne in felt.values()))
    return tuple(
        Gap(pool, aar, **dict(zip(felt, map(_som_felt, rad))))
        for aar, rad in enumerate(rader)
    )


def _som_felt(verdi: float | list[int]) -> float | Spenn:
    return tuple(verdi) if isinstance(verdi, list) else verdi


def _etter_det_som_gaar_ut(
    grunnlag: Grunnlag, plan: modell.Plan
) -> dict[str, np.ndarray]:
    """Boligene i hver pool hvert årsskifte når ingen nye kommer til."""
    bare_ut = tuple(en for en in plan.prosjekter if en.antall < 0)
    return boligene(grunnlag, plan, bare_ut)


def boligene(
    grunnlag: Grunnlag, plan: modell.Plan, prosjekter: tuple[modell.Prosjekt, ...]
) -> dict[str, np.ndarray]:
    """Boligene i hver pool hvert årsskifte med bare disse prosjektene."""
    planen = dataclasses.replace(plan, prosjekter=prosjekter)
    return {
        pool.pool: modell.boliger(pool, modell.vilkaar_i(pool, planen))
        for pool in modell.pooler(grunnlag, planen)
        if pool.stroemmer
    }


def _rundt(framtidene: np.ndarray, tallet: np.ndarray) -> np.ndarray:
    """Åtte av ti framtider i hele boliger hvert år, med tallet selv i spennet. Alle årene regnes på en
    gang: en spak skal svare med en gang.
    """
    lav, hoey = np.percentile(framtidene, modell.BAAND, axis=0)
    return _hele_ender(np.minimum(lav, tallet), np.maximum(hoey, tallet))


def _hele_ender(lav: np.ndarray, hoey: np.ndarray) -> np.ndarray:
    """Endene av et spenn hvert år, rundet utover: to kolonner."""
    return np.stack([np.floor(lav), np.ceil(hoey)], axis=1).astype(int)


def _sjanse(mangler: np.ndarray, antall: np.ndarray, hoeyst: float = 1.0) -> np.ndarray:
    """Andelen av framtidene der det mangler boliger. Den sier aldri noe annet enn tallet: mangler det
    boliger, er det minst like trolig som at det er nok. Ingen av delene er sikrere enn `hoeyst`.
    """
    andel = np.clip(mangler.mean(axis=0), 1 - hoeyst, hoeyst)
    return np.where(antall > 0, np.maximum(andel, TROLIG), np.minimum(andel, TROLIG))


# ------------------------------------------------------------------------- hele boliger


def hele_per_aar(deler: list[np.ndarray], alle: np.ndarray) -> np.ndarray:
    """Delene hvert år i hele tall, en kolonne for hver, og den siste for alle til sammen."""
    rader = []
    for aar, sum_ in enumerate(alle):
        i_aaret = [float(del_[aar]) for del_ in deler]
        rader.append([*hele(i_aaret, round(sum_)), round(sum_)])
    return np.array(rader, float)
