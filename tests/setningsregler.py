"""Reglene en setning skal holde for å kunne leses høyt og limes inn i en sak: hele setninger på norsk, korte
nok, med riktig tall og kjønn, og ramser ingen kan lese feil.
"""

import functools
import re
from collections.abc import Iterator

from spraak import feil_i

from boligdata.felles import katalog, norsk

LENGST = 30
_NB = "\N{NO-BREAK SPACE}"
# Punktum etter disse slutter ikke setningen, og heller ikke etter et tall foran en liten bokstav:
# «3. tertial», «1. januar».
_FORKORTET = r"(?<!\bnr)(?<!\bmill)(?<!\bjf)(?<!\d)"
_FELLESKJOENN = "bolig|husstand|søknad|tjeneste|utkastelse|klage|kontrakt|måned|dag|innbygger|enhet|begjæring"
_INTETKJOENN = "tiltak|vedtak|avslag|opphold|startlån|virkemiddel|tilbud|prosjekt"
_MOENSTRE = {
    "begynner ikke med stor bokstav": re.compile(r"^[^A-ZÆØÅ0-9«]"),
    "slutter ikke med punktum": re.compile(r"[^.!?]$"),
    "liten bokstav etter punktum": re.compile(rf"{_FORKORTET}\. [a-zæøå]"),
    "dobbelt tegn": re.compile(r"  |\.\.|,,|,\.|\.,| [.,;:]( |$)"),
    "galt kjønn": re.compile(
        rf"\b(?:et|ett) (?:{_FELLESKJOENN})\b|\b(?:en|én) (?:{_INTETKJOENN})\b", re.I
    ),
    "galt tall": re.compile(
        rf"(?<![\d,.{_NB}§/–-])1[ {_NB}](?:nye|flere|færre|vedtatte|andre|ledige)\b"
    ),
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
    for regel, moenster in _MOENSTRE.items():
        if treff := moenster.search(_uten_navn(ren) if "og" in regel else ren):
            yield f"{regel}: «{treff.group()}»"
    for entall, flertall in _entall_og_flertall():
        if treff := re.search(rf"(?<![\d,.{_NB}§/–-])1 {flertall}\b", ren):
            yield f"flertall av én: «{treff.group()}»"
        if treff := re.search(rf"(?<![\d,.])(?:\d*[02-9]|\d+1) {entall}\b", ren):
            yield f"entall av flere: «{treff.group()}»"
    for setning in re.split(r"[.!?] (?=[A-ZÆØÅ«\d])|; ", ren):
        ord_ = setning.replace(_NB, "").split()
        if len(ord_) > LENGST:
            yield f"{len(ord_)} ord: «{setning}»"


def _uten_navn(tekst: str) -> str:
    """Teksten der navn som selv har et «og», er byttet ut."""
    moenster = _navn_med_og()
    return moenster.sub("NAVN", tekst)


@functools.cache
def _navn_med_og() -> re.Pattern:
    navn = {
        kode.navn
        for dimensjon in katalog.dimensjoner().values()
        for kode in dimensjon.koder
        if " og " in kode.navn
    }
    lengst_foerst = sorted(map(re.escape, navn), key=len, reverse=True)
    return re.compile("|".join(lengst_foerst), re.IGNORECASE)


@functools.cache
def _entall_og_flertall() -> tuple[tuple[str, str], ...]:
    return tuple(
        (re.escape(entall), re.escape(flertall))
        for flertall, entall in norsk.ENTALL.items()
    )
