"""Regnskapet år for år: hva boligene koster og hva husleien dekker, vedlikeholdet, det som er ubetalt, og
rammene til boliger og startlån.
"""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from boligdata import lesing
from boligdata.felles import norsk
from boligdata.felles.enheter import Enhet
from boligdata.felles.maalform import fast, si
from boligdata.innhold.grunnkort import Bestilling, Linje
from boligdata.innhold.oekonomi.felles import (
    ALLE,
    ANTALL,
    HELE_PROSENT,
    KRONER,
    MILL,
    PROSENT,
    bestilt,
    kolonnenavn,
)
from boligdata.innhold.uvernet import Aarskort


@dataclass(frozen=True)
class Aarsslag:
    """Et kort om økonomien. `kolonner` er det tabellen viser, med navn og enhet, og `linjer` er de av dem
    figuren viser: alle er kjent for de årene regnskapet er ført, utenom `ramme`, som er vedtatt på forhånd.
    `tallet` er tallet for ett år, slik det står i en setning, og `funn` er setningen.
    """

    spoersmaal: str
    funn: str
    definisjon: str
    fortolkning: str
    enhetsord: str
    kolonner: Mapping[str, tuple[str, Enhet]]
    linjer: tuple[str, ...]
    serie: Callable[[pd.DataFrame, pd.DataFrame], pd.DataFrame]
    tallet: Callable[[pd.Series], str]
    personvern: str = ""
    ramme: str = ""


def _husleien(kroner: pd.DataFrame, _: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "kostnader": kroner["kostnader"] / 1e6,
            "husleie": kroner["husleie"] / 1e6,
            "dekning": 100 * kroner["husleie"] / kroner["kostnader"],
        }
    )


def _vedlikeholdet(kroner: pd.DataFrame, boliger: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "per_bolig": kroner["vedlikehold"] / boliger["vedlikehold"],
            "vedlikehold": kroner["vedlikehold"] / 1e6,
            "boliger": boliger["vedlikehold"],
        }
    )


def _det_ubetalte(kroner: pd.DataFrame, _: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "andel": 100 * kroner["ubetalt"] / kroner["husleie"],
            "ubetalt": kroner["ubetalt"] / 1e6,
        }
    )


def _i_millioner(*poster: str) -> Callable[[pd.DataFrame, pd.DataFrame], pd.DataFrame]:
    return lambda kroner, _: kroner[list(poster)] / 1e6


def _av_rammen(brukt: str, ramme: str) -> Callable[[pd.Series], str]:
    """«25,2 av 30,0 mill. kr», eller bare det som er brukt når ingen ramme er levert."""

    def tallet(rad: pd.Series) -> str:
        kroner = norsk.med_enhet(rad[brukt], MILL)
        if pd.isna(rad[ramme]):
            return kroner
        return si(
            "{brukt} av {ramme}",
            brukt=norsk.uten_tegn(rad[brukt], MILL),
            ramme=norsk.med_enhet(rad[ramme], MILL),
        )

    return tallet


