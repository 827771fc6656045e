"""Visningene det er vanligst å åpne, laget før noen ber om dem: hele kommunen, hver verdi av hvert filter, og
periodene bakover. Sidene leses rett fra koden i `pages/`, så et nytt kort er med av seg selv.
"""

import contextlib
import itertools
from collections.abc import Callable, Iterator
from functools import partial

import streamlit as st

from boligdata import lesing
from boligdata.felles import katalog, sidekode
from boligdata.innhold import figurer, kort, maalgruppe, svaret
from boligdata.innhold.boligbehov import Scenario, grunnlag
from boligdata.innhold.boligbehov import figurer as behovsfigurer
from boligdata.innhold.figurer import Stil
from boligdata.innhold.grunnkort import Bestilling, bestill
from boligdata.innhold.handlingsdel import planen
from boligdata.innhold.kort import Valg
from boligdata.ui import boligbehov, oversikt
from boligdata.ui.figurkort import som_vist
from boligdata.ui.scenarioet import lagrede

# Så mange tertialer bakover er laget. Tidligere enn det ser få på.
_TERTIALER = 3


def visningene() -> Iterator[None]:
    """Lag dem, de vanligste først. Det er laget litt til hver gang det bes om den neste. Kaster
    `Brukerfeil` når det ikke er publisert noe.
    """
    for visning in itertools.chain(_behovet(), _kortene()):
        with contextlib.suppress(lesing.IkkePublisert):
            visning()
        yield


def _kortene() -> Iterator[Callable[[], None]]:
    """Det som lager hvert kort, og svaret øverst på hver side."""
    paa_sidene = (
        bestill(*faste, **mer) for _, faste, mer in sidekode.kall("figurkort")
    )
    bestillingene = [
        *map(som_vist, itertools.chain(paa_sidene, *maalgruppe.DELER.values()))
    ]
    svarene = [tuple(ider) for _, ider, _ in sidekode.kall("svar")]
    for valg in utvalgene():
        yield partial(_oversikten, valg)
        for ider in svarene:
            yield partial(_svaret, ider, valg)
        for bestilling in bestillingene:
            yield partial(_kortet, bestilling, valg)


def utvalgene() -> Iterator[Valg]:
    """Det som er valgt øverst på siden, de vanligste først."""
    aarene, tertialene = (
        lesing.perioder(slag)["periode"].tolist()[::-1] for slag in ("aar", "tertial")
    )
    siste, *foer = aarene
    yield Valg("aar", siste)
    for egenskap in katalog.FILTRE:
        for verdi in lesing.verdier(egenskap):
            yield Valg("aar", siste, {egenskap: verdi})
    yield from (Valg("tertial", tertial) for tertial in tertialene[:_TERTIALER])
    yield from (Valg("aar", aar) for aar in foer)


def _oversikten(valg: Valg) -> None:
    oversikt.siden(valg, planen.utgave())


def _svaret(ider: tuple[str, ...], valg: Valg) -> None:
    svaret.fliser(ider, valg)
    svaret.i_ord(ider, valg)


def _kortet(bestilling: Bestilling, valg: Valg) -> None:
    kortet = kort.lag(bestilling, valg)
    # Det regnes ut først når kortet vises.
    _ = kortet.overskrift, kortet.alt, kortet.fotlinje_paa_skjermen
    if kortet.har_figur:
        figurer.tegn(kortet, _lys())


def _behovet() -> Iterator[Callable[[], None]]:
    """Kortene på Boligbehov, med dagens antakelser."""
    with lesing.publiserte_tall():
        if not grunnlag.kan_regnes():
            return
    for _, (navn,), _ in sidekode.kall("behovskort"):
        yield partial(_behovskortet, navn)


def _behovskortet(navn: str) -> None:
    with lesing.publiserte_tall():
        kortet = boligbehov.kortet(navn, Scenario(), lagrede())
        if kortet and "graf" in boligbehov.visningene(navn):
            behovsfigurer.tegn(kortet, _lys())


def _lys() -> Stil:
    """Fargene i det lyse temaet, som de fleste har."""
    return Stil(farger=tuple(st.get_option("theme.light.chartCategoricalColors")))
