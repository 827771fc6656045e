"""Regelverket tall og tilbud viser til, erklært i `lover.toml`: hver lov ett sted, med dagen den
sist er lest. En henvisning er navnet på blokken, og paragrafen etter det: «boligsosialloven § 6».
"""

import datetime as dt
import functools
from collections.abc import Sequence
from dataclasses import dataclass, field

from boligdata.felles import maalform
from boligdata.felles.config import PAKKE
from boligdata.felles.erklaering import krev, les_toml
from boligdata.felles.maalform import si

FIL = PAKKE / "felles" / "lover.toml"


@dataclass(frozen=True)
class Lov:
    """En lov. `sier` er hva hver paragraf det vises til, handler om, og `om` er hva loven som
    helhet gjør. `lest` er dagen den sist er lest, eller None når ingen har kontrollert den, og
    `lest_i` hvor, når det ikke er lovteksten selv.
    """

    id: str
    navn: str
    lest: dt.date | None = None
    lest_i: str = ""
    om: str | None = None
    sier: dict[str, str] = field(default_factory=dict)

    @property
    def naar_lest(self) -> str:
        """«02.07.2026», og hvor den er lest når det ikke er lovteksten."""
        if not self.lest:
            return ""
        dagen = f"{self.lest:%d.%m.%Y}"
        if not self.lest_i:
            return dagen
        return si("{dagen}, i {sted}", dagen=dagen, sted=self.lest_i)

    @property
    def bestemmelser(self) -> dict[str, str]:
        """Loven som helhet og hver paragraf det vises til, med navnet og hva den handler om."""
        som_helhet = {self.navn: self.om} if self.om else {}
        return som_helhet | {f"{self.navn} {nr}": hva for nr, hva in self.sier.items()}

    def __post_init__(self):
        krev(bool(self.om or self.sier), "«om» eller «sier» må si hva loven gjør.")


@dataclass(frozen=True)
class Aarsfrist:
    """Noe loven sier kommunen skal gjøre hvert år: `hva`, som en setning uten punktum, hvor det står,
    og siste dag.
    """

    id: str
    hva: str
    hjemmel: str
    maaned: int
    dag: int

    def neste(self, fra: dt.date) -> dt.date:
        """Den første fristen fra og med dagen."""
        i_aar = dt.date(fra.year, self.maaned, self.dag)
        return i_aar if i_aar >= fra else i_aar.replace(year=fra.year + 1)

    def __post_init__(self):
        krev_kjente([self.hjemmel])
        # 29. februar finnes ikke hvert år.
        dt.date(2001, self.maaned, self.dag)


@maalform.husk
def lover() -> dict[str, Lov]:
    """Alle lovene, i den rekkefølgen de er erklært."""
    blokker = les_toml(FIL).blokker("lov")
    return {id: blokk.lag(Lov, id) for id, blokk in blokker.items()}


@functools.cache
def frist(navn: str) -> dt.date:
    """En frist loven setter kommunen."""
    return les_toml(FIL).blokk("frist").felt[navn]


@maalform.husk
def aarsfrister() -> tuple[Aarsfrist, ...]:
    """Det som skal gjøres hvert år."""
    blokker = les_toml(FIL).blokker("aarsfrist")
    return tuple(blokk.lag(Aarsfrist, id) for id, blokk in blokker.items())


def krev_kjente(henvisninger: Sequence[str]) -> None:
    """Stopp når en henvisning ikke er til noe som er erklært."""
    for henvisning in henvisninger:
        id, _, paragraf = henvisning.partition(" ")
        lov = lover().get(id)
        krev(
            lov is not None and bool(lov.sier.get(paragraf) if paragraf else lov.om),
            f"henvisningen «{henvisning}» står ikke i {FIL.name}.",
        )


def tekst(henvisninger: Sequence[str]) -> str:
    """«Boligsosialloven § 6 og sosialtjenesteloven § 15»."""
    return _setning([_navn(henvisning) for henvisning in henvisninger])


def forklart(henvisninger: Sequence[str]) -> str:
    """Henvisningene med hva hver av dem sier, og dagen de sist er lest."""
    deler = [f"{_navn(h)} ({_sier(h)})" for h in henvisninger]
    eldst = min(
        (lover()[h.partition(" ")[0]] for h in henvisninger),
        key=lambda lov: lov.lest or dt.date.min,
    )
    sist = (
        si("Lest {naar}.", naar=eldst.naar_lest)
        if eldst.lest
        else si("Ikke kontrollert mot lovteksten.")
    )
    return f"{_setning(deler)}. {sist}"


def _navn(henvisning: str) -> str:
    id, _, paragraf = henvisning.partition(" ")
    return f"{lover()[id].navn} {paragraf}".rstrip()


def _sier(henvisning: str) -> str:
    id, _, paragraf = henvisning.partition(" ")
    return lover()[id].sier[paragraf] if paragraf else lover()[id].om


def _setning(deler: Sequence[str]) -> str:
    *foerst, sist = deler
    ramse = f"{', '.join(foerst)} og {sist}" if foerst else sist
    return ramse[:1].upper() + ramse[1:]
