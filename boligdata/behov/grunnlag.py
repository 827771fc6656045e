"""Tallene modellen regner videre på: det estimatene blir til, og det den publiserte filen har.
Ingen personer.
"""

from dataclasses import dataclass

from boligdata.behov.botid import Botid
from boligdata.behov.kjente import Kjente


@dataclass(frozen=True)
class Stroem:
    """Husstandene i en pool som kommer like ofte og blir like lenge: en målgruppe, eller «alle».

    `soekere` er nye per år, `usikkerhet` den relative usikkerheten i det (standardavvik), og
    `drift` hvor mye nivået flytter seg per år (standardavvik i logaritmen). `bodd` er hvor mange år
    dagens leietakere har bodd der; hver av dem står for like mange av de `leietakere` som bor der i
    dag. `avrunding` er det største avviket i leietakere og kø når tallene er vernet. `per_husstand`
    er hvor mye én søker til i det siste året løfter `soekere`. Vernet trenger det. `kjente` er dem
    kommunen alt vet at trenger bolig, én for hvert sted det står. `flyktninger` er hvor stor del av
    strømmen de er, fra 0 til 1.
    """

    gruppe: str
    soekere: float
    usikkerhet: float
    drift: float
    botid: Botid
    leietakere: float
    bodd: tuple[float, ...]
    koe: float
    avrunding: float = 0.0
    per_husstand: float = 0.0
    kjente: tuple[Kjente, ...] = ()
    flyktninger: float = 0.0


@dataclass(frozen=True)
class Pool:
    """Boliger som deler søkere: en boligtype, eller flere som er for små til å regnes hver for seg.

    `klargjoering` er år mellom to leietakere når noen venter, `avgang` hvor mange av dem som
    venter, som gir opp per år. Begge har relativ usikkerhet. `ute_av_drift` er årene boligene i
    tillegg står tomme, i snitt for hvert skifte av leietaker, fordi noen bygges om. `utflyttinger`
    er hvor mange som flytter ut per år, til håndregelen og ankeret. `klargjoeringer` er hvor mange
    skifter av leietaker `klargjoering` er snittet av. Vernet trenger det. `aar` er hvor mange år
    registrene har. Er det ikke kjent (0), er ikke utflyttingene det heller, og svaret er ankeret.
    """

    pool: str
    boligtyper: tuple[str, ...]
    stroemmer: tuple[Stroem, ...]
    boliger: int
    klargjoering: float
    klargjoering_usikkerhet: float
    avgang: float
    avgang_usikkerhet: float
    utflyttinger: float
    klargjoeringer: int = 0
    aar: float = 0.0
    ute_av_drift: float = 0.0

    @property
    def flyttet_ut(self) -> float:
        """Utflyttingene i alle årene registrene har."""
        return self.utflyttinger * self.aar

    @property
    def leietakere(self) -> float:
        return sum(strom.leietakere for strom in self.stroemmer)

    @property
    def koe(self) -> float:
        return sum(strom.koe for strom in self.stroemmer)

    @property
    def soekere(self) -> float:
        """Nye søkere per år."""
        return sum(strom.soekere for strom in self.stroemmer)

    @property
    def botid(self) -> float:
        """Gjennomsnittlig botid i år for en ny leietaker. Kommer det ingen, teller strømmene like
        mye.
        """
        vekter = [max(strom.soekere, 1e-9) for strom in self.stroemmer]
        botider = [strom.botid.gjennomsnitt for strom in self.stroemmer]
        veid = sum(vekt * botid for vekt, botid in zip(vekter, botider))
        return veid / max(sum(vekter), 1e-9)


@dataclass(frozen=True)
class Registeravvik:
    """Noe i registrene som gjør tallene usikrere, eller som er rettet før de ble regnet ut.
    `antall` er hvor mange det gjelder.
    """

    kode: str
    pool: str
    antall: int


@dataclass(frozen=True)
class Grunnlag:
    """Alt modellen trenger om kommunen i dag."""

    pooler: tuple[Pool, ...]
    avvik: tuple[Registeravvik, ...] = ()
