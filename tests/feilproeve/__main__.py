"""Prøver testene: legger inn én feil om gangen, og ser om noen av testene merker den.

    python -m tests.feilproeve                       de nærmeste testene mot hver feil i feil.toml
    python -m tests.feilproeve --bare gnist_eldste   bare denne feilen (flere: med komma imellom)
    python -m tests.feilproeve --rom vern            bare feilene i ett rom (flere: med komma imellom)
    python -m tests.feilproeve --alle                hele testsuiten mot dem de nærmeste slapp gjennom

Alt skjer i en egen kopi av koden i en midlertidig mappe. Koden her blir aldri rørt. Først kjøres testene
uten noen feil: en test som feiler uansett, merker ingenting. Eksempelkommunen bygges én gang, og igjen
for hver feil på byggesiden der en av testene trenger den.
"""

import argparse
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

ROT = Path(__file__).resolve().parents[2]
LISTE = Path(__file__).with_name("feil.toml")
# Det testene trenger en kopi av. Data som ikke følger med koden, blir aldri med.
MAPPER = ("boligdata", "pages", "tests", "data/eksempel", ".streamlit")
# Skrivemåten sier ikke om programmet gjør det det skal.
IKKE_MED = "--ignore=tests/test_skrivemaate.py"
# En feil som gjør at testene aldri blir ferdige, er også merket.
LENGST_SEKUNDER = 900
# Slik avslutter pytest: alt gikk bra, noe feilet, noe kunne ikke leses inn.
BESTATT, FEILET, STOPPET = 0, 1, 2


class KanIkkeProeves(Exception):
    """Feilen eller testene passer ikke lenger til koden. Meldingen sier hva som må skrives om."""


@dataclass(frozen=True)
class Feil:
    """En feil en kyndig utvikler kunne gjort. `finn` står ett sted i `fil`, og blir til `bytt`.

    `tester` er de nærmeste testfilene, og `velg` hvilke av testene i dem (som i `pytest -k`).
    """

    id: str
    rom: str
    fil: str
    finn: str
    bytt: str
    sier: str
    tester: tuple[str, ...]
    velg: str = ""

    @classmethod
    def les(cls, felter: dict) -> "Feil":
        """Feilen slik den står i listen."""
        return cls(**felter | {"tester": tuple(felter["tester"])})

    def legg_inn(self, kopi: Path) -> str:
        """Legg feilen inn i kopien, og gi teksten som var der."""
        sti = kopi / self.fil
        foer = sti.read_text(encoding="utf-8") if sti.exists() else ""
        if foer.count(self.finn) != 1:
            raise KanIkkeProeves(
                f"{self.id}: feilen finnes ikke lenger i koden, skriv den om ({self.fil})"
            )
        sti.write_text(foer.replace(self.finn, self.bytt), encoding="utf-8")
        return foer


def main() -> int:
    """Prøv feilene, og skriv tabellen. Gir 0 når alle ble merket."""
    valg = _valg()
    feilene = [
        f
        for f in map(Feil.les, tomllib.loads(valg.liste.read_text("utf-8"))["feil"])
        if (not valg.bare or f.id in valg.bare.split(","))
        and (not valg.rom or f.rom in valg.rom.split(","))
    ]
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="feilproeve-") as mappe:
        kopier = [Path(mappe) / str(nr) for nr in range(valg.samtidig)]
        for kopi in kopier:
            _kopier(kopi)
        _bygg_eksempelet(kopier)
        if not valg.uten_kontroll:
            _krev_at_alt_er_bra_uten_feil(feilene, kopier[0], valg.alle)
        merket = _proev_alle(feilene, kopier, valg.alle)
    print(tabell(feilene, merket))
    _si_hva_som_slapp_gjennom(feilene, merket)
    print(f"{len(feilene)} feil på {time.monotonic() - start:.0f} sekunder")
    return 0 if all(merket.get(f.id) for f in feilene) else 1


def _valg() -> argparse.Namespace:
    leser = argparse.ArgumentParser(prog="python -m tests.feilproeve")
    leser.add_argument(
        "--bare", default="", help="id-ene til feilene, med komma imellom"
    )
    leser.add_argument("--rom", default="", help="rommene, med komma imellom")
    leser.add_argument(
        "--alle", action="store_true", help="suiten mot dem som slapp gjennom"
    )
    leser.add_argument(
        "--samtidig", type=int, default=1, help="så mange kopier om gangen"
    )
    leser.add_argument(
        "--uten-kontroll",
        action="store_true",
        help="testene er nettopp kjørt uten feil",
    )
    leser.add_argument(
        "--liste", type=Path, default=LISTE, help="en annen liste med feil"
    )
    return leser.parse_args()


def _kopier(til: Path) -> None:
    for mappe in MAPPER:
        shutil.copytree(
            ROT / mappe, til / mappe, ignore=shutil.ignore_patterns("__pycache__")
        )
    for fil in ROT.iterdir():
        if fil.is_file() and not fil.name.startswith(".git"):
            shutil.copy2(fil, til)
    (til / "tmp").mkdir()
    # Noen av testene spør hvilke filer som er med i prosjektet.
    for valg in (["init", "-q"], ["add", "--all"]):
        subprocess.run(["git", *valg], cwd=til, check=True)


