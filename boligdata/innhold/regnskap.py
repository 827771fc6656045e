"""Regnskapet for en beholdning: det som var, det som kom til, det som gikk ut, og det som er.
Regner, men tegner ikke.

Regnskapet stemmer på enheten, også med vernede tall: avrundingen følger de samme sammenhengene.
"""

import contextlib
import dataclasses
import functools
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from boligdata import lesing
from boligdata.felles import katalog, maalform, norsk
from boligdata.felles.config import PAKKE
from boligdata.felles.enheter import ENHETER, MAANEDER_I, Enhet
from boligdata.felles.erklaering import krev, les_toml
from boligdata.felles.maalform import fast, si
from boligdata.innhold import avrunding, funn, gjelder, kort
from boligdata.innhold.erklaert import krev_egenskap, krev_indikator, krev_plasser
from boligdata.innhold.gjelder import Gjelder
from boligdata.innhold.grunnkort import (
    Bestilling,
    Grunnkort,
    Korttabell,
    Linje,
    Vedlegg,
    Vern,
)
from boligdata.innhold.kildelinje import Kildelinje
from boligdata.innhold.kort import Valg
from boligdata.lesing import ALLE, LestIndikator, Spoersmaal


@dataclass(frozen=True)
class Post:
    """En linje i regnskapet. Det som går ut, har minus foran; en `beholdning` er det som er der.
    `vei` er 1 for det som kommer til og −1 for det som går ut, også når tallet er null.
    """

    navn: str
    tall: float
    beholdning: bool = False
    vei: int = 1


@dataclass(frozen=True, eq=False)
class Regnskap(Grunnkort):
    """Regnskapet for én periode. `poster` er linjene, `etter_gruppe` tabellen med én rad per gruppe,
    tom når tallene ikke kan deles slik, og `gruppeenheter` hvordan tallene i den skrives.
    """

    bestilling: Bestilling
    indikator: LestIndikator
    poster: tuple[Post, ...]
    endringen: str
    beholdningen: str
    etter_gruppe: pd.DataFrame
    gruppeenheter: dict[str, Enhet]
    filtertekst: str
    flagg: tuple[str, ...]
    kilde: str
    vern: Vern | None
    gjelder: Gjelder

    @property
    def enhet(self) -> Enhet:
        """Hvordan tallet i hver post skrives."""
        return self.indikator.visningsenhet

    @functools.cached_property
    def tabell(self) -> pd.DataFrame:
        """Postene som tabell."""
        return pd.DataFrame(
            {
                si("Post"): [post.navn for post in self.poster],
                si("Antall"): [post.tall for post in self.poster],
            }
        )

    @property
    def enheter(self) -> dict[str, Enhet]:
        """Hvordan tallene i `tabell` skrives."""
        return {si("Antall"): self.enhet}

    @property
    def tabeller(self) -> tuple[Korttabell, ...]:
        """Postene, og regnskapet for hver gruppe når det finnes."""
        if self.etter_gruppe.empty:
            return super().tabeller
        delt_etter = self.etter_gruppe.columns[0].lower()
        spurt = self.bestilling.tittel
        alt = f"{spurt} {si('Delt etter {egenskap}.', egenskap=delt_etter)}"
        return (
            *super().tabeller,
            Korttabell(self.etter_gruppe, self.gruppeenheter, alt),
        )

    @property
    def setning(self) -> str:
        """Hva som kom til og gikk ut, og hva det er blitt til."""
        return f"{self.endringen} {self.beholdningen}"

    @property
    def funn(self) -> str:
        """Hva som kom til og gikk ut."""
        return funn.kort_nok(self.endringen.removesuffix("."))

    @property
    def resten(self) -> str:
        """Hva det er blitt til."""
        return self.beholdningen if self.funn else self.setning

    @property
    def kildelinje(self) -> Kildelinje:
        """Kilden, kort."""
        return kort.kildelinje(self.indikator.kilder)

    @property
    def vedlegg(self) -> dict[str, Vedlegg]:
        """Regnskapet for hver gruppe, når det finnes."""
        if self.etter_gruppe.empty:
            return {}
        navn = si("Etter {egenskap}", egenskap=self.etter_gruppe.columns[0].lower())
        return {navn: Vedlegg(self.etter_gruppe, self.gruppeenheter)}

    @property
    def forklaring(self) -> tuple[Linje, ...]:
        """Linjene som forklarer tallet i filene."""
        return (
            *self.utvalget,
            (si("Definisjon"), self.indikator.definisjon),
            (si("Fortolkning"), self.indikator.fortolkning),
        )

    @property
    def om(self) -> tuple[Linje, ...]:
        """Linjene under «Om tallet»."""
        regel = katalog.kuber()[self.indikator.kube].regel
        gaar_opp = si(
            "Det som var, pluss det som kom til, minus det som gikk ut, er det som er. Det "
            "gjelder hver gruppe og hver periode."
        )
        sammenhengen = f"{gaar_opp} {self.indikator.fortolkning}"
        return (
            *self.utvalget,
            (si("Definisjon"), self.indikator.definisjon),
            *([(si("Slik telles det"), regel)] if regel else []),
            (si("Slik henger det sammen"), sammenhengen),
        )


