"""Ordene på siden Boligbehov: tekstene i `tekster.toml`, og tall, mål og tiltak skrevet slik en
leser sier dem.
"""

import math
from collections.abc import Iterable

from boligdata import lesing
from boligdata.felles import norsk
from boligdata.felles.config import PAKKE
from boligdata.felles.enheter import ENHETER
from boligdata.felles.erklaering import les_toml
from boligdata.felles.maalform import fast, husk, si
from boligdata.innhold.boligbehov import grunnlag, planer
from boligdata.innhold.boligbehov.scenario import (
    ELDRE,
    MAAL,
    MAATER,
    VEKST,
    Grep,
    Scenario,
)

ANTALL, PROSENT, FORHOLD, AAR, DAGER = (
    ENHETER[enhet] for enhet in ("antall", "prosent", "forhold", "aar", "dager")
)
ALLE_BOLIGER = fast("Alle boliger")


@husk
def _tekster() -> dict:
    return les_toml(PAKKE / "innhold" / "boligbehov" / "kort" / "tekster.toml").felt


def korttekst(kort: str) -> dict[str, str]:
    """Tittelen, definisjonen og fortolkningen til et kort."""
    return _tekster()["kort"][kort]


def delnavn(del_: str) -> str:
    """Navnet på en del av behovet."""
    return _tekster()["del"][del_]


def avvikskoder() -> tuple[str, ...]:
    """Alt som kan bli funnet i uttrekkene."""
    return tuple(_tekster()["avvik"])


def avvikstekst(kode: str) -> str:
    """Hva et avvik i uttrekkene betyr for behovet, og hva som må gjøres."""
    return _tekster()["avvik"][kode]


def i_hele(lav: float, hoey: float) -> tuple[str, str]:
    """Endene av et spenn, rundet utover til hele boliger. De er de samme overalt på siden."""
    return norsk.tall(math.floor(lav)), norsk.tall(math.ceil(hoey))


def spenn(lav: float, hoey: float) -> str:
    """Et spenn i hele boliger."""
    return "–".join(i_hele(lav, hoey))


def poolnavn(pool: str) -> str:
    """Navnet på boligtypene i poolen, med liten forbokstav."""
    return norsk.liten_forbokstav(grunnlag.navn(pool))


def typenavn(boligtyper: Iterable[str]) -> str:
    """De av boligtypene kommunen har, som en ramse med små forbokstaver."""
    alle = lesing.dimensjon("boligtype")
    navn = (alle[typen] for typen in boligtyper if typen in alle)
    return norsk.ramse([norsk.liten_forbokstav(en) for en in navn])


def scenarionavn(scenario: Scenario) -> str:
    """Hva scenarioet heter for leseren."""
    if scenario.navn:
        return si("Scenario: {navn}", navn=scenario.navn)
    if scenario.endret:
        return si("Endrede antakelser, uten navn")
    return si("Dagens antakelser")


def valgt_i_ord(scenario: Scenario) -> str:
    """Det som er valgt for hele siden: målet, folkeveksten og behovet til eldre."""
    return si(
        "{maal}. Folkevekst: {vekst}. Eldre: {eldre}.",
        maal=si(MAAL[scenario.maal]),
        vekst=norsk.liten_forbokstav(si(VEKST[scenario.vekst])),
        eldre=norsk.liten_forbokstav(si(ELDRE[scenario.eldre])),
    )


def maaltekst(scenario: Scenario) -> str:
    """Målet i scenarioet som en setning."""
    maalet = planer.maalsetting(scenario)
    if maalet.slag == "funksjonelt_null":
        return si(
            "Køen skal i snitt ikke være lengre enn det som tildeles på en måned (funksjonelt null)."
        )
    if maalet.slag == "ikke_vokser":
        return si("Det skal være akkurat nok boliger til at køen ikke vokser.")
    andel, dager = maalet_i_tall(scenario)
    return si("{andel} skal få bolig innen {dager} dager.", andel=andel, dager=dager)


