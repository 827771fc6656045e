"""Et alternativ: et sett med grep i boligbehovet noen har lagt ved siden av planene, så alle kan sammenligne
det med de andre.
"""

from dataclasses import dataclass

from boligdata.arbeid import feltliste
from boligdata.arbeid.feltliste import Felt, erklaer, felt_i
from boligdata.felles.maalform import fast, si


@dataclass(frozen=True)
class Alternativ:
    """Alternativet slik det står i en lenke til siden Boligbehov: `plan` er antakelsene, grepene og
    kostnadene.
    """

    id: str
    navn: str = ""
    plan: str = ""
    fjernet: bool = False


erklaer(
    Alternativ,
    Felt("id", fast("Alternativ-id"), "id"),
    Felt("navn", fast("Navn"), "tekst"),
    Felt("plan", fast("Antakelser, grep og kostnader"), "avsnitt"),
    Felt("fjernet", fast("Alternativet er tatt ut"), "ja_nei"),
)
FELT: dict[str, Felt] = {felt.navn: felt for felt in felt_i(Alternativ)}


def feil(alternativ: Alternativ) -> list[str]:
    """Det som må rettes før alternativet kan lagres, som hele setninger."""
    ut = list(feltliste.feil_i(alternativ))
    if not alternativ.navn.strip():
        ut.append(si("Gi alternativet et navn."))
    if not alternativ.plan:
        ut.append(si("Alternativet endrer ingenting."))
    return ut
