"""Sjekk uttrekkene slik de blir med utkastet, uten å publisere: hva er galt, og hva endrer seg?"""

from collections.abc import Callable
from pathlib import Path

from boligdata.bygg import leveranse, noekkel, utgiver
from boligdata.bygg.gangen import Bygg, i_minnet
from boligdata.bygg.utkast import merket, svar, virkning
from boligdata.bygg.utkast.samling import samlingen
from boligdata.felles import config

# Så stor del av hele bygget er det å lese og regne.
_LEST_OG_REGNET = 0.55


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
