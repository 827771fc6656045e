"""Reglene en setning skal holde for å kunne leses høyt og limes inn i en sak: hele setninger på målformen som
er i bruk, korte nok, med riktig tall og kjønn, og ramser ingen kan lese feil.
"""

import re
from collections.abc import Iterator

from spraak import bare_bokmaal_i, feil_i

from boligdata.felles import katalog, maalform, norsk
from boligdata.felles.maalform import BOKMAAL, NYNORSK, si

LENGST = 30
_NB = "\N{NO-BREAK SPACE}"
# Punktum etter disse slutter ikke setningen, og heller ikke etter et tall foran en liten bokstav:
# «3. tertial», «1. januar».
_FORKORTET = r"(?<!\bnr)(?<!\bmill)(?<!\bjf)(?<!\d)"
# Artiklene foran ord med et annet kjønn, på hver målform.
_GALT_KJOENN = {
    BOKMAAL: (
        (
            "et|ett",
            "bolig|husstand|søknad|tjeneste|utkastelse|klage|kontrakt|måned|dag",
        ),
        ("et|ett", "innbygger|enhet|begjæring"),
        ("en|én", "tiltak|vedtak|avslag|opphold|startlån|virkemiddel|tilbud|prosjekt"),
    ),
    NYNORSK: (
        ("eit|eitt|ei|éi", "bustad|husstand|søknad|kontrakt|månad|dag|innbyggjar"),
        ("eit|eitt|ein|éin", "teneste|utkasting|klage|eining|endring|gruppe|målgruppe"),
        ("ein|éin|ei|éi", "tiltak|vedtak|avslag|opphald|startlån|verkemiddel|tilbod"),
        ("ein|éin|ei|éi", "prosjekt|krav"),
    ),
}
_FLERTALL = "nye|flere|fleire|færre|vedtatte|vedtekne|andre|ledige"
_MOENSTRE = {
    "begynner ikke med stor bokstav": re.compile(r"^[^A-ZÆØÅ0-9«]"),
    "slutter ikke med punktum": re.compile(r"[^.!?]$"),
    "liten bokstav etter punktum": re.compile(rf"{_FORKORTET}\. [a-zæøå]"),
    "dobbelt tegn": re.compile(r"  |\.\.|,,|,\.|\.,| [.,;:]( |$)"),
    "galt tall": re.compile(rf"(?<![\d,.{_NB}§/–-])1[ {_NB}](?:{_FLERTALL})\b"),
    "prosent og kroner uten hardt mellomrom": re.compile(r"\d ?%|\d (?:kr|mill)\b"),
    "tegn i stedet for ord": re.compile("[◐●○]"),
    "dobbelt og": re.compile(
        r"\bog og\b|\b(?:og|samt) [^,.;:()«»\d–]*\b(?:og|samt)\b", re.I
    ),
}


def brudd_i(tekst: str) -> Iterator[str]:
    """Det som er galt med teksten, som kan ha flere setninger."""
    ren = tekst.replace("**", "")
    if engelsk := feil_i(ren):
        yield f"skal ikke stå der: «{engelsk}»"
    if maalform.i_bruk() == NYNORSK and (bokmaal := bare_bokmaal_i(ren)):
        yield f"bokmål: «{bokmaal}»"
    for artikkel, ordene in _GALT_KJOENN[maalform.i_bruk()]:
        if treff := re.search(rf"\b(?:{artikkel}) (?:{ordene})\b", ren, re.I):
            yield f"galt kjønn: «{treff.group()}»"
    for regel, moenster in _MOENSTRE.items():
        if treff := moenster.search(_uten_navn(ren) if "og" in regel else ren):
            yield f"{regel}: «{treff.group()}»"
    for entall, flertall in _entall_og_flertall():
        if treff := re.search(rf"(?<![\d,.{_NB}§/–-])1 {flertall}\b", ren):
            yield f"flertall av én: «{treff.group()}»"
        if treff := re.search(rf"(?<![\d,.])(?:\d*[02-9]|\d+1) {entall}\b", ren):
            yield f"entall av flere: «{treff.group()}»"
    yield from for_lange_i(ren)


def for_lange_i(tekst: str) -> Iterator[str]:
    """Setningene i teksten som er for lange til å leses høyt."""
    for setning in re.split(r"[.!?] (?=[A-ZÆØÅ«\d])|; |\n", tekst):
        ord_ = setning.replace(_NB, "").split()
        if len(ord_) > LENGST:
            yield f"{len(ord_)} ord: «{setning}»"


def _uten_navn(tekst: str) -> str:
    """Teksten der navn som selv har et «og», er byttet ut."""
    moenster = _navn_med_og()
    return moenster.sub("NAVN", tekst)


@maalform.husk
def _navn_med_og() -> re.Pattern:
    navn = {
        kode.navn
        for dimensjon in katalog.dimensjoner().values()
        for kode in dimensjon.koder
        if " og " in kode.navn
    }
    lengst_foerst = sorted(map(re.escape, navn), key=len, reverse=True)
    return re.compile("|".join(lengst_foerst), re.IGNORECASE)


@maalform.husk
def _entall_og_flertall() -> tuple[tuple[str, str], ...]:
    """Ordene som telles, der de to er ulike: «eit verkemiddel» heter også «fleire verkemiddel»."""
    ordene = [(si(entall), si(flertall)) for flertall, entall in norsk.ENTALL.items()]
    return tuple(
        (re.escape(entall), re.escape(flertall))
        for entall, flertall in ordene
        if entall != flertall
    )
