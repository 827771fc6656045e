"""Sjekk uttrekkene slik de blir med utkastet, uten å publisere: hva er galt, og hva endrer seg?"""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from boligdata.bygg import leveranse, noekkel, rettigheter, utgiver
from boligdata.bygg.gangen import Bygg, i_minnet
from boligdata.bygg.utkast import hvilken, merket, samlet, svar, virkning
from boligdata.felles import config, kilder, kommunefil, skrivemaater, utkast
from boligdata.felles.config import Kommune

# Så stor del av hele bygget er det å lese og regne.
_LEST_OG_REGNET = 0.55


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


def sjekk(
    uttrekk: Path,
    mappe: Path,
    fremdrift: Callable[[str, float], None] = lambda tekst, andel: None,
    forklar: bool = False,
) -> dict:
    """Rapporten om utkastet i `mappe`, til skjermen. Filene med feilene merket legges i den samme mappen.
    `fremdrift(tekst, andel)` kalles underveis med andel fra 0 til 1. Med `forklar` er det også med hvordan
    hver fil er forstått.
    """
    forrige = utgiver.forrige(config.publisert_mappe(), config.internt_mappe())
    with samlingen(uttrekk, mappe) as samlingen_, i_minnet() as con:
        kommune = samlingen_.kommune
        bygget = Bygg(
            con,
            kommune,
            forrige,
            lambda tekst, andel: fremdrift(tekst, andel / _LEST_OG_REGNET),
        )
        bygget.les(samlingen_.mappe, forklar)
        bygget.regn()
        merket.skriv(
            samlingen_.byttet.inn,
            {en.fil: en.kilde for en in samlingen_.gjenkjente},
            samlingen_.alle,
            bygget.rapport,
            kommune.mest_mb,
            mappe,
        )
        sist = leveranse.les(
            forrige.leveranse, kommune, noekkel.avled(leveranse.NOEKKEL)
        )
        return svar.som_json(
            bygget.rapport,
            samlingen_.gjenkjente,
            samlingen_.byttet,
            sist,
            virkning.finn(con, forrige.internt_har_kubene),
        )
