"""Avtrykk av alt et angrep avhenger av, så det som er angrepet før, ikke trenger angripes igjen.

Er tallene, det som er vist av dem, sammenhengene i katalogen og koden som angriper, de samme, er
svaret det samme.
"""

import functools
import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from boligdata.felles import katalog
from boligdata.vern.familie import Familie, Utsnitt


class Frosset(NamedTuple):
    """Det som er publisert for en kube i et tertial.

    `avtrykk` sier hvem som er talt. `tall` har det viste tallet og avtrykket av hver celle, etter
    periode, mål og utsnitt. Perioden er tertialet, eller året når kuben følger husstander gjennom
    året.
    """

    avtrykk: str
    versjon: int
    avvik: int
    tall: dict[tuple[str, str, Utsnitt], tuple[int, str]]


# Etter kube og tertial.
Historikk = dict[tuple[str, str], Frosset]


class Avtrykker:
    """Lager avtrykkene for en familie. Hvert tertial regnes bare ut én gang."""

    def __init__(self, familie: Familie, frosset: Historikk, laant: Historikk):
        self._familie, self._frosset, self._laant = familie, frosset, laant
        self._tertialer: dict[str, str] = {}
        self._familien = _av(
            _koden(),
            katalog.sammenhenger(),
            katalog.bevegelser(),
            [antatt.ledd for antatt in familie.antatt],
            [
                (
                    kube.id,
                    kube.grupperinger,
                    kube.tid,
                    list(kube.maal),
                    kube.vernede,
                    kube.om_boliger,
                )
                for kube in familie.kuber.values()
            ],
        )

    def av_angrep(self, angrep: str, tertialer: list[str]) -> str:
        """Avtrykket av dette angrepet på tertialene, når de og de foregående er frosset."""
        return _av(self._familien, angrep, *map(self._tertialet, tertialer))

    def _tertialet(self, tertial: str) -> str:
        if tertial not in self._tertialer:
            # Beholdningen følger av tertialet før, og antakelsene går et år tilbake.
            self._tertialer[tertial] = _av(
                tertial,
                [
                    (noekkel, frosset.avvik, list(frosset.tall.items()))
                    for noekkel, frosset in sorted(
                        (self._laant | self._frosset).items()
                    )
                    if noekkel[1] <= tertial
                    and noekkel[1] >= f"{int(tertial[:4]) - 1}-T1"
                ],
                [
                    (
                        serie,
                        [
                            (utsnitt, telling.antall)
                            for utsnitt, telling in tall.items()
                        ],
                    )
                    for serie, tall in self._eksakte(tertial)
                ],
            )
        return self._tertialer[tertial]

    def _eksakte(self, tertial: str) -> Iterable:
        return (
            (serie, tall)
            for serie, tall in self._familie.tall.items()
            if serie.maal not in self._familie.kuber[serie.kube].vernede
            and tertial.startswith(serie.periode[:4])
        )


def _av(*alt) -> str:
    return hashlib.blake2b(repr(alt).encode(), digest_size=16).hexdigest()


@functools.cache
def _koden() -> str:
    """Avtrykket av koden i denne mappen."""
    filer = sorted(Path(__file__).parent.glob("*.py"))
    return _av([fil.read_bytes() for fil in filer])
