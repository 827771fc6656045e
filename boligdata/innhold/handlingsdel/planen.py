"""Tiltakene i handlingsdelen, historien til hvert av dem, og lagringen.

Alt leses fra lageret brukerne skriver i (`arbeid/lager`). Er det tomt, hentes tiltakene i uttrekket inn
først (`foerste`).
"""

import datetime as dt
import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from boligdata.arbeid import tiltak as tiltakene
from boligdata.arbeid.lager import Lager, Lagret, aapne
from boligdata.arbeid.tiltak import Tiltak
from boligdata.felles import config
from boligdata.innhold.handlingsdel import foerste, i_ord
from boligdata.innhold.planarbeid.register import Register, Registerpost

SLAG = "tiltak"


@dataclass(frozen=True)
class Planpost(Registerpost[Tiltak]):
    """Et tiltak slik det er lagret."""

    @property
    def tiltak(self) -> Tiltak:
        """Tiltaket selv."""
        return self.innhold


def lager() -> Lager:
    """Lageret, åpnet én gang."""
    return _aapnet(config.arbeid())


def utgave() -> tuple[str, str]:
    """Hvilket lager det er, og det siste som er lagret i det: ikke det samme når noe er endret."""
    return config.arbeid(), lager().merke()


@functools.lru_cache(maxsize=4)
def _aapnet(innstilling: str) -> Lager:
    aapnet = aapne(innstilling)
    if not aapnet.merke() and not aapnet.skrivesperre:
        foerste.hent_inn(aapnet)
    return aapnet


def planens_plass(tiltak: Tiltak) -> tuple:
    """Det planen er ordnet etter: nummeret, og så målet og tittelen for dem uten."""
    numre = tuple(map(int, re.findall(r"\d+", tiltak.nr)[:4]))
    return (not numre, numre, tiltak.maal, tiltak.tittel.casefold())


REGISTER = Register(
    lager,
    SLAG,
    Tiltak,
    tiltakene.feil,
    planens_plass,
    les=tiltakene.fra_dict,
    som_dict=tiltakene.til_dict,
    lag_post=Planpost,
    navn=i_ord.navn,
)


def poster() -> tuple[Planpost, ...]:
    """Tiltakene som gjelder nå, i planens rekkefølge."""
    return REGISTER.poster()


def ansvarlige() -> tuple[str, ...]:
    """Alle som har ansvaret for et tiltak, etter alfabetet."""
    return tuple(sorted({eier for post in poster() for eier in post.tiltak.ansvarlige}))


def post(tiltak_id: str) -> Planpost | None:
    """Tiltaket slik det er nå, også om det er tatt ut. None når det ikke finnes."""
    return REGISTER.post(tiltak_id)


def historien(tiltak_id: str) -> tuple[Planpost, ...]:
    """Alle versjonene av et tiltak, den nyeste først."""
    return REGISTER.historien(tiltak_id)


def per(dag: dt.datetime) -> tuple[Planpost, ...]:
    """Tiltakene slik de var på et tidspunkt, i planens rekkefølge."""
    return REGISTER.per(dag)


def lagre(
    tiltak: Tiltak, sett_versjon: int, endring_id: str, hvem: str, hvorfor: str = ""
) -> Lagret:
    """Se `Register.lagre`."""
    return REGISTER.lagre(tiltak, sett_versjon, endring_id, hvem, hvorfor)


def lagre_alle(
    alle: Sequence[tuple[Tiltak, int]], endring_id: str, hvem: str, hvorfor: str
) -> list[Lagret]:
    """Se `Register.lagre_alle`."""
    return REGISTER.lagre_alle(alle, endring_id, hvem, hvorfor)
