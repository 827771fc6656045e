"""Tall, datoer og perioder skrevet på norsk. Reglene for språket kommer fra Unicode CLDR gjennom
Babel.
"""

import datetime as dt
import functools
import math
import re
from collections.abc import Iterable
from dataclasses import replace

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from boligdata.felles.enheter import ENHETER, Enhet
from boligdata.felles.katalog import (
    AARSAK_IKKE_KJENT,
    IKKE_OPPGITT,
    Indikator,
    dimensjoner,
)

# Språket slås opp én gang; som tekst ville Babel gjort det ved hvert kall.
SPRAAK = Locale.parse("nb_NO")
NB = "\N{NO-BREAK SPACE}"
MANGLER = "–"


@functools.lru_cache(maxsize=20_000)
def tall(verdi: float | None, desimaler: int = 0) -> str:
    """`1234.5` blir «1 234,5» med hardt mellomrom. Manglende verdi blir «–»."""
    if verdi is None or math.isnan(verdi):
        return MANGLER
    if round(verdi, desimaler) == 0:
        # Ellers blir et lite negativt tall «−0», og det huskes også for 0, som er det samme tallet.
        verdi = 0
    skrevet = format_decimal(
        verdi,
        format="#,##0" + ("." + "0" * desimaler if desimaler else ""),
        locale=SPRAAK,
    )
    return skrevet.replace("-", "\N{MINUS SIGN}")


def uten_tegn(verdi: float | None, enhet: Enhet) -> str:
    """Tallet slik det står i en tabell. Er det vernet, er 0 «0–4», prosenter er «under 5» og «over
    95» i endene, og 0 hele måneder er «under en halv».
    """
    baand = None if verdi is None else enhet.baand(verdi)
    return _BAAND[baand] if baand else tall(verdi, enhet.desimaler)


_BAAND = {
    (0, 4): "0–4",
    (0, 5): "under 5",
    (95, 100): "over 95",
    (0, 0.5): "under en halv",
}


def med_enhet(verdi: float | None, enhet: Enhet) -> str:
    """Tallet med så mange desimaler og det tegnet enheten har: «92 %», «48 dager», «3,4 år»."""
    skrevet = uten_tegn(verdi, enhet)
    return skrevet if skrevet == MANGLER else skrevet + _tegn(skrevet, enhet)


def maaltall(verdi: float, enhet: Enhet) -> str:
    """Et mål med så mange desimaler det trenger: 45 dager er «1,5 måneder», også når tallene det
    gjelder, vises i hele måneder.
    """
    helt = round(verdi, enhet.desimaler) == verdi
    return med_enhet(
        verdi, enhet if helt else replace(enhet, desimaler=enhet.desimaler + 1)
    )


def maalgrense(indikator: Indikator, enhet: Enhet) -> str:
    """«minst 95 %» eller «høyst 20»."""
    grense = "minst" if indikator.retning == "opp" else "høyst"
    return f"{grense} {maaltall(indikator.maaltall, enhet)}"


def endring(verdi: float, enhet: Enhet) -> str:
    """Endringen med fortegn. En endring mellom to prosenttall er i prosentpoeng."""
    verdi = round(verdi, enhet.desimaler) or 0
    fortegn = "+" if verdi > 0 else ""
    tegn = (
        f"{NB}prosentpoeng"
        if enhet.er_prosent
        else _tegn(tall(abs(verdi), enhet.desimaler), enhet)
    )
    return fortegn + tall(verdi, enhet.desimaler) + tegn


def _tegn(skrevet: str, enhet: Enhet) -> str:
    """Tegnet etter tallet, i entall når det er én måned."""
    en = enhet.er_maaneder and skrevet in ("1", "under en halv")
    return (" måned" if en else enhet.tegn).replace(" ", NB)


@functools.lru_cache(maxsize=20_000)
def dato(d: dt.date) -> str:
    """«31.12.2021»."""
    return format_date(d, "dd.MM.yyyy", locale=SPRAAK)


@functools.lru_cache(maxsize=20_000)
def maaned(d: dt.date) -> str:
    """«desember 2021»."""
    return format_date(d, "MMMM yyyy", locale=SPRAAK)


def ramse(ord_: list[str]) -> str:
    """«a, b og c». Har det siste leddet selv et «og», blir det «a, b samt c og d», så ingen leser det
    som to ledd.
    """
    if len(ord_) > 1 and " og " in ord_[-1]:
        return f"{', '.join(ord_[:-1])} samt {ord_[-1]}"
    return format_list(ord_, locale=SPRAAK)


def ramse_eller(ord_: list[str]) -> str:
    """«a, b eller c»."""
    return format_list(ord_, style="or", locale=SPRAAK)


def periode(kode: str) -> str:
    """«2025» blir «2025», «2025-T3» blir «3. tertial 2025»."""
    aar, _, tertial = kode.partition("-T")
    return f"{tertial}. tertial {aar}" if tertial else aar


def periode_kort(kode: str) -> str:
    """Til akser: «2025» eller «T3 2025»."""
    aar, _, tertial = kode.partition("-T")
    return f"T{tertial} {aar}" if tertial else aar


