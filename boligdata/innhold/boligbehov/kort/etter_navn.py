"""Kortene etter navnet de har i `tekster.toml`: til siden, til dokumentene, og til møtet som vil se dem
igjen.
"""

from collections.abc import Callable

from boligdata.innhold.boligbehov.kort import (
    behovet,
    maalgruppene,
    sikkerhet,
    virkning,
)
from boligdata.innhold.boligbehov.kort.felles import Behovskort, Behovsvalg

_LAGES: dict[str, Callable[[Behovsvalg], Behovskort | None]] = {
    "per_type": lambda av: behovet.per_type(av.scenario),
    "slagene": lambda av: behovet.slagene(av.scenario),
    "maalgrupper": lambda av: maalgruppene.maalgrupper(av.scenario),
    "foss": lambda av: behovet.foss(av.scenario),
    "bane": lambda av: behovet.bane(av.scenario, av.boligtype),
    "eldre": lambda av: behovet.eldre(av.scenario),
    "planer": lambda av: virkning.planene(av.scenario, av.ved_siden_av),
    "kostnader": lambda av: virkning.kostnadene(av.scenario, av.ved_siden_av),
    "innen": lambda av: virkning.innen_frist(av.scenario),
    "tiltak": lambda av: virkning.tiltakene(av.scenario),
    "tornado": lambda av: sikkerhet.tornado(av.scenario),
    "anker": lambda av: sikkerhet.anker_og_stroem(av.scenario),
    "haandregel": lambda av: sikkerhet.haandregel(av.scenario),
    "etterproevd": lambda av: sikkerhet.etterproevd(),
    "botid": lambda av: sikkerhet.botid(av.boligtype),
    "register": lambda av: sikkerhet.registerkort(av.scenario),
}


def kortet(navn: str, valgt: Behovsvalg) -> Behovskort | None:
    """Kortet med dette navnet, laget av dette. None når det ikke er noe å si."""
    return _LAGES[navn](valgt)
