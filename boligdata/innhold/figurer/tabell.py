"""Figurene som er en tabell: varmekartet, der hver rute er farget, og stabelen, der hvert lag er en
kolonne med søyler. En tabell brytes på en smal skjerm, skrives ut og leses opp, og ingen tall må
leses av en farge.
"""

import dataclasses
from dataclasses import dataclass

from boligdata.felles import katalog, norsk
from boligdata.innhold import figurspenn
from boligdata.innhold.figurer import rekkefoelge
from boligdata.innhold.figurer.grunnlag import Stil, skrevet
from boligdata.innhold.kort import Kort


@dataclass(frozen=True)
class Celle:
    """Ett tall: slik det skrives, og hvor stort det minst og mest er av det største i figuren, fra 0
    til 1. Er det ikke likt, er tallet bare kjent som et spenn.
    """

    tekst: str = ""
    minst: float = 0
    mest: float = 0


@dataclass(frozen=True)
class Figurtabell:
    """En figur som er en tabell. `rader` er navn og én celle for hver kolonne. Med `soeyler` er hvert
    tall en søyle, ellers er ruten mørkere jo større tallet er.
    """

    hode: str
    kolonner: tuple[str, ...]
    rader: tuple[tuple[str, tuple[Celle, ...]], ...]
    soeyler: bool
    tomt: str = ""


def varmekart(kort: Kort, _: Stil) -> Figurtabell:
    """Rutenett med tallet skrevet i hver rute, mørkere jo høyere tall. Er det flere kolonner enn
    rader, byttes de om, så navnene over kolonnene får plass.
    """
    data = kort.data
    # Det store mønsteret ser en bare når null ikke roper like høyt som resten.
    tekster = [
        "" if verdi == 0 else tekst
        for verdi, tekst in zip(data["verdi"], skrevet(kort, data))
    ]
    stoerst = max(data["verdi"].max(), 1)
    andeler = (data["verdi"] / stoerst).fillna(0).tolist()
    par = list(zip(data["gruppe"], data["lag"]))
    celler = {
        plass: Celle(tekst, andel, andel)
        for plass, tekst, andel in zip(par, tekster, andeler)
    }
    ned, bort = "gruppe", "lag"
    if data["lag"].nunique() > data["gruppe"].nunique():
        ned, bort = bort, ned
        celler = {(lag, gruppe): celle for (gruppe, lag), celle in celler.items()}
    figur = _figurtabell(
        _navn(kort, ned),
        rekkefoelge.rader(kort, ned),
        data[bort].unique().tolist(),
        celler,
        soeyler=False,
    )
    figur = dataclasses.replace(figur, tomt=norsk.med_enhet(0, kort.enhet))
    return figur if rekkefoelge.har_naturlig(kort, ned) else _samlet(figur)


def stroemmer(kort: Kort) -> Figurtabell:
    """Strømmene i en flyt, med en rad for hvert sted de kommer fra, der bredden er for liten til at navnene i
    tegningen kan leses.
    """
    data = kort.data[kort.data["verdi"] > 0].reset_index(drop=True)
    stoerst = data["verdi"].max()
    celler = {
        (fra, til): Celle(tekst, verdi / stoerst, verdi / stoerst)
        for fra, til, tekst, verdi in zip(
            data["gruppe"], data["lag"], skrevet(kort, data), data["verdi"]
        )
    }
    mottakere = data["lag"].unique().tolist()
    avsendere = [
        navn for navn in rekkefoelge.rader(kort) if navn in set(data["gruppe"])
    ]
    figur = _figurtabell(
        _navn(kort, "gruppe"), avsendere, mottakere, celler, soeyler=False
    )
    return dataclasses.replace(
        figur, kolonner=tuple(f"→ {navn}" for navn in figur.kolonner)
    )


def _samlet(figur: Figurtabell) -> Figurtabell:
    """Figuren med alle de tomme radene samlet i én."""
    tomme = [
        navn for navn, celler in figur.rader if not any(celle.tekst for celle in celler)
    ]
    if len(tomme) < 2:
        return figur
    rader = [rad for rad in figur.rader if rad[0] not in tomme]
    navn = rekkefoelge.samlenavn(len(tomme), len(figur.rader))
    rader.append((navn, (Celle(figur.tomt),) * len(figur.kolonner)))
    return dataclasses.replace(figur, rader=tuple(rader))


def _navn(kort: Kort, felt: str) -> str:
    """Navnet på egenskapen gruppene, eller lagene, er delt etter."""
    nr = ("gruppe", "lag").index(felt)
    return katalog.dimensjoner()[kort.bestilling.fordeling[nr]].navn


def stablet(kort: Kort, _: Stil) -> Figurtabell:
    """Hvert lag som en kolonne med søyler, alle på samme skala. Da begynner hver søyle på null, og
    også de minste lagene har tallet sitt.
    """
    data = kort.data
    felter = figurspenn.felter(kort.enhet, data)
    verdier = data["verdi"].fillna(0).tolist()
    ender = [felt or (verdi, verdi) for felt, verdi in zip(felter, verdier)]
    stoerst = max([1, *(mest for _, mest in ender)])
    celler = {
        (gruppe, lag): Celle(tekst, minst / stoerst, mest / stoerst)
        for gruppe, lag, tekst, (minst, mest) in zip(
            data["gruppe"], data["lag"], skrevet(kort, data), ender
        )
    }
    kolonner = data["lag"].unique().tolist()
    return _figurtabell(
        _navn(kort, "gruppe"), rekkefoelge.rader(kort), kolonner, celler, soeyler=True
    )


def _figurtabell(
    hode: str,
    rader: list[str],
    kolonner: list[str],
    celler: dict[tuple[str, str], Celle],
    *,
    soeyler: bool,
) -> Figurtabell:
    return Figurtabell(
        hode,
        tuple(kolonner),
        tuple(
            (rad, tuple(celler.get((rad, kolonne), Celle()) for kolonne in kolonner))
            for rad in rader
        ),
        soeyler,
    )
