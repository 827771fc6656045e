"""Felles for alle testene: eksempelkommunen bygget én gang, og de ekte offentlige tallene der de
finnes.
"""

import datetime as dt
import functools
import gc
import os
import shutil
from pathlib import Path

import ansatte
import ferdigbygd
import postgrestjener
import pytest
from hypothesis import settings
from streamlit import config as streamlit_config
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.secrets import secrets_singleton
from xdist.scheduler import LoadFileScheduling

from boligdata.felles import config, dagen

# Testene skal aldri lage eller bruke nøkkelen til den som kjører dem.
os.environ["BOLIGDATA_NOEKKEL"] = "bare-til-testene-aldri-til-ekte-uttrekk"

# Dagen i dag er den samme i alle testene: ingen av dem avhenger av klokken på maskinen.
dagen.i_dag = lambda: dt.date(2026, 1, 15)

# Ingen tidsfrist for hvert forsøk: på en travel maskin er det maskinen som måles, ikke koden.
# Forsøkene trekkes av navnet på testen, så en feil kommer igjen på neste maskin, og en endring
# får skylden bare for det den har gjort. `--hypothesis-profile=leter` trekker nye hver gang.
settings.register_profile("huset", deadline=None, derandomize=True)
settings.register_profile("leter", deadline=None)
settings.load_profile("huset")

# Hver `AppTest` leter gjennom alle installerte pakker etter deler til Streamlit. Det tar lengre
# tid enn å vise siden, og svaret er det samme hele kjøringen.
manifest_scanner.scan_component_manifests = functools.cache(
    manifest_scanner.scan_component_manifests
)


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Å samle testene lager hundretusener av objekter som blir. Søppelsamleren går ellers gjennom
    dem om og om igjen, og bruker en tredel av tiden. Det som er der når testene begynner, ser den
    aldri på, og den går så sjelden som på tjeneren.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()
        gc.set_threshold(7_000, 10, 10)


def pytest_collection_modifyitems(items):
    """Rekkefølgen som lar begge prosessene ha noe å gjøre hele tiden.

    Den første filen bygger eksempelkommunen. Imens begynner den andre prosessen på nettleseren, med
    filene som ikke trenger eksempelet. Så kommer de andre filene som ikke trenger det, for ellers
    ville de ventet på bygget.
    """
    med_eksempelet = dict.fromkeys(t.path for t in items if "bygd" in t.fixturenames)
    byggeren = next((fil for fil in med_eksempelet if not _i_nettleser(fil)), None)
    filer = sorted(
        dict.fromkeys(test.path for test in items),
        key=lambda fil: (
            fil != byggeren,
            not _i_nettleser(fil),
            fil in med_eksempelet,
        ),
    )
    plass = {fil: nr for nr, fil in enumerate(filer)}
    items.sort(key=lambda test: plass[test.path])


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return EnNettleser(config, log)


class EnNettleser(LoadFileScheduling):
    """Hver prosess tar en fil om gangen, og én av dem tar alle filene i `nettleser`.

    En nettleser venter mye, og bruker to kjerner når den ikke venter. Går det én, har den andre
    prosessen en kjerne for seg selv hele tiden.
    """

    def _split_scope(self, nodeid: str) -> str:
        fil = super()._split_scope(nodeid)
        return "nettleser" if _i_nettleser(Path(fil)) else fil


def _i_nettleser(fil: Path) -> bool:
    return "nettleser" in fil.parts


@pytest.fixture(scope="session")
def bygd(tmp_path_factory) -> Path:
    """En egen datamappe med eksempelkommunen ferdig bygget. `boligdata` leser den publiserte
    filen i den resten av kjøringen, og aldri kommunens egne uttrekk.
    """
    mappe = shutil.copytree(
        ferdigbygd.eksempel(), tmp_path_factory.mktemp("data") / "data"
    )
    os.environ["BOLIGDATA_DATA"] = str(mappe)
    os.environ.pop("BOLIGDATA_PUBLISERT", None)
    return mappe


@pytest.fixture(scope="session")
def bygd_eksempel(bygd) -> Path:
    """Mappen med de publiserte tallene til eksempelkommunen, slik alle andre enn ansatte ser
    dem.
    """
    return bygd / "publisert"


@pytest.fixture(scope="session")
def bygd_internt(bygd) -> Path:
    """Mappen med de eksakte tallene til eksempelkommunen. Samme form som den publiserte."""
    return bygd / "internt"


@pytest.fixture(scope="session")
def bygd_grensekommune(tmp_path_factory) -> Path:
    """Kommunen der alt skjer på grensen mellom to perioder, med uttrekkene og mappene `internt`
    og `publisert`.
    """
    return shutil.copytree(
        ferdigbygd.grensekommune(), tmp_path_factory.mktemp("grensekommune") / "data"
    )


@pytest.fixture
def mikro(tmp_path) -> Path:
    """En egen kopi av mikrokommunen, ferdig bygget: mappene `inn`, `publisert` og `internt`. Testen
    kan ødelegge den, og bygge videre på den.
    """
    return shutil.copytree(ferdigbygd.mikrokommune(), tmp_path / "mikro")


@pytest.fixture(scope="session")
def postgres():
    """En ekte PostgreSQL, felles for testene i denne prosessen."""
    with postgrestjener.kjoer() as tjener:
        if tjener is None:
            pytest.skip(postgrestjener.MANGLER)
        yield tjener


@pytest.fixture(scope="session")
def offentlige_data() -> Path:
    """Mappen med ekte offentlig statistikk. Den følger ikke med prosjektet."""
    mappe = Path(
        os.environ.get("BOLIGDATA_OFFENTLIG") or config.ROT.parent / "shared" / "data"
    )
    if not mappe.is_dir():
        pytest.skip("Mappen med ekte offentlig statistikk finnes ikke her.")
    return mappe


@pytest.fixture
def eget_lager(tmp_path, monkeypatch):
    """Testen har sitt eget lager, med det eksempelet begynner med, og får endre det."""
    monkeypatch.setenv("BOLIGDATA_ARBEID", str(tmp_path / "arbeid"))
    monkeypatch.setenv("BOLIGDATA_REDIGERING", "alle")


@pytest.fixture
def uten_historie(monkeypatch):
    """Handlingsdelen begynner med bare uttrekkene, slik den gjør i en virkelig kommune."""
    monkeypatch.setattr(
        "boligdata.innhold.handlingsdel.underveis.FIL", "finnes_ikke.jsonl"
    )


@pytest.fixture
def ansatt(tmp_path, monkeypatch, bygd_eksempel):
    """Ansattprosessens mapper og innlogging, i denne prosessen."""
    for navn, verdi in ansatte.mapper(bygd_eksempel, tmp_path).items():
        monkeypatch.setenv(navn, verdi)
    (tmp_path / "secrets.toml").write_text(
        ansatte.hemmeligheter("http://127.0.0.1:8501"), encoding="utf-8"
    )
    foer = streamlit_config.get_option("secrets.files")
    streamlit_config.set_option("secrets.files", [str(tmp_path / "secrets.toml")])
    secrets_singleton._reset()
    yield tmp_path
    streamlit_config.set_option("secrets.files", foer)
    secrets_singleton._reset()
