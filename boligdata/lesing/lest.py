"""En indikator slik den leses.

Katalogen sier hva tallet er. Om det leses vernet eller eksakt, og i hvilken enhet det da skrives,
vet først den som leser.
"""

import dataclasses
import functools
import math
from dataclasses import dataclass

from boligdata.felles.enheter import DAGER_I_MAANED, VERNEDE_ENHETER, Enhet
from boligdata.felles.katalog import Indikator


@dataclass(frozen=True)
class LestIndikator(Indikator):
    """Indikatoren med det lesingen avgjør: om tallene er vernet, og måltallet som gjelder dem."""

    vernet: bool = False

    @property
    def visningsenhet(self) -> Enhet:
        """Hvordan tallet skrives, vernet eller eksakt."""
        return VERNEDE_ENHETER[self.enhet] if self.vernet else self.eksakt_enhet

    @property
    def uten_vern(self) -> Enhet:
        """Enheten en grense eller en ende av et spenn skrives i: den er ikke selv et vernet tall."""
        return dataclasses.replace(self.visningsenhet, vernet=False)

    def naadd(self, nedre: float, oevre: float) -> bool | None:
        """Er måltallet nådd når det virkelige tallet er et sted fra `nedre` til `oevre`? None når det
        ikke finnes noe mål eller tall, og når spennet er på begge sider av målet.
        """
        if self.maaltall is None or math.isnan(nedre):
            return None
        fortegn = 1 if self.retning == "opp" else -1
        naadd = {
            round(fortegn * (verdi - self.maaltall), 9) >= 0 for verdi in (nedre, oevre)
        }
        return naadd.pop() if len(naadd) == 1 else None

    def uten_maaltall(self) -> "LestIndikator":
        """Den samme uten måltall."""
        return self if self.maaltall is None else self._uten_maaltall

    @functools.cached_property
    def _uten_maaltall(self) -> "LestIndikator":
        return dataclasses.replace(self, maaltall=None)

    @functools.cached_property
    def bare_tallet(self) -> "LestIndikator":
        """Den samme uten måltall og uten tekster, som ikke endrer noe tall: da er den lik på begge
        målformer, for hele kommunen og for en del av den.
        """
        tekster = dict.fromkeys(("navn", "definisjon", "fortolkning", "enhetsord"), "")
        return dataclasses.replace(self, **tekster, kortnavn=None, maaltall=None)


@functools.lru_cache(maxsize=2000)
def som_lest(indikator: Indikator, vernet: bool) -> LestIndikator:
    """Indikatoren fra katalogen, lest vernet eller eksakt. Vernede dager vises som måneder, så et
    mål i dager blir et mål i måneder.
    """
    if isinstance(indikator, LestIndikator):
        raise TypeError(f"{indikator.id} er alt lest. Spør om den i katalogen.")
    verdier = {
        felt.name: getattr(indikator, felt.name)
        for felt in dataclasses.fields(Indikator)
    }
    if vernet and indikator.maaltall is not None and indikator.eksakt_enhet.er_dager:
        verdier["maaltall"] = indikator.maaltall / DAGER_I_MAANED
    return LestIndikator(**verdier, vernet=vernet)
