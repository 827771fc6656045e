"""Det brukeren antar om årene som kommer. Hele scenarioet står i lenken, så den åpner det samme hos
den som får den.
"""

import dataclasses
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from boligdata.felles.maalform import fast

MAAL = {
    "innen_frist": fast("Bolig innen fristen"),
    "funksjonelt_null": fast("Kort kø (funksjonelt null)"),
    "ikke_vokser": fast("Køen vokser ikke"),
}
VEKST = {
    "MMMM": fast("Hovedalternativet"),
    "LLML": fast("Lav vekst"),
    "HHMH": fast("Høy vekst"),
}
ELDRE = {
    "dekning": fast("Dagens dekning"),
    "trend": fast("Utviklingen fortsetter"),
    "norm": fast("Normen på 25 prosent"),
}
# Måtene flere boliger kan komme til på.
MAATER = {
    "": fast("Ikke valgt"),
    "bygge": fast("Bygge"),
    "kjoepe": fast("Kjøpe"),
    "leie": fast("Leie inn"),
    "rett": fast("Avtale om tildelingsrett"),
}
# Avtalene som kan gå ut. Da er boligene borte igjen.
PAA_AVTALE = ("leie", "rett")
# Kostnadene brukeren setter selv, i tusen kroner: for hver bolig én gang, for hver bolig i året, og for
# alt annet som gjøres i boligtypen, i året.
KOSTNADER = ("per_bolig", "per_aar", "resten")
_SPENN = ("soekere", "botid", *KOSTNADER)
LENGSTE_NAVN, LENGSTE_KILDE = 40, 120
# Lengre enn dette er ingen lenke herfra: ti boligtyper med tiltak og kilde er under det halve.
LENGSTE_LENKE = 16_000


@dataclass(frozen=True)
class Grep:
    """Det som gjøres i én pool. `soekere` og `botid` er endringen i prosent, fra og til;
    `klargjoering` er endringen i prosent. `startlaan` er husstander i året som får startlån i stedet.

    `boliger` er hvor mange flere (eller færre) enn det som er vedtatt, `aar` når, og `maate` hvordan.
    `til` er året avtalen om dem går ut, og 0 er at den ikke gjør det.
    `KOSTNADER` er tusen kroner, fra og til, og 0 er at ingen har sagt hva det koster. `kilde` er hvor
    virkningen og kostnadene er hentet fra.
    """

    soekere: tuple[int, int] = (0, 0)
    botid: tuple[int, int] = (0, 0)
    klargjoering: int = 0
    boliger: int = 0
    aar: int = 0
    maate: str = ""
    til: int = 0
    startlaan: int = 0
    per_bolig: tuple[int, int] = (0, 0)
    per_aar: tuple[int, int] = (0, 0)
    resten: tuple[int, int] = (0, 0)
    kilde: str = ""

    @property
    def gaar_ut(self) -> int:
        """Året boligene er borte igjen, eller 0 når de blir stående."""
        paa_avtale = self.boliger > 0 and self.maate in PAA_AVTALE
        return self.til if paa_avtale and self.til > self.aar else 0

    @property
    def har_kostnad(self) -> bool:
        """Har brukeren satt noen kostnad?"""
        return any(any(getattr(self, felt)) for felt in KOSTNADER)


@dataclass(frozen=True)
class Scenario:
    """Antakelsene. Prosent er hele tall. `sammen` er poolene som deler boliger, og `grep` er (pool,
    grep).
    """

    navn: str = ""
    maal: str = "innen_frist"
    andel: int = 0
    dager: int = 0
    vekst: str = "MMMM"
    eldre: str = "dekning"
    skjult: int = -1
    ideer: bool = False
    sammen: tuple[str, ...] = ()
    grep: tuple[tuple[str, Grep], ...] = ()

    def i(self, pool: str) -> Grep:
        """Grepet i poolen."""
        return dict(self.grep).get(pool, Grep())

    def med_grep(self, pool: str, grep: Grep) -> "Scenario":
        """Scenarioet med et nytt grep i poolen."""
        andre = tuple(par for par in self.grep if par[0] != pool)
        if grep == Grep():
            return dataclasses.replace(self, grep=andre)
        return dataclasses.replace(self, grep=tuple(sorted((*andre, (pool, grep)))))

    @property
    def endret(self) -> bool:
        """Er noe antatt annerledes enn utgangspunktet?"""
        return dataclasses.replace(self, navn="") != Scenario()


