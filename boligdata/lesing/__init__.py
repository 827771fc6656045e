"""Den eneste leseren av den publiserte databasen.

Prosessen holder databasen åpen, bare for lesing. Pekerfilen sjekkes ved hver visning, så et nytt
bygg er i bruk ved den neste. DataFrames herfra deles mellom brukere og skal ikke endres.

I ansattprosessen finnes også de eksakte tallene. De leses bare inne i `samme_tall(innsyn)`, og bare
så langt innsynet rekker. All annen lesing får de publiserte tallene, så en glemsel aldri viser for
mye."""

import contextlib
import contextvars
import dataclasses
import datetime as dt
import functools
import json
import math
import os
import threading
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from boligdata.felles import config, katalog
from boligdata.felles.config import Brukerfeil
from boligdata.felles.enheter import DAGER_I_MAANED, MAANEDER_I, VIST_PROSENT
from boligdata.felles.katalog import Indikator

ALLE, UKJENT = "alle", "ukjent"

# Så mye kan et vernet tall avvike når ikke noe annet er erklært for perioden.
_VANLIG_AVVIK = 4

# Leseren skal ikke kunne nå andre filer enn den ene databasen, heller ikke ved en feil i en
# spørring.
_INNSTILLINGER = {
    "threads": "2",
    "memory_limit": "1GB",
    "enable_external_access": "false",
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
    "lock_configuration": "true",
}


# Tabellene her har ti til noen hundre rader. Da er vanlige tekster dobbelt så raske i pandas som
# tekster i Arrow.
pd.set_option("mode.string_storage", "python")


class IkkePublisert(Exception):
    """Kombinasjonen av egenskaper finnes ikke i de publiserte tallene. Meldingen er norsk og kan
    vises."""


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
    vernet: bool


@dataclass(frozen=True)
class Forrige:
    """Forrige publisering: når den ble laget (UTC), og datoen tallene i den gjaldt."""

    bygd: dt.datetime
    per_dato: dt.date


@dataclass(frozen=True)
class Endring:
    """Ett tall nå og i forrige publisering, i indikatorens enhet. Et tall som ikke er kjent, er
    NaN.

    `da` er siste periode i forrige publisering, og `naa` perioden som vises; de kan være den samme.
    `forrige` er det forrige publisering viste for `da`, `omregnet` det de nye tallene viser for
    `da`, og `verdi` det de viser for `naa`. `kjent` er det samme som `omregnet` uten radene som kom
    etter forrige publisering, eller None når det ikke er kjent. `sen` og `rettet` sier om rader er
    kommet til, eller endret, i det tallet regnes av."""

    da: str
    naa: str
    forrige: float
    omregnet: float
    verdi: float
    kjent: float | None
    sen: bool
    rettet: bool
    ny_definisjon: bool


@dataclass(frozen=True)
class _Utgave:
    """En åpen publisering. Den byttes hel, så den som har begynt å lese den, leser aldri fra to."""

    fil: Path
    database: duckdb.DuckDBPyConnection
    advarsel: str | None = None


class _Base:
    """Holder gjeldende publisering åpen, og bytter når pekeren bytter."""

    def __init__(self, mappe: Path):
        self.mappe, self.peker = mappe, mappe / "gjeldende.json"
        self.laas = threading.Lock()
        self.signatur = self.utgave = None

    def gjeldende(self) -> _Utgave:
        try:
            status = os.stat(self.peker)
        except FileNotFoundError as feil:
            raise Brukerfeil(
                "Ingen tall er publisert. Kjør «python -m boligdata bygg»."
            ) from feil
        signatur = (status.st_mtime_ns, status.st_ino, status.st_size)
        if signatur != self.signatur:
            with self.laas:
                if signatur != self.signatur:
                    self._bytt(signatur)
        return self.utgave

    def _bytt(self, signatur) -> None:
        try:
            fil = self._fil_i_pekeren()
            if self.utgave and fil == self.utgave.fil:
                self.utgave = _Utgave(fil, self.utgave.database)
            else:
                self.utgave = _Utgave(
                    fil, duckdb.connect(str(fil), read_only=True, config=_INNSTILLINGER)
                )
        except (Brukerfeil, duckdb.Error, OSError, ValueError, KeyError) as feil:
            # De siste gode tallene er bedre enn ingen. Er det ingen, må brukeren få vite hvorfor.
            advarsel_ = (
                str(feil)
                if isinstance(feil, Brukerfeil)
                else (
                    "Den nyeste publiseringen kan ikke åpnes. Kjør «python -m boligdata bygg» på nytt."
                )
            )
            if self.utgave is None:
                raise Brukerfeil(advarsel_) from feil
            self.utgave = dataclasses.replace(self.utgave, advarsel=advarsel_)
        self.signatur = signatur

    def _fil_i_pekeren(self) -> Path:
        peker = json.loads(self.peker.read_text(encoding="utf-8"))
        if peker["skjema"] > config.SKJEMA:
            raise Brukerfeil(
                "Tallene er laget av en nyere versjon av programmet enn den som kjører nå. "
                "Oppdater programmet, og start det på nytt."
            )
        # Samme skjema, men andre kuber: en tabell sidene spør etter, kan mangle.
        if peker["skjema"] < config.SKJEMA or peker["katalog"] != katalog.avtrykk():
            raise Brukerfeil(
                "Tallene er laget av en eldre versjon av programmet. Kjør «python -m boligdata bygg»."
            )
        return self.mappe / peker["fil"]


