"""Hvilke kolonner i filen er hvilke kolonner i kontrakten?

Kontraktens kolonner finnes etter navn, aldri etter plass. Det som ikke står i kontrakten, blir ikke
lest.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from boligdata.bygg.ingest import personord
from boligdata.felles.kilder import PROFILEN_TRENGER, Bred, Kilde, Profil
from boligdata.felles.overskrifter import Rangert, plasser, rangert
from boligdata.felles.tekst import noekkelform, rens


@dataclass(frozen=True)
class Bredcelle:
    """En kolonne i et bredt utlegg: tallet står på `plass`, og overskriften ga verdiene i
    `faste`.
    """

    plass: int
    overskrift: str
    faste: dict[str, str]


@dataclass(frozen=True)
class Oppsett:
    """En overskriftsrad lest mot kontrakten. `plass` sier hvor hver kolonne i kontrakten står i
    raden.
    """

    overskrifter: tuple[str, ...]
    plass: dict[str, int]
    mangler: tuple[str, ...]
    ukjente: tuple[str, ...]
    dobbelt: tuple[str, ...] = ()
    verdikolonne: str | None = None
    celler: tuple[Bredcelle, ...] = ()
    # Overskrifter for en kolonne en annen overskrift har tatt: (overskrift, kolonne).
    valgt_bort: tuple[tuple[str, str], ...] = ()
    # Rader rett over som er en del av overskriften.
    rader_over: int = 0
    # Fagsystemet overskriftene er fra, og kolonnene det er det som sier hvor er.
    profil: str | None = None
    fra_profilen: frozenset[str] = frozenset()

    @property
    def brede_kolonner(self) -> list[str]:
        """Kolonnene et bredt utlegg fyller: verdien, og det overskriftene sier."""
        if not self.celler:
            return []
        return sorted(
            (
                {kolonne for celle in self.celler for kolonne in celle.faste}
                | {self.verdikolonne}
            )
            - self.plass.keys()
        )

    @property
    def kjente(self) -> set[int]:
        """Plassene i raden kontrakten kjenner."""
        return {*self.plass.values(), *(celle.plass for celle in self.celler)}

    @property
    def treff(self) -> int:
        """Hvor mange av overskriftene kontrakten kjenner."""
        return len(self.plass) + len(self.celler)

    @property
    def passer(self) -> bool:
        """Kan radene under leses?"""
        return not self.mangler and not self.dobbelt


class Overskrifter:
    """Kjenner igjen overskriftene i kontrakten for én kilde."""

    def __init__(self, kilde: Kilde):
        self._kilde = kilde
        self._rangert = rangert(
            (kolonne.id, (kolonne.navn, kolonne.id), kolonne.overskrifter)
            for kolonne in kilde.kolonner.values()
        )
        self._profiler = [_Profil(profil, self._rangert) for profil in kilde.profil]
        self._kjente = frozenset().union(
            *self._rangert, *itertools.chain(*(en.rangert for en in self._profiler))
        )
        self._brede = [
            re.compile(kolonne["overskrift"], re.IGNORECASE)
            for bred in kilde.bred
            for kolonne in bred.kolonner
        ]

    def treff(self, rad: list[str]) -> int:
        """Hvor mange kjente overskrifter raden har. Brukes til å finne skilletegnet og
        overskriftsraden.
        """
        oppsett = self._les_noe_kjent(rad)
        return oppsett.treff if oppsett else 0

    def _les_noe_kjent(self, rad: list[str]) -> Oppsett | None:
        """Raden som overskrift, eller ingenting når ingen av cellene kan være en. Det gjelder nesten alle
        radene som prøves, og å se det er mye raskere enn å lese dem.
        """
        for overskrift in map(rens, rad):
            if noekkelform(overskrift) in self._kjente or any(
                bred.fullmatch(overskrift) for bred in self._brede
            ):
                return self.les(rad)
        return None

    def les(self, rad: list[str]) -> Oppsett:
        """Raden som overskrift. Passer ikke kontrakten rett fram, prøves de brede utleggene."""
        overskrifter = tuple(rens(celle) for celle in rad)
        profil = self._profilen(overskrifter)
        navnene = profil.rangert if profil else self._rangert
        plass, dobbelt = plasser(overskrifter, navnene)
        forslag = [self._rett_fram(overskrifter, plass, dobbelt)]
        forslag += [
            self._bredt(overskrifter, plass, dobbelt, bred) for bred in self._kilde.bred
        ]
        beste = max(forslag, key=lambda oppsett: (oppsett.passer, oppsett.treff))
        return profil.merk(beste) if profil else beste

    def _profilen(self, overskrifter: tuple[str, ...]) -> "_Profil | None":
        """Fagsystemet overskriftene er fra, når de kjennes igjen."""
        if not self._profiler:
            return None
        former = {noekkelform(overskrift) for overskrift in overskrifter}
        return next((en for en in self._profiler if en.kjenner(former)), None)

    def finn(self, rader: list[tuple[int, list[str]]]) -> tuple[int, Oppsett] | None:
        """Plassen til overskriftsraden og hvordan den leses, eller ingenting når ingen rad har
        kjente overskrifter.
        """
        kandidater = [
            (nr, oppsett)
            for nr, (_, celler) in enumerate(rader)
            if (oppsett := self._les_noe_kjent(celler)) and oppsett.treff
        ]
        kandidater += self._over_to_rader(rader, dict(kandidater))
        return max(
            kandidater,
            key=lambda kandidat: (kandidat[1].passer, kandidat[1].treff, -kandidat[0]),
            default=None,
        )

    def _over_to_rader(
        self, rader: list[tuple[int, list[str]]], hver: dict[int, Oppsett]
    ) -> Iterator[tuple[int, Oppsett]]:
        """Står «Fra» og «Til» på raden under «Periode», er det de to radene sammen som er overskriften.
        Bare når de sammen har flere kjente overskrifter enn hver av dem, og ingen går tapt.
        """
        for nr in range(1, len(rader)):
            oeverst, nederst = rader[nr - 1][1], rader[nr][1]
            if nr not in hver or nr - 1 not in hver:
                continue
            sammen = [
                under if under.strip() else over
                for over, under in itertools.zip_longest(oeverst, nederst, fillvalue="")
            ]
            oppsett = self.les(sammen)
            if oppsett.treff > max(hver[nr].treff, hver[nr - 1].treff):
                yield nr, replace(oppsett, rader_over=1)

    def _rett_fram(
        self,
        overskrifter: tuple[str, ...],
        plass: dict[str, int],
        dobbelt: tuple[str, ...],
    ) -> Oppsett:
        return Oppsett(
            overskrifter,
            plass,
            self._mangler(plass),
            self._andre(overskrifter, plass.values()),
            dobbelt,
            valgt_bort=self._valgt_bort(overskrifter, plass),
        )

    def _bredt(
        self,
        overskrifter: tuple[str, ...],
        plass: dict[str, int],
        dobbelt: tuple[str, ...],
        bred: Bred,
    ) -> Oppsett:
        celler = tuple(_bredceller(overskrifter, bred, set(plass.values())))
        dekket = set(plass) | (
            {bred.verdi} | {kolonne for celle in celler for kolonne in celle.faste}
            if celler
            else set()
        )
        plasser = [*plass.values(), *(celle.plass for celle in celler)]
        return Oppsett(
            overskrifter,
            plass,
            self._mangler(dekket),
            self._andre(overskrifter, plasser),
            dobbelt,
            bred.verdi,
            celler,
            self._valgt_bort(overskrifter, plass),
        )

    def _mangler(self, dekket) -> tuple[str, ...]:
        return tuple(
            kolonne.navn
            for kolonne in self._kilde.kolonner.values()
            if kolonne.paakrevd and kolonne.id not in dekket
        )

    def kolonnen(self, overskrift: str) -> str | None:
        """Kolonnen i kontrakten overskriften er et navn på."""
        form = noekkelform(overskrift)
        return next((navn[form] for navn in self._rangert if form in navn), None)

    def _andre(self, overskrifter: tuple[str, ...], plasser) -> tuple[str, ...]:
        """Overskriftene kontrakten ikke kjenner."""
        return tuple(
            overskrift
            for nr, overskrift in enumerate(overskrifter)
            if overskrift and nr not in {*plasser} and not self.kolonnen(overskrift)
        )

    def _valgt_bort(
        self, overskrifter: tuple[str, ...], plass: dict[str, int]
    ) -> tuple[tuple[str, str], ...]:
        return tuple(
            (overskrift, kolonne)
            for nr, overskrift in enumerate(overskrifter)
            if nr not in plass.values()
            and (kolonne := self.kolonnen(overskrift)) in plass
        )


class _Profil:
    """Overskriftene slik et fagsystem skriver dem, foran dem avtalen kjenner ellers."""

    def __init__(self, profil: Profil, ellers: Rangert):
        self._profil = profil
        self._kjennes_paa = {*map(noekkelform, profil.kjennes_paa)}
        self._andre = {*map(noekkelform, profil.andre)}
        egne = {noekkelform(navn): id for id, navn in profil.kolonner.items()}
        resten = (
            {form: id for form, id in navnene.items() if form not in self._andre}
            for navnene in ellers
        )
        self.rangert = (egne, *resten)

    def kjenner(self, former: set[str]) -> bool:
        """Er overskriftene, i nøkkelform, fra dette systemet?"""
        return len(self._kjennes_paa & former) >= PROFILEN_TRENGER

    def merk(self, oppsett: Oppsett) -> Oppsett:
        """Oppsettet med profilen, uten det systemet har som ikke skal leses. Det som tyder på noe personlig,
        blir stående, så det blir sagt.
        """
        fra_profilen = {
            id
            for id, navn in self._profil.kolonner.items()
            if id in oppsett.plass
            and noekkelform(oppsett.overskrifter[oppsett.plass[id]])
            == noekkelform(navn)
        }
        return replace(
            oppsett,
            ukjente=tuple(en for en in oppsett.ukjente if not self._er_kjent(en)),
            valgt_bort=tuple(
                en for en in oppsett.valgt_bort if noekkelform(en[0]) not in self._andre
            ),
            profil=self._profil.system,
            fra_profilen=frozenset(fra_profilen),
        )

    def _er_kjent(self, overskrift: str) -> bool:
        er_personlig = personord.kolonneslag(overskrift) is not None
        return noekkelform(overskrift) in self._andre and not er_personlig


def _bredceller(
    overskrifter: tuple[str, ...], bred: Bred, opptatt: set[int]
) -> Iterator[Bredcelle]:
    felles = _felles(overskrifter, bred.felles)
    for nr, overskrift in enumerate(overskrifter):
        for kolonne in bred.kolonner:
            treff = re.fullmatch(kolonne["overskrift"], overskrift, re.IGNORECASE)
            if treff and nr not in opptatt:
                faste = {
                    navn: verdi
                    for navn, verdi in kolonne.items()
                    if navn != "overskrift"
                }
                yield Bredcelle(nr, overskrift, felles | faste | treff.groupdict())
                break


def _felles(overskrifter: tuple[str, ...], moenster: str | None) -> dict[str, str]:
    treff = (
        (
            re.fullmatch(moenster, overskrift, re.IGNORECASE)
            for overskrift in overskrifter
        )
        if moenster
        else ()
    )
    return next((ett.groupdict() for ett in treff if ett), {})
