"""Fra tekst i en celle til en verdi med riktig type, eller en forklaring på hvorfor det ikke går.

Hver kolonnetype har én funksjon her. Alle får renset tekst som ikke er tom, og svarer med en
`Tolket`. Feil kommer som svar og ikke som unntak, slik at en celleverdi aldri havner i en
feilmelding i loggen.
"""

import datetime as dt
import difflib
import re
from collections.abc import Callable, Iterable
from typing import NamedTuple
from zoneinfo import ZoneInfo

from boligdata.felles import kilder
from boligdata.felles.kilder import Kolonne
from boligdata.felles.maalform import fast
from boligdata.felles.tekst import del_opp, noekkelform


class Tolket(NamedTuple):
    """Hva en celle betyr. Er `regel` satt, bryter cellen kontrakten, og `forklaring` sier hva som
    må gjøres.

    `tegn` er et standardtegn i stedet for (eller etter) et tall. `merke` er en tolkning rapporten
    skal fortelle om.
    """

    verdi: object = None
    regel: str | None = None
    forklaring: str | None = None
    tegn: str | None = None
    merke: str | None = None


TOM = Tolket()
EXCEL_DATO, AAPEN_DATO, UTELATT, KRYSS = (
    fast("excel-dato"),
    fast("åpen dato"),
    fast("utelatt region"),
    fast("kryss"),
)

# -------------------------------------------------------------------------------- tekst

_POTENS = re.compile(r"\d[.,]\d+E\+\d+", re.IGNORECASE)


def tolk_id(tekst: str) -> Tolket:
    """En id. Lange tall som Excel har gjort om til potensform, er ikke lenger den samme id-en."""
    if _POTENS.fullmatch(tekst):
        return _feil(
            fast("ugyldig id"),
            f"Excel har gjort id-en om til «{tekst}», og sifre er borte. Formater kolonnen "
            "som tekst i systemet "
            "filen kommer fra, og lever den på nytt.",
        )
    return Tolket(tekst)


# --------------------------------------------------------------------------------- tall

_STANDARDTEGN = {
    ".": ".",
    "..": "..",
    "...": "...",
    "…": "...",
    ":": ":",
    "*": "*",
    "-": "-",
    "–": "-",
    "−": "-",
}
_SKJULT = re.compile(r"<\s?\d+")
_ENHET = re.compile(
    r"^(?:kr\.?|nok) ?|(?: ?(?:kr\.?|nok|m2|m²|,[-–]))+$", re.IGNORECASE
)
_NORSK_TALL = re.compile(
    r"(\d{1,18}|\d{1,3}(?: \d{3}){1,5}|\d{1,3}(?:\.\d{3}){2,5}|\d{1,3}(?:\.\d{3}){1,5}(?=,))(?:,(\d{1,30}))?"
)
_ENGELSK_TALL = re.compile(
    r"(\d{1,18}|\d{1,3}(?:,\d{3}){1,5})\.(\d{1,30})|(\d{1,3}(?:,\d{3}){2,5})"
)
_TVETYDIG = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_STOERSTE_HELTALL = 2**31 - 1


def tolk_tall(tekst: str, kolonne: Kolonne) -> Tolket:
    """Et tall skrevet på norsk (1 234,5), på engelsk (1,234.5), med kr, minus foran eller parentes
    rundt.
    """
    if tekst in _STANDARDTEGN or _SKJULT.fullmatch(tekst):
        return _uten_tall(_STANDARDTEGN.get(tekst, tekst), kolonne)
    tall, tegn = tekst, None
    if tekst[-1] in "*|":
        tall, tegn = tekst[:-1].rstrip(), tekst[-1]
    verdi = _tall(tall)
    if verdi is None:
        if _TVETYDIG.fullmatch(_uten_fortegn(tall)[0]):
            hele, desimaler = tall.split(".")
            forslag = f"{hele}{desimaler} eller {hele},{desimaler}"
            return _feil(
                fast("tvetydig tall"),
                f"«{tekst}» kan leses på to måter. Skriv {forslag}.",
            )
        return _feil(
            fast("ikke et tall"),
            f"«{tekst}» er ikke et tall. Skriv bare tallet, for eksempel 1234,5.",
        )
    if kolonne.type == "heltall":
        if verdi != int(verdi):
            return _feil(
                fast("ikke et heltall"),
                f"{kolonne.navn} skal være et helt tall, men er «{tekst}».",
            )
        verdi = int(verdi)
    return _innenfor(verdi, tekst, kolonne) or Tolket(verdi, tegn=tegn)


