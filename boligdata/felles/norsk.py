"""Tall, datoer og perioder skrevet på norsk, på målformen som er i bruk. Reglene for språket kommer fra
Unicode CLDR gjennom Babel.
"""

import datetime as dt
import functools
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from boligdata.felles import maalform
from boligdata.felles.enheter import ENHETER, Enhet
from boligdata.felles.katalog import (
    AARSAK_IKKE_KJENT,
    IKKE_OPPGITT,
    Indikator,
    dimensjoner,
)
from boligdata.felles.maalform import BOKMAAL, NYNORSK, fast, si

# Språket slås opp én gang; som tekst ville Babel gjort det ved hvert kall. Tall, datoer og bindeord er de
# samme på bokmål og nynorsk, så det som huskes her, gjelder begge.
SPRAAK = Locale.parse("nb_NO")
NB = "\N{NO-BREAK SPACE}"
MANGLER = "–"


@functools.lru_cache(maxsize=20_000)
def tall(verdi: float | None, desimaler: int = 0) -> str:
    """`1234.5` blir «1 234,5» med hardt mellomrom. Manglende verdi blir «–»."""
    if verdi is None or math.isnan(verdi):
        return MANGLER
    if round(verdi, desimaler) == 0:
        # Ellers blir et lite negativt tall «−0», og det huskes også for 0, som er det samme tallet.
        verdi = 0
    skrevet = format_decimal(
        verdi,
        format="#,##0" + ("." + "0" * desimaler if desimaler else ""),
        locale=SPRAAK,
    )
    return skrevet.replace("-", "\N{MINUS SIGN}")


def uten_tegn(verdi: float | None, enhet: Enhet) -> str:
    """Tallet slik det står i en tabell. Er det vernet, er 0 «0–4», prosenter er «under 5» og «over
    95» i endene, og 0 hele måneder er «under en halv».
    """
    baand = None if verdi is None else enhet.baand(verdi)
    return si(_BAAND[baand]) if baand else tall(verdi, enhet.desimaler)


_BAAND = {
    (0, 4): "0–4",
    (0, 5): fast("under 5"),
    (95, 100): fast("over 95"),
    (0, 0.5): fast("under en halv"),
}


def med_enhet(verdi: float | None, enhet: Enhet) -> str:
    """Tallet med så mange desimaler og det tegnet enheten har: «92 %», «48 dager», «3,4 år»."""
    skrevet = uten_tegn(verdi, enhet)
    if skrevet == MANGLER:
        return MANGLER
    return skrevet + _tegn(enhet, en=skrevet == "1" or enhet.baand(verdi) == (0, 0.5))


def maaltall(verdi: float, enhet: Enhet) -> str:
    """Et mål med så mange desimaler det trenger: 45 dager er «1,5 måneder», også når tallene det
    gjelder, vises i hele måneder.
    """
    en_til = replace(enhet, desimaler=enhet.desimaler + 1)
    helt = round(verdi, en_til.desimaler) == round(verdi, enhet.desimaler)
    return grense(verdi, enhet if helt else en_til)


def grense(verdi: float, enhet: Enhet) -> str:
    """Et mål, eller en ende av et spenn. Hele måneder, dager og år står uten desimaler: «1 måned», og
    ikke «1,0 måneder», så grensen kan leses høyt.
    """
    return med_enhet(verdi, _til_grense(verdi, enhet))


def grense_uten_tegn(verdi: float, enhet: Enhet) -> str:
    """Som `grense`, når enheten står etter den andre enden av spennet."""
    return uten_tegn(verdi, _til_grense(verdi, enhet))


def _til_grense(verdi: float, enhet: Enhet) -> Enhet:
    """Enheten grensen skrives i. Null måneder er null, og ikke «under en halv»."""
    hel = round(verdi, enhet.desimaler) == round(verdi, 0)
    return replace(enhet, desimaler=0, vernet=False) if enhet.er_tid and hel else enhet


def runde_beloep(*verdier: float, enhet: Enhet) -> tuple[float, ...]:
    """Snitt og grenser for beløp med to gjeldende siffer: 1 177 316 kr er 1 200 000 kr. Andre tall er som de
    er.
    """
    if not enhet.er_kroner:
        return verdier
    return tuple(float(f"{verdi:.2g}") for verdi in verdier)


def maalgrense(indikator: Indikator, enhet: Enhet) -> str:
    """«minst 95 %» eller «høyst 20»."""
    maalet = maaltall(indikator.maaltall, enhet)
    if indikator.retning == "opp":
        return si("minst {tall}", tall=maalet)
    return si("høyst {tall}", tall=maalet)


def endring(verdi: float, enhet: Enhet) -> str:
    """Endringen med fortegn. En endring mellom to prosenttall er i prosentpoeng."""
    verdi = round(verdi, enhet.desimaler) or 0
    fortegn = "+" if verdi > 0 else ""
    tegn = (
        f"{NB}{si('prosentpoeng')}"
        if enhet.er_prosent
        else _tegn(enhet, en=tall(abs(verdi), enhet.desimaler) == "1")
    )
    return fortegn + tall(verdi, enhet.desimaler) + tegn