@functools.cache
def _base(mappe: Path) -> _Base:
    return _Base(mappe)


@dataclass(frozen=True)
class Innsyn:
    """Hva som kan leses av de eksakte tallene: alt, eller det som bare gjelder disse målgruppene.
    Ellers ingenting."""

    alt: bool = False
    maalgrupper: frozenset[str] = frozenset()


INGEN = Innsyn()
MAALGRUPPE = "maalgruppe"


@dataclass(frozen=True)
class _Visning:
    """Det én visning leser. Alt leses fra `utgave` når ikke noe annet er bestemt; `intern` har de
    eksakte tallene."""

    innsyn: Innsyn
    publisert: _Utgave
    intern: _Utgave | None
    utgave: _Utgave

    @functools.cached_property
    def noekkel(self):
        """Alt svarene avhenger av, så det som huskes for én bruker, aldri gis til en med mindre
        innsyn."""
        if not self.innsyn.maalgrupper:
            return self.utgave.fil
        return self.innsyn, self.publisert.fil, self.intern.fil, self.utgave.fil


_valgt: contextvars.ContextVar[_Visning | None] = contextvars.ContextVar(
    "visning", default=None
)


def _visning() -> _Visning:
    return _valgt.get() or _ny_visning(INGEN)


def _ny_visning(innsyn: Innsyn) -> _Visning:
    publisert = _base(config.publisert_mappe()).gjeldende()
    if innsyn == INGEN or config.visning() == "publisert":
        return _Visning(INGEN, publisert, None, publisert)
    intern = _base(config.lesemappe()).gjeldende()
    return _Visning(innsyn, publisert, intern, intern if innsyn.alt else publisert)


def _utgave() -> _Utgave:
    return _visning().utgave


@contextlib.contextmanager
def samme_tall(innsyn: Innsyn = INGEN):
    """Alt som leses inne i blokken, kommer fra samme publisering, selv om en ny kommer imens.

    I ansattprosessen sier `innsyn` hva som leses eksakt. I den vanlige prosessen har det ingen
    virkning."""
    ytre = _valgt.get()
    with _les(ytre if ytre and ytre.innsyn == innsyn else _ny_visning(innsyn)):
        yield


@contextlib.contextmanager
def publiserte_tall():
    """Alt som leses inne i blokken, er de publiserte tallene, uansett hvem som spør. Her lages det
    som skal lastes ned."""
    publisert = _visning().publisert
    with _les(_Visning(INGEN, publisert, None, publisert)):
        yield


@contextlib.contextmanager
def _les(visning: _Visning):
    merke = _valgt.set(visning)
    try:
        yield
    finally:
        _valgt.reset(merke)


def finnes() -> bool:
    """Er det publisert tall, og i ansattprosessen også eksakte?"""
    mapper = {config.publisert_mappe(), config.lesemappe()}
    return all((mappe / "gjeldende.json").exists() for mappe in mapper)


def versjon() -> str:
    """Navnet på filen som leses nå. Nytt bygg gir nytt navn."""
    return _utgave().fil.name


def advarsel() -> str | None:
    """Hvorfor den nyeste publiseringen ikke er i bruk, hvis den ikke er det."""
    return _utgave().advarsel


def husk(funksjon):
    """Husk svarene til tallene byttes. Argumentene må kunne hashes, og svarene deles mellom
    brukere."""

    @functools.lru_cache(maxsize=2000)
    def lager(_, *args, **kwargs):
        return funksjon(*args, **kwargs)

    @functools.wraps(funksjon)
    def huskende(*args, **kwargs):
        return lager(_visning().noekkel, *args, **kwargs)

    huskende.cache_info = lager.cache_info
    return huskende


def helse() -> dict[str, str]:
    """Kort svar til overvåking: at databasen kan åpnes og spørres, i ansattprosessen begge."""
    with samme_tall(Innsyn(alt=True)):
        meta()
    return {"status": "ok", "per_dato": meta().per_dato.isoformat()}


