"""Lesingen: alt et `Bilde` svarer på, er fra samme øyeblikk, også når andre lagrer imens."""

import datetime as dt
import itertools
import json
from collections.abc import Mapping
from typing import Protocol

from boligdata.arbeid.lager.poster import Hendelse, fra_tekst, til_tekst

_FELT = "nr, endring_id, slag, objekt_id, versjon, innhold, hvem, hvorfor, tid"
_HENDELSE = f"select {', '.join('h.' + felt for felt in _FELT.split(', '))}"
# Databasene tar ikke imot hvor mange verdier som helst i ett spørsmål.
_PAR_OM_GANGEN = 500


class Forbindelse(Protocol):
    """En åpen transaksjon. Verdiene settes inn der det står «?»."""

    def hent(self, sql: str, verdier: tuple = ()) -> list[tuple]:
        """Kjør spørringen, og gi radene."""


class Bilde:
    """Det som er lagret, sett i ett øyeblikk."""

    def __init__(self, forbindelse: Forbindelse):
        self._forbindelse = forbindelse

    def gjeldende(self, slag: str, *, med_fjernede: bool = False) -> list[Hendelse]:
        """Siste versjon av alle av dette slaget, ordnet etter id. De som er fjernet, er bare med når
        det er bedt om.
        """
        alle = self._hendelser(
            "from gjeldende g join hendelse h on h.nr = g.nr where g.slag = ? "
            "order by g.objekt_id",
            slag,
        )
        return [h for h in alle if med_fjernede or not h.innhold.get("fjernet")]

    def hent(self, slag: str, objekt_id: str) -> Hendelse | None:
        """Siste versjon av én, også om den er fjernet."""
        funnet = self._hendelser(
            "from gjeldende g join hendelse h on h.nr = g.nr "
            "where g.slag = ? and g.objekt_id = ?",
            slag,
            objekt_id,
        )
        return funnet[0] if funnet else None

    def historikk(self, slag: str, objekt_id: str) -> list[Hendelse]:
        """Alle versjonene av én, den eldste først."""
        return self._hendelser(
            "from hendelse h where h.slag = ? and h.objekt_id = ? order by h.versjon",
            slag,
            objekt_id,
        )

    def versjon(self, slag: str, objekt_id: str, versjon: int) -> Hendelse | None:
        """Én bestemt versjon av én."""
        funnet = self._hendelser(
            "from hendelse h where h.slag = ? and h.objekt_id = ? and h.versjon = ?",
            slag,
            objekt_id,
            versjon,
        )
        return funnet[0] if funnet else None

    def versjonene(self, slag: str, valgte: Mapping[str, int]) -> list[Hendelse]:
        """Én bestemt versjon av hver: `valgte` er versjonen til hver id. De som ikke finnes, er ikke
        med.
        """
        funnet: list[Hendelse] = []
        alle = list(valgte.items())
        for fra in range(0, len(alle), _PAR_OM_GANGEN):
            par = alle[fra : fra + _PAR_OM_GANGEN]
            funnet += self._hendelser(
                f"from (values {', '.join(['(?, ?)'] * len(par))}) as valgt "
                "join hendelse h on h.slag = ? and h.objekt_id = valgt.column1 "
                "and h.versjon = valgt.column2",
                *itertools.chain.from_iterable(par),
                slag,
            )
        return funnet

    def foer(
        self, endring_id: str, slag: str, objekt_id: str
    ) -> tuple[Hendelse | None, Hendelse | None]:
        """Hendelsen denne endringen er blitt til, og den som gjelder nå, med ett spørsmål."""
        funnet = self._hendelser(
            "from hendelse h where h.endring_id = ? or h.nr = "
            "(select nr from gjeldende where slag = ? and objekt_id = ?) order by h.nr",
            endring_id,
            slag,
            objekt_id,
        )
        samme = [h for h in funnet if h.endring_id == endring_id]
        gjelder = [h for h in funnet if (h.slag, h.objekt_id) == (slag, objekt_id)]
        return (samme or [None])[0], (gjelder or [None])[-1]

    def endret_siden(self, nr: int) -> list[Hendelse]:
        """Alt som er lagret etter hendelsen med dette nummeret, i rekkefølge."""
        return self._hendelser("from hendelse h where h.nr > ? order by h.nr", nr)

    def per_tidspunkt(
        self, slag: str, tid: dt.datetime, *, med_fjernede: bool = False
    ) -> list[Hendelse]:
        """Alle av dette slaget slik de var på et tidspunkt."""
        alle = self._hendelser(
            "from (select objekt_id, max(versjon) as versjon from hendelse "
            "where slag = ? and tid <= ? group by objekt_id) sist "
            "join hendelse h on h.slag = ? and h.objekt_id = sist.objekt_id "
            "and h.versjon = sist.versjon order by h.objekt_id",
            slag,
            til_tekst(tid),
            slag,
        )
        return [h for h in alle if med_fjernede or not h.innhold.get("fjernet")]

    def merke(self) -> str:
        """En kort tekst som er en annen når noe er lagret. Det som huskes, henges på den."""
        # Etter en gjenoppretting kan nummeret gå igjen. Id-en går aldri igjen.
        siste = self._forbindelse.hent(
            "select nr, endring_id from hendelse order by nr desc limit 1"
        )
        return "-".join(map(str, siste[0])) if siste else ""

    def mangler(self) -> list[str]:
        """Det som ikke stemmer i tabellene, som hele setninger. Vaktene skal gjøre den tom, men den som
        eier filen, kan ta dem bort.
        """
        hull = self._forbindelse.hent(
            "select slag, objekt_id from hendelse group by slag, objekt_id "
            "having count(*) <> max(versjon) order by slag, objekt_id"
        )
        gale = self._forbindelse.hent(
            "select sist.slag, sist.objekt_id from (select slag, objekt_id, max(nr) as nr "
            "from hendelse group by slag, objekt_id) sist left join gjeldende g "
            "on g.slag = sist.slag and g.objekt_id = sist.objekt_id "
            "where g.nr is null or g.nr <> sist.nr order by sist.slag, sist.objekt_id"
        )
        return [
            *(f"Historikken til {slag} {id_} har hull." for slag, id_ in hull),
            *(
                f"Den siste versjonen av {slag} {id_} gjelder ikke."
                for slag, id_ in gale
            ),
        ]

    def _hendelser(self, resten: str, *verdier) -> list[Hendelse]:
        rader = self._forbindelse.hent(f"{_HENDELSE} {resten}", verdier)
        return [_hendelse(rad) for rad in rader]


def _hendelse(rad: tuple) -> Hendelse:
    nr, endring_id, slag, objekt_id, versjon, innhold, hvem, hvorfor, tid = rad
    return Hendelse(
        nr,
        endring_id,
        slag,
        objekt_id,
        versjon,
        json.loads(innhold),
        hvem,
        hvorfor,
        fra_tekst(tid),
    )
