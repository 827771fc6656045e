"""Er dommene på sidene sanne? python -m tests.sannhet [--noekkel N] [--mappe M] [--funn N]

    python -m tests.sannhet               eksempelkommunen slik testene bygger den
    python -m tests.sannhet --noekkel 2   også bygget med en nøkkel til, og en til: andre avrundinger
    python -m tests.sannhet --kommuner    også to andre kommuner
    python -m tests.sannhet --mappe M     en ferdig bygd datamappe med «publisert» og «internt»
    python -m tests.sannhet --funn 20     vis også dommene og setningene som er gale

Gir 1 når noe er galt.
"""

import argparse
import importlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

# Hjelperne til testene ligger rett i mappen, og finnes ellers bare når pytest kjører.
sys.path.insert(0, str(Path(__file__).parents[1]))

from boligdata import bygg  # noqa: E402
from tests.sannhet import sammenligning, sidene, tabell  # noqa: E402
from tests.sannhet.utsagn import utsagn  # noqa: E402

# Som i testene, så det ferdige bygget er det samme.
NOEKKEL = "bare-til-testene-aldri-til-ekte-uttrekk"


def main() -> int:
    """Skriv en tabell for hvert bygg."""
    valg = _valg()
    galt = False
    os.environ["BOLIGDATA_NOEKKEL"] = NOEKKEL
    with tempfile.TemporaryDirectory(prefix="sannhet-") as midlertidig:
        for navn, mappe in _byggene(valg, Path(midlertidig)):
            rapport = sammenligning.sammenlign(
                utsagn(mappe / "publisert"), utsagn(mappe / "internt")
            )
            sider = sidene.gaa_gjennom(mappe / "publisert")
            print(f"\n{navn}\n\n{tabell.som_markdown(rapport, sider)}", flush=True)
            print(tabell.funnene(rapport, valg.funn), end="", flush=True)
            galt |= bool(rapport.funn) or sider.noe_er_galt
    return int(galt)


def _valg() -> argparse.Namespace:
    tolk = argparse.ArgumentParser(
        prog="python -m tests.sannhet",
        description="Sammenligner det som sies av avrundede tall, med de virkelige",
    )
    tolk.add_argument(
        "--noekkel", type=int, default=1, help="hvor mange nøkler det bygges med"
    )
    tolk.add_argument("--kommuner", action="store_true", help="også to andre kommuner")
    tolk.add_argument("--mappe", type=Path, help="en ferdig bygd datamappe")
    tolk.add_argument("--funn", type=int, default=0, help="hvor mange funn som vises")
    return tolk.parse_args()


def _byggene(valg: argparse.Namespace, midlertidig: Path) -> Iterator[tuple[str, Path]]:
    if valg.mappe:
        yield str(valg.mappe), valg.mappe
        return
    ferdigbygd = importlib.import_module("ferdigbygd")
    yield "Nøkkel 1", ferdigbygd.eksempel()
    for nr in range(2, valg.noekkel + 1):
        os.environ["BOLIGDATA_NOEKKEL"] = f"{NOEKKEL}-{nr}"
        mappe = midlertidig / str(nr)
        shutil.copytree(ferdigbygd.EKSEMPEL, mappe / "eksempel")
        bygg.bygg(mappe / "eksempel", mappe / "publisert")
        yield f"Nøkkel {nr}", mappe
    if valg.kommuner:
        yield "Alt skjer på grensen mellom to perioder", ferdigbygd.grensekommune()
        yield (
            "60 % av leieforholdene og søknadene, to år",
            _liten(midlertidig / "liten"),
        )


def _liten(mappe: Path) -> Path:
    sak = importlib.import_module("sak")
    sak.utvalg(mappe / "inn", 6, 0.6)
    bygg.bygg(mappe / "inn", mappe / "publisert")
    return mappe


sys.exit(main())
