"""Filen beholderen lages av: det som kopieres inn, er nok til at dashbordet starter, og ikke noe mer."""

import os
import re
import shutil
import subprocess
import sys

from boligdata.felles.config import PAKKE, ROT

FILEN = (PAKKE / "doer" / "Containerfile").read_text("utf-8")
INNHOLD = {
    "requirements.txt",
    "dashboard.py",
    ".streamlit/config.toml",
    "pages",
    "boligdata",
}


def _linjene(kommando: str) -> list[str]:
    return re.findall(rf"^{kommando} (.+)$", FILEN, re.MULTILINE)


def test_ingen_uttrekk_tall_eller_hemmeligheter_kopieres_inn():
    assert {linje.split()[0] for linje in _linjene("COPY")} == INNHOLD


def test_den_kjoerer_ikke_som_rot_og_skriver_bare_i_dataene():
    [bruker] = _linjene("USER")
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", bruker)
    assert "BOLIGDATA_DATA=/data" in FILEN and "BOLIGDATA_VISNING=publisert" in FILEN


def test_det_som_er_kopiert_inn_er_nok_til_at_dashbordet_starter(tmp_path):
    app = tmp_path / "app"
    for linje in _linjene("COPY"):
        fra, til = linje.split()
        maal = (
            app / til / fra.rpartition("/")[2]
            if til in (".", ".streamlit/")
            else app / til
        )
        maal.parent.mkdir(parents=True, exist_ok=True)
        if (ROT / fra).is_dir():
            shutil.copytree(
                ROT / fra, maal, ignore=shutil.ignore_patterns("__pycache__")
            )
        else:
            shutil.copy(ROT / fra, maal)
    svar = subprocess.run(
        [sys.executable, "-c", "import dashboard; print(dashboard.app)"],
        cwd=app,
        env={navn: os.environ[navn] for navn in ("PATH", "HOME") if navn in os.environ}
        | {"BOLIGDATA_DATA": str(tmp_path / "data"), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert svar.returncode == 0 and "App" in svar.stdout, svar.stderr[-2000:]
