"""Kommuner der mer enn én ting er bygd annerledes enn modellen antar: hvem som går foran i køen, hvem
som lar være å søke, og hva som står i registrene. De er spilt hendelse for hendelse, i en simulering
for seg.

kull          flyktningene kommer noen husstander om gangen, etter en kvote som endrer seg, og går
              foran barnefamilier, som går foran andre i de samme boligene
stengt        leiekontrakten er på tre år, færre søker når køen er lang, listen er stengt når den er
              svært lang, og noen av de ledige boligene går til dem som alt bor der
ombygging     eldre blir boende til de dør, en del boliger står tomme i åtte måneder annethvert år,
              og kommunen er slått sammen: den andres avsluttede saker er ikke i filen
sammenslaatt  det samme, men registrene regnes å begynne da kommunen ble slått sammen

Tallene er valgt, ikke målt.
"""

import dataclasses
import heapq
import math
from dataclasses import dataclass

import numpy as np

from boligdata.behov.backtest import verdener
from boligdata.behov.backtest.verdener import (
    BEHOV_OM,
    FLYKTNING,
    FRA,
    FRAMTID,
    HORISONT,
    INGEN_TILTAK,
    START,
    Forloep,
    Poolbestand,
    Proevekommune,
    Proevetiltak,
    Sannhet,
    Tilstroemming,
    Type,
)
from boligdata.behov.historikk import BoligIBruk, Historikk

ORDINAER = "Ordinær bolig"
# I «kull» deler tre målgrupper de ordinære boligene. Den første i lista går foran.
I_KULL = (
    Type(ORDINAER, FLYKTNING, 18, 2.4, 0.0),
    Type(ORDINAER, "vanskeligstilt familie", 12, 4.2, 0.0),
    Type(ORDINAER, "rus og psykisk helse", 20, 2.8, 0.0),
    *verdener.TYPER[3:],
)
# Så mange husstander kommer i hvert kull, i snitt. Kvoten henger igjen fra år til år.
KULL, TREGHET, KVOTESTEG, SESONG = 3.0, 0.6, 0.25, 0.5
# Kontrakten slutter etter så mange år, og andelen som flytter da. Resten flytter i løpet av den
# første.
KONTRAKT = ((3.0, 0.4), (6.0, 0.2), (9.0, 0.1))
AVSKREKKET, STENGT_VED, BYTTER = 2.0, 0.30, 0.15
# Eldre flytter inn når de er så gamle, og risikoen for å dø øker så mye for hvert år de blir eldre.
INNFLYTTINGSALDER, ALDERSSPREDNING, DOEDELIGHET = 82.0, 6.0, 0.10
# Så stor del av boligene bygges om annethvert år, og så lenge står hver av dem tom.
OMBYGD, OMBYGGINGSTID = 0.10, 8 / 12
SLAATT_SAMMEN, DEN_ANDRE = -3.3, 0.35


@dataclass(frozen=True)
class Egenverden:
    """Hva som er annerledes enn modellen antar. Se toppen av modulen."""

    navn: str
    kull: bool = False
    stengt: bool = False
    ombygging: bool = False
    fra: float = FRA


VERDENER = {
    verden.navn: verden
    for verden in (
        Egenverden("kull", kull=True),
        Egenverden("stengt", stengt=True),
        Egenverden("ombygging", ombygging=True),
        Egenverden("sammenslaatt", ombygging=True, fra=SLAATT_SAMMEN),
    )
}


# ------------------------------------------------------------------ hvor lenge de blir


class Leietakere(Sannhet):
    """De sanne tallene for én målgruppe i en boligtype, med Weibull-botid."""

    def trekk(self, antall: int, tilfeldig: np.random.Generator) -> np.ndarray:
        """Botidene til så mange, i år."""
        return self.skala * tilfeldig.weibull(self.form, antall)


