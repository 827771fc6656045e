"""Det som ligger bak behovet, i ord til planen: folkehelse og levekår, og boligmarkedet.

Ett avsnitt for hvert tall under temaet på Utfordringsbilde: det siste tallet ved siden av landet, og det var
da planperioden begynte. Ingen setning begynner med et tall, og alt kan leses når tallene er blitt eldre.
"""

import pandas as pd

from boligdata import lesing
from boligdata.felles import katalog, norsk
from boligdata.felles.maalform import fast, si
from boligdata.innhold import bosettingskort, faste_kort
from boligdata.innhold.faste_kort import Kostrakort

TITLER = {
    "folket": fast("Folkehelse og levekår"),
    "markedet": fast("Boligmarkedet"),
}


@lesing.husk
def tekst(tema: str) -> list[str]:
    """Avsnittene om temaet, «folket» eller «markedet». Et tall kommunen ikke har, gir ingen avsnitt."""
    kortene = (
        faste_kort.kostra(kode, "")
        for kode, tall in katalog.regionstall().items()
        if tall.tema == tema
    )
    avsnittene = [_avsnittet(kort) for kort in kortene if kort]
    bosatt = bosettingskort.lag("") if tema == "folket" else None
    if bosatt:
        om = si("Bosetting av flyktninger: {setning}", setning=bosatt.setning)
        avsnittene.append(om)
    return avsnittene


def _avsnittet(kort: Kostrakort) -> str:
    serie = kort.serie.set_index("aar")
    kjent = serie["verdi"].dropna()
    siste = int(kjent.index[-1])
    plasser = {
        "navn": kort.regionstall.navn,
        "tall": _skrevet(kort, kjent.iloc[-1]),
        "aar": siste,
    }
    landet = serie["landet"].get(siste) if "landet" in serie else None
    if pd.isna(landet):
        ut = [si("{navn}: {tall} i {aar}.", **plasser)]
    else:
        ved_siden = _skrevet(kort, landet)
        ut = [
            si(
                "{navn}: {tall} i {aar}, mot {landet} i landet.",
                landet=ved_siden,
                **plasser,
            )
        ]
    foerst = lesing.meta().plan_fra
    if foerst < siste and foerst in kjent.index:
        var = _skrevet(kort, kjent[foerst])
        ut.append(si("I {aar} var det {tall}.", aar=foerst, tall=var))
    if serie["foreloepig"].get(siste):
        ut.append(si("Tallet er foreløpig."))
    return " ".join(ut)


def _skrevet(kort: Kostrakort, verdi: float) -> str:
    return norsk.med_enhet(verdi, kort.regionstall.visningsenhet)
