"""Avtrykk av alt et angrep avhenger av, så det som er angrepet før, ikke trenger angripes igjen.

Er tallene, det som er vist av dem, sammenhengene i katalogen og koden som angriper, de samme, er
svaret det samme.
"""

import functools
import hashlib
from pathlib import Path

from boligdata.felles import katalog
from boligdata.vern.familie import Familie, foregaaende, tidligere
from boligdata.vern.frosset import Frosset, Historikk


class Avtrykker:
    """Lager avtrykkene for en familie. Hvert tertial, og det som er frosset, regnes bare ut én gang."""

    def __init__(self, familie: Familie, frosset: Historikk, laant: Historikk):
        self._familie, self._frosset, self._laant = familie, frosset, laant
        self._tertialer: dict[str, str] = {}
        self._av_frosne: dict[tuple[str, str], tuple[Frosset, str]] = {}
        self._familien = _av(
            _koden(),
            katalog.sammenhenger(),
            katalog.bevegelser(),
            [antatt.ledd for antatt in familie.antatt],
            familie.maaltall,
            familie.halvdeler,
            [
                (
                    kube.id,
                    kube.grupperinger,
                    kube.tid,
                    list(kube.maal),
                    kube.vernede,
                    kube.om_boliger,
                )
                for kube in familie.alle_kuber.values()
            ],
        )

    def av_angrep(self, angrep: str, tertialer: list[str]) -> str:
        """Avtrykket av dette angrepet på tertialene, når de og de foregående er frosset."""
        return _av(self._familien, angrep, *map(self._tertialet, tertialer))

    def _tertialet(self, tertial: str) -> str:
        if tertial not in self._tertialer:
            self._tertialer[tertial] = _av(
                tertial, self._vist_til_og_med(tertial), self._eksakte(tertial)
            )
        return self._tertialer[tertial]

    def _vist_til_og_med(self, tertial: str) -> list:
        """Det som er vist i tertialet og i dem det henger sammen med: hittil i år, beholdningen før
        året, og så langt tilbake som antakelsene går.
        """
        fra = min(
            foregaaende(f"{tertial[:4]}-T1"),
            tidligere(tertial, self._familie.lengst_tilbake),
        )
        return [
            (noekkel, self._av_frosset(noekkel, frosset))
            for noekkel, frosset in sorted((self._laant | self._frosset).items())
            if fra <= noekkel[1] <= tertial
        ]

    def _av_frosset(self, noekkel: tuple[str, str], frosset: Frosset) -> str:
        # Et tertial er med i avtrykket av alle de neste det henger sammen med.
        husket, avtrykk = self._av_frosne.get(noekkel, (None, ""))
        if husket is not frosset:
            avtrykk = _av(frosset.avvik, list(frosset.tall.items()))
            self._av_frosne[noekkel] = frosset, avtrykk
        return avtrykk

    def _eksakte(self, tertial: str) -> list:
        return [
            (serie, [(utsnitt, telling.antall) for utsnitt, telling in tall.items()])
            for serie, tall in self._familie.tall.items()
            if serie.maal not in self._familie.kuber[serie.kube].vernede
            and tertial.startswith(serie.periode[:4])
        ]


def _av(*alt) -> str:
    return hashlib.blake2b(repr(alt).encode(), digest_size=16).hexdigest()


@functools.cache
def _koden() -> str:
    """Avtrykket av koden i denne mappen."""
    filer = sorted(Path(__file__).parent.glob("*.py"))
    return _av([fil.read_bytes() for fil in filer])
