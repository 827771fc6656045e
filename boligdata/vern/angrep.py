"""Angrepet på egne tall: hva kan den som kjenner metoden, regne seg tilbake til?

Angriperen ser alle viste tall og vet hvor mye de kan avvike, hvilke tall som summerer til hvilke,
og hvilke som er deler av andre. Publiseringen stoppes når noe tall fra 1 til 4 kan bevises å ligge
der.
"""

from typing import NamedTuple

import numpy as np

from boligdata.vern.avrunding import BASIS, Tabellverk, viste_noe
from boligdata.vern.program import Program, Rekker

_RUNDER = 50
_TOLERANSE = 1e-6


class Funn(NamedTuple):
    """Noe galt i en tabell. `celle` er plassen i tabellverket."""

    tabell: str
    celle: int
    grunn: str


def angrip(
    verk: Tabellverk, vist: np.ndarray, avvik: np.ndarray, slipp: tuple[str, ...] = ()
) -> list[Funn]:
    """Alt som er galt med de viste tallene. Tom liste betyr at de kan publiseres.

    `avvik` er det største avviket som er erklært for hver celle. Krav av slagene i `slipp` trenger
    ikke de viste tallene å oppfylle, men angriperen bruker dem like fullt: de er sanne for de
    virkelige tallene.
    """
    funn = _brutte_loefter(verk, vist, avvik, slipp)
    if funn:
        return funn
    nedre, oevre = mulige_tall(verk, vist, avvik)
    return _innsnevret(verk, nedre, oevre) or _avsloert_av_program(
        verk, vist, nedre, oevre
    )


def angrip_alle_aar(
    verk: Tabellverk, vist: np.ndarray, avvik: np.ndarray
) -> list[Funn]:
    """Små tall som kan regnes ut når alle år ses under ett.

    Hvert år for seg er alt angrepet med lineære programmer. Over mange år blir de for store, så her
    snevres det bare inn, krav for krav.
    """
    return (
        []
        if _er_mulig(verk, vist, 0, np.inf)
        else _innsnevret(verk, *mulige_tall(verk, vist, avvik))
    )


def _smaa(verk: Tabellverk) -> np.ndarray:
    return np.flatnonzero((verk.antall > 0) & (verk.antall < BASIS) & ~verk.kjent)


def _innsnevret(verk: Tabellverk, nedre: np.ndarray, oevre: np.ndarray) -> list[Funn]:
    return [
        _avsloert(verk, celle)
        for celle in _smaa(verk)
        if _er_avsloert(nedre[celle], oevre[celle])
    ]


def _brutte_loefter(
    verk: Tabellverk, vist: np.ndarray, avvik: np.ndarray, slipp: tuple[str, ...]
) -> list[Funn]:
    feil = [
        ((vist % BASIS != 0) | (vist < 0), "tallet er ikke en hel femmer"),
        (
            (verk.antall == 0) & (vist != 0) & ~viste_noe(verk),
            "null er ikke null lenger",
        ),
        (np.abs(vist - verk.antall) > avvik, "tallet avviker mer enn erklært"),
    ]
    funn = [
        Funn(verk.tabell[celle], int(celle), grunn)
        for galt, grunn in feil
        for celle in np.flatnonzero(galt)
    ]
    loefter = verk.rekker.bare(~verk.rekker.har_noe_eksakt).uten(slipp)
    for rader, tall, grunn in (
        (
            verk.rekker,
            verk.antall,
            "de virkelige tallene henger ikke sammen som erklært",
        ),
        (loefter, vist, "de viste tallene summerer ikke"),
    ):
        foerste = rader.kolonner[rader.start[rader.brutt(tall)]]
        funn += [Funn(verk.tabell[celle], int(celle), grunn) for celle in foerste]
    return funn


