"""Det siste året, rad for rad: hvor godt husleien dekker kostnadene i hver boligtype, og bemanningen i hvert
bofellesskap.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from boligdata import lesing
from boligdata.felles import norsk
from boligdata.felles.enheter import Enhet
from boligdata.felles.maalform import fast, si
from boligdata.innhold.grunnkort import Bestilling, Linje
from boligdata.innhold.oekonomi.felles import (
    AARSVERK,
    ALLE,
    ANTALL,
    HELE_PROSENT,
    MILL,
    UDELT,
    bestilt,
    kolonnenavn,
)
from boligdata.innhold.uvernet import KommunensKort


@dataclass(frozen=True)
class Tabellslag:
    """Et kort om økonomien som bare er en tabell: det siste året, rad for rad. `uttrekk` er der det står."""

    spoersmaal: str
    definisjon: str
    fortolkning: str
    uttrekk: tuple[str, ...]
    lag: Callable[[], "_Innhold | None"]


@dataclass(frozen=True, eq=False)
class _Innhold:
    """Det som er regnet ut av uttrekket: året, funnet, tabellen, og det leseren må vite."""

    aar: int
    funn: str
    tabell: pd.DataFrame
    enheter: Mapping[str, Enhet]
    flagg: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Oekonomitabell(KommunensKort):
    """Det siste året i regnskapet, rad for rad. `valgte` er filtrene som er valgt, og som ikke virker."""

    bestilling: Bestilling
    slag: Tabellslag
    innhold: _Innhold
    valgte: tuple[str, ...] = ()

    @property
    def uttrekk(self) -> tuple[str, ...]:
        """Uttrekket tallene står i."""
        return self.slag.uttrekk

    @property
    def tabell(self) -> pd.DataFrame:
        """Radene."""
        return self.innhold.tabell

    @property
    def enheter(self) -> Mapping[str, Enhet]:
        """Enhetene til kolonnene med tall."""
        return self.innhold.enheter

    @property
    def funn(self) -> str:
        """Den som skiller seg mest ut."""
        return self.innhold.funn

    @property
    def setning(self) -> str:
        """Den som skiller seg mest ut."""
        return f"{self.funn}."

    @property
    def resten(self) -> str:
        """Tabellen sier resten."""
        return ""

    @property
    def filtertekst(self) -> str:
        """Året tallene er for."""
        return si("Tall for {aar}", aar=self.innhold.aar)

    @property
    def flagg(self) -> tuple[str, ...]:
        """At tallene kan være gamle, og det som ikke er delt."""
        return (*super().flagg, *self.innhold.flagg)

    @property
    def forklaring(self) -> tuple[Linje, ...]:
        """Hva som er regnet med, og hvordan det kan leses."""
        return (
            (si("Definisjon"), si(self.slag.definisjon)),
            (si("Fortolkning"), si(self.slag.fortolkning)),
        )


def _per_boligtype() -> _Innhold | None:
    rader = lesing.tabell("oekonomi")
    delt = rader[
        rader["post"].isin(["kostnader", "husleie"]) & rader["boligtype"].ne(ALLE)
    ]
    kjente = delt[delt["boligtype"] != UDELT]
    if set(kjente["post"]) != {"kostnader", "husleie"}:
        return None
    aar = int(kjente["aar"].max())
    kroner = (
        delt[delt["aar"] == aar]
        .pivot(index="boligtype", columns="post", values="kroner")
        .reindex(columns=["kostnader", "husleie"])
    )
    navnene = lesing.dimensjon("boligtype")
    kroner = kroner.reindex([*(type_ for type_ in navnene if type_ in kroner.index)])
    dekning = (100 * kroner["husleie"] / kroner["kostnader"]).where(
        kroner.index != UDELT
    )
    if dekning.isna().all():
        return None
    lavest = norsk.med_enhet(dekning.min(), HELE_PROSENT)
    udelt = kroner["kostnader"].get(UDELT, 0.0)
    alle_vises = _kostet(rader, aar) <= kroner["kostnader"].sum() + _OERE
    kostnader, husleie = (
        kolonnenavn(navn, MILL) for navn in (fast("Kostnader"), fast("Husleie"))
    )
    dekker = kolonnenavn(fast("Husleien dekker"), HELE_PROSENT)
    return _Innhold(
        aar,
        si(
            _FUNN_ALLE if alle_vises else _FUNN_VISES,
            boligtype=_ramse_eller_antall(
                [
                    norsk.liten(navnene[type_])
                    for type_, prosent in dekning.dropna().items()
                    if norsk.med_enhet(prosent, HELE_PROSENT) == lavest
                ],
                fast("{antall} boligtyper"),
            ),
            prosent=lavest,
            aar=aar,
        ),
        pd.DataFrame(
            {
                si("Boligtype"): [
                    si("Ikke delt på boligtype") if type_ == UDELT else navnene[type_]
                    for type_ in kroner.index
                ],
                dekker: dekning.tolist(),
                kostnader: (kroner["kostnader"] / 1e6).tolist(),
                husleie: (kroner["husleie"] / 1e6).tolist(),
            }
        ),
        {kostnader: MILL, husleie: MILL, dekker: HELE_PROSENT},
        tuple(_utenom(udelt, alle_vises)),
    )


_FUNN_ALLE = fast("Husleien dekker minst i {boligtype}: {prosent} i {aar}")
_FUNN_VISES = fast(
    "Av boligtypene som vises, dekker husleien minst i {boligtype}: {prosent}"
)
# Så mange som står likt, er det plass til å nevne i en tittel.
_FLEST_NEVNT = 2
# Beløp som er lagt sammen på to måter, kan være så mye ulike (kroner).
_OERE = 0.01


def _ramse_eller_antall(navnene: list[str], antall_av_dem: str) -> str:
    """Dem som har det samme tallet, slik det står, så ingen andre i tabellen ser ut til å være like."""
    if len(navnene) > _FLEST_NEVNT:
        return si(antall_av_dem, antall=norsk.tall(len(navnene), 0))
    return norsk.ramse(navnene)


def _kostet(rader: pd.DataFrame, aar: int) -> float:
    """Kostnadene til alle boligtypene, også dem som ikke vises for seg."""
    alle = rader["boligtype"].eq(ALLE) & rader["post"].eq("kostnader")
    return float(rader.loc[alle & rader["aar"].eq(aar), "kroner"].sum())


def _utenom(udelt: float, alle_vises: bool) -> Iterator[str]:
    """Det som ikke står i tabellen."""
    if udelt:
        yield si(
            "{kroner} av kostnadene er ikke delt på boligtype, så husleien dekker mindre enn det står "
            "for hver av dem.",
            kroner=norsk.med_enhet(udelt / 1e6, MILL),
        )
    if not alle_vises:
        yield si("Boligtyper med færre enn fem boliger vises ikke.")


def _bemanningen() -> _Innhold | None:
    rader = lesing.tabell("bemanning")
    if rader.empty:
        return None
    aar = int(rader["aar"].max())
    siste = rader[rader["aar"] == aar].assign(
        per_plass=lambda rader: rader["aarsverk"] / rader["plasser"]
    )
    siste = siste.sort_values("per_plass", ascending=False)
    navn = siste["bofellesskap"].fillna(si("De minste til sammen"))
    flest = norsk.tall(siste["per_plass"].iloc[0], 1)
    har_flest = siste["per_plass"].map(lambda antall: norsk.tall(antall, 1)) == flest
    i_tittelen = navn.where(
        siste["bofellesskap"].notna(), navn.map(norsk.liten_forbokstav)
    )
    return _Innhold(
        aar,
        si(
            "Flest årsverk per plass, av dem som vises, har {bofellesskap}: {antall} i {aar}",
            bofellesskap=_ramse_eller_antall(
                i_tittelen[har_flest].tolist(), fast("{antall} bofellesskap")
            ),
            antall=flest,
            aar=aar,
        ),
        pd.DataFrame(
            {
                si("Bofellesskap"): navn.tolist(),
                si("Årsverk per plass"): siste["per_plass"].tolist(),
                si("Plasser"): siste["plasser"].astype(float).tolist(),
                si("Årsverk"): siste["aarsverk"].tolist(),
            }
        ),
        {
            si("Plasser"): ANTALL,
            si("Årsverk"): AARSVERK,
            si("Årsverk per plass"): AARSVERK,
        },
    )


TABELLER = {
    "husleie_boligtype": Tabellslag(
        fast("Hvor godt dekker husleien hver boligtype?"),
        fast(
            "Husleien (art 630) og kostnadene (art 010–285, 300–399, 500 og 590) på funksjon 265 i "
            "driftsregnskapet, for hver boligtype med minst fem boliger."
        ),
        fast(
            "Boliger med felles arealer og ansatte koster mer å drive, og husleien dekker da ofte mindre. "
            "Lønnen til dem som gir helse- og omsorgstjenester, er ikke med: den er på en annen funksjon."
        ),
        ("oekonomi",),
        _per_boligtype,
    ),
    "bemanning": Tabellslag(
        fast("Hvor mange ansatte er det i bofellesskapene?"),
        fast(
            "Årsverkene i hvert bofellesskap, delt på hvor mange det er plass til. Bofellesskap med færre "
            "enn fem plasser står samlet, og bare når de til sammen har minst fem."
        ),
        fast(
            "Hvor mange ansatte som trengs, følger av hva de som bor der, trenger hjelp til. Få årsverk per "
            "plass er ikke bra eller dårlig i seg selv. Nye plasser må ha ansatte fra første dag."
        ),
        ("bemanning",),
        _bemanningen,
    ),
}


@lesing.husk
def tabellen(
    navn: str, tittel: str, valgte: tuple[str, ...] = ()
) -> Oekonomitabell | None:
    """Kortet med dette navnet i `TABELLER`, eller None når tallene ikke er levert."""
    slag = TABELLER[navn]
    innhold = slag.lag()
    if innhold is None:
        return None
    return Oekonomitabell(bestilt(navn, tittel, "tabell"), slag, innhold, valgte)
