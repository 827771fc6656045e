"""Pilene i huset: hvem som får bruke hvem, og reglene som holder sidene tynne."""

import ast
import re
import subprocess
import sys

import pytest

from boligdata.config import PAKKE, ROT

# Hva hver modul i pakken får bruke av pakken. Det som ikke står her, er ikke lov.
GRUNN = {"config", "katalog"}
LOV = {
    "__init__": set(), "config": set(), "katalog": {"config"}, "norsk": {"katalog"},
    "rettigheter": set(), "noekkel": {"config", "rettigheter"},
    "levetid": set(), "behov": set(), "vern": {"katalog"}, "vurdering": {"katalog"}, "setninger": GRUNN | {"norsk", "vurdering"},
    # Byggesiden ser personer.
    "ingest": GRUNN | {"noekkel", "rettigheter"}, "beregning": GRUNN | {"levetid"},
    "forsegling": set(), "publisering": GRUNN | {"beregning", "forsegling", "vern"},
    "endring": GRUNN | {"beregning", "forsegling", "ingest"}, "behovsgrunnlag": GRUNN | {"behov", "levetid"},
    "bygg": GRUNN | {"behovsgrunnlag", "beregning", "endring", "ingest", "noekkel", "publisering", "rettigheter", "vern"}, "eksempel": GRUNN,
    "katalogliste": GRUNN | {"norsk"},
    "__main__": GRUNN | {"behov", "bygg", "ingest", "eksempel", "katalogliste", "rettigheter"},
    # Lesesiden ser bare publiserte tall.
    "lesing": GRUNN, "kort": GRUNN | {"lesing", "norsk", "setninger", "vurdering"},
    "oversikt": GRUNN | {"kort", "lesing", "norsk", "vurdering"},
    "konto": GRUNN | {"kort", "lesing", "norsk"}, "beskrivelse": GRUNN | {"kort", "lesing", "norsk"},
    "finnfram": {"lesing"},
    "boligbehov": GRUNN | {"behov", "kort", "lesing", "norsk"}, "behovsfigurer": GRUNN | {"boligbehov", "figurer", "norsk"},
    "figurer": GRUNN | {"kort", "norsk"}, "eksport": GRUNN | {"kort", "lesing", "norsk"},
    "oppstart": {"config"}, "skall": {"config", "lesing", "port"},
    # Ansattvisningen: hvem som slipper inn, hva de får se, og sporet de setter.
    "tilgang": GRUNN | {"lesing"}, "tilgangslogg": {"config"},
    "port": {"config", "lesing", "tilgang", "tilgangslogg"},
    "ui": GRUNN | {"behovsfigurer", "beskrivelse", "boligbehov", "eksport", "figurer", "finnfram", "konto", "kort", "lesing", "norsk", "oppstart", "oversikt", "port", "setninger",
                   "tilgang", "tilgangslogg", "vurdering"},
    "inngang": {"config", "ui"},
}
FREMMEDE = {
    "streamlit": {"ui", "inngang", "port"}, "highspy": {"vern"}, "cryptography": {"forsegling"},
    "duckdb": {"ingest", "behovsgrunnlag", "beregning", "endring", "publisering", "bygg", "lesing", "__main__"},
}


def _filer():
    return sorted(PAKKE.rglob("*.py"))


def _modul(fil) -> str:
    return fil.relative_to(PAKKE).parts[0].removesuffix(".py")


