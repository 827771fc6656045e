"""Hvordan hvert slag tall regnes ut i SQL: et antall, en andel av noe, eller en statistikk.

Uttrykkene i `teller`, `nevner` og `statistikk` hentes fra kuben (raden `t`) for perioden `p` og
gruppen `g`. De andre regnes av dem, under de samme navnene.
"""

from dataclasses import dataclass

from boligdata.felles import katalog
from boligdata.felles.enheter import MAANEDER_I, VIST_PROSENT
from boligdata.lesing.lest import LestIndikator


@dataclass(frozen=True)
class Uttrykk:
    """Delene ett tall regnes ut av. `for_faa` og `tom_nevner` sier når tallet ikke kan vises."""

    teller: str
    nevner: str
    statistikk: str
    verdi: str
    for_faa: str
    tom_nevner: str


def uttrykk(
    indikator: LestIndikator, periodetype: str, ingen_rad: str, fremmed_nevner: str
) -> Uttrykk:
    """Uttrykket for indikatoren. `ingen_rad` er antallet når kuben ikke har noen rad, og
    `fremmed_nevner` nevneren når den kommer fra en annen kube, ellers «».
    """
    if indikator.verdi:
        return _statistikk(indikator, ingen_rad)
    if indikator.nevner:
        nevner = fremmed_nevner or f"coalesce(t.{indikator.nevner}, {ingen_rad})"
        return _andel(indikator, periodetype, ingen_rad, nevner)
    return _antall(indikator, ingen_rad)


def _antall(indikator: LestIndikator, ingen_rad: str) -> Uttrykk:
    return Uttrykk(
        teller=f"coalesce(t.{indikator.teller}, {ingen_rad})",
        nevner="null",
        statistikk="null",
        verdi="teller::double",
        for_faa="false",
        tom_nevner="false",
    )


def _andel(
    indikator: LestIndikator, periodetype: str, ingen_rad: str, nevner: str
) -> Uttrykk:
    enhet = indikator.visningsenhet
    faktor = enhet.faktor * (MAANEDER_I[periodetype] if enhet.per_maaned else 1)
    andel = f"teller / nevner * {faktor}"
    if enhet.vernet and enhet.er_prosent:
        lavest, hoeyest = VIST_PROSENT
        andel = f"least(greatest({andel}, {lavest}), {hoeyest})"
    return Uttrykk(
        teller=f"coalesce(t.{indikator.teller}, {ingen_rad})",
        nevner=nevner,
        statistikk="null",
        verdi=f"case when nevner >= {max(1, enhet.minste_nevner)} then {andel} end",
        for_faa=f"nevner < {enhet.minste_nevner}",
        tom_nevner="nevner = 0",
    )


def _statistikk(indikator: LestIndikator, ingen_rad: str) -> Uttrykk:
    """Statistikken er regnet ut i kuben. Telleren er antallet den bygger på."""
    statistikk = katalog.kuber()[indikator.kube].statistikk[indikator.verdi]
    verdi = f"statistikk * {indikator.visningsenhet.faktor}"
    return Uttrykk(
        teller=f"coalesce(t.{statistikk.antall}, {ingen_rad})",
        nevner="null",
        statistikk=f"t.{indikator.verdi}",
        verdi=f"round({verdi}, 6)" if indikator.vernet else verdi,
        for_faa="statistikk is null",
        tom_nevner="false",
    )
