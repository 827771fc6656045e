"""Den eneste leseren av den publiserte databasen.

En prosess holder én database åpen, bare for lesing. Pekerfilen sjekkes ved hvert oppslag, så et nytt bygg er i bruk ved
neste visning. DataFrames herfra deles mellom brukere og skal ikke endres.
"""

import dataclasses
import datetime as dt
import functools
import json
import os
import threading
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from boligdata import config, katalog
from boligdata.config import Brukerfeil
from boligdata.katalog import Indikator

ALLE, UKJENT = "alle", "ukjent"

# Leseren skal ikke kunne nå andre filer enn den ene databasen, heller ikke ved en feil i en spørring.
_INNSTILLINGER = {
    "threads": "2", "memory_limit": "1GB", "enable_external_access": "false",
    "autoload_known_extensions": "false", "autoinstall_known_extensions": "false",
    "allow_community_extensions": "false", "python_enable_replacements": "false", "lock_configuration": "true",
}


class IkkePublisert(Exception):
    """Kombinasjonen av egenskaper finnes ikke i de publiserte tallene. Meldingen er norsk og kan vises."""


@dataclass(frozen=True)
class Meta:
    """Hva den publiserte filen gjelder."""

    bygd: dt.datetime
    per_dato: dt.date
    kommune: str
    kommunenummer: str
    plan_fra: int
    plan_til: int
    fiktiv: bool


class _Base:
    """Holder gjeldende database åpen, og bytter når pekeren bytter."""

    def __init__(self, mappe: Path):
        self.mappe, self.peker = mappe, mappe / "gjeldende.json"
        self.laas = threading.Lock()
        self.signatur = self.fil = self.database = self.advarsel = None

    def oppdater(self) -> None:
        try:
            status = os.stat(self.peker)
        except FileNotFoundError as feil:
            raise Brukerfeil("Ingen tall er publisert. Kjør «python -m boligdata bygg».") from feil
        signatur = (status.st_mtime_ns, status.st_ino, status.st_size)
        if signatur == self.signatur:
            return
        with self.laas:
            if signatur != self.signatur:
                self._bytt(signatur)

    def _bytt(self, signatur) -> None:
        try:
            peker = json.loads(self.peker.read_text(encoding="utf-8"))
            fil, skjema = peker["fil"], peker["skjema"]
            if skjema > config.SKJEMA:
                raise Brukerfeil(
                    "Tallene er laget av en nyere versjon av programmet enn den som kjører nå. "
                    "Oppdater programmet, og start det på nytt."
                )
            if skjema < config.SKJEMA:
                raise Brukerfeil("Tallene er laget av en eldre versjon av programmet. Kjør «python -m boligdata bygg».")
            if fil != self.fil:
                self.database = duckdb.connect(str(self.mappe / fil), read_only=True, config=_INNSTILLINGER)
                self.fil = fil
            self.advarsel = None
        except (Brukerfeil, duckdb.Error, OSError, ValueError, KeyError) as feil:
            # De siste gode tallene er bedre enn ingen. Er det ingen, må brukeren få vite hvorfor.
            self.advarsel = str(feil) if isinstance(feil, Brukerfeil) else (
                "Den nyeste publiseringen kan ikke åpnes. Kjør «python -m boligdata bygg» på nytt."
            )
            if self.database is None:
                raise Brukerfeil(self.advarsel) from feil
        self.signatur = signatur


@functools.cache
def _base(mappe: Path) -> _Base:
    return _Base(mappe)


def finnes() -> bool:
    """Er det publisert tall?"""
    return (config.publisert_mappe() / "gjeldende.json").exists()


def versjon() -> str:
    """Navnet på filen som leses nå. Nytt bygg gir nytt navn."""
    base = _base(config.publisert_mappe())
    base.oppdater()
    return base.fil


def advarsel() -> str | None:
    """Hvorfor den nyeste publiseringen ikke er i bruk, hvis den ikke er det."""
    versjon()
    return _base(config.publisert_mappe()).advarsel


def husk(funksjon):
    """Husk svarene til tallene byttes. Argumentene må kunne hashes, og svarene deles mellom brukere."""

    @functools.lru_cache(maxsize=2000)
    def lager(publisering, *args, **kwargs):
        return funksjon(*args, **kwargs)

    @functools.wraps(funksjon)
    def huskende(*args, **kwargs):
        return lager((config.publisert_mappe(), versjon()), *args, **kwargs)

    return huskende


def helse() -> dict[str, str]:
    """Kort svar til overvåking: at databasen kan åpnes og spørres."""
    return {"status": "ok", "per_dato": meta().per_dato.isoformat()}


