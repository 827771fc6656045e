"""Én melding øverst på siden om figurene som ikke kan vise alt som er valgt, i stedet for den samme på
hvert kort.
"""

import collections
from collections.abc import Iterable
from dataclasses import dataclass

from boligdata import lesing
from boligdata.felles import katalog, norsk
from boligdata.felles.maalform import si
from boligdata.innhold.gjelder import Gjelder, egenskapens_navn
from boligdata.lesing import ALLE


@dataclass(frozen=True)
class Filtermelding:
    """Det som står øverst. `slipp` er filteret det hjelper mest å slippe, eller «» når leseren ikke kan
    det, og `knapp` det knappen som slipper det, heter.
    """

    tekst: str
    slipp: str = ""
    knapp: str = ""


def melding(figurene: Iterable[Gjelder], valgte: Iterable[str]) -> Filtermelding | None:
    """Meldingen om figurene på siden, eller None når alle viser det som er valgt. En figur som viser
    alle verdiene av det som er valgt, viser også den valgte.
    """
    figurene, valgte = list(figurene), list(valgte)
    grunner = [grunn for figur in figurene if (grunn := _grunn(figur))]
    if not grunner:
        return None
    ulike = {*grunner}
    if len(ulike) > 1:
        # Hvert kort sier sin egen grunn. Her er de så mange linjer at figuren ville kommet for langt ned.
        tekst = si(
            "{antall} av {alle} figurer viser det nærmeste tallet. Hvorfor står under «Om tallet».",
            antall=len(grunner),
            alle=len(figurene),
        )
    else:
        [grunn] = ulike
        naermest = (
            si("De viser det nærmeste tallet.")
            if len(grunner) > 1
            else si("Den viser det nærmeste tallet.")
        )
        tekst = f"{norsk.med_ord(len(grunner), si('figurer'))} {grunn}. {naermest}"
    slipp = _slipp(figurene)
    return Filtermelding(tekst, slipp, _knappen(slipp, valgte))


def _knappen(slipp: str, valgte: list[str]) -> str:
    if not slipp:
        return ""
    if len(valgte) == 1:
        return si("Vis hele kommunen")
    return si("Vis uten {egenskap}", egenskap=egenskapens_navn(slipp))


def _uten(figur: Gjelder) -> list[tuple[str, str]]:
    return [(egenskap, grunn) for egenskap, grunn in figur.uten if grunn != "vises"]


def _grunn(figur: Gjelder) -> str:
    """Hvorfor figuren ikke viser alt som er valgt, som siste del av en setning, eller «»."""
    uten = _uten(figur)
    if not uten:
        return ""
    if {grunn for _, grunn in uten} == {"for_faa"}:
        return si("har for få i det som er valgt")
    egenskapene = {egenskap for egenskap, grunn in uten if grunn != "for_faa"}
    if figur.filtre and {grunn for _, grunn in uten} == {"ikke_publisert"}:
        egenskapene |= {*dict(figur.filtre)}
        return si("kan ikke deles på både {egenskaper}", egenskaper=_ramse(egenskapene))
    return si("kan ikke deles på {egenskaper}", egenskaper=_ramse(egenskapene))


def _ramse(egenskaper: Iterable[str]) -> str:
    return norsk.ramse(
        [egenskapens_navn(id) for id in sorted(egenskaper, key=katalog.FILTRE.index)]
    )


def _slipp(figurene: list[Gjelder]) -> str:
    """Filteret flest figurer ikke viser. Er det like mange, er det det som står sist."""
    antall = collections.Counter(
        egenskap for figur in figurene for egenskap, _ in _uten(figur)
    )
    kan = [filter_ for filter_ in antall if ALLE in lesing.filtervalg(filter_)]
    return max(
        kan,
        key=lambda filter_: (antall[filter_], katalog.FILTRE.index(filter_)),
        default="",
    )
