"""Finn fram: søk i tjenestekatalogen etter hvem som gir hvilken hjelp.

Den som leter, kjenner sjelden navnet på hjelpen. Derfor holder det at ett av ordene treffer, et
ord folk bruker er like godt som det katalogen bruker (`finnfram.toml`), og en skrivefeil, ø skrevet
som o eller oe, og nynorsk betyr ikke noe. Det som treffer best, står først.
"""

import functools
import math
import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from boligdata import lesing
from boligdata.felles import maalform
from boligdata.felles.config import PAKKE
from boligdata.felles.erklaering import les_toml
from boligdata.lesing import ALLE

# Hvor mye et treff i hver kolonne betyr. Navnet på tjenesten, og ordene kommunen selv har satt på
# den, teller mest, og det første ordet i navnet litt mer enn de andre.
_VEKT = {
    "tjeneste": 8,
    "soekeord": 8,
    "for_hvem": 3,
    "hva": 3,
    "situasjonsnavn": 2,
    "enhet": 2,
    "soek_slik": 1,
    "hjemmel": 1,
}
_FOERST_I_NAVNET = 9
# Endelsene på norske ord, de lengste først. Med dem borte finner «utkastelser» det som står om
# «utkastelse». «-het» er ikke en endelse.
_ENDELSER = re.compile(r"(?<=\w{4})(ene|ane|er|en|(?<!h)et|ar|a|e)$")
# Bokstavene skrives på flere måter av dem som ikke har dem på tastaturet, og leses som den ene.
_BOKSTAVER = (("å", "a"), ("aa", "a"), ("æ", "a"), ("ae", "a"), ("ø", "o"), ("oe", "o"))
# Om en konsonant er enkel eller dobbel, er det mange skriver feil.
_DOBBEL = re.compile(r"([b-df-hj-np-tv-xz])\1")

# Hvor likt et ord er det som står: helt likt, begynnelsen på det, en del av det, eller én skrivefeil
# unna. Under grensene er ordene så korte at nesten alt ligner.
_BEGYNNER, _DEL, _FEIL = 0.85, 0.6, 0.7
_KORTESTE_BEGYNNELSE, _KORTESTE_DEL, _KORTESTE_MED_FEIL = 3, 5, 5
# To bokstaver som har byttet plass, sees også i et kortere ord.
_KORTESTE_MED_BYTTE = 4
# Et ord folk bruker, teller litt mindre enn navnet selv, og det neste det kan bety, litt mindre igjen.
_SOM_FOLK_SIER, _NESTE_BETYDNING = 0.9, 0.8
# Så mye av poengene til det beste treffet må et annet ha for å være med.
_MED = 0.3

# Et søk er begreper, og hvert begrep kan bety flere ting. En betydning er ord som alle må stå i
# tjenesten, og hvor mye den teller.
_Betydning = tuple[tuple[str, ...], float]

_FIL = PAKKE / "innhold" / "finnfram.toml"


@dataclass(frozen=True)
class Ordbok:
    """Det som er erklært i `finnfram.toml`, med ordene slik de sammenlignes."""

    fyllord: frozenset[str]
    folk_sier: tuple[tuple[tuple[str, ...], tuple[tuple[str, ...], ...]], ...]


@dataclass(frozen=True)
class _Katalog:
    """Tjenestekatalogen. `staar` er hvert ord i den, med tjenestene det står i, og hvor mye det
    teller der.
    """

    tjenester: pd.DataFrame
    staar: dict[str, dict[int, float]]


def soek(tekst: str = "", situasjon: str = ALLE) -> pd.DataFrame:
    """Tjenestene som passer, de beste først. Uten ord å søke etter er det alle, i alfabetisk orden.

    Kolonner som i `tabell("tjenestekatalog")`.
    """
    katalogen = _katalogen()
    tjenester = katalogen.tjenester
    if begreper := _begreper(_ord(tekst)):
        tjenester = tjenester.assign(poeng=_poeng(begreper, katalogen))
    if situasjon != ALLE:
        tjenester = tjenester[[situasjon in koder for koder in tjenester["situasjon"]]]
    if begreper:
        gode = tjenester["poeng"] > _MED * tjenester["poeng"].max()
        tjenester = tjenester[gode].sort_values("poeng", ascending=False, kind="stable")
    return tjenester.drop(columns="poeng", errors="ignore").reset_index(drop=True)


def samme_dag() -> pd.DataFrame:
    """Tjenestene som hjelper den dagen noen tar kontakt."""
    tjenester = _katalogen().tjenester
    return tjenester[tjenester["frist_dager"] == 0].reset_index(drop=True)


def kontorer() -> pd.DataFrame:
    """Hvem det går an å ringe, de som har flest tilbud først: enhet og telefon."""
    med_telefon = _katalogen().tjenester.query("telefon != ''")
    antall = med_telefon.groupby(["enhet", "telefon"]).size()
    rekkefoelge = antall.sort_values(ascending=False, kind="stable")
    return rekkefoelge.index.to_frame(index=False)