def skriv(scenario: Scenario) -> str:
    """Scenarioet som tekst til lenken. Bare det som er endret, er med."""
    par = [(felt, verdi) for felt, verdi in _endret(scenario) if felt != "grep"]
    for pool, grep in scenario.grep:
        par += [(f"{pool}.{felt}", verdi) for felt, verdi in _endret(grep)]
    return urlencode([(navn, _i_lenken(verdi)) for navn, verdi in par])


def _endret(noe: Scenario | Grep) -> list[tuple[str, object]]:
    """Feltene som ikke er som i utgangspunktet."""
    par = [(felt, getattr(noe, felt.name)) for felt in dataclasses.fields(noe)]
    return [(felt.name, verdi) for felt, verdi in par if verdi != felt.default]


def _i_lenken(verdi) -> str:
    if isinstance(verdi, tuple):
        return ",".join(map(str, verdi))
    return str(int(verdi) if isinstance(verdi, bool) else verdi)


def les(
    tekst: str, pooler: tuple[str, ...], spenn: dict[str, tuple[int, int]]
) -> tuple[Scenario, bool]:
    """Scenarioet i en lenke, og om alt i den kunne brukes. Det som er ukjent eller utenfor `spenn`,
    får utgangspunktet i stedet.
    """
    if len(tekst) > LENGSTE_LENKE:
        return Scenario(), False
    felter, grep, alt_kjent = {}, {}, True
    for navn, verdi in parse_qsl(tekst, keep_blank_values=True):
        pool, _, felt = navn.rpartition(".")
        try:
            if navn == "sammen":
                deler = verdi.split(",")
                felter[navn] = tuple(kjent for kjent in pooler if kjent in deler)
                alt_kjent &= set(deler) <= set(pooler)
            elif pool in pooler:
                grep.setdefault(pool, {})[felt] = _grepfelt(felt, verdi, spenn)
            else:
                felter[navn] = _felt(navn, verdi, spenn)
        except (ValueError, KeyError, TypeError):
            alt_kjent = False
    ferdige = sorted((pool, Grep(**felt)) for pool, felt in grep.items())
    endret = tuple(par for par in ferdige if par[1] != Grep())
    return Scenario(**felter, grep=endret), alt_kjent


def _felt(navn: str, verdi: str, spenn: dict[str, tuple[int, int]]):
    valg = {"maal": MAAL, "vekst": VEKST, "eldre": ELDRE}
    if navn == "navn":
        return ryddet(verdi)
    if verdi in valg.get(navn, ()):
        return verdi
    if navn in ("andel", "dager", "skjult"):
        return _mellom(int(verdi), spenn[navn])
    if (navn, verdi) == ("ideer", "1"):
        return True
    raise ValueError("ukjent felt eller verdi")


def _grepfelt(felt: str, verdi: str, spenn: dict[str, tuple[int, int]]):
    if felt not in Grep.__dataclass_fields__:
        raise ValueError("ukjent felt")
    if felt == "kilde":
        return ryddet(verdi, LENGSTE_KILDE)
    if felt == "maate":
        if verdi not in MAATER:
            raise ValueError("ukjent måte")
        return verdi
    if felt in _SPENN:
        fra, til = sorted(_mellom(int(del_), spenn[felt]) for del_ in verdi.split(","))
        return fra, til
    return _mellom(int(verdi), spenn[felt])


def _mellom(verdi: int, spenn: tuple[int, int]) -> int:
    if not spenn[0] <= verdi <= spenn[1]:
        raise ValueError("utenfor spennet")
    return verdi


def ryddet(navn: str, lengst: int = LENGSTE_NAVN) -> str:
    """Et navn slik det kan stå på én linje."""
    synlig = "".join(tegn if tegn.isprintable() else " " for tegn in navn)
    return " ".join(synlig.split())[:lengst].strip()