class PaaKontrakt(Leietakere):
    """De flytter når kontrakten er ute, eller før den første er det."""

    def overlevelse(self, tid) -> np.ndarray:
        """Andelen som fortsatt bor der etter så mange år."""
        tid = np.maximum(np.asarray(tid, float), 0)
        tidlig = 1 - sum(andel for _, andel in KONTRAKT)
        bor = tidlig * np.clip(1 - tid / KONTRAKT[0][0], 0, 1)
        return bor + sum(andel * (tid < slutt) for slutt, andel in KONTRAKT)

    def trekk(self, antall: int, tilfeldig: np.random.Generator) -> np.ndarray:
        """Botidene til så mange, i år."""
        slutt, andeler = map(np.array, zip(*KONTRAKT))
        valgt = np.searchsorted(np.cumsum(andeler), tilfeldig.uniform(size=antall))
        tidlig = tilfeldig.uniform(0, slutt[0], antall)
        return np.where(valgt < slutt.size, slutt[np.minimum(valgt, 2)], tidlig)


class Eldre(Leietakere):
    """De blir til de dør. Gompertz: risikoen er h·exp(b·år) ved innflyttingen, der h følger alderen."""

    def _risiko(self, avvik) -> np.ndarray:
        # Med 1/botid · 0,6 i snittalderen er snittet av årene nær den botiden typen skal ha.
        return 0.6 / self.botid * np.exp(DOEDELIGHET * avvik)

    def overlevelse(self, tid) -> np.ndarray:
        """Andelen som fortsatt bor der etter så mange år, i snitt over alderen ved innflyttingen."""
        tid = np.maximum(np.asarray(tid, float), 0)
        punkter, vekter = np.polynomial.hermite_e.hermegauss(9)
        samlet = np.expm1(DOEDELIGHET * tid) / DOEDELIGHET
        lever = np.exp(-self._risiko(ALDERSSPREDNING * punkter) * samlet[..., None])
        return lever @ (vekter / vekter.sum())

    def trekk(self, antall: int, tilfeldig: np.random.Generator) -> np.ndarray:
        """Botidene til så mange, i år."""
        risiko = self._risiko(tilfeldig.normal(0, ALDERSSPREDNING, antall))
        trukket = tilfeldig.exponential(size=antall)
        return np.log1p(DOEDELIGHET * trukket / risiko) / DOEDELIGHET


def _gjennomsnitt(leietakere: Leietakere) -> float:
    tider = np.linspace(0, 80, 8001)
    return float(leietakere.overlevelse(tider) @ verdener.trapes(tider))


# -------------------------------------------------------------------------- kommunen


@dataclass(frozen=True, eq=False)
class _Pool:
    """En boligtype: målgruppene i den, den første foran i køen, boligene, og hvor stor del av dem
    som står tomme etter en leietaker fordi de bygges om.
    """

    navn: str
    leietakere: tuple[Leietakere, ...]
    bestand: Poolbestand
    ombygges: float


def lag(
    verden: Egenverden, froe: int, nummer: int, tiltak: Proevetiltak = INGEN_TILTAK
) -> Proevekommune:
    """Kommune `nummer` i denne verdenen, som `verdener.lag`."""
    oppsett = verdener.lag_oppsett(verdener.VERDENER["som_antatt"], froe, nummer)
    pooler = _poolene(verden, oppsett, [froe, nummer])
    typer = tuple(pool.navn for pool in pooler)
    prosjekter = verdener.lag_prosjekter(
        typer, [pool.bestand for pool in pooler], oppsett.tilfeldig
    )
    spill = [
        _Spill(verden, pool, prosjekter, tiltak, [froe, nummer, 13, nr])
        for nr, pool in enumerate(pooler)
    ]
    aar = np.arange(HORISONT + 1)
    alle = [et_spill.forloep() for et_spill in spill]
    framover = zip(*(verdener.det_som_kommer(forloep) for forloep in alle))
    soeknader, tildelinger, koe = (np.array(tall) for tall in framover)
    return Proevekommune(
        verden.navn,
        typer,
        _historikk(verden, spill, np.random.default_rng([froe, nummer, 14])),
        _drivere(pooler, aar),
        _drivere(pooler, np.arange(math.ceil(verden.fra), 0) + 0.5),
        np.exp(oppsett.vekst * aar),
        prosjekter,
        soeknader,
        tildelinger,
        koe,
        np.array([[et_spill.behov(tid) for tid in BEHOV_OM] for et_spill in spill]),
        tuple(pool.leietakere[0] for pool in pooler),
        tuple(alle),
    )


