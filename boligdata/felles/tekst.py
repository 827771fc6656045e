"""Tekst slik den skal sammenlignes: uten usynlige tegn, og med én form for hvert navn.

Uttrekkene og handlingsdelen kommer fra de samme Word- og Excel-filene, og leses med samme regel.
"""

import re
import unicodedata
from collections.abc import Container

# Myk bindestrek, tegn uten bredde, og tegn som sier hvilken vei teksten går.
_USYNLIGE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_TOMME_MERKER = {"NULL", "(null)"}


def rens(tekst: str) -> str:
    """Celleteksten uten usynlige tegn, med vanlige mellomrom og med æøå i én form. Tom tekst betyr
    tom celle.
    """
    if not tekst.isascii():
        tekst = uten_usynlige(unicodedata.normalize("NFC", tekst))
    tekst = " ".join(tekst.split())
    return "" if tekst in _TOMME_MERKER else tekst


def uten_usynlige(tekst: str) -> str:
    """Teksten uten myk bindestrek og andre tegn som ikke synes."""
    return tekst if tekst.isascii() else _USYNLIGE.sub("", tekst)


_NORSK = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


def noekkelform(tekst: str) -> str:
    """Formen to navn sammenlignes i: små bokstaver og sifre, uten mellomrom og tegn, æ som ae, ø
    som oe og å som aa.
    """
    if tekst.isascii():
        return "".join(filter(str.isalnum, tekst.lower()))
    tekst = unicodedata.normalize("NFKC", tekst).casefold().translate(_NORSK)
    return "".join(filter(str.isalnum, unicodedata.normalize("NFD", tekst)))


_SKILLETEGN = (";", "|", ",", "/", " og ")


def del_opp(
    tekst: str, oppslag: Container[str], skilletegn: tuple[str, ...] = _SKILLETEGN
) -> list[str]:
    """Del bare opp når teksten ikke er en kjent verdi: «Rus og psykisk helse» er én målgruppe."""
    if noekkelform(tekst) in oppslag or not skilletegn:
        return [tekst]
    deler = [del_.strip() for del_ in tekst.split(skilletegn[0]) if del_.strip()]
    return [del_ for delen in deler for del_ in del_opp(delen, oppslag, skilletegn[1:])]
