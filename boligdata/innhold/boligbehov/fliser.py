"""Svaret øverst på siden Boligbehov: hvor mange boliger som trengs, som finnes og som mangler, og hva
scenarioet endrer fra dagens plan.
"""

from boligdata import lesing
from boligdata.felles import norsk
from boligdata.felles.maalform import si
from boligdata.innhold.boligbehov import grunnlag, planer
from boligdata.innhold.boligbehov.kort.ord import spenn
from boligdata.innhold.boligbehov.scenario import Scenario
from boligdata.innhold.svaret import Flis, Merke


@lesing.husk
def fliser(scenario: Scenario) -> tuple[Flis, ...]:
    """De tre tallene når planen er slutt."""
    alle, slutt = planer.svar(scenario).alle, grunnlag.planaar()
    aar = grunnlag.aarsnavn()[slutt]
    trengs, har = _trengs_og_har(scenario)
    trengs_foer, har_foer = _trengs_og_har(Scenario())
    mangler, mangler_foer = trengs - har, trengs_foer - har_foer
    return (
        Flis(
            si("Trengs i {aar}", aar=aar),
            norsk.tall(trengs),
            si("trolig {spenn}", spenn=spenn(alle.lav[slutt], alle.hoey[slutt])),
            _endringen(trengs - trengs_foer),
        ),
        Flis(
            si("Har i {aar}", aar=aar),
            norsk.tall(har),
            si("mot {antall} i dag", antall=norsk.tall(alle.boliger[0])),
            _endringen(har - har_foer),
        ),
        Flis(
            si("Mangler") if mangler >= 0 else si("Til overs"),
            norsk.tall(abs(mangler)),
            norsk.ord_for(mangler, si("boliger")),
            _endringen(mangler - mangler_foer, flere_er_verre=True),
        ),
    )


def _trengs_og_har(scenario: Scenario) -> tuple[int, int]:
    slutt = grunnlag.planaar()
    boliger = planer.svar(scenario).alle.boliger[slutt]
    return int(planer.trengs(scenario)[slutt, -1]), round(float(boliger))


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
