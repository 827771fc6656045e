"""Det SIKKERHET.md sier om hele koden: nøklene, hvem programmet snakker med, loggene, og det koden aldri
gjør.
"""

import ast
import functools
import re

import pytest

from boligdata.doer import skall
from boligdata.felles.config import PAKKE

DOKUMENTET = (PAKKE / "doer" / "SIKKERHET.md").read_text("utf-8")
SKRIPTET = skall.NB.read_text("utf-8")


def delen(tittel: str) -> str:
    """Teksten i en del av dokumentet."""
    return DOKUMENTET.split(f"\n## {tittel}\n")[1].split("\n## ")[0]


def _navn(node: ast.AST) -> str:
    """Navnet som kalles, som «hashlib.sha256»."""
    if isinstance(node, ast.Attribute):
        return f"{_navn(node.value)}.{node.attr}"
    return getattr(node, "id", "")


def _importert(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [node.module]
    return []


@functools.cache
def _noder() -> list[tuple[str, ast.AST]]:
    """Alt i hver modul. Det tar et sekund, og bare den prosessen som kjører denne filen, trenger det."""
    return [
        (fil.relative_to(PAKKE).as_posix(), node)
        for fil in sorted(PAKKE.rglob("*.py"))
        for node in ast.walk(ast.parse(fil.read_text("utf-8")))
    ]


@functools.cache
def _importene() -> set[tuple[str, str]]:
    return {(modul, navn) for modul, node in _noder() for navn in _importert(node)}


@functools.cache
def _kallene() -> list[tuple[str, str, set[str | None]]]:
    return [
        (modul, _navn(node.func), {ord_.arg for ord_ in node.keywords})
        for modul, node in _noder()
        if isinstance(node, ast.Call)
    ]


def importerer(*biblioteker: str) -> set[str]:
    """Modulene som bruker noen av dem."""
    return {
        modul
        for modul, navn in _importene()
        if navn in biblioteker or navn.partition(".")[0] in biblioteker
    }


def nevnt(del_: str) -> set[str]:
    return set(re.findall(r"`([\w/]+\.py)`", del_))


# ------------------------------------------------------------------------- dokumentet


def test_hver_noekkel_i_koden_staar_i_listen():
    krypto = importerer("hmac", "secrets", "cryptography", "pyrage")
    assert nevnt(delen("Nøklene")) >= krypto


def test_hver_vert_koden_kjenner_staar_i_listen():
    nett = importerer(
        *("httpx", "psycopg", "requests", "socket", "ftplib", "smtplib"),
        *("urllib.request", "http.client", "boto3", "paramiko", "pyarrow.fs"),
    )
    assert nevnt(delen("Hvem programmet snakker med")) >= nett


def test_hver_logg_koden_skriver_staar_i_listen():
    skrevet = {
        navn
        for fil in PAKKE.rglob("*.py")
        for navn in re.findall(r'"logg" / "([\w.]+)"', fil.read_text("utf-8"))
    }
    assert len(skrevet) >= 1
    for navn in skrevet | {"utlogget"}:
        assert f"`data/logg/{navn}`" in delen("Loggene"), navn


# ----------------------------------------------------------------- det koden aldri gjør


def test_ingen_kode_kjoerer_tekst_eller_pakker_ut_objekter():
    assert importerer("pickle", "marshal", "shelve", "dill", "yaml", "code") == set()
    for modul, navn, valg in _kallene():
        assert navn not in ("eval", "exec", "compile", "__import__", "os.system"), modul
        assert "shell" not in valg, modul


def test_svake_avtrykk_er_ikke_i_bruk():
    svake = [
        kall for kall in _kallene() if re.search(r"\.(md5|sha1|ECB|ARC4)$", kall[1])
    ]
    assert svake == [] and any(kall[1] == "hashlib.sha256" for kall in _kallene())


def test_det_som_ikke_skal_kunne_gjettes_trekkes_ikke_av_en_vanlig_terning():
    """`random` er til eksempelet og modellene, som skal bli like hver gang, og til pausen mellom hver gang en
    maskin ser etter nye tall.
    """
    trekker = {modul for modul in importerer("random") if modul[:9] != "eksempel/"}
    assert trekker <= {"lesing/speil.py"}


# --------------------------------------------------------------------------- nettleseren


def test_skriptet_lagrer_bare_maalformen():
    assert not re.search("localStorage|sessionStorage|indexedDB|caches\\.", SKRIPTET)
    assert re.findall(r"document\.cookie = `(\w+)=", SKRIPTET) == ["maalform"]


def test_skriptet_slaar_bare_opp_det_som_er_der():
    """Uten dette er «constructor» et ord alle ordlister har."""
    ordlistene = re.findall(
        r"\bconst ([A-ZÆØÅ_]{3,}) = \{([^\n]*)\n?([^\n]*)", SKRIPTET
    )
    assert len(ordlistene) >= 6
    for navn, foerste, neste in ordlistene:
        assert (foerste + neste).strip().startswith("__proto__: null"), navn


@pytest.mark.parametrize(
    "farlig",
    [
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "eval(",
        "new Function",
        "document.write",
    ],
)
def test_skriptet_setter_aldri_inn_tekst_som_html(farlig):
    assert farlig not in SKRIPTET