def _tall(tekst: str) -> float | None:
    tekst, negativ = _uten_fortegn(tekst)
    if treff := _NORSK_TALL.fullmatch(tekst):
        hele, desimaler = treff[1], treff[2]
    elif not _TVETYDIG.fullmatch(tekst) and (treff := _ENGELSK_TALL.fullmatch(tekst)):
        hele, desimaler = treff[1] or treff[3], treff[2]
    else:
        return None
    verdi = float(re.sub("[ .,]", "", hele) + "." + (desimaler or "0"))
    return -verdi if negativ else verdi


def _uten_fortegn(tekst: str) -> tuple[str, bool]:
    tekst = _ENHET.sub("", tekst).strip()
    if tekst.startswith("(") and tekst.endswith(")"):
        return _ENHET.sub("", tekst[1:-1]).strip(), True
    if tekst[:1] in "-−–+" and tekst:
        return _ENHET.sub("", tekst[1:].lstrip()), tekst[0] != "+"
    return tekst, False


def _uten_tall(tegn: str, kolonne: Kolonne) -> Tolket:
    """Standardtegn. Strek betyr null der kontrakten kjenner tegnene, og ikke null bare mangler."""
    kjenner_tegn = kolonne.standardtegn or kolonne.tegn_gir_ingen_rad
    if tegn == "-" and kjenner_tegn and (kolonne.minst or 0) <= 0:
        return Tolket(0 if kolonne.type == "heltall" else 0.0, tegn=tegn)
    return Tolket(tegn=tegn)


def _innenfor(verdi: float, tekst: str, kolonne: Kolonne) -> Tolket | None:
    minst, hoeyst = kolonne.minst, kolonne.hoeyst
    if minst is not None and verdi < minst or hoeyst is not None and verdi > hoeyst:
        grenser = (
            f"{minst:g} til {hoeyst:g}"
            if None not in (minst, hoeyst)
            else (f"minst {minst:g}" if minst is not None else f"høyst {hoeyst:g}")
        )
        return _feil(
            fast("utenfor grensene"),
            f"{kolonne.navn} er «{tekst}», men skal være {grenser}. Rett tallet.",
        )
    if kolonne.type == "heltall" and abs(verdi) > _STOERSTE_HELTALL:
        return _feil(
            fast("utenfor grensene"), f"Tallet «{tekst}» er for stort. Rett tallet."
        )
    return None


# ------------------------------------------------------------------------------- datoer

_OSLO = ZoneInfo("Europe/Oslo")
_KLOKKE = re.compile(
    r"[T ](?:kl\.? ?)?(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)? ?(Z|[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE,
)
_NORSK_DATO = re.compile(r"(\d{1,2}) ?[./-] ?(\d{1,2}) ?[./-] ?(\d{4}|\d{2})")
_ISO_DATO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_SIFFERDATO = re.compile(r"\d{7,8}")
_SERIEDATO = re.compile(r"(\d{5})(?:[.,]\d+)?")
_SERIE_FRA, _SERIE_TIL, _SERIESTART = 20_000, 60_000, dt.date(1899, 12, 30)
# Slik systemer skriver «vet ikke» når datofeltet må ha noe: Excels dag 0 og 1, tom dato i .NET og i
# databaser.
_UKJENTE_DATOER = {
    (1899, 12, 30),
    (1899, 12, 31),
    (1900, 1, 0),
    (1900, 1, 1),
    (1, 1, 1),
    (0, 0, 0),
}
_SKRIV_DATO = "Skriv datoen som dd.mm.åååå."


