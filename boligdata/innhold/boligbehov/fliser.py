"""Svaret øverst på siden Boligbehov: hvor mange boliger som trengs, som finnes og som mangler, og hva
scenarioet endrer fra dagens plan.
"""

from boligdata import lesing
from boligdata.felles import norsk
from boligdata.felles.maalform import si
from boligdata.innhold.boligbehov import grunnlag, planer
from boligdata.innhold.boligbehov.gapet import Gap
from boligdata.innhold.boligbehov.kort import gapord
from boligdata.innhold.boligbehov.scenario import Scenario
from boligdata.innhold.svaret import Flis, Merke


@lesing.husk
def fliser(scenario: Scenario) -> tuple[Flis, ...]:
    """Kjeden når planen er slutt: har + vedtatt + mangler − til overs = trengs."""
    gap, foer = map(planer.gapet_til_slutt, (scenario, Scenario()))
    aar = grunnlag.aarsnavn()[gap.aar]

    def flis(navn: str, felt: str, under: str, **slag) -> Flis:
        antall, endret = getattr(gap, felt), getattr(gap, felt) - getattr(foer, felt)
        return Flis(navn, norsk.tall(antall), under, _endringen(endret, **slag))

    return (
        flis(si("Har i {aar}", aar=aar), "boliger", _inn_og_ut(gap)),
        flis(si("Trengs i {aar}", aar=aar), "trengs", _trolig(gap.trengs_spenn)),
        flis(si("Mangler"), "mangler", _trolig(gap.mangler_spenn), flere_er_verre=True),
        flis(si("Til overs"), "til_overs", _trolig(gap.til_overs_spenn)),
    )


def _inn_og_ut(gap: Gap) -> str:
    """Boligene i dag, og det som er vedtatt."""
    return si(
        "{i_dag} i dag, {inn} til, {ut} ut",
        i_dag=norsk.tall(gap.har),
        inn=norsk.tall(gap.inn),
        ut=norsk.tall(gap.ut),
    )


def _trolig(ender: tuple[int, int]) -> str:
    return si("trolig {spenn}", spenn=gapord.spenn(ender))


def _endringen(endring: int, *, flere_er_verre: bool = False) -> tuple[Merke, ...]:
    """«+4 boliger mot dagens plan», i hele boliger. Den er der alltid, så ingenting flytter seg når en
    spak endres.
    """
    if not endring:
        return (Merke("noeytral", "=", si("Dagens plan")),)
    boliger = norsk.ord_for(endring, si("boliger"))
    fortegn = "+" if endring > 0 else "\N{MINUS SIGN}"
    slag = "noeytral"
    if flere_er_verre:
        slag = "daarlig" if endring > 0 else "god"
    tegn = "▲" if endring > 0 else "▼"
    antall = norsk.tall(abs(endring))
    mot_planen = si(
        "{antall} {boliger} mot dagens plan",
        antall=f"{fortegn}{antall}",
        boliger=boliger,
    )
    return (Merke(slag, tegn, mot_planen),)
