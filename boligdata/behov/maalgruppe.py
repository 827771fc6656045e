"""Behovet per målgruppe: hver målgruppe i en pool er en strøm for seg, og til sammen er de poolens svar.

I en målgruppe har få flyttet ut, så hvor lenge de blir, er poolens botid, gjort lengre eller kortere
så langt utflyttingene i gruppen bærer det (empirisk Bayes, Efron og Morris 1975): med forventet E
utflyttinger og variansen τ² mellom gruppene, teller gruppens eget avvik τ²/(τ² + 1/E).
"""

import dataclasses
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from boligdata.behov import modell
from boligdata.behov.grunnlag import Pool, Stroem
from boligdata.behov.kjente import FLYKTNING

# Målgruppene er minst så forskjellige i hvor lenge de blir (logaritmen), også når det vi har sett, er så
# lite at det ikke synes.
MINSTE_FORSKJELL = 0.15
# Er båndet bredere enn denne andelen av behovet, er gruppen for liten til å regnes for seg, om den ikke
# trenger så mange boliger at det er den selv som svinger.
BREDESTE_BAAND, STOR_NOK = 0.60, 30


@dataclass(frozen=True)
class Maalgruppe:
    """Det som er kjent om en målgruppe i en pool: hvor mange som bor og venter i dag, og hvor mange
    som har kommet og flyttet ut i årene registrene har.
    """

    gruppe: str
    leietakere: float
    koe: float
    kom: float
    flyttet_ut: float
    avrunding: float = 0.0


@dataclass(frozen=True, eq=False)
class Gruppebehov:
    """Boligene en målgruppe trenger i en pool, eller i flere, hvert år fra i dag. `framtider` er
    (framtider, år). `leietakere` og `koe` er dem som bor og venter i dag.
    """

    gruppe: str
    behov: np.ndarray
    framtider: np.ndarray
    leietakere: float
    koe: float

    @property
    def baand(self) -> tuple[np.ndarray, np.ndarray]:
        """Det 80 prosent av framtidene ligger mellom."""
        lav, hoey = np.percentile(self.framtider, modell.BAAND, axis=0)
        return np.minimum(lav, self.behov), np.maximum(hoey, self.behov)

    @property
    def for_liten(self) -> np.ndarray:
        """Om gruppen er for liten til å regnes for seg, hvert år."""
        lav, hoey = self.baand
        return (hoey - lav > BREDESTE_BAAND * self.behov) & (self.behov < STOR_NOK)


def del_opp(
    pool: Pool,
    grupper: Iterable[Maalgruppe],
    plan: modell.Plan,
    framtider: int = 200,
) -> tuple[Gruppebehov, ...]:
    """Poolens behov delt på målgruppene i den. Marginen er delt som boligene i bruk, og gruppene er til
    sammen poolens svar, i hver framtid.
    """
    grupper = [en for en in grupper if en.leietakere or en.koe or en.kom]
    if not grupper or not pool.stroemmer:
        return ()
    # Bare delingen regnes her. Grepene og det som er skjult, er i poolens svar.
    delt = dataclasses.replace(pool, stroemmer=_stroemmene(pool, grupper))
    uten_tiltak = dataclasses.replace(plan, prosjekter=(), grep={}, skjult=0.0)
    i_bruk, i_framtidene = modell.i_bruk_per_stroem(
        delt, modell.vilkaar_i(delt, uten_tiltak), framtider
    )
    uten_prosjekter = dataclasses.replace(plan, prosjekter=())
    svar = modell.behov_i_pool(pool, modell.vilkaar_i(pool, uten_prosjekter), framtider)
    deler = svar.behov * _andeler(i_bruk)[0]
    mulige = svar.framtider[:, None] * _andeler(i_framtidene)
    return tuple(
        Gruppebehov(en.gruppe, deler[nr], mulige[:, nr], en.leietakere, en.koe)
        for nr, en in enumerate(grupper)
    )


def til_sammen(gruppe: str, deler: Sequence[Gruppebehov]) -> Gruppebehov:
    """Boligene i alle delene, framtid for framtid."""
    felt = ("behov", "framtider", "leietakere", "koe")
    return Gruppebehov(
        gruppe, *(sum(getattr(en, navn) for en in deler) for navn in felt)
    )


def _andeler(i_bruk: np.ndarray) -> np.ndarray:
    alle = i_bruk.sum(axis=1, keepdims=True)
    # Bor og venter ingen der i dag, er det ingenting å dele etter før noen kommer.
    likt = np.full_like(i_bruk, 1 / i_bruk.shape[1])
    return np.where(alle > 0, i_bruk / np.maximum(alle, 1e-9), likt)


def _stroemmene(pool: Pool, grupper: list[Maalgruppe]) -> tuple[Stroem, ...]:
    """En strøm for hver målgruppe, som til sammen har poolens søkere, leietakere og kø."""

    def i_alt(felt: str) -> float:
        return max(sum(getattr(en, felt) for en in grupper), 1e-9)

    bodd = tuple(sorted(aar for strom in pool.stroemmer for aar in strom.bodd))
    flest = max(pool.stroemmer, key=lambda strom: strom.soekere)
    snitt = pool.botid
    return tuple(
        Stroem(
            en.gruppe,
            pool.soekere * en.kom / i_alt("kom"),
            1 / math.sqrt(en.kom + 0.5),
            flest.drift,
            _med_lengde(flest.botid, math.log(snitt) + lengre, varians),
            pool.leietakere * en.leietakere / i_alt("leietakere"),
            bodd,
            pool.koe * en.koe / i_alt("koe"),
            en.avrunding,
            flyktninger=float(en.gruppe == FLYKTNING),
        )
        for en, (lengre, varians) in zip(grupper, botidene(grupper))
    )


def _med_lengde(botid, log_snitt: float, varians: float):
    """Botiden med den samme formen, dette snittet, og så mye mer usikker."""
    form, felles, skala = botid.kovarians
    flyttet = log_snitt - math.log(botid.gjennomsnitt)
    return dataclasses.replace(
        botid,
        log_skala=botid.log_skala + flyttet,
        kovarians=(form, felles, skala + varians),
    )


def botidene(grupper: list[Maalgruppe]) -> list[tuple[float, float]]:
    """Hvor mye lengre enn poolen hver målgruppe blir (logaritmen), og variansen i det."""
    flyttet = sum(en.flyttet_ut for en in grupper)
    bor = max(sum(en.leietakere for en in grupper), 1e-9)
    # En halv legges til så en gruppe ingen har flyttet fra, ikke blir der for alltid.
    ventet = [flyttet * en.leietakere / bor + 0.5 for en in grupper]
    avvik = [math.log((en.flyttet_ut + 0.5) / e) for en, e in zip(grupper, ventet)]
    mellom = np.mean([a**2 - 1 / e for a, e in zip(avvik, ventet)])
    forskjell = max(MINSTE_FORSKJELL**2, float(mellom))
    return [
        (-a * forskjell / (forskjell + 1 / e), forskjell / (1 + forskjell * e))
        for a, e in zip(avvik, ventet)
    ]
