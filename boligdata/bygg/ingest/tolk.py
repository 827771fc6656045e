"""Fra tekst i en celle til en verdi med riktig type, eller en forklaring på hvorfor det ikke går.

Hver kolonnetype har én funksjon her. Alle får renset tekst som ikke er tom, og svarer med en
`Tolket`. Feil kommer som svar og ikke som unntak, slik at en celleverdi aldri havner i en
feilmelding i loggen.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from boligdata.bygg.ingest import ider
from boligdata.bygg.ingest.kolonneform import VANLIG, Form, Skrivemaate
from boligdata.felles import kilder, likhet, regioner
from boligdata.felles.bok import FORMEL_UTEN_SVAR
from boligdata.felles.kilder import Kolonne
from boligdata.felles.maalform import fast
from boligdata.felles.skrivemaater import INGEN, Skrivemaater, koder_i
from boligdata.felles.tekst import del_opp, noekkelform


class Tolket(NamedTuple):
    """Hva en celle betyr. Er `regel` satt, bryter cellen kontrakten, og `forklaring` sier hva som
    må gjøres.

    `tegn` er et standardtegn i stedet for (eller etter) et tall. `merke` er en tolkning rapporten
    skal fortelle om. `ukjent` er den delen av cellen som ikke er en kjent verdi.
    """

    verdi: object = None
    regel: str | None = None
    forklaring: str | None = None
    tegn: str | None = None
    merke: str | None = None
    ukjent: str | None = None


TOM = Tolket()
EXCEL_DATO, AAPEN_DATO, UTELATT, KRYSS = (
    fast("excel-dato"),
    fast("åpen dato"),
    fast("utelatt region"),
    fast("kryss"),
)
AMERIKANSK_DATO, TO_SIFRE, ENGELSK_TALL, PROSENT, ID_FORM = (
    fast("amerikansk dato"),
    fast("år med to sifre"),
    fast("engelsk tall"),
    fast("prosenttegn"),
    fast("id skrevet på en annen måte"),
)
TOMME_FELT_KUTTET = fast("tomme felt kuttet")
# Det merkene fra `Tolket` kan være, og som rapporten forteller om.
MERKER = (
    *(EXCEL_DATO, AAPEN_DATO, KRYSS),
    *(AMERIKANSK_DATO, TO_SIFRE, ENGELSK_TALL, PROSENT, ID_FORM),
)

# -------------------------------------------------------------------------------- tekst


def tolk_id(tekst: str, slik_de_staar: bool = False) -> Tolket:
    """En id i den formen den har i alle kildene. Et tall der sifre er borte, er ikke lenger en id."""
    if tekst.isascii() and tekst.isalnum() and not tekst.isdecimal():
        return Tolket(tekst)
    id = ider.vanlig_form(tekst, slik_de_staar)
    if ider.har_mistet_sifre(id):
        return _feil(
            fast("ugyldig id"),
            f"Excel har gjort id-en om til «{tekst}», og sifre er borte. Formater kolonnen "
            "som tekst i systemet "
            "filen kommer fra, og lever den på nytt.",
        )
    if ider.er_formel(id):
        return _feil(
            fast("ugyldig id"),
            f"«{tekst}» er en formel og ikke en id. Lever verdien formelen gir.",
        )
    return Tolket(id, merke=None if id == tekst else ID_FORM) if id else TOM


# Bare bokstaver, sifre og streker, og ingen nuller foran et tall. Lange tall kan ha mistet sifre.
_ID = r"^(?:[1-9][0-9]{0,14}|[0-9A-Za-z_-]*[A-Za-z_-][0-9A-Za-z_-]*)$"


def er_id(tekster: pa.Array) -> pa.Array:
    """Hvilke av tekstene som er en id i den formen `tolk_id` ville gitt den, for mange om gangen."""
    return pc.and_not(
        pc.match_substring_regex(tekster, _ID),
        pc.is_in(pc.ascii_lower(tekster), value_set=pa.array(sorted(_INGENTING))),
    )


_FORMEL = re.compile(r"=\S|@\w+\(|[+-]\s?[A-Za-z_]+\s?[(|!]")


def tolk_tekst(tekst: str) -> Tolket:
    """Tekst som kan bli vist og lastet ned. Et regneark kjører den når den begynner som en formel."""
    if _FORMEL.match(tekst):
        return _feil(
            fast("formel i teksten"),
            f"Teksten begynner med «{tekst[0]}» og ser ut som en formel. Skriv den som vanlig tekst.",
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
_TVETYDIG = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_STOERSTE_HELTALL = 2**31 - 1


def tolk_tall(
    tekst: str, kolonne: Kolonne, skrevet: Skrivemaate | None = None
) -> Tolket:
    """Et tall skrevet på norsk (1 234,5), på engelsk (1,234.5), med kr, minus foran eller parentes
    rundt. `skrevet` er hvordan hele kolonnen er skrevet, når det er avgjort.
    """
    if tekst in _STANDARDTEGN or _SKJULT.fullmatch(tekst):
        return _uten_tall(_STANDARDTEGN.get(tekst, tekst), kolonne)
    tall, tegn, merke = tekst, None, None
    if tekst[-1] in "*|":
        tall, tegn = tekst[:-1].rstrip(), tekst[-1]
    if kolonne.prosent and tall.endswith("%"):
        tall, merke = tall[:-1].rstrip(), PROSENT
    rent, negativ = _uten_fortegn(tall)
    tvetydig = _TVETYDIG.fullmatch(rent)
    if not tvetydig or skrevet is None:
        verdi = _tall(rent)
    elif skrevet == Skrivemaate.UVISS:
        verdi = None
    else:
        verdi = _tall_i(rent, skrevet)
        merke = merke or (ENGELSK_TALL if skrevet == Skrivemaate.ENGELSK else None)
    if verdi is None and tvetydig:
        hele, desimaler = re.split("[.,]", rent)
        return _feil(
            fast("tvetydig tall"),
            f"«{tekst}» kan leses på to måter. Skriv {hele}{desimaler} eller {hele},{desimaler}0.",
        )
    if verdi is None:
        return _feil(
            fast("ikke et tall"),
            f"«{tekst}» er ikke et tall. Skriv bare tallet, for eksempel 1234,5.",
        )
    verdi = -verdi if negativ else verdi
    if kolonne.type == "heltall":
        if verdi != int(verdi):
            return _feil(
                fast("ikke et heltall"),
                f"{kolonne.navn} skal være et helt tall, men er «{tekst}».",
            )
        verdi = int(verdi)
    return _innenfor(verdi, tekst, kolonne) or Tolket(verdi, tegn=tegn, merke=merke)


def _tall(rent: str) -> float | None:
    """Tallet uten fortegn. Et tall med punktum foran tre sifre kan leses på to måter."""
    if treff := _NORSK_TALL.fullmatch(rent):
        hele, desimaler = treff[1], treff[2]
    elif not _TVETYDIG.fullmatch(rent) and (treff := _ENGELSK_TALL.fullmatch(rent)):
        hele, desimaler = treff[1] or treff[3], treff[2]
    else:
        return None
    return float(_SKILLE_I_TALL.sub("", hele) + "." + (desimaler or "0"))


_SKILLE_I_TALL = re.compile("[ .,]")


def _tall_i(rent: str, skrevet: Skrivemaate) -> float:
    """Et tvetydig tall i en kolonne der det er avgjort hva komma og punktum betyr."""
    tusen = "," if skrevet == Skrivemaate.ENGELSK else "."
    return float(rent.replace(tusen, "").replace(",", "."))


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
    r"[T ](?:kl\.? ?)?(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?(?: ?([AaPp])\.?[Mm]\.?)?"
    r" ?(Z|(?:GMT|UTC)?[+-]\d{2}(?::?\d{2})?|UTC|GMT)?(?: ?\(.*\))?$",
    re.IGNORECASE,
)
_NORSK_DATO = re.compile(r"(\d{1,2}) ?([./-]) ?(\d{1,2}) ?[./-] ?(\d{4}|\d{2})")
_ISO_DATO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_SIFFERDATO = re.compile(r"\d{7,8}")
_SERIEDATO = re.compile(r"(\d{5})(?:[.,]\d+)?")
_SERIE_FRA, _SERIE_TIL, _SERIESTART = 20_000, 60_000, dt.date(1899, 12, 30)
# Så mange dager senere begynner løpenumrene i regneark fra eldre Mac-er.
_FRA_1904 = 1462
_UKEDAG = re.compile(
    r"(?:[a-zæøå]{2,6}(?:dag|day)|ma|man|ti|tir|on|ons|to|tor|fr|fre|lø|lør|sø|søn"
    r"|mon|tue|wed|thu|fri|sat|sun)[.,]*\s+(?=\S)",
    re.IGNORECASE,
)
_MED_NAVN = re.compile(
    r"(?P<dag>\d{1,2})\.?[ -]*(?P<navn>[a-z]{3,9})\.?,?[ -]*(?P<aar>\d{4}|\d{2})"
    r"|(?P<navn2>[a-z]{3,9})\.? (?P<dag2>\d{1,2}),? (?P<aar2>\d{4})",
    re.IGNORECASE,
)
# Norske og engelske navn på månedene: de tre første bokstavene skiller dem.
_MAANEDER = {
    navn[:3]: (nr, navnene)
    for nr, navnene in enumerate(
        (
            *(("januar", "january"), ("februar", "february"), ("mars", "march")),
            *(("april",), ("mai", "may"), ("juni", "june"), ("juli", "july")),
            *(("august",), ("september",), ("oktober", "october")),
            *(("november",), ("desember", "december")),
        ),
        1,
    )
    for navn in navnene
}
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


def tolk_dato(tekst: str, kolonne: Kolonne, form: Form = VANLIG) -> Tolket:
    """En dato på norsk eller ISO-form, med månedsnavn, med eller uten klokkeslett, som bare sifre, eller
    som løpenummer fra Excel. `form` er hvordan hele kolonnen er skrevet.
    """
    if (serie := _SERIEDATO.fullmatch(tekst)) and _SERIE_FRA <= int(
        serie[1]
    ) <= _SERIE_TIL:
        dager = int(serie[1]) + (_FRA_1904 if form.fra1904 else 0)
        return Tolket(_SERIESTART + dt.timedelta(days=dager), merke=EXCEL_DATO)
    klokke = _KLOKKE.search(tekst)
    uten_klokke = tekst[: klokke.start()] if klokke else tekst
    delt = _datodeler(_UKEDAG.sub("", uten_klokke, count=1), form)
    if isinstance(delt, str):
        return _tvetydig_dato(tekst, delt)
    if delt is None:
        return _feil(fast("ugyldig dato"), f"«{tekst}» er ikke en dato. {_SKRIV_DATO}")
    deler, merke = delt
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
    return Tolket(
        _norsk_dag(dato, klokke) if klokke and klokke[5] else dato, merke=merke
    )


# Hvorfor en dato ikke kan leses sikkert.
_BYTTET, _AARHUNDRE, _REKKEFOELGE = "byttet", "århundre", "rekkefølge"


def _tvetydig_dato(tekst: str, hvorfor: str) -> Tolket:
    forklaring = {
        _REKKEFOELGE: "kan leses med dagen først eller med måneden først, og resten av kolonnen avgjør det "
        "ikke",
        _BYTTET: "kan ha fått dag og måned byttet: i samme kolonne står det datoer med måneden først, som i "
        "USA",
        _AARHUNDRE: "kan være 1999, eller bety at datoen er åpen",
    }[hvorfor]
    return _feil(fast("tvetydig dato"), f"Datoen «{tekst}» {forklaring}. {_SKRIV_DATO}")


_Delt = tuple[tuple[int, int, int], str | None]


def _datodeler(tekst: str, form: Form) -> _Delt | str | None:
    """År, måned og dag med et merke når tolkningen skal sies, eller hvorfor datoen er tvetydig."""
    if treff := _ISO_DATO.fullmatch(tekst):
        aar, maaned, dag = int(treff[1]), int(treff[2]), int(treff[3])
        return _hvis_ikke_byttet(aar, maaned, dag, form)
    if treff := _NORSK_DATO.fullmatch(tekst):
        return _norske_deler(treff, form)
    if _SIFFERDATO.fullmatch(tekst):
        # Excel fjerner nullen foran 01032021. Etter to sifre for dag og måned kommer århundret, og
        # det er ingen måned, så ddmmåååå og ååååmmdd kan ikke forveksles.
        sifre = tekst.zfill(8)
        aarhundre = len(tekst) == 8 and sifre[:2] in ("19", "20")
        if aarhundre and int(sifre[4:6]) <= 12:
            delt = sifre[:4], sifre[4:6], sifre[6:]
        else:
            delt = sifre[4:], sifre[2:4], sifre[:2]
        aar, maaned, dag = map(int, delt)
        return (aar, maaned, dag), None
    return _deler_med_navn(tekst)


def _norske_deler(treff: re.Match, form: Form) -> _Delt | str:
    foerste, skille, andre, skrevet_aar = treff.groups()
    dag, maaned, merke = int(foerste), int(andre), None
    if skille != "." and form.skrevet != Skrivemaate.NORSK:
        kan_snus = dag <= 12
        if form.skrevet == Skrivemaate.UVISS and kan_snus and maaned <= 12 != dag:
            if dag != maaned:
                return _REKKEFOELGE
        elif kan_snus and (form.skrevet == Skrivemaate.ENGELSK or maaned > 12):
            dag, maaned, merke = maaned, dag, AMERIKANSK_DATO
    if len(skrevet_aar) == 4:
        if skille == ".":
            return _hvis_ikke_byttet(int(skrevet_aar), maaned, dag, form)
        return (int(skrevet_aar), maaned, dag), merke
    if (dag, maaned, skrevet_aar) == (31, 12, "99") and form.aapen99 is not False:
        return ((9999, 12, 31), merke) if form.aapen99 else _AARHUNDRE
    aar = int(skrevet_aar)
    aar += 2000 if aar < 50 else 1900
    return (aar, maaned, dag), merke or TO_SIFRE


def _hvis_ikke_byttet(aar: int, maaned: int, dag: int, form: Form) -> _Delt | str:
    if form.byttet and dag <= 12 and dag != maaned:
        return _BYTTET
    return (aar, maaned, dag), None


def _deler_med_navn(tekst: str) -> _Delt | None:
    """3. februar 2024, 03-FEB-24 og Feb 3, 2024."""
    treff = _MED_NAVN.fullmatch(tekst)
    if not treff:
        return None
    navn = (treff["navn"] or treff["navn2"]).casefold()
    nr, navnene = _MAANEDER.get(navn[:3], (0, ()))
    if not any(hele.startswith(navn) for hele in navnene) and navn != "sept":
        return None
    skrevet_aar = treff["aar"] or treff["aar2"]
    aar, merke = int(skrevet_aar), None
    if len(skrevet_aar) == 2:
        aar, merke = aar + (2000 if aar < 50 else 1900), TO_SIFRE
    return (aar, nr, int(treff["dag"] or treff["dag2"])), merke


def _norsk_dag(dato: dt.date, klokke: re.Match) -> dt.date:
    """Datoen i Norge. Et API som gir 2021-03-31T22:00:00Z, mener midnatt 1. april norsk tid."""
    sone = re.sub("[A-Z]", "", klokke[5].upper()) or "+00:00"
    time = (
        int(klokke[1]) % 12 + 12 * (klokke[4] in ("p", "P"))
        if klokke[4]
        else int(klokke[1])
    )
    try:
        tid = dt.datetime.fromisoformat(f"{dato}T{time:02}:{klokke[2]}:00{sone}")
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
    tekst: str,
    kolonne: Kolonne,
    oppslag: dict[str, str],
    tillatt: list[str],
    med_forslag: bool = True,
) -> Tolket:
    """Koden en skrivemåte står for. Med `flere` kan cellen ha flere, skilt med tegn eller «og»."""
    deler = del_opp(tekst, oppslag) if kolonne.flere else [tekst]
    koder = []
    for del_ in deler:
        kode = oppslag.get(noekkelform(del_))
        if kode is None:
            return _ukjent(del_, kolonne, tillatt, med_forslag)
        koder.append(kode)
    return Tolket(list(dict.fromkeys(koder)) if kolonne.flere else koder[0])


def _ukjent(
    tekst: str, kolonne: Kolonne, tillatt: list[str], med_forslag: bool
) -> Tolket:
    forslag = _forslag(tekst, tillatt) if med_forslag else ""
    bruk = ", ".join(tillatt)
    return Tolket(
        regel=fast("ukjent verdi"),
        forklaring=(
            f"«{tekst}» er ikke en kjent verdi for {kolonne.navn}.{forslag} Bruk en av: {bruk}."
        ),
        ukjent=tekst,
    )


def _forslag(tekst: str, tillatt: list[str]) -> str:
    naermest = likhet.naermest(tekst, [(navn, navn) for navn in tillatt], 1)
    return "".join(f" Mente du «{navn}»?" for navn in naermest)


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


def tolk_region(tekst: str) -> Tolket:
    """Som et kommunenummer, og i tillegg radene SSB selv har regnet: KOSTRA-gruppene, fylkene og landet uten
    Oslo.
    """
    egen = regioner.ssbs_egen(tekst)
    return Tolket(egen) if egen else tolk_kommunenummer(tekst)


# ---------------------------------------------------------------------- riktig funksjon


# Slik andre programmer skriver at det ikke er noe i cellen.
_INGENTING = {"nan", "none", "nat", "null", "<na>", "n/a", "undefined"}
_FOERST_I_INGENTING = "nNuU<"


def tolker(
    kolonne: Kolonne,
    omraader: tuple[str, ...],
    form: Form = VANLIG,
    id_slik_de_staar: bool = False,
    egne: Skrivemaater = INGEN,
) -> Callable[[str], Tolket]:
    """Funksjonen som leser cellene i kolonnen. `form` er hvordan hele kolonnen er skrevet, og `egne`
    er kommunens egne skrivemåter.
    """
    if kolonne.type == "kode" or kolonne.type == "omraade" and omraader:
        tolk = _kodetolker(kolonne, omraader, egne)
    else:
        tolk = _for_type(kolonne, form, id_slik_de_staar)

    def tolk_celle(tekst: str) -> Tolket:
        if tekst[0] in "#E" and _EXCELFEIL.fullmatch(tekst):
            return _feil(
                fast("feil i Excel"),
                "Cellen har en formel, men ikke svaret. Åpne filen i Excel, lagre den, og lever den på nytt."
                if tekst == FORMEL_UTEN_SVAR
                else f"Cellen viser «{tekst}». Rett formelen i Excel, og lever filen på nytt.",
            )
        if tekst[0] in _FOERST_I_INGENTING and tekst.casefold() in _INGENTING:
            return TOM
        return tolk(tekst)

    return tolk_celle


# «Err:522» er feilen slik LibreOffice viser den.
_EXCELFEIL = re.compile(r"#[A-ZÆØÅ_/0!?]+|Err:\d{3}")


def _for_type(
    kolonne: Kolonne, form: Form, id_slik_de_staar: bool
) -> Callable[[str], Tolket]:
    if kolonne.type in ("heltall", "desimal"):
        return lambda tekst: tolk_tall(tekst, kolonne, form.skrevet)
    if kolonne.type == "dato":
        return lambda tekst: tolk_dato(tekst, kolonne, form)
    if kolonne.type == "ja_nei":
        return lambda tekst: tolk_ja_nei(tekst, kolonne)
    if kolonne.type == "id":
        return lambda tekst: tolk_id(tekst, id_slik_de_staar)
    andre = {
        "aldersgruppe": tolk_aldersgruppe,
        "kommunenummer": tolk_kommunenummer,
        "region": tolk_region,
    }
    return andre.get(kolonne.type, tolk_tekst)


def skrivemaater_i(kolonne: Kolonne, omraader: tuple[str, ...]) -> dict[str, str]:
    """Fra hver skrivemåte avtalen kjenner i kolonnen, i nøkkelform, til koden."""
    if kolonne.type == "omraade":
        return {noekkelform(omraade): omraade for omraade in omraader}
    return kilder.oppslag(kilder.kodelister, kolonne.kodeliste)


def _kodetolker(
    kolonne: Kolonne, omraader: tuple[str, ...], egne: Skrivemaater
) -> Callable[[str], Tolket]:
    """Bare de første ukjente verdiene får et forslag: å lete etter noe som ligner, tar tid når en hel
    kolonne er gal.
    """
    oppslag = egne.oppslag(kolonne) | skrivemaater_i(kolonne, omraader)
    tillatt = [*koder_i(kolonne, omraader).values()]
    igjen = [_FLEST_FORSLAG]

    def tolk(tekst: str) -> Tolket:
        svar = tolk_kode(tekst, kolonne, oppslag, tillatt, med_forslag=igjen[0] > 0)
        igjen[0] -= svar.regel is not None
        return svar

    return tolk


_FLEST_FORSLAG = 200


def _feil(regel: str, forklaring: str) -> Tolket:
    return Tolket(regel=regel, forklaring=forklaring)
