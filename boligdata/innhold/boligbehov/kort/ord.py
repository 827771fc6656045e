"""Ordene på siden Boligbehov: tekstene i `tekster.toml`, og tall, mål og tiltak skrevet slik en
leser sier dem."""

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
FLERTALL = "8 av 10 beregnede framtider"


@functools.cache
def _tekster() -> dict:
    return tomllib.loads(
        (PAKKE / "innhold" / "boligbehov" / "kort" / "tekster.toml").read_text(
            encoding="utf-8"
        )
    )


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


def om_lag(tall: float) -> str:
    """Et anslag, rundet av til nærmeste fem."""
    return norsk.tall(5 * round(tall / 5))


def spenn(lav: float, hoey: float, mellom: str = "–") -> str:
    """Et spenn, rundet utover til hele femmere: et anslag mange år fram har ikke flere sifre enn
    det."""
    return f"{norsk.tall(5 * math.floor(lav / 5))}{mellom}{norsk.tall(5 * math.ceil(hoey / 5))}"


def poolnavn(pool: str) -> str:
    """Navnet på boligtypene i poolen, med liten forbokstav."""
    return norsk.liten_forbokstav(grunnlag.navn(pool))


def scenarionavn(s: Scenario) -> str:
    """Hva scenarioet heter for leseren."""
    if s.navn:
        return f"Scenario: {s.navn}"
    return "Endrede antakelser, uten navn" if s.endret else "Dagens antakelser"


def maaltekst(s: Scenario) -> str:
    """Målet i scenarioet som en setning."""
    m = planer.maalsetting(s)
    if m.slag == "funksjonelt_null":
        return "Køen skal i snitt ikke være lengre enn det som tildeles på en måned (funksjonelt null)."
    if m.slag == "ikke_vokser":
        return "Det skal være akkurat nok boliger til at køen ikke vokser."
    return (
        f"{norsk.med_enhet(100 * (1 - m.andel), PROSENT)} skal få bolig innen "
        f"{round(m.frist * 365.25)} dager."
    )


def greptekst(g: Grep) -> str:
    """Et grep i ord."""
    deler = [
        f"nye søkere {_fra_til(*g.soekere)}" if any(g.soekere) else "",
        f"botid {_fra_til(*g.botid)}" if any(g.botid) else "",
        f"tid mellom leietakere {_fra_til(g.klargjoering, g.klargjoering)}"
        if g.klargjoering
        else "",
        f"{norsk.endring(g.boliger, ANTALL)} boliger i {g.aar}" if g.boliger else "",
        f"kostnad {norsk.tall(g.kostnad / 1000, 1)} mill. kr" if g.kostnad else "",
    ]
    return norsk.stor(norsk.ramse([d for d in deler if d]))


def _fra_til(fra: int, til: int) -> str:
    """«−20 til −5 %», eller «−20 %» når de er like."""
    fra_, til_ = (norsk.endring(v, ANTALL) for v in (fra, til))
    return f"{fra_ if fra == til else f'{fra_} til {til_}'}\N{NO-BREAK SPACE}%"


def antakelser(s: Scenario) -> tuple[tuple[str, str], ...]:
    """Det svaret bygger på, som (ledetekst, tekst)."""
    linjer = [
        ("Mål", maaltekst(s)),
        ("Folkevekst", VEKST[s.vekst]),
        ("Eldre", ELDRE[s.eldre]),
        ("Skjult behov", norsk.med_enhet(planer.gjelder(s, "skjult"), PROSENT)),
    ]
    if len(s.sammen) > 1:
        linjer.append(("Deler boliger", norsk.ramse([poolnavn(p) for p in s.sammen])))
    linjer += [
        (
            f"Tiltak, {poolnavn(p)}",
            f"{greptekst(g)}. Kilde til virkningen: {g.kilde or 'ikke oppgitt'}.",
        )
        for p, g in s.grep
    ]
    return tuple(linjer)
