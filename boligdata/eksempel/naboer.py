"""Tallene til dem Fjordvik sammenlignes med: ti kommuner som ikke finnes, KOSTRA-gruppen, fylket og landet.

Nivåene er antakelser, i størrelse som i virkelige kommuner. Hver kommune er alltid over eller under i et
tall, og flytter seg litt fra år til år.
"""

import zlib
from dataclasses import dataclass

from boligdata.eksempel import forutsetninger as antatt
from boligdata.eksempel.skriv import tall
from boligdata.eksempel.terning import Terning

# Det kommunen er bedt om, har vedtatt og har bosatt. Tomt er ikke kjent.
Antallene = tuple[int | str, ...]

NABOER = tuple(str(nummer) for nummer in range(9902, 9912))
GRUPPEN, FYLKET, UTEN_OSLO = "EKG07", "EKA99", "EAKUO"
# Kommunene er med fra dette året, og gruppene er delt inn på nytt da.
FRA = 2020
# En kommune som ikke har meldt det siste året, og en som har for få til at tallet vises.
IKKE_MELDT, FOR_FAA = ("9905", 2025), ("9909", "KOSandbarn3m0000")


@dataclass(frozen=True)
class Tallnivaa:
    """Et tall i landet i 2020, hvor mye en kommune er over eller under, og veksten i året, som andeler.
    `gruppene` er om SSB gir ut tallet for KOSTRA-grupper og fylker.
    """

    landet: float
    spredning: float
    vekst: float = 0
    desimaler: int = 1
    gruppene: bool = True