def meta() -> Meta:
    """Hva tallene gjelder."""
    kolonner = ", ".join(Meta.__dataclass_fields__)
    rad = _spoer(f"select {kolonner} from meta").iloc[0]
    return Meta(**{**rad, "bygd": rad["bygd"].to_pydatetime(), "per_dato": rad["per_dato"].date(),
                   "plan_fra": int(rad["plan_fra"]), "plan_til": int(rad["plan_til"]), "fiktiv": bool(rad["fiktiv"])})


def perioder(periodetype: str) -> pd.DataFrame:
    """Fullførte perioder av typen «aar» eller «tertial»: periode, aar, fra, til. Den siste står sist."""
    return _spoer("select periode, aar, fra, til from periode where periodetype = $1 order by fra", periodetype)


def dimensjon(id: str) -> dict[str, str]:
    """Verdiene i en egenskap med norsk navn, i visningsrekkefølge."""
    rader = _spoer("select kode, navn from dimensjon where dimensjon = $1 order by rekkefoelge", id)
    return dict(zip(rader["kode"], rader["navn"]))


def verdier(dimensjon_id: str) -> dict[str, str]:
    """De verdiene i en egenskap som finnes i minst én kube, med norsk navn."""
    kuber = [k.id for k in katalog.kuber().values() if dimensjon_id in k.dimensjoner]
    brukt = _spoer(" union ".join(f"select {dimensjon_id} as kode from kube_{k}" for k in kuber))["kode"]
    finnes = set(brukt) - {ALLE, UKJENT}
    return {kode: navn for kode, navn in dimensjon(dimensjon_id).items() if kode in finnes}


def tabell(id: str) -> pd.DataFrame:
    """En publisert tabell uten personer i, slik katalogen erklærer den."""
    return _spoer(f"select * from tabell_{katalog.tabeller()[id].id}")


def kart() -> pd.DataFrame:
    """Omrisset av områdene: omraade, flate (nummer), x og y, punktene i rekkefølge. Tom når kommunen ikke har kart."""
    return _spoer("select * from kart")


def kildestatus() -> pd.DataFrame:
    """Hver kilde med siste levering og antall rader lest, lastet og satt til side."""
    return _spoer("select * from kilde")


def avvik() -> pd.DataFrame:
    """Hva som ble satt til side, endret eller merket, per kilde, kolonne og regel."""
    return _spoer("select * from avvik order by antall desc, kilde, kolonne")


def brukbare(indikator: Indikator, filtre: dict[str, str]) -> dict[str, str]:
    """De filtrene indikatoren kan deles etter. Resten gjelder ikke den."""
    dimensjoner = katalog.kuber()[indikator.kube].dimensjoner
    return {d: v for d, v in filtre.items() if d in dimensjoner and v != ALLE}


def med_filtre(indikator: Indikator, filtre: dict[str, str]) -> Indikator:
    """Indikatoren slik den gjelder for utvalget. Et mål for antallet i hele kommunen gjelder ikke en del av den."""
    del_av_kommunen = indikator.enhet == "antall" and brukbare(indikator, filtre)
    return dataclasses.replace(indikator, maaltall=None) if del_av_kommunen else indikator


def tall(indikator: Indikator, periodetype: str = "aar", fordeling: tuple[str, ...] = (),
         filtre: dict[str, str] | None = None, siste: str | None = None, bare_siste: bool = False) -> pd.DataFrame:
    """Tallene for en indikator, én rad per periode og verdi av egenskapene i `fordeling`.

    Kolonner: periode, til (dato), egenskapene, teller, nevner, verdi (i indikatorens enhet) og flagg: «for_faa»,
    «tom_nevner», «mangler» når tallet ikke er kjent, ellers «». `filtre` velger én verdi av en egenskap, `siste` er
    siste periode som tas med.
    Kaster `IkkePublisert` når kombinasjonen av egenskaper ikke finnes.
    """
    filtre = brukbare(indikator, filtre or {})
    kube = katalog.kuber()[indikator.kube]
    _krev_publisert(indikator, kube, fordeling, filtre)
    sql = _indikator_sql(indikator, kube, fordeling, tuple(filtre), bare_siste)
    return _spoer(sql, periodetype, siste or perioder(periodetype)["periode"].iloc[-1], *filtre.values())


def _krev_publisert(indikator: Indikator, kube: katalog.Kube, fordeling: tuple, filtre: dict) -> None:
    egenskaper = [*fordeling, *(d for d in filtre if d not in fordeling)]
    navn = [katalog.dimensjoner()[d].navn.lower() for d in egenskaper if d in katalog.dimensjoner()]
    if not kube.publiserer(egenskaper):
        raise IkkePublisert(
            f"Ikke publisert: {_ramse(navn)} samtidig ville gitt så små grupper at enkeltpersoner kunne kjennes igjen. "
            "Velg «Alle» i ett av filtrene."
        )
    nevner = _nevner_kube(indikator)
    if nevner and nevner.dimensjoner and not nevner.publiserer(egenskaper):
        raise IkkePublisert(
            f"«{indikator.navn}» kan ikke deles etter {_ramse(navn)}, for {nevner.navn.lower()} er ikke delt slik. "
            "Velg «Alle» i filteret."
        )


