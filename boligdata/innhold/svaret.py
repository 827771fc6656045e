"""Svaret øverst på en side: noen få tall med målet og dommen i ett ord, så den som leser, vet hvordan
det går før det første diagrammet.
"""

import math
from dataclasses import dataclass

from boligdata import lesing
from boligdata.felles import katalog, norsk
from boligdata.felles.maalform import fast, si
from boligdata.innhold import oversikt, setninger
from boligdata.innhold.kort import Valg
from boligdata.innhold.oversikt import Noekkeltall
from boligdata.lesing import LestIndikator

# Tegnet foran om målet er nådd. Ordene står alltid ved siden av.
MAALTEGN = {True: "✓", False: "✗", None: "?"}
MAALORD = {
    True: fast("nådd"),
    False: fast("ikke nådd"),
    None: fast("kan ikke avgjøres"),
}
# Slaget gir fargen, og er klassen i stilarket.
MAALSLAG = {True: "god", False: "daarlig", None: "noeytral"}
_DOMSLAG = {"bedre": "god", "verre": "daarlig"}


@dataclass(frozen=True)
class Merke:
    """En dom på skjermen: tegn og ord, og slaget som gir fargen: god, daarlig eller noeytral. Fargen
    sier aldri noe tegnet og ordene ikke sier.
    """

    slag: str
    tegn: str
    ord: str


@dataclass(frozen=True)
class Flis:
    """Ett tall i svaret. `naar` er tom når tallet er fra perioden som er valgt, og `gjelder` når alt som
    er valgt, virker på det.
    """

    navn: str
    verdi: str
    naar: str
    merker: tuple[Merke, ...]
    gjelder: str = ""


@lesing.husk
def fliser(indikatorer: tuple[str, ...], valg: Valg) -> tuple[Flis, ...]:
    """Én flis per indikator, med de filtrene som virker på den."""
    return tuple(_flis(tallet, valg.periode) for tallet in _tallene(indikatorer, valg))


@lesing.husk
def i_ord(indikatorer: tuple[str, ...], valg: Valg) -> tuple[tuple[str, str], ...]:
    """Det samme i hele setninger: navnet på tallet og utviklingen i det, til å lese høyt."""
    return tuple(
        (tallet.indikator.navn, _utviklingen(tallet))
        for tallet in _tallene(indikatorer, valg)
    )


def domslag(dom: str) -> str:
    """Slaget til en dom over en endring."""
    return _DOMSLAG.get(dom, "noeytral")


def _utviklingen(tallet: Noekkeltall) -> str:
    setning = setninger.utvikling(tallet.indikator, tallet.data, tallet.vurdering)
    return f"{setning} {tallet.gjelder}".strip()


def _tallene(indikatorer: tuple[str, ...], valg: Valg) -> list[Noekkeltall]:
    return [oversikt.noekkeltall(katalog.indikatorer()[id], valg) for id in indikatorer]


def _flis(tallet: Noekkeltall, valgt_periode: str) -> Flis:
    indikator = tallet.indikator
    return Flis(
        indikator.navn,
        tallet.skrevet,
        _naar(tallet.periode, indikator, valgt_periode),
        tuple(filter(None, (_maalet(tallet), _endringen(tallet), _for_faa(tallet)))),
        tallet.omfang,
    )


def _naar(periode: str, indikator: LestIndikator, valgt_periode: str) -> str:
    """Når tallet er fra, når det er et annet enn perioden som er valgt øverst på siden."""
    if periode == valgt_periode and not indikator.er_fra_nyttaar:
        return ""
    return norsk.naar(periode, indikator)


def _maalet(tallet: Noekkeltall) -> Merke | None:
    indikator, naadd = tallet.indikator, tallet.naar_maal
    if indikator.maaltall is None or math.isnan(tallet.verdi):
        return None
    grense = norsk.maalgrense(indikator, indikator.visningsenhet)
    ord_ = si("Mål: {grense}, {naadd}", grense=grense, naadd=si(MAALORD[naadd]))
    return Merke(MAALSLAG[naadd], MAALTEGN[naadd], ord_)


def _endringen(tallet: Noekkeltall) -> Merke | None:
    """Dommen over siste periode. Uten tall er det ingenting å dømme."""
    dom = tallet.vurdering
    if math.isnan(tallet.verdi):
        return None
    return Merke(domslag(dom.dom), dom.ikon, dom.tekst)


def _for_faa(tallet: Noekkeltall) -> Merke | None:
    """Hvor mange det er for få av, når det er kjent."""
    if not (antall := setninger.antallet_bak(tallet.indikator, tallet.data.iloc[-1])):
        return None
    ord_ = si("Bygger på {antall}, og er for usikkert til å vises", antall=antall)
    return Merke("noeytral", "?", ord_)
