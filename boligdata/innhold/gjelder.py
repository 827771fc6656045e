"""Hva et tall gjelder, i ord: perioden, filtrene som virker på det, og dem som ikke gjør det.

Et filter som ikke virker, skal aldri se ut som det gjør det: da ble et tall for en gruppe lest som
hele kommunens, eller omvendt.
"""

from collections.abc import Iterable, Mapping

from boligdata import lesing
from boligdata.felles import katalog, norsk
from boligdata.lesing import Spoersmaal


def filtertekst(spoersmaal: Spoersmaal) -> str:
    """Perioden og filtrene som virker på tallet, til foten av kortet."""
    naar = norsk.naar(spoersmaal.periode, spoersmaal.indikator)
    return "; ".join([norsk.stor(naar), *filtrene(dict(spoersmaal.filtre))])


def filtrene(filtre: Mapping[str, str]) -> list[str]:
    """Filtrene slik de leses, som «målgruppe: Eldre»."""
    return [
        f"{_navn(egenskap)}: {lesing.dimensjon(egenskap)[verdi]}"
        for egenskap, verdi in filtre.items()
    ]


def kort_sagt(filtre: Mapping[str, str]) -> str:
    """«hele kommunen», eller filtrene som virker."""
    return norsk.ramse(filtrene(filtre)) if filtre else "hele kommunen"


def vist(periode: str, filtre: Mapping[str, str]) -> str:
    """Det som er valgt på siden, som «Viser 2025, målgruppe: Eldre.»."""
    return f"Viser {norsk.periode(periode)}, {kort_sagt(filtre)}."


def omfang(
    filtre: Mapping[str, str],
    uten_virkning: Iterable[str],
    hva: str = "denne figuren",
    ikke_publisert: Iterable[str] = (),
) -> str:
    """Hva tallet er for når noe er valgt som ikke virker på det, ellers «».

    `filtre` er det som virker. `ikke_publisert` er egenskaper det kunne vært delt på, men ikke
    samtidig med filtrene.
    """
    deler = []
    if uten := [_navn(egenskap) for egenskap in uten_virkning]:
        deler.append(f"Valget av {norsk.ramse(uten)} virker ikke på {hva}.")
    if skjult := [_navn(egenskap) for egenskap in ikke_publisert]:
        i_tillegg = " i tillegg" if filtre else ""
        deler.append(f"Tallet er ikke publisert for {norsk.ramse(skjult)}{i_tillegg}.")
    if not deler:
        return ""
    return " ".join([f"Gjelder {kort_sagt(filtre)}.", *deler])


def _navn(egenskap: str) -> str:
    return katalog.dimensjoner()[egenskap].navn.lower()
