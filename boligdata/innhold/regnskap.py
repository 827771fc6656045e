"""Regnskapet for en beholdning: det som var, det som kom til, det som gikk ut, og det som er.
Regner, men tegner ikke.

Regnskapet stemmer på enheten, også med vernede tall: avrundingen følger de samme sammenhengene.
"""

import dataclasses
import functools
from dataclasses import dataclass

import pandas as pd

from boligdata import lesing
from boligdata.felles import katalog, norsk
from boligdata.felles.enheter import ENHETER, MAANEDER_I, Enhet
from boligdata.felles.katalog import Indikator
from boligdata.innhold import kort
from boligdata.innhold.grunnkort import Bestilling, Fullkort, Linje, Tabell, Vern
from boligdata.innhold.kort import Valg
from boligdata.lesing import ALLE


@dataclass(frozen=True)
class Post:
    """En linje i regnskapet. Det som går ut, har minus foran; en `beholdning` er det som er der."""

    navn: str
    tall: float
    beholdning: bool = False


@dataclass(frozen=True, eq=False)
class Regnskap(Fullkort):
    """Regnskapet for én periode. `poster` er linjene, `etter_gruppe` tabellen med én rad per gruppe,
    tom når tallene ikke kan deles slik, og `gruppeenheter` hvordan tallene i den skrives."""

    bestilling: Bestilling
    indikator: Indikator
    poster: tuple[Post, ...]
    setning: str
    etter_gruppe: pd.DataFrame
    gruppeenheter: dict[str, Enhet]
    filtertekst: str
    flagg: tuple[str, ...]
    kilde: str
    vern: Vern | None

    @property
    def enhet(self) -> Enhet:
        """Hvordan tallet i hver post skrives."""
        return self.indikator.visningsenhet

    @functools.cached_property
    def tabell(self) -> pd.DataFrame:
        """Postene som tabell."""
        return pd.DataFrame(
            {
                "Post": [post.navn for post in self.poster],
                "Antall": [post.tall for post in self.poster],
            }
        )

    @property
    def enheter(self) -> dict[str, Enhet]:
        """Hvordan tallene i `tabell` skrives."""
        return {"Antall": self.enhet}

    @property
    def tabeller(self) -> tuple[Tabell, ...]:
        """Postene, og regnskapet for hver gruppe når det finnes."""
        if self.etter_gruppe.empty:
            return super().tabeller
        delt_etter = self.etter_gruppe.columns[0].lower()
        alt = f"{self.setning} Delt etter {delt_etter}."
        return (
            *super().tabeller,
            Tabell(self.etter_gruppe, self.gruppeenheter, alt),
        )

    @property
    def forklaring(self) -> tuple[Linje, ...]:
        """Linjene som forklarer tallet i filene."""
        return (
            ("Definisjon", self.indikator.definisjon),
            ("Fortolkning", self.indikator.fortolkning),
        )

    @property
    def om(self) -> tuple[Linje, ...]:
        """Linjene under «Om tallet»."""
        regel = katalog.kuber()[self.indikator.kube].regel
        sammenhengen = (
            "Det som var, pluss det som kom til, minus det som gikk ut, er det som er. Det "
            f"gjelder hver gruppe og hver periode. {self.indikator.fortolkning}"
        )
        return (
            ("Definisjon", self.indikator.definisjon),
            *([("Slik telles det", regel)] if regel else []),
            ("Slik henger det sammen", sammenhengen),
        )


@dataclass(frozen=True)
class _Delt:
    """Noe som kommer til eller går ut: indikatoren, egenskapen den deles etter, og det posten heter
    når den ikke kan deles."""

    indikator: str
    etter: str | None
    samlet: str
    fortegn: int