def tolk_dato(tekst: str, kolonne: Kolonne) -> Tolket:
    """En dato på norsk eller ISO-form, med eller uten klokkeslett, som bare sifre, eller som
    løpenummer fra Excel.
    """
    if (serie := _SERIEDATO.fullmatch(tekst)) and _SERIE_FRA <= int(
        serie[1]
    ) <= _SERIE_TIL:
        return Tolket(_SERIESTART + dt.timedelta(days=int(serie[1])), merke=EXCEL_DATO)
    klokke = _KLOKKE.search(tekst)
    deler = _datodeler(tekst[: klokke.start()] if klokke else tekst)
    if deler is None:
        return _feil(fast("ugyldig dato"), f"«{tekst}» er ikke en dato. {_SKRIV_DATO}")
    aar, maaned, dag = deler
    if aar >= 2099 or deler in _UKJENTE_DATOER:
        return _aapen(tekst, kolonne)
    if aar < 1900:
        return _feil(
            fast("ugyldig dato"),
            f"Datoen «{tekst}» er for langt tilbake. {_SKRIV_DATO}",
        )
    try:
        dato = dt.date(aar, maaned, dag)
    except ValueError:
        return _feil(
            fast("ugyldig dato"), f"Datoen «{tekst}» finnes ikke. {_SKRIV_DATO}"
        )
    return Tolket(_norsk_dag(dato, klokke) if klokke and klokke[4] else dato)


def _datodeler(tekst: str) -> tuple[int, int, int] | None:
    if treff := _ISO_DATO.fullmatch(tekst):
        return int(treff[1]), int(treff[2]), int(treff[3])
    if treff := _NORSK_DATO.fullmatch(tekst):
        aar = int(treff[3])
        if len(treff[3]) == 2:
            aar += 2000 if aar < 50 else 1900
        return aar, int(treff[2]), int(treff[1])
    if _SIFFERDATO.fullmatch(tekst):
        # Excel fjerner nullen foran 01032021. Etter to sifre for dag og måned kommer århundret, og
        # det er ingen måned, så ddmmåååå og ååååmmdd kan ikke forveksles.
        sifre = tekst.zfill(8)
        aarhundre = len(tekst) == 8 and sifre[:2] in ("19", "20")
        if aarhundre and int(sifre[4:6]) <= 12:
            return int(sifre[:4]), int(sifre[4:6]), int(sifre[6:])
        return int(sifre[4:]), int(sifre[2:4]), int(sifre[:2])
    return None


def _norsk_dag(dato: dt.date, klokke: re.Match) -> dt.date:
    """Datoen i Norge. Et API som gir 2021-03-31T22:00:00Z, mener midnatt 1. april norsk tid."""
    sone = klokke[4].upper().replace("Z", "+00:00")
    try:
        tid = dt.datetime.fromisoformat(
            f"{dato}T{int(klokke[1]):02}:{klokke[2]}:00{sone}"
        )
    except ValueError:
        return dato
    return tid.astimezone(_OSLO).date()


def _aapen(tekst: str, kolonne: Kolonne) -> Tolket:
    if kolonne.paakrevd:
        return _feil(
            fast("ugyldig dato"),
            f"«{tekst}» betyr «ukjent». {kolonne.navn} må ha en dato. {_SKRIV_DATO}",
        )
    return Tolket(merke=AAPEN_DATO)


# ---------------------------------------------------------------------- koder og ja/nei


