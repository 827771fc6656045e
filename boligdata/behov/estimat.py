"""Fra historikken til modellens tall: hvor mange som kommer, hvor lenge de blir, og hvor lang tid en bolig står tom.

Reglene for hva som er nok, er fra den målte prototypen: under fem søkere i året eller femten utflyttinger er det for lite til å
regne for seg.
"""

import math

import numpy as np

from boligdata.behov import botid
from boligdata.behov.botid import Botid
from boligdata.behov.grunnlag import Avvik, Grunnlag, Pool, Stroem
from boligdata.behov.historikk import Historikk

FAERREST_SOEKERE, FAERREST_UTFLYTTINGER = 5.0, 15
# Hvor mye fjoråret teller mot i år. 1 er at nivået aldri endrer seg; jo lavere, jo raskere glemmes det gamle.
_GLEMSEL = (1.0, 0.95, 0.9, 0.8, 0.7)
_DRIFT_HOEYST = 0.08
# Et år med halvparten så mange som forventet er ikke rart når vi ikke har sett noen ennå.
_FORHAANDSVEKT = 0.5
# Når ingen bolig er fylt igjen mens noen ventet, vet vi bare at det tar om lag en måned (antakelse).
KLARGJOERING_UKJENT = 30 / 365.25
ALLE, ANDRE = "alle", "andre"


def estimer(h: Historikk, boligtyper: dict[str, tuple[str, ...]] | None = None) -> Grunnlag:
    """Anslå modellens tall. `boligtyper` sier hvilke boligtyper hver pool har, når den har flere enn den ene den heter.

    En pool der det er for lite å regne av, får låne botiden fra alle poolene. Det som er rettet eller mangler, står i avvikene.
    """
    h, avvik = rens(h)
    pooler = [*dict.fromkeys([*sorted(b.pool for b in h.boliger), *sorted(set(h.pool.tolist()))])]
    alle = _botid(h)
    tellinger = {p: {g: _per_aar(h.velg((h.pool == p) & _i_gruppe(h, g, grupper))) for g in grupper}
                 for p in pooler for grupper in [_grupper(h, p)]}
    glemsel = _glemselsvekter([t for delt in tellinger.values() for t in delt.values()])
    avgang = _avganger(h, pooler)
    ferdige = []
    for p in pooler:
        i_poolen = h.velg(h.pool == p)
        boliger = sum(b.pool == p and b.fra <= 0 and not b.til <= 0 for b in h.boliger)
        stroemmer = []
        for g in tellinger[p]:
            gruppe = i_poolen.velg(_i_gruppe(i_poolen, g, tuple(tellinger[p])))
            b = _botid(gruppe)
            if b is None or not b.utflyttinger:
                b = alle
                avvik.append(Avvik("ingen_utflyttinger", p, 0))
            if b is None:
                continue
            stroemmer.append(_stroem(gruppe, g, tellinger[p][g], glemsel, b))
        dager, usikkerhet = _klargjoering(i_poolen)
        ferdige.append(Pool(p, (boligtyper or {}).get(p, (p,)), tuple(stroemmer), boliger, dager, usikkerhet, *avgang[p],
                            np.nansum((i_poolen.ut > h.fra) & (i_poolen.ut <= 0)) / -h.fra))
        avvik += _mangler(i_poolen, p, boliger, ferdige[-1])
    return Grunnlag(tuple(ferdige), tuple(avvik))


def nok(h: Historikk) -> bool:
    """Er det nok søkere og utflyttinger i historikken til å regnes for seg?"""
    return (_per_aar(h).sum() / -h.fra >= FAERREST_SOEKERE) and int(((h.ut > h.fra) & (h.ut <= 0)).sum()) >= FAERREST_UTFLYTTINGER


# -------------------------------------------------------------------------------------------------- det registrene har feil


def rens(h: Historikk) -> tuple[Historikk, list[Avvik]]:
    """Rett det som kan rettes: den samme husstanden flere ganger i køen, og leieforhold som ikke er meldt avsluttet."""
    h, doble = _uten_doble(h)
    h, lukket = _lukk_eldre(h)
    avvik = [Avvik(kode, p, n) for kode, funn in (("dobbel_soeknad", doble), ("ikke_avsluttet", lukket))
             for p, n in _per_pool(funn)]
    fra = {b.bolig: b.fra for b in h.boliger}
    byggedato = np.array([fra.get(int(b), -np.inf) for b in h.bolig])
    for_tidlig = h.fikk < byggedato - 1 / 365.25
    return h, avvik + [Avvik("foer_boligen_fantes", p, n) for p, n in _per_pool(h.pool[for_tidlig])]


