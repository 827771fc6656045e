"""Kommuner vi kjenner fasiten for, spilt hendelse for hendelse og skrevet uten noe fra modellen som
skal prøves.

Hver verden bryter én av forutsetningene modellen bygger på. En kommune gir en fil med de seks siste
årene, slik modellen får se dem, det som skjer de tre neste årene, og behovet om 3 og 10 år regnet
ut med de sanne tallene. Tid er år fra i dag. `egne` har verdener med en annen oppbygning.

Tallene i `TYPER` og spredningen rundt dem er valgt, ikke målt: de gir om lag 30 til 200 søkere i
året per kommune.
"""

import dataclasses
import heapq
import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from boligdata.behov.historikk import KOLONNER, BoligIBruk, Historikk

INNKJOERING, AAR_PAA_FIL, FRAMTID, HORISONT = 36, 6, 3, 10
BEHOV_OM = (3, 10)
START, FRA = -float(INNKJOERING + AAR_PAA_FIL), -float(AAR_PAA_FIL)
ANDEL_SENT, FRIST = 0.10, 90 / 365.25
UKE = 7 / 365.25

# Før dette er befolkningen den samme hvert år: med vekst i 40 år ville kommunen ved starten vært en
# helt annen.
VEKST_FRA = -12.0
# SSB treffer innen 5 prosent etter fem år i 8 av 10 kommuner (SSB 2014). Feilen vokser med roten av
# tiden.
SSB_AVVIK = 0.0175
FELLES_DEL = 0.5  # Så mye av variansen i feilen er felles for kommunen. Resten er målgruppens egen.


@dataclass(frozen=True)
class Type:
    """En boligtype i en kommune av størrelse 1: søkere i året, gjennomsnittlig botid i år og vekst
    utover kommunens.
    """

    navn: str
    gruppe: str
    soekere: float
    botid: float
    vekst: float


FLYKTNING = "flyktning"
TYPER = (
    Type("Liten bolig", "rus og psykisk helse", 28, 2.8, 0.0),
    Type("Familiebolig", "vanskeligstilt familie", 12, 4.2, 0.0),
    Type("Bolig for flyktninger", FLYKTNING, 18, 2.4, 0.0),
    Type("Bolig med oppfølging", "psykisk helse", 5, 7.0, 0.005),
    Type("Omsorgsbolig", "eldre", 20, 5.0, 0.02),
    Type("Bolig for utviklingshemmede", "utviklingshemming", 2, 16.0, 0.005),
)


@dataclass(frozen=True)
class Proeveverden:
    """Hva som er annerledes enn modellen antar. Null er som antatt.

    nivaasteg: søkerne per år går tilfeldig opp eller ned så mye i året (log). aarseffekt: gode og
    dårlige år (log). to_slag: noen flytter fort, andre blir lenge. sjokk: flyktningene blir flere
    enn ventet i to år. press: andelen botiden øker med når ventetiden er et år. uten_utflytting og
    dobbelt: andelen utflyttinger som mangler i filen, og søknader som er der to ganger. ukjent:
    den andre av dem står på en annen husstand. avslag: andelen boliger som blir stående i seks uker
    til, fordi den som fikk tilbudet, takket nei.
    """

    navn: str
    nivaasteg: float = 0.0
    aarseffekt: float = 0.0
    to_slag: bool = False
    sjokk: bool = False
    press: float = 0.0
    uten_utflytting: float = 0.0
    dobbelt: float = 0.0
    avslag: float = 0.0
    ukjent: bool = False


VERDENER = {
    verden.navn: verden
    for verden in (
        Proeveverden("som_antatt"),
        Proeveverden("skiftende", nivaasteg=0.08, aarseffekt=0.12),
        Proeveverden("to_slag", to_slag=True),
        Proeveverden("sjokk", sjokk=True),
        Proeveverden("press", press=0.5),
        Proeveverden("skittent", uten_utflytting=0.08, dobbelt=0.05),
        Proeveverden(
            "skittent_ukjent", uten_utflytting=0.08, dobbelt=0.05, ukjent=True
        ),
        Proeveverden("avslag", avslag=0.25),
        Proeveverden(
            "alt",
            nivaasteg=0.08,
            aarseffekt=0.12,
            to_slag=True,
            sjokk=True,
            press=0.5,
            uten_utflytting=0.08,
            dobbelt=0.05,
            avslag=0.25,
        ),
    )
}


