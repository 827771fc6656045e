"""Leser de rå uttrekkene etter kontrakten i `kilder.toml`."""

import csv
import datetime as dt
import fnmatch
import functools
import re
import tomllib
from pathlib import Path

import python_calamine

KONTRAKT = tomllib.loads(
    (Path(__file__).parents[2] / "boligdata" / "felles" / "kilder.toml").read_text(
        encoding="utf-8"
    )
)
UENDELIG = 999  # Øvre alder i en åpen aldersgruppe, som 80+.


class Kontraktsbrudd(Exception):
    """Raden kan ikke brukes."""


def likt(tekst) -> str:
    """Overskrifter og koder kjennes igjen uten hensyn til store bokstaver, mellomrom og
    tegnsetting.
    """
    tekst = str(tekst).lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    return re.sub(r"[^a-z0-9]", "", tekst)


def celler(fil: Path) -> list[list]:
    """Alle radene i filen, slik de står."""
    if fil.suffix == ".xlsx":
        bok = python_calamine.CalamineWorkbook.from_path(fil)
        return [
            rad
            for ark in bok.sheet_names
            for rad in bok.get_sheet_by_name(ark).to_python()
        ]
    raa = fil.read_bytes()
    try:
        tekst = raa.decode("utf-8-sig")
    except UnicodeDecodeError:
        tekst = raa.decode("cp1252")
    return list(csv.reader(tekst.splitlines(), delimiter=";"))


def raa_rader(fil: Path, kolonner: dict) -> list[dict]:
    """Radene under overskriften, som er første rad med alle de påkrevde kolonnene. Andre kolonner
    leses ikke.
    """
    navn = {}
    for id, kolonne in kolonner.items():
        for overskrift in [*kolonne.get("overskrifter", []), kolonne["navn"], id]:
            navn[likt(overskrift)] = id
    rader = celler(fil)
    for nr, rad in enumerate(rader):  # noqa: B007 (brukt etter løkken)
        funnet = [navn.get(likt(celle)) for celle in rad]
        if all(
            id in funnet for id, kolonne in kolonner.items() if kolonne.get("paakrevd")
        ):
            break
    else:
        raise ValueError(f"Fant ikke overskriften i {fil.name}")
    return [
        {id: celle for id, celle in zip(funnet, rad, strict=False) if id}
        for rad in rader[nr + 1 :]
        if any(str(celle).strip() for celle in rad)
    ]


def les_dato(verdi) -> dt.date:
    if isinstance(verdi, dt.datetime):
        return verdi.date()
    if isinstance(verdi, dt.date):
        return verdi
    if isinstance(verdi, (int, float)):
        return dt.date(1899, 12, 30) + dt.timedelta(days=int(verdi))
    for moenster in ("%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y", "%Y%m%d"):
        try:
            return dt.datetime.strptime(verdi, moenster).date()
        except ValueError:
            pass
    raise Kontraktsbrudd(verdi)


def les_tall(verdi, kolonne: dict) -> float:
    if not isinstance(verdi, (int, float)):
        try:
            verdi = float(re.sub(r"\s", "", verdi).replace("−", "-").replace(",", "."))
        except ValueError:
            raise Kontraktsbrudd(verdi) from None
    if not kolonne.get("minst", verdi) <= verdi <= kolonne.get("hoeyst", verdi):
        raise Kontraktsbrudd(verdi)
    if kolonne["type"] == "heltall" and verdi != int(verdi):
        raise Kontraktsbrudd(verdi)
    return int(verdi) if kolonne["type"] == "heltall" else verdi


def les_kode(verdi, lovlige: dict[str, str]) -> str:
    if likt(verdi) not in lovlige:
        raise Kontraktsbrudd(verdi)
    return lovlige[likt(verdi)]


@functools.cache
def koder(liste: str) -> dict[str, str]:
    """Alle måter å skrive kodene på, og koden de betyr."""
    return {
        likt(skrivemaate): kode
        for kode, felt in KONTRAKT["kodeliste"][liste]["koder"].items()
        for skrivemaate in [kode, felt["navn"], *felt.get("varianter", [])]
    }


def les_alder(verdi) -> tuple[int, int]:
    """Alder fra og til og med: «18-24», «80 år eller eldre», «alle»."""
    tekst = str(verdi).lower()
    if "alle" in tekst or "i alt" in tekst:
        return 0, UENDELIG
    tall = [int(t) for t in re.findall(r"\d+", tekst)]
    if not tall:
        raise Kontraktsbrudd(verdi)
    if len(tall) == 1:
        aapen = "+" in tekst or "eldre" in tekst or "over" in tekst
        return tall[0], UENDELIG if aapen else tall[0]
    return tall[0], tall[1]


JA = {"ja", "j", "x", "1", "sann", "true"}
NEI = {"nei", "n", "0", "usann", "false"}


def les_verdi(verdi, kolonne: dict, kommune: dict):
    """Én celle etter kontrakten. En tom celle er None."""
    if isinstance(verdi, str):
        verdi = verdi.replace("\u00ad", "").replace("\u00a0", " ").strip()
    if verdi in ("", None):
        return None
    match kolonne["type"]:
        case "dato":
            return les_dato(verdi)
        case "heltall" | "desimal":
            return les_tall(verdi, kolonne)
        case "kode" if kolonne.get("flere"):
            return [
                les_kode(del_, koder(kolonne["kodeliste"]))
                for del_ in re.split(r"[,;|]", verdi)
                if del_.strip()
            ]
        case "kode":
            return les_kode(verdi, koder(kolonne["kodeliste"]))
        case "omraade":
            return les_kode(verdi, {likt(o): o for o in kommune["omraader"]})
        case "ja_nei":
            return les_kode(verdi, dict.fromkeys(JA, "ja") | dict.fromkeys(NEI, "nei"))
        case "aldersgruppe":
            return les_alder(verdi)
        case "kommunenummer" if not re.match(r"\d", str(verdi)):
            raise Kontraktsbrudd(verdi)
        case "kommunenummer":
            return re.match(r"\d+", str(verdi)).group().zfill(4)
    return (
        str(int(verdi))
        if isinstance(verdi, float) and verdi == int(verdi)
        else str(verdi)
    )


def les_kilde(mappe: Path, id: str, kommune: dict) -> list[dict]:
    """Radene i ett uttrekk som holder kontrakten."""
    kilde = KONTRAKT["kilde"][id]
    filer = [
        fil
        for fil in sorted(mappe.iterdir())
        if any(
            fnmatch.fnmatch(fil.name.lower(), moenster)
            for moenster in kilde["filmoenster"]
        )
    ]
    gode, brukte = [], set()
    for raa in [rad for fil in filer for rad in raa_rader(fil, kilde["kolonner"])]:
        try:
            rad = {
                navn: les_verdi(raa.get(navn), kolonne, kommune)
                for navn, kolonne in kilde["kolonner"].items()
            }
        except Kontraktsbrudd:
            continue
        if any(
            rad[navn] is None
            for navn, kolonne in kilde["kolonner"].items()
            if kolonne.get("paakrevd")
        ):
            continue
        if any(
            rad[a] and rad[b] and rad[a] > rad[b]
            for a, b in kilde.get("rekkefoelge", [])
        ):
            continue
        noekkel = tuple(rad[navn] for navn in kilde["noekkel"])
        if noekkel not in brukte:
            brukte.add(noekkel)
            gode.append(rad)
    return gode
