"""Tekst limt inn fra Word, Excel eller en nettside, og CSV-filer: fra tekst til rader."""

import csv
import io
import re
from collections.abc import Callable, Iterator

from boligdata.arbeid.inntak.raatabell import Raarad, Raatabell
from boligdata.arbeid.inntak.svar import Inntaksfeil
from boligdata.felles.maalform import si

# Hvor langt ned vi leter etter overskriften når skilletegnet skal velges.
LET_I = 40
_SKILLETEGN = ("\t", ";", ",", "|")
_STREKLINJE = re.compile(r"[|\s:+-]+")


def tabeller(tekst: str, treff: Callable[[list[str]], int]) -> list[Raatabell]:
    """Tabellen i teksten. `treff(rad)` er hvor mange kjente overskrifter raden har: skilletegnet er
    det som lar oss kjenne igjen flest.
    """
    tekst = tekst.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")

    def beste(skille: str) -> tuple[int, int]:
        starten = [rad for _, rad in _delt(tekst, skille, LET_I)]
        return (
            max((treff(rad) for rad in starten), default=0),
            -_SKILLETEGN.index(skille),
        )

    skille = max(_SKILLETEGN, key=beste)
    rader = list(_delt(tekst, skille))
    if skille == "\t" and '"' not in tekst:
        rader = list(_med_avsnitt_i_celler(rader, treff))
    return [
        Raatabell(
            "",
            tuple(
                Raarad(nr, tuple(celle.strip() for celle in rad)) for nr, rad in rader
            ),
        )
    ]


def _delt(
    tekst: str, skille: str, hoeyst: int | None = None
) -> Iterator[tuple[int, list[str]]]:
    """Radene med linjen de begynner på. Et anførselstegn som ikke er lukket, tar ikke resten av
    teksten med seg: da leses linjene uten dem.
    """
    if skille == "|":
        yield from _med_streker(tekst, hoeyst)
        return
    if _har_aapent_sitat(tekst, skille):
        leser = csv.reader(
            io.StringIO(tekst, newline=""), delimiter=skille, quoting=csv.QUOTE_NONE
        )
    else:
        leser = csv.reader(io.StringIO(tekst, newline=""), delimiter=skille)
    start = 1
    try:
        for nr, rad in enumerate(leser):
            if hoeyst is not None and nr >= hoeyst:
                return
            yield start, rad
            start = leser.line_num + 1
    except csv.Error:
        raise Inntaksfeil(
            si(
                "Teksten i rad {start} er for lang til å være en celle i en tabell. Lim inn bare "
                "tabellen.",
                start=start,
            )
        ) from None


def _har_aapent_sitat(tekst: str, skille: str) -> bool:
    """Står det et anførselstegn som begynner en celle, men aldri slutter den?"""
    aapner = len(re.findall(rf'(?:^|{re.escape(skille)})"', tekst, re.MULTILINE))
    lukker = len(re.findall(rf'"(?:$|{re.escape(skille)})', tekst, re.MULTILINE))
    return aapner > lukker


def _med_streker(tekst: str, hoeyst: int | None) -> Iterator[tuple[int, list[str]]]:
    """En tabell skrevet med loddrette streker, som i Markdown."""
    linjer = tekst.split("\n")[:hoeyst]
    for nr, linje in enumerate(linjer, 1):
        if not _STREKLINJE.fullmatch(linje):
            yield nr, linje.strip().strip("|").split("|")


def _med_avsnitt_i_celler(
    rader: list[tuple[int, list[str]]], treff: Callable[[list[str]], int]
) -> Iterator[tuple[int, list[str]]]:
    """Word limer inn avsnittene i en celle som linjer uten anførselstegn. En rad som er kortere enn
    overskriften, går sammen med linjene under til den er full.
    """
    bredde = len(max((rad for _, rad in rader[:LET_I]), key=treff, default=[]))
    uferdig: tuple[int, list[str]] | None = None
    for nr, rad in rader:
        if not any(rad):
            continue
        if (
            uferdig
            and _fortsetter(rad, bredde - len(uferdig[1]))
            and nr - uferdig[0] < _FLEST_LINJER
        ):
            samlet = [*uferdig[1][:-1], f"{uferdig[1][-1]}\n{rad[0]}", *rad[1:]]
            uferdig = (uferdig[0], samlet)
        else:
            if uferdig:
                yield uferdig
            uferdig = (nr, rad)
        if len(uferdig[1]) >= bredde:
            yield uferdig
            uferdig = None
    if uferdig:
        yield uferdig


# Slik begynner et nytt tiltak eller et nytt mål.
_NY_RAD = re.compile(
    r"\s*(?:\d+\.\d|\d+[.)] |(?:hoved|hovud|del)?mål\b|innsatsområde|sats\w+område)",
    re.I,
)


# Så mange linjer har ingen celle i en plan. Flere er tekst som ikke er en tabell.
_FLEST_LINJER = 50


def _fortsetter(rad: list[str], mangler: int) -> bool:
    """Er linjen en fortsettelse av raden over, som mangler så mange celler?"""
    return len(rad) - 1 <= mangler and not _NY_RAD.match(rad[0])
