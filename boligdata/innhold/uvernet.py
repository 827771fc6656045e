"""Det kortene uten vernede tall har felles: tallene er offentlige, eller de er ikke om personer."""

from boligdata.felles.maalform import si
from boligdata.innhold import gjelder, kort
from boligdata.innhold.gjelder import Gjelder
from boligdata.innhold.grunnkort import Grunnkort
from boligdata.innhold.kildelinje import Kildelinje


class UvernetKort(Grunnkort):
    """Et kort der tallene står slik de er levert. `uttrekk` er der de står."""

    uttrekk: tuple[str, ...]

    vern = None

    @property
    def flagg(self) -> tuple[str, ...]:
        """At tallene kan være gamle."""
        return kort.alder(self.uttrekk)

    @property
    def kilde(self) -> str:
        """Alt om kilden."""
        return kort.kildetekst(self.uttrekk)

    @property
    def kildelinje(self) -> Kildelinje:
        """Kilden, kort."""
        return kort.kildelinje(self.uttrekk)


class KommunensKort(UvernetKort):
    """Et kort filtrene aldri virker på. `valgte` er dem som er valgt."""

    valgte: tuple[str, ...]

    @property
    def gjelder(self) -> Gjelder:
        """Filtrene virker aldri."""
        return gjelder.hele_kommunen(self.valgte)


class Aarskort(KommunensKort):
    """Det kommunen har levert, år for år. `funn` er det siste året, og `resten` årene rundt."""

    funn: str
    resten: str

    @property
    def setning(self) -> str:
        """Det siste året, og årene rundt."""
        return f"{self.funn}. {self.resten}".removeprefix(". ").strip()

    @property
    def filtertekst(self) -> str:
        """Tallene er aldri filtrert."""
        return si("Alle årene som er levert")
