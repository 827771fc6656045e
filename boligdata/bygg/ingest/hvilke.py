"""Hvilke filer i mappen som er uttrekk, hvilken kilde de hører til, og hvilken som er nyest.

En mappe på en filtjener har kopier, sikkerhetskopier og fjorårets uttrekk ved siden av årets. Det som
ikke blir lest, blir nevnt.
"""

import calendar
import contextlib
import datetime as dt
import filecmp
import fnmatch
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from boligdata.bygg.ingest import kjennetegn
from boligdata.bygg.ingest.rapport import Avvik, Filfeil
from boligdata.felles import statistikk
from boligdata.felles.config import Kommune
from boligdata.felles.kilder import Kilde
from boligdata.felles.maalform import fast

_UTTREKK = (".csv", ".txt", ".tsv", ".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".json")
_IKKE_UTTREKK = ("lesmeg", "readme", "avvik")
# Det programmer legger igjen, og det folk kaller det de har lagt til side.
_RESTER = (
    *(".bak", ".old", ".orig", ".tmp", ".temp", ".part", ".crdownload", ".download"),
    *(".swp", ".lock", ".lnk", ".ini", ".log", ".md"),
)
_LAGT_TIL_SIDE = re.compile(
    r"(?:^|[ _.()-])(?:bak|backup|old|gamme?lt?|gamle|utg[aå]tt|sikkerhetskopi|reserve)(?:[ _.()-]|\d|$)",
    re.IGNORECASE,
)
_KOPI = re.compile(
    r"(?: ?[-–_] ?(?:kopi|copy))?(?: ?\(\d+\))?$|^(?:kopi av|copy of) ", re.IGNORECASE
)


@dataclass
class Utvalg:
    """Filene til hver kilde, det som er lagt merke til, og hvorfor en kilde ikke kan leses."""

    filer: dict[str, list[Path]]
    avvik: list[Avvik] = field(default_factory=list)
    stoppet: dict[str, list[tuple[Path, Filfeil]]] = field(default_factory=dict)


def finn(mappe: Path, kilder: dict[str, Kilde]) -> Utvalg:
    """Filene til hver kilde, etter navnet, også dem som er hentet fra statistikkbanken. En fil kan høre
    til flere kilder. Filer som ikke er uttrekk, blir merknader.
    """
    hentet = mappe / statistikk.MAPPE
    # «~$» foran navnet er Excels merke for at filen er åpen.
    alle = sorted(
        fil
        for fil in [*mappe.iterdir(), *(hentet.iterdir() if hentet.is_dir() else ())]
        if fil.is_file() and not fil.name.startswith((".", "~$"))
    )
    utvalg = Utvalg({})
    brukte = set()
    for kilde in kilder.values():
        egne = [fil for fil in alle if hoerer_til(fil.name, kilde)]
        brukte |= {*egne}
        hele = _uten_rester(kilde, egne, mappe, utvalg)
        utvalg.filer[kilde.id] = _ett_opphav(kilde, hele, utvalg)
    utvalg.avvik += [
        _merknad(
            "",
            fil,
            fast("ukjent fil"),
            "Navnet passer ikke til noe uttrekk, og filen er ikke lest. Gi den riktig navn, eller fjern den.",
        )
        for fil in alle
        if fil not in brukte
        and fil.suffix.lower() in _UTTREKK
        and not fil.name.lower().startswith(_IKKE_UTTREKK)
    ]
    return utvalg


def hoerer_til(filnavn: str, kilde: Kilde) -> bool:
    """Er filen et uttrekk av denne kilden, etter navnet?"""
    # macOS kan skrive «å» i et filnavn som to tegn.
    navn = unicodedata.normalize("NFC", filnavn).casefold()
    return any(
        fnmatch.fnmatchcase(navn, moenster.casefold()) for moenster in kilde.filmoenster
    )


def _ett_opphav(kilde: Kilde, filer: list[Path], utvalg: Utvalg) -> list[Path]:
    """Er innbyggerne hentet fra statistikkbanken, er det de som gjelder: er alderen delt inn på en annen måte
    i en fil ved siden av, ble de samme innbyggerne ellers talt to ganger.
    """
    hentet = [fil for fil in filer if fil.parent.name == statistikk.MAPPE]
    etter_alder = any(
        kolonne.type == "aldersgruppe" for kolonne in kilde.kolonner.values()
    )
    if not hentet or not etter_alder:
        return filer
    utvalg.avvik += [
        _merknad(
            kilde.id,
            fil,
            fast("fil ikke lest"),
            "Filen er ikke lest, for de samme tallene er hentet fra statistikkbanken. Slett den, eller slett "
            f"det som er hentet, i mappen «{statistikk.MAPPE}».",
        )
        for fil in filer
        if fil not in hentet
    ]
    return hentet


def _uten_rester(
    kilde: Kilde, filer: list[Path], mappe: Path, utvalg: Utvalg
) -> list[Path]:
    """Filene uten sikkerhetskopier, snarveier og kopier av en annen i listen."""
    hele = [fil for fil in filer if _er_uttrekk(kilde, fil, mappe, utvalg)]
    etter_navn = {(fil.stem.casefold(), fil.suffix.casefold()): fil for fil in hele}
    ut = []
    for fil in hele:
        stamme = _KOPI.sub("", fil.stem, count=1).casefold()
        original = etter_navn.get((stamme, fil.suffix.casefold()))
        if original is None or original == fil:
            ut.append(fil)
        elif filecmp.cmp(original, fil, shallow=False):
            utvalg.avvik.append(
                _merknad(
                    kilde.id,
                    fil,
                    fast("kopi av en fil"),
                    f"Filen er en kopi av «{kjennetegn.dekk(original.name)}», og er ikke lest. Slett den.",
                )
            )
        else:
            utvalg.stoppet.setdefault(kilde.id, []).append((fil, _to(original, fil)))
    return ut


def _to(original: Path, kopi: Path) -> Filfeil:
    return Filfeil(
        fast("to utgaver av en fil"),
        f"Filene «{kjennetegn.dekk(original.name)}» og «{kjennetegn.dekk(kopi.name)}» ser ut som det samme "
        "uttrekket, men er ikke like. Behold bare den som gjelder.",
    )


def _er_uttrekk(kilde: Kilde, fil: Path, mappe: Path, utvalg: Utvalg) -> bool:
    if fil.suffix.lower() in _RESTER or fil.name.endswith("~"):
        hva = "er en sikkerhetskopi eller en rest fra et program"
    elif _LAGT_TIL_SIDE.search(fil.stem):
        hva = "heter noe som betyr at den er lagt til side"
    elif not fil.resolve().is_relative_to(mappe.resolve()):
        hva = "er en snarvei til en annen mappe. Kopier selve filen hit"
    else:
        return True
    utvalg.avvik.append(
        _merknad(
            kilde.id,
            fil,
            fast("fil ikke lest"),
            f"Filen {hva}, og er ikke lest.",
        )
    )
    return False


def _merknad(kilde: str, fil: Path, regel: str, forklaring: str) -> Avvik:
    navn = kjennetegn.dekk(fil.name)
    return Avvik(kilde, navn, None, None, None, regel, None, forklaring, "merknad")


def fant_ingen(kilde: Kilde) -> Filfeil:
    """At en kilde som må være med, ikke har noen fil, og hva den skal hete."""
    navn = kilde.filmoenster[0].removesuffix(".*").replace("*", "")
    return Filfeil(
        fast("mangler fil"),
        f"Fant ingen fil for {kilde.navn}, forventet navn som «{navn}.csv» eller «{navn}.xlsx». "
        "Legg filen i mappen med uttrekk.",
    )


def krev_trygt_navn(hva: str, navn: str) -> None:
    """Navnene på filer og ark vises på Kilder og kvalitet, og kan ikke ha noe personlig eller usynlig i
    seg.
    """
    if (dekket := kjennetegn.dekk(navn)) != navn:
        raise Filfeil(
            fast("personopplysning i navnet"),
            f"Navnet på {hva} «{dekket}» har et fødselsnummer, en e-postadresse eller et "
            "telefonnummer, eller noe som "
            "ligner, og filen er ikke lest. Gi et annet navn.",
        )
    synlig = "".join(tegn for tegn in navn if tegn.isprintable() and tegn != "\\")
    if synlig != unicodedata.normalize("NFC", navn) and synlig != navn:
        raise Filfeil(
            fast("ugyldig navn"),
            f"Navnet på {hva} «{synlig}» har tegn som ikke synes, eller en omvendt skråstrek, og filen er "
            "ikke lest. Gi et annet navn.",
        )


# ----------------------------------------------------------------------- hvilken er nyest

_DATO_I_NAVNET = re.compile(r"(?<!\d)(20\d{2})-?(\d{2})-?(\d{2})(?!\d)")
_TERTIAL_I_NAVNET = re.compile(
    r"(?<!\d)(20\d{2})[ _.-]?(?:t|tertial)[ _.-]?([1-3])(?!\d)"
    r"|(?<![a-z\d])(?:t|tertial)[ _.-]?([1-3])[ _.-]?(20\d{2})(?!\d)"
    r"|(?<!\d)([1-3])[. _-]*tertial[ _.-]*(20\d{2})(?!\d)",
    re.IGNORECASE,
)
_MAANED_I_NAVNET = re.compile(r"(?<!\d)(20\d{2})[-_ .]?(0[1-9]|1[0-2])(?!\d)")
_AAR_I_NAVNET = re.compile(r"(?<!\d)(20\d{2})(?!\d)")


def tatt_ut(kilde: Kilde, stier: list[Path], kommune: Kommune) -> dt.date:
    """Dagen uttrekket er tatt ut: den kommunen har erklært for det, ellers den nyeste i filnavnene,
    ellers dagen kommunen har erklært for alle. Når filen er lagt i mappen, sier ingenting: den
    datoen er ny hver gang filene kopieres eller hentes fra en sikkerhetskopi.
    """
    i_navnene = [dag for sti in stier for dag in _datoer(sti.name)]
    return kommune.tatt_ut.get(kilde.id) or max(i_navnene, default=kommune.per_dato)


def rang(stier: list[Path], per_dato: dt.date) -> dict[Path, int]:
    """Hvor nytt hvert uttrekk er: 0 for det nyeste. De som er fra samme tid, har samme tall. Et navn uten
    tid gjelder dagen uttrekkene er tatt ut.
    """
    tid = {sti: _gjelder(sti.name) or per_dato for sti in stier}
    rekke = {dag: nr for nr, dag in enumerate(sorted({*tid.values()}, reverse=True))}
    return {sti: rekke[dag] for sti, dag in tid.items()}


def _gjelder(filnavn: str) -> dt.date | None:
    """Den siste dagen et filnavn sier at uttrekket gjelder, fra en dato, et tertial, en måned eller et
    år.
    """
    if dager := [*_datoer(filnavn)]:
        return max(dager)
    if treff := _TERTIAL_I_NAVNET.search(filnavn):
        tall = [*filter(None, treff.groups())]
        aar, tertial = sorted(map(int, tall), reverse=True)
        return _siste_dag(aar, tertial * 4)
    if treff := _MAANED_I_NAVNET.search(filnavn):
        return _siste_dag(int(treff[1]), int(treff[2]))
    aar = [int(treff[1]) for treff in _AAR_I_NAVNET.finditer(filnavn)]
    return _siste_dag(max(aar), 12) if aar else None


def _siste_dag(aar: int, maaned: int) -> dt.date:
    return dt.date(aar, maaned, calendar.monthrange(aar, maaned)[1])


def _datoer(filnavn: str) -> Iterator[dt.date]:
    for treff in _DATO_I_NAVNET.finditer(filnavn):
        with contextlib.suppress(ValueError):
            yield dt.date(*map(int, treff.groups()))
