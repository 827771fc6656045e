"""Hvor langt prosentene er fra de virkelige: den publiserte utgaven mot den eksakte."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from unittest import mock

import pandas as pd

from boligdata import lesing
from boligdata.felles import katalog
from boligdata.felles.katalog import Indikator
from boligdata.innhold import setninger
from boligdata.lesing.lest import som_lest


class Avstand(NamedTuple):
    """Prosentpoeng fra det som vises, til den virkelige prosenten. Av «under 5» og «over 95» regnes det
    fra 5 og 95. `som_spenn` er sann når spennet sies, og ikke tallet.
    """

    indikator: str
    periode: str
    som_spenn: bool
    avstand: float


def avstandene(publisert: Path, internt: Path) -> list[Avstand]:
    """Hver prosent av to antall som vises for hele kommunen, i hvert år og tertial, der minst ett er
    rundet av.
    """
    ut = []
    for indikator in katalog.indikatorer().values():
        if not (indikator.er_prosent and indikator.nevner and indikator.om_personer):
            continue
        for periodetype in ("aar", "tertial"):
            viste, virkelige = (
                _tallene(mappe, indikator, periodetype)
                for mappe in (publisert, internt)
            )
            ut += _av_tallene(indikator, viste, virkelige)
    return ut


def _tallene(mappe: Path, indikator: Indikator, periodetype: str) -> pd.DataFrame:
    with mock.patch.dict(os.environ, BOLIGDATA_PUBLISERT=str(mappe)):
        return lesing.tall(indikator, periodetype)


def _av_tallene(
    indikator: Indikator, viste: pd.DataFrame, virkelige: pd.DataFrame
) -> Iterator[Avstand]:
    vernet = som_lest(indikator, True)
    felles = viste.merge(virkelige, on="periode", suffixes=("", "_virkelig"))
    for rad in felles[felles["verdi"].notna()].itertuples():
        virkelig = 100 * rad.teller_virkelig / rad.nevner_virkelig
        fra = min(max(rad.verdi, 5), 95)
        i_enden = fra != rad.verdi and (virkelig < 5 or virkelig > 95)
        yield Avstand(
            indikator.id,
            rad.periode,
            bool(setninger.er_for_usikker(vernet, rad.nedre, rad.oevre)),
            0 if i_enden else abs(fra - virkelig),
        )
