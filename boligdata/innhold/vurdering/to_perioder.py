"""Er to tall sikkert forskjellige? Antall og rater prøves med den betingede Poisson-testen, andeler
med Newcombes intervall bygget på Wilson. Begge på nivå 95 %.

Er tallene rundet av, prøves de to virkelige tallene som er nærmest hverandre, og en andel av så få som
det kan være: begge prøvene slår lettere ut jo lenger fra hverandre tallene er, og jo flere andelene er
av.
"""

import numpy as np

from boligdata.innhold.vurdering.proever import NIVAA, newcombe, poisson_p
from boligdata.innhold.vurdering.tallrekke import NED, OPP, Ende, Tallrekke
from boligdata.lesing import LestIndikator


def kan_proeves(indikator: LestIndikator) -> bool:
    """Er tallet et antall, en rate eller en andel, så to av dem alene kan sammenlignes?

    Hvor mye en median svinger, kan ikke leses av den, og et forhold der nevneren er like tilfeldig
    som telleren, svinger mer enn prøvene regner med.
    """
    if indikator.eksakt_enhet.nevneren_svinger:
        return False
    return indikator.er_prosent or not indikator.verdi


def regel(indikator: LestIndikator) -> str:
    """Nøkkelen i `REGLER` til prøven."""
    return "to_andeler" if indikator.er_prosent else "to_antall"


def sikker(indikator: LestIndikator, serie: Tallrekke, retning: int) -> bool:
    """Er siste tall sikkert høyere (`OPP`) eller lavere enn det før, uansett hva de virkelige er?"""
    foer, naa = serie.ende(-2, retning), serie.ende(-1, -retning)
    if indikator.er_prosent:
        faerrest = np.maximum(serie.av[0][-2:], 1)
        return _ulike_andeler(foer, naa, *faerrest) == retning
    if not indikator.nevner:
        # To like lange perioder.
        foer, naa = (Ende(ende.verdi, ende.verdi, 1) for ende in (foer, naa))
    return _ulike_antall(foer, naa) == retning


def _ulike_andeler(foer: Ende, naa: Ende, av_foer: float, av_naa: float) -> int:
    """Retningen andelen sikkert har gått, eller 0."""
    x_foer, x_naa = (
        min(ende.verdi, 100) / 100 * av for ende, av in ((foer, av_foer), (naa, av_naa))
    )
    lav, hoey = newcombe(x_foer, av_foer, x_naa, av_naa)
    return OPP if lav > 0 else NED if hoey < 0 else 0


def _ulike_antall(foer: Ende, naa: Ende) -> int:
    if poisson_p(round(foer.talt), round(naa.talt), foer.av, naa.av) >= NIVAA:
        return 0
    return OPP if naa.talt / naa.av > foer.talt / foer.av else NED
