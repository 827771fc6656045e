"""Fra historikken til modellens tall: hvor mange som kommer, hvor lenge de blir, og hvor lang tid
en bolig står tom.

Reglene for hva som er nok, er fra den målte prototypen: under fem søkere i året eller femten
utflyttinger er det for lite til å regne for seg."""

import dataclasses
import math

import numpy as np

from boligdata.behov import botid
from boligdata.behov.botid import Botid
from boligdata.behov.grunnlag import Grunnlag, Pool, Registeravvik, Stroem
from boligdata.behov.historikk import Historikk

FAERREST_SOEKERE, FAERREST_UTFLYTTINGER = 5.0, 15
# Hvor mye fjoråret teller mot i år. 1 er at nivået aldri endrer seg; jo lavere, jo raskere glemmes
# det gamle.
_GLEMSEL = (1.0, 0.95, 0.9, 0.8, 0.7)
_FORHAANDSTRO = (0.3, 0.25, 0.2, 0.15, 0.1)
DRIFT_HOEYST = 0.08
# Et år med halvparten så mange som forventet er ikke rart når vi ikke har sett noen ennå.
_FORHAANDSVEKT = 0.5
# Når ingen bolig er fylt igjen mens noen ventet, vet vi bare at det tar om lag en måned
# (antakelse).
KLARGJOERING_UKJENT = 30 / 365.25
# Har en bolig stått tom et helt år mens noen ventet, er den ikke under klargjøring. Da er den ute
# av bruk.
UBRUKT = 1.0
DAG, BYTTE = 1 / 365.25, 31 / 365.25
ALLE, ANDRE = "alle", "andre"


def estimer(
    h: Historikk,
    boligtyper: dict[str, tuple[str, ...]] | None = None,
    foer: dict | None = None,
) -> Grunnlag:
    """Anslå modellens tall.

    `boligtyper` sier hvilke boligtyper hver pool har, når den har flere enn den ene den heter.
    `foer` er folketallet i målgruppen i hvert år registrene har, der 1 er i dag, det eldste først,
    etter (pool, gruppe), pool eller gruppe: har det vokst, er søkerne flere i dag enn i snitt. En
    pool der ingen har flyttet ut, låner botiden fra alle. Det som er rettet eller mangler, står i
    avvikene."""
    raa, lukket = _lukk_eldre(h)
    h, doble = _uten_doble(raa)
    avvik = [
        Registeravvik(kode, p, n)
        for kode, funn in (
            ("ikke_avsluttet", lukket),
            ("dobbel_soeknad", doble),
            ("foer_boligen_fantes", _for_tidlige(h)),
        )
        for p, n in _per_pool(funn)
    ]
    navn = list(
        dict.fromkeys(
            [*sorted(b.pool for b in h.boliger), *sorted(set(h.pool.tolist()))]
        )
    )
    delt = {
        p: {g: h.velg((h.pool == p) & _i_gruppe(h, g, grupper)) for g in grupper}
        for p in navn
        for grupper in [_grupper(h, p)]
    }
    tellinger = {
        (p, g): (_per_aar(strom), _eksponering(foer or {}, p, g, h))
        for p in navn
        for g, strom in delt[p].items()
    }
    glemsel = _glemselsvekter(list(tellinger.values()))
    ujevnhet = _ujevnhet(list(tellinger.values()))
    alle, avgang = _botid(h), _avganger(h, navn)
    pooler = []
    for p in navn:
        stroemmer = []
        for g, strom in delt[p].items():
            b = _botid(strom)
            if b is None:
                avvik.append(Registeravvik("ingen_utflyttinger", p, 0))
            if b or alle:
                stroemmer.append(
                    _stroem(strom, g, *tellinger[p, g], glemsel, ujevnhet, b or alle)
                )
        i_poolen = h.velg(h.pool == p)
        boliger = sum(b.pool == p and b.fra <= 0 and not b.til <= 0 for b in h.boliger)
        tomme = _tomme(raa.velg(raa.pool == p))
        pooler.append(
            Pool(
                p,
                (boligtyper or {}).get(p, (p,)),
                tuple(stroemmer),
                boliger,
                *_klargjoering(tomme),
                *avgang[p],
                _utflyttinger(i_poolen) / -h.fra,
                len(tomme),
            )
        )
        avvik += _mangler(i_poolen, pooler[-1])
    return Grunnlag(tuple(pooler), tuple(avvik))