def meta() -> Meta:
    """Hva tallene gjelder."""
    kolonner = ", ".join(Meta.__dataclass_fields__)
    rad = _spoer(f"select {kolonner} from meta").iloc[0]
    return Meta(
        **{
            **rad,
            "bygd": rad["bygd"].to_pydatetime(),
            "per_dato": rad["per_dato"].date(),
            "plan_fra": int(rad["plan_fra"]),
            "plan_til": int(rad["plan_til"]),
            "fiktiv": bool(rad["fiktiv"]),
            "vernet": bool(rad["vernet"]),
        }
    )


def perioder(periodetype: str) -> pd.DataFrame:
    """Fullførte perioder av typen «aar» eller «tertial»: periode, aar, fra, til. Den siste står
    sist."""
    return _spoer(
        "select periode, aar, fra, til from periode where periodetype = $1 order by fra",
        periodetype,
    )


def dimensjon(id: str) -> dict[str, str]:
    """Verdiene i en egenskap med norsk navn, i visningsrekkefølge."""
    rader = _spoer(
        "select kode, navn from dimensjon where dimensjon = $1 order by rekkefoelge", id
    )
    return dict(zip(rader["kode"], rader["navn"]))


def verdier(dimensjon_id: str) -> dict[str, str]:
    """De verdiene i en egenskap som finnes i minst én kube, med norsk navn. Av målgruppene bare dem
    det er innsyn i."""
    mine = _visning().innsyn.maalgrupper
    if mine and dimensjon_id == MAALGRUPPE:
        with _eksakte_tall():
            return {
                kode: navn
                for kode, navn in _verdier(dimensjon_id).items()
                if kode in mine
            }
    return _verdier(dimensjon_id)


def filtervalg(dimensjon_id: str) -> dict[str, str]:
    """Det brukeren kan velge i filteret. Den som bare ser noen målgrupper, kan ikke velge alle."""
    begrenset = dimensjon_id == MAALGRUPPE and _visning().innsyn.maalgrupper
    return ({} if begrenset else {ALLE: "Alle"}) | verdier(dimensjon_id)


def _verdier(dimensjon_id: str) -> dict[str, str]:
    kuber = [k.id for k in katalog.kuber().values() if dimensjon_id in k.dimensjoner]
    brukt = _spoer(
        " union ".join(f"select {dimensjon_id} as kode from kube_{k}" for k in kuber)
    )["kode"]
    finnes = set(brukt) - {ALLE, UKJENT}
    return {
        kode: navn for kode, navn in dimensjon(dimensjon_id).items() if kode in finnes
    }


def tabell(id: str) -> pd.DataFrame:
    """En publisert tabell uten personer i, slik katalogen erklærer den."""
    return _spoer(f"select * from tabell_{katalog.tabeller()[id].id}")


def behov(navn: str) -> pd.DataFrame:
    """En tabell i grunnlaget for boligbehovet, uten personer i: «pool», «stroem», «kurve», «alder»,
    «avvik», «forutsetning» eller «dato»."""
    return _spoer(f"select * from behov_{navn}")


def kart() -> pd.DataFrame:
    """Omrisset av områdene: omraade, flate (nummer), x og y, punktene i rekkefølge. Tom når
    kommunen ikke har kart."""
    return _spoer("select * from kart")


def kildestatus() -> pd.DataFrame:
    """Hver kilde med siste levering og antall rader lest, lastet og satt til side."""
    return _spoer("select * from kilde")


def ikke_levert(kilder: tuple[str, ...]) -> tuple[str, ...]:
    """De av kildene som aldri er levert."""
    status = kildestatus()
    levert = set(status.loc[status["sist_levert"].notna(), "kilde"])
    return tuple(k for k in kilder if k not in levert)


def siste_kjente(indikator: Indikator, periodetype: str, siste: str) -> str:
    """Den siste perioden til og med `siste` tallet er kjent for, når husstander må følges en tid
    etterpå. Ellers `siste` selv."""
    return _siste_kjente(indikator, periodetype, siste, f"kube_{indikator.kube}")


def _siste_kjente(
    indikator: Indikator, periodetype: str, siste: str, tabell_: str
) -> str:
    if not katalog.kuber()[indikator.kube].etterslep:
        return siste
    kjente = set(_spoer(f"select distinct periode from {tabell_}")["periode"])
    alle = perioder(periodetype)["periode"].tolist()
    til_naa = alle[: alle.index(siste) + 1] if siste in alle else []
    return next((p for p in reversed(til_naa) if p in kjente), siste)


def avvik() -> pd.DataFrame:
    """Hva som ble satt til side, endret eller merket, per kilde, kolonne og regel."""
    return _spoer("select * from avvik order by antall desc, kilde, kolonne")


