"""Det som er publisert, og som huskes til neste gang."""

from typing import NamedTuple

from boligdata.vern.familie import Utsnitt

# Avtrykket av en celle ingen er i lenger.
INGEN = ""


class Frosset(NamedTuple):
    """Det som er publisert for en kube i et tertial.

    `avtrykk` sier hvem som er talt. `avvik` er det som er erklært for hver dybde, fra 0. `tall` har
    det viste tallet og avtrykket av hver celle, etter periode, mål og utsnitt. Perioden er
    tertialet, eller året når kuben følger husstander gjennom året.
    """

    avtrykk: str
    versjon: int
    avvik: tuple[int, ...]
    tall: dict[tuple[str, str, Utsnitt], tuple[int, str]]

    @property
    def vist(self) -> dict[tuple[str, str, Utsnitt], int]:
        """Tallene som er vist, uten nullene: de er like om cellen finnes eller ikke."""
        return {celle: vist for celle, (vist, _) in self.tall.items() if vist}


# Etter kube og tertial.
Historikk = dict[tuple[str, str], Frosset]