@dataclass(frozen=True)
class Regnskapslinje:
    """Noe som kommer til eller går ut: indikatoren, det linjen heter, og egenskapen den deles etter
    der tallene er publisert slik.
    """

    indikator: str
    samlet: str
    etter: str = ""

    def __post_init__(self):
        krev_indikator("indikator", self.indikator)
        if self.etter:
            krev_egenskap("etter", self.etter, self.indikator)


# Det som kan fylles ut i setningen om det som kom til og gikk ut.
_PLASSER = ("periode", "inn", "ut", "ledige")


@dataclass(frozen=True)
class Regnskapsoppsett:
    """Hva et regnskap er satt sammen av, slik det er erklært i `regnskap.toml`. `setning` sier hva som
    kom til og gikk ut, og `tallet_paa` er hva beholdningen heter i den neste, når ordet for det som
    telles, ikke er nok.
    """

    navn: str
    beholdning: str
    gruppe: str
    setning: str
    inn: tuple[Regnskapslinje, ...]
    ut: tuple[Regnskapslinje, ...]
    ut_med_bolig: str = ""
    tallet_paa: str = ""

    def __post_init__(self):
        krev(bool(self.inn and self.ut), "regnskapet må ha både «inn» og «ut».")
        krev_plasser("setning", self.setning, _PLASSER)
        krev_indikator("beholdning", self.beholdning)
        krev_egenskap("gruppe", self.gruppe, *self.indikatorer)
        if self.ut_med_bolig:
            krev_indikator("ut_med_bolig", self.ut_med_bolig)
            krev_egenskap("gruppe", self.gruppe, self.ut_med_bolig)

    @property
    def indikatorer(self) -> tuple[str, ...]:
        """Alt som må gå opp mot hverandre."""
        return (
            self.beholdning,
            *(endring.indikator for endring in (*self.inn, *self.ut)),
        )

    def tvetydige(self) -> set[str]:
        """Navnene på poster som kan stå både blant det som kom til og det som gikk ut."""
        inn, ut = (
            {
                navn
                for linje in linjer
                if linje.etter
                for navn in lesing.dimensjon(linje.etter).values()
            }
            for linjer in (self.inn, self.ut)
        )
        return inn & ut


def les_oppsett(fil: Path) -> dict[str, Regnskapsoppsett]:
    """Regnskapene som er erklært i filen."""
    innhold = les_toml(fil)
    innhold.krev_noekler(["regnskap"])
    return {
        navn: blokk.lag(
            Regnskapsoppsett,
            navn,
            lest={
                slag: tuple(
                    endring.lag(Regnskapslinje) for endring in blokk.liste(slag)
                )
                for slag in ("inn", "ut")
            },
        )
        for navn, blokk in innhold.blokker("regnskap").items()
    }


@maalform.husk
def regnskaper() -> dict[str, Regnskapsoppsett]:
    """Regnskapene, på målformen som er i bruk."""
    return les_oppsett(PAKKE / "innhold" / "regnskap.toml")


# Registeret kan si at en bolig er ute av bruk mens noen bor der. Den er verken tom eller i bruk,
# men utflyttingen telles.
_REST = fast("Bebodd, men meldt ut av bruk")
# Antall boliger er eksakt, og antall tomme er rundet av, så der de møtes, må avrundingen ha sin
# egen linje.
_REST_VERNET = fast("Avrunding")
_STARTEN, _SLUTTEN = fast("Ved starten"), fast("Ved slutten")
# Er «ved slutten» ikke høyere enn dette, er gruppen i balanse: noen er alltid på vei gjennom.
_I_MAANEDEN = fast("Ut med bolig i en vanlig måned")


