"""Prosesser som lagrer så fort de kan, og kan drepes når som helst.

En linje i kvitteringen er en lagring lageret har svart på. Den skal finnes etterpå, uansett hva som
skjedde med prosessen.
"""

import contextlib
import itertools
import multiprocessing
import random
import sys
import time
import types
import uuid
from pathlib import Path

from boligdata.arbeid import lager as rommet
from boligdata.arbeid.lager import ArbeidFeil, Konflikt, NyEndring, postgres

# Prosessene deles av en tjener der modulene alt er lastet: da er en ny klar på noen millisekunder.
_DELT = "forkserver" in multiprocessing.get_all_start_methods()
PROSESSER = multiprocessing.get_context("forkserver" if _DELT else "spawn")
if _DELT:
    PROSESSER.set_forkserver_preload(
        [__name__, "boligdata.arbeid.lager.postgres", "boligdata.bygg.gangen"]
    )


class Prosess(PROSESSER.Process):
    """En prosess som bare kjører målet sitt.

    `AppTest` lar siden den viser, være hovedmodulen, og en ny prosess kjører ellers hovedmodulen til
    den som startet den.
    """

    def start(self) -> None:
        """Start med en tom hovedmodul."""
        egen = sys.modules["__main__"]
        sys.modules["__main__"] = types.ModuleType("__main__")
        try:
            super().start()
        finally:
            sys.modules["__main__"] = egen


def ny(objekt_id: str, sett_versjon: int, hvem: str, endring_id: str = "") -> NyEndring:
    """En endring som er omtrent så stor som et tiltak."""
    innhold = {
        "tittel": f"Tiltak {objekt_id}",
        "hensikt": "Flere egnede boliger. " * 20,
    }
    return NyEndring(
        endring_id or str(uuid.uuid4()),
        "tiltak",
        objekt_id,
        sett_versjon,
        innhold,
        hvem,
    )


def lagre_i_vei(innstilling, navn: str, kvittering: Path, antall: int | None) -> None:
    """Lagre `antall` endringer, annenhver av sitt eget og av noe de andre også endrer."""
    lager = rommet.aapne(innstilling)
    with kvittering.open("ab", buffering=0) as fil:
        for nr in itertools.count() if antall is None else range(antall):
            objekt_id = f"felles{nr % 5}" if nr % 2 else f"{navn}-{nr}"
            naa = lager.hent("tiltak", objekt_id)
            endring = ny(objekt_id, naa.versjon if naa else 0, navn)
            try:
                lagret = lager.lagre(endring)
            except Konflikt:
                continue
            fil.write(f"{endring.endring_id} {objekt_id} {lagret.versjon}\n".encode())
    lager.lukk()


def lagre_til_tjeneren_doer(adresse: str, navn: str, kvittering: Path) -> None:
    """Som `lagre_i_vei`, til lageret sier at det ikke går lenger."""
    with contextlib.suppress(ArbeidFeil):
        lagre_i_vei(adresse, navn, kvittering, None)


def lagre_uansett(
    adresse: str, navn: str, kvittering: Path, ferdig: Path, svarer_innen_s: float
) -> None:
    """Som en bruker som trykker «Lagre» igjen når det ikke gikk, til filen `ferdig` er der. Hvor lenge hun
    ventet det lengste på et svar, står i en fil ved siden av.
    """
    postgres._SVARER_INNEN_S = svarer_innen_s
    # Det samme forholdet mellom dem som ellers, så ingen må vente i et halvt minutt på en som er borte.
    postgres._LENGST_TAUS_S = 2 * svarer_innen_s
    lager = rommet.aapne(adresse)
    ventet = [0.0]
    with kvittering.open("ab", buffering=0) as fil:
        for nr in itertools.count():
            endring, lagret = ny(f"{navn}-{nr}", 0, navn), None
            while lagret is None and not ferdig.exists():
                begynte = time.monotonic()
                with contextlib.suppress(ArbeidFeil):
                    lagret = lager.lagre(endring)
                ventet.append(time.monotonic() - begynte)
            if lagret is None:
                break
            linje = f"{endring.endring_id} {endring.objekt_id} {lagret.versjon}\n"
            fil.write(linje.encode())
    kvittering.with_suffix(".sekunder").write_text(str(max(ventet)), encoding="utf-8")