def nok(h: Historikk) -> bool:
    """Er det nok søkere og utflyttinger i historikken til å regnes for seg?"""
    return (
        _per_aar(h).sum() / -h.fra >= FAERREST_SOEKERE
        and _utflyttinger(h) >= FAERREST_UTFLYTTINGER
    )


def _utflyttinger(h: Historikk) -> int:
    return int(((h.ut > h.fra) & (h.ut <= 0)).sum())


# -------------------------------------------------------------- det registrene har feil


def _per_pool(pooler: np.ndarray) -> list[tuple[str, int]]:
    navn, antall = np.unique(pooler, return_counts=True)
    return list(zip(navn.tolist(), antall.tolist()))


def _lukk_eldre(h: Historikk) -> tuple[Historikk, np.ndarray]:
    """Har noen nyere flyttet inn i boligen, er den som bodde der før, flyttet ut. Gir også poolen
    til dem som ble lukket."""
    ut = h.ut.copy()
    rekke = np.lexsort((h.fikk, h.bolig))
    # Den som flyttet ut samme dag som inn, bodde der aldri, og avslutter ingen andres leieforhold.
    rekke = rekke[
        (h.bolig[rekke] >= 0) & (h.fikk[rekke] <= 0) & ~(h.ut[rekke] <= h.fikk[rekke])
    ]
    neste, denne = rekke[1:], rekke[:-1]
    aapen = (h.bolig[neste] == h.bolig[denne]) & ~(h.ut[denne] <= h.fikk[neste])
    # Vi vet bare at det var en gang mellom de to innflyttingene. Da en ny flyttet inn, er det
    # seneste det kan være.
    ut[denne[aapen]] = h.fikk[neste[aapen]]
    return dataclasses.replace(h, ut=ut), h.pool[denne[aapen]]


def _uten_doble(h: Historikk) -> tuple[Historikk, np.ndarray]:
    """Hver husstand én gang i poolen om gangen. Gir også poolen til søknadene som ble tatt bort.

    Venter husstanden alt, eller bor der, er en søknad til i samme pool den samme saken. Førte den
    til en annen bolig i poolen, er det et bytte: behovet er det samme, og botiden går videre."""
    kom, fikk, gikk, ut, bolig = (
        getattr(h, k).copy() for k in ("kom", "fikk", "gikk", "ut", "bolig")
    )
    behold, bytte = np.ones(len(kom), bool), np.zeros(len(kom), bool)
    rekke = np.lexsort((h.kom, h.husstand, h.pool))
    forrige = -1
    for i in rekke[h.husstand[rekke] >= 0].tolist():
        samme = (
            forrige >= 0
            and h.husstand[i] == h.husstand[forrige]
            and h.pool[i] == h.pool[forrige]
        )
        slutt = np.nan
        if samme:
            slutt = gikk[forrige] if np.isnan(fikk[forrige]) else ut[forrige]
        # Den som flytter til en annen bolig i poolen, kan stå uten en dag eller to imellom.
        if (
            not samme
            or min(kom[i], np.inf if np.isnan(fikk[i]) else fikk[i] - BYTTE) > slutt
        ):
            forrige = i
            continue
        behold[i] = False
        if not np.isnan(fikk[i]):
            bytte[i] = not np.isnan(fikk[forrige])
            if np.isnan(fikk[forrige]):
                fikk[forrige], gikk[forrige], bolig[forrige] = fikk[i], np.nan, bolig[i]
            ut[forrige] = ut[i]
        elif np.isnan(fikk[forrige]):
            # Den som fortsatt venter på én av søknadene, venter.
            gikk[forrige] = max(gikk[forrige], gikk[i])
    renset = dataclasses.replace(h, kom=kom, fikk=fikk, gikk=gikk, ut=ut, bolig=bolig)
    return renset.velg(behold), h.pool[~behold & ~bytte]


def _for_tidlige(h: Historikk) -> np.ndarray:
    """Poolen til leieforhold som begynte før boligen var i bruk."""
    fra = {b.bolig: b.fra for b in h.boliger}
    return h.pool[
        h.fikk < np.array([fra.get(b, -np.inf) for b in h.bolig.tolist()]) - DAG
    ]


def _mangler(h: Historikk, p: Pool) -> list[Registeravvik]:
    bor = int(((h.fikk <= 0) & ~(h.ut <= 0)).sum())
    funn = [
        ("flere_leieforhold_enn_boliger", bor - p.boliger, bor > p.boliger),
        ("ingen_boliger", 0, not p.boliger),
        ("for_lite", 0, not nok(h)),
        ("kan_ikke_regnes", 0, not p.stroemmer),
    ]
    return [
        Registeravvik(kode, p.pool, antall) for kode, antall, gjelder in funn if gjelder
    ]


