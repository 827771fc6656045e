"""Drep den ekte kommandoen mens et utkast publiseres, på tilfeldige tidspunkter, og se om alt er helt.

    python -m tests.avbruddsproeve --ganger 100 --minutter 60

`test_utkast_avbrutt` prøver hver skriving til disken, med et bygg som er gjort lite. Her går hele bygget, i
en egen prosess, og tidspunktet er tilfeldig. Etter hvert drap: det som vises, er det forrige eller det nye,
filene finnes, neste publisering fullfører, og den kan angres. Gir 1 når noe er galt.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from boligdata.felles.config import ROT
from tests.uttrekk import mikrokommune


def main() -> int:
    valg = argparse.ArgumentParser(description=__doc__)
    valg.add_argument("--ganger", type=int, default=100)
    valg.add_argument("--minutter", type=float, default=600, help="stopp etter dette")
    valg.add_argument("--froe", type=int, default=1)
    argumenter = valg.parse_args()
    slutt = time.monotonic() + 60 * argumenter.minutter
    with tempfile.TemporaryDirectory() as mappe:
        tilfeldig = random.Random(argumenter.froe)
        return _proev(Path(mappe), argumenter.ganger, slutt, tilfeldig)


def _proev(data: Path, flest: int, slutt: float, tilfeldig: random.Random) -> int:
    mikrokommune(data / "inn")
    _kommando(data, "bygg")
    gammel = (data / "inn" / "leieforhold.csv").read_bytes()
    ny = gammel.replace(b"\r\n", b"\n")
    (data / "utkast").mkdir()
    foerste = _vist(data)
    # Slik går det uten avbrudd, og så lenge varer det.
    varte = _last_opp_og_publiser(data, ny)
    _kommando(data, "angre")
    ganger = drept = ferdig = 0
    while ganger < flest and time.monotonic() < slutt:
        ganger += 1
        (data / "utkast" / "leieforhold.csv").write_bytes(ny)
        prosess = _start(data, "bygg", "--utkast", str(data / "utkast"))
        time.sleep(tilfeldig.uniform(0, varte))
        prosess.kill()
        drept += prosess.wait() < 0
        ferdig += _vist(data) != foerste
        filer = {fil.read_bytes() for fil in data.rglob("*.csv")}
        if not {gammel, ny} <= filer:
            print("En fil er gått tapt.")
            return 1
        if (data / "utkast" / "leieforhold.csv").exists():
            # Maskinen kan ha blitt raskere siden sist, og da skal neste drap komme før.
            varte = _publiser(data)
        elif (data / "inn_bytte").exists():
            _publiser(data)
        if (data / "inn" / "leieforhold.csv").read_bytes() != ny:
            print("Filen kom ikke på plass.")
            return 1
        _kommando(data, "angre")
        if _vist(data) != foerste:
            print("Angringen gikk ikke tilbake til det som var publisert før.")
            return 1
        if (data / "inn" / "leieforhold.csv").read_bytes() != gammel:
            print("Angringen la ikke den gamle filen tilbake.")
            return 1
    print(
        f"{ganger} ganger, {drept} drept, {ferdig} etter at tallene var tatt i bruk. "
        f"Den siste publiseringen varte {varte:.1f} sekunder. Ingenting er gått tapt."
    )
    return 0


def _last_opp_og_publiser(data: Path, innhold: bytes) -> float:
    """Sekundene publiseringen varte."""
    (data / "utkast" / "leieforhold.csv").write_bytes(innhold)
    return _publiser(data)


def _publiser(data: Path) -> float:
    start = time.monotonic()
    _kommando(data, "bygg", "--utkast", str(data / "utkast"))
    return time.monotonic() - start


def _vist(data: Path) -> str:
    return json.loads((data / "publisert" / "gjeldende.json").read_text())["fil"]


def _start(data: Path, *kommando: str) -> subprocess.Popen:
    miljoe = {
        **os.environ,
        "BOLIGDATA_DATA": str(data),
        "BOLIGDATA_PUBLISERT": "",
        "BOLIGDATA_NOEKKEL": "en-noekkel-som-bare-brukes-her-og-er-lang-nok",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "boligdata", *kommando, "--maskin"],
        cwd=ROT,
        env=miljoe,
        stdout=subprocess.PIPE,
    )


def _kommando(data: Path, *kommando: str) -> None:
    prosess = _start(data, *kommando)
    sagt, _ = prosess.communicate()
    if prosess.returncode:
        raise SystemExit(f"«{' '.join(kommando)}» stoppet: {sagt.decode()}")


if __name__ == "__main__":
    sys.exit(main())
