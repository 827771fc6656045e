"""Det én utgave sier om hvert tall i hver periode: tallet, dommene og setningen.

Utsagnene lages av de samme reglene som sidene bruker, som om perioden var den siste det fantes
tall for. Da er hvert år og hvert tertial med, og ikke bare de nyeste.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from boligdata import lesing
from boligdata.felles import katalog
from boligdata.innhold import kort, setninger
from boligdata.innhold.vurdering import Maalet

PERIODETYPER = ("aar", "tertial")


@dataclass(frozen=True)
class Hva:
    """Ett tall i én periode: en indikator for hele kommunen, eller for én verdi av et filter."""

    indikator: str
    filter: tuple[tuple[str, str], ...]
    periode: str


@dataclass(frozen=True)
class Utsagn:
    """Det utgaven sier om ett tall, med tallet og spennet i enheten indikatoren er erklært i.
    `nok_til_maalet` er sant når det er så mange at dommen over målet ikke er en dom over de få.
    """

    tall: float
    nedre: float
    oevre: float
    naadd: bool | None
    nok_til_maalet: bool
    dom: str
    planen: str
    maalet: Maalet | None
    setning: str


def utsagn(utgave: Path, hver: int = 1) -> dict[Hva, Utsagn]:
    """Alt utgaven i mappen sier. Med `hver` er bare hver så mange av tallene med filter med, ikke
    de samme for alle indikatorene.
    """
    with les_fra(utgave):
        return dict(
            par
            for nr, (indikator, filtre) in enumerate(_tallene())
            if not filtre or nr % hver == 0
            for periodetype in PERIODETYPER
            for par in _om(indikator, filtre, periodetype)
        )


@contextmanager
def les_fra(utgave: Path) -> Iterator[None]:
    """Alt inne i blokken leses fra denne utgaven."""
    foer = os.environ.get("BOLIGDATA_PUBLISERT")
    os.environ["BOLIGDATA_PUBLISERT"] = str(utgave)
    try:
        with lesing.samme_tall():
            yield
    finally:
        if foer is None:
            del os.environ["BOLIGDATA_PUBLISERT"]
        else:
            os.environ["BOLIGDATA_PUBLISERT"] = foer


def _tallene() -> Iterator[tuple[katalog.Indikator, dict[str, str]]]:
    filtre = [
        {egenskap: verdi}
        for egenskap in katalog.FILTRE
        for verdi in lesing.verdier(egenskap)
    ]
    for indikator in katalog.indikatorer().values():
        if indikator.om_personer:
            yield from ((indikator, valgt) for valgt in ({}, *filtre))


def _om(
    indikator: katalog.Indikator, filtre: dict[str, str], periodetype: str
) -> Iterator[tuple[Hva, Utsagn]]:
    try:
        spoersmaal = lesing.still(indikator, periodetype, filtre=filtre)
    except lesing.IkkePublisert:
        return
    if dict(spoersmaal.filtre) != filtre:
        return  # Filteret virker ikke, så dette er tallet for hele kommunen en gang til.
    data = lesing.svar(spoersmaal)
    for siste in range(1, len(data) + 1):
        hittil = data.iloc[:siste]
        if pd.notna(hittil["verdi"].iloc[-1]):
            hva = Hva(indikator.id, spoersmaal.filtre, hittil["periode"].iloc[-1])
            yield hva, _utsagn(spoersmaal, hittil)


def _utsagn(spoersmaal: lesing.Spoersmaal, hittil: pd.DataFrame) -> Utsagn:
    indikator = spoersmaal.indikator
    verdi, nedre, oevre = hittil[["verdi", "nedre", "oevre"]].iloc[-1]
    i_katalogen = indikator.visningsenhet.faktor / indikator.eksakt_enhet.faktor
    dom = kort.bedoem(spoersmaal, hittil)
    return Utsagn(
        verdi / i_katalogen,
        nedre / i_katalogen,
        oevre / i_katalogen,
        indikator.naadd(nedre, oevre),
        _nok_til_maalet(spoersmaal, hittil.iloc[-1]),
        dom.dom,
        dom.planen.dom if dom.planen else "ukjent",
        dom.maalet,
        setninger.utvikling(indikator, hittil, dom),
    )


def _nok_til_maalet(spoersmaal: lesing.Spoersmaal, rad: pd.Series) -> bool:
    indikator = katalog.indikatorer()[spoersmaal.indikator.id]
    if indikator.maaltall is None or not indikator.er_prosent or indikator.verdi:
        return True
    return rad["nevner"] - rad["i_nevner"] >= indikator.minste_nevner_til_dom
