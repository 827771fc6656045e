"""Ordene på siden Boligbehov: tekstene i `tekster.toml`, og tall, mål og tiltak skrevet slik en
leser sier dem.
"""

import functools
import math
import tomllib

from boligdata.felles import norsk
from boligdata.felles.config import PAKKE
from boligdata.felles.enheter import ENHETER
from boligdata.innhold.boligbehov import grunnlag, planer
from boligdata.innhold.boligbehov.scenario import ELDRE, VEKST, Grep, Scenario

ANTALL, PROSENT, FORHOLD, AAR, DAGER = (
    ENHETER[enhet] for enhet in ("antall", "prosent", "forhold", "aar", "dager")
)
ALLE_BOLIGER = "Alle boliger"


@functools.cache
def _tekster() -> dict:
    fil = PAKKE / "innhold" / "boligbehov" / "kort" / "tekster.toml"
    return tomllib.loads(fil.read_text(encoding="utf-8"))


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


def spenn(lav: float, hoey: float, mellom: str = "–") -> str:
    """Et spenn, rundet utover til hele boliger. Det er det samme overalt på siden."""
    return f"{norsk.tall(math.floor(lav))}{mellom}{norsk.tall(math.ceil(hoey))}"


def mangler_eller_til_overs(mangler: float) -> str:
    """«mangler det 55 boliger», «er det 5 boliger til overs» eller «er det akkurat nok boliger»."""
    antall = norsk.med_ord(abs(mangler), "boliger")
    if mangler > 0:
        return f"mangler det {antall}"
    return f"er det {antall} til overs" if mangler < 0 else "er det akkurat nok boliger"


def poolnavn(pool: str) -> str:
    """Navnet på boligtypene i poolen, med liten forbokstav."""
    return norsk.liten_forbokstav(grunnlag.navn(pool))


def scenarionavn(scenario: Scenario) -> str:
    """Hva scenarioet heter for leseren."""
    if scenario.navn:
        return f"Scenario: {scenario.navn}"
    if scenario.endret:
        return "Endrede antakelser, uten navn"
    return "Dagens antakelser"


def maaltekst(scenario: Scenario) -> str:
    """Målet i scenarioet som en setning."""
    maalet = planer.maalsetting(scenario)
    if maalet.slag == "funksjonelt_null":
        return "Køen skal i snitt ikke være lengre enn det som tildeles på en måned (funksjonelt null)."
    if maalet.slag == "ikke_vokser":
        return "Det skal være akkurat nok boliger til at køen ikke vokser."
    return (
        f"{norsk.med_enhet(100 * (1 - maalet.andel), PROSENT)} skal få bolig innen "
        f"{round(maalet.frist * planer.DAGER_I_AARET)} dager."
    )


def greptekst(grep: Grep) -> str:
    """Et grep i ord."""
    deler = []
    if any(grep.soekere):
        deler.append(f"nye søkere {_fra_til(*grep.soekere)}")
    if any(grep.botid):
        deler.append(f"botid {_fra_til(*grep.botid)}")
    if grep.klargjoering:
        tid = _fra_til(grep.klargjoering, grep.klargjoering)
        deler.append(f"tid mellom leietakere {tid}")
    if grep.boliger:
        boliger = norsk.ord_for(grep.boliger, "boliger")
        deler.append(f"{norsk.endring(grep.boliger, ANTALL)} {boliger} i {grep.aar}")
    if grep.kostnad:
        deler.append(f"kostnad {norsk.tall(grep.kostnad / 1000, 1)} mill. kr")
    return norsk.stor(norsk.ramse(deler))


def _fra_til(fra: int, til: int) -> str:
    """«−20 til −5 %», eller «−20 %» når de er like."""
    fra_tekst, til_tekst = (norsk.endring(prosent, ANTALL) for prosent in (fra, til))
    tekst = fra_tekst if fra == til else f"{fra_tekst} til {til_tekst}"
    return f"{tekst}\N{NO-BREAK SPACE}%"


def antakelser(scenario: Scenario) -> tuple[tuple[str, str], ...]:
    """Det svaret bygger på, som (ledetekst, tekst)."""
    skjult = norsk.med_enhet(planer.gjelder(scenario, "skjult"), PROSENT)
    linjer = [
        ("Mål", maaltekst(scenario)),
        ("Folkevekst", VEKST[scenario.vekst]),
        ("Eldre", ELDRE[scenario.eldre]),
        ("Skjult behov", skjult),
    ]
    if len(scenario.sammen) > 1:
        deler = norsk.ramse([poolnavn(pool) for pool in scenario.sammen])
        linjer.append(("Deler boliger", deler))
    for pool, grep in scenario.grep:
        kilde = grep.kilde or "ikke oppgitt"
        tekst = f"{greptekst(grep)}. Kilde til virkningen: {kilde}."
        linjer.append((f"Tiltak, {poolnavn(pool)}", tekst))
    return tuple(linjer)
