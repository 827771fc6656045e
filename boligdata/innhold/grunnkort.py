"""Det alle kort har, uansett hva de handler om. Skjermen og filene spør bare om dette, så et nytt
slag kort kan vises og lastes ned uten at noen av dem endres.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from boligdata.felles.enheter import Enhet
from boligdata.felles.maalform import si
from boligdata.innhold.gjelder import Gjelder
from boligdata.innhold.kildelinje import Kildelinje

# En linje i en forklaring: (ledetekst, tekst).
Linje = tuple[str, str]


@dataclass(frozen=True)
class Vern:
    """Hvordan tallene på et kort er vernet.

    `kort` står under figuren, `helt` under tabellen, på «Om tallet» og i filene.
    """

    kort: str
    helt: str


def kortnoekkel(indikatorer: Sequence[str], fordeling: Sequence[str] = ()) -> str:
    """Nøkkelen til et kort som ikke har fått en egen: den første indikatoren og det den er delt etter."""
    return "_".join([indikatorer[0], *fordeling])


@dataclass(frozen=True)
class Bestilling:
    """Hva en side ber om. `form` er navnet på en figur i `figurer`, `fordeling` egenskapene tallet
    deles etter.

    `tillegg` er en indikator til, som står ved siden av hvert tall i en flyt.
    """

    id: str
    tittel: str
    indikatorer: tuple[str, ...]
    form: str
    fordeling: tuple[str, ...] = ()
    tillegg: str | None = None


def bestill(
    indikator: str | Sequence[str],
    tittel: str,
    form: str = "utvikling",
    fordeling: Sequence[str] = (),
    id: str | None = None,
    tillegg: str | None = None,
) -> Bestilling:
    """Bestillingen når `ui.figurkort` blir kalt slik."""
    indikatorer = (indikator,) if isinstance(indikator, str) else tuple(indikator)
    noekkel = id or kortnoekkel(indikatorer, fordeling)
    return Bestilling(noekkel, tittel, indikatorer, form, tuple(fordeling), tillegg)


@dataclass(frozen=True)
class Korttabell:
    """En tabell på skjermen. `enheter` sier hvordan kolonnene med tall skrives, `alt` er
    tekstalternativet. Kolonnene i `foldet` svarer ikke på spørsmålet, og står bak de andre.
    """

    tall: pd.DataFrame
    enheter: Mapping[str, Enhet]
    alt: str
    foldet: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vedlegg:
    """En tabell som følger med i filene. `enheter` sier hvordan kolonnene med tall skrives."""

    tabell: pd.DataFrame
    enheter: Mapping[str, Enhet]


class Flagg(str):
    """Noe leseren må vite om tallene før de brukes. `kort` er det som står på kortet, og resten står
    under «Om tallet» og i filene.
    """

    kort: str

    def __new__(cls, helt: str, kort: str = ""):
        """Flagget `helt`. Uten `kort` står det helt ut på kortet også."""
        flagget = super().__new__(cls, helt)
        flagget.kort = kort or helt
        return flagget


class Grunnkort:
    """Et ferdig kort: det kan vises som figur, tabell og forklaring, og lastes ned.

    Det som er erklært uten svar, må hvert slag ha, som felt eller egenskap; resten har et svar som
    passer for de fleste. `setning` er alt figuren viser. `tabell` er det kortet viser slik det leses
    av mennesker, og går i filene; kolonnene med tall er tall, og `enheter` sier hvordan de skrives.
    `forklaring` er linjene som forklarer tallet i filene, og `filtertekst` hva det gjelder. `vern` er
    None når tallene er eksakte. `kilde` er alt om kildene, og `kildelinje` det som står på kortet.
    """

    bestilling: Bestilling
    setning: str
    tabell: pd.DataFrame
    enheter: Mapping[str, Enhet]
    forklaring: tuple[Linje, ...]
    filtertekst: str
    flagg: tuple[str, ...]
    vern: Vern | None
    kilde: str
    kildelinje: Kildelinje

    # Hva tallene er for. Tomt når alt som er valgt, virker på dem.
    gjelder: Gjelder = Gjelder()

    @property
    def er_tomt(self) -> bool:
        """Er det ingen tall å laste ned?"""
        return False

    @property
    def har_figur(self) -> bool:
        """Er det noe å tegne?"""
        return True

    @property
    def funn(self) -> str:
        """Det kortet viser, i høyst femten ord, eller «» når det ikke kan sies sikkert."""
        return ""

    @property
    def overskrift(self) -> str:
        """Tittelen på kortet: funnet, ellers spørsmålet."""
        return self.funn or self.bestilling.tittel

    @property
    def resten(self) -> str:
        """Det som er å si under tittelen."""
        return "" if self.funn else self.setning

    @property
    def omfang(self) -> str:
        """Hva tallene er for, i noen få ord, når ikke alt som er valgt, virker på dem, ellers «»."""
        return self.gjelder.i_ord

    @property
    def utvalget(self) -> tuple[Linje, ...]:
        """Hvorfor tallene ikke er for alt som er valgt."""
        hvorfor = self.gjelder.forklart()
        return ((si("Utvalg"), hvorfor),) if hvorfor else ()

    @property
    def alt(self) -> str:
        """Tekstalternativet til figuren: alt den viser."""
        return self.setning

    @property
    def tabeller(self) -> tuple[Korttabell, ...]:
        """Tabellene på skjermen. De heter det kortet spør om: to kort kan ha den samme setningen."""
        return (Korttabell(self.tabell, self.enheter, self.bestilling.tittel),)

    @property
    def grenser(self) -> str:
        """Snittet og det tallet pleier å være, i ord, til tabellen. «» når kortet ikke har det."""
        return ""

    @property
    def om(self) -> tuple[Linje, ...]:
        """Linjene under «Om tallet»."""
        return self.forklaring

    @property
    def hvorfor_endret(self) -> tuple[Linje, ...]:
        """Hvorfor tallet er et annet enn i forrige publisering."""
        return ()

    @property
    def dom(self) -> tuple[Linje, ...]:
        """Vurderingen av tallet, til filene."""
        return ()

    @property
    def fotlinje(self) -> str:
        """Hvor tallene kommer fra, og om de er rundet av, der figuren står alene."""
        return self._med_vern(self.kildelinje.hel)

    @property
    def fotlinje_paa_skjermen(self) -> str:
        """Det siste på kortet. Resten om kilden står under «Om tallet»."""
        return self._med_vern(self.kildelinje.kort)

    def _med_vern(self, kilden: str) -> str:
        return si("{kilden} · avrundet", kilden=kilden) if self.vern else kilden

    @property
    def kildene(self) -> str:
        """Alt om kildene, til en linje som alt har ledeteksten."""
        return self.kilde.removeprefix(f"{si('Kilde')}: ")

    @property
    def vedlegg(self) -> Mapping[str, Vedlegg]:
        """Tabellene som følger med i filene, med navnet på arket de står i."""
        return {}
