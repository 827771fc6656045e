"""Rekkefølgen radene i en figur står i, og radene som ikke har noe eget tall."""

import math

from boligdata.felles import katalog
from boligdata.felles.maalform import si
from boligdata.innhold.kort import Kort
from boligdata.innhold.rangering import kjente


def har_naturlig(kort: Kort, felt: str = "gruppe") -> bool:
    """Har gruppene, eller lagene, en rekkefølge i seg selv, som aldre og ventetider?"""
    fordeling = kort.bestilling.fordeling
    nr = ("gruppe", "lag").index(felt)
    return len(fordeling) > nr and katalog.dimensjoner()[fordeling[nr]].ordnet


def rader(kort: Kort, felt: str = "gruppe") -> list[str]:
    """Navnet på radene ovenfra: de største først når rekkefølgen ikke er gitt. Like store rader står
    i kodelistens rekkefølge, og de uten kjente tall står sist.
    """
    if har_naturlig(kort, felt):
        return kort.data[felt].unique().tolist()
    tall = kjente(kort.data, felt)
    # Andeler som til sammen er hundre, er det ikke alltid på siste desimal.
    sum_ = {navn: round(math.fsum(tall[navn]), 9) for navn in tall}
    return sorted(tall, key=lambda navn: (not tall[navn], -sum_[navn]))


def grupper(kort: Kort) -> list[str]:
    """Navnet på gruppene i en figur over tid, de med det høyeste siste tallet først når rekkefølgen
    ikke er gitt.
    """
    alle = kort.data["gruppe"].unique().tolist()
    if har_naturlig(kort) or not kort.bestilling.fordeling:
        return alle
    siste = kort.data.drop_duplicates("gruppe", keep="last")
    return siste.sort_values("verdi", ascending=False, kind="stable")["gruppe"].tolist()


def uten_eget_tall(kort: Kort) -> list[bool]:
    """Er raden «0–4», «for få», eller noe som ikke kan regnes ut?"""
    baand = kort.enhet.baand if kort.enhet.er_antall else lambda _: None
    return [
        math.isnan(verdi) or baand(verdi) is not None
        for verdi in kort.data["verdi"].tolist()
    ]


def samlenavn(antall: int, alle: int) -> str:
    """Navnet på raden som er alle dem uten eget tall."""
    if antall == alle:
        return si("Alle {antall} grupper", antall=alle)
    return si("Øvrige {antall} grupper", antall=antall)
