"""Vernet av det som er anslått, så ingen kan regne seg tilbake til en husstand.

de som venter           de tallene som alt er publisert, med avrundingen de har
de som bor der          anslått av bare det som er publisert (`leietakere.py`)
søkere                  per år, rundet av så grovt at om lag fem ulike antall gir det samme tallet
utflyttinger            ikke skrevet: de følger av leietakerne og botiden
hva som anslås for seg  avgjort av tallene som er publisert
usikkerhet og drift     regnet av det avrundede tallet, så de ikke sier hva det eksakte er
botid                   to tall for fordelingen, og kurven i steg på fem prosentpoeng
kjente brukere          hvor mange som ventes i alle årene til sammen, rundet som søkerne. Når hver
                        av dem ventes, er ikke skrevet, og heller ikke at noen få gjør det
trenger tilpasset       én andel for alle de ordinære boligtypene, av antall som er rundet som søkerne
tid mellom leietakere   snittet av minst ti skifter, i halve måneder, og det samme for boliger ute av
                        drift
hvor lenge dagens leietakere har bodd der
                        snittet i grupper på minst ti (mikroaggregering), i hele måneder
"""

import functools
import hashlib
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from boligdata.behov import estimat
from boligdata.behov.botid import Botid
from boligdata.behov.grunnlag import Pool, Registeravvik, Stroem
from boligdata.bygg import levetid
from boligdata.bygg.behovsgrunnlag import leietakere
from boligdata.bygg.behovsgrunnlag.leietakere import Leietall
from boligdata.bygg.behovsgrunnlag.publisert import Publisert, Vist
from boligdata.felles.enheter import VIST_PROSENT
from boligdata.felles.stoersterest import hele

MINSTE_GRUPPE, FLESTE_GRUPPER = 10, 12
MINSTE_ANDEL = 20
BASIS = 5
# Så grovt rundes forholdet mellom usikkerheten og roten av antallet.
TRINN_USIKKERHET, TRINN_DRIFT = 0.1, 0.05
KURVE_TIL = 15
# Så mye kan én husstand alene flytte kurven før den ikke lenger sier noe om gruppen.
STOERSTE_VEKT = 0.10
# Botiden er anslått av de eksakte historiene. Stegene er så grove at én husstand sjelden flytter
# noe.
STEG_BOTID, STEG_KURVE = 0.05, 0.05
# Aldersgruppene til søkerne, og den yngste i hver av dem.
ALDER, YNGST = ("0_66", "67_79", "80"), (0, 67, 80)


