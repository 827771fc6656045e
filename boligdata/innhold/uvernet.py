"""Det kortene uten vernede tall har felles: tallene er offentlige, eller de er ikke om personer."""

from boligdata.innhold import kort
from boligdata.innhold.grunnkort import Grunnkort


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
    def kildelinje(self) -> str:
        """Kilden, kort."""
        return kort.kildelinje(self.uttrekk)
