"""Oppsettet til proxyen foran prosessene: https, ett navn for alle og ett for de ansatte, og hver bruker til
den samme prosessen hver gang. Det lages for Caddy, og for nginx.

Valgene en bruker har gjort, og filene som er klare til å lastes ned, finnes bare i den prosessen som laget
dem.
"""

import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path

from boligdata.doer.systemd import Prosesser
from boligdata.felles.config import ROT, Brukerfeil

# Kapselen som sier hvilken prosess brukeren hører til. Proxyen lager den, og den sier ikke noe om brukeren.
KAPSEL = "prosess"
# Rommet rundt filene i en opplasting.
_RUNDT_FILENE_MB = 1
# Mellom disse tegnene slutter eller begynner noe i oppsettene.
_STYRETEGN = set(" \t\n\"'`;{}$")


def med_navn(visningene: Iterable[Prosesser]) -> list[Prosesser]:
    """Visningene som skal nås gjennom proxyen. Kaster `Brukerfeil` når ingen skal det, eller to har det samme
    navnet.
    """
    visninger = [visning for visning in visningene if visning.navn]
    navnene = {visning.vert.lower() for visning in visninger}
    if not visninger:
        raise Brukerfeil(
            "Proxyen må vite navnet brukerne skriver. Oppgi det med --navn, eller --ansattnavn."
        )
    if len(navnene) < len(visninger):
        raise Brukerfeil(
            "De ansatte må ha et eget navn. Ellers kunne kapslene fra innloggingen gått til den "
            "vanlige visningen."
        )
    return visninger


def i_oppsettet(filene: Sequence[Path]) -> list[str]:
    """Stiene slik de kan stå i oppsettet. Kaster `Brukerfeil` når de ikke kan det."""
    for sti in filene:
        if not sti.is_absolute() or set(str(sti)) & _STYRETEGN:
            raise Brukerfeil(
                f"Stien «{sti}» kan ikke stå i oppsettet til proxyen. Oppgi hele stien, uten mellomrom."
            )
    return [*map(str, filene)]


def hsts(sti: str) -> str:
    """Hvor lenge nettleseren skal huske at alt går over https: ett år. Har dashbordet navnet for seg selv,
    gjelder det også navnene under det.
    """
    return "max-age=31536000" + ("" if sti else "; includeSubDomains")


def stoerste_mb() -> int:
    """Så mange millioner byte kan det være i en forespørsel: den største opplastingen, og rommet rundt."""
    valgene = tomllib.loads((ROT / ".streamlit" / "config.toml").read_text("utf-8"))
    return valgene["server"]["maxUploadSize"] + _RUNDT_FILENE_MB
