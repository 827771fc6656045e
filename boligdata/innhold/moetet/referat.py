"""Referatet: hvem som var med, sakene med figurene slik de var, det som ble bestemt, og godkjenningen.

Det skrives av `rapport/skriv`, som alle andre dokumenter. Notatene til den som forbereder saken, er ikke med.
"""

from collections.abc import Iterator

from boligdata.arbeid.moete import Frossenfigur, Moete, Moetesak
from boligdata.felles import dagen, maalform, norsk
from boligdata.felles.maalform import si
from boligdata.innhold.moetet import i_ord, moetene, tegnet
from boligdata.innhold.rapport import avsender, figurblokk
from boligdata.innhold.rapport.dokument import (
    Blokk,
    Dokument,
    Figurblokk,
    Note,
    Overskrift,
    Tabellblokk,
    Tekstblokk,
)
from boligdata.innhold.rapport.lag import renset
from boligdata.innhold.rapport.skriv import skriv

FORMATER = ("word", "pdf")


def som(format_: str, moete: Moete, farger: tuple[str, ...]) -> bytes:
    """Referatet i formatet, med navnet det har i `rapport.skriv.FORMATER`."""
    return skriv(lag(moete, farger), format_)


def filnavn(moete: Moete) -> str:
    """Navnet på filen, uten endelse. Bare datoen er fra det noen har skrevet."""
    dag = moete.dato.isoformat() if moete.dato else ""
    return "_".join(filter(None, ("referat", dag)))


def lag(moete: Moete, farger: tuple[str, ...]) -> Dokument:
    """Referatet som dokument, på målformen som er i bruk. `farger` er dem seriene får."""
    kommune = avsender.kommunen()
    navn = renset(i_ord.moetenavn(moete))
    noter = _Noter()
    blokker = tuple(_blokkene(moete, noter, farger))
    return Dokument(
        tittel=si("Referat"),
        undertittel=avsender.merket(navn, kommune),
        om=tuple(_om(moete)),
        topptekst=avsender.merket(kommune, si("Referat")),
        bunntekst=navn,
        blokker=blokker,
        noter=noter.alle(),
        spraak=maalform.i_bruk(),
        laget=dagen.i_dag(),
        farger=farger,
    )


def _om(moete: Moete) -> Iterator[tuple[str, str]]:
    for ledetekst, tekst in (
        (si("Tid og sted"), i_ord.naar_og_hvor(moete)),
        (
            si("Deltakere"),
            norsk.ramse(list(moete.deltakere)) if moete.deltakere else "",
        ),
        (
            si("Forfall"),
            norsk.ramse(list(moete.fravaerende)) if moete.fravaerende else "",
        ),
    ):
        yield ledetekst, renset(tekst) or si("Ikke fylt ut")


class _Noter:
    """Det som skal stå om tallene bakerst. Det samme tallet står bare én gang."""

    def __init__(self):
        self._linjer: dict[str, tuple[tuple[str, str], ...]] = {}

    def nummer(self, figur: Frossenfigur) -> int:
        if not figur.om:
            return 0
        self._linjer.setdefault(figur.navn, figur.om)
        return list(self._linjer).index(figur.navn) + 1

    def alle(self) -> tuple[Note, ...]:
        return tuple(
            Note(nr, navn, linjer)
            for nr, (navn, linjer) in enumerate(self._linjer.items(), 1)
        )


def _blokkene(moete: Moete, noter: _Noter, farger: tuple[str, ...]) -> Iterator[Blokk]:
    yield Overskrift(si("Møtet"))
    yield Tekstblokk(
        si(
            "Dette er arbeidsgruppas eget referat. Det er ikke en møtebok etter kommuneloven § 11-4."
        )
    )
    yield Overskrift(si("Dagsorden"), 2)
    if moete.saker:
        yield _sakslisten(moete)
    else:
        yield Tekstblokk(si("Møtet hadde ingen saker."))
    yield Overskrift(si("Beslutninger"), 2)
    yield _beslutningene(moete)
    yield Overskrift(si("Godkjenning og neste møte"), 2)
    yield Tekstblokk(si("Referatet legges fram for godkjenning i neste møte."))
    if neste := i_ord.neste_moete(moete):
        yield Tekstblokk(renset(neste))
    if moete.saker:
        yield Overskrift(si("Saker"))
    for nr, sak in enumerate(moete.saker, 1):
        yield from _saken(nr, sak, noter, farger)


def _sakslisten(moete: Moete) -> Tabellblokk:
    hode = tuple(map(si, ("Nummer", "Sak", "Hvem som legger fram saken", "Minutter")))
    rader = tuple(
        (
            str(nr),
            renset(sak.tittel),
            renset(sak.ansvarlig),
            str(sak.minutter) if sak.minutter else norsk.MANGLER,
        )
        for nr, sak in enumerate(moete.saker, 1)
    )
    return Tabellblokk(si("Dagsorden"), hode, rader, frozenset({3}))


def _saken(
    nr: int, sak: Moetesak, noter: _Noter, farger: tuple[str, ...]
) -> Iterator[Blokk]:
    tittel = renset(sak.tittel)
    yield Overskrift(si("Sak {nr}: {tittel}", nr=nr, tittel=tittel), 2)
    if figur := moetene.figur(sak):
        yield _figuren(figur, noter, farger)
    elif sak.figur:
        yield Tekstblokk(si("Figuren i saken kan ikke leses."), True)
    beslutning = renset(sak.beslutning) or si("Ingen beslutning.")
    yield Overskrift(si("Beslutning"), 3)
    yield from map(Tekstblokk, filter(None, beslutning.split("\n")))
    if oppfoelging := i_ord.oppfoelging(sak):
        yield Tekstblokk(renset(oppfoelging))


def _figuren(figur: Frossenfigur, noter: _Noter, farger: tuple[str, ...]) -> Figurblokk:
    """Figuren slik den var, som bilde. De som ikke kan tegnes, står som tabell."""
    spoersmaal = figur.spoersmaal if figur.spoersmaal != figur.tittel else ""
    return Figurblokk(
        tittel=figur.tittel,
        gjelder=" ".join(filter(None, (spoersmaal, i_ord.frosset(figur)))),
        setning=figur.setning,
        alt=figur.alt,
        kilde=figur.kilde,
        tabell=tegnet.tabellen(figur),
        svg=figurblokk.som_svg(tegnet.paa_papiret(figur), farger),
        note=noter.nummer(figur),
        nivaa=3,
    )


def _beslutningene(moete: Moete) -> Blokk:
    besluttet = [
        (nr, sak) for nr, sak in enumerate(moete.saker, 1) if sak.beslutning.strip()
    ]
    if not besluttet:
        return Tekstblokk(si("Ingen beslutninger er skrevet ned."))
    hode = tuple(map(si, ("Sak", "Beslutning", "Hvem som følger opp", "Frist")))
    rader = tuple(
        (
            str(nr),
            renset(sak.beslutning),
            renset(sak.oppfoelger) or norsk.MANGLER,
            norsk.dato(sak.frist) if sak.frist else norsk.MANGLER,
        )
        for nr, sak in besluttet
    )
    return Tabellblokk(si("Beslutninger"), hode, rader)
