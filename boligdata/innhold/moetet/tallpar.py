"""Ett tall i møtet ved siden av det samme tallet i dag."""

from dataclasses import dataclass

from boligdata.innhold.vurdering import RETNINGER, Vurdering


@dataclass(frozen=True)
class Tallpar:
    """Ett tall da og nå, og dommen over endringen."""

    navn: str
    da: str
    naa: str
    dom: Vurdering

    @property
    def er_sikker(self) -> bool:
        """Er tallet sikkert endret?"""
        return self.dom.dom in RETNINGER


class IkkeLenger(Exception):
    """Tallet kan ikke hentes igjen. Meldingen kan vises."""