def _per_pool(pooler: np.ndarray) -> list[tuple[str, int]]:
    navn, antall = np.unique(pooler, return_counts=True)
    return list(zip(navn.tolist(), antall.tolist()))


def _uten_doble(h: Historikk) -> tuple[Historikk, np.ndarray]:
    """Venter en husstand alt i poolen, eller bor der, er den neste søknaden den samme. Den som førte til bolig, gjelder fra den første dagen."""
    kom, behold = h.kom.copy(), np.ones(len(h.kom), bool)
    slutt = np.where(np.isnan(h.fikk), h.gikk, h.fikk)
    slutt = np.where(np.isnan(slutt), np.inf, slutt)
    rekke = np.lexsort((h.kom, h.husstand, h.pool))
    rekke = rekke[h.husstand[rekke] >= 0]
    forrige = -1
    for i in rekke:
        samme = forrige >= 0 and h.husstand[i] == h.husstand[forrige] and h.pool[i] == h.pool[forrige]
        if samme and h.kom[i] < slutt[forrige]:
            beste, andre = (i, forrige) if slutt[i] < slutt[forrige] and not np.isnan(h.fikk[i]) else (forrige, i)
            kom[beste] = min(kom[forrige], kom[i])
            behold[andre] = False
            forrige = beste
        else:
            forrige = i
    fjernet = h.pool[~behold]
    renset = Historikk(h.pool, h.gruppe, h.husstand, kom, h.fikk, h.gikk, h.ut, h.bolig, h.fra, h.boliger)
    return renset.velg(behold), fjernet


def _lukk_eldre(h: Historikk) -> tuple[Historikk, np.ndarray]:
    """Har noen nyere flyttet inn i boligen, er den som bodde der før, flyttet ut."""
    ut = h.ut.copy()
    rekke = np.lexsort((h.fikk, h.bolig))
    rekke = rekke[(h.bolig[rekke] >= 0) & ~np.isnan(h.fikk[rekke])]
    neste, denne = rekke[1:], rekke[:-1]
    samme = h.bolig[neste] == h.bolig[denne]
    aapen = samme & ~(h.ut[denne] <= h.fikk[neste]) & (h.fikk[neste] <= 0)
    # Den nyere flyttet inn en stund etter at boligen ble tom; vi vet bare at det var mellom de to.
    ut[denne[aapen]] = np.maximum(h.fikk[denne[aapen]], h.fikk[neste[aapen]] - KLARGJOERING_UKJENT)
    lukket = h.pool[denne[aapen]]
    return Historikk(h.pool, h.gruppe, h.husstand, h.kom, h.fikk, h.gikk, ut, h.bolig, h.fra, h.boliger), lukket


def _mangler(h: Historikk, pool: str, boliger: int, p: Pool) -> list[Avvik]:
    bor = int(((h.fikk <= 0) & ~(h.ut <= 0)).sum())
    funn = []
    if bor > boliger:
        funn.append(Avvik("flere_leieforhold_enn_boliger", pool, bor - boliger))
    if not boliger:
        funn.append(Avvik("ingen_boliger", pool, 0))
    if not nok(h):
        funn.append(Avvik("for_lite", pool, 0))
    if not p.stroemmer:
        funn.append(Avvik("kan_ikke_regnes", pool, 0))
    return funn


# ------------------------------------------------------------------------------------------------------ hvor mange som kommer


def _grupper(h: Historikk, pool: str) -> tuple[str, ...]:
    """Målgruppene poolen deles i: bare når både de og resten er mange nok."""
    i_poolen = h.velg(h.pool == pool)
    delt = [g for g in sorted(set(i_poolen.gruppe.tolist())) if nok(i_poolen.velg(i_poolen.gruppe == g))]
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
    """Hvor mange som kom i hvert år bakover fra i dag, det eldste først. Et ufullstendig første år er ikke med."""
    aar = int(np.floor(-h.fra + 1e-9))
    return np.histogram(h.kom, bins=np.arange(-aar, 1))[0] if aar else np.zeros(0)


