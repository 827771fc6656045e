"""Høringen slik den kan stå i et dokument: fristene, tellingen, innspillene, og det de førte til.

Alt lages av det alle kan se, uansett hvem som lager det: et saksframlegg er åpent, og en fil blir sendt
videre.
"""

from collections.abc import Iterator

import pandas as pd

from boligdata import lesing
from boligdata.arbeid.innspill import FELT, Innspill
from boligdata.felles import norsk
from boligdata.felles.maalform import fast, si
from boligdata.innhold.handlingsdel.i_ord import indikatornavn
from boligdata.innhold.planarbeid import endringer, innspillene, prosessen
from boligdata.innhold.planarbeid.prosessen import Stegvisning
from boligdata.innhold.rapport.dokument import (
    Blokk,
    Punktliste,
    Tabellblokk,
    Tekstblokk,
)

# Stegene fra høringen kunngjøres til planen er vedtatt.
_STEGENE = (
    *("kunngjoering_hoering", "hoering", "raadene", "merknader"),
    *("formannskap", "kommunestyre", "kunngjoering_vedtak"),
)
_STEGHODE = (
    fast("Steg"),
    fast("Når"),
    fast("Lovens krav"),
    fast("Hvordan det står"),
)
_HODE = (
    fast("Innspill"),
    fast("Sammendrag"),
    fast("Kommunens vurdering"),
    fast("Anbefaling"),
    fast("Endring i planteksten"),
)
_TRAADHODE = (
    fast("Innspill"),
    fast("Kom med i versjonen"),
    fast("Tiltak"),
    fast("Tallene tiltaket skal virke på"),
)


def fristene() -> Iterator[Blokk]:
    """Planen, hvor den er i prosessen, og når hvert steg fra høringen til vedtaket er."""
    dag, plan = lesing.i_dag(), prosessen.prosessen().innhold
    if plan.navn:
        yield Tekstblokk(si("Høringen gjelder {plan}.", plan=plan.navn))
    yield Tekstblokk(prosessen.svaret(dag))
    stegene = [ett for ett in prosessen.visning(dag) if ett.erklaert.id in _STEGENE]
    rader = tuple(_steget(ett, plan.plantype) for ett in stegene)
    yield Tabellblokk(si("Fristene"), tuple(map(si, _STEGHODE)), rader)
    if advarsler := tuple(en.tekst for ett in stegene for en in ett.advarsler):
        yield Punktliste(advarsler)


def _steget(ett: Stegvisning, plantype: str) -> tuple[str, ...]:
    naar, varer = prosessen.naar(ett.steg), prosessen.varighet(ett.steg)
    return (
        ett.erklaert.navn,
        f"{naar} ({varer})" if varer else naar,
        prosessen.kravet(ett.erklaert, plantype),
        si(ett.stand),
    )


def tellingen() -> Iterator[Blokk]:
    """Hvor mange innspill det er, og hvor mange om hvert tema fra hvert slag avsender."""
    alle = innspillene.aapne()
    yield Tekstblokk(innspillene.i_ord(alle))
    if alle:
        tittel = si("Innspill etter tema og avsender")
        yield _fra_ramme(tittel, innspillene.antall(alle), tall=True)


def fra_andre() -> Iterator[Blokk]:
    """Innspillene fra organisasjoner, råd, staten og enheter, med svaret på hvert av dem."""
    alle = [ett for ett in innspillene.aapne() if not ett.er_privat]
    if alle:
        navn = si("Fra organisasjoner, råd, staten og enheter")
        yield Tabellblokk(navn, tuple(map(si, _HODE)), tuple(map(_rad, alle)))
    else:
        yield Tekstblokk(
            si("Ingen innspill er fra organisasjoner, råd, staten eller enheter.")
        )
    yield om_arkivet()


def _rad(ett: Innspill) -> tuple[str, ...]:
    sted = f"{FELT['kapittel'].ledetekst}: {ett.kapittel}." if ett.kapittel else ""
    deler = (f"{innspillene.navn(ett)}.", _mottatt(ett), innspillene.temaet(ett) + ".")
    ikke_lest = si("Vises ikke: teksten er ikke lest gjennom.")
    return (
        " ".join(filter(None, (*deler, sted))),
        ett.sammendrag or ikke_lest,
        ett.vurdering or (ikke_lest if not ett.kan_vises else si("Ingen")),
        innspillene.anbefalingen(ett),
        ett.endring or si("Ingen"),
    )


def _mottatt(ett: Innspill) -> str:
    """Når det kom, og om det var for sent."""
    if not ett.mottatt:
        return ""
    dato, frist = norsk.dato(ett.mottatt), prosessen.hoeringsfrist()
    if frist and ett.mottatt > frist:
        return si("Mottatt {dato}, etter fristen.", dato=dato)
    return si("Mottatt {dato}.", dato=dato)


def fra_private() -> Iterator[Blokk]:
    """Det alle kan se av innspillene fra privatpersoner."""
    tabell = innspillene.private(innspillene.aapne())
    if tabell.empty:
        yield Tekstblokk(si("Ingen innspill er fra privatpersoner."))
        return
    yield Tekstblokk(si("Navnene og det de skrev, er ikke med. De ligger i arkivet."))
    yield _fra_ramme(si("Fra privatpersoner"), tabell)


def om_arkivet() -> Tekstblokk:
    """Hva som er den rette kilden til et innspill."""
    return Tekstblokk(
        si("Arkivet har innspillene slik de kom, og er kilden."), dempet=True
    )


def traaden() -> Iterator[Blokk]:
    """Fra hvert innspill til versjonen av planen, tiltaket og tallet det skal virke på."""
    rader = tuple(
        (innspillene.navn(ett), *_traad(ett))
        for ett in innspillene.aapne()
        if ett.tiltak or ett.planversjon
    )
    if rader:
        tittel = si("Hva innspillene førte til")
        yield Tabellblokk(tittel, tuple(map(si, _TRAADHODE)), rader)
    else:
        yield Tekstblokk(
            si("Ingen innspill er knyttet til et tiltak eller en versjon av planen.")
        )


def _traad(ett: Innspill) -> tuple[str, ...]:
    deler = (
        endringer.versjonsnavn(ett.planversjon),
        "; ".join(innspillene.tiltakene(ett.tiltak).values()),
        "; ".join(map(indikatornavn, innspillene.indikatorene(ett.tiltak))),
    )
    return tuple(del_ or norsk.MANGLER for del_ in deler)


def indikatorene() -> tuple[str, ...]:
    """Tallene tiltakene i innspillene skal virke på, i den rekkefølgen innspillene står."""
    tiltak = [id_ for ett in innspillene.aapne() for id_ in ett.tiltak]
    return innspillene.indikatorene(tiltak)


def _fra_ramme(tittel: str, tabell: pd.DataFrame, *, tall: bool = False) -> Tabellblokk:
    rader = tuple(tabell.itertuples(index=False, name=None))
    hode = tuple(tabell.columns)
    return Tabellblokk(
        tittel, hode, rader, frozenset(range(1, len(hode)) if tall else ())
    )
