"""Pilene i huset: hvem som får bruke hvem, og reglene som holder sidene tynne."""

import ast
import functools
import re
import subprocess
import sys

import pytest

from boligdata.bygg import beregning
from boligdata.felles import katalog
from boligdata.felles.config import PAKKE, ROT

# Hva hvert rom i pakken får bruke av de andre. Det som ikke står her, er ikke lov. Rekkefølgen er
# den et tall følger.
LOV = {
    "__init__": set(),
    "felles": set(),
    "vern": {"felles"},
    "behov": set(),
    # Byggesiden ser personer.
    "bygg": {"felles", "vern", "behov"},
    # Lesesiden ser bare publiserte tall.
    "lesing": {"felles"},
    # Det brukerne skriver: verken personer eller publiserte tall.
    "arbeid": {"felles"},
    "innhold": {"felles", "behov", "lesing", "arbeid"},
    "doer": {"felles", "lesing"},
    "ui": {"felles", "lesing", "arbeid", "innhold", "doer"},
    "inngang": {"felles", "arbeid", "ui"},
    # Utenfor begge fløyene: den oppdiktede kommunen, og kommandolinjen.
    "eksempel": {"felles", "arbeid"},
    "__main__": {
        "felles",
        "arbeid",
        "behov",
        "bygg",
        "eksempel",
        "lesing",
        "innhold",
        "doer",
    },
}
# Hvor i pakken et bibliotek får brukes: et rom, eller én modul i det.
FREMMEDE = {
    "streamlit": {
        "ui",
        "inngang",
        "doer.port",
        "doer.adresse",
        "doer.kapsler",
        "doer.opplasting",
        "doer.utlogging",
    },
    "highspy": {"vern"},
    "cryptography": {"bygg.forsegling"},
    "pyrage": {"bygg.sikkerhetskopi"},
    "psycopg": {"arbeid.lager"},
    "sqlite3": {"arbeid.lager", "bygg.utgiver"},
    "docx": {"arbeid.inntak", "innhold.rapport"},
    "pptx": {"innhold.rapport"},
    "typst": {"innhold.rapport"},
    "duckdb": {"bygg", "lesing", "__main__"},
    # Ingen andre kan sende noe ut av kommunen.
    "httpx": {"bygg.henting"},
    "pyarrow.fs": {"felles.objektlager"},
    "prometheus_client": {"doer.maalinger"},
}


def _filer():
    return sorted(PAKKE.rglob("*.py"))


def _modul(fil) -> str:
    """Navnet på modulen inne i pakken, som «lesing.tall»."""
    return ".".join(fil.relative_to(PAKKE).with_suffix("").parts).removesuffix(
        ".__init__"
    )


def _rom(fil) -> str:
    return _modul(fil).partition(".")[0]


def _importer(fil) -> set[str]:
    """Alt filen importerer, som «boligdata.x» eller navnet på biblioteket."""
    return _lest(fil)[0]


