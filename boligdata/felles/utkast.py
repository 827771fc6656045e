"""Utkastet: uttrekkene som er lastet opp i dashbordet, og som ikke er publisert ennå.

Filene ligger i en mappe bare eieren kan lese, med navn som er trygge. Det brukeren har valgt, står i
`.valg.json` ved siden av dem. Lesesiden legger filene der, og byggesiden leser dem.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path, PureWindowsPath

from boligdata.felles import kommunefil, skrivemaater

VALG = ".valg.json"
# Endelsen til filene med feilene merket.
MERKET = ".merket.xlsx"
# Det kommunen sier om seg selv, når noe av det er endret i utkastet.
KOMMUNENS = (skrivemaater.FIL, kommunefil.FIL)
# Så stor kan hver fil være, og så mange kan de være: de er i minnet til prosessen som svarer nettleseren
# mens de lastes opp. Streamlit tar ikke imot større (.streamlit/config.toml).
MEST_MB, FLEST_FILER = 20, 30
# Tegnene et filnavn beholder. Resten kan bety noe for et filsystem, et skall eller et regneark.
_ANDRE_TEGN = re.compile(r"[^\w .()-]+")
# Så mange sifre på rad er ikke en dato, og kan være et fødselsnummer.
_LANGT_TALL = re.compile(r"\d{9,}")
_LENGSTE = 80


@dataclass(frozen=True)
class Utkastvalg:
    """Det brukeren har sagt om utkastet: hvilket uttrekk en fil er, når programmet tok feil, og
    uttrekkene der filene fra før også skal være med.
    """

    kilder: Mapping[str, str] = field(default_factory=dict)
    behold: tuple[str, ...] = ()


def trygt_navn(navn: str) -> str:
    """Filnavnet uten mapper, tegn som betyr noe for maskinen, og lange tall."""
    fil = PureWindowsPath(navn.replace("/", "\\")).name
    rent = _LANGT_TALL.sub("", _ANDRE_TEGN.sub("_", fil)).lstrip(". ").strip()
    stamme, punktum, endelse = rent.rpartition(".")
    if not punktum or not stamme:
        return f"{rent or 'uttrekk'}"[:_LENGSTE]
    return f"{stamme[:_LENGSTE]}.{endelse[:10]}"


def filer(mappe: Path) -> list[Path]:
    """Filene som er lastet opp, etter navn."""
    if not mappe.is_dir():
        return []
    return sorted(
        fil
        for fil in mappe.iterdir()
        if fil.is_file() and not fil.name.startswith(".") and fil.name not in KOMMUNENS
    )


def har_noe(mappe: Path) -> bool:
    """Er det noe i utkastet: en fil, eller noe kommunen har sagt om seg selv?"""
    return bool(filer(mappe)) or any((mappe / navn).is_file() for navn in KOMMUNENS)


def merket(mappe: Path, navn: str) -> Path:
    """Arbeidsboken med feilene i filen merket, i den samme mappen."""
    return mappe / f".{navn}{MERKET}"


def med(mappe: Path, fil: str, uttrekk: Path) -> Path:
    """Mappen en av kommunens egne filer gjelder fra: utkastet når den er endret der, ellers uttrekkene."""
    return mappe if (mappe / fil).is_file() else uttrekk


def les_valg(mappe: Path) -> Utkastvalg:
    """Det brukeren har valgt. Kan det ikke leses, er ingenting valgt."""
    try:
        felt = json.loads((mappe / VALG).read_text(encoding="utf-8"))
        return Utkastvalg(dict(felt["kilder"]), tuple(felt["behold"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Utkastvalg()


def valg_som_tekst(valg: Utkastvalg, finnes: Iterable[str]) -> str:
    """Valgene slik de lagres, for filene som `finnes`."""
    kilder = {fil: valg.kilder[fil] for fil in finnes if fil in valg.kilder}
    return json.dumps(asdict(Utkastvalg(kilder, tuple(valg.behold))))
