"""Hvor mange leietakere det trolig er i hver pool, når tallene på dem er rundet av.

Et rundet tall kan være flere husstander for høyt eller lavt, og i en liten pool er det mye. Tre ting til er
publisert og sier noe: det bor ikke flere enn det er boliger til, de som søker og blir boende, må ha et sted å
bo, og alle poolene er til sammen tallet for hele kommunen. Anslaget er det som da er ventet (Bayes), og så
fordeles det som er igjen til tallet for hele kommunen, etter hvor usikkert hvert anslag er.

Alt det regnes av, er publisert, så det sier ikke mer om noen enn det som alt er vist.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from boligdata import vern
from boligdata.bygg.behovsgrunnlag.publisert import Vist

# Så mye kan det som kommer av søkere og botid, være feil, som del av det.
_FEIL_I_STROEMMEN = 0.3


class Leietall(NamedTuple):
    """Det ventede antallet husstander, og variansen i det."""

    antall: float
    varians: float


def trolig(vist: Vist, ventet: float, boliger: float) -> Leietall:
    """Antallet bak det som vises. `ventet` er hvor mange søkerne og botiden tilsier, og `boliger` hvor mange
    det er plass til.
    """
    if not vist.avvik:
        return Leietall(min(vist.antall, boliger), 0.0)
    mulige = np.arange(max(vist.antall - vist.avvik, 0), vist.antall + vist.avvik + 0.5)
    mulige = mulige[mulige <= boliger] if mulige[0] <= boliger else np.array([boliger])
    ventet = min(ventet, boliger)
    avrunding = (mulige - vist.antall) / vist.feil
    if boliger < vern.BASIS:
        # Det vises aldri flere enn det er boliger til. Da vises 0, hvor mange som enn bor der.
        avrunding = np.zeros(len(mulige))
    stroemmen = (mulige - ventet) / (_FEIL_I_STROEMMEN * ventet + 1)
    usannsynlig = (avrunding**2 + stroemmen**2) / 2
    vekt = np.exp(usannsynlig.min() - usannsynlig)
    vekt /= vekt.sum()
    antall = float(vekt @ mulige)
    return Leietall(antall, float(vekt @ (mulige - antall) ** 2))


def stemt_av(
    anslagene: Sequence[Leietall], alle: Leietall, plass: Sequence[float]
) -> np.ndarray:
    """Antallene i anslagene, flyttet så de til sammen er nærmere `alle`: mest der de er usikrest, og aldri
    under null eller over det det er plass til.
    """
    antall, varianser = map(np.array, zip(*anslagene))
    usikkert = varianser.sum() + alle.varians
    igjen = alle.antall - antall.sum()
    flyttet = antall + (varianser * igjen / usikkert if usikkert else 0.0)
    return np.clip(flyttet, 0, plass)