_FOLK = (
    "vanskeligstilte",
    (
        _Delt("nye_vanskeligstilte", "kom_fra", "Kommet til", 1),
        _Delt("ute_av_situasjonen", "utgang", "Ute av situasjonen", -1),
    ),
    "maalgruppe",
)
_LEID_UT = (
    "husstander",
    (
        _Delt("innflyttinger", None, "Flyttet inn", 1),
        _Delt("utflyttinger", "utflyttingsaarsak", "Flyttet ut", -1),
    ),
    "boligtype",
)
_BOLIGER = (
    "boliger",
    (
        _Delt("nye_boliger", None, "Tatt i bruk", 1),
        _Delt("utgaatte_boliger", None, "Gått ut av bruk", -1),
    ),
    "boligtype",
)
# En tom bolig er en som er i bruk, men ikke leid ut. Den blir tom når noen flytter ut, og kommer i
# bruk igjen når noen flytter inn.
_TOMME = (
    "ledige",
    (
        _Delt("utflyttinger", None, "Tømt", 1),
        _Delt("nye_boliger", None, "Tatt i bruk", 1),
        _Delt("innflyttinger", None, "Fylt igjen", -1),
        _Delt("utgaatte_boliger", None, "Gått ut av bruk", -1),
    ),
    "boligtype",
)
REGNSKAPER = {"folk": _FOLK, "leid_ut": _LEID_UT, "boliger": _BOLIGER, "tomme": _TOMME}
# Registeret kan si at en bolig er ute av bruk mens noen bor der. Den er verken tom eller i bruk,
# men utflyttingen telles.
_REST = "Bebodd, men meldt ut av bruk"
# Antall boliger er eksakt, og antall tomme er rundet av, så der de møtes, må avrundingen ha sin
# egen linje.
_REST_VERNET = "Avrunding"
# Er «ved slutten» ikke høyere enn dette, er gruppen i balanse: noen er alltid på vei gjennom.
_I_MAANEDEN = "Ut med bolig i en vanlig måned"


@lesing.husk
def lag(
    navn: str, valg: Valg, situasjon: str = ALLE, tittel: str = "Regnskap"
) -> Regnskap | None:
    """Regnskapet «folk», «leid_ut», «boliger» eller «tomme» for perioden, eller None når det ikke
    finnes en periode før den.

    `situasjon` velger én av de tre situasjonene i regnskapet for folk.
    """
    beholdning, endringer, gruppe = REGNSKAPER[navn]
    valgte = {d: v for d, v in valg.filtre.items() if v != ALLE}
    # Et filter må virke på alt i regnskapet, ellers går det ikke opp.
    alle_kuber = [
        katalog.kuber()[katalog.indikatorer()[id].kube]
        for id in (beholdning, *(e.indikator for e in endringer))
    ]
    filtre = {
        d: v
        for d, v in valgte.items()
        if all(d in kube.dimensjoner for kube in alle_kuber)
    }
    indikator = _for(beholdning, situasjon)
    serie = lesing.tall(indikator, valg.periodetype, (), filtre, valg.periode)
    if len(serie) < 2 or serie["verdi"].iloc[-2:].isna().any():
        return None
    foer, naa = serie["verdi"].iloc[-2:]
    forrige, denne = serie["periode"].iloc[-2:]
    vist = lesing.med_filtre(indikator, filtre)
    endret = [post for e in endringer for post in _poster(e, valg, filtre, situasjon)]
    rest = naa - foer - sum(p.tall for p in endret)
    poster = (
        Post(norsk.stor(norsk.naar(forrige, vist)), foer, True),
        *endret,
        *([Post(_REST_VERNET if vist.vernet else _REST, rest)] if rest else []),
        Post(norsk.stor(norsk.naar(denne, vist)), naa, True),
    )
    tabell, enheter = _etter_gruppe(
        indikator, endringer, gruppe, valg, filtre, situasjon
    )
    forbehold = kort.forbehold(
        indikator, tuple(valgte.keys() - filtre.keys()), filtre, valg
    )
    gjelder = kort.filtertekst(vist, filtre, valg)
    if situasjon != ALLE:
        gjelder += f"; situasjon: {lesing.dimensjon('situasjon')[situasjon].lower()}"
    return Regnskap(
        Bestilling(f"konto_{navn}", tittel, (beholdning,), "regnskap"),
        vist,
        poster,
        _setning(vist, foer, naa, [post.tall for post in endret], denne),
        tabell,
        enheter,
        gjelder,
        tuple(forbehold),
        kort.kildetekst(indikator.kilder),
        kort.vern(vist, [forrige, denne]),
    )