def tolk_kode(
    tekst: str, kolonne: Kolonne, oppslag: dict[str, str], tillatt: list[str]
) -> Tolket:
    """Koden en skrivemåte står for. Med `flere` kan cellen ha flere, skilt med tegn eller «og»."""
    deler = del_opp(tekst, oppslag) if kolonne.flere else [tekst]
    koder = []
    for del_ in deler:
        kode = oppslag.get(noekkelform(del_))
        if kode is None:
            return _ukjent(del_, kolonne, tillatt)
        koder.append(kode)
    return Tolket(list(dict.fromkeys(koder)) if kolonne.flere else koder[0])


def _ukjent(tekst: str, kolonne: Kolonne, tillatt: list[str]) -> Tolket:
    form = noekkelform(tekst)
    # Skrivefeil sitter sjelden i første bokstav. Å lete bare der holder tiden nede når en hel
    # kolonne er gal.
    navn = {
        noekkelform(navnet): navnet
        for navnet in tillatt
        if noekkelform(navnet)[:1] == form[:1]
    }
    naere = difflib.get_close_matches(form, navn, n=1, cutoff=0.75)
    forslag = f" Mente du «{navn[naere[0]]}»?" if naere else ""
    bruk = ", ".join(tillatt)
    return _feil(
        fast("ukjent verdi"),
        f"«{tekst}» er ikke en kjent verdi for {kolonne.navn}.{forslag} Bruk en av: {bruk}.",
    )


_JA = {"ja", "j", "1", "sann", "sant", "true", "x", "yes", "y"}
_NEI = {"nei", "n", "0", "usann", "usant", "false", "no"}
_KRYSS = {"x", "✓", "✔", "√"}


def tolk_ja_nei(tekst: str, kolonne: Kolonne) -> Tolket:
    """Ja/Nei, J/N, 1/0, Sann/Usann eller kryss."""
    form = tekst.casefold()
    if form in _JA or form in _KRYSS:
        return Tolket(True)
    if form in _NEI:
        return Tolket(False)
    return _feil(
        fast("ikke ja eller nei"),
        f"«{tekst}» kan ikke leses som ja eller nei. Skriv Ja eller Nei.",
    )


def bare_kryss(tekster: Iterable[str]) -> bool:
    """Har kolonnen bare kryss? Da betyr en tom celle nei."""
    former = {tekst.casefold() for tekst in tekster if tekst}
    return bool(former) and former <= _KRYSS


# ------------------------------------------------------------- alder, kommune og område

_ALLE_ALDRE = {
    "alle",
    "ialt",
    "totalt",
    "total",
    "sum",
    "allealdre",
    "alderialt",
    "999",
}
_ALDER = re.compile(
    r"(?:alder[ _-]?)?(\d{1,3})(?: ?år)?"
    r"(?: ?(\+|pluss|og over|og eldre|eller eldre|og oppover)| ?(?:[-–—_]|til) ?(\d{1,3})(?: ?år)?)?",
    re.IGNORECASE,
)
_UNDER = re.compile(r"(?:under|yngre enn) (\d{1,3})(?: ?år)?", re.IGNORECASE)
_HOEYESTE_ALDER = 130


def tolk_aldersgruppe(tekst: str) -> Tolket:
    """Aldersgruppen som «alle», «0-17», «80+» eller én alder, «80»."""
    if noekkelform(tekst) in _ALLE_ALDRE:
        return Tolket("alle")
    if (treff := _UNDER.fullmatch(tekst)) and 0 < int(treff[1]) <= _HOEYESTE_ALDER:
        return Tolket(f"0-{int(treff[1]) - 1}")
    treff = _ALDER.fullmatch(tekst)
    if treff and int(treff[1]) <= int(treff[3] or treff[1]) <= _HOEYESTE_ALDER:
        slutt = "+" if treff[2] else f"-{int(treff[3])}" if treff[3] else ""
        return Tolket(f"{int(treff[1])}{slutt}")
    return _feil(
        fast("ugyldig alder"),
        f"«{tekst}» er ikke en aldersgruppe. Skriv for eksempel 0-17, 80+, 80 eller alle.",
    )


