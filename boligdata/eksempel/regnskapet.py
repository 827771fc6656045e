"""Regnskapet til Fjordvik: husleien, kostnadene, rammene og lånene, og bemanningen i bofellesskapene.

Husleien og antall boliger er de samme som i boligregisteret, startlånene de samme som i vedtakene, og det
som er bygd og kjøpt, det samme som i boligprosjektene. Satsene er antakelser.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from boligdata.eksempel import filer, liv
from boligdata.eksempel import forutsetninger as antatt
from boligdata.eksempel.innsats import Innsats
from boligdata.eksempel.skriv import skriv_csv, tall
from boligdata.eksempel.verden import Bolig, Verden

AARENE = range(antatt.FOERSTE_AAR, antatt.PER_DATO.year + 1)
# Prisene stiger så mye i året, og satsene er for det siste året.
PRISVEKST = 0.032
UTLEID = 0.93
# Kroner i året for hver bolig kommunen eier, etter art.
EID = {
    "010": 9_800,  # fastlønn
    "070": 3_400,  # lønn til vedlikehold
    "099": 1_900,  # arbeidsgiveravgift
    "180": 5_600,  # energi
    "195": 11_200,  # avgifter og gebyrer
    "230": 13_500,  # vedlikehold
    "240": 4_300,  # serviceavtaler
    "250": 2_100,  # materialer til vedlikehold
    "500": 16_400,  # renter
    "590": 27_000,  # avskrivninger
}
# Boliger med felles arealer og ansatte koster mer å drive.
DYRERE = {"bofellesskap": 1.25, "heldoegns": 1.5, "robust": 1.3}
# Vedlikeholdet ble utsatt disse årene.
VEDLIKEHOLD_AV_VANLIG = {2020: 0.62, 2021: 0.7, 2022: 0.85}
# Husleien til eieren av en innleid bolig, mot det leietakeren betaler.
INNLEIE = 1.14
# Det kommunen betaler for hver bolig den har rett til å tildele: tomgang og skader.
TILDELINGSRETT = 9_500
UBETALT = {
    2016: 0.031, 2017: 0.034, 2018: 0.033, 2019: 0.036, 2020: 0.048,
    2021: 0.046, 2022: 0.041, 2023: 0.044, 2024: 0.052, 2025: 0.055,
}  # fmt: skip
# Tilskudd til etablering for hvert startlån som er gitt i året.
TILSKUDD = 96_000
# År, art, boligtype, prosjekt, mill. kr og boligene prosjektet ga.
INVESTERT = (
    (2018, "230", "Robust bolig/småhus", "P00", 5.4, 2),
    (2022, "285", "Ordinær utleiebolig", "P02-1", 11.2, 4),
    (2022, "230", "Omsorgsbolig m/bemanning", "P01", 14.3, None),
    (2023, "230", "Omsorgsbolig m/bemanning", "P01", 37.1, None),
    (2024, "230", "Omsorgsbolig m/bemanning", "P01", 13.45, 12),
    (2024, "285", "Ordinær utleiebolig", "P02-2", 11.72, 4),
    (2025, "285", "Ordinær utleiebolig", "P02-3", 12.32, 4),
    (2025, "230", "Robust bolig/småhus", "P04", 9.6, None),
)
# Vedtatte rammer i mill. kr: til boliger, og til startlån.
RAMMER = {
    2016: (3.0, 20), 2017: (3.0, 30), 2018: (7.0, 30), 2019: (2.0, 25), 2020: (2.0, 30),
    2021: (2.0, 30), 2022: (32.0, 45), 2023: (40.0, 40), 2024: (30.0, 40), 2025: (28.0, 45),
    2026: (38.0, 50),
}  # fmt: skip
# Årsverk og plasser ved utgangen av det siste året, og det første året. Til sammen er plassene boligene i
# bofellesskap og med heldøgns bemanning.
BOFELLESSKAP = (
    ("Solsida", 2016, 10, 13.4),
    ("Bekkefaret", 2016, 8, 15.2),
    ("Nordbygda", 2016, 9, 9.1),
    ("Rognlia", 2016, 3, 7.6),
    ("Fjordgløtt", 2016, 33, 38.5),
    ("Sentrum", 2024, 12, 15.8),
)


def skriv_regnskapet(
    mappe: Path, verdener: list[Verden], innsats: Innsats
) -> list[Path]:
    """Regnskapet og bemanningen, for så mange kommuner på størrelse med Fjordvik."""
    skala = len(verdener)
    linjer = [
        linje for aar in AARENE for linje in _aaret(aar, verdener, innsats, skala)
    ]
    return [
        skriv_csv(
            mappe / "oekonomi.csv",
            ["År", "Regnskap eller ramme", "Funksjon", "Art", "Boligtype"]
            + ["Prosjekt", "Beløp (kr)", "Antall boliger"],
            [*linjer, *_rammene(skala)],
            "cp1252",
        ),
        skriv_csv(
            mappe / "bemanning.csv",
            ["År", "Bofellesskap", "Plasser", "Årsverk"],
            [
                [aar, navn, plasser * skala, tall(_aarsverk(aar, aarsverk) * skala, 1)]
                for aar in AARENE
                for navn, fra, plasser, aarsverk in BOFELLESSKAP
                if aar >= fra
            ],
            "utf-8-sig",
        ),
    ]


def _aarsverk(aar: int, siste: float) -> float:
    """Bemanningen har vokst litt hvert år."""
    return siste * (1 - 0.006 * (AARENE[-1] - aar))


def _aaret(
    aar: int, verdener: list[Verden], innsats: Innsats, skala: int
) -> Iterator[list]:
    _, slutt = liv.dager(aar)
    boligene = defaultdict(list)
    for verden in verdener:
        for bolig in verden.boliger:
            if liv.i_bruk(bolig, slutt):
                boligene[bolig.boligtype].append(bolig)
    priser = (1 + PRISVEKST) ** (aar - AARENE[-1])
    husleie = 0
    for boligtype, navn in filer.BOLIGTYPE.items():
        leies_ut = 0
        for art, kroner in _drift(aar, boligtype, boligene[boligtype]):
            if kroner:
                yield _linje(aar, "Drift", 265, art, kroner * priser, navn)
        for bolig in boligene[boligtype]:
            leies_ut += 12 * bolig.leie * (bolig.disposisjonsform != "disposisjonsrett")
        husleie += UTLEID * leies_ut * priser
        yield _linje(aar, "Drift", 265, "630", -UTLEID * leies_ut * priser, navn)
    yield _linje(aar, "Restanse", 265, "630", UBETALT[aar] * husleie)
    for naar, art, boligtype, prosjekt, mill, antall in INVESTERT:
        if naar == aar:
            linje = _linje(aar, "Investering", 265, art, mill * 1e6 * skala, boligtype)
            linje[5:] = [prosjekt, linje[6], antall and antall * skala]
            yield linje
    yield from _laanene(aar, innsats, priser)


def _drift(aar: int, boligtype: str, boligene: list[Bolig]) -> Iterator[tuple]:
    """Arten, og kronene i satsene for det siste året."""
    antall = {
        form: sum(bolig.disposisjonsform == form for bolig in boligene)
        for form in ("eid", "disposisjonsrett")
    }
    for art, sats in EID.items():
        utsatt = VEDLIKEHOLD_AV_VANLIG.get(aar, 1) if art in ("230", "250") else 1
        yield art, sats * utsatt * antall["eid"] * DYRERE.get(boligtype, 1)
    innleid = (bolig.leie for bolig in boligene if bolig.disposisjonsform == "innleid")
    yield "190", 12 * INNLEIE * sum(innleid)
    yield "470", TILDELINGSRETT * antall["disposisjonsrett"]


def _laanene(aar: int, innsats: Innsats, priser: float) -> Iterator[list]:
    gitt = [
        sak.beloep
        for sak in innsats.virkemidler
        if sak.virkemiddel == "startlaan"
        and sak.beloep
        and sak.fra
        and liv.aar(sak.fra) == aar
    ]
    yield _linje(aar, "Investering", 283, "520", sum(gitt))
    yield _linje(aar, "Drift", 283, "470", TILSKUDD * len(gitt) * priser)


def _rammene(skala: int) -> list[list]:
    return [
        _linje(aar, "Vedtatt ramme", funksjon, art, mill * 1e6 * skala)
        for aar, rammene in RAMMER.items()
        for (funksjon, art), mill in zip(((265, "230"), (283, "520")), rammene)
    ]


def _linje(
    aar: int, regnskap: str, funksjon: int, art: str, kroner: float, boligtype: str = ""
) -> list:
    return [aar, regnskap, funksjon, art, boligtype, "", round(kroner), ""]