# ---------------------------------------------------------------- hvor mange som kommer


def _grupper(h: Historikk, pool: str) -> tuple[str, ...]:
    """Målgruppene poolen deles i: bare når både de og resten er mange nok."""
    i_poolen = h.velg(h.pool == pool)
    delt = [
        g
        for g in sorted(set(i_poolen.gruppe.tolist()))
        if nok(i_poolen.velg(i_poolen.gruppe == g))
    ]
    resten = i_poolen.velg(~np.isin(i_poolen.gruppe, delt))
    if len(resten.kom) and not nok(resten):
        # Resten er for liten til å stå alene. Da er det bedre å dele i færre.
        return (ALLE,) if len(delt) < 3 else (*delt[:-1], ANDRE)
    if not len(resten.kom):
        return tuple(delt) if len(delt) > 1 else (ALLE,)
    return (*delt, ANDRE) if delt else (ALLE,)


def _i_gruppe(h: Historikk, gruppe: str, grupper: tuple[str, ...]) -> np.ndarray:
    if gruppe == ALLE:
        return np.ones(len(h.kom), bool)
    return ~np.isin(h.gruppe, grupper) if gruppe == ANDRE else h.gruppe == gruppe


def _per_aar(h: Historikk) -> np.ndarray:
    """Hvor mange som kom i hvert år bakover fra i dag, det eldste først. Et ufullstendig første år
    er ikke med."""
    return (
        np.histogram(h.kom, bins=np.arange(-h.hele_aar, 1))[0]
        if h.hele_aar
        else np.zeros(0)
    )


def _eksponering(foer: dict, pool: str, gruppe: str, h: Historikk) -> np.ndarray:
    """Hvor stor målgruppen var i hvert av årene `_per_aar` teller, mot i dag."""
    for noekkel in ((pool, gruppe), pool, gruppe):
        if noekkel in foer:
            alle = np.asarray(foer[noekkel], float)
            return alle[len(alle) - h.hele_aar :]
    return np.ones(h.hele_aar)


def _filtrer(
    antall: np.ndarray, eksponering: np.ndarray, d: float
) -> tuple[float, float, float]:
    """Gamma-fordelingen for nivået etter årene (form, rate), og logaritmen av hvor godt hvert år
    ble spådd."""
    b = _FORHAANDSVEKT
    a = b * max(antall.sum() / max(eksponering.sum(), 1e-9), 0.5)
    treff = 0.0
    for y, e in zip(antall.tolist(), eksponering.tolist()):
        a, b = d * a, d * b
        treff += (
            math.lgamma(a + y)
            - math.lgamma(a)
            - math.lgamma(y + 1)
            + a * math.log(b / (b + e))
            + y * math.log(e / (b + e))
        )
        a, b = a + y, b + e
    return a, b, treff


