"""Felles for alle testene: eksempelkommunen bygget én gang, og de ekte offentlige tallene der de
finnes."""

import os
import shutil
from pathlib import Path

import ferdigbygd
import pytest

from boligdata.felles import config

# Testene skal aldri lage eller bruke nøkkelen til den som kjører dem.
os.environ["BOLIGDATA_NOEKKEL"] = "bare-til-testene-aldri-til-ekte-uttrekk"


def pytest_collection_modifyitems(items):
    """Nettlesertestene sist: så lenge nettleseren er åpen, går det en hendelsesløkke som andre
    tester ikke kan dele."""
    items.sort(key=lambda test: "nettleser" in test.path.parts)


@pytest.fixture(scope="session")
def bygd(tmp_path_factory) -> Path:
    """En egen datamappe med eksempelkommunen ferdig bygget. `boligdata` leser den publiserte
    filen i den resten av kjøringen, og aldri kommunens egne uttrekk."""
    mappe = shutil.copytree(
        ferdigbygd.eksempel(), tmp_path_factory.mktemp("data") / "data"
    )
    os.environ["BOLIGDATA_DATA"] = str(mappe)
    os.environ.pop("BOLIGDATA_PUBLISERT", None)
    return mappe


@pytest.fixture(scope="session")
def bygd_eksempel(bygd) -> Path:
    """Mappen med de publiserte tallene til eksempelkommunen, slik alle andre enn ansatte ser
    dem."""
    return bygd / "publisert"


@pytest.fixture(scope="session")
def bygd_internt(bygd) -> Path:
    """Mappen med de eksakte tallene til eksempelkommunen. Samme form som den publiserte."""
    return bygd / "internt"


@pytest.fixture(scope="session")
def bygd_grensekommune(tmp_path_factory) -> Path:
    """Kommunen der alt skjer på grensen mellom to perioder, med uttrekkene og mappene `internt`
    og `publisert`."""
    return shutil.copytree(
        ferdigbygd.grensekommune(), tmp_path_factory.mktemp("grensekommune") / "data"
    )


@pytest.fixture(scope="session")
def offentlige_data() -> Path:
    """Mappen med ekte offentlig statistikk. Den følger ikke med prosjektet."""
    mappe = Path(
        os.environ.get("BOLIGDATA_OFFENTLIG") or config.ROT.parent / "shared" / "data"
    )
    if not mappe.is_dir():
        pytest.skip("Mappen med ekte offentlig statistikk finnes ikke her.")
    return mappe