@dataclass(frozen=True)
class _Utsnitt:
    """Perioden, filtrene og situasjonen som er felles for alle tallene i et regnskap."""

    valg: Valg
    filtre: dict[str, str]
    situasjon: str

    def still(self, id: str, *fordeling: str) -> Spoersmaal:
        """Spørsmålet om ett av tallene, eventuelt bare for én situasjon."""
        indikator, valg = katalog.indikatorer()[id], self.valg
        if self.situasjon != ALLE:
            situasjon = (("situasjon", self.situasjon),)
            indikator = dataclasses.replace(indikator, utvalg=situasjon)
        return lesing.still(
            indikator, valg.periodetype, valg.periode, fordeling, self.filtre
        )

    def siste(self, id: str, *fordeling: str) -> pd.DataFrame:
        """Tallene i perioden."""
        return lesing.svar(self.still(id, *fordeling), bare_siste=True)


@lesing.husk
def lag(
    navn: str, valg: Valg, situasjon: str = ALLE, tittel: str = fast("Regnskap")
) -> Regnskap | None:
    """Regnskapet «folk», «leid_ut», «boliger» eller «tomme» for perioden, eller None når det ikke
    finnes en periode før den.

    `situasjon` velger én av de tre situasjonene i regnskapet for folk.
    """
    oppsett = regnskaper()[navn]
    utsnitt = _Utsnitt(valg, _filtre(oppsett, valg.valgte), situasjon)
    spoersmaal = utsnitt.still(oppsett.beholdning)
    vist, serie = spoersmaal.indikator, lesing.svar(spoersmaal)
    if len(serie) < 2 or serie["verdi"].iloc[-2:].isna().any():
        return None
    foer, naa = serie["verdi"].iloc[-2:]
    forrige, denne = serie["periode"].iloc[-2:]
    endret = _endret(oppsett, utsnitt)
    rest = _rest(vist, naa - foer - sum(post.tall for post in endret))
    filtertekst = gjelder.filtertekst(spoersmaal)
    if situasjon != ALLE:
        filtertekst = si(
            "{filtrene}; situasjon: {situasjon}",
            filtrene=filtertekst,
            situasjon=lesing.dimensjon("situasjon")[situasjon].lower(),
        )
    poster = (
        Post(norsk.stor(norsk.naar(forrige, vist)), foer, True),
        *endret,
        *rest,
        Post(norsk.stor(norsk.naar(denne, vist)), naa, True),
    )
    return Regnskap(
        Bestilling(f"konto_{navn}", si(tittel), (oppsett.beholdning,), "regnskap"),
        vist,
        poster,
        _endringen(oppsett, vist, endret, denne),
        _beholdningen(oppsett, vist, (foer, naa), rest) + _loest(oppsett, utsnitt),
        *_etter_gruppe(oppsett, utsnitt, forrige, denne),
        filtertekst,
        tuple(kort.forbehold(vist)),
        kort.kildetekst(vist.kilder),
        _vern([spoersmaal, *_alle(oppsett, utsnitt)], [forrige, denne], poster),
        Gjelder(
            tuple(utsnitt.filtre.items()),
            tuple(
                (egenskap, "deles_ikke")
                for egenskap in valg.valgte
                if egenskap not in utsnitt.filtre
            ),
        ),
    )


def _vern(
    spoersmaalene: list[Spoersmaal], perioder: list[str], poster: tuple[Post, ...]
) -> Vern | None:
    """Hvordan tallene er vernet, og at en post på 0–4 er tegnet som det."""
    hvordan = avrunding.vern(spoersmaalene, perioder)
    if not hvordan or all(post.tall for post in poster):
        return hvordan
    return Vern(f"{hvordan.kort} {si('Skravert er 0–4.')}", hvordan.helt)


def _filtre(oppsett: Regnskapsoppsett, valgte: dict[str, str]) -> dict[str, str]:
    """Filtrene som virker på alt i regnskapet. Virket ett bare på noe av det, gikk det ikke opp."""
    kuber = [
        katalog.kuber()[katalog.indikatorer()[id].kube] for id in oppsett.indikatorer
    ]
    return {
        egenskap: kode
        for egenskap, kode in valgte.items()
        if all(egenskap in kube.dimensjoner for kube in kuber)
    }


def _endret(oppsett: Regnskapsoppsett, utsnitt: _Utsnitt) -> list[Post]:
    """Postene for det som kom til og gikk ut. To poster heter aldri det samme: leseren, tabellen og
    figuren kan ikke skille dem.
    """
    inn = [post for endring in oppsett.inn for post in _poster(endring, 1, utsnitt)]
    ut = [post for endring in oppsett.ut for post in _poster(endring, -1, utsnitt)]
    tvetydige = oppsett.tvetydige()
    return [
        dataclasses.replace(post, navn=si(vei, gruppe=norsk.liten(post.navn)))
        if post.navn in tvetydige
        else post
        for vei, poster in ((fast("Fra {gruppe}"), inn), (fast("Til {gruppe}"), ut))
        for post in poster
    ]


