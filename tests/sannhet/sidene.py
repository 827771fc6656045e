"""Sier sidene ett tall om én ting, og det samme i setningen som i figuren?"""

from dataclasses import dataclass
from pathlib import Path

from tests.sannhet import paastander
from tests.sannhet.utsagn import les_fra


@dataclass
class Sider:
    """Hvor mye sidene sier, og hva som ikke henger sammen: tall som er ulike, deler som er større enn
    det hele, og tall i setninger som ikke står i figuren.
    """

    paastander: int = 0
    setninger: int = 0
    ulike: int = 0
    for_store: int = 0
    ikke_i_figuren: int = 0

    @property
    def noe_er_galt(self) -> bool:
        """Er det noe på sidene som ikke henger sammen?"""
        return bool(self.ulike or self.for_store or self.ikke_i_figuren)


def gaa_gjennom(utgave: Path) -> Sider:
    """Alle kortene, nøkkeltallene og regnskapene i utgaven, med noen ulike valg øverst på siden."""
    ut = Sider()
    with les_fra(utgave):
        for valg in paastander.valgene():
            samlet = list(paastander.paastander(valg))
            ut.paastander += len(samlet)
            ut.ulike += len(paastander.ulike_tall(samlet))
            ut.for_store += sum(
                del_.tall > hele for del_, hele in paastander.deler_og_hele(samlet)
            )
            for _, kort in paastander.kortene(valg):
                ut.setninger += bool(kort.setning)
                lov = paastander.tall_i_figuren(kort)
                ut.ikke_i_figuren += sum(
                    tall not in lov for tall in paastander.tall_i_setningen(kort)
                )
    return ut
