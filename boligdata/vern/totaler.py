"""Totalene først: hvilke femmere tallene for hele kommunen helst skal vises som.

Rundes kubene av hver for seg og tertialene ett for ett, er hver total nær, men året blir summen av
tre avrundinger, og beholdningen følger av alle strømmene. Her velges femmerne for alle kubene og
alle nye tertialer under ett, så flest mulig er de nærmeste. Tallene i gruppene rundes av etterpå, og
tar resten.
"""

import numpy as np

from boligdata.felles import katalog
from boligdata.felles.katalog import Kube
from boligdata.vern.avrunding import LarSegIkkeVerne, avrund
from boligdata.vern.familie import Familie, Serie, Tall, Utsnitt
from boligdata.vern.frosset import Historikk
from boligdata.vern.tabellverk import Bygger, DetViste

# Utsnittet som er hele kommunen.
HELE: Utsnitt = ()


def planlegg_totalene(
    kuber: dict[str, Kube], tall: Tall, historikk: Historikk, froe: int
) -> dict[Serie, int]:
    """Femmeren til hver total i årene der det er nye tertialer. Det som er publisert, står. Er det
    ingen plan som går opp, eller ingen nye tertialer, er svaret tomt.
    """
    totaler = {
        serie: {HELE: celler[HELE]} for serie, celler in tall.items() if HELE in celler
    }
    # Antakelsene om noen av gruppene har totalene ingen bruk for.
    antakelser = [
        antakelse
        for antakelse in katalog.antakelser()
        if not any(ledd.der for ledd in antakelse.ledd)
        and all(ledd.maal[0] in kuber for ledd in antakelse.ledd)
    ]
    vernede = tuple(kube for kube in kuber.values() if kube.vernede)
    familie = Familie(vernede, totaler, antakelser)
    publisert = {tertial for _, tertial in historikk}
    aar = {t[:4] for t in familie.tertialer if t not in publisert}
    tertialer = [tertial for tertial in familie.tertialer if tertial[:4] in aar]
    if not tertialer:
        return {}
    bygger = Bygger(familie, tertialer, _publiserte(totaler, historikk), som_plan=True)
    try:
        vist = avrund(bygger.bygg(), froe, ett_svar=False, beste=True).vist
    except LarSegIkkeVerne:
        return {}
    return {
        serie: int(vist[plass[0]])
        for serie, plass in bygger.plass.items()
        if plass[0] >= 0 and not bygger.er_hittil(serie)
    }


def _publiserte(totaler: Tall, historikk: Historikk) -> DetViste:
    """Totalene som er publisert, der ingen er kommet til eller gått ut."""
    vist = {}
    for (kube, _), frosset in historikk.items():
        for (periode, maal, utsnitt), (tallet, avtrykk) in frosset.tall.items():
            total = totaler.get(Serie(kube, maal, periode), {}).get(utsnitt)
            if total is not None and total.avtrykk == avtrykk:
                vist[Serie(kube, maal, periode)] = np.array([tallet])
    return DetViste(vist, {}, {})
