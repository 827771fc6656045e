"""Fra det som er erklært, og det tabellen har nå, til spørsmål SSB svarer på.

Én ukjent kode gjør at hele spørsmålet blir avvist, så kodene er alltid de som står i beskrivelsen av
tabellen. Et spørsmål om for mange tall deles i flere.
"""

import math

from boligdata.bygg.henting.nett import Nettfeil
from boligdata.felles import kommunenummer, regioner, statistikk
from boligdata.felles.config import Kommune
from boligdata.felles.statistikk import Statistikktabell
from boligdata.felles.tekst import noekkelform

Valg = dict[str, list[str]]

# Landet, slik tabellene skriver det.
_LANDET = ("EAK", "0")


def velg(
    tabell: Statistikktabell,
    metadata: dict,
    kodelister: dict[str, dict],
    kommune: Kommune,
) -> tuple[Valg, list[str]]:
    """Kodene som skal hentes av hver variabel, i tabellens rekkefølge, og dem i `ogsaa` den ikke har.

    Kaster `Nettfeil` når tabellen ikke lenger er slik den er erklært.
    """
    ut: Valg = {}
    mangler: list[str] = []
    variabler = metadata["dimension"]
    if borte := tabell.velg.keys() - variabler.keys():
        raise Nettfeil(
            f"Tabellen har ikke {_ramse(borte)}. Variablene er {_ramse(variabler)}."
        )
    for variabel, om in variabler.items():
        if variabel not in tabell.velg:
            _krev_sum(variabel, om)
            continue
        koder = _koder(om, kodelister.get(variabel))
        ut[variabel] = _valgte(tabell.velg[variabel], koder, variabel, kommune)
        for kode in tabell.ogsaa.get(variabel, ()):
            if (funnet := _finn(kode, koder)) is None:
                mangler.append(kode)
            elif funnet not in ut[variabel]:
                ut[variabel].append(funnet)
    return ut, mangler


def del_opp(valg: Valg, flest: int) -> list[Valg]:
    """De samme kombinasjonene i deler med høyst `flest` tall hver."""
    celler = math.prod(map(len, valg.values()))
    if celler <= flest:
        return [valg]
    lengst = max(valg, key=lambda variabel: len(valg[variabel]))
    koder = valg[lengst]
    om_gangen = max(1, flest * len(koder) // celler)
    return [
        del_
        for fra in range(0, len(koder), om_gangen)
        for del_ in del_opp({**valg, lengst: koder[fra : fra + om_gangen]}, flest)
    ]


def kropp(valg: Valg, tabell: Statistikktabell) -> dict:
    """Spørsmålet slik PxWebApi v2 vil ha det."""
    utvalg = []
    for variabel, koder in valg.items():
        ett = {"variableCode": variabel, "valueCodes": koder}
        if variabel in tabell.kodeliste:
            ett["codelist"] = tabell.kodeliste[variabel]
        utvalg.append(ett)
    return {"selection": utvalg}


def _koder(om: dict, kodeliste: dict | None) -> dict[str, str]:
    """Kode → navn, i tabellens rekkefølge."""
    if kodeliste is not None:
        return {verdi["code"]: verdi["label"] for verdi in kodeliste["values"]}
    kategori = om["category"]
    navn = kategori["label"]
    return {kode: navn[kode] for kode in kategori.get("index") or navn}


def _krev_sum(variabel: str, om: dict) -> None:
    if not om.get("extension", {}).get("elimination"):
        raise Nettfeil(
            f"Tabellen er delt på «{variabel}», som ikke står i erklæringen og ikke har noen sum."
        )


def _valgte(
    valgt: str | list[str], koder: dict[str, str], variabel: str, kommune: Kommune
) -> list[str]:
    if valgt == statistikk.ALLE:
        return list(koder)
    if valgt == statistikk.AARENE:
        return [kode for kode in koder if int(kode[:4]) >= kommune.foerste_aar - 1]
    if isinstance(valgt, list):
        return list(dict.fromkeys(_krevd(kode, koder, variabel) for kode in valgt))
    nummer = kommune.kommunenummer
    if not {nummer, f"K-{nummer}"} & koder.keys():
        raise Nettfeil(f"Kommunenummeret {nummer} står ikke i tabellen.")
    rekke = kommunenummer.bakover(nummer).ett_nummer
    numre = {f"K-{nummer}"}.union(*(periode.numre for periode in rekke))
    egne = [kode for kode in koder if kode in numre]
    if valgt == statistikk.SAMMENLIGNING:
        egne += [kode for kode in koder if kode not in egne and _sammenlignes(kode)]
    return egne


def _sammenlignes(kode: str) -> bool:
    """Er det en kommune som finnes i dag, eller en rad SSB selv har regnet?"""
    return (
        kode in regioner.kommuner()
        or kode.upper() in _LANDET
        or regioner.ssbs_egen(kode) == kode.upper()
    )


def _krevd(kode: str, koder: dict[str, str], variabel: str) -> str:
    funnet = _finn(kode, koder)
    if funnet is None:
        alle = _ramse(f"{kode} ({navn})" for kode, navn in list(koder.items())[:20])
        raise Nettfeil(f"«{kode}» finnes ikke lenger i «{variabel}». Kodene er {alle}.")
    return funnet


def _finn(kode: str, koder: dict[str, str]) -> str | None:
    """Koden slik tabellen skriver den, funnet etter koden eller etter navnet."""
    form = noekkelform(kode)
    like = [kjent for kjent in koder if kjent.casefold() == kode.casefold()]
    like = like or [kjent for kjent, navn in koder.items() if noekkelform(navn) == form]
    return like[0] if len(like) == 1 else None


def _ramse(navn) -> str:
    return ", ".join(sorted(navn))