def _tegn(enhet: Enhet, en: bool) -> str:
    """Tegnet etter tallet, i entall når det er én måned."""
    ordet = si("måned") if en and enhet.er_maaneder else enhet.tegnet
    return f"{NB}{ordet}" if ordet else ""


@functools.lru_cache(maxsize=20_000)
def dato(d: dt.date) -> str:
    """«31.12.2021»."""
    return format_date(d, "dd.MM.yyyy", locale=SPRAAK)


@functools.lru_cache(maxsize=20_000)
def maaned(d: dt.date) -> str:
    """«desember 2021»."""
    return format_date(d, "MMMM yyyy", locale=SPRAAK)


def ramse(ord_: Sequence[str]) -> str:
    """«a, b og c». Har det siste leddet selv et «og», blir det «a, b samt c og d», så ingen leser det
    som to ledd.
    """
    if len(ord_) > 1 and " og " in ord_[-1]:
        return si(
            "{foerste} samt {siste}", foerste=", ".join(ord_[:-1]), siste=ord_[-1]
        )
    return format_list(ord_, locale=SPRAAK)


def ramse_eller(ord_: list[str]) -> str:
    """«a, b eller c»."""
    return format_list(ord_, style="or", locale=SPRAAK)


def periode(kode: str) -> str:
    """«2025» blir «2025», «2025-T3» blir «3. tertial 2025»."""
    aar, _, tertial = kode.partition("-T")
    return si("{tertial}. tertial {aar}", tertial=tertial, aar=aar) if tertial else aar


def periode_kort(kode: str) -> str:
    """Til akser: «2025» eller «T3 2025»."""
    aar, _, tertial = kode.partition("-T")
    return f"T{tertial} {aar}" if tertial else aar


def naar(kode: str, indikator: Indikator) -> str:
    """«ved utgangen av 2025» for beholdninger, «i 2025» for det som skjer i perioden, og «den 1.
    januar 2025» for det som er talt da.
    """
    if indikator.er_fra_nyttaar:
        return si("den 1. januar {aar}", aar=kode.partition("-T")[0])
    if indikator.er_beholdning:
        return si("ved utgangen av {periode}", periode=periode(kode))
    return si("i {periode}", periode=periode(kode))


def stor(setning: str) -> str:
    """Stor forbokstav, resten som det står."""
    return setning[:1].upper() + setning[1:]


def liten_forbokstav(setning: str) -> str:
    """Liten forbokstav, resten som det står."""
    return setning[:1].lower() + setning[1:]


def tema(id: str) -> str:
    """Temaet slik det vises: «soeknader» er «Søknader»."""
    return si(_TEMAENE[id])


_TEMAENE = {
    "befolkning": fast("Befolkning"),
    "boliger": fast("Boliger"),
    "leieforhold": fast("Leieforhold"),
    "midlertidig": fast("Midlertidig"),
    "samordning": fast("Samordning"),
    "situasjon": fast("Situasjon"),
    "soeknader": fast("Søknader"),
    "tjenester": fast("Tjenester"),
    "utkastelse": fast("Utkastelse"),
    "venteliste": fast("Venteliste"),
    "virkemidler": fast("Virkemidler"),
}


def liten(navn: str) -> str:
    """Liten forbokstav midt i en setning, men ikke i navn og forkortelser: «TG 1» og stedsnavn står
    som de er.
    """
    forkortelse = navn[:2].isalpha() and navn[:2].isupper()  # NAV, ROP-team
    return liten_forbokstav(navn) if navn in _kodenavn() and not forkortelse else navn


@maalform.husk
def _kodenavn() -> frozenset[str]:
    return frozenset(k.navn for d in dimensjoner().values() for k in d.koder) | {
        si(IKKE_OPPGITT),
        si(AARSAK_IKKE_KJENT),
    }


def med_ord(antall: float, flertall: str, enhet: Enhet = ENHETER["antall"]) -> str:
    """«1 søknad», «101 søknader», og «0–4 søknader» når tallet er vernet. Ordet er på målformen som er i
    bruk.
    """
    return f"{uten_tegn(antall, enhet)} {ord_for(antall, flertall)}"


def ord_for(antall: float, flertall: str) -> str:
    """Ordet i entall når det er én, ellers i flertall."""
    return entall(flertall) if abs(antall) == 1 else flertall


def entall(flertall: str) -> str:
    """Enhetsordet i entall. Det som ikke står i listen, er likt i entall og flertall."""
    return _entall().get(flertall, flertall)


@maalform.husk
def _entall() -> dict[str, str]:
    return {si(flertall): si(en) for flertall, en in ENTALL.items()}


def flere_eller_faerre(endring: float, flertall: str) -> str:
    """«22 flere boliger», «6 færre boliger», «én bolig mer» og «én bolig mindre»."""
    if abs(endring) == 1:
        en = _en(flertall)
        if endring > 0:
            return si("{en} mer", en=en)
        return si("{en} mindre", en=en)
    antall = tall(abs(endring)) if endring else si("ingen")
    if endring < 0:
        return si("{antall} færre {ordet}", antall=antall, ordet=flertall)
    return si("{antall} flere {ordet}", antall=antall, ordet=flertall)