def brukbare(indikator: Indikator, filtre: dict[str, str]) -> dict[str, str]:
    """De filtrene indikatoren kan deles etter. Resten gjelder ikke den."""
    dimensjoner = katalog.kuber()[indikator.kube].dimensjoner
    nevner = _nevner_kube(indikator) if _visning().innsyn.maalgrupper else None
    if nevner and nevner.dimensjoner and MAALGRUPPE not in nevner.dimensjoner:
        # Den som ikke kan velge «Alle», får tallet for hele kommunen der det ikke kan deles etter
        # målgruppe.
        dimensjoner = tuple(d for d in dimensjoner if d != MAALGRUPPE)
    return {d: v for d, v in filtre.items() if d in dimensjoner and v != ALLE}


def fra_publisert(
    indikator: Indikator, fordeling: tuple[str, ...], filtre: dict[str, str]
) -> bool:
    """Ser brukeren noen målgrupper eksakt, men dette tallet publisert fordi det gjelder flere enn
    dem?"""
    begrenset = _visning().innsyn.maalgrupper
    return bool(begrenset) and MAALGRUPPE not in {
        *fordeling,
        *brukbare(indikator, filtre),
    }


def med_filtre(
    indikator: Indikator, filtre: dict[str, str], fordeling: tuple[str, ...] = ()
) -> Indikator:
    """Indikatoren slik den gjelder for utvalget. Et mål for antallet i hele kommunen gjelder ikke
    en del av den."""
    eksakt = _visning().innsyn.maalgrupper and not fra_publisert(
        indikator, fordeling, filtre
    )
    indikator = indikator if eksakt else _som_lest(indikator)
    del_av_kommunen = indikator.er_antall and brukbare(indikator, filtre)
    return (
        dataclasses.replace(indikator, maaltall=None) if del_av_kommunen else indikator
    )


def _som_lest(indikator: Indikator) -> Indikator:
    """Indikatoren slik den er i tallene som leses: vernet eller eksakt. Et mål i dager blir et mål
    i måneder."""
    if indikator.vernet or not (indikator.om_personer and meta().vernet):
        return indikator
    maaltall = indikator.maaltall
    if maaltall is not None and indikator.eksakt_enhet.er_dager:
        maaltall = maaltall / DAGER_I_MAANED
    return dataclasses.replace(indikator, vernet=True, maaltall=maaltall)


def stoerste_avvik(indikator: Indikator, perioder_: list[str]) -> int:
    """Så mye et vernet tall høyst kan avvike fra det virkelige i disse periodene: 4 eller 9.

    Er tallet et forhold, er det avviket i telleren eller i nevneren, det som er størst.
    """
    nevner = _nevner_kube(indikator)
    rader = _spoer(
        "select periode, avvik from vern where kube in ($1, $2)",
        indikator.kube,
        nevner.id if nevner else indikator.kube,
    )
    # En kube med hull har ikke vernede tall for hver periode.
    return max(
        [_VANLIG_AVVIK, *rader.loc[rader["periode"].isin(perioder_), "avvik"].tolist()]
    )


def stoerre_avvik() -> pd.DataFrame:
    """Kubene og periodene der tallene kan avvike mer enn vanlig.

    Kolonner: kube, periodetype, periode, nr (i periodetypen) og avvik.
    """
    return _spoer(
        """
        with p as (select *, row_number() over (partition by periodetype order by fra) as nr from periode)
        select v.kube, p.periodetype, v.periode, p.nr, v.avvik from vern v join p using (periode)
        where v.avvik > $1 order by v.kube, p.periodetype, p.nr
        """,
        _VANLIG_AVVIK,
    )


def rettede_perioder() -> pd.DataFrame:
    """Kubene og periodene som er publisert på nytt etter en rettelse: kube, periode og versjon."""
    return _spoer(
        "select kube, periode, versjon from vern where versjon > 1 order by periode desc, kube"
    )


