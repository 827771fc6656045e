"""Hvordan tallene og datoene i en fil er skrevet, avgjort av hele kolonnen og ikke av hver celle.

«03/04/2024» er 3. april i Norge og 4. mars i USA, og «45,500» er førtifem og en halv eller førtifem
tusen. En celle alene kan ikke si det. Står «02/14/2024» eller «1,250,000» i samme kolonne, eller i en
annen kolonne i filen, er det avgjort. Er det ikke avgjort, blir cellene satt til side.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import pyarrow as pa
import pyarrow.compute as pc

from boligdata.felles.kilder import Kilde


class Skrivemaate(StrEnum):
    """Hvordan en kolonne er skrevet. `UVISS` er når det ikke kan avgjøres."""

    NORSK = "norsk"
    ENGELSK = "engelsk"
    UVISS = "uviss"


@dataclass(frozen=True)
class Form:
    """Dommen over en kolonne.

    `skrevet` er rekkefølgen på dag og måned, eller skilletegnene i tall. `byttet` er at datoer som ser
    riktige ut, kan ha fått dag og måned byttet av et program. `aapen99` er om 31.12.99 er «uten slutt»:
    ja, nei, eller None når det ikke kan avgjøres. `fra1904` er at løpenumre for datoer teller fra 1904.
    """

    skrevet: Skrivemaate = Skrivemaate.NORSK
    byttet: bool = False
    aapen99: bool | None = False
    fra1904: bool = False


VANLIG = Form()


def doem(
    kilde: Kilde, tabeller: Iterable[pa.Table], fra1904: bool = False
) -> dict[str, Form]:
    """Formen til hver kolonne med tall eller datoer. `tabeller` er alle arkene i filen, som tekst."""
    tekster: dict[str, pa.Array] = {}
    for tabell in tabeller:
        for kolonne in kilde.kolonner.values():
            if kolonne.type in ("dato", "desimal", "heltall") and (
                kolonne.id in tabell.column_names
            ):
                ulike = pc.utf8_trim_whitespace(pc.unique(tabell[kolonne.id]))
                foer = tekster.get(kolonne.id)
                tekster[kolonne.id] = (
                    ulike if foer is None else pa.concat_arrays([foer, ulike])
                )
    datoer = {
        navn: _Datospor.finn(ulike)
        for navn, ulike in tekster.items()
        if kilde.kolonner[navn].type == "dato"
    }
    tall = {
        navn: Form(_tallform(ulike))
        for navn, ulike in tekster.items()
        if navn not in datoer
    }
    felles = _Datospor.samlet(datoer.values())
    return tall | {
        navn: _datoform(spor, felles, fra1904) for navn, spor in datoer.items()
    }


# -------------------------------------------------------------------------------- datoer

_SLUTT = r"(?:\d{4}|\d{2})(?:\D.*)?$"
_AMERIKANSK = rf"^(?:0?[1-9]|1[0-2])[/-](?:1[3-9]|2\d|3[01])[/-]{_SLUTT}"
_NORSK = rf"^(?:1[3-9]|2\d|3[01])[/-](?:0?[1-9]|1[0-2])[/-]{_SLUTT}"
_ENTEN = rf"^\d{{1,2}}[/-]\d{{1,2}}[/-]{_SLUTT}"
_FORMIDDAG = r"(?i)^\d{1,2}[/-]\d{1,2}[/-].*\d ?[ap]\.?m\.?$"
# Datoer et program har gjort om: de har år først, eller punktum.
_ANDRE = r"^(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2}))(?:\D.*)?$"
_ANDRE_SEN_DAG = (
    r"^(?:\d{4}-\d{1,2}-(?:1[3-9]|2\d|3[01])|(?:1[3-9]|2\d|3[01])\.\d{1,2}\.)"
)
_NITTINI = r"^(?:31[./-]12|12[/-]31)[./-]99$"
_ETT_AAR = re.compile(r"^\d{1,2}[./-]\d{1,2}[./-](\d{4}|\d{2})\b|^((?:19|20)\d{2})\D")


@dataclass
class _Datospor:
    """Det datoene i en kolonne forteller om hvordan de er skrevet."""

    amerikansk: bool = False
    norsk: bool = False
    enten: bool = False
    andre: bool = False
    andre_sen_dag: bool = False
    nittini: bool = False
    forrige_aarhundre: bool = False

    @classmethod
    def finn(cls, ulike: pa.Array) -> "_Datospor":
        return cls(
            _har(ulike, _AMERIKANSK) or _har(ulike, _FORMIDDAG),
            _har(ulike, _NORSK),
            _har(ulike, _ENTEN),
            _har(ulike, _ANDRE),
            _har(ulike, _ANDRE_SEN_DAG),
            nittini := _har(ulike, _NITTINI),
            nittini and _har_eldre_aar(ulike),
        )

    @classmethod
    def samlet(cls, alle: Iterable["_Datospor"]) -> "_Datospor":
        ut = cls()
        for spor in alle:
            for felt in cls.__dataclass_fields__:
                setattr(ut, felt, getattr(ut, felt) or getattr(spor, felt))
        return ut


def _har(ulike: pa.Array, moenster: str) -> bool:
    return bool(pc.any(pc.match_substring_regex(ulike, moenster)).as_py())


def _har_eldre_aar(ulike: pa.Array) -> bool:
    """Står det andre datoer fra forrige århundre i kolonnen enn 31.12.99?"""
    for tekst in ulike.to_pylist():
        if tekst and not re.match(_NITTINI, tekst) and (treff := _ETT_AAR.match(tekst)):
            aar = int(treff[1] or treff[2])
            if 50 <= aar < 100 or 1900 < aar < 2000:
                return True
    return False


def _datoform(spor: _Datospor, felles: _Datospor, fra1904: bool) -> Form:
    aapen99 = None if spor.nittini and spor.forrige_aarhundre else spor.nittini
    skrevet, byttet = Skrivemaate.NORSK, False
    if spor.amerikansk and spor.norsk:
        skrevet = Skrivemaate.UVISS
    elif spor.amerikansk:
        # Et norsk program gjør om 02/03/2024, som det kan lese, og lar 02/14/2024 stå.
        byttet = spor.andre and not spor.andre_sen_dag
        skrevet = Skrivemaate.ENGELSK
    elif spor.enten and not spor.norsk:
        if felles.amerikansk == felles.norsk:
            skrevet = Skrivemaate.UVISS
        elif felles.amerikansk:
            skrevet = Skrivemaate.ENGELSK
    return Form(skrevet, byttet, aapen99, fra1904)


# ---------------------------------------------------------------------------------- tall

_TUSENKOMMA = r"\d,\d{3},\d{3}|\d,\d{3}\.\d"
_DESIMALPUNKTUM = r"^[^.,]*\d\.(?:\d{1,2}|\d{4,})[^\d.,]*$|^\D*0\.\d"
_DESIMALKOMMA = r",(?:\d{1,2}|\d{4,})[^\d.,]*$|^\D*0,\d|,\s?[-–]"
_TUSENMELLOMROM = r"\d[ \x{00a0}\x{202f}]\d{3}(?:\D|$)"
_TUSENPUNKTUM = r"\d\.\d{3}\.\d{3}|\d\.\d{3},\d"
_TVETYDIG = r"^\D*[1-9]\d{0,2}[.,]\d{3}[^\d.,]*$"


def _tallform(ulike: pa.Array) -> Skrivemaate:
    if not _har(ulike, _TVETYDIG):
        return Skrivemaate.NORSK
    engelsk = _har(ulike, _TUSENKOMMA) or _har(ulike, _DESIMALPUNKTUM)
    norsk = any(
        _har(ulike, moenster)
        for moenster in (_DESIMALKOMMA, _TUSENPUNKTUM, _TUSENMELLOMROM)
    )
    if engelsk == norsk:
        return Skrivemaate.UVISS
    return Skrivemaate.ENGELSK if engelsk else Skrivemaate.NORSK


# --------------------------------------------------------------------------------- i ord

_SKRAASTREK, _LOEPENUMMER = "dd/mm/åååå", "løpenummer fra Excel"
# Mønsteret, og slik det skrives. Det første som passer, er det cellen er skrevet som.
_DATOSLAG = (
    (re.compile(r"\d{4}[-/.]\d"), "åååå-mm-dd"),
    (re.compile(r"\d{1,2} ?\. ?\d{1,2} ?\. ?\d{4}"), "dd.mm.åååå"),
    (re.compile(r"\d{1,2} ?\. ?\d{1,2} ?\. ?\d{2}"), "dd.mm.åå"),
    (re.compile(r"\d{1,2} ?[-/] ?\d{1,2} ?[-/] ?\d{2}"), _SKRAASTREK),
    (re.compile(r"\d{5}(?:[.,]\d+)?$"), _LOEPENUMMER),
    (re.compile(r"\d{7,8}$"), "bare sifre"),
    (re.compile(r"(?i).*[a-zæøå]{3}"), "med navnet på måneden"),
)
_TUSENKOMMAENE, _DESIMALKOMMAET = "komma mellom tusenene", "komma foran desimalene"
_TALLSLAG = (
    (re.compile(r"\d[ \u00a0\u202f]\d{3}(?:\D|$)"), "mellomrom mellom tusenene"),
    (
        re.compile(r"\d\.\d{3}[.,]\d|^\D*[1-9]\d{0,2}\.\d{3}\D*$"),
        "punktum mellom tusenene",
    ),
    (re.compile(r"\d,\d{3}[.,]\d"), _TUSENKOMMAENE),
    (re.compile(r"^[^,]*,\d+[^\d.]*$"), _DESIMALKOMMAET),
    (re.compile(r"^[^.]*\.(?!\d{3}\D*$)\d+\D*$"), "punktum foran desimalene"),
    (re.compile(r"%"), "prosenttegn"),
    (re.compile(r"(?i)kr|nok|m2|m²"), "enheten i cellen"),
)


def datoene_i_ord(tekster: Iterable[str], form: Form) -> str:
    """Hvordan datoene i en kolonne er skrevet og lest."""
    if form.skrevet == Skrivemaate.UVISS:
        return "dag og måned kan ikke skilles, og radene er satt til side"
    slag = [*dict.fromkeys(filter(None, map(_datoslaget, tekster)))]
    if form.skrevet == Skrivemaate.ENGELSK:
        slag = ["mm/dd/åååå" if ett == _SKRAASTREK else ett for ett in slag]
    if form.fra1904:
        slag = [
            f"{ett} som teller fra 1904" if ett == _LOEPENUMMER else ett for ett in slag
        ]
    return ", ".join([*slag, "31.12.99 er åpen"] if form.aapen99 else slag)


def tallene_i_ord(tekster: Iterable[str], form: Form) -> str:
    """Hvordan tallene i en kolonne er skrevet og lest."""
    if form.skrevet == Skrivemaate.UVISS:
        return "komma og punktum kan ikke skilles, og radene er satt til side"
    sett = {
        navn
        for tekst in tekster
        for moenster, navn in _TALLSLAG
        if moenster.search(tekst)
    }
    if form.skrevet == Skrivemaate.ENGELSK and _DESIMALKOMMAET in sett:
        sett = sett - {_DESIMALKOMMAET} | {_TUSENKOMMAENE}
    return ", ".join(navn for _, navn in _TALLSLAG if navn in sett)


def _datoslaget(tekst: str) -> str | None:
    return next((navn for moenster, navn in _DATOSLAG if moenster.match(tekst)), None)