NIVAAER = {
    "KOSboligSper10000000": Tallnivaa(21, 0.35, 0.005),
    "KOSandtilretteve0000": Tallnivaa(34, 0.5),
    "KOSandandrevente0000": Tallnivaa(38, 0.4),
    "KOSandmidlbo14d0000": Tallnivaa(45, 0.4),
    "KOSandbarn3m0000": Tallnivaa(30, 0.6),
    "KOSfainansstartp0000": Tallnivaa(1.4, 0.4, -0.02),
    "KOSinnbbolig80aa0000": Tallnivaa(3.2, 0.5),
    "KOShjtj80aarover0001": Tallnivaa(29.5, 0.15, -0.005),
    "KOSsykhjand80aar0000": Tallnivaa(11.2, 0.25, -0.02),
    "KOSAG110000": Tallnivaa(58_400, 0.08, 0.05, 0),
    "HusholdningProsent.2": Tallnivaa(62.5, 0.12, 0, 1, False),
    "HusholdningProsent.3": Tallnivaa(13.9, 0.5, 0, 1, False),
    "HusholdningProsent.4": Tallnivaa(23.6, 0.2, 0.002, 1, False),
    "InntSkatt.0000": Tallnivaa(553_000, 0.07, 0.035, 0, False),
    "InntSkatt.0001": Tallnivaa(302_000, 0.05, 0.035, 0, False),
    "InntSkatt.0004": Tallnivaa(429_000, 0.06, 0.035, 0, False),
    "KvPris.00": Tallnivaa(24_500, 0.3, 0.04, 0, False),
    "KvPris.01": Tallnivaa(22_300, 0.3, 0.04, 0, False),
    "KOSAndeltilgjeng0000": Tallnivaa(46, 0.35, 0.01, 0),
    "KOSBruttoinvesti0000": Tallnivaa(1_450, 0.9, 0.03, 0),
    "KOSandbeboerover0000": Tallnivaa(34, 0.4, 0, 0),
    "KOSlangtid80aaro0001": Tallnivaa(9.4, 0.25, -0.02),
    "KOSbeleggomsorgs0000": Tallnivaa(95, 0.06, 0, 0),
    "KOSaarsvbrukerom0000": Tallnivaa(0.62, 0.15, 0, 2),
    "KOSAGD230000": Tallnivaa(1.8, 1.4),
    "KOSKG320000": Tallnivaa(108, 0.3, 0.01),
    "KOSbelopinnbygge0000.AGD2.265": Tallnivaa(-115, 0.5, 0, 0),
    "KOSbelopinnbygge0000.AGD2.283": Tallnivaa(180, 0.5, 0.03, 0),
    "KOSbelopinnbygge0000.AGD2.315": Tallnivaa(40, 0.8, 0, 0),
    "InntSkatt.0002": Tallnivaa(702_000, 0.06, 0.035, 0, False),
    "InntSkatt.0003": Tallnivaa(1_021_000, 0.06, 0.035, 0, False),
    "EUskala60": Tallnivaa(10.1, 0.3, 0, 1, False),
    "EUskala60.barn": Tallnivaa(10.9, 0.4, 0, 1, False),
    # Antallene er som i en kommune på størrelse med Fjordvik, også for landet: bare forholdet vises.
    "AntallHushold.0000": Tallnivaa(5_300, 0.02, 0.008, 0, False),
    "AntallHushold.0001": Tallnivaa(2_080, 0.2, 0.012, 0, False),
    "AntallHushold.0003": Tallnivaa(1_090, 0.2, -0.01, 0, False),
    "AntallHushold.0004": Tallnivaa(290, 0.3, 0, 0, False),
    "Boliger.01": Tallnivaa(3_700, 0.15, 0.003, 0, False),
    "Boliger.02": Tallnivaa(430, 0.3, 0.005, 0, False),
    "Boliger.03": Tallnivaa(620, 0.4, 0.01, 0, False),
    "Boliger.04": Tallnivaa(840, 0.8, 0.03, 0, False),
    "Boliger.05": Tallnivaa(95, 0.4, 0, 0, False),
    "Boliger.999": Tallnivaa(110, 0.4, 0, 0, False),
    "Personer1.0-17": Tallnivaa(2_400, 0.1, -0.004, 0, False),
    "Personer1.18-66": Tallnivaa(7_300, 0.04, 0, 0, False),
    "Personer1.67-79": Tallnivaa(1_500, 0.2, 0.015, 0, False),
    "Personer1.80+": Tallnivaa(560, 0.25, 0.03, 0, False),
    "KOSbialthelsum0000": Tallnivaa(64, 0.5, 0.01, 0, False),
    "KOSkjerne066aar0000": Tallnivaa(205, 0.3, 0.01, 0, False),
    "KOSinstdispplass0000": Tallnivaa(88, 0.3, -0.01, 0, False),
    "Igangsatte": Tallnivaa(52, 0.9, -0.03, 0, False),
    "Fullforte": Tallnivaa(55, 0.8, -0.02, 0, False),
}
# Tabellen et tall er fra, etter begynnelsen av koden, når det ikke er den om kommunalt disponerte boliger.
TABELLER = {
    "KOShjtj80aarover0001": "12209",
    "KOSsykhjand80aar0000": "12209",
    "KOSaarsvbrukerom0000": "12209",
    "KOSinnbbolig80aa0000": "12293",
    "KOSandbeboerover0000": "12293",
    "KOSlangtid80aaro0001": "12293",
    "KOSbeleggomsorgs0000": "12293",
    "KOSbialthelsum0000": "12292",
    "KOSkjerne066aar0000": "12292",
    "KOSinstdispplass0000": "11875",
    "KOSAG110000": "12134",
    "KOSAGD230000": "12134",
    "KOSKG320000": "12134",
    "KOSbelopinnbygge0000": "12362",
    "HusholdningProsent": "11084",
    "InntSkatt": "06944",
    "AntallHushold": "06944",
    "KvPris": "14545",
    "EUskala60": "06947",
    "EUskala60.barn": "08764",
    "Boliger": "06265",
    "Personer1": "07459",
    "Igangsatte": "05940",
    "Fullforte": "05940",
}
# Disse regnes av det som skjer i Fjordvik, og står sammen med de andre tallene kommunen har meldt.
REGNET = (
    "KOSboligSper10000000",
    "KOSandtilretteve0000",
    "KOSandandrevente0000",
    "KOSandmidlbo14d0000",
    "KOSandbarn3m0000",
    "KOSfainansstartp0000",
    "KOSinnbbolig80aa0000",
    "KOShjtj80aarover0001",
)
# SSBs egne rader mot landet: gruppen og fylket har flere kommunale boliger og billigere boliger enn landet.
MOT_LANDET = {GRUPPEN: 0.97, FYLKET: 1.04, UTEN_OSLO: 1.01}