@dataclass(frozen=True)
class Proevetiltak:
    """Noe kommunen gjør fra i dag, for å måle hva det virkelig fører til. boliger: andelen flere om
    ett år. klargjoering: endringen i tiden mellom leietakere. soekere: endringen i hvor mange som
    søker, faset inn over tre år.
    """

    navn: str
    boliger: float = 0.0
    klargjoering: float = 0.0
    soekere: float = 0.0

    def nye_boliger(self, antall: int) -> int:
        """Boligene tiltaket gir om ett år, når det er så mange i dag."""
        return round(self.boliger * antall)

    def soeker(self, kom: np.ndarray, tilfeldig: np.random.Generator) -> np.ndarray:
        """Hvem av dem som kommer ved tidene, som fortsatt søker."""
        innfaset = np.clip(kom / INNFASING, 0, 1)
        return tilfeldig.uniform(size=kom.size) >= -self.soekere * innfaset


INNFASING = 3.0
INGEN_TILTAK = Proevetiltak("ingen")
TILTAK = (
    Proevetiltak("flere_boliger", boliger=0.10),
    Proevetiltak("raskere_omloep", klargjoering=-0.30),
    Proevetiltak("faerre_soeker", soekere=-0.20),
)

# Andel av søkerne og botiden deres, delt på gjennomsnittet for alle. Summen av produktene er 1.
ETT_SLAG, TO_SLAG = ((1.0, 1.0),), ((0.6, 0.4), (0.4, 1.9))


@dataclass(frozen=True)
class Tilstroemming:
    """Hvor mange som kommer, i året: nivået i dag, og alt som gjør at det var og blir et annet.

    vekst: i året (log), slik den er framskrevet. feil: hvor mye framskrivingen bommer per år
    framover (log). nivaa: avviket i hvert år fra `VEKST_FRA` til horisonten (1 er som i dag).
    sjokk: når det begynner, og hvor mange ganger så mange som kommer i to år.
    """

    soekere: float
    vekst: float
    feil: np.ndarray
    nivaa: np.ndarray
    sjokk: tuple[float, float] | None

    def vanlig(self, tid) -> np.ndarray:
        """Søkere i året ved tiden, uten sjokket."""
        tid = np.asarray(tid, float)
        vokst = self.vekst * np.maximum(tid, VEKST_FRA)
        folk = np.exp(vokst + np.interp(tid, np.arange(HORISONT + 1), self.feil))
        aar = np.floor(tid - VEKST_FRA).astype(int)
        nivaa = self.nivaa[np.clip(aar, 0, self.nivaa.size - 1)]
        return self.soekere * folk * np.where(aar < 0, 1.0, nivaa)

    def ekstra(self, tid) -> np.ndarray:
        """Søkere i året ved tiden på grunn av sjokket."""
        if self.sjokk is None:
            return np.zeros(np.shape(tid))
        fra, ganger = self.sjokk
        i_sjokket = (np.asarray(tid) >= fra) & (np.asarray(tid) < fra + 2)
        return (ganger - 1) * self.vanlig(tid) * i_sjokket

    def rate(self, tid) -> np.ndarray:
        """Søkere i året ved tiden."""
        return self.vanlig(tid) + self.ekstra(tid)


@dataclass(frozen=True)
class Sannhet:
    """De sanne tallene for én boligtype, de som modellen skal anslå.

    form og botid (år): Weibull, botid er gjennomsnittet uten press. slag: andelen og botiden til
    hvert slag. klargjoering (år): mellom to leietakere, med avslag. gir_opp: i året per ventende.
    """

    navn: str
    gruppe: str
    kommer: Tilstroemming
    form: float
    botid: float
    slag: tuple[tuple[float, float], ...]
    klargjoering: float
    gir_opp: float

    @property
    def skala(self) -> float:
        """Skalaen i Weibull-fordelingen: gjennomsnittet er skala · Γ(1 + 1/form)."""
        return self.botid / math.gamma(1 + 1 / self.form)

    def overlevelse(self, tid) -> np.ndarray:
        """Andelen som fortsatt bor der etter så mange år, når ingen venter."""
        tid = np.maximum(np.asarray(tid, float), 0)
        snitt = math.gamma(1 + 1 / self.form)
        return sum(
            andel * np.exp(-((tid * snitt / (self.botid * lengde)) ** self.form))
            for andel, lengde in self.slag
        )


