"""Angrepet på egne tall: hva kan den som kjenner metoden, regne seg tilbake til?

Angriperen ser alle viste tall og vet hvor mye de kan avvike, hvilke tall som summerer til hvilke, og hvilke som er deler av
andre. Publiseringen stoppes når noe tall fra 1 til 4 kan bevises å ligge der.
"""

from typing import NamedTuple

import numpy as np

from boligdata.vern.avrunding import BASIS, Krav, Rekker, Tabellverk, loes_program, rekker

_RUNDER = 50
_TOLERANSE = 1e-6


class Funn(NamedTuple):
    """Noe galt i en tabell. `celle` er plassen i tabellverket."""

    tabell: str
    celle: int
    grunn: str


def angrip(verk: Tabellverk, vist: np.ndarray, avvik: np.ndarray, slipp: tuple[str, ...] = ()) -> list[Funn]:
    """Alt som er galt med de viste tallene. Tom liste betyr at de kan publiseres.

    `avvik` er det største avviket som er erklært for hver celle. Krav av slagene i `slipp` trenger ikke de viste tallene å
    oppfylle, men angriperen bruker dem like fullt: de er sanne for de virkelige tallene.
    """
    funn = _brutte_loefter(verk, vist, avvik, slipp)
    if funn:
        return funn
    smaa = np.flatnonzero((verk.antall > 0) & (verk.antall < BASIS))
    nedre, oevre = mulige_tall(verk, vist, avvik)
    funn = [_avsloert(verk, c) for c in smaa if _er_avsloert(nedre[c], oevre[c])]
    return funn or _avsloert_av_program(verk, vist, nedre, oevre, smaa)


def _brutte_loefter(verk: Tabellverk, vist: np.ndarray, avvik: np.ndarray, slipp: tuple[str, ...]) -> list[Funn]:
    feil = [
        ((vist % BASIS != 0) | (vist < 0), "tallet er ikke en hel femmer"),
        ((verk.antall == 0) & (vist != 0), "null er ikke null lenger"),
        (np.abs(vist - verk.antall) > avvik, "tallet avviker mer enn erklært"),
    ]
    funn = [Funn(verk.tabell[c], int(c), grunn) for galt, grunn in feil for c in np.flatnonzero(galt)]
    loefter = [k for k in verk.krav if k.slag not in slipp]
    for krav, tall, grunn in (
        (verk.krav, verk.antall, "de virkelige tallene henger ikke sammen som erklært"),
        (loefter, vist, "de viste tallene summerer ikke"),
    ):
        funn += [Funn(verk.tabell[k.celler[0]], k.celler[0], grunn) for k in krav if not _oppfylt(k, tall)]
    return funn


def _oppfylt(krav: Krav, tall) -> bool:
    return krav.nedre <= sum(v * int(tall[c]) for c, v in zip(krav.celler, krav.vekter)) <= krav.oevre


def mulige_tall(verk: Tabellverk, vist: np.ndarray, avvik: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Minste og største mulige verdi for hver celle, snevret inn krav for krav til det ikke går lenger."""
    nedre, oevre = np.maximum(vist - avvik, 0).astype(float), (vist + avvik).astype(float)
    rader = rekker(verk.krav)
    if not verk.krav:
        return nedre, oevre
    for _ in range(_RUNDER):
        foer = nedre.copy(), oevre.copy()
        _snevr_inn(rader, nedre, oevre)
        if (nedre == foer[0]).all() and (oevre == foer[1]).all():
            break
    return nedre, oevre


def _snevr_inn(rader: Rekker, nedre: np.ndarray, oevre: np.ndarray) -> None:
    """Det resten av et krav minst og mest kan være, sier hva som er igjen til hver celle i det."""
    rad, verdier, kolonner = np.repeat(np.arange(len(rader.nedre)), np.diff(rader.start)), rader.verdier, rader.kolonner
    opp = verdier > 0
    minst = verdier * np.where(opp, nedre[kolonner], oevre[kolonner])
    mest = verdier * np.where(opp, oevre[kolonner], nedre[kolonner])
    igjen_mest = rader.oevre[rad] - (np.bincount(rad, minst)[rad] - minst)
    igjen_minst = rader.nedre[rad] - (np.bincount(rad, mest)[rad] - mest)
    np.maximum.at(nedre, kolonner, np.ceil(np.where(opp, igjen_minst, igjen_mest) / verdier - _TOLERANSE))
    np.minimum.at(oevre, kolonner, np.floor(np.where(opp, igjen_mest, igjen_minst) / verdier + _TOLERANSE))


def _avsloert_av_program(verk: Tabellverk, vist, nedre, oevre, smaa) -> list[Funn]:
    """Den sterkeste angriperen løser et lineært program for hver celle.

    Er de viste tallene selv et mulig svar, er alle cellene trygge: hver av dem kan være femmeren som vises. Er de ikke det,
    regnes det tabell for tabell, og til slutt celle for celle.
    """
    if len(smaa) == 0 or _er_mulig(verk, vist, nedre, oevre):
        return []
    funn = []
    for tabell in dict.fromkeys(verk.tabell[c] for c in smaa):
        celler = [c for c in smaa if verk.tabell[c] == tabell]
        fast_nedre, fast_oevre = nedre.copy(), oevre.copy()
        fast_nedre[celler] = fast_oevre[celler] = vist[celler]
        if loes_program(np.zeros(len(vist)), fast_nedre, fast_oevre, rekker(verk.krav)) is None:
            funn += [_avsloert(verk, c) for c in celler if _er_avsloert(*ytterpunkter(verk, nedre, oevre, c))]
    return funn


def _er_mulig(verk: Tabellverk, tall, nedre, oevre) -> bool:
    return bool(((nedre <= tall) & (tall <= oevre)).all()) and all(_oppfylt(k, tall) for k in verk.krav)


def ytterpunkter(verk: Tabellverk, nedre: np.ndarray, oevre: np.ndarray, celle: int) -> tuple[float, float]:
    """Det minste og det største tallet cellen kan være, når alle kravene brukes samtidig."""
    kostnad, rader = np.zeros(len(nedre)), rekker(verk.krav)
    kostnad[celle] = 1
    minst, mest = (loes_program(fortegn * kostnad, nedre, oevre, rader) for fortegn in (1, -1))
    return minst[celle], mest[celle]


def _er_avsloert(nedre: float, oevre: float) -> bool:
    return nedre > _TOLERANSE and oevre < BASIS - _TOLERANSE


def _avsloert(verk: Tabellverk, celle: int) -> Funn:
    return Funn(verk.tabell[celle], int(celle), "det går an å regne ut at tallet er mellom 1 og 4")
