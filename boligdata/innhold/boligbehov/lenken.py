"""Scenarioet i en lenke, lest med de boligtypene og spennene som gjelder nå."""

from boligdata.innhold.boligbehov import grunnlag, planer
from boligdata.innhold.boligbehov.scenario import Scenario, les

# Hvor langt spakene går. En lenke med noe utenfor får utgangspunktet i stedet.
SPENN = {
    "soekere": (-50, 50),
    "botid": (-50, 50),
    "klargjoering": (-90, 100),
    "boliger": (-60, 60),
    "startlaan": (0, 100),
    "per_bolig": (0, 20_000),
    "per_aar": (0, 5_000),
    "resten": (0, 100_000),
}


def lest(tekst: str) -> tuple[Scenario, bool]:
    """Scenarioet, og om alt i teksten kunne brukes."""
    return les(tekst, tuple(poolnavn()), spenn())


def poolnavn() -> dict[str, str]:
    """Boligtypene det er noe å regne av, med navn."""
    return {
        pool.pool: grunnlag.navn(pool.pool)
        for pool in grunnlag.hent().pooler
        if pool.stroemmer
    }


def spenn() -> dict[str, tuple[int, int]]:
    """Hvor langt alle spakene går, så en lenke aldri sier noe annet enn spaken viser."""
    forutsetninger, aar = grunnlag.forutsetninger(), grunnlag.i_dag().year
    return (
        SPENN
        | {
            felt: (int(forutsetninger[id].lavest), int(forutsetninger[id].hoeyest))
            for felt, id in planer.FORUTSETNING.items()
        }
        | dict.fromkeys(("aar", "til"), (aar + 1, aar + grunnlag.horisont()))
    )