@dataclass(frozen=True)
class Forloep:
    """Alt som skjedde i én boligtype, én rad per søker i den rekkefølgen de kom. Boligene er
    nummerert fra 0.
    """

    kom: np.ndarray
    fikk: np.ndarray
    gikk: np.ndarray
    ut: np.ndarray
    bolig: np.ndarray
    forlenget: np.ndarray
    bolig_fra: np.ndarray
    bolig_til: np.ndarray


@dataclass(frozen=True)
class Proevekommune:
    """Det modellen får vite, og det den skal treffe.

    Det kommunen vet, er historikk, drivere {boligtype: befolkningen i målgruppen om 0, 1, ... år, 1
    i dag}, drivere_foer (det samme i hvert år på fil, det eldste først), innbyggere (hele kommunen
    om 0, 1, ... år) og prosjekter (boligtype, tid, antall). soeknader, tildelinger og koe er det
    som skjer (boligtype × år 1–3; køen ved årets slutt), behov er det sanne behovet (boligtype × om
    3 og 10 år).
    """

    verden: str
    typer: tuple[str, ...]
    historikk: Historikk
    drivere: dict[str, np.ndarray]
    drivere_foer: dict[str, np.ndarray]
    innbyggere: np.ndarray
    prosjekter: tuple[tuple[str, float, int], ...]
    soeknader: np.ndarray
    tildelinger: np.ndarray
    koe: np.ndarray
    behov: np.ndarray
    sannheter: tuple[Sannhet, ...]
    forloep: tuple[Forloep, ...]


def lag(
    verden: Proeveverden, froe: int, nummer: int, tiltak: Proevetiltak = INGEN_TILTAK
) -> Proevekommune:
    """Kommune `nummer` i denne verdenen. Det samme frøet gir den samme kommunen, like stor i alle
    verdener, og med den samme historien hva den enn gjør fra i dag.
    """
    oppsett = lag_oppsett(verden, froe, nummer)
    sannheter = tuple(
        _sannhet(type_, oppsett, [froe, nummer, 1, nr])
        for nr, type_ in enumerate(_typene(nummer))
    )
    dekninger = oppsett.tilfeldig.uniform(0.85, 1.20, len(TYPER))
    bestander = [
        lag_bestand([sannhet], dekning)
        for sannhet, dekning in zip(sannheter, dekninger, strict=True)
    ]
    typer = tuple(sannhet.navn for sannhet in sannheter)
    prosjekter = lag_prosjekter(typer, bestander, oppsett.tilfeldig)
    forloepene = tuple(
        _simuler(sannhet, bestand, verden, prosjekter, tiltak, [froe, nummer, 3, nr])
        for nr, (sannhet, bestand) in enumerate(zip(sannheter, bestander, strict=True))
    )
    aar = np.arange(HORISONT + 1)
    soeknader, tildelinger, koe = zip(
        *(det_som_kommer(forloep) for forloep in forloepene)
    )
    return Proevekommune(
        verden.navn,
        typer,
        _historikk(sannheter, forloepene, verden, [froe, nummer, 4]),
        lag_drivere(sannheter, aar),
        lag_drivere(sannheter, np.arange(FRA, 0) + 0.5),
        np.exp(oppsett.vekst * aar),
        prosjekter,
        np.array(soeknader),
        np.array(tildelinger),
        np.array(koe),
        _behovene(sannheter, forloepene),
        sannheter,
        forloepene,
    )


def _typene(nummer: int) -> list[Type]:
    """Boligtypene med kommunens nummer i navnet. Modellens tilfeldige tall følger navnet på poolen:
    med de samme navnene ville alle kommuner fått de samme.
    """
    return [
        dataclasses.replace(type_, navn=f"{type_.navn} {nummer + 1}") for type_ in TYPER
    ]


def lag_drivere(sannheter, aar: np.ndarray) -> dict[str, np.ndarray]:
    return {sannhet.navn: np.exp(sannhet.kommer.vekst * aar) for sannhet in sannheter}


def _behovene(sannheter, forloepene) -> np.ndarray:
    """Det sanne behovet, (boligtype, om 3 og 10 år)."""
    return np.array(
        [
            [behov(sannhet, forloep, tid) for tid in BEHOV_OM]
            for sannhet, forloep in zip(sannheter, forloepene, strict=True)
        ]
    )


# ---------------------------------------------------------------------- hva som er sant