def naar(kode: str, indikator: Indikator) -> str:
    """«ved utgangen av 2025» for beholdninger, «i 2025» for det som skjer i perioden, og «den 1.
    januar 2025» for det som er talt da.
    """
    if indikator.er_fra_nyttaar:
        return f"den 1. januar {kode.partition('-T')[0]}"
    return ("ved utgangen av " if indikator.er_beholdning else "i ") + periode(kode)


def stor(setning: str) -> str:
    """Stor forbokstav, resten som det står."""
    return setning[:1].upper() + setning[1:]


def liten_forbokstav(setning: str) -> str:
    """Liten forbokstav, resten som det står."""
    return setning[:1].lower() + setning[1:]


def tema(id: str) -> str:
    """Temaet slik det vises: «soeknader» blir «Søknader»."""
    return stor(id).replace("oe", "ø")


def liten(navn: str) -> str:
    """Liten forbokstav midt i en setning, men ikke i navn og forkortelser: «TG 1» og stedsnavn står
    som de er.
    """
    forkortelse = navn[:2].isalpha() and navn[:2].isupper()  # NAV, ROP-team
    return liten_forbokstav(navn) if navn in _kodenavn() and not forkortelse else navn


@functools.cache
def _kodenavn() -> frozenset[str]:
    return frozenset(k.navn for d in dimensjoner().values() for k in d.koder) | {
        IKKE_OPPGITT,
        AARSAK_IKKE_KJENT,
    }


def med_ord(antall: float, flertall: str, enhet: Enhet = ENHETER["antall"]) -> str:
    """«1 søknad», «101 søknader», og «0–4 søknader» når tallet er vernet."""
    return f"{uten_tegn(antall, enhet)} {ord_for(antall, flertall)}"


def ord_for(antall: float, flertall: str) -> str:
    """Ordet i entall når det er én, ellers i flertall."""
    return ENTALL.get(flertall, flertall) if abs(antall) == 1 else flertall


def flere_eller_faerre(endring: float, flertall: str) -> str:
    """«22 flere boliger», «6 færre boliger», «én bolig mer» og «én bolig mindre»."""
    if abs(endring) == 1:
        foran = "ett" if flertall in _INTETKJOENN else "én"
        return f"{foran} {ord_for(1, flertall)} {'mer' if endring > 0 else 'mindre'}"
    antall = tall(abs(endring)) if endring else "ingen"
    return f"{antall} {'færre' if endring < 0 else 'flere'} {flertall}"


# Ordene som er intetkjønn, av dem som telles.
_INTETKJOENN = ("tiltak", "vedtak", "avslag", "opphold", "startlån")
# Enhetsordene som er annerledes i entall. Avslag, opphold, startlån og vedtak er like.
ENTALL = {
    "figurer": "figur",
    "begjæringer": "begjæring",
    "innvilgede virkemidler": "innvilget virkemiddel",
    "virkemidler i bruk": "virkemiddel i bruk",
    "nye virkemidler": "nytt virkemiddel",
    "tjenester i bruk": "tjeneste i bruk",
    "henvisninger som venter": "henvisning som venter",
    "henvisninger": "henvisning",
    "ledige": "ledig",
    "dager": "dag",
    "tjenester": "tjeneste",
    "utkastelser": "utkastelse",
    "enheter": "enhet",
    "varsler": "varsel",
    "innflyttinger": "innflytting",
    "boliger": "bolig",
    "husstander": "husstand",
    "måneder": "måned",
    "innbyggere": "innbygger",
    "klager": "klage",
    "kontrakter": "kontrakt",
    "søknader": "søknad",
    "utflyttinger": "utflytting",
    "vedtatte prosjekter": "vedtatt prosjekt",
    "idéer": "idé",
}


# Binder tegnene på hver side sammen uten å vises. Streamlit lager bilder av «:smile:» og lenker av
# adresser etter at skråstrekene foran tegnene er tatt bort, så der må noe stå imellom.
_USYNLIG = "\u2060"


def bokstavelig(tekst: str) -> str:
    """Tekst fra uttrekk og filstier, så den vises som den står også der tegn ellers blir lenker,
    bilder, kursiv, overskrifter og lister.

    «2. tertial 2025» alene i en celle ville ellers blitt punkt to i en liste.
    """
    delt = re.sub(r"(:(?=\S)|@(?=\w)|\bwww(?=\.))", rf"\g<0>{_USYNLIG}", tekst)
    return re.sub(r"[\\`*_\[\]<>$~&]|^\s*#|(?<=^\d)\.(?= )", _med_skraastrek, delt)


def _med_skraastrek(treff: re.Match) -> str:
    foer, tegn = treff[0][:-1], treff[0][-1]
    return f"{foer}\\{tegn}"


def punktliste(linjer: Iterable[str]) -> str:
    """Linjene under hverandre, hver med et punkt foran, vist som de står."""
    return "\n".join(f"- {bokstavelig(linje)}" for linje in linjer)


def filnavn(tekst: str) -> str:
    """Et filnavn uten æøå, mellomrom og tegn: «Ventetid på bolig» blir «ventetid_paa_bolig»."""
    ascii_tekst = tekst.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    return re.sub(r"[^a-z0-9]+", "_", ascii_tekst).strip("_")