def tall(
    indikator: Indikator,
    periodetype: str = "aar",
    fordeling: tuple[str, ...] = (),
    filtre: dict[str, str] | None = None,
    siste: str | None = None,
    bare_siste: bool = False,
) -> pd.DataFrame:
    """Tallene for en indikator, én rad per periode og verdi av egenskapene i `fordeling`.

    Kolonner: periode, til (dato), egenskapene, teller, nevner, verdi (i indikatorens enhet) og
    flagg: «for_faa», «tom_nevner», «mangler» når tallet ikke er kjent, ellers «». `filtre` velger
    én verdi av en egenskap, `siste` er siste periode som tas med. Kaster `IkkePublisert` når
    kombinasjonen av egenskaper ikke finnes, eller brukeren ikke har innsyn i målgruppen.

    Her håndheves det at den som har innsyn i noen målgrupper, bare får eksakte tall om dem: enten
    er tallet filtrert på en av dem, eller det er delt etter målgruppe, og da er bare deres rader
    med. Alt annet er de publiserte tallene."""
    filtre = dict(indikator.utvalg) | brukbare(indikator, filtre or {})
    _krev_publisert(indikator, katalog.kuber()[indikator.kube], fordeling, filtre)
    with _innsyn_i(fordeling, filtre):
        data = _tall(indikator, periodetype, fordeling, filtre, siste, bare_siste)
    mine = _visning().innsyn.maalgrupper
    return (
        _bare_egne(data, fordeling, mine)
        if mine and MAALGRUPPE in fordeling and MAALGRUPPE not in filtre
        else data
    )


@contextlib.contextmanager
def _innsyn_i(fordeling: tuple[str, ...], filtre: dict[str, str]):
    """Les tallene det er innsyn i inne i blokken: eksakte for egne målgrupper, ellers dem visningen
    har."""
    mine = _visning().innsyn.maalgrupper
    if not mine or MAALGRUPPE not in {*fordeling, *filtre}:
        yield
        return
    if filtre.get(MAALGRUPPE, next(iter(mine))) not in mine:
        raise IkkePublisert(
            "Du har ikke tilgang til de interne tallene for denne målgruppen."
        )
    with _eksakte_tall():
        yield


def _bare_egne(
    data: pd.DataFrame, fordeling: tuple[str, ...], mine: frozenset[str]
) -> pd.DataFrame:
    """Radene om disse målgruppene. Det som bare finnes hos andre, tas bort: en rad med 0 ville
    røpet at det finnes."""
    data = data[data[MAALGRUPPE].isin(mine)]
    noen = data[data["teller"].fillna(0).ne(0) | data["nevner"].fillna(0).ne(0)]
    for d in fordeling:
        if d != MAALGRUPPE:
            data = data[data[d].isin(set(noen[d]))]
    return data.reset_index(drop=True)


def _tall(
    indikator: Indikator,
    periodetype: str,
    fordeling: tuple[str, ...],
    filtre: dict[str, str],
    siste: str | None,
    bare_siste: bool,
) -> pd.DataFrame:
    alle_perioder = perioder(periodetype)["periode"].tolist()
    if siste and siste not in alle_perioder:
        raise IkkePublisert("Tallene for denne perioden er ikke publisert ennå.")
    siste_nr = alle_perioder.index(siste) if siste else len(alle_perioder) - 1
    return _snitt(_som_lest(indikator), periodetype, fordeling, tuple(filtre)).velg(
        tuple(filtre.values()), siste_nr, bare_siste
    )


def forrige() -> Forrige | None:
    """Publiseringen før denne, eller None når den er den første, eller når den forrige ikke kan
    sammenlignes med."""
    if "forrige" not in _tabeller():
        return None
    rad = _spoer("select bygd, per_dato from forrige").iloc[0]
    return Forrige(rad["bygd"].to_pydatetime(), rad["per_dato"].date())


def endring(
    indikator: Indikator, periodetype: str, filtre: dict[str, str], siste: str
) -> Endring | None:
    """Hva som er endret i ett tall siden forrige publisering, når perioden `siste` vises.

    None når det ikke er noe å sammenligne med: første publisering, en ny indikator, eller et tall
    forrige publisering ikke hadde. Innsynet er det samme som i `tall`, og `filtre` må kunne leses
    der."""
    filtre = dict(indikator.utvalg) | brukbare(indikator, filtre)
    with _innsyn_i((), filtre):
        kuber = [
            k.id
            for k in (katalog.kuber()[indikator.kube], _nevner_kube(indikator))
            if k
        ]
        if not {"forrige", *(f"forrige_kube_{k}" for k in kuber)} <= _tabeller():
            return None
        definisjon = _spoer(
            "select n.avtrykk <> f.avtrykk as ny from definisjon n join "
            "forrige_definisjon f using (slag, id) "
            "where slag = 'indikator' and id = $1",
            indikator.id,
        )["ny"].tolist()
        da = _siste_i_forrige(indikator, periodetype, siste)
        return (
            _endring(indikator, periodetype, filtre, da, siste, kuber, definisjon[0])
            if da and definisjon
            else None
        )


def _siste_i_forrige(indikator: Indikator, periodetype: str, siste: str) -> str | None:
    """Den siste perioden forrige publisering hadde tall for, men ikke etter `siste`."""
    hadde = set(
        _spoer(
            "select periode from forrige_periode where periodetype = $1", periodetype
        )["periode"]
    )
    felles = [
        p
        for p in perioder(periodetype)["periode"].tolist()
        if p in hadde and p <= siste
    ]
    return (
        _siste_kjente(
            indikator, periodetype, felles[-1], f"forrige_kube_{indikator.kube}"
        )
        if felles
        else None
    )