@dataclass(frozen=True, eq=False)
class Kommuneoppsett:
    """Det boligtypene i en kommune har felles: verdenen, hvor stor kommunen er, veksten (log i året)
    og hvor mye framskrivingen av den bommer per år framover (log).
    """

    verden: Proeveverden
    tilfeldig: np.random.Generator
    stoerrelse: float
    vekst: float
    feil: np.ndarray


def lag_oppsett(verden: Proeveverden, froe: int, nummer: int) -> Kommuneoppsett:
    tilfeldig = np.random.default_rng([froe, nummer, 0])
    return Kommuneoppsett(
        verden,
        tilfeldig,
        stoerrelse=math.exp(tilfeldig.uniform(math.log(0.35), math.log(2.4))),
        vekst=tilfeldig.normal(0.006, 0.008),
        feil=framskrivingsfeil(np.random.default_rng([froe, nummer, 2]), FELLES_DEL),
    )


def framskrivingsfeil(tilfeldig: np.random.Generator, del_: float) -> np.ndarray:
    """Hvor mye framskrivingen bommer per år framover (log), for denne delen av variansen."""
    steg = tilfeldig.normal(0, SSB_AVVIK * math.sqrt(del_), HORISONT)
    return np.concatenate([[0.0], np.cumsum(steg)])


def _sannhet(type_: Type, oppsett: Kommuneoppsett, froe: list[int]) -> Sannhet:
    verden, felles = oppsett.verden, oppsett.tilfeldig
    soekere = type_.soekere * oppsett.stoerrelse * felles.lognormal(0, 0.2)
    botid = type_.botid * felles.lognormal(0, 0.15)
    form = felles.uniform(0.7, 1.15)
    klargjoering = felles.uniform(25, 60) / 365.25 + verden.avslag * 6 * UKE
    gir_opp = 0.2 * felles.lognormal(0, 0.4)
    vekst = oppsett.vekst + type_.vekst + felles.normal(0, 0.008)
    # Alt er trukket i alle verdener, også når det ikke brukes, så kommunene er de samme.
    tilfeldig = np.random.default_rng(froe)
    feil = oppsett.feil + framskrivingsfeil(tilfeldig, 1 - FELLES_DEL)
    nivaa = _nivaa(verden, tilfeldig)
    oker = tilfeldig.uniform(0, 1), tilfeldig.uniform(1.8, 3)
    sjokk = oker if verden.sjokk and type_.gruppe == FLYKTNING else None
    return Sannhet(
        type_.navn,
        type_.gruppe,
        Tilstroemming(soekere, vekst, feil, nivaa, sjokk),
        form,
        botid,
        TO_SLAG if verden.to_slag else ETT_SLAG,
        klargjoering,
        gir_opp,
    )


def _nivaa(verden: Proeveverden, tilfeldig) -> np.ndarray:
    """Hvor mye årene fra `VEKST_FRA` til horisonten skiller seg fra nivået i dag (1)."""
    foer, etter = int(-VEKST_FRA), HORISONT
    steg = tilfeldig.normal(0, 1, foer + etter) * verden.nivaasteg
    # Nivået i dag er 1. Hvert år ligger et steg fra naboen.
    bakover = -np.cumsum(steg[:foer])[::-1]
    vandring = np.concatenate([bakover, np.cumsum(steg[foer:])])
    aarene = tilfeldig.normal(0, 1, foer + etter) * verden.aarseffekt
    return np.exp(vandring + aarene - verden.aarseffekt**2 / 2)


# ------------------------------------------------------------------ boligene som finnes


@dataclass(frozen=True)
class Poolbestand:
    """Boligene ved starten, når nye ble ferdige, og når noen gikk ut av bruk."""

    foerst: int
    nye: list[float]
    uttak: list[float]

    @property
    def antall(self) -> int:
        """Boliger i dag."""
        return self.foerst + len(self.nye) - len(self.uttak)

    def bolig_fra(
        self, prosjekter, boligtype: str, tiltak: "Proevetiltak"
    ) -> list[float]:
        """Når hver bolig er ferdig, også dem prosjektene i boligtypen og tiltaket gir."""
        vedtatt = [
            tid
            for navn, tid, antall in prosjekter
            if navn == boligtype
            for _ in range(antall)
        ]
        flere = [1.0] * tiltak.nye_boliger(self.antall)
        return [START] * self.foerst + sorted([*self.nye, *vedtatt, *flere])