def _en(flertall: str) -> str:
    """«én bolig» og «ett tiltak», med kjønnet ordet har i målformen."""
    kjoennet = _kjoennene().get(flertall, _HANKJOENN)
    return f"{_EN[maalform.i_bruk()][kjoennet]} {entall(flertall)}"


@maalform.husk
def _kjoennene() -> dict[str, str]:
    return {si(ordet): kjoenn for kjoenn, ord_ in _ORDENE.items() for ordet in ord_}


_HANKJOENN, _HUNKJOENN, _INTETKJOENN = "hankjønn", "hunkjønn", "intetkjønn"
# En begjæring er «eit krav» på nynorsk.
_KRAV = "intetkjønn på nynorsk"
# Ordet for én. Hunkjønn skrives som hankjønn på bokmål, for «én søknad» og «én klage» er like gode.
_EN = {
    BOKMAAL: {_HANKJOENN: "én", _HUNKJOENN: "én", _INTETKJOENN: "ett", _KRAV: "én"},
    NYNORSK: {_HANKJOENN: "éin", _HUNKJOENN: "éi", _INTETKJOENN: "eitt", _KRAV: "eitt"},
}
# Kjønnet til ordene som telles. Alle andre er hankjønn.
_ORDENE = {
    _HUNKJOENN: (
        "enheter",
        "henvisninger",
        "henvisninger som venter",
        "innflyttinger",
        "klager",
        "tjenester",
        "tjenester i bruk",
        "utflyttinger",
        "utkastelser",
    ),
    _KRAV: ("begjæringer",),
    _INTETKJOENN: (
        fast("tiltak"),
        fast("vedtak"),
        fast("avslag"),
        fast("opphold"),
        fast("startlån"),
        "innvilgede virkemidler",
        "nye virkemidler",
        "varsler",
        "vedtatte prosjekter",
        "virkemidler i bruk",
    ),
}
# Enhetsordene som er annerledes i entall. Avslag, opphold, startlån og vedtak er like.
ENTALL = {
    fast("figurer"): fast("figur"),
    fast("flyktninger"): fast("flyktning"),
    fast("begjæringer"): fast("begjæring"),
    fast("innvilgede virkemidler"): fast("innvilget virkemiddel"),
    fast("virkemidler i bruk"): fast("virkemiddel i bruk"),
    fast("nye virkemidler"): fast("nytt virkemiddel"),
    fast("tjenester i bruk"): fast("tjeneste i bruk"),
    fast("henvisninger som venter"): fast("henvisning som venter"),
    fast("henvisninger"): fast("henvisning"),
    fast("ledige"): fast("ledig"),
    fast("dager"): fast("dag"),
    fast("advarsler"): fast("advarsel"),
    fast("tjenester"): fast("tjeneste"),
    fast("utkastelser"): fast("utkastelse"),
    fast("enheter"): fast("enhet"),
    fast("varsler"): fast("varsel"),
    fast("innflyttinger"): fast("innflytting"),
    fast("boliger"): fast("bolig"),
    fast("husstander"): fast("husstand"),
    fast("måneder"): fast("måned"),
    fast("innbyggere"): fast("innbygger"),
    fast("klager"): fast("klage"),
    fast("kontrakter"): fast("kontrakt"),
    fast("søknader"): fast("søknad"),
    fast("utflyttinger"): fast("utflytting"),
    fast("saker"): fast("sak"),
    fast("vedtatte prosjekter"): fast("vedtatt prosjekt"),
    fast("idéer"): fast("idé"),
}


# Binder tegnene på hver side sammen uten å vises. Streamlit lager bilder av «:smile:» og lenker av
# adresser etter at skråstrekene foran tegnene er tatt bort, så der må noe stå imellom.
_USYNLIG = "\u2060"


def bokstavelig(tekst: str) -> str:
    """Tekst fra uttrekk og filstier, så den vises som den står også der tegn ellers blir lenker,
    bilder, kursiv, overskrifter og lister.

    «2. tertial 2025» alene i en celle ville ellers blitt punkt to i en liste.
    """
    delt = re.sub(r"(:(?=\S)|@(?=\w)|\bwww(?=\.))", rf"\g<0>{_USYNLIG}", tekst)
    return re.sub(r"[\\`*_\[\]<>$~&]|^\s*#|(?<=^\d)\.(?= )", _med_skraastrek, delt)


def _med_skraastrek(treff: re.Match) -> str:
    foer, tegn = treff[0][:-1], treff[0][-1]
    return f"{foer}\\{tegn}"


def punktliste(linjer: Iterable[str]) -> str:
    """Linjene under hverandre, hver med et punkt foran, vist som de står."""
    return "\n".join(f"- {bokstavelig(linje)}" for linje in linjer)


def filnavn(tekst: str) -> str:
    """Et filnavn uten æøå, mellomrom og tegn: «Ventetid på bolig» blir «ventetid_paa_bolig»."""
    ascii_tekst = tekst.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    return re.sub(r"[^a-z0-9]+", "_", ascii_tekst).strip("_")