def egne(aar: int) -> dict[str, str]:
    """Tallene til Fjordvik som ikke følger av det som skjer i verdenen."""
    if aar == antatt.KOSTRA_MANGLER:
        return {}
    return {
        kode: _skrevet(_kommunens(antatt.KOMMUNENUMMER, kode, aar), nivaa)
        for kode, nivaa in NIVAAER.items()
        if kode not in REGNET
    }


def verdier(aar: int) -> dict[str, dict[str, str]]:
    """Region → kode → tallet slik SSB skriver det, for landet og dem det er tall for i året."""
    ut: dict[str, dict[str, str]] = {
        antatt.LANDET: {
            kode: _skrevet(_landet(nivaa, aar), nivaa)
            for kode, nivaa in NIVAAER.items()
        }
    }
    for region, mot in MOT_LANDET.items():
        if region != GRUPPEN or aar >= FRA:
            ut[region] = {
                kode: _skrevet(mot * _landet(nivaa, aar), nivaa)
                for kode, nivaa in NIVAAER.items()
                if nivaa.gruppene
            }
    if aar >= FRA:
        ut |= {nabo: _naboens(nabo, aar) for nabo in NABOER}
    return ut


def bosetting(aar: int, egen: Antallene) -> dict[str, tuple[str, ...]]:
    """Region → det kommunen er bedt om, har vedtatt og har bosatt, slik IMDi skriver det: «:» når det er
    færre enn fem, og «.» når det ikke er noe tall. Naboene er bedt om noe mer eller mindre enn `egen`.
    """
    ut = {nabo: _naboens_bosetting(nabo, aar, egen) for nabo in NABOER}
    return ut | {antatt.KOMMUNENUMMER: tuple(map(_hos_imdi, egen))}


def _naboens_bosetting(nabo: str, aar: int, egen: Antallene) -> tuple[str, ...]:
    froe = zlib.crc32(b"bosetting")
    fast, dette_aaret = (
        terning.andel()
        for terning in (Terning(int(nabo), froe), Terning(int(nabo), froe, aar))
    )
    mot_oss = (0.3 + 1.4 * fast) * (0.85 + 0.15 * dette_aaret)
    return tuple(_hos_imdi(antall and round(antall * mot_oss)) for antall in egen)


def _hos_imdi(antall: int | str) -> str:
    if antall == "":
        return "."
    return ":" if 0 < antall < 5 else str(antall)


def merket(kode: str, foreloepig: str) -> tuple[str, str]:
    """Om tallet er foreløpig, og tabellen det er fra. Bare KOSTRA har foreløpige tall."""
    stamme = kode.split(".")[0]
    tabell = TABELLER.get(kode) or TABELLER.get(stamme, "12008")
    return foreloepig if stamme.startswith("KOS") else "nei", tabell


def _naboens(nabo: str, aar: int) -> dict[str, str]:
    tallene = {
        kode: _skrevet(_kommunens(nabo, kode, aar), nivaa)
        for kode, nivaa in NIVAAER.items()
    }
    if (nabo, aar) == IKKE_MELDT:
        return dict.fromkeys(tallene, "..")
    if nabo == FOR_FAA[0]:
        tallene[FOR_FAA[1]] = ":"
    return tallene


def _landet(nivaa: Tallnivaa, aar: int) -> float:
    return nivaa.landet * (1 + nivaa.vekst) ** (aar - FRA)


def _kommunens(nummer: str, kode: str, aar: int) -> float:
    """Det kommunen alltid er over eller under, og litt til dette året."""
    nivaa = NIVAAER[kode]
    froe = zlib.crc32(kode.encode())
    fast = Terning(int(nummer), froe).andel() - 0.5
    dette_aaret = Terning(int(nummer), froe, aar).andel() - 0.5
    return _landet(nivaa, aar) * (
        1 + nivaa.spredning * (1.6 * fast + 0.3 * dette_aaret)
    )


def _skrevet(verdi: float, nivaa: Tallnivaa) -> str:
    return tall(verdi, nivaa.desimaler)
