"""Excel slik statistikkbanken lager det, lagt ut som én rad per tall, og det som ikke kan leses av tabeller
uten kodene.

Navnene på variablene står bare i tittelen («07459: Befolkning, etter region, alder og år»), en verdi står
bare der den begynner, og under tallene står navnet og telefonnummeret til dem som lager statistikken.
"""

import itertools
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from boligdata.bygg.ingest import jsonstat, statistikkfil
from boligdata.bygg.ingest.rapport import Filfeil
from boligdata.felles.kilder import Kilde
from boligdata.felles.maalform import fast

Rad = tuple[int, list[str]]

_DET_SOM_TELLES = "statistikkvariabel"

# Dagen SSB oppdaterte tabellen, under tallene.
_DAGEN = re.compile(r"(\d{4})(\d{2})(\d{2}) \d{2}:\d{2}")
_TITTEL = re.compile(r"(?P<tabell>\d{5}): .*?,? etter (?P<foran>.+) og (?P<siste>.+)")


def rader(fil: str, alle: Iterator[Rad], kilde: Kilde) -> Iterator[Rad]:
    """Radene lagt ut når arket er fra statistikkbanken, ellers slik de står. Kaster `Filfeil` når det er en
    annen tabell enn kilden leses av.
    """
    foerste = next(alle, None) if kilde.jsonstat else None
    if foerste is None:
        return alle
    tittel = _TITTEL.fullmatch("".join(foerste[1]).strip())
    if tittel is None:
        return itertools.chain([foerste], alle)
    tabell = tittel["tabell"]
    krev_at_den_kan_leses(fil, {tabell}, kilde)
    if kilde.tabeller and tabell not in kilde.tabeller:
        raise jsonstat.annen_tabell(fil, tabell, kilde, kilde.tabeller)
    telles = kilde.jsonstat[0].dimensjoner.get("ContentsCode", _DET_SOM_TELLES)
    variabler = [*tittel["foran"].split(", "), tittel["siste"]]
    variabler = [telles if navn == _DET_SOM_TELLES else navn for navn in variabler]
    resten = list(alle)
    return _lagt_ut(variabler, resten) or itertools.chain([foerste], resten)


def kolonner(sti: Path, alle: Iterator[Rad], kilde: Kilde) -> jsonstat.Kolonner | None:
    """Kolonnene i arket når det er en tabell vi henter, og kodene står i det, ellers None."""
    foerste = next(alle, None) if kilde.jsonstat else None
    tittel = foerste and _TITTEL.fullmatch("".join(foerste[1]).strip())
    if not tittel:
        return None
    resten = list(alle)
    variabler = [*tittel["foran"].split(", "), tittel["siste"]]
    lagt_ut = _lagt_ut(variabler, resten)
    if lagt_ut is None:
        return None
    dagen = next(
        (
            treff
            for _, celler in resten
            for treff in map(_DAGEN.fullmatch, celler)
            if treff
        ),
        None,
    )
    svar = statistikkfil.som_jsonstat(
        sti,
        (celler for _, celler in lagt_ut),
        kilde,
        tittel["tabell"],
        "-".join(dagen.groups()) if dagen else "",
    )
    return jsonstat.av_svaret(sti.name, svar, kilde) if svar else None


def kolonner_i_csv(
    sti: Path, alle: Iterable[Rad], kilde: Kilde, nevnt: Collection[str]
) -> jsonstat.Kolonner | None:
    """Det samme for en CSV, der bare navnet på filen sier hvilken tabell det er."""
    if len(nevnt) != 1:
        return None
    celler = (celler for _, celler in alle)
    svar = statistikkfil.som_jsonstat(sti, celler, kilde, *nevnt)
    return jsonstat.av_svaret(sti.name, svar, kilde) if svar else None


