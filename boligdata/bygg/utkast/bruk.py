"""Utkastet tas i bruk: tallene publiseres, og filene får plassen sin blant uttrekkene. Det kan angres.

Uttrekkene røres først når tallene er publisert. Blir det avbrutt før det, er alt som før. Blir det avbrutt
etter, gjøres det ferdig neste gang (`bytte`).
"""

from collections.abc import Callable
from pathlib import Path

from boligdata.bygg import gangen, utgiver
from boligdata.bygg.utkast import bytte
from boligdata.bygg.utkast.bytte import Gjort
from boligdata.bygg.utkast.samling import samlingen
from boligdata.felles import config, utkast
from boligdata.felles.config import Brukerfeil


def publiser(
    uttrekk: Path | None,
    mappe: Path,
    fremdrift: Callable[[str, float], None] = lambda tekst, andel: None,
) -> None:
    """Bygg tallene med filene i utkastet i `mappe`, publiser dem, og legg filene blant kommunens uttrekk. Ble
    det avbrutt sist, etter at tallene var publisert, er det det som gjøres ferdig. `uttrekk` er mappen med
    dem som er der fra før, ellers den som gjelder.

    `fremdrift(tekst, andel)` kalles underveis med andel fra 0 til 1. Kaster `Brukerfeil` når det ikke går.
    Da er verken tallene eller uttrekkene endret, eller det står i meldingen hva som gjenstår.
    """
    gjort = bytte.fullfoer()
    if not utkast.har_noe(mappe):
        if gjort == Gjort.PUBLISERT:
            return
        raise Brukerfeil("Det er ingen filer å publisere. Legg dem inn først.")
    uttrekk = uttrekk or config.uttrekk_mappe()
    with samlingen(uttrekk, mappe) as samling:
        try:
            gangen.bygg(
                samling.mappe,
                fremdrift=fremdrift,
                foer_bruk=lambda navn: bytte.forbered(uttrekk, mappe, samling, navn),
            )
        finally:
            bytte.fullfoer()


def angre() -> None:
    """Gå tilbake til det som var publisert før. Filene som ble lastet opp, ligger i utkastet igjen, og
    dem de erstattet, er på plass. Kaster `Brukerfeil` når det ikke er noe å gå tilbake til.

    Er det bygget på kommandolinjen etterpå, er det ikke disse filene som er angret, og de blir liggende.
    """
    if bytte.fullfoer() != Gjort.ANGRET:
        utgiver.angre(config.publisert_mappe(), config.internt_mappe())
        bytte.fullfoer()