def _glemselsvekter(tellinger: list[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    """Hvor mye vi tror på hver glemsel, felles for alle strømmene. Før vi har sett noe, tror vi
    mest på at nivået er stabilt."""
    log_vekt = np.array(
        [sum(_filtrer(*t, d)[2] for t in tellinger) for d in _GLEMSEL]
    ) + np.log(_FORHAANDSTRO)
    vekt = np.exp(log_vekt - log_vekt.max())
    return vekt / vekt.sum()


def _ujevnhet(tellinger: list[tuple[np.ndarray, np.ndarray]]) -> float:
    """Hvor mye mer årene varierer enn om hver husstand kom uavhengig av de andre: variansen delt på
    snittet, minst 1 (kvasi-Poisson).

    Den er felles for hele kommunen, for i én strøm er det for få år til å se det.
    """
    avvik, frihet = 0.0, 0
    for antall, eksponering in tellinger:
        ventet = antall.sum() / max(eksponering.sum(), 1e-9) * eksponering
        if len(antall) > 2 and ventet.min(initial=np.inf) >= 1:
            avvik += float(((antall - ventet) ** 2 / ventet).sum())
            frihet += len(antall) - 1
    return max(avvik / frihet, 1.0) if frihet else 1.0


def _stroem(
    h: Historikk,
    gruppe: str,
    antall: np.ndarray,
    eksponering: np.ndarray,
    glemsel: np.ndarray,
    ujevnhet: float,
    b: Botid,
) -> Stroem:
    former, rater, _ = (
        np.array(x) for x in zip(*(_filtrer(antall, eksponering, d) for d in _GLEMSEL))
    )
    snitt = former / rater
    nivaa = float(glemsel @ snitt)
    varians = float(glemsel @ (ujevnhet * former / rater**2 + (snitt - nivaa) ** 2))
    # Den samme glemselen framover: nivået er like usikkert om et år som fjoråret viste.
    drift = np.sqrt(glemsel @ ((1 - np.array(_GLEMSEL)) / np.array(_GLEMSEL) / former))
    bor = (h.fikk <= 0) & ~(h.ut <= 0)
    venter = (h.kom <= 0) & np.isnan(h.fikk) & ~(h.gikk <= 0)
    return Stroem(
        gruppe,
        nivaa,
        float(np.sqrt(varians)) / max(nivaa, 1e-9),
        min(float(drift), DRIFT_HOEYST),
        b,
        float(bor.sum()),
        tuple(np.sort(-h.fikk[bor]).tolist()),
        float(venter.sum()),
        per_husstand=float(glemsel @ (1 / rater)),
    )


# ------------------------------------------- hvor lenge de blir, og hva som skjer imens


def opphold(h: Historikk) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Leieforholdene slik `botid.tilpass` vil ha dem: alder da registrene begynte, alder til slutt,
    og om de er slutt."""
    bodd = (h.fikk <= 0) & ~(h.ut <= h.fra)
    fikk, ut = h.fikk[bodd], h.ut[bodd]
    flyttet = ut <= 0
    return np.maximum(h.fra - fikk, 0), np.where(flyttet, ut, 0) - fikk, flyttet


def _botid(h: Historikk) -> Botid | None:
    inn, ut, flyttet = opphold(h)
    return botid.tilpass(inn, ut, flyttet) if flyttet.any() else None


def _tomme(h: Historikk) -> np.ndarray:
    """Tiden (år) fra hver bolig ble tom til den var leid ut igjen, når noen ventet."""
    rekke = np.lexsort((h.fikk, h.bolig))
    rekke = rekke[(h.bolig[rekke] >= 0) & (h.fikk[rekke] <= 0)]
    foer, etter = rekke[:-1], rekke[1:]
    # Samme dag er som regel et leieforhold som er lukket for at et nytt begynte. Da vet vi ikke når
    # boligen ble tom.
    par = (
        (h.bolig[foer] == h.bolig[etter])
        & (h.ut[foer] >= h.fra)
        & (h.fikk[etter] > h.ut[foer] + DAG / 2)
    )
    tom, fylt = h.ut[foer[par]], h.fikk[etter[par]]
    slutt = np.fmin(
        np.where(np.isnan(h.fikk), np.inf, h.fikk),
        np.where(np.isnan(h.gikk), np.inf, h.gikk),
    )
    # Noen saker er avsluttet før vedtaket. De har aldri ventet.
    slutt = np.maximum(slutt, h.kom)
    ventet = np.searchsorted(np.sort(h.kom), tom, side="right") > np.searchsorted(
        np.sort(slutt), tom, side="right"
    )
    return (fylt - tom)[ventet & (fylt - tom <= UBRUKT)]


def _klargjoering(tomme: np.ndarray) -> tuple[float, float]:
    """Snittet av tidene, og den relative usikkerheten i det."""
    if tomme.size < 3:
        return KLARGJOERING_UKJENT, 0.5
    return float(tomme.mean()), float(
        np.clip(
            tomme.std(ddof=1) / np.sqrt(tomme.size) / max(tomme.mean(), 1e-9), 0.02, 0.5
        )
    )


def _avganger(h: Historikk, pooler: list[str]) -> dict[str, tuple[float, float]]:
    """Hvor mange av dem som venter, som gir opp per år i hver pool. Poolene støtter hverandre: det
    er få som gjør det."""
    slutt = np.fmin(
        np.where(np.isnan(h.fikk), 0, h.fikk), np.where(np.isnan(h.gikk), 0, h.gikk)
    )
    ventet = np.maximum(np.minimum(slutt, 0) - np.maximum(h.kom, h.fra), 0)
    ga_opp = (h.gikk <= 0) & (h.gikk >= h.fra)
    felles = (ga_opp.sum() + 0.5) / (ventet.sum() + 1.0)
    stoette = 5.0
    ut = {}
    for p in pooler:
        n, tid = ga_opp[h.pool == p].sum(), ventet[h.pool == p].sum()
        form = n + stoette
        ut[p] = float(form / (tid + stoette / felles)), float(1 / np.sqrt(form))
    return ut
