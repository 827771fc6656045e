"""Ett tall for alle perioder og alle verdier av filtrene på én gang."""

from collections.abc import Iterable

import pandas as pd

from boligdata.lesing.kubesnitt import NAA, Kubesnitt, kubesnitt
from boligdata.lesing.lest import LestIndikator
from boligdata.lesing.spenn import (
    avviket,
    snevret_av_maaltallet,
    spenn,
    uten_det_som_sier_for_lite,
)
from boligdata.lesing.spoerring import husk_tall
from boligdata.lesing.utregning import regn


class Snitt:
    """Tallene for alle verdier av filtrene på én gang: å velge blant dem koster nesten ingenting.

    `data` har kolonnene i `svar`, og radene i samme rekkefølge som der.
    """

    def __init__(self, kubene: Kubesnitt, regnet: pd.DataFrame):
        self.data = regnet
        self._kubene = kubene

    def velg(
        self, verdier: tuple[str, ...], siste_nr: int, bare_siste: bool
    ) -> pd.DataFrame:
        """Radene for disse filterverdiene, til og med periode nummer `siste_nr`, eller bare den."""
        fra, til = self._kubene.utsnitt.get(verdier, (0, 0))
        nr = self._kubene.nr[fra:til]
        start = fra + nr.searchsorted(siste_nr) if bare_siste else fra
        slutt = fra + nr.searchsorted(siste_nr, "right")
        valgt = self.data.iloc[start:slutt]
        # Et utsnitt er en tabell for seg, og å lage en til bare for å telle radene fra null koster mer.
        valgt.index = pd.RangeIndex(len(valgt))
        return valgt


def snitt(
    indikator: LestIndikator,
    periodetype: str,
    fordeling: tuple[str, ...],
    filtre: tuple[str, ...],
    utgave: str = NAA,
) -> Snitt:
    """Tallene i denne publiseringen, i `FORRIGE`, eller uten radene som er kommet siden
    (`KJENT`).
    """
    return _snitt(indikator.bare_tallet, periodetype, fordeling, filtre, utgave)


@husk_tall
def _snitt(
    indikator: LestIndikator,
    periodetype: str,
    fordeling: tuple[str, ...],
    filtre: tuple[str, ...],
    utgave: str,
) -> Snitt:
    kubene = kubesnitt(indikator, periodetype, fordeling, filtre, utgave)
    egenskaper = {*fordeling, *filtre}
    perioder = kubene.rader["periode"].tolist()
    avvik = avviket(indikator, egenskaper, perioder)
    alt_regnet = regn(indikator, periodetype, kubene.tall)
    alle_spenn = spenn(indikator, periodetype, alt_regnet, avvik)
    regnet, spennet = uten_det_som_sier_for_lite(indikator, alt_regnet, alle_spenn)
    deler = [kubene.rader, regnet]
    if utgave == NAA:  # Det er bare erklært hvor mye disse tallene kan avvike.
        if len(egenskaper) <= 1:
            delt_paa = next(iter(egenskaper), "")
            spennet = snevret_av_maaltallet(
                indikator,
                perioder,
                spennet,
                delt_paa,
                _verdiene(kubene, delt_paa, filtre),
            )
        i_teller, i_nevner = (indikator.vernet * del_ for del_ in avvik)
        deler.append(spennet.assign(i_teller=i_teller, i_nevner=i_nevner))
    return Snitt(kubene, pd.concat(deler, axis="columns"))


def _verdiene(
    kubene: Kubesnitt, egenskap: str, filtre: tuple[str, ...]
) -> Iterable[str]:
    """Verdien av den ene egenskapen tallene er delt på, rad for rad."""
    if not egenskap:
        return [""] * len(kubene.rader)
    if egenskap not in filtre:
        return kubene.rader[egenskap].tolist()
    return [
        verdi
        for (verdi,), (fra, til) in kubene.utsnitt.items()
        for _ in range(fra, til)
    ]