def _drivere(pooler, aar: np.ndarray) -> dict[str, np.ndarray]:
    """Folketallet i målgruppene i hver pool, veid med hvor mange som søker."""

    def driver(pool: _Pool) -> np.ndarray:
        soekere = np.array([en.kommer.soekere for en in pool.leietakere])
        vokst = [np.exp(en.kommer.vekst * aar) for en in pool.leietakere]
        return soekere / soekere.sum() @ np.array(vokst)

    return {pool.navn: driver(pool) for pool in pooler}


def _poolene(
    verden: Egenverden, oppsett: verdener.Kommuneoppsett, froe: list[int]
) -> list[_Pool]:
    typene = I_KULL if verden.kull else verdener.TYPER
    etter_navn: dict[str, list[Leietakere]] = {}
    for nr, type_ in enumerate(typene):
        leietakere = _leietakere(verden, type_, oppsett, [*froe, 11, nr])
        etter_navn.setdefault(type_.navn, []).append(leietakere)
    dekninger = oppsett.tilfeldig.uniform(0.85, 1.20, len(etter_navn))
    pooler = []
    for (navn, leietakere), dekning in zip(etter_navn.items(), dekninger):
        bestand = verdener.lag_bestand(leietakere, dekning)
        belegg = np.mean([en.botid + en.klargjoering for en in leietakere])
        # Boligene kan bare bygges om når noen flytter ut.
        ombygges = min(OMBYGD * belegg, 1.0) if verden.ombygging else 0.0
        pooler.append(
            _Pool(f"{navn} {froe[1] + 1}", tuple(leietakere), bestand, ombygges)
        )
    return pooler


def _leietakere(
    verden: Egenverden, type_: Type, oppsett: verdener.Kommuneoppsett, froe: list[int]
) -> Leietakere:
    felles = oppsett.tilfeldig
    soekere = type_.soekere * oppsett.stoerrelse * felles.lognormal(0, 0.2)
    botid, form = type_.botid * felles.lognormal(0, 0.15), felles.uniform(0.7, 1.15)
    klargjoering = felles.uniform(25, 60) / 365.25
    gir_opp = 0.2 * felles.lognormal(0, 0.4)
    vekst = oppsett.vekst + type_.vekst + felles.normal(0, 0.008)
    tilfeldig = np.random.default_rng(froe)
    feil = oppsett.feil + verdener.framskrivingsfeil(tilfeldig, 1 - verdener.FELLES_DEL)
    kvote = verden.kull and type_.gruppe == FLYKTNING
    nivaa = _kvotene(tilfeldig, KVOTESTEG if kvote else 0.0)
    slag = Leietakere
    if verden.stengt and type_.gruppe != "eldre" and type_.botid < 6:
        slag = PaaKontrakt
    elif verden.ombygging and type_.gruppe == "eldre":
        slag = Eldre
    leietakere = slag(
        type_.navn,
        type_.gruppe,
        Tilstroemming(soekere, vekst, feil, nivaa, None),
        form,
        botid,
        verdener.ETT_SLAG,
        klargjoering,
        gir_opp,
    )
    return dataclasses.replace(leietakere, botid=_gjennomsnitt(leietakere))


def _kvotene(tilfeldig: np.random.Generator, steg: float) -> np.ndarray:
    """Nivået hvert år mot i dag, fra `VEKST_FRA` til horisonten, når hvert år henger igjen i det
    neste.
    """
    foer = int(-verdener.VEKST_FRA)
    log_nivaa = np.zeros(foer + HORISONT)
    stoet = tilfeldig.normal(0, steg, log_nivaa.size)
    for aar in range(1, log_nivaa.size):
        log_nivaa[aar] = TREGHET * log_nivaa[aar - 1] + stoet[aar]
    # Nivået i dag er 1, men det er det vanlige nivået årene går tilbake til.
    return np.exp(log_nivaa)


# ------------------------------------------------------------------------ det som skjer