@functools.cache
def _lest(fil) -> tuple[set[str], set[str]]:
    """Det filen importerer, og navnene i den. Hver fil leses én gang."""
    importer, navn = set(), set()
    for node in ast.walk(ast.parse(fil.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            importer |= {n.name for n in node.names}
        elif isinstance(node, ast.ImportFrom):
            importer |= (
                {f"{node.module}.{n.name}" for n in node.names}
                if node.module in ("boligdata", "pyarrow")
                else {node.module}
            )
        navn |= {getattr(node, slag, None) for slag in ("id", "name", "attr", "arg")}
    return importer, navn - {None}


@pytest.mark.parametrize("fil", _filer(), ids=_modul)
def test_modulen_bruker_bare_rom_den_har_lov_til(fil):
    rom = _rom(fil)
    brukt = {i.split(".")[1] for i in _importer(fil) if i.startswith("boligdata.")}
    utenfor = sorted(brukt - LOV[rom] - {rom})
    assert not utenfor, (
        f"{_modul(fil)} bruker {utenfor}. Rommet «{rom}» får bare bruke {sorted(LOV[rom])}: se "
        "kartet i boligdata/README.md."
    )


def test_det_som_snakker_med_nettet_ser_ikke_uttrekkene():
    brukt = {
        bruk
        for fil in (PAKKE / "bygg" / "henting").glob("*.py")
        for bruk in _importer(fil)
        if bruk.startswith("boligdata.")
    }
    assert brukt and all(
        bruk.startswith(("boligdata.felles", "boligdata.bygg.henting"))
        for bruk in brukt
    )


@pytest.mark.parametrize("bibliotek", FREMMEDE)
def test_bare_modulene_som_skal_bruker_biblioteket(bibliotek):
    brukere = {
        _modul(f)
        for f in _filer()
        if any(f"{i}.".startswith(f"{bibliotek}.") for i in _importer(f))
    }
    utenfor = {
        m
        for m in brukere
        if not any(f"{m}.".startswith(f"{lov}.") for lov in FREMMEDE[bibliotek])
    }
    assert not utenfor


@pytest.mark.parametrize(
    "moduler",
    [
        ("boligdata.bygg", "boligdata.eksempel"),
        ("boligdata.doer.port", "authlib", "httpx"),
        ("pyarrow.fs",),
    ],
    ids=["byggesiden", "innloggingen", "objektlageret"],
)
def test_den_vanlige_lesesiden_laster_aldri(moduler):
    """Pilene over er erklært; her ser vi hva Python faktisk laster."""
    lastet = _lastet_av_lesesiden()
    assert {"boligdata.ui", "boligdata.doer.skall"} <= lastet
    assert not lastet & {*moduler}


@functools.cache
def _lastet_av_lesesiden() -> set[str]:
    svar = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, boligdata.ui, boligdata.doer.skall; print(*sys.modules)",
        ],
        cwd=ROT,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(svar.stdout.split())


@pytest.mark.parametrize(
    "side", sorted((ROT / "pages").glob("*.py")), ids=lambda f: f.stem
)
def test_sidene_er_tynne(side):
    tekst = side.read_text(encoding="utf-8")
    tre = ast.parse(tekst)
    assert len(tekst.splitlines()) <= 140
    assert _importer(side) <= {"streamlit", "boligdata.ui"}
    assert not [
        n
        for n in ast.walk(tre)
        if isinstance(n, (ast.FunctionDef, ast.ClassDef, ast.Lambda))
    ]
    assert not re.search(r"\bselect\b.+\bfrom\b", tekst, re.IGNORECASE)


@pytest.mark.parametrize(
    "fil", [*_filer(), *sorted((ROT / "pages").glob("*.py"))], ids=lambda f: f.stem
)
def test_navn_i_koden_er_ascii(fil):
    assert not [navn for navn in _lest(fil)[1] if not navn.isascii()]


MODELLFILER = sorted((PAKKE / "bygg" / "modeller").glob("*.sql"))


@pytest.mark.parametrize("fil", MODELLFILER, ids=lambda f: f.stem)
def test_hver_modell_sier_foerst_hva_en_rad_er(fil):
    foerste = fil.read_text(encoding="utf-8").splitlines()[0]
    assert foerste.startswith("-- Én rad per ") or fil.stem == "funksjoner", (
        f"Den første linjen i {fil.name} skal si hva en rad er: «-- Én rad per …»."
    )


def test_hver_modell_er_i_bruk():
    filer = {fil.stem for fil in MODELLFILER} - {"funksjoner"}
    glemt = sorted(filer - {*beregning.MODELLER})
    assert not glemt, (
        f"Modellen kjøres aldri: {glemt}. Skriv navnet i MODELLER i bygg/beregning.py, "
        "etter modellene den leser."
    )
    borte = sorted({*beregning.MODELLER} - filer)
    assert not borte, (
        f"MODELLER i bygg/beregning.py har {borte}, men det er ingen slik fil."
    )


@pytest.mark.parametrize(
    "erklaert",
    [*katalog.kuber().values(), *katalog.tabeller().values()],
    ids=lambda erklaert: erklaert.id,
)
def test_modellen_bak_hver_kube_og_tabell_finnes(erklaert):
    assert erklaert.modell in beregning.MODELLER, (
        f"«{erklaert.id}» i katalogen viser til modellen «{erklaert.modell}», som ikke finnes. "
        f"Skriv bygg/modeller/{erklaert.modell}.sql, og navnet i MODELLER i bygg/beregning.py."
    )


def test_skriptet_har_ingen_pages_mappe_ved_siden_av_seg():
    """Med en slik mappe kan en dyp lenke åpne en side utenom navigasjonen."""
    assert not (PAKKE / "pages").exists()


def test_toppen_av_prosjektet_har_bare_det_som_er_avtalt():
    avtalt = {
        "dashboard.py",
        "pages",
        "data",
        "boligdata",
        "tests",
        "requirements.txt",
        "README.md",
        ".streamlit",
        ".ci",
        "pyproject.toml",
        ".gitignore",
    }
    sporet = subprocess.run(
        ["git", "ls-files"], cwd=ROT, capture_output=True, text=True, check=True
    ).stdout
    assert {linje.split("/")[0] for linje in sporet.splitlines()} <= avtalt


def test_hver_modul_har_en_test():
    """Testen heter det modulen heter, eller det pakken den ligger i, heter."""
    tester = {f.stem.removeprefix("test_") for f in (ROT / "tests").glob("test_*.py")}
    unntatt = {"__init__", "__main__", "inngang", "ui"}
    moduler = {
        _modul(f)
        for f in _filer()
        if _rom(f) not in unntatt and f.name != "__init__.py"
    }
    uten = {m for m in moduler if not tester & {*m.split("."), m.replace(".", "_")}}
    assert not uten, (
        f"Uten testfil: {sorted(uten)}. Skriv tests/test_<modulen>.py, eller test den i filen som "
        "heter det pakken heter."
    )