def _importer(fil) -> set[str]:
    """Alt filen importerer, som «boligdata.x» eller navnet på biblioteket."""
    ut = set()
    for node in ast.walk(ast.parse(fil.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            ut |= {n.name for n in node.names}
        elif isinstance(node, ast.ImportFrom):
            ut |= {f"{node.module}.{n.name}" for n in node.names} if node.module == "boligdata" else {node.module}
    return ut


@pytest.mark.parametrize("fil", _filer(), ids=_modul)
def test_modulen_bruker_bare_moduler_den_har_lov_til(fil):
    modul = _modul(fil)
    brukt = {i.split(".")[1] for i in _importer(fil) if i.startswith("boligdata.")}
    assert brukt <= LOV[modul] | {modul}, f"{modul} bruker {brukt - LOV[modul]}"


@pytest.mark.parametrize("bibliotek", FREMMEDE)
def test_bare_modulene_som_skal_bruker_biblioteket(bibliotek):
    brukere = {_modul(f) for f in _filer() if any(i.split(".")[0] == bibliotek for i in _importer(f))}
    assert brukere <= FREMMEDE[bibliotek]


@pytest.mark.parametrize("moduler", [
    ("boligdata.ingest", "boligdata.beregning", "boligdata.endring", "boligdata.behovsgrunnlag", "boligdata.bygg", "boligdata.eksempel"), ("boligdata.port", "authlib", "httpx"),
], ids=["byggesiden", "innloggingen"])
def test_den_vanlige_lesesiden_laster_aldri(moduler):
    """Pilene over er erklært; her ser vi hva Python faktisk laster."""
    kode = f"import sys, boligdata.ui, boligdata.skall; print([m for m in {moduler} if m in sys.modules])"
    svar = subprocess.run([sys.executable, "-c", kode], cwd=ROT, capture_output=True, text=True, check=True)
    assert svar.stdout.strip() == "[]"


@pytest.mark.parametrize("side", sorted((ROT / "pages").glob("*.py")), ids=lambda f: f.stem)
def test_sidene_er_tynne(side):
    tekst = side.read_text(encoding="utf-8")
    tre = ast.parse(tekst)
    assert len(tekst.splitlines()) <= 80
    assert _importer(side) <= {"streamlit", "boligdata.ui"}
    assert not [n for n in ast.walk(tre) if isinstance(n, (ast.FunctionDef, ast.ClassDef, ast.Lambda))]
    assert not re.search(r"\bselect\b.+\bfrom\b", tekst, re.IGNORECASE)


@pytest.mark.parametrize("fil", [*_filer(), *sorted((ROT / "pages").glob("*.py"))], ids=lambda f: f.stem)
def test_navn_i_koden_er_ascii(fil):
    for node in ast.walk(ast.parse(fil.read_text(encoding="utf-8"))):
        for navn in (getattr(node, "id", None), getattr(node, "name", None), getattr(node, "attr", None),
                     getattr(node, "arg", None)):
            assert navn is None or navn.isascii(), f"{navn} i {fil.name}"


@pytest.mark.parametrize("fil", sorted((PAKKE / "modeller").glob("*.sql")), ids=lambda f: f.stem)
def test_hver_modell_sier_foerst_hva_en_rad_er(fil):
    foerste = fil.read_text(encoding="utf-8").splitlines()[0]
    assert foerste.startswith("-- Én rad per ") or fil.stem == "funksjoner"


def test_hver_modell_er_i_bruk():
    from boligdata import beregning

    assert {f.stem for f in (PAKKE / "modeller").glob("*.sql")} == {*beregning.MODELLER, "funksjoner"}


def test_skriptet_har_ingen_pages_mappe_ved_siden_av_seg():
    """Med en slik mappe kan en dyp lenke åpne en side utenom navigasjonen."""
    assert not (PAKKE / "pages").exists()


def test_toppen_av_prosjektet_har_bare_det_som_er_avtalt():
    avtalt = {"dashboard.py", "pages", "data", "boligdata", "tests", "requirements.txt", "README.md", ".streamlit",
              ".ci", "pyproject.toml", ".gitignore"}
    sporet = subprocess.run(["git", "ls-files"], cwd=ROT, capture_output=True, text=True, check=True).stdout
    assert {linje.split("/")[0] for linje in sporet.splitlines()} <= avtalt


def test_hver_modul_har_en_test():
    tester = {f.stem.removeprefix("test_") for f in (ROT / "tests").glob("test_*.py")}
    moduler = {_modul(f) for f in _filer()} - {"__init__", "__main__", "inngang", "ui"}
    assert moduler <= tester, f"uten testfil: {sorted(moduler - tester)}"
