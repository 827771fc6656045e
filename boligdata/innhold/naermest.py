"""Det nærmeste tallet: det som er publisert med flest av filtrene som er valgt, og ikke er for få.

Ett søk for kortene, nøkkeltallene og svaret øverst på siden, så de svarer for det samme utvalget.
"""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

import numpy as np
import pandas as pd

from boligdata import lesing
from boligdata.felles import katalog
from boligdata.felles.katalog import Indikator
from boligdata.innhold.gjelder import Gjelder, Grunn

Svar = TypeVar("Svar")

# Hva tallene sier: ingenting, noe om tidligere perioder, eller noe om den siste.
_INGENTING, _TIDLIGERE, _SISTE = range(3)


def naermest(
    indikatorer: Sequence[Indikator],
    fordeling: tuple[str, ...],
    valgte: Mapping[str, str],
    lag: Callable[[dict[str, str]], Svar],
    tallene: Callable[[Svar], pd.DataFrame],
) -> tuple[Svar, Gjelder]:
    """Det `lag` gir med flest av filtrene i `valgte`, og hva det er for. Alle indikatorene må være
    publisert slik.

    Er alle tallene for siste periode for få, er et svar med færre filtre nærmere det leseren spør
    om. Er de det uansett, er det flest filtre som gjelder.
    """
    virker = _virker(indikatorer, fordeling, valgte)
    best, mest = None, -1
    for filtre in _utvalgene(indikatorer, fordeling, virker):
        svar = lag(filtre)
        sier = _sier(tallene(svar))
        if sier > mest:
            best, mest = (filtre, svar), sier
        if sier == _SISTE:
            break
    filtre, svar = best or ({}, lag({}))

    def grunn(egenskap: str) -> Grunn:
        if egenskap in fordeling:
            return "vises"
        if egenskap not in virker:
            return "deles_ikke"
        delt = (*fordeling, *filtre, egenskap)
        return "for_faa" if _publisert(indikatorer, delt) else "ikke_publisert"

    uten = [egenskap for egenskap in valgte if egenskap not in filtre]
    return svar, Gjelder(
        tuple(filtre.items()), tuple((egenskap, grunn(egenskap)) for egenskap in uten)
    )


@lesing.husk
def uten_egne_tall(
    kortene: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...],
    egenskap: str,
    periodetype: str,
    periode: str,
    andre: tuple[tuple[str, str], ...],
) -> frozenset[str]:
    """Verdiene av egenskapen som ingen av kortene har et eget tall for, når `andre` også er valgt: det
    nærmeste tallet uten dem er alt siden kunne vist. `kortene` er indikatorene og fordelingen i hvert.
    """
    ute = frozenset(lesing.verdier(egenskap))
    for indikatorer, fordeling in kortene:
        if egenskap not in fordeling and ute:
            valgene = [katalog.indikatorer()[id] for id in indikatorer]
            ute &= _uten(
                valgene, fordeling, egenskap, periodetype, periode, dict(andre)
            )
    return ute if kortene else frozenset()


def _uten(
    indikatorer: Sequence[Indikator],
    fordeling: tuple[str, ...],
    egenskap: str,
    periodetype: str,
    periode: str,
    andre: Mapping[str, str],
) -> frozenset[str]:
    alle = frozenset(lesing.verdier(egenskap))
    virker = _virker(indikatorer, fordeling, {**andre, egenskap: ""})
    delt = (*fordeling, *virker)
    if egenskap not in virker or not _publisert(indikatorer, delt):
        return alle
    filtre = {navn: verdi for navn, verdi in virker.items() if navn != egenskap}
    faa = []
    for indikator in indikatorer:
        try:
            spoersmaal = lesing.still(
                indikator, periodetype, periode, (egenskap, *fordeling), filtre
            )
            data = lesing.svar(spoersmaal, bare_siste=True)
        except lesing.IkkePublisert:
            return alle
        kjent = data["verdi"].notna() | _er_smaa_og_eksakte(data)
        # En verdi uten rader er ingen, og det er også et svar.
        faa.append(set(data[egenskap]) - set(data.loc[kjent, egenskap]))
    return frozenset(alle & set.intersection(*faa))


def _virker(
    indikatorer: Sequence[Indikator],
    fordeling: tuple[str, ...],
    valgte: Mapping[str, str],
) -> dict[str, str]:
    """Filtrene som kan virke på alle tallene, i katalogens rekkefølge."""
    ledige = {
        egenskap: valgte[egenskap]
        for egenskap in katalog.FILTRE
        if egenskap in valgte and egenskap not in fordeling
    }
    for indikator in indikatorer:
        ledige = lesing.brukbare(indikator, ledige)
    return ledige


def _utvalgene(
    indikatorer: Sequence[Indikator],
    fordeling: tuple[str, ...],
    virker: dict[str, str],
) -> Iterator[dict[str, str]]:
    """Utvalgene som er publisert, de med flest filtre først. Av like mange er det den som beholder
    målgruppen, som er nærmest: den er det som oftest spørres om, og området det som sjeldnest gjør
    det.
    """
    for antall in range(len(virker), -1, -1):
        for filtre in itertools.combinations(virker.items(), antall):
            if _publisert(indikatorer, (*fordeling, *dict(filtre))):
                yield dict(filtre)


def _publisert(indikatorer: Sequence[Indikator], egenskaper: tuple[str, ...]) -> bool:
    return all(lesing.er_publisert(indikator, egenskaper) for indikator in indikatorer)


def _sier(data: pd.DataFrame) -> int:
    """Hva tallene sier. Regnet i NumPy, for det spørres om hvert tall på siden, og pandas bruker ti
    ganger så lang tid.
    """
    if data.empty:
        return _SISTE
    # At ingen er i utvalget, er også et svar, og det er eksakte antall som er for små til en prosent.
    kjent = ~np.isnan(data["verdi"].to_numpy("float64"))
    if not kjent[-1]:
        kjent |= _er_smaa_og_eksakte(data)
    perioder = data["periode"].to_numpy(object)
    if kjent[perioder == perioder[-1]].any():
        return _SISTE
    return _TIDLIGERE if kjent.any() else _INGENTING


def _er_smaa_og_eksakte(data: pd.DataFrame) -> np.ndarray:
    i_teller, i_nevner, nevner = (
        data[kolonne].to_numpy("float64")
        for kolonne in ("i_teller", "i_nevner", "nevner")
    )
    eksakt = (i_teller == 0) & (i_nevner == 0) & ~np.isnan(nevner)
    return (data["flagg"].to_numpy(object) == "for_faa") & eksakt
