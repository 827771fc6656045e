"""Fra historikken til modellens tall: hvor mange som kommer, hvor lenge de blir, og hvor lang tid
en bolig står tom.

Reglene for hva som er nok, er fra den målte prototypen: under fem søkere i året eller femten
utflyttinger er det for lite til å regne for seg.
"""

import dataclasses
import math
from dataclasses import dataclass

import numpy as np

from boligdata.behov import botid
from boligdata.behov.botid import Botid
from boligdata.behov.grunnlag import Grunnlag, Pool, Registeravvik, Stroem
from boligdata.behov.historikk import Historikk
from boligdata.behov.kjente import FLYKTNING

FAERREST_SOEKERE, FAERREST_UTFLYTTINGER = 5.0, 15
# Hvor mye fjoråret teller mot i år. 1 er at nivået aldri endrer seg; jo lavere, jo raskere glemmes
# det gamle.
_GLEMSEL = (1.0, 0.95, 0.9, 0.8, 0.7)
_FORHAANDSTRO = (0.3, 0.25, 0.2, 0.15, 0.1)
DRIFT_HOEYST = 0.15
# Et år med halvparten så mange som forventet er ikke rart når vi ikke har sett noen ennå.
_FORHAANDSVEKT = 0.5
# Når ingen bolig er fylt igjen mens noen ventet, vet vi bare at det tar om lag en måned
# (antakelse).
KLARGJOERING_UKJENT = 30 / 365.25
# Har en bolig stått tom et helt år mens noen ventet, er den ikke under klargjøring. Da er den ute
# av bruk.
UBRUKT = 1.0
# Har den stått tom så mange ganger så lenge som det er vanlig, er den bygd om, eller ute av drift på en
# annen måte. Det går ikke fortere av at klargjøringen gjør det.
OMBYGD = 3
# Av færre skifter enn dette vet vi ikke hva som er vanlig i poolen.
FAERREST_SKIFTER = 10
DAG, BYTTE = 1 / 365.25, 31 / 365.25
ALLE, ANDRE = "alle", "andre"


class Omfang:
    """Hva det er mange nok av til at det kan anslås for seg: det historikken selv viser.

    Bygget sier det i stedet med tallene som er publisert. Ellers ville delingen i pooler og grupper
    sagt om det virkelige antallet er over eller under en grense.
    """

    def __init__(self, historikk: Historikk):
        self._historikk = historikk

    def grupper(self, pool: str) -> list[str]:
        """Målgruppene poolen kan deles i."""
        i_poolen = self._historikk.pool == pool
        return sorted(set(self._historikk.gruppe[i_poolen].tolist()))

    def nok(self, pool: str, grupper: list[str] | None = None) -> bool:
        """Er det nok søkere og utflyttinger i poolen, eller i disse gruppene av den?"""
        utsnitt = self._utsnitt(pool, grupper)
        return mange_nok(_per_aar(utsnitt).sum() / -utsnitt.fra, _utflyttinger(utsnitt))

    def flyttet(
        self, pool: str | None = None, grupper: list[str] | None = None
    ) -> bool:
        """Har noen flyttet ut av poolen, eller av kommunens boliger når den ikke er nevnt?"""
        return bool(opphold(self._utsnitt(pool, grupper))[2].any())

    def _utsnitt(self, pool: str | None, grupper: list[str] | None) -> Historikk:
        med = np.ones(len(self._historikk.kom), bool)
        if pool is not None:
            med &= self._historikk.pool == pool
        if grupper is not None:
            med &= np.isin(self._historikk.gruppe, grupper)
        return self._historikk.velg(med)


def mange_nok(soekere_i_aaret: float, utflyttinger: float) -> bool:
    """Er det nok til å regnes for seg?"""
    return soekere_i_aaret >= FAERREST_SOEKERE and utflyttinger >= FAERREST_UTFLYTTINGER