def _ramse(ord_: list[str]) -> str:
    return ord_[0] if len(ord_) == 1 else f"{', '.join(ord_[:-1])} og {ord_[-1]}"


def _nevner_kube(indikator: Indikator) -> katalog.Kube | None:
    """Kuben nevneren kommer fra, når det er en annen enn tellerens."""
    kube, _, _ = (indikator.nevner or "").rpartition(".")
    return katalog.kuber()[kube] if kube else None


def _indikator_sql(indikator: Indikator, kube: katalog.Kube, fordeling, filtre, bare_siste) -> str:
    """SQL med parameterne $1 periodetype, $2 siste periode, $3… filterverdiene."""
    egenskaper = [*fordeling, *(d for d in filtre if d not in fordeling)]
    nevner_kube = _nevner_kube(indikator)
    statistikk = kube.statistikk.get(indikator.verdi or "")
    teller = indikator.teller or statistikk.antall
    # I en kube med hull er en periode uten rader ukjent. Finnes perioden, er en gruppe uten rader null.
    tomt = f"case when p.periode in (select periode from kube_{kube.id}) then 0 end" if kube.hull else "0"
    koble = " and ".join(["t.periode = p.periode", *(f"t.{d} = g.{d}" for d in fordeling)])
    if nevner_kube:
        felles = [d for d in egenskaper if d in nevner_kube.dimensjoner]
        nevner = (f"coalesce((select n.{indikator.nevner.partition('.')[2]} from kube_{nevner_kube.id} n where "
                  f"n.periode = p.periode and {_utsnitt(nevner_kube, fordeling, filtre, 'n', felles)}), "
                  f"{'null' if nevner_kube.hull else '0'})")
    elif indikator.nevner:
        nevner = f"coalesce(t.{indikator.nevner}, {tomt})"
    else:
        nevner = "null"
    enhet = indikator.visningsenhet
    tom_nevner = "nevner = 0" if indikator.nevner else "false"
    if indikator.verdi:
        verdi = f"{indikator.verdi} * {enhet.faktor}"
        for_faa = f"{indikator.verdi} is null"
    elif indikator.nevner:
        verdi = f"case when nevner >= {max(1, enhet.minste_nevner)} then teller / nevner * {enhet.faktor} end"
        for_faa = f"nevner < {enhet.minste_nevner}"
    else:
        verdi, for_faa = "teller::double", "false"
    grupper = ", ".join(f"(select distinct {d} from t)" for d in fordeling)
    return f"""
        with
            p as (
                select periode, til, fra from periode
                where periodetype = $1 and fra {'=' if bare_siste else '<='}
                    (select fra from periode where periode = $2)
            ),
            t as (select * from kube_{kube.id} t where {_utsnitt(kube, fordeling, filtre, 't')}),
            g as (select * from {grupper or '(select 1)'}),
            r as (
                select p.periode, p.til, {''.join(f'g.{d}, ' for d in fordeling)}
                    coalesce(t.{teller}, {tomt}) as teller, {nevner} as nevner
                    {f', t.{indikator.verdi}' if indikator.verdi else ''}
                from p cross join g left join t on {koble}
            )
        select periode, til, {''.join(f'r.{d}, ' for d in fordeling)} teller, nevner, {verdi} as verdi,
            case when {for_faa} then 'for_faa' when {tom_nevner} then 'tom_nevner' when verdi is null then 'mangler'
                else '' end as flagg
        from r
        {' '.join(f"left join dimensjon d{nr} on d{nr}.dimensjon = '{d}' and d{nr}.kode = r.{d}"
                  for nr, d in enumerate(fordeling))}
        order by til{''.join(f', d{nr}.rekkefoelge' for nr, _ in enumerate(fordeling))}
    """


def _utsnitt(kube: katalog.Kube, fordeling, filtre, alias: str, felles: list[str] | None = None) -> str:
    """Vilkår som velger den grupperingen i kuben der bare fordeling og filtre er delt opp."""
    vilkaar = []
    for d in kube.dimensjoner:
        if d in filtre:
            vilkaar.append(f"{alias}.{d} = ${filtre.index(d) + 3}")
        elif d in fordeling:
            vilkaar.append(f"{alias}.{d} = g.{d}" if felles is not None else f"{alias}.{d} <> '{ALLE}'")
        else:
            vilkaar.append(f"{alias}.{d} = '{ALLE}'")
    return " and ".join(vilkaar) or "true"


@husk
def _spoer(sql: str, *parametre) -> pd.DataFrame:
    # Én markør per spørring: en tilkobling som deles av flere tråder, kan gi én bruker en annens rader.
    with _base(config.publisert_mappe()).database.cursor() as markoer:
        return markoer.execute(sql, list(parametre)).df()