def lag_bestand(sannheter: Sequence[Sannhet], dekning: float) -> Poolbestand:
    """Boligene når kommunen har bygd og lagt ned i takt med befolkningen i gruppene de er for.

    `dekning` er boligene delt på dem som ville vært i bruk uten kø.
    """
    tider = np.arange(VEKST_FRA, 0, 1 / 12)
    alder = np.linspace(0, INNKJOERING, 721)
    i_bruk = np.zeros(tider.size)
    for sannhet in sannheter:
        vekt = sannhet.overlevelse(alder - sannhet.klargjoering) * trapes(alder)
        vokst = sannhet.kommer.vekst * np.maximum(tider[:, None] - alder, VEKST_FRA)
        i_bruk += sannhet.kommer.soekere * (np.exp(vokst) @ vekt)
    boliger = np.maximum(np.rint(dekning * i_bruk).astype(int), 1)
    endring = np.diff(boliger)
    return Poolbestand(
        int(boliger[0]),
        np.repeat(tider[1:], np.maximum(endring, 0)).tolist(),
        np.repeat(tider[1:], np.maximum(-endring, 0)).tolist(),
    )


def lag_prosjekter(
    navnene: Sequence[str], bestander: list[Poolbestand], tilfeldig
) -> tuple[tuple[str, float, int], ...]:
    """To vedtatte prosjekter de neste årene, i to av boligtypene, oftest de største."""
    boliger = [bestand.antall for bestand in bestander]
    andeler = np.array(boliger) / sum(boliger)
    hvilke = tilfeldig.choice(len(navnene), 2, replace=False, p=andeler)
    nye = np.rint(tilfeldig.uniform(0.015, 0.045, 2) * sum(boliger))
    antall = np.maximum(nye, 2).astype(int)
    tider = tilfeldig.uniform(0.5, 2.5, 2)
    return tuple(
        (navnene[nr], float(tid), int(flere))
        for nr, tid, flere in zip(hvilke, tider, antall)
    )


# ------------------------------------------------------------------------ det som skjer


def _simuler(
    sannhet: Sannhet,
    bestand: Poolbestand,
    verden: Proeveverden,
    prosjekter: tuple[tuple[str, float, int], ...],
    tiltak: Proevetiltak,
    froe: list[int],
) -> Forloep:
    """Alt som skjer fra `START` til tre år fram i tid."""
    # Hver ting har sin egen rekke. Da skjer det samme i alle verdener helt til noe er annerledes.
    komme, flere, bli, slags, vente, klar, nei, soekte = (
        np.random.default_rng([*froe, nr]) for nr in range(8)
    )
    kom = _ankomster(sannhet, bestand, komme, flere)
    botid = _botider(sannhet, kom.size, bli, slags)
    taalmodighet = vente.exponential(1 / sannhet.gir_opp, kom.size)
    klargjoering = _klargjoeringer(sannhet, verden, kom.size, klar, nei)
    soeker = tiltak.soeker(kom, soekte)
    kom, botid, taalmodighet, klargjoering = (
        tall[soeker] for tall in (kom, botid, taalmodighet, klargjoering)
    )
    bolig_fra = bestand.bolig_fra(prosjekter, sannhet.navn, tiltak)
    fikk, bolig, ut, bolig_til = _del_ut(
        kom.tolist(),
        botid.tolist(),
        taalmodighet.tolist(),
        klargjoering.tolist(),
        bolig_fra,
        bestand.uttak,
        verden.press,
        tiltak,
    )
    fikk, bolig, ut = np.array(fikk), np.array(bolig), np.array(ut)
    ga_opp = np.isnan(fikk) & (kom + taalmodighet <= FRAMTID)
    return Forloep(
        kom,
        fikk,
        np.where(ga_opp, kom + taalmodighet, np.nan),
        ut,
        bolig,
        _forlenget(fikk - kom, verden.press),
        np.array(bolig_fra),
        np.array(bolig_til),
    )


def _ankomster(sannhet: Sannhet, bestand: Poolbestand, komme, flere) -> np.ndarray:
    """Når hver søker kommer, stigende. Boligene står ikke tomme ved starten: de første er der alt."""
    kommer = sannhet.kommer
    i_bruk = kommer.soekere * sannhet.botid * math.exp(kommer.vekst * VEKST_FRA)
    foerste = np.full(min(bestand.foerst, round(i_bruk)), START)
    senere = [
        tilfeldige_tider(kommer.vanlig, komme),
        tilfeldige_tider(kommer.ekstra, flere),
    ]
    return np.concatenate([foerste, np.sort(np.concatenate(senere))])


