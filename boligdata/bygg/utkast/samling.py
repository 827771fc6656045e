"""Utkastet kjent igjen og samlet med uttrekkene: det en sjekk leser, og det en publisering bygger på."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from boligdata.bygg import rettigheter, utgiver
from boligdata.bygg.utkast import hvilken, samlet
from boligdata.felles import config, kilder, kommunefil, skrivemaater, utkast
from boligdata.felles.config import Kommune


@dataclass(frozen=True)
class Samling:
    """Uttrekkene slik de blir: mappen de er samlet i, kommunen, avtalen med kommunens egne overskrifter,
    filene i utkastet og hva de bytter ut.
    """

    mappe: Path
    kommune: Kommune
    alle: dict[str, kilder.Kilde]
    gjenkjente: list[hvilken.Gjenkjent]
    byttet: samlet.Bytte


@contextlib.contextmanager
def samlingen(uttrekk: Path, mappe: Path) -> Iterator[Samling]:
    """Utkastet i `mappe`, kjent igjen og lagt inn blant uttrekkene. Ingen andre får lese det. Kaster
    `Brukerfeil` når mappen ikke kan skrives til.
    """
    kommune = config.les_kommune(utkast.med(mappe, kommunefil.FIL, uttrekk))
    med_listen = utkast.med(mappe, skrivemaater.FIL, uttrekk)
    egne = skrivemaater.les(med_listen, kommune.omraader)
    alle = egne.i_kildene(kilder.kilder())
    valg = utkast.les_valg(mappe)
    gjenkjente = [
        hvilken.kjenn_igjen(fil, alle, kommune.mest_mb, valg.kilder.get(fil.name))
        for fil in utkast.filer(mappe)
    ]
    byttet = samlet.bytte(uttrekk, mappe, gjenkjente, valg.behold, alle)
    with (
        rettigheter.bare_eieren(),
        utgiver.forklar_skrivefeil(mappe),
        samlet.samle(uttrekk, mappe, byttet) as samlet_mappe,
    ):
        yield Samling(samlet_mappe, kommune, alle, gjenkjente, byttet)
