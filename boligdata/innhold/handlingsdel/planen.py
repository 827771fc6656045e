"""Tiltakene i handlingsdelen, historien til hvert av dem, og lagringen.

Alt leses fra lageret brukerne skriver i (`arbeid/lager`). Er det tomt, hentes tiltakene i uttrekket inn
først (`foerste`).
"""

import datetime as dt
import functools
import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from boligdata.arbeid import tiltak as tiltakene
from boligdata.arbeid.lager import Hendelse, Lager, Lagret, NyEndring, aapne
from boligdata.arbeid.tiltak import Tiltak
from boligdata.felles import config
from boligdata.felles.config import Brukerfeil
from boligdata.innhold.handlingsdel import foerste

SLAG = "tiltak"


class KanIkkeLagres(Brukerfeil):
    """Noe i tiltaket må rettes først. `feil` er hele setninger."""

    def __init__(self, feil: list[str]):
        super().__init__(" ".join(feil))
        self.feil = tuple(feil)


@dataclass(frozen=True)
class Planpost:
    """Et tiltak slik det er lagret: versjonen, og hvem som lagret den, når og hvorfor."""

    tiltak: Tiltak
    versjon: int
    hvem: str
    tid: dt.datetime
    hvorfor: str = ""


def lager() -> Lager:
    """Lageret, åpnet én gang."""
    return _aapnet(config.arbeid())


@functools.lru_cache(maxsize=4)
def _aapnet(innstilling: str) -> Lager:
    aapnet = aapne(innstilling)
    if not aapnet.merke() and not aapnet.skrivesperre:
        foerste.hent_inn(aapnet)
    return aapnet


def poster() -> tuple[Planpost, ...]:
    """Tiltakene som gjelder nå, i planens rekkefølge."""
    aapnet = lager()
    return _poster(config.arbeid(), aapnet.merke())


@functools.lru_cache(maxsize=8)
def _poster(_innstilling: str, _merke: str) -> tuple[Planpost, ...]:
    return _i_planens_rekkefoelge(lager().gjeldende(SLAG))


def ansvarlige() -> tuple[str, ...]:
    """Alle som har ansvaret for et tiltak, etter alfabetet."""
    return tuple(sorted({eier for post in poster() for eier in post.tiltak.ansvarlige}))


def post(tiltak_id: str) -> Planpost | None:
    """Tiltaket slik det er nå, også om det er tatt ut. None når det ikke finnes."""
    hendelse = lager().hent(SLAG, tiltak_id)
    return _post(hendelse) if hendelse else None


def historien(tiltak_id: str) -> tuple[Planpost, ...]:
    """Alle versjonene av et tiltak, den nyeste først."""
    return tuple(map(_post, reversed(lager().historikk(SLAG, tiltak_id))))


def per(dag: dt.datetime) -> tuple[Planpost, ...]:
    """Tiltakene slik de var på et tidspunkt, i planens rekkefølge."""
    return _i_planens_rekkefoelge(lager().per_tidspunkt(SLAG, dag))


def _i_planens_rekkefoelge(hendelser: Iterable[Hendelse]) -> tuple[Planpost, ...]:
    alle = map(_post, hendelser)
    return tuple(sorted(alle, key=lambda post: planens_plass(post.tiltak)))


def lagre(
    tiltak: Tiltak, sett_versjon: int, endring_id: str, hvem: str, hvorfor: str = ""
) -> Lagret:
    """Lagre tiltaket. Kaster `KanIkkeLagres` når noe må rettes, `Konflikt` når noen andre kom først,
    og `ArbeidFeil` når lageret ikke kunne ta imot.
    """
    if feil := tiltakene.feil(tiltak):
        raise KanIkkeLagres(feil)
    return lager().lagre(_endring(tiltak, sett_versjon, endring_id, hvem, hvorfor))


def lagre_alle(
    alle: Sequence[tuple[Tiltak, int]], endring_id: str, hvem: str, hvorfor: str
) -> list[Lagret]:
    """Lagre flere tiltak, hvert med versjonen brukeren så. Alle lagres, eller ingen. Kaster det samme
    som `lagre`.
    """
    if feil := [
        f"{tiltak.nr} {tiltak.tittel}: {setning}".strip()
        for tiltak, _ in alle
        for setning in tiltakene.feil(tiltak)
    ]:
        raise KanIkkeLagres(feil)
    return lager().lagre_alle(
        [
            _endring(
                tiltak,
                sett_versjon,
                # Én id for hvert tiltak, som er den samme når brukeren trykker to ganger.
                str(uuid.uuid5(uuid.UUID(endring_id), tiltak.id)),
                hvem,
                hvorfor,
            )
            for tiltak, sett_versjon in alle
        ]
    )


def _endring(
    tiltak: Tiltak, sett_versjon: int, endring_id: str, hvem: str, hvorfor: str
) -> NyEndring:
    return NyEndring(
        endring_id,
        SLAG,
        tiltak.id,
        sett_versjon,
        tiltakene.til_dict(tiltak),
        hvem,
        hvorfor,
    )


def planens_plass(tiltak: Tiltak) -> tuple:
    """Det planen er ordnet etter: nummeret, og så målet og tittelen for dem uten."""
    numre = tuple(map(int, re.findall(r"\d+", tiltak.nr)[:4]))
    return (not numre, numre, tiltak.maal, tiltak.tittel.casefold())


def _post(hendelse: Hendelse) -> Planpost:
    return Planpost(
        tiltakene.fra_dict(hendelse.innhold),
        hendelse.versjon,
        hendelse.hvem,
        hendelse.tid,
        hendelse.hvorfor,
    )