def _endring(
    indikator: Indikator,
    periodetype: str,
    filtre: dict[str, str],
    da: str,
    naa: str,
    kuber: list[str],
    ny_definisjon: bool,
) -> Endring:
    def i(periode: str, utgave: str = "") -> float:
        alle = perioder(periodetype)["periode"].tolist()
        data = _snitt(
            _som_lest(indikator), periodetype, (), tuple(filtre), utgave
        ).velg(tuple(filtre.values()), alle.index(periode), True)
        return data["verdi"].iloc[0] if len(data) else math.nan

    aarsaker = "revisjon" in _tabeller()
    funnet = (
        _spoer(
            "select sen, retting from revisjon where periode = $1 and list_contains($2, kube)",
            da,
            tuple(kuber),
        )
        if aarsaker
        else pd.DataFrame({"sen": [], "retting": []})
    )
    # De vernede tallene har bare årsaken. Hvor mye hver av dem betyr, ville vært eksakte tall om få
    # rader.
    kjent = i(da, "kjent_") if aarsaker and not meta().vernet else None
    return Endring(
        da,
        naa,
        i(da, "forrige_"),
        i(da),
        i(naa),
        kjent,
        bool(funnet["sen"].any()),
        bool(funnet["retting"].any()),
        bool(ny_definisjon),
    )


@husk
def _tabeller() -> frozenset[str]:
    return frozenset(_spoer("select table_name from duckdb_tables()")["table_name"])


@contextlib.contextmanager
def _eksakte_tall():
    """Les de eksakte tallene inne i blokken. Den som bruker den, må selv velge ut radene det er
    innsyn i."""
    visning = _visning()
    with _les(dataclasses.replace(visning, utgave=visning.intern)):
        yield


def varm_opp() -> None:
    """Hent tallene for hele kommunen og for hvert filter på forhånd, så ingen bruker venter på
    databasen."""
    with samme_tall(Innsyn(alt=True)):
        for indikator in katalog.indikatorer().values():
            for periodetype in ("aar", "tertial"):
                for valgt in ({}, *({d: ""} for d in katalog.FILTRE)):
                    with contextlib.suppress(IkkePublisert):
                        tall(indikator, periodetype, filtre=valgt)


class _Snitt:
    """Tallene for alle verdier av filtrene på én gang: å velge blant dem koster nesten ingenting.

    `data` er sortert etter filtrene og så etter periode, og har kolonnen `nr`, perioden som nummer
    fra 0."""

    def __init__(self, data: pd.DataFrame, filtre: tuple[str, ...]):
        self.nr = data["nr"].to_numpy()
        self.data = data.drop(columns=["nr", *filtre])
        skille = (
            data[list(filtre)]
            .ne(data[list(filtre)].shift())
            .any(axis=1)
            .to_numpy()
            .nonzero()[0]
            .tolist()
        )
        start = skille if filtre else [0]
        noekler = zip(*(data[d].iloc[start] for d in filtre)) if filtre else [()]
        self.utsnitt = dict(zip(noekler, zip(start, [*start[1:], len(data)])))

    def velg(
        self, verdier: tuple[str, ...], siste_nr: int, bare_siste: bool
    ) -> pd.DataFrame:
        """Radene for disse filterverdiene, til og med periode nummer `siste_nr`, eller bare den."""
        fra, til = self.utsnitt.get(verdier, (0, 0))
        nr = self.nr[fra:til]
        start = fra + nr.searchsorted(siste_nr) if bare_siste else fra
        return self.data.iloc[
            start : fra + nr.searchsorted(siste_nr, "right")
        ].reset_index(drop=True)


def _krev_publisert(
    indikator: Indikator, kube: katalog.Kube, fordeling: tuple, filtre: dict
) -> None:
    for d in set(fordeling) & dict(indikator.utvalg).keys():
        raise IkkePublisert(
            f"«{indikator.navn}» gjelder bare én {katalog.dimensjoner()[d].navn.lower()}, "
            "og kan ikke deles etter den."
        )
    egenskaper = [*fordeling, *(d for d in filtre if d not in fordeling)]
    navn = [
        katalog.dimensjoner()[d].navn.lower()
        for d in egenskaper
        if d in katalog.dimensjoner()
    ]
    if not kube.publiserer(egenskaper):
        raise IkkePublisert(
            f"Ikke publisert: Tall delt etter {_ramse(navn)} samtidig ville gitt så små "
            "grupper at enkeltpersoner "
            f"kunne kjennes igjen. {_velg_alle(indikator, fordeling, filtre)}"
        )
    if not _er_publisert(indikator, egenskaper):
        raise IkkePublisert(
            f"«{indikator.navn}» kan ikke deles etter {_ramse(navn)}, for "
            f"«{_nevner_kube(indikator).navn}» er ikke "
            f"delt slik. {_velg_alle(indikator, fordeling, filtre)}"
        )