SLAG = {
    "husleie": Aarsslag(
        fast("Dekker husleien det boligene koster?"),
        fast("Husleien dekket {tallet} av kostnadene i {aar}"),
        fast(
            "Kostnadene er lønn, kjøp, renter og avskrivninger på funksjon 265 i driftsregnskapet: art "
            "010–285, 300–399, 500 og 590. Husleien er art 630. Begge er for boligene kommunen eier eller "
            "leier inn."
        ),
        fast(
            "Dekker husleien mindre enn kostnadene, betaler kommunen resten. Beløpene er slik de er ført "
            "hvert år, uten justering for prisene. Noen kommuner fører renter og avskrivninger et annet "
            "sted, og da ser dekningen bedre ut enn den er."
        ),
        fast("millioner kroner"),
        {
            "kostnader": (fast("Kostnader"), MILL),
            "husleie": (fast("Husleie"), MILL),
            "dekning": (fast("Husleien dekker"), HELE_PROSENT),
        },
        ("kostnader", "husleie"),
        _husleien,
        lambda rad: norsk.med_enhet(rad["dekning"], HELE_PROSENT),
    ),
    "vedlikehold": Aarsslag(
        fast("Hvor mye brukes på vedlikehold?"),
        fast("Vedlikeholdet kostet {tallet} per bolig i {aar}"),
        fast(
            "Lønn til vedlikehold, kjøpt vedlikehold og materialer (art 070, 230 og 250) på funksjon 265 i "
            "driftsregnskapet, delt på boligene kommunen eide ved utgangen av året."
        ),
        fast(
            "Lite vedlikehold flere år på rad gjør boligene dårligere, og gir flere tomme boliger senere. Se "
            "det sammen med tilstanden. Store oppussinger kan være ført som investering."
        ),
        fast("kroner per bolig"),
        {
            "per_bolig": (fast("Vedlikehold per bolig"), KRONER),
            "vedlikehold": (fast("Vedlikehold i alt"), MILL),
            "boliger": (fast("Boliger kommunen eier"), ANTALL),
        },
        ("per_bolig",),
        _vedlikeholdet,
        lambda rad: norsk.med_enhet(rad["per_bolig"], KRONER),
    ),
    "ubetalt": Aarsslag(
        fast("Hvor mye husleie er ikke betalt?"),
        fast("{tallet} av husleien var ubetalt ved utgangen av {aar}"),
        fast(
            "Husleie leietakerne skyldte ved utgangen av året, i prosent av husleien i året (art 630 på "
            "funksjon 265)."
        ),
        fast(
            "Vokser det, kan flere ha dårlig råd, eller kommunen følger opp senere. Gammel gjeld kan være "
            "med, så tallet kan vokse uten at flere betaler for sent."
        ),
        fast("prosent av husleien"),
        {
            "andel": (fast("Ubetalt av husleien"), PROSENT),
            "ubetalt": (fast("Ubetalt i alt"), MILL),
        },
        ("andel",),
        _det_ubetalte,
        lambda rad: norsk.med_enhet(rad["andel"], PROSENT),
        personvern=fast(
            "Beløpet er i hele 100 000 kroner, og er aldri delt på boligtype eller målgruppe."
        ),
    ),
    "investering": Aarsslag(
        fast("Blir rammen til boliger brukt?"),
        fast("{tallet} til boliger ble brukt i {aar}"),
        fast(
            "Det som er brukt på funksjon 265 i investeringsregnskapet (art 010–399), og rammen "
            "kommunestyret har vedtatt. Tilskudd og salg er ikke trukket fra."
        ),
        fast(
            "Et prosjekt kan bli forsinket, og da brukes pengene et senere år. Se rammene for flere år "
            "sammen."
        ),
        fast("millioner kroner"),
        {
            "investeringsramme": (fast("Vedtatt ramme"), MILL),
            "investert": (fast("Brukt"), MILL),
        },
        ("investeringsramme", "investert"),
        _i_millioner("investeringsramme", "investert"),
        _av_rammen("investert", "investeringsramme"),
        ramme="investeringsramme",
    ),
    "startlaan": Aarsslag(
        fast("Blir rammen til startlån brukt?"),
        fast("{tallet} i startlån ble betalt ut i {aar}"),
        fast(
            "Startlån som er betalt ut (art 520 på funksjon 283 i investeringsregnskapet), rammen "
            "kommunestyret har vedtatt, og tilskudd til etablering (art 470 på funksjon 283 i "
            "driftsregnskapet)."
        ),
        fast(
            "Er rammen brukt opp, må noen vente til neste år. Er mye igjen, kunne flere fått hjelp. Et lån "
            "som er innvilget et år, kan bli betalt ut det neste."
        ),
        fast("millioner kroner"),
        {
            "startlaanramme": (fast("Vedtatt ramme"), MILL),
            "startlaan": (fast("Betalt ut"), MILL),
            "tilskudd": (fast("Tilskudd"), MILL),
        },
        ("startlaanramme", "startlaan", "tilskudd"),
        _i_millioner("startlaanramme", "startlaan", "tilskudd"),
        _av_rammen("startlaan", "startlaanramme"),
        personvern=fast(
            "Det som er betalt ut, er i hele 100 000 kroner. Lån for under 5 millioner og tilskudd for under "
            "en halv million vises ikke: da kan det være noen få husstander."
        ),
        ramme="startlaanramme",
    ),
}