def _botider(sannhet: Sannhet, antall: int, bli, slags) -> np.ndarray:
    """Botiden til hver søker, uten press."""
    grenser = np.cumsum([andel for andel, _ in sannhet.slag])[:-1]
    slag = np.searchsorted(grenser, slags.uniform(size=antall), side="right")
    lengder = np.array([lengde for _, lengde in sannhet.slag])
    return sannhet.skala * lengder[slag] * bli.weibull(sannhet.form, antall)


def _klargjoeringer(
    sannhet: Sannhet, verden: Proeveverden, antall: int, klar, nei
) -> np.ndarray:
    """Tiden før boligen er klar igjen etter hver søker: noen er klare på en uke, andre må pusses opp.
    Tar den som får tilbudet, ikke imot, står den seks uker til.
    """
    avslag = (nei.uniform(size=antall) < verden.avslag) * 6 * UKE
    snitt_uten = sannhet.klargjoering - verden.avslag * 6 * UKE
    return snitt_uten * klar.gamma(3, 1 / 3, antall) + avslag


def tilfeldige_tider(rate, tilfeldig) -> np.ndarray:
    """Tilfeldige tider med `rate(tid)` i året: trekk for mange, og la være å bruke noen (Lewis og
    Shedler 1979).
    """
    hoeyest = 1.05 * float(rate(np.arange(START, FRAMTID, 1 / 24)).max())
    antall = tilfeldig.poisson(hoeyest * (FRAMTID - START))
    tider = np.sort(tilfeldig.uniform(START, FRAMTID, antall))
    return tider[tilfeldig.uniform(size=tider.size) * hoeyest < rate(tider)]


def _forlenget(ventet, press: float):
    """Hvor mye lenger den som har ventet så lenge, blir boende: det er like trangt utenfor."""
    return 1 + press * np.minimum(ventet, 1.0)


def _del_ut(
    kom, botid, taalmodighet, klargjoering, bolig_fra, uttak, press, tiltak=INGEN_TILTAK
):
    """Den som har ventet lengst, får den boligen som har stått lengst tom. Én hendelse om gangen,
    tre år fram i tid.
    """
    mangler = math.nan
    fikk, ut = [mangler] * len(kom), [mangler] * len(kom)
    bolig = [-1] * len(kom)
    til = [mangler] * len(bolig_fra)
    # Etter den siste av hvert slag hendelse skjer det neste aldri.
    kommer, uttak = [*kom, math.inf], deque([*sorted(uttak), math.inf])
    blir_ledig = [(tid, nr) for nr, tid in enumerate(bolig_fra)] + [(math.inf, -1)]
    heapq.heapify(blir_ledig)
    koe: deque[int] = deque()
    ledige: deque[int] = deque()
    neste, skal_ut = 0, 0
    while True:
        tid = min(kommer[neste], uttak[0], blir_ledig[0][0])
        if tid > FRAMTID:
            return fikk, bolig, ut, til
        if tid == uttak[0]:
            uttak.popleft()
            skal_ut += 1
        elif tid == blir_ledig[0][0]:
            ledige.append(heapq.heappop(blir_ledig)[1])
        else:
            koe.append(neste)
            neste += 1
        while skal_ut and ledige:
            til[ledige.popleft()] = tid
            skal_ut -= 1
        while koe and ledige:
            soeker = koe.popleft()
            if kom[soeker] + taalmodighet[soeker] < tid:
                continue  # Hun ga opp før det ble hennes tur.
            bolig[soeker], fikk[soeker] = ledige.popleft(), tid
            # Som `_forlenget`, for ett tall.
            forlenget = 1 + press * min(tid - kom[soeker], 1.0)
            ut[soeker] = tid + botid[soeker] * forlenget
            raskere = 1 + tiltak.klargjoering * (ut[soeker] > 0)
            klar = ut[soeker] + klargjoering[soeker] * raskere
            heapq.heappush(blir_ledig, (klar, bolig[soeker]))