def estimer(
    historikk: Historikk,
    boligtyper: dict[str, tuple[str, ...]] | None = None,
    foer: dict | None = None,
    omfang: Omfang | None = None,
) -> Grunnlag:
    """Anslå modellens tall.

    `boligtyper` sier hvilke boligtyper hver pool har, når den har flere enn den ene den heter.
    `foer` er folketallet i målgruppen i hvert år registrene har, der 1 er i dag, det eldste først,
    etter (pool, gruppe), pool eller gruppe: har det vokst, er søkerne flere i dag enn i snitt. En
    pool der ingen har flyttet ut, låner botiden fra alle. `omfang` sier hva det er mange nok av, når
    ikke historikken gjør det. Det som er rettet eller mangler, står i avvikene.
    """
    raa, lukket = _lukk_eldre(historikk)
    renset, doble = _uten_doble(raa)
    avvik = _rettet(lukket, doble, _for_tidlige(renset))
    navn = _poolnavn(renset)
    omfang = omfang or Omfang(renset)
    delt = {pool: _delt_i_grupper(renset, pool, foer or {}, omfang) for pool in navn}
    felles = _felles(renset, [gruppe for pool in navn for gruppe in delt[pool]], omfang)
    avganger = _avganger(renset, navn)
    tomme = {pool: _tomme(raa, pool) for pool in navn}
    i_kommunen = np.concatenate([*tomme.values(), np.zeros(0)])
    pooler = []
    for pool in navn:
        laaner = [gruppe for gruppe in delt[pool] if not gruppe.nok_flyttet]
        avvik += [Registeravvik("for_faa_utflyttinger", pool, 0)] * len(laaner)
        kan_regnes = [gruppe for gruppe in delt[pool] if gruppe.botid or felles.botid]
        i_poolen = renset.velg(renset.pool == pool)
        vanlige, ute_av_drift = _uten_ombygde(tomme[pool], i_kommunen)
        pooler.append(
            Pool(
                pool,
                (boligtyper or {}).get(pool, (pool,)),
                tuple(_stroem(gruppe, felles) for gruppe in kan_regnes),
                _boliger_i_dag(renset, pool),
                *_klargjoering(vanlige),
                *avganger[pool],
                _utflyttinger(i_poolen) / max(renset.aar_fulgt(pool), 1e-9),
                len(vanlige),
                renset.aar_fulgt(pool),
                ute_av_drift,
            )
        )
        avvik += _mangler(i_poolen, pooler[-1], omfang)
    return Grunnlag(tuple(pooler), tuple(avvik))


def _poolnavn(historikk: Historikk) -> list[str]:
    med_boliger = sorted(bolig.pool for bolig in historikk.boliger)
    med_behov = sorted(set(historikk.pool.tolist()))
    return list(dict.fromkeys([*med_boliger, *med_behov]))


def _boliger_i_dag(historikk: Historikk, pool: str) -> int:
    return sum(
        bolig.pool == pool and bolig.fra <= 0 and not bolig.til <= 0
        for bolig in historikk.boliger
    )


def _utflyttinger(historikk: Historikk) -> int:
    return int(((historikk.ut > historikk.begynner) & (historikk.ut <= 0)).sum())


# -------------------------------------------------------------- det registrene har feil


def _rettet(
    lukket: np.ndarray, doble: np.ndarray, for_tidlige: np.ndarray
) -> list[Registeravvik]:
    return [
        Registeravvik(kode, pool, antall)
        for kode, funn in (
            ("ikke_avsluttet", lukket),
            ("dobbel_soeknad", doble),
            ("foer_boligen_fantes", for_tidlige),
        )
        for pool, antall in _per_pool(funn)
    ]


def _per_pool(pooler: np.ndarray) -> list[tuple[str, int]]:
    navn, antall = np.unique(pooler, return_counts=True)
    return list(zip(navn.tolist(), antall.tolist()))


def _lukk_eldre(historikk: Historikk) -> tuple[Historikk, np.ndarray]:
    """Har noen nyere flyttet inn i boligen, er den som bodde der før, flyttet ut. Gir også poolen
    til dem som ble lukket.
    """
    bolig, fikk, ut = historikk.bolig, historikk.fikk, historikk.ut.copy()
    rekke = np.lexsort((fikk, bolig))
    # Den som flyttet ut samme dag som inn, bodde der aldri, og avslutter ingen andres leieforhold.
    har_bodd = (bolig >= 0) & (fikk <= 0) & ~(historikk.ut <= fikk)
    rekke = rekke[har_bodd[rekke]]
    neste, denne = rekke[1:], rekke[:-1]
    aapen = (bolig[neste] == bolig[denne]) & ~(historikk.ut[denne] <= fikk[neste])
    # Vi vet bare at det var en gang mellom de to innflyttingene. Da en ny flyttet inn, er det
    # seneste det kan være.
    ut[denne[aapen]] = fikk[neste[aapen]]
    return dataclasses.replace(historikk, ut=ut), historikk.pool[denne[aapen]]


