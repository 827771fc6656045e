"""Er to anslag over det samme forskjellige? Et anslag har et spenn, og ikke tilfeldigheter fra år til år, så
det er spennene som prøves.
"""

from dataclasses import dataclass

from boligdata.felles.maalform import si
from boligdata.innhold.vurdering.dommen import Vurdering, retningens_dom


@dataclass(frozen=True)
class Anslag:
    """Et beregnet tall, og endene av det åtte av ti framtider ligger i. Enheten er tallets egen."""

    tallet: float
    lav: float
    hoey: float


def vurder_anslag(retning: str, foer: Anslag, naa: Anslag) -> Vurdering:
    """Dommen over et anslag mot et tidligere. `retning` er den som ønskes: «opp», «ned» eller «ingen».

    To spenn på åtte av ti som ikke rører hverandre, skjer i færre enn sju av hundre tilfeller når ingenting
    er endret og anslagene ikke vet om hverandre (normalfordelt: 2 · 1,28 / √2 standardavvik).
    """
    if naa.tallet == foer.tallet:
        return Vurdering("uendret", si("Anslaget er det samme."), "anslag")
    if naa.lav > foer.hoey or naa.hoey < foer.lav:
        return Vurdering(
            retningens_dom(retning, naa.tallet - foer.tallet),
            si("Endringen er større enn usikkerheten i anslagene."),
            "anslag",
        )
    return Vurdering(
        "uavgjort", si("Endringen er mindre enn usikkerheten i anslagene."), "anslag"
    )