def ringelenke(telefon: str) -> str:
    """Lenken en telefon ringer, eller «» når det ikke står noe nummer der. Uten landet foran er
    åtte siffer norske, og et kortere nummer ringes som det står.
    """
    treff = re.search(r"(\+|\b00)?\d[\d\s]*", telefon)
    siffer = re.sub(r"\D", "", treff[0]) if treff else ""
    if treff and treff[1]:
        return f"tel:+{siffer.removeprefix('00')}"
    if len(siffer) == len("12345678"):
        return f"tel:+47{siffer}"
    return f"tel:{siffer}" if len(siffer) >= len("110") else ""


# --- Poengene -------------------------------------------------------------------------


def _poeng(begreper: list[list[_Betydning]], katalogen: _Katalog) -> list[float]:
    """Summen for hver tjeneste av det beste hvert begrep kan bety. Et begrep som treffer få
    tjenester, sier mer enn ett som treffer alle.
    """
    antall = len(katalogen.tjenester)
    alle_ord = {et for b in begreper for ord_, _ in b for et in ord_}
    treff = {et: _treff(et, katalogen) for et in alle_ord}
    sum_ = [0.0] * antall
    for betydninger in begreper:
        beste = [
            max(
                vekt * _snitt([treff[et][nr] for et in ord_])
                for ord_, vekt in betydninger
            )
            for nr in range(antall)
        ]
        traff = sum(poeng > 0 for poeng in beste)
        sjelden = math.log(1 + antall / traff) if traff else 0
        sum_ = [foer + sjelden * poeng for foer, poeng in zip(sum_, beste)]
    return sum_


def _treff(soekt: str, katalogen: _Katalog) -> list[float]:
    """Det beste treffet ordet har i hver tjeneste."""
    ut = [0.0] * len(katalogen.tjenester)
    for kjent, tjenester in katalogen.staar.items():
        if likhet := _likhet(soekt, kjent):
            for nr, vekt in tjenester.items():
                ut[nr] = max(ut[nr], likhet * vekt)
    return ut


def _snitt(poeng: list[float]) -> float:
    """Snittet for ordene som må stå der alle sammen."""
    return sum(poeng) / len(poeng) if all(poeng) else 0


def _begreper(ord_: list[str]) -> list[list[_Betydning]]:
    """Det søket spør om. Ordene i et uttrykk, som «kastet ut», er ett begrep."""
    ordboken = ordbok()
    begreper, igjen = [], list(ord_)
    for uttrykk, betyr in ordboken.folk_sier:
        brukt = [_nesten(del_, ord_) for del_ in uttrykk]
        if len(uttrykk) > 1 and all(brukt):
            begreper.append(_betydninger(betyr, 1))
            igjen = [et for et in igjen if et not in brukt]
    betyr_noe = [et for et in igjen if et not in ordboken.fyllord]
    return begreper + [_ett_ord(et) for et in betyr_noe]


def _ett_ord(ord_: str) -> list[_Betydning]:
    """Det ordet er, og alt det kan bety når folk sier det."""
    ut: list[_Betydning] = [((ord_,), 1)]
    for uttrykk, betyr in ordbok().folk_sier:
        likhet = _likhet(ord_, uttrykk[0]) if len(uttrykk) == 1 else 0
        if likhet:
            ut += _betydninger(betyr, likhet)
    return ut


def _betydninger(betyr: tuple[tuple[str, ...], ...], likhet: float) -> list[_Betydning]:
    return [
        (ord_, likhet * _SOM_FOLK_SIER * _NESTE_BETYDNING**nr)
        for nr, ord_ in enumerate(betyr)
    ]


# --- Ordene ---------------------------------------------------------------------------


def _nesten(del_: str, ord_: list[str]) -> str:
    """Det av ordene som er delen av et uttrykk, uten mer forskjell enn en skrivefeil."""
    return next((et for et in ord_ if et == del_ or _en_feil(et, del_)), "")


@functools.lru_cache(maxsize=100_000)
def _likhet(soekt: str, kjent: str) -> float:
    """Fra 0 til 1: hvor sikkert det er at den som skrev `soekt`, mente `kjent`."""
    if soekt == kjent:
        return 1
    kortest, lengst = sorted((soekt, kjent), key=len)
    if kjent.startswith(soekt) and len(soekt) >= _KORTESTE_BEGYNNELSE:
        return _BEGYNNER
    if kortest in lengst and len(kortest) >= _KORTESTE_DEL:
        return _DEL
    return _FEIL if _en_feil(soekt, kjent) or _begynner_med_feil(soekt, kjent) else 0


def _begynner_med_feil(soekt: str, kjent: str) -> bool:
    """Er det begynnelsen på det lange ordet, med én skrivefeil?"""
    lengde = len(soekt)
    langt_nok = _KORTESTE_MED_FEIL + 2 <= lengde < len(kjent)
    if not langt_nok or soekt[0] != kjent[0]:
        return False
    return any(_en_feil(soekt, kjent[: lengde + mer]) for mer in (-1, 0, 1))