@dataclass(frozen=True, eq=False)
class Oekonomikort(Aarskort):
    """Regnskapet år for år. `serie` har kolonnene aar og dem i `slag`. `valgte` er filtrene som er valgt, og
    som ikke virker.
    """

    bestilling: Bestilling
    slag: Aarsslag
    serie: pd.DataFrame
    valgte: tuple[str, ...] = ()

    uttrekk = ("oekonomi",)

    @property
    def linjer(self) -> dict[str, str]:
        """Det figuren viser, etter kolonnen i serien."""
        return {kolonne: si(self.slag.kolonner[kolonne][0]) for kolonne in self._tegnet}

    @property
    def enhet(self) -> Enhet:
        """Enheten til det figuren viser."""
        return self.slag.kolonner[self.slag.linjer[0]][1]

    @property
    def enhetsord(self) -> str:
        """Enheten i ord."""
        return si(self.slag.enhetsord)

    @property
    def _tegnet(self) -> list[str]:
        return [navn for navn in self.slag.linjer if self.serie[navn].notna().any()]

    @functools.cached_property
    def _kjente(self) -> pd.DataFrame:
        """Årene regnskapet er ført for."""
        foert = [navn for navn in self.slag.linjer if navn != self.slag.ramme]
        return self.serie.dropna(subset=foert[:1])

    @functools.cached_property
    def funn(self) -> str:
        """Det siste året i regnskapet."""
        if self._kjente.empty:
            return ""
        siste = self._kjente.iloc[-1]
        return si(self.slag.funn, tallet=self.slag.tallet(siste), aar=int(siste["aar"]))

    @functools.cached_property
    def resten(self) -> str:
        """Året før, og rammene for årene som kommer."""
        ut, siste = [], 0
        if len(self._kjente):
            siste = int(self._kjente["aar"].iloc[-1])
        if len(self._kjente) > 1:
            foer = self._kjente.iloc[-2]
            ut.append(
                si(
                    "I {aar} var det {tallet}.",
                    aar=int(foer["aar"]),
                    tallet=self.slag.tallet(foer),
                )
            )
        return " ".join((*ut, *self._rammene_etter(siste)))

    def _rammene_etter(self, aar: int) -> list[str]:
        if not self.slag.ramme:
            return []
        senere = self.serie[self.serie["aar"] > aar].dropna(subset=[self.slag.ramme])
        return [
            si(
                "Rammen for {aar} er {kroner}.",
                aar=int(rad["aar"]),
                kroner=norsk.med_enhet(rad[self.slag.ramme], MILL),
            )
            for _, rad in senere.iterrows()
        ]

    @functools.cached_property
    def tabell(self) -> pd.DataFrame:
        """Året, og tallene."""
        kolonner = {
            kolonnenavn(navn, enhet): self.serie[kolonne].astype(float)
            for kolonne, (navn, enhet) in self.slag.kolonner.items()
        }
        return pd.DataFrame({si("År"): self.serie["aar"].astype(str), **kolonner})

    @property
    def enheter(self) -> Mapping[str, Enhet]:
        """Kroner, millioner kroner, prosent og boliger."""
        return {
            kolonnenavn(navn, enhet): enhet
            for navn, enhet in self.slag.kolonner.values()
        }

    @property
    def forklaring(self) -> tuple[Linje, ...]:
        """Hva som er regnet med, og hvordan det kan leses."""
        linjer = (
            (si("Definisjon"), si(self.slag.definisjon)),
            (si("Fortolkning"), si(self.slag.fortolkning)),
        )
        if not self.slag.personvern:
            return linjer
        return (*linjer, (si("Personvern"), si(self.slag.personvern)))


@lesing.husk
def lag(navn: str, tittel: str, valgte: tuple[str, ...] = ()) -> Oekonomikort | None:
    """Kortet med dette navnet i `SLAG`, eller None når regnskapet ikke har tallene."""
    slag, rader = SLAG[navn], lesing.tabell("oekonomi")
    samlet = rader[rader["boligtype"] == ALLE]
    if samlet.empty:
        return None
    kroner, boliger = (
        samlet.pivot(index="aar", columns="post", values=verdi).astype(float)
        for verdi in ("kroner", "boliger")
    )
    poster = ("kostnader", "husleie", "vedlikehold", "ubetalt", *slag.kolonner)
    kroner, boliger = (
        tall.reindex(columns=list(dict.fromkeys((*tall.columns, *poster))))
        for tall in (kroner, boliger)
    )
    serie = slag.serie(kroner, boliger).dropna(how="all").reset_index()
    if serie.empty or serie[list(slag.linjer)].isna().all(axis=None):
        return None
    return Oekonomikort(bestilt(navn, tittel, "oekonomi"), slag, serie, valgte)
