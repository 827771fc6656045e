"""Hva et tallformat viser et tall som: en dato, et klokkeslett, prosent eller bare et tall.

Formatet er likt skrevet i .xlsx, .xlsb og .xls, og har de samme numrene når det er innebygd.
"""

import re

_INNEBYGDE = {
    nr: slag
    for slag, numrene in (
        ("prosent", range(9, 11)),
        ("dato", range(14, 18)),
        ("tid", range(18, 22)),
        ("dato", range(22, 23)),
        ("dato", range(27, 37)),
        ("tid", range(45, 48)),
        ("dato", range(50, 59)),
    )
    for nr in numrene
}
_UTEN_BETYDNING = re.compile(r'"[^"]*"|\\.|_.|\*.')
_VARIGHET = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_HAKER = re.compile(r"\[[^\]]*\]")


def slag(nummer: int, egne: dict[int, str]) -> str | None:
    """«dato», «tid», «prosent», eller ingenting når det er et tall. `egne` er formatene boken selv har,
    etter nummer.
    """
    kode = egne.get(nummer)
    return _INNEBYGDE.get(nummer) if kode is None else _slaget_til(kode)


def _slaget_til(kode: str) -> str | None:
    kode = _UTEN_BETYDNING.sub("", kode.split(";")[0]).lower()
    if kode in ("general", "standard"):
        return None
    if _VARIGHET.search(kode):
        return "tid"
    kode = _HAKER.sub("", kode)
    if re.search("[dy]|mmm", kode):
        return "dato"
    if re.search("[hs]", kode):
        return "tid"
    return "prosent" if "%" in kode else None