def _bygg_eksempelet(kopier: list[Path]) -> None:
    """Byggene uten feil, som testene finner igjen så lenge byggesiden er den samme."""
    kode = "import ferdigbygd as f; f.grensekommune(); print(f.eksempel().parent)"
    svar = subprocess.run(
        [sys.executable, "-c", kode],
        cwd=ROT,
        env=os.environ | {"PYTHONPATH": "tests:."},
        check=True,
        capture_output=True,
        text=True,
    )
    bygg = Path(svar.stdout.strip())
    for kopi in kopier:
        shutil.copytree(bygg, kopi / "tmp" / bygg.parent.name / bygg.name)


def _krev_at_alt_er_bra_uten_feil(feilene: list[Feil], kopi: Path, alle: bool) -> None:
    """Stopp hvis noen av testene feiler uten at det er lagt inn noe."""
    utvalg: dict[str, list[str]] = {}
    for feil in feilene:
        for fil in feil.tester:
            utvalg.setdefault(fil, []).append(feil.velg)
    kjoeringer = [[f"tests/{fil}", *_utvalg(velg)] for fil, velg in utvalg.items()]
    for valg in [["tests", IKKE_MED]] if alle else kjoeringer:
        if (kopi / valg[0]).exists() and _tester_feiler(kopi, valg, "uten feil"):
            sys.exit(f"Testene feiler også uten noen feil: {shlex.join(valg)}")


def _utvalg(velg: list[str]) -> list[str]:
    """Testene noen av feilene vil ha. Vil én ha alle i filen, er det alle."""
    return (
        ["-k", " or ".join(f"({v})" for v in dict.fromkeys(velg))] if all(velg) else []
    )


def _proev_alle(
    feilene: Iterable[Feil], kopier: list[Path], alle: bool
) -> dict[str, bool]:
    """Ble feilen merket? Etter id. Det som ikke kunne prøves, er ikke med."""
    ledige: SimpleQueue[Path] = SimpleQueue()
    for kopi in kopier:
        ledige.put(kopi)

    def proev(feil: Feil) -> tuple[str, bool | None]:
        kopi = ledige.get()
        try:
            return feil.id, _er_merket(feil, kopi, alle)
        except KanIkkeProeves as grunn:
            print(grunn, flush=True)
            return feil.id, None
        finally:
            ledige.put(kopi)

    with ThreadPoolExecutor(len(kopier)) as arbeidere:
        svar = dict(arbeidere.map(proev, feilene))
    return {id: merket for id, merket in svar.items() if merket is not None}


def _er_merket(feil: Feil, kopi: Path, alle: bool) -> bool:
    start = time.monotonic()
    foer = feil.legg_inn(kopi)
    try:
        tester = [f"tests/{fil}" for fil in feil.tester]
        if mangler := [t for t in tester if not (kopi / t).exists()]:
            raise KanIkkeProeves(
                f"{feil.id}: testene finnes ikke: {', '.join(mangler)}"
            )
        valg = [*tester, *_utvalg([feil.velg]), "-n", "0"]
        merket = _tester_feiler(kopi, valg, feil.id)
        if not merket and alle:
            merket = _tester_feiler(kopi, ["tests", IKKE_MED], feil.id)
    finally:
        (kopi / feil.fil).write_text(foer, encoding="utf-8")
    tid = time.monotonic() - start
    print(
        f"{'merket   ' if merket else 'SLAPP    '} {feil.id} ({tid:.0f} s)", flush=True
    )
    return merket


def _tester_feiler(kopi: Path, valg: list[str], id: str) -> bool:
    kommando = [sys.executable, "-m", "pytest", "-x", "-q", *valg]
    try:
        svar = subprocess.run(
            kommando,
            cwd=kopi,
            env=_miljoe(kopi),
            capture_output=True,
            text=True,
            timeout=LENGST_SEKUNDER,
        )
    except subprocess.TimeoutExpired:
        return True
    if svar.returncode not in (BESTATT, FEILET, STOPPET):
        raise KanIkkeProeves(
            f"{id}: ingen tester er valgt, eller pytest stoppet: {shlex.join(valg)}\n"
            + svar.stdout[-500:]
        )
    return svar.returncode != BESTATT


def _miljoe(kopi: Path) -> dict[str, str]:
    """Bare det testene trenger, og en egen mappe for det de bygger."""
    beholdt = {k: v for k, v in os.environ.items() if not k.startswith("BOLIGDATA_")}
    return beholdt | {"TMPDIR": str(kopi / "tmp"), "PYTHONDONTWRITEBYTECODE": "1"}


def tabell(feilene: list[Feil], merket: dict[str, bool]) -> str:
    """Hvor mange feil som er lagt inn i hvert rom, og hvor mange som ble merket, som Markdown."""
    linjer = ["| Rom | Lagt inn | Merket |", "|---|---:|---:|"]
    for rom in dict.fromkeys(f.rom for f in feilene):
        lagt_inn = [f.id for f in feilene if f.rom == rom and f.id in merket]
        linjer.append(
            f"| {rom} | {len(lagt_inn)} | {sum(merket[i] for i in lagt_inn)} |"
        )
    linjer.append(f"| **i alt** | **{len(merket)}** | **{sum(merket.values())}** |")
    return "\n".join(linjer)


def _si_hva_som_slapp_gjennom(feilene: list[Feil], merket: dict[str, bool]) -> None:
    for f in feilene:
        if not merket.get(f.id, True):
            print(f"Slapp gjennom: {f.id} ({f.fil}): {f.sier}")
        if f.id not in merket:
            print(f"Ikke prøvd: {f.id} ({f.fil}): {f.sier}")


if __name__ == "__main__":
    sys.exit(main())