def det_som_kommer(forloep: Forloep) -> tuple[list[int], list[int], list[int]]:
    """Søknader og tildelinger i hvert av de tre neste årene, og køen ved slutten av dem."""

    def i_aaret(tider: np.ndarray) -> list[int]:
        return [
            int(((tider > aar) & (tider <= aar + 1)).sum()) for aar in range(FRAMTID)
        ]

    koe = [int(i_koe(forloep, aar + 1).sum()) for aar in range(FRAMTID)]
    return i_aaret(forloep.kom), i_aaret(forloep.fikk), koe


def i_koe(forloep: Forloep | Historikk, tid: float) -> np.ndarray:
    """Hvem som venter ved tiden."""
    return (forloep.kom <= tid) & ~(forloep.fikk <= tid) & ~(forloep.gikk <= tid)


def bor(forloep: Forloep | Historikk, tid: float) -> np.ndarray:
    """Hvem som har en bolig ved tiden."""
    return (forloep.fikk <= tid) & ~(forloep.ut <= tid)


# -------------------------------------------------------------------- det sanne behovet


def behov(sannhet: Sannhet, forloep: Forloep, tid: float) -> float:
    """Boligene som trengs ved tiden for at høyst en av ti skal vente mer enn 90 dager, regnet med
    de sanne tallene.
    """
    belegg = sannhet.botid + sannhet.klargjoering
    last = i_bruk_uten_koe(sannhet, forloep, tid)
    return noedvendig(last, belegg, sannhet.gir_opp)


def i_bruk_uten_koe(sannhet: Sannhet, forloep: Forloep, tid: float) -> float:
    """Boligene som ville vært i bruk ved tiden om de som venter, fikk bolig i dag og ingen ventet
    siden.
    """
    bor_naa, klar = bor(forloep, 0.0), sannhet.klargjoering
    alder, lengde = -forloep.fikk[bor_naa], forloep.forlenget[bor_naa]
    blir = sannhet.overlevelse((alder + max(tid - klar, 0)) / lengde)
    blir = blir / sannhet.overlevelse(alder / lengde)
    kommer = np.linspace(0, tid, 40 * math.ceil(tid) + 1)
    rate = sannhet.kommer.rate(np.minimum(kommer, HORISONT - 1e-9))
    nye = (rate * sannhet.overlevelse(tid - kommer - klar)) @ trapes(kommer)
    venter = i_koe(forloep, 0.0).sum() * sannhet.overlevelse(tid - klar)
    return float(blir.sum() + venter + nye)


def noedvendig(last: float, belegg: float, gir_opp: float = 0.0) -> float:
    """Det minste antallet boliger, minst lasten, der høyst en av ti ikke har fått bolig innen fristen:
    fordi det tar for lang tid, eller fordi de gir opp først.

    `belegg` er årene en bolig er opptatt per husstand, `gir_opp` hvor mange av dem som venter, som
    gir opp per år (Erlang A; Zeltyn og Mandelbaum 2005, M/M/n+M). Mellom to hele tall er det en
    rett linje i logaritmen.
    """
    if last <= 0:
        return 0.0
    # Erlang B regnes nedenfra: andelen som måtte vente med én bolig færre, om ingen gjorde det.
    erlang_b, foer = 1.0, 0.0
    for boliger in range(1, 100_000):
        naa = 0.0
        if boliger > last:
            naa = math.log(_andel_sent(boliger, last, belegg, gir_opp, erlang_b))
        erlang_b = last * erlang_b / (boliger + last * erlang_b)
        if naa <= math.log(ANDEL_SENT):
            antall = boliger - 1 + (foer - math.log(ANDEL_SENT)) / (foer - naa)
            return max(antall, last)
        foer = naa
    raise ValueError(f"Lasten er for stor: {last}.")


def _andel_sent(boliger, last, belegg, gir_opp, erlang_b) -> float:
    """Andelen som ikke har fått bolig innen fristen. `erlang_b` er for én bolig færre."""
    lengst = 40 * belegg / (boliger - last)
    tid = np.linspace(0, 1, 4001) ** 3
    # Til fristen, og fra den.
    deler = FRIST * tid, FRIST + lengst * tid
    i_hver = []
    for tider in deler:
        taper = -np.expm1(-gir_opp * tider) / gir_opp if gir_opp else tider
        tetthet = (
            last / belegg * np.exp(last / belegg * taper - boliger / belegg * tider)
        )
        i_hver.append((tetthet, tider))
    venter = sum(np.trapezoid(tetthet, tider) for tetthet, tider in i_hver)
    tetthet, tider = i_hver[0]
    i_tide = np.trapezoid(tetthet * np.exp(-gir_opp * tider), tider)
    return float((venter - i_tide) / (1 / erlang_b + venter))