SUMORD = {
    "totalt",
    "total",
    "ialt",
    "sum",
    "sumtotalt",
    "sumialt",
    "helelandet",
    "helekommunen",
}
_HELE_LANDET = {
    "helelandet",
    "landet",
    "norge",
    "0",
    "0000",
    "eak",
    "eaklandet",
    "0helelandet",
    "0landet",
}
_KOMMUNENUMMER = re.compile(r"(?:K[-_ ]?)?(\d{3,4})(?:[ _-].*)?", re.IGNORECASE)
_ANNEN_REGION = re.compile(r"(?:EKA|EKG|EAKUO|F-|\d{1,2}$|\d{1,2} ).*", re.IGNORECASE)


def tolk_kommunenummer(tekst: str) -> Tolket:
    """Fire sifre, også når Excel har fjernet nullen foran eller navnet står bak. Hele landet er
    «0000».

    Bydeler, Svalbard, fylker, KOSTRA-grupper og «uoppgitt» er ikke kommuner og telles ikke med.
    """
    form = noekkelform(tekst)
    if form in _HELE_LANDET:
        return Tolket("0000")
    if treff := _KOMMUNENUMMER.fullmatch(tekst):
        nummer = treff[1].zfill(4)
        ikke_kommune = "0311" <= nummer <= "0326" or nummer in ("2100", "2111", "9999")
        return Tolket(merke=UTELATT) if ikke_kommune else Tolket(nummer)
    if form in SUMORD or _ANNEN_REGION.fullmatch(tekst):
        return Tolket(merke=UTELATT)
    return _feil(
        fast("ugyldig kommunenummer"),
        f"«{tekst}» er ikke et kommunenummer. Skriv nummeret med fire sifre.",
    )


# ---------------------------------------------------------------------- riktig funksjon


def tolker(kolonne: Kolonne, omraader: tuple[str, ...]) -> Callable[[str], Tolket]:
    """Funksjonen som leser cellene i kolonnen."""
    tolk = _for_type(kolonne, omraader)

    def tolk_celle(tekst: str) -> Tolket:
        if tekst[0] == "#" and _EXCELFEIL.fullmatch(tekst):
            return _feil(
                fast("feil i Excel"),
                f"Cellen viser «{tekst}». Rett formelen i Excel, og lever filen på nytt.",
            )
        return tolk(tekst)

    return tolk_celle


_EXCELFEIL = re.compile(r"#[A-ZÆØÅ/0!?]+")


def _for_type(kolonne: Kolonne, omraader: tuple[str, ...]) -> Callable[[str], Tolket]:
    if kolonne.type == "kode":
        kodeliste = kilder.kodelister()[kolonne.kodeliste]
        oppslag = kilder.oppslag(kilder.kodelister, kolonne.kodeliste)
        tillatt = [kode.navn for kode in kodeliste.koder]
        return lambda tekst: tolk_kode(tekst, kolonne, oppslag, tillatt)
    if kolonne.type == "omraade" and omraader:
        oppslag = {noekkelform(omraade): omraade for omraade in omraader}
        return lambda tekst: tolk_kode(tekst, kolonne, oppslag, list(omraader))
    if kolonne.type in ("heltall", "desimal"):
        return lambda tekst: tolk_tall(tekst, kolonne)
    if kolonne.type == "dato":
        return lambda tekst: tolk_dato(tekst, kolonne)
    if kolonne.type == "ja_nei":
        return lambda tekst: tolk_ja_nei(tekst, kolonne)
    andre = {
        "id": tolk_id,
        "aldersgruppe": tolk_aldersgruppe,
        "kommunenummer": tolk_kommunenummer,
    }
    return andre.get(kolonne.type, Tolket)


def _feil(regel: str, forklaring: str) -> Tolket:
    return Tolket(regel=regel, forklaring=forklaring)