def _uten_doble(historikk: Historikk) -> tuple[Historikk, np.ndarray]:
    """Hver husstand én gang i poolen om gangen. Gir også poolen til søknadene som ble tatt bort.

    Venter husstanden alt, eller bor der, er en søknad til i samme pool den samme saken. Førte den
    til en annen bolig i poolen, er det et bytte: behovet er det samme, og botiden går videre.
    """
    husstand, pool = historikk.husstand, historikk.pool
    kom, fikk, gikk, ut, bolig = (
        getattr(historikk, kolonne).copy()
        for kolonne in ("kom", "fikk", "gikk", "ut", "bolig")
    )
    behold, bytte = np.ones(len(kom), bool), np.zeros(len(kom), bool)
    rekke = np.lexsort((historikk.kom, husstand, pool))
    sak = -1  # Raden de neste radene til husstanden eventuelt hører til.
    for rad in rekke[husstand[rekke] >= 0].tolist():
        samme = sak >= 0 and (husstand[rad], pool[rad]) == (husstand[sak], pool[sak])
        har_bolig = samme and not np.isnan(fikk[sak])
        slutt = (ut[sak] if har_bolig else gikk[sak]) if samme else np.nan
        # Den som flytter til en annen bolig i poolen, kan stå uten en dag eller to imellom.
        innen = min(kom[rad], np.inf if np.isnan(fikk[rad]) else fikk[rad] - BYTTE)
        if not samme or innen > slutt:
            sak = rad
            continue
        behold[rad] = False
        if not np.isnan(fikk[rad]):
            bytte[rad] = har_bolig
            if not har_bolig:
                fikk[sak], gikk[sak], bolig[sak] = fikk[rad], np.nan, bolig[rad]
            ut[sak] = ut[rad]
        elif not har_bolig:
            # Den som fortsatt venter på én av søknadene, venter.
            gikk[sak] = max(gikk[sak], gikk[rad])
    renset = dataclasses.replace(
        historikk, kom=kom, fikk=fikk, gikk=gikk, ut=ut, bolig=bolig
    )
    return renset.velg(behold), pool[~behold & ~bytte]


def _for_tidlige(historikk: Historikk) -> np.ndarray:
    """Poolen til leieforhold som begynte før boligen var i bruk."""
    fra = {bolig.bolig: bolig.fra for bolig in historikk.boliger}
    i_bruk = np.array([fra.get(nr, -np.inf) for nr in historikk.bolig.tolist()])
    return historikk.pool[historikk.fikk < i_bruk - DAG]


def _mangler(historikk: Historikk, pool: Pool, omfang: Omfang) -> list[Registeravvik]:
    bor = int(((historikk.fikk <= 0) & ~(historikk.ut <= 0)).sum())
    funn = [
        ("flere_leieforhold_enn_boliger", bor - pool.boliger, bor > pool.boliger),
        ("ingen_boliger", 0, not pool.boliger),
        ("for_lite", 0, not omfang.nok(pool.pool)),
        ("kan_ikke_regnes", 0, not pool.stroemmer),
    ]
    return [
        Registeravvik(kode, pool.pool, antall)
        for kode, antall, gjelder in funn
        if gjelder
    ]


# ---------------------------------------------------------------- hvor mange som kommer


@dataclass(frozen=True, eq=False)
class _Gruppe:
    """Det en strøm anslås av: behovene, hvor mange som kom i hvert år, hvor stor målgruppen var da
    mot i dag, om mange nok har flyttet ut til å anslå botiden av dem, og botiden da.
    """

    gruppe: str
    historikk: Historikk
    antall: np.ndarray
    eksponering: np.ndarray
    nok_flyttet: bool
    botid: Botid | None


@dataclass(frozen=True, eq=False)
class _Felles:
    """Det alle strømmene har felles: hvor mye vi tror på hver glemsel, hvor ujevnt de kommer, og
    botiden til alle.
    """

    glemsel: np.ndarray
    ujevnhet: float
    botid: Botid | None