@dataclass(frozen=True)
class Anslagsvern:
    """Vernet av anslagene for én dato: de publiserte tallene de må stemme med, alle poolene, hvor
    grove steg tallene per år får, og nøkkelen rutenettet følger.
    """

    publisert: Publisert
    pooler: tuple[Pool, ...]
    steg: float
    noekkel: bytes

    def pool(self, pool: Pool) -> dict:
        """Raden om poolen slik den kan publiseres."""
        tid, usikkerhet, ute = klargjoering(pool, self.pooler, self.noekkel)
        return {
            "pool": pool.pool,
            "boligtyper": list(pool.boligtyper),
            "boliger": pool.boliger,
            "klargjoering": tid,
            "klargjoering_usikkerhet": usikkerhet,
            "ute_av_drift": ute,
            "avgang": max(round(pool.avgang, 1), 0.05),
            "avgang_usikkerhet": round(pool.avgang_usikkerhet, 1),
        }

    def stroem(self, stroem: Stroem, pool: Pool) -> dict:
        """Raden om strømmen slik den kan publiseres. Usikkerheten i avrundingen er lagt til."""
        soekere, usikkerhet, drift = self._tilgang(stroem, pool)
        botiden = _botid(stroem.botid)
        vist, venter = (
            self._vist(kube, stroem, pool) for kube in ("leieforhold", "venteliste")
        )
        bor = self._leietakerne[pool.pool][stroem.gruppe]
        avrunding = max(vist.avvik, venter.avvik)
        if vist.antall + venter.antall <= avrunding:
            # Avrundingen kan være hele tallet.
            avrunding = max(avrunding, bor + venter.antall)
        return {
            "pool": pool.pool,
            "gruppe": stroem.gruppe,
            "grupper": self._grupper(stroem, pool),
            "soekere": soekere,
            "usikkerhet": usikkerhet,
            "drift": drift,
            "log_form": botiden.log_form,
            "log_skala": botiden.log_skala,
            **dict(zip(("kov_form", "kov", "kov_skala"), botiden.kovarians)),
            "leietakere": bor,
            "koe": venter.antall,
            "avrunding": avrunding,
            "bodd": mikroaggregert(np.array(stroem.bodd), bor - avrunding),
        }

    def _tilgang(self, stroem: Stroem, pool: Pool) -> tuple[float, float, float]:
        return self._tilgangene[pool.pool][stroem.gruppe]

    @functools.cached_property
    def _tilgangene(self) -> dict[str, dict[str, tuple[float, float, float]]]:
        return {
            pool.pool: tilgang(pool.stroemmer, self.steg, self.noekkel, pool.pool)
            for pool in self.pooler
        }

    def _vist(self, kube: str, stroem: Stroem, pool: Pool) -> Vist:
        alle = stroem.gruppe == estimat.ALLE
        grupper = None if alle else self._grupper(stroem, pool)
        return self.publisert.antall(kube, pool.boligtyper, grupper)

    def _grupper(self, stroem: Stroem, pool: Pool) -> list[str]:
        return [
            gruppe
            for gruppe in self.publisert.maalgrupper
            if _er_i_stroemmen(gruppe, stroem, pool)
        ]

    @functools.cached_property
    def _leietakerne(self) -> dict[str, dict[str, float]]:
        """Hvor mange leietakere det trolig er i hver strøm i hver pool, av det som er publisert."""
        boliger = [pool.boliger for pool in self.pooler]
        i_poolene = leietakere.stemt_av(
            [self._i_poolen(pool) for pool in self.pooler], self._i_alt, boliger
        )
        return {
            pool.pool: self._i_stroemmene(pool, antall)
            for pool, antall in zip(self.pooler, _hele(i_poolene))
        }

    @property
    def _i_alt(self) -> Leietall:
        """Tallet for hele kommunen, uten dem som bor i en boligtype ingen pool har."""
        typene = {typen for pool in self.pooler for typen in pool.boligtyper}
        vist = self.publisert.i_typene("leieforhold", typene)
        return Leietall(vist.antall, vist.feil**2)

    def _i_poolen(self, pool: Pool) -> Leietall:
        vist = self.publisert.antall("leieforhold", pool.boligtyper, None)
        ventet = sum(self._ventet(stroem, pool) for stroem in pool.stroemmer)
        return leietakere.trolig(vist, ventet, pool.boliger)

    def _i_stroemmene(self, pool: Pool, antall: float) -> dict[str, float]:
        anslagene = [
            leietakere.trolig(
                self._vist("leieforhold", stroem, pool),
                self._ventet(stroem, pool),
                pool.boliger,
            )
            for stroem in pool.stroemmer
        ]
        plass = [pool.boliger] * len(anslagene)
        avstemt = leietakere.stemt_av(anslagene, Leietall(antall, 0.0), plass)
        return {
            stroem.gruppe: float(bor)
            for stroem, bor in zip(pool.stroemmer, _hele(avstemt))
        }

    def _ventet(self, stroem: Stroem, pool: Pool) -> float:
        """Så mange bor der når søkerne kommer og blir boende slik de gjør, av de avrundede tallene."""
        soekere, _, _ = self._tilgang(stroem, pool)
        return soekere * _botid(stroem.botid).gjennomsnitt


