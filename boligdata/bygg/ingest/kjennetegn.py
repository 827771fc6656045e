"""Kjenner igjen personopplysninger i teksten i en celle.

`sikre` er det som ikke kan være noe annet: kontrollsifrene stemmer, eller formen er entydig. De
andre er det som ligner, og som først betyr noe når det er mye av det i en kolonne.
"""

import re
from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from boligdata.bygg.ingest.personord import EPOST, FORNAVN, TELEFON
from boligdata.felles.identitetsnummer import (
    ELLEVE,
    SKILLE_I_NUMMER,
    TOLV,
    begynner_som_foedselsnummer,
    er_tall_uten_null,
    numre,
    sikkert,
)
from boligdata.felles.tekst import uten_usynlige

# Står mellom celler som siles sammen. Tegnet finnes ikke i uttrekk.
_SKILLE = "\x1f"

_M = SKILLE_I_NUMMER
_TELEFON_MED_LANDKODE = f"(?:[+]|00){_M}?47{_M}?[2-9](?:{_M}?[0-9]){{7}}"
# Ingen identifikatorer uten @ har færre tegn.
_KORTEST = 10
_SIL = f"[0-9]{{10}}|{ELLEVE}|{TOLV}|@|{_TELEFON_MED_LANDKODE}"

_EPOST = re.compile(r"[^\s@<>\"';,:()]+@[^\s@<>\"';,()]+\.[A-Za-z]{2,}")
_LANDKODE = re.compile(f"(?<![0-9]){_TELEFON_MED_LANDKODE}(?![0-9])")
_TELEFON = re.compile(
    "(?<![0-9])(?:[49][0-9]{2} [0-9]{2} [0-9]{3}|[2-9][0-9](?: [0-9]{2}){3})(?![0-9])"
)
_AATTE_SIFRE = re.compile("[^0-9]*[2-9](?:[^0-9]?[0-9]){7}[^0-9]*")


def slipper_gjennom(tekster: Iterable[str]) -> bool:
    """En grov og rask sil, for mange celler om gangen: kan det være noe `sikre` eller `er_mulig`
    kjenner igjen?
    """
    tekster = list(tekster)
    if "@" in _SKILLE.join(tekster):
        return True
    lange = _SKILLE.join([tekst for tekst in tekster if len(tekst) >= _KORTEST])
    if not lange:
        return False
    sil = pc.match_substring_regex(pa.array([uten_usynlige(lange)]), _SIL)
    return sil[0].as_py()


def sikre(celle: str) -> set[str]:
    """Hva slags sikre identifikatorer cellen har."""
    celle = uten_usynlige(celle)
    hva = {slag for _, sifre in numre(celle) if (slag := sikkert(sifre))}
    if "@" in celle and _EPOST.search(celle):
        hva.add(EPOST)
    if "47" in celle and _LANDKODE.search(celle):
        hva.add(TELEFON)
    return hva


def er_mulig(celle: str) -> bool:
    """Har cellen et tall på elleve sifre der de seks første er en dato, uansett kontrollsifre?

    Ti sifre regnes ikke med: saksnummer som begynner med et årstall (2021…), ville alltid lignet.
    """
    celle = uten_usynlige(celle)
    return not er_tall_uten_null(celle) and any(
        len(sifre) == 11 and begynner_som_foedselsnummer(sifre)
        for _, sifre in numre(celle)
    )


def er_langt_tall(celle: str) -> bool:
    """Bare ti til tolv sifre, som et kontonummer eller et langt saksnummer."""
    return celle.isdecimal() and 10 <= len(celle) <= 12


def er_navn(celle: str) -> bool:
    """«Kari Nordmann», «Nordmann, Kari» eller «NORDMANN KARI»: to til fire ord, og ett av dem et
    vanlig fornavn.
    """
    ord_ = celle.replace(",", " ").split()
    return (
        2 <= len(ord_) <= 4
        and all(
            ordet[0].isupper() and re.sub("['’.-]", "", ordet).isalpha()
            for ordet in ord_
        )
        and any(
            del_ in FORNAVN for ordet in ord_ for del_ in ordet.casefold().split("-")
        )
    )


def er_telefon(celle: str) -> bool:
    """Har cellen et telefonnummer skrevet slik vi skriver dem: 3-2-3 eller to og to sifre?"""
    return bool(_TELEFON.search(celle))


def er_aatte_sifre(celle: str) -> bool:
    """Åtte sifre, som under overskriften «telefon» er et telefonnummer."""
    return bool(_AATTE_SIFRE.fullmatch(celle))


def dekk(tekst: str) -> str:
    """Teksten med sikre identifikatorer dekket over. For navn på filer og ark, som vises."""
    for sted, sifre in numre(tekst):
        if sikkert(sifre):
            tekst = tekst.replace(sted, "…")
    for uttrykk in (_EPOST, _LANDKODE):
        tekst = uttrykk.sub("…", tekst)
    return tekst
