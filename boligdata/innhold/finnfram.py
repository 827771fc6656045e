"""Finn fram: søk i tjenestekatalogen etter hvem som gir hvilken hjelp."""

import re
import unicodedata

import pandas as pd

from boligdata import lesing
from boligdata.lesing import ALLE

# Hvor mye et treff i hver kolonne betyr. Navnet på tjenesten teller mest.
_VEKT = {
    "tjeneste": 8,
    "for_hvem": 3,
    "hva": 2,
    "enhet": 2,
    "soek_slik": 1,
    "hjemmel": 1,
}
# Endelsene på norske ord, de lengste først. Med dem borte finner «utkastelser» det som står om
# «utkastelse».
_ENDELSER = re.compile(r"(?<=\w{4})(ene|ane|er|en|et|ar|a|e)$")


def soek(tekst: str = "", situasjon: str = ALLE) -> pd.DataFrame:
    """Tjenestene som passer, de beste først. Uten søkeord er det alle, i alfabetisk orden.

    Alle ordene må finnes, eller være begynnelsen på ord som finnes. Store bokstaver, aksenter og
    bøyning betyr ikke noe. Kolonner som i `tabell("tjenestekatalog")`.
    """
    katalogen = _katalogen()
    if situasjon != ALLE:
        katalogen = katalogen[
            [situasjon in situasjoner for situasjoner in katalogen["situasjon"]]
        ]
    ord_ = _ord(tekst)
    if not ord_:
        return katalogen.drop(columns="ord")
    poeng = [_poeng(rad, ord_) for rad in katalogen["ord"]]
    treff = katalogen.assign(poeng=poeng)
    treff = treff[treff["poeng"] > 0].sort_values(
        "poeng", ascending=False, kind="stable"
    )
    return treff.drop(columns=["ord", "poeng"]).reset_index(drop=True)


def _poeng(rad: dict[str, list[str]], ord_: list[str]) -> int:
    """Summen av det beste treffet for hvert ord, eller 0 når et av dem ikke finnes."""
    beste = [
        max(
            (
                _VEKT[kolonne]
                for kolonne, kjente in rad.items()
                if any(annet.startswith(soekeord) for annet in kjente)
            ),
            default=0,
        )
        for soekeord in ord_
    ]
    return sum(beste) if all(beste) else 0


@lesing.husk
def _katalogen() -> pd.DataFrame:
    """Tjenestekatalogen med ordene i hver kolonne ferdig delt opp."""
    data = lesing.tabell("tjenestekatalog").fillna(
        dict.fromkeys(["hjemmel", "telefon"], "")
    )
    data["situasjon"] = [
        [] if situasjoner is None else list(situasjoner)
        for situasjoner in data["situasjon"]
    ]
    data["ord"] = [
        {kolonne: _ord(rad[kolonne]) for kolonne in _VEKT}
        for rad in data.to_dict("records")
    ]
    return data


def _ord(tekst: str) -> list[str]:
    uten_aksent = unicodedata.normalize(
        "NFKD",
        tekst.casefold().replace("å", "aa").replace("æ", "ae").replace("ø", "oe"),
    )
    bokstaver = [tegn for tegn in uten_aksent if not unicodedata.combining(tegn)]
    rene = re.findall(r"[a-z0-9]+", "".join(bokstaver))
    return [_ENDELSER.sub("", rent) for rent in rene]
