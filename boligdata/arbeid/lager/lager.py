"""Lagringen. Reglene er de samme i en fil og på en tjener; `Base` er det som er ulikt."""

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from boligdata.arbeid.lager.bilde import Bilde, Forbindelse
from boligdata.arbeid.lager.poster import (
    ArbeidFeil,
    ForbindelseBrutt,
    Hendelse,
    Konflikt,
    Lagret,
    NyEndring,
    renset,
    til_json,
    til_tekst,
)
from boligdata.arbeid.lager.sletting import Slettet, Sletting, utfoer
from boligdata.arbeid.lager.sqlite import les_kopi
from boligdata.felles.maalform import si

_LEGG_TIL = (
    "insert into hendelse "
    "(endring_id, slag, objekt_id, versjon, innhold, hvem, hvorfor, tid) "
    "values (?, ?, ?, ?, ?, ?, ?, ?) returning nr"
)


class Base(Protocol):
    """En fil eller en tjener, åpnet og med tabellene på plass.

    `skrivesperre` er hvorfor det bare kan leses, og tom når det kan lagres. `skriv_om` er setningen som
    skriver om innholdet og grunnen i en hendelse, og virker bare mens noe slettes.
    """

    skrivesperre: str
    skriv_om: str

    def lesing(self) -> AbstractContextManager[Forbindelse]:
        """En transaksjon som bare leser, og ser ett øyeblikk."""

    def skriving(self) -> AbstractContextManager[Forbindelse]:
        """En transaksjon som skriver. Den er alene om det, og er på disken når den er ferdig. Går
        noe galt, er ingenting lagret.
        """

    def naa(self, forbindelse: Forbindelse) -> dt.datetime:
        """Klokken der lageret er."""

    def sikkerhetskopi(self, til: Path) -> Path:
        """Skriv en hel kopi mens andre bruker lageret."""

    def fyll(self, rader: Iterator[list[tuple]]) -> None:
        """Legg inn alle radene fra en kopi, med numrene de har."""

    def visk_ut(self) -> bool:
        """Skriv over det som ikke lenger er noen rad, og gi om det gikk: en annen kan lese det nå, eller
        en annen enn denne brukeren eier tabellene.
        """

    def kopier(self) -> tuple[str, ...]:
        """Filene med en kopi av det hele, som programmet selv har laget."""

    def lukk(self) -> None:
        """Lukk alle forbindelser."""