def _hele(husstander: np.ndarray) -> list[int]:
    """Hele husstander, som til sammen er like mange."""
    return hele(husstander, round(float(husstander.sum())))


def _er_i_stroemmen(maalgruppe: str, stroem: Stroem, pool: Pool) -> bool:
    navngitte = {annen.gruppe for annen in pool.stroemmer}
    return (
        stroem.gruppe == estimat.ALLE
        or maalgruppe == stroem.gruppe
        or (stroem.gruppe == estimat.ANDRE and maalgruppe not in navngitte)
    )


def klargjoering(
    pool: Pool, pooler: tuple[Pool, ...], noekkel: bytes
) -> tuple[float, float, float]:
    """Tiden mellom leietakere (år), den relative usikkerheten, og tiden boligene i tillegg er ute av
    drift, i hele halve måneder. Har poolen ikke hatt nok skifter, er det snittet i dem som har hatt
    nok: ellers kunne den som kjenner de andre, regne ut datoen til den siste.
    """

    def nok(pool: Pool) -> bool:
        hva = f"{pool.pool} skifter"
        return pool.klargjoeringer >= grensen(MINSTE_GRUPPE, noekkel, hva)

    har_nok = nok(pool)
    brukt = [pool] if har_nok else [annen for annen in pooler if nok(annen)]
    skifter = sum(brukte.klargjoeringer for brukte in brukt)

    def snitt(felt: str) -> float:
        per_skifte = (getattr(en, felt) * en.klargjoeringer for en in brukt)
        return sum(per_skifte) / skifter

    tid = snitt("klargjoering") if skifter else estimat.KLARGJOERING_UKJENT
    ute = snitt("ute_av_drift") if skifter else 0.0
    usikkerhet = round(pool.klargjoering_usikkerhet, 2) if har_nok else 0.5
    return max(round(tid * 24), 1) / 24, usikkerhet, round(ute * 24) / 24


def tilgang(
    stroemmer: Iterable[Stroem], steg: float, noekkel: bytes, pool: str
) -> dict[str, tuple[float, float, float]]:
    """Søkere per år, og usikkerheten og driften i det, slik de kan publiseres: for hver av strømmene i
    poolen, etter gruppen.

    Steget er større når det siste året teller mest, så det alltid skjuler like mange. Det øker i hele
    halve, for et steg som fulgte tallene, ville sagt noe om dem selv. Ruten hver strøm er i, vises som
    et helt steg over eller under midten av den. Er den ene vist for høyt, vises den neste for lavt, så
    summen i poolen er nærmest. Hva som er over og under, følger bare av nøkkelen og stegene.
    """
    ut, for_lavt = {}, 0.0
    for stroem in stroemmer:
        ganger = math.ceil(2 * BASIS * stroem.per_husstand / steg - 1e-9)
        egne = steg * max(ganger, 2) / 2
        hva = f"{pool} {stroem.gruppe} inn"
        midten = _midt_i_ruten(stroem.soekere, egne, noekkel, hva)
        vist = _helt_steg(midten + for_lavt, egne)
        for_lavt += midten - vist
        soekere = max(round(vist, 2), egne / 4)
        ut[stroem.gruppe] = soekere, *_usikkert(stroem, soekere, egne)
    return ut


def _usikkert(stroem: Stroem, soekere: float, steg: float) -> tuple[float, float]:
    """Usikkerheten og driften. Begge er om lag k/√søkere, der k er nesten lik i alle strømmene. Ganget ut
    med det eksakte tallet ville de sagt hva det er, så k rundes grovt og ganges ut med det avrundede.
    """

    def skalert(relativ: float, trinn: float) -> float:
        faktor = round(relativ * math.sqrt(stroem.soekere) / trinn)
        return faktor * trinn / math.sqrt(soekere)

    usikkerhet = math.hypot(
        skalert(stroem.usikkerhet, TRINN_USIKKERHET), avrundingsfeil(steg) / soekere
    )
    drift = min(skalert(stroem.drift, TRINN_DRIFT), estimat.DRIFT_HOEYST)
    return round(usikkerhet, 2), round(drift, 2)