def _rest(vist: LestIndikator, tall: float) -> list[Post]:
    """Linjen som får regnskapet til å gå opp, når det ikke gjør det selv."""
    return [Post(_navn_paa_rest(vist), tall)] if tall else []


def _navn_paa_rest(vist: LestIndikator) -> str:
    return si(_REST_VERNET if vist.vernet else _REST)


def _poster(endring: Regnskapslinje, fortegn: int, utsnitt: _Utsnitt) -> list[Post]:
    """Én post per årsak når tallene er publisert slik, og like eksakte som resten av regnskapet.
    Ellers én for alle.
    """
    if endring.etter:
        with contextlib.suppress(lesing.IkkePublisert):
            delt = utsnitt.still(endring.indikator, endring.etter)
            if delt.fra_publisert != utsnitt.still(endring.indikator).fra_publisert:
                raise lesing.IkkePublisert
            data = utsnitt.siste(endring.indikator, endring.etter)
            navn = lesing.dimensjon(endring.etter)
            return [
                Post(navn[kode], fortegn * tall, vei=fortegn)
                for kode, tall in zip(data[endring.etter], data["verdi"])
                if tall
            ]
    data = utsnitt.siste(endring.indikator)
    tall = fortegn * data["verdi"].iloc[0] + 0.0
    return [Post(endring.samlet, tall, vei=fortegn)]


def _alle(oppsett: Regnskapsoppsett, utsnitt: _Utsnitt) -> list[Spoersmaal]:
    """Spørsmålene om alle tallene i regnskapet, også delt på årsaker og grupper."""
    linjer = (*oppsett.inn, *oppsett.ut)
    delt = [
        *((id, (oppsett.gruppe,)) for id in oppsett.indikatorer),
        *((linje.indikator, (linje.etter,)) for linje in linjer if linje.etter),
    ]
    ut = [utsnitt.still(linje.indikator) for linje in linjer]
    for id, fordeling in delt:
        if not {*fordeling} & {*utsnitt.filtre}:
            with contextlib.suppress(lesing.IkkePublisert):
                ut.append(utsnitt.still(id, *fordeling))
    return ut


def _etter_gruppe(
    oppsett: Regnskapsoppsett, utsnitt: _Utsnitt, forrige: str, denne: str
) -> tuple[pd.DataFrame, dict[str, Enhet]]:
    """Regnskapet for hver gruppe: ved starten, kommet til, ute og ved slutten."""
    gruppe = oppsett.gruppe
    if gruppe in utsnitt.filtre:
        return pd.DataFrame(), {}
    try:
        spoersmaal = utsnitt.still(oppsett.beholdning, gruppe)
        if spoersmaal.fra_publisert != utsnitt.still(oppsett.beholdning).fra_publisert:
            return pd.DataFrame(), {}
        beholdning = lesing.svar(spoersmaal)
        foer, naa = (
            beholdning[beholdning["periode"] == periode].set_index(gruppe)["verdi"]
            for periode in (forrige, denne)
        )
        tall = _gruppetall(oppsett, utsnitt, foer, naa)
        _sett_inn_rest(tall, oppsett, spoersmaal.indikator)
    except lesing.IkkePublisert:
        return pd.DataFrame(), {}
    enheter = dict.fromkeys(tall.columns, spoersmaal.indikator.visningsenhet)
    if oppsett.ut_med_bolig:
        kolonne = si(_I_MAANEDEN)
        tall[kolonne] = _i_maaneden(oppsett, utsnitt).reindex(tall.index).fillna(0)
        enheter[kolonne] = ENHETER["forhold"]
    navn = lesing.dimensjon(gruppe)
    tall = tall.loc[
        [kode for kode in navn if kode in tall.index and tall.loc[kode].any()]
    ]
    hode = katalog.dimensjoner()[gruppe].navn
    tall.insert(0, hode, [navn[kode] for kode in tall.index])
    return tall.reset_index(drop=True), enheter


def _gruppetall(
    oppsett: Regnskapsoppsett, utsnitt: _Utsnitt, foer: pd.Series, naa: pd.Series
) -> pd.DataFrame:
    """Tallene i hver gruppe, én kolonne for hver linje i regnskapet. Er det ingen i gruppen ved
    starten eller slutten, er det ingen rad om den i `foer` eller `naa`.
    """
    gruppe = oppsett.gruppe
    endringer = {
        endring.samlet: utsnitt.siste(endring.indikator, gruppe)
        for endring in (*oppsett.inn, *oppsett.ut)
    }
    kolonner = {
        si(_STARTEN): foer,
        **{navn: data.set_index(gruppe)["verdi"] for navn, data in endringer.items()},
        si(_SLUTTEN): naa,
    }
    return pd.DataFrame(kolonner).fillna(0)