def _er_publisert(indikator: Indikator, egenskaper: list[str]) -> bool:
    """Finnes tallet delt slik, både telleren og nevneren?"""
    nevner = _nevner_kube(indikator)
    return katalog.kuber()[indikator.kube].publiserer(egenskaper) and (
        not nevner or not nevner.dimensjoner or nevner.publiserer(egenskaper)
    )


def _velg_alle(indikator: Indikator, fordeling: tuple, filtre: dict) -> str:
    """Filtrene det hjelper å slippe: ett av dem, eller alle når det ikke er nok med ett."""
    # Den som bare ser noen målgrupper, kan ikke velge «Alle» der.
    laast = {d for d, _ in indikator.utvalg} | (
        {MAALGRUPPE} if _visning().innsyn.maalgrupper else set()
    )
    frie = [d for d in filtre if d not in laast]
    nok = [
        d
        for d in frie
        if _er_publisert(indikator, [*fordeling, *(f for f in filtre if f != d)])
    ]
    navn = [f"«{katalog.dimensjoner()[d].navn}»" for d in nok or frie]
    return f"Velg «Alle» i {_ramse(navn, 'eller' if nok else 'og')}." if navn else ""


def _ramse(ord_: list[str], bindeord: str = "og") -> str:
    return (
        ord_[0] if len(ord_) == 1 else f"{', '.join(ord_[:-1])} {bindeord} {ord_[-1]}"
    )


def _nevner_kube(indikator: Indikator) -> katalog.Kube | None:
    """Kuben nevneren kommer fra, når det er en annen enn tellerens."""
    return (
        katalog.kuber()[indikator.nevnerens_kube] if indikator.nevnerens_kube else None
    )


@husk
def _snitt(
    indikator: Indikator,
    periodetype: str,
    fordeling: tuple[str, ...],
    filtre: tuple[str, ...],
    utgave: str = "",
) -> _Snitt:
    """Tallene i denne publiseringen, i `forrige_`, eller uten radene som er kommet siden
    (`kjent_`)."""
    kube = katalog.kuber()[indikator.kube]
    filtre_foerst = [*filtre, *(d for d in fordeling if d not in filtre)]
    nevner_kube = _nevner_kube(indikator)
    statistikk = kube.statistikk.get(indikator.verdi or "")
    teller = indikator.teller or statistikk.antall
    # I en kube med hull er en periode uten rader ukjent. Finnes perioden, er en gruppe uten rader
    # null.
    kubetabell = _kubetabell(kube, utgave)
    # Var kuben tom i forrige publisering, var kildene trolig ikke levert da.
    tom = (
        utgave == "forrige_"
        and _spoer(f"select periode from {kubetabell} limit 1").empty
    )
    ukjent = kube.hull or ikke_levert(kube.kilder) == kube.kilder or tom
    tomt = (
        f"case when p.periode in (select periode from {kubetabell}) then 0 end"
        if ukjent
        else "0"
    )
    if nevner_kube:
        nevner = (
            f"coalesce((select n.{indikator.nevner.partition('.')[2]} from "
            f"{_kubetabell(nevner_kube, utgave)} n where "
            f"n.periode = p.periode and {_utsnitt(nevner_kube, filtre_foerst, 'n.', 'g')}), "
            f"{'null' if nevner_kube.hull else '0'})"
        )
    elif indikator.nevner:
        nevner = f"coalesce(t.{indikator.nevner}, {tomt})"
    else:
        nevner = "null"
    enhet = indikator.visningsenhet
    tom_nevner = "nevner = 0" if indikator.nevner else "false"
    if indikator.verdi:
        verdi = f"{indikator.verdi} * {enhet.faktor}"
        verdi = f"round({verdi}, 6)" if indikator.vernet else verdi
        for_faa = f"{indikator.verdi} is null"
    elif indikator.nevner:
        faktor = enhet.faktor * (MAANEDER_I[periodetype] if enhet.per_maaned else 1)
        andel = f"teller / nevner * {faktor}"
        if enhet.vernet and enhet.er_prosent:
            andel = f"least(greatest({andel}, {VIST_PROSENT[0]}), {VIST_PROSENT[1]})"
        verdi = f"case when nevner >= {max(1, enhet.minste_nevner)} then {andel} end"
        for_faa = f"nevner < {enhet.minste_nevner}"
    else:
        verdi, for_faa = "teller::double", "false"
    data = _spoer(
        f"""
        with
            p as (
                select periode, til, row_number() over (order by fra) - 1 as nr from periode where periodetype = $1
            ),
            t as (select * from {kubetabell} where {_utsnitt(kube, filtre_foerst)}),
            g as ({_grupper_sql(fordeling, filtre, indikator.vernet)}),
            r as (
                select p.periode, p.til, p.nr, {
            "".join(f"g.{d}, " for d in filtre_foerst)
        }
                    coalesce(t.{teller}, {tomt}) as teller, {nevner} as nevner
                    {f", t.{indikator.verdi}" if indikator.verdi else ""}
                from p cross join g
                left join t on {
            " and ".join(
                f"t.{k} = {a}.{k}"
                for k, a in [("periode", "p"), *((d, "g") for d in filtre_foerst)]
            )
        }
            )
        select nr, periode, til, {
            "".join(f"r.{d}, " for d in filtre_foerst)
        } teller, nevner, {verdi} as verdi,
            case when {for_faa} then 'for_faa' when {
            tom_nevner
        } then 'tom_nevner' when verdi is null then 'mangler'
                else '' end as flagg
        from r
        {
            " ".join(
                f"left join dimensjon d{i} on d{i}.dimensjon = '{d}' and d{i}.kode = r.{d}"
                for i, d in enumerate(fordeling)
            )
        }
        order by {"".join(f"r.{d}, " for d in filtre)} nr{
            "".join(f", d{i}.rekkefoelge" for i, _ in enumerate(fordeling))
        }
    """,
        periodetype,
    )
    # Et ukjent tall er NaN som i resten av tallene. DuckDB gir ellers heltall der det mangler noe,
    # en egen slags tom verdi.
    ukjente = {k: "float64" for k in ("teller", "nevner") if data[k].isna().any()}
    return _Snitt(data.astype(ukjente), filtre)