def lagre_samme(innstilling, endring_id: str, kvittering: Path) -> None:
    """Lagre den samme endringen som de andre, og skriv svaret."""
    lager = rommet.aapne(innstilling)
    svar = lager.lagre(ny("samme", 0, "alle", endring_id))
    with kvittering.open("ab", buffering=0) as fil:
        fil.write(f"{svar.versjon} {svar.nr} {svar.tid.isoformat()}\n".encode())
    lager.lukk()


def drep_underveis(innstilling, kvitteringer: Path, kvitterte: int, drap: int) -> int:
    """Fire prosesser lagrer, og én om gangen drepes og erstattes til begge tallene er nådd. Gir
    antallet som ble drept: så mange lagringer kan være på disken uten at noen fikk svar.
    """
    terning, drept = random.Random(0), 0

    def start(nr: int):
        fil = kvitteringer / f"{nr}.txt"
        argumenter = (innstilling, f"p{nr}", fil, None)
        prosess = Prosess(target=lagre_i_vei, args=argumenter)
        prosess.start()
        return prosess

    prosesser = [start(nr) for nr in range(4)]
    while drept < drap or _linjer(kvitteringer) < kvitterte:
        time.sleep(terning.uniform(0, 0.12))
        plass = terning.randrange(4)
        prosesser[plass].kill()
        prosesser[plass].join()
        drept += 1
        prosesser[plass] = start(3 + drept)
    for prosess in prosesser:
        prosess.kill()
        prosess.join()
    return drept + 4


def drep_tjeneren_underveis(
    tjener, adresse: str, kvitteringer: Path, drap: int
) -> None:
    """Fire prosesser lagrer mens tjeneren drepes og startes igjen, så mange ganger."""
    for runde in range(drap):
        argumenter = [
            (adresse, f"r{runde}p{nr}", kvitteringer / f"{runde}-{nr}.txt")
            for nr in range(4)
        ]
        prosesser = [
            Prosess(target=lagre_til_tjeneren_doer, args=satt) for satt in argumenter
        ]
        for prosess in prosesser:
            prosess.start()
        vent_paa(kvitteringer, _linjer(kvitteringer) + 40)
        tjener.drep()
        for prosess in prosesser:
            prosess.join()
        tjener.start()


def vent_paa(kvitteringer: Path, antall: int, hvem: str = "*") -> None:
    """Vent til så mange lagringer er kvittert til dem det gjelder."""
    frist = time.monotonic() + 60
    while _linjer(kvitteringer, hvem) < antall:
        assert time.monotonic() < frist, "ingenting blir lagret"
        time.sleep(0.02)


def vent_paa_flere(kvitteringer: Path, flere: int, hvem: str = "*") -> None:
    """Vent til så mange lagringer til er kvittert til dem det gjelder."""
    vent_paa(kvitteringer, _linjer(kvitteringer, hvem) + flere, hvem)


def _linjer(kvitteringer: Path, hvem: str = "*") -> int:
    filene = kvitteringer.glob(f"{hvem}.txt")
    return sum(fil.read_bytes().count(b"\n") for fil in filene)


def kvitterte(kvitteringer: Path) -> set[tuple[str, str, int]]:
    """Alt som er kvittert: endringen, objektet og versjonen. En halv linje er ikke en kvittering."""
    linjer = [
        linje.split()
        for fil in kvitteringer.glob("*.txt")
        for linje in fil.read_text(encoding="utf-8").rpartition("\n")[0].splitlines()
    ]
    return {
        (endring_id, objekt, int(versjon)) for endring_id, objekt, versjon in linjer
    }