def _felles(historikk: Historikk, grupper: list[_Gruppe], omfang: Omfang) -> _Felles:
    botiden = _botid(historikk) if omfang.flyttet() else None
    return _Felles(_glemselsvekter(grupper), _ujevnhet(grupper), botiden)


def _delt_i_grupper(
    historikk: Historikk, pool: str, foer: dict, omfang: Omfang
) -> list[_Gruppe]:
    i_poolen = historikk.pool == pool
    grupper = []
    for gruppe, maalgrupper in _grupper(pool, omfang).items():
        i_gruppen = np.isin(historikk.gruppe, maalgrupper)
        behovene = historikk.velg(i_poolen & i_gruppen)
        soekerne = historikk.velg((historikk.soekt == pool) & i_gruppen)
        nok_flyttet = omfang.flyttet(pool, maalgrupper)
        grupper.append(
            _Gruppe(
                gruppe,
                behovene,
                _per_aar(soekerne),
                _eksponering(foer, pool, gruppe, historikk),
                nok_flyttet,
                _botid(behovene) if nok_flyttet else None,
            )
        )
    return grupper


def _grupper(pool: str, omfang: Omfang) -> dict[str, list[str]]:
    """Det poolen deles i, med målgruppene i hver del: bare når både de og resten er mange nok."""
    alle = omfang.grupper(pool)
    delt = [gruppe for gruppe in alle if omfang.nok(pool, [gruppe])]
    resten = [gruppe for gruppe in alle if gruppe not in delt]
    if resten and not omfang.nok(pool, resten):
        # Resten er for liten til å stå alene. Da er det bedre å dele i færre.
        if len(delt) < 3:
            return {ALLE: alle}
        resten.append(delt.pop())
    if not delt or len(alle) == 1:
        return {ALLE: alle}
    hver = {gruppe: [gruppe] for gruppe in delt}
    return hver | {ANDRE: resten} if resten else hver


def _per_aar(historikk: Historikk) -> np.ndarray:
    """Hvor mange som kom i hvert år bakover fra i dag, det eldste først. Et ufullstendig første år
    er ikke med.

    Av dem som kom før registrene begynner, står bare de som ble, og mens ventelisten er stengt, slipper
    bare noen få til. De sier ikke hvor mange som kom.
    """
    if not historikk.hele_aar:
        return np.zeros(0)
    kom, teller = historikk.kom, np.ones(len(historikk.kom), bool)
    if historikk.sett_fra is not None:
        teller &= ~(kom < historikk.sett_fra)
    for fra, til in historikk.stengt:
        teller &= ~((kom >= fra) & (kom < til))
    kom = kom[teller]
    return np.histogram(kom, bins=np.arange(-historikk.hele_aar, 1))[0]


def _eksponering(
    foer: dict, pool: str, gruppe: str, historikk: Historikk
) -> np.ndarray:
    """Hvor stor målgruppen var i hvert av årene `_per_aar` teller, mot i dag, og hvor mye av poolen
    registrene dekket.
    """
    dekning = historikk.dekning(pool)
    for noekkel in ((pool, gruppe), pool, gruppe):
        if noekkel in foer:
            alle = np.asarray(foer[noekkel], float)
            return alle[len(alle) - historikk.hele_aar :] * dekning
    return dekning


def _filtrer(
    antall: np.ndarray, eksponering: np.ndarray, glemsel: float
) -> tuple[float, float, float]:
    """Gamma-fordelingen for nivået etter årene (form, rate), og logaritmen av hvor godt hvert år
    ble spådd.

    Gamma–Poisson der det gamle glemmes (Harvey og Fernandes 1989): hvert år ganges form og rate med
    glemselen, og så legges årets søkere til formen og eksponeringen til raten. Spådommen for et år
    er negativ binomisk.
    """
    rate = _FORHAANDSVEKT
    form = rate * max(antall.sum() / max(eksponering.sum(), 1e-9), 0.5)
    treff = 0.0
    for kom, utsatt in zip(antall.tolist(), eksponering.tolist()):
        form, rate = glemsel * form, glemsel * rate
        # Et år registrene ikke har, sier ikke at ingen kom.
        if utsatt <= 0:
            continue
        treff += (
            math.lgamma(form + kom)
            - math.lgamma(form)
            - math.lgamma(kom + 1)
            + form * math.log(rate / (rate + utsatt))
            + kom * math.log(utsatt / (rate + utsatt))
        )
        form, rate = form + kom, rate + utsatt
    return form, rate, treff


