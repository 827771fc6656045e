"""Tabellen over innspillene, klar til saksframlegget, som Word eller Excel.

Den lages av det alle kan se, uansett hvem som lager den: et saksframlegg er åpent, og en fil blir sendt
videre.
"""

from collections.abc import Sequence

import pandas as pd

from boligdata import lesing
from boligdata.arbeid.innspill import FELT, Innspill
from boligdata.felles import maalform, norsk
from boligdata.felles.maalform import fast, si
from boligdata.innhold.planarbeid import innspillene, prosessen
from boligdata.innhold.rapport import avsender
from boligdata.innhold.rapport.dokument import (
    Blokk,
    Dokument,
    Overskrift,
    Tabellblokk,
    Tekstblokk,
)

_HODE = (
    fast("Innspill"),
    fast("Sammendrag"),
    fast("Kommunens vurdering"),
    fast("Anbefaling"),
    fast("Endring i planteksten"),
)


def dokument() -> Dokument:
    """Innspillene som et dokument: hvor mange, dem fra organisasjoner og andre, og dem fra private."""
    alle = innspillene.aapne()
    plan = prosessen.prosessen().innhold
    kommune, tittel = avsender.kommunen(), si("Innspill i høringen")
    om = [(si("Plan"), plan.navn), (si("Saksnummer"), plan.saksnr)]
    om.append((si("Laget"), norsk.dato(lesing.i_dag())))
    return Dokument(
        tittel=tittel,
        undertittel=avsender.merket(kommune),
        om=tuple((navn, verdi) for navn, verdi in om if verdi),
        topptekst=avsender.merket(kommune, tittel),
        bunntekst=plan.navn or tittel,
        blokker=tuple(_blokkene(alle)),
        noter=(),
        spraak=maalform.i_bruk(),
        laget=lesing.i_dag(),
        farger=(),
    )


def _blokkene(alle: Sequence[Innspill]) -> list[Blokk]:
    blokker: list[Blokk] = [
        Overskrift(si("Hva handler de om?")),
        Tekstblokk(innspillene.i_ord(alle)),
        _fra_ramme(si("Innspill etter tema og avsender"), innspillene.antall(alle)),
    ]
    andre = [ett for ett in alle if not ett.er_privat]
    if andre:
        navn = si("Fra organisasjoner, råd, staten og enheter")
        rader = tuple(map(_rad, andre))
        blokker += [
            Overskrift(navn),
            Tabellblokk(navn, tuple(map(si, _HODE)), rader),
        ]
    private = innspillene.private(alle)
    if not private.empty:
        navn = si("Fra privatpersoner")
        blokker += [
            Overskrift(navn),
            Tekstblokk(
                si("Navnene og det de skrev, er ikke med. De ligger i arkivet.")
            ),
            _fra_ramme(navn, private),
        ]
    blokker.append(
        Tekstblokk(
            si("Arkivet har innspillene slik de kom, og er kilden."), dempet=True
        )
    )
    return blokker


def _rad(ett: Innspill) -> tuple[str, ...]:
    tema = f"{innspillene.navn(ett)}. {innspillene.temaet(ett)}."
    sted = f"{FELT['kapittel'].ledetekst}: {ett.kapittel}" if ett.kapittel else ""
    ikke_lest = si("Vises ikke: teksten er ikke lest gjennom.")
    return (
        " ".join(filter(None, (tema, sted))),
        ett.sammendrag or ikke_lest,
        ett.vurdering or (ikke_lest if not ett.kan_vises else si("Ingen")),
        innspillene.anbefalingen(ett),
        ett.endring or si("Ingen"),
    )


def _fra_ramme(tittel: str, tabell: pd.DataFrame) -> Tabellblokk:
    rader = tuple(tabell.itertuples(index=False, name=None))
    return Tabellblokk(tittel, tuple(tabell.columns), rader)