def mulige_tall(
    verk: Tabellverk, vist: np.ndarray, avvik: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Minste og største mulige verdi for hver celle, snevret inn krav for krav til det ikke går
    lenger.
    """
    # Det som vises i en celle som er tømt, er ikke noe bevis for at det er noen der.
    noen = (vist > 0) & (verk.antall > 0)
    nedre = np.maximum(vist - avvik, noen).astype(float)
    oevre = (vist + avvik).astype(float)
    if not verk.rekker.antall:
        return nedre, oevre
    rad = verk.rekker.rad
    for _ in range(_RUNDER):
        foer = nedre.copy(), oevre.copy()
        _snevr_inn(verk.rekker, rad, nedre, oevre)
        if (nedre == foer[0]).all() and (oevre == foer[1]).all():
            break
    return nedre, oevre


def _snevr_inn(
    rader: Rekker, rad: np.ndarray, nedre: np.ndarray, oevre: np.ndarray
) -> None:
    """Det resten av et krav minst og mest kan være, sier hva som er igjen til hver celle i det."""
    verdier, kolonner = rader.verdier, rader.kolonner
    opp = verdier > 0
    minst = verdier * np.where(opp, nedre[kolonner], oevre[kolonner])
    mest = verdier * np.where(opp, oevre[kolonner], nedre[kolonner])
    igjen_mest = rader.oevre[rad] - (np.bincount(rad, minst)[rad] - minst)
    igjen_minst = rader.nedre[rad] - (np.bincount(rad, mest)[rad] - mest)
    np.maximum.at(
        nedre,
        kolonner,
        np.ceil(np.where(opp, igjen_minst, igjen_mest) / verdier - _TOLERANSE),
    )
    np.minimum.at(
        oevre,
        kolonner,
        np.floor(np.where(opp, igjen_mest, igjen_minst) / verdier + _TOLERANSE),
    )


def _avsloert_av_program(verk: Tabellverk, vist, nedre, oevre) -> list[Funn]:
    """Den sterkeste angriperen løser lineære programmer med alle kravene på en gang.

    Er de viste tallene selv et mulig svar, er alle cellene trygge: hver av dem kan være femmeren
    som vises. Ellers letes det etter mulige svar der så mange som mulig er null eller minst fem, først
    slik de vises og så motsatt, og de som blir igjen, prøves én og én.
    """
    if _er_mulig(verk, vist, nedre, oevre):
        return []
    utrygge, foer = _smaa(verk), None
    while len(utrygge) and len(utrygge) != foer:
        foer = len(utrygge)
        for helst_null in (vist <= 0, vist > 0):
            utrygge = _fortsatt_utrygge(verk, helst_null, nedre, oevre, utrygge)
    return [
        _avsloert(verk, celle)
        for celle in utrygge
        if _er_avsloert(*ytterpunkter(verk, nedre, oevre, celle))
    ]


def _fortsatt_utrygge(
    verk: Tabellverk, helst_null, nedre, oevre, utrygge: np.ndarray
) -> np.ndarray:
    """De av cellene som er mellom null og fem i det mulige svaret der det til sammen mangler minst på at
    de er null, eller minst fem der `helst_null` er usann.
    """
    if not len(utrygge):
        return utrygge
    program = Program()
    celler = program.nye(nedre, oevre, np.zeros(len(nedre)))
    program.krev(verk.rekker, celler)
    ingen = np.zeros(len(utrygge))
    mangler = program.nye(ingen, ingen + np.inf, ingen + 1)
    null = helst_null[utrygge]
    til_null = celler[utrygge[null]]
    til_fem = celler[utrygge[~null]]
    program.krev_par(til_null, 1, mangler[null], -1, -np.inf, 0)
    program.krev_par(til_fem, 1, mangler[~null], 1, BASIS, np.inf)
    mulig = program.loes()[utrygge]
    return utrygge[(mulig > _TOLERANSE) & (mulig < BASIS - _TOLERANSE)]


def _er_mulig(verk: Tabellverk, tall, nedre, oevre) -> bool:
    return bool(((nedre <= tall) & (tall <= oevre)).all()) and not len(
        verk.rekker.brutt(tall)
    )


def ytterpunkter(
    verk: Tabellverk, nedre: np.ndarray, oevre: np.ndarray, celle: int
) -> tuple[float, float]:
    """Det minste og det største tallet cellen kan være, når alle kravene brukes samtidig."""
    kostnad = np.zeros(len(nedre))
    kostnad[celle] = 1
    minst, mest = (_loes(verk, fortegn * kostnad, nedre, oevre) for fortegn in (1, -1))
    return minst[celle], mest[celle]


def _loes(
    verk: Tabellverk, kostnad: np.ndarray, nedre: np.ndarray, oevre: np.ndarray
) -> np.ndarray | None:
    program = Program()
    program.krev(verk.rekker, program.nye(nedre, oevre, kostnad))
    return program.loes()


def _er_avsloert(nedre: float, oevre: float) -> bool:
    return nedre > _TOLERANSE and oevre < BASIS - _TOLERANSE


def _avsloert(verk: Tabellverk, celle: int) -> Funn:
    return Funn(
        verk.tabell[celle],
        int(celle),
        "det går an å regne ut at tallet er mellom 1 og 4",
    )