def _glemselsvekter(grupper: list[_Gruppe]) -> np.ndarray:
    """Hvor mye vi tror på hver glemsel, felles for alle strømmene. Før vi har sett noe, tror vi
    mest på at nivået er stabilt.
    """

    def treff(glemsel: float) -> float:
        return sum(
            _filtrer(gruppe.antall, gruppe.eksponering, glemsel)[2]
            for gruppe in grupper
        )

    log_vekt = np.array([treff(glemsel) for glemsel in _GLEMSEL])
    log_vekt = log_vekt + np.log(_FORHAANDSTRO)
    vekt = np.exp(log_vekt - log_vekt.max())
    return vekt / vekt.sum()


def _ujevnhet(grupper: list[_Gruppe]) -> float:
    """Hvor mye mer årene varierer enn om hver husstand kom uavhengig av de andre: variansen delt på
    snittet, minst 1 (kvasi-Poisson).

    Den er felles for hele kommunen, for i én strøm er det for få år til å se det.
    """
    avvik, frihet = 0.0, 0
    for gruppe in grupper:
        sett = gruppe.eksponering > 0
        antall, eksponering = gruppe.antall[sett], gruppe.eksponering[sett]
        ventet = antall.sum() / max(eksponering.sum(), 1e-9) * eksponering
        if len(antall) > 2 and ventet.min(initial=np.inf) >= 1:
            avvik += float(((antall - ventet) ** 2 / ventet).sum())
            frihet += len(antall) - 1
    return max(avvik / frihet, 1.0) if frihet else 1.0


def _stroem(gruppe: _Gruppe, felles: _Felles) -> Stroem:
    historikk, glemsel = gruppe.historikk, felles.glemsel
    filtrert = [
        _filtrer(gruppe.antall, gruppe.eksponering, glemt) for glemt in _GLEMSEL
    ]
    former, rater, _ = (np.array(kolonne) for kolonne in zip(*filtrert))
    snitt = former / rater
    nivaa = float(glemsel @ snitt)
    spredning = felles.ujevnhet * former / rater**2 + (snitt - nivaa) ** 2
    varians = float(glemsel @ spredning)
    # Den samme glemselen framover: nivået er like usikkert om et år som fjoråret viste.
    drift = np.sqrt(glemsel @ ((1 - np.array(_GLEMSEL)) / np.array(_GLEMSEL) / former))
    bor = (historikk.fikk <= 0) & ~(historikk.ut <= 0)
    venter = (historikk.kom <= 0) & np.isnan(historikk.fikk) & ~(historikk.gikk <= 0)
    return Stroem(
        gruppe.gruppe,
        nivaa,
        float(np.sqrt(varians)) / max(nivaa, 1e-9),
        min(float(drift), DRIFT_HOEYST),
        gruppe.botid or felles.botid,
        float(bor.sum()),
        tuple(np.sort(-historikk.fikk[bor]).tolist()),
        float(venter.sum()),
        per_husstand=float(glemsel @ (1 / rater)),
        flyktninger=float(np.mean(historikk.gruppe == FLYKTNING))
        if len(historikk.gruppe)
        else 0.0,
    )


# ------------------------------------------- hvor lenge de blir, og hva som skjer imens