def kjente(
    ventet: dict[str, float], pool: str, noekkel: bytes
) -> tuple[tuple[str, ...], float, float]:
    """Målgruppene listen over kjente brukere gjelder i poolen, hvor mange av dem som ventes, og
    standardavviket i antallet. Det er rundet så grovt at ingen kan se om én er med, og en gruppe som
    er rundet til null, er som om den ikke sto der.
    """
    rundede = {
        gruppe: rundet(antall, BASIS, noekkel, f"{pool} {gruppe} kjente")
        for gruppe, antall in ventet.items()
    }
    vist = tuple(gruppe for gruppe, antall in rundede.items() if antall)
    feil = avrundingsfeil(BASIS) * math.sqrt(len(vist))
    return vist, sum(rundede.values()), round(feil, 1)


def _botid(botid: Botid) -> Botid:
    """Botiden i steg, med usikkerheten i stegene lagt til, og med ett gjeldende siffer i
    kovariansen.
    """
    form, felles, skala = botid.kovarians
    steget = STEG_BOTID**2 / 12
    form, skala = (_ett_siffer(varians + steget) for varians in (form, skala))
    hoeyst = 0.9 * math.sqrt(form * skala)
    felles = _ett_siffer(felles)
    return replace(
        botid,
        log_form=round(_i_steg(botid.log_form, STEG_BOTID), 2),
        log_skala=round(_i_steg(botid.log_skala, STEG_BOTID), 2),
        kovarians=(form, math.copysign(min(abs(felles), hoeyst), felles), skala),
    )


def _ett_siffer(verdi: float) -> float:
    return float(f"{verdi:.0e}")


