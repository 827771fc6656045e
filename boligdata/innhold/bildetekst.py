"""Det som står under et bilde av et kort, så det kan leses alene i en sak eller en presentasjon."""

from boligdata.felles.maalform import si
from boligdata.innhold.grunnkort import Grunnkort


def linjer(kort: Grunnkort) -> list[str]:
    """Forbeholdene, hva tallet er, hva det gjelder, og hvor det er fra."""
    vern = [kort.vern.kort] if kort.vern else []
    definisjon = [
        f"{ledetekst}: {tekst}"
        for ledetekst, tekst in kort.forklaring
        if ledetekst == si("Definisjon")
    ]
    return [*kort.flagg, *vern, *definisjon, f"{kort.filtertekst}. {kort.kilde}"]