def opphold(historikk: Historikk) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Leieforholdene slik `botid.tilpass` vil ha dem: alder da registrene begynte, alder til slutt,
    og om de er slutt.
    """
    begynner = historikk.begynner
    bodd = (historikk.fikk <= 0) & ~(historikk.ut <= begynner)
    fikk, ut = historikk.fikk[bodd], historikk.ut[bodd]
    flyttet = ut <= 0
    inn = np.maximum(begynner[bodd] - fikk, 0)
    return inn, np.where(flyttet, ut, 0) - fikk, flyttet


def _botid(historikk: Historikk) -> Botid | None:
    inn, ut, flyttet = opphold(historikk)
    return botid.tilpass(inn, ut, flyttet) if flyttet.any() else None


def _ventingen_tok_slutt(historikk: Historikk, ellers: float) -> np.ndarray:
    """Da husstanden fikk bolig eller ga opp, `ellers` når hun fortsatt venter."""
    fikk = np.where(np.isnan(historikk.fikk), ellers, historikk.fikk)
    gikk = np.where(np.isnan(historikk.gikk), ellers, historikk.gikk)
    return np.fmin(fikk, gikk)


def _tomme(historikk: Historikk, pool: str) -> np.ndarray:
    """Tiden (år) fra hver bolig i poolen ble tom til den var leid ut igjen, når noen ventet på en slik
    og boligen ikke var ute av drift.
    """
    i_poolen = historikk.velg(historikk.pool == pool)
    bolig, fikk, ut = i_poolen.bolig, i_poolen.fikk, i_poolen.ut
    rekke = np.lexsort((fikk, bolig))
    rekke = rekke[(bolig[rekke] >= 0) & (fikk[rekke] <= 0)]
    foer, etter = rekke[:-1], rekke[1:]
    # Samme dag er som regel et leieforhold som er lukket for at et nytt begynte. Da vet vi ikke når
    # boligen ble tom.
    par = (
        (bolig[foer] == bolig[etter])
        & (ut[foer] >= historikk.fra)
        & (fikk[etter] > ut[foer] + DAG / 2)
    )
    tom, fylt = ut[foer[par]], fikk[etter[par]]
    aldri = (np.inf, np.inf)
    ute = {hver.bolig: hver.ute for hver in historikk.boliger}
    ute_fra, ute_til = (
        np.array([ute.get(nr, aldri) for nr in bolig[foer[par]].tolist()])
        .reshape(-1, 2)
        .T
    )
    i_drift = ~((ute_fra < fylt) & (ute_til > tom))
    # Den som fikk en bolig av en annen type enn den søkte om, ventet på den den søkte om.
    soekerne = historikk.velg(historikk.soekt == pool)
    # Noen saker er avsluttet før vedtaket. De har aldri ventet.
    slutt = np.maximum(_ventingen_tok_slutt(soekerne, np.inf), soekerne.kom)
    meldt = np.searchsorted(np.sort(soekerne.kom), tom, side="right")
    avgjort = np.searchsorted(np.sort(slutt), tom, side="right")
    return (fylt - tom)[i_drift & (meldt > avgjort) & (fylt - tom <= UBRUKT)]


def _uten_ombygde(
    tomme: np.ndarray, i_kommunen: np.ndarray
) -> tuple[np.ndarray, float]:
    """Tidene boligene i poolen sto tomme mellom to leietakere, uten dem som er mye lengre enn vanlig, og
    hvor mye lenger enn de andre de sto, i snitt for hvert skifte (år).
    """
    kjent = tomme if tomme.size >= FAERREST_SKIFTER else i_kommunen
    vanlig = tomme <= OMBYGD * np.median(kjent) if kjent.size else tomme < 0
    vanlige, lange = tomme[vanlig], tomme[~vanlig]
    if not vanlige.size:
        return tomme, 0.0
    return vanlige, float((lange - vanlige.mean()).sum() / tomme.size)


def _klargjoering(tomme: np.ndarray) -> tuple[float, float]:
    """Snittet av tidene, og den relative usikkerheten i det."""
    if tomme.size < 3:
        return KLARGJOERING_UKJENT, 0.5
    snitt = tomme.mean()
    usikkerhet = tomme.std(ddof=1) / np.sqrt(tomme.size) / max(snitt, 1e-9)
    return float(snitt), float(np.clip(usikkerhet, 0.02, 0.5))


def _avganger(
    historikk: Historikk, pooler: list[str]
) -> dict[str, tuple[float, float]]:
    """Hvor mange av dem som venter, som gir opp per år i hver pool. Poolene støtter hverandre: det
    er få som gjør det.
    """
    kom, gikk = np.maximum(historikk.kom, historikk.begynner), historikk.gikk
    slutt = np.minimum(_ventingen_tok_slutt(historikk, 0), 0)
    ventet = np.maximum(slutt - kom, 0)
    ga_opp = (gikk <= 0) & (gikk >= historikk.fra)
    felles = (ga_opp.sum() + 0.5) / (ventet.sum() + 1.0)
    stoette = 5.0
    avganger = {}
    for pool in pooler:
        i_poolen = historikk.pool == pool
        form = ga_opp[i_poolen].sum() + stoette
        rate = ventet[i_poolen].sum() + stoette / felles
        avganger[pool] = float(form / rate), float(1 / np.sqrt(form))
    return avganger
