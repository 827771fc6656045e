"""Prosessortiden modellen for boligbehov bruker når en spak flyttes, på én kjerne.

Kommunen er oppdiktet, og like stor som den prototypen ble målt på: 330 boliger av seks typer og 87
søkere i året. Hver gang får planen et tall den ikke har hatt, så ingenting er husket fra gangen
før. De tilfeldige tallene er trukket, slik de er for alle spaker etter den første.
"""

import math
import time
from statistics import median

from tests.ytelse.grunnlag import Grunnlag
from tests.ytelse.tabell import Maaling, spenn

GRENSE_LUKKET_MS, GRENSE_EN_TYPE_MS, GRENSE_ALLE_MS = 35, 100, 100
FRAMTIDER, MANGE = 200, 500
# Boligtypene som (boliger, leietakere, søkere per år, botid i år, i kø): til sammen 330 boliger og
# 87 søkere.
TYPER = {
    "ordinaer": (95, 92, 25, 4.2, 10),
    "omsorgsbolig": (107, 101, 16, 7.5, 9),
    "bofellesskap": (36, 34, 8, 6.0, 4),
    "heldoegns": (33, 31, 9, 4.5, 4),
    "robust": (25, 24, 9, 3.0, 3),
    "overgang": (34, 32, 20, 2.0, 5),
}


def maal(grunnlag: Grunnlag, kort: bool) -> list[Maaling]:
    """Den lukkede formelen, og den sammen med køen når én type eller alle endres."""
    from boligdata.behov import modell

    kommune, runder = _kommune(), 5 if kort else 31
    nytt = iter(range(1, 10**9))

    def alle() -> modell.Plan:
        return modell.Plan(skjult=next(nytt) * 1e-7)

    def en_type(nr: int) -> modell.Plan:
        return modell.Plan(
            grep={
                list(TYPER)[nr % len(TYPER)]: modell.Poolgrep(
                    soekere=-next(nytt) * 1e-7
                )
            }
        )

    def lukket(plan: modell.Plan, framtider: int = FRAMTIDER) -> None:
        modell.regn(kommune, plan, framtider)

    def med_koe(plan: modell.Plan, framtider: int = FRAMTIDER) -> None:
        lukket(plan, framtider)
        modell.framskriv(kommune, plan, framtider)

    start = time.process_time()
    med_koe(alle())
    foerste = (time.process_time() - start) * 1000
    for _ in range(3):
        med_koe(alle(), MANGE)
    tider: dict[str, list[float]] = {
        "lukket": [],
        "en": [],
        "alle": [],
        "en_mange": [],
        "alle_mange": [],
    }
    # Om hverandre, så det som ellers skjer på maskinen, treffer alle likt.
    for _ in range(runder):
        tider["lukket"].append(_ms(lukket, alle()))
        tider["alle"].append(_ms(med_koe, alle()))
        tider["en"].append(max(_ms(med_koe, en_type(n)) for n in range(len(TYPER))))
        tider["alle_mange"].append(_ms(med_koe, alle(), MANGE))
        tider["en_mange"].append(
            max(_ms(med_koe, en_type(n), MANGE) for n in range(len(TYPER)))
        )
    stoerrelse = f"{len(TYPER)} boligtyper, 10 år"
    return [
        Maaling(
            f"Behovet i lukket form: {stoerrelse}, {FRAMTIDER} framtider",
            median(tider["lukket"]),
            "ms",
            GRENSE_LUKKET_MS,
            spenn(tider["lukket"], "ms"),
        ),
        Maaling(
            f"En spak for den tregeste boligtypen: behovet og køen, {FRAMTIDER} framtider",
            median(tider["en"]),
            "ms",
            GRENSE_EN_TYPE_MS,
            spenn(tider["en"], "ms"),
        ),
        Maaling(
            f"En spak for alle boligtypene: behovet og køen, {FRAMTIDER} framtider",
            median(tider["alle"]),
            "ms",
            GRENSE_ALLE_MS,
            spenn(tider["alle"], "ms"),
        ),
        Maaling(
            f"En spak for den tregeste boligtypen, {MANGE} framtider",
            median(tider["en_mange"]),
            "ms",
            None,
            spenn(tider["en_mange"], "ms"),
        ),
        Maaling(
            f"En spak for alle boligtypene, {MANGE} framtider",
            median(tider["alle_mange"]),
            "ms",
            None,
            spenn(tider["alle_mange"], "ms"),
        ),
        Maaling(
            "Aller første gang, når de tilfeldige tallene skal trekkes",
            foerste,
            "ms",
            None,
            f"{FRAMTIDER} framtider, én gang",
        ),
    ]


def _ms(regn, *argumenter) -> float:
    start = time.process_time()
    regn(*argumenter)
    return (time.process_time() - start) * 1000


def _kommune():
    """Den oppdiktede kommunen. Leietakerne er gitt som grupper på ti, slik de er i den publiserte
    filen.
    """
    from boligdata.behov.botid import Botid
    from boligdata.behov.grunnlag import Grunnlag as Behovsgrunnlag
    from boligdata.behov.grunnlag import Pool, Stroem

    pooler = []
    for navn, (boliger, leietakere, soekere, aar, koe) in TYPER.items():
        form = 0.95
        botid = Botid(
            math.log(form),
            math.log(aar / math.gamma(1 + 1 / form)),
            (0.004, 0.0, 0.004),
            0,
            0,
        )
        grupper = leietakere // 10
        bodd = tuple(-aar * math.log(1 - (n + 0.5) / grupper) for n in range(grupper))
        stroem = Stroem(
            "alle",
            soekere,
            1 / math.sqrt(6 * soekere),
            0.05,
            botid,
            leietakere,
            bodd,
            koe,
            4.0,
        )
        pooler.append(
            Pool(
                navn,
                (navn,),
                (stroem,),
                boliger,
                0.15,
                0.1,
                0.2,
                0.2,
                leietakere / aar,
                aar=6.0,
            )
        )
    ut = Behovsgrunnlag(tuple(pooler))
    assert (
        sum(p.boliger for p in pooler) == 330 and sum(p.soekere for p in pooler) == 87
    )
    return ut