class _Spill:
    """Én boligtype spilt fra `START` til tre år fram i tid.

    Etterpå har `fikk`, `gikk`, `ut` og `boliger` det som skjedde med hver søker: `boliger` er når
    hun flyttet inn i hver bolig hun har hatt.
    """

    def __init__(self, verden, pool: _Pool, prosjekter, tiltak: Proevetiltak, froe):
        self.verden, self.pool, self.tiltak = verden, pool, tiltak
        komme, bli, soekte, hendelser = (
            np.random.default_rng([*froe, nr]) for nr in range(4)
        )
        self.kom, self.gruppe = self._soekere(komme)
        antall = self.kom.size
        self.botid, self.taalmodighet, self.klargjoering = np.zeros((3, antall))
        for nr, leietakere in enumerate(pool.leietakere):
            egne = self.gruppe == nr
            mange = int(egne.sum())
            klar = leietakere.klargjoering * bli.gamma(3, 1 / 3, mange)
            self.klargjoering[egne] = klar
            self.taalmodighet[egne] = bli.exponential(1 / leietakere.gir_opp, mange)
            self.botid[egne] = leietakere.trekk(mange, bli)
        self.lykke = hendelser.uniform(size=(antall, 3))
        # Alt er trukket for alle, så det samme skjer med de samme søkerne hva kommunen enn gjør.
        soeker = tiltak.soeker(self.kom, soekte)
        for felt in ("kom", "gruppe", "botid", "taalmodighet", "klargjoering", "lykke"):
            setattr(self, felt, getattr(self, felt)[soeker])
        antall = self.kom.size
        self.bolig_fra = pool.bestand.bolig_fra(prosjekter, pool.navn, tiltak)
        self.bolig_til = [math.nan] * len(self.bolig_fra)
        self.fikk, self.gikk, self.ut = np.full((3, antall), np.nan)
        self.soekte = np.ones(antall, bool)
        self.boliger: list[list[tuple[float, int]]] = [[] for _ in range(antall)]
        self._spill()

    def _soekere(self, komme) -> tuple[np.ndarray, np.ndarray]:
        """Når hver søker kommer, stigende, og målgruppen hun hører til."""
        tider, grupper = [], []
        boliger = self.pool.bestand.foerst
        for nr, leietakere in enumerate(self.pool.leietakere):
            kommer = leietakere.kommer
            foerst = kommer.soekere * leietakere.botid
            foerst *= math.exp(kommer.vekst * verdener.VEKST_FRA)
            foerst = min(round(foerst), boliger)
            boliger -= foerst
            if self.verden.kull and leietakere.gruppe == FLYKTNING:
                nye = self._i_kull(kommer, komme)
            else:
                nye = verdener.tilfeldige_tider(kommer.rate, komme)
            tider += [np.full(foerst, START), nye]
            grupper.append(np.full(foerst + nye.size, nr))
        tid, gruppe = np.concatenate(tider), np.concatenate(grupper)
        rekke = np.argsort(tid, kind="stable")
        return tid[rekke], gruppe[rekke]

    @staticmethod
    def _i_kull(kommer: Tilstroemming, komme) -> np.ndarray:
        def kull(tid) -> np.ndarray:
            sesong = 1 + SESONG * np.sin(2 * math.pi * np.asarray(tid))
            return kommer.rate(tid) * sesong / KULL

        ankomst = verdener.tilfeldige_tider(kull, komme)
        return np.repeat(ankomst, 1 + komme.poisson(KULL - 1, ankomst.size))

    def _spill(self) -> None:
        self._koe: list[tuple[int, int]] = []
        self._ledige: list[tuple[float, int]] = []
        # Leietakeren i hver bolig, og boligene etter når de blir ledige: er leietakeren byttet,
        # gjelder ikke tiden lenger.
        self._leietaker = [-1] * len(self.bolig_fra)
        self._blir_ledig = [(tid, nr, -1) for nr, tid in enumerate(self.bolig_fra)]
        heapq.heapify(self._blir_ledig)
        uttak, skal_ut = sorted(self.pool.bestand.uttak, reverse=True), 0
        for soeker in [*range(self.kom.size), None]:
            slutt = FRAMTID if soeker is None else self.kom[soeker]
            while True:
                neste_uttak = uttak[-1] if uttak else math.inf
                neste_ledig = self._blir_ledig[0][0] if self._blir_ledig else math.inf
                tid = min(neste_uttak, neste_ledig)
                if tid > slutt:
                    break
                if neste_uttak <= neste_ledig:
                    uttak.pop()
                    skal_ut += 1
                else:
                    self._bolig_ledig()
                while skal_ut and self._ledige:
                    self.bolig_til[heapq.heappop(self._ledige)[1]] = tid
                    skal_ut -= 1
                self._del_ut(tid)
            if soeker is not None:
                self._meld(soeker)

    def _bolig_ledig(self) -> None:
        tid, bolig, leietaker = heapq.heappop(self._blir_ledig)
        if self._leietaker[bolig] == leietaker:
            self._leietaker[bolig] = -1
            heapq.heappush(self._ledige, (tid, bolig))

    def _meld(self, soeker: int) -> None:
        tid = self.kom[soeker]
        if self.verden.stengt and tid > START:
            koe = sum(self._venter(nr, tid) for _, nr in self._koe)
            boliger = max(self.pool.bestand.antall, 1)
            avskrekket = self.lykke[soeker, 0] > math.exp(-AVSKREKKET * koe / boliger)
            if avskrekket or koe >= STENGT_VED * boliger:
                self.soekte[soeker] = False
                return
        heapq.heappush(self._koe, (int(self.gruppe[soeker]), soeker))
        self._del_ut(tid)

    def _del_ut(self, tid: float) -> None:
        while self._koe and self._ledige:
            _, soeker = heapq.heappop(self._koe)
            if not self._venter(soeker, tid):
                continue
            _, bolig = heapq.heappop(self._ledige)
            if self.verden.stengt and self.lykke[soeker, 1] < BYTTER:
                bolig = self._bytt(bolig, tid, self.lykke[soeker, 2])
                if bolig is None:
                    # Boligen den som byttet kom fra, skal klargjøres først.
                    heapq.heappush(self._koe, (int(self.gruppe[soeker]), soeker))
                    self.lykke[soeker, 1] = 1.0
                    continue
            self.fikk[soeker], self.ut[soeker] = tid, tid + self.botid[soeker]
            self._inn(soeker, bolig, tid)

    def _venter(self, soeker: int, tid: float) -> bool:
        return self.kom[soeker] + self.taalmodighet[soeker] >= tid

    def _bytt(self, ledig: int, tid: float, lykke: float) -> int | None:
        """En av dem som bor der, flytter til den ledige boligen, og boligen hennes skal klargjøres.
        Gir den ledige boligen når ingen bytter.
        """
        bebodd = [nr for nr, hvem in enumerate(self._leietaker) if hvem >= 0]
        bebodd = [nr for nr in bebodd if self.ut[self._leietaker[nr]] > tid]
        if not bebodd:
            return ledig
        fra = bebodd[int(lykke * len(bebodd))]
        leietaker = self._leietaker[fra]
        self._leietaker[fra] = -1
        klar = tid + self.klargjoering[leietaker] * self._raskere(tid)
        heapq.heappush(self._blir_ledig, (klar, fra, -1))
        self._inn(leietaker, ledig, tid)
        return None

    def _inn(self, soeker: int, bolig: int, tid: float) -> None:
        self.boliger[soeker].append((tid, bolig))
        self._leietaker[bolig] = soeker
        ut = self.ut[soeker]
        klar = ut + self.klargjoering[soeker] * self._raskere(ut)
        bygges_om = self.lykke[soeker, 0] < self.pool.ombygges
        if bygges_om and math.floor(ut) % 2 == 0:
            klar += OMBYGGINGSTID
        heapq.heappush(self._blir_ledig, (klar, bolig, soeker))

    def _raskere(self, tid: float) -> float:
        return 1 + self.tiltak.klargjoering * (tid > 0)

    def forloep(self) -> Forloep:
        """Det som skjedde, med én rad for hver som søkte."""
        ga_opp = self.kom + self.taalmodighet
        gikk = np.where(np.isnan(self.fikk) & (ga_opp <= FRAMTID), ga_opp, np.nan)
        boliger = [hatt[-1][1] if hatt else -1 for hatt in self.boliger]
        hvem = self.soekte
        return Forloep(
            self.kom[hvem],
            self.fikk[hvem],
            gikk[hvem],
            self.ut[hvem],
            np.array(boliger)[hvem],
            np.ones(int(hvem.sum())),
            np.array(self.bolig_fra),
            np.array(self.bolig_til),
        )

    def behov(self, tid: float) -> float:
        """Boligene som trengs ved tiden, regnet med de sanne tallene: alle som ville søkt om listen
        var åpen, og boligene som står tomme fordi de bygges om.
        """
        forloep, hvem = self.forloep(), self.gruppe[self.soekte]
        last = belegg = soekere = gir_opp = 0.0
        # Halvparten av årene bygges det om.
        ute = self.pool.ombygges * OMBYGGINGSTID / 2
        for nr, leietakere in enumerate(self.pool.leietakere):
            egne = dataclasses.replace(
                forloep,
                **{
                    felt: getattr(forloep, felt)[hvem == nr]
                    for felt in ("kom", "fikk", "gikk", "ut", "bolig", "forlenget")
                },
            )
            med_ombygging = dataclasses.replace(
                leietakere, klargjoering=leietakere.klargjoering + ute
            )
            last += verdener.i_bruk_uten_koe(med_ombygging, egne, tid)
            vekt = leietakere.kommer.soekere
            belegg += vekt * (med_ombygging.botid + med_ombygging.klargjoering)
            gir_opp += vekt * leietakere.gir_opp
            soekere += vekt
        return verdener.noedvendig(last, belegg / soekere, gir_opp / soekere)