def _kubetabell(kube: katalog.Kube, utgave: str) -> str:
    # Har kuben ingen nye rader, er den ikke regnet ut på nytt uten dem.
    navn = f"{utgave}kube_{kube.id}"
    return navn if utgave != "kjent_" or navn in _tabeller() else f"kube_{kube.id}"


def _grupper_sql(
    fordeling: tuple[str, ...], filtre: tuple[str, ...], vernet: bool
) -> str:
    """Gruppene som skal ha en rad i hver periode, for hver verdi av filtrene.

    Uten fordeling er det én rad for alt filtrene kan velge, også det ingen er i. Med fordeling er
    det gruppene som finnes i utvalget. I vernede tall er det alle grupper: en gruppe som mangler,
    kunne vært en med 0–4."""
    if vernet or not fordeling:
        alle = [
            _verdier_sql(d, kjente=d in fordeling)
            for d in dict.fromkeys([*filtre, *fordeling])
        ]
        return f"select * from {' cross join '.join(alle) or '(select 1)'}"
    felles = ", ".join(["ett", *filtre])
    finnes_ = [
        f"(select distinct 1 as ett, {''.join(f'{f}, ' for f in filtre if f != d)}{d} from t)"
        for d in fordeling
    ]
    return (
        "select * from "
        + finnes_[0]
        + "".join(f" join {f} using ({felles})" for f in finnes_[1:])
    )


def _verdier_sql(dimensjon_id: str, kjente: bool) -> str:
    """Verdiene i en egenskap. De som ikke er oppgitt, er bare med blant de `kjente` når noen har
    dem."""
    uten = f" and (kode not in ('{UKJENT}', 'ikke_kjent') or kode in (select {dimensjon_id} from t))"
    return (
        f"(select kode as {dimensjon_id} from dimensjon where dimensjon = "
        f"'{dimensjon_id}'{uten if kjente else ''})"
    )


def _utsnitt(
    kube: katalog.Kube,
    egenskaper: list[str],
    alias: str = "",
    koblet: str | None = None,
) -> str:
    """Vilkår som velger den grupperingen i kuben der bare `egenskaper` er delt opp, eventuelt
    koblet til en tabell."""
    samlet = f"= '{ALLE}'"
    delt = {d: f"= {koblet}.{d}" if koblet else f"<> '{ALLE}'" for d in egenskaper}
    return (
        " and ".join(f"{alias}{d} {delt.get(d, samlet)}" for d in kube.dimensjoner)
        or "true"
    )


@husk
def _spoer(sql: str, *parametre) -> pd.DataFrame:
    # Én markør per spørring: en tilkobling som deles av flere tråder, kan gi én bruker en annens
    # rader.
    with _utgave().database.cursor() as markoer:
        return markoer.execute(sql, list(parametre)).df()
