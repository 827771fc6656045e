"""Hvilke kolonner i filen er hvilke kolonner i kontrakten?

Kontraktens kolonner finnes etter navn, aldri etter plass. Det som ikke står i kontrakten, blir ikke
lest.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from boligdata.felles.kilder import Bred, Kilde
from boligdata.felles.overskrifter import plasser, rangert
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

    def treff(self, rad: list[str]) -> int:
        """Hvor mange kjente overskrifter raden har. Brukes til å finne skilletegnet og
        overskriftsraden.
        """
        return self.les(rad).treff

    def les(self, rad: list[str]) -> Oppsett:
        """Raden som overskrift. Passer ikke kontrakten rett fram, prøves de brede utleggene."""
        overskrifter = tuple(rens(celle) for celle in rad)
        plass, dobbelt = plasser(overskrifter, self._rangert)
        forslag = [self._rett_fram(overskrifter, plass, dobbelt)]
        forslag += [
            self._bredt(overskrifter, plass, dobbelt, bred) for bred in self._kilde.bred
        ]
        return max(forslag, key=lambda oppsett: (oppsett.passer, oppsett.treff))

    def finn(self, rader: list[tuple[int, list[str]]]) -> tuple[int, Oppsett] | None:
        """Plassen til overskriftsraden og hvordan den leses, eller ingenting når ingen rad har
        kjente overskrifter.
        """
        kandidater = [(nr, self.les(celler)) for nr, (_, celler) in enumerate(rader)]
        kandidater += self._over_to_rader(rader, kandidater)
        kandidater = [kandidat for kandidat in kandidater if kandidat[1].treff]
        return max(
            kandidater,
            key=lambda kandidat: (kandidat[1].passer, kandidat[1].treff, -kandidat[0]),
            default=None,
        )

    def _over_to_rader(
        self, rader: list[tuple[int, list[str]]], hver: list[tuple[int, Oppsett]]
    ) -> Iterator[tuple[int, Oppsett]]:
        """Står «Fra» og «Til» på raden under «Periode», er det de to radene sammen som er overskriften.
        Bare når de sammen har flere kjente overskrifter enn hver av dem, og ingen går tapt.
        """
        for nr in range(1, len(rader)):
            oeverst, nederst = rader[nr - 1][1], rader[nr][1]
            if not hver[nr][1].treff or not hver[nr - 1][1].treff:
                continue
            sammen = [
                under if under.strip() else over
                for over, under in itertools.zip_longest(oeverst, nederst, fillvalue="")
            ]
            oppsett = self.les(sammen)
            if oppsett.treff > max(hver[nr][1].treff, hver[nr - 1][1].treff):
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
