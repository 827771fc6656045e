"""Kontrollert avrunding: alle tall i et sett av tabeller som henger sammen, rundes av samtidig.

Hvert tall blir en hel femmer, ingen tall flyttes mer enn fire, null forblir null, og alle summer
stemmer. Å velge ned eller opp for hvert tall slik at alt dette gjelder på en gang, er et
heltallsprogram, og HiGHS løser det.

Hvorfor dette verner: de viste tallene oppfyller alle sammenhengene de virkelige tallene oppfyller.
Derfor er de selv et mulig svar for den som prøver å regne seg tilbake, og ingen kan vise at et tall
ligger mellom 1 og 4: det kan like gjerne være den femmeren som vises. Er noe vist eksakt, som
antall boliger, velges tallene sammen med et annet mulig svar.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from boligdata.vern.program import Krav, Program, Rekker, rekker

BASIS = 5
STRENGT_AVVIK, MYKT_AVVIK = BASIS - 1, 2 * BASIS - 1

# Viktigheten av et tall for hele kommunen. Det leses mest, og vises helst som den nærmeste femmeren
# og aldri mer enn fire unna når det kan unngås.
VIKTIGST = 3

# Så langt fra det virkelige kan et publisert tall for hele kommunen stå når noe er rettet. Det er minst to
# rettelser fra det vanlige, så ingen ser hvilken av dem som flyttet det.
_TOTAL_KAN_STAA = STRENGT_AVVIK + 2

# Hva det koster å vise en annen femmer enn den ønskede: for et tall for hele kommunen, og for en
# celle med de samme medlemmene som i forrige tertial. For de andre er det viktigheten.
_VEKT_VIKTIGST, _VEKT_UENDRET = 300.0, 8.0
# Hva hvert steg mer enn fire unna koster, ganger viktigheten, og hvert steg en rad er brutt.
_STRAFF_MYK, _STRAFF_BRUTT = 300.0, 300.0

# Så mange ganger spør HiGHS om den skal fortsette, før et trinn gis opp: strengt, mykt for summene
# over tid, mykt for alt annet enn tall for hele kommunen, mykt for alle. Er det en løsning, finnes
# den som regel før ti. Grensen teller arbeid og ikke sekunder, så svaret er det samme på en treg
# maskin.
_TAALMODIGHET = (40, 200, 2_000, 10_000)


@dataclass(frozen=True)
class Tabellverk:
    """Tabeller som henger sammen, som lister med én verdi per celle.

    `antall` er det virkelige tallet, `tabell` navnet på tabellen cellen står i, `trekning` et tall
    fra 0 til 1 som følger av cellens medlemmer og en hemmelighet. `laast` er tallet som alt er
    publisert og ikke kan endres, `oensket` tallet cellen viste sist; begge er -1 der det ikke finnes
    noe slikt. `treghet` er hva det koster å vise noe annet enn det som er publisert, og 0 der
    cellen ikke er publisert før. `sum_` er sann for et tall som bare er summen av andre over tid,
    som et år. `viktighet` sier hvor mye det koster å flytte tallet mer enn fire.
    `kjent` er sann for et tall alle kan se at er lite, fordi det er en del av noe eksakt som er
    mindre enn fem. `erklaert` er avviket som er erklært for et låst tall. `helst` er rader de viste
    tallene bryter så lite som mulig.
    """

    antall: np.ndarray
    tabell: np.ndarray
    rekker: Rekker
    trekning: np.ndarray
    laast: np.ndarray
    oensket: np.ndarray
    treghet: np.ndarray
    sum_: np.ndarray
    viktighet: np.ndarray
    kjent: np.ndarray
    erklaert: np.ndarray
    helst: Rekker

    @classmethod
    def av(
        cls,
        antall,
        krav: Iterable[Krav] | Rekker = (),
        tabell=None,
        trekning=None,
        laast=None,
        oensket=None,
        treghet=None,
        sum_=None,
        viktighet=None,
        kjent=None,
        erklaert=None,
        helst: Iterable[Krav] | Rekker = (),
    ) -> "Tabellverk":
        """Tabellverket der det som ikke er oppgitt, er fritt."""
        celler = len(antall)

        def felt(verdi, ellers, type_):
            return np.asarray(
                np.full(celler, ellers) if verdi is None else verdi, dtype=type_
            )

        return cls(
            np.asarray(antall, dtype=np.int64),
            felt(tabell, "tabell", object),
            krav if isinstance(krav, Rekker) else rekker(krav),
            felt(trekning, 0.5, float),
            felt(laast, -1, np.int64),
            felt(oensket, -1, np.int64),
            felt(treghet, 0, float),
            felt(sum_, False, bool),
            felt(viktighet, 1, float),
            felt(kjent, False, bool),
            felt(erklaert, STRENGT_AVVIK, np.int64),
            helst if isinstance(helst, Rekker) else rekker(helst),
        )


class LarSegIkkeVerne(Exception):
    """Ingen avrunding oppfyller alle kravene, heller ikke med mykt avvik."""


class Avrunding(NamedTuple):
    """De viste tallene, og avviket som må erklæres for hvert av dem: `minst` der de bare skal være
    sanne, og `mest` når det mulige svaret også kan trenge det.
    """

    vist: np.ndarray
    minst: np.ndarray
    mest: np.ndarray


def avrund(
    verk: Tabellverk,
    froe: int = 0,
    slipp: tuple[str, ...] = (),
    mykt_straks: bool = False,
    ett_svar: bool = True,
) -> Avrunding:
    """Rund av alle tallene. Kaster `LarSegIkkeVerne` når ingen avrunding oppfyller alle kravene.

    Krav av slagene i `slipp` trenger de viste tallene ikke oppfylle. Samme tabellverk og samme frø
    gir samme svar. Går det ikke med et avvik på fire, prøves det med ni: først bare for summene
    over tid av grupper og områder, så for alt annet enn tall for hele kommunen, så for alle. Da er det
    likevel så få som mulig som avviker mer enn fire. Med `mykt_straks` prøves bare de to siste. Er de
    viste tallene ikke selv et mulig svar, må et annet verne alle de små, med mindre `ett_svar` er usann.
    """
    if len(verk.antall) == 0:
        return Avrunding(verk.antall, verk.antall, verk.antall)
    mykt = np.full(len(verk.antall), MYKT_AVVIK)
    strengt = np.maximum(STRENGT_AVVIK, _avvik_som_holdes(verk))
    er_del = verk.viktighet < VIKTIGST
    trinn = [
        strengt,
        np.where(er_del & verk.sum_, mykt, strengt),
        np.where(er_del, mykt, strengt),
        mykt,
    ]
    alle_trinn = [*zip(trinn, _TAALMODIGHET)]
    for avvik, taalmodighet in alle_trinn[-2:] if mykt_straks else alle_trinn:
        vist = _loes(verk, avvik, froe, taalmodighet, slipp, ett_svar)
        if vist is not None:
            stort = np.abs(vist - verk.antall) > STRENGT_AVVIK
            minst = np.where(stort, MYKT_AVVIK, STRENGT_AVVIK)
            # Da kan det mulige svaret avvike ni fra alle tallene som vises.
            alle = avvik is mykt and (bool(slipp) or noe_er_eksakt(verk))
            return Avrunding(vist, minst, mykt if alle else minst)
    raise LarSegIkkeVerne(
        f"Ingen avrunding går opp for {', '.join(dict.fromkeys(verk.tabell))}."
    )


def _avvik_som_holdes(verk: Tabellverk) -> np.ndarray:
    """Avviket det som er publisert har fra det virkelige tallet nå, der det fortsatt kan vises, og
    ellers 0.
    """
    return np.where(kan_staa(verk), np.abs(verk.oensket - verk.antall), 0)


def kan_staa(verk: Tabellverk) -> np.ndarray:
    """Sann for cellene noen er kommet til eller gått ut av, og som fortsatt kan vise det som er publisert.

    Uten en grense for tallet for hele kommunen ville det glidd bort etter mange rettelser.
    """
    hoeyst = np.where(verk.viktighet >= VIKTIGST, _TOTAL_KAN_STAA, MYKT_AVVIK)
    return (verk.treghet > 0) & (np.abs(verk.oensket - verk.antall) <= hoeyst)


def viste_noe(verk: Tabellverk) -> np.ndarray:
    """Sann for cellene som er publisert med noe i, så de kan vise det også når de er tømt."""
    return (verk.laast > 0) | ((verk.treghet > 0) & (verk.oensket > 0))


def noe_er_eksakt(verk: Tabellverk) -> bool:
    """Er noen av tallene deler av noe som vises eksakt? Da er de viste tallene ikke selv et mulig
    svar.
    """
    return bool(verk.rekker.har_noe_eksakt.any())


def _loes(
    verk: Tabellverk,
    avvik: np.ndarray,
    froe: int,
    taalmodighet: int,
    slipp: tuple[str, ...],
    ett_svar: bool,
) -> np.ndarray | None:
    program = Program()
    vist = program.nye(*_grenser(verk, avvik), _kostnad(verk))
    loefter = verk.rekker.bare(~verk.rekker.har_noe_eksakt).uten(slipp)
    program.krev(loefter.delt_paa(BASIS), vist)
    program.krev_helst(verk.helst, vist, _STRAFF_BRUTT)
    # Det som alt avviker mye fordi noe er rettet, skal helst stå.
    skal_staa = _avvik_som_holdes(verk) > STRENGT_AVVIK
    myke = np.flatnonzero((avvik > STRENGT_AVVIK) & ~skal_staa & (verk.laast < 0))
    _straff_store_avvik(program, vist[myke], verk.antall[myke], verk.viktighet[myke])
    trege = np.flatnonzero((verk.treghet > 0) & (verk.laast < 0))
    _straff_endring(program, vist[trege], verk.oensket[trege], verk.treghet[trege])
    if ett_svar and (slipp or noe_er_eksakt(verk)):
        _krev_et_mulig_svar(program, verk, vist, avvik.min())
    svar = program.loes(len(vist), froe, taalmodighet)
    return None if svar is None else BASIS * np.rint(svar[vist]).astype(np.int64)


def _grenser(verk: Tabellverk, avvik: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    nedre = np.maximum(-((avvik - verk.antall) // BASIS), 0).astype(float)
    oevre = ((verk.antall + avvik) // BASIS).astype(float)
    oevre[(verk.antall == 0) & ~viste_noe(verk)] = 0
    laast = verk.laast >= 0
    nedre[laast] = oevre[laast] = verk.laast[laast] / BASIS
    return nedre, oevre


def _kostnad(verk: Tabellverk) -> np.ndarray:
    """Billigst er den retningen trekningen peker. 3 trekkes til 5 i tre av fem tilfeller, så
    summene i snitt blir rette. For hele kommunen er det den nærmeste femmeren.
    """
    rest = verk.antall % BASIS
    trukket_opp = np.where(
        verk.viktighet >= VIKTIGST, rest > BASIS / 2, verk.trekning < rest / BASIS
    )
    vekt = np.where(verk.viktighet >= VIKTIGST, _VEKT_VIKTIGST, verk.viktighet)
    trukket = np.where(trukket_opp, -vekt, vekt)
    uendret = np.where(verk.oensket > verk.antall, -_VEKT_UENDRET, _VEKT_UENDRET)
    vanlig = np.where(verk.oensket >= 0, uendret, trukket)
    return np.where(verk.treghet > 0, 0.0, vanlig)


def _straff_store_avvik(
    program: "Program", vist: np.ndarray, antall: np.ndarray, viktighet: np.ndarray
) -> None:
    """La det koste mye å flytte et tall mer enn fire: mer enn til femmeren under eller over."""
    ingen = np.full(len(vist), np.inf)
    under, over = (
        program.nye(np.zeros(len(vist)), ingen, _STRAFF_MYK * viktighet)
        for _ in range(2)
    )
    program.krev_par(vist, 1, under, 1, antall // BASIS, ingen)
    program.krev_par(vist, 1, over, -1, -ingen, -(-antall // BASIS))


def _straff_endring(
    program: "Program", vist: np.ndarray, oensket: np.ndarray, treghet: np.ndarray
) -> None:
    """La det koste å vise noe annet enn det som er publisert."""
    ingen = np.full(len(vist), np.inf)
    endring = program.nye(np.zeros(len(vist)), ingen, treghet)
    program.krev_par(vist, 1, endring, 1, oensket // BASIS, ingen)
    program.krev_par(vist, 1, endring, -1, -ingen, oensket // BASIS)


def _krev_et_mulig_svar(
    program: "Program", verk: Tabellverk, vist: np.ndarray, avvik: int
) -> None:
    """Krev at det finnes et mulig svar der ingen små tall røpes, når de viste tallene ikke selv er
    det.

    I det svaret er hvert lite tall null når det vises som null, og ellers minst fem. Angriperen kan
    ikke utelukke det.
    """
    null, ingen = np.zeros(len(vist)), np.full(len(vist), np.inf)
    svar = program.nye(null, ingen, null)
    program.krev(verk.rekker, svar)
    lite = (verk.antall > 0) & (verk.antall < BASIS) & ~verk.kjent
    program.krev_par(svar[lite], 1, vist[lite], -BASIS, 0, np.inf)
    program.krev_par(svar[lite], 1, vist[lite], -(BASIS + STRENGT_AVVIK), -np.inf, 0)
    fritt = np.maximum(verk.erklaert, avvik)
    avvik = np.where(verk.laast >= 0, verk.erklaert, fritt)[~lite]
    program.krev_par(svar[~lite], 1, vist[~lite], -BASIS, -avvik, avvik)
    program.krev_par(svar, 1, vist, -1, 0, np.inf)