def _sett_inn_rest(
    tall: pd.DataFrame, oppsett: Regnskapsoppsett, vist: LestIndikator
) -> None:
    """En kolonne foran «Ved slutten» som får hver gruppe til å gå opp, når de ikke gjør det selv."""
    inn, ut = (
        tall[[linje.samlet for linje in linjer]].sum(axis="columns")
        for linjer in (oppsett.inn, oppsett.ut)
    )
    rest = tall[si(_SLUTTEN)] - tall[si(_STARTEN)] - inn + ut
    if rest.any():
        tall.insert(len(tall.columns) - 1, _navn_paa_rest(vist), rest)


def _i_maaneden(oppsett: Regnskapsoppsett, utsnitt: _Utsnitt) -> pd.Series:
    """Hvor mange i hver gruppe som går ut med bolig i en vanlig måned."""
    ute = utsnitt.siste(oppsett.ut_med_bolig, oppsett.gruppe)
    maaneder = MAANEDER_I[utsnitt.valg.periodetype]
    return ute.set_index(oppsett.gruppe)["verdi"] / maaneder


def _endringen(
    oppsett: Regnskapsoppsett,
    indikator: LestIndikator,
    endret: list[Post],
    periode: str,
) -> str:
    """«I 2025 flyttet 35 husstander inn, og 40 flyttet ut.»"""
    inn = sum(post.tall for post in endret if post.tall > 0)
    ut = -sum(post.tall for post in endret if post.tall < 0)
    skrevet = norsk.uten_tegn(inn, indikator.visningsenhet)
    return oppsett.setning.format(
        periode=norsk.periode(periode),
        inn=f"{_eller_ingen(skrevet)} {norsk.ord_for(inn, indikator.enhetsord)}",
        ut=_eller_ingen(norsk.uten_tegn(ut, indikator.visningsenhet)),
        ledige=norsk.ord_for(inn, si("ledige")),
    )


def _beholdningen(
    oppsett: Regnskapsoppsett,
    indikator: LestIndikator,
    foer_og_naa: tuple[float, float],
    rest: list[Post],
) -> str:
    """«Tallet på husstander som leier, gikk fra 310 til 305.»"""
    fra, til = (norsk.uten_tegn(tall, indikator.visningsenhet) for tall in foer_og_naa)
    hva = oppsett.tallet_paa or indikator.enhetsord
    if fra != til:
        setning = si(
            "Tallet på {hva} gikk fra {fra} til {til}.", hva=hva, fra=fra, til=til
        )
    elif indikator.vernet:
        setning = si("Tallet på {hva} er {til}, omtrent som før.", hva=hva, til=til)
    else:
        setning = si("Tallet på {hva} er {til}, det samme som før.", hva=hva, til=til)
    return " ".join([setning, *(_rest_i_ord(indikator, post) for post in rest)])


def _eller_ingen(skrevet: str) -> str:
    return si("ingen") if skrevet == "0" else skrevet


def _loest(oppsett: Regnskapsoppsett, utsnitt: _Utsnitt) -> str:
    """« Av dem som gikk ut, fikk eller beholdt 95 en bolig.» Ellers så det ut som om alle som ikke
    lenger er i tallet, har fått en løsning.
    """
    if not oppsett.ut_med_bolig:
        return ""
    loest = utsnitt.siste(oppsett.ut_med_bolig)["verdi"].iloc[0]
    skrevet = norsk.uten_tegn(
        loest, utsnitt.still(oppsett.ut_med_bolig).indikator.visningsenhet
    )
    setning = si(
        "Av dem som gikk ut, fikk eller beholdt {antall} en bolig.",
        antall=_eller_ingen(skrevet),
    )
    return f" {setning}"


def _rest_i_ord(vist: LestIndikator, post: Post) -> str:
    """Det setningen sier om linjen som får regnskapet til å gå opp. Uten det går den ikke opp."""
    antall = abs(post.tall)
    if vist.vernet:
        return si(
            "Regnestykket går ikke opp med {tall}, for tallene er rundet av.",
            tall=norsk.tall(antall),
        )
    return si(
        "Regnestykket går opp når {antall} som er bebodd, men meldt ut av bruk, er regnet med.",
        antall=norsk.med_ord(antall, si("boliger")),
    )
