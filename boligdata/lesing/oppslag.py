"""Oppslag: det som leses rett ut av utgaven, uten å spørre om et tall."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from boligdata.felles import katalog
from boligdata.felles.katalog import Indikator
from boligdata.felles.maalform import si
from boligdata.lesing import innsyn, speil
from boligdata.lesing.innsyn import MAALGRUPPE, Innsyn, samme_tall
from boligdata.lesing.spoerring import husk, husk_tall, spoer, tabeller

ALLE, UKJENT = "alle", "ukjent"

# Så mye kan et vernet tall avvike når ikke noe annet er erklært for perioden.
VANLIG_AVVIK = 4


@dataclass(frozen=True)
class Meta:
    """Hva den publiserte filen gjelder. `i_dag` er dagen en fiktiv kommune står stille på, og `maalform`
    koden til kommunens målform.
    """

    bygd: dt.datetime
    per_dato: dt.date
    kommune: str
    kommunenummer: str
    plan_fra: int
    plan_til: int
    fiktiv: bool
    i_dag: dt.date | None
    vernet: bool
    maalform: str


@dataclass(frozen=True)
class Forrige:
    """Forrige publisering: når den ble laget (UTC), og datoen tallene i den gjaldt."""

    bygd: dt.datetime
    per_dato: dt.date


@husk_tall
def meta() -> Meta:
    """Hva tallene gjelder."""
    kolonner = ", ".join(Meta.__dataclass_fields__)
    rad = spoer(f"select {kolonner} from meta").iloc[0]
    return Meta(
        **{
            **rad,
            "bygd": rad["bygd"].to_pydatetime(),
            "per_dato": rad["per_dato"].date(),
            "plan_fra": int(rad["plan_fra"]),
            "plan_til": int(rad["plan_til"]),
            "fiktiv": bool(rad["fiktiv"]),
            "i_dag": None if pd.isna(rad["i_dag"]) else rad["i_dag"].date(),
            "vernet": bool(rad["vernet"]),
        }
    )


def forrige() -> Forrige | None:
    """Publiseringen før denne, eller None når den er den første, eller når den forrige ikke kan
    sammenlignes med.
    """
    if "forrige" not in tabeller():
        return None
    rad = spoer("select bygd, per_dato from forrige").iloc[0]
    return Forrige(rad["bygd"].to_pydatetime(), rad["per_dato"].date())


def helse() -> dict[str, str]:
    """Kort svar til overvåking: at databasen kan åpnes og spørres, i ansattprosessen begge, og hvordan det er
    med objektlageret tallene hentes fra, når det er et.
    """
    with samme_tall(Innsyn(alt=True)):
        meta()
    return {"status": "ok", "per_dato": meta().per_dato.isoformat()} | speil.helse()


# ------------------------------------------------------------- perioder og egenskaper


def perioder(periodetype: str) -> pd.DataFrame:
    """Fullførte perioder av typen «aar» eller «tertial»: periode, aar, fra, til. Den siste står
    sist.
    """
    return spoer(
        "select periode, aar, fra, til from periode where periodetype = $1 order by fra",
        periodetype,
    )


@husk_tall
def periodenumre(periodetype: str) -> dict[str, int]:
    """Hver fullførte periode med nummeret den har i rekkefølgen, fra 0."""
    return {periode: nr for nr, periode in enumerate(perioder(periodetype)["periode"])}


def siste_kjente(
    indikator: Indikator, periodetype: str, siste: str, tabell_: str | None = None
) -> str:
    """Den siste perioden til og med `siste` tallet er kjent for, når husstander må følges en tid
    etterpå. Ellers `siste` selv. `tabell_` er kubens tabell når det ikke er den gjeldende.
    """
    if not katalog.kuber()[indikator.kube].etterslep:
        return siste
    fra = tabell_ or f"kube_{indikator.kube}"
    kjente = set(spoer(f"select distinct periode from {fra}")["periode"])
    alle = list(periodenumre(periodetype))
    til_naa = alle[: alle.index(siste) + 1] if siste in alle else []
    return next((periode for periode in reversed(til_naa) if periode in kjente), siste)


def dimensjon(id: str) -> dict[str, str]:
    """Verdiene i en egenskap med navn på målformen som er i bruk, i visningsrekkefølge."""
    return dict(_dimensjon(id))


@husk
def _dimensjon(id: str) -> Mapping[str, str]:
    rader = spoer(
        "select kode, navn from dimensjon where dimensjon = $1 order by rekkefoelge", id
    )
    return dict(zip(rader["kode"], map(si, rader["navn"])))


def verdier(dimensjon_id: str) -> dict[str, str]:
    """De verdiene i en egenskap som finnes i minst én kube, med norsk navn. Av målgruppene bare dem
    det er innsyn i.
    """
    mine = innsyn.gjeldende().maalgrupper
    if not mine or dimensjon_id != MAALGRUPPE:
        return dict(_verdier(dimensjon_id))
    with innsyn.eksakte_tall():
        alle = _verdier(dimensjon_id)
    return {kode: navn for kode, navn in alle.items() if kode in mine}


def filtervalg(dimensjon_id: str) -> dict[str, str]:
    """Det brukeren kan velge i filteret. Den som bare ser noen målgrupper, kan ikke velge alle."""
    begrenset = dimensjon_id == MAALGRUPPE and innsyn.gjeldende().maalgrupper
    return ({} if begrenset else {ALLE: si("Alle")}) | verdier(dimensjon_id)


@husk
def _verdier(dimensjon_id: str) -> Mapping[str, str]:
    kuber = [
        kube.id for kube in katalog.kuber().values() if dimensjon_id in kube.dimensjoner
    ]
    brukt = spoer(
        " union ".join(
            f"select {dimensjon_id} as kode from kube_{kube}" for kube in kuber
        )
    )["kode"]
    i_bruk = set(brukt) - {ALLE, UKJENT}
    return {
        kode: navn for kode, navn in dimensjon(dimensjon_id).items() if kode in i_bruk
    }


# ------------------------------------------------------------------ tabeller og kilder


def tabell(id: str) -> pd.DataFrame:
    """En publisert tabell uten personer i, slik katalogen erklærer den."""
    return spoer(f"select * from tabell_{katalog.tabeller()[id].id}")


def regionstall(kode: str) -> pd.DataFrame:
    """Nøkkeltallet for alle regioner og år: region, aar, verdi, tegn (når det ikke er noe tall) og
    foreloepig.
    """
    return spoer(
        "select region, aar, verdi, tegn, foreloepig from tabell_regionstall where kode = $1 "
        "order by region, aar",
        kode,
    )


def siste_regionstall(region: str) -> pd.DataFrame:
    """Alle nøkkeltallene for alle regioner, i det siste året `region` har et tall: kode, aar, region, verdi,
    tegn og foreloepig.
    """
    return spoer(
        """
        with siste as (
            select kode, max(aar) as aar from tabell_regionstall
            where region = $1 and verdi is not null group by kode
        )
        select kode, aar, region, verdi, tegn, foreloepig from tabell_regionstall
        join siste using (kode, aar) order by kode, region
        """,
        region,
    )


def regioner() -> frozenset[str]:
    """Regionene det er minst ett tall for."""
    return frozenset(
        spoer("select distinct region from tabell_regionstall where verdi is not null")[
            "region"
        ]
    )


def behov(navn: str) -> pd.DataFrame:
    """En tabell i grunnlaget for boligbehovet, uten personer i: «pool», «stroem», «kjent»,
    «kurve», «alder», «tilpasset», «avvik», «forutsetning» eller «dato».
    """
    return spoer(f"select * from behov_{navn}")


def kart() -> pd.DataFrame:
    """Omrisset av områdene: omraade, flate (nummer), x og y, punktene i rekkefølge. Tom når
    kommunen ikke har kart.
    """
    return spoer("select * from kart")


def kildestatus() -> pd.DataFrame:
    """Hver kilde: når uttrekket er tatt ut, dagen tallene går til, og antall rader."""
    return spoer("select * from kilde")


def ikke_levert(kilder: tuple[str, ...]) -> tuple[str, ...]:
    """De av kildene som aldri er levert."""
    return tuple(kilde for kilde in kilder if kilde not in _levert())


@husk_tall
def _levert() -> frozenset[str]:
    status = kildestatus()
    return frozenset(status.loc[status["tatt_ut"].notna(), "kilde"])


def avvik() -> pd.DataFrame:
    """Hva som ble satt til side, endret eller merket, per kilde, kolonne og regel."""
    return spoer("select * from avvik order by antall desc, kilde, kolonne")


def moeter() -> pd.DataFrame:
    """Hvor stor del av id-ene i hver kilde som også står i en annen, i prosent. På den publiserte siden hele
    tideler, og bare der det er mange.
    """
    return spoer("select kilde, kolonne, andel from moete order by kilde, kolonne")


# -------------------------------------------------------------------------------- vern


def avvik_per_periode(kube: str, dybde: int, perioder_: Iterable[str]) -> np.ndarray:
    """Så mye vernede tall i kuben, delt på så mange egenskaper, høyst kan avvike i hver periode. En
    kube med hull har ikke vernede tall for hver av dem.
    """
    erklaert = _erklaert_avvik(kube, dybde)
    return np.array(
        [erklaert.get(periode, VANLIG_AVVIK) for periode in perioder_], "float64"
    )


@husk_tall
def _erklaert_avvik(kube: str, dybde: int) -> Mapping[str, int]:
    rader = spoer(
        "select periode, avvik from vern where kube = $1 and dybde = $2", kube, dybde
    )
    return dict(zip(rader["periode"].tolist(), rader["avvik"].tolist()))


@husk_tall
def naadde_maaltall(indikator_id: str, egenskap: str = "") -> dict[tuple, bool]:
    """Om måltallet virkelig er nådd, etter periode og verdi av egenskapen. Verdien er tom for hele
    kommunen. Det som ikke er publisert, mangler.
    """
    rader = spoer(
        "select periode, verdi, naadd from maaltall where indikator = $1 and egenskap = $2",
        indikator_id,
        egenskap,
    ).dropna()
    return dict(zip(zip(rader["periode"], rader["verdi"]), rader["naadd"].astype(bool)))


def kube(id: str) -> pd.DataFrame:
    """Alle radene i kuben slik de er publisert: periode, egenskapene («alle» når raden ikke er delt på
    dem), målene, statistikken, og `avvik`, det meste et vernet mål i raden kan avvike.
    """
    delt = (
        f"(k.{egenskap} <> '{ALLE}')::int"
        for egenskap in katalog.kuber()[id].dimensjoner
    )
    return spoer(
        f"""
        select k.*, coalesce(vern.avvik, {VANLIG_AVVIK})::int as avvik from kube_{id} k
        left join vern on vern.kube = $1 and vern.periode = k.periode
            and vern.dybde = {" + ".join(delt) or "0"}
        order by all
        """,
        id,
    )


def stoerre_avvik() -> pd.DataFrame:
    """Kubene og årene der tallene for året eller et av tertialene kan avvike mer enn vanlig.

    Kolonner: kube, dybde (hvor mange egenskaper tallene er delt på) og aar.
    """
    return spoer(
        """
        select distinct kube, dybde, substr(periode, 1, 4)::int as aar from vern
        where avvik > $1 order by all
        """,
        VANLIG_AVVIK,
    )


def rettede_perioder() -> pd.DataFrame:
    """Kubene og årene der tall er publisert på nytt etter en rettelse: kube, aar og versjon."""
    return spoer(
        "select kube, substr(periode, 1, 4) as aar, max(versjon) as versjon from vern "
        "where versjon > 1 group by all order by aar desc, kube"
    )
