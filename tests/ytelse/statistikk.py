"""Hvor mye bygget vokser av offentlig statistikk om alle kommunene: inntaket og modellen av tallene.

Gulvet er det samme inntaket uten statistikken, målt annenhver gang i samme prosess, i prosessortid.
Tabellene er så store som svaret på det `hent` spør om: alle kommunene, gruppene og landet, i femten år.
"""

import itertools
import json
import math
import random
import shutil
import time
from pathlib import Path
from statistics import median

from tests.ytelse.grunnlag import ROT, Grunnlag
from tests.ytelse.tabell import Maaling, spenn

GRENSE_SEKUNDER, AAR = 3, range(2011, 2026)


def maal(grunnlag: Grunnlag, kort: bool) -> list[Maaling]:
    """Prosessortiden med statistikken, mindre den uten."""
    uten, med = grunnlag.mappe / "uten_statistikk", grunnlag.mappe / "med_statistikk"
    for mappe in (uten, med):
        shutil.copytree(ROT / "data" / "eksempel", mappe)
    ruter = skriv_tabellene(med / "offentlig")
    tider: dict[Path, list[float]] = {uten: [], med: []}
    # Den første gangen er også det som lastes.
    les(uten)
    for _, mappe in itertools.product(range(1 if kort else 5), tider):
        tider[mappe].append(les(mappe))
    vokser = median(etter - foer for foer, etter in zip(*tider.values()))
    return [
        Maaling(
            f"Bygget vokser av statistikk om alle kommunene, {ruter} tall",
            vokser,
            "s",
            GRENSE_SEKUNDER,
            f"{spenn(tider[med], 's')} mot {spenn(tider[uten], 's')}",
        )
    ]


def les(mappe: Path) -> float:
    from boligdata.bygg import beregning, ingest
    from boligdata.felles import config

    kommune = config.les_kommune(mappe)
    start = time.process_time()
    with ingest.ny_database() as con:
        rapport = ingest.les_uttrekk(con, mappe, kommune)
        # En fil som er stoppet, går fort å lese.
        assert rapport.status["kommunetall"].stoppet is None
        beregning.lag_modeller(con, bare={"regionstall"})
    return time.process_time() - start


def skriv_tabellene(mappe: Path) -> int:
    """Ett svar for hver tabell som erklæres, og hvor mange tall det er i dem til sammen."""
    from boligdata.felles import statistikk

    mappe.mkdir()
    trekk, antall = random.Random(1), 0
    for tabell in statistikk.tabeller():
        if tabell.til != "kommunetall":
            continue
        koder = {
            variabel: kodene(tabell, variabel, valgt)
            for variabel, valgt in tabell.velg.items()
        }
        ruter = math.prod(map(len, koder.values()))
        antall += ruter
        svar = {
            "class": "dataset",
            "updated": "2026-06-15T06:00:00Z",
            "id": [*koder],
            "size": [*map(len, koder.values())],
            "dimension": {
                variabel: {
                    "category": {"index": kodene, "label": dict(zip(kodene, kodene))}
                }
                for variabel, kodene in koder.items()
            },
            "extension": {"px": {"tableid": tabell.tabell}},
            "value": [trekk.randint(1, 999) for _ in range(ruter)],
        }
        (mappe / f"{tabell.id}_2026-06-15.json").write_text(json.dumps(svar))
    return antall


def kodene(tabell, variabel: str, valgt: str | tuple[str, ...]) -> list[str]:
    from boligdata.felles import regioner

    if valgt == "sammenligning":
        grupper = [f"EKG{nr:02d}" for nr in range(1, 18)]
        egne = ["EAK", "EAKUO", *grupper] if variabel.startswith("KOK") else ["0"]
        return [*regioner.kommuner(), *egne]
    if valgt == "kommunen":
        return [*regioner.kommuner()]
    if valgt == "aarene":
        return [*map(str, AAR)]
    if valgt == "alle":
        return [f"{nr:03d}" for nr in range(105)] + ["105+"]
    return [*valgt, *tabell.ogsaa.get(variabel, ())]