def _for(id: str, situasjon: str) -> Indikator:
    """Indikatoren, eventuelt bare for én situasjon."""
    indikator = katalog.indikatorer()[id]
    return (
        indikator
        if situasjon == ALLE
        else dataclasses.replace(indikator, utvalg=(("situasjon", situasjon),))
    )


def _poster(e: _Delt, valg: Valg, filtre: dict, situasjon: str) -> list[Post]:
    """Én post per årsak når tallene er publisert slik, ellers én for alle."""
    indikator = _for(e.indikator, situasjon)
    if e.etter:
        try:
            data = lesing.tall(
                indikator,
                valg.periodetype,
                (e.etter,),
                filtre,
                valg.periode,
                bare_siste=True,
            )
        except lesing.IkkePublisert:
            pass
        else:
            navn = lesing.dimensjon(e.etter)
            return [
                Post(navn[kode], e.fortegn * tall)
                for kode, tall in zip(data[e.etter], data["verdi"])
                if tall
            ]
    data = lesing.tall(
        indikator, valg.periodetype, (), filtre, valg.periode, bare_siste=True
    )
    return [Post(e.samlet, e.fortegn * data["verdi"].iloc[0] + 0.0)]


def _etter_gruppe(
    indikator: Indikator,
    endringer,
    gruppe: str,
    valg: Valg,
    filtre: dict,
    situasjon: str,
):
    """Regnskapet for hver gruppe: ved starten, kommet til, ute og ved slutten."""
    if gruppe in filtre:
        return pd.DataFrame(), {}
    try:
        beholdning = lesing.tall(
            indikator, valg.periodetype, (gruppe,), filtre, valg.periode
        )
        stroemmer = [
            lesing.tall(
                _for(e.indikator, situasjon),
                valg.periodetype,
                (gruppe,),
                filtre,
                valg.periode,
                bare_siste=True,
            )
            for e in endringer
        ]
    except lesing.IkkePublisert:
        return pd.DataFrame(), {}
    perioder = beholdning["periode"].unique()[-2:]
    foer, naa = (
        beholdning[beholdning["periode"] == p].set_index(gruppe)["verdi"]
        for p in perioder
    )
    kolonner = {
        "Ved starten": foer,
        **{
            e.samlet: s.set_index(gruppe)["verdi"] for e, s in zip(endringer, stroemmer)
        },
        "Ved slutten": naa,
    }
    tall = pd.DataFrame(kolonner).fillna(0)
    navn = lesing.dimensjon(gruppe)
    enhet = lesing.med_filtre(indikator, filtre, (gruppe,)).visningsenhet
    enheter = dict.fromkeys(kolonner, enhet)
    if indikator.id == "vanskeligstilte":
        med_bolig = lesing.tall(
            _for("ute_med_bolig", situasjon),
            valg.periodetype,
            (gruppe,),
            filtre,
            valg.periode,
            bare_siste=True,
        )
        tall[_I_MAANEDEN] = (
            (med_bolig.set_index(gruppe)["verdi"] / MAANEDER_I[valg.periodetype])
            .reindex(tall.index)
            .fillna(0)
        )
        enheter[_I_MAANEDEN] = ENHETER["forhold"]
    tall = tall.loc[
        [kode for kode in navn if kode in tall.index and tall.loc[kode].any()]
    ]
    tall.insert(
        0, katalog.dimensjoner()[gruppe].navn, [navn[kode] for kode in tall.index]
    )
    return tall.reset_index(drop=True), enheter


def _setning(
    indikator: Indikator, foer: float, naa: float, endringer: list[float], periode: str
) -> str:
    inn, ut = sum(t for t in endringer if t > 0), -sum(t for t in endringer if t < 0)
    inn_, ut_, naa_, foer_ = (
        norsk.uten_tegn(t, indikator.visningsenhet) for t in (inn, ut, naa, foer)
    )
    fra_og_til = (
        f"er {naa_}, det samme som før"
        if foer_ == naa_
        else f"gikk fra {foer_} til {naa_}"
    )
    return (
        f"I {norsk.periode(periode)} kom {inn_} til og {ut_} ut. Tallet på "
        f"{indikator.enhetsord} {fra_og_til}."
    )