def mikroaggregert(bodd: np.ndarray, minst: float) -> list[float]:
    """Snittet i like store grupper, i hele måneder. Antallet grupper følger det publiserte tallet,
    så det sier ikke mer enn det.
    """
    grupper = min(
        int(max(minst, 0) // MINSTE_GRUPPE), FLESTE_GRUPPER, len(bodd) // MINSTE_GRUPPE
    )
    if not grupper:
        return []
    deler = np.array_split(np.sort(bodd), grupper)
    return [round(float(del_.mean()) * 12) / 12 for del_ in deler]


def rundet(verdi: float, steg: float, noekkel: bytes, hva: str) -> float:
    """Verdien på et rutenett med et hemmelig startpunkt, vist som det nærmeste hele steget.

    Ble midten av ruten vist, kunne startpunktet leses av den. Slik kan grensen ligge hvor som helst
    i et halvt steg, så et lite hopp sier ikke hvem som kom.
    """
    midten = _midt_i_ruten(verdi, steg, noekkel, hva)
    return max(round(_helt_steg(midten, steg), 2), 0.0)


def _helt_steg(verdi: float, steg: float) -> float:
    """Det nærmeste hele steget."""
    return math.floor(verdi / steg + 0.5) * steg


def _midt_i_ruten(verdi: float, steg: float, noekkel: bytes, hva: str) -> float:
    start = _hemmelig(noekkel, hva)
    return (math.floor(verdi / steg + start) + 0.5 - start) * steg


def avrundingsfeil(steg: float) -> float:
    """Standardavviket i et tall fra `rundet`: først til midten av en rute, så til et helt steg."""
    return steg / math.sqrt(6)


def grensen(minst: int, noekkel: bytes, hva: str) -> int:
    """Hvor mange det må være før noe vises: `minst`, og opptil fire til. Ingen vet hvor mange, så
    at det vises, eller mangler, sier ikke om én er med.
    """
    return minst + int(BASIS * _hemmelig(noekkel, f"{hva} grense"))


def _hemmelig(noekkel: bytes, hva: str) -> float:
    """Et tall fra 0 til 1 som er det samme hver gang, og som ingen kan regne ut uten nøkkelen."""
    avtrykk = hashlib.blake2b(hva.encode(), key=noekkel[:64], digest_size=8).digest()
    return int.from_bytes(avtrykk) / 2**64


def _i_steg(verdi: float, steg: float) -> float:
    return round(verdi / steg) * steg


def kurve(
    inn: np.ndarray, ut: np.ndarray, flyttet: np.ndarray, pool: str, noekkel: bytes
) -> Iterator[tuple[int, float]]:
    """Andelen som fortsatt bor der etter hvert år, slik den er sett (Kaplan–Meier), i steg på fem
    prosentpoeng, så lenge mange nok er fulgt.
    """
    if len(inn) < grensen(MINSTE_ANDEL, noekkel, f"{pool} opphold"):
        return
    faerrest = grensen(MINSTE_GRUPPE, noekkel, f"{pool} fulgt")
    foerste, siste = (np.round(tid * 365.25).astype(int) for tid in (inn, ut))
    kurven = levetid.kurve(foerste, siste, flyttet)
    for aar in range(1, KURVE_TIL + 1):
        dag = round(aar * 365.25)
        fulgt = ((foerste <= dag) & (siste >= dag)).sum()
        vekt = levetid.stoerste_vekt(kurven, foerste, siste, dag)
        if fulgt < faerrest or vekt > STOERSTE_VEKT:
            return
        andel = _i_steg(levetid.andel_over(kurven, dag), STEG_KURVE)
        yield aar, _hel_prosent(andel)


def aldre(alder: np.ndarray, pool: str, noekkel: bytes) -> Iterator[tuple[str, float]]:
    """Hvor gamle søkerne i poolen er, i hele prosent, der alderen er kjent for nok av dem.

    Prosentene er av antall som er rundet av. Av de eksakte ville noen få i en aldersgruppe vært
    lette å regne tilbake til.
    """
    if len(alder) < grensen(MINSTE_ANDEL, noekkel, f"{pool} alder"):
        return
    gruppe = np.searchsorted(YNGST, alder, side="right") - 1
    antall = np.bincount(gruppe, minlength=len(ALDER)).tolist()
    yield from _andeler(dict(zip(ALDER, antall)), pool, noekkel).items()


def tilpasset(trenger: np.ndarray, noekkel: bytes) -> float | None:
    """Andelen av søkerne til de ordinære boligtypene som trenger en tilpasset bolig, i hele prosent som i
    `aldre`. `trenger` er 1 eller 0 for hver det er kjent for. Er de for få, er svaret None.
    """
    hva = "trenger tilpasset"
    if len(trenger) < grensen(MINSTE_ANDEL, noekkel, hva):
        return None
    ja = int(trenger.sum())
    return _andeler({"ja": ja, "nei": len(trenger) - ja}, hva, noekkel)["ja"]


def _andeler(antall: dict[str, int], hva: str, noekkel: bytes) -> dict[str, float]:
    """Andelen hvert antall er av alle, når hvert av dem er rundet."""
    vist = {
        navn: rundet(soekere, BASIS, noekkel, f"{hva} {navn}")
        for navn, soekere in antall.items()
    }
    alle = sum(vist.values())
    return {navn: _hel_prosent(soekere / alle) for navn, soekere in vist.items()}


def _hel_prosent(andel: float) -> float:
    lavest, hoeyest = (prosent / 100 for prosent in VIST_PROSENT)
    return float(np.clip(round(float(andel), 2), lavest, hoeyest))


def avvik(avvikene: Iterable[Registeravvik]) -> Iterator[dict]:
    """Radene om det som gjør tallene usikrere, med antall i hele femmere."""
    for funn in avvikene:
        antall = round(funn.antall / BASIS) * BASIS
        # En melding om én eller to ville sagt noe om dem. Det som gjelder hele poolen, har ikke
        # noe antall.
        if antall or not funn.antall:
            yield {"pool": funn.pool, "kode": funn.kode, "antall": antall}