class Lager:
    """Alt som er lagret. Kan brukes av mange tråder og prosesser samtidig."""

    def __init__(self, base: Base, klokke: Callable[[], dt.datetime] | None = None):
        self._base = base
        self._klokke = klokke

    @property
    def skrivesperre(self) -> str:
        """Hvorfor det bare kan leses, med hva som må gjøres. Tom når det kan lagres."""
        return self._base.skrivesperre

    @contextlib.contextmanager
    def bilde(self) -> Iterator[Bilde]:
        """Flere spørsmål om det samme øyeblikket: `with lager.bilde() as bilde: …`."""
        with self._base.lesing() as forbindelse:
            yield Bilde(forbindelse)

    def lagre(self, endring: NyEndring) -> Lagret:
        """Lagre én endring. Er den lagret før, er svaret det samme som da.

        Kaster `Konflikt` når noen andre har lagret siden `sett_versjon`, og `ArbeidFeil` når det ikke
        kunne lagres.
        """
        return self.lagre_alle([endring])[0]

    def lagre_alle(
        self,
        endringer: Sequence[NyEndring],
        *,
        tider: Sequence[dt.datetime] | None = None,
    ) -> list[Lagret]:
        """Lagre alle, eller ingen av dem. De får samme tid. `tider` er når hver av dem ble skrevet, når
        en historie hentes inn.
        """
        rene = [renset(endring) for endring in endringer]
        if not rene:
            return []
        try:
            return self._lagre_alle(rene, tider)
        except ForbindelseBrutt:
            # Ble det lagret, gir en gang til det samme svaret.
            return self._lagre_alle(rene, tider)

    def _lagre_alle(
        self, rene: Sequence[NyEndring], tider: Sequence[dt.datetime] | None
    ) -> list[Lagret]:
        with self._base.skriving() as forbindelse:
            naa = self._naa(forbindelse)
            lagret, konflikter = [], []
            for endring, tid in zip(rene, tider or [naa] * len(rene), strict=True):
                try:
                    lagret.append(_lagre(forbindelse, endring, tid))
                except Konflikt as konflikt:
                    konflikter.append(konflikt)
            if konflikter:
                konflikter[0].alle = tuple(konflikter)
                raise konflikter[0]
        return lagret

    def gjenopprett(
        self,
        slag: str,
        objekt_id: str,
        versjon: int,
        *,
        endring_id: str,
        sett_versjon: int,
        hvem: str,
        hvorfor: str = "",
    ) -> Lagret:
        """Lagre innholdet fra en tidligere versjon som en ny endring. Historikken står."""
        with self.bilde() as bilde:
            tidligere = bilde.versjon(slag, objekt_id, versjon)
        if tidligere is None:
            raise ArbeidFeil(
                si(
                    "Versjonen finnes ikke i lageret. Åpne historikken på nytt, og velg en som "
                    "står der."
                )
            )
        return self.lagre(
            NyEndring(
                endring_id,
                slag,
                objekt_id,
                sett_versjon,
                tidligere.innhold,
                hvem,
                hvorfor,
            )
        )

    def slett(self, sletting: Sletting) -> Slettet:
        """Slett personopplysninger fra alle versjonene av en post. Hvem, når og hvorfor står igjen, og
        slettingen er en ny versjon. Er den gjort før, er svaret det samme.

        Kaster `Konflikt` når noen andre har lagret siden `sett_versjon`, og da er ingenting slettet.
        """
        try:
            lagret, andre = self._slett(sletting)
        except ForbindelseBrutt:
            lagret, andre = self._slett(sletting)
        return Slettet(lagret, andre, self.visk_ut(), self._base.kopier())

    def _slett(self, sletting: Sletting) -> tuple[Lagret, dict[str, int]]:
        with self._base.skriving() as forbindelse:
            naa = self._naa(forbindelse)
            return utfoer(
                forbindelse,
                sletting,
                self._base.skriv_om,
                lambda endring: _lagre(forbindelse, renset(endring), naa),
            )

    def visk_ut(self) -> bool:
        """Se `Base.visk_ut`."""
        try:
            return self._base.visk_ut()
        except ArbeidFeil:
            return False

    def _naa(self, forbindelse: Forbindelse) -> dt.datetime:
        return self._klokke() if self._klokke else self._base.naa(forbindelse)

    def gjeldende(self, slag: str, *, med_fjernede: bool = False) -> list[Hendelse]:
        """Se `Bilde.gjeldende`."""
        with self.bilde() as bilde:
            return bilde.gjeldende(slag, med_fjernede=med_fjernede)

    def hent(self, slag: str, objekt_id: str) -> Hendelse | None:
        """Se `Bilde.hent`."""
        with self.bilde() as bilde:
            return bilde.hent(slag, objekt_id)

    def historikk(self, slag: str, objekt_id: str) -> list[Hendelse]:
        """Se `Bilde.historikk`."""
        with self.bilde() as bilde:
            return bilde.historikk(slag, objekt_id)

    def endret_siden(self, nr: int) -> list[Hendelse]:
        """Se `Bilde.endret_siden`."""
        with self.bilde() as bilde:
            return bilde.endret_siden(nr)

    def per_tidspunkt(
        self, slag: str, tid: dt.datetime, *, med_fjernede: bool = False
    ) -> list[Hendelse]:
        """Se `Bilde.per_tidspunkt`."""
        with self.bilde() as bilde:
            return bilde.per_tidspunkt(slag, tid, med_fjernede=med_fjernede)

    def merke(self) -> str:
        """Se `Bilde.merke`."""
        with self.bilde() as bilde:
            return bilde.merke()

    def sikkerhetskopi(self, til: Path) -> Path:
        """Skriv en hel kopi i `til`, en mappe eller en ny fil, mens andre lagrer. Gir filen.

        Kopien er alltid en SQLite-fil, også av en tjener. Den er ikke synlig før den er hel.
        """
        return self._base.sikkerhetskopi(Path(til))

    def hent_kopi(self, fra: Path) -> int:
        """Legg alt i en sikkerhetskopi inn i et tomt lager, og gi antallet hendelser.

        Slik kommer en kopi tilbake, og slik flyttes en fil til en tjener. Kaster `ArbeidFeil` når
        lageret ikke er tomt.
        """
        if self.merke():
            raise ArbeidFeil(
                "Kopien kan bare hentes inn i et tomt lager, og her er det noe fra før. Sett "
                "BOLIGDATA_ARBEID til en ny mappe eller en ny database, og hent den dit."
            )
        with les_kopi(Path(fra)) as rader:
            self._base.fyll(rader)
        with self._base.lesing() as forbindelse:
            return forbindelse.hent("select count(*) from hendelse")[0][0]

    def lukk(self) -> None:
        """Lukk alle forbindelser."""
        self._base.lukk()


def _lagre(forbindelse: Forbindelse, endring: NyEndring, tid: dt.datetime) -> Lagret:
    bilde = Bilde(forbindelse)
    foer, deres = bilde.foer(endring.endring_id, endring.slag, endring.objekt_id)
    if foer and _er_samme(endring, foer):
        return Lagret(foer.versjon, foer.tid, foer.nr)
    if deres is None and endring.sett_versjon:
        raise ArbeidFeil(
            si(
                "Det er ikke lagret: det du endrer, finnes ikke i lageret. Er det hentet fra en "
                "eldre sikkerhetskopi? Ta vare på teksten, og legg den inn som ny."
            )
        )
    # En id som er brukt til noe annet, er også en konflikt: da ville det brukeren skrev nå, blitt
    # borte uten et ord.
    if deres and (foer or deres.versjon != endring.sett_versjon):
        utgangspunkt = bilde.versjon(
            endring.slag, endring.objekt_id, endring.sett_versjon
        )
        raise Konflikt(endring, deres, utgangspunkt)
    if foer:
        raise ValueError("endring_id er brukt til et annet objekt")
    versjon = endring.sett_versjon + 1
    rader = forbindelse.hent(
        _LEGG_TIL,
        (
            endring.endring_id,
            endring.slag,
            endring.objekt_id,
            versjon,
            til_json(endring.innhold),
            endring.hvem,
            endring.hvorfor,
            til_tekst(tid),
        ),
    )
    return Lagret(versjon, tid, rader[0][0])


def _er_samme(endring: NyEndring, lagret: Hendelse) -> bool:
    return (endring.slag, endring.objekt_id, endring.innhold) == (
        lagret.slag,
        lagret.objekt_id,
        lagret.innhold,
    )
