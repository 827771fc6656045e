"""Stegene i en planprosess, og hva loven krever av dem for hvert slag plan, erklært i `planprosess.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from boligdata.felles import lover, maalform
from boligdata.felles.config import PAKKE
from boligdata.felles.erklaering import krev, les_toml

FIL = PAKKE / "felles" / "planprosess.toml"


@dataclass(frozen=True)
class Plantype:
    """Et slag plan, og hva som skiller det fra de andre."""

    id: str
    navn: str
    om: str


@dataclass(frozen=True)
class Stegkrav:
    """Det som gjelder for steget i ett slag plan: om loven krever det (`skal`), hvor mange dager det
    minst må vare, hva andre planer har gjort (`raad_dager`), og hvor det står.
    """

    skal: bool = False
    minst_dager: int = 0
    raad_dager: int = 0
    hjemmel: tuple[str, ...] = ()

    def __post_init__(self):
        krev(not self.skal or bool(self.hjemmel), "«skal» må ha en «hjemmel».")
        lover.krev_kjente(self.hjemmel)


@dataclass(frozen=True)
class Prosessteg:
    """Ett steg. `etter` er stegene som må være ferdige før dette begynner, og `slutter_etter` dem som må
    være ferdige før dette er det.
    """

    id: str
    navn: str
    hva: str
    etter: tuple[str, ...] = ()
    slutter_etter: tuple[str, ...] = ()
    antakelse: str = ""
    krav: Mapping[str, Stegkrav] = field(default_factory=dict)

    def krav_til(self, plantype: str) -> Stegkrav:
        """Det som gjelder i dette slaget plan."""
        return self.krav.get(plantype, Stegkrav())


@maalform.husk
def plantyper() -> dict[str, Plantype]:
    """Slagene av planer."""
    blokker = les_toml(FIL).blokker("plantype")
    return {id: blokk.lag(Plantype, id) for id, blokk in blokker.items()}


@maalform.husk
def steg() -> dict[str, Prosessteg]:
    """Stegene, i rekkefølge."""
    fil = les_toml(FIL)
    fil.krev_noekler(("plantype", "steg"))
    alle: dict[str, Prosessteg] = {}
    for id, blokk in fil.blokker("steg").items():
        kravene = {
            plantype: under.lag(Stegkrav)
            for plantype, under in blokk.blokker("krav").items()
        }
        blokk.blokk("krav").krev_noekler((), plantyper())
        ett = blokk.lag(Prosessteg, id, lest={"krav": kravene})
        for foer in (*ett.etter, *ett.slutter_etter):
            if foer not in alle:
                raise blokk.feil(f"«{foer}» er ikke et steg før dette.")
        alle[id] = ett
    return alle