def maalet_i_tall(scenario: Scenario) -> tuple[str, str]:
    """Andelen som skal få bolig innen fristen, og fristen i dager."""
    maalet = planer.maalsetting(scenario)
    andel = norsk.med_enhet(100 * (1 - maalet.andel), PROSENT)
    return andel, str(round(maalet.frist * planer.DAGER_I_AARET))


def greptekst(grep: Grep) -> str:
    """Et grep i ord."""
    deler = []
    if any(grep.soekere):
        deler.append(si("nye søkere {endring}", endring=_fra_til(*grep.soekere)))
    if any(grep.botid):
        deler.append(si("botid {endring}", endring=_fra_til(*grep.botid)))
    if grep.klargjoering:
        tid = _fra_til(grep.klargjoering, grep.klargjoering)
        deler.append(si("tid mellom leietakere {endring}", endring=tid))
    if grep.startlaan:
        husstander = norsk.med_ord(grep.startlaan, si("husstander"))
        deler.append(si("startlån til {husstander} i året", husstander=husstander))
    if grep.boliger:
        boliger = norsk.ord_for(grep.boliger, si("boliger"))
        antall = norsk.endring(grep.boliger, ANTALL)
        deler.append(
            si(
                "{antall} {boliger} i {aar}",
                antall=antall,
                boliger=boliger,
                aar=grep.aar,
            )
        )
        if grep.maate:
            deler[-1] += f" ({_maaten(grep)})"
    deler += [
        si(mal, kroner=tusen_kroner(*getattr(grep, felt)))
        for felt, mal in _KOSTER.items()
        if any(getattr(grep, felt))
    ]
    return norsk.stor(norsk.ramse(deler))


def _maaten(grep: Grep) -> str:
    maate = si(MAATER[grep.maate]).lower()
    if not grep.gaar_ut:
        return maate
    return si("{maate} til {aar}", maate=maate, aar=grep.gaar_ut)


_KOSTER = {
    "per_bolig": fast("{kroner} for hver bolig"),
    "per_aar": fast("{kroner} for hver bolig i året"),
    "resten": fast("{kroner} i året til resten"),
}


def tusen_kroner(fra: float, til: float) -> str:
    """Et spenn i tusen kroner: «450–600 tusen kr», eller «1,2–2,5 mill. kr» fra en million og opp. Er
    endene like, står det ett tall.
    """
    if til >= 1000:
        ender = [norsk.tall(kroner / 1000, 1) for kroner in (fra, til)]
        mal = fast("{kroner}\N{NO-BREAK SPACE}mill. kr")
    else:
        ender = [norsk.tall(round(kroner)) for kroner in (fra, til)]
        mal = fast("{kroner} tusen kr")
    return si(mal, kroner="–".join(dict.fromkeys(ender)))


def _fra_til(fra: int, til: int) -> str:
    """«−20 til −5 %», eller «−20 %» når de er like."""
    fra_tekst, til_tekst = (norsk.endring(prosent, ANTALL) for prosent in (fra, til))
    tekst = fra_tekst
    if fra != til:
        tekst = si("{fra} til {til}", fra=fra_tekst, til=til_tekst)
    return f"{tekst}\N{NO-BREAK SPACE}%"


def antakelser(scenario: Scenario) -> tuple[tuple[str, str], ...]:
    """Det svaret bygger på, som (ledetekst, tekst)."""
    skjult = norsk.med_enhet(planer.gjelder(scenario, "skjult"), PROSENT)
    linjer = [
        (si("Mål"), maaltekst(scenario)),
        (si("Folkevekst"), si(VEKST[scenario.vekst])),
        (si("Eldre"), si(ELDRE[scenario.eldre])),
        (si("Skjult behov"), skjult),
    ]
    if len(scenario.sammen) > 1:
        deler = norsk.ramse([poolnavn(pool) for pool in scenario.sammen])
        linjer.append((si("Deler boliger"), deler))
    for pool, grep in scenario.grep:
        tekst = si(
            "{tiltaket}. Kilde til virkningen: {kilde}.",
            tiltaket=greptekst(grep),
            kilde=grep.kilde or si("ikke oppgitt"),
        )
        ledetekst = si("Tiltak, {boligtype}", boligtype=poolnavn(pool))
        linjer.append((ledetekst, tekst))
    return tuple(linjer)
