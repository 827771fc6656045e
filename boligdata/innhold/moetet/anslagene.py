"""Kortene på Boligbehov fra forrige møte: det samme scenarioet regnet på tallene i dag.

Et kort om det som mangler, dømmes etter regelen for anslag. Er behovet det samme og boligene andre, er
endringen virkelig: boligene er talt. Resten av kortene sammenlignes som tabeller.
"""

import dataclasses
from collections.abc import Iterator, Mapping

from boligdata.arbeid.moete import Frossenfigur
from boligdata.felles import norsk
from boligdata.felles.maalform import fast, si
from boligdata.innhold import boligbehov
from boligdata.innhold.boligbehov import grunnlag, lenken
from boligdata.innhold.boligbehov import kort as behovskort
from boligdata.innhold.boligbehov.gapet import Gap
from boligdata.innhold.boligbehov.kort import Behovskort, Behovsvalg
from boligdata.innhold.moetet.tallpar import IkkeLenger, Tallpar
from boligdata.innhold.vurdering import Vurdering
from boligdata.innhold.vurdering.anslag import Anslag, vurder_anslag

SLAG = "behov"
# Det møtet tar vare på av et gap.
_FELTER = ("boliger", "trengs", "mangler", "til_overs")
_SPENN = ("mangler_spenn", "til_overs_spenn")


def oppskriften(kort: Behovskort) -> dict:
    """Det som må til for å lage kortet igjen."""
    valgt = kort.valgt
    return {
        "slag": SLAG,
        "navn": kort.bestilling.id,
        "plan": boligbehov.skriv(valgt.scenario),
        "ved_siden_av": [boligbehov.skriv(en) for en in valgt.ved_siden_av],
        "boligtype": valgt.boligtype,
    }


def tallene(kort: Behovskort) -> tuple[dict, ...]:
    """Gapene kortet handler om, i boliger, med navnet på hvert og året de er for."""
    return tuple(
        {"navn": navn, "aar": _aaret(gap)}
        | {felt: getattr(gap, felt) for felt in _FELTER}
        | {felt: list(getattr(gap, felt)) for felt in _SPENN}
        for navn, gap in kort.gapene
    )


def _aaret(gap: Gap) -> int:
    return grunnlag.i_dag().year + gap.aar


def igjen(figur: Frossenfigur) -> Behovskort:
    """Det samme kortet i dag. Kaster `IkkeLenger` når det ikke kan lages."""
    oppskrift = figur.oppskrift
    if not grunnlag.kan_regnes():
        raise IkkeLenger(si("Tallet finnes ikke lenger."))
    lest = [lenken.lest(en) for en in (oppskrift["plan"], *oppskrift["ved_siden_av"])]
    pool = oppskrift["boligtype"]
    if not all(kjent for _, kjent in lest) or (pool and pool not in lenken.poolnavn()):
        raise IkkeLenger(
            si("Antakelsene figuren er laget av, kan ikke brukes på tallene i dag.")
        )
    scenario, *ved_siden_av = (en for en, _ in lest)
    navn = oppskrift["navn"].removeprefix("behov_")
    kortet = behovskort.kortet(navn, Behovsvalg(scenario, tuple(ved_siden_av), pool))
    if kortet is None:
        raise IkkeLenger(si("Tallet finnes ikke lenger."))
    return kortet


def parene(figur: Frossenfigur, kortet: Behovskort) -> Iterator[Tallpar]:
    """Hvert gap i møtet mot det i `kortet`."""
    i_dag = {rad["navn"]: rad for rad in tallene(kortet)}
    for da in figur.data:
        naa = i_dag.get(da["navn"])
        if naa is None:
            continue
        if naa["aar"] != da["aar"]:
            raise IkkeLenger(
                si(
                    "Figuren var for {da}, og er for {naa} nå. Da kan tallene ikke sammenlignes.",
                    da=da["aar"],
                    naa=naa["aar"],
                )
            )
        yield Tallpar(da["navn"], _skrevet(da), _skrevet(naa), _dommen(da, naa))


def _skrevet(rad: Mapping) -> str:
    mangler, til_overs = rad["mangler"], rad["til_overs"]
    mal = fast("akkurat nok ({aar})")
    if mangler and til_overs:
        mal = fast("mangler {mangler}, og {til_overs} til overs ({aar})")
    elif mangler:
        mal = fast("mangler {mangler} ({aar})")
    elif til_overs:
        mal = fast("{til_overs} til overs ({aar})")
    return si(
        mal,
        mangler=norsk.tall(mangler),
        til_overs=norsk.tall(til_overs),
        aar=rad["aar"],
    )


def _dommen(da: Mapping, naa: Mapping) -> Vurdering:
    """Dommen over det som mangler, eller over det som er til overs når det er like mye som mangler."""
    felt, retning = ("mangler", "ned")
    if da[felt] == naa[felt]:
        felt, retning = ("til_overs", "ingen")
    dommen = vurder_anslag(retning, _anslaget(da, felt), _anslaget(naa, felt))
    if dommen.dom == "uendret":
        return dommen
    flere = naa["boliger"] - da["boliger"]
    if flere and da["trengs"] == naa["trengs"]:
        # Det er bare boligene som er endret, og de er talt: uten usikkerheten er spennet tallet selv.
        talt = vurder_anslag(
            retning, *(Anslag(*[float(rad[felt])] * 3) for rad in (da, naa))
        )
        fordi = si("Behovet er det samme, og boligene er talt.")
        dommen = dataclasses.replace(talt, fordi=fordi, regel="full_telling")
    if not flere:
        return dommen
    boliger = norsk.flere_eller_faerre(flere, si("boliger"))
    grunn = si(
        "Kommunen har {boliger} enn i møtet når det vedtatte er gjort.", boliger=boliger
    )
    return dataclasses.replace(dommen, fordi=f"{dommen.fordi} {grunn}")


def _anslaget(rad: Mapping, felt: str) -> Anslag:
    return Anslag(float(rad[felt]), *map(float, rad[f"{felt}_spenn"]))
