"""Hvordan hvert slag tall regnes ut av det kubene har: et antall, en andel av noe, eller en
statistikk.
"""

import numpy as np
import pandas as pd

from boligdata.felles import katalog
from boligdata.felles.enheter import MAANEDER_I, VIST_PROSENT
from boligdata.lesing.lest import LestIndikator


def regn(
    indikator: LestIndikator, periodetype: str, tall: pd.DataFrame
) -> pd.DataFrame:
    """Kolonnene teller, nevner, verdi (i enheten tallet vises i) og flagg, som i `svar`.

    `tall` er det kubene har: en kolonne for hvert mål og hver statistikk i indikatorens
    kube, og «kube.mål» for nevneren når den kommer fra en annen.
    """
    if indikator.verdi:
        return _statistikk(indikator, tall)
    if indikator.nevner:
        return _andel(indikator, periodetype, tall)
    return _antall(indikator, tall)


def _antall(indikator: LestIndikator, tall: pd.DataFrame) -> pd.DataFrame:
    teller = tall[indikator.teller]
    return _kolonner(teller, np.nan, teller.astype("float64"))


def _andel(
    indikator: LestIndikator, periodetype: str, tall: pd.DataFrame
) -> pd.DataFrame:
    enhet = indikator.visningsenhet
    teller, nevner = tall[indikator.teller], tall[indikator.nevner]
    andel = teller / nevner * faktor(indikator, periodetype)
    if enhet.vernet and enhet.er_prosent:
        andel = andel.clip(*VIST_PROSENT)
    return _kolonner(
        teller,
        nevner,
        andel.where(nevner >= max(1, enhet.minste_nevner)),
        for_faa=nevner < enhet.minste_nevner,
        tom_nevner=nevner == 0,
    )


def faktor(indikator: LestIndikator, periodetype: str) -> float:
    """Det en teller delt på en nevner ganges med, så svaret er i enheten tallet vises i."""
    enhet = indikator.visningsenhet
    return enhet.faktor * (MAANEDER_I[periodetype] if enhet.per_maaned else 1)


def _statistikk(indikator: LestIndikator, tall: pd.DataFrame) -> pd.DataFrame:
    """Statistikken er regnet ut i kuben. Telleren er antallet den bygger på."""
    statistikk = katalog.kuber()[indikator.kube].statistikk[indikator.verdi]
    verdi = tall[indikator.verdi] * indikator.visningsenhet.faktor
    return _kolonner(
        tall[statistikk.antall],
        np.nan,
        verdi.round(6) if indikator.vernet else verdi,
        for_faa=verdi.isna(),
    )


def _kolonner(teller, nevner, verdi, for_faa=False, tom_nevner=False) -> pd.DataFrame:
    """`for_faa` og `tom_nevner` sier hvilke av tallene som ikke kan vises."""
    hindringer = {"for_faa": for_faa, "tom_nevner": tom_nevner, "mangler": verdi.isna()}
    gjelder = [
        np.broadcast_to(hindring, len(verdi)) for hindring in hindringer.values()
    ]
    flagg = pd.Series(np.select(gjelder, list(hindringer), ""), dtype="str")
    # Uten radnumre: å se at kolonnene har de samme, koster mer enn å regne dem ut.
    return pd.DataFrame(
        {
            "teller": np.asarray(teller),
            "nevner": np.broadcast_to(nevner, len(verdi)),
            "verdi": np.asarray(verdi),
            "flagg": flagg.array,
        }
    )