# ------------------------------------------------------------------- filen kommunen har


def _historikk(verden: Egenverden, spill: list[_Spill], tilfeldig) -> Historikk:
    """Det som står i registrene i dag, én rad for hver bolig noen har hatt, og for hver som venter
    eller ga opp.
    """
    rader, boliger, foerste_bolig, husstand = [], [], 0, 0
    for et_spill in spill:
        egne, husstand = _rader(et_spill, foerste_bolig, husstand)
        rader += egne
        boliger += _boliger(et_spill, foerste_bolig)
        # Boligene som ikke er ferdige, har ingen nummer, så filen er den samme hva som enn bygges.
        foerste_bolig += sum(fra <= 0 for fra in et_spill.bolig_fra)
    kolonner = [np.array(kolonne) for kolonne in zip(*rader)]
    historikk = Historikk(*kolonner, verden.fra, tuple(boliger))
    slutt = np.where(np.isnan(historikk.fikk), historikk.gikk, historikk.ut)
    i_filen = ~(slutt < verden.fra)
    if verden.ombygging:
        # Hver bolig, og hver som aldri fikk noen, hørte til den ene eller den andre kommunen.
        boligens = tilfeldig.uniform(size=foerste_bolig + 1)[historikk.bolig]
        sakens = tilfeldig.uniform(size=slutt.size)
        den_andres = np.where(historikk.bolig < 0, sakens, boligens) < DEN_ANDRE
        i_filen &= ~(den_andres & (slutt < SLAATT_SAMMEN))
    return historikk.velg(i_filen)