def krev_at_den_kan_leses(fil: str, tabeller: Collection[str], kilde: Kilde) -> None:
    """Kast `Filfeil` når en av tabellene er delt på mer, og det ikke står hvilken del hvert tall er: en del
    kunne bli lest som alt.
    """
    if delt := kilde.delt_paa_mer & {*tabeller}:
        raise Filfeil(
            fast("mangler koder"),
            f"Tabell {', '.join(sorted(delt))} i «{fil}» er delt på mer enn region og år, og det står ikke "
            "med koder hvilken del hvert tall er. Last den ned på nytt med både kode og tekst, eller på nytt "
            "som JSON-stat2.",
        )


def krev_koder(fil: str, tabeller: Iterable[pa.Table], kilde: Kilde) -> None:
    """Kast `Filfeil` når det som telles, står med navnet sitt og ikke med koden SSB bruker. Ingen av tallene
    ville ha blitt vist.
    """
    for tabell, kolonne in itertools.product(tabeller, kilde.kolonner.values()):
        if kolonne.type != "statistikkode" or kolonne.id not in tabell.column_names:
            continue
        for tekst in pc.unique(tabell[kolonne.id]).to_pylist():
            if len((tekst or "").split()) > 1:
                raise Filfeil(
                    fast("navn i stedet for kode"),
                    f"I «{fil}» står navnet på det som telles, og ikke koden SSB bruker. Last ned tabellen "
                    "på nytt med både kode og tekst, eller på nytt som JSON-stat2.",
                    kolonne=kolonne.navn,
                    verdi=tekst,
                )


def _lagt_ut(variabler: list[str], alle: list[Rad]) -> Iterator[Rad] | None:
    """None når arket ikke har variablene i tittelen bortover og nedover."""
    igjen = _sammenhengende(alle)
    hode = list(itertools.takewhile(lambda rad: not rad[1][0], igjen))
    if not hode or len(hode) == len(igjen):
        return None
    foran = min(_foerste_fylte(celler) for _, celler in hode)
    plasser = _plasser(foran, len(variabler) - len(hode))
    if plasser is None:
        return None
    bredde = max(len(celler) for _, celler in hode)
    bortover = [_fyll(_utvidet(celler, bredde)[foran:]) for _, celler in hode]
    overskrift = (hode[-1][0], [*variabler, "value"])
    return itertools.chain(
        [overskrift], _tallene(igjen[len(hode) :], foran, plasser, bortover)
    )


def _tallene(
    rader: list[Rad], foran: int, plasser: list[int], bortover: list[list[str]]
) -> Iterator[Rad]:
    nedover = [""] * len(plasser)
    for nr, celler in rader:
        celler = _utvidet(celler, foran)
        nedover = [celler[plass] or foer for plass, foer in zip(plasser, nedover)]
        for tall, *over in zip(celler[foran:], *bortover):
            if tall:
                yield nr, [*nedover, *over, tall]


def _plasser(foran: int, variabler: int) -> list[int] | None:
    """Kolonnen til hver variabel nedover: den med koden, når koden og navnet står i hver sin."""
    if variabler < 1:
        return None
    if foran == variabler:
        return list(range(variabler))
    if foran == 2 * variabler:
        return list(range(0, foran, 2))
    # Bare regionen har kode.
    return [0, *range(2, foran)] if foran == variabler + 1 else None


def _sammenhengende(alle: list[Rad]) -> list[Rad]:
    """Radene fram til den første tomme: der slutter tallene."""
    fylte = [rad for rad in alle if any(rad[1])]
    return [rad for plass, rad in enumerate(fylte) if rad[0] == fylte[0][0] + plass]


def _foerste_fylte(celler: list[str]) -> int:
    return next((plass for plass, celle in enumerate(celler) if celle), len(celler))


def _utvidet(celler: list[str], bredde: int) -> list[str]:
    """Tomme celler bakerst er ikke med i raden."""
    return [*celler, *[""] * (bredde - len(celler))]


def _fyll(celler: list[str]) -> list[str]:
    """Verdien gjelder til den neste begynner."""
    return list(itertools.accumulate(celler, lambda foer, celle: celle or foer))
