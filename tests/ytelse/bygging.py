"""Bygget målt utenfra: tid og minnetopp for hele prosessen `python -m boligdata bygg`.

Tiden det tar å verne tallene, følger av hvor mange celler som publiseres, og ikke av hvor mange
rader det er i uttrekkene. Den måles for seg, fra linjen bygget skriver når det begynner med det,
til den neste.
"""

import json
import math
import os
import shutil
import subprocess
import sys
import threading
import time
from statistics import median

from tests.ytelse.grunnlag import FRIST_SEKUNDER, ROT, Grunnlag
from tests.ytelse.tabell import Maaling, spenn

GRENSE_EKSEMPEL_S, GRENSE_STOR_S, GRENSE_STOR_GB = 10, 60, 4
GRENSE_VERN_S = {1: 30, 10: 120}
STOR = 100


def maal(grunnlag: Grunnlag, kort: bool) -> list[Maaling]:
    """Eksempelet, og kommuner som er ti og hundre ganger så store."""
    gjentakelser = {1: 2 if kort else 5, 10: 1 if kort else 3, STOR: 1 if kort else 3}
    for skala in gjentakelser:
        grunnlag.uttrekk(skala)
    bygg = {
        skala: [_bygg(grunnlag, skala) for _ in range(n)]
        for skala, n in gjentakelser.items()
    }
    tid = {skala: [b[0] for b in kjoeringer] for skala, kjoeringer in bygg.items()}
    vern = {skala: [b[2] for b in kjoeringer] for skala, kjoeringer in bygg.items()}
    minne = [b[1] for b in bygg[STOR]]
    rader = {skala: _rader(grunnlag, skala) for skala in bygg}
    maalinger = [
        *(
            Maaling(
                f"Vern av tallene, {skala} × eksempelet",
                median(v),
                "s",
                GRENSE_VERN_S.get(skala),
                spenn(v, "s"),
            )
            for skala, v in vern.items()
        ),
        Maaling(
            "Bygg av eksempelet uten vernet",
            median(tid[1]),
            "s",
            GRENSE_EKSEMPEL_S,
            spenn(tid[1], "s"),
        ),
        Maaling(
            f"Bygg av {STOR} × eksempelet uten vernet",
            median(tid[STOR]),
            "s",
            GRENSE_STOR_S,
            spenn(tid[STOR], "s"),
        ),
        Maaling(
            f"Minnetopp i bygget av {STOR} × eksempelet",
            max(minne),
            "GB",
            GRENSE_STOR_GB,
            spenn(minne, "GB"),
        ),
    ]
    # Tiden vokser som radene opphøyd i eksponenten. Fra 10 til 100 betyr oppstarten av Python lite.
    for fra, til, grense in ((1, 10, None), (10, STOR, 1.0)):
        t, r = median(tid[til]) / median(tid[fra]), rader[til] / rader[fra]
        raa = f"{spenn(tid[fra], 's')} for {rader[fra]} rader, {spenn(tid[til], 's')} for {rader[til]}"
        maalinger.append(
            Maaling(
                f"Byggetidens vekst mot radenes, {fra} til {til} × (eksponent)",
                math.log(t) / math.log(r),
                "",
                grense,
                raa,
            )
        )
    return maalinger


def _bygg(grunnlag: Grunnlag, skala: int) -> tuple[float, float, float]:
    """Sekunder uten vernet, minnetopp i GB og sekunder til vernet, for ett bygg uten tidligere
    publisering.
    """
    ut = grunnlag.mappe / f"publisert_{skala}"
    shutil.rmtree(ut, ignore_errors=True)
    kommando = [
        sys.executable,
        "-m",
        "boligdata",
        "bygg",
        "--maskin",
        "--uttrekk",
        str(grunnlag.uttrekk(skala)),
        "--ut",
        str(ut),
    ]
    start = time.monotonic()
    prosess = subprocess.Popen(
        kommando,
        cwd=ROT,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONUTF8": "1"},
    )
    vakt = threading.Timer(FRIST_SEKUNDER, prosess.kill)
    vakt.start()
    linjer = [
        (time.monotonic(), json.loads(linje)["tekst"]) for linje in prosess.stdout
    ]
    kode, topp = _vent(prosess)
    vakt.cancel()
    if kode:
        raise RuntimeError(f"Bygget av {skala} × eksempelet stoppet med kode {kode}.")
    vernet = [tid for tid, tekst in linjer if tekst.startswith("Verner")]
    ferdig_vernet = next(
        (tid for tid, tekst in linjer if vernet and tid > vernet[-1]), None
    )
    if ferdig_vernet is None:
        raise RuntimeError("Bygget sa ikke fra når det vernet tallene.")
    vern = ferdig_vernet - vernet[0]
    return time.monotonic() - start - vern, topp, vern


def _vent(prosess: subprocess.Popen) -> tuple[int, float]:
    """Avslutningskoden og minnetoppen i GB. På Windows finnes ikke minnetoppen, og den blir NaN."""
    if not hasattr(os, "wait4"):
        return prosess.wait(), math.nan
    _, status, bruk = os.wait4(prosess.pid, 0)
    prosess.returncode = os.waitstatus_to_exitcode(status)
    enhet = 1 if sys.platform == "darwin" else 1024  # macOS teller byte, Linux kB.
    return prosess.returncode, bruk.ru_maxrss * enhet / 1e9


def _rader(grunnlag: Grunnlag, skala: int) -> int:
    """Rader lest fra uttrekkene, slik den publiserte databasen selv forteller det."""
    import duckdb  # Først nå: biblioteket ville økt minnetoppen byggene arver herfra.

    fil = next(grunnlag.publisert(skala).glob("publisert-*.duckdb"))
    with duckdb.connect(str(fil), read_only=True) as con:
        return int(con.execute("select sum(rader_lest) from kilde").fetchall()[0][0])
