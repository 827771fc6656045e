"""Kjenner igjen personopplysninger i teksten i en celle.

`sikre` er det som ikke kan være noe annet: kontrollsifrene stemmer, eller formen er entydig. De
andre er det som ligner, og som først betyr noe når det er mye av det i en kolonne.
"""

import re
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from boligdata.bygg.ingest.identitetsnummer import (
    begynner_som_foedselsnummer,
    er_duf_nummer,
    er_foedselsnummer,
)
from boligdata.bygg.ingest.personord import DUF, EPOST, FOEDSELSNUMMER, FORNAVN, TELEFON
from boligdata.felles.tekst import uten_usynlige

# Står mellom celler som siles sammen. Tegnet finnes ikke i uttrekk.
SKILLE = "\x1f"

# Det som kan stå mellom sifrene i et nummer: mellomrom av alle slag, strek og skråstrek. I datoer
# også punktum.
_M = "[\\s\u00a0\u2007\u2009\u202f/\u2010-\u2013\u2212-]"
_P = f"(?:{_M}|[.])"
_DATO = f"(?:[0-9]{{6}}|[0-9]{{2}}{_P}[0-9]{{2}}{_P}(?:19|20)?[0-9]{{2}})"
_FEM_SISTE = f"[0-9]{{3}}{_M}?[0-9]{{2}}"
_ELLEVE = f"{_DATO}{_M}?{_FEM_SISTE}"
_TOLV = f"[0-9]{{4}}{_M}?[0-9]{{6}}{_M}?[0-9]{{2}}"
_TELEFON_MED_LANDKODE = f"(?:[+]|00){_M}?47{_M}?[2-9](?:{_M}?[0-9]){{7}}"
_SIL = f"[0-9]{{10}}|{_ELLEVE}|{_TOLV}|@|{_TELEFON_MED_LANDKODE}"

# Foran et nummer kan det ikke stå et siffer, og heller ikke et desimaltegn: da er det desimalene i
# en koordinat. Det letes fra hvert tegn («?=»), så et tall foran nummeret ikke skjuler det.
_NUMMER = re.compile(f"(?=(?<![0-9])(?<![0-9][.,])({_ELLEVE}|{_TOLV})(?![0-9]))")
_UTEN_NULL = re.compile(r"['\"\s]*([0-9]{10})(?:[.,]0+)?['\"\s]*")
_KODE = re.compile(
    "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|[0-9A-Fa-f]{32,}"
)
_EPOST = re.compile(r"[^\s@<>\"';,:()]+@[^\s@<>\"';,()]+\.[A-Za-z]{2,}")
_LANDKODE = re.compile(f"(?<![0-9]){_TELEFON_MED_LANDKODE}(?![0-9])")
_TELEFON = re.compile(
    "(?<![0-9])(?:[49][0-9]{2} [0-9]{2} [0-9]{3}|[2-9][0-9](?: [0-9]{2}){3})(?![0-9])"
)
_AATTE_SIFRE = re.compile("[^0-9]*[2-9](?:[^0-9]?[0-9]){7}[^0-9]*")


def slipper_gjennom(tekst: str) -> bool:
    """En grov og rask sil, for mange celler om gangen: kan det være noe `sikre` eller `er_mulig`
    kjenner igjen?
    """
    return pc.match_substring_regex(pa.array([uten_usynlige(tekst)]), _SIL)[0].as_py()


def sikre(celle: str) -> set[str]:
    """Hva slags sikre identifikatorer cellen har."""
    celle = uten_usynlige(celle)
    hva = {slag for _, sifre in _numre(celle) if (slag := _sikkert_nummer(sifre))}
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
    return not _UTEN_NULL.fullmatch(celle) and any(
        len(sifre) == 11 and begynner_som_foedselsnummer(sifre)
        for _, sifre in _numre(celle)
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
    for sted, sifre in _numre(tekst):
        if _sikkert_nummer(sifre):
            tekst = tekst.replace(sted, "…")
    for uttrykk in (_EPOST, _LANDKODE):
        tekst = uttrykk.sub("…", tekst)
    return tekst


def _numre(celle: str) -> Iterator[tuple[str, str]]:
    """Hvert tall på elleve eller tolv sifre: slik det står, og bare sifrene."""
    if uten_null := _UTEN_NULL.fullmatch(celle):
        yield celle, "0" + uten_null[1]  # Excel gjør 01… til tallet 1….
        return
    for funn in _NUMMER.finditer(celle):
        sifre = re.sub("[^0-9]", "", funn[1])
        if not _i_en_kode(celle, *funn.span(1)):
            yield (
                funn[1],
                sifre if len(sifre) < 13 else sifre[:4] + sifre[6:],
            )  # Fødselsåret kan ha fire sifre.


def _sikkert_nummer(sifre: str) -> str | None:
    if len(sifre) == 11:
        return FOEDSELSNUMMER if er_foedselsnummer(sifre) else None
    return DUF if er_duf_nummer(sifre) else None


def _i_en_kode(celle: str, fra: int, til: int) -> bool:
    """Sifrene i en GUID eller en hash er tilfeldige, og noen av dem ligner."""
    return any(
        kode.start() <= fra and til <= kode.end() for kode in _KODE.finditer(celle)
    )