def _en_feil(en: str, annen: str) -> bool:
    """Skiller det én bokstav: en for mye, en for lite, en gal, eller to som har byttet plass?"""
    kort, lang = sorted((en, annen), key=len)
    samme = sorted(kort) == sorted(lang)
    minst = _KORTESTE_MED_BYTTE if samme else _KORTESTE_MED_FEIL
    if len(kort) < minst or len(lang) - len(kort) > 1:
        return False
    likt = len(os.path.commonprefix([kort, lang]))
    kort, lang = kort[likt:], lang[likt:]
    if len(kort) < len(lang):
        return kort == lang[1:]
    byttet = kort[:2] == lang[1::-1]
    return kort[1:] == lang[1:] or (byttet and kort[2:] == lang[2:])


def _ord(tekst: str) -> list[str]:
    """Ordene i teksten slik de sammenlignes: små bokstaver, på bokmål, og uten endelser."""
    rene = re.findall(r"[a-z0-9]+", _bokstaver(tekst))
    return [_ENDELSER.sub("", _paa_bokmaal(rent)) for rent in rene]


def _bokstaver(tekst: str) -> str:
    liten = tekst.casefold()
    for skrevet, leses in _BOKSTAVER:
        liten = liten.replace(skrevet, leses)
    delt = unicodedata.normalize("NFKD", _DOBBEL.sub(r"\1", liten))
    return "".join(tegn for tegn in delt if not unicodedata.combining(tegn))


def _paa_bokmaal(ord_: str) -> str:
    deler, hele = _nynorsk()
    if ord_ in hele:
        return hele[ord_]
    for nynorsk, bokmaal in deler.items():
        ord_ = ord_.replace(nynorsk, bokmaal)
    return ord_


@functools.cache
def _nynorsk() -> tuple[dict[str, str], dict[str, str]]:
    """Det som byttes inne i et ord, og det som bare byttes når det er hele ordet."""
    felt = les_toml(_FIL).felt
    deler, hele = (
        {_bokstaver(fra): _bokstaver(til) for fra, til in felt[noekkel]}
        for noekkel in ("nynorsk", "nynorsk_ord")
    )
    return deler, hele


@functools.cache
def ordbok() -> Ordbok:
    """Ordboken, lest én gang."""
    return les_ordbok(_FIL)


def les_ordbok(fil: Path) -> Ordbok:
    """Les `fil`. Kaster `Erklaeringsfeil` når noe i den er galt."""
    innhold = les_toml(fil)
    innhold.krev_noekler(paakrevd=("fyllord", "nynorsk", "nynorsk_ord", "ord"))
    folk_sier = []
    for blokk in innhold.liste("ord"):
        blokk.krev_noekler(paakrevd=("folk_sier", "katalogen_sier"))
        betyr = tuple(tuple(_ord(det)) for det in blokk.felt["katalogen_sier"])
        folk_sier += [(tuple(_ord(det)), betyr) for det in blokk.felt["folk_sier"]]
    fyllord = frozenset(_ord(" ".join(innhold.felt["fyllord"])))
    return Ordbok(fyllord, tuple(folk_sier))


# --- Katalogen ------------------------------------------------------------------------


@lesing.husk
def _katalogen() -> _Katalog:
    data = lesing.tabell("tjenestekatalog")
    # En fil som er publisert før kolonnen med søkeord kom, har den ikke.
    data = data.assign(soekeord=data.get("soekeord", ""))
    data = data.fillna(dict.fromkeys(["hjemmel", "telefon", "soekeord"], ""))
    data["situasjon"] = [
        [] if situasjoner is None else list(situasjoner)
        for situasjoner in data["situasjon"]
    ]
    staar: dict[str, dict[int, float]] = {}
    for nr, rad in enumerate(data.to_dict("records")):
        for et, vekt in _vektet(rad):
            steder = staar.setdefault(et, {})
            steder[nr] = max(vekt, steder.get(nr, 0))
    return _Katalog(data, staar)


def _vektet(rad: dict) -> Iterator[tuple[str, float]]:
    """Ordene om en tjeneste, og hvor mye hvert av dem teller."""
    tekster = rad | {"situasjonsnavn": _situasjonsnavn(rad["situasjon"])}
    for kolonne, vekt in _VEKT.items():
        for plass, et in enumerate(_ord(tekster[kolonne])):
            foerst = kolonne == "tjeneste" and not plass
            if et not in ordbok().fyllord:
                yield et, _FOERST_I_NAVNET if foerst else vekt


def _situasjonsnavn(koder: list[str]) -> str:
    """Navnene på begge målformene: den som leter, skriver ikke alltid på målformen siden står på."""
    ut: list[str] = []
    for maalformen in maalform.MAALFORMER:
        with maalform.bruk(maalformen):
            navn = lesing.dimensjon("situasjon")
        ut += [navn.get(kode, "") for kode in koder]
    return " ".join(ut)
