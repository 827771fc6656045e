"""Kommuner vi kjenner fasiten for, spilt hendelse for hendelse og skrevet uten noe fra modellen som
skal prøves.

Hver verden bryter én av forutsetningene modellen bygger på. En kommune gir en fil med de seks siste
årene, slik modellen får se dem, det som skjer de tre neste årene, og behovet om 3 og 10 år regnet
ut med de sanne tallene. Tid er år fra i dag.

Tallene i `TYPER` og spredningen rundt dem er valgt, ikke målt: de gir om lag 30 til 200 søkere i
året per kommune."""

import dataclasses
import heapq
import math
from collections import deque
from dataclasses import dataclass

import numpy as np

from boligdata.behov.historikk import BoligIBruk, Historikk

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
    utover kommunens."""

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
    dobbelt: andelen utflyttinger som mangler i filen, og søknader som er der to ganger. avslag:
    andelen boliger som blir stående i seks uker til, fordi den som fikk tilbudet, takket nei."""

    navn: str
    nivaasteg: float = 0.0
    aarseffekt: float = 0.0
    to_slag: bool = False
    sjokk: bool = False
    press: float = 0.0
    uten_utflytting: float = 0.0
    dobbelt: float = 0.0
    avslag: float = 0.0


VERDENER = {
    v.navn: v
    for v in (
        Proeveverden("som_antatt"),
        Proeveverden("skiftende", nivaasteg=0.08, aarseffekt=0.12),
        Proeveverden("to_slag", to_slag=True),
        Proeveverden("sjokk", sjokk=True),
        Proeveverden("press", press=0.5),
        Proeveverden("skittent", uten_utflytting=0.08, dobbelt=0.05),
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

# Andel av søkerne og botiden deres, delt på gjennomsnittet for alle. Summen av produktene er 1.
ETT_SLAG, TO_SLAG = ((1.0, 1.0),), ((0.6, 0.4), (0.4, 1.9))


@dataclass(frozen=True)
class Tilstroemming:
    """Hvor mange som kommer, i året: nivået i dag, og alt som gjør at det var og blir et annet.

    vekst: i året (log), slik den er framskrevet. feil: hvor mye framskrivingen bommer per år
    framover (log). nivaa: avviket i hvert år fra `VEKST_FRA` til horisonten (1 er som i dag).
    sjokk: når det begynner, og hvor mange ganger så mange som kommer i to år."""

    soekere: float
    vekst: float
    feil: np.ndarray
    nivaa: np.ndarray
    sjokk: tuple[float, float] | None

    def vanlig(self, t) -> np.ndarray:
        """Søkere i året ved t, uten sjokket."""
        t = np.asarray(t, float)
        folk = np.exp(
            self.vekst * np.maximum(t, VEKST_FRA)
            + np.interp(t, np.arange(HORISONT + 1), self.feil)
        )
        aar = np.floor(t - VEKST_FRA).astype(int)
        return (
            self.soekere
            * folk
            * np.where(aar < 0, 1.0, self.nivaa[np.clip(aar, 0, self.nivaa.size - 1)])
        )

    def ekstra(self, t) -> np.ndarray:
        """Søkere i året ved t på grunn av sjokket."""
        if self.sjokk is None:
            return np.zeros(np.shape(t))
        fra, ganger = self.sjokk
        return (
            (ganger - 1)
            * self.vanlig(t)
            * ((np.asarray(t) >= fra) & (np.asarray(t) < fra + 2))
        )

    def rate(self, t) -> np.ndarray:
        """Søkere i året ved t."""
        return self.vanlig(t) + self.ekstra(t)


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

    def overlevelse(self, x) -> np.ndarray:
        """Andelen som fortsatt bor der etter x år, når ingen venter."""
        x = np.maximum(np.asarray(x, float), 0)
        snitt = math.gamma(1 + 1 / self.form)
        return sum(
            andel * np.exp(-((x * snitt / (self.botid * lengde)) ** self.form))
            for andel, lengde in self.slag
        )


@dataclass(frozen=True)
class Forloep:
    """Alt som skjedde i én boligtype, én rad per søker i den rekkefølgen de kom. Boligene er
    nummerert fra 0."""

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
    3 og 10 år)."""

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


def lag(verden: Proeveverden, froe: int, nummer: int) -> Proevekommune:
    """Kommune `nummer` i denne verdenen. Det samme frøet gir den samme kommunen, like stor i alle
    verdener."""
    oppsett = np.random.default_rng([froe, nummer, 0])
    stoerrelse = math.exp(oppsett.uniform(math.log(0.35), math.log(2.4)))
    vekst = oppsett.normal(0.006, 0.008)
    feil = _feil([froe, nummer, 2])
    # Modellens tilfeldige tall følger navnet på poolen. Med de samme navnene ville alle kommuner
    # fått de samme.
    typer = [dataclasses.replace(t, navn=f"{t.navn} {nummer + 1}") for t in TYPER]
    sannheter = tuple(
        _sannhet(t, verden, stoerrelse, vekst, oppsett, [froe, nummer, 1, nr], feil)
        for nr, t in enumerate(typer)
    )
    dekning = oppsett.uniform(0.85, 1.20, len(TYPER))
    bestander = [_bestand(s, d) for s, d in zip(sannheter, dekning, strict=True)]
    prosjekter = _prosjekter(
        [t.navn for t in typer], [b.antall for b in bestander], oppsett
    )
    forloep = tuple(
        _simuler(
            s,
            b,
            verden,
            [p[1] for p in prosjekter if p[0] == s.navn for _ in range(p[2])],
            [froe, nummer, 3, nr],
        )
        for nr, (s, b) in enumerate(zip(sannheter, bestander, strict=True))
    )
    aar = np.arange(HORISONT + 1)
    hendelser = [_framtid(f) for f in forloep]
    return Proevekommune(
        verden.navn,
        tuple(s.navn for s in sannheter),
        _historikk(sannheter, forloep, verden, [froe, nummer, 4]),
        {s.navn: np.exp(s.kommer.vekst * aar) for s in sannheter},
        {s.navn: np.exp(s.kommer.vekst * (np.arange(FRA, 0) + 0.5)) for s in sannheter},
        np.exp(vekst * aar),
        prosjekter,
        *(np.array([h[i] for h in hendelser]) for i in range(3)),
        np.array(
            [
                [behov(s, f, t) for t in BEHOV_OM]
                for s, f in zip(sannheter, forloep, strict=True)
            ]
        ),
        sannheter,
        forloep,
    )


# ---------------------------------------------------------------------- hva som er sant


def _feil(froe: list[int]) -> np.ndarray:
    """Hvor mye framskrivingen bommer for hele kommunen, per år framover (log)."""
    steg = np.random.default_rng(froe).normal(
        0, SSB_AVVIK * math.sqrt(FELLES_DEL), HORISONT
    )
    return np.concatenate([[0.0], np.cumsum(steg)])


def _sannhet(
    type_: Type,
    verden: Proeveverden,
    stoerrelse: float,
    vekst: float,
    oppsett,
    froe: list[int],
    feil,
) -> Sannhet:
    soekere = type_.soekere * stoerrelse * oppsett.lognormal(0, 0.2)
    botid = type_.botid * oppsett.lognormal(0, 0.15)
    form = oppsett.uniform(0.7, 1.15)
    klargjoering = oppsett.uniform(25, 60) / 365.25 + verden.avslag * 6 * UKE
    gir_opp = 0.2 * oppsett.lognormal(0, 0.4)
    vekst = vekst + type_.vekst + oppsett.normal(0, 0.008)
    # Alt er trukket i alle verdener, også når det ikke brukes, så kommunene er de samme.
    tilfeldig = np.random.default_rng(froe)
    egen = np.concatenate(
        [
            [0.0],
            np.cumsum(
                tilfeldig.normal(0, SSB_AVVIK * math.sqrt(1 - FELLES_DEL), HORISONT)
            ),
        ]
    )
    nivaa = _nivaa(verden, tilfeldig)
    oker = tilfeldig.uniform(0, 1), tilfeldig.uniform(1.8, 3)
    sjokk = oker if verden.sjokk and type_.gruppe == FLYKTNING else None
    return Sannhet(
        type_.navn,
        type_.gruppe,
        Tilstroemming(soekere, vekst, feil + egen, nivaa, sjokk),
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
    vandring = np.concatenate([-np.cumsum(steg[:foer])[::-1], np.cumsum(steg[foer:])])
    return np.exp(
        vandring
        + tilfeldig.normal(0, 1, foer + etter) * verden.aarseffekt
        - verden.aarseffekt**2 / 2
    )


# ------------------------------------------------------------------ boligene som finnes


@dataclass(frozen=True)
class _Bestand:
    """Boligene ved starten, når nye ble ferdige, og når noen gikk ut av bruk."""

    foerst: int
    nye: list[float]
    uttak: list[float]

    @property
    def antall(self) -> int:
        """Boliger i dag."""
        return self.foerst + len(self.nye) - len(self.uttak)


def _bestand(sannhet: Sannhet, dekning: float) -> _Bestand:
    """Boligene når kommunen har bygd og lagt ned i takt med befolkningen.

    `dekning` er boligene delt på dem som ville vært i bruk uten kø.
    """
    tider = np.arange(VEKST_FRA, 0, 1 / 12)
    alder = np.linspace(0, INNKJOERING, 721)
    vekt = sannhet.overlevelse(alder - sannhet.klargjoering) * _trapes(alder)
    folk = np.exp(sannhet.kommer.vekst * np.maximum(tider[:, None] - alder, VEKST_FRA))
    boliger = np.maximum(
        np.rint(dekning * sannhet.kommer.soekere * (folk @ vekt)).astype(int), 1
    )
    endring = np.diff(boliger)
    return _Bestand(
        int(boliger[0]),
        np.repeat(tider[1:], np.maximum(endring, 0)).tolist(),
        np.repeat(tider[1:], np.maximum(-endring, 0)).tolist(),
    )


def _prosjekter(
    navn: list[str], boliger: list[int], tilfeldig
) -> tuple[tuple[str, float, int], ...]:
    """To vedtatte prosjekter de neste årene, i to av boligtypene, oftest de største."""
    hvilke = tilfeldig.choice(
        len(TYPER), 2, replace=False, p=np.array(boliger) / sum(boliger)
    )
    antall = np.maximum(
        np.rint(tilfeldig.uniform(0.015, 0.045, 2) * sum(boliger)), 2
    ).astype(int)
    return tuple(
        (navn[k], float(t), int(n))
        for k, t, n in zip(hvilke, tilfeldig.uniform(0.5, 2.5, 2), antall)
    )


# ------------------------------------------------------------------------ det som skjer


def _simuler(
    s: Sannhet,
    bestand: _Bestand,
    verden: Proeveverden,
    prosjekt: list[float],
    froe: list[int],
) -> Forloep:
    """Alt som skjer fra `START` til tre år fram i tid."""
    # Hver ting har sin egen rekke. Da skjer det samme i alle verdener helt til noe er annerledes.
    komme, flere, bli, slags, vente, klar, nei = (
        np.random.default_rng([*froe, i]) for i in range(7)
    )
    # Boligene står ikke tomme ved starten: de første er der alt.
    foerste = min(
        bestand.foerst,
        round(s.kommer.soekere * s.botid * math.exp(s.kommer.vekst * VEKST_FRA)),
    )
    kom = np.concatenate(
        [
            np.full(foerste, START),
            np.sort(
                np.concatenate(
                    [
                        _ankomster(s.kommer.vanlig, komme),
                        _ankomster(s.kommer.ekstra, flere),
                    ]
                )
            ),
        ]
    )
    n = kom.size
    skala = s.botid / math.gamma(1 + 1 / s.form)
    slag = np.searchsorted(
        np.cumsum([a for a, _ in s.slag])[:-1], slags.uniform(size=n), side="right"
    )
    botid = (
        skala
        * np.array([lengde for _, lengde in s.slag])[slag]
        * bli.weibull(s.form, n)
    )
    taalmodighet = vente.exponential(1 / s.gir_opp, n)
    avslag = (nei.uniform(size=n) < verden.avslag) * 6 * UKE
    # Noen boliger er klare på en uke, andre må pusses opp.
    klargjoering = (s.klargjoering - verden.avslag * 6 * UKE) * klar.gamma(
        3, 1 / 3, n
    ) + avslag
    fra = [START] * bestand.foerst + sorted([*bestand.nye, *prosjekt])
    fikk, bolig, ut, til = _del_ut(
        kom.tolist(),
        botid.tolist(),
        taalmodighet.tolist(),
        klargjoering.tolist(),
        fra,
        bestand.uttak,
        verden.press,
    )
    fikk, bolig, ut = np.array(fikk), np.array(bolig), np.array(ut)
    gikk = np.where(
        np.isnan(fikk) & (kom + taalmodighet <= FRAMTID), kom + taalmodighet, np.nan
    )
    return Forloep(
        kom,
        fikk,
        gikk,
        ut,
        bolig,
        _forlenget(fikk - kom, verden.press),
        np.array(fra),
        np.array(til),
    )


def _ankomster(rate, tilfeldig) -> np.ndarray:
    """Tilfeldige tider med `rate(t)` i året: trekk for mange, og la være å bruke noen."""
    hoeyest = 1.05 * float(rate(np.arange(START, FRAMTID, 1 / 24)).max())
    tider = np.sort(
        tilfeldig.uniform(
            START, FRAMTID, tilfeldig.poisson(hoeyest * (FRAMTID - START))
        )
    )
    return tider[tilfeldig.uniform(size=tider.size) * hoeyest < rate(tider)]


def _forlenget(ventet, press: float):
    """Hvor mye lenger den som har ventet så lenge, blir boende: det er like trangt utenfor."""
    return 1 + press * np.minimum(ventet, 1.0)


def _del_ut(kom, botid, taalmodighet, klargjoering, bolig_fra, uttak, press):
    """Den som har ventet lengst, får den boligen som har stått lengst tom. Én hendelse om gangen,
    tre år fram i tid."""
    mangler = math.nan
    fikk, ut, bolig = [mangler] * len(kom), [mangler] * len(kom), [-1] * len(kom)
    til = [mangler] * len(bolig_fra)
    blir_ledig = [(t, b) for b, t in enumerate(bolig_fra)]
    heapq.heapify(blir_ledig)
    koe: deque[int] = deque()
    ledige: deque[int] = deque()
    uttak = deque(sorted(uttak))
    neste, skal_ut = 0, 0
    while True:
        t_kom = kom[neste] if neste < len(kom) else math.inf
        t_ut = uttak[0] if uttak else math.inf
        t_ledig = blir_ledig[0][0] if blir_ledig else math.inf
        t = min(t_kom, t_ut, t_ledig)
        if t > FRAMTID:
            return fikk, bolig, ut, til
        if t == t_ut:
            uttak.popleft()
            skal_ut += 1
        elif t == t_ledig:
            ledige.append(heapq.heappop(blir_ledig)[1])
        else:
            koe.append(neste)
            neste += 1
        while skal_ut and ledige:
            til[ledige.popleft()] = t
            skal_ut -= 1
        while koe and ledige:
            n = koe.popleft()
            if kom[n] + taalmodighet[n] < t:
                continue  # Hun ga opp før det ble hennes tur.
            bolig[n], fikk[n] = ledige.popleft(), t
            ut[n] = t + botid[n] * (
                1 + press * min(t - kom[n], 1.0)
            )  # Som `_forlenget`, for ett tall.
            heapq.heappush(blir_ledig, (ut[n] + klargjoering[n], bolig[n]))


def _framtid(f: Forloep) -> tuple[list[int], list[int], list[int]]:
    """Søknader og tildelinger i hvert av de tre neste årene, og køen ved slutten av dem."""
    aar = range(FRAMTID)
    return (
        [int(((f.kom > a) & (f.kom <= a + 1)).sum()) for a in aar],
        [int(((f.fikk > a) & (f.fikk <= a + 1)).sum()) for a in aar],
        [int(i_koe(f, a + 1).sum()) for a in aar],
    )


def i_koe(f: Forloep | Historikk, t: float) -> np.ndarray:
    """Hvem som venter ved t."""
    return (f.kom <= t) & ~(f.fikk <= t) & ~(f.gikk <= t)


def bor(f: Forloep | Historikk, t: float) -> np.ndarray:
    """Hvem som har en bolig ved t."""
    return (f.fikk <= t) & ~(f.ut <= t)


# -------------------------------------------------------------------- det sanne behovet


def behov(s: Sannhet, f: Forloep, t: float) -> float:
    """Boligene som trengs ved t for at høyst en av ti skal vente mer enn 90 dager, regnet med de
    sanne tallene."""
    return noedvendig(i_bruk_uten_koe(s, f, t), s.botid + s.klargjoering)


def i_bruk_uten_koe(s: Sannhet, f: Forloep, t: float) -> float:
    """Boligene som ville vært i bruk ved t om de som venter, fikk bolig i dag og ingen ventet
    siden."""
    naa = bor(f, 0.0)
    alder, lengde = -f.fikk[naa], f.forlenget[naa]
    klar = s.klargjoering
    blir = s.overlevelse((alder + max(t - klar, 0)) / lengde) / s.overlevelse(
        alder / lengde
    )
    x = np.linspace(0, t, 40 * math.ceil(t) + 1)
    nye = (
        s.kommer.rate(np.minimum(x, HORISONT - 1e-9)) * s.overlevelse(t - x - klar)
    ) @ _trapes(x)
    return float(blir.sum() + i_koe(f, 0.0).sum() * s.overlevelse(t - klar) + nye)


def noedvendig(last: float, belegg: float) -> float:
    """Det minste antallet boliger med C(c, last) · exp(-(c - last) · frist / belegg) ≤ 0,10.

    `belegg` er årene en bolig er opptatt per husstand. Mellom to hele tall er det en rett linje i
    logaritmen."""
    if last <= 0:
        return 0.0
    # Erlang B regnes nedenfra; fra den følger Erlang C, sannsynligheten for å måtte vente.
    b, foer = 1.0, 0.0
    for c in range(1, 100_000):
        b = last * b / (c + last * b)
        naa = (
            0.0
            if c <= last
            else math.log(b / (1 - last / c * (1 - b))) - (c - last) * FRIST / belegg
        )
        if naa <= math.log(ANDEL_SENT):
            return c - 1 + (foer - math.log(ANDEL_SENT)) / (foer - naa)
        foer = naa
    raise ValueError(f"Lasten er for stor: {last}.")


def _trapes(x: np.ndarray) -> np.ndarray:
    """Vektene i trapesregelen for punkter med lik avstand."""
    vekt = np.full(x.size, x[1] - x[0])
    vekt[[0, -1]] /= 2
    return vekt


# ------------------------------------------------------------------- filen kommunen har


def _historikk(sannheter, forloep, verden: Proeveverden, froe: list[int]) -> Historikk:
    """Det som står i registrene i dag: bare det som ikke var over før de begynte, og ingenting fra
    framtiden."""
    deler, boliger, nummer, husstander = [], [], 0, 0
    for s, f in zip(sannheter, forloep, strict=True):
        slutt = np.where(np.isnan(f.fikk), f.gikk, f.ut)
        hvor = (f.kom <= 0) & ~(slutt < FRA)
        naa = [
            np.where(tid[hvor] <= 0, tid[hvor], np.nan)
            for tid in (f.fikk, f.gikk, f.ut)
        ]
        bolig = np.where(np.isnan(naa[0]), -1, f.bolig[hvor] + nummer)
        antall = int(hvor.sum())
        deler.append(
            [
                np.full(antall, s.navn),
                np.full(antall, s.gruppe),
                np.arange(antall) + husstander,
                f.kom[hvor],
                *naa,
                bolig,
            ]
        )
        boliger += [
            BoligIBruk(nummer + b, s.navn, fra, til if til <= 0 else math.nan)
            for b, (fra, til) in enumerate(
                zip(f.bolig_fra.tolist(), f.bolig_til.tolist(), strict=True)
            )
            if fra <= 0 and not til < FRA
        ]
        nummer, husstander = nummer + f.bolig_fra.size, husstander + antall
    kolonner = [np.concatenate(k) for k in zip(*deler, strict=True)]
    return _med_feil(
        Historikk(*kolonner, FRA, tuple(boliger)), verden, np.random.default_rng(froe)
    )


def _med_feil(h: Historikk, verden: Proeveverden, tilfeldig) -> Historikk:
    """Filen slik den blir når noen utflyttinger ikke er ført og noen søknader er ført to ganger."""
    ut = np.where(
        tilfeldig.uniform(size=h.ut.size) < verden.uten_utflytting, np.nan, h.ut
    )
    to_ganger = np.flatnonzero(
        (tilfeldig.uniform(size=h.kom.size) < verden.dobbelt) & (h.kom >= FRA)
    )
    # Søknad nummer to kommer innen to måneder, mens den første er åpen, og lukkes samtidig med den.
    avgjort = np.where(np.isnan(h.fikk), h.gikk, h.fikk)[to_ganger]
    lengst = np.fmin(np.fmin(avgjort, 0.0) - h.kom[to_ganger], 60 / 365.25)
    kom = h.kom[to_ganger] + lengst * tilfeldig.uniform(size=to_ganger.size)
    ingen = np.full(to_ganger.size, np.nan)
    nye = (
        h.pool[to_ganger],
        h.gruppe[to_ganger],
        h.husstand[to_ganger],
        kom,
        ingen,
        avgjort,
        ingen,
        np.full(to_ganger.size, -1),
    )
    gamle = (h.pool, h.gruppe, h.husstand, h.kom, h.fikk, h.gikk, ut, h.bolig)
    return Historikk(
        *(np.concatenate([g, n]) for g, n in zip(gamle, nye, strict=True)),
        h.fra,
        h.boliger,
    )