def trapes(punkter: np.ndarray) -> np.ndarray:
    """Vektene i trapesregelen for punkter med lik avstand."""
    vekt = np.full(punkter.size, punkter[1] - punkter[0])
    vekt[[0, -1]] /= 2
    return vekt


# ------------------------------------------------------------------- filen kommunen har


def _historikk(
    sannheter, forloepene, verden: Proeveverden, froe: list[int]
) -> Historikk:
    """Det som står i registrene i dag: bare det som ikke var over før de begynte, og ingenting fra
    framtiden.
    """
    deler, boliger, nummer, husstander = [], [], 0, 0
    for sannhet, forloep in zip(sannheter, forloepene, strict=True):
        deler.append(rader(sannhet, forloep, nummer, husstander))
        boliger += boliger_i_filen(sannhet, forloep, nummer)
        nummer += forloep.bolig_fra.size
        husstander += len(deler[-1][0])
    kolonner = [np.concatenate(kolonne) for kolonne in zip(*deler, strict=True)]
    return _med_feil(
        Historikk(*kolonner, FRA, tuple(boliger)), verden, np.random.default_rng(froe)
    )


def rader(
    sannhet: Sannhet, forloep: Forloep, foerste_bolig: int, foerste_husstand: int
) -> list[np.ndarray]:
    """Kolonnene i historikken for én boligtype, med numre som ingen andre boligtyper bruker."""
    slutt = np.where(np.isnan(forloep.fikk), forloep.gikk, forloep.ut)
    hvor = (forloep.kom <= 0) & ~(slutt < FRA)
    fikk, gikk, ut = (
        np.where(tid[hvor] <= 0, tid[hvor], np.nan)
        for tid in (forloep.fikk, forloep.gikk, forloep.ut)
    )
    antall = int(hvor.sum())
    return [
        np.full(antall, sannhet.navn),
        np.full(antall, sannhet.gruppe),
        np.arange(antall) + foerste_husstand,
        forloep.kom[hvor],
        fikk,
        gikk,
        ut,
        np.where(np.isnan(fikk), -1, forloep.bolig[hvor] + foerste_bolig),
    ]


def boliger_i_filen(
    sannhet: Sannhet, forloep: Forloep, foerste: int
) -> list[BoligIBruk]:
    perioder = zip(forloep.bolig_fra.tolist(), forloep.bolig_til.tolist(), strict=True)
    return [
        BoligIBruk(foerste + nr, sannhet.navn, fra, til if til <= 0 else math.nan)
        for nr, (fra, til) in enumerate(perioder)
        if fra <= 0 and not til < FRA
    ]


def _med_feil(historikk: Historikk, verden: Proeveverden, tilfeldig) -> Historikk:
    """Filen slik den blir når noen utflyttinger ikke er ført og noen søknader er ført to ganger."""
    ikke_foert = tilfeldig.uniform(size=historikk.ut.size) < verden.uten_utflytting
    gamle = dataclasses.replace(
        historikk, ut=np.where(ikke_foert, np.nan, historikk.ut)
    )
    dobbelt = tilfeldig.uniform(size=historikk.kom.size) < verden.dobbelt
    to_ganger = historikk.velg(dobbelt & (historikk.kom >= FRA))
    # Søknad nummer to kommer innen to måneder, mens den første er åpen, og lukkes samtidig med den.
    avgjort = np.where(np.isnan(to_ganger.fikk), to_ganger.gikk, to_ganger.fikk)
    lengst = np.fmin(np.fmin(avgjort, 0.0) - to_ganger.kom, 60 / 365.25)
    kom = to_ganger.kom + lengst * tilfeldig.uniform(size=lengst.size)
    ingen = np.full(lengst.size, np.nan)
    nye = dataclasses.replace(
        to_ganger,
        kom=kom,
        fikk=ingen,
        gikk=avgjort,
        ut=ingen,
        bolig=np.full(lengst.size, -1),
    )
    if verden.ukjent:
        neste = historikk.husstand.max(initial=0) + 1
        nye = dataclasses.replace(nye, husstand=neste + np.arange(lengst.size))
    kolonner = (
        np.concatenate([getattr(gamle, navn), getattr(nye, navn)]) for navn in KOLONNER
    )
    return Historikk(*kolonner, historikk.fra, historikk.boliger)
