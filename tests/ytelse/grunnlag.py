"""Det målingene deler: en midlertidig mappe med uttrekk og publiserte databaser i ulike størrelser,
og tjenere mot dem.

Modulen importerer bare standardbiblioteket. `bygging` måler minnet til barna sine, og et barn arver
minnetoppen til den som starter det.
"""

import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.nettleser.oppsett import kjoer_tjener

ROT = Path(__file__).resolve().parents[2]
EKSEMPEL = ROT / "data" / "eksempel"
FRIST_SEKUNDER = 300


class Grunnlag:
    """Uttrekk og publiserte databaser under `mappe`, laget første gang noen spør etter dem."""

    def __init__(self, mappe: Path):
        self.mappe = mappe

    def uttrekk(self, skala: int) -> Path:
        """Mappen med uttrekkene til en kommune som er `skala` ganger så stor som eksempelet."""
        if skala == 1:
            return EKSEMPEL
        mappe = self.mappe / f"uttrekk_{skala}"
        if not mappe.exists():
            boligdata("eksempel", "--skala", str(skala), "--til", str(mappe))
        return mappe

    def publisert(self, skala: int) -> Path:
        """Mappen med den publiserte databasen til den samme kommunen."""
        mappe = self.mappe / f"publisert_{skala}"
        if not mappe.exists():
            boligdata("bygg", "--uttrekk", str(self.uttrekk(skala)), "--ut", str(mappe))
        return mappe

    def appmappe(self, navn: str, app: str) -> Path:
        """En mappe med en egen `app.py` og dashbordets innstillinger for Streamlit. Gir stien til
        `app.py`.
        """
        mappe = self.mappe / navn
        mappe.mkdir()
        (mappe / "app.py").write_text(app, encoding="utf-8")
        shutil.copytree(ROT / ".streamlit", mappe / ".streamlit")
        return mappe / "app.py"


def boligdata(*argumenter: str) -> None:
    """Kjør `python -m boligdata` til den er ferdig."""
    kjoer("-m", "boligdata", *argumenter)


def kjoer(*argumenter: str, miljoe: dict[str, str] | None = None) -> None:
    """Kjør Python i en egen prosess fra roten av prosjektet."""
    svar = subprocess.run(
        [sys.executable, *argumenter],
        cwd=ROT,
        check=False,
        capture_output=True,
        timeout=FRIST_SEKUNDER,
        env=os.environ | {"PYTHONUTF8": "1"} | (miljoe or {}),
    )
    if svar.returncode:
        feil = svar.stderr.decode(errors="replace")[-3000:]
        raise RuntimeError(
            f"python {' '.join(argumenter)} stoppet med kode {svar.returncode}:\n{feil}"
        )


@contextlib.contextmanager
def tjener(
    app: Path, publisert: Path, logg: Path, miljoe: dict[str, str] | None = None
):
    """En tjener på en ledig port på denne maskinen. Gir adressen, og stopper tjeneren etterpå."""
    with kjoer_tjener(
        app, logg, {"BOLIGDATA_PUBLISERT": str(publisert)} | (miljoe or {})
    ) as adresse:
        yield adresse