def _filtrer(antall: np.ndarray, d: float) -> tuple[float, float, float]:
    """Gamma-fordelingen for nivået etter årene (form, rate), og logaritmen av hvor godt hvert år ble spådd."""
    a = _FORHAANDSVEKT * max(antall.mean(), 0.5) if antall.size else _FORHAANDSVEKT
    b = _FORHAANDSVEKT
    treff = 0.0
    for nr, y in enumerate(antall.tolist()):
        a, b = (d * a, d * b) if nr else (a, b)
        treff += math.lgamma(a + y) - math.lgamma(a) - math.lgamma(y + 1) + a * np.log(b / (b + 1)) - y * np.log(b + 1)
        a, b = a + y, b + 1
    return a, b, float(treff)


def _glemselsvekter(tellinger: list[np.ndarray]) -> np.ndarray:
    """Hvor mye vi tror på hver glemsel, felles for alle strømmene. Før vi har sett noe, tror vi mest på at nivået er stabilt."""
    log_vekt = np.array([sum(_filtrer(t, d)[2] for t in tellinger) for d in _GLEMSEL]) + np.log([0.3, 0.25, 0.2, 0.15, 0.1])
    vekt = np.exp(log_vekt - log_vekt.max())
    return vekt / vekt.sum()


def _stroem(h: Historikk, gruppe: str, antall: np.ndarray, glemsel: np.ndarray, b: Botid) -> Stroem:
    former, rater, _ = (np.array(x) for x in zip(*(_filtrer(antall, d) for d in _GLEMSEL)))
    snitt = former / rater
    nivaa = float(glemsel @ snitt)
    varians = float(glemsel @ (former / rater**2 + (snitt - nivaa) ** 2))
    # Den samme glemselen framover: nivået er like usikkert om et år som fjoråret viste.
    drift = np.sqrt(glemsel @ ((1 - np.array(_GLEMSEL)) / np.array(_GLEMSEL) / former))
    bor = (h.fikk <= 0) & ~(h.ut <= 0)
    venter = (h.kom <= 0) & np.isnan(h.fikk) & ~(h.gikk <= 0)
    return Stroem(gruppe, nivaa, np.sqrt(varians) / max(nivaa, 1e-9), min(float(drift), _DRIFT_HOEYST), b,
                  float(bor.sum()), tuple(np.sort(-h.fikk[bor]).tolist()), float(venter.sum()))


# ------------------------------------------------------------------------------------------- hvor lenge de blir, og hva som skjer imens


def opphold(h: Historikk) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Leieforholdene slik `botid.tilpass` vil ha dem: alder da registrene begynte, alder til slutt, og om de er slutt."""
    bodd = (h.fikk <= 0) & ~(h.ut <= h.fra)
    fikk, ut = h.fikk[bodd], h.ut[bodd]
    flyttet = ut <= 0
    return np.maximum(h.fra - fikk, 0), np.where(flyttet, ut, 0) - fikk, flyttet


def _botid(h: Historikk) -> Botid | None:
    inn, ut, flyttet = opphold(h)
    return botid.tilpass(inn, ut, flyttet) if flyttet.any() else None


def _klargjoering(h: Historikk) -> tuple[float, float]:
    """Gjennomsnittlig tid (år) fra en bolig ble tom til den var leid ut igjen, når noen ventet, og den relative usikkerheten."""
    rekke = np.lexsort((h.fikk, h.bolig))
    rekke = rekke[(h.bolig[rekke] >= 0) & (h.fikk[rekke] <= 0)]
    foer, etter = rekke[:-1], rekke[1:]
    par = (h.bolig[foer] == h.bolig[etter]) & (h.ut[foer] >= h.fra) & (h.fikk[etter] >= h.ut[foer])
    tom, fylt = h.ut[foer[par]], h.fikk[etter[par]]
    slutt = np.fmin(np.where(np.isnan(h.fikk), np.inf, h.fikk), np.where(np.isnan(h.gikk), np.inf, h.gikk))
    ventet = (h.kom[None, :] <= tom[:, None]) & (slutt[None, :] > tom[:, None])
    dager = (fylt - tom)[ventet.any(axis=1)] if tom.size else tom
    if dager.size < 3:
        return KLARGJOERING_UKJENT, 0.5
    return float(dager.mean()), float(np.clip(dager.std(ddof=1) / np.sqrt(dager.size) / max(dager.mean(), 1e-9), 0.02, 0.5))


def _avganger(h: Historikk, pooler: list[str]) -> dict[str, tuple[float, float]]:
    """Hvor mange av dem som venter, som gir opp per år i hver pool. Poolene støtter hverandre: det er få som gjør det."""
    slutt = np.fmin(np.where(np.isnan(h.fikk), 0, h.fikk), np.where(np.isnan(h.gikk), 0, h.gikk))
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