def _rader(et_spill: _Spill, foerste_bolig: int, husstand: int) -> tuple[list, int]:
    rader = []

    def kjent(tid: float) -> float:
        return tid if tid <= 0 else math.nan

    for soeker in np.flatnonzero(et_spill.soekte & (et_spill.kom <= 0)).tolist():
        gruppe = et_spill.pool.leietakere[et_spill.gruppe[soeker]].gruppe
        hvem = et_spill.pool.navn, gruppe, husstand
        kom = float(et_spill.kom[soeker])
        hatt = [(inn, bolig) for inn, bolig in et_spill.boliger[soeker] if inn <= 0]
        husstand += 1
        if not hatt:
            ga_opp = kom + float(et_spill.taalmodighet[soeker])
            # Den som får bolig senere, venter fortsatt.
            gikk = math.nan if np.isfinite(et_spill.fikk[soeker]) else kjent(ga_opp)
            rader.append((*hvem, kom, math.nan, gikk, math.nan, -1))
        ut = kjent(float(et_spill.ut[soeker]))
        flyttet = [*(inn for inn, _ in hatt[1:]), ut]
        for nr, ((inn, bolig), ut) in enumerate(zip(hatt, flyttet)):
            meldt = inn if nr else kom
            rader.append((*hvem, meldt, inn, math.nan, ut, foerste_bolig + bolig))
    return rader, husstand


def _boliger(et_spill: _Spill, foerste: int) -> list[BoligIBruk]:
    perioder = zip(et_spill.bolig_fra, et_spill.bolig_til, strict=True)
    return [
        BoligIBruk(foerste + nr, et_spill.pool.navn, fra, til if til <= 0 else math.nan)
        for nr, (fra, til) in enumerate(perioder)
        if fra <= 0 and not til < et_spill.verden.fra
    ]
